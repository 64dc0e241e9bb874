"""Regular expressions that are compiled when they are first used."""

from __future__ import annotations

import re

import pytest

from archive.text.patterns import lazy_pattern


def test_a_lazy_pattern_does_what_a_compiled_one_does() -> None:
    for text, flags in ((r"(o)il|gas", 0), (r"OIL", re.IGNORECASE)):
        lazy, compiled = lazy_pattern(text, flags), re.compile(text, flags)
        assert [found.span() for found in lazy.finditer("oil, gas")] == [
            found.span() for found in compiled.finditer("oil, gas")
        ]
        assert lazy.sub("x", "oil, gas", count=1) == compiled.sub("x", "oil, gas", count=1)
        assert lazy.fullmatch("oil, gas") is None
        assert lazy.split("oil, gas") == compiled.split("oil, gas")
    assert lazy_pattern(rb"\d+").findall(b"1 and 22") == [b"1", b"22"]


def test_a_lazy_pattern_is_compiled_when_it_is_used_first() -> None:
    broken = lazy_pattern("(")
    with pytest.raises(re.error):
        broken.match("")
