"""IPTC 7901 and ANPA 1312: headers, headlines, trailers, notes for editors, marks."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from archive.article import Article, RawArticle, Skipped
from archive.readers.formats import read, recognise
from archive.readers.sources.source import Source
from tests.helpers.reading import read_items, read_one, reason


def iptc(
    head: str = "Bridge opens =", body: str = "Leith (dpa) - It is open.", slug: str = "roads/"
) -> str:
    return (
        f"\x01abc012 3 i 42 xyz dpa 012\r\n\n{slug}\r\n\x02{head}\r\n\n   {body}\r\n"
        "\x03021504 GMT Mär 20\r\n\x7f\x7f\x04"
    )


def anpa(
    slug: str = "BC-Bridge,42", lines: str = "^Bridge opens<\n", body: str = "It is open."
) -> str:
    return (
        "\x16\x16\x01a0123\x1fworld\nr i\x13\x11 BC-Bridge 03-02 0042\n"
        f"\x02^{slug}<\n{lines}\t   LEITH, Scotland (AP) _ {body}\n \n"
        "\x03AP-WF-03-02-20 1504GMT<\n\x04"
    )


def test_7901_header_and_trailer_give_identity_priority_and_date() -> None:
    article = read_one(iptc())
    assert article.identity == "iptc7901:abc012:2020-03-02"
    assert str(article.published) == "2020-03-02 15:04:00+00:00"
    assert (article.agency, article.dateline, article.body) == (("dpa",), "Leith", "It is open.")
    assert (article.extra["priority"], article.extra["slugline"]) == ("3", "roads")


@pytest.mark.parametrize(
    ("mark", "status"),
    [("2ND LEAD", "updated"), ("CORRECTION", "corrected"), ("KILL", "withdrawn"), ("URGENT", None)],
)
def test_7901_a_mark_above_the_headline_is_a_signal_and_no_part_of_it(
    mark: str, status: str | None
) -> None:
    article = read_one(iptc(f"{mark}\r\nBridge opens\r\nBy Jane Roe, dpa ="))
    assert (article.title, article.status) == ("Bridge opens", status)
    assert article.authors == ("Jane Roe",)


def test_7901_notes_for_editors_are_kept_apart_from_the_text() -> None:
    notes = "It is open.\r\n\n* * * *\r\nNot for publication\r\n- Reporting by: Jane Roe\r\n"
    article = read_one(iptc(body=notes))
    assert (article.body, article.authors) == ("It is open.", ("Jane Roe",))
    assert "editorial_note" not in article.extra, "it stays in the original alone"


def test_7901_asterisks_that_only_divide_the_text_stay() -> None:
    text = read_one(iptc(body="It is open.\r\n\n* * * *\r\n\nIt is wide.")).body
    assert text.endswith("It is wide.")


def test_several_messages_in_one_file_are_several_items() -> None:
    both = read_items(iptc() + iptc().replace("abc012", "abc013"))
    assert [item.identity for item in both if isinstance(item, Article)] == [
        "iptc7901:abc012:2020-03-02",
        "iptc7901:abc013:2020-03-02",
    ]
    assert len(read_items(anpa() + "\n" + anpa())) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_the_original_of_a_message_among_others_is_its_bytes_as_they_stand(encoding: str) -> None:
    data = f"{iptc()}\r\n\x7f{iptc().replace('abc012', 'abc013')}\r\n".encode(encoding)
    source = Source("file", lambda: io.BytesIO(data))
    originals = [item.original for item in read(source) if isinstance(item, RawArticle)]
    mark = "".encode(encoding)
    between, end = (text.encode(encoding).removeprefix(mark) for text in ("\r\n\x7f", "\r\n"))
    assert len(originals) == 2
    assert mark + between.join(originals) + end == data


def test_7901_without_its_end_is_cut_off() -> None:
    assert reason(iptc().partition("\x03")[0]) == "the message ends inside its text"
    assert reason(iptc().partition("\x02")[0]) == "the message ends before its text"


def three(of: Callable[[], str] = iptc, name: str = "abc01") -> list[str]:
    return [of().replace(f"{name}2", f"{name}{number}") for number in (2, 3, 4)]


def shown(text: str) -> list[str]:
    return [
        item.reason if isinstance(item, Skipped) else item.identity.split(":")[1]
        for item in read_items(text)
    ]


@pytest.mark.parametrize("mark", ["\x03", "\x02"])
def test_a_message_that_is_cut_off_leaves_the_next_one_whole(mark: str) -> None:
    first, second, third = three()
    ended = "inside its text" if mark == "\x03" else "before its text"
    told = ["abc012", f"the message ends {ended}", "abc014"]
    assert shown(first + second.partition(mark)[0] + third) == told
    bare = [text.replace("\x01", "") for text in (first, second.partition(mark)[0], third)]
    if mark == "\x03":
        assert shown("\r\n".join(bare)) == told
    whole, cut, last = three(anpa, "a012")
    assert len(read_items(whole + cut.partition(mark)[0] + last)) == 3


@pytest.mark.parametrize("between", ["", "\r\n", "\r\n\x16\x16"])
@pytest.mark.parametrize("end", ["\x04", ""])
def test_7901_without_the_first_mark_is_cut_at_headers(between: str, end: str) -> None:
    text = between.join(three()).replace("\x01", "").replace("\x04", end or "\r\n")
    assert shown(text) == ["abc012", "abc013", "abc014"]


def test_7901_a_mark_on_a_line_of_its_own_is_part_of_its_message() -> None:
    assert shown("".join(three()).replace("\x01", "\x01\r\n")) == ["abc012", "abc013", "abc014"]


def test_7901_a_line_like_a_header_in_a_text_begins_no_message() -> None:
    body = "Leith (dpa) - It is\r\nabc099 3 i 42 xyz\r\nopen."
    for text in (iptc(body=body) + three()[1], iptc(body=body).replace("\x01", "")):
        assert shown(text)[:2] == ["abc012", "abc013"][: text.count("\x04")]


def test_what_stands_outside_of_messages_is_told() -> None:
    first, second, _ = three()
    assert shown(f"{first}\r\nlost\r\n{second}") == [
        "abc012",
        "abc013",
        "4 characters that belong to none",
    ]


@pytest.mark.parametrize("begin", ["ZCZC", "ZCZC ABC123", "\x85\x16ZCZC\x0e"])
def test_what_teleprinters_put_around_messages_is_not_told(begin: str) -> None:
    first, second, _ = three()
    text = f"{first}\r\nNNNN\r\n\n{begin}\r\n{second}\r\nNNNN\r\n"
    assert shown(text) == ["abc012", "abc013"]


@pytest.mark.parametrize("stray", ["\x01", "\x01\x01", " \x01 and "])
def test_a_stray_mark_inside_a_text_begins_no_message(stray: str) -> None:
    assert read_one(iptc(body=f"It is{stray} open.")).title == "Bridge opens"
    first, second, _ = three()
    assert shown(first.replace("is open", f"is{stray}open") + second) == ["abc012", "abc013"]
    assert read_one(anpa(body=f"It is{stray} open.")).title == "Bridge opens"


def test_7901_the_trailer_may_be_in_small_letters() -> None:
    article = read_one(iptc().replace("021504 GMT Mär 20", "131405 cet nov 17"))
    assert str(article.published) == "2017-11-13 13:05:00+00:00"


def test_1312_lines_above_the_text_are_told_apart() -> None:
    lines = (
        "^Bridge opens<\n^AP Photo ABC101<\n^Eds: Adds width.<\n^By JANE ROE and JOHN POE=\n"
        "^Associated Press=\n"
    )
    article = read_one(anpa("BC-Bridge, 1st Ld-Writethru,42", lines))
    assert article.title == "Bridge opens"
    assert article.authors == ("JANE ROE", "JOHN POE")
    assert (article.agency, article.dateline) == (("AP",), "LEITH, Scotland")
    assert article.extra["slugline"] == "BC-Bridge, 1st Ld-Writethru"
    assert article.extra["editorial_note"] == "Eds: Adds width."
    assert article.status == "updated"
    assert article.identity == "anpa1312:a0123:2020-03-02"


def test_1312_typewriter_marks_become_quotes_and_dashes() -> None:
    body = read_one(anpa(body="``It is open,'' he said _ at last.")).body
    assert body == "“It is open,” he said — at last."


@pytest.mark.parametrize(
    "text", ["abc012 is no header", "Budget 3 i 42\n\nText", "^Bridge opens<\nText", "\x01"]
)
def test_plain_text_is_not_taken_for_a_wire_message(text: str) -> None:
    found = recognise(text.encode(), "a.txt")
    assert found is None or found.name in ("text", "page")
