"""Where words stand near each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence


def windows(places: Mapping[str, Sequence[int]], words: Sequence[str], width: int) -> list[int]:
    """The places of `words` from where `width` places hold all of them, each as often as wanted."""
    wanted = Counter(words)
    every = sorted((place, word) for word in wanted for place in places[word])
    starts: list[int] = []
    inside: Counter[str] = Counter()
    end = 0
    for place, word in every:
        while end < len(every) and every[end][0] < place + width:
            inside[every[end][1]] += 1
            end += 1
        if inside >= wanted:
            starts.append(place)
        inside[word] -= 1
    return starts
