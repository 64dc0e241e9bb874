"""Wikitext, as mwparserfromhell takes it apart, on its way to HTML and with what it says besides:
categories, pictures, days, and the templates that tell how far an article is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any

from archive.article import Image
from archive.readers.wikis import templates, words
from archive.readers.wikis.clean import (
    MOST_TEXT,
    TangledError,
    in_one_variant,
    with_ends,
    without_comments,
)
from archive.readers.wikis.lines import Flow
from archive.readers.wikis.neighbours import Place, place_of
from archive.readers.wikis.pictures import caption_of, is_picture
from archive.readers.wikis.site import CATEGORY, FILE, MEDIA, TEMPLATE, Site
from archive.readers.wikis.tables import rows
from archive.text.language import language_code
from archive.text.rendered import html_to_text

_BEHAVIOUR = re.compile(r"__[^\W_]+(?:_[^\W_]+)*__")
# Tags that nothing closes, or that the parser has left in the text for it found their end crossed.
_LEFT = re.compile(
    r"</?(?P<name>p|div|center|blockquote|section|li|ul|ol|table|tr|td|th|b|i|em|strong|small|big|span"
    r"|font|u|s|sub|sup|ref|gallery|br|noinclude|includeonly|onlyinclude|nowiki|references|code|tt|cite"
    r"|poem|q|del|ins)\b[^<>]{0,500}>",
    re.I,
)
_BLOCKS = {"div", "center", "blockquote", "p", "section", "ul", "ol", "dl", "li", "dt", "dd",
           "h1", "h2", "h3", "h4", "h5", "h6"}  # fmt: skip
_STYLES = {"i", "b", "em", "strong", "sub", "sup", "q", "del", "ruby", "rt", "rp", "rb", "cite"}
_NOTHING = {
    "includeonly", "dynamicpagelist", "dpl", "imagemap", "inputbox", "score", "timeline", "graph",
    "mapframe", "maplink", "templatestyles", "categorytree", "templatedata", "indicator", "rss",
    "labeledsectiontransclusion", "languages", "charinsert", "listing", "embedvideo", "img",
}  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_DASH = re.compile(r"\A\s*(?:--?|–|—)\s+")
_MOST_IMAGES = 500
_NO_WORDS = words.NOTHING | words.REFERENCES | words.UNPUBLISHED | words.PUBLISHED


@dataclass(slots=True)
class Found:
    """What a page says beside its text. `dates` and `places` are those of its templates."""

    categories: list[str] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    templates: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)


def render(text: str, title: str, site: Site) -> tuple[str, Found]:
    """(HTML, what it says besides) of a page. TangledError where it cannot be parsed in time."""
    if len(text) > MOST_TEXT:
        raise TangledError
    text = with_ends(in_one_variant(without_comments(text)))
    import mwparserfromhell

    try:
        code = mwparserfromhell.parse(text, skip_style_tags=True)
        page = _Page(title, site)
        flow = page.flow(code)
        html = flow.html()
    except (mwparserfromhell.parser.ParserError, RecursionError) as error:
        raise TangledError from error
    notes = "".join(f"<li>{note}</li>" for note in page.found.notes)
    return f"{html}<ol>{notes}</ol>" if notes else html, page.found


class _Page:
    def __init__(self, title: str, site: Site) -> None:
        self.title = title
        self.site = site
        self.found = Found()
        self.began = False  # whether there was text already
        self.inside = 0  # how deep in values, cells and items, where all stands within a line
        self.prefixes = tuple(name for name, number in site.names.items() if number == TEMPLATE)

    def flow(self, code: Any) -> Flow:
        """What a piece of wikitext is."""
        flow = Flow()
        nodes = list(code.nodes)  # a slice of the list itself ends in an error (0.7.2)
        for at, node in enumerate(nodes):
            kind = _KINDS.get(type(node).__name__)
            if kind:
                kind(self, flow, node, nodes, at)
        return flow

    def within(self, code: Any) -> Flow:
        """The same of what stands in a line: a value, a caption, a cell."""
        self.inside += 1
        try:
            return self.flow(code)
        finally:
            self.inside -= 1

    def plain(self, code: Any) -> str:
        """The words of a piece of wikitext."""
        return html_to_text(self.within(code).html())

    def text(self, flow: Flow, node: Any, nodes: Any, at: int) -> None:
        text = str(node.value)
        if "__" in text:
            text = _BEHAVIOUR.sub(_behaviour, text)
        if "<" in text:
            text = _LEFT.sub(_left, text)
        if self.found.dates and not (self.began or self.inside):
            text = _DASH.sub("", text)  # behind a dateline
        if text.strip():
            self.began = self.began or not self.inside
        flow.text(escape(text, quote=False))

    def heading(self, flow: Flow, node: Any, nodes: Any, at: int) -> None:
        flow.heading(node.level, self.within(node.title).words())

    def entity(self, flow: Flow, node: Any, nodes: Any, at: int) -> None:
        letters = unescape(str(node))
        flow.text(" " if letters == "\n" else escape(letters))

    def argument(self, flow: Flow, node: Any, nodes: Any, at: int) -> None:
        if node.default is not None:
            flow.extend(self.flow(node.default))

    # Links -------------------------------------------------------------------------------------

    def link(self, flow: Flow, node: Any, nodes: Any, at: int) -> None:
        target = self.plain(node.title)
        colon = target.startswith(":")
        number, rest = self.site.split(target.lstrip(": "))
        if number == CATEGORY and not colon:
            self.found.categories.append(rest)
        elif number in (FILE, MEDIA) and not colon:
            self.picture(rest, node.text)
        elif not colon and node.text is None and self._is_of_other_language(target):
            return
        else:
            self.began = self.began or not self.inside
            shown = self.within(node.text).words().strip() if node.text is not None else ""
            flow.text(shown or escape(self._shown(target.lstrip(": ")), quote=False))

    def _is_of_other_language(self, target: str) -> bool:
        """Whether a link leads to the same page in another language, which is shown aside."""
        prefix, found, _ = target.partition(":")
        if not found or not re.fullmatch(r"[a-z]{2,3}(?:-[a-z-]+)?|simple", prefix):
            return False
        return prefix == "simple" or (language_code(prefix) is not None and prefix != "w")

    def _shown(self, target: str) -> str:
        """What is shown of a link without words: its target, without the wiki that it is in."""
        while match := re.match(r"(?:w|wikipedia|s|b|q|v|wikt|wiktionary|commons|n|d|m|meta|species"
                                r"|[a-z]{2,3}):(?=\S)", target):  # fmt: skip
            target = target[match.end() :]
        return target.replace("_", " ")

    def picture(self, name: str, text: Any) -> None:
        """A picture, by its name and what its link says of it."""
        if is_picture(name) and len(self.found.images) < _MOST_IMAGES:
            caption = caption_of(text)
            said = self.plain(caption) if caption is not None else None
            self.found.images.append(Image(self.site.url(f"Special:FilePath/{name}"), said))

    def external(self, flow: Flow, node: Any, nodes: Any, at: int) -> None:
        self.began = self.began or not self.inside
        address = self.plain(node.url) if "{{" in str(node.url) else str(node.url)
        title = self.within(node.title).words().strip() if node.title is not None else ""
        href = f"https:{address}" if address.startswith("//") else address
        flow.text(f'<a href="{escape(href)}">{title or escape(address)}</a>')

    # Tags --------------------------------------------------------------------------------------

    def tag(self, flow: Flow, node: Any, nodes: Any, at: int) -> None:
        name = str(node.tag).strip().lower()
        if node.wiki_markup and node.self_closing:
            if name == "hr":
                flow.block("<hr>")
            else:
                flow.mark(str(node.wiki_markup))
        elif name in _NOTHING or any(_HIDDEN.search(str(each)) for each in node.attributes):
            return
        elif name in _TAGS:
            _TAGS[name](self, flow, node)
        elif node.self_closing or node.contents is None:
            return
        elif name in _BLOCKS:
            html = self.flow(node.contents).html()
            flow.block(f"<{name}>{html}</{name}>" if html else "")
        else:
            inside = self.flow(node.contents)
            words = inside.inline() if name in _STYLES else None
            if words:
                flow.text(f"<{name}>{words}</{name}>")
            else:
                flow.extend(inside)

    def line_break(self, flow: Flow, node: Any) -> None:
        flow.text("<br>")

    def literal(self, flow: Flow, node: Any) -> None:
        if node.contents is not None:
            self.began = self.began or not self.inside
            flow.text(escape(" ".join(str(node.contents).split("\n"))))

    def preformatted(self, flow: Flow, node: Any) -> None:
        if node.contents is not None:
            flow.block(f"<pre>{escape(unescape(str(node.contents)))}</pre>")

    def poem(self, flow: Flow, node: Any) -> None:
        if node.contents is not None:
            lines = [line.html for line in self.flow(node.contents).lines]
            flow.block(f"<p>{'<br>'.join(lines)}</p>")

    def note(self, flow: Flow, node: Any) -> None:
        """A note is read below the text, as on a page; its mark says nothing."""
        if node.contents is not None:
            words = self.within(node.contents).words()
            if words and words not in self.found.notes:
                self.found.notes.append(words)

    def notes(self, flow: Flow, node: Any) -> None:
        if node.contents is not None:  # where they are defined there
            self.within(node.contents)

    def gallery(self, flow: Flow, node: Any) -> None:
        import mwparserfromhell

        for line in str(node.contents or "").splitlines():
            name, _, caption = line.partition("|")
            _, name = self.site.split(name.strip())
            if name:
                self.picture(name, mwparserfromhell.parse(caption, skip_style_tags=True))

    def table(self, flow: Flow, node: Any) -> None:
        cells = rows(node.contents, lambda code: self.within(code).html())
        flow.block(f"<table>{cells}</table>" if cells else "")

    # Templates ---------------------------------------------------------------------------------

    def template(self, flow: Flow, node: Any, nodes: Any, at: int) -> None:
        name = templates.folded_name(str(node.name), self.prefixes)
        self.found.templates.add(name)
        if name in words.SIGNS:
            flow.text(words.SIGNS[name])
        elif name in _NO_WORDS:
            self._notes_in(node)
        elif (said := templates.function(name, node, self.within, self.title)) is not None:
            flow.text(said)
        else:
            values = templates.values_of(node, self.within)
            place = place_of(nodes, at, self.site)
            lone = self._is_lone(flow, place)
            if name in words.DATES | words.DATELINES and (lone or not self.began):
                self._dated(name in words.DATELINES, values)
            elif not self._known(name, values, flow, lone):
                said = self._unknown(name, values, flow, place, lone)
                self.began = self.began or bool(said and not self.inside)
                flow.text(escape(f"{{{{{str(node.name).strip()}}}}}") if said is None else said)

    def _is_lone(self, flow: Flow, place: Place) -> bool:
        """Whether a template stands alone on its lines. A sentence that begins right behind one
        does not go on with its last word, so that one is a box all the same.
        """
        if not place.begins or flow.lines[-1].marks or self.inside:
            return False
        close = place.behind[:1].isupper() or (place.behind.startswith("''") and not self.began)
        return close or (place.ends and not flow.is_amid_sentence())

    def _notes_in(self, node: Any) -> None:
        """{{reflist|refs=<ref>...</ref>}} defines notes."""
        for param in node.params:
            if "<ref" in str(param.value):
                self.within(param.value)

    def _known(self, name: str, values: templates.Values, flow: Flow, lone: bool) -> bool:
        """Takes in a template whose name says what it is."""
        if name in words.TAGS:
            self.found.categories += [unescape(templates.said(each)) for each in values.placed]
        elif name in words.QUOTATIONS and lone:
            flow.block(templates.quotation(values))
        elif name in words.SOURCES or templates.is_source(values):
            said = templates.source(values)
            if said is None:
                return False
            flow.text(said)
        else:
            return False
        return True

    def _dated(self, placed: bool, values: templates.Values) -> None:
        """The day that a template gives, and the place of a dateline."""
        found = [unescape(templates.said(each)) for each in values.placed]
        self.found.dates += [
            unescape(templates.said(each)) for name, each in values.named.items()
            if name in words.DAYS | words.DATES
        ]  # fmt: skip
        self.found.dates += [*found, " ".join(found)]
        place = values.at(words.PLACES)
        if place is not None:
            self.found.places.append(unescape(templates.said(place)))
        elif placed and found:
            self.found.places += found

    def _unknown(
        self, name: str, values: templates.Values, flow: Flow, place: Place, lone: bool
    ) -> str | None:
        """The words of a template as HTML; None where it has none and ought to have some."""
        if lone and name not in words.INLINE:
            for each in templates.sentences(values):
                flow.block(each.html() if each.inline() is None else f"<p>{each.words()}</p>")
            return ""
        said = templates.sentence(name, values)
        if said is None and name in words.MARKS:
            return ""
        is_mark = said is None and templates.stands_for_nothing(place, began=self.began)
        return "" if is_mark else said


def _behaviour(match: re.Match[str]) -> str:
    """Nothing for a switch (__NOTOC__), which is in capitals where there are any."""
    return "" if match[0] == match[0].upper() else match[0]


def _left(match: re.Match[str]) -> str:
    return "\n\n" if match["name"].lower() in _BLOCKS else ""


_KINDS: dict[str, Callable[[_Page, Flow, Any, Any, int], None]] = {
    "Text": _Page.text, "Heading": _Page.heading, "HTMLEntity": _Page.entity,
    "Argument": _Page.argument, "Wikilink": _Page.link, "ExternalLink": _Page.external,
    "Tag": _Page.tag, "Template": _Page.template,
}  # fmt: skip
_TAGS: dict[str, Callable[[_Page, Flow, Any], None]] = {
    "br": _Page.line_break, "nowiki": _Page.literal, "math": _Page.literal, "chem": _Page.literal,
    "pre": _Page.preformatted, "source": _Page.preformatted,
    "syntaxhighlight": _Page.preformatted, "poem": _Page.poem, "ref": _Page.note,
    "references": _Page.notes, "gallery": _Page.gallery, "table": _Page.table,
}  # fmt: skip
