"""Plain text of mails: flowed lines, quoted passages, signatures."""

from __future__ import annotations

import pytest

from archive.readers.mail.plain import PlainText, read_plain
from tests.archive.readers.mail.test_mail import one

HEAD = "From: Jane Roe <jane@river.example>\nSubject: Ferry\nMIME-Version: 1.0\n"


@pytest.mark.parametrize(
    ("text", "delete_space", "body"),
    [
        ("The first ferry \ncrossed.", False, "The first ferry crossed.\n"),
        ("Fri \nday came.", True, "Friday came.\n"),
        ("Oil \nrose.\nGas \nfell.", False, "Oil rose.\n\nGas fell.\n"),
        ("It rose \nby two.\n\n From here \non.", False, "It rose by two.\n\n\n\nFrom here on.\n"),
        ("The end \n", False, "The end \n"),
    ],
)
def test_flowed_lines_are_one_paragraph(text: str, delete_space: bool, body: str) -> None:
    read = read_plain(text, flowed=True, delete_space=delete_space)
    assert (read.body.rstrip("\n"), read.body_format) == (body.rstrip("\n"), "text")


def test_a_text_that_wraps_by_itself_is_left_as_it_is() -> None:
    text = "The first ferry crossed\nthe river on Friday."
    assert read_plain(text, flowed=True) == PlainText(text, "text", None)


@pytest.mark.parametrize(
    ("text", "flowed", "body"),
    [
        ("I agree.\n\n> It returns.\n> On Friday.", False, "I agree.\n\n> It returns. On Friday."),
        ("> > Who?\n> We.\nGood.", False, "> > Who?\n\n> We.\n\nGood."),
        (">> Who?\n>We.", False, "> > Who?\n\n> We."),
        ("> It \n> returns.\nI \nagree.", True, "> It returns.\n\nI agree."),
        ("> One.\n>\n> Two.", False, "> One.\n>\n> Two."),
        ("> It \nYes.", True, "> It\n\nYes."),
    ],
)
def test_quoted_passages_are_quotations(text: str, flowed: bool, body: str) -> None:
    read = read_plain(text, flowed)
    assert (read.body, read.body_format) == (body, "markdown")


def test_a_signature_is_kept_beside_the_text() -> None:
    item = one(f"{HEAD}\nThe ferry crossed.\n-- \nJane Roe\nRiver Times\n")
    assert item.body.strip() == "The ferry crossed."
    assert item.extra["signature"] == "Jane Roe\nRiver Times"


def test_two_dashes_without_a_space_and_the_mails_of_a_digest_stay() -> None:
    assert read_plain("One.\n--\nTwo.").signature is None
    digest = "One.\n-- \nJane\n\nTwo.\n-- \nJohn"
    assert read_plain(digest) == PlainText(digest, "text", None)


def test_a_mail_declares_that_its_lines_flow() -> None:
    declared = "Content-Type: text/plain; charset=utf-8; format=Flowed; DelSp=Yes\n"
    assert one(f"{HEAD}{declared}\nFri \nday came.\n").body.strip() == "Friday came."
    assert one(f"{HEAD}\nFri \nday came.\n").body.strip() == "Fri \nday came."
