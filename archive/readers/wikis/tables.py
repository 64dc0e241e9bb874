"""The rows of a table of wikitext as HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import Any

Cell = Callable[[Any], str]  # the HTML inside a cell
_CELLS, _PARTS = {"td", "th"}, {"tbody", "thead", "tfoot"}


def rows(code: Any, cell: Cell) -> str:
    """The content of a table; the cells above the first mark of a row are a row too."""
    above, below, first = [], [], ""
    for node in code.nodes:
        name = _name(node)
        if name == "tr":
            below.append(f"<tr>{''.join(_cells(node.contents, cell))}</tr>")
        elif name in _CELLS and not first and (caption := _caption(node)) is not None:
            above.append(f"<caption>{cell(caption)}</caption>")
        elif name in _CELLS:
            first += _cell(name, node, cell)
        elif name in _PARTS:
            below.append(rows(node.contents, cell))
        elif said := str(node).strip():  # no cell: what stands where no mark of one does
            above.append(f"<caption>{escape(said)}</caption>")
    return "".join(above) + (f"<tr>{first}</tr>" if first else "") + "".join(below)


def _cells(code: Any, cell: Cell) -> Iterator[str]:
    for node in code.nodes:
        if (name := _name(node)) in _CELLS:
            yield _cell(name, node, cell)


def _cell(name: str, node: Any, cell: Cell) -> str:
    return f"<{name}>{cell(node.contents)}</{name}>"


def _caption(node: Any) -> Any | None:
    """What is in a caption, which the parser takes for a cell: the other half of its mark begins
    the text, or is the first of its attributes (mwparserfromhell 0.7.2). None for a cell.
    """
    from mwparserfromhell.nodes import Text
    from mwparserfromhell.wikicode import Wikicode

    if any(str(attribute.name).strip() == "+" for attribute in node.attributes[:1]):
        return node.contents
    if not str(node.contents).startswith("+"):
        return None
    first, *rest = node.contents.nodes
    return Wikicode([Text(str(first).removeprefix("+")), *rest])


def _name(node: Any) -> str:
    return str(getattr(node, "tag", "")).strip().lower()
