"""Articles that people have taken out of search: the note, what readers are told, and what they are
to read instead.
"""

from __future__ import annotations

from typing import Any

from archive.article import make_id, this_instant
from archive.store.removals import Withdrawal, Withdrawals
from index.people.work import (
    IDENTIFIER,
    Loaded,
    Table,
    Tally,
    Work,
    articles_in,
    only,
    text,
    wrong,
)

_INSTEAD = "instead_identifier"
_KEYS = (IDENTIFIER, "note", "reason", "instead", _INSTEAD)


def dump(work: Work) -> dict[str, Any]:
    """Withdrawals by the ids of articles, of those whose identifiers are known; what is not known
    is left out.
    """
    found = Withdrawals(work.store.database).all()
    others = {each.instead for each in found.values() if each.instead}
    identities = work.identities([*found, *others])
    written: dict[str, Any] = {}
    for article_id, each in found.items():
        if article_id not in identities:
            continue
        other = identities.get(each.instead) if each.instead else None
        facts = {
            IDENTIFIER: identities[article_id], "note": each.note, "reason": each.reason,
            "instead": each.instead if other else None, _INSTEAD: other,
        }  # fmt: skip
        written[article_id] = {key: value for key, value in facts.items() if value is not None}
    return written


def load(work: Work, data: Any) -> Loaded:
    """Takes the articles out of search, and tells readers what is said; one that is still to come
    is taken out when it does. What the text does not say of a withdrawal that is here stays.
    """
    tally, withdrawals, at = Tally(), Withdrawals(work.store.database), this_instant()
    before = withdrawals.all()
    for article_id, identity, found in articles_in("withdrawals", data):
        where = f"withdrawals.{article_id}"
        only(where, found, *_KEYS)
        instead, other = text(where, found, "instead"), text(where, found, _INSTEAD)
        if instead is not None:
            if other is None or make_id(other) != instead or instead == article_id:
                raise wrong(
                    where, f"{_INSTEAD} is not that of another article with the id {instead}"
                )
            work.expect(instead, other)
        there = before.get(article_id) or Withdrawal()
        wanted = Withdrawal(
            _said(where, found, "note", there.note),
            _said(where, found, "reason", there.reason),
            there.instead if instead is None else instead,
        )
        waits = work.expect(article_id, identity)
        changed = before.get(article_id) != wanted
        if changed:
            withdrawals.put(article_id, wanted, at, waits=waits)
            if not waits:
                work.store.log(article_id, "remove", at, wanted.note)
        tally.add(changed, identity if waits else None)
    return tally.whole()


def _said(where: str, found: Table, key: str, there: str | None) -> str | None:
    """What the text says; where it says nothing, what is said here; "" takes it away."""
    written = text(where, found, key)
    return there if written is None else written or None
