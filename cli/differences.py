"""Differences between texts on a terminal, in colour, and in brackets where there is none."""

from __future__ import annotations

from collections.abc import Iterable

import click

from archive.text.diff import Piece


def marked(pieces: Iterable[Piece], colour: bool) -> str:
    """Pieces as one text: what is gone and what is new struck out and underlined, else in
    brackets.
    """
    return "".join(_styled(piece) if colour else _bracketed(piece) for piece in pieces)


def _styled(piece: Piece) -> str:
    if piece.kind == "removed":
        return click.style(piece.visible, fg="red", strikethrough=True)
    if piece.kind == "added":
        return click.style(piece.visible, fg="green", underline=True)
    return piece.text


def _bracketed(piece: Piece) -> str:
    if piece.kind == "removed":
        return f"[-{piece.text}-]"
    if piece.kind == "added":
        return f"{{+{piece.text}+}}"
    return piece.text
