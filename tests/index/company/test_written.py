"""How words are written in the texts that are looked at."""

from __future__ import annotations

import pytest

from index.company.written import _Pieces


@pytest.mark.parametrize(
    ("word", "text", "written"),
    [
        (".net", "It runs on (.NET), a net.", ["(.NET),"]),
        ("net", "It runs on (.NET), a “net”.", ["“net”."]),
        ("opec", "OPEC, he said: “Opec”.", ["OPEC,", "“Opec”."]),
    ],
)
def test_a_piece_holds_a_word_with_what_belongs_to_it(
    word: str, text: str, written: list[str]
) -> None:
    assert [piece for piece, _ in _Pieces([word]).of_interest(text, "en")] == written
