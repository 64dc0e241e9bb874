"""The timeline as a chart: the geometry of an SVG, in pixels, whose columns are links."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from math import sqrt

from archive.frozen import frozen
from archive.text.wording import counted
from index.answers.results import Period, Results, Series
from webui.common.address import Address
from webui.common.links import coverage_url, search_url, search_urls
from webui.common.wording import human_date, language_name

LEAST = 2.0  # the height of a bar of a single article beside one of thousands
_ABOVE = 16  # pixels over the highest bar: its number stands there
_BELOW = 20  # pixels under the bars: the dates stand there
_LETTER = 6.6  # pixels, about, that a letter of the axis is wide
FLATTENED = 8  # times the median: a bar so high makes the others look like nothing


@dataclass(frozen=True, slots=True)
class Size:
    """The whole picture, in pixels."""

    width: int
    height: int

    @property
    def foot(self) -> int:
        """Where the bars stand."""
        return self.height - _BELOW


SMALL = Size(352, 176)  # beside the results of a search
LARGE = Size(960, 320)  # on a page of its own


@frozen
class Bar:
    """A period: what it says, the column that it stands in, and where it leads ("" if empty)."""

    label: str
    said: str
    count: int
    share: str
    parts: tuple[str, ...]
    url: str
    x: float

    @property
    def title(self) -> str:
        """What a pointer resting on the column is told."""
        return f"{self.label}: {self.said}"


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis: where it stands, in pixels, and its label ("" for a mark alone)."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Columns of a time of which the archive holds nothing, or something, but nothing was found;
    the link is to its coverage.
    """

    x: float
    width: float
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class View:
    """Another way to draw the timeline, and whether it is the one in force."""

    label: str
    url: str
    used: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """A chart of `size`. `step` is the width of a column; `paths` are the bars of each series, as
    SVG draws them; `series` are its labels, if there are several in a bar. `shares`: the height
    of a bar is the share of all articles of its time. `root`: heights are square roots. `marked`:
    the bar that the chart is about. `silences` stand in a large chart alone: beside results there
    is no room for their links.
    """

    size: Size
    step: float
    bars: tuple[Bar, ...]
    paths: tuple[str, ...]
    series: tuple[str, ...]
    dates: tuple[Tick, ...]
    levels: tuple[Tick, ...]
    gaps: tuple[Gap, ...]
    silences: tuple[Gap, ...]
    shares: bool
    root: bool
    undated: Bar | None = None
    marked: Bar | None = None

    @property
    def filled(self) -> tuple[Bar, ...]:
        """The bars that are not empty."""
        return tuple(bar for bar in self.bars if bar.url)


def draw(
    results: Results, address: Address, size: Size = SMALL, marked: str | None = None
) -> Timeline | None:
    """The timeline of a search, in which a period may be marked, by its key; None where there is
    nothing to compare.
    """
    dated = [period for period in results.timeline if period.key is not None]
    undated = [period for period in results.timeline if period.key is None]
    if not any(map(_found, dated)) or len(results.timeline) < 2:
        return None
    shares = address.per == "share" and dated[0].of is not None
    beside = any(series.kind == "versus" for series in results.series)
    heights = [_values(period, beside, shares) for period in dated]
    scale = _Scale.of([value for each in heights for value in each], size)
    step = size.width / len(dated)
    keys = tuple([str(period.key) for period in dated])
    bars = _bars(dated, undated, results, address, step)
    return Timeline(
        size, round(step, 2), bars[: len(dated)],
        _paths(dated, heights, scale, step, beside),
        tuple(_series_label(series, address) for series in results.series),
        _date_ticks(keys, step, marked),
        tuple(scale.levels(shares)),
        tuple(_gaps(dated, step)),
        tuple(_silences(dated, step)) if size == LARGE else (),
        shares, scale.root, bars[-1] if undated else None,
        bars[keys.index(marked)] if marked in keys else None,
    )  # fmt: skip


# Heights ----------------------------------------------------------------------------------------


def _values(period: Period, beside: bool, shares: bool) -> list[float]:
    """The heights of what stands side by side in a column, in articles or as shares of all."""
    counts = period.parts if beside else (period.count,)
    if not shares:
        return [float(count) for count in counts]
    return [count / period.of if period.of else 0.0 for count in counts]


@dataclass(frozen=True, slots=True)
class _Scale:
    """From values to pixels. By their square roots where one would flatten all others."""

    most: float
    size: Size
    root: bool

    @classmethod
    def of(cls, values: list[float], size: Size) -> _Scale:
        held = sorted(value for value in values if value) or [1.0]
        return cls(held[-1], size, held[-1] > FLATTENED * held[len(held) // 2])

    def pixels(self, value: float) -> float:
        if not value:
            return 0.0
        part = value / self.most
        return max((self.size.foot - _ABOVE) * (sqrt(part) if self.root else part), LEAST)

    def levels(self, shares: bool) -> Iterator[Tick]:
        """Lines at the highest bar, and at about half its height."""
        half = self.most / (4 if self.root else 2)
        for value in (self.most, half if shares else float(round(half))):
            if value and (value == self.most or shares or 0 < value < self.most):
                label = f"{value:.1%}" if shares else f"{value:,.0f}"
                yield Tick(round(self.size.foot - self.pixels(value), 1), label)


def _paths(
    dated: list[Period], heights: list[list[float]], scale: _Scale, step: float, beside: bool
) -> tuple[str, ...]:
    """The bars of each series as the path that SVG fills: side by side, or one upon the other."""
    foot = scale.size.foot
    width = max(step * 0.8, step - 4)
    many = max(len(dated[0].parts), 1)
    paths: list[list[str]] = [[] for _ in range(many)]
    for number, (period, values) in enumerate(zip(dated, heights, strict=True)):
        left, bottom = number * step + (step - width) / 2, float(foot)
        for part in range(many):
            if beside:
                height, wide = scale.pixels(values[part]), width / many
                x, y = left + part * wide, foot - height
            else:
                share = period.parts[part] / period.count if period.parts and period.count else 1.0
                height, wide = scale.pixels(values[0]) * share, width
                bottom -= height
                x, y = left, bottom
            if height:
                paths[part].append(f"M{x:.1f} {y:.1f}h{wide:.1f}v{height:.1f}h-{wide:.1f}z")
    return tuple("".join(each) for each in paths)


# What stands along the axis -----------------------------------------------------------------------


@lru_cache(maxsize=200)  # most searches of an archive reach over all its years
def _date_ticks(keys: tuple[str, ...], step: float, marked: str | None) -> tuple[Tick, ...]:
    """Where years, months or days begin, those with a label as far apart as labels are wide; or
    only where the axis begins, and what is marked.
    """
    named = [
        (number, label)
        for number, key in enumerate(keys)
        if marked is None or number == 0 or key == marked
        if (label := _label(key, number, marked))
    ]
    ticks, free = list[Tick](), 0.0
    for number, label in named:
        at = number * step
        shown = at >= free and at + len(label) * _LETTER <= len(keys) * step + 1
        if shown:
            free = at + (len(label) + 1.5) * _LETTER
        ticks.append(Tick(round(at, 1), label if shown else ""))
    return tuple(ticks)


def _label(key: str, number: int, marked: str | None) -> str:
    """What the axis says where a period begins: of months, the year with the first and January."""
    year, month, day = (*key.split("-"), "", "")[:3]
    if not month:
        return year
    name = human_date(f"{year}-{month}")[:3]
    if day:
        if number == 0 or day == "01":
            return f"{int(day)} {name} {year}" if number == 0 else f"{int(day)} {name}"
        return f"{int(day)} {name}" if int(day) % 7 == 1 or key == marked else ""
    return f"{name} {year}" if number == 0 and month != "01" else year if month == "01" else name


def _gaps(dated: list[Period], step: float) -> Iterator[Gap]:
    """The times of which the archive holds nothing."""
    for run, when in _runs(dated, lambda each: each.of == 0 and not any(each.parts)):
        yield _gap(run, dated, step, f"{when}: the archive holds nothing")


def _silences(dated: list[Period], step: float) -> Iterator[Gap]:
    """The times of which the archive holds something, but nothing was found."""
    for run, when in _runs(dated, lambda each: bool(each.of) and not _found(each)):
        held = sum(dated[number].of or 0 for number in run)
        yield _gap(run, dated, step, f"{when}: nothing found, of {counted(held, 'article')}")


def _runs(dated: list[Period], holds: Callable[[Period], bool]) -> Iterator[tuple[list[int], str]]:
    """The numbers of the periods of which something holds, those that touch together, and what
    their time is called.
    """
    for held, group in groupby(range(len(dated)), key=lambda number: holds(dated[number])):
        if held:
            run = list(group)
            days = dict.fromkeys(human_date(dated[number].key) for number in (run[0], run[-1]))
            yield run, " to ".join(days)


def _gap(run: list[int], dated: list[Period], step: float, title: str) -> Gap:
    years = Address(start=str(dated[run[0]].key)[:4], end=str(dated[run[-1]].key)[:4])
    width = round(len(run) * step, 1)
    return Gap(round(run[0] * step, 1), width, title, coverage_url(years))


def _found(period: Period) -> bool:
    return bool(period.count or any(period.parts))


# What is said -------------------------------------------------------------------------------------


def _bars(
    dated: list[Period], undated: list[Period], results: Results, address: Address, step: float
) -> tuple[Bar, ...]:
    beside = any(series.kind == "versus" for series in results.series)
    shares = address.per == "share"
    labels = tuple(_series_label(series, address) for series in results.series)
    of_day = search_urls(address, lambda key: address.between(key, key))
    undated_url = search_url(address.undated()) if undated else ""

    def bar(number: int, period: Period) -> Bar:
        url = (of_day(period.key) if period.key else undated_url) if _found(period) else ""
        of = period.of if shares else None
        parts = tuple([_said(part, of) for part in period.parts])
        label = human_date(period.key) or "No date"
        said = _bar_said(period.count, of, labels, parts, beside)
        return Bar(
            label, said, period.count, _percent(period.count, of), parts, url,
            round(number * step, 2),
        )  # fmt: skip

    return tuple(bar(number, period) for number, period in enumerate([*dated, *undated]))


def _bar_said(
    count: int, of: int | None, labels: tuple[str, ...], parts: tuple[str, ...], beside: bool
) -> str:
    divided = "; ".join([f"{label} {part}" for label, part in zip(labels, parts, strict=True)])
    if beside:
        return divided
    whole = counted(count, "article")
    if of is not None:
        whole += f", {_percent(count, of)} of all"
    return f"{whole}: {divided}" if divided else whole


def _said(count: int, of: int | None) -> str:
    return f"{count:,}" if of is None else f"{count:,} ({_percent(count, of)})"


def _percent(count: int, of: int | None) -> str:
    if of is None:
        return ""
    return f"{count / of:.1%}" if of else "0.0%"


def _series_label(series: Series, address: Address) -> str:
    if series.kind == "value":
        return language_name(series.label) if address.split == "language" else series.label
    return series.label or "everything"
