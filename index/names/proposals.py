"""Groups of spellings that an archive's own words suggest. A person decides about them.

Two names are proposed as one if they sound alike and stand in the company of the same other names.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from archive.article import Article
from archive.text.markdown import to_text
from index.analysis.stems import stems_of
from index.analysis.tokens import Token, tokens
from index.names.groups import Names
from index.names.keys import is_article, name_key
from index.names.sounds import may_be_one, skeleton

_MOST_WORDS = 4  # of a name that is looked at
_LEAST_LETTERS = 4
_LEAST_COMPANY = 2  # names that stand beside both,
_LEAST_PART = 0.3  # and this part of those that stand beside the rarer
_TIMES = 5  # as often as elsewhere has a name to stand beside another one, to tell anything of it

Name = tuple[str, ...]  # the terms
_SENTENCE_ENDS = frozenset('.!?:"“”\n')


@dataclass(slots=True)
class Seen:
    """A name: how it was first written, where, in how many articles, beside which names."""

    written: str
    example: str
    count: int = 0
    company: Counter[Name] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Spellings with the number of articles of each, most frequent first; names that stand beside
    several of them; and the id of an article with the rarest.
    """

    spellings: tuple[tuple[str, int], ...]
    company: tuple[str, ...]
    example: str


def propose(articles: Callable[[], Iterable[Article]], known: Names) -> list[Proposal]:
    """Groups that `known` does not hold, those of frequent spellings first.

    Articles are read twice: names first, then the company of those that sound like another.
    """
    seen, total = _read(articles())
    alike = list(_alike(seen, known))
    wanted = {name for pair in alike for name in pair}
    for article in articles() if wanted else ():
        names = _names(article).keys()
        for name in wanted & names:
            seen[name].company.update(other for other in names if len(other) == 1)
    told = {name: _telling(name, seen, total) for name in wanted}
    pairs = {pair for pair in alike if _in_one_company(told, *pair)}
    groups = _groups(_without_implied(pairs), seen)
    return sorted((_proposal(group, seen, told) for group in groups), key=_rank)


def _read(articles: Iterable[Article]) -> tuple[dict[Name, Seen], int]:
    """The names of all articles, without words that are as often small; and how many there are."""
    seen: dict[Name, Seen] = {}
    small: Counter[str] = Counter()
    total = 0
    for article in articles:
        total += 1
        for name, written in _names(article).items():
            seen.setdefault(name, Seen(written, article.id)).count += 1
        small.update(set(re.findall(r"\b[^\W\d_A-Z]\w+", article.body)))
    names = {
        name: one
        for name, one in seen.items()
        if len(name) > 1 or small[one.written.lower()] * 2 < one.count
    }
    return names, total


def _telling(name: Name, seen: dict[Name, Seen], total: int) -> set[Name]:
    """The names that stand beside a name far more often than elsewhere."""
    one = seen[name]
    least = 2 if one.count > 3 else 1
    return {
        other
        for other, times in one.company.items()
        if times >= least
        and other in seen
        and other[0] not in name
        and times * total >= min(_TIMES, total / 4) * one.count * seen[other].count
    }


def _names(article: Article) -> dict[Name, str]:
    """The names in an article's text and tags, with how each is written."""
    found: dict[Name, str] = {}
    for text in (to_text(article.body), *article.tags):
        for run in _runs(text, list(tokens(text))):
            if len(run) <= _MOST_WORDS:
                _note(found, text, run)
            for token in run:
                _note(found, text, [token])
    return found


def _note(found: dict[Name, str], text: str, run: list[Token]) -> None:
    name = tuple(token.text for token in run)
    letters = "".join(name)
    if len(letters) >= _LEAST_LETTERS and letters.isalpha() and text[run[0].start].isupper():
        found.setdefault(name, text[run[0].start : run[-1].end])


def _runs(text: str, found: list[Token]) -> Iterator[list[Token]]:
    """Neighbouring words in capitals, with the articles among them; not the first of a sentence,
    whose capital says nothing, unless it is all that there is (a tag).
    """
    run: list[Token] = []
    before = Token("", 0, 0)
    for token, after in pairwise([*found, Token("", len(text), len(text))]):
        gap = text[before.end : token.start]
        if run and gap not in (" ", "-", "'", "’"):
            yield run
            run = []
        starts = not before.text and len(found) > _MOST_WORDS
        starts = starts or not _SENTENCE_ENDS.isdisjoint(gap)
        written = text[token.start : token.end]
        named = written[:1].isupper() and not (written.isupper() and len(written) > 1)
        if (named and not starts) or (run and is_article(token.text, after.text)):
            run.append(token)
        elif run:
            yield run
            run = []
        before = token
    if run:
        yield run


def _alike(seen: dict[Name, Seen], known: Names) -> Iterator[tuple[Name, Name]]:
    """Pairs of names that sound alike, and are not found by each other already."""
    by_sound: defaultdict[str, list[Name]] = defaultdict(list)
    for name in seen:
        by_sound[skeleton(name)].append(name)
    for sound, names in by_sound.items():
        if len(sound) < 2:
            continue
        for one, other in combinations(sorted(names), 2):
            if may_be_one(one, other) and not _is_known(one, other, known):
                yield one, other


def _is_known(one: Name, other: Name, known: Names) -> bool:
    if name_key(one) == name_key(other) and "".join(one) == "".join(other):
        return True
    if _stems(one) == _stems(other):
        return True
    if 1 < len(one) == len(other):
        return all(a == b or _is_known((a,), (b,), known) for a, b in zip(one, other, strict=True))
    return any(spelling.terms == other for spelling in known.spellings(one))


def _stems(name: Name) -> list[tuple[str, ...]]:
    return [stems_of(term, term, "en") for term in name]


def _in_one_company(told: dict[Name, set[Name]], one: Name, other: Name) -> bool:
    fewer = min(len(told[one]), len(told[other]))
    return len(_shared(told, one, other)) >= max(_LEAST_COMPANY, _LEAST_PART * fewer)


def _shared(told: dict[Name, set[Name]], one: Name, other: Name) -> set[Name]:
    """The names that tell something of both."""
    return {name for name in told[one] & told[other] if name[0] not in {*one, *other}}


def _without_implied(pairs: set[tuple[Name, Name]]) -> set[tuple[Name, Name]]:
    """Without "Moamer Kadhafi, Moamer Gaddafi" where "Kadhafi, Gaddafi" is there."""
    single = {(one[0], other[0]) for one, other in pairs if len(one) == len(other) == 1}

    def implied(one: Name, other: Name) -> bool:
        return 1 < len(one) == len(other) and all(
            a == b or (a, b) in single or (b, a) in single for a, b in zip(one, other, strict=True)
        )

    return {(one, other) for one, other in pairs if not implied(one, other)}


def _groups(pairs: set[tuple[Name, Name]], seen: dict[Name, Seen]) -> list[list[Name]]:
    """Each frequent name with the rarer ones that are alike to it, and in no group yet."""
    names = sorted({name for pair in pairs for name in pair}, key=lambda n: (-seen[n].count, n))
    groups: list[list[Name]] = []
    taken: set[Name] = set()
    for head in names:
        alike = [n for n in names if ((head, n) in pairs or (n, head) in pairs) and n not in taken]
        if alike and head not in taken:
            groups.append([head, *alike])
            taken |= {head, *alike}
    return groups


def _proposal(group: list[Name], seen: dict[Name, Seen], told: dict[Name, set[Name]]) -> Proposal:
    head, *others = group
    company = Counter(name for other in others for name in _shared(told, head, other))
    beside = sorted(company, key=lambda name: (-company[name], -seen[name].count, name))
    return Proposal(
        tuple((seen[name].written, seen[name].count) for name in group),
        tuple(seen[name].written for name in beside[:3]),
        seen[group[-1]].example,
    )


def _rank(proposal: Proposal) -> tuple[int, str]:
    """Where two spellings are frequent, much is missed without the group."""
    return -proposal.spellings[1][1], proposal.spellings[0][0]
