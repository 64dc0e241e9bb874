"""What a digest says, before it is JSON or a letter: its articles within a limit, with links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from archive.article import JSON_VERSION, Article
from archive.settings import Settings
from archive.text.wording import counted
from index.answers.results import Hit
from index.answers.results_json import hit_json
from index.answers.search import Search
from index.following.digest import Digest, Withdrawn
from index.query.saved import described


@dataclass(frozen=True, slots=True)
class Contents:
    """A digest to be told: the first of its hits, and how many `more` there are. `base` is where
    the archive is served ("" where nobody said).
    """

    digest: Digest
    new: tuple[Hit, ...]
    changed: tuple[Hit, ...]
    more: int
    base: str

    @property
    def counts(self) -> str:
        """How much there is: "3 new, 1 changed, 2 withdrawn"."""
        news = self.digest.news
        numbers = (
            (len(news.new), "new"), (len(news.changed), "changed"),
            (len(self.digest.withdrawn), "withdrawn"),
        )  # fmt: skip
        return ", ".join(f"{number:,} {what}" for number, what in numbers if number)

    @property
    def rest(self) -> str:
        """What is not listed, in words; "" where all is."""
        return f"and {counted(self.more, 'article')} more" if self.more else ""

    def link(self, article: Article) -> str | None:
        """Where an article can be read: here, if that is known, or else where it came from."""
        return f"{self.base}/article/{article.id}" if self.base else article.url


def contents(search: Search, digest: Digest, settings: Settings, limit: int) -> Contents:
    """The contents of a digest with at most `limit` hits, the new ones before the changed."""
    news = digest.news
    new = news.new[:limit]
    changed = news.changed[: limit - len(new)]
    return Contents(
        digest,
        tuple(search.hits(news.query, new)),
        tuple(search.hits(news.query, changed)),
        len(news.new) + len(news.changed) - len(new) - len(changed),
        settings.masthead().base_address,
    )


def as_json(told: Contents) -> dict[str, Any]:
    """What a webhook gets, version 1 (docs/following.md)."""
    digest = told.digest
    saved = digest.saved
    return {
        "version": JSON_VERSION,
        "id": digest.id,
        "search": {"name": saved.name, "query": saved.text, "description": described(saved)},
        "since": digest.told.at,
        "until": digest.upto.at,
        "counts": {
            "new": len(digest.news.new),
            "changed": len(digest.news.changed),
            "withdrawn": len(digest.withdrawn),
        },
        "new": _hits(told, told.new),
        "changed": _hits(told, told.changed),
        "withdrawn": [_gone(told, each) for each in digest.withdrawn],
        "more": told.more,
        "notices": list(digest.news.notices),
    }


def _hits(told: Contents, hits: Sequence[Hit]) -> list[dict[str, Any]]:
    return [{**hit_json(hit), "note": hit.article.note, "page": _page(told, hit)} for hit in hits]


def _page(told: Contents, hit: Hit) -> str | None:
    return told.link(hit.article) if told.base else None


def _gone(told: Contents, gone: Withdrawn) -> dict[str, Any]:
    article = gone.article
    return {
        "id": article.id,
        "date": article.date,
        "agency": list(article.agency),
        "reason": gone.reason,
        "page": told.link(article) if told.base else None,
    }


def facts(article: Article) -> Iterator[str]:
    """What a line under a title says."""
    if article.status:
        yield article.status + (f" ({article.note})" if article.note else "")
    if article.agency:
        yield ", ".join(article.agency)
    if article.date:
        yield article.date
    if article.publisher:
        yield article.publisher
