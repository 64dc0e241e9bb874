"""What sources changed in articles that were out already: edits, silent ones and those that say so.

Never what this archive changed itself, by reading an original again with better rules: such a
revision takes the place of the reading that it renews, and what the source sends next is compared
with it. Two readings by different rules are not compared, for what differs may be ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from archive.article import Article
from archive.errors import StoreDamagedError
from archive.normalise.embargo import embargoed_until
from archive.status import HIDDEN, MARKED, SILENT
from archive.store.common.database import Database
from archive.store.originals import as_sent
from archive.store.succession import supersedes
from archive.text.diff import Piece, compare_texts, count_words
from archive.text.markdown import to_text
from archive.text.plain import one_line

_SAYS_SO = frozenset({"corrected", "updated"})  # a repeat says that nothing has changed
_TEXTS = ("title", "body", "summary", "caption")  # what is counted in words


@dataclass(frozen=True, slots=True)
class Edit:
    """The source sent an article again with another text, at the instant `at`.

    `changed` names what differs, of `archive.status.EDITED`. `words` is how many words changed, one
    put in place of another counting once (of Chinese, Japanese and Korean: letters), `share` how
    many in a hundred of the longer text, rounded up. `silent`: nothing in it says so.
    """

    before: Article
    after: Article
    at: datetime
    changed: tuple[str, ...]
    words: int
    share: int
    silent: bool

    @property
    def kind(self) -> str:
        """As the field `edited` has it."""
        return SILENT if self.silent else MARKED


@dataclass(frozen=True, slots=True)
class _State:
    """A revision: when it was seen, by which rules it was read, and the revision as which its
    original came; None for what the source sent, 0 where that came as another article.
    """

    article: Article
    at: datetime
    rules: int
    renews: int | None

    @property
    def root(self) -> int:
        return self.renews or self.article.revision


def edits_among(
    db: Database, articles: Iterable[Article], damaged: dict[str, str]
) -> dict[str, tuple[Edit, ...]]:
    """The edits of each of some articles in their current state, in the order of time; those
    without any are left out, and those of which a state cannot be read: `damaged` says so.
    """
    rows = db.rows_one_by_one(
        "SELECT article_id, data, seen_at, coalesce(rules, 0), renews FROM revisions"
        " WHERE article_id IN",
        [article.id for article in articles],
        damaged,
    )
    found = {}
    for article_id, group in groupby(sorted(rows, key=lambda row: row[0]), lambda row: row[0]):
        try:
            states = [
                _State(as_sent(article_id, data), datetime.fromisoformat(at), rules, renews)
                for _, data, at, rules, renews in group
            ]
        except (StoreDamagedError, ValueError):
            damaged[article_id] = f"an earlier revision of {article_id} is damaged"
            continue
        states.sort(key=lambda state: state.article.revision)
        if edits := tuple(_edits(states)):
            found[article_id] = edits
    return found


def first_states(db: Database, ids: Iterable[str]) -> dict[str, Article]:
    """The states in which articles came first; those that cannot be read are left out."""
    sql = "SELECT article_id, data FROM revisions WHERE revision = 1 AND article_id IN"
    found = {}
    for article_id, data in db.rows_one_by_one(sql, ids, {}):
        with suppress(StoreDamagedError):
            found[article_id] = as_sent(article_id, data)
    return found


def resent(db: Database, ids: Iterable[str]) -> list[tuple[datetime, str, int]]:
    """When the sources of some articles sent them again, and as which revisions; the last first.
    Not each of these is an edit.
    """
    rows = db.rows_among(
        "SELECT seen_at, article_id, revision FROM revisions"
        " WHERE revision > 1 AND renews IS NULL AND article_id IN",
        ids,
    )
    found = [(datetime.fromisoformat(at), article_id, number) for at, article_id, number in rows]
    return sorted(found, reverse=True)


def _edits(states: list[_State]) -> Iterator[Edit]:
    """The edits among all states of an article, by number."""
    current = states[0]
    for state in states[1:]:
        if state.renews:
            current = state if state.root == current.root else current
        elif supersedes(state.article, current.article):
            if state.renews is None and (edit := _edit(current, state)):
                yield edit
            current = state


def _edit(before: _State, after: _State) -> Edit | None:
    """What a state changed in the one before it; None where no reader can have seen that, or no
    difference is the source's beyond doubt.
    """
    was_out = embargoed_until(before.article, after.at) is None
    hidden = HIDDEN & {before.article.status, after.article.status}
    if hidden or not was_out or before.rules != after.rules:
        return None
    return compared(before.article, after.article, after.at)


def compared(before: Article, after: Article, at: datetime) -> Edit | None:
    """What one state changed in another, as an edit; None where readers read the same in both."""
    old, new = _parts(before), _parts(after)
    changed = tuple(name for name in old if old[name].split() != new[name].split())
    if not changed:
        return None
    words = longest = 0
    for name in _TEXTS:
        pieces = compare_texts(old[name], new[name])
        kept, gone, came = (count_words(pieces, kind) for kind in ("same", "removed", "added"))
        words += max(gone, came)
        longest += kept + max(gone, came)
    share = -(-100 * words // longest) if longest else 0
    return Edit(before, after, at, changed, words, share, not _says_so(before, after))


def title_pieces(edit: Edit) -> tuple[Piece, ...]:
    """The two titles compared."""
    return compare_texts(one_line(edit.before.title) or "", one_line(edit.after.title) or "")


def _parts(article: Article) -> dict[str, str]:
    """What readers read of an article, by the names of `archive.status.EDITED`."""
    return {
        "title": article.title or "",
        "body": to_text(article.body),
        "summary": article.summary or "",
        "caption": "\n\n".join(image.caption for image in article.images if image.caption),
        "author": "\n".join(article.authors),
        "dateline": article.dateline or "",
        "date": article.date or "",
    }


def _says_so(before: Article, after: Article) -> bool:
    """Whether a state says that it was changed: by a status or a note that the one before did not
    have, or has in an earlier version. A number of a version alone says nothing to a reader.
    """
    signals = [
        (state.status if state.status in _SAYS_SO else None, state.note, state.extra.get("version"))
        for state in (before, after)
    ]
    status, note, _ = signals[1]
    return bool(status or note) and signals[0] != signals[1]
