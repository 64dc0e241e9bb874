"""Tables: dialect, characters and columns are found out; a bad row does not stop the next."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest

from archive.article import Article, RawArticle, Skipped
from archive.errors import InputError
from archive.normalise.rules import normalise
from archive.readers.formats import read, recognise
from archive.readers.records.column_names import MOST_COLUMNS
from archive.readers.sources.options import ReadOptions, column_map
from archive.readers.sources.source import Source, sources
from archive.readers.table_dates import as_told


def items(
    data: str | bytes, name: str = "news.csv", columns: dict[str, str] | None = None
) -> list[RawArticle | Skipped]:
    held = data.encode() if isinstance(data, str) else data
    options = ReadOptions(columns or {})
    return list(read(Source(name, lambda: io.BytesIO(held), options=options)))


def one(data: str | bytes, name: str = "news.csv", **columns: str) -> RawArticle:
    (item,) = items(data, name, columns)
    assert isinstance(item, RawArticle), item
    return item


def test_a_row_is_an_item_with_its_fields() -> None:
    item = one(
        "Headline,Publish Date,Byline,Source,Keywords,Link,Category,Lang,Description,Content,Desk\n"
        'Ferry sails,2017-11-03,"Jane Roe; John Poe",AFP,"River, Boats",https://example.org/1,'
        "World,en,It sails.,It sailed at nine.,Night\n"
    )
    assert (item.title, item.date, item.authors) == (
        "Ferry sails", "2017-11-03", ("Jane Roe; John Poe",)
    )  # fmt: skip
    assert (item.agencies, item.publisher, item.tags) == (("AFP",), None, ("River", "Boats"))
    assert (item.url, item.section, item.language) == ("https://example.org/1", "World", "en")
    assert (item.summary, item.body, item.body_format) == (
        "It sails.",
        "It sailed at nine.",
        "text",
    )
    assert item.extra == {"Desk": "Night"}
    assert item.origin.record == "row 1"


def test_a_column_with_the_time_stands_beside_the_one_with_the_day() -> None:
    found = one("title,date,time,text\nFerry sails,2017-11-03,14:05,It sailed.\n")
    assert (found.date, found.time) == ("2017-11-03", "14:05")
    alone = one("title,time,text\nFerry sails,2017-11-03 14:05,It sailed.\n")
    assert (alone.date, alone.time) == ("2017-11-03 14:05", None)


def test_a_source_that_is_no_agency_is_the_publisher() -> None:
    item = one("title,source,text\nFerry sails,The Landing Post,It sailed.\n")
    assert (item.agencies, item.publisher) == ((), "The Landing Post")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    text = delimiter.join(("title", "date", "text")) + "\n"
    text += delimiter.join(("Ferry", "2017-11-03", '"It sailed; at nine, or so|\tthey say"')) + "\n"
    item = one(text, "table.txt")
    assert (item.title, item.body) == ("Ferry", "It sailed; at nine, or so|\tthey say")


def test_the_delimiter_that_excel_states_is_taken() -> None:
    assert one("sep=;\ntitle;text\nFerry;It sailed, late\n").body == "It sailed, late"


@pytest.mark.parametrize(
    ("encoding", "title"),
    [
        ("utf-8-sig", "Zoë’s ferry"), ("utf-16", "Zoë’s ferry"), ("cp1252", "Zoë’s ferry"),
        ("cp1251", "Паром снова вышел в рейс"), ("euc-kr", "나룻배가 다시 떠났다"),
        ("gbk", "渡轮今天再次启航"), ("cp1256", "العبارة تبحر من جديد"),
        ("shift_jis", "渡し船が再び出航し、四十人の乗客が川を渡ったという"),
    ],
)  # fmt: skip
def test_the_characters_are_found(encoding: str, title: str) -> None:
    data = f"title,text\n{title},{title}: {title}. {title}.\n".encode(encoding)
    assert one(data).title == title


def test_line_ends_of_every_age_are_read() -> None:
    for end in ("\n", "\r\n", "\r"):
        assert len(items(f"title,text{end}A,One{end}B,Two{end}")) == 2


def test_quotes_doubled_or_escaped() -> None:
    assert one('title,text\nA,"He said ""yes"", twice"\n').body == 'He said "yes", twice'
    assert one('title,text\nA,"He said \\"yes\\", twice"\n').body == 'He said "yes", twice'


def test_lists_as_other_programs_write_them() -> None:
    item = one('title,text,authors,tags\nA,B,"[\'Jane Roe\', \'John Poe\']","[""a"", ""b, c""]"\n')
    assert (item.authors, item.tags) == (("Jane Roe", "John Poe"), ("a", "b, c"))


def test_what_is_left_of_a_page_becomes_markdown() -> None:
    item = one('title,content\nA,"<p>It <b>sailed</b>.</p><p>Twice.</p>"\n')
    assert (item.body, item.body_format) == ("It **sailed**.\n\nTwice.", "markdown")


def test_columns_can_be_named() -> None:
    table = "kop,tekstje,title\nFerry sails,It sailed.,no\n"
    columns = column_map(["title=kop", "body=tekstje"])
    item = one(table, **columns)
    assert (item.title, item.body, item.extra) == ("Ferry sails", "It sailed.", {"title": "no"})


def test_named_columns_reach_a_table_inside_a_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", "kop,tekstje\nFerry sails,It sailed.\n")
    options = ReadOptions({"title": "kop", "body": "tekstje"})
    (source,) = sources([str(tmp_path)], options)
    (item,) = read(source)
    assert isinstance(item, RawArticle)
    assert (item.title, item.body) == ("Ferry sails", "It sailed.")


@pytest.mark.parametrize("pair", ["title", "=x", "title=", "headline=title"])
def test_a_wrong_map_is_refused_with_what_may_be(pair: str) -> None:
    with pytest.raises(InputError, match="--map"):
        column_map([pair])


def test_a_table_without_a_title_or_a_text_says_what_it_has() -> None:
    (item,) = items("id,price\n1,2\n")
    assert isinstance(item, Skipped)
    assert "id, price (--map body=COLUMN)" in item.reason


def test_rows_with_other_columns_are_skipped_by_number() -> None:
    found = items("title,text\nA,One\nB,Two,three\nC\n\nD,Four\n")
    assert [(item.origin.record, isinstance(item, RawArticle)) for item in found] == [
        ("row 1", True), ("row 2", False), ("row 3", False), ("row 4", True)
    ]  # fmt: skip
    assert isinstance(found[1], Skipped)
    assert found[1].reason == "it has 3 columns, the line of names 2"


def test_a_table_of_more_columns_than_are_read_says_so_once() -> None:
    names = ",".join(["title", "text", *(f"c{place}" for place in range(MOST_COLUMNS))])
    row = "A,It sails." + "," * MOST_COLUMNS
    (said,) = items(f"{names}\n{row}\n{row}\n")
    assert isinstance(said, Skipped)
    assert "more than 2,000 columns" in said.reason


@pytest.mark.parametrize(
    "names",
    [
        "Titolo,Data,Fonte,Testo", "Tytuł,Data,Źródło,Treść", "Titel,Datum,Bron,Inhoud",
        "Otsikko,Päivämäärä,Lähde,Teksti", "Başlık,Tarih,Kaynak,İçerik",
        "Titlu,Data,Sursa,Conținut",
        "Τίτλος,Ημερομηνία,Πηγή,Κείμενο", "כותרת,תאריך,מקור,תוכן", "العنوان,التاريخ,المصدر,النص",
        "عنوان,تاریخ,منبع,متن", "見出し,日付,出典,本文",
        "제목,날짜,출처,본문", "標題,日期,來源,內容",
    ],
)  # fmt: skip
def test_columns_are_known_in_many_languages(names: str) -> None:
    (made,) = items(f"{names}\nA,2017-11-03,AFP,It sails.\n")
    assert isinstance(made, RawArticle)
    assert (made.title, made.date, made.body) == ("A", "2017-11-03", "It sails.")
    assert made.agencies == ("AFP",)


def test_data_are_no_day_in_english() -> None:
    (made,) = items("title,text,data\nA,It sails.,17\n")
    assert isinstance(made, RawArticle)
    assert (made.date, made.extra) == (None, {"data": "17"})


def test_a_row_keeps_its_bytes_under_the_names_that_explain_them() -> None:
    first, second = items('title,text\r\nA,"One\nmore"\r\nB,Two\r\n')
    assert isinstance(first, RawArticle)
    assert isinstance(second, RawArticle)
    assert first.original == b'title,text\r\nA,"One\nmore"\r\n'
    assert second.original == b"title,text\r\nB,Two\r\n"


def test_the_number_of_a_row_is_no_identifier_but_a_guid_is() -> None:
    assert one("id,title,text\n17,A,B\n").identifier is None
    assert one("guid,title,text\nabc-17,A,B\n").identifier == "abc-17"


@pytest.mark.parametrize(
    "text",
    ["Ferry sails, at last\n\nIt sailed.", "A story, a text\n", "title\nonly\n"],
)
def test_a_text_with_commas_is_no_table(text: str) -> None:
    format_ = recognise(text.encode(), "a.txt")
    assert format_ is None or format_.name != "csv"


def test_wikinews_goes_in_without_a_flag(data: Path) -> None:
    seen = 0
    for path in sorted((data / "wikinews").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        found = [item for source in sources([str(path)]) for item in read(source)]
        assert len(found) == len(rows)
        for item, row in zip(found, rows, strict=True):
            assert isinstance(item, RawArticle)
            assert (item.title, item.url, item.body) == (row["title"], row["url"], row["text"])
            made = normalise(item)
            assert isinstance(made, Article)
            assert (made.title, made.date, made.language) == (row["title"], row["date"], "en") or (
                "TEST PAGE" in row["title"]
            )
            assert made.publisher is None
            assert made.agency == ()
            seen += 1
    assert seen == 295


def shown(found: list[RawArticle | Skipped]) -> list[str]:
    return [
        f"{item.title}: {item.body}"
        if isinstance(item, RawArticle)
        else f"skipped {item.origin.record}"
        for item in found
    ]


@pytest.mark.parametrize("other", ["text of C", '"text of C"', '"text of ""C"""'])
def test_an_open_quotation_mark_costs_its_row_alone(other: str) -> None:
    rows = (
        f'A,2017-11-01,"ok"\nB,2017-11-02,"broken quote, text\nC,2017-11-03,{other}\n'
        'D,2017-11-04,"two\nlines"\n'
    )
    found = shown(items(f"title,date,text\n{rows}"))
    third = f"C: {next(csv.reader([other]))[0]}"
    assert found == ["A: ok", "skipped row 2", third, "D: two\nlines"]


def test_a_text_cut_at_the_end_of_a_table_gives_no_rows_of_its_lines() -> None:
    cut = '"It sails.\nOn Monday, at nine, it left.\n\nIt is, all say, fine.'
    whole = "title,date,text\nA,2017-11-01,ok\n"
    lost = [f"skipped row {number}" for number in (2, 3, 4)]
    assert shown(items(f"{whole}B,2017-11-02,{cut}")) == ["A: ok", *lost]
    whole = "title,text\nA,ok\n"
    cut = '"It sails.\nOn Monday, it left.'
    assert shown(items(f"{whole}B,{cut}")) == ["A: ok", *lost[:2]]


def test_a_row_without_a_date_that_is_read_behind_an_open_quotation_mark_is_one() -> None:
    rows = (
        'A,2017-11-03,"The river rose\nB,,The bridge fell\nC,03/04/2017,The harbour froze\n'
        "and so on\nD,2017-11-05,The fog came\n"
    )
    assert shown(items(f"title,date,text\n{rows}")) == [
        "skipped row 1", "B: The bridge fell", "C: The harbour froze", "skipped row 4",
        "D: The fog came",
    ]  # fmt: skip


def test_a_row_that_closed_is_not_cut_for_the_commas_in_its_text() -> None:
    text = "para one\nSome 1,000 people fled\nend"
    assert shown(items(f'title,text\n"A" ,"{text}"\nB,ok\n')) == [f"A: {text}", "B: ok"]


def test_lines_with_quotation_marks_inside_a_text_stay_in_it() -> None:
    item = one('title,text\nA,"one line\nand he, the "boss" said"\n')
    assert item.body == 'one line\nand he, the boss" said"'


def test_so_many_open_quotation_marks_that_it_is_no_table_end_in_a_reason() -> None:
    found = items("title,text\n" + 'a"b,"c\n' * 400)
    last = found[-1]
    assert isinstance(last, Skipped)
    assert last.reason.endswith("the rest is not read")
    assert len(found) < 400


def test_behind_a_row_that_is_too_long_its_lines_are_read_as_rows() -> None:
    lines = "".join(f"T{number},{'text ' * 400}\n" for number in range(10_000))
    found = items(f'title,text\nA,"open\n{lines}')
    assert len(found) == 10_001
    assert [isinstance(item, Skipped) for item in found[:2]] == [True, False]


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (("43042", "43043.5", ""), ["2017-11-03", "2017-11-04", None]),
        (("43042", "2017-11-04", ""), [None, "2017-11-04", None]),
        (("43042", "", ""), [None, None, None]),
        (("43042", "9", ""), [None, None, None]),
    ],
)
def test_numbers_of_days_are_dates_where_the_whole_column_has_them(
    dates: tuple[str, ...], expected: list[str | None]
) -> None:
    rows = "".join(f"Ferry {at},{day},It sailed.\n" for at, day in enumerate(dates))
    found = items(f"title,date,text\n{rows}")
    made = [normalise(item) for item in found if isinstance(item, RawArticle)]
    assert [each.date for each in made if isinstance(each, Article)] == expected
    for item in found:  # a row is read again by itself
        assert isinstance(item, RawArticle)
        alone = one(item.original)
        again = normalise(as_told(alone, item.read_as))
        assert isinstance(again, Article)
        assert again.date == expected[found.index(item)]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_what_stands_above_the_names_of_the_columns_is_no_row(sign: str) -> None:
    names = sign.join(["Title", '"Publication\nDate"', "Text"])
    first, second = items(
        f"Results for ferry\n\n2 documents{sign}{sign}\n{names}\n"
        f"Ferry{sign}2017-11-03{sign}It sails.\nBridge{sign}2017-11-04{sign}It is open.\n"
    )
    assert isinstance(first, RawArticle)
    assert isinstance(second, RawArticle)
    assert (first.title, first.date, first.body) == ("Ferry", "2017-11-03", "It sails.")
    assert (second.title, second.origin.record) == ("Bridge", "row 2")


def test_an_article_about_a_headline_is_not_taken_for_the_names_of_columns() -> None:
    (said,) = items("kopje,tekstje\ntitle,A headline\nbody,A text\n")
    assert isinstance(said, Skipped)
    assert "kopje, tekstje" in said.reason
    first, second = items(
        "kopje,tekstje\ntitle,date\nFerry,It sails.\n", columns={"title": "kopje"}
    )
    assert isinstance(first, RawArticle)
    assert (first.title, second.origin.record) == ("title", "row 2")
