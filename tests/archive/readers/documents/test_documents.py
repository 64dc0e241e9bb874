"""Documents: a press release as PDF, Word and RTF; OCR in ALTO; damaged and hostile ones."""

from __future__ import annotations

import importlib.util
import io
import zipfile
from typing import Any

import pytest

from archive.article import Article, Skipped
from archive.normalise.rules import normalise
from archive.readers.documents import docx as docx_reader
from archive.readers.documents import pdf as pdf_reader
from archive.readers.formats import read
from archive.readers.sources.source import Source
from tests.helpers.documents import LINES, pdf, rtf, word


def taken(data: bytes, name: str) -> tuple[list[Article], list[str]]:
    items = [
        item if isinstance(item, Skipped) else normalise(item)
        for item in read(Source(name, lambda: io.BytesIO(data)))
    ]
    said = [item.reason for item in items if isinstance(item, Skipped)]
    return [item for item in items if isinstance(item, Article)], said


@pytest.mark.parametrize(
    ("data", "name"), [(word(), "a.docx"), (rtf(), "a.rtf"), (pdf([LINES]), "a.pdf")]
)
def test_a_press_release_has_its_title_day_and_text(data: bytes, name: str) -> None:
    (made,), said = taken(data, name)
    assert (made.title, made.date) == ("Ferry returns to the river", "2017-11-03")
    assert "The ferry sails again." in made.body
    assert "So it was said." in made.body
    assert said == []


@pytest.mark.parametrize(
    ("data", "name", "library"),
    [(word(), "a.docx", "docx"), (rtf(), "a.rtf", "striprtf"), (pdf([LINES]), "a.pdf", "pypdf")],
)
def test_without_its_library_a_document_is_skipped_and_the_extra_is_named(
    data: bytes, name: str, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    find: Any = importlib.util.find_spec
    monkeypatch.setattr(
        "archive.readers.documents.text_of.find_spec",
        lambda wanted: None if wanted == library else find(wanted),
    )
    made, (reason,) = taken(data, name)
    assert made == []
    assert "pip install 'news-archive[documents]'" in reason


@pytest.mark.parametrize(
    ("data", "name"),
    [(word()[:-400], "a.docx"), (pdf([LINES])[:150], "a.pdf"), (b"%PDF-1.4\n", "b.pdf")],
)
def test_a_damaged_document_is_told(data: bytes, name: str) -> None:
    made, (reason,) = taken(data, name)
    assert made == []
    assert "damaged or cut-off" in reason


def test_a_cut_rtf_is_read_as_far_as_it_goes_and_told() -> None:
    (made,), (reason,) = taken(rtf()[:-20], "a.rtf")
    assert made.title == "Ferry returns to the river"
    assert "ends inside the document" in reason


def test_a_pdf_of_pictures_is_said_to_need_ocr() -> None:
    made, (reason,) = taken(pdf([[], []]), "scan.pdf")
    assert made == []
    assert "OCR" in reason


def test_a_pdf_of_too_many_pages_is_read_in_part_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_reader, "MOST_PAGES", 2)
    (made,), (reason,) = taken(pdf([LINES, ["Page two."], ["Page three."]]), "a.pdf")
    assert "Page two." in made.body
    assert "Page three." not in made.body
    assert "only the first 2 pages" in reason


def test_a_word_document_that_unpacks_to_too_much_is_not_parsed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(docx_reader, "MOST_BYTES", 1 << 20)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<x/>")
        packed.writestr("word/document.xml", b" " * (8 << 20))
    made, (reason,) = taken(out.getvalue(), "bomb.docx")
    assert made == []
    assert "unpacks to more than" in reason


@pytest.mark.parametrize(
    ("method", "entry", "said"),
    [
        (zipfile.ZIP_LZMA, 0, "packed by method 14, which is not read"),  # it swells without bound
        (zipfile.ZIP_DEFLATED, 60_000, "more than 100 parts"),
    ],
)
def test_a_word_document_whose_parts_cannot_be_bounded_is_not_parsed(
    method: int, entry: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docx_reader, "_MOST_MEMBERS", 100)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word())) as whole, zipfile.ZipFile(out, "w", method) as packed:
        for part in whole.infolist():
            again = zipfile.ZipInfo(part.filename)
            again.compress_type, again.comment = method, bytes(entry)
            packed.writestr(again, whole.read(part))
    made, (reason,) = taken(out.getvalue(), "parts.docx")
    assert made == []
    assert said in reason


RUN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
BOX = (
    '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    "<mc:Choice><w:txbxContent><w:p><w:r><w:t>BOX</w:t></w:r></w:p></w:txbxContent></mc:Choice>"
    "<mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>BOX</w:t></w:r></w:p></w:txbxContent>"
    "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
MOVED = "<w:{0}><w:r><w:t>MOVED</w:t></w:r></w:{0}>"
RAISED = (
    '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{}</w:t></w:r>'
    '<w:r><w:rPr><w:vertAlign w:val="subscript"/></w:rPr><w:t>{}</w:t></w:r>'
)


def test_a_word_document_says_each_thing_once_and_as_it_is_meant() -> None:
    written = {
        "ALPHA": RUN.format("before") + BOX + RUN.format("behind"),
        "BETA": RUN.format("from ") + MOVED.format("moveFrom") + RUN.format("there"),
        "GAMMA": RUN.format("to ") + MOVED.format("moveTo") + RUN.format("here"),
        "DELTA": RUN.format("co</w:t><w:noBreakHyphen/><w:t>op"),
        "EPSILON": RUN.format(10)
        + RAISED.format("6", "2")
        + RUN.format("; 4")
        + RAISED.format("th", ""),
    }
    out = io.BytesIO()
    plain = word([*LINES, *written])
    with zipfile.ZipFile(io.BytesIO(plain)) as whole, zipfile.ZipFile(out, "w") as packed:
        for part in whole.namelist():
            data = whole.read(part)
            for mark, inside in written.items():
                data = data.replace(f"<w:r><w:t>{mark}</w:t></w:r>".encode(), inside.encode())
            packed.writestr(part, data)
    (made,), said = taken(out.getvalue(), "a.docx")
    assert (made.body.count("BOX"), made.body.count("MOVED")) == (1, 1)
    for line in ("beforebehind", "from there", "to MOVEDhere", "co-op", "10⁶2; 4th"):
        assert line in made.body
    assert said == []


def with_notes() -> bytes:
    """A Word document with a footnote and an endnote, and the rule that Word keeps among them."""
    import docx
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    document, out = docx.Document(io.BytesIO(word())), io.BytesIO()
    for kind in ("footnote", "endnote"):
        note = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
        content = (
            '<w:notes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            f'<w:{kind} w:type="separator" w:id="0">{note.format("RULE")}</w:{kind}>'
            f'<w:{kind} w:id="2">{note.format(f"The {kind}.")}</w:{kind}></w:notes>'
        )
        part = Part(PackURI(f"/word/{kind}s.xml"), f"application/{kind}s+xml", content.encode())
        document.part.relate_to(
            part, f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}s"
        )
    document.save(out)
    return out.getvalue()


RTF_NOTES = rtf(
    [
        *LINES[:-1],
        r"Behind{\super\chftn}{\footnote \pard{\super\chftn} A \'66ootnote.\par More \{of\} it.}"
        r" it{\*\footnote\ftnalt An {\i endnote}.}.",
        LINES[-1],
    ]
)


@pytest.mark.parametrize(
    ("data", "name", "notes"),
    [
        (with_notes(), "a.docx", ["The footnote.", "The endnote."]),
        (RTF_NOTES, "a.rtf", ["A footnote.", "More {of} it.", "An endnote."]),
    ],
)
def test_notes_stand_below_the_text(data: bytes, name: str, notes: list[str]) -> None:
    (made,), said = taken(data, name)
    assert made.body.split("\n\n")[-len(notes) - 1 :] == [LINES[-1], *notes]
    assert "Behind it." in made.body or name == "a.docx"
    assert "RULE" not in made.body
    assert said == []


@pytest.mark.parametrize("cut", [r"{\footnote A note.", r"{\footnote A note.}} more {\i"])
def test_rtf_whose_notes_do_not_close_keeps_its_text(cut: str) -> None:
    (made,), _ = taken(rtf([*LINES, cut])[:-1], "a.rtf")
    assert LINES[-1] in made.body


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        (r"Seven {\deleted\revauthdel1 hundred }{\revised people} fled.", "Seven people fled."),
        (r"Seven {\b\deleted h{\i und}r\'65\u233 ?d }people fled.", "Seven people fled."),
        (r"Seven \v hundred \v0 people \v old\plain  fled.", "Seven people fled."),
        (r"{\mvf\*\mvfml People fled. }Seven {\deleted0 people} fled.", "Seven people fled."),
        (r"Seven \{\deleted\} x\deleted0\} people.", "Seven {} people."),
        (r"Seven \viewkind4 people\vern1  fled.", "Seven people fled."),
    ],
)
def test_what_an_rtf_document_strikes_out_or_hides_is_no_text(line: str, seen: str) -> None:
    (made,), _ = taken(rtf([*LINES[:-1], line, LINES[-1]]), "a.rtf")
    assert [" ".join(each.split()) for each in made.body.split("\n\n")][-2:] == [seen, LINES[-1]]


def test_alto_gives_a_page_with_its_words_and_how_sure_the_ocr_is() -> None:
    text = (
        '<?xml version="1.0"?><alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout>'
        '<Page ID="P1" PHYSICAL_IMG_NR="3"><PrintSpace><TextBlock ID="B1"><TextLine>'
        '<String CONTENT="The" WC="0.9"/><SP/><String CONTENT="fer" SUBS_TYPE="HypPart1" '
        'SUBS_CONTENT="ferry" WC="0.5"/><HYP CONTENT="-"/></TextLine><TextLine><String '
        'CONTENT="ry" SUBS_TYPE="HypPart2" SUBS_CONTENT="ferry" WC="0.7"/><SP/>'
        '<String CONTENT="sails." WC="0.9"/></TextLine></TextBlock><TextBlock ID="B2"><TextLine>'
        '<String CONTENT="Again." WC="1.0"/></TextLine></TextBlock></PrintSpace></Page></Layout>'
        "</alto>"
    )
    (made,), said = taken(text.encode(), "a.xml")
    assert made.body == "The ferry sails.\n\nAgain."
    assert (made.extra["ocr_confidence"], made.extra["page"]) == (0.8, "3")
    assert said == []


def test_a_zip_of_documents_is_none_even_where_they_are_not_packed() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("a.docx", word())
        packed.writestr("b.docx", word(["Bridge opens", "3 November 2017", "It is open."]))
    made, said = taken(out.getvalue(), "releases.zip")
    assert [one.title for one in made] == ["Ferry returns to the river", "Bridge opens"]
    assert said == []
