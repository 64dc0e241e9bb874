"""Query + article -> snippets: pieces of text with the spans that matched.

Marks are found by the same analysis that matched, so what is marked is why it was found.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from archive.article import Article
from archive.markdown import to_text
from index.analysis import Token, stem, tokens
from index.query import Phrase, Prefix, Query, Word, wanted_leaves
from index.results import Snippet

WIDTH = 240  # characters of a snippet
_MOST_SNIPPETS = 2
Span = tuple[int, int]


def snippets(query: Query, article: Article) -> tuple[Snippet, ...]:
    """The title with its marks, then the best pieces of the text; without a match, its beginning."""
    found: list[Snippet] = []
    if article.title:
        found.append(
            Snippet("title", article.title, tuple(spans(query, "title", article.title, article)))
        )
    body = to_text(article.body)
    pieces = _pieces(body, spans(query, "body", body, article))
    for text, marks in pieces:
        found.append(Snippet("body", text, marks))
    if not any(marks for _, marks in pieces):
        other = _elsewhere(query, article)
        if other:
            return tuple([*found[: 1 if article.title else 0], *other])
    return tuple(found)


def spans(query: Query, stream: str, text: str, article: Article) -> list[Span]:
    """What matches in a text of a stream: spans [start, end), joined where they touch, in order."""
    leaves = [
        leaf
        for leaf in wanted_leaves(query)
        if isinstance(leaf, Word | Phrase | Prefix) and stream in leaf.streams
    ]
    if not leaves or not text:
        return []
    found = list(tokens(text))
    marks: set[Span] = set()
    for leaf in leaves:
        marks.update(_leaf_spans(leaf, found, article.language))
    return _joined(sorted(marks))


def _leaf_spans(
    leaf: Word | Phrase | Prefix, found: list[Token], language: str | None
) -> Iterable[Span]:
    match leaf:
        case Word(_, _, stems):
            wanted = set(stems)
            for token in found:
                if stem(token.text, language) in wanted:
                    yield token.start, token.end
        case Prefix(_, start):
            for token in found:
                if token.text.startswith(start):
                    yield token.start, token.end
        case Phrase(_, words):
            width = len(words)
            for at in range(len(found) - width + 1):
                if all(found[at + n].text == word for n, word in enumerate(words)):
                    yield found[at].start, found[at + width - 1].end


def _joined(marks: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in marks:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _pieces(text: str, marks: list[Span]) -> list[tuple[str, tuple[Span, ...]]]:
    """At most two windows of the text, those with the most marks, cut at words, in order."""
    if not text:
        return []
    if not marks:
        return [_cut(text, 0, min(len(text), WIDTH), [])]
    windows: list[tuple[int, int, int]] = []  # marks inside, start, end
    for at, (start, end) in enumerate(marks):
        inside = [mark for mark in marks[at:] if mark[1] <= max(end, start + WIDTH * 2 // 3)]
        last = inside[-1][1] if inside else end
        spare = max(WIDTH - (last - start), 0)
        left = max(0, start - spare // 2)
        right = min(len(text), max(last, left + WIDTH))
        different = len({text[a:b].casefold() for a, b in inside})
        windows.append((different * 10 + len(inside), max(0, min(left, right - WIDTH)), right))
    chosen: list[tuple[int, int]] = []
    for _, left, right in sorted(windows, key=lambda window: (-window[0], window[1])):
        if all(right <= a or b <= left for a, b in chosen):
            chosen.append((left, right))
        if len(chosen) == _MOST_SNIPPETS:
            break
    return [_cut(text, left, right, marks) for left, right in sorted(chosen)]


def _cut(text: str, left: int, right: int, marks: list[Span]) -> tuple[str, tuple[Span, ...]]:
    """A window moved to word borders, on one line, with an ellipsis where text is left out."""
    inside = [mark for mark in marks if left <= mark[0] and mark[1] <= right]
    lowest = inside[0][0] if inside else right
    highest = inside[-1][1] if inside else left
    if left > 0:
        space = text.find(" ", left, min(left + 40, lowest))
        left = space + 1 if space >= 0 else left
    if right < len(text):
        space = text.rfind(" ", max(right - 40, highest), right)
        right = space if space >= 0 else right
    piece = text[left:right]
    kept = piece.rstrip()
    lead = len(kept) - len(kept.lstrip())
    kept = kept.strip()
    before = "… " if left > 0 else ""
    after = " …" if right < len(text) and kept else ""
    shift = len(before) - left - lead
    shifted = tuple((start + shift, end + shift) for start, end in inside)
    return before + kept.replace("\n\n", " \u00b6").replace("\n", " ").replace(
        "\u00b6", " "
    ) + after, shifted


def _elsewhere(query: Query, article: Article) -> list[Snippet]:
    """Marks in what is indexed with the body but is not the body: captions, tags, dateline ..."""
    parts = [("summary", article.summary), ("dateline", article.dateline)]
    parts += [("caption", image.caption) for image in article.images]
    parts += [("author", name) for name in article.authors]
    parts += [("tag", name) for name in article.tags]
    found: list[Snippet] = []
    for field, text in parts:
        if text:
            streams = ("body", field) if field in ("dateline", "author") else ("body",)
            marks = _joined(
                sorted({mark for stream in streams for mark in spans(query, stream, text, article)})
            )
            if marks:
                found.append(Snippet(field, text, tuple(marks)))
    return found[:_MOST_SNIPPETS]


def marked(snippet: Snippet) -> list[tuple[str, bool]]:
    """A snippet as (text, whether it matched) in order: what a printer needs."""
    edges = [0, *(edge for span in snippet.spans for edge in span), len(snippet.text)]
    pieces = [(snippet.text[a:b], bool(at % 2)) for at, (a, b) in enumerate(pairwise(edges))]
    return [(text, hit) for text, hit in pieces if text]
