"""Chinese words in traditional and in simplified characters: 國務院, 国务院.

Which character stands for which is OpenCC's. Its dictionaries of words are not asked: they give one
form of each, and of people's names often the wrong one (于 -> 於, 范 -> 範). Every form that the
characters allow is tried instead, and the archive tells which of them are written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from index.analysis.scripts import has_han, is_paired

if TYPE_CHECKING:
    from opencc import OpenCC

MOST_FORMS = 8  # of one word, besides that which was typed
_MOST_BEGUN = 64  # forms that are followed at a time while a word is read
# As the mainland, Taiwan and Hong Kong simplify; and each tradition's own forms (裏 and 裡).
_TO_SIMPLIFIED = ("t2s", "tw2s", "hk2s")
_REGIONAL = ("t2tw", "t2hk", "tw2t", "hk2t")
_BLOCKS = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000))


def other_forms(text: str, holds: Callable[[str], bool]) -> tuple[str, ...]:
    """A text in the other characters of Chinese, simplified first; at most eight forms, of which
    `holds` has each two neighbours. All are as long as the text.
    """
    if not has_han(text):
        return ()
    held = cache(holds)
    simple = dict.fromkeys(_converter(config).convert(text) for config in _TO_SIMPLIFIED)
    made = [each for each in simple if all(map(held, _pairs(each)))]
    found = dict.fromkeys([*made, *_traditional(text, held)])
    return tuple(each for each in found if each != text)[:MOST_FORMS]


def simplified(text: str) -> str:
    """A text by which forms of it can be compared: each character simplified by itself."""
    return "".join(_converter("t2s").convert(char) for char in text)


def _traditional(text: str, held: Callable[[str], bool]) -> list[str]:
    begun = [""]
    for char in text:
        begun = [
            form + each
            for form in begun
            for each in (_characters(char) if has_han(char) else (char,))
            if all(map(held, _pairs(form[-1:] + each)))
        ][:_MOST_BEGUN]
    return begun


def _pairs(text: str) -> Iterator[str]:
    """Each two neighbouring letters of scripts that are indexed as pairs, and those alone."""
    for at, char in enumerate(text):
        before, behind = is_paired(text[at - 1 : at]), is_paired(text[at + 1 : at + 2])
        if is_paired(char) and behind:
            yield text[at : at + 2]
        elif is_paired(char) and not before:
            yield char


@cache
def _characters(char: str) -> tuple[str, ...]:
    """What a character may be in a traditional text, what is usual before what is rare."""
    others = {_converter(config).convert(char) for config in _REGIONAL} - {char}
    others |= _simplified_from().get(char, set())
    # Some simplified characters are traditional ones of another meaning: 后 and 後, 台 and 臺.
    itself = () if char in _simplified_from() and not _is_usual(char) else (char,)
    return (*sorted(others - {char}, key=lambda each: (not _is_usual(each), each)), *itself)


def _is_usual(char: str) -> bool:
    """Whether a character is in Big5, the set of traditional Chinese."""
    try:
        return len(char.encode("big5")) == len("一".encode("big5"))
    except UnicodeEncodeError:
        return False


@cache
def _simplified_from() -> dict[str, set[str]]:
    """Simplified characters, each with all that are simplified to it."""
    every = [chr(code) for block in _BLOCKS for code in block]
    found: defaultdict[str, set[str]] = defaultdict(set)
    for config in _TO_SIMPLIFIED:
        converted = _converter(config).convert("\n".join(every)).split("\n")
        for char, simple in zip(every, converted, strict=True):
            if simple != char:
                found[simple].add(char)
    return dict(found)


@cache
def _converter(config: str) -> OpenCC:
    from opencc import OpenCC

    return OpenCC(config)
