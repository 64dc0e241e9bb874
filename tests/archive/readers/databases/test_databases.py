"""Downloads of news databases: every article apart, with its fields; what is cut or new is told."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.article import Article, Skipped
from archive.normalise.rules import normalise
from archive.readers.formats import read
from archive.readers.sources.source import Source

FOLDER = Path(__file__).parent / "downloads"


def taken(data: bytes, name: str) -> tuple[list[Article], list[str]]:
    """The articles of a download as kept, and what was said of it."""
    items = [
        item if isinstance(item, Skipped) else normalise(item)
        for item in read(Source(name, lambda: io.BytesIO(data)))
    ]
    articles = [item for item in items if isinstance(item, Article)]
    return articles, [item.reason for item in items if isinstance(item, Skipped)]


def as_page(text: str) -> bytes:
    """The text as the classes of Nexis's HTML have it: a paragraph in a div."""
    parts = (" ".join(part.split()) for part in text.split("\n\n"))
    rows = (f'<div class="c0"><br><p class="c1"><span class="c2">{part}</span></p></div>'
            for part in parts)  # fmt: skip
    return f"<html><body>{''.join(rows)}</body></html>".encode()


def as_word(text: str) -> bytes:
    import docx

    document, out = docx.Document(), io.BytesIO()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def as_rtf(text: str) -> bytes:
    lines = "\\par\n".join(text.split("\n"))
    return ("{\\rtf1\\ansi " + lines.replace("©", "\\'a9") + "}").encode("cp1252")


def file(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


FORMS = {
    "nexis-2012.txt": file("nexis-2012.txt"),
    "nexis-2012.html": as_page(file("nexis-2012.txt").decode()),
    "nexis-2021.txt": file("nexis-2021.txt"),
    "nexis-2021.docx": as_word(file("nexis-2021.txt").decode()),
    "nexis-2021.rtf": as_rtf(file("nexis-2021.txt").decode()),
    "factiva-codes.html": file("factiva-codes.html"),
    "factiva-codes.txt": file("factiva-codes.txt"),
    "factiva-plain.txt": file("factiva-plain.txt"),
    "factiva-plain.rtf": as_rtf(file("factiva-plain.txt").decode()),
    "factiva-old.xml": file("factiva-old.xml"),
    "factiva-new.xml": file("factiva-new.xml"),
    "europresse-2011.html": file("europresse-2011.html"),
    "europresse-2019.html": file("europresse-2019.html"),
    "proquest-rules.txt": file("proquest-rules.txt"),
    "proquest-numbered.txt": file("proquest-numbered.txt"),
}


@pytest.mark.parametrize("name", FORMS)
def test_two_articles_come_out_with_all_their_fields(name: str) -> None:
    (ferry, mill), said = taken(FORMS[name], name)
    assert said == []
    assert (ferry.title, mill.title) == (
        "Ferry returns to the lower river",
        "Mill to close in June",
    )
    assert (ferry.date, mill.date) == ("2017-11-03", "2019-03-05")
    assert (ferry.publisher, mill.publisher) == ("The Example Courier", "Morning Herald")
    assert [author.casefold() for author in ferry.authors] == ["jane roe"]
    assert [author.casefold() for author in mill.authors] == ["john poe"]
    assert ferry.body == (
        "The ferry crossed the river again on Friday with forty people.\n\n"
        "It had been laid up since May, it said: no money."
    )
    assert mill.body == "The mill will close in June, its owner said."
    if not name.startswith("proquest"):
        assert ferry.extra["length"].split()[0] == "18"
        assert mill.extra["length"].split()[0] == "9"
    if name != "factiva-plain.rtf":
        assert (ferry.section or "").startswith("News")


@pytest.mark.parametrize("name", [name for name in FORMS if name.endswith(".txt")])
@pytest.mark.parametrize("end", [b"\r\n", b"\r\r\n", b"\r"])
def test_lines_ended_as_on_windows_are_the_same_download(name: str, end: bytes) -> None:
    unix, told = taken(FORMS[name], name)
    other, also_told = taken(FORMS[name].replace(b"\n", end), name)
    assert [(one.id, one.title, one.date, one.body) for one in other] == [
        (one.id, one.title, one.date, one.body) for one in unix
    ]
    assert also_told == told


@pytest.mark.parametrize("name", [name for name in FORMS if not name.endswith((".docx", ".rtf"))])
def test_a_download_cut_in_its_last_text_is_told_and_both_articles_are_there(name: str) -> None:
    data = FORMS[name]
    cut = data[: data.rindex(b"will close in June, its") + 5]
    articles, said = taken(cut, name)
    assert [one.title for one in articles] == (
        ["Ferry returns to the lower river", "Mill to close in June"]
    )
    assert len(said) == 1
    assert "the file ends inside this" in said[0]


@pytest.mark.parametrize(
    ("name", "mark", "field"),
    [
        ("nexis-2012.txt", "LANGUAGE: ", "FLEET-CODE"),
        ("nexis-2021.txt", "Language: ", "Fleet-Code"),
        ("proquest-rules.txt", "Publication title: ", "Fleet code"),
    ],
)
def test_a_field_that_is_not_known_is_said_and_kept(name: str, mark: str, field: str) -> None:
    text = FORMS[name].decode().replace(mark, f"{field}: X9\n\n{mark}", 1)
    (ferry, _), said = taken(text.encode(), name)
    assert ferry.extra[field] == "X9"
    assert said == [f"not understood, and kept in the articles' `extra`: {field}"]


def test_a_code_of_factiva_that_is_not_known_is_said_and_kept() -> None:
    page = FORMS["factiva-codes.html"].replace(
        b"<tr><td><b>WC", b"<tr><td><b>QX</b></td><td>nine</td></tr><tr><td><b>WC", 1
    )
    (ferry, _), said = taken(page, "x.html")
    assert ferry.extra["QX"] == "nine"
    assert said == ["not understood, and kept in the articles' `extra`: QX"]


_SENTENCES = (
    "IN the early hours of Friday a ferry sank.", "RE-ELECTED or not, he was there.",
    "RE the letter of May, nobody answered.", "CO operators said nothing.",
    "ED Smith was on board.", "ED  Smith was on board.", "PD  is how they write it.",
    "BY noon all were home.", "AN officer said so.", "TD Bank paid.", "ART lovers mourned.",
)  # fmt: skip


@pytest.mark.parametrize("sentence", _SENTENCES)
@pytest.mark.parametrize("gap", ["  ", "\t", " | ", " ", "\n"])
def test_a_sentence_that_begins_like_a_code_of_factiva_stays_in_the_text(
    sentence: str, gap: str
) -> None:
    if gap == " " and sentence.startswith("TD"):
        return  # where no code stands apart, nobody can tell
    data = (
        f"HD{gap}Ferry sinks\nPD{gap}3 November 2017\nSN{gap}Courier\n\n"
        f"LP{gap}{sentence}\n\nTD{gap}The captain said so.\n\n{sentence}\n\nA last paragraph.\n\n"
        f"CO{gap}exfer : Example Ferries\n\nIN{gap}iferry : Ferries\n\nNS{gap}gtrans : Transport\n"
        f"RE{gap}uk : United Kingdom\n\nPUB{gap}Example Press\n\n"
        f"AN{gap}Document EXCO000020171103edb300001\n"
    )
    (article,), said = taken(data.encode(), "factiva.txt")
    first, second = sentence.replace("  ", " "), "The captain said so."
    told = [" ".join(part.split()) for part in article.body.split("\n\n")]
    assert told == [first, second, first, "A last paragraph."]
    assert (article.tags, article.extra["company"]) == (("Transport",), "exfer : Example Ferries")
    assert (article.extra["industry"], article.extra["region"]) == (
        "iferry : Ferries",
        "uk : United Kingdom",
    )
    assert (article.extra["published_by"], said) == ("Example Press", [])


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("ART Image by Jane", "graphic"), ("CT +44 20 7946 0000", "contact"),
        ("RIC IBM.N", "ticker"), ("PS Roe, Jane", "person"), ("IPC GEN", "information_codes"),
        ("VOL 12", "volume"),
    ],
)  # fmt: skip
def test_a_code_of_factiva_that_begins_no_sentence_ends_the_text_behind_one_space(
    line: str, key: str
) -> None:
    for narrow in (False, True):
        text = file("factiva-codes.txt").decode()
        text = re.sub("^([A-Z]{2})  ", r"\1 ", text, flags=re.M) if narrow else text
        text = text.replace("NS ", f"{line}\n\nNS ", 1)
        ferry, mill = taken(text.encode(), "factiva.txt")[0]
        assert ferry.extra[key] == line.partition(" ")[2]
        assert ferry.body.endswith("no money.")
        assert (ferry.tags, mill.title) == (("Transport",), "Mill to close in June")


def test_a_code_of_factiva_alone_on_its_line_or_apart_ends_the_text() -> None:
    for end in ("CO\nExample Ferries", "CO  Example Ferries", "CO\tExample Ferries"):
        data = file("factiva-codes.txt").replace(b"NS  gtrans : Transport", end.encode())
        ferry = taken(data, "factiva.txt")[0][0]
        assert ferry.extra["company"] == "Example Ferries"
        assert ferry.body.endswith("no money.")


@pytest.mark.parametrize("name", ["nexis-2012.txt", "nexis-2021.txt"])
@pytest.mark.parametrize("behind", ["2:05 PM GMT", "2:05 PM GMT Night Edition", "2:05 PM"])
def test_nexis_tells_the_instant_of_an_article(name: str, behind: str) -> None:
    line = b"November 3, 2017 Friday"
    told = FORMS[name].replace(line, line + b" " + behind.encode())
    (plain, _), _ = taken(FORMS[name], name)
    (ferry, _), said = taken(told, name)
    assert (ferry.date, said) == ("2017-11-03", [])
    if "GMT" in behind:
        assert ferry.published == datetime(2017, 11, 3, 14, 5, tzinfo=UTC)
    assert ferry.time == (None if "GMT" in behind else "14:05")
    assert (ferry.title, ferry.body) == (plain.title, plain.body)
    assert plain.extra["edition"] == "Final Edition"
    assert "2:05" not in str(ferry.extra)


def test_factiva_tells_the_time_of_an_article() -> None:
    text = file("factiva-codes.txt").replace(b"2017\nSN", b"2017\nET  14:05\nSN")
    assert taken(text, "f.txt")[0][0].time == "14:05"
    text = text.replace(b"14:05", b"14:05 GMT")
    ferry = taken(text, "f.txt")[0][0]
    assert ferry.published == datetime(2017, 11, 3, 14, 5, tzinfo=UTC)
    assert "time" not in ferry.extra
    odd = taken(text.replace(b"14:05 GMT", b"at noon"), "f.txt")[0][0]
    assert (odd.time, odd.extra["time"]) == (None, "at noon")
    behind, clock = b"</publicationDate>", b"<publicationTime><time>140500</time></publicationTime>"
    page = file("factiva-old.xml").replace(behind, behind + clock)
    assert [article.time for article in taken(page, "f.xml")[0]] == ["14:05", "14:05"]


def test_articles_that_the_file_speaks_of_and_does_not_hold_are_told() -> None:
    text = FORMS["nexis-2012.txt"].replace(b"of 2 DOCUMENTS", b"of 10 DOCUMENTS")
    articles, said = taken(text, "x.txt")
    assert len(articles) == 2
    assert said == [
        "the file speaks of 10 articles and holds 2: if it is not one part of several, download "
        "it again"
    ]


def test_nexis_in_german_is_read_by_the_names_of_its_fields() -> None:
    text = (
        "                     Dokument 1 von 1\n\n           Der Bote\n\n"
        "      3. November 2017 Freitag\n\nDie Fähre fährt wieder\n\nAUTOR: Jana Roth\n\n"
        "RUBRIK: LOKALES; S. 3\n\nLÄNGE: 6 Wörter\n\nDie Fähre hat am Freitag übergesetzt.\n\n"
        "UPDATE: 4. November 2017\n\nSPRACHE: DEUTSCH\n"
    )
    (made,), said = taken(text.encode(), "x.txt")
    assert (made.title, made.date, made.publisher) == (
        "Die Fähre fährt wieder", "2017-11-03", "Der Bote",
    )  # fmt: skip
    assert (made.section, made.language, made.authors) == ("LOKALES; S. 3", "de", ("Jana Roth",))
    assert made.body == "Die Fähre hat am Freitag übergesetzt."
    assert said == []


def old_nexis(head: str, language: str = "LANGUAGE: ENGLISH") -> bytes:
    """An article of Nexis's older form: its head, a text, and the field behind it."""
    return (
        f"    1 of 1 DOCUMENTS\n\n{head}\n\nThe ferry crossed on Friday.\n\n{language}\n".encode()
    )


def test_an_edition_below_the_date_of_nexis_is_no_part_of_the_title() -> None:
    head = "The Bell\n\nNovember 3, 2017\n\nFirst Edition\n\nFerry returns\n\nLENGTH: 5 words"
    (made,), said = taken(old_nexis(head), "x.txt")
    assert (made.title, made.extra["edition"], said) == ("Ferry returns", "First Edition", [])


def test_a_headline_that_is_about_an_edition_stays_one() -> None:
    head = "The Bell\n\nNovember 3, 2017 Friday\n\nThe last edition\n\nLENGTH: 5 words"
    (made,), _ = taken(old_nexis(head), "x.txt")
    assert made.title == "The last edition"


def test_a_field_of_nexis_that_is_not_known_ends_the_title() -> None:
    head = (
        "The Bell\n\nNovember 3, 2017 Friday\n\nUKRAINE: Ferry returns\n\nRECORDED: Jane Roe\n\n"
        "LENGTH: 5 words"
    )
    (made,), said = taken(old_nexis(head), "x.txt")
    assert (made.title, made.extra["RECORDED"]) == ("UKRAINE: Ferry returns", "Jane Roe")
    assert said == ["not understood, and kept in the articles' `extra`: RECORDED"]


def test_nexis_in_spanish_is_read_by_the_names_of_its_fields_with_their_accents() -> None:
    head = (
        "El Faro\n\n3 de noviembre de 2017 viernes\n\nVuelve el barco\n\nSECCIÓN: LOCAL; Pg. 3\n\n"
        "LONGITUD: 5 palabras\n\nDESTACADO: El puerto abre"
    )
    (made,), said = taken(
        old_nexis(head, "LENGUAJE: SPANISH\n\nTIPO DE PUBLICACIÓN: Diario"), "x.txt"
    )
    assert (made.section, made.summary, made.date) == (
        "LOCAL; Pg. 3",
        "El puerto abre",
        "2017-11-03",
    )
    assert (made.extra["type"], made.body) == ("Diario", "The ferry crossed on Friday.")
    assert "edition" not in made.extra
    assert said == []


def test_a_cover_that_lists_the_titles_is_no_part_of_the_first_article() -> None:
    text = FORMS["nexis-2021.txt"].decode()
    first, second = taken(text.encode(), "x.txt")[0]
    cover = (
        f"Date and Time: Monday, November 6, 2017 10:01:00 AM EST\n\nDocuments (2)\n\n"
        f"1. {first.title}\nClient/Matter: -None-\n2. {second.title}\nSearch Terms: ferry\n\n"
    )
    body = (
        text[text.rindex("\n", 0, text.index(first.title)) + 1 :] if first.title in text else text
    )
    made, said = taken((cover + body).encode(), "x.txt")
    assert [(one.title, one.date, one.publisher) for one in made] == [
        (one.title, one.date, one.publisher) for one in (first, second)
    ]
    assert said == []


FACTIVA_LINES = (
    "{head}\n200 {words}\n3 November 2017\nThe Bell\nT\n2\nEnglish\n(c) 2017 The Bell\n\n"
    "The ferry crossed on Friday.\n\n{document} T000000020171103edb4000c2\n"
)


@pytest.mark.parametrize(
    ("head", "title", "section", "authors"),
    [
        ("Ferry returns after the storm\nJane Roe", "Ferry returns after the storm", None,
         ("Jane Roe",)),
        ("Home News\nFerry Returns", "Ferry Returns", "Home News", ()),
        ("News\nFerry returns after the storm", "Ferry returns after the storm", "News", ()),
        ("News\nFerry returns\nJane Roe", "Ferry returns", "News", ("Jane Roe",)),
    ],
)  # fmt: skip
def test_the_lines_above_a_length_of_factiva_are_section_headline_and_byline(
    head: str, title: str, section: str | None, authors: tuple[str, ...]
) -> None:
    text = FACTIVA_LINES.format(head=head, words="words", document="Document")
    (made,), said = taken(text.encode(), "x.txt")
    assert (made.title, made.section, made.authors) == (title, section, authors)
    assert (made.body, said) == ("The ferry crossed on Friday.", [])


@pytest.mark.parametrize(("words", "document"), [("words", "Document"), ("文字", "文書")])
def test_two_articles_of_a_short_source_code_are_two_and_the_search_is_none(
    words: str, document: str
) -> None:
    one = FACTIVA_LINES.format(head="Ferry returns", words=words, document=document)
    tail = "\nSearch Summary\nText\tferry\nResults Found\t2\n© 2017 Factiva, Inc. All rights\n"
    made, said = taken(
        (one + one.replace("Ferry", "Boat").replace("c2", "c3") + tail).encode(), "x"
    )
    assert [each.title for each in made] == ["Ferry returns", "Boat returns"]
    assert said == []


def test_the_classes_of_factivas_html_tell_a_headline_from_a_byline() -> None:
    page = (
        "<html><body><div class='article frArticle'><div id='hd'><span class='frHeadline'>Le bac "
        "revient</span></div><div class='author'>Jean Dupont</div><div>200 mots</div>"
        "<div>3 novembre 2017</div><div>La Cloche</div><div>LC</div><div>Français</div>"
        "<div>(c) 2017</div><p>Le bac est revenu.</p>"
        "<p>Document LC0000020171103edb400001</p></div></body></html>"
    )
    (made,), said = taken(page.encode(), "x.html")
    assert (made.title, made.authors, made.section) == ("Le bac revient", ("Jean Dupont",), None)
    assert (made.body, said) == ("Le bac est revenu.", [])


def test_a_record_of_proquest_in_xml_is_an_article() -> None:
    page = (
        '<?xml version="1.0"?><Record><RecordID>1</RecordID>'
        "<RecordTitle>Ferry returns</RecordTitle>"
        "<Publication><Title>The Bell</Title></Publication>"
        "<NumericPubDate>20171103</NumericPubDate>"
        "<Contributor><ContribRole>Author</ContribRole><OriginalForm>Roe, Jane</OriginalForm>"
        "</Contributor><URLDocView>https://e.org/1</URLDocView>"
        "<FullText>It sails.</FullText></Record>"
    )
    (made,), said = taken(page.encode(), "x.xml")
    assert (made.title, made.date, made.publisher) == ("Ferry returns", "2017-11-03", "The Bell")
    assert (made.authors, made.url, made.body) == (("Jane Roe",), "https://e.org/1", "It sails.")
    assert said == []


def test_the_number_of_a_document_of_proquest_is_no_part_of_a_title() -> None:
    text = FORMS["proquest-rules.txt"].decode()
    rule = "_" * 60
    cut = f"{text}\n{rule}\n\nDocument 3 of 3\n\nFerry lost\n\nAuthor: Roe, Jane\n\nFull text: It w"
    made, said = taken(cut.encode(), "x.txt")
    assert made[-1].title == "Ferry lost"
    assert any("ends inside" in reason for reason in said)


def test_europresses_copyright_is_the_line_that_says_so() -> None:
    (made, *_), _ = taken(FORMS["europresse-2019.html"], "x.html")
    assert made.extra["copyright"] == "© 2017 Courier"


@pytest.mark.parametrize(
    "text",
    [
        "Ferry returns\n\nSection: it was one of 10 documents, he said.\n\nEnd of story.\n",
        "Papers found\n\n1 of 10 documents was read aloud.\n\nThe court sat on Friday.\n",
        "HD television\n\nPD stands for police department here. SN is tin.\n\nLP records sell.\n",
        "On ProQuest\n\nA library told readers that ProQuest document ID: 5 was wrong.\n",
    ],
)
def test_an_article_that_speaks_like_one_is_no_download(text: str) -> None:
    (made,), said = taken(text.encode(), "x.txt")
    assert made.extra == {}
    assert said == []
