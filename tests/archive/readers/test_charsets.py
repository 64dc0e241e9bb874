"""Every reader reads letters alike: the web's names of charsets, UTF-8 first, a guess is told."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

import pytest

from archive.article import RawArticle
from archive.readers.formats import read
from archive.readers.sources.options import ReadOptions
from tests.helpers.reading import source_of

QUOTED = "“Bridge” – Zoë’s €7 toll…"
HAN = "镕安访问"


def rss(title: str, declared: str) -> str:
    return (
        f'<?xml version="1.0" encoding="{declared}"?><rss version="2.0"><channel><title>Wire'
        f"</title><item><title>{title}</title><description>It opens.</description></item></channel>"
        "</rss>"
    )


def nitf(title: str, declared: str) -> str:
    return (
        f'<?xml version="1.0" encoding="{declared}"?><nitf><head><title>{title}</title></head>'
        f"<body><body.head><hedline><hl1>{title}</hl1></hedline></body.head>"
        "<body.content><p>It opens.</p></body.content></body></nitf>"
    )


def mail(title: str, declared: str) -> str:
    return (
        f"From: Desk <desk@example.org>\nSubject: A bridge\nDate: Fri, 3 Nov 2017 14:05:00 +0000\n"
        f"MIME-Version: 1.0\nContent-Type: text/plain; charset={declared}\n"
        f"Content-Transfer-Encoding: 8bit\n\n{title}\n"
    )


def one(data: bytes, name: str = "a.txt", **facts: object) -> RawArticle:
    (item,) = read(source_of(data, name, **facts))
    assert isinstance(item, RawArticle)
    return item


def said(item: RawArticle) -> str:
    return f"{item.title} {item.body}"


@pytest.mark.parametrize("form", [rss, nitf, mail])
@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (QUOTED, "cp1252", "iso-8859-1"), (QUOTED, "cp1252", "latin1"),
        ("“İzmir” – şölen", "cp1254", "iso-8859-9"), (HAN, "gb18030", "gb2312"),
        ("國務院", "gb18030", "x-gbk"), ("髙橋①", "cp932", "shift_jis"),
        ("똠방각하 뷁", "cp949", "euc-kr"), ("㗎咗", "big5hkscs", "big5"),
        ("ממשלה", "iso8859-8", "iso-8859-8-i"), ("รัฐบาล", "cp874", "windows-874"),
        ("środa", "cp1250", "x-cp1250"),
    ],
)  # fmt: skip
def test_a_declared_charset_is_what_browsers_take_it_for(
    form: Callable[[str, str], str], text: str, encoding: str, declared: str
) -> None:
    assert text in said(one(form(text, declared).encode(encoding)))


def test_rows_of_vendors_in_japanese_mail() -> None:
    jis = mail("", "iso-2022-jp").encode() + b"\x1b$B\x2d\x21\x2d\x6a\x46\x7c\x1b(B"
    assert "①㈱日" in said(one(jis))
    euc = rss("@", "euc-jp").encode().replace(b"@", b"\xad\xa1\xc6\xfc")
    assert "①日" in said(one(euc))


@pytest.mark.parametrize("form", [rss, nitf])
def test_references_to_controls_are_letters_of_windows(form: Callable[[str, str], str]) -> None:
    coded = "".join(f"&#{ord(c.encode('cp1252'))};" if ord(c) > 255 else c for c in QUOTED)
    assert QUOTED in said(one(form(coded, "utf-8").encode()))


@pytest.mark.parametrize("declared", ["iso-8859-1", "gb2312", "utf-8", "no-such-charset"])
def test_utf8_is_utf8_even_with_a_damaged_character(declared: str) -> None:
    data = rss("Wiosenna powódź na Wiśle \ufffd i \ufffd groźna", declared).encode()
    assert "Wiosenna powódź na Wiśle" in said(one(data))
    broken = data.replace("ź".encode(), "ź".encode() + b"\xc5", 1)
    assert "na Wiśle" in said(one(broken))


CSV = "title,date,text\nBudżet,2017-11-03,Rząd przedstawił w piątek projekt budżetu\n"
JSON = '[{"title": "Budżet", "body": "Rząd przedstawił"}, {"title": "Zażalenie", "body": "Sąd"}]'


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (CSV, "a.csv"), (JSON, "a.json"), ("---\ntitle: Budżet\n---\nRząd\n", "a.md"),
        ("Budżet\n\nRząd przedstawił projekt.\n", "a.txt"),
        ("<html><head><title>Budżet</title></head><body><p>Rząd zdał.</p></body></html>", "a.html"),
        (rss("Budżet", "?").replace(' encoding="?"', ""), "a.rss"),
    ],
)  # fmt: skip
def test_a_person_may_say_the_charset_of_what_declares_none(text: str, name: str) -> None:
    options = ReadOptions(encoding="iso-8859-2")
    items = list(read(source_of(text.encode("iso-8859-2"), name, options=options)))
    assert isinstance(items[0], RawArticle)
    assert "Budżet" in said(items[0])
    assert "charset" not in items[0].found
    told = next(read(source_of(text.encode("iso-8859-2"), name)))
    assert isinstance(told, RawArticle)
    assert told.found["charset"] == "cp1252"


def test_what_a_file_declares_goes_before_what_a_person_said() -> None:
    data = rss(QUOTED, "windows-1252").encode("cp1252")
    assert QUOTED in said(one(data, options=ReadOptions(encoding="koi8-r")))


def test_a_records_bytes_are_its_own_in_a_charset_of_several_bytes() -> None:
    text = '[{"title": "髙橋氏", "body": "当選①"}, {"title": "東京", "body": "雨"}]'
    first, second = read(source_of(text.encode("cp932"), "a.json", charset="shift_jis"))
    assert isinstance(first, RawArticle)
    assert isinstance(second, RawArticle)
    assert first.original.decode("cp932") == text[1 : text.index("}") + 1]
    assert second.original.decode("cp932") == text[text.index("}") + 3 : -1]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("川にかかる橋は春に開通すると、市長が述べた。", "cp932"),
        ("川にかかる橋は春に開通すると、市長が述べた。", "euc_jp"),
        ("다리가 봄에 개통된다고 시장이 금요일 주민들에게 말했다.", "cp949"),
        ("跨河大桥将于春季通车，市长星期五说。", "gb18030"),
        ("รัฐบาลเสนอร่างงบประมาณเมื่อวันศุกร์", "cp874"),
        ("Мост через реку откроют весной, сообщила глава города.", "cp1251"),
    ],
)
def test_another_script_is_guessed(text: str, encoding: str) -> None:
    item = one(f"{text}\n\n{text}\n".encode(encoding))
    assert text in said(item)
    assert item.found["charset"]


def test_ampersands_that_stand_bare_cost_nothing() -> None:
    data = rss("R&D at AT&T <![CDATA[& Q&A]]> &amp; caf&eacute; &#2; M&S;", "utf-8").encode()
    assert one(data).title == "R&D at AT&T & Q&A & café M&S;"


def test_a_mail_without_a_charset_is_read_by_guess() -> None:
    message = EmailMessage()
    message["From"], message["Subject"], message["Date"] = "a@example.org", "Мост", "3 Nov 2017"
    message.set_content("Мост через реку откроют весной, сообщила глава города.", cte="8bit")
    data = message.as_bytes().replace(b'; charset="utf-8"', b"")
    text = data.decode().encode("koi8-r")
    (item,) = read(source_of(text, "a.eml"))
    assert isinstance(item, RawArticle)
    assert "Мост через реку" in item.body
