"""A person's collection in a box: a page of it in its order, and on each article's page what is
said of the article there.
"""

from __future__ import annotations

from collections.abc import Collection as Ids
from dataclasses import dataclass, replace
from html import escape

from archive.article import Article
from archive.collecting.kept import Collection
from archive.collecting.shown import UNREADABLE, Quoted, Shown
from archive.text.wording import counted
from index.boxes.pages import in_language


@dataclass(frozen=True)
class Collected:
    """A collection, and its articles in their order with what is said of them."""

    collection: Collection
    members: tuple[Shown, ...]

    def within(self, ids: Ids[str]) -> Collected:
        """The same of these articles, and the ids of those that may not be read; of the others
        nothing is told.
        """
        kept = (each for each in self.members if each.article is None or each.id in ids)
        return replace(self, members=tuple(kept))

    def said_of(self) -> dict[str, str]:
        """What is said of each article, as HTML, by id; without those of which nothing is."""
        name = escape(self.collection.name)
        found = {each.id: _notes(each) for each in self.members}
        heading = f'<h2 id="collected"><a href="../collection.html"><bdi>{name}</bdi></a></h2>'
        return {
            article_id: f'<section class="record" aria-labelledby="collected">{heading}{said}'
            "</section>"
            for article_id, said in found.items()
            if said
        }


def collection_body(collected: Collected, told: dict[str, str]) -> str:
    """The page of a collection, without what all pages have. `told`: the facts of each article."""
    items = [_item(each, told) for each in collected.members]
    name = escape(collected.collection.name)
    how_many = counted(len(items), "article")
    return f"""<main id="content" tabindex="-1" class="plainpage">
<h1 dir="auto">{name}</h1>
<p class="facts"><span>{how_many}</span></p>{_note(collected.collection.note)}
<ol class="members">{"".join(items)}</ol></main>"""


def _item(each: Shown, told: dict[str, str]) -> str:
    number, article = each.number, each.article
    if article is None:
        return f'<li value="{number}"><p>{UNREADABLE}: {escape(each.id)}</p></li>'
    return (
        f'<li value="{number}"><h2{in_language(article)}>'
        f'<a href="articles/{each.id}.html">{escape(article.headline)}</a></h2>'
        f"{_facts(told[each.id])}{_notes(each)}</li>"
    )


def _facts(told: str) -> str:
    return f'<p class="facts">{told}</p>' if told else ""


def _notes(each: Shown) -> str:
    quoted = "".join(_passage(each.article, one) for one in each.passages)
    return f"{_note(each.note)}{quoted}"


def _passage(article: Article | None, quoted: Quoted) -> str:
    quote = escape(quoted.passage.quote)
    revision = quoted.passage.revision
    gone = f"It stood there in revision {revision}, and does not now."
    told = "" if quoted.stands else f'<p class="hint">{gone}</p>'
    return (
        f'<figure class="passage"><blockquote{in_language(article)}>{quote}</blockquote>'
        f"{told}{_note(quoted.passage.note, 'figcaption')}</figure>"
    )


def _note(text: str, element: str = "p") -> str:
    return f'<{element} class="said-of" dir="auto">{escape(text)}</{element}>' if text else ""
