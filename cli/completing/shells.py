"""What a shell and `archive` say to each other: the line up to the cursor, and a value a line."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from click.shell_completion import CompletionItem, ShellComplete, add_completion_class

_SIGNS = re.compile(r"[^\w@%+=:,./-]")  # what a backslash has to stand before


SHELLS = ("bash", "zsh", "fish")


def script(shell: str) -> str:
    """What makes a shell ask."""
    return (Path(__file__).parent / f"archive.{shell}").read_text("utf-8")


@dataclass
class _HalfTyped:
    """A line up to the cursor: its whole words, the one that is half typed, the quotation mark that
    is open in it, and how far it goes unquoted to the last sign at which bash parts words.
    """

    words: list[str]
    last: str = ""
    quote: str = ""
    parted: int = 0

    @classmethod
    def of(cls, line: str) -> _HalfTyped:
        words, last, quote, parted, begun = list[str](), "", "", 0, False
        signs = iter(line)
        for sign in signs:
            if sign == "\\" and quote != "'":
                last, begun = last + next(signs, ""), True
            elif sign == quote:
                quote = ""
            elif not quote and sign in "\"'":
                quote, begun = sign, True
            elif not quote and sign.isspace():
                if begun:
                    words.append(last)
                last, parted, begun = "", 0, False
            else:
                last, begun = last + sign, True
                parted = len(last) if not quote and sign in ":=" else parted
        return cls(words, last, quote, parted)


class _Shell(ShellComplete):
    """All shells send the line up to the cursor, and get a type and a value a line."""

    def source(self) -> str:
        """The script of this room, not click's."""
        return script(self.name)

    def get_completion_args(self) -> tuple[list[str], str]:
        self.typed = _HalfTyped.of(os.environ.get("COMP_LINE", ""))
        return self.typed.words[1:], self.typed.last

    def format_completion(self, item: CompletionItem) -> str:
        said = f"\t{item.help}" if item.help else ""
        return f"{item.type},{item.value}{said}"


class _Bash(_Shell):
    """Bash takes the value as it is to stand in the line, from the last sign that parts words."""

    name = "bash"

    def format_completion(self, item: CompletionItem) -> str:
        value = str(item.value).removeprefix(self.typed.last[: self.typed.parted])
        if self.typed.quote == '"':
            value = re.sub(r'(["$`\\])', r"\\\1", value)
        elif not self.typed.quote:
            value = _SIGNS.sub(lambda sign: f"\\{sign[0]}", value)
        return f"{item.type},{value}"


class _Zsh(_Shell):
    name = "zsh"


class _Fish(_Shell):
    name = "fish"


def prepare() -> None:
    """Has click answer a shell as the scripts here expect it."""
    for shell in (_Bash, _Zsh, _Fish):
        add_completion_class(shell)
