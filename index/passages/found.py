"""Which articles hold passages of another one, which passages, and who had them first."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from archive.article import JSON_VERSION, Article, instant
from archive.dates.parse import bounds
from archive.status import HIDDEN
from archive.text.markdown import to_text
from index.answers.search import Search
from index.answers.visibility import Visibility
from index.engines.common.request import Request
from index.passages.probes import candidates, probes
from index.passages.shared import Shared, Words, shared
from index.query.tree import And, Key, Not

MOST_READ = 100  # articles whose texts are compared
MOST_STORIES = 20  # that hold a passage: it is a formula if more do, and nobody's
_HALF = 2  # of the words of a passage: if so many are a formula's, it is one

When = Literal["earlier", "later"]


@dataclass(frozen=True, slots=True)
class Holder:
    """An article that holds passages of another one: `passages`, in the order of that one.

    `words` of them are the same; `share` and `of_other` are how many in a hundred these are of the
    words of this article, and of that one. `came` says which of the two was first, None where that
    cannot be told; the first of its story came for all of it. `copies`: how many more articles of
    that hold some of them.
    """

    article: Article
    passages: tuple[Shared, ...]
    words: int
    share: int
    of_other: int
    came: When | None
    copies: int = 0


@dataclass(frozen=True, slots=True)
class Passages:
    """What of the `text` of an article stands in others. `holders` are those that hold most first.

    `first` is the id of who had a passage first, where that can be told of all of them, copies of
    the article and of the holders too. `formulas`:
    how many passages were left out because too many articles have them. `copies`: how many other
    articles carry nearly all of its text; they are its story, and not among the holders.
    """

    article: Article
    text: str
    holders: tuple[Holder, ...]
    first: str | None
    formulas: int
    copies: int


def passages(search: Search, article: Article) -> Passages:
    """The passages of an article that stand in others that a reader may see.

    What the two hold alone is compared: who took from whom, or both from a third, is for a reader
    to judge. Work and memory are bounded whatever the size of the archive.
    """
    own = words_of(article)
    story = search.store.stories([article.id]).get(article.id, article.id)
    found = _holders(search, article, own, story)
    kept, formulas = _without_formulas(own, found)
    stories = search.store.stories(holder.article.id for holder in kept)
    leads = _by_story(kept, stories)
    leads.sort(key=lambda holder: (-holder.words, holder.article.id))
    copies = [each for each in _copies(search, article) if each.id != article.id]
    groups = {story: [article, *copies]}
    for holder in kept:
        groups.setdefault(stories[holder.article.id], []).append(holder.article)
    first = _first(list(groups.values())) if leads else None
    return Passages(article, own.text, tuple(leads), first, formulas, len(copies))


def between(one: Article, other: Article) -> Holder:
    """The passages of one article that stand in another one, whatever that is."""
    own = words_of(one)
    return _holder(one, own, other, words_of(other))


def words_of(article: Article) -> Words:
    """The words of an article's text; none of one whose text is not to be read."""
    hidden = article.status in HIDDEN
    return Words("" if hidden else to_text(article.body), article.language)


def came_first(one: Article, other: Article) -> When | None:
    """Whether the second article was earlier or later than the first; None where that is not
    known: of two of the same day, by their instants alone.
    """
    if one.published and other.published:
        if one.published == other.published:
            return None
        return "earlier" if other.published < one.published else "later"
    if not (one.date and other.date):
        return None
    (first, last), (other_first, other_last) = bounds(one.date), bounds(other.date)
    if other_last < first:
        return "earlier"
    return "later" if last < other_first else None


def _holders(search: Search, article: Article, own: Words, story: str) -> list[Holder]:
    visible = Visibility(HIDDEN, search.now())
    engine = search.engine
    embargoes = search.mended(lambda: engine.values("embargo"))
    ids = []
    for probe in search.mended(lambda: list(probes(engine, own))):
        query = visible.narrowed(And((probe, Not(Key("story", story)))), embargoes)
        request = Request(query, sort="newest", limit=sys.maxsize)
        ids.append([one for one, _ in search.mended(lambda: engine.search(request)).hits])  # noqa: B023
    chosen = [one for one in candidates(ids, MOST_READ) if one != article.id]
    others = search.store.get_many(chosen).values()
    read = (_holder(article, own, each, words_of(each)) for each in others if visible.shows(each))
    return [holder for holder in read if holder.passages]


def _holder(article: Article, own: Words, other: Article, its: Words) -> Holder:
    holder = Holder(other, shared(own, its), 0, 0, 0, came_first(article, other))
    return _measured(holder, own, len(its.tokens)) if holder.passages else holder


def _measured(holder: Holder, own: Words, length: int) -> Holder:
    words = sum(each.words for each in holder.passages)
    share, of_other = (round(100 * words / max(n, 1)) for n in (length, len(own.tokens)))
    return replace(holder, words=words, share=share, of_other=of_other)


def _without_formulas(own: Words, holders: list[Holder]) -> tuple[list[Holder], int]:
    """The holders without the passages that too many have, and how many different ones of these
    there are.
    """
    often = Counter(
        at
        for holder in holders
        for at in {n for each in holder.passages for n in range(each.first, each.last)}
    )
    common = {at for at, count in often.items() if count > MOST_STORIES}
    if not common:
        return holders, 0
    kept = []
    for holder in holders:
        rest = tuple(each for each in holder.passages if not _is_formula(each, common))
        if rest:
            length = round(100 * holder.words / max(holder.share, 1))
            kept.append(_measured(replace(holder, passages=rest), own, length))
    starts = sum(at - 1 not in common for at in common)
    return kept, starts


def _is_formula(passage: Shared, common: Collection[int]) -> bool:
    places = range(passage.first, passage.last)
    return _HALF * sum(at in common for at in places) >= len(places)


def _by_story(holders: Iterable[Holder], stories: dict[str, str]) -> list[Holder]:
    """One holder of each story: the one that holds most, of these the earliest; it came when the
    first of its story did.
    """
    groups: dict[str, list[Holder]] = {}
    for holder in holders:
        groups.setdefault(stories[holder.article.id], []).append(holder)
    leads = []
    for group in groups.values():
        group.sort(key=lambda h: (-h.words, h.article.date or "9999", h.article.id))
        leads.append(replace(group[0], came=_came(group), copies=len(group) - 1))
    return leads


def _came(group: Iterable[Holder]) -> When | None:
    """Whether any of a story was earlier, or all were later; None where that is not known."""
    came = {holder.came for holder in group}
    if "earlier" in came:
        return "earlier"
    return "later" if came == {"later"} else None


def _first(stories: Sequence[Sequence[Article]]) -> str | None:
    """Who is earlier than all articles of the other stories, and no later than any of its own; None
    where that cannot be told.
    """
    for story in stories:
        others = [each for other in stories if other is not story for each in other]
        before = [one for one in story if all(came_first(one, each) == "later" for each in others)]
        for one in before:
            if not any(came_first(one, each) == "earlier" for each in before):
                return one.id
    return None


def _copies(search: Search, article: Article) -> Iterator[Article]:
    """What of its story may be seen, without the texts."""
    visible = Visibility(HIDDEN, search.now())
    for one in search.store.copies(article.id):
        found = search.store.get(one)
        if visible.shows(found):
            yield replace(found, body="")


def passages_json(found: Passages) -> dict[str, Any]:
    """Passages as JSON, version 1 (docs/passages.md)."""
    return {
        "version": JSON_VERSION,
        "id": found.article.id,
        "first": found.first,
        "copies": found.copies,
        "formulas": found.formulas,
        "holders": [holder_json(found.text, holder) for holder in found.holders],
    }


def holder_json(text: str, holder: Holder) -> dict[str, Any]:
    """An article that holds passages of a text, as JSON."""
    article, its = holder.article, words_of(holder.article).text
    return {
        "id": article.id,
        "title": article.title,
        "date": article.date,
        "published": instant(article.published),
        "agency": list(article.agency),
        "publisher": article.publisher,
        "came": holder.came,
        "words": holder.words,
        "share": holder.share,
        "of_other": holder.of_other,
        "copies": holder.copies,
        "passages": [
            {
                "words": each.words,
                "span": [each.start, each.end],
                "text": text[each.start : each.end],
                "other_span": [each.other_start, each.other_end],
                "other_text": its[each.other_start : each.other_end],
            }
            for each in holder.passages
        ],
    }
