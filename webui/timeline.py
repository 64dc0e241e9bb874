"""The timeline as bars: the geometry of a small SVG whose bars are links."""

from __future__ import annotations

from dataclasses import dataclass

from archive.wording import counted
from index.results import Period
from webui.address import Address, search_url
from webui.wording import human_date

HEIGHT = 56
_STEP = 10  # units of width from one bar to the next; the browser stretches them
_GAP = 2
_WIDEST = 40  # pixels from one bar to the next
_NARROWEST = 280  # pixels: both labels of the axis fit below
_LEAST = 3  # the height of a bar of a single article beside one of thousands


@dataclass(frozen=True, slots=True)
class Bar:
    """A period: where its bar stands, what it says and where it leads ("" where it is empty)."""

    label: str
    count: int
    url: str
    x: int
    y: float
    width: int
    height: float

    @property
    def title(self) -> str:
        """What a pointer resting on the bar is told."""
        return f"{self.label}: {counted(self.count, 'article')}"


@dataclass(frozen=True, slots=True)
class Timeline:
    """All bars, how wide they stand together, and the undated."""

    bars: tuple[Bar, ...]
    undated: int = 0
    undated_url: str = ""

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
        return tuple(bar for bar in self.bars if bar.count)


def draw(periods: tuple[Period, ...], address: Address) -> Timeline | None:
    """The timeline of a search; None where there is nothing to compare."""
    dated = [period for period in periods if period.key is not None]
    undated = sum(period.count for period in periods if period.key is None)
    if not dated or len(dated) + bool(undated) < 2:
        return None
    most = max(period.count for period in dated)
    bars = tuple(_bar(number, period, most, address) for number, period in enumerate(dated))
    return Timeline(bars, undated, search_url(address.undated()) if undated else "")


def _bar(number: int, period: Period, most: int, address: Address) -> Bar:
    key = period.key or ""
    height = max(round(HEIGHT * period.count / most, 1), _LEAST) if period.count else 0
    url = search_url(address.between(key, key)) if period.count else ""
    return Bar(
        human_date(key),
        period.count,
        url,
        number * _STEP,
        HEIGHT - height,
        _STEP - _GAP,
        height,
    )
