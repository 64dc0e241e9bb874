"""METS with its ALTO pages: articles, pages where it knows none, and what is not there."""

from __future__ import annotations

import io
import pickle
import tarfile
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from archive.article import Article, Origin, RawArticle, Skipped, to_json
from archive.intake.prepare import Prepared, parts, prepare
from archive.normalise.rules import normalise
from archive.readers.formats import Leaf, read
from archive.readers.sources.source import Source, sources
from tests.helpers.newspapers import (
    ARTICLES,
    PAGE_1,
    PAGE_2,
    PAGES,
    alto,
    area,
    block,
    div,
    files,
    line,
    mets,
    with_articles,
)

Item = tuple[RawArticle, Article]


def taken(*paths: Path) -> tuple[list[Item], list[Skipped]]:
    """What becomes of files and folders, as at an ingest."""
    items = [
        item for part in parts(sources(map(str, paths))) for item in prepare(pickled(part))
        if not isinstance(item, Origin)
    ]  # fmt: skip
    skipped = [item for item in items if isinstance(item, Skipped)]
    made = [(item.raw, item.article) for item in items if isinstance(item, Prepared)]
    return made, skipped


def pickled(part):  # type: ignore[no-untyped-def]
    """As it comes to a worker."""
    return pickle.loads(pickle.dumps(part))


def written(folder: Path, texts: Mapping[str, str]) -> Path:
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def packed(path: Path, texts: Mapping[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for name, text in texts.items():
            file.writestr(name, text)
    return path


def tarred(path: Path, texts: Mapping[str, str]) -> Path:
    with tarfile.open(path, "w:gz") as file:
        for name, text in texts.items():
            info = tarfile.TarInfo(name)
            info.size = len(text.encode())
            file.addfile(info, io.BytesIO(text.encode()))
    return path


def said(article: Article) -> dict[str, object]:
    """All that an article says, without what is empty and where it came from."""
    left_out = ("id", "revision", "origin")
    return {
        name: value for name, value in to_json(article).items() if value and name not in left_out
    }


SHARED = {
    "date": "1905-03-02",
    "precision": "day",
    "publisher": "The Lower River Times",
    "language": "en",
}
FERRY = SHARED | {
    "identifier": "mets:lrt-1905-03-02#DIVL10",
    "title": "Ferry returns to river",
    "authors": ["Jane Roe"],
    "section": "Local news",
    "body": "The ferry sails again.\n\nThe bridge stays closed.",
    "extra": {
        "form": "an article read by OCR", "page": "5, 6", "image": "00001.tif, 00002.tif",
        "issue": "52", "ocr_confidence": 0.846,
    },
}  # fmt: skip
GRAIN = SHARED | {
    "identifier": "mets:lrt-1905-03-02#DIVL20",
    "title": "Grain steady",
    "section": "Local news",
    "body": "Wheat was unchanged on Thursday.",
    "extra": {
        "form": "an article read by OCR", "page": "6", "image": "00002.tif", "issue": "52",
        "ocr_confidence": 0.9,
    },
}  # fmt: skip
SOAP = SHARED | {
    "identifier": "mets:lrt-1905-03-02#DIVL30",
    "title": "Soap",
    "body": "Soap for all at Miller's.",
    "extra": {
        "form": "an article read by OCR", "kind": "advertisement", "page": "5",
        "image": "00001.tif", "issue": "52", "ocr_confidence": 0.84,
    },
}  # fmt: skip
MASTHEAD = SHARED | {
    "identifier": "mets:lrt-1905-03-02#DIVP1-rest",
    "body": "THE LOWER RIVER TIMES",
    "extra": {
        "form": "the rest of a page read by OCR", "page": "5", "image": "00001.tif",
        "issue": "52", "ocr_confidence": 0.9,
    },
}  # fmt: skip


@pytest.mark.parametrize("make", [written, packed, tarred])
@pytest.mark.parametrize("turned", [False, True])
def test_an_issue_gives_its_articles_and_then_what_of_its_pages_is_in_none(
    tmp_path: Path, make: object, turned: bool
) -> None:
    texts = dict(reversed(ARTICLES.items())) if turned else ARTICLES
    path = make(tmp_path / "issue", texts)  # type: ignore[operator]
    made, skipped = taken(path)
    assert [said(article) for _, article in made] == [FERRY, GRAIN, SOAP, MASTHEAD]
    assert skipped == []


def test_a_container_within_another_is_seen_as_a_whole(tmp_path: Path) -> None:
    inner = packed(tmp_path / "issue.zip", ARTICLES).read_bytes()
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as file:
        file.writestr("batch/issue.zip", inner)
    made, skipped = taken(tmp_path / "all.zip")
    assert [article.title for _, article in made] == ["Ferry returns to river", "Grain steady",
                                                      "Soap", None]  # fmt: skip
    assert skipped == []


@pytest.mark.parametrize("make", [written, packed])
def test_a_mets_of_pages_alone_gives_each_page_with_newspaper_and_day(
    tmp_path: Path, make: object
) -> None:
    made, skipped = taken(make(tmp_path / "issue", PAGES))  # type: ignore[operator]
    about = SHARED | {"publisher": "The Lower River Times (Landing, CO)"}
    assert [said(article) for _, article in made] == [
        about | {
            "identifier": "mets:sn85000001/1905-03-02/ed-1#ocrFile1",
            "body": "THE LOWER RIVER TIMES\n\nFerry returns to river\n\nThe ferry sails again."
            "\n\nSoap for all at Miller's.",
            "extra": {
                "form": "a page read by OCR", "page": "1", "image": "00001.tif", "edition": "1",
                "ocr_confidence": 0.85,
            },
        },
        about | {
            "identifier": "mets:sn85000001/1905-03-02/ed-1#ocrFile2",
            "body": "The bridge stays closed.\n\nGrain steady\n\nWheat was unchanged on Thursday.",
            "extra": {
                "form": "a page read by OCR", "page": "2", "image": "00002.tif", "edition": "1",
                "ocr_confidence": 0.891,
            },
        },
    ]  # fmt: skip
    assert skipped == []


@pytest.mark.parametrize("texts", [ARTICLES, PAGES])
def test_the_original_of_an_article_is_enough_to_read_it_again(
    tmp_path: Path, texts: Mapping[str, str]
) -> None:
    made, _ = taken(written(tmp_path, texts))
    for raw, article in made:
        (again,) = read(Source("kept", lambda raw=raw: io.BytesIO(raw.original)))  # type: ignore[misc]
        assert isinstance(again, RawArticle)
        renewed = normalise(again)
        assert isinstance(renewed, Article)
        assert said(renewed) == said(article)
        assert again.original == raw.original


def test_a_page_that_is_missing_is_named_and_its_article_says_so(tmp_path: Path) -> None:
    texts = {name: text for name, text in ARTICLES.items() if name != "text/00002.xml"}
    made, skipped = taken(written(tmp_path, texts))
    ferry, soap, rest = (article for _, article in made)
    assert (ferry.body, soap.title) == ("The ferry sails again.", "Soap")
    assert ferry.extra["missing"] == ["file://./text/00002.xml"]
    assert rest.body == "THE LOWER RIVER TIMES"
    assert [(one.origin.record, one.reason) for one in skipped] == [
        ("DIVL20", "no words of it could be read: file://./text/00002.xml is not there"),
        (None, "the METS names file://./text/00002.xml, which is not there"),
    ]
    raw, _ = made[0]
    again = next(iter(read(Source("kept", lambda: io.BytesIO(raw.original)))))
    assert isinstance(again, RawArticle)
    assert (again.body, again.extra["missing"]) == (ferry.body, ferry.extra["missing"])


def test_a_mets_without_any_of_its_pages_is_left_out_and_names_them(tmp_path: Path) -> None:
    written(tmp_path, {"issue-mets.xml": ARTICLES["issue-mets.xml"]})
    made, skipped = taken(tmp_path)
    assert made == []
    assert skipped[-1].reason == (
        "METS of which no ALTO file could be read: file://./text/00001.xml, "
        "file://./text/00002.xml is not there; take it in together with them, in their folder or "
        "container"
    )


@pytest.mark.parametrize(
    "reference",
    ["../secret.xml", "/etc/secret.xml", "file:///secret.xml", "text/../../secret.xml",
     "https://example.org/secret.xml", "%2e%2e/secret.xml", "..\\secret.xml", "C:/secret.xml"],
)  # fmt: skip
def test_a_file_outside_is_not_followed_and_is_told(tmp_path: Path, reference: str) -> None:
    written(tmp_path, {"secret.xml": PAGE_2})
    issue = written(tmp_path / "issue", {"mets.xml": with_articles("text/1.xml", reference),
                                         "text/1.xml": PAGE_1})  # fmt: skip
    made, skipped = taken(issue)
    assert not any("bridge" in article.body for _, article in made)
    assert any(reference in one.reason for one in skipped)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    written(tmp_path, {"secret.xml": PAGE_2})
    issue = written(tmp_path / "issue", {"mets.xml": with_articles("1.xml", "2.xml"),
                                         "1.xml": PAGE_1})  # fmt: skip
    (issue / "2.xml").symlink_to(tmp_path / "secret.xml")
    made, skipped = taken(issue / "mets.xml")
    assert not any("bridge" in article.body for _, article in made)
    assert any("2.xml, which is not there" in one.reason for one in skipped)


def test_of_a_cut_mets_no_word_is_lost_and_the_cut_is_told(tmp_path: Path) -> None:
    whole = ARTICLES["issue-mets.xml"]
    cut = whole[: whole.index('<mets:div TYPE="ARTICLE"', whole.index("DIVL10"))]
    made, skipped = taken(written(tmp_path, ARTICLES | {"issue-mets.xml": cut}))
    assert [article.title for _, article in made] == ["Ferry returns to river", None, None]
    text = " ".join(article.body for _, article in made)
    assert all(text.count(word) == 1 for word in ("RIVER", "Soap", "Wheat", "bridge", "sails"))
    (reason,) = [one.reason for one in skipped]
    assert "what stands before it was taken" in reason


def test_a_mets_cut_before_its_files_leaves_the_pages_to_themselves(tmp_path: Path) -> None:
    whole = ARTICLES["issue-mets.xml"]
    cut = whole[: whole.index("<mets:fileSec>")]
    made, skipped = taken(written(tmp_path, ARTICLES | {"issue-mets.xml": cut}))
    assert [article.extra["form"] for _, article in made] == ["a page read by OCR"] * 2
    assert len(skipped) == 1


def test_a_block_that_two_articles_name_comes_once(tmp_path: Path) -> None:
    inner = div("ARTICLE", area(1, "P1_TB3"), ID="A", LABEL="Ferry") + div(
        "ARTICLE", area(1, "P1_TB3"), area(1, "P1_TB4"), ID="B", LABEL="More"
    )
    text = mets(
        f"<mets:fileSec><mets:fileGrp>{files('1.xml')}</mets:fileGrp></mets:fileSec>"
        f'<mets:structMap TYPE="LOGICAL">{div("ISSUE", inner)}</mets:structMap>'
    )
    made, _ = taken(written(tmp_path, {"mets.xml": text, "1.xml": PAGE_1}))
    assert [article.body for _, article in made] == [
        "The ferry sails again.",
        "Soap for all at Miller's.",
        "THE LOWER RIVER TIMES\n\nFerry returns to river",
    ]


def test_a_block_that_is_not_there_is_named(tmp_path: Path) -> None:
    text = ARTICLES["issue-mets.xml"].replace('BEGIN="P2_TB3"', 'BEGIN="P2_TB99"')
    made, skipped = taken(written(tmp_path, ARTICLES | {"issue-mets.xml": text}))
    assert [one.reason for one in skipped] == [
        "it names blocks that are not in the ALTO files: P2_TB99"
    ]
    assert "Wheat was unchanged" in made[-1][1].body


def test_an_advertisement_within_an_article_is_its_own_item(tmp_path: Path) -> None:
    inner = div(
        "ARTICLE",
        div("HEADING", area(1, "P1_TB2")),
        div("ADVERTISEMENT", area(1, "P1_TB4"), ID="AD"),
        area(1, "P1_TB3"),
        ID="A",
    )
    text = mets(
        f"<mets:fileSec><mets:fileGrp>{files('1.xml')}</mets:fileGrp></mets:fileSec>"
        f'<mets:structMap TYPE="LOGICAL">{div("ISSUE", inner)}</mets:structMap>'
    )
    made, _ = taken(written(tmp_path, {"mets.xml": text, "1.xml": PAGE_1}))
    assert [(article.title, article.body) for _, article in made] == [
        ("Ferry returns to river", "The ferry sails again."),
        (None, "Soap for all at Miller's."),
        (None, "THE LOWER RIVER TIMES"),
    ]


def test_blocks_grouped_in_one_and_ids_of_several_pages_lead_to_their_blocks(
    tmp_path: Path,
) -> None:
    page = alto(
        1,
        '<ComposedBlock ID="CB1">' + block("B", line("One.")) + block("B", line("Two."))
        + "</ComposedBlock>",
        block("C", line("Three.")),
        namespace="ns-v4#",
    )  # fmt: skip
    text = mets(
        f"<mets:fileSec><mets:fileGrp>{files('1.xml')}</mets:fileGrp></mets:fileSec>"
        f'<mets:structMap TYPE="LOGICAL">{div("ARTICLE", area(1, "CB1"), ID="A")}</mets:structMap>'
    )
    made, _ = taken(written(tmp_path, {"mets.xml": text, "1.xml": page}))
    assert [article.body for _, article in made] == ["One.\n\nTwo.", "Three."]
    (again,) = read(Source("kept", lambda: io.BytesIO(made[0][0].original)))
    assert isinstance(again, RawArticle)
    assert again.body == "One.\n\nTwo."


def test_of_two_mets_of_the_same_pages_the_one_with_articles_is_read(tmp_path: Path) -> None:
    pages = mets(
        f"<mets:fileSec><mets:fileGrp>{files('text/00001.xml', 'text/00002.xml')}"
        "</mets:fileGrp></mets:fileSec>"
    )
    made, skipped = taken(written(tmp_path, {"a-mets.xml": pages} | ARTICLES))
    assert [said(article) for _, article in made] == [FERRY, GRAIN, SOAP, MASTHEAD]
    assert skipped == []


def test_a_page_named_alone_is_told_to_be_read_with_its_mets(tmp_path: Path) -> None:
    written(tmp_path, PAGES)
    made, skipped = taken(tmp_path / "0001.xml")
    assert made == []
    assert [one.reason for one in skipped] == [
        "a page of 1905030201.xml, read with that; if it came later, take 1905030201.xml in again"
    ]


def test_every_page_that_is_taken_in_with_others_may_also_be_asked_for_as_alto(
    tmp_path: Path,
) -> None:
    (source,) = sources([str(written(tmp_path, PAGES) / "0001.xml")])
    (page,) = read(source, "alto")
    assert isinstance(page, RawArticle)
    assert "Soap" in page.body


def test_a_mets_with_entities_of_its_own_is_refused(tmp_path: Path) -> None:
    text = ARTICLES["issue-mets.xml"].replace(
        "<mets:mets", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><mets:mets', 1
    )
    made, skipped = taken(written(tmp_path, ARTICLES | {"issue-mets.xml": text}))
    assert [article.extra["form"] for _, article in made] == ["a page read by OCR"] * 2
    assert [one.reason for one in skipped] == [
        "it declares entities of its own, which are not expanded"
    ]


def test_a_leaf_of_a_mets_sees_the_pages_also_in_another_process(tmp_path: Path) -> None:
    written(tmp_path, ARTICLES)
    leaves = [part for part in parts(sources([str(tmp_path)])) if isinstance(part, Leaf)]
    (leaf,) = leaves
    again = pickle.loads(pickle.dumps(replace(leaf)))
    assert len(list(again.read())) == 4
