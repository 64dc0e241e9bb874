"""The values of a facet are written in Python as a template would write them."""

from __future__ import annotations

import jinja2
import pytest

from webui.panel import Choice, choice_list

TEMPLATE = """
{%- macro meaning(choice) %}{% if choice.meaning %} <span class="meaning">{{ choice.meaning }}</span>{% endif %}{% endmacro %}
<ul class="choices">
  {% for choice in values %}
  <li>
    {%- if choice.excluded %}
    <a class="left-out" href="{{ choice.url }}" rel="nofollow" aria-current="true"><span class="hidden">No longer without </span><span aria-hidden="true">−</span> <bdi>{{ choice.value }}</bdi>{{ meaning(choice) }}</a>
    {%- elif choice.chosen %}
    <a href="{{ choice.url }}" rel="nofollow" aria-current="true"><span class="hidden">Remove </span><bdi>{{ choice.value }}</bdi>{{ meaning(choice) }} <span class="count">{{ '{:,}'.format(choice.count) }}</span></a>
    <a class="not" href="{{ choice.exclude }}" rel="nofollow" aria-label="Leave out {{ choice.value }}">−</a>
    {%- else %}
    <a href="{{ choice.url }}" rel="nofollow"><bdi>{{ choice.value }}</bdi>{{ meaning(choice) }} <span class="count">{{ '{:,}'.format(choice.count) }}</span></a>
    {%- if leaving_out %}
    <a class="not" href="{{ choice.exclude }}" rel="nofollow" aria-label="Leave out {{ choice.value }}">−</a>
    {%- endif %}
    {%- endif %}</li>
  {% endfor %}
</ul>
"""  # noqa: E501
URL, EXCLUDE = "/?q=a&tag=b", "/?q=\"<'&-tag=b"
CHOICES = (
    Choice("<b>&\"'é漢", 1_234_567, False, URL, EXCLUDE),
    Choice("chosen <", 0, True, URL, EXCLUDE, meaning='a & "b"'),
    Choice("left out >", 12, False, URL, EXCLUDE, excluded=True),
    Choice("left out, a code", 12, True, URL, EXCLUDE, excluded=True, meaning="<what>"),
    Choice("a code", 999, False, URL, EXCLUDE, meaning="<what>"),
)


@pytest.mark.parametrize("leaving_out", [True, False])
@pytest.mark.parametrize("many", [0, 1, len(CHOICES)])
def test_choices_are_the_same_to_the_byte(many: int, leaving_out: bool) -> None:
    plain = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = plain.from_string(TEMPLATE.removeprefix("\n"), None)
    written = template.render(values=CHOICES[:many], leaving_out=leaving_out)
    assert choice_list(CHOICES[:many], leaving_out) == written + "\n"
