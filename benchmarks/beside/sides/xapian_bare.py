"""Xapian through Debian's own Python: raw words with positions and English stems, as its
TermGenerator makes them; facets by a match spy on each value slot.

It has no facet of several values, so the nth tag of an article stands in the nth slot of tags, and
the spies' counts are added up.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from beside.sides.protocol import TOP, run

xapian: Any = import_module("xapian")
MOMENT, DAY, AGENCY, TAG = 0, 1, 10, 100
TITLE = 3  # how often a word of the title counts


class Xapian:
    """A database that is asked."""

    version = f"Xapian {xapian.version_string()}"

    def __init__(self, folder: Path) -> None:
        self.db = xapian.Database(str(folder / "glass"))
        self.stem = xapian.Stem("english")
        self.tags = [slot for slot in range(TAG, TAG + 60) if self.db.get_value_freq(slot)]
        self.agencies = [
            slot for slot in range(AGENCY, AGENCY + 60) if self.db.get_value_freq(slot)
        ]

    def prepare(self, query: dict[str, Any]) -> tuple[Any, bool]:
        """A tree of its own, and whether the newest come first."""
        made = xapian.Query
        if "from" in query:
            return made(made.OP_VALUE_RANGE, DAY, str(query["from"]), str(query["to"])), True
        if "prefix" in query:
            return made(made.OP_WILDCARD, query["prefix"], 0, 0, made.OP_SYNONYM), False
        if "phrase" in query:
            words = query["phrase"]
            return made(made.OP_PHRASE, words, len(words)), False
        if "near" in query:
            return made(made.OP_NEAR, query["near"], len(query["near"]) + query["apart"]), False
        wanted = made(made.OP_AND, [self._word(word) for word in query["must"]])
        for word in query.get("not", ()):
            wanted = made(made.OP_AND_NOT, wanted, self._word(word))
        if "tag" in query:
            wanted = made(made.OP_FILTER, wanted, made(_tag(query["tag"])))
        return wanted, False

    def _word(self, word: str) -> Any:
        return xapian.Query(f"Z{self.stem(word).decode()}")

    def ask(self, prepared: tuple[Any, bool], counts: bool) -> dict[str, Any]:
        """One match; all documents are looked at, so that the total and the counts are exact."""
        query, newest = prepared
        enquire = xapian.Enquire(self.db)
        enquire.set_query(query)
        if newest:
            enquire.set_weighting_scheme(xapian.BoolWeight())
            enquire.set_sort_by_value(MOMENT, True)
        spies = {}
        if counts:
            for slot in (DAY, *self.tags, *self.agencies):
                spies[slot] = xapian.ValueCountMatchSpy(slot)
                enquire.add_matchspy(spies[slot])
        matches = enquire.get_mset(0, TOP, self.db.get_doccount())
        answer: dict[str, Any] = {
            "hits": [(match.docid, match.weight) for match in matches],
            "total": matches.get_matches_estimated(),
        }
        if counts:
            answer["tags"] = _most([spies[slot] for slot in self.tags])
            answer["agency"] = _most([spies[slot] for slot in self.agencies])
            answer["days"] = [(int(day.term), day.termfreq) for day in spies[DAY].values()]
        return answer


def _most(spies: list[Any]) -> list[tuple[str, int]]:
    if len(spies) == 1:
        return [(each.term.decode(), each.termfreq) for each in spies[0].top_values(TOP)]
    counts: Counter[bytes] = Counter()
    for spy in spies:
        for each in spy.values():
            counts[each.term] += each.termfreq
    return [(value.decode(), count) for value, count in counts.most_common(TOP)]


def _tag(value: str) -> str:
    return f"XTAG:{value}"[:200]


def build(rows: Iterator[dict[str, Any]], folder: Path) -> None:
    """One database, compacted when all is in."""
    os.environ["XAPIAN_FLUSH_THRESHOLD"] = "20000"  # articles that it holds in memory
    raw = folder / "raw"
    db = xapian.WritableDatabase(str(raw), xapian.DB_CREATE)
    terms = xapian.TermGenerator()
    terms.set_stemmer(xapian.Stem("english"))
    for row in rows:
        document = xapian.Document()
        terms.set_document(document)
        terms.index_text(row["title"], TITLE)
        terms.increase_termpos()
        terms.index_text(row["body"])
        document.add_value(MOMENT, xapian.sortable_serialise(row["moment"]))
        document.add_value(DAY, f"{row['day']:08}")
        for first, values in ((TAG, row["tags"]), (AGENCY, row["agency"])):
            for at, value in enumerate(values):
                document.add_value(first + at, value)
        for value in row["tags"]:
            document.add_boolean_term(_tag(value))
        db.add_document(document)
    db.commit()
    db.close()
    xapian.Database(str(raw)).compact(str(folder / "glass"))
    for path in raw.iterdir():
        path.unlink()
    raw.rmdir()


if __name__ == "__main__":
    run(build, Xapian)
