"""Tags given and taken away, renamed, undone and done again, over many articles at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from archive.article import Article, this_instant
from archive.errors import RequestError
from archive.store.by_hand import Said, checked_tag, merged
from archive.store.store import Store
from archive.tagging.carriers import Carriers
from archive.tagging.journal import NAMES, Done, Journal, Step
from archive.text.plain import fold_line

_BATCH = 500  # articles that are looked at at once


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be done to tags: the steps, which articles will show it, and how many were looked
    at; `labels` are tags that may be new.
    """

    said: str
    query: str | None
    steps: tuple[Step, ...]
    articles: tuple[str, ...]
    labels: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    found: int = 0


@dataclass(frozen=True, slots=True)
class Undone:
    """An act that was undone, or done again, and how many articles show it."""

    act: Done
    articles: int


class Tagging:
    """The tags that people give to the articles of one store. What is written is one transaction,
    of which the index has to be told afterwards.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._db = store.database
        self._journal = Journal(self._db)
        self._carriers = Carriers(store)

    def log(self) -> list[Done]:
        """All that was done, the newest first."""
        return self._journal.all()

    # What would be done -------------------------------------------------------------------------

    def change(self, said: Sequence[Said], ids: Iterable[str], query: str | None) -> Change:
        """What it would change to say something of articles, of which those out of search are left
        as they are. A tag that was renamed is meant by its old name too.
        """
        names = self._store.tag_names()
        meant = [Said(each.has, names.get(each.key, each.tag), each.kind) for each in said]
        _refuse_both(meant)
        notices = tuple(
            f"{each.tag} is called {wanted.tag} in this archive"
            for each, wanted in zip(said, meant, strict=True)
            if each.key != wanted.key
        )
        steps: list[Step] = []
        changed: list[str] = []
        found = 0
        for article, before in self._articles(ids):
            found += 1
            mine = list(_steps(article, before, meant))
            steps += mine
            after = before | {step.key: Said.read(step.after) for step in mine if step.after}
            other = merged(article.as_supplied(), after.values(), names)
            if _differs(article, other):
                changed.append(article.id)
        labels = tuple(each.tag for each in meant if each.has)
        text = " ".join(map(str, meant))
        return Change(text, query, tuple(steps), tuple(changed), labels, notices, found)

    def rename(self, old: str, new: str) -> Change:
        """What it would change to give a tag another name in the whole archive, for what comes in
        later too. Where the new one is a tag already, the two are one from then on, written as that
        is written. A tag that is given its own name back has it again, or is written as it is
        given. RequestError where nothing carries the tag.
        """
        old, new = Said.read(f"-{old}").tag, checked_tag(new)
        rules = self._store.tag_names()
        wanted, notices = self._renamed(old, new, rules)
        steps = tuple(
            Step(NAMES, key, rules.get(key), name)
            for key, name in wanted.items()
            if rules.get(key) != name
        )
        if not steps:
            raise RequestError(f"{old} is called {new} already", "archive tag --log lists it")
        articles = self._showing(steps)
        if not articles and not any(step.before for step in steps):
            raise RequestError(f"No article has the tag {old}", "archive tags lists all there are")
        return Change(f"{old} → {new}", None, steps, articles, (new,), notices, len(articles))

    def _renamed(
        self, old: str, new: str, rules: dict[str, str]
    ) -> tuple[dict[str, str | None], tuple[str, ...]]:
        """The names that change by a renaming, by folded tag (None: its own name again)."""
        old_key, new_key = fold_line(old), fold_line(new)
        if old_key == new_key:
            if old_key in rules and fold_line(rules[old_key]) != old_key:
                return {old_key: None}, ()
            alike = [key for key, name in rules.items() if fold_line(name) == old_key]
            return dict.fromkeys([*alike, old_key], new), ()
        wanted: dict[str, str | None] = {}
        notices: tuple[str, ...] = ()
        called = rules.get(new_key, new)
        if fold_line(called) == old_key:
            wanted[new_key] = None  # it was renamed the other way round before
        elif new_key in rules:
            if fold_line(called) != new_key:
                notices = (f"{new} is called {called} in this archive",)
            new = called
        else:
            new = self._store.labels("tag", [new_key]).get(new_key, new)
        for key, name in rules.items():
            if fold_line(name) == old_key and key != fold_line(new):
                wanted[key] = new
        return wanted | {old_key: new}, notices

    # Doing it -----------------------------------------------------------------------------------

    def do(self, look: Callable[[], Change]) -> Change:
        """Looks what would change, and does it in the same transaction; nothing is written down
        where there is nothing to do.
        """
        with self._store.transaction():
            change = look()
            self.write(change)
        return change

    def write(self, change: Change) -> None:
        """Does what was looked at, inside a `transaction`."""
        if not change.steps:
            return
        at = this_instant()
        self._journal.add(at, change.said, change.query, len(change.articles), change.steps)
        for label in change.labels:
            values = (fold_line(label), label)
            self._db.run("INSERT INTO labels VALUES ('tag', ?, ?) ON CONFLICT DO NOTHING", values)
        for article_id in change.articles:
            self._store.log(article_id, "tag", at)

    def of_steps(self, said: str, steps: Sequence[Step]) -> Change:
        """What it would change to take steps that somebody else has made."""
        after = [Said.read(step.after) for step in steps if step.after and step.place != NAMES]
        labels = dict.fromkeys(each.tag for each in after if each.has)
        return Change(said, None, tuple(steps), self._showing(steps), tuple(labels))

    def undo(self) -> Undone:
        """Undoes the last act that is not undone. RequestError where there is none."""
        with self._store.transaction():
            act = self._journal.last_done()
            steps = [step.back() for step in self._journal.steps(act)]
            return self._again(act, steps, "undone")

    def redo(self) -> Undone:
        """Does again the act that was undone last. RequestError where there is none."""
        with self._store.transaction():
            act = self._journal.first_undone()
            return self._again(act, self._journal.steps(act), "done")

    def _again(self, act: Done, steps: list[Step], state: str) -> Undone:
        at, articles = this_instant(), self._showing(steps)
        for step in steps:
            self._journal.take(step)
        for article_id in articles:
            self._store.log(article_id, "tag", at)
        self._journal.mark(act, state)
        return Undone(replace(act, state=state), len(articles))

    # Looking up ---------------------------------------------------------------------------------

    def _showing(self, steps: Iterable[Step]) -> tuple[str, ...]:
        """The ids of the live articles that will show it when steps are taken, in order."""
        names = self._store.tag_names()
        names_after, said = dict(names), dict[str, list[Step]]()
        for step in steps:
            if step.place != NAMES:
                said.setdefault(step.place, []).append(step)
            elif step.after is None:
                names_after.pop(step.key, None)
            else:
                names_after[step.key] = step.after
        renamed = {key for key, _ in names.items() ^ names_after.items()}
        ids = {*said, *(self._carriers.of(renamed) if renamed else ())}
        found = []
        for article, before in self._articles(sorted(ids)):
            after = dict(before)
            for step in said.get(article.id, ()):
                after.pop(step.key, None)
                if step.after is not None:
                    after[step.key] = Said.read(step.after)
            if _differs(article, merged(article.as_supplied(), after.values(), names_after)):
                found.append(article.id)
        return tuple(found)

    def _articles(self, ids: Iterable[str]) -> Iterator[tuple[Article, dict[str, Said]]]:
        """The live articles among some, each once, with what people say of them so far."""
        rest = iter(dict.fromkeys(ids))
        while part := list(islice(rest, _BATCH)):
            said: dict[str, dict[str, Said]] = {}
            for article_id, key, text in self._db.rows_among(
                "SELECT article_id, key, said FROM hand_tags WHERE article_id IN", part
            ):
                said.setdefault(article_id, {})[key] = Said.read(text)
            articles = self._store.get_many(part)
            for article_id in part:
                if article_id in articles:
                    yield articles[article_id], said.get(article_id, {})


def _differs(one: Article, other: Article) -> bool:
    return (one.tags, dict(one.tag_kinds)) != (other.tags, dict(other.tag_kinds))


def _steps(article: Article, before: dict[str, Said], said: Iterable[Said]) -> Iterator[Step]:
    """What changes where something is said of an article: what is given is given even if its source
    does so too, so that it stays; what it has not is not taken away.
    """
    shown = set(map(fold_line, article.tags))
    for each in said:
        old = before.get(each.key)
        if (each.has or each.key in shown) and old != each:
            yield Step(article.id, each.key, str(old) if old else None, str(each))


def _refuse_both(said: Sequence[Said]) -> None:
    keys: set[str] = set()
    for each in said:
        if each.key in keys:
            raise RequestError(f"{each.tag} stands there twice", "say it once, with + or with -")
        keys.add(each.key)
