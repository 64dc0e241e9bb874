"""A collection as a document in Markdown: its articles in order, cited, with notes and passages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from archive.citing.cited import cite
from archive.citing.styles import STYLES
from archive.collecting.kept import Collection
from archive.collecting.shown import UNREADABLE, Shown
from archive.masthead import Masthead
from archive.text.markdown import escape

_STYLE = STYLES["chicago"]


def collection_markdown(
    collection: Collection, articles: Iterable[Shown], masthead: Masthead, today: date
) -> Iterator[str]:
    """The document, piece by piece, each article with its number in the collection; of one that may
    not be read, its id and no more. What people typed and what articles say is shown as it is, and
    is no markup.
    """
    yield "\n\n".join([f"# {escape(collection.name)}", *_note(collection.note)]) + "\n"
    for each in articles:
        if article := each.article:
            head = f"## {each.number}. {escape(article.headline)}"
            citation = _STYLE.text(cite(article, masthead, today)).strip()
            cited = f"{escape(citation)} [{article.id}]"
            yield "\n" + "\n\n".join([head, cited, *_of_article(each)]) + "\n"
        else:
            yield f"\n## {each.number}. {UNREADABLE}\n\n[{each.id}]\n"


def _of_article(each: Shown) -> Iterator[str]:
    yield from _note(each.note)
    for quoted in each.passages:
        yield f"> {escape(quoted.passage.quote)}"
        if not quoted.stands:
            revision = quoted.passage.revision
            yield f"*It stood there in revision {revision}, and does not now.*"
        yield from _note(quoted.passage.note)


def _note(note: str) -> Iterator[str]:
    """The paragraphs of a note, its lines as they are."""
    for paragraph in filter(str.strip, note.split("\n\n")):
        yield "  \n".join(escape(line) for line in paragraph.strip("\n").split("\n"))
