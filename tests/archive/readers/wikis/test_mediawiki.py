"""Exports and dumps of MediaWiki: which pages are articles, and what is known of each."""

from __future__ import annotations

import bz2
import gzip
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.article import Article, RawArticle, Skipped
from archive.intake.ingest import ingest
from archive.readers.formats import read, recognise
from archive.readers.sources.source import sources
from archive.readers.wikis.dump import MOST_REVISION
from archive.store.store import Store
from tests.archive.readers.wikis.exports import export, head, page, revision, story
from tests.archive.readers.wire.test_hostile import LAUGHS
from tests.helpers.reading import read_items, read_one, source_of

TEXT = """{{date|November 3, 2017}}
{{byline|location=Deir Ezzor, Syria}}
The ferry sails again.

== Sources ==
*{{source|url=http://e.org/a|title=Ferry|pub=Courier|date=November 2, 2017}}
{{publish}}
[[Category:Syria]] [[Category:Published]] [[Category:November 3, 2017]] [[Category:2017]]
[[Category:Articles with images]] [[Category:Deir Ezzor]] [[ar:عبارة]]
"""


def articles(data: str | bytes) -> list[Article]:
    return [each for each in read_items(data) if isinstance(each, Article)]


def reasons(data: str | bytes) -> list[str]:
    return [each.reason for each in read_items(data) if isinstance(each, Skipped)]


def many(count: int, text: str = "The ferry sails again.") -> Iterator[str]:
    for number in range(1, count + 1):
        yield page(f"Story {number}", revision(f"{text} {number}"), number=number)


def test_an_article_has_all_that_its_page_says() -> None:
    made = read_one(export(page("Ferry & bridge: a day", revision(TEXT, 42), number=7)))
    assert made.identity == "mediawiki:en.wikinews.org:7"
    assert made.title == "Ferry & bridge: a day"
    assert (made.date, made.dateline, made.language) == ("2017-11-03", "Deir Ezzor, Syria", "en")
    assert (made.agency, made.publisher) == (("Wikinews",), "Wikinews")
    assert made.tags == ("Syria", "Deir Ezzor")
    assert made.url == "https://en.wikinews.org/wiki/Ferry_%26_bridge:_a_day"
    assert made.body.startswith("The ferry sails again.\n\n## Sources\n\n- [Ferry](http://e.org/a)")
    assert made.extra == {
        "created": "2017-11-03T14:05:00Z", "modified": "2017-11-03T14:05:00Z", "version": "42",
    }  # fmt: skip
    assert (made.status, made.note, made.origin.record) == (None, None, "page 7")


@pytest.mark.parametrize(
    ("language", "host", "name", "text", "date", "tags", "body"),
    [
        ("ru", "ru", "Викиновости",
         "{{дата|5 марта 2008}}\n{{тема|Сирия|Транспорт}}\nПаром в {{w|Сирия|Сирии}} ходит.\n"
         "== Источники ==\n* {{источник|url=http://e.org|Название=Паром|Издатель=Курьер}}\n"
         "[[Категория:Опубликовано]][[Категория:Дейр-эз-Зор]]",
         "2008-03-05", ("Сирия", "Транспорт", "Дейр-эз-Зор"),
         "Паром в Сирии ходит.\n\n## Источники\n\n- [Паром](http://e.org) — Курьер"),
        ("ar", "ar", "ويكي الأخبار",
         "{{تاريخ|5 مارس 2008}}\nعادت [[w:عبارة|العبارة]] إلى النهر.\n[[تصنيف:سوريا]]{{نشر}}",
         "2008-03-05", ("سوريا",), "عادت العبارة إلى النهر."),
        ("pt", "pt", "Wikinotícias",
         "{{data|3 de março de 2021}}\n{{Infotabela Brasil}}\nA balsa voltou.\n{{Opine}}\n"
         "[[Categoria:Brasil]]", "2021-03-03", ("Brasil",), "A balsa voltou."),
        ("de", "de", "Wikinews",
         "{{Beginn|Berlin|Deutschland|15.01.2005}} – Die Fähre fährt.\n"
         "[[Bild:F.jpg|miniatur|Die Fähre]]\n[[Kategorie:Verkehr]]",
         "2005-01-15", ("Verkehr",), "Die Fähre fährt."),
        ("zh", "zh", "维基新闻",
         "{{date|2024年11月1日}}\n渡轮在{{w|幼发拉底河}}恢复航行。\n[[分类:叙利亚]]",
         "2024-11-01", ("叙利亚",), "渡轮在幼发拉底河恢复航行。"),
        ("pl", "pl", "Wikinews", "{{data|2008-03-05}}\nProm pływa.\n[[Kategoria:Syria]]",
         "2008-03-05", ("Syria",), "Prom pływa."),
    ],
)  # fmt: skip
def test_each_language_has_its_own_words_for_it(
    language: str, host: str, name: str, text: str, date: str, tags: tuple[str, ...], body: str
) -> None:
    names = {"ru": "Категория", "ar": "تصنيف", "pt": "Categoria", "de": "Kategorie", "zh": "分类"}
    made = read_one(
        story(text, language=language, name=name, base=f"https://{host}.wikinews.org/wiki/X",
              namespaces={14: names.get(language, "Kategoria"), 6: "Datei"})
    )  # fmt: skip
    assert (made.date, made.tags, made.body, made.language) == (date, tags, body, language)
    assert (made.agency, made.publisher) == (("Wikinews",), name)


@pytest.mark.parametrize(
    ("text", "more", "date"),
    [
        ("{{date|May 5, 2008}} x [[Category:May 6, 2008]]", (), "2008-05-05"),
        ("{{date|}} x [[Category:May 6, 2008]]", (), "2008-05-06"),
        ("x", (), "2017-11-03"),  # there is no revision before it
        ("x", (revision("old", 1, "2017-11-01T10:00:00Z"),), "2017-11-01"),
        ("x", (revision("old", 1, "2017-11-01T10:00:00Z", parent=3),), None),
    ],
)
def test_the_date_is_that_of_the_article_and_never_that_of_a_change(
    text: str, more: tuple[str, ...], date: str | None
) -> None:
    (made,) = articles(export(page("A", *more, revision(text, 9, parent=8 if more else None))))
    assert (made.date, made.extra["modified"]) == (date, "2017-11-03T14:05:00Z")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("{{date|May 5, 2008}} x", "the template of the date"),
        ("x [[Category:May 6, 2008]]", "a category that is a day"),
        ("x", "the page's first revision"),
    ],
)
def test_it_says_where_the_date_is_from(text: str, place: str) -> None:
    (raw,) = read(source_of(story(text).encode()))
    assert isinstance(raw, RawArticle)
    assert raw.where("date") == place


def test_of_old_exports_no_revision_is_known_to_be_the_first() -> None:
    made = read_one(export(page("A", revision("x"), namespace=None), version="0.3"))
    assert (made.date, "created" in made.extra) == (None, False)


@pytest.mark.parametrize("turned", [False, True])
def test_of_several_revisions_the_newest_is_the_article(turned: bool) -> None:
    stages = [revision(f"State {day}.", day, f"2017-11-0{day}T10:00:00Z") for day in (1, 2, 3)]
    made = read_one(export(page("A", *(stages[::-1] if turned else stages))))
    assert (made.body, made.extra["version"], made.date) == ("State 3.", "3", "2017-11-01")


def test_what_is_no_article_is_counted_and_told_once() -> None:
    pages = [page(f"Talk:{number}", revision("x"), namespace=1) for number in range(1200)]
    pages += [page("Category:X", revision("x"), namespace=14)]
    pages += [page("Old", revision("#REDIRECT [[New]]"), more='<redirect title="New" />')] * 2
    pages += [page("Main Page", revision("x")), page("Gone", revision(None)), page("Nothing")]
    pages += [page("Data", revision("{}").replace("wikitext", "json"))]
    found = read_items(export(*pages, page("Ferry", revision("It sails."))))
    assert [each.title for each in found if isinstance(each, Article)] == ["Ferry"]
    assert [each.reason for each in found if isinstance(each, Skipped)] == [
        "no articles, and left out: 1,201 pages of other namespaces (Talk 1,200, Category 1);"
        " 2 redirects; 1 main page; 1 page without a text; 1 page without a revision;"
        " 1 page of another kind than text"
    ]


def test_before_pages_named_their_namespace_titles_tell_it() -> None:
    kinds = {1: "Discuter", 14: "Catégorie"}
    titles = ("Discuter:Bac", "Catégorie:Bac", "Category:Bac", "Bac : retour", "User talk:Roe")
    pages = [page(title, revision("x"), namespace=None) for title in titles]
    pages += [page("Alt", revision("#WEITERLEITUNG [[Neu]]"), namespace=None)]
    made = articles(export(*pages, version="0.4", namespaces=kinds))
    assert [each.title for each in made] == ["Bac : retour"]


@pytest.mark.parametrize(
    ("text", "status", "note"),
    [
        ("{{develop}} x", "withheld", "not published at its source: {{develop}}"),
        ("{{Breaking_review}} x", "withheld", "not published at its source: {{breaking review}}"),
        ("{{Artikelstatus: Im Entstehen}} x", "withheld",
         "not published at its source: {{artikelstatus:im entstehen}}"),
        ("x {{review}} {{Publish}}", None, None),
        ("{{develop}} x [[Category:Published]]", None, None),
        ("x <!-- {{develop}} -->", None, None),
        ("x", None, None),
    ],
)  # fmt: skip
def test_an_article_in_progress_is_withheld(
    text: str, status: str | None, note: str | None
) -> None:
    made = read_one(story(text))
    assert (made.status, made.note) == (status, note)


def test_another_wiki_is_named_as_it_is_and_has_no_stages() -> None:
    made = read_one(
        story("{{review}} x", name="Wikipedia", base="https://fr.wikipedia.org/wiki/Accueil")
    )
    assert (made.agency, made.publisher, made.status) == ((), "Wikipedia", None)
    assert made.identity == "mediawiki:fr.wikipedia.org:7"
    own = read_one(story("x", name="Our Wiki", base="http://e.org/wiki1/index.php?title=Main"))
    assert own.identity == "mediawiki:e.org/wiki1/index.php:7"
    assert own.url == "http://e.org/wiki1/index.php?title=Ferry_returns"


@pytest.mark.parametrize(
    "version", ["0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "0.10", "0.11"]
)
def test_every_version_is_read_and_a_page_keeps_its_identity(version: str) -> None:
    text = story(TEXT, version=version)
    assert recognise(text.encode(), "dump.xml").name == "mediawiki"  # type: ignore[union-attr]
    assert read_one(text).identity == "mediawiki:en.wikinews.org:7"


@pytest.mark.parametrize("pack", [bz2.compress, gzip.compress, lambda data: data])
def test_its_original_alone_is_read_as_the_same_article(pack: object) -> None:
    whole = export(*many(2), page("Ferry", revision("old", 1), revision(TEXT, 2, parent=1)))
    *_, raw = read(source_of(pack(whole.encode())))  # type: ignore[operator]
    assert isinstance(raw, RawArticle)
    (again,) = read(source_of(raw.original))
    assert isinstance(again, RawArticle)
    assert again == raw
    assert b"<generator>" not in raw.original  # which is another one every week


def test_a_multistream_dump_is_read_as_one() -> None:
    pages = list(many(250))
    streams = [head(), *("".join(pages[at : at + 100]) for at in range(0, 250, 100))]
    packed = b"".join(bz2.compress(each.encode()) for each in (*streams, "</mediawiki>"))
    assert articles(packed) == articles(export(*pages))
    one = articles(bz2.compress(streams[2].encode()))  # cut out of it, without what is around
    assert [each.title for each in one] == [f"Story {number}" for number in range(101, 201)]
    assert reasons(bz2.compress(streams[2].encode())) == []


def test_a_dump_that_is_cut_off_gives_its_whole_pages_and_says_where() -> None:
    whole = export(*many(50))
    cut = whole[: whole.index("Story 31") + 200]
    *made, told = read_items(cut)
    assert len(made) == 30
    assert isinstance(told, Skipped)
    assert (str(told.origin), told.reason) == (
        "file · after page 30", "the file ends inside the next page",
    )  # fmt: skip
    *made, told = read_items(whole[: whole.index("<page><title>Story 31")])
    assert len(made) == 30
    assert isinstance(told, Skipped)
    assert "ends before </mediawiki>" in told.reason


@pytest.mark.parametrize("pack", [bz2.compress, gzip.compress])
def test_packed_bytes_that_are_cut_off_give_what_comes_before(pack: object) -> None:
    lines = [f"{number * 7919 % 10007:x}" for number in range(40_000)]
    whole = export(*(page(f"S{at}", revision(" ".join(lines[at::20])), number=at + 1)
                     for at in range(20)))  # fmt: skip
    data = pack(whole.encode())  # type: ignore[operator]
    if pack is bz2.compress:  # whose blocks come out whole: two streams, the second one cut
        half = whole.index("<page><title>S10")
        data = bz2.compress(whole[:half].encode()) + bz2.compress(whole[half:].encode())[:-20]
    else:
        data = data[: len(data) * 2 // 3]
    *made, told = read_items(data)
    assert len(made) >= 10
    assert all(isinstance(each, Article) for each in made)
    assert isinstance(told, Skipped)
    assert "damaged or cut-off" in told.reason
    assert told.origin.record == f"after page {len(made)}"


def test_a_page_that_is_too_large_is_told_and_takes_no_other_with_it() -> None:
    large = page("Large", revision("x" * (MOST_REVISION + 1)), number=2)
    one, told, three = read_items(export(*many(1), large, page("C", revision("c"), number=3)))
    assert isinstance(one, Article)
    assert isinstance(three, Article)
    assert isinstance(told, Skipped)
    assert (told.reason, told.origin.record) == (
        "a revision of it is longer than 8 MiB", "page 2",
    )  # fmt: skip


def test_a_long_history_takes_no_more_memory_than_its_states() -> None:
    state = "The ferry sails again. " * 4_000

    def pieces() -> Iterator[str]:
        yield head()
        yield "<page><title>A</title><ns>0</ns><id>1</id>"
        for number in range(1, 400):
            yield revision(f"{state}{number}", number, f"2017-11-03T14:{number // 60:02}:00Z")
        yield "</page></mediawiki>"

    data = gzip.compress("".join(pieces()).encode())  # 37 MB
    tracemalloc.start()
    made = read_one(data)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert made.extra["version"] == "399"
    assert most < 12_000_000


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ("<page><title>B</title><ns>0</ns><id>2</id><revision><text>a <b> c</text></revision>"
         "</page>", "damaged XML: Opening and ending tag mismatch: b and text"),
        ("<page><title>B</title><ns>0</ns><id>2</id><revision><text>a</text>",
         "the end of a revision is missing"),
        ("<page><title>B</title><ns>0</ns><id>2</id>", "its end is missing: the next page begins"),
    ],
)  # fmt: skip
def test_a_damaged_page_takes_no_other_with_it(bad: str, told: str) -> None:
    pages = list(many(3))
    found = read_items(export(pages[0], bad, pages[2]))
    assert [each.title for each in found if isinstance(each, Article)] == ["Story 1", "Story 3"]
    (skipped,) = (each for each in found if isinstance(each, Skipped))
    assert (skipped.reason, skipped.origin.record) == (told, "page 2")


def test_entities_are_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret of this machine")
    external = f'<!DOCTYPE x [<!ENTITY j SYSTEM "{secret.as_uri()}">]>'
    for prolog in (LAUGHS, external):
        found = read_items(prolog + story("a").replace(">a<", ">a &j; b<"))
        assert [each.reason for each in found if isinstance(each, Skipped)] == [
            "it declares entities of its own, which are not expanded"
        ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_letters_are_read_in_every_encoding(encoding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>\n'
    data = (declared + story("La navette à l'été.")).encode(encoding)
    assert read_one(data).body == "La navette à l'été."


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (export(), ["the export has no pages"]),
        (head(), ["the export has no pages"]),
        ("<mediawiki>", ["the export has no pages"]),
    ],
)
def test_an_export_without_pages_says_so(data: str, told: list[str]) -> None:
    assert reasons(data) == told


def test_the_dump_of_the_next_month_revises_and_does_not_double(tmp_path: Path) -> None:
    first, second = tmp_path / "a.xml", tmp_path / "b.xml.bz2"
    first.write_text(export(page("A", revision("Old.", 1), number=1), *list(many(3))[1:]))
    later = export(page("A again", revision("New.", 9), number=1), *list(many(3))[1:])
    second.write_bytes(bz2.compress(later.replace("1.43.0", "1.44.1").encode()))
    with Store.create(tmp_path / "home") as store:
        ingest(store, sources([str(first)]))
        ingest(store, sources([str(second)]))
        ingest(store, sources([str(first)]))
        held = {each.identity: each for each in map(store.get, store.ids())}
        assert len(held) == 3
        assert held["mediawiki:en.wikinews.org:1"].title == "A again"
        assert held["mediawiki:en.wikinews.org:1"].revision == 2
        assert held["mediawiki:en.wikinews.org:2"].revision == 1
