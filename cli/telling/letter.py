"""A digest as a letter: plain text, and the same as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from html import escape

from archive.article import Article
from cli.telling.contents import Contents, facts
from index.answers.results import Hit
from index.following.digest import Withdrawn
from index.query.saved import described

_ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]\\]+@([^@\s<>,;:\"()\[\]\\]+)")


def is_address(text: str) -> bool:
    """Whether a text can be an address of mail, bare: name@host."""
    return text.isascii() and _ADDRESS.fullmatch(text) is not None


def letter(told: Contents, sender: str, to: str) -> EmailMessage:
    """The letter to one address; a digest told again has the same Message-ID."""
    digest = told.digest
    host = sender.rpartition("@")[2]
    message = EmailMessage()
    message["Subject"] = f"{digest.saved.name}: {told.counts}"
    message["From"] = sender
    message["To"] = to
    message["Date"] = format_datetime(datetime.fromisoformat(digest.upto.at))
    message["Message-ID"] = f"<{digest.id}@{host}>"
    message["List-Id"] = f"<{_label(digest.saved.key)}.news-archive.{host}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence is told to us
    message.set_content("\n".join(_text(told)) + "\n")
    message.add_alternative(_html(told), subtype="html")
    return message


def _label(name: str) -> str:
    """A name as one label of RFC 2919: letters, digits and dashes."""
    plain = re.sub(r"[^a-z0-9]+", "-", name).strip("-")
    return plain if plain and name.isascii() else f"search-{name.encode().hex()[:40]}"


def _sections(told: Contents) -> Iterator[tuple[str, tuple[Hit, ...]]]:
    for heading, hits in (("New", told.new), ("Changed", told.changed)):
        if hits:
            yield heading, hits


def _text(told: Contents) -> Iterator[str]:
    yield f"{told.digest.saved.name}: {told.counts}"
    yield f"({described(told.digest.saved)})"
    for heading, hits in _sections(told):
        yield f"\n{heading}\n"
        for hit in hits:
            article = hit.article
            yield f"* {article.headline}"
            yield from (f"  {line}" for line in (" · ".join(facts(article)), _snippet(hit)) if line)
            yield f"  {told.link(article) or article.id}\n"
    if told.rest:
        yield f"{told.rest}.\n"
    if told.digest.withdrawn:
        yield "\nNot to be used any more\n"
        yield from (f"* {_gone(each)}" for each in told.digest.withdrawn)


def _html(told: Contents) -> str:
    parts = [f"<h1>{escape(told.digest.saved.name)}: {escape(told.counts)}</h1>"]
    parts.append(f"<p>{escape(described(told.digest.saved))}</p>")
    for heading, hits in _sections(told):
        parts.append(f"<h2>{heading}</h2>\n<ul>")
        parts += [_item(told, hit) for hit in hits]
        parts.append("</ul>")
    if told.rest:
        parts.append(f"<p>{escape(told.rest)}.</p>")
    if told.digest.withdrawn:
        parts.append("<h2>Not to be used any more</h2>\n<ul>")
        parts += [f"<li>{escape(_gone(each))}</li>" for each in told.digest.withdrawn]
        parts.append("</ul>")
    body = "\n".join(parts)
    title = escape(told.digest.saved.name)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{title}</title></head>\n<body>\n{body}\n</body></html>\n"
    )


def _item(told: Contents, hit: Hit) -> str:
    article = hit.article
    title = f'<b dir="auto"{_language(article)}>{escape(article.headline)}</b>'
    link = told.link(article)
    if link and link.startswith(("http://", "https://")):
        title = f'<a href="{escape(link)}">{title}</a>'
    lines = [title, escape(" · ".join(facts(article)))]
    if snippet := _snippet(hit):
        lines.append(f'<span dir="auto"{_language(article)}>{escape(snippet)}</span>')
    return f"<li>{'<br>'.join(filter(None, lines))}</li>"


def _language(article: Article) -> str:
    return f' lang="{escape(article.language)}"' if article.language else ""


def _snippet(hit: Hit) -> str:
    return next((" ".join(each.text.split()) for each in hit.snippets if each.field != "title"), "")


def _gone(gone: Withdrawn) -> str:
    """Of what is gone, its id and facts alone: not its title, which may be what was wrong."""
    article = gone.article
    told = ", ".join(filter(None, [*article.agency, article.date]))
    return f"{article.id}{f' ({told})' if told else ''}: {gone.reason}"
