"""Counts as bars: they stand in line, however long a name is."""

from __future__ import annotations

import pytest

from cli.bars import columns, print_bars, shortened


def test_counts_stand_in_line_behind_names_of_any_length(
    capsys: pytest.CaptureFixture[str],
) -> None:
    long = "Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson, France"
    print_bars(
        [(long, 12), ("東京都千代田区霞が関一丁目二番三号中央合同庁舎第五号館", 7), ("Rome", 3)]
    )
    lines = capsys.readouterr().out.splitlines()
    assert {columns(line[: line.index("█")]) for line in lines} == {52}
    assert [line.split("█")[0].split()[-1] for line in lines] == ["12", "7", "3"]
    assert lines[0].startswith(f"  {long[:39]}…")


def test_what_fits_is_not_shortened() -> None:
    assert shortened("x" * 40, 40) == "x" * 40
    assert columns(shortened("東" * 21, 40)) <= 40
