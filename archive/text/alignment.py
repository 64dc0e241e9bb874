"""Which elements of two sequences belong together: long common subsequences in bounded time."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

Block = tuple[int, int, int]  # where it starts in the one, in the other, and its length
_Range = tuple[int, int, int, int]  # [a1, a2) of the one, [b1, b2) of the other

_EXACT = 1 << 26  # cells of a table of common lengths, one bit each: 8 MiB
_DEEPEST = 8  # how often a range is cut at anchors


def common_blocks(a: Sequence[str], b: Sequence[str]) -> list[Block]:
    """The stretches that two sequences have in common, in order.

    They are a longest common subsequence; but sequences with a product of lengths above 2 ** 26
    are first cut at the elements that occur once in each. A part without such is all different.
    """
    found: list[Block] = []
    for i, j, length in sorted(_pairs(a, b)):
        if found:
            start_i, start_j, before = found[-1]
            if (start_i + before, start_j + before) == (i, j):  # it goes on
                found[-1] = (start_i, start_j, before + length)
                continue
        found.append((i, j, length))
    return found


def _pairs(a: Sequence[str], b: Sequence[str]) -> Iterator[Block]:
    pending: list[tuple[_Range, int]] = [((0, len(a), 0, len(b)), 0)]
    while pending:
        (a1, a2, b1, b2), depth = pending.pop()
        head = _same(a, range(a1, a2), b, range(b1, b2))
        if head:
            yield a1, b1, head
        a1, b1 = a1 + head, b1 + head
        tail = _same(a, range(a2 - 1, a1 - 1, -1), b, range(b2 - 1, b1 - 1, -1))
        a2, b2 = a2 - tail, b2 - tail
        if tail:
            yield a2, b2, tail
        if (a2 - a1) * (b2 - b1) <= _EXACT:
            for i, j in _longest(a[a1:a2], b[b1:b2]):
                yield a1 + i, b1 + j, 1
        elif depth < _DEEPEST:
            pending += [(part, depth + 1) for part in _cut(a, b, (a1, a2, b1, b2))]


def _same(a: Sequence[str], in_a: range, b: Sequence[str], in_b: range) -> int:
    """How many elements are equal from the beginning of both ranges."""
    count = 0
    for i, j in zip(in_a, in_b, strict=False):
        if a[i] != b[j]:
            break
        count += 1
    return count


def _longest(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """A longest common subsequence, as pairs of places, last first.

    The table of lengths is kept as one number a row, whose bit i is 0 where element i of the
    shorter adds to the length (Hyyrö, Bit-Parallel LCS-length Computation Revisited, 2004).
    """
    if len(a) > len(b):
        return [(i, j) for j, i in _longest(b, a)]
    places: dict[str, int] = {}
    for i, element in enumerate(a):
        places[element] = places.get(element, 0) | 1 << i
    full = (1 << len(a)) - 1
    rows = [full]
    for element in b:
        row = rows[-1]
        matching = row & places.get(element, 0)
        rows.append((row + matching | row - matching) & full)
    found: list[tuple[int, int]] = []
    i, j = len(a), len(b)
    while i and j:
        if rows[j] >> (i - 1) & 1:
            i -= 1
        elif not rows[j - 1] >> (i - 1) & 1:
            j -= 1
        else:
            i, j = i - 1, j - 1
            found.append((i, j))
    return found


def _cut(a: Sequence[str], b: Sequence[str], within: _Range) -> list[_Range]:
    """Ranges that begin at the elements which both have once and in the same order.

    They are the anchors of B. Cohen's patience diff.
    """
    a1, a2, b1, b2 = within
    in_a, in_b = _single(a, a1, a2), _single(b, b1, b2)
    anchors = _rising([(i, in_b[element]) for element, i in in_a.items() if element in in_b])
    if not anchors:
        return []
    starts, ends = [(a1, b1), *anchors], [*anchors, (a2, b2)]
    return [(i, i_end, j, j_end) for (i, j), (i_end, j_end) in zip(starts, ends, strict=True)]


def _single(elements: Sequence[str], start: int, end: int) -> dict[str, int]:
    """Where the elements stand that occur once in a range, in order."""
    counts = Counter(elements[start:end])
    return {elements[i]: i for i in range(start, end) if counts[elements[i]] == 1}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A longest choice of the pairs, given by their first number, whose second one rises too."""
    tails: list[int] = []  # the smallest last number of a choice of each length
    at: list[int] = []  # the pair that it belongs to
    before: list[int | None] = []
    for number, (_, j) in enumerate(pairs):
        length = bisect_left(tails, j)
        before.append(at[length - 1] if length else None)
        if length == len(tails):
            tails.append(j)
            at.append(number)
        else:
            tails[length], at[length] = j, number
    found: list[tuple[int, int]] = []
    last = at[-1] if at else None
    while last is not None:
        found.append(pairs[last])
        last = before[last]
    return found[::-1]
