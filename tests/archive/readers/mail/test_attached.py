"""What is attached to a mail: whatever is read as a file is read there, and the rest is told."""

from __future__ import annotations

import importlib.util
import io
from datetime import date
from email.message import EmailMessage
from typing import Any

import pytest

from archive.article import RawArticle, Skipped
from archive.readers.formats import read
from archive.readers.sources.source import Source
from archive.store.store import Store
from tests.helpers.documents import pdf, rtf, word
from tests.helpers.ebooks import book
from tests.helpers.renewing import everything, run, take_in
from tests.helpers.workbooks import ods, ole, packed, xls, xlsx

ROWS = {"News": [["Title", "Date", "Text"], ["Ferry sails", date(2017, 11, 3), "It sails."]]}
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPEN = "application/vnd.oasis.opendocument."
BROKEN = xlsx(ROWS)[:-300]


def mail(*attached: tuple[bytes, str, str | None], name: str = "lists") -> bytes:
    """A mail with such (bytes, media type, file name) attached."""
    message = EmailMessage()
    message["From"] = "Jane Roe <jane@example.org>"
    message["Subject"] = "The lists"
    message["Date"] = "Fri, 03 Nov 2017 14:05:00 +0000"
    message["Message-ID"] = f"<{name}@example.org>"
    message.set_content("See below.")
    for data, media_type, called in attached:
        kind, _, form = media_type.partition("/")
        message.add_attachment(data, maintype=kind, subtype=form, filename=called)
    return message.as_bytes()


def items(data: bytes, name: str = "letter.eml") -> list[Any]:
    """What comes of a mail, without the mail itself."""
    found = list(read(Source(name, lambda: io.BytesIO(data))))
    return [item for item in found if "mid:" not in (getattr(item, "identifier", None) or "")]


def reason(data: bytes, media_type: str, name: str) -> str:
    (item,) = items(mail((data, media_type, name)))
    assert isinstance(item, Skipped)
    assert item.origin.member == name
    return item.reason


@pytest.mark.parametrize(
    ("data", "media_type", "name"),
    [
        (xlsx(ROWS), EXCEL, "list.xlsx"),
        (xlsx(ROWS), "application/octet-stream", "list.xlsx"),
        (xlsx(ROWS), "application/zip", "list"),
        (ods(ROWS), f"{OPEN}spreadsheet", "list.ods"),
        (xls("News", ROWS["News"]), "application/vnd.ms-excel", "list.xls"),
    ],
)
def test_a_workbook_is_read_as_one(data: bytes, media_type: str, name: str) -> None:
    (made,) = items(mail((data, media_type, name)))
    assert isinstance(made, RawArticle)
    assert (made.title, made.date, made.body) == ("Ferry sails", "2017-11-03", "It sails.")
    assert str(made.origin) == f"letter.eml · {name}/News.csv · row 1"


def test_a_table_that_says_it_is_excels_is_one() -> None:
    (made,) = items(mail((b"title,text\nFerry,It sails.\n", "application/vnd.ms-excel", "a.csv")))
    assert (made.title, made.body) == ("Ferry", "It sails.")


def test_an_e_book_is_read_as_one() -> None:
    made = items(mail((book(), "application/epub+zip", "bell.epub")))
    assert [str(one.origin) for one in made if isinstance(one, RawArticle)] == [
        "letter.eml · bell.epub · OEBPS/a 1.xhtml", "letter.eml · bell.epub · OEBPS/b.xhtml",
    ]  # fmt: skip
    assert len([one for one in made if isinstance(one, Skipped)]) == 3


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (word(), WORD),
        (rtf(), "application/rtf"),
        (rtf(), "application/msword"),
        (pdf([["Ferry returns", "", "The first ferry crossed the river."]]), "application/pdf"),
    ],
    ids=["docx", "rtf", "rtf that Word wrote", "pdf"],
)
@pytest.mark.parametrize("name", ["release", None])
def test_a_press_release_is_read_also_without_a_name(
    data: bytes, media_type: str, name: str | None
) -> None:
    (made,) = items(mail((data, media_type, name)))
    assert isinstance(made, RawArticle)
    assert "ferry" in made.body
    assert made.origin.member == (name or "attachment 1")


def test_a_document_that_is_part_of_the_mail_is_a_file() -> None:
    data = mail((word(), WORD, "a")).replace(b"Content-Disposition: attachment", b"X-No: a")
    data = data.replace(b'filename="a"', b"")
    assert [item.origin.member for item in items(data)] == ["attachment 1"]


def test_one_that_is_broken_does_not_cost_the_others() -> None:
    two = mail((BROKEN, EXCEL, "broken.xlsx"), (xlsx(ROWS), EXCEL, "list.xlsx"))
    box = b"From a@example.org Fri Nov  3 14:05:00 2017\n" + two
    for data, name, before in ((two, "letter.eml", ""), (box, "letters.mbox", "mail 1/")):
        broken, made = items(data, name)
        assert isinstance(broken, Skipped)
        assert "damaged or cut-off spreadsheet" in broken.reason
        assert broken.origin.member == f"{before}broken.xlsx"
        assert made.origin.member == f"{before}list.xlsx/News.csv"


@pytest.mark.parametrize(
    ("data", "media_type", "name", "said"),
    [
        (ole("EncryptedPackage", b"x"), EXCEL, "a.xlsx", "with a password: save it without one"),
        (ole("WordDocument", b"x"), "application/msword", "a.doc", "save it as .docx"),
        (ole("Else", b"x"), "application/msword", "a.doc", "save it as .docx"),
        (ole("PowerPoint Document", b"x"), "application/vnd.ms-powerpoint", "a", "save it as .pdf"),
        (
            ole("__substg1.0_0037001F", "Workbook".encode("utf-16-le")),
            "application/vnd.ms-outlook", "a.msg", "save it as .eml",
        ),
        (packed({"mimetype": f"{OPEN}text"}), f"{OPEN}text", "a.odt", "save it as .docx, .xlsx"),
        (ole("Else", b"x"), "application/ms-tnef", "winmail.dat", "not a format that is read"),
    ],
)  # fmt: skip
def test_a_document_that_is_not_read_is_told(
    data: bytes, media_type: str, name: str, said: str
) -> None:
    assert said in reason(data, media_type, name)


@pytest.mark.parametrize(
    ("data", "media_type", "name", "library"),
    [
        (xlsx(ROWS), EXCEL, "list.xlsx", "python_calamine"),
        (word(), WORD, "release.docx", "docx"),
    ],
)
def test_without_the_extra_it_is_named(
    data: bytes, media_type: str, name: str, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    find: Any = importlib.util.find_spec
    monkeypatch.setattr(
        "archive.readers.documents.text_of.find_spec",
        lambda wanted: None if wanted == library else find(wanted),
    )
    assert "pip install 'news-archive[documents]'" in reason(data, media_type, name)


def test_pictures_calendars_and_signatures_are_only_listed() -> None:
    assert not items(
        mail(
            (b"\x89PNG", "image/png", "a.png"), (b"BEGIN:VCALENDAR", "text/calendar", "a.ics"),
            (b"x", "application/pgp-signature", "a.asc"),
            (b"x", "application/octet-stream", "a.mp4"),
            (b"x", "application/vnd.android.package-archive", "a.apk"),
        )
    )  # fmt: skip


def test_no_more_comes_out_of_all_attachments_than_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.readers.sources.allowance._FREE", 20_000)
    monkeypatch.setattr("archive.readers.sources.allowance.MOST_RATIO", 1)
    long = {"News": [ROWS["News"][0], *[["Ferry", None, "It sails. " * 9]] * 99]}
    found = items(mail(*[(xlsx(long), EXCEL, f"{at}.xlsx") for at in range(5)]))
    assert isinstance(found[-1], Skipped)
    assert "the rest is not read" in found[-1].reason
    assert len(found) < 5 * 99


def test_what_was_attached_is_read_again_from_what_is_kept(store: Store) -> None:
    take_in(store, mail((xlsx(ROWS), EXCEL, "l.xlsx"), (book(), "application/epub+zip", "b.epub")),
            "letter.eml")  # fmt: skip
    told, _ = run(store, selection=everything())
    assert [one.fate for one in told.values()] == ["unchanged"] * 4
