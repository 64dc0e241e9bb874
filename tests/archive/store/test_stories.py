"""Stories in the store: joined as articles arrive, never left, and followed by the index."""

from __future__ import annotations

import itertools
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.article import Article
from archive.store.sqlite import schema
from archive.store.sqlite.version import APPLICATION_ID
from archive.store.store import FILE, Store

Make = Callable[..., Article]

_WORDS = random.Random(7)
_NAMES = ["".join(_WORDS.choices("abcdefghijklmnopr", k=6)) for _ in range(900)]


def text(seed: int, words: int = 120) -> str:
    """A text of made-up words, different for each seed."""
    return " ".join(random.Random(seed).choices(_NAMES, k=words))


def put(store: Store, *articles: Article) -> None:
    with store.transaction():
        for article in articles:
            store.put(article, article.id.encode(), "text/plain")


def partition(store: Store) -> set[frozenset[str]]:
    """The stories with more than one article."""
    stories = store.stories(store.ids())
    groups = {frozenset(i for i in stories if stories[i] == story) for story in stories.values()}
    return {group for group in groups if len(group) > 1}


def test_copies_are_one_story_with_the_id_of_the_first(store: Store, make_article: Make) -> None:
    late = make_article("late", body=text(1), date="2017-11-05")
    early = make_article("early", body=text(1) + "\n\n(Editing by J. Doe)", date="2017-11-03")
    other = make_article("other", body=text(2))
    put(store, late, early, other)
    assert store.stories([late.id, early.id, other.id]) == {
        late.id: late.id, early.id: late.id, other.id: other.id,
    }  # fmt: skip
    assert store.copies(late.id) == store.copies(early.id) == [early.id, late.id]
    assert store.copies(other.id) == [other.id]


def test_undated_articles_and_months_join_what_is_the_same(
    store: Store, make_article: Make
) -> None:
    dated = make_article("a", body=text(1))
    undated = make_article("b", body=text(1), date=None, precision=None)
    month = make_article("c", body=text(1), date="2017-11", precision="month")
    put(store, undated, dated, month)
    assert store.copies(dated.id) == [month.id, dated.id, undated.id]


def test_an_article_that_belongs_to_two_stories_makes_them_one_and_the_index_is_told(
    store: Store, make_article: Make
) -> None:
    beginning, end = text(1, 90), text(2, 90)
    left = [make_article(f"l{n}", body=beginning) for n in range(3)]
    right = [make_article(f"r{n}", body=end) for n in range(2)]
    put(store, *right, *left)
    before, _ = store.last_change()
    assert len(partition(store)) == 2
    both = make_article("both", body=f"{beginning}\n\n{end}")
    put(store, both)
    assert set(store.stories(store.ids()).values()) == {left[0].id}, "the larger one gives its id"
    changed = {change.article_id for change in store.changes(before, store.last_change()[0])}
    assert changed == {both.id, *(article.id for article in right)}


def test_a_revision_can_join_a_story_but_not_leave_it(store: Store, make_article: Make) -> None:
    put(store, make_article("a", body=text(1)), make_article("b", body=text(2)))
    a, b = make_article("a").id, make_article("b").id
    assert partition(store) == set()
    put(store, make_article("b", body=text(1)))
    assert partition(store) == {frozenset({a, b})}
    put(store, make_article("b", body=text(3)))
    assert partition(store) == {frozenset({a, b})}


def test_a_removed_article_stays_in_its_story_but_is_not_listed(
    store: Store, make_article: Make
) -> None:
    first, second = make_article("a", body=text(1)), make_article("b", body=text(1))
    put(store, first, second)
    store.remove(first.id)
    assert store.copies(second.id) == [second.id]
    assert store.stories([second.id]) == {second.id: first.id}
    store.restore(first.id)
    assert len(store.copies(second.id)) == 2


def test_the_order_of_arrival_does_not_change_the_stories(
    tmp_path: Path, make_article: Make
) -> None:
    takes = [text(5, 60), text(5, 60) + " " + text(6, 40), text(5, 60) + " " + text(6, 70)]
    pile = [make_article(f"t{n}", body=take) for n, take in enumerate(takes)]
    pile += [make_article("x", body=text(8)), make_article("y", body=text(8), date="2017-11-04")]
    found = set()
    for number, order in enumerate(itertools.islice(itertools.permutations(pile), 0, 120, 17)):
        with Store.create(tmp_path / str(number)) as store:
            put(store, *order)
            found.add(frozenset(partition(store)))
    assert found == {
        frozenset({frozenset(article.id for article in part) for part in (pile[:3], pile[3:])})
    }


def test_many_copies_and_much_boilerplate_stay_bounded_and_apart(
    store: Store, make_article: Make
) -> None:
    notice = text(9, 40)
    copies = [make_article(f"c{n}", body=text(1)) for n in range(60)]
    others = [make_article(f"o{n}", body=f"{text(100 + n)}\n\n{notice}") for n in range(60)]
    put(store, *copies, *others)
    assert partition(store) == {frozenset(article.id for article in copies)}
    [(most,)] = store.database.run(
        "SELECT max(n) FROM (SELECT count(*) AS n FROM postings GROUP BY week, hash) crowds"
    )
    assert most < 60


@pytest.mark.file
@pytest.mark.parametrize(
    ("date", "body"),
    [(None, lambda number: text(number)), ("2017-03-04", lambda number: text(1))],
    ids=["undated", "of one text"],
)
def test_an_article_takes_no_more_work_in_a_large_archive_than_in_a_small_one(
    store: Store, make_article: Make, date: str | None, body: Callable[[int], str]
) -> None:
    work = 0

    def count() -> int:
        nonlocal work
        work += 1
        return 0

    def work_for(first: int, last: int) -> int:
        nonlocal work
        work = 0
        fields = {"date": date, "precision": date and "day"}
        put(store, *(make_article(f"n{n}", body=body(n), **fields) for n in range(first, last)))
        return work

    store._db._connection.set_progress_handler(count, 10)  # steps of SQLite's own machine
    work_for(0, 120)
    small = work_for(120, 130)
    work_for(130, 400)
    assert work_for(400, 410) < 1.3 * small


def test_articles_of_an_older_archive_get_their_stories_and_the_log_goes_on(
    tmp_path: Path, make_article: Make
) -> None:
    """A database of the version before: made by its steps, filled as its program did."""
    with Store.create(tmp_path / "new") as store:
        copies = [make_article(name, body=text(1)) for name in "ab"]
        put(store, *copies, make_article("c", body=text(2)))
    version = next(n for n, step in enumerate(schema.STEPS) if "CREATE TABLE sketches" in step)
    (tmp_path / "old").mkdir()
    db = sqlite3.connect(tmp_path / "old" / FILE)
    for step in schema.STEPS[:version]:
        db.executescript(step)
    db.execute("ATTACH ? AS new", (str(tmp_path / "new" / FILE),))
    for table in ("articles", "originals", "revisions"):
        columns = ", ".join(row[1] for row in db.execute(f"PRAGMA main.table_info({table})"))
        db.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}")
    db.execute("INSERT INTO main.changes SELECT * FROM new.changes WHERE kind = 'add'")
    # A number that was given and taken back: it must not be given again.
    db.execute("UPDATE main.sqlite_sequence SET seq = 40 WHERE name = 'changes'")
    log = db.execute("SELECT seq, token FROM main.changes").fetchall()
    db.execute(f"PRAGMA user_version = {version}")
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.commit()
    db.close()

    with Store.open(tmp_path / "old") as store:
        assert [(seq, store.change_token(seq)) for seq, _ in log] == log
        assert partition(store) == set()
        steps: list[tuple[int, int]] = []
        store.place_missing(batch=2, on_progress=lambda done, of: steps.append((done, of)))
        assert steps == [(0, 3), (2, 3), (3, 3)]
        assert partition(store) == {frozenset(article.id for article in copies)}
        [change] = store.changes(40, 99)
        assert (change.seq, change.article_id in {article.id for article in copies}) == (41, True)
        store.place_missing()
        assert store.last_change()[0] == 41, "once is enough"


def test_a_story_of_nothing_is_nothing(store: Store) -> None:
    assert store.stories([]) == {}
    assert store.stories(["aaaaaaaaaaaaaaaa"]) == {}
    assert store.copies("aaaaaaaaaaaaaaaa") == []
    store.place_missing(on_progress=lambda done, of: pytest.fail("there is nothing to do"))
