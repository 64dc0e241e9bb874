"""RIS, BibTeX, CSL-JSON and a wiki's template, as programs of others read them."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from datetime import date

import bibtexparser
import mwparserfromhell
import pytest
import rispy
from pybtex.database import parse_string
from pylatexenc.latex2text import LatexNodes2Text

from archive.article import Article
from archive.citing.cited import Cited, cite
from archive.citing.styles import STYLES, in_file
from archive.masthead import Masthead

HOUSE = Masthead("River & Sea Archive", "https://news.example.org")
TODAY = date(2026, 11, 28)
HOSTILE = (
    "50% of {a} -- ``?` & b_c #1 ~ ^ $ \\ } | [[x]] '''y''' <ref> ~~~~ {{t|u=1}} @ \"q\" ER  - ü 字"
)
_KERNEL = {
    r"\textbraceleft{}": r"\{", r"\textbraceright{}": r"\}", r"\textless{}": "<",
    r"\textgreater{}": ">",
}  # fmt: skip
OWN = "https://tribune.example.net/a?b={c}&d='e'|f#g%20[h]"


@pytest.fixture
def cited(make_article: Callable[..., Article]) -> Cited:
    """A full citation with every sign that a format may take for its own."""
    return cite(
        make_article(
            title=HOSTILE, authors=("Jane van der Roe Jr.", "Marks and Spencer", "王小明"),
            agency=("AFP", "Reuters"), publisher="News & Co", url=OWN, section="World",
            tags=("Syria", "R&D 100%"), summary="One.\nER  - \r\nTY  - BOOK\u2028Two.",
            note="Corrected.", revision=3,
        ),
        HOUSE, TODAY, date(2026, 1, 2),
    )  # fmt: skip


def permalink(cited: Cited) -> str:
    return f"https://news.example.org/article/{cited.id}?revision=3"


def text(name: str, *cited: Cited) -> str:
    return in_file(STYLES[name], cited)


def test_ris_is_read_as_it_was_meant(cited: Cited) -> None:
    read, other = rispy.loads(text("ris", cited, cited))
    assert read == other
    assert read["type_of_reference"] == "NEWS"
    assert read["title"] == " ".join(HOSTILE.split())
    assert read["authors"] == ["van der Roe, Jane, Jr.", "Marks and Spencer", "王小明"]
    assert (read["secondary_title"], read["year"]) == ("News & Co", "2017")
    assert (read["date"], read["access_date"]) == ("2017/11/03/", "2026/11/28/")
    assert read["urls"] == [permalink(cited), cited.original]
    assert read["name_of_database"] == "River & Sea Archive"
    assert read["notes"] == ["Corrected.", "Agency: AFP, Reuters", "Revision 3"]
    assert read["keywords"] == ["Syria", "R&D 100%"]
    assert read["abstract"] == "One. ER - TY - BOOK Two."
    assert all(line.endswith("\r") for line in text("ris", cited).split("\n")[:-1])


def from_latex(value: str) -> str:
    """What LaTeX would print, by pylatexenc, which lacks some names of LaTeX's kernel."""
    for name, sign in _KERNEL.items():
        value = value.replace(name, sign)
    return str(LatexNodes2Text(keep_braced_groups=False).latex_to_text(value)).replace("ˆ", "^")


def test_bibtex_is_read_by_bibtexparser(cited: Cited) -> None:
    library = bibtexparser.parse_string(text("bibtex", cited))
    assert not library.failed_blocks
    (entry,) = library.entries
    fields = {field.key: from_latex(field.value) for field in entry.fields}
    assert (entry.entry_type, entry.key) == ("article", f"roe2017-{cited.id[:8]}")
    assert fields["title"] == " ".join(HOSTILE.split())
    assert fields["journal"] == "News & Co"
    assert (fields["date"], fields["urldate"]) == ("2017-11-03", "2026-11-28")
    assert (fields["year"], fields["month"]) == ("2017", "nov")
    assert fields["keywords"] == "Syria, R&D 100%"
    assert fields["abstract"] == "One. ER - TY - BOOK Two."
    assert len(bibtexparser.parse_string(text("bibtex", cited) * 2).blocks) == 2


def test_bibtex_is_read_by_pybtex(cited: Cited) -> None:
    (entry,) = parse_string(text("bibtex", cited), "bibtex").entries.values()
    first, second, third = entry.persons["author"]
    assert (first.first_names, first.prelast_names) == (["Jane"], ["van", "der"])
    assert (first.last_names, first.lineage_names) == (["Roe"], ["Jr."])
    assert (second.last_names, second.first_names) == (["{Marks and Spencer}"], [])
    assert third.last_names == ["{王小明}"]
    assert entry.fields["url"] == permalink(cited)
    assert entry.fields["month"] == "November"
    assert entry.fields["note"] == (
        r"AFP, Reuters, River \& Sea Archive, revision 3, "
        rf"first published at \url{{{cited.original}}}"
    )
    assert entry.fields["entrysubtype"] == "newspaper"


@pytest.mark.parametrize("name", ["ris", "bibtex", "csl-json", "wiki"])
def test_nobody_is_named_an_author_where_none_is_known(
    name: str, make_article: Callable[..., Article]
) -> None:
    unsigned = cite(make_article(agency=("AFP",)), HOUSE, TODAY)
    assert "AFP" in text(name, unsigned)
    if name == "ris":
        assert "authors" not in rispy.loads(text(name, unsigned))[0]
    elif name == "bibtex":
        (entry,) = parse_string(text(name, unsigned), "bibtex").entries.values()
        assert not entry.persons
    elif name == "csl-json":
        assert "author" not in json.loads(text(name, unsigned))[0]
    else:
        (template,) = mwparserfromhell.parse(text(name, unsigned)).filter_templates()
        assert not any(template.has(key) for key in ("last1", "author1"))
        assert template.get("agency").value.strip() == "AFP"


@pytest.mark.parametrize(
    ("iso", "ris", "bibtex", "csl", "wiki"),
    [
        ("2017", "2017///", "2017", [2017], "2017"),
        ("2017-09", "2017/09//", "2017-09", [2017, 9], "September 2017"),
        ("2017-09-01", "2017/09/01/", "2017-09-01", [2017, 9, 1], "1 September 2017"),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(
    make_article: Callable[..., Article], iso: str, ris: str, bibtex: str, csl: list[int], wiki: str
) -> None:
    dated = cite(make_article(date=iso, agency=("AFP",)))
    assert rispy.loads(text("ris", dated))[0]["date"] == ris
    (entry,) = parse_string(text("bibtex", dated), "bibtex").entries.values()
    assert (entry.fields["date"], entry.fields["year"]) == (bibtex, "2017")
    assert json.loads(text("csl-json", dated))[0]["issued"] == {"date-parts": [csl]}
    (template,) = mwparserfromhell.parse(text("wiki", dated)).filter_templates()
    assert template.get("date").value.strip() == wiki


def test_what_is_not_known_is_left_out(make_article: Callable[..., Article]) -> None:
    bare = cite(make_article(title=None, body="", date=None, precision=None, language=None))
    assert set(rispy.loads(text("ris", bare))[0]) == {"type_of_reference", "id", "title", "notes"}
    (entry,) = parse_string(text("bibtex", bare), "bibtex").entries.values()
    assert (entry.type, set(entry.fields)) == ("misc", {"title", "note"})
    (item,) = json.loads(text("csl-json", bare))
    assert set(item) == {"id", "type", "title", "version"}
    assert text("csl-json") == "[\n\n]\n"
    assert json.loads(text("csl-json")) == []
    assert text("wiki", bare) == "{{cite news |title=&#91;no title&#93; |type=Revision 1}}"


def test_csl_json_has_both_addresses_and_is_read_without_complaint(cited: Cited) -> None:
    from citeproc.source.json import CiteProcJSON

    items = json.loads(text("csl-json", cited, cited))
    assert items[0] == items[1]
    assert items[0]["URL"] == permalink(cited)
    assert items[0]["note"] == (
        f"Corrected; Agency: AFP, Reuters; First published at {cited.original}"
    )
    assert items[0]["author"][0] == {"family": "van der Roe", "given": "Jane", "suffix": "Jr."}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert list(CiteProcJSON(items[:1])) == [cited.id]


def test_a_wiki_reads_every_sign_as_text(cited: Cited) -> None:
    code = mwparserfromhell.parse(STYLES["wiki"].text(cited))
    (template, *inner) = code.filter_templates()
    assert [str(each) for each in inner] == ["{{!}}"] * 2  # each stands for a bar
    found = {str(param.name): str(param.value).strip() for param in template.params}
    assert code.filter_wikilinks() == code.filter_tags() == []
    assert "~~~" not in found["title"]
    title = mwparserfromhell.parse(found["title"].replace("{{!}}", "|"))
    assert title.strip_code(normalize=True) == " ".join(HOSTILE.split())
    assert (found["last1"], found["first1"]) == ("van der Roe", "Jane, Jr.")
    assert (found["author2"], found["author3"]) == ("Marks and Spencer", "王小明")
    assert (found["work"], found["agency"]) == ("News & Co", "AFP, Reuters")
    assert (found["date"], found["archive-date"]) == ("3 November 2017", "2 January 2026")
    assert (found["access-date"], found["type"]) == ("28 November 2026", "Revision 3")
    assert found["archive-url"] == permalink(cited)
    assert found["url"] == "https://tribune.example.net/a?b=%7Bc%7D&d=%27e%27%7Cf#g%20%5Bh%5D"
