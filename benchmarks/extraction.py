"""How well articles are taken out of saved news pages, beside trafilatura alone.

    python benchmarks/extraction.py [--verbose] [DIR]

DIR (else the pages beside the project) holds pages and `truth.jsonl`: one object a page with file,
title, authors, date, tags, body. Each measure is the mean over the pages; a page whose truth has
no value for a field is left out for that field.

title    equal, after folding case, accents, quotation marks and spaces
date     the same calendar day; where the truth has no time and its month and day could have been
         exchanged when it was made ("06.01.2026" read as June), either order is right
authors  F1 of names; the agencies that a byline names count among them, by their canonical names
tags     F1 of tags, folded, "#" not counted
body     F1 of words, counted as often as they occur; the text alone, without Markdown's marks and
         addresses
body*    the same without our headings, for the truth that is known has no subheadings
pages/s  on one core, by processor time, page by page in turn; also of the pages whose text was not
         in doubt

The last lines tell of the pages that trafilatura is asked about because our text is in doubt: their
share; how many of the pages whose text is bad (under BAD) the signs miss; and what the text would
be if it were asked about every page.

Rules are made from one half of the pages and checked on the other: the publishers, by the longest
label of their host's name, are sorted and shuffled with SEED, and every second one is in the half
"seen". What the rules were before this split was recorded knew both halves.
"""

from __future__ import annotations

import dataclasses
import gzip
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

from archive.article import Origin, RawArticle, Skipped
from archive.normalise.agencies import known_agency
from archive.normalise.persons import read_credit
from archive.normalise.rules import normalise
from archive.readers.saved_pages import html
from archive.readers.saved_pages.extractors import text_by_trafilatura
from archive.readers.saved_pages.html import read_page
from archive.readers.saved_pages.text import PageText
from archive.text.markdown import to_text
from archive.text.plain import fold, fold_line, one_line

PAGES = Path(__file__).parent.parent.parent / "shared" / "data" / "pages"
FIELDS = ("title", "date", "authors", "tags", "body", "body*")
WANTED = {"title": 0.94, "date": 0.99, "authors": 0.93, "tags": 0.80, "body": 0.96}
SEED = 20261127  # of the split; recorded before the first rule was changed
BAD = 0.8  # F1 of a text
FAILED = 0.9  # below which --verbose shows a page


@dataclass
class Result:
    """What one extractor made of one page."""

    title: str | None = None
    date: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    body: str = ""
    without_headings: str = ""


def ours(data: bytes, name: str) -> Result:
    """What the archive would keep."""
    raw = read_page(data, Origin(name))
    article = normalise(raw) if isinstance(raw, RawArticle) else raw
    if isinstance(raw, Skipped) or isinstance(article, Skipped):
        return Result()
    blocks = article.body.split("\n\n")
    return Result(
        title=article.title,
        date=article.date,
        authors=tuple(name for line in raw.authors for name in named(line)),
        tags=article.tags,
        body=article.body,
        without_headings="\n\n".join(b for b in blocks if not b.startswith("#")),
    )


def without_marks(result: Result) -> Result:
    """The same with the text alone, without Markdown's marks and addresses."""
    return replace(
        result, body=to_text(result.body), without_headings=to_text(result.without_headings)
    )


def theirs(data: bytes, name: str) -> Result:
    """What trafilatura makes of the page with its defaults."""
    from trafilatura import bare_extraction

    found = bare_extraction(data, with_metadata=True, include_comments=False)
    if found is None:
        return Result()
    stated: dict[str, Any] = found if isinstance(found, dict) else found.as_dict()
    text = stated.get("text") or ""
    return Result(
        title=stated.get("title"),
        date=stated.get("date"),
        authors=tuple(
            name for line in (stated.get("author") or "").split("; ") for name in canonical(line)
        ),
        tags=tuple(tag for line in stated.get("tags") or () for tag in line.split(",")),
        body=text,
        without_headings=text,
    )


def named(line: str) -> Iterable[str]:
    """The authors and agencies that a byline names."""
    authors, agencies = read_credit(line)
    return (*authors, *agencies) or (line,)


def canonical(line: str) -> list[str]:
    """The names of a truth's line: that of an agency as it is canonical, and "Le Figaro et AFP" as
    the two that it names.
    """
    parts = re.split(r"\s+(?:et|avec|und|mit|and|with|y|con|e)\s+|\s*/\s*", line)
    if not any(map(known_agency, parts)):
        return [line]
    return [known_agency(part) or part for part in parts]


def score(truth: dict[str, Any], result: Result) -> dict[str, float]:
    """The measures of one page for the fields that its truth has."""
    scores = {
        "title": float(folded(truth["title"]) == folded(result.title)),
        "date": float((result.date or "")[:10] in days(truth["date"])),
        "body": f1(words(truth["body"]), words(result.body)),
        "body*": f1(words(truth["body"]), words(result.without_headings)),
    }
    if truth["authors"]:
        scores["authors"] = f1(
            names(name for line in truth["authors"] for name in canonical(line)),
            names(result.authors),
        )
    if truth["tags"]:
        scores["tags"] = f1(names(truth["tags"]), names(result.tags))
    return scores


def days(date: str) -> set[str]:
    """The days that a date of the truth can mean."""
    day = date[:10]
    year, month, number = day.split("-")
    exchanged = f"{year}-{number}-{month}"
    return {day, exchanged} if date == f"{day} 00:00:00" and int(number) <= 12 else {day}


def f1(wanted: Counter[str], found: Counter[str]) -> float:
    """The harmonic mean of precision and recall of two multisets."""
    both = sum((wanted & found).values())
    return 2 * both / (sum(wanted.values()) + sum(found.values())) if both else 0.0


def words(text: str) -> Counter[str]:
    """The words of a text."""
    return Counter(re.findall(r"\w+", fold(text)))


def names(values: Iterable[str]) -> Counter[str]:
    """Names or tags, each once."""
    return Counter({folded(value.strip(" #")) for value in values if value.strip()})


def folded(text: str | None) -> str:
    """A text as it is compared."""
    return fold_line(one_line(text) or "")


def publisher(url: str) -> str:
    """A publisher, whichever of its sites a page is of: "euronews" for de.euronews.com."""
    return max((urlsplit(url).hostname or "").removeprefix("www.").split(".")[:-1], key=len)


def halves(urls: Iterable[str]) -> dict[str, str]:
    """{publisher: "seen" or "unseen"}."""
    publishers = sorted({publisher(url) for url in urls})
    random.Random(SEED).shuffle(publishers)
    return {name: ("seen", "unseen")[at % 2] for at, name in enumerate(publishers)}


class Asked:
    """Notes which pages trafilatura is asked about; `always` has it asked about every page."""

    def __init__(self, always: bool = False) -> None:
        self.files: set[str] = set()
        self._always = always

    def ours(self, data: bytes, name: str) -> Result:
        """What the archive would keep."""

        def ask(tree: Any, url: str | None) -> str:
            self.files.add(name)
            return text_by_trafilatura(tree, url)

        doubts = (lambda *_: ["asked always"]) if self._always else PageText.doubts
        with (
            mock.patch.object(html, "text_by_trafilatura", ask),
            mock.patch.object(PageText, "doubts", doubts),
        ):
            return ours(data, name)


def show_doubt(pages: list[tuple[dict[str, Any], bytes]], scores: list[dict[str, float]],
               asked: set[str]) -> None:  # fmt: skip
    """Which share of the pages is asked about, and what the signs of doubt miss."""
    bad = [truth["file"] for (truth, _), page in zip(pages, scores, strict=True)
           if page["body"] < BAD]  # fmt: skip
    missed = len([name for name in bad if name not in asked])
    (always,) = measure(pages, Asked(always=True).ours)
    print(f"asked about {len(asked)} of {len(pages)}; {missed} of {len(bad)} bad ones missed")
    gained, found = mean(always.scores, "body"), mean(scores, "body")
    print(f"asked always: body {gained:.3f} instead of {found:.3f}")


@dataclass
class Measured:
    """What one extractor made of every page: scores, results and seconds of the processor."""

    scores: list[dict[str, float]] = dataclasses.field(default_factory=list)
    results: list[Result] = dataclasses.field(default_factory=list)
    seconds: list[float] = dataclasses.field(default_factory=list)

    def rate(self, pages: Iterable[int]) -> float:
        """Pages a second, of those at these places."""
        taken = [self.seconds[at] for at in pages]
        return len(taken) / sum(taken)


def measure(
    pages: list[tuple[dict[str, Any], bytes]], *extractors: Callable[[bytes, str], Result]
) -> list[Measured]:
    """What each extractor makes of every page; they take turns, so that all have the same noise."""
    measured = [Measured() for _ in extractors]
    for extract in extractors:
        extract(pages[0][1], "first")  # what is loaded once is not counted
    for truth, data in pages:
        for extract, into in zip(extractors, measured, strict=True):
            began = time.process_time()
            result = extract(data, truth["file"])
            into.seconds.append(time.process_time() - began)
            result = result if extract is theirs else without_marks(result)
            into.results.append(result)
            into.scores.append(score(truth, result))
    return measured


def mean(scores: list[dict[str, float]], field: str) -> float:
    """The mean over the pages that have the field."""
    values = [page[field] for page in scores if field in page]
    return sum(values) / len(values) if values else 0.0


def show_failures(pages: list[tuple[dict[str, Any], bytes]], scores: list[dict[str, float]],
                  results: list[Result]) -> None:  # fmt: skip
    """Every page and field below 0.9, with both values (of a body, how it begins)."""
    for (truth, _), page, result in zip(pages, scores, results, strict=True):
        for field in WANTED:
            if page.get(field, 1.0) < FAILED:
                print(f"{field} {page[field]:.2f} {truth['file']}")
                print(f"    truth {str(truth[field])[:300]!r}")
                print(f"    ours  {str(getattr(result, field))[:300]!r}")


def show(name: str, scores: list[dict[str, float]], theirs: list[dict[str, float]]) -> None:
    """The means of some of the pages."""
    print(f"{f'{name}: {len(scores)} pages':<18}{'archive':>10}{'trafilatura':>14}{'wanted':>9}")
    for field in FIELDS:
        wanted = f"{WANTED[field]:>9.2f}" if field in WANTED else ""
        print(f"  {field:<16}{mean(scores, field):>10.3f}{mean(theirs, field):>14.3f}{wanted}")


def main(arguments: list[str]) -> int:
    """Prints the table; 1 where a measure is below what is wanted."""
    verbose = "--verbose" in arguments
    folder = Path(next((a for a in arguments if not a.startswith("-")), PAGES))
    if not (folder / "truth.jsonl").is_file():
        sys.exit(f"{folder}: there is no truth.jsonl in it; name the folder of the pages")
    lines = (folder / "truth.jsonl").read_text("utf-8").splitlines()
    pages = []
    for truth in map(json.loads, filter(str.strip, lines)):
        data = (folder / truth["file"]).read_bytes()
        pages.append((truth, gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data))
    asked = Asked()
    own, other = measure(pages, asked.ours, theirs)
    scores, results, their_scores = own.scores, own.results, other.scores
    if verbose:
        show_failures(pages, scores, results)
    half = halves(truth["url"] for truth, _ in pages)
    places = [half[publisher(truth["url"])] for truth, _ in pages]
    for name in ("all", "seen", "unseen"):
        chosen = [at for at, place in enumerate(places) if name in ("all", place)]
        show(name, [scores[at] for at in chosen], [their_scores[at] for at in chosen])
    all_pages = range(len(pages))
    sure = [at for at in all_pages if pages[at][0]["file"] not in asked.files]
    print(f"{'pages/s':<18}{own.rate(all_pages):>10.1f}{other.rate(all_pages):>14.1f}")
    print(f"{'  not in doubt':<18}{own.rate(sure):>10.1f}{other.rate(sure):>14.1f}")
    show_doubt(pages, scores, {name for name in asked.files if name != "first"})
    return int(any(mean(scores, field) < least for field, least in WANTED.items()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
