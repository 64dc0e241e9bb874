"""What people of other tools mean by an option of one letter, and how it is read here.

In a query a word with one dash must not occur, so there are no options of one letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import click

_OF_ANOTHER_TOOL = re.compile(r"-([A-Za-z])(\d*)|-(\d{1,4})")
# letter -> the options that may be meant, of which a command may have one
_MEANT: dict[str, tuple[str, ...]] = {
    "n": ("--limit",), "l": ("--limit",), "c": ("--limit",), "o": ("--output", "--offset"),
    "f": ("--format",), "j": ("--format",), "s": ("--sort",), "t": ("--tag",),
    "a": ("--agency",), "e": ("--exact",), "m": ("--match",),
}  # fmt: skip
_SAID = {
    "--limit": "the number of hits is --limit",
    "--output": "the file to write is --output",
    "--offset": "the first hits are left out by --offset",
    "--format": "the form of the answer is --format",
    "--sort": "the order is --sort",
    "--tag": "tags are --tag",
    "--agency": "agencies are --agency",
    "--exact": "words as they are written are --exact",
    "--match": "how many of the words must occur is --match",
}
_ALWAYS = {
    "h": "help is --help",
    "v": "the version is archive --version",
    "V": "the version is archive --version",
}


def looks_like_an_option(text: str) -> bool:
    """Whether a query would not be taken as it is without -- before it."""
    return text.startswith("--") or bool(_OF_ANOTHER_TOOL.fullmatch(text))


def meant(word: str, command: click.Command, following: str = "") -> str:
    """The option of a command that another tool's may stand for, as a clause; "" for none."""
    found = _OF_ANOTHER_TOOL.fullmatch(word)
    if not found:
        return ""
    letter, digits = found[1] or "n", found[2] or found[3] or ""
    if letter in _ALWAYS:
        return _ALWAYS[letter]
    own = {name: param for param in command.params for name in param.opts}
    for option in _MEANT.get(letter, ()):
        if option in own:
            value = _value(own[option], digits or ("json" if letter == "j" else following))
            return f"{_SAID[option]} {value}".rstrip()
    return ""


def notes(words: Sequence[str], command: click.Command) -> Iterator[str]:
    """How each word of a query was read that has the look of another tool's option."""
    for word, following in zip(words, (*words[1:], ""), strict=True):
        if found := _OF_ANOTHER_TOOL.fullmatch(word):
            clause = meant(word, command, following) or "options have long names, see --help"
            own = found[1] and not found[2] and following and not following.startswith("-")
            beside = f", with the word {following}" if own and _takes(word, following) else ""
            yield f"{word} was read as: without the word {word[1:]}{beside}; {clause}"


def _takes(word: str, following: str) -> bool:
    """Whether the next word was probably meant as that option's value."""
    return word[1] in _MEANT and word[1] not in "ej" and " " not in following


def _value(param: click.Parameter, value: str) -> str:
    """A value that the option takes, else none."""
    if isinstance(param.type, click.Choice):
        return value if value in param.type.choices else ""
    return value if isinstance(param.type, click.IntRange) and value.isdecimal() else ""
