"""Queries as readers type them, made of the words of some articles; the same for the same seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from archive.article import Article
from index.document import text_parts

_DEEPEST = 3


class Reader:
    """Asks for what stands in the articles: words as they are written there, phrases, names,
    beginnings, fields and dates, joined by operators; and narrows by tag, agency and date.
    """

    def __init__(self, articles: Sequence[Article], seed: int) -> None:
        self._random = Random(seed)
        self._articles = articles
        self._texts = [
            part.split()
            for each in articles
            for parts in text_parts(each).values()
            for part in parts
        ]
        self._texts = [text for text in self._texts if text]

    def query(self, depth: int = 0) -> str:
        """A query with brackets inside brackets, three deep at most."""
        kinds: list[tuple[float, Callable[[], str]]] = [
            (0.40, self._atom),
            (0.15, lambda: f"{self.query(depth + 1)} {self.query(depth + 1)}"),
            (0.15, lambda: f"{self.query(depth + 1)} OR {self.query(depth + 1)}"),
            (0.05, lambda: f"{self.query(depth + 1)} AND {self.query(depth + 1)}"),
            (0.10, lambda: f"{self.query(depth + 1)} -{self._atom()}"),
            (0.08, lambda: f"({self.query(depth + 1)})"),
            (0.07, lambda: f"NOT {self._atom()}"),
        ]
        return self._atom() if depth >= _DEEPEST else self._one_of(kinds)

    def filters(self) -> dict[str, Any]:
        """Mostly nothing; else a tag, an agency, the first day of a range."""
        found: dict[str, Any] = {}
        article = self._article()
        if article.tags and self._random.random() < 0.3:
            found["tag"] = (self._random.choice(article.tags),)
        if article.agency and self._random.random() < 0.25:
            found["agency"] = (article.agency[0],)
        if article.date and self._random.random() < 0.25:
            found["start"] = article.date[: self._random.choice((4, 7, 10))]
        return found

    def _atom(self) -> str:
        return self._one_of([
            (0.40, self._word),
            (0.10, lambda: self._side_by_side(2)),
            (0.18, lambda: f'"{self._side_by_side(self._random.choice((1, 2, 2, 3)))}"'),
            (0.05, lambda: f'"{self._side_by_side(2)}"~{self._random.choice((0, 3, 9))}'),
            (0.08, lambda: f"{self._word()[: self._random.randint(2, 5)]}*"),
            (0.05, lambda: f"={self._word()}"),
            (0.05, lambda: f"{self._random.choice(('title', 'body', 'author'))}:{self._word()}"),
            (0.05, lambda: f'tag:"{self._value(self._article().tags)}"'),
            (0.02, lambda: f'agency:"{self._value(self._article().agency)}"'),
            (0.02, self._date),
        ])  # fmt: skip

    def _one_of(self, kinds: list[tuple[float, Callable[[], str]]]) -> str:
        (chosen,) = self._random.choices([kind for _, kind in kinds], [n for n, _ in kinds])
        return chosen()

    def _article(self) -> Article:
        return self._random.choice(self._articles)

    def _value(self, values: Sequence[str]) -> str:
        return self._random.choice(values) if values else "none"

    def _date(self) -> str:
        day = (self._article().date or "2017")[: self._random.choice((4, 7, 10))]
        return f"{self._random.choice(('date', 'after', 'before'))}:{day}"

    def _word(self) -> str:
        word = self._random.choice(self._random.choice(self._texts))
        bare = word.strip(".,;:\"'()") or "news"
        return self._random.choice((bare, bare, bare.lower()))

    def _side_by_side(self, count: int) -> str:
        text = self._random.choice(self._texts)
        at = self._random.randrange(max(len(text) - count, 0) + 1)
        return " ".join(text[at : at + count]).replace('"', "")
