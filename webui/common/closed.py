"""Articles that may not be read, and what their address says instead."""

from __future__ import annotations

from datetime import UTC, datetime

from archive.article import Article
from archive.normalise.embargo import embargoed_until
from archive.status import HIDDEN, TAKEN_OUT
from archive.store.history import place_taken
from archive.store.originals import Replacement
from webui.common.errors import ClosedError
from webui.common.kept import passing
from webui.common.wording import human_date


def removed(reason: str | None, instead: str | None) -> ClosedError:
    """What the page of an article says that a person has taken out of the archive."""
    return ClosedError(
        410,
        "This article has been removed",
        reason or TAKEN_OUT,
        (instead,) if instead else (),
    )


def readable(article: Article) -> Article:
    """The article, or ClosedError: 410 where it was taken away for good, 403 where it is held back.

    410 lets caches, crawlers and programs drop what they have; the page is there all the same.
    """
    until = embargoed_until(article, datetime.now(UTC))
    if until:
        moment = until.astimezone(UTC)
        raise ClosedError(
            403,
            "This article is under an embargo",
            f"It can be read from {human_date(moment.date().isoformat())}, {moment:%H:%M} UTC",
        )
    if article.status == "withdrawn":
        raise ClosedError(410, "This article was withdrawn", _withdrawn(article))
    if article.status == "withheld":
        raise ClosedError(
            403,
            "This article is held back",
            "Its supplier asked for it not to be published until further notice",
        )
    return article


def replaced(replacement: Replacement) -> ClosedError:
    """410 for an article that its original no longer gives, with links to what took its place."""
    return ClosedError(
        410,
        "Another article has taken the place of this one"
        if replacement.successors
        else "This is no longer an article of the archive",
        place_taken(replacement),
        replacement.successors,
    )


def is_readable(article: Article) -> bool:
    """Whether a state of an article that is not removed may be read."""
    return article.status not in HIDDEN and not _embargoed(article)


def note_is_public(article: Article) -> bool:
    """Whether the note on a state may be read. It may on a withdrawn one, whose text may not."""
    return article.status != "withheld" and not _embargoed(article)


def _embargoed(article: Article) -> bool:
    """Whether a state is under an embargo. An answer that depends on it is not kept: that of an
    earlier state ends without the archive knowing.
    """
    if embargoed_until(article, datetime.now(UTC)) is None:
        return False
    passing()
    return True


def _withdrawn(article: Article) -> str:
    """Who withdrew what, and the note on it; neither title nor text."""
    who = " and ".join(article.agency) or "Its supplier"
    dated = f" The article was dated {human_date(article.date)}." if article.date else ""
    note = f" The note says: {article.note}" if article.note else ""
    return f"{who} took it back, so its text is not shown.{dated}{note}"
