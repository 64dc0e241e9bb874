"""What pieces of texts are known by is the same whether a table has them or not."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import short
from index.analysis.short import Short

# Pieces that a careless table would take for one another: by length, by first and last bytes.
ALIKE = (
    "a", "a\0", "\0", "\0\0", "\0" * 16, "oil", "oil\0", "12345678", "123456789",
    "x" * 16, "x" * 17, "x" * 16 + "\0", "é" * 8, "é" * 9, "日本語日本", "日本語日本語",
    "\ud800", "\udfff", "ﬀ", "-" * 40,
)  # fmt: skip
BLANKS = "".join(filter(str.isspace, map(chr, range(sys.maxunicode + 1))))

several = st.lists(
    st.lists(
        st.tuples(st.sampled_from(ALIKE), st.sampled_from((*BLANKS, "  ", ""))), max_size=9
    ).map(lambda parts: "".join(piece + blank for piece, blank in parts))
    | st.text(max_size=30),
    max_size=5,
)


class Numbered(dict[str, int]):
    """Pieces by the order in which they are met."""

    def of(self, pieces: Sequence[str]) -> list[int]:
        return [self.setdefault(piece, len(self)) for piece in pieces]


def check(table: Short, numbered: Numbered, texts: Sequence[str]) -> None:
    found, sizes = table.numbers(texts, numbered.of)
    cut = [text.split() for text in texts]
    assert sizes.tolist() == [len(pieces) for pieces in cut]
    assert found.tolist() == [numbered[piece] for pieces in cut for piece in pieces]


@given(st.lists(several, min_size=1, max_size=4))
def test_pieces_are_those_between_blanks_each_known_by_its_own_number(
    times: list[list[str]],
) -> None:
    table, numbered = Short(), Numbered()
    for texts in (*times, *times):
        check(table, numbered, texts)


def test_a_text_is_cut_at_all_that_python_takes_for_a_blank() -> None:
    check(Short(), Numbered(), [f"a{blank}b" for blank in BLANKS])


def test_what_is_known_is_not_asked_for_again() -> None:
    table, numbered = Short(), Numbered()
    check(table, numbered, ["oil and banks, and oil"])
    found, _ = table.numbers(["banks, oil and"], lambda pieces: pytest.fail(str(pieces)))
    assert found.tolist() == [numbered[piece] for piece in ("banks,", "oil", "and")]


@pytest.mark.parametrize(("most", "is_forgetful"), [(short._MOST, False), (short._FEWEST, True)])
def test_a_table_grows_and_one_that_may_not_forgets(
    most: int, is_forgetful: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(short, "_MOST", most)
    table, numbered = Short(), Numbered()
    asked: list[str] = []
    words = [f"word{number}" for number in range(3000)]
    for _ in range(2):
        for start in range(0, len(words), 100):
            check(table, numbered, [" ".join(words[start : start + 100])])

    def ask(pieces: list[str]) -> list[int]:
        asked.extend(pieces)
        return numbered.of(pieces)

    table.numbers([" ".join(words)], ask)
    assert (len(asked) > len(words) / 3) == is_forgetful
