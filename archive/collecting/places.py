"""Numbers by which a collection is in order, chosen so that few have to change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archive.errors import RequestError

_LEAST_GAP = 1e-6  # between two numbers; below it they are given anew


def moved(
    order: Sequence[str],
    places: Mapping[str, float],
    ids: Sequence[str],
    how: str,
    number: int = 0,
    other: str = "",
) -> dict[str, float]:
    """The new numbers of articles that are put somewhere into an order, in which they may stand
    already, and of those that have to make room. Those of the order without a number stand at its
    end. RequestError for a place that there is not.
    """
    if not ids:
        return {}
    inside = set(ids)
    rest = [each for each in order if each not in inside]
    numbered = [each for each in rest if each in places]
    at = _index(rest, how, number, other)
    if how == "last":  # behind all that a person has placed; what only came in stands at the end
        at = len(numbered)
    if at <= len(numbered) and (found := _between(numbered, places, at, len(ids))):
        return dict(zip(ids, found, strict=True))
    head = [*rest[:at], *ids]
    tail = [each for each in rest[at:] if each in places]
    return {each: float(place) for place, each in enumerate([*head, *tail], 1)}


def _index(rest: Sequence[str], how: str, number: int, other: str) -> int:
    if how == "first":
        return 0
    if how == "number":
        if number < 1:
            raise RequestError(f"There is no place {number}", "the first is 1")
        return min(number - 1, len(rest))
    if how in ("before", "after"):
        if other not in rest:
            raise RequestError(f"{other} is no place in it", "name another article that is in it")
        return rest.index(other) + (how == "after")
    return len(rest)


def _between(
    numbered: Sequence[str], places: Mapping[str, float], at: int, count: int
) -> list[float]:
    """So many numbers before the one at an index; none where there is no room for them."""
    low = places[numbered[at - 1]] if at else None
    high = places[numbered[at]] if at < len(numbered) else None
    if low is None and high is None:
        low = 0.0
    if low is None:
        assert high is not None
        low = high - count - 1
    if high is None:
        return [low + step for step in range(1, count + 1)]
    gap = (high - low) / (count + 1)
    if gap < _LEAST_GAP:
        return []
    return [low + gap * step for step in range(1, count + 1)]
