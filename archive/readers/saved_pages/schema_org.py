"""What a page says of its article in schema.org terms, as JSON-LD or microdata.

https://schema.org/NewsArticle and its relatives. A page may describe several articles; the one
that it is about is told by its address or its headline.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from archive.article import Image, TagKind
from archive.text.plain import fold_line

_RELATIVES = {
    "advertisercontentarticle", "satiricalarticle", "scholarlyarticle", "techarticle", "report",
    "socialmediaposting", "blogposting", "liveblogposting", "discussionforumposting", "review",
    "reviewnewsarticle", "claimreview", "opinionnewsarticle", "reportagenewsarticle",
    "analysisnewsarticle", "askpublicnewsarticle", "backgroundnewsarticle", "newsarticle",
    "article", "creativework",
}  # fmt: skip
_WEAK = {"creativework", "review", "claimreview"}
_NO_TEXT = {"none", "null"}  # what programs write for want of one
# What schema.org's types of things, and those of vocabularies beside it, say of a topic's kind: in
# this order, since a business is both an organisation and a place. `Thing` says nothing.
_KINDS: dict[TagKind, set[str]] = {
    "person": {"person", "patient"},
    "organisation": {
        "organization", "organisation", "newsmediaorganization", "corporation", "company",
        "airline", "governmentorganization", "politicalparty", "ngo",
        "educationalorganization", "school",
        "collegeoruniversity", "sportsorganization", "sportsteam", "performinggroup", "musicgroup",
        "medicalorganization", "hospital", "library", "localbusiness", "consortium", "workersunion",
        "onlinebusiness", "project", "researchorganization", "fundingagency",
    },
    "place": {
        "place", "populatedplace", "country", "state", "city", "administrativearea", "landform",
        "continent", "mountain", "volcano", "bodyofwater", "riverbodyofwater", "seabodyofwater",
        "lakebodyofwater", "oceanbodyofwater", "landmarksorhistoricalbuildings",
        "touristattraction", "civicstructure", "airport", "park", "stadiumorarena", "bridge",
        "residence",
    },
    "topic": {"definedterm", "categorycode"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """An author or publisher: a name, and whether it is said to be a person."""

    name: str
    person: bool | None = None


class SchemaArticle:
    """One schema.org article, with its properties as texts, and the form that it is written in.

    What its object lacks, another object of the page about the same article has: `twins`.
    """

    def __init__(self, node: Mapping[str, Any], others: Mapping[str, Mapping[str, Any]]) -> None:
        self.node = node
        self.form = "JSON-LD"
        self.twins: list[Mapping[str, Any]] = []
        self._others = others

    def text(self, *names: str) -> str | None:
        """The first of the properties that has a text."""
        return next((text for _, text in self.placed(*names)), None)

    def placed(self, *names: str) -> Iterator[tuple[str, str]]:
        """(place, text) of all texts of the properties: ("JSON-LD headline", "Rosetta lands")."""
        for name in names:
            for value in self._values(name):
                if text := _text(value):
                    yield f"{self.form} {name}", text

    def texts(self, *names: str) -> list[str]:
        """All texts of the properties, in order."""
        return [text for _, text in self.placed(*names)]

    def named(self, *names: str) -> list[Named]:
        """Persons and organisations that the properties name."""
        found: list[Named] = []
        for name in names:
            for value in self._values(name):
                if isinstance(value, Mapping):
                    person = "person" in types(value) if types(value) else None
                    found += [Named(text, person) for text in _names(value)]
                elif text := _text(value):
                    found.append(Named(text))
        return found

    def of_kinds(self, *names: str) -> list[tuple[TagKind, str]]:
        """(kind, name) of what the properties name, where its type says of which kind it is."""
        return [
            (kind, text)
            for name in names
            for value in self._values(name)
            if isinstance(value, Mapping) and (kind := _kind(value))
            for text in _names(value)
        ]

    def correction(self) -> str | None:
        """What the article says of its corrections, as texts or as comments that have a text."""
        said: list[Any] = []
        for value in self._values("correction"):
            comment = isinstance(value, Mapping)
            said += _list(value.get("text", value.get("@value")) if comment else value)
        texts = [text for each in said if isinstance(each, str | Mapping) and (text := _text(each))]
        stated = [text for text in texts if text.lower() not in _NO_TEXT]
        return "; ".join(dict.fromkeys(stated)) or None

    def images(self) -> list[Image]:
        """The pictures, with their captions."""
        found: list[Image] = []
        for value in self._values("image"):
            if isinstance(value, Mapping):
                url = _text(_first(value.get("url") or value.get("contentUrl")))
                caption = _text(_first(value.get("caption") or value.get("description")))
                if url or caption:
                    found.append(Image(url, caption))
            elif text := _text(value):
                found.append(Image(text))
        return found

    def addresses(self) -> set[str]:
        """Every address that the article gives for itself or its page."""
        found = set()
        for name in ("url", "@id", "mainEntityOfPage"):
            for value in _list(self.node.get(name)):
                given = (
                    value.get("@id") or value.get("url") if isinstance(value, Mapping) else value
                )
                if isinstance(given, str):
                    found.add(given)
        return found

    def _values(self, name: str) -> Iterator[Any]:
        """The values of a property, references to other objects of the page resolved."""
        nodes = (self.node, *self.twins)
        for value in next((values for node in nodes if (values := _list(node.get(name)))), []):
            if isinstance(value, Mapping) and set(value) <= {"@id", "@type"}:
                yield self._others.get(str(value.get("@id")), value)
            else:
                yield value


def article_of(
    objects: Iterable[dict[str, Any]], addresses: Iterable[str], titles: Iterable[str]
) -> SchemaArticle | None:
    """The article among a page's objects that the page is about, or None."""
    listed = list(objects)
    others: dict[str, Mapping[str, Any]] = {}
    for node in listed:
        if isinstance(node.get("@id"), str) and len(node) > 2:
            others.setdefault(node["@id"], node)
    places = {_bare(address) for address in addresses}
    names = {fold_line(title) for title in titles if title}
    best: SchemaArticle | None = None
    highest = 0
    for node in listed:
        article = SchemaArticle(node, others)
        score = _score(article, places, names)
        if score > highest:
            best, highest = article, score
    if best is not None:
        best.twins = [node for node in listed if _same(best, SchemaArticle(node, others))]
    return best


def _same(article: SchemaArticle, other: SchemaArticle) -> bool:
    """Whether another object is about the same article: by its headline, and not by its address
    about another one.
    """
    if other.node is article.node or not types(other.node) & _RELATIVES:
        return False
    here, there = ({_bare(address) for address in one.addresses()} for one in (article, other))
    if here & there:
        return True
    titles = [fold_line(one.text("headline", "name") or "") for one in (article, other)]
    return titles[0] == titles[1] != ""


def types(node: Mapping[str, Any]) -> set[str]:
    """The types of an object, folded and without their vocabulary's address."""
    return {
        str(kind).strip().rstrip("/").rpartition("/")[2].rpartition(":")[2].lower()
        for kind in _list(node.get("@type"))
    }


def _kind(node: Mapping[str, Any]) -> TagKind | None:
    said = types(node)
    return next((kind for kind, known in _KINDS.items() if said & known), None)


def _score(article: SchemaArticle, places: set[str], names: set[str]) -> int:
    """How sure it is that this is the page's article; 0 where it is none."""
    kinds = types(article.node) & _RELATIVES
    headline = article.text("headline", "name")
    if not kinds or not (headline or article.text("articleBody")):
        return 0
    folded = fold_line(headline or "")
    score = 2
    if any(_bare(address) in places for address in article.addresses()):
        score += 8
    if folded and any(folded in name or name in folded for name in names):
        score += 8
    if not kinds <= _WEAK:
        score += 6
    score += any(kind.endswith("newsarticle") for kind in kinds)
    score += bool(article.text("datePublished")) + bool(article.text("articleBody"))
    return score


def _bare(address: str) -> str:
    """An address as it is compared: without scheme, query, fragment and final slash."""
    rest = address.partition("://")[2] or address
    return rest.partition("#")[0].partition("?")[0].rstrip("/").lower().removeprefix("www.")


def _names(value: Mapping[str, Any]) -> list[str]:
    stated = value.get("name")
    if not stated and (value.get("givenName") or value.get("familyName")):
        parts = (_text(value.get("givenName")), _text(value.get("familyName")))
        stated = " ".join(filter(None, parts))
    return [text for item in _list(stated) if (text := _text(item))]


def _text(value: Any) -> str | None:
    """A value as text; of an object its name, of a JSON-LD literal its value."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, Mapping):
        for key in ("@value", "name", "headline", "url", "@id"):
            if isinstance(value.get(key), str):
                return str(value[key]).strip() or None
    return None


def _list(value: Any) -> list[Any]:
    if isinstance(value, Mapping) and "@list" in value:
        value = value["@list"]
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _first(value: Any) -> Any:
    return next(iter(_list(value)), None)
