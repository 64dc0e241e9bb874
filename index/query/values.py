"""Values of keyword fields as readers type them, in filters and in queries -> as indexed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from archive.status import STATUS_OF, status_word
from archive.text.plain import fold_line, tidy
from index.fields import FIELDS, find_field
from index.query.spelling import Vocabulary

_OTHER_WORDS = dict.fromkeys(("images", "photo", "photos", "picture", "pictures"), "image") | {
    "captions": "caption",
    "silently": "silent",
}


def facet_key(name: str, value: str) -> str:
    """The folded form under which a value is indexed; agencies, statuses and what an article `has`,
    or in which it was edited, by any of their names, and tags by IPTC's codes ("medtop:20000065").
    """
    value = tidy(value)
    if name == "agency":
        from archive.normalise.agencies import canonical_agency  # few searches name one

        value = canonical_agency(value)
    if name in ("tag", "subject") and value[-8:].isdecimal():
        from archive.codes.iptc import iptc_name

        value = iptc_name(value) or value
    if name == "language":
        from archive.text.language import language_code

        value = language_code(value) or value
    if name == "status":
        value = status_word(value) or value
    if name in ("has", "edited"):
        field = find_field(value)
        value = field.name if field else _OTHER_WORDS.get(fold_line(value), value)
    return fold_line(value)


def other_names(name: str) -> dict[str, str]:
    """Of a field that can have few values: other words for one, folded -> the value as indexed."""
    names = (fold_line(each) for field in FIELDS for each in field.aliases)
    found = {word: facet_key(name, word) for word in (*names, *_OTHER_WORDS, *STATUS_OF)}
    field = find_field(name)
    values = set(field.values) if field else set()
    return {word: key for word, key in found.items() if key in values and key != word}


def values_picked(
    name: str, vocabulary: Vocabulary, pick: Callable[[Iterable[str]], Iterable[str]]
) -> list[str]:
    """The values of a keyword field that an archive holds and of whose folded names `pick` takes
    one, in its order. A value is its own name; an agency has others.
    """
    names = {value: value for value in vocabulary.values(name)}
    if name == "agency":
        from archive.normalise.agencies import agency_names

        known = ((fold_line(alias), fold_line(agency)) for alias, agency in agency_names().items())
        names = {alias: agency for alias, agency in known if agency in names} | names
    return list(dict.fromkeys(names[picked] for picked in pick(names)))
