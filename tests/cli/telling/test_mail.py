"""News by mail, through a real server."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult
from lxml import html

from archive.store.store import Store
from tests.helpers.commands import Archive, Run
from tests.helpers.receiving import Mailbox, certificate, dripping, mail_server

Put = Callable[..., str]
READER = "desk@paper.example"


@pytest.fixture
def mailbox(setting: Callable[..., None]) -> Iterator[Mailbox]:
    with mail_server() as (mailbox, port):
        setting(smtp_host="127.0.0.1", smtp_port=port, smtp_security="none",
                mail_from="news@archive.example")  # fmt: skip
        yield mailbox


def tell(desk: Archive, *more: object) -> Run:
    return desk("new", "floods", "--mail", READER, *more)


def text_of(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_one_letter_has_all_news_and_nothing_new_is_no_letter(
    desk: Archive, put: Put, mailbox: Mailbox
) -> None:
    assert tell(desk).code == 0
    assert mailbox.letters == []
    put("one", title="Flood & <fire>", agency=("AFP",), url="https://paper.example/one?a=1&b=2",
        body="The flood came at night. " * 3)  # fmt: skip
    put("two", title="فيضان flood", language="ar", url="javascript:alert(1)")
    done = tell(desk)
    assert (done.code, done.out, done.err) == (0, "", "")
    (letter,) = mailbox.letters
    assert letter["Subject"] == "floods: 2 new"
    assert (letter["From"], letter["To"]) == ("news@archive.example", READER)
    assert re.fullmatch(r"<[0-9a-f]{32}@archive\.example>", letter["Message-ID"])
    assert letter["List-Id"] == "<floods.news-archive.archive.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Date"].datetime.tzinfo is not None
    plain, page = letter.iter_parts()
    assert (plain.get_content_type(), page.get_content_type()) == ("text/plain", "text/html")
    text = plain.get_content()
    assert "* Flood & <fire>" in text
    assert "AFP · 2017-11-03" in text
    assert "https://paper.example/one?a=1&b=2" in text
    assert "فيضان" in text
    tree = html.fromstring(page.get_content())
    links = [link.get("href") for link in tree.iter("a")]
    assert links == ["https://paper.example/one?a=1&b=2"]
    assert {each.text for each in tree.iter("b")} == {"فيضان flood", "Flood & <fire>"}
    assert tell(desk).code == 0
    assert len(mailbox.letters) == 1


def test_a_letter_tells_what_changed_what_is_left_out_and_what_is_gone(
    desk: Archive, put: Put, home: Path, mailbox: Mailbox
) -> None:
    put("one", title="Flood kills 8")
    gone = put("two", title="Flood elsewhere", agency=("AFP",))
    tell(desk)
    put("one", title="Flood kills 9", status="corrected", note="adds a victim")
    put("three", title="Flood in a third town")
    put("four", title="Flood in a fourth town")
    with Store.open(home) as store:
        store.remove(gone)
    assert tell(desk, "--limit", "2").code == 0
    letter = mailbox.letters[-1]
    assert letter["Subject"] == "floods: 2 new, 1 changed, 1 withdrawn"
    text = text_of(letter)
    assert "and 1 article more." in text
    assert f"* {gone} (AFP, 2017-11-03): removed" in text
    assert "elsewhere" not in text
    put("one", title="Flood kills 10", status="corrected", note="one more")
    tell(desk)
    text = text_of(mailbox.letters[-1])
    assert "Changed\n\n* Flood kills 10\n  corrected (one more) · 2017-11-03" in text
    assert mailbox.letters[-1]["Message-ID"] != letter["Message-ID"]


def test_a_server_that_is_busy_is_asked_again(
    desk: Archive, put: Put, mailbox: Mailbox, setting: Callable[..., None]
) -> None:
    put("one", title="Flood in town")
    mailbox.answers = ["451 try later"]
    assert tell(desk).code == 0
    assert len(mailbox.letters) == 1
    setting(delivery_retries=0)
    put("two", title="Flood elsewhere")
    mailbox.answers = ["451 try later"]
    failed = tell(desk)
    assert failed.code == 2
    assert "did not take it: 451 try later" in failed.err
    put("three", title="Flood in a third town")
    assert tell(desk).code == 0
    assert mailbox.letters[-1]["Subject"] == "floods: 2 new"  # it had certainly not arrived


def test_a_letter_whose_answer_is_lost_comes_again_under_the_same_id(
    desk: Archive, put: Put, mailbox: Mailbox, setting: Callable[..., None]
) -> None:
    setting(delivery_retries=0)
    put("one", title="Flood in town")
    mailbox.answers = ["close"]
    assert tell(desk).code == 2
    put("two", title="Flood elsewhere")
    assert tell(desk).code == 0
    first, again, rest = mailbox.letters
    assert first["Message-ID"] == again["Message-ID"] != rest["Message-ID"]
    assert "elsewhere" not in text_of(again)
    assert "Flood elsewhere" in text_of(rest)


def test_a_refusal_is_a_sentence_and_not_tried_again(
    desk: Archive, put: Put, mailbox: Mailbox
) -> None:
    put("one", title="Flood in town")
    mailbox.answers = ["554 no such desk"]
    failed = tell(desk)
    assert failed.code == 2
    assert "554 no such desk" in failed.err
    assert mailbox.answers == []
    assert tell(desk).code == 0
    assert len(mailbox.letters) == 1


def test_no_server_is_a_sentence(
    desk: Archive, put: Put, mailbox: Mailbox, setting: Callable[..., None]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        setting(smtp_port=free.getsockname()[1], delivery_retries=0)
    put("one", title="Flood in town")
    failed = tell(desk)
    assert failed.code == 2
    assert "Connection refused" in failed.err


@pytest.mark.parametrize(
    ("greeting", "why"),
    [(b"220-", "it took too long"), (b"so?\r\n", "what it said is not mail's protocol")],
)
def test_a_server_that_never_ends_what_it_says_holds_up_nothing(
    desk: Archive, put: Put, setting: Callable[..., None], greeting: bytes, why: str
) -> None:
    put("one", title="Flood in town")
    began = time.monotonic()
    with dripping(greeting) as port:
        setting(smtp_host="127.0.0.1", smtp_port=port, smtp_security="none",
                mail_from="me@here.example", delivery_timeout=1, delivery_retries=0)  # fmt: skip
        failed = tell(desk)
    assert failed.code == 2
    assert f"did not take it: {why}" in failed.err
    assert time.monotonic() - began < 15  # what it says takes twice as long


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_the_way_is_encrypted_and_the_password_goes_that_way_alone(
    desk: Archive, put: Put, setting: Callable[..., None], security: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    trusted, context = certificate(tmp_path)

    def known(server, session, envelope, mechanism, data) -> AuthResult:
        right = (data.login, data.password) == (b"news", b"secret")
        return AuthResult(success=right, handled=False)

    more = {"authenticator": known, "auth_require_tls": security == "starttls"}
    if security == "starttls":
        more |= {"tls_context": context, "require_starttls": True}
    with mail_server(context if security == "tls" else None, **more) as (mailbox, port):
        setting(smtp_host="127.0.0.1", smtp_port=port, smtp_security=security, smtp_user="news",
                smtp_password="secret", mail_from="news@archive.example",
                delivery_retries=0)  # fmt: skip
        put("one", title="Flood in town")
        failed = tell(desk)  # nobody has signed the certificate
        assert failed.code == 2
        assert "certificate" in failed.err.lower()
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        setting(smtp_password="wrong")
        failed = tell(desk)
        assert failed.code == 2
        assert "535" in failed.err
        assert "wrong" not in failed.err
        setting(smtp_password="secret")
        assert tell(desk).code == 0
        assert [logged_in for _, logged_in in mailbox.seen] == [True]
        if security == "starttls":
            assert mailbox.seen[0][0]


def test_a_server_that_does_not_encrypt_gets_nothing(
    desk: Archive, put: Put, mailbox: Mailbox, setting: Callable[..., None]
) -> None:
    setting(smtp_security="starttls")
    put("one", title="Flood in town")
    failed = tell(desk)
    assert failed.code == 2
    assert "STARTTLS" in failed.err
    assert mailbox.letters == []


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"smtp_host": ""}, "Mail needs the setting smtp_host"),
        ({"mail_from": ""}, "Mail needs the setting mail_from"),
        ({"mail_from": "News <a@b.example>"}, "mail_from is no address"),
        ({"smtp_host": "mail.example", "smtp_user": "x"}, "without encryption"),
        ({"smtp_security": "some"}, "one of starttls, tls, none"),
        ({"smtp_port": "99999"}, "from 0 to 65,535"),
    ],
)
def test_settings_that_cannot_send_are_told_before_anything_is_tried(
    desk: Archive, mailbox: Mailbox, setting: Callable[..., None], values, message: str
) -> None:
    setting(**values)
    failed = tell(desk)
    assert failed.code == 2
    assert message in failed.err


def test_nobody_is_shown_the_password(desk: Archive, home: Path) -> None:
    (home / "archive.toml").write_text('smtp_password = "hush"\nsmtp_user = "me"\n')
    said = desk("status").out
    assert "hush" not in said
    assert "smtp_password = (set)" in said
    (home / "archive.toml").write_text("smtp_password = 12345\n")
    assert "12345" not in desk("status").err


def test_names_in_any_letters_make_a_list(desk: Archive, put: Put, mailbox: Mailbox) -> None:
    desk("save", "Überschwemmung – heute", "flood")
    desk("save", "High water, low water", "flood")
    put("one", title="Flood in town")
    assert desk("new", "--mail", READER).code == 0
    lists = {letter["Subject"]: letter["List-Id"] for letter in mailbox.letters}
    assert len(lists) == 3
    assert lists["High water, low water: 1 new"] == (
        "<high-water-low-water.news-archive.archive.example>"
    )
    for each in lists.values():
        assert re.fullmatch(r"<[a-z0-9-]{1,60}\.news-archive\.archive\.example>", each)


def test_every_reader_is_told_once(desk: Archive, put: Put, mailbox: Mailbox) -> None:
    put("one", title="Flood in town")
    desk("new", "--mail", READER)
    desk("new", "--mail", READER, "--mail", "other@paper.example")
    assert [letter["To"] for letter in mailbox.letters] == [READER, "other@paper.example"]
