"""Collections made, filled, put in order, annotated, renamed, deleted; all of it can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from archive.article import Article, this_instant
from archive.collecting.draft import Draft, Place
from archive.collecting.journal import Act, Journal
from archive.collecting.kept import (
    BY_DATE,
    MOST_PASSAGES,
    Collection,
    Listed,
    Passage,
    checked_name,
    checked_note,
)
from archive.collecting.passages import passage_in
from archive.collecting.places import moved
from archive.collecting.reading import Collections
from archive.errors import RequestError
from archive.store.store import Store
from archive.text.plain import fold_line
from archive.text.wording import counted


class Collecting:
    """Changes the collections of one store. Each change is one transaction and one act, of which
    the index has to be told afterwards; None where there was nothing to do.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lists = Collections(store.database)
        self._journal = Journal(store)

    def new(self, name: str, note: str = "") -> Act | None:
        """Makes a collection. What has come in under its name is in it. RequestError where there
        is one of that name.
        """
        with self._drafting() as draft:
            if old := self._lists.find(name):
                raise RequestError(
                    f"There is a collection {old.name!r} already", "archive collection list"
                )
            made = _made(draft, name, note)
            return self._write(f"Made {made.name}", made.key, draft)

    def add(
        self,
        name: str,
        ids: Iterable[str],
        note: str = "",
        place: Place = Place(),  # noqa: B008 - it is frozen
        quote: str = "",
        on_quote: str = "",
        *,
        make: bool = False,
    ) -> Act | None:
        """Puts live articles into a collection, in their order, those that are not in it yet, each
        with a note if one is given. A passage is one of one article, which may be in it already.
        With `make` a collection that there is not is made by the same act; what came in under its
        name gets the note too.
        """
        note, wanted = checked_note(note), list(dict.fromkeys(ids))
        with self._drafting() as draft:
            old = self._lists.find(name) if make else self._lists.get(name)
            found = old or _made(draft, name)
            order, known = self._lists.ids(found.key), draft.read(found.key)
            live, now = self._store.get_many(wanted), this_instant()
            inside = set(order)
            fresh = [each for each in wanted if each in live and each not in inside]
            for article_id in fresh:
                out = known.get(article_id) or Listed(None, True, now)
                known[article_id] = replace(out, place=None, note=note or out.note)
            self._place(draft, found.key, order, fresh, place, known)
            if note and not old:
                came = [each for each in wanted if each in inside]
                self._note_all(draft, found.key, came, known, note)
            if quote:
                self._settle(draft, found.key, (each for each in wanted if each in inside), known)
                self._quote(draft, found.key, known, live, wanted, quote, on_quote)
            done = "put in" if fresh else "noted on"
            done += f" {_named([each for each in fresh or wanted if each in live])}"
            if old:
                return self._write(f"{done[0].upper()}{done[1:]}", found.key, draft)
            said = f"Made {found.name}" + (f": {done}" if draft.after else "")
            return self._write(said, found.key, draft)

    def remove(self, name: str, ids: Iterable[str]) -> Act | None:
        """Takes articles out of a collection. They stay out, whatever is delivered."""
        with self._drafting() as draft:
            found = self._lists.get(name)
            inside, known = set(self._lists.ids(found.key)), draft.read(found.key)
            gone = [each for each in dict.fromkeys(ids) if each in inside]
            for article_id in gone:
                old = known.get(article_id) or Listed(None, False, this_instant())
                draft.put(found.key, article_id, Listed(None, old.given, old.added_at))
            return self._write(f"Took out {_named(gone)}", found.key, draft)

    def move(self, name: str, ids: Iterable[str], place: Place) -> Act | None:
        """Moves articles of a collection to a place in it, together, in the order given.
        RequestError for one that is not in it.
        """
        with self._drafting() as draft:
            found = self._lists.get(name)
            order, known = self._lists.ids(found.key), draft.read(found.key)
            wanted = list(dict.fromkeys(ids))
            self._check_inside(found, order, wanted)
            self._place(draft, found.key, order, wanted, place, known)
            return self._write(f"Moved {_named(wanted)}", found.key, draft)

    def note(self, name: str, text: str, article_id: str = "") -> Act | None:
        """Sets the note on a collection, or on an article in it; an empty text takes it away."""
        text = checked_note(text)
        with self._drafting() as draft:
            found = self._lists.get(name)
            if not article_id:
                draft.put_whole(found.key, found, replace(found, note=text))
                return self._write("Noted on the whole", found.key, draft)
            known = self._noting(draft, found, article_id)
            draft.put(found.key, article_id, replace(known, note=text))
            return self._write(f"Noted on {article_id}", found.key, draft)

    def passage(self, name: str, article_id: str, quote: str, text: str = "") -> Act | None:
        """Keeps a passage of an article in a collection, with a note; the note of one that is kept
        already is replaced.
        """
        with self._drafting() as draft:
            found = self._lists.get(name)
            known = {article_id: self._noting(draft, found, article_id)}
            live = self._store.get_many([article_id])
            self._quote(draft, found.key, known, live, [article_id], quote, text)
            return self._write(f"Noted on {article_id}", found.key, draft)

    def without_passage(self, name: str, article_id: str, quote: str) -> Act | None:
        """Forgets a passage and the note on it. RequestError where it is not kept."""
        with self._drafting() as draft:
            found = self._lists.get(name)
            known = self._noting(draft, found, article_id)
            rest = tuple(each for each in known.passages if not _same(each.quote, quote))
            if rest == known.passages:
                raise RequestError(
                    "That passage is not kept of the article", f"archive collection show {name!r}"
                )
            draft.put(found.key, article_id, replace(known, passages=rest))
            return self._write(f"Forgot a passage of {article_id}", found.key, draft)

    def rename(self, name: str, new: str) -> Act | None:
        """Gives a collection another name. RequestError where that is taken, or where articles came
        in under the old one.
        """
        new = checked_name(new)
        with self._drafting() as draft:
            found = self._lists.get(name)
            renamed = replace(found, name=new)
            if renamed.key == found.key:
                draft.put_whole(found.key, found, renamed)
                return self._write(f"Renamed {found.name} {new}", found.key, draft)
            known = draft.read(found.key)
            self._check_rename(found, renamed, known)
            draft.put_whole(found.key, found, None)
            draft.put_whole(renamed.key, None, renamed)
            for article_id, each in known.items():
                draft.put(found.key, article_id, None)
                draft.put(renamed.key, article_id, each)
            return self._write(f"Renamed {found.name} {new}", renamed.key, draft)

    def delete(self, name: str) -> Act | None:
        """Deletes a collection with its notes. Articles that came in under its name stay so."""
        with self._drafting() as draft:
            found = self._lists.get(name)
            draft.put_whole(found.key, found, None)
            for article_id in draft.read(found.key):
                draft.put(found.key, article_id, None)
            return self._write(f"Deleted {found.name}", found.key, draft)

    def undo(self, number: int | None = None) -> Act:
        """Undoes an act, the last unless another is named. RequestError where that cannot be."""
        with self._store.transaction():
            act = self._journal.last("done") if number is None else self._journal.get(number)
            return self._journal.undo(act)

    def redo(self, number: int | None = None) -> Act:
        """Does again what was undone last, or an act that was undone."""
        with self._store.transaction():
            act = self._journal.last("undone") if number is None else self._journal.get(number)
            return self._journal.undo(act, redo=True)

    def log(self) -> list[Act]:
        """All that was done, the newest first."""
        return self._journal.all()

    # How it is done -----------------------------------------------------------------------------

    @contextmanager
    def _drafting(self) -> Iterator[Draft]:
        with self._store.transaction():
            yield Draft(self._store)

    def _write(self, said: str, key: str, draft: Draft) -> Act | None:
        steps = draft.steps()
        return self._journal.write(said, key, steps) if steps else None

    def _place(
        self, draft: Draft, key: str, order: Sequence[str], ids: Sequence[str], place: Place,
        known: dict[str, Listed],
    ) -> None:  # fmt: skip
        """Gives articles their place, and others a new number where there is no room."""
        places = {
            each: found.place
            for each in order
            if (found := known.get(each)) and found.place is not None and found.has_place
        }
        for article_id, number in moved(order, places, ids, place.how, place.number,
                                        place.article_id).items():  # fmt: skip
            old = known.get(article_id) or Listed(None, False, this_instant())
            known[article_id] = replace(old, place=number)
            draft.put(key, article_id, known[article_id])

    def _quote(
        self, draft: Draft, key: str, known: dict[str, Listed], live: dict[str, Article],
        ids: Sequence[str], quote: str, text: str,
    ) -> None:  # fmt: skip
        if len(ids) != 1 or ids[0] not in live:
            raise RequestError("A passage is one of one article", "name one id")
        (article_id,) = ids
        article, old = live[article_id], known[article_id]
        # One that is kept already may stand there no more, and can be noted on all the same.
        found = next((each for each in old.passages if _same(each.quote, quote)), None)
        found = found or Passage(passage_in(article, quote), "", article.revision)
        noted = replace(found, note=checked_note(text))
        passages = tuple(noted if each.quote == found.quote else each for each in old.passages)
        if noted not in passages:
            passages = (*passages, noted)
        if len(passages) > MOST_PASSAGES:
            raise RequestError(f"At most {MOST_PASSAGES} passages of one article are kept", "")
        draft.put(key, article_id, replace(old, passages=passages))

    def _note_all(
        self, draft: Draft, key: str, ids: Sequence[str], known: dict[str, Listed], note: str
    ) -> None:
        self._settle(draft, key, ids, known)
        for article_id in ids:
            known[article_id] = replace(known[article_id], note=note)
            draft.put(key, article_id, known[article_id])

    def _noting(self, draft: Draft, found: Collection, article_id: str) -> Listed:
        """What is said of an article in a collection. RequestError where it is not in it."""
        order, known = self._lists.ids(found.key), draft.read(found.key)
        self._check_inside(found, order, [article_id])
        self._settle(draft, found.key, [article_id], known)
        return known[article_id]

    def _settle(self, draft: Draft, key: str, ids: Iterable[str], known: dict[str, Listed]) -> None:
        """Has something to be said of members that only came in under the name of a collection.
        They go on standing by their dates: a place would want one for all before them.
        """
        for article_id in ids:
            if article_id not in known:
                known[article_id] = Listed(BY_DATE, False, this_instant())
                draft.put(key, article_id, known[article_id])

    def _check_inside(self, found: Collection, order: Iterable[str], ids: Iterable[str]) -> None:
        inside = set(order)
        if strange := next((each for each in ids if each not in inside), None):
            raise RequestError(
                f"{strange} is not in {found.name}",
                f"put it in: archive collection add {found.name!r} {strange}",
            )

    def _check_rename(
        self, found: Collection, renamed: Collection, known: dict[str, Listed]
    ) -> None:
        if self._lists.find(renamed.name) or self._lists.is_pile(renamed.name):
            raise RequestError(
                f"There is a collection {renamed.name!r} already",
                "put these articles into it: archive collection show OLD --format ids"
                " | archive collection add NEW -",
            )
        came = [each for each in self._lists.ids(found.key) if each not in known]
        came += [each for each, listed in known.items() if not listed.given]
        if came:
            raise RequestError(
                f"{counted(len(came), 'article')} came in under the name {found.name}, which"
                " deliveries may have again",
                "make another collection, and put these articles into it",
            )


def _made(draft: Draft, name: str, note: str = "") -> Collection:
    """A new collection, in a draft that makes it."""
    made = Collection(checked_name(name), checked_note(note), this_instant())
    draft.put_whole(made.key, None, made)
    return made


def _named(ids: Sequence[str]) -> str:
    """One article by its id, for which `acts.told` tells its title; several by their number."""
    return ids[0] if len(ids) == 1 else counted(len(ids), "article")


def _same(one: str, other: str) -> bool:
    """Whether two passages are the same words, however their lines break."""
    return fold_line(one) == fold_line(other)
