"""Hits as HTML. A page has ten with three hundred values in them, which macros would take three
times as long to write.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup, escape

from archive.article import Article
from archive.citing.cited import cite
from archive.citing.machines import coins
from archive.status import STATUSES
from archive.store.labels import tag_meanings
from archive.text.language import direction
from index.answers.highlight import marked
from index.answers.results import Hit, Snippet
from webui.common.compiling import escaped
from webui.common.links import value_url
from webui.common.live import masthead
from webui.common.wording import human_date
from webui.marking import marks


def hit_item(
    hit: Hit, number: int, url: str, copies: str = "", most_tags: int | None = None
) -> Markup:
    """An item of the list of hits, the one of that number, whose article is at `url`: with what is
    folded under it, as Markup, and at most so many tags.
    """
    article = hit.article
    runs = direction(article.language)
    language = f' lang="{escaped(article.language)}"' if article.language else ""
    titles = [snippet for snippet in hit.snippets if snippet.field == "title"]
    title = marks(marked(titles[0])) if titles else escaped(article.headline)
    parts = [
        f'<li id="h{number}"><article{language}>\n'
        f'  <h2 dir="{runs}"><a id="t{number}" href="{escaped(url)}">{title}</a></h2>\n'
        f'  <input type="checkbox" form="take" name="id" value="{escaped(article.id)}"'
        f' aria-labelledby="t{number}">\n'
        f"  {facts(article)}\n",
        *(_snippet(each, runs) for each in hit.snippets if each.field != "title"),
        f"  {tag_list(article, most_tags)}\n"
        f'  <span class="Z3988" title="{escaped(coins(cite(article, masthead())))}"></span>\n'
        f"  {escape(copies)}\n"
        "</article></li>\n",
    ]
    return Markup("".join(parts))  # noqa: S704 - escaped


def _snippet(snippet: Snippet, runs: str) -> str:
    what = f'<span class="what" lang="en">{escaped(snippet.field)}</span> '
    where = what if snippet.field != "body" else ""
    return f'  <p class="snippet" dir="{runs}">{where}{marks(marked(snippet))}</p>\n'


def facts(article: Article) -> Markup:
    """A line of facts of an article, those that there are, with dots between."""
    told = "".join([f"<span><bdi>{each}</bdi></span>" for each in _facts(article)])
    return Markup(f'<p class="facts">{told}</p>\n')  # noqa: S704 - escaped


def _facts(article: Article) -> Iterator[str]:
    if article.status in STATUSES:
        yield escaped(article.status)
    if article.agency:
        yield escaped(", ".join(article.agency))
    if article.date:
        yield f'<time datetime="{escaped(article.date)}">{human_date(article.date)}</time>'
    if article.section:
        yield escaped(article.section)
    if article.publisher:
        yield escaped(article.publisher)


def tag_list(article: Article, most: int | None = None, *, told: bool = False) -> Markup:
    """The tags of an article as links, at most so many; nothing where there are none. `told`: what
    tags mean that are codes stands beside them; else it is their title.
    """
    tags = article.tags[:most]
    if not tags:
        return Markup()
    meant, by_hand = tag_meanings(article), article.people_tags
    items = "".join([f"  {_tag(tag, meant.get(tag, ''), tag in by_hand, told)}\n" for tag in tags])
    return Markup(f'<ul class="tags" aria-label="Tags">\n{items}</ul>\n')  # noqa: S704 - escaped


def _tag(tag: str, meaning: str, by_hand: bool, told: bool) -> str:
    url, name = escaped(value_url("tag", tag)), escaped(tag)
    if by_hand:
        return (
            f'<li class="by-hand" title="Given by hand in this archive"><a href="{url}">'
            f'<bdi>{name}</bdi><span class="hidden">, by hand</span></a></li>'
        )
    title = beside = ""
    if meaning and told:
        beside = f' <span class="meaning">{escaped(meaning)}</span>'
    elif meaning:
        title = f' title="{escaped(meaning)}"'
    return f'<li{title}><a href="{url}"><bdi>{name}</bdi></a>{beside}</li>'
