"""Hits, facts, tags and the columns of a chart are written in Python as a template would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import jinja2
import pytest
from flask import Flask
from markupsafe import Markup

from archive.article import Article, Origin, Supplied
from archive.citing.cited import cite
from archive.citing.machines import coins
from archive.masthead import Masthead
from archive.status import STATUSES
from archive.store.labels import tag_meanings
from archive.text.language import direction
from index.answers.highlight import marked
from index.answers.results import Hit, Snippet
from webui.charts.columns import columns, ticks
from webui.charts.draw import SMALL, Bar, Tick, Timeline
from webui.common.links import value_url
from webui.common.wording import human_date
from webui.hits import facts, hit_item, tag_list
from webui.marking import marks

FACTS = """
<p class="facts">
{%- if article.status in statuses %}<span><bdi>{{ article.status }}</bdi></span>{% endif %}
{%- if article.agency %}<span><bdi>{{ article.agency|join(', ') }}</bdi></span>{% endif %}
{%- if article.date %}<span><bdi><time datetime="{{ article.date }}">{{ article.date|human_date }}</time></bdi></span>{% endif %}
{%- if article.section %}<span><bdi>{{ article.section }}</bdi></span>{% endif %}
{%- if article.publisher %}<span><bdi>{{ article.publisher }}</bdi></span>{% endif -%}
</p>

"""  # noqa: E501
TAGS = """
{% set tags = article.tags if most is none else article.tags[:most] %}
{% set meant = tag_meanings(article) %}
{% if tags %}
<ul class="tags" aria-label="Tags">
  {% for tag in tags %}
  {% if tag in article.people_tags %}
  <li class="by-hand" title="Given by hand in this archive"><a href="{{ value_url('tag', tag) }}"><bdi>{{ tag }}</bdi><span class="hidden">, by hand</span></a></li>
  {% else %}
  <li{% if tag in meant and not told %} title="{{ meant[tag] }}"{% endif %}><a href="{{ value_url('tag', tag) }}"><bdi>{{ tag }}</bdi></a>{% if tag in meant and told %} <span class="meaning">{{ meant[tag] }}</span>{% endif %}</li>
  {% endif %}
  {% endfor %}
</ul>
{% endif %}
"""  # noqa: E501
HIT = """
{% set article = hit.article %}
{% set direction = direction_of(article.language) %}
<li id="h{{ number }}"><article{% if article.language %} lang="{{ article.language }}"{% endif %}>
  <h2 dir="{{ direction }}"><a id="t{{ number }}" href="{{ url }}">
    {%- set titles = hit.snippets|selectattr('field', 'equalto', 'title')|list %}
    {{- marks(marked(titles[0])) if titles else article.headline }}</a></h2>
  <input type="checkbox" form="take" name="id" value="{{ article.id }}" aria-labelledby="t{{ number }}">
  {{ facts(article) }}
  {% for snippet in hit.snippets if snippet.field != 'title' %}
  <p class="snippet" dir="{{ direction }}">
    {%- if snippet.field != 'body' %}<span class="what" lang="en">{{ snippet.field }}</span> {% endif %}
    {{- marks(marked(snippet)) }}</p>
  {% endfor %}
  {{ tag_list(article, most) }}
  <span class="Z3988" title="{{ coins_of(article) }}"></span>
  {{ copies }}
</article></li>

"""  # noqa: E501
CHART = """
{% for tick in timeline.dates %}<path class="tick" d="M{{ tick.at }} {{ timeline.size.foot }}v{{ 5 if tick.label else 3 }}"/>{% if tick.label %}<text x="{{ tick.at }}" y="{{ timeline.size.height - 4 }}">{{ tick.label }}</text>{% endif %}{% endfor %}
  {% for bar in timeline.filled %}
  <a href="{{ bar.url }}" tabindex="-1"{% if bar == timeline.marked %} aria-current="date"{% endif %}><title>{{ bar.title }}</title><rect x="{{ bar.x }}" width="{{ timeline.step }}" height="{{ timeline.size.foot }}"/></a>
  {%- endfor %}
"""  # noqa: E501

BARE = Article("a" * 16, "test:1", None, "It <begins> & goes on.", Origin("a.txt"))
FULL = replace(
    BARE, title="\"Oil\" <b> & 'gas'", date="2017-11-03", agency=("A & B", "<C>"),
    authors=("Jane Roe",), publisher="The <Paper>", section="World & more", language="ar",
    tags=("oil & gas", "given <by hand>", "heat"), status="corrected",
    supplied=Supplied(("oil & gas", "heat")),
)  # fmt: skip
CODES = replace(FULL, identity="reuters-21578:7", tags=("heat", "no code"), supplied=None)
ARTICLES = (
    BARE, FULL, CODES, replace(FULL, language="en", status="published", date="2017"),
    replace(BARE, id='"><b>', date="2017-11", language='"><i>'),
)  # fmt: skip


@pytest.fixture(autouse=True)
def served() -> Iterator[None]:
    app = Flask(__name__)
    app.add_url_rule("/", "search")
    app.extensions["masthead"] = Masthead("The archive", base_address="https://news.example")
    with app.test_request_context("/"):
        yield


def by_template(source: str, **values: Any) -> str:
    plain = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    plain.filters["human_date"] = human_date
    masthead = Masthead("The archive", base_address="https://news.example")
    return plain.from_string(source.removeprefix("\n")).render(
        statuses=STATUSES, tag_meanings=tag_meanings, value_url=value_url, direction_of=direction,
        marks=marks, marked=marked, facts=facts, tag_list=tag_list,
        coins_of=lambda article: coins(cite(article, masthead)), **values,
    )  # fmt: skip


@pytest.mark.parametrize("article", ARTICLES)
@pytest.mark.parametrize("most", [None, 0, 1, 9])
@pytest.mark.parametrize("told", [False, True])
def test_facts_and_tags_are_the_same_to_the_byte(
    article: Article, most: int | None, told: bool
) -> None:
    assert facts(article) == by_template(FACTS, article=article)
    written = tag_list(article, most, told=told)
    assert written == by_template(TAGS, article=article, most=most, told=told)
    assert isinstance(written, Markup)


@pytest.mark.parametrize("article", ARTICLES)
@pytest.mark.parametrize("copies", ["", "2 <copies>", Markup("<p>2 copies</p>\n")])
@pytest.mark.parametrize("titled", [False, True])
def test_hits_are_the_same_to_the_byte(article: Article, copies: str, titled: bool) -> None:
    snippets = (
        *([Snippet("title", "Oil <b> & gas", ((0, 3), (10, 13)))] if titled else []),
        Snippet("body", "… <oil> is & was …", ((3, 6),)),
        Snippet("caption", "A <well>", ()),
    )
    hit = Hit(article, 1.5, snippets, article.id)
    given = {"number": 11, "url": '/article/a?q="oil"&n=11', "copies": copies}
    assert hit_item(hit, **given) == by_template(HIT, hit=hit, most=None, **given)
    assert hit_item(hit, **given, most_tags=1) == by_template(HIT, hit=hit, most=1, **given)


@pytest.mark.parametrize("marked_at", [None, 0, 2])
def test_charts_are_the_same_to_the_byte(marked_at: int | None) -> None:
    bars = tuple(
        Bar(f"May <{n}>", "2 & more", 2, "", (), f"/?q=a&from={n}" if n != 1 else "", 5.87 * n)
        for n in range(4)
    )
    dates = (Tick(0.0, "2017 <"), Tick(5.9, ""), Tick(11.7, "Aug"))
    timeline = Timeline(
        SMALL, 5.87, bars, (), (), dates, (), (), (), shares=False, root=False,
        marked=None if marked_at is None else bars[marked_at],
    )  # fmt: skip
    assert ticks(timeline) + columns(timeline) == by_template(CHART, timeline=timeline)
