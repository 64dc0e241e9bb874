"""What store and index keep to, simulated: commits, crashes, openings anew, swaps, going back.

A machine of hypothesis' does what people and programs do to an archive, in every order, with a
seed. What must be kept is told by a plain model; what must be answered, by the engine in memory.
All of it is real: files, SQLite, engines. Only crashes are copies of a folder (`interrupting`).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from copy import deepcopy
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

import hypothesis
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from archive.store.by_hand import Said
from archive.store.saved import Mark, SavedSearch
from archive.store.sqlite.backups import go_back
from archive.store.sqlite.database import FILE
from archive.store.store import Store
from archive.tagging.tagging import Tagging
from index.engines.common.interface import FOLDER, Engine
from index.engines.common.request import Request
from index.engines.memory import MemoryEngine
from index.engines.open import open_engine
from index.query.parse import parse
from index.upkeep.check import problems
from index.upkeep.sync import rebuild, state, sync
from tests.torture.interrupting import How, Interruption
from tests.torture.model import IDS, NAMES, Kept, article, held, held_by

TEXTS = ("The bridge stands.", "The bridge fell into the river.", "Oil was found.", "石油 oil", "")
TAGS = ("Syria", "Iraq", "War")
QUESTIONS = (
    "", "bridge", '"the river"', "oil OR grain", "tag:War", "-tag:Syria", "collection:Pile",
)  # fmt: skip
REQUESTS = tuple(
    Request(parse(question).query, sort="newest", limit=50, facets=("tag", "agency"), dates=True)
    for question in QUESTIONS
)

names = st.sampled_from(NAMES)
hows = st.sampled_from(["fails", "dies"])
piles = st.dictionaries(names, st.sampled_from(TEXTS), min_size=1, max_size=3)


class Protocol(RuleBasedStateMachine):
    """An archive, what it has to hold, and readers that were opened before."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp(prefix="protocol"))
        self.numbers = count()
        self.kept = Kept()
        self.seen = 0  # the highest number of the log
        self.backups: list[tuple[Path, Kept]] = []
        self.states: dict[tuple[str, object], object] = {}  # of each generation of each engine
        self.readers: list[tuple[Store, Engine]] = []
        self.ended: list[tuple[Store, Engine]] = []  # as of processes that nobody has told to close
        self.follower = MemoryEngine()  # follows from the beginning, whatever happens

    @initialize(engine=st.sampled_from(["whoosh", "tantivy"]), eager=st.booleans(), pile=piles)
    def begin(self, engine: str, eager: bool, pile: dict[str, str]) -> None:
        """`eager` programs bring the index up to date after each step, others now and then."""
        self.home, self.name, self.eager = self.folder / "home", engine, eager
        self._open()
        self.put(pile)

    def _open(self) -> None:
        self.store = Store.create(self.home)
        self.engine = open_engine(self.name, self.home, lock_timeout=5)

    def _end(self) -> None:
        """Goes without closing anything; others will find it open."""
        self.ended.append((self.store, self.engine))
        del self.store, self.engine

    def _close_all(self) -> None:
        """Nobody has it open any more."""
        if hasattr(self, "store"):
            self._end()
        for store, engine in (*self.readers, *self.ended):
            engine.close()
            store.close()
        self.readers, self.ended = [], []

    def teardown(self) -> None:
        try:
            if hasattr(self, "store"):
                self.follow()
        finally:
            self._close_all()
            shutil.rmtree(self.folder, ignore_errors=True)

    # What is done to it -------------------------------------------------------------------------

    @rule(pile=piles)
    def put(self, pile: dict[str, str]) -> None:
        self._put(pile)
        for name, text in pile.items():
            self.kept.put(name, text)

    def _put(self, pile: dict[str, str]) -> None:
        with self.store.transaction():
            for name, text in pile.items():
                self.store.put(article(name, text), text.encode(), "text/plain")

    @rule(name=names)
    def remove(self, name: str) -> None:
        if name in self.kept.texts and name not in self.kept.removed:
            self.store.remove(IDS[name])
            self.kept.removed.add(name)

    @rule(name=names)
    def restore(self, name: str) -> None:
        if name in self.kept.removed:
            self.store.restore(IDS[name])
            self.kept.removed.remove(name)

    @rule(name=names, tag=st.sampled_from(TAGS))
    def tag(self, name: str, tag: str) -> None:
        if name in self.kept.texts and name not in self.kept.removed:
            tagging = Tagging(self.store)
            tagging.do(lambda: tagging.change([Said(True, tag)], [IDS[name]], None))
            self.kept.tags.add((name, tag))

    @rule(name=names)
    def collect(self, name: str) -> None:
        if name in self.kept.texts:
            with self.store.transaction():
                self.store.collect(IDS[name], ["Pile"])
            self.kept.piles.add(name)

    @rule(name=st.sampled_from(["One", "Two"]), question=st.sampled_from(QUESTIONS))
    def save(self, name: str, question: str) -> None:
        self._save(name, question)
        self.kept.saved[name] = question

    def _save(self, name: str, question: str) -> None:
        mark = Mark(self.store.last_change()[0], "2026-01-01T00:00:00Z")
        with self.store.transaction():
            self.store.saved.put(SavedSearch(name, question, 2, mark))

    # The index ----------------------------------------------------------------------------------

    @rule()
    def follow(self) -> None:
        """The next command brings the index up to date: it is sound, and answers as it should."""
        sync(self.store, self.engine)
        assert list(problems(self.store, self.engine)) == []
        given = answers(self.engine)
        with closing(MemoryEngine()) as oracle:
            for other in (oracle, self.follower):
                sync(self.store, other)
                assert given == answers(other), other is oracle
        self.states[self.name, self.engine.generation()] = given

    @rule()
    def reindex(self) -> None:
        rebuild(self.store, self.engine)
        assert len(list((self.home / FOLDER / self.name).glob("g*"))) == 1, "something is left"
        self.follow()

    @rule()
    def switch(self) -> None:
        """Another engine, which may have followed some of it before."""
        self.engine.close()
        self.name = "tantivy" if self.name == "whoosh" else "whoosh"
        self.engine = open_engine(self.name, self.home, lock_timeout=5)
        self.follow()

    # Ends and beginnings ------------------------------------------------------------------------

    @rule()
    def open_anew(self) -> None:
        self._end()
        self._open()

    @rule(pile=piles, at=st.integers(1, 40), how=hows)
    def interrupt_putting(self, pile: dict[str, str], at: int, how: How) -> None:
        after = deepcopy(self.kept)
        for name, text in pile.items():
            after.put(name, text)
        self._interrupt(lambda: self._put(pile), after, at, how)

    @rule(name=names, question=st.sampled_from(QUESTIONS), at=st.integers(1, 6), how=hows)
    def interrupt_people(self, name: str, question: str, at: int, how: How) -> None:
        after = deepcopy(self.kept)
        if name in after.texts and name not in after.removed:
            after.removed.add(name)
            self._interrupt(lambda: self.store.remove(IDS[name]), after, at, how)
        else:
            after.saved["One"] = question
            self._interrupt(lambda: self._save("One", question), after, at, how)

    @rule(pile=piles, anew=st.booleans(), at=st.integers(1, 30), how=hows)
    def interrupt_following(self, pile: dict[str, str], anew: bool, at: int, how: How) -> None:
        self.put(pile)
        follow = rebuild if anew else sync
        self._interrupt(lambda: follow(self.store, self.engine), self.kept, at, how)
        self.follow()

    def _interrupt(self, act: Callable[[], object], after: Kept, at: int, how: How) -> None:
        """Something goes wrong while something is done: it is done wholly, or not at all."""
        strike = Interruption(self.home, at, how, self.folder / f"left{next(self.numbers)}")
        with strike.lying_in_wait():
            act()
        event(f"{how}: {'struck' if strike.struck else 'done'}")
        self._end()
        if strike.struck and how == "dies":
            self._close_all()
            self.home = strike.left
        self._open()
        if held(self.store) == held_by(after):
            self.kept = after
        assert strike.struck or self.kept is after

    @precondition(lambda self: len(self.readers) < 2)
    @rule()
    def open_reader(self) -> None:
        """Somebody who looks, and goes on looking."""
        self.follow()
        engine = open_engine(self.name, self.home, lock_timeout=5)
        engine.ids()
        self.readers.append((Store.open(self.home, read_only=True), engine))

    @rule()
    def readers_leave(self) -> None:
        while self.readers:
            store, engine = self.readers.pop()
            engine.close()
            store.close()

    @rule()
    def look_only(self) -> None:
        """Who only looks sees all, and whether the index follows."""
        expected = state(self.store, self.engine)
        with Store.open(self.home, read_only=True) as store:
            assert held(store) == held_by(self.kept)
            with closing(open_engine(self.name, self.home)) as engine:
                assert state(store, engine) == expected

    @rule()
    def back_up(self) -> None:
        path = self.folder / f"backup{next(self.numbers)}.db"
        self.store.backup(path)
        self.backups.append((path, deepcopy(self.kept)))

    @precondition(lambda self: self.backups)
    @rule(data=st.data(), before=piles, after=piles)
    def go_back(self, data: st.DataObject, before: dict[str, str], after: dict[str, str]) -> None:
        """Another history from here on, with the same numbers; the index has followed the first."""
        path, kept = data.draw(st.sampled_from(self.backups))
        self.put(before)
        self.follow()
        self._close_all()
        go_back(self.home / FILE, path)
        self.kept, self.seen = deepcopy(kept), 0
        self._open()
        self.put(after)
        self.follow()

    # What holds after each step -----------------------------------------------------------------

    @invariant()
    def all_is_kept(self) -> None:
        if hasattr(self, "store"):
            assert held(self.store) == held_by(self.kept)
            number, _ = self.store.last_change()
            assert number >= self.seen
            self.seen = number
            if self.eager:
                self.follow()

    @invariant()
    def readers_see_one_whole_state(self) -> None:
        for store, engine in self.readers:
            assert held(store) == held_by(self.kept)
            known = self.states.get((engine.name, engine.generation()))
            if known is not None and state(store, engine).verdict == "current":
                assert answers(engine) == known
            assert engine.ids() <= set(IDS.values())


def broken(seed: int, number: int) -> list[str]:
    """What does not hold in so many histories, each told as the steps that led there."""
    tried = settings(
        max_examples=number, stateful_step_count=40, deadline=None, derandomize=False,
        database=None, report_multiple_bugs=True, suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    try:
        run_state_machine_as_test(hypothesis.seed(seed)(Protocol), settings=tried)
    except Exception as error:
        errors = error.exceptions if isinstance(error, ExceptionGroup) else [error]
        return ["\n".join([repr(each), *getattr(each, "__notes__", ())]) for each in errors]
    return []


def answers(engine: Engine) -> list[object]:
    """What an engine answers to everything."""
    found = [engine.search(request) for request in REQUESTS]
    hits = [[article_id for article_id, _ in each.hits] for each in found]
    return [hits, [(each.total, each.facets, each.missing, each.dates) for each in found]]
