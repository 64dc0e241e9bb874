"""Words that are written with a mark inside and without: e-mail and email, re-election, Ph.D.

Which they are is told by a list, and by beginnings before which a hyphen may stand or not. So are
the beginnings and endings of Persian words, which stand apart, at a joiner without room, or joined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from archive.text.plain import fold

# What a word begins with that is written either way, by what has to follow: "co" and "re" begin
# too many words that are none (column, rely), but before a vowel that would be read with theirs.
_BEGINNINGS = {
    "anti": "", "counter": "", "cyber": "", "inter": "", "intra": "", "mega": "", "micro": "",
    "mid": "", "mini": "", "multi": "", "neo": "", "non": "", "pan": "", "pre": "", "pseudo": "",
    "quasi": "", "semi": "", "super": "", "trans": "", "ultra": "", "co": "o", "re": "e",
}  # fmt: skip
# After these a hyphen may be left out; but joined to what follows they are other words ("overtime"
# is not "over time").
_ONLY_WITH_HYPHEN = frozenset(
    ("co", "ex", "extra", "over", "post", "pro", "re", "self", "sub", "under")
)
_ENDINGS = frozenset(("", "s", "es", "d", "ed", "ing", "er", "ers", "ion", "ions", "ive"))
_FORMS = ("", "e", "s", "es", "ed", "ing", "ion", "ions")
# "re-" and these: "resign", "recover", "reform" say something else.
_OTHERS_OF_RE = frozenset(
    """
    act bound call cit collect cov cover dress form fus gard leas lev mark mind mov pair petit port
    pos present press prov search sent serv sign solv sort strain tir tort trac treat turn vers view
    """.split()  # noqa: SIM905 - one word after another is easier to read
)
_NO_WORDS = frozenset(("hi", "lo", "sci", "wi"))  # by themselves, before what the list has
_LEAST = 3  # letters of what stands after such a beginning

# Persian: of the first and the last, nothing stands alone; the others are words as well.
_VERBS = tuple(map(fold, ("می", "نمی")))
_PLURALS = tuple(map(fold, ("ها", "های", "هایی", "هایم", "هایت", "هایش", "هایمان", "هایشان")))
_BEFORE = (*_VERBS, *map(fold, ("بی", "هم")))
_AFTER = (*_PLURALS, *map(fold, ("تر", "ترین", "ای", "اند", "ام", "اش", "شان")))
_ARABIC_LEAST = 3  # letters of either half of another compound


def may_join(first: str, second: str) -> bool:
    """Whether two folded words, with a mark between them, are also written as one."""
    if second.startswith(_BEGINNINGS.get(first, "?")) or first in _ONLY_WITH_HYPHEN:
        return len(second) >= _LEAST and second.isalpha() and not _is_another(first, second)
    if len(first) == 1 and first.isalpha():  # T-shirt, X-ray
        return len(second) >= _LEAST and second.isalpha()
    return _is_listed(first, second)


def tables() -> dict[str, Any]:
    """What the rules about marks know, for what follows the same rules elsewhere."""
    return {
        "beginnings": _BEGINNINGS,
        "hyphened": sorted(_ONLY_WITH_HYPHEN),
        "listed": {first: list(rest) for first, rest in _listed().items()},
        "endings": sorted(_ENDINGS),
        "forms": _FORMS,
        "notOfRe": sorted(_OTHERS_OF_RE),
        "noWords": sorted(_NO_WORDS),
        "verbs": _VERBS,
        "plurals": _PLURALS,
        "before": _BEFORE,
        "after": _AFTER,
    }


def is_one(first: str, second: str) -> bool:
    """Whether two folded words with a blank between are one, for the first is no word: Wi Fi."""
    return first in _NO_WORDS and _is_listed(first, second)


def cuts(word: str, known: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """Where a folded word may be written with a mark. What follows a beginning has to be `known`,
    for "president" is no "pre-sident".
    """
    for at in range(1, len(word)):
        first, second = word[:at], word[at:]
        begun = second.startswith(_BEGINNINGS.get(first, "?")) and len(second) >= _LEAST
        if _is_listed(first, second) or (begun and any(map(known, inflected(second, known)))):
            yield first, second


def inflected(word: str, known: Callable[[str], bool]) -> tuple[str, ...]:
    """A word, its plural or singular, and its other English forms that are `known`."""
    plural = word[:-1] if word.endswith("s") else f"{word}s"
    stem = _stem(word)
    forms = (f"{each}{end}" for each in (stem, f"{stem}{stem[-1:]}") for end in _FORMS)
    others = (form for form in forms if len(stem) >= _LEAST and known(form))
    return tuple(dict.fromkeys((word, plural, *others)))


def _stem(word: str) -> str:
    """What the forms of a verb have in common: operat, elect, open."""
    for end in ("ing", "ions", "ion", "ed", "es", "s", "e"):
        if word.endswith(end) and len(word) - len(end) >= _LEAST:
            return word.removesuffix(end)
    return word


def _is_another(first: str, second: str) -> bool:
    """Whether two words without a hyphen are another word: to re-sign is not to resign."""
    return first == "re" and _stem(second) in _OTHERS_OF_RE


def must_touch(first: str, second: str) -> bool:
    """Whether two Persian words with a blank between are one, for one of them is never alone."""
    return first in _VERBS or second in _PLURALS


def may_touch(first: str, second: str) -> bool:
    """Whether two Persian words with a blank between may be one: one may belong to the other."""
    return first in _BEFORE or second in _AFTER


def touching(word: str, known: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """Where a word in Arabic letters may be parted: at its beginning or ending, or between two
    words that are both known.
    """
    for at in range(2, len(word) - 1):
        first, second = word[:at], word[at:]
        if may_touch(first, second):
            is_one = known(first if second in _AFTER else second)
        else:
            is_one = min(at, len(second)) >= _ARABIC_LEAST and known(first) and known(second)
        if is_one:
            yield first, second


def _is_listed(first: str, second: str) -> bool:
    return any(
        second.startswith(tail) and second[len(tail) :] in _ENDINGS
        for tail in _listed().get(first, ())
    )


@cache
def _listed() -> dict[str, tuple[str, ...]]:
    """The first halves of the words of the list, each with what may follow it."""
    text = Path(__file__).with_name("with_and_without.txt").read_text("utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for line in text.split("\n"):
        first, mark, second = line.partition("-")
        if mark and not line.startswith("#"):
            found[first] = (*found.get(first, ()), second)
    return found
