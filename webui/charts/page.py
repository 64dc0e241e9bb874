"""The chart of a search on a page of its own; its numbers as CSV, its picture as SVG and PNG."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask import Flask, Response, render_template, request

from archive.text.plain import for_xml
from index.answers.asked import SPLITS, request_of
from index.answers.method import quoted, said, timeline_method
from index.answers.results import Results
from index.answers.timeline import timeline_table
from index.fields import LABELS
from webui.charts.draw import FLATTENED, LARGE, LEAST, Timeline, View, draw
from webui.charts.files import file_of, table_of
from webui.charts.fortnight import is_short
from webui.charts.methods import cited_of, method_page
from webui.charts.picture import FONTS, png_of
from webui.common.address import Address
from webui.common.chips import chips_of, in_words
from webui.common.links import chart_url, printed, search_url, twin_url
from webui.common.live import live, masthead
from webui.common.wording import human_date


def register(app: Flask) -> None:
    """The addresses of charts."""
    app.add_url_rule("/chart", "chart", chart)
    app.add_url_rule("/chart.csv", "chart_csv", numbers)
    app.add_url_rule("/chart.svg", "chart_svg", picture)
    app.add_url_rule("/chart.png", "chart_png", photograph)
    app.add_url_rule("/chart/method", "chart_method", how)


def chart() -> str:
    """The chart, large, with its numbers as a table, and the ways to draw and to take it."""
    address = Address.read(request.args)
    results = _results(address)
    return render_template(
        "chart_page.html",
        results=results,
        timeline=draw(results, address, LARGE),
        views=_views(address),
        mentions=results.mentions,
        files=[(kind.upper(), chart_url(address, kind)) for kind in ("svg", "png", "csv")],
        method=chart_url(address, "method"),
        cited=_cited(address),
        back=search_url(address.on_page(1)),
        twin=twin_url(replace(address, fold=False)),
        permalink=printed(chart_url(address)),
    )


def numbers() -> Response:
    """A row for each period: its first and last day, its articles, those of each part, and all
    that the archive holds of that time.
    """
    return table_of(timeline_table(_results(Address.read(request.args))), "chart.csv")


def picture() -> Response:
    """The chart by itself: what it is of, when and where it was made stand in it."""
    return file_of(_svg(), "image/svg+xml", "chart.svg")


def photograph() -> Response:
    """The same as pixels, twice as many as it is large, for screens and for print."""
    return file_of(png_of(_svg()), "image/png", "chart.png")


def how() -> str:
    """How the numbers of that address were computed."""
    address = Address.read(request.args)
    request_of(address.asked(1))  # refuses what has no chart
    method = timeline_method(
        address.split, versus=bool(address.versus), share=address.per == "share"
    )
    short = ("A short range", _SHORT if is_short(address) else "")
    told = said((*method, short, ("How it is drawn", _DRAWN)))
    return method_page("the chart", told, _cited(address), chart_url(address))


def _cited(address: Address) -> str:
    beside = f" beside {quoted(address.versus)}" if address.versus else ""
    by = f", by {address.split}" if address.split and not beside else ""
    shares = ", as shares of all articles" if address.per == "share" else ""
    how = f"{beside}{by}{shares}"
    return cited_of("Articles over time", address, chart_url(address), how)


_SHORT = """The dates that were asked for are so few that each of their days is shown, whether
anything is found on it or not."""
_DRAWN = f"""Bars are as high as their numbers; where the highest is more than {FLATTENED} times as
high as the one in the middle of all that are not empty, as the square roots of these, and the chart
says so. No bar is lower than {LEAST:g} of the {LARGE.height} pixels of the picture. Times of which
the archive holds nothing are marked, and those of which it holds something but nothing
was found."""


def _svg() -> str:
    address = Address.read(request.args)
    results = _results(address)
    timeline = draw(results, address, LARGE)
    drawn = render_template(
        "chart.svg", timeline=timeline, results=results, said=_said(address, timeline),
        source=_source(), made=human_date(date.today().isoformat()), fonts=FONTS,
    )  # fmt: skip
    return for_xml(drawn)


def _source() -> str:
    """Whose archive it is and, where that is known, at which address: never one that a client
    made up.
    """
    return " · ".join(filter(None, (masthead().title, masthead().base_address)))


def _said(address: Address, timeline: Timeline | None) -> str:
    """What the picture shows, in a line under its title."""
    parts = in_words(chips_of((), address))
    if timeline and timeline.shares:
        parts.append("as shares of all articles")
    if timeline and timeline.root:
        parts.append("heights are square roots")
    return " · ".join(parts)


def _results(address: Address) -> Results:
    asked = replace(address.asked(1), offset=0, limit=0, snippets=False, facets=False, share=True)
    return live().search(replace(asked, fold=False, whole_range=is_short(address)))


def _views(address: Address) -> list[View]:
    """Counts or shares, and whole or split by a facet."""
    undivided = {"versus": address.versus, "split": address.split}
    shares = address.per == "share"
    made = [
        View("Numbers", chart_url(address.drawn(per="", **undivided)), not shares),
        View("Share of all articles", chart_url(address.drawn(per="share", **undivided)), shares),
    ]
    for facet in SPLITS:
        used = address.split == facet and not address.versus
        url = chart_url(address.drawn(per=address.per, split="" if used else facet))
        made.append(View(f"By {LABELS[facet].lower()}", url, used))
    return made
