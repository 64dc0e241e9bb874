"""Marking the words of a search in the HTML of a body, by the same analysis that found it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from html.parser import HTMLParser

from markupsafe import Markup

from archive.article import Article
from archive.text.markdown import to_html, to_text
from archive.text.rendered import ListNumbers
from index.answers.marks import Marker
from index.query.tree import Query
from webui.common.compiling import escaped


def marked_title(article: Article, query: Query) -> list[tuple[str, bool]]:
    """The headline as (text, whether it matched) in order."""
    text = article.headline
    marks = Marker(query).spans(("title",), text, article.language) if article.title else []
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in marks:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [(piece, hit) for piece, hit in [*pieces, (text[at:], False)] if piece]


def marks(pieces: Iterable[tuple[str, bool]]) -> Markup:
    """Text with its marks as HTML. A page has thirty of these: a macro would take twice as long."""
    return Markup(  # noqa: S704 - escaped
        "".join(
            [
                f"<mark>{escaped(text)}</mark>" if hit else escaped(text)
                for text, hit in joined(pieces)
            ]
        )
    )


def joined(pieces: Iterable[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """The same pieces, two marks with nothing but a space between them made one."""
    found: list[tuple[str, bool]] = []
    for text, hit in pieces:
        if hit and len(found) > 1 and found[-1][0].isspace() and found[-2][1]:
            space, _ = found.pop()
            before, _ = found.pop()
            text = before + space + text
        found.append((text, hit))
    return found


def marked_body(article: Article, query: Query) -> str:
    """The body as clean HTML with <mark> around what the query matches in it."""
    html = to_html(article.body)
    text = to_text(article.body)
    found = Marker(query).spans(("body",), text, article.language)
    if not found:
        return html
    marker = _Marker(_letters(text, found))
    marker.feed(html)
    marker.close()
    # Where text and HTML do not hold the same letters, no mark is better than a wrong one.
    return "".join(marker.parts) if not marker.left else html


def _letters(text: str, found: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """The visible characters of a text, each with whether a span covers it.

    HTML and plain text differ in white space and the numbers of lists, so the rest is the same in
    both.
    """
    covered = {at for start, end in found for at in range(start, end)}
    return [(char, at in covered) for at, char in enumerate(text) if not char.isspace()]


class _Marker(HTMLParser):
    """Copies clean HTML, and marks text as the letters tell it."""

    def __init__(self, letters: list[tuple[str, bool]]) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.left = letters[::-1]
        self.numbers = ListNumbers()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append(self.get_starttag_text() or "")
        self.numbers.begin(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{tag}>")
        self.numbers.end(tag)

    def handle_data(self, data: str) -> None:
        if data.strip():
            for char in self.numbers.take().rstrip():
                self._take(char)
        run, run_hit = "", False
        for char in data:
            hit = run_hit and self._inside() if char.isspace() else self._take(char)
            if hit != run_hit:
                self._flush(run, run_hit)
                run, run_hit = "", hit
            run += char
        self._flush(run, run_hit)

    def _take(self, char: str) -> bool:
        if not self.left or self.left[-1][0] != char:
            return False
        return self.left.pop()[1]

    def _inside(self) -> bool:
        """Whether a space stands between two marked letters."""
        return bool(self.left) and self.left[-1][1]

    def _flush(self, run: str, hit: bool) -> None:
        if run:
            text = escape(run, quote=False)
            self.parts.append(f"<mark>{text}</mark>" if hit else text)
