"""Front matter: what stands above a text in YAML, TOML or JSON, as makers of sites have it.

Jekyll, Hugo, Hexo, Eleventy, Zola write it between lines of dashes or pluses, Pelican as lines of
`Key: value`. Their names for fields become ours.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import Any

from archive.readers.common.fields import KNOWN

_FENCES = (
    re.compile(
        r"\A\ufeff?---[ \t]*(?P<form>json|toml|yaml|yml)?[ \t]*\r?\n(?P<text>.*?)"
        r"^(?:---|\.\.\.)[ \t]*\r?(?:\n|\Z)",
        re.S | re.M,
    ),
    re.compile(
        r"\A\ufeff?(?P<form>\+\+\+)[ \t]*\r?\n(?P<text>.*?)^\+\+\+[ \t]*\r?(?:\n|\Z)",
        re.S | re.M,
    ),
)
_BEGINS = re.compile(
    r"\ufeff?(?:---[ \t]*(?:yaml|yml|toml|json)?[ \t]*\r?\n\s*[\w\"'{-]+[ \t]*[:={\"]?|"
    r"\+\+\+[ \t]*\r?\n\s*[\[\w\"'-]+)"
)
_LINE = re.compile(r"([A-Za-z][\w-]{1,30}):[ \t]*(.*)")
_PELICAN = {"title", "date", "status", "category", "tags", "slug", "author", "authors", "summary"}
# What makers of sites call our fields; where both are there, ours is it.
_NAMES = {
    "tags": ("topics", "keywords", "categories", "category"),
    "summary": ("description", "excerpt", "deck", "dek", "lead", "standfirst", "lede"),
    "url": ("source_url", "canonical", "canonical_url", "canonicalurl", "permalink", "link"),
    "authors": ("author",),
    "date": ("publishdate", "publish_date", "pubdate"),
    "language": ("lang",),
}
# libyaml reads several times as fast as PyYAML's own loader, but calls itself in C for every level
# of a text, without a bound. What opens a level, and how often at most for libyaml to read it.
_OPENING, _MOST_NESTED = "[{-?", 200
_DEEP = re.compile(r"\n[ \t]{200}")  # a level of a block is indented by one blank at least
_WRITTEN = (KNOWN - {"extra", "images"}).union(*_NAMES.values())


def split(text: str) -> tuple[Any, str, bool]:
    """What stands above a text, the text below, and whether there was anything above.

    ValueError, with what is wrong, where it cannot be read.
    """
    for fence in _FENCES:
        if found := fence.match(text):
            return _named(_load(found["text"], found["form"] or "yaml")), text[found.end() :], True
    if text.lstrip("\ufeff").startswith("{"):
        return _json_above(text.lstrip("\ufeff"))
    lines = _pelican(text)
    if lines:
        return _named(lines[0]), lines[1], True
    return {}, text, False


def begins(head: str) -> bool:
    """Whether a text begins with front matter (its end need not be in sight)."""
    return bool(_BEGINS.match(head))


def _json_above(text: str) -> tuple[Any, str, bool]:
    try:
        front, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return {}, text, False
    return (_named(front), text[end:], True) if isinstance(front, dict) else ({}, text, False)


def _pelican(text: str) -> tuple[dict[str, Any], str] | None:
    """Lines of `Key: value` down to an empty one, a title among them."""
    head, _, body = text.lstrip("\ufeff").partition("\n\n")
    found: dict[str, Any] = {}
    for line in head.split("\n"):
        match = _LINE.fullmatch(line.strip())
        if not match:
            return None
        found[match[1].lower()] = match[2].strip() or None
    if "title" not in found or len(found.keys() & _PELICAN) < 2:
        return None
    return found, body


def _named(front: Any) -> Any:
    """Front matter with our names for what makers of sites name otherwise."""
    if not isinstance(front, Mapping):
        return front
    front = dict(front)
    taxonomies = front.pop("taxonomies", None)  # Zola
    for name, value in taxonomies.items() if isinstance(taxonomies, Mapping) else ():
        front.setdefault(name, value)
    keys = {str(key).lower(): key for key in front}
    for ours, names in _NAMES.items():
        given = [keys[name] for name in names if name in keys and front[keys[name]]]
        if ours == "url":
            given = [key for key in given if str(front[key]).startswith(("http://", "https://"))]
        if not given:
            continue
        if ours == "tags":
            _add_tags(front, given)
        elif not front.get(ours):
            keep = ours == "date"  # when a post is to be published is of use by itself too
            front[ours] = front[given[0]] if keep else front.pop(given[0])
    return front


def _add_tags(front: dict[Any, Any], keys: list[Any]) -> None:
    found: list[Any] = []
    for key in ("tags", *keys):
        value = front.get(key)
        values = value.split(",") if isinstance(value, str) else value
        if isinstance(values, list) and all(isinstance(each, str) for each in values):
            found += [each.strip() for each in values if each.strip() not in found]
            if key != "tags":
                del front[key]
    if found:
        front["tags"] = found


def _load(text: str, form: str) -> Any:
    if form in ("+++", "toml"):
        try:
            return tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise ValueError(f"the front matter is not valid TOML: {error}") from error
    if form == "json":
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"the front matter is not valid JSON: {error}") from error
    return _load_yaml(text)


def _load_yaml(text: str) -> Any:
    """YAML of plain values; aliases are refused, for a few lines of them can fill any memory."""
    import yaml

    try:
        if "*" in text and any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text)):
            raise _AliasesError("the front matter uses YAML aliases, which are not read")
        if _is_plain(text):
            with suppress(yaml.YAMLError, ValueError):
                return _construct(text, "CSafeLoader")
        return _construct(text, "SafeLoader")
    except _AliasesError:
        raise
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" at line {mark.line + 2}" if mark else ""
        raise ValueError(f"the front matter is not valid YAML{line}") from error


def _is_plain(text: str) -> bool:
    """Whether libyaml can be given a text: it nests little, by signs or by indentation. A mark of
    byte order libyaml takes for nothing, and yet counts a column for it.
    """
    return (
        sum(map(text.count, _OPENING)) < _MOST_NESTED
        and _DEEP.search(text) is None
        and "\ufeff" not in text
    )


def _construct(text: str, kind: str) -> Any:
    """The values of YAML; those of an article's own fields as they are written, for YAML 1.1 takes
    12:30, 007, 1_000 and No for something else.
    """
    import yaml

    loader = _loader(kind)(text)
    try:
        root = loader.get_single_node()
        if isinstance(root, yaml.MappingNode):
            for key, value in root.value:
                name = str(getattr(key, "value", ""))
                if name.lower() in _WRITTEN:
                    for each in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                        _as_written(each, name)
        return None if root is None else loader.construct_document(root)
    finally:
        loader.dispose()


def _as_written(node: Any, name: str) -> None:
    """Makes a scalar that YAML resolved to a number or a truth the text that it was; `published`
    may be a mark, which is a truth.
    """
    kind = node.tag.rpartition(":")[2]
    if kind in ("int", "float") or (kind == "bool" and name != "published"):
        node.tag = "tag:yaml.org,2002:str"


class _AliasesError(ValueError):
    pass


@cache
def _loader(kind: str) -> Any:
    """A safe loader of PyYAML, but dates stay as they are written, in their own zone."""
    import yaml

    resolvers = {
        first: [(tag, regexp) for tag, regexp in known if not tag.endswith(":timestamp")]
        for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    # Where PyYAML was built without libyaml, it has the one alone.
    base = getattr(yaml, kind, yaml.SafeLoader)
    return type("Loader", (base,), {"yaml_implicit_resolvers": resolvers})
