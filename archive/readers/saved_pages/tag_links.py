"""The list of links to topics that a page shows with its article."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from archive.readers.saved_pages.noise import name_words
from archive.readers.saved_pages.tags import Topics
from archive.text.markup import name_of, short_text

MOST_LINKS = 10_000  # of a page that are looked at
MOST_TOPICS = 40  # of one list
LONGEST = 80  # characters of a topic
MOST_WORDS = 8
# A path that leads to a topic's own page, in the languages that addresses are written in.
_TOPIC_PAGE = re.compile(
    r"/(?:tags?|topics?|them[ae]n?|themes?|temas?|keywords?|subjects?|sujets?|stichwort|"
    r"schlagwort|etiquetas?|etiket(?:ler)?|argomenti|emne|amne|mot-cle|hashtag)/[^/?#]+",
    re.I,
)
_LIST_NAMES = {
    "tag", "tags", "topic", "topics", "keyword", "keywords", "themen", "taglist", "hashtags",
    "schlagworte", "schlagwort", "etiquetas", "temas",
}  # fmt: skip
_OUTSIDE = {"nav", "header", "footer", "aside", "figure", "table"}
_RUNNING = {"p", "h1", "h2", "h3", "h4", "em", "i", "b", "strong", "td"}
_LEAST_FIT = 0.3  # of a list that is called one of topics


@dataclass(slots=True)
class _Links:
    """Links of one list: how many lead to topics, stand in a list so called, or fit the text."""

    labels: list[str] = field(default_factory=list)
    named: int = 0
    topical: int = 0
    fitting: int = 0

    def worth(self) -> float:
        """How likely these are the article's topics; 0 where they are something else."""
        count = len(self.labels)
        if not count or count > MOST_TOPICS:
            return 0
        fit = self.fitting / count
        called = self.named == count or self.topical == count
        if called and (count > 1 or self.named) and fit >= _LEAST_FIT:
            return 1 + fit + (self.named == count)
        return fit if count > 1 and fit == 1 else 0


def linked_tags(root: Any, topics: Topics) -> list[str]:
    """The labels of the list of links that fits the article as topics do; [] without one."""
    groups: dict[Any, _Links] = {}
    outside: dict[Any, bool] = {}
    called: dict[Any, bool] = {}
    for link in islice(root.iter("a"), MOST_LINKS):
        above = list(islice(link.iterancestors(), 4))
        if name_of(above[0]) in _RUNNING:
            continue
        named = any(_is_called_list(element, called) for element in above[:3])
        marked = "tag" in (link.get("rel") or "").split()
        if not (named or marked) and _is_outside(above[0], outside):
            continue
        label = short_text(link, LONGEST)
        if not label or len(label.split()) > MOST_WORDS:
            continue
        topical = marked or _TOPIC_PAGE.search((link.get("href") or "")[:500]) is not None
        group = groups.setdefault(_list_around(above), _Links())
        group.labels.append(label)
        group.named += named
        group.topical += topical
        group.fitting += topics.fits(label)
    best = max(groups.values(), key=_Links.worth, default=_Links())
    return best.labels if best.worth() > 0 else []


def _is_called_list(element: Any, known: dict[Any, bool]) -> bool:
    """Whether an element's name says that it holds topics; known ones are not asked again."""
    answer = known.get(element)
    if answer is None:
        answer = known[element] = bool(name_words(element) & _LIST_NAMES)
    return answer


def _list_around(above: list[Any]) -> Any:
    """The nearest of the elements above a link that holds another one."""
    for element in above:
        if next(islice(element.iter("a"), 1, 2), None) is not None:
            return element
    return above[0]


def _is_outside(element: Any, known: dict[Any, bool]) -> bool:
    """Whether an element stands in a part of the page that has links of its own."""
    path: list[Any] = []
    answer = False
    while element is not None:
        if element in known:
            answer = known[element]
            break
        path.append(element)
        if name_of(element) in _OUTSIDE:
            answer = True
            break
        element = element.getparent()
    known.update(dict.fromkeys(path, answer))
    return answer
