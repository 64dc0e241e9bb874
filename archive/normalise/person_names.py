"""The names of persons in a byline: family names first, suffixes, roles, places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.normalise import byline_words as words
from archive.normalise.agencies import known_agency
from archive.text.plain import fold_line

_NAME = re.compile(r"[^\W\d_][^\d@:!?\"“”()\[\]{}<>=*|/\\_#%]{1,60}")
_NICKNAME = re.compile(r"(?<=\w)\s[\"“][\w.]{1,20}[\"”]\s(?=\w)")
_SITE = re.compile(r"\w\.[a-z]{2,8}$")  # "example.org"
_INITIAL = re.compile(r"(?:[^\W\d_a-z]\.[ -]?){1,4}|[A-ZÀ-ÞΑ-ΩА-Я]{1,2}")
_UNSPACED = re.compile(r"[가-힣一-鿿ぁ-ヿ]")  # scripts in which a whole name is one word
_ACCOUNT = re.compile(r"[A-Z]{1,4}(?:[/.-]+[A-Z]{1,4}\.?)?|[A-Z]{1,2} [A-Z]{1,2}")  # "VRG", "GR/BP"
_ROLE_BEHIND = re.compile(r"(?<=[가-힣一-鿿ぁ-ヿ])\s*(?:기자|특파원|논설위원|記者|特派員)$")
_HAN = re.compile(r"[一-鿿]{2,4}(?:[ \u3000]+[一-鿿]{2,4})+")
# Newsrooms and texts of nobody, in the scripts without spaces.
_NEWSROOM = re.compile(
    r"(?:编辑部|編集部|編輯部|编辑|編輯|取材班|報道部|支局|편집부|편집국|뉴스팀|취재팀|뉴스룸|보도국|본부|"
    r"综合|綜合|社説|社论|社論|社评|社評|论坛|中心|网络|網絡|佚名|中央社|通讯社|通信社)$"
)
_MOST_WORDS = 5  # beside particles


@dataclass(slots=True)
class Part:
    """A part of a byline: a name ("" where it is none), or agencies; `placed` where a place stood
    behind the name; `suffix` is what belongs to the name, as ", PhD".
    """

    name: str
    agencies: tuple[str, ...] = ()
    placed: bool = False
    written: str = ""
    suffix: str = ""

    @property
    def is_single(self) -> bool:
        """Whether it is a single word, with particles before it: a family name, perhaps."""
        return (
            bool(self.name)
            and len(_bare(self.name)) == 1
            and _before_family(self.name)
            and not _UNSPACED.search(self.name)
        )

    @property
    def full(self) -> str:
        """The name with its suffix."""
        return f"{self.name}{self.suffix}"


def is_name(text: str) -> bool:
    """Whether a text could be a person's name: one to five words, a capital first, no newsroom."""
    listed = text.split()
    folded = fold_line(text)
    return (
        bool(_NAME.fullmatch(_NICKNAME.sub(" ", text)))
        and len(_bare(text)) <= _MOST_WORDS
        and folded.strip(" .") not in words.NOBODY
        and folded not in words.PLACES
        and not words.ORGANISATION.intersection(folded.split())
        and not words.ROLES.intersection(folded.split())
        and _has_capitals(listed)
        and listed[0].lower() not in ("the", "a", "an", "special")
        and not _SITE.search(text)
        and not _NEWSROOM.search(text)
        and not known_agency(text)
    )


def _has_capitals(listed: list[str]) -> bool:
    """Whether each word but particles begins as a name does in its script."""
    proper = [word for word in listed if not word[0].islower()]
    small = [word for word in listed if word[0].islower()]
    return bool(proper) and all(
        word in words.PARTICLES
        or re.match(r"(?:al|el|el|d|l|as|ad|ash|an|ar|at|az|de|ul)[-’']", word)
        for word in small
    )


def without_role(text: str) -> tuple[str, tuple[str, ...]]:
    """(name, agencies) of a part with a role or an organisation behind the name: "Jane Roe AP
    Writer", "Jane Roe River News". The name is "" where the part is a role alone.
    """
    text = _ROLE_BEHIND.sub("", text)
    listed = text.split()
    if before := _behind_role(listed):
        return before
    own = fold_line(listed[-1] if listed else "") in ("staff", "team", "newsroom", "desk", "bureau")
    if own and (agency := known_agency(" ".join(listed[:-1]))):
        return "", (agency,)
    last = len(listed)
    if fold_line(listed[-1] if listed else "").strip(".") in words.ROLES:
        last -= 1
        while last and fold_line(listed[last - 1]) in words.ROLE_KINDS | words.ROLES:
            last -= 1
    if last < len(listed) and (agency := known_agency(" ".join(listed[:last]))):
        return "", (agency,)
    for at in range(2, min(last, 5)):
        if agency := known_agency(" ".join(listed[at:last])):
            return " ".join(listed[:at]), (agency,)
    if last < len(listed):
        return (" ".join(listed[:last]) if last > 1 else ""), ()
    if last >= 4 and words.ORGANISATION.intersection(map(fold_line, listed[2:])):
        return _known_first(listed), ()
    return text, ()


def _behind_role(listed: list[str]) -> tuple[str, tuple[str, ...]] | None:
    """(name, agencies) where a role stands before a whole name: "AP writer Jane Roe"."""
    for at, word in enumerate(listed[:5]):
        if fold_line(word) in words.ROLES:
            rest, before = listed[at + 1 :], listed[:at]
            if len(rest) < 2 or words.ROLES.intersection(map(fold_line, rest)):
                return None
            while before and fold_line(before[-1]) in words.ROLE_KINDS:
                del before[-1]
            agency = known_agency(" ".join(before)) if before else None
            if before and not agency:
                return None
            return " ".join(rest), (agency,) if agency else ()
    return None


def _known_first(listed: list[str]) -> str:
    """The name that an organisation's follows, where its first word is a known first name."""
    if fold_line(listed[0]) not in words.GIVEN:
        return " ".join(listed)
    at = 1
    while at < len(listed) - 2 and (
        _INITIAL.fullmatch(listed[at]) or listed[at] in words.PARTICLES
    ):
        at += 1
    return " ".join(listed[: at + 1])


def put_right(parts: list[Part], inverted: bool, placed: bool) -> Iterator[str]:
    """The names of a group, "Roe, Jane" turned round where `inverted` names are possible.

    A single word behind a whole name or an agency is a place: "Jane Roe, Beirut". `placed` says
    that one stood before.
    """
    whole = placed  # whether a single word is a place
    pairs = inverted and _come_in_pairs(parts)
    at = 0
    while at < len(parts):
        part = parts[at]
        following = parts[at + 1] if at + 1 < len(parts) else None
        if following and part.name and (pairs or (inverted and _is_inverted(part, following))):
            yield f"{following.name} {part.name}{following.suffix}{part.suffix}"
            whole, at = True, at + 2
            continue
        is_initials = _ACCOUNT.fullmatch(part.name) or _INITIAL.fullmatch(part.name)
        if part.name and not (whole and part.is_single) and not is_initials:
            yield part.full
        whole = (
            whole or part.placed or bool(part.agencies) or (bool(part.name) and not part.is_single)
        )
        at += 1


def _come_in_pairs(parts: list[Part]) -> bool:
    """Whether all are "Family, Given, Family, Given"."""
    families, givens = parts[::2], parts[1::2]
    return (
        len(parts) % 2 == 0
        and all(part.is_single and not part.placed for part in families)
        and all(part.name and (len(parts) == 2 or _is_given(part)) for part in givens)
    )


def _is_inverted(family: Part, given: Part) -> bool:
    """Whether a family name stands before a given one: "Roe, J.", "García Márquez, Gabriel"."""
    if not given.name or family.placed or len(given.name.split()) > 3:
        return False
    if "." in given.name and _INITIAL.fullmatch(given.name):
        return True
    first = fold_line(given.name.split()[0])
    if family.is_single:
        return first in words.GIVEN and _is_given(given)
    return (
        first in words.GIVEN
        and fold_line(family.name.split()[0]) not in words.GIVEN
        and _is_given(given)
    )


def _is_given(part: Part) -> bool:
    """Whether a name may be first names alone: one word, or several known ones and initials."""
    listed = part.name.split()
    return len(listed) == 1 or all(
        _INITIAL.fullmatch(word) or fold_line(word) in words.GIVEN for word in listed
    )


def write_suffixes(text: str) -> str:
    """What is written behind a name for a part that is nothing but suffixes; "" for other parts."""
    written = ""
    for word in text.split():
        folded = fold_line(word).strip(".")
        if folded in words.GENERATIONS and folded not in ("senior", "junior"):
            written += f" {word}"
        elif folded in words.DEGREES and (re.search(r"[^a-z].*[A-Z.]", word) or folded == "esq"):
            written += f", {word}"
        else:
            return ""
    return written


def split_han(text: str) -> str:
    """Chinese names with spaces between them, with marks that separate them."""
    return _HAN.sub(lambda found: "、".join(found[0].split()), text)


def _bare(name: str) -> list[str]:
    return [word for word in name.split() if fold_line(word) not in words.PARTICLES]


def _before_family(name: str) -> bool:
    """Whether particles stand before the last word alone, as in "van der Berg"."""
    return all(fold_line(word) in words.PARTICLES for word in name.split()[:-1])
