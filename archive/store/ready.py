"""What is kept of an article, as far as it can be made without the database: in any process."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from archive.article import BESIDE, Article, to_json
from archive.store.originals import hash_of, pack

if TYPE_CHECKING:  # loaded where one is made
    from archive.store.sketch import Sketch

_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Ready:
    """An article with its original, ready to be kept. Each part is made when it is first asked for,
    and goes with it to another process.

    A part that cannot be made raises ValueError, OverflowError or RecursionError.
    """

    article: Article
    original: bytes

    def make(self) -> Ready:
        """Makes all parts now; gives itself."""
        self.content, self.data, self.digest, self.packed, self.sketch  # noqa: B018 - made by this
        return self

    @cached_property
    def content(self) -> str:
        """The hash of the article's content."""
        return self.article.content_hash()

    @cached_property
    def data(self) -> str:
        """The article as JSON, as its first revision."""
        return _as_json(self.article.with_revision(1))

    @cached_property
    def digest(self) -> str:
        """The hash of its original."""
        return hash_of(self.original)

    @cached_property
    def packed(self) -> bytes:
        """Its original as one zstd frame."""
        return pack(self.original)

    @cached_property
    def sketch(self) -> Sketch:
        """What its story is found by."""
        from archive.store.sketch import sketch

        return sketch(self.article)

    def as_revision(self, number: int) -> str:
        """The article as JSON, as a revision of that number."""
        return self.data if number == 1 else _as_json(self.article.with_revision(number))


def _as_json(article: Article) -> str:
    """JSON, version 1 (docs/formats.md), without blanks: the article as its source sent it, and
    without what is no part of a revision.
    """
    kept = to_json(article.as_supplied())
    for name in BESIDE:
        del kept[name]
    return _COMPACT.encode(kept)
