"""What is given on the command line: words and paths. Both come as bytes; words are text."""

from __future__ import annotations

import os
from typing import Any

import click
from click.types import StringParamType, UnprocessedParamType


def path_of(given: str) -> str:
    """A path of the bytes that were given, as the system's functions take it."""
    return os.fsdecode(_bytes(given))


class PathText(click.Path):
    """The type of a parameter that is a path: it need not be UTF-8, and stays what it is."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path, looked at as click does."""
        return super().convert(path_of(value) if isinstance(value, str) else value, param, ctx)


# A path of which the command itself says what is wrong with it. It may be an address as well.
PLACE = PathText(readable=False, allow_dash=True)


class _Word(StringParamType):
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return _text(super().convert(value, param, ctx))


class _Unprocessed(UnprocessedParamType):
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return _text(super().convert(value, param, ctx))


_WORDS: dict[Any, click.ParamType[Any]] = {
    click.STRING: _Word(),
    click.UNPROCESSED: _Unprocessed(),
}


def read_words(command: click.Command) -> None:
    """Has a command take the words that it is given as text."""
    for param in command.params:
        param.type = _WORDS.get(param.type, param.type)
    if isinstance(command, click.Group):
        for each in command.commands.values():
            read_words(each)


def _text(given: Any) -> Any:
    """What came in another encoding than the locale's is UTF-8, or it is no word."""
    return _bytes(given).decode("utf-8", "replace") if isinstance(given, str) else given


def _bytes(given: str) -> bytes:
    """As `cli.main.run` had them."""
    return given.encode("utf-8", "surrogateescape")
