"""Dates to choose with one click: the last days that the archive holds, counted from its last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from index.answers.asked import Asked
from webui.common.address import Address
from webui.common.freshness import LiveArchive
from webui.common.links import search_url
from webui.common.wording import human_date

_PRESETS = (("7 days", 6), ("30 days", 29), ("12 months", 364))
_DAYS = 7  # on the front page


@dataclass(frozen=True, slots=True)
class Preset:
    """A range of dates up to the last day held: its name, its link, whether it is chosen."""

    label: str
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class HeldDay:
    """A day, how many articles are of it, and where they are."""

    label: str
    count: int
    url: str


def presets(last: date, address: Address) -> list[Preset]:
    """The last week, month and year that the archive holds something of."""
    found = []
    for label, back in _PRESETS:
        start, end = (last - timedelta(back)).isoformat(), last.isoformat()
        chosen = (address.start, address.end) == (start, end)
        url = search_url(address.between("", "") if chosen else address.between(start, end))
        found.append(Preset(label, url, chosen))
    return found


def last_days(live: LiveArchive, last: date) -> list[HeldDay]:
    """The last days that have articles, the newest first."""
    asked = Asked(
        start=(last - timedelta(60)).isoformat(), end=last.isoformat(), limit=0, timeline=True
    )
    days = [(each.key, each.count) for each in live.search(asked).timeline if each.count]
    return [
        HeldDay(human_date(key), count, search_url(Address().between(key, key)))
        for key, count in reversed(days[-_DAYS:])
        if key
    ]
