"""Dates as files state them: which of several counts, and what is told of one that is not read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.article import Article, Origin, RawArticle
from archive.normalise.explain import explain
from archive.normalise.rules import normalise
from archive.readers.formats import read
from archive.readers.sources.source import sources

TEXT = "".join(
    f"<p>{sentence}</p>"
    for sentence in (
        "The bridge over the upper river was closed on Monday after the flood, the town said.",
        "Engineers will look at its piers as soon as the water has fallen by a metre or more.",
        "Until then buses take the long way round by the mill, which is half an hour longer.",
    )
)


def taken(path: Path) -> list[Article]:
    """The articles of a file or a folder."""
    raws = [item for source in sources([str(path)]) for item in read(source)]
    articles = [normalise(raw) for raw in raws if isinstance(raw, RawArticle)]
    return [article for article in articles if isinstance(article, Article)]


def page(
    path: Path, shown: str = "", head: str = "", language: str = "en", after: str = ""
) -> Article:
    """The article of a page that shows something above its text."""
    file = path / "page.html"
    file.write_text(
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>Bridge closed'
        f"</title>{head}</head><body><article><h1>Bridge closed</h1>{shown}{TEXT}</article>{after}"
        "</body></html>"
    )
    (article,) = taken(file)
    return article


@pytest.mark.parametrize(
    "after",
    [
        "<footer>© 2016 The Valley Post</footer>", "<footer>Copyright 1999-2024</footer>",
        "<p>The mill was built in 1911.</p>", "<div><p>Bo, 4 May 2018: Sad.</p></div>",
        "<div class='comments'><p>Bo wrote on 4 May 2018: a pity for the whole town.</p></div>",
    ],
)  # fmt: skip
def test_a_year_somewhere_on_a_page_is_no_date(tmp_path: Path, after: str) -> None:
    assert page(tmp_path, after=after).date is None


@pytest.mark.parametrize(
    "shown",
    [
        "<p>Updated <time datetime='2019-05-06'>6 May</time></p>"
        "<p>Published <time datetime='2017-11-03'>3 Nov</time></p>",
        "<time class='updated' datetime='2019-05-06'></time>"
        "<time class='entry-date' datetime='2017-11-03'></time>",
        "<time itemprop='dateModified' datetime='2019-05-06'></time>"
        "<time itemprop='datePublished' datetime='2017-11-03'></time>",
        "<p>Mis à jour le 6 mai 2019, publié le 3 novembre 2017</p>",
        "<p>Actualizado: 6 de mayo de 2019</p><p>3 de noviembre de 2017</p>",
        "<p>更新：2019年5月6日</p><p>公開：2017年11月3日</p>",
        "<p>Обновлено 6 мая 2019</p><span>3 ноября 2017</span>",
        "<time class='entry-date published updated' datetime='2017-11-03'></time>",
    ],
)  # fmt: skip
def test_publication_comes_before_update(tmp_path: Path, shown: str) -> None:
    assert page(tmp_path, shown).date == "2017-11-03"


@pytest.mark.parametrize(
    "shown",
    [
        '<abbr class="published" title="2017-11-03T14:05:00Z">3 Nov</abbr>',
        '<span itemprop="datePublished" content="2017-11-03">Friday</span>',
        '<div><b>Friday</b> 3 November 2017</div>', "<h2>3 November 2017</h2>",
        '<div>By <a href="/jane">Jane Roe</a>, 3 November 2017</div>',
    ],
)  # fmt: skip
def test_a_date_is_found_however_a_page_marks_it(tmp_path: Path, shown: str) -> None:
    assert page(tmp_path, shown).date == "2017-11-03"


def test_a_sentence_about_a_day_is_no_date_of_the_page(tmp_path: Path) -> None:
    assert page(tmp_path, "<p>12 January 2009 was the day the old boat sank.</p>").date is None


@pytest.mark.parametrize(
    "date", [{"$date": "2017-11-03T14:05:00Z"}, {"$date": {"$numberLong": "1509717900000"}}]
)
def test_a_date_of_mongodb_is_read(tmp_path: Path, date: object) -> None:
    file = tmp_path / "export.jsonl"
    for key in ("date", "pubDate"):
        file.write_text(json.dumps({"title": "T", "body": "It sails.", key: date}) + "\n")
        assert [article.date for article in taken(file)] == ["2017-11-03"]


@pytest.mark.parametrize(
    ("shown", "language", "expected"),
    [
        ("<p>11/03/2017</p>", "en-US", "2017-11-03"), ("<p>11/03/2017</p>", "en-GB", "2017-03-11"),
        ("<p>11/03/2017</p>", "en", None), ("<p>11/03/2017</p>", "it", "2017-03-11"),
        ("<p>11/03/2017</p><p>Next meeting: 11/21/2017</p>", "en", "2017-11-03"),
        ("<p>11/03/2017</p><p>Last flood: 21/11/2016</p>", "en", "2017-03-11"),
        ("<p>3. listopada 2017.</p>", "hr", "2017-10-03"),
    ],
)  # fmt: skip
def test_day_and_month_of_a_page_are_told_by_its_other_dates_or_its_region(
    tmp_path: Path, shown: str, language: str, expected: str | None
) -> None:
    assert page(tmp_path, shown, language=language).date == expected


def test_a_placeholder_gives_way_to_what_else_the_page_states(tmp_path: Path) -> None:
    meta = '<meta property="article:published_time" content="0001-01-01T00:00:00Z">'
    assert page(tmp_path, "<time datetime='2017-11-03'></time>", meta).date == "2017-11-03"
    alone = page(tmp_path, head=meta)
    assert (alone.date, alone.extra["unread_date"]) == (None, "0001-01-01T00:00:00Z")


def test_the_address_of_a_page_dates_it(tmp_path: Path) -> None:
    link = '<link rel="canonical" href="https://valley.example/news/2017/11/3/bridge">'
    assert page(tmp_path, head=link).date == "2017-11-03"


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        (["13/01/2017"], "2017-11-03"), (["01/13/2017"], "2017-03-11"), (["04/05/2017"], None),
        (["13/01/2017", "01/13/2017"], None),
    ],
)  # fmt: skip
def test_other_rows_of_a_table_tell_which_number_is_the_day(
    tmp_path: Path, others: list[str], expected: str | None
) -> None:
    dates = ["03/11/2017", *others]
    table = tmp_path / "table.csv"
    table.write_text("title,date,text\n" + "".join(f"T{day},{day},It sails\n" for day in dates))
    assert taken(table)[0].date == expected
    lines = tmp_path / "lines.jsonl"
    rows = [{"title": f"T{day}", "date": day, "body": "It sails."} for day in dates]
    lines.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert taken(lines)[0].date == expected


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2021-04-05-wall.md", "2021-04-05"), ("20230920.txt", "2023-09-20"),
        ("19160101/page.txt", "1916-01-01"), ("2017/11/03/story.txt", "2017-11-03"),
        ("2021-04-05/story.txt", "2021-04-05"), ("wall-2021-04-05.txt", None),
        ("2021-02-31.txt", None), ("20210405123.txt", None), ("2021-04-05 backup/story.txt", None),
    ],
)  # fmt: skip
def test_the_name_of_a_file_or_folder_is_the_last_resort(
    tmp_path: Path, name: str, date: str | None
) -> None:
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("Wall to be raised\n\nThe council wants to raise the wall by two metres.\n")
    (article,) = taken(file)
    assert article.date == date


def test_the_name_of_a_table_dates_none_of_its_rows(tmp_path: Path) -> None:
    file = tmp_path / "2021-04-05.csv"
    file.write_text("title,text\nWall,It is high\n")
    assert [article.date for article in taken(file)] == [None]


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        ("03/04/2017", "either number may be the month"), ("0001-01-01T00:00:00Z", "no date"),
        ("1970-01-01", "no date"), ("2560-11-03", "no news is of that year"),
        ("3 listopada 2017", "the month's name means two"), ("next Friday", "not a date"),
    ],
)  # fmt: skip
def test_what_was_not_read_is_kept_and_explained(stated: str, why: str) -> None:
    raw = RawArticle(Origin("f.json"), b"", "application/json", title="T", body="B.", date=stated,
                     found={"date": "the key 'date'"})  # fmt: skip
    article = normalise(raw)
    assert isinstance(article, Article)
    assert (article.date, article.extra["unread_date"]) == (None, stated)
    rule = explain(raw)["date"]
    assert rule.startswith(f"the key 'date' says {stated!r}: ")
    assert why in rule


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("Updated 5 May 2019, first published 3 November 2017", "2017-11-03"),
        ("Aktualisiert am 5. Mai 2019, veröffentlicht 3. November 2017", "2017-11-03"),
        ("1 May - 3 May 2017", "2017-05-01"),
        ("December 30 - January 2, 2018", "2017-12-30"),
        ("Ann Poe - 3 May 2017", "2017-05-03"),
        ("民國一百零六年十一月三日", "2017-11-03"),
        ("民國一百年三月五日", "2011-03-05"),
        ("Mon, 30 Nov -0001 00:00:00 +0000", None),
        ("1970-01-01 01:00:00", None),
        ("1969-12-31 16:00:00", None),
        ("1970-01-01 09:17", "1970-01-01"),
    ],
)
def test_a_field_states_its_first_day_of_publication(
    stated: str, day: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"title": "Bridge", "body": "It opens.", "date": stated}))
    (article,) = taken(path)
    assert article.date == day
    assert article.extra.get("unread_date") == (None if day else stated)


def test_any_column_of_dates_tells_the_order_of_a_table(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,date,updated,body\nBridge,03/11/2017,12/25/2017,It opens.\n")
    (article,) = taken(path)
    assert article.date == "2017-03-11"


@pytest.mark.parametrize(("locale", "day"), [("en_GB", "2017-11-03"), ("en_US", None)])
def test_a_locale_that_somebody_chose_tells_the_order_of_a_page(
    locale: str, day: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        f'<html lang="en"><head><title>Bridge closed</title><meta property="og:locale" '
        f'content="{locale}"><meta property="article:published_time" content="03/11/2017"></head>'
        f"<body><article><h1>Bridge closed</h1>{TEXT}</article></body></html>"
    )
    (article,) = taken(path)
    assert article.date == day


def test_a_line_of_a_page_with_both_dates_states_that_of_publication(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<html><head><title>Bridge closed</title></head><body><article><h1>Bridge closed</h1>"
        f"<p>First published 3 November 2017. Updated 5 May 2019.</p>{TEXT}</article></body></html>"
    )
    (article,) = taken(path)
    assert article.date == "2017-11-03"


@pytest.mark.parametrize(
    ("stated", "language", "day"),
    [("3 de setiembre de 2017", "es", "2017-09-03"), ("3. Feber 2017", "de", "2017-02-03")],
)
def test_names_of_months_of_a_region_are_read(
    stated: str, language: str, day: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.json"
    item = {"title": "Bridge", "body": "It opens.", "date": stated, "language": language}
    path.write_text(json.dumps(item))
    (article,) = taken(path)
    assert article.date == day
