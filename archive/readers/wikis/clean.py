"""Wikitext made ready for the parser: without comments, in one variant, all constructs with an end.

For a construct that has no end mwparserfromhell reads to the end of the text, and once more for the
one before it: 32 KB of "{{a|" take it more than a minute (0.7.2). MediaWiki shows brackets that
nothing closes as they are, and closes tags itself.
"""

from __future__ import annotations

import re
from collections import Counter

MOST_TEXT = 2_500_000  # characters; a wiki takes 2 MiB
_MOST_LOST = 5_000  # marks without their like
_DEEPEST = 30  # constructs inside one another; the parser reads 40 templates and 100 others

_TOKEN = re.compile(
    r"\{\{|\}\}|\[\[|\]\]|\[(?=https?:|//|ftp:|mailto:)|\]|^[ :]*\{\||^[ ]*\|\}(?!\})"
    r"|<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?P<rest>[^<>]{0,2000}>)?",
    re.I | re.M,
)
_CLOSES = {"}}": "{{", "]]": "[[", "]": "[", "|}": "{|"}
_ALONE = {"br", "hr", "wbr", "li", "dt", "dd", "td", "th", "tr", "img", "link", "meta"}
_OPAQUE = {"nowiki", "pre", "math", "source", "syntaxhighlight"}  # there is no markup in these
_PARAGRAPHS = {"p", "div", "center", "blockquote", "section"}
_STYLES = {
    "b", "i", "u", "s", "em", "strong", "small", "big", "span", "font", "sub", "sup", "tt", "code",
    "cite", "del", "ins", "q", "strike", "ref", "gallery", "poem", "table", "ul", "ol", "dl",
    "noinclude", "includeonly", "onlyinclude", "references", "abbr", "var", "kbd", "samp",
}  # fmt: skip
_VARIANT = re.compile(r"-\{(?P<inside>[^{}]{0,2000})\}-")
_FLAGS = re.compile(r"\s*(?P<flags>[A-Za-z-]{1,10}(?:;[A-Za-z-]{1,10})*)\s*\|")
_HIDDEN_FLAGS = {"h", "t", "-"}  # what is not shown: a rule, a title (MediaWiki, language variants)


class TangledError(ValueError):
    """The text is what no parser should be given."""


def without_comments(text: str) -> str:
    """The text without comments, and without the lines that hold nothing but them."""
    kept: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        before = text[at:start]
        at = end + 3
        alone = before.rpartition("\n")[2].strip(" ") == "" and (kept or before.strip(" ") != "")
        if alone and text[at : at + 1] == "\n" and before.endswith(("\n", " ")):
            at += 1
        kept.append(before)
    return "".join(kept) + text[at:]


def in_one_variant(text: str) -> str:
    """The text with the first variant where it gives several: -{zh-cn:计算机;zh-tw:電腦}-."""
    return _VARIANT.sub(_variant, text) if "-{" in text else text


def _variant(match: re.Match[str]) -> str:
    inside = match["inside"]
    if flags := _FLAGS.match(inside):
        if _HIDDEN_FLAGS & {flag.lower() for flag in flags["flags"].split(";")}:
            return ""
        inside = inside[flags.end() :]
    first = inside.split(";")[0]
    named = re.match(r"\s*[a-z]{2,3}(?:-[a-z]{2,8})?\s*:(?!//)", first)
    return first[named.end() :].strip() if named else inside


def with_ends(text: str) -> str:
    """The text with what is begun and never ended, or within too much else, as the letters it is
    written with; tags that lack their end are left out, as they only change how text looks.
    TangledError where there are more than anybody leaves open.
    """
    lost = sorted(_lost(text), key=re.Match.start)
    if len(lost) > _MOST_LOST:
        raise TangledError
    kept: list[str] = []
    at = 0
    for match in lost:
        kept += [text[at : match.start()], _instead(match)]
        at = match.end()
    return ("".join(kept) + text[at:]).replace("<!--", "&lt;!--")


def _lost(text: str) -> list[re.Match[str]]:
    """What begins a construct and is not closed within the one around it; and of those within too
    many others both ends.
    """
    opened = _Opened()
    endless: set[str] = set()  # opaque tags of which no end comes any more
    at = 0
    while match := _TOKEN.search(text, at):
        at = match.end()
        name = (match["name"] or "").lower()
        if name not in _OPAQUE or match["rest"] is None:
            opened.take(match)
        elif not match["end"] and not match["rest"].endswith("/>"):
            end = None if name in endless else re.compile(f"</{name}", re.I).search(text, at)
            if end:
                at = end.end()
            else:
                endless.add(name)
                opened.lost.append(match)
    return opened.lost + [match for _, match in opened.stack]


class _Opened:
    """The constructs that are open, and those that are lost."""

    def __init__(self) -> None:
        self.stack: list[tuple[str, re.Match[str]]] = []
        self.lost: list[re.Match[str]] = []
        self._signs: Counter[str] = Counter()

    def take(self, match: re.Match[str]) -> None:
        """Takes in the next token."""
        opens, closes = _sign_of(match)
        if opens == "<":
            self.lost.append(match)
        elif opens:
            self.stack.append((opens, match))
            self._signs[opens] += 1
        elif self._signs[closes]:
            while (last := self._pop())[0] != closes:
                self.lost.append(last[1])
            if len(self.stack) >= _DEEPEST:
                self.lost += [last[1], match]

    def _pop(self) -> tuple[str, re.Match[str]]:
        last = self.stack.pop()
        self._signs[last[0]] -= 1
        return last


def _sign_of(match: re.Match[str]) -> tuple[str, str]:
    """(what it opens, what it closes) of a token; both are "" for one that does neither."""
    if not match["name"]:
        sign = match[0].strip(" :")
        closes = _CLOSES.get(sign, "")
        return ("", closes) if closes else (sign, "")
    name = match["name"].lower()
    if match["rest"] is None:
        return "<", ""
    if name in _ALONE or match["rest"].endswith("/>"):
        return "", ""
    return ("", f"<{name}") if match["end"] else (f"<{name}", "")


def _instead(match: re.Match[str]) -> str:
    """What stands in the place of a mark that is lost."""
    name = (match["name"] or "").lower()
    if match["rest"] and name in _PARAGRAPHS:
        return "\n\n"
    if match["rest"] and name in _STYLES:
        return ""
    if name:
        return "&lt;" + match[0][1:]
    return "".join(f"&#{ord(sign)};" if sign in "{[|]}" else sign for sign in match[0])
