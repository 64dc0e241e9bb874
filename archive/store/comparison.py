"""What differs between two articles, field by field: two revisions, or two copies of a dispatch."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from archive.article import BESIDE, JSON_VERSION, Article, to_json
from archive.text.diff import Piece, compare_texts, count_words
from archive.text.markdown import to_text
from archive.text.wording import counted

# What differs between any two articles, or shows in another field.
_LEFT_OUT = (
    "id", "identifier", "revision", "origin", "precision", "body", "extra", *BESIDE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs: its values as in the article's JSON, and as pieces to read."""

    name: str
    before: Any
    after: Any
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one article differs from another: its fields, and the plain text of its body."""

    before: Article
    after: Article
    fields: tuple[FieldChange, ...]
    text: tuple[Piece, ...]

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of all that differs, as in the article's JSON; () for equal articles."""
        body = ("body",) if self.before.body != self.after.body else ()
        return tuple(field.name for field in self.fields) + body

    @property
    def words_removed(self) -> int:
        """How many words of the first body are not in the second; of Chinese, Japanese and
        Korean, how many letters.
        """
        return count_words(self.text, "removed")

    @property
    def words_added(self) -> int:
        """How many words of the second body are not in the first."""
        return count_words(self.text, "added")

    @property
    def summary(self) -> str:
        """What differs, in a line: see `in_a_line`."""
        return in_a_line(self.changed, self.words_removed, self.words_added)


def in_a_line(changed: Iterable[str], removed: int, added: int) -> str:
    """Names of fields, and words of the body: "title, body (1 word removed, 3 added)". What readers
    read comes first.
    """
    if removed or added:
        words = f"{counted(removed, 'word')} removed, {added:,} added"
    else:
        words = "mark-up or punctuation alone"
    ordered = sorted(changed, key=lambda name: name not in ("title", "body"))
    return ", ".join(f"body ({words})" if name == "body" else name for name in ordered)


def compare_articles(before: Article, after: Article) -> Comparison:
    """How `after` differs from `before`: two revisions, or two copies of one dispatch."""
    old, new = _values(before), _values(after)
    fields = tuple(
        FieldChange(name, old.get(name), new.get(name), _compare_values(old.get(name), value))
        for name in old | new
        if old.get(name) != (value := new.get(name))
    )
    text = compare_texts(to_text(before.body), to_text(after.body))
    return Comparison(before, after, fields, text)


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """A comparison as JSON, version 1 (see docs/revisions.md)."""
    return {
        "version": JSON_VERSION,
        "before": {"id": comparison.before.id, "revision": comparison.before.revision},
        "after": {"id": comparison.after.id, "revision": comparison.after.revision},
        "changed": list(comparison.changed),
        "fields": [
            {"name": field.name, "before": field.before, "after": field.after}
            for field in comparison.fields
        ],
        "body": {
            "words_removed": comparison.words_removed,
            "words_added": comparison.words_added,
            "pieces": [{"kind": piece.kind, "text": piece.text} for piece in comparison.text],
        },
    }


def _values(article: Article) -> dict[str, Any]:
    """The fields to compare, those of `extra` one by one as "extra.version"."""
    data = to_json(article)
    extra = {f"extra.{key}": value for key, value in data["extra"].items() if key != "fetched"}
    kinds = {f"tag_kinds.{kind}": tags for kind, tags in data.pop("tag_kinds").items()}
    return {name: value for name, value in data.items() if name not in _LEFT_OUT} | kinds | extra


def _compare_values(before: Any, after: Any) -> tuple[Piece, ...]:
    """Sentences and lists word by word; of an address, a date or a name, the whole."""
    old, new = _shown(before), _shown(after)
    if " " in old or " " in new:
        return compare_texts(old, new)
    whole = (Piece("removed", old), Piece("added", new))
    return tuple(piece for piece in whole if piece.text)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(map(_shown, value))
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_shown(item)}" for key, item in value.items() if item)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
