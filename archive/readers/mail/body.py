"""What a mail says, put together of its parts in plain text and in HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from archive.article import BodyFormat
from archive.readers.mail.parts import Piece
from archive.readers.mail.plain import read_plain
from archive.text.markdown import from_text

# A part in plain text says as much as the one in HTML, or stands there for form's sake.
_LEAST_SHARE = 0.5
_SAME = 0.9  # of the words of a text that stand in the HTML beside it: it says the same
_PLAIN, _HTML = "the part in plain text", "the part in HTML"
_RULE = re.compile(r"[-_=*~]{8,}")
_LONGEST_FOOTER = 1500  # characters below a rule: the list's name, how to leave it, a motto
_MOST_WORDS = 60  # of a footer without a rule, for a text may end with how to leave the list
_ADDRESS = re.compile(r"<(?:mailto:([^<>?]+)|([^<>]+/[^<>]+))")


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a mail, the sender's signature below it, and which parts it was taken from."""

    text: str = ""
    form: BodyFormat = "text"
    signature: str | None = None
    taken_from: str = _PLAIN


def body_of(pieces: tuple[Piece, ...], list_fields: list[str]) -> Body:
    """The pieces one below the other, without the footer that a list adds as a part of its own.

    `list_fields` are the header fields that name the addresses of the list.
    """
    read = [_read(piece) for piece in _paired(pieces)]
    if len(read) > 1 and _is_footer(read[-1].text, list_fields):
        del read[-1]
    if len(read) < 2:
        return read[0] if read else Body()
    whole = replace(
        read[0],
        signature="\n\n".join(each.signature for each in read if each.signature) or None,
        taken_from=" and ".join(dict.fromkeys(each.taken_from for each in read)),
    )
    if all(each.form == "text" for each in read):
        return replace(whole, text="\n\n".join(each.text.strip("\n") for each in read))
    blocks = (from_text(each.text) if each.form == "text" else each.text for each in read)
    return replace(whole, text="\n\n".join(filter(None, blocks)), form="markdown")


def _paired(pieces: tuple[Piece, ...]) -> list[Piece]:
    """The pieces; a text and HTML that says the same are one, as of programs that forget to say
    that they are alternatives.
    """
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else Piece()
        text, html = (last, piece) if last.texts else (piece, last)
        halves = text.texts and html.html and not text.html and not html.texts
        if halves and _says_the_same(text, html):
            found[-1] = Piece(text.texts, html.html)
        else:
            found.append(piece)
    return found


def _says_the_same(text: Piece, html: Piece) -> bool:
    words = set(re.findall(r"\w+", " ".join(each.said for each in text.texts)))
    there = set(re.findall(r"\w+", _markdown(html)))
    return len(words & there) >= _SAME * len(words)


def _read(piece: Piece) -> Body:
    """One piece: its plain text, or its HTML as Markdown where that says what the text does not."""
    said = "\n\n".join(text.said for text in piece.texts)
    markdown = _markdown(piece)
    if markdown and not (said.strip() and _says_as_much(said, markdown)):
        return Body(markdown, "markdown", None, _HTML)
    if len(piece.texts) > 1:
        return body_of(tuple(Piece((text,)) for text in piece.texts), [])
    for text in piece.texts:
        plain = read_plain(text.said, text.flowed, text.delete_space)
        return Body(plain.body, plain.body_format, plain.signature)
    return Body(taken_from=_HTML)


def _says_as_much(text: str, markdown: str) -> bool:
    return len(text.split()) >= _LEAST_SHARE * len(markdown.split())


def _markdown(piece: Piece) -> str:
    if not piece.html:
        return ""
    from archive.text.html import html_to_markdown

    return "\n\n".join(filter(None, map(html_to_markdown, piece.html)))


def _is_footer(text: str, list_fields: list[str]) -> bool:
    """Whether a text is short, and begins with a rule or names the list that the mail is of."""
    text = text.strip()
    if len(text) <= _LONGEST_FOOTER and _RULE.match(text):
        return True
    if len(text) > _LONGEST_FOOTER or len(text.split()) > _MOST_WORDS:
        return False
    addresses = (found[1] or found[2] for each in list_fields for found in _ADDRESS.finditer(each))
    return "mailing list" in text.lower() or any(each.strip() in text for each in addresses)
