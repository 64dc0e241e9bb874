"""What the front page shows, of which archives have more or less, within a number of links."""

from __future__ import annotations

from dataclasses import dataclass

from index.answers.results import Results
from webui import panel
from webui.asking.dates import HeldDay, last_days
from webui.asking.examples import Example, examples
from webui.charts.fortnight import OverTime
from webui.common.live import live

MOST_LINKS = 149
EXAMPLES = 3  # searches that are proposed
_OTHERS = 28  # at most, that every front page has: masthead, tools, pages, presets, foot
_SAVED = 8  # saved searches, which the first line of them has; the rest stands folded
_BESIDE_VALUES = 2  # links of a facet that are no values: what has none, and to all of them
_FEWEST = 2  # values of a facet


@dataclass(frozen=True, slots=True)
class Front:
    """What the front page says of the archive besides its newest articles, and how much it has
    room for: `values` of each facet, with what has `none` where there is such a thing; `tags` of
    a hit; and whether a hit is compared with a copy of it by one click.
    """

    examples: list[Example]
    days: list[HeldDay]
    values: int
    none: bool
    tags: int
    compares: bool


def front(results: Results, chart: OverTime | None, saved: int) -> Front:
    """The front page of an archive whose newest articles are given, with so many saved searches.

    The bars of the chart and the titles are all links. Of what is left the facets have the first
    share, then comparing, then the tags.
    """
    bars = len(chart.drawn.filled) if chart else 0
    copied = sum(1 for hit in results.hits if hit.more)
    tried = examples(live(), results, EXAMPLES)
    days = last_days(live(), results.held.last) if results.held else []
    room = MOST_LINKS - _OTHERS - len(tried) - len(days) - min(saved, _SAVED)
    room -= bars + len(results.hits) + copied
    facets = sum(1 for facet in results.facets if facet.buckets)
    least = facets * (_FEWEST + 1)
    if room < least:  # the chart leads to days too
        kept = max(len(days) - (least - room), 0)
        room, days = room + len(days) - kept, days[:kept]
    share = room // facets if facets else 0
    none = share >= _FEWEST + _BESIDE_VALUES
    beside = _BESIDE_VALUES if none else 1
    values = min(max(share - beside, _FEWEST), panel.SHOWN_AT_FIRST)
    room -= facets * (values + beside)
    compares = room >= copied
    room -= copied if compares else 0
    return Front(tried, days, values, none, _tags(results, room), compares)


def _tags(results: Results, room: int) -> int:
    """The most tags of a hit with which those of all hits together have so much room."""
    numbers = [len(hit.article.tags) for hit in results.hits]
    most = max(numbers, default=0)
    while most and sum(min(number, most) for number in numbers) > room:
        most -= 1
    return most
