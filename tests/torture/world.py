"""An archive to be attacked, what is done to it, and what has to hold whatever happens then."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from multiprocessing.process import BaseProcess
from pathlib import Path

from archive.store.sqlite.database import FILE
from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.search import Search
from index.engines.common.interface import Engine
from index.engines.memory import MemoryEngine
from index.engines.open import open_engine
from index.upkeep.check import problems
from index.upkeep.sync import sync
from tests.torture.running import Ended, run

QUESTIONS = ("", "oil", '"deir ezzor"', "river OR bridge*", "tag:torture", "oil -Syria", "glacier~")

# A sentence that nobody but a programmer can do anything with.
NEVER_SAID = ("Traceback", "went wrong in the program itself", "panicked")

# What must not lie about once the next command is done.
LEFTOVERS = ("*.partial*", "*.new", "*.tmp", "tmp*", "*.db-journal")

# What is kept, but for moments, random tokens and logs: table -> the columns that count.
KEPT = {
    "articles": "id, identity, revision, date, removed_at IS NULL, story",
    "revisions": "article_id, revision, content_hash, original_hash, rules",
    "originals": "hash, size",
    "removals": "article_id, reason, instead",
    "collections": "article_id, key, name",
    "hand_tags": "article_id, key, said",
    "tag_names": "key, name",
    "saved_searches": "key, name, text, options",
    "lists": "key, name, note",
    "listed": "key, article_id, note, passages",
}

Row = tuple[object, ...]
State = frozenset[Row]
Answer = tuple[object, ...]  # a question, how many articles, which, and the facets
Answers = dict[str, list[Answer]]  # of each archive, by the name of its folder


@dataclass(frozen=True)
class Act:
    """A command that changes something. `again` are the exit codes of the same command where all
    of it is done already: done (0), nothing to do (1), there already (2). One that is not `whole`
    may be found done in part. One that starts `anew` has to load its libraries and their data.
    What it `makes` alone lets it say that it is there already.
    """

    name: str
    arguments: tuple[str, ...]
    again: tuple[int, ...] = (0,)
    engine: str = "whoosh"
    whole: bool = True
    anew: bool = False
    makes: str = ""


ACTS = {
    act.name: act
    for act in (
        Act("ingest", ("ingest", "{world}/pile"), whole=False),
        Act(
            "ingest into nothing",
            ("--home", "{world}/fresh", "ingest", "{world}/pile"),
            whole=False,
        ),
        Act("remove", ("remove", "{id}", "--reason", "a test"), (0, 2)),
        Act("tag", ("tag", "+torture", "--", "oil"), (0, 1)),
        Act("collection", ("collection", "add", "Lost", "{id}"), (0, 1)),
        Act("save", ("save", "kept", "oil"), (0, 2)),
        Act("load", ("load", "{world}/dump")),
        Act("reindex", ("reindex",)),
        Act("switch", ("reindex",), engine="tantivy"),
        Act("search by tantivy", ("search", "oil"), engine="tantivy"),
        Act("backup", ("backup", "{world}/copy.db"), (0, 2), makes="copy.db"),
        Act("go-back", ("go-back", "{world}/older.db")),
        Act(
            "export", ("export", "oil", "--output", "{world}/out.jsonl"), (0, 2), makes="out.jsonl"
        ),
    )
}


# They write files of their own, or take long, and are attacked in the long run alone; power fails
# in all.
WRITERS = {
    act.name: act
    for act in (
        Act("engine", ("reindex", "--engine", "tantivy"), engine="tantivy"),
        Act("dump", ("dump", "{world}/written")),
        Act("salvage", ("salvage", "{world}/saved"), (0, 2)),
        Act("copy", ("copy", "--to", "{world}/saved"), (0, 2)),
        Act(
            "site",
            ("export", "oil", "--format", "site", "--output", "{world}/site"),
            (0, 2),
            makes="site",
        ),
        Act("ingest anew", ("ingest", "{world}/pile/30.md"), whole=False, anew=True),
    )
}


class World:
    """A folder with an archive, a pile to take in, a backup and a dump to go back to and load."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"

    @classmethod
    def made(cls, folder: Path) -> World:
        """A new one: thirty articles, some work of people's on them, an index, and six to come."""
        world = cls(folder)
        (folder / "first").mkdir(parents=True)
        (folder / "pile").mkdir()
        for number in range(36):
            place = "pile" if number >= 30 else "first"
            (folder / place / f"{number:02}.md").write_text(_article(number))
        (folder / "pile" / "again.md").write_text(_article(3) + "\nCorrected: the bridge stands.\n")
        for words in (
            ("ingest", f"{folder}/first"),
            ("tag", "+checked", "--", "bridge*"),
            ("save", "rivers", "river"),
            ("collection", "new", "Lost"),
        ):
            world.do(words)
        with Store.open(world.home) as store:
            store.backup(folder / "older.db")
        spellings = world.home / "variants.txt"
        spellings.write_text("Qurbi, Korbi\n")
        for words in (("dump", f"{folder}/dump"), ("tag", "-checked", "--", "bridge*")):
            world.do(words)
        spellings.unlink()  # which loading writes anew
        return world

    def do(self, words: Sequence[str]) -> None:
        """A command that has to succeed."""
        ended = run(["--home", str(self.home), *words])
        assert ended.code == 0, ended

    def copied(self, folder: Path) -> World:
        """The same world in another folder."""
        world = World(Path(shutil.copytree(self.folder, folder)))
        world.some_id = self.some_id  # even where it has been removed
        return world

    @cached_property
    def some_id(self) -> str:
        """The id of an article that is in it from the start."""
        with Store.open(self.home, read_only=True) as store:
            return min(store.ids())

    def words(self, act: Act) -> list[str]:
        """The command line of an act in this world."""
        return ["--home", str(self.home)] + [
            word.replace("{world}", str(self.folder)).replace("{id}", self.some_id)
            for word in act.arguments
        ]

    def run(
        self,
        act: Act,
        before: Callable[[], None] | None = None,
        meanwhile: Callable[[BaseProcess], None] = lambda process: None,
    ) -> Ended:
        """Does an act in a process of its own (`running.run`)."""
        return run(self.words(act), {"ARCHIVE_ENGINE": act.engine}, before, meanwhile, act.anew)

    def archives(self) -> list[Path]:
        """The folders that hold an archive by now."""
        homes = (self.folder / name for name in ("home", "fresh", "saved"))
        return [home for home in homes if (home / FILE).is_file()]

    def state(self) -> State:
        """A row for everything that is kept."""
        return frozenset(row for home in self.archives() for row in kept_rows(home))

    def answers(self) -> Answers:
        """What the engine in memory answers of each archive."""
        found = {}
        for home in self.archives():
            with Store.open(home) as store, closing(MemoryEngine()) as oracle:
                sync(store, oracle)
                found[home.name] = list(_answers(store, oracle))
        return found

    def check(self, act: Act, answers: Answers) -> None:
        """AssertionError unless all is sound, and the act's engine gives these answers."""
        for home in self.archives():
            with Store.open(home) as store, closing(open_engine(act.engine, home)) as engine:
                sync(store, engine)
                assert list(problems(store, engine)) == []
                assert list(_answers(store, engine)) == answers[home.name]
        lying = [path for name in LEFTOVERS for path in self.folder.rglob(name)]
        assert not lying, lying


def _answers(store: Store, engine: Engine) -> Iterator[Answer]:
    for question in QUESTIONS:
        asked = Asked(question, limit=50, sort="newest", facets=True, snippets=False)
        results = Search(store, engine).search(asked)
        yield question, results.total, [hit.article.id for hit in results.hits], results.facets


def kept_rows(home: Path) -> Iterator[Row]:
    """Whatever is kept of an archive: the name of its folder, a table, and a row of that."""
    with closing(sqlite3.connect(home / FILE)) as database:
        made = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
        for table, columns in KEPT.items():
            if table in made:
                for row in database.execute(f"SELECT {columns} FROM {table}"):
                    yield home.name, table, *row


def _article(number: int) -> str:
    subject = ("oil", "river", "bridge", "glacier", "grain", "Deir Ezzor")[number % 6]
    place = ("Syria", "Iraq", "Norway")[number % 3]
    body = f"The {subject} of {place} was the subject of meeting {number}. " * (1 + number % 4)
    return (
        f"---\ntitle: {subject} talks, round {number}\ndate: 2017-{1 + number % 12:02}-11\n"
        f"agency: Reuters\ntags: [{place}, Conflict]\n---\n\n{body}\n"
    )
