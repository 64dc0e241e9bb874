"""Templates as they are compiled here write the same as Jinja's own way."""

from __future__ import annotations

from typing import Any

import jinja2
from flask import Flask
from markupsafe import Markup

from webui.common.compiling import Environment

SOURCE = """
{% macro bold(text) %}<b>{{ text }}</b>{% endmacro %}
{% for each in values %}{{ each }}|{{ bold(each) }}|{{ each ~ '<' }}|{{ each|safe }}
{% endfor %}{{ absent }}{% set both %}{{ values[0] }}{% endset %}{{ both }}
{% autoescape false %}{{ values[0] }}{% endautoescape %}
"""


class Shown:
    def __html__(self) -> str:
        return "<i>shown</i>"

    def __str__(self) -> str:
        return "<shown>"


def test_values_are_escaped_as_jinja_escapes_them() -> None:
    values: list[Any] = [
        """<a href="x">it's & that</a>""", Markup("<b>&amp;</b>"), Shown(), None, True, 3, -2.5,
        "é漢", ["<", "&"], type("Text", (str,), {})("<sub>"), "",
    ]  # fmt: skip
    plain = jinja2.Environment(autoescape=True).from_string(SOURCE)
    ours = Environment(Flask(__name__), autoescape=True).from_string(SOURCE)
    assert ours.render(values=values) == plain.render(values=values)
