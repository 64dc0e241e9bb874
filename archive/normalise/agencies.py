"""Who supplied the text: canonical agency names, and the credits and bylines that name them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from archive.text.plain import fold_line

# What joins several names in a credit: "AFP with Reuters", "Jane Roe and John Doe, AP".
_JOINTS = re.compile(
    r"\s*(?:[,;/|&+]|\s[-–—]\s|\b(?:and|with|und|mit|et|avec|y|con|e|og|och|en|by|for|from|via)\b)\s*",
    re.I,
)
_LEAD = re.compile(
    r"^\s*(?:by|von|par|por|di|door|av|af|från|przez|written by|text:|source:|quelle:|by:)\s+", re.I
)
_TRAILING = re.compile(r"\s+(?:in|at|a|à|aus|en)\s+[A-ZÀ-Þ][\w’'. -]*$")
_NOBODY = {
    "agencies", "agency", "staff", "staff writer", "staff writers", "staff reporter", "newsroom",
    "our correspondent", "correspondent", "our reporter", "web desk", "news desk", "editor",
    "editors", "admin", "wire services", "wires", "agenturen", "redaktion", "agences", "redaccion",
    "redazione", "la redaction", "additional reporting", "reporting", "editorial staff",
}  # fmt: skip
# Words of newsrooms and companies, folded: a credit that holds one of them names no person.
_ORGANISATION_WORDS = """
news newspaper newspapers newsroom star times post herald gazette tribune press agency agencies
staff service services media tv radio editorial daily weekly journal magazine network desk bureau
team online today chronicle observer wire newswire newswires broadcasting corporation company inc
ltd llc gmbh group department ministry university institute association foundation editor editors
correspondent correspondents reporter reporters writer writers newsletter website redaccion
noticias diario periodico agencia agencias prensa redaction agence agences presse redaktion
zeitung agentur agenturen nachrichten rundfunk pressedienst anzeiger tagblatt redazione giornale
agenzia agenzie notizie stampa redacao jornal agencia redactie krant nieuws редакция газета
агентство новости ajansi gazetesi وكاله صحيفه جريده وكالات الانباء
"""
_ORGANISATION = frozenset(_ORGANISATION_WORDS.split())
_SITE = re.compile(r"\w\.[a-z]{2,4}$")  # "example.org"
_ROLE = re.compile(r"\s*(?:기자|특파원|記者|特派員)$")  # "reporter", behind a name
_NAME = re.compile(r"[^\W\d_][^\d@:!?\"“”()]{1,60}")


_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_AROUND = " .,:;()[]*-/–—…"


@lru_cache(maxsize=1)
def agency_names() -> dict[str, str]:
    """Every known way to write an agency -> its canonical name."""
    data = tomllib.loads(files("archive.normalise").joinpath("agencies.toml").read_text("utf-8"))
    return {
        alias: entry["name"]
        for entry in data["agency"]
        for alias in (entry["name"], entry["full"], *entry["aliases"])
    }


@lru_cache(maxsize=1)
def _aliases() -> dict[str, str]:
    return {_key(alias): name for alias, name in agency_names().items()}


def _key(name: str) -> str:
    return fold_line(name).strip(_AROUND).removeprefix("the ")


def known_agency(name: str) -> str | None:
    """The canonical name where `name` is a known way to write an agency; else None."""
    return _aliases().get(_key(name))


def canonical_agency(name: str) -> str:
    """The canonical name, or the name as it is where the agency is not in the table."""
    return known_agency(name) or name.strip(" ()[]")


def agencies_in(names: Iterable[str]) -> tuple[str, ...]:
    """Declared agencies, canonical, in order and once each; "AFP / Reuters" names two."""
    found: dict[str, str] = {}
    for name in names:
        whole = known_agency(name)
        if whole:
            parts = [whole]
        else:
            cut = [part for part in _JOINTS.split(name) if part.strip(" ()[]")]
            parts = cut if any(map(known_agency, cut)) else [name]
        for part in parts:
            agency = canonical_agency(part)
            if agency:
                found.setdefault(fold_line(agency), agency)
    return tuple(found.values())


def agencies_known(text: str) -> bool:
    """Whether a part of a credit is or names an agency that is in the table."""
    return any(map(known_agency, (text, *_JOINTS.split(text))))


def read_credit(credit: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A credit line as (authors, agencies): "By Jane Roe in Paris, AFP" -> (Jane Roe), (AFP).

    A part that is neither a known agency nor like a person's name is left out; the raw credit
    is kept on the article for that.
    """
    line = _LEAD.sub("", credit.strip())
    whole = known_agency(line)
    if whole:
        return (), (whole,)
    line = _BRACKETS.sub(lambda match: f",{match[1]}," if agencies_known(match[1]) else " ", line)
    authors: dict[str, str] = {}
    agencies: dict[str, str] = {}
    for part in filter(None, (part.strip(" .*") for part in _JOINTS.split(line))):
        agency = known_agency(part)
        if agency:
            agencies.setdefault(agency, agency)
            continue
        name = _ROLE.sub("", _TRAILING.sub("", part))
        if is_name(name):
            authors.setdefault(fold_line(name), name)
    return tuple(authors.values()), tuple(agencies.values())


def is_name(text: str) -> bool:
    """Whether a text could be a person's name: one to five words, a capital first, no newsroom."""
    words = text.split()
    return (
        bool(_NAME.fullmatch(text))
        and len(words) <= 5
        and fold_line(text) not in _NOBODY
        and not _ORGANISATION.intersection(fold_line(text).split())
        and (words[0][0].isupper() or not words[0][0].islower())
        and words[0].lower() != "the"
        and not _SITE.search(text)
        and not known_agency(text)
    )
