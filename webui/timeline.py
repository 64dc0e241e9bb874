"""The timeline as bars: the geometry of a small SVG whose bars are links."""

from __future__ import annotations

from dataclasses import dataclass

from archive.text.wording import counted
from index.answers.results import Period, Results, Series
from webui.address import Address, search_url, search_urls
from webui.wording import human_date, language_name

HEIGHT = 56
_STEP = 10  # units of width from one bar to the next; the browser stretches them
_GAP = 2
_WIDEST = 40  # pixels from one bar to the next
_NARROWEST = 280  # pixels: both labels of the axis fit below
_LEAST = 3  # the height of a bar of a single article beside one of thousands


@dataclass(frozen=True, slots=True)
class Piece:
    """A rectangle of a bar, and the number of the series that it is of."""

    series: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A period: what it says, where its pieces stand, and where it leads ("" where it is empty)."""

    label: str
    said: str
    count: int
    share: str
    parts: tuple[str, ...]
    url: str
    x: int
    pieces: tuple[Piece, ...]

    @property
    def title(self) -> str:
        """What a pointer resting on the bar is told."""
        return f"{self.label}: {self.said}"


@dataclass(frozen=True, slots=True)
class View:
    """Another way to draw the timeline, and whether it is the one in force."""

    label: str
    url: str
    used: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """All bars, how wide they stand together, and the undated.

    `shares`: the height of a bar is the share of all articles of its time; `most` is that of the
    highest. `series` are the labels of the pieces, if there are several in a bar.
    """

    bars: tuple[Bar, ...]
    most: str
    shares: bool
    series: tuple[str, ...]
    views: tuple[View, ...]
    undated: Bar | None = None

    @property
    def width(self) -> int:
        """Units of width."""
        return len(self.bars) * _STEP

    @property
    def natural(self) -> int:
        """The width in pixels that it has where there is room: a few bars are not stretched."""
        return max(len(self.bars) * _WIDEST, _NARROWEST)

    @property
    def height(self) -> int:
        """Units of height, those of pixels."""
        return HEIGHT

    @property
    def filled(self) -> tuple[Bar, ...]:
        """The bars that are not empty."""
        return tuple(bar for bar in self.bars if bar.url)


def draw(results: Results, address: Address) -> Timeline | None:
    """The timeline of a search; None where there is nothing to compare."""
    dated = [period for period in results.timeline if period.key is not None]
    undated = [period for period in results.timeline if period.key is None]
    if not dated or len(results.timeline) < 2:
        return None
    kinds = {series.kind for series in results.series}
    beside = "versus" in kinds
    shares = dated[0].of is not None
    labels = tuple(_series_label(series, address) for series in results.series)
    most = max(value for period in dated for value in _values(period, beside))
    scale = HEIGHT / most if most else 0.0
    of_day = search_urls(address, lambda key: address.between(key, key))
    undated_url = search_url(address.undated())

    def bar(number: int, period: Period) -> Bar:
        pieces = _pieces(number * _STEP, period, scale, beside)
        is_filled = period.count or any(period.parts)
        url = (of_day(period.key) if period.key else undated_url) if is_filled else ""
        parts = tuple(_said(part, period) for part in period.parts)
        said = _bar_said(period, labels, parts, beside)
        label = human_date(period.key) or "No date"
        share = _percent(period.count, period.of)
        return Bar(label, said, period.count, share, parts, url, number * _STEP, pieces)

    bars = tuple(bar(number, period) for number, period in enumerate(dated))
    rest = bar(0, undated[0]) if undated else None
    highest = f"{most:.1%}" if shares else f"{most:,.0f}"
    return Timeline(bars, highest, shares, labels, _views(address), rest)


def _values(period: Period, beside: bool) -> list[float]:
    """The heights of what stands side by side in a bar, in articles or as shares of all of them."""
    counts = period.parts if beside else (period.count,)
    if period.of is None:
        return [float(count) for count in counts]
    return [count / period.of if period.of else 0.0 for count in counts]


def _pieces(x: int, period: Period, scale: float, beside: bool) -> tuple[Piece, ...]:
    heights = [max(value * scale, _LEAST) if value else 0.0 for value in _values(period, beside)]
    if beside:
        width = (_STEP - _GAP) / len(heights)
        found = [
            Piece(number, x + number * width, HEIGHT - height, width, height)
            for number, height in enumerate(heights)
        ]
    else:
        parts = period.parts or (period.count,)
        found, foot = [], float(HEIGHT)
        for number, part in enumerate(parts):
            height = heights[0] * part / period.count if period.count else 0.0
            foot -= height
            found.append(Piece(number, x, foot, _STEP - _GAP, height))
    return tuple(
        Piece(p.series, round(p.x, 2), round(p.y, 1), round(p.width, 2), round(p.height, 1))
        for p in found
        if p.height
    )


def _bar_said(period: Period, labels: tuple[str, ...], parts: tuple[str, ...], beside: bool) -> str:
    divided = "; ".join(f"{label} {part}" for label, part in zip(labels, parts, strict=True))
    if beside:
        return divided
    share = f", {_percent(period.count, period.of)} of all" if period.of is not None else ""
    whole = counted(period.count, "article") + share
    return f"{whole}: {divided}" if divided else whole


def _said(count: int, period: Period) -> str:
    return f"{count:,}" if period.of is None else f"{count:,} ({_percent(count, period.of)})"


def _percent(count: int, of: int | None) -> str:
    if of is None:
        return ""
    return f"{count / of:.1%}" if of else "0.0%"


def _series_label(series: Series, address: Address) -> str:
    if series.kind == "value":
        return language_name(series.label) if address.split == "language" else series.label
    return series.label or "everything"


def _views(address: Address) -> tuple[View, ...]:
    """Counts or shares, and whole or split by agency."""
    shares, split = address.per == "share", address.split == "agency" and not address.versus
    undivided = {"versus": address.versus, "split": address.split}
    return (
        View("Numbers", search_url(address.drawn(per="", **undivided)), not shares),
        View("Share of all articles", search_url(address.drawn(per="share", **undivided)), shares),
        View(
            "By agency",
            search_url(address.drawn(per=address.per, split="" if split else "agency")),
            split,
        ),
    )
