"""Collections that people make: articles in order, with notes on them and on passages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from archive.article import this_instant
from archive.collecting.journal import ITSELF, Journal, Step
from archive.collecting.kept import (
    BY_DATE,
    Collection,
    Listed,
    Passage,
    checked_name,
    checked_note,
)
from archive.collecting.reading import Collections
from archive.errors import RequestError
from archive.store.collections import SAID
from archive.text.plain import fold_line
from index.people.work import (
    IDENTIFIER,
    Loaded,
    Table,
    Tally,
    Work,
    articles_in,
    named,
    only,
    table,
    text,
    wrong,
)

_PART = "collections"
_OUT = "taken_out"
_BY_DATE = "by_date"  # it has no place of its own
# What was put in by hand and taken out again is told nobody; what a text says of one that is still
# to come, which may come in under the name, is told again.
_TOLD = f" AND ({SAID} OR article_id IN (SELECT article_id FROM expected))"


def dump(work: Work) -> dict[str, Any]:
    """Collections by their names; their articles in order, by ids, of those whose identifiers are
    known, and last those that were taken out of what came in under the name, or may still.
    """
    lists = Collections(work.store.database)
    return {each.name: _written(work, each) for each, _ in lists.all()}


def _written(work: Work, collection: Collection) -> dict[str, Any]:
    known = _known(work, collection.key, _TOLD)
    identities = work.identities(known)
    found: dict[str, Any] = {"note": collection.note} if collection.note else {}
    found["articles"] = {
        article_id: {IDENTIFIER: identities[article_id], **_of_article(each)}
        for article_id, each in known.items()
        if article_id in identities
    }
    return found


def _of_article(listed: Listed) -> dict[str, Any]:
    facts: dict[str, Any] = {"note": listed.note} if listed.note else {}
    if not listed.has_place:
        facts[_OUT if listed.place is None else _BY_DATE] = True
    if listed.passages:
        facts["passages"] = [
            {"quote": each.quote, "revision": each.revision}
            | ({"note": each.note} if each.note else {})
            for each in listed.passages
        ]
    return facts


def _known(work: Work, key: str, which: str = "") -> dict[str, Listed]:
    """What people say of the articles of a collection, in its order; `which`, in SQL."""
    rows = work.store.database.run(
        "SELECT article_id, place, given, added_at, note, passages FROM listed WHERE key = ?"
        f"{which} ORDER BY place IS NULL, place, article_id",
        (key,),
    )
    return {article_id: Listed.of_row(*row) for article_id, *row in rows}


def load(work: Work, data: Any) -> Loaded:
    """Makes them, or adds to those of their names as one act, which can be undone like any other.
    What is there already and not in the text stands behind what is; a note or passages that the
    text does not speak of stay.
    """
    tally = Tally()
    steps = [
        step
        for name, value in named(_PART, data).items()
        for step in _loaded(work, name, table(f"{_PART}.{name}", value), tally)
    ]
    if steps:
        Journal(work.store).write("archive load", steps[0].key, steps)
    return tally.whole()


def _loaded(work: Work, name: str, found: Table, tally: Tally) -> Iterator[Step]:
    where = f"{_PART}.{name}"
    only(where, found, "note", "articles")
    old = Collections(work.store.database).find(name)
    try:
        note = _note(where, found, old.note if old else "")
        new = Collection(checked_name(name), note, old.made_at if old else this_instant())
    except RequestError as error:
        raise wrong(where, error.message) from error
    tally.add(old != new)
    if old != new:
        yield Step(new.key, ITSELF, old.written() if old else None, new.written())
    yield from _articles(work, where, new.key, table(where, found.get("articles", {})), tally)


def _articles(work: Work, where: str, key: str, data: Table, tally: Tally) -> Iterator[Step]:
    before, wanted = _known(work, key), dict[str, Listed]()
    members = set(Collections(work.store.database).ids(key))
    for article_id, identity, found in articles_in(f"{where}.articles", data):
        waits = identity if work.expect(article_id, identity) else None
        there = before.get(article_id)
        given = there.given if there else article_id not in members
        wanted[article_id] = _read(f"{where}.articles.{article_id}", found, given, there)
        same = there is not None and _of_article(there) == _of_article(wanted[article_id])
        tally.add(not same, waits)
    for article_id, each in _placed(before, wanted).items():
        there = before.get(article_id)
        if there != each:
            yield Step(key, article_id, there.written() if there else None, each.written())


def _placed(before: Mapping[str, Listed], wanted: Mapping[str, Listed]) -> dict[str, Listed]:
    """All of them with their places: as they are where they are in the order wanted."""
    order = [each for each, listed in wanted.items() if listed.has_place]
    order += [each for each, listed in before.items() if each not in wanted and listed.has_place]
    held = [before[each].place if each in before else None for each in order]
    numbers = [number for number in held if number is not None]
    if len(numbers) != len(order) or numbers != sorted(numbers):
        numbers = [float(number) for number in range(1, len(order) + 1)]
    places = dict(zip(order, numbers, strict=True))
    return {
        each: replace(listed, place=places.get(each, listed.place))
        for each, listed in {**before, **wanted}.items()
    }


def _read(where: str, found: Table, given: bool, there: Listed | None) -> Listed:
    """What the text and the archive say of an article, which is in order when all are read."""
    only(where, found, IDENTIFIER, "note", "passages", _OUT, _BY_DATE)
    out, by_date = found.get(_OUT, False), found.get(_BY_DATE, False)
    if not isinstance(out, bool) or not isinstance(by_date, bool):
        raise wrong(where, f"{_OUT} and {_BY_DATE} should be true or false")
    passages = found.get("passages", ())
    if not isinstance(passages, list | tuple):
        raise wrong(where, "passages should be a list")
    has_place = not by_date or (there is not None and there.has_place)
    before = {fold_line(each.quote): each for each in there.passages} if there else {}
    try:
        note = _note(where, found, there.note if there else "")
        read = [_passage(where, table(where, each), before) for each in passages]
    except RequestError as error:
        raise wrong(where, error.message) from error
    joined = {fold_line(each.quote): each for each in read}
    joined |= {quote: each for quote, each in before.items() if quote not in joined}
    at = there.added_at if there else this_instant()
    place = None if out else 0.0 if has_place else BY_DATE
    return Listed(place, given, at, note, tuple(joined.values()))


def _passage(where: str, found: Table, before: Mapping[str, Passage]) -> Passage:
    """A passage that the text has; `before` are those that are here, by their folded quotes."""
    only(where, found, "quote", "note", "revision")
    quote = text(where, found, "quote")
    if not quote or not fold_line(quote):
        raise wrong(where, "a passage has no quote")
    there = before.get(fold_line(quote), Passage(quote))
    revision = found.get("revision", there.revision)
    if type(revision) is not int or revision < 1:
        raise wrong(where, "revision should be a number, 1 or more")
    return Passage(quote, _note(where, found, there.note), revision)


def _note(where: str, found: Table, there: str) -> str:
    """The note that the text has; where it has none, the one that is here stays."""
    written = text(where, found, "note")
    return there if written is None else checked_note(written)
