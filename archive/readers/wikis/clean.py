"""Wikitext made ready for the parser, without comments and variants, and what is too tangled.

For each construct that has no end mwparserfromhell reads to the end of the text, and once more for
the one before it: 32 KB of "{{a|" take it more than a minute (0.7.2).
"""

from __future__ import annotations

import re

MOST_TEXT = 2_500_000  # characters; a wiki takes 2 MiB
_MOST_COST = 4_000_000  # open constructs times characters: about a second
_DEEPEST = 40  # constructs inside one another, at which the parser gives up

_TOKEN = re.compile(
    r"\{\{|\}\}|\[\[|\]\]|\[(?=https?:|//|ftp:|mailto:)|\]|^[ :]*\{\||^[ ]*\|\}(?!\})"
    r"|<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?P<rest>[^<>]{0,2000}>)?",
    re.I | re.M,
)
_CLOSES = {"}}": "{{", "]]": "[[", "]": "[", "|}": "{|"}
_ALONE = {"br", "hr", "wbr", "li", "dt", "dd", "td", "th", "tr", "img", "link", "meta"}
_OPAQUE = {"nowiki", "pre", "math", "source", "syntaxhighlight"}  # there is no markup in these
_VARIANT = re.compile(r"-\{(?P<inside>[^{}]{0,2000})\}-")
_FLAGS = re.compile(r"\s*(?P<flags>[A-Za-z-]{1,10}(?:;[A-Za-z-]{1,10})*)\s*\|")
_HIDDEN_FLAGS = {"h", "t", "-"}  # what is not shown: a rule, a title (MediaWiki, language variants)


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


def is_tangled(text: str) -> bool:
    """Whether a text is what nobody writes, and would keep the parser busy for very long."""
    if len(text) > MOST_TEXT:
        return True
    opened: list[str] = []
    lost = deepest = 0
    at = 0
    endless: set[str] = set()  # opaque tags of which no end comes any more
    while match := _TOKEN.search(text, at):
        at = match.end()
        sign = match[0].strip(" :")
        name = (match["name"] or "").lower()
        if not name:
            lost += _step(opened, _CLOSES.get(sign, ""), sign)
        elif not match["rest"]:
            lost += not match["end"]
        elif name in _OPAQUE and not match["end"] and not match["rest"].endswith("/>"):
            end = None if name in endless else re.compile(f"</{name}", re.I).search(text, at)
            if end:
                at = end.end()
            else:
                endless.add(name)
                lost += 1
        elif name not in _ALONE and not match["rest"].endswith("/>"):
            lost += _step(opened, f"<{name}" if match["end"] else "", f"<{name}")
        deepest = max(deepest, len(opened))
        if (lost + len(opened)) * len(text) > _MOST_COST and lost + len(opened) > _DEEPEST:
            return True
    return deepest > _DEEPEST or (lost + len(opened)) * len(text) > _MOST_COST


def _step(opened: list[str], closes: str, sign: str) -> int:
    """Opens or closes a construct; how many within it were never closed."""
    if not closes:
        opened.append(sign)
        return 0
    if closes not in opened:
        return 0
    lost = 0
    while opened.pop() != closes:
        lost += 1
    return lost
