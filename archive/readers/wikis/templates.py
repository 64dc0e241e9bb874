"""What stands in the place of a template, whose own text an export has elsewhere or not at all.

Names that are known say what it is. Any other is judged by where it stands: within a line its words
are part of the sentence, so that its last value is taken, as of {{w|Bashar al-Assad|Assad}}, and
where it has none its name stays, as it is written, in place of a hole. Alone on its lines it is a
box, and only what is a sentence is taken from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from archive.readers.wikis.lines import SENTENCE_ENDS, Flow, without_tags
from archive.readers.wikis.neighbours import Place
from archive.readers.wikis.words import (
    ADDRESSES,
    AUTHORS,
    DAYS,
    FIRST,
    JOINED,
    PUBLISHERS,
    SAID,
    SIDES,
    TITLES,
)
from archive.text.plain import fold_line

_LEAST_WORDS = 6  # of what is a sentence, in a box
_LEAST_LETTERS = 15  # of one in a script without spaces
_WIDE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff]")
_UNITS = re.compile(r"(\S+) (?:to|in) \S+")  # {{mi to km|26}}
_DEGREES = {"c": "°C", "f": "°F"}
_NUMBER = re.compile(r"[-−+]?[.,]?\d")
_ADDRESS = re.compile(r"\s*(?:https?:)?//\S+\s*$", re.I)
_FUNCTIONS: dict[str, Callable[[str], str]] = {
    "lc": str.lower,
    "uc": str.upper,
    "formatnum": str,
    "lcfirst": str,
    "ucfirst": str,
}
_TITLE = {
    "PAGENAME", "FULLPAGENAME", "BASEPAGENAME", "SUBPAGENAME", "ROOTPAGENAME", "PAGENAMEE",
}  # fmt: skip
_VARIABLE = re.compile(r"[A-Z][A-Z0-9]{3,}(?::.*)?", re.S)

Render = Callable[[Any], Flow]


@dataclass(frozen=True, slots=True)
class Values:
    """What a template is given: by place and by name (folded), without what is empty."""

    placed: tuple[Flow, ...]
    named: Mapping[str, Flow]

    def at(self, names: Iterable[str]) -> Flow | None:
        """The first of the values with one of these names."""
        return next((value for name, value in self.named.items() if name in names), None)


def values_of(template: Any, render: Render) -> Values:
    """The values of a template, rendered."""
    placed: dict[int, Flow] = {}
    named: dict[str, Flow] = {}
    for param in template.params:
        name = str(param.name).strip()
        value = render(param.value)
        if not said(value):
            continue
        if re.fullmatch(r"[0-9]{1,6}", name):
            placed[int(name)] = value
        else:
            named.setdefault(fold_line(name), value)
    return Values(tuple(placed[at] for at in sorted(placed)), named)


def said(flow: Flow) -> str:
    """The words of what was rendered, as HTML has them, without their tags."""
    return without_tags(flow.words())


@lru_cache(maxsize=2_000)  # the same few stand in every page of a wiki
def folded_name(written: str, prefixes: tuple[str, ...]) -> str:
    """The name of a template, folded, without the namespace and the words before it."""
    name = fold_line(written.replace("_", " "))
    name = re.sub(r"\s*:\s*", ":", name)
    for prefix in ("subst:", "safesubst:", *(f"{each}:" for each in prefixes)):
        name = name.removeprefix(prefix)
    return name.strip()


def source(values: Values) -> str | None:
    """Where a text is from, on a line of HTML: a linked title, who wrote and published it, when.
    None where neither its title nor its address is said.
    """
    title, address = values.at(TITLES), values.at(ADDRESSES)
    placed = list(values.placed)
    if address is None:
        address = next((each for each in placed if _ADDRESS.match(said(each))), None)
        placed = [each for each in placed if each is not address]
    if title is None and address is not None and placed:
        title = placed.pop(0)
    if title is None and address is None:
        return None
    link = said(address) if address is not None else ""
    shown = title.words() if title is not None else link
    if link:
        shown = f'<a href="{escape(_unlinked(link))}">{_without_links(shown)}</a>'
    after = (values.at(names) for names in (AUTHORS, PUBLISHERS, DAYS))
    more = ", ".join(each.words() for each in (*after, *placed) if each is not None)
    return f"{shown} — {more}" if more else shown


def is_source(values: Values) -> bool:
    """Whether a template of an unknown name says where a text is from."""
    address = values.at(ADDRESSES)
    return (
        values.at(TITLES) is not None
        and address is not None
        and bool(_ADDRESS.match(said(address)))
    )


def quotation(values: Values) -> str:
    """What somebody said, as a block of HTML, with who it was below."""
    placed = [each for each in values.placed if said(each).lower() not in SIDES]
    text = values.at(SAID) or max(placed, key=lambda each: len(said(each)), default=None)
    if text is None:
        return ""
    by = [each.words() for each in placed if each is not text]
    named = values.at(AUTHORS | PUBLISHERS | {"source", "by", "speaker", "sign"})
    by += [named.words()] if named is not None and named is not text else []
    below = f"<p>— {', '.join(by)}</p>" if by else ""
    return f"<blockquote>{text.html()}{below}</blockquote>"


def sentence(name: str, values: Values) -> str | None:
    """The words of a template that stands within a line, as HTML; None where it has none. Of what
    begins with a number none is left out: {{convert|5|km|mi}}, {{money|12|USD}}, {{km to mi|26}}.
    """
    placed = [each.words().strip() for each in values.placed]
    if not placed:
        named = values.at(SAID) or values.at(TITLES | {"name", "label", "caption"})
        return named.words() if named is not None else None
    if name == "translated quote":
        return f"“{placed[-1]}”"
    if units := _UNITS.fullmatch(name):
        return f"{placed[0]} {_DEGREES.get(units[1], escape(units[1]))}"
    if name in ("convert", "cvt"):  # what follows is what it is converted to
        return " ".join(placed[:2])
    if name in JOINED or _NUMBER.match(placed[0]):
        return ("" if name in JOINED else " ").join(placed)
    return placed[0 if name in FIRST or name.startswith("lang-") else -1]


def sentences(values: Values) -> list[Flow]:
    """What of a box is written in sentences."""
    found = [each for each in values.placed if _is_sentence(said(each))]
    return found + [each for name, each in values.named.items()
                    if name in SAID and _is_sentence(said(each))]  # fmt: skip


def function(name: str, template: Any, render: Render, title: str) -> str | None:
    """The words of a variable or a function of MediaWiki's; None where it is neither. Those that
    ask what only the wiki knows have none.
    """
    written = str(template.name).strip()
    if name.startswith("#"):
        branches = [render(param.value) for param in template.params]
        asked = written.partition(":")[2].strip()
        if name.startswith("#if:") and not asked:
            branches = branches[1:]
        return branches[0].words() if branches and not name.startswith("#switch") else ""
    if written in _TITLE:
        return escape(title, quote=False)
    prefix, colon, rest = written.partition(":")
    if colon and prefix.strip().lower() in _FUNCTIONS:
        return escape(_FUNCTIONS[prefix.strip().lower()](rest.strip()), quote=False)
    return "" if _VARIABLE.fullmatch(written) else None


def stands_for_nothing(place: Place, *, began: bool) -> bool:
    """Whether a template without values is a mark beside the text and no word in it: before all of
    it, close before a line, or behind its last sentence.
    """
    if place.begins:
        return not began or not place.behind[:1].isspace()
    return place.ends and bool(SENTENCE_ENDS.search(place.before))


def _is_sentence(text: str) -> bool:
    if _ADDRESS.match(text):
        return False
    return len(text.split()) >= _LEAST_WORDS or len(_WIDE.findall(text)) >= _LEAST_LETTERS


def _unlinked(address: str) -> str:
    """An address as an attribute may hold it, of the HTML of one."""
    from html import unescape

    address = unescape(address).split()[0]
    return f"https:{address}" if address.startswith("//") else address


def _without_links(html: str) -> str:
    return re.sub(r"</?a\b[^<>]*>", "", html)
