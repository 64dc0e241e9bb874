"""Which of a page's lists of topics is the article's: one that metadata state, or one of links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from archive.normalise.tags import clean_tags, split_tags
from archive.text.plain import fold, fold_line

_FEW = 3
_STEM = 5  # letters by which a word of a topic is found in the text, whatever its ending


class Topics:
    """The words of an article, by which to tell topics that fit it."""

    def __init__(self, title: str, text: str) -> None:
        self.title = set(re.findall(r"\w+", fold(title)))
        self._text = fold_line(f"{title} {text}")
        self._stems = {word[:_STEM] for word in re.findall(r"\w+", self._text)}

    def fits(self, topic: str) -> bool:
        """Whether the article speaks of it, in whatever inflection."""
        topic = fold_line(topic.strip("# "))
        words = [word for word in re.findall(r"\w+", topic) if len(word) > 2]
        if words:
            return all(word[:_STEM] in self._stems for word in words) or topic in self._text
        return bool(topic) and topic in self._text


def choose_tags(
    stated: Mapping[str, list[str]], linked: list[str], topics: Topics, names: Iterable[str]
) -> tuple[str, list[str]]:
    """(place, tags): the best of the lists that metadata state (by place, most trusted first) and
    of the linked one.

    A list that only repeats words of the title comes last. Links win over a list that they hold all
    of; else a later list wins that holds all of the first.
    """
    names = list(names)
    cleaned = {place: clean_tags(split_tags(values), names) for place, values in stated.items()}
    links = clean_tags(linked, names)
    chosen = _choose([tags for tags in cleaned.values() if tags], links, topics)
    place = next((place for place, tags in cleaned.items() if tags is chosen), "links to topics")
    return place, chosen


def _choose(lists: list[list[str]], links: list[str], topics: Topics) -> list[str]:
    good = [tags for tags in lists if not _echoes(tags, topics)]
    if not good:
        return links or (lists[0] if lists else [])
    held, shown = _keys(good[0]), _keys(links)
    if held < shown:
        return links
    return good[0] if shown and shown <= held else _fuller(good)


def _echoes(tags: list[str], topics: Topics) -> bool:
    """Whether a list is just words out of the title or another sentence: no topics chosen."""
    if len(tags) <= _FEW:
        return False
    if all(tag.islower() and tag.isalnum() for tag in tags):
        return True
    return sum(tag in topics.title for tag in _keys(tags)) > 0.6 * len(tags)


def _fuller(lists: list[list[str]]) -> list[str]:
    """The first list, or a later one that holds all of it and more."""
    best = lists[0]
    for tags in lists[1:]:
        if len(tags) > len(best) and _keys(best) <= _keys(tags):
            best = tags
    return best


def _keys(tags: list[str]) -> set[str]:
    return {fold_line(tag) for tag in tags}
