"""What the reader typed -> pieces: words, phrases, brackets, signs and names of fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from archive.frozen import frozen
from archive.text.plain import one_line, tidy
from index.fields import find_field

LONGEST = 4000  # characters of a query
_MOST_PIECES = 500
_SHOWN = 40  # characters of what was typed that a notice repeats
OPERATORS = ("AND", "OR", "NOT")

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "＂": '"'})
_WEIGHT = r"\^\d{1,2}(?:\.\d{1,3})?(?=[\s)]|$)"
_LEX = re.compile(
    rf"""(?P<space>\s+)
      | (?<=[^\s(])(?P<boost>{_WEIGHT})
      | (?P<exact>=)(?=[\w"(])
      | (?P<open>\() | (?P<close>\))
      | (?P<dash>[-−–—]+)(?=\s|$)
      | (?P<not>[-−])(?=[^\s])
      | (?P<field>[^\W\d]\w*):(?=[^\s)])(?!//)
      | (?P<loose>[a-z]+):(?:\s+|(?=\))|$)
      | "(?P<phrase>[^"]*)(?P<shut>"?)(?:~(?P<apart>\d{{1,4}})(?!\w))?
      | (?P<word>(?:(?!{_WEIGHT})[^\s()"]|(?<=\w)"(?=\w))+)
    """,
    re.X,
)


@frozen
class Piece:
    """A piece of a query. `kind` is open, close, not, exact, boost, field, phrase or word.

    `apart` is the number behind a phrase: how many words may stand between its own. `span` is where
    it stands in the text that was read.
    """

    kind: str
    text: str
    apart: int | None = None
    span: tuple[int, int] = (0, 0)


def readable(text: str, notice: Callable[[str], None]) -> str:
    """A query as it is read: tidy, not too long, with straight quotation marks."""
    if len(text) > LONGEST:
        text = text[:LONGEST]
        notice(f"The query is long: only its first {LONGEST:,} characters were used")
    return tidy(text).translate(_QUOTES)


def shown(text: str) -> str:
    """What was typed, quoted in a notice: one line that can be printed, and not too long."""
    line = "".join(c if c.isprintable() else "\ufffd" for c in one_line(text) or "")
    return f'"{line}"' if len(line) <= _SHOWN else f'"{line[:_SHOWN]}…"'


def lex(text: str, notice: Callable[[str], None]) -> list[Piece]:
    """The pieces of a readable query in order; `notice` is told what was not plain."""
    pieces: list[Piece] = []
    at = 0
    while at < len(text):
        match = _LEX.match(text, at)
        if match is None:  # a quote that nothing else took
            at += 1
            continue
        at = match.end()
        kind = match.lastgroup or ""
        if kind == "loose":
            pieces.append(_loose(match, text[at:], notice))
        elif kind in ("shut", "apart"):
            if not match["shut"]:
                notice("A quotation mark is missing: the phrase goes to the end")
            apart = int(match["apart"]) if match["apart"] else None
            pieces.append(Piece("phrase", match["phrase"], apart, match.span()))
        elif kind not in ("space", "dash"):
            pieces.append(Piece(kind, match[kind], span=match.span()))
    if len(pieces) > _MOST_PIECES:
        notice(f"The query has many words: only the first {_MOST_PIECES} were used")
        del pieces[_MOST_PIECES:]
    return pieces


def as_written(text: str, pieces: Sequence[Piece]) -> str:
    """The same query with neighbouring pieces of it taken as they are written."""
    start, end = pieces[0].span[0], pieces[-1].span[1]
    typed = text[start:end]
    if len(pieces) == 1 and typed[:1] in ("*", "?"):
        typed = f"({typed})"
    elif pieces[0].kind != "phrase" and not (len(pieces) == 1 and typed[:1].isalnum()):
        typed = '"{}"'.format(typed.replace('"', " "))
    return f"{text[:start]}={typed}{text[end:]}"


def written(pieces: Iterable[Piece]) -> str:
    """A query that has these pieces: `lex` gives them back."""
    text = ""
    joins = True  # whether the next piece stands at the one before it
    for piece in pieces:
        text += "" if joins or piece.kind in ("close", "boost") else " "
        text += _written(piece)
        joins = piece.kind in ("open", "not", "exact", "field")
    return text


def _written(piece: Piece) -> str:
    if piece.kind == "phrase":
        return f'"{piece.text}"' + ("" if piece.apart is None else f"~{piece.apart}")
    return f"{piece.text}:" if piece.kind == "field" else piece.text


def _loose(match: re.Match[str], rest: str, notice: Callable[[str], None]) -> Piece:
    """A word with a colon and no value at it: a field if there is one of that name."""
    name = match["loose"]
    if find_field(name) is None:
        return Piece("word", name, span=match.span("loose"))
    if rest.strip(" )"):
        notice(f'"{name}:" was read as a field, as if there were no space after it')
    return Piece("field", name)
