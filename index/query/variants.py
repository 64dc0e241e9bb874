"""What was typed -> the other spellings of the names in it that an archive has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from archive.frozen import frozen
from archive.text.plain import fold
from index.analysis.acronyms import meant
from index.analysis.scripts import has_han, has_kana, is_one_letter, is_pair_text
from index.analysis.tokens import ends_a_run, typed_tokens
from index.fields import Field
from index.names.groups import Names
from index.names.keys import Spelling, spelling, without_article
from index.names.own import LONGEST
from index.query.joined import Terms, Way, product_of
from index.query.spelling import Vocabulary, knows
from index.query.tree import Phrase, Prefix, SingleTerms, Variants


@frozen
class Expansion:
    """A name as typed, and its other spellings that were searched too.

    `only` is the whole query that searches the name as it was typed.
    """

    typed: str
    names: tuple[str, ...]
    only: str = ""


def may_be_chinese(text: str) -> bool:
    """Whether Han characters may be Chinese in a query: not where kana stands beside them. Nothing
    else tells, for what an article matches depends on no other article of an archive.
    """
    return not has_kana(text)


@frozen
class KnownNames:
    """The spellings that an archive's vocabulary has; `chinese` words in their other characters."""

    names: Names
    vocabulary: Vocabulary
    chinese: bool = False

    def is_chinese(self, text: str) -> bool:
        """Whether a text is searched in the other characters of Chinese too."""
        return self.chinese and has_han(text)

    def characters(self, text: str, streams: Sequence[str]) -> tuple[str, ...]:
        """A text in the other characters of Chinese, as far as the archive has its pairs."""
        if not self.is_chinese(text):
            return ()
        from index.names.han import other_forms

        return other_forms(text, lambda pair: knows(self.vocabulary, streams, fold(pair)))

    def others(
        self, terms: Sequence[str], streams: Sequence[str], text: str
    ) -> tuple[Spelling, ...]:
        """The other spellings of the name that these terms of a text are, each known and once."""
        typed = tuple(terms)
        named = self.names.spellings(typed) if len(typed) <= LONGEST else ()
        forms = (
            spelling(form)
            for each in dict.fromkeys([text, *(other.name for other in named)])
            for form in self.characters(each, streams)
        )
        spellings = [each for each in (*named, *forms) if each.terms != typed]
        known = {
            term: knows(self.vocabulary, streams, term)
            for term in {term for each in spellings for term in each.terms}
        }
        found = {
            each.terms: each for each in reversed(spellings) if all(map(known.get, each.terms))
        }
        return tuple(reversed(found.values()))

    def is_name(self, terms: Sequence[str]) -> bool:
        """Whether these terms are a spelling of some name."""
        return len(terms) <= LONGEST and bool(self.names.spellings(terms))

    def without_article(self, terms: Sequence[str], streams: Sequence[str]) -> tuple[str, ...]:
        """The terms without the Arabic article before them; none where there is nothing to cut."""
        rest = without_article(terms)
        known = all(knows(self.vocabulary, streams, term) for term in rest)
        return rest if known and len(rest) < len(terms) else ()

    def phrases(
        self, terms: Sequence[str], streams: Sequence[str], text: str, also: Mapping[int, Way]
    ) -> tuple[list[Terms], list[Expansion]]:
        """A phrase with every spelling of the names in it, as typed first; and what was replaced.

        At most 256 of them. `terms` are those of `text`; `also` says which of them are written in
        other ways that are no names.
        """
        spans = [(token.start, token.end) for token in typed_tokens(text)][: len(terms)]
        at = 0
        slots: list[list[Terms]] = []
        expansions: list[Expansion] = []
        for part in self._parts(terms, self._runs(text, spans), also):
            typed = text[spans[at][0] : spans[at + len(part) - 1][1]]
            way = also.get(at)
            also_written = way if way and way.width == len(part) else Way(len(part), ())
            at += len(part)
            others = self.others(part, streams, typed)
            if others:
                expansions.append(Expansion(typed, tuple(other.name for other in others)))
            before, behind = bool(slots), at < len(terms)
            if behind:
                others = tuple(map(_whole, others))
            spelt = shortest(part, others, before=before, behind=behind)
            slots.append([*also_written.slot(tuple(part)), *spelt])
        return list(product_of(slots)), expansions

    def _parts(
        self, terms: Sequence[str], runs: Mapping[int, int], also: Mapping[int, Way]
    ) -> Iterator[Sequence[str]]:
        """The terms cut into names, the longest first, runs of Chinese, what belongs together, and
        single terms.
        """
        at = 0
        while at < len(terms):
            least = max(runs.get(at, 1), also[at].width if at in also else 1)
            lengths = range(min(LONGEST, len(terms) - at), least, -1)
            length = next((n for n in lengths if self.is_name(terms[at : at + n])), least)
            yield terms[at : at + length]
            at += length

    def _runs(self, text: str, spans: Sequence[tuple[int, int]]) -> dict[int, int]:
        """Where runs of Chinese begin among the tokens of a text, and how many each has."""
        starts = [at for at, span in enumerate(spans) if not at or spans[at - 1][1] <= span[0]]
        return {
            start: stop - start
            for start, stop in pairwise([*starts, len(spans)])
            if self.is_chinese(text[spans[start][0] : spans[stop - 1][1]])
        }


def _whole(name: Spelling) -> Spelling:
    """A spelling that more words follow: a run of Chinese has its end there."""
    return replace(name, terms=(*name.terms, name.name[-1])) if ends_a_run(name.name) else name


def shortest(
    typed: Sequence[str],
    others: Sequence[Spelling],
    *,
    before: bool = False,
    behind: bool = False,
) -> list[tuple[str, ...]]:
    """The terms of the spellings that do not hold all of another one, which finds them as well.
    An acronym that was not typed is looked for only where it is meant.

    `before` and `behind` say that words have to stand right there: "President al-Assad" does not
    hold "President Assad".
    """
    every = [tuple(typed), *(spelling.terms for spelling in others)]
    return [
        tuple(map(meant, spelling.terms))
        for spelling in others
        if not any(
            _holds(spelling.terms, other, before, behind)
            for other in every
            if other != spelling.terms
        )
    ]


def _holds(terms: tuple[str, ...], part: tuple[str, ...], before: bool, behind: bool) -> bool:
    rest = len(terms) - len(part)
    starts = range(rest if behind else 0, (0 if before else rest) + 1)
    return any(terms[at : at + len(part)] == part for at in starts)


def side_by_side(field: Field, terms: tuple[str, ...]) -> Phrase | Prefix:
    """Terms as written; one letter of a script that is indexed as pairs stands anywhere."""
    alone = len(terms) == 1 and is_one_letter(terms[0])
    return Prefix(field.streams, terms[0]) if alone else Phrase(field.streams, terms)


def without_ends(terms: tuple[str, ...]) -> tuple[str, ...]:
    """Terms without the ends of runs: Chinese words near each other may stand inside of runs."""
    ends = (
        is_one_letter(term) and is_pair_text(before) and before.endswith(term) and before != term
        for before, term in pairwise(terms)
    )
    return (terms[0], *(term for term, end in zip(terms[1:], ends, strict=True) if not end))


def either(leaves: Iterable[SingleTerms], typed: str) -> SingleTerms | Variants:
    """Any of the leaves, of which the first is as typed."""
    every = tuple(dict.fromkeys(leaves))
    return every[0] if len(every) == 1 else Variants(every, typed)
