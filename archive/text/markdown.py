"""Markdown bodies: made from plain text, shown as clean HTML, read as plain text.

Index, snippets and differences all use `to_text`, so that a span means the same everywhere.
"""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from typing import Any

from archive.text.markup import READINGS, within_limits
from archive.text.patterns import lazy_pattern

_SPECIAL = lazy_pattern(r"([\\`*_\[\]])")
_LINE_START = lazy_pattern(r"^(\s*)([#>+\-=~]|\d+(?=[.)]))")
_PLAIN_AMPERSAND = lazy_pattern(r"&amp;(?!#?\w+;)")
_ESCAPE = lazy_pattern(r"\\([\\`*_{}\[\]()>#+\-.!])|&(?:lt|gt|amp);")
# What may mean something to a Markdown parser, once our own escapes are out of the way: anywhere,
# or as a line begins.
_MARKUP = "\\`*_[]<>&\t"
_MARKUP_OF_LINE = re.compile(r"\n(?:[ #+\-=~:|]|\d+[.)])")
_SUBHEADING = lazy_pattern(r"[-–—*]{1,3}\s*(\S[^\n]{1,98}?\S)\s*[-–—*]{1,3}")
_WRAPPED_WIDTH = 120
_BULLETS = ("* ", "• ", "▪ ", "● ")
# A line that is indented, or begins with a bullet.
_SHAPED = lazy_pattern(r"\n(?:[^\S\n]|[*•▪●][ \t])")

_MOST_OPEN = 100  # brackets that may be open at once in a block
_BRACKETS = lazy_pattern(r"\n[ \t]*\n|\]\(|[\[\])<>]")
_MARKS = lazy_pattern(r"[*_`&<\[\\]")
_BLANK = re.compile(r"\n\s*\n")
_BEGINNINGS = lazy_pattern(r"(?<=\S\n)[ \t]{0,3}(?:[#>*+=_-]|\d+\.)")
_MOST_BEGINNINGS = 3000  # headings, rules, quotes or list items without a blank line before
_LARGE = 100_000  # characters
_LONG_TAG = 10_000  # characters; a shorter one has not too many attributes
_MOST_COPIED = 20_000_000_000  # characters: about a second
_DEEP_START = lazy_pattern(
    r"^(?:[ \t]*(?:>|(?:[*+-]|\d+\.)(?=[ \t]))){40}|^[ \t]{100,}(?:[*+-]|\d+\.)[ \t]", re.M
)

_FOREIGN = lazy_pattern(r"<(math|svg)\b[^<>]{0,2000}>.{0,50000}?</\1\s*>", re.I | re.S)

_local = threading.local()

_TAGS = {
    "p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "pre",
    "code", "em", "strong", "i", "b", "u", "s", "sub", "sup", "a", "table", "thead", "tbody", "tr",
    "th", "td", "caption", "dl", "dt", "dd", "abbr", "cite", "q", "figure", "figcaption",
}  # fmt: skip


def from_text(text: str) -> str:
    """Plain text as Markdown that shows the same text: escaped, un-indented, unwrapped.

    A line "- Like this -" alone in its paragraph, as agencies write subheadings, becomes one.
    """
    return "\n\n".join(_block(paragraph) for paragraph in paragraphs(text))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of plain text, each on one line.

    A paragraph ends at a blank line; before a bullet and before an indented line where others are
    not indented; and at every line end where lines are clearly not wrapped.
    """
    if "\n\n" in text.strip("\n") and not _SHAPED.search(f"\n{text}"):
        return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]
    lines = [line.rstrip() for line in text.expandtabs(4).split("\n")]
    filled = [line for line in lines if line]
    if not filled:
        return []
    bare = [line.lstrip() for line in lines]
    indents = [len(line) - len(shown) for line, shown in zip(lines, bare, strict=True)]
    margin = min(indent for indent, line in zip(indents, lines, strict=True) if line)
    no_blanks = len(filled) == len(text.strip("\n").split("\n"))
    unwrapped = no_blanks and sorted(map(len, filled))[len(filled) // 2] > _WRAPPED_WIDTH
    found: list[list[str]] = [[]]
    in_bullet = False
    for line, indent in zip(bare, indents, strict=True):
        indented = indent - margin >= 2
        bullet = line.startswith(_BULLETS)
        if not line or unwrapped or bullet or (indented and not in_bullet):
            found.append([])
        if line:
            found[-1].append(line)
        in_bullet = bullet or (in_bullet and indented)
    return [" ".join(" ".join(part).split()) for part in found if part]


def escape(text: str) -> str:
    """Text such that Markdown shows just these characters."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\1", text)


def _escape_lightly(text: str) -> str:
    """The same, with "&" as it is where no reference begins: "Q&A" stays easy to read."""
    escaped = escape(text)
    return _PLAIN_AMPERSAND.sub("&", escaped) if "&amp;" in escaped else escaped


def _block(paragraph: str) -> str:
    heading = _SUBHEADING.fullmatch(paragraph)
    if heading:
        return f"## {_escape_lightly(heading[1])}"
    text = _escape_lightly(paragraph)
    match = _LINE_START.match(text)
    if not match:
        return text
    if match[2][0].isdigit():  # "1987. A year" would start a numbered list
        end = match.end()
        return f"{text[:end]}\\{text[end:]}" if text[end] == "." else text
    if match[2] in "=~":
        return text
    return f"\\{text}"


def to_html(markdown: str) -> str:
    """Markdown rendered and cleaned: no script, style, event handler or remote image survives.

    A text on which the renderer could take minutes is shown as it is written.
    """
    import nh3

    return nh3.clean(  # which drops formulas and drawings with all that they say
        _FOREIGN.sub(_in_words, _render(markdown)),
        tags=_TAGS,
        attributes={
            "a": {"href", "title"},
            "abbr": {"title"},
            "td": {"align"},
            "th": {"align"},
            "ol": {"start", "reversed"},
            "li": {"value"},
        },
        clean_content_tags={"script", "style", *READINGS},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )


def _in_words(found: re.Match[str]) -> str:
    """A formula or drawing in words, as HTML."""
    import html  # which a search has no use for

    from archive.text.markup import foreign_text, parse_html

    root = parse_html(found[0])
    each = None if root is None else root.find(f".//{found[1].lower()}")
    if each is None and root is not None and root.tag == found[1].lower():
        each = root
    return "" if each is None else html.escape(foreign_text(each))


def _render(markdown: str) -> str:
    if not _is_tangled(markdown):
        try:
            return str(_renderer().reset().convert(markdown))
        except RecursionError:
            del _local.renderer  # it was left in the middle of something
    import html

    blocks = _BLANK.split(_unescape(markdown))
    return "\n".join(f"<p>{html.escape(block)}</p>" for block in blocks if block.strip())


def _is_tangled(markdown: str) -> bool:
    """Whether a text holds what nobody writes and Python-Markdown needs very long for.

    For each open bracket it searches the rest of the block for the other one; for each mark, and
    each heading or rule inside a block, it copies the rest. What cleans its HTML compares each
    attribute of a tag with all others.
    """
    if len(markdown) > _LONG_TAG and "<" in markdown and within_limits(markdown) != markdown:
        return True
    if _DEEP_START.search(markdown) or len(_BEGINNINGS.findall(markdown)) > _MOST_BEGINNINGS:
        return True
    if len(markdown) > _LARGE and any(
        len(block) * len(_MARKS.findall(block)) > _MOST_COPIED for block in _BLANK.split(markdown)
    ):
        return True
    return _is_open(markdown)


def _is_open(markdown: str) -> bool:
    """Whether more than a hundred brackets are open at once."""
    if max(markdown.count("["), markdown.count("<")) <= _MOST_OPEN:
        return False
    square = round_ = angle = 0
    for match in _BRACKETS.finditer(markdown):
        mark = match[0]
        if mark[0] == "\n":
            square = round_ = angle = 0
        elif mark == "[":
            square += 1
        elif mark == "<":
            angle += 1
        elif mark == ">":
            angle = max(angle - 1, 0)
        elif mark == ")":
            round_ = max(round_ - 1, 0)
        else:
            square = max(square - 1, 0)
            round_ += mark == "]("
        if max(square, round_, angle) > _MOST_OPEN:
            return True
    return False


def to_text(markdown: str) -> str:
    """The text a reader of the rendered body sees: paragraphs, each on a line, a blank between."""
    return _short(markdown) if len(markdown) <= _SHORT else _long(markdown)


def _text_of(markdown: str) -> str:
    plain = _ESCAPE.sub("x", markdown) if "\\" in markdown or "&" in markdown else markdown
    if not _is_markup(plain):  # nothing but words: the long way would give the same
        blocks = map(_on_a_line, _BLANK.split(_unescape(markdown)))
        return "\n\n".join(block for block in blocks if block)
    from archive.text.rendered import html_to_text

    return html_to_text(to_html(markdown))


def _on_a_line(block: str) -> str:
    """A block with one blank between its words. Most have that: to tell is faster than to cut."""
    # Of all that is blank, a space alone can be printed.
    is_so = block.isprintable() and "  " not in block and block == block.strip()
    return block if is_so else " ".join(block.split())


# The same text is asked for several times by what looks at an article. Of long ones few are kept.
_SHORT = 16_000  # characters
_short = lru_cache(maxsize=512)(_text_of)
_long = lru_cache(maxsize=4)(_text_of)


def _is_markup(plain: str) -> bool:
    """Whether a text may be more than words. A pattern would be tried at every letter."""
    return (
        any(map(plain.__contains__, _MARKUP))
        or "  \n" in plain
        or bool(_MARKUP_OF_LINE.search(f"\n{plain}"))
    )


def _unescape(markdown: str) -> str:
    """The characters that our own escapes stand for."""
    if "\\" not in markdown and "&" not in markdown:
        return markdown
    import html

    return _ESCAPE.sub(lambda match: match[1] or html.unescape(match[0]), markdown)


def _renderer() -> Any:
    """One renderer a thread: Python-Markdown keeps state while it converts."""
    from markdown import Markdown

    if not hasattr(_local, "renderer"):
        # With sane_lists a list begins with the number that it is written with.
        _local.renderer = Markdown(extensions=["tables", "sane_lists"], output_format="html")
    return _local.renderer
