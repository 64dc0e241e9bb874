"""Aligning two sequences: what is common is found, whatever their length."""

from __future__ import annotations

from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from archive.text.alignment import common_blocks

LETTERS = st.lists(st.sampled_from("abc"), max_size=7)


def longest(a: list[str], b: list[str]) -> int:
    """The length of a longest common subsequence, by trying them all."""
    return max(
        size for size in range(len(a) + 1) if {*combinations(a, size)} & {*combinations(b, size)}
    )


@given(LETTERS, LETTERS)
def test_the_blocks_are_equal_in_order_and_as_long_as_can_be(a: list[str], b: list[str]) -> None:
    blocks = common_blocks(a, b)
    end_a = end_b = 0
    for i, j, length in blocks:
        assert end_a <= i
        assert end_b <= j
        assert a[i : i + length] == b[j : j + length]
        end_a, end_b = i + length, j + length
    assert sum(length for _, _, length in blocks) == longest(a, b)


def test_blocks_that_touch_in_both_are_one() -> None:
    assert common_blocks("abcdef", "abcXdef") == [(0, 0, 3), (3, 4, 3)]
    assert common_blocks("abcdef", "abcdef") == [(0, 0, 6)]


def test_long_sequences_are_cut_where_both_have_something_once() -> None:
    a = [str(number) for number in range(30_000)]
    changed = set(Random(1).sample(range(30_000), 300))
    b = ["new" if number in changed else text for number, text in enumerate(a)]
    found = {i for i, _, length in common_blocks(a, b) for i in range(i, i + length)}
    assert found == set(range(30_000)) - changed


def test_long_sequences_that_share_nothing_once_differ_as_a_whole() -> None:
    assert common_blocks(["a", "b"] * 9_000, ["b", "c", "a", "c"] * 9_000) == []
