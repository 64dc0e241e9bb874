"""The company that words keep, as tables: around a search, by an axis, beside a second search; and
how the numbers were computed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from flask import Flask, Response, jsonify, render_template, request
from werkzeug.datastructures import MultiDict

from archive.errors import RequestError
from index.answers.asked import request_of
from index.company.asked import MEASURES, MOST_ASKED, PERIODS, SHOWN, Around
from index.company.company import company, compared
from index.company.method import cited, method, sample_of
from index.company.results import EVERY, Company, Comparison, Group
from index.company.rows import company_json, comparison_json, per_near, tables
from index.company.together import together, with_run, with_word
from index.fields import LABELS
from webui.charts.files import table_of
from webui.charts.methods import method_page
from webui.common.address import Address
from webui.common.links import around_pairs, chart_url, printed, search_url, words_url
from webui.common.live import live

_NAMES = {"company": "Words around", "neighbours": "Words side by side", "counts": "Counts"}
# Of the axes those that every archive has come first.
_OFFERED = ("", "year", "month", "agency", "section", "tag", "place", "language")
_WINDOWS = (2, 5, 10)


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it is shown: its name and where that leads, and its cells, each with its link."""

    name: str
    url: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its caption, the headings of its columns, and its rows."""

    caption: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]


def register(app: Flask) -> None:
    """The addresses of the company of words."""
    app.add_url_rule("/words", "words", page)
    app.add_url_rule("/words.json", "words_json", twin)
    app.add_url_rule("/words.csv", "words_csv", numbers)
    app.add_url_rule("/words/method", "words_method", how)


def page() -> str:
    """The tables, and the ways to ask for others."""
    address, around = Address.read(request.args), read_around(request.args)
    if address.versus:  # a form hands on what was chosen before
        around = around.of_two()
    found = _found(address, around) if address.text or address.versus else None
    return render_template(
        "words.html",
        found=found,
        around=around,
        # Articles are counted, never stories: links to them show every copy.
        made=list(_made(found, replace(address, fold=False))) if found else [],
        ways=list(_ways(address, around)),
        files=[(kind.upper(), words_url(address, around, kind)) for kind in ("csv", "json")],
        method=words_url(address, around, "method"),
        cited=_cited(address, around, sample_of(found)) if found else "",
        back=search_url(replace(address, versus="", page="")),
        chart=chart_url(address),
        kept=[
            pair
            for pair in (*address.pairs(), *around_pairs(around))
            if pair[0] not in ("q", "versus", "page", "split", "per", "view", "lines")
        ],
    )


def twin() -> Response:
    """The same numbers as JSON, version 1."""
    found = _found(Address.read(request.args), read_around(request.args))
    return jsonify(company_json(found) if isinstance(found, Company) else comparison_json(found))


def numbers() -> Response:
    """The table as CSV."""
    return table_of(
        tables(_found(Address.read(request.args), read_around(request.args))), "words.csv"
    )


def how() -> str:
    """How the numbers of that address were computed."""
    address, around = Address.read(request.args), read_around(request.args)
    request_of(address.asked(1))  # refuses what has no tables
    cited = _cited(address, around) if address.text or address.versus else ""
    told = method(around, of_two=bool(address.versus))
    return method_page("the words around words", told, cited, words_url(address, around))


def read_around(args: MultiDict[str, str]) -> Around:
    """What an address asks (`by` is a name of the field author, so it is `axis` here). RequestError
    for what cannot be.
    """
    shown = args.get("show") or SHOWN[0]
    window = _number(args, "window", 5)  # on either side that is not named
    measure = args.get("measure") or MEASURES[0]
    return Around(
        shown=next((each for each in SHOWN if each == shown), shown),  # type: ignore[arg-type]
        by=args.get("axis", "").strip(),
        measure=next((each for each in MEASURES if each == measure), measure),  # type: ignore[arg-type]
        left=_number(args, "left", window),
        right=_number(args, "right", window),
        limit=_number(args, "limit", 25),
        least=_number(args, "least", 2),
        small=args.get("small") == "1",
        seed=_number(args, "seed", 1),
    ).checked()


def _number(args: MultiDict[str, str], name: str, usual: int) -> int:
    text = args.get(name, "").strip()
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < 9 and int(text) <= MOST_ASKED):
        raise RequestError(f"{name} cannot be {text!r}", f"a whole number up to {MOST_ASKED}")
    return int(text)


def _found(address: Address, around: Around) -> Company | Comparison:
    """What is asked: IndexBusyError while the index is being built."""
    asked = replace(address.asked(1), versus=None, split=None, share=False)
    if address.versus:
        return live().answer(lambda search: compared(search, asked, address.versus, around))
    return live().answer(lambda search: company(search, asked, around))


def _cited(address: Address, around: Around, sample: str = "") -> str:
    where = printed(words_url(address, around))
    today = date.today().isoformat()
    return cited(address.text, around, where, today, versus=address.versus or None, sample=sample)


# Ways to ask --------------------------------------------------------------------------------------


def _ways(address: Address, around: Around) -> Iterator[tuple[str, list[tuple[str, str, bool]]]]:
    """Groups of links: (label, address, whether it is what is shown)."""

    def link(label: str, **changed: object) -> tuple[str, str, bool]:
        other = replace(around, **changed)  # type: ignore[arg-type]
        return label, words_url(address, other), other == around

    if not address.versus:
        yield "What", [link(_NAMES[each], shown=each) for each in SHOWN]
    yield (
        "By",
        [
            link(f"By {LABELS.get(by, by).lower()}" if by else "All together", by=by)
            for by in dict.fromkeys((*_OFFERED, around.by))
            if by == "" or by in PERIODS or live().holds(by)
        ],
    )
    if around.shown == "company" and not address.versus:
        yield "Measure", [link(each.capitalize(), measure=each) for each in MEASURES]
        yield (
            "Window",
            [
                link(f"{each} words on either side", left=each, right=each)
                for each in sorted(
                    {*_WINDOWS, around.left} if around.left == around.right else _WINDOWS
                )
            ],
        )
        yield (
            "Small words",
            [link("Without small words", small=False), link("With small words", small=True)],
        )


# Tables -------------------------------------------------------------------------------------------


def _made(found: Company | Comparison, address: Address) -> Iterator[Table]:
    if isinstance(found, Comparison):
        yield from _of_two(found, address)
        return
    if found.around.by or found.around.shown == "counts":
        yield _counts(found, address)
    if found.around.shown == "neighbours":
        yield from _neighbours(found, address)
    elif found.around.shown == "company":
        yield _company(found, address)


def _counts(found: Company, address: Address) -> Table:
    by = found.around.by
    lines = []
    for group in found.groups:
        url = search_url(_of_group(address, by, group))
        share = "" if group.share is None else f"{group.share:.1%}"
        per = "" if group.per_words is None else f"{group.per_words:,.2f}"
        often = [f"{group.documents:,}", share, f"{group.occurrences:,}", per]
        lines.append(Line(group.label, url, tuple((each, "") for each in often)))
    heads = ("Articles", "Of all", "Occurrences", "Per 10,000 words")
    return Table(
        "Articles and occurrences", (LABELS.get(by, by.capitalize()), *heads), tuple(lines)
    )


def _company(found: Company, address: Address) -> Table:
    """A row for each word: what it scores, or, by an axis, how often it is near in each value."""
    lines = []
    for word in found.words:
        near = replace(address, text=together(address.text, word.word, found.around), page="")
        if not found.around.by:
            score = word.score[0]
            cells = [
                f"{word.near[0]:,}", f"{word.expected[0]:,.1f}", f"{word.total[0]:,}",
                "" if score is None else f"{score:,.4f}" if score < 1 else f"{score:,.1f}",
            ]  # fmt: skip
            shown = tuple((each, "") for each in cells)
        else:
            shown = tuple(
                (_often(word.near[at], per_near(word, at, group)),
                 search_url(_of_group(near, found.around.by, group)) if word.near[at] else "")
                for at, group in enumerate(found.groups)
            )  # fmt: skip
            if word.change is not None:
                shown = (*shown, (f"{word.change:+.1f}", ""))
        lines.append(Line(word.written or word.word, search_url(near), shown))
    if not found.around.by:
        heads = ("Near", "Expected", "In all", found.around.measure.capitalize())
        return Table("Words near, the furthest from chance first", ("Word", *heads), tuple(lines))
    changes = ("Change",) if any(word.change is not None for word in found.words) else ()
    heads = (*(group.label for group in found.groups), *changes)
    caption = "Words near: how often, and how often in 1,000 words near"
    return Table(caption, ("Word", *heads), tuple(lines))


def _often(count: int, per: float | None) -> str:
    return f"{count:,} ({per:.1f})" if count and per is not None else "–"


def _neighbours(found: Company, address: Address) -> Iterator[Table]:
    for length in sorted({len(each.words) for each in found.neighbours}):
        lines = []
        for each in found.neighbours:
            if len(each.words) == length:
                run = " ".join(each.words)
                url = search_url(replace(address, text=with_run(address.text, run), page=""))
                cells = tuple((f"{count:,}" if count else "–", "") for count in each.counts)
                lines.append(Line(run, url, cells))
        heads = [group.label if found.around.by else "Occurrences" for group in found.groups]
        yield Table(f"{length} words side by side", ("Words", *heads), tuple(lines))


def _of_two(found: Comparison, address: Address) -> Iterator[Table]:
    one, other = (query or EVERY for query in found.queries)
    by = found.around.by
    first, second = replace(address, versus=""), replace(address, text=found.queries[1], versus="")
    if by:
        lines = []
        for pair in found.values:
            group = Group(pair.key, pair.label or pair.key, 0, 0, 0, 0, 0)
            shares = ["" if each is None else f" ({each:.1%})" for each in pair.shares]
            cells = tuple(
                (f"{count:,}{share}", search_url(_of_group(side, by, group)))
                for count, share, side in zip(pair.counts, shares, (first, second), strict=True)
            )
            often = tuple((f"{each:,}", "") for each in pair.occurrences or ())
            lines.append(Line(group.label, "", (*cells, *often, (f"{pair.score:+.1f}", ""))))
        often_of = (f"Occurrences: {one}", f"Occurrences: {other}")
        told = often_of if found.values and found.values[0].occurrences else ()
        heads = (LABELS.get(by, by.capitalize()), one, other, *told, "Log-likelihood")
        yield Table(
            "Articles of each search, and what part of all that it finds", heads, tuple(lines)
        )
    for query, sign, side in ((one, 1, first), (other, -1, second)):
        mine = [pair for pair in found.words if pair.score * sign > 0]
        lines = [
            Line(
                pair.label or pair.key,
                search_url(replace(side, text=with_word(side.text, pair.key), page="")),
                (*((f"{n:,}", "") for n in pair.counts), (f"{abs(pair.score):,.1f}", "")),
            )
            for pair in mine
        ]
        yield Table(
            f"Words typical of {query}", ("Word", one, other, "Log-likelihood"), tuple(lines)
        )


def _of_group(address: Address, by: str, group: Group) -> Address:
    """The same search among the articles of one value of the axis."""
    if not by:
        return address
    if by in PERIODS:
        if not group.key:
            return address.undated()
        if by == "decade":
            return address.during(group.key[:4], f"{group.key[:3]}9")
        return address.during(group.key, group.key)
    return address.having(by, group.label) if group.key else address.bare(by)
