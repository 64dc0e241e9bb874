"""What stands inside a page's text and is no part of it: by markup, by name, by being all links."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from functools import lru_cache
from itertools import islice
from typing import Any

from archive.readers.common.furniture import is_related_heading
from archive.readers.saved_pages.blocks import letters
from archive.text.markup import is_quotation, name_of, short_text
from archive.text.plain import fold

MOST_HEADLINES = 50  # <h1> elements that are looked at
_CHROME = {"nav", "footer", "aside", "form", "button", "label", "dialog", "figure", "figcaption",
           "menu"}  # fmt: skip
_FIGURES = {"figure", "figcaption"}
_ROLES = {
    "navigation", "complementary", "banner", "contentinfo", "search", "dialog", "alertdialog",
    "menu", "menubar", "toolbar", "tablist", "form", "button", "alert",
}  # fmt: skip
# Words of class and id names, in the languages that templates are written in.
_FURNITURE = set(
    """
    ad ads advert adverts advertisement advertising anzeige anzeigen werbung publicidad publicite
    sponsor sponsored outbrain taboola affiliate commerce promo promos promotion promoted banner
    related relateds recommend recommended recommendation recommendations recirculation recirc
    teaser teasers teaserlist readmore mehr also trending popular mostread linkbox linklist
    newsletter newsletters signup login register registration donate donation donations
    cookie consent modal popup tooltip overlay share sharing sharebar social socials follow
    comment comments kommentare disqus discussion nav navigation navbar menu breadcrumb breadcrumbs
    footer sidebar toolbar pagination pager caption captions figcaption bildunterschrift credit
    credits copyright byline bylines author authors autor autoren autore auteur bio bios
    tags tag taglist topics keywords themen schlagworte timestamp print feedback rating vote poll
    quiz survey player audio podcast visuallyhidden infobox factbox faktenbox faktaboks disclaimer
    metadata meta
    """.split()  # noqa: SIM905 - as a list it would fill a page
)
# Names that mean furniture however much stands in it: readers may write more than the reporter.
_NEVER_TEXT = {
    "comment", "comments", "kommentare", "disqus", "discussion", "related", "relateds", "outbrain",
    "taboola", "recommended", "recommendation", "recommendations", "recirculation", "footer",
    "newsletter", "cookie", "consent", "trending", "popular", "mostread",
}  # fmt: skip
# Names of what may hide, frame or follow a text as well as hold an advertisement for it.
_FRAMES = {
    "paywall", "piano", "abo", "subscribe", "subscription", "premium", "hidden", "sr", "embed",
    "widget", "video", "gallery", "slideshow", "carousel", "slider",
}  # fmt: skip
_NAMES = _FURNITURE | _FRAMES
# Elements that never hold the text, as long as there is any elsewhere.
_LABELLED = {"section", "aside", "div", "ul"}  # parts of a page that may say what they are
_LONGEST_LABEL = 40
_BESIDE_TEXT = {"nav", "footer", "aside", "menu", "header"}
_NEVER = {"nav", "footer", "menu"}  # not even then
_DIALOGS = {"dialog", "alertdialog"}
_STORY = ("article", "main")
_INTRODUCING = {"teaser"}  # names of a standfirst as well as of another story's
_ELSEWHERE = 25  # characters of text
_SHORTEST, _LONGEST = 60, 600  # characters of a standfirst
_LEAST_FRAMED = 250  # characters of paragraphs that make such a frame a part of the text
_TELLING = 0.3  # of a page's text: so much of it is no furniture, whatever its name
_SLUG = 5  # hyphens in an id that may be a headline
MOST_NAMES = 400  # characters of one element's
_NO_WORDS: frozenset[str] = frozenset()
_WORD = re.compile(r"[A-Z]?[a-zß-ÿ]+|[A-Z]+(?![a-z])")
_LABEL = re.compile(r"^[^:.!?]{0,40}[:›»>|–—-]\s*")
_LONGEST_LINE = 600  # characters of a paragraph or list of links
_LEAST_LINKED = 3  # words


class Furniture:
    """Tells an element that is no part of the text from one that only bears such a name.

    `weights` says how many characters of paragraphs each element holds. Words that name much of
    the text ("article-widget" on each paragraph) say nothing on this page, and what holds a page's
    headline is never furniture.
    """

    def __init__(
        self, root: Any, weights: Mapping[Any, int], teasers: Set[Any] = frozenset()
    ) -> None:
        self._weights = weights
        self._teasers = teasers
        self._enough = max(1.0, _TELLING * weights.get(root, 0))
        self._rest = weights.get(root, 0) - _ELSEWHERE
        self._known: dict[Any, bool] = {}
        self._holding = {
            above
            for heading in islice(root.iter("h1"), MOST_HEADLINES)
            for above in (heading, *heading.iterancestors())
        }
        named: dict[str, int] = {}
        for element, weight in weights.items():
            above = element.getparent()
            inherited = frozenset() if above is None else _names(above)
            for word in _names(element) - inherited:
                named[word] = named.get(word, 0) + weight
        self._silent = {word for word, weight in named.items() if weight >= self._enough}
        self._silent -= _NEVER_TEXT

    def __contains__(self, element: Any) -> bool:
        """Whether the element itself is furniture."""
        known = self._known.get(element)
        if known is None:
            known = self._known[element] = self._is_furniture(element)
        return known

    def holds_headline(self, element: Any) -> bool:
        """Whether an <h1> stands in an element."""
        return element in self._holding

    def surely(self, element: Any) -> bool:
        """Whether an element is furniture by markup, its shape or a name that says nothing else."""
        if element not in self:
            return False
        return (
            name_of(element) in _BESIDE_TEXT
            or element in self._teasers
            or _is_dialog(element)
            or bool(name_words(element) & _NEVER_TEXT)
        )

    def _is_furniture(self, element: Any) -> bool:
        name, weight = name_of(element), self._weights.get(element, 0)
        if name in ("body", "html", "main"):
            return False
        if _is_dialog(element):  # a window may show a whole story
            return next(element.iterdescendants(*_STORY), None) is None
        if element in self._holding:
            return False
        if element in self._teasers or self._is_beside_text(element, name, weight):
            return True
        names = _names(element) - self._silent
        if weight >= self._enough:
            return bool(names & _NEVER_TEXT)
        quoting = name in _FIGURES and _is_of_quotation(element)
        if quoting and name == "figcaption":
            return False
        if (name in _CHROME and not quoting) or (element.get("role") or "").lower() in _ROLES:
            return True
        if names <= _FRAMES and weight >= _LEAST_FRAMED:
            return False
        if names and names <= _INTRODUCING and self._introduces(element, weight):
            return False
        return bool(names) or element.get("aria-hidden") == "true"

    def _is_beside_text(self, element: Any, name: str, weight: int) -> bool:
        """Whether it is an element for what stands beside a text, and a text stands elsewhere."""
        if name in _NEVER:
            return True
        if name not in _BESIDE_TEXT or weight > self._rest:
            return False
        return name != "header" or next(element.iterancestors(*_STORY), None) is None

    def _introduces(self, element: Any, weight: int) -> bool:
        """Whether a paragraph without links stands first among those of a text."""
        above = element.getparent()
        if above is None or not _SHORTEST <= weight <= _LONGEST:
            return False
        if next(element.iter("a", "img"), None) is not None:
            return False
        if any(self._weights.get(before, 0) for before in element.itersiblings(preceding=True)):
            return False
        return self._weights[above] >= 2 * weight and name_of(above) not in ("a", "li")


def _is_of_quotation(element: Any) -> bool:
    """Whether it is a figure that holds a quotation, or its caption: who said it."""
    return is_quotation(next(element.iterancestors("figure"), element))


def _is_dialog(element: Any) -> bool:
    return (
        name_of(element) == "dialog"
        or (element.get("role") or "").lower() in _DIALOGS
        or element.get("aria-modal") == "true"
    )


def name_words(element: Any) -> frozenset[str]:
    """The words in its class and id: "article-tagList__item" is {article, tag, list, item}."""
    classes, named = element.get("class") or "", element.get("id") or ""
    if named.count("-") >= _SLUG and _is_headline(named, element):
        named = ""
    return _words_of(f"{classes} {named}"[:MOST_NAMES]) if classes or named else _NO_WORDS


@lru_cache(maxsize=2000)  # elements of one page are asked for over and over, and share names
def _words_of(names: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(names))


def _is_headline(named: str, element: Any) -> bool:
    """Whether an id is the headline in the element, perhaps with a number behind it:
    "why-the-promoted-also-want-more-money-2".
    """
    heading = next(element.iter("h1", "h2", "h3", "h4", "h5", "h6"), None)
    if heading is None:
        return False
    shown = letters(fold(short_text(heading, _LONGEST_LINE) or ""))
    return shown.startswith(letters(named).rstrip("0123456789"))


def _names(element: Any) -> frozenset[str]:
    label = element.get("aria-label") if name_of(element) in _LABELLED else None
    names = name_words(element)
    if label and len(label) <= _LONGEST_LABEL:
        names |= _words_of(label)
    return names & _NAMES


def is_link_line(element: Any) -> bool:
    """Whether a paragraph or list is there for its links: "Read more: <a>...</a>"."""
    if next(element.iter("a"), None) is None:
        return False
    text = short_text(element, _LONGEST_LINE)
    if text is None:
        return False
    linked = sum(len(short_text(link, _LONGEST_LINE) or "") for link in element.iter("a"))
    if linked >= 0.9 * len(text):
        return linked > 0
    rest = len(_LABEL.sub("", text, count=1)) or 1
    if len(text.split()) < _LEAST_LINKED:
        return False
    label = text[: len(text) - linked]
    return linked >= 0.9 * rest or (len(label) <= _LONGEST_LABEL and is_related_heading(label))
