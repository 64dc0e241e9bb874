"""What a tag is: a topic in a few words, out of the lists that publishers and programs write."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping

from archive.article import TAG_KINDS
from archive.codes.iptc import iptc_name
from archive.text.plain import fold_line, one_line

LONGEST = 80  # characters of a tag
MOST_WORDS = 9
MOST_TAGS = 60
MOST_TEXT = 10_000  # characters of a list of tags

_SPLIT = re.compile(r"[,;|、，；]")
# "Subject: Justice" is a tag behind its kind; "Page Type: Article" and "WC: 1000-1999" are none.
_KIND = re.compile(r"^([\w .-]{2,30}):\s*(\S.*)$")
_TOPICAL = {
    "subject", "topic", "topics", "tag", "tags", "keyword", "thema", "tema", "entity",
    "nlp entity tokens", "person", "people", "place", "location", "organisation", "organization",
    "country", "region",
}  # fmt: skip
_NO_WORD = re.compile(r"^(?:[\W\d_]+|(?=\w*\d)[0-9a-f]{8}[0-9a-f-]*|https?:.*|www\..*)$", re.I)
_SITE = re.compile(r"^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,4}$")
_COUNTER = re.compile(r"^\(\d+\)\s*")
_CODE = re.compile(r"[A-Z]{2,7}\d{0,2}")
_MANY_CODES = 5


def split_tags(values: Iterable[str]) -> list[str]:
    """Tags as a source states them: one a value, or values of several with commas between."""
    listed = [html.unescape(value[:MOST_TEXT]) for value in values if value and value.strip()]
    if len(listed) == 1 or all("," in value for value in listed):
        return [part for value in listed for part in _SPLIT.split(value)]
    return listed


def clean_tags(values: Iterable[str], names: Iterable[str] = ()) -> list[str]:
    """Tags, each once, without numbers, codes, addresses, notes of a system and the `names`. A code
    of IPTC's that says that it is one is the topic that it names.
    """
    refused = {fold_line(name) for name in names if name}
    found: dict[str, str] = {}
    for value in values:
        tag = _clean(value)
        key = fold_line(tag or "")
        if tag and key and key not in refused:
            found.setdefault(key, tag)
        if len(found) == MOST_TAGS:
            break
    tags = list(found.values())
    codes = sum(_CODE.fullmatch(tag) is not None for tag in tags)
    return [] if codes == len(tags) > _MANY_CODES else tags


def tag_kinds(
    stated: Mapping[str, Iterable[str]], tags: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """The tags of an article by their kind, as far as the source tells it: spelt as the tags are,
    in their order, and only those that are among them.
    """
    if not stated:
        return {}
    spelt = {fold_line(tag): tag for tag in tags}
    found: dict[str, tuple[str, ...]] = {}
    for kind in TAG_KINDS:
        keys = {fold_line(tag.strip(" #")) for tag in stated.get(kind, ())}
        if named := tuple(tag for key, tag in spelt.items() if key in keys):
            found[kind] = named
    return found


def _clean(value: str) -> str | None:
    tag = one_line(_COUNTER.sub("", value[:MOST_TEXT].strip(" \t\r\n#•·\"'„“”«»")))
    named = iptc_name(tag) if tag and not tag.isdecimal() else None
    if named:
        return named
    kind = _KIND.match(tag) if tag else None
    if kind:
        tag = kind[2] if fold_line(kind[1]) in _TOPICAL else None
    if not tag or len(tag) > LONGEST or len(tag.split()) > MOST_WORDS:
        return None
    return None if _NO_WORD.match(tag) or _SITE.match(tag) else tag
