"""What a chart has many of, as HTML: a macro would take several times as long to write it."""

from __future__ import annotations

from markupsafe import Markup

from webui.charts.draw import Timeline
from webui.common.compiling import escaped


def columns(timeline: Timeline) -> Markup:
    """The columns over the bars that are not empty, each a link."""
    size = f'width="{timeline.step}" height="{timeline.size.foot}"'
    current = ' aria-current="date"'
    return Markup(  # noqa: S704 - escaped
        "".join(
            [
                f'  <a href="{escaped(bar.url)}" tabindex="-1"'
                f"{current if bar is timeline.marked else ''}>"
                f'<title>{escaped(bar.title)}</title><rect x="{bar.x}" {size}/></a>'
                for bar in timeline.filled
            ]
        )
    )


def ticks(timeline: Timeline) -> Markup:
    """The marks of the axis along which time runs, with their labels."""
    foot, below = timeline.size.foot, timeline.size.height - 4
    return Markup(  # noqa: S704 - escaped
        "".join(
            [
                f'<path class="tick" d="M{tick.at} {foot}v5"/>'
                f'<text x="{tick.at}" y="{below}">{escaped(tick.label)}</text>'
                if tick.label
                else f'<path class="tick" d="M{tick.at} {foot}v3"/>'
                for tick in timeline.dates
            ]
        )
    )
