"""People's tags, and the names that they have given to tags."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from archive.errors import RequestError
from archive.store.by_hand import Said, checked_tag
from archive.tagging.journal import NAMES, Step
from archive.tagging.tagging import Tagging
from archive.text.plain import fold_line
from index.people.work import (
    IDENTIFIER,
    Loaded,
    Tally,
    Work,
    articles_in,
    named,
    only,
    table,
    texts,
    wrong,
)

_PART = "tags"


def dump(work: Work) -> dict[str, Any]:
    """Names by the folded tags that they stand for; tags by the ids of articles, of
    those whose identifiers are known.
    """
    said: dict[str, list[str]] = {}
    for article_id, each in work.store.database.rows(
        "SELECT article_id, said FROM hand_tags ORDER BY article_id, key"
    ):
        said.setdefault(article_id, []).append(each)
    identities = work.identities(said)
    return {
        "names": work.store.tag_names(),
        "articles": {
            article_id: {IDENTIFIER: identities[article_id], "tags": each}
            for article_id, each in said.items()
            if article_id in identities
        },
    }


def load(work: Work, data: Any) -> Loaded:
    """Adds them to what is there as one act, which can be undone like any other."""
    only(_PART, table(_PART, data), "names", "articles")
    tally, tagging = Tally(), Tagging(work.store)
    steps = [
        *_names(work, data.get("names", {}), tally), *_said(work, data.get("articles", {}), tally),
    ]  # fmt: skip
    tagging.write(tagging.of_steps("archive load", steps))
    return tally.whole()


def _names(work: Work, data: Any, tally: Tally) -> list[Step]:
    before = work.store.tag_names()
    where = f"{_PART}.names"
    wanted = dict(before)
    for old, new in named(where, data).items():
        if not isinstance(new, str):
            raise wrong(where, f"the name of {old!r} should be a text")
        wanted[fold_line(_tag(where, old))] = _tag(where, new)
    called = {key: _last(where, key, wanted) for key in wanted}
    for key in {fold_line(old) for old in data}:
        tally.add(before.get(key) != called[key])
    return [
        Step(NAMES, key, before.get(key), name)
        for key, name in called.items()
        if before.get(key) != name
    ]


def _last(where: str, key: str, names: dict[str, str]) -> str:
    """What a tag is called in the end, where its name is another tag's old one."""
    seen = {key}
    while (called := fold_line(names[key])) in names and called != key:
        if called in seen:
            raise wrong(where, f"the names of {key!r} lead in a circle")
        seen.add(called)
        key = called
    return names[key]


def _said(work: Work, data: Any, tally: Tally) -> list[Step]:
    before = {
        (article_id, key): said
        for article_id, key, said in work.store.database.rows(
            "SELECT article_id, key, said FROM hand_tags"
        )
    }
    steps = []
    for article_id, identity, found in articles_in(f"{_PART}.articles", data):
        where = f"{_PART}.articles.{article_id}"
        only(where, found, IDENTIFIER, "tags")
        waits = identity if work.expect(article_id, identity) else None
        for said in _each_once(where, texts(where, found, "tags")):
            old = before.get((article_id, said.key))
            if old != str(said):
                steps.append(Step(article_id, said.key, old, str(said)))
            tally.add(old != str(said), waits)
    return steps


def _each_once(where: str, written: Iterable[str]) -> Iterable[Said]:
    """What is said of each tag. InputError where one is both given and taken away, which is what
    two texts put together can say; the same said twice is said.
    """
    found: dict[str, Said] = {}
    for said in (_read(where, each) for each in written):
        other = found.setdefault(said.key, said)
        if str(other)[0] != str(said)[0]:
            raise wrong(where, f"it says both {other} and {said}")
    return found.values()


def _read(where: str, written: str) -> Said:
    try:
        return Said.read(written)
    except RequestError as error:
        raise wrong(where, error.message) from error


def _tag(where: str, written: str) -> str:
    try:
        return checked_tag(written)
    except RequestError as error:
        raise wrong(where, error.message) from error
