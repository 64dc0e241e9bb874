"""An article and what marks its texts -> snippets: pieces of text with the spans that matched."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import reduce
from itertools import pairwise
from operator import or_

from archive.article import Article
from archive.text.markdown import to_text
from index.answers.marks import Marker, Span
from index.answers.results import Snippet

WIDTH = 240  # characters of a snippet
_MOST_SNIPPETS = 2
_ROOM = WIDTH * 2 // 3  # that the marks of a snippet may take, so that they have text around
_LONG_WORD = 40  # a longer one may be cut
# The streams that a text is indexed in, but for those in "body" alone.
_STREAMS = {"title": ("title",), "dateline": ("body", "dateline"), "author": ("body", "author")}


def snippets(marker: Marker, article: Article) -> tuple[Snippet, ...]:
    """The title with its marks, then the best pieces of the text, each on one line.

    Where the text has no match, its beginning, or what did match: a caption, a tag, a name.
    """
    found: list[Snippet] = []
    if article.title:
        found.append(_marked_part(marker, "title", article.title, article))
    body = to_text(article.body).replace("\n\n", " ")
    marks = marker.spans(("body",), body, article.language)
    if not marks and (other := _elsewhere(marker, article)):
        return (*found, *other)
    for start, end in _windows(body, marks):
        found.append(Snippet("body", *_cut(body, start, end, marks)))
    return tuple(found)


def _windows(text: str, marks: list[Span]) -> list[Span]:
    """At most two windows of a text, in order: those that show the most different marks."""
    if not text:
        return []
    if not marks:
        return [(0, min(len(text), WIDTH))]
    known: dict[str, int] = {}
    written = [text[start:end].casefold() for start, end in marks]
    bits = [known.setdefault(each, 1 << len(known)) for each in written]
    # Of each window what makes it better, in this order: how many different marks no chosen one
    # shows, how many different ones, how many, that it and its first mark are further to the front.
    # Behind that its end, and its marks.
    rated: list[tuple[int, int, int, int, int, int, int]] = []
    last, most, length = 0, len(marks) - 1, len(text)
    for at, (start, _) in enumerate(marks):
        if last < at:
            last = at
        while last < most and marks[last + 1][1] <= start + _ROOM:
            last += 1
        end = marks[last][1]
        left = max(0, start - max(WIDTH - (end - start), 0) // 2)
        right = min(length, max(end, left + WIDTH))
        left = max(0, min(left, right - WIDTH))
        shows = 1 if len(known) == 1 else reduce(or_, bits[at : last + 1])
        rated.append((shows.bit_count(), shows.bit_count(), last - at, -left, -at, right, shows))
    chosen: list[Span] = []
    shown = 0
    while rated and len(chosen) < _MOST_SNIPPETS:
        *_, left, _, end, shows = max(rated)
        start = -left
        chosen.append((start, end))
        shown |= shows
        rated = [
            ((r[6] & ~shown).bit_count(), *r[1:]) for r in rated if r[5] <= start or end <= -r[3]
        ]
    return sorted(chosen)


def _cut(text: str, left: int, right: int, marks: list[Span]) -> tuple[str, tuple[Span, ...]]:
    """A window narrowed to whole words, with an ellipsis where text is left out, and its marks."""
    inside = [mark for mark in marks if left <= mark[0] and mark[1] <= right]
    left = _word_start(text, left, inside[0][0] if inside else right)
    right = _word_end(text, right, inside[-1][1] if inside else left)
    before = "… " if left > 0 else ""
    after = " …" if right < len(text) else ""
    shift = len(before) - left
    shifted = tuple((start + shift, end + shift) for start, end in inside)
    return before + text[left:right] + after, shifted


def _word_start(text: str, at: int, most: int) -> int:
    """The next start of a word, at most at `most`; in a word that is too long, a character's."""
    if at == 0 or text[at - 1] == " ":
        return at
    space = text.find(" ", at, min(at + _LONG_WORD, most))
    if space >= 0:
        return space + 1
    while at > 0 and _continues(text, at):
        at -= 1
    return at


def _word_end(text: str, at: int, least: int) -> int:
    """The last end of a word before, at least `least`; inside too long a word, a character's."""
    if at == len(text) or text[at] == " ":
        return at
    space = text.rfind(" ", max(at - _LONG_WORD, least), at)
    if space >= 0:
        return space
    while at < len(text) and _continues(text, at):
        at += 1
    return at


def _continues(text: str, at: int) -> bool:
    """Whether what stands there belongs to the character before: a mark, a joiner, a skin tone."""
    return (
        unicodedata.category(text[at]).startswith("M")
        or "\u200d" in text[at - 1 : at + 1]
        or "\U0001f3fb" <= text[at] <= "\U0001f3ff"
    )


def named_parts(article: Article) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """The texts of an article with what each is (title, body, caption ...) and its streams."""
    if article.title:
        yield "title", _STREAMS["title"], article.title
    if body := to_text(article.body):
        yield "body", ("body",), body
    for name, text in _beside_body(article):
        yield name, _STREAMS.get(name, ("body",)), text


def _beside_body(article: Article) -> Iterator[tuple[str, str]]:
    """What is indexed with the body but is not the body: captions, tags, dateline ..."""
    parts = [("summary", article.summary), ("dateline", article.dateline)]
    parts += [("caption", image.caption) for image in article.images]
    parts += [("author", name) for name in article.authors]
    parts += [("tag", name) for name in article.tags]
    return ((name, text) for name, text in parts if text)


def _elsewhere(marker: Marker, article: Article) -> list[Snippet]:
    """Marks beside the body."""
    beside = _beside_body(article)
    found = [_marked_part(marker, name, text, article) for name, text in beside]
    return [snippet for snippet in found if snippet.spans][:_MOST_SNIPPETS]


def _marked_part(marker: Marker, name: str, text: str, article: Article) -> Snippet:
    """A short text as a whole; a dateline or an author has a stream of its own besides."""
    streams = _STREAMS.get(name, ("body",))
    return Snippet(name, text, tuple(marker.spans(streams, text, article.language)))


def marked(snippet: Snippet) -> list[tuple[str, bool]]:
    """A snippet as (text, whether it matched) in order: what a printer needs."""
    edges = [0, *(edge for span in snippet.spans for edge in span), len(snippet.text)]
    pieces = [(snippet.text[a:b], bool(at % 2)) for at, (a, b) in enumerate(pairwise(edges))]
    return [(text, hit) for text, hit in pieces if text]
