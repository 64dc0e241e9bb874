"""Whether the language of a text is told, by how much of the text there is.

    python benchmarks/languages.py [--which first|second] [--wrong N] [--speed]

The reports of `tests/archive/text/languages.txt`, two in each language, cut into pieces of 40, 100
and 300 characters at spaces, each half overlapping the next; and 600 of both together. Then pieces
of two languages each. What the thresholds were chosen on is the first report of each language;
`--which second` is the figure to believe. `--wrong` lists the commonest mistakes. `--speed` times
the telling by itself.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from archive.text.language import detect_language

FILE = Path(__file__).parent.parent / "tests" / "archive" / "text" / "languages.txt"
LENGTHS = (40, 100, 300)
PAIRS = 1_500


@dataclass(frozen=True)
class Report:
    """A text, its language, whether the guesser has learnt that, and which of the two it is."""

    text: str
    language: str
    learnt: bool
    which: str


def reports() -> Iterator[Report]:
    """All the reports."""
    language, learnt, number = "", True, 0
    for line in FILE.read_text("utf-8").splitlines():
        if heading := re.fullmatch(r"\[(none: )?(\w+)\]", line):
            language, learnt, number = heading[2], not heading[1], 0
        elif line and not line.startswith("#"):
            yield Report(line, language, learnt, ("first", "second")[number])
            number += 1


def pieces(text: str, length: int) -> list[str]:
    """What of a text is so long, from each half of a piece on; the text where it is shorter."""
    starts = [0, *(space.end() for space in re.finditer(r"\s+", text))]
    if len(starts) < 5:  # a script without spaces
        starts = list(range(len(text)))
    found: list[str] = []
    least = 0
    for start in starts:
        if start >= least and len(text) - start >= length * 0.8:
            found.append(text[start : start + length].strip())
            least = start + length // 2
    return found or [text]


def main(which: str | None, wrong: int) -> None:
    """Prints a line for each length, of languages learnt and not, then of two languages each."""
    all_of_them = list(reports())
    picked = [one for one in all_of_them if which in (None, one.which)]
    mistakes: Counter[tuple[int, str, str]] = Counter()
    print("| characters | pieces | right | wrong | null | not learnt: named | null |")
    print("|---|---|---|---|---|---|---|")
    for length in (*LENGTHS, 600):
        said: Counter[tuple[bool, str]] = Counter()
        cut = _whole(all_of_them) if length == 600 else _cut(picked, length)
        for report, piece in cut:
            told = detect_language(piece)
            right = told == report.language
            said[report.learnt, "null" if told is None else "right" if right else "wrong"] += 1
            if told and not right:
                mistakes[length, report.language, told] += 1
        learnt = [said[True, outcome] for outcome in ("right", "wrong", "null")]
        rest = [said[False, "wrong"], said[False, "null"]]
        print("|", " | ".join(map(str, (length, sum(learnt), *learnt, *rest))), "|")
    _print_two_languages(picked)
    for (length, language, told), times in mistakes.most_common(wrong):
        print(f"{times:4} of {length}: {language} taken for {told}")


def _cut(picked: list[Report], length: int) -> Iterator[tuple[Report, str]]:
    for report in picked:
        for piece in pieces(report.text, length):
            yield report, piece


def _whole(all_of_them: list[Report]) -> Iterator[tuple[Report, str]]:
    for _, both in groupby(enumerate(all_of_them), lambda one: one[0] // 2):
        (_, first), (_, second) = both
        yield first, f"{first.text} {second.text}"


def _print_two_languages(picked: list[Report]) -> None:
    """How often a text that begins in one language and ends in another is in none."""
    chance = random.Random(1)
    learnt = [one for one in picked if one.learnt]
    near = {"bs", "hr", "sr"}
    for length in (100, 300):
        said: Counter[str] = Counter()
        for _ in range(PAIRS):
            one, other = chance.sample(learnt, 2)
            languages = {one.language, other.language}
            if len(languages) == 2 and not languages <= near:
                told = detect_language(f"{one.text[:length]} {other.text[:length]}")
                said["null" if told is None else "one" if told in languages else "a third"] += 1
        print(f"two languages, {length} characters of each: {dict(said)}")


def print_speed() -> None:
    """The processor time of a text of 600 characters, once all is loaded."""
    texts = [piece for _, piece in _whole(list(reports()))]
    detect_language(texts[0])
    began = time.process_time()
    for text in texts * 5:
        detect_language(text)
    taken = (time.process_time() - began) / (5 * len(texts))
    print(f"{taken * 1e6:.0f} microseconds a text")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--which", choices=("first", "second"))
    parser.add_argument("--wrong", type=int, default=0)
    parser.add_argument("--speed", action="store_true")
    options = parser.parse_args()
    main(options.which, options.wrong)
    if options.speed:
        print_speed()
