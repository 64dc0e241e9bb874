"""Mails and mailboxes: a newsletter comes out as an article, an attached story as another."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from archive.article import Article, RawArticle, Skipped
from archive.normalise.rules import normalise
from archive.readers.formats import format_named, read, recognise
from archive.readers.mail.parsed import MOST_LINES
from archive.readers.sources.source import Source

LETTER = """\
From: "Landing Post, The" <news@landing.example>
Subject: =?utf-8?q?Ferry_sails_again_=E2=80=93_Zo=C3=AB?=
 =?utf-8?q?_on_board?=
Date: Fri, 3 Nov 2017 14:05:00 +0300
Message-ID: <17.ferry@landing.example>
List-Id: Morning letter <morning.landing.example>
List-Unsubscribe: <https://landing.example/leave>
Archived-At: <https://landing.example/letters/17>
Keywords: River, Boats
Content-Language: en-GB
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

The ferry sailed at nine.

Zoë was on board.
"""


def items(data: str | bytes, name: str = "letter.eml") -> list[RawArticle | Skipped]:
    held = data.encode() if isinstance(data, str) else data
    return list(read(Source(name, lambda: io.BytesIO(held))))


def one(data: str | bytes, name: str = "letter.eml") -> RawArticle:
    (item,) = items(data, name)
    assert isinstance(item, RawArticle), item
    return item


def letter(**fields: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Jane Roe <jane@example.org>"
    message["Subject"] = "Ferry sails"
    message["Date"] = "Fri, 03 Nov 2017 14:05:00 +0000"
    for name, value in fields.items():
        message[name.replace("_", "-")] = value
    return message


def test_a_newsletter_has_a_publisher_and_its_fields() -> None:
    item = one(LETTER)
    assert item.title == "Ferry sails again – Zoë on board"
    assert (item.publisher, item.authors) == ("Landing Post, The", ())
    assert item.identifier == "mid:17.ferry@landing.example"
    assert item.url == "https://landing.example/letters/17"
    assert item.extra["list_id"] == "Morning letter <morning.landing.example>"
    made = normalise(item)
    assert isinstance(made, Article)
    assert (made.date, made.language, made.tags) == ("2017-11-03", "en", ("River", "Boats"))
    assert str(made.published) == "2017-11-03 11:05:00+00:00"
    assert made.body == "The ferry sailed at nine.\n\nZoë was on board."


def test_a_mail_of_a_person_has_an_author() -> None:
    message = letter()
    message.set_content("The ferry sailed at nine.")
    item = one(message.as_bytes())
    assert (item.authors, item.publisher) == (("Jane Roe",), None)


def test_the_plain_part_goes_before_the_html_that_says_the_same() -> None:
    message = letter()
    message.set_content("The ferry sailed at nine.")
    message.add_alternative("<p>The ferry <b>sailed</b> at nine.</p>", subtype="html")
    assert one(message.as_bytes()).body.strip() == "The ferry sailed at nine."


def test_the_html_goes_before_a_plain_part_for_forms_sake() -> None:
    message = letter()
    message.set_content("See this letter in your browser.")
    message.add_alternative(f"<p>{'The ferry <b>sailed</b> at nine. ' * 9}</p>", subtype="html")
    item = one(message.as_bytes())
    assert item.body_format == "markdown"
    assert item.body.startswith("The ferry **sailed** at nine.")


def test_html_alone_becomes_markdown_with_the_charset_that_it_declares() -> None:
    data = (
        b"From: a@example.org\nSubject: Ferry\nDate: 3 Nov 2017 14:05:00 +0000\n"
        b'Content-Type: text/html\n\n<meta charset="koi8-r"><p>' + "Паром".encode("koi8-r")
    )
    assert one(data).body == "Паром"


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "utf-8", "no-such-charset"])
def test_charset_faults_do_not_stop_a_mail(charset: str) -> None:
    declared = charset.encode()
    real = "utf-8" if charset == "no-such-charset" else charset
    data = (
        b"From: a@example.org\nSubject: Ferry\nDate: 3 Nov 2017 14:05:00 +0000\n"
        b"Content-Type: text/plain; charset=" + declared + b"\n\n" + "Паром отплыл".encode(real)
    )
    assert one(data).body == "Паром отплыл"


def test_bytes_in_a_header_that_nobody_declared_are_read() -> None:
    data = "From: Zoë <z@example.org>\nSubject: Über den Fluß\nTo: a@example.org\n\nText."
    assert one(data.encode()).title == "Über den Fluß"
    assert one(data.encode("cp1252")).title == "Über den Fluß"
    assert one(data.encode("cp1252")).authors == ("Zoë",)


FOOTER = f"{'_' * 40}\nRiver mailing list\nRiver@example.org\nhttps://example.org/river\n"
PICTURE = (b"\xff\xd8\xff", "image", "jpeg")


def mixed(*parts: str | tuple[bytes, str, str], **fields: str) -> bytes:
    """A mail of texts, pages (that begin with "<") and pictures one below the other, as Apple's
    program sends them.
    """
    message = letter(**fields)
    message.make_mixed()
    for part in parts:
        inner = EmailMessage()
        if isinstance(part, tuple):
            data, kind, form = part
            inner.set_content(data, maintype=kind, subtype=form, disposition="inline")
        else:
            inner.set_content(part, subtype="html" if part.startswith("<") else "plain")
        message.attach(inner)
    return message.as_bytes()


def test_what_stands_below_a_picture_in_a_mail_is_read() -> None:
    item = one(mixed("The ferry sails.\n", PICTURE, "The mill turns.\n"))
    assert " ".join(item.body.split()) == "The ferry sails. The mill turns."
    item = one(mixed("The ferry sails.", PICTURE, "<p>The <b>mill</b> turns.</p>", "> It does."))
    assert item.body == "The ferry sails.\n\nThe **mill** turns.\n\n> It does."
    page = mixed("<p>The ferry sails.</p>", PICTURE, "<p>The mill turns.</p>")
    assert one(page).body == "The ferry sails.\n\nThe mill turns."
    message = letter()
    message.set_content("See it.")
    message.make_alternative()
    message.attach(message_from_bytes(page, policy=policy.default))
    assert one(message.as_bytes()).body == "The ferry sails.\n\nThe mill turns."


def test_the_same_in_text_and_html_without_a_word_that_they_are_alternatives_is_said_once() -> None:
    item = one(mixed("The ferry sailed at nine.", "<p>The ferry <b>sailed</b> at nine.</p>"))
    assert item.body.strip() == "The ferry sailed at nine."


@pytest.mark.parametrize(
    ("footer", "fields"),
    [
        (FOOTER, {}),
        ("You get this as a member of the River mailing list.", {}),
        ("To leave: river-leave@example.org", {
            "List_Unsubscribe": "<mailto:river-leave@example.org?subject=leave>"}),
        ("To leave: https://example.org/river?leave", {
            "List_Unsubscribe": "<https://example.org/river?leave>"}),
    ],
)  # fmt: skip
def test_the_footer_that_a_list_adds_as_a_part_is_left_out(
    footer: str, fields: dict[str, str]
) -> None:
    said = one(mixed("The ferry sails.", PICTURE, "The mill turns.", footer, **fields)).body
    assert " ".join(said.split()) == "The ferry sails. The mill turns."
    assert one(mixed(footer, **fields)).body.strip() == footer.strip()
    long = "The mill turns as it always has. " * 20 + footer
    if footer != FOOTER:
        assert one(mixed("The ferry sails.", long, **fields)).body.split()[-1] == footer.split()[-1]


@pytest.mark.parametrize("kind", ["mixed; boundary=never", "alternative", "related; boundary=x"])
def test_the_text_of_a_mail_whose_parts_never_begin_is_kept(kind: str) -> None:
    head = f"From: a@example.org\nSubject: x\nTo: b@example.org\nContent-Type: multipart/{kind}\n"
    assert one(f"{head}\nThe ferry sails.\n").body.strip() == "The ferry sails."


def test_an_attached_story_is_read_and_a_picture_only_listed() -> None:
    message = letter()
    message.set_content("Two files.")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="boat.png")
    message.add_attachment(
        b'{"title": "Bridge opens", "body": "It opened."}',
        maintype="application", subtype="octet-stream", filename="bridge.json",
    )  # fmt: skip
    mail, story = items(message.as_bytes())
    assert isinstance(mail, RawArticle)
    assert [part["name"] for part in mail.extra["attachments"]] == ["boat.png", "bridge.json"]
    assert isinstance(story, RawArticle)
    assert (story.title, story.origin.member) == ("Bridge opens", "bridge.json")


def test_a_mail_that_was_passed_on_is_a_member() -> None:
    inner, outer = letter(), letter()
    inner.set_content("The inner text.")
    outer.set_content("See below.")
    outer.add_attachment(inner)
    first, second = items(outer.as_bytes())
    assert isinstance(first, RawArticle)
    assert isinstance(second, RawArticle)
    assert second.body.strip() == "The inner text."


def test_encrypted_mail_is_told() -> None:
    (item,) = items(
        "From: a@example.org\nSubject: x\nTo: b@example.org\n"
        "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nAAAA"
    )
    assert isinstance(item, Skipped)
    assert item.reason == "an encrypted mail"


def test_a_mailbox_is_read_mail_by_mail() -> None:
    mails = "".join(
        f"From list@example.org Fri Nov  3 14:0{number}:00 2017\nFrom: a@example.org\n"
        f"Subject: Letter {number}\nDate: Fri, 3 Nov 2017 14:0{number}:00 +0000\n\n"
        "Text.\n>From here it goes on.\nFrom here too.\n\n"
        for number in range(3)
    )
    found = items(mails, "letters.mbox")
    assert [item.title for item in found if isinstance(item, RawArticle)] == [
        "Letter 0", "Letter 1", "Letter 2"
    ]  # fmt: skip
    last = found[-1]
    assert isinstance(last, RawArticle)
    assert last.origin.record == "mail 3"
    assert last.body == "Text.\nFrom here it goes on.\nFrom here too.\n"


@pytest.mark.parametrize(
    "start", ["From a@example.org Fri Nov  3 14:05:00 2017", "From - Fri Nov  3 2017", "From - "]
)
@pytest.mark.parametrize("between", ["", "\n"])
def test_a_mail_that_does_not_end_in_an_empty_line_ends_before_the_next(
    start: str, between: str
) -> None:
    mails = [
        f"{start}\nReceived: from here\n by there\nFrom: a@example.org\n"
        f"Subject: Letter {number}\n\nText {number}.\n{between}"
        for number in range(3)
    ]
    found = items("".join(mails), "letters")
    assert [(item.title, item.body.strip()) for item in found if isinstance(item, RawArticle)] == [
        (f"Letter {number}", f"Text {number}.") for number in range(3)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Text.\nFrom here on 12:30 is the time.\n", "Text.\n\nFrom here on 12:30 is the time.\n",
        "> From here on 12:30 is the time.\n", "Text.\nFrom Jane Fri Nov 3 12:30\nNote: it sails\n",
        "Text.\n\nFrom jane@example.org at 12:30 we hear:\nIt sails.\n",
        "He wrote,\nFrom press@example.org\nSubject: Ferry\nDate: 3 Nov 2017\n",
        "He wrote,\n\nFrom press@example.org\nSubject: Ferry\nDate: 3 Nov 2017\n",
        "He wrote,\n\nFrom me@example.org we had this mail\nSubject: Ferry\n",
        "He wrote,\nFrom - as they say - the press\nSubject: Ferry\n",
    ],
)  # fmt: skip
def test_a_text_may_begin_a_line_like_a_mail(text: str) -> None:
    start = "From a@example.org Fri Nov  3 14:05:00 2017\nFrom: a@example.org\nSubject: x\n\n"
    (item,) = items(f"{start}{text}\nMore.\n", "letters.mbox")
    assert isinstance(item, RawArticle)
    assert "From" in item.body
    assert "More." in item.body


def test_a_mail_beyond_measure_does_not_stop_the_next() -> None:
    start = "From a@example.org Fri Nov  3 14:05:00 2017\nFrom: a@example.org\nSubject: x\n\n"
    data = (start + "Text.\n\n" + start).encode() + b"x" * (40 << 20) + b"\n\n" + start.encode()
    first, second, third = items(data + b"Text.\n")
    assert isinstance(first, RawArticle)
    assert isinstance(second, Skipped)
    assert "longer than 32 MiB" in second.reason
    assert isinstance(third, RawArticle)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (LETTER, "eml"),
        ("From a@example.org Fri Nov  3 14:05:00 2017\nSubject: x\n\nText", "mbox"),
        ("From: the editor\n\nDear readers", None),
        ("From the editor\n\nDear readers", None),
        ("Date: 3 November\nFrom our man\n\nText", None),
        ("Ferry sails\nBy Jane Roe\n\nText", None),
    ],
)
def test_a_mail_is_told_from_a_text(text: str, name: str | None) -> None:
    found = recognise(text.encode(), "a.txt")
    assert found is not None
    assert (found.name in ("eml", "mbox")) == bool(name)
    assert name is None or found.name == name


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_mail_in_a_file_of_its_own_may_be_no_longer_than_in_a_mailbox(
    pack: Callable[[bytes], bytes],
) -> None:
    (item,) = items(pack(LETTER.encode() + b"It sailed at nine, as always.\n" * 1_200_000))
    assert isinstance(item, Skipped)
    assert item.reason == "larger than 32 MiB"


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_mail_of_more_lines_than_any_is_not_parsed(end: str) -> None:
    long = LETTER + f"x{end}" * MOST_LINES
    (item,) = items(long)
    assert isinstance(item, Skipped)
    assert item.reason == "more than 2,000,000 lines"
    start = "From a@example.org Fri Nov  3 14:05:00 2017\n"
    first, second = items(f"{start}{long}\n\n{start}{LETTER}", "letters.mbox")
    assert isinstance(first, Skipped)
    assert (first.reason, first.origin.record) == (item.reason, "mail 1")
    assert isinstance(second, RawArticle)


def test_a_saved_page_of_more_lines_than_any_is_not_parsed() -> None:
    head = "From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: text/html\n\n<p>"
    assert recognise(head.encode(), "a.mhtml") is format_named("mhtml")
    (item,) = items(head + "x\n" * MOST_LINES, "a.mhtml")
    assert isinstance(item, Skipped)
    assert item.reason == "more than 2,000,000 lines"


def test_all_mails_of_a_mailbox_share_what_may_be_unpacked() -> None:
    message = letter()
    message.set_content("See below.")
    bomb = gzip.compress(bytes(60 << 20))
    message.add_attachment(bomb, maintype="application", subtype="gzip", filename="a.gz")
    start = b"From a@example.org Fri Nov  3 14:05:00 2017\n"
    found = items((start + message.as_bytes() + b"\n") * 20, "letters.mbox")
    assert len(found) < 15
    last = found[-1]
    assert isinstance(last, Skipped)
    assert "the rest is not read" in last.reason
