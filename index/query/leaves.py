"""One value as typed -> the leaf of the query tree that it asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from archive.text.plain import fold, fold_line
from index.analysis.scripts import is_arabic, is_one_letter, is_pair_text
from index.analysis.stems import stems
from index.analysis.tokens import forms, tokens
from index.fields import Field
from index.names.groups import Names
from index.names.own import LONGEST
from index.query.joined import Terms, Way, combined, ways
from index.query.lexer import shown
from index.query.spelling import (
    MOST_FITTING,
    MOST_SIMILAR,
    Vocabulary,
    fitting,
    held_words,
    knows,
    similar,
    start_of,
)
from index.query.tree import (
    All,
    And,
    AtLeast,
    Key,
    KeyPrefix,
    Keys,
    Near,
    Or,
    Phrase,
    Prefer,
    Prefix,
    Query,
    Variants,
    Word,
)
from index.query.values import facet_key, values_picked
from index.query.variants import Expansion, KnownNames, shortest

MOST_APART = 50  # words between those of a phrase; further apart they have nothing to do
_BLANKS = re.compile(r"(?=.*\w)(?=.*\w[*?]+\w|\*+\w)[\w*?]+")
_BLANKS_IN_VALUE = re.compile(r"\w[*?]+[^*?]|\*+[^*?]")
_FUZZY = re.compile(r"(.+?)~([12]?)")
_MOST_MISTAKES = 2
_SIGNS = re.compile(r"[*?~]")
_MISUSED = re.compile(r"\w\^\d|[^\W\d]~\d")
_SHORT = 5  # letters: a word of this length has room for one mistake, a longer one for two


@dataclass(frozen=True, slots=True)
class Leaves:
    """Makes leaves, the same way for a whole query.

    `languages`, `vocabulary` and `names` are those of the archive; `exact` takes words as written,
    without stems and other spellings; `capitals` says that they mean something, which they do not
    in a query of nothing else. `expanded` hears of names that were searched in other spellings.
    """

    languages: tuple[str, ...]
    notice: Callable[[str], None]
    expanded: Callable[[Expansion], None]
    vocabulary: Vocabulary
    names: Names
    exact: bool = False
    capitals: bool = True
    some: bool = False

    @property
    def _known(self) -> KnownNames:
        return KnownNames(self.names, self.vocabulary)

    def as_written(self) -> Leaves:
        """The same, for words as they are written."""
        return replace(self, exact=True)

    def word(self, field: Field, text: str) -> Query | None:
        """A word; several tokens in it ("U.S.-backed") are a phrase."""
        if fuzzy := _FUZZY.fullmatch(text):
            return self._fuzzy(field, fuzzy[1], fuzzy[2])
        if _BLANKS.fullmatch(text):
            return self._fitting(field, text)
        start = text.rstrip("*")
        if start != text:
            return self._prefix(field, start)
        if "*" in text.strip("*"):
            self.notice(f'"*" works inside one word: {shown(text)} was searched as words')
        if _MISUSED.search(text):
            self.notice(
                f'"^" takes a number below 100, and "~" 1 or 2: {shown(text)} was searched as words'
            )
        return self._plain(field, text)

    def _plain(self, field: Field, text: str) -> Query | None:
        found = tuple(self._terms(text))
        if not found:
            return None
        if made := self._ways(field, text, found):
            return self._in_every_way(field, text, combined(found, made))
        return self._one(field, found, text) or self._joined(field, text, found)

    def _one(self, field: Field, found: Terms, text: str) -> Word | Phrase | Prefix | None:
        """The leaf of a single term of a text; None of several."""
        if len(found) != 1:
            return None
        if is_one_letter(found[0]):
            return Prefix(field.streams, found[0])
        if self.exact or found[0].isupper():
            return Phrase(field.streams, found)
        return self._word(field, found[0], text)

    def _ways(
        self, field: Field, text: str, found: Sequence[str], *, quoted: bool = False
    ) -> dict[int, Way]:
        """What of some terms is written in other ways too; nothing where it is as written."""
        if self.exact:
            return {}
        known = partial(knows, self.vocabulary, field.streams)
        made = ways(text, found, known, quoted=quoted)
        if len(found) > 1 and is_one_letter(found[-1]):  # "5亿" begins "5亿元"
            begun = sorted(held_words(field.streams, self.vocabulary, found[-1]))
            made[len(found) - 1] = Way(1, tuple((word,) for word in begun[:MOST_FITTING]))
        return made

    def _in_every_way(self, field: Field, text: str, written: list[Terms]) -> Query:
        """Words that stand together in each way that they are written in: F-16, F16, F 16."""
        leaves: list[Word | Phrase | Prefix] = []
        for each in written:
            leaf = self._one(field, each, text) or Phrase(field.streams, each)
            if isinstance(leaf, Word) and is_arabic(leaf.word):
                leaves.append(leaf)  # and as it is written: so a word of joined parts stands, too
                leaf = Phrase(field.streams, each)
            leaves.append(leaf)
        return Variants(tuple(leaves), text) if len(leaves) > 1 else leaves[0]

    def _word(self, field: Field, term: str, text: str) -> Word:
        """A term of a text, in all forms of its word: with the accents that it was typed with."""
        typed = {token.text: text[token.start : token.end] for token in tokens(text)}
        return Word(field.streams, term, stems(term, self.languages, typed.get(term, term)))

    def _joined(self, field: Field, text: str, found: Terms) -> Query:
        """Tokens that stand together in one word ("al-Nusra"); an article may be left away."""
        whole = Phrase(field.streams, found)
        if self.some and not self.exact and not any(map(is_pair_text, found)):
            words = tuple(self._word(field, each, text) for each in found)
            return Prefer(AtLeast(1, words), ((whole, 1.0),))
        if self.exact:
            return whole
        rest = self._known.without_article(found, field.streams)
        if not rest:
            return whole
        self.expanded(Expansion(text, (" ".join(rest),)))
        return Variants((whole, Phrase(field.streams, rest)), text)

    def run(self, field: Field, words: list[str]) -> tuple[Query, int] | None:
        """The leaf of what words begin with that belongs together, and how many words it takes: a
        name in all its spellings, or what is also written as one word (F 16).
        """
        if self.exact:
            return None
        text = " ".join(words)
        first = next(tokens(text), None)
        if first and first.start < len(words[0]) < first.end:  # "1 250 000", "Ph. D."
            count = text.count(" ", 0, first.end) + 1
            whole = self._plain(field, " ".join(words[:count]))
            return (whole, count) if whole else None
        for count in range(min(LONGEST, len(words)), 0, -1):
            typed = " ".join(words[:count])
            terms = self._terms(typed)
            if count == 2 and (leaf := self._side_by_side(field, words[0], words[1])):
                return leaf, count
            if not _SIGNS.search(typed) and self._known.is_name(terms):
                return self._spellings(field, typed, tuple(terms)), count
        return None

    def _side_by_side(self, field: Field, first: str, second: str) -> Query | None:
        """The leaf of two words that are also written as one; None where they are just two."""
        text = f"{first} {second}"
        terms = tuple(self._terms(text))
        if _SIGNS.search(text) or len(terms) != 2:
            return None
        way = self._ways(field, text, terms).get(0)
        if way is None or way.width != 2 or (way.loose and (self.some or not way.others)):
            return None
        leaf = self._in_every_way(field, text, [terms, *way.others])
        if not way.loose:
            return leaf
        apart = (self._one(field, (term,), text) for term in terms)
        return Or((And(tuple(each for each in apart if each)), leaf))

    def _spellings(self, field: Field, typed: str, terms: tuple[str, ...]) -> Query:
        others = self._known.others(terms, field.streams)
        whole: Word | Phrase = Phrase(field.streams, terms)
        if len(terms) == 1 and not terms[0].isupper():
            whole = self._word(field, terms[0], typed)
        if not others:
            return whole
        self.expanded(Expansion(typed, tuple(spelling.name for spelling in others)))
        leaves = (whole, *(Phrase(field.streams, each) for each in shortest(terms, others)))
        return Variants(leaves, typed) if len(leaves) > 1 else whole

    def phrase(self, field: Field, text: str, apart: int | None = None) -> Query | None:
        """Words side by side as written, or within a number of words of each other."""
        found = tuple(self._terms(text))
        if not found:
            self.notice("An empty phrase was left out")
            return None
        if apart is not None and apart > MOST_APART:
            self.notice(f"Words can be searched at most {MOST_APART} apart, not {apart}")
            apart = MOST_APART
        if apart is not None and len(found) > 1:
            leaves = [
                Near(field.streams, each, apart) for each in self._phrases(field, found, text)
            ]
            return leaves[0] if len(leaves) == 1 else Variants(tuple(leaves), text)
        whole = [Phrase(field.streams, each) for each in self._phrases(field, found, text)]
        return whole[0] if len(whole) == 1 else Variants(tuple(whole), text)

    def _phrases(self, field: Field, found: Terms, text: str) -> list[Terms]:
        if self.exact:
            return [found]
        also = self._ways(field, text, found, quoted=True)
        phrases, expansions = self._known.phrases(found, field.streams, text, also)
        for expansion in expansions:
            self.expanded(expansion)
        return phrases

    def keyword(self, field: Field, text: str, quoted: bool, apart: int | None) -> Query | None:
        """A value of a keyword field, how it begins, or one with blanks or mistakes. Quoted, it
        is as it is written, apart from a number of mistakes (`apart`).
        """
        if apart is not None:
            return self._similar_values(field, text, f'"{text}"~{apart}', apart)
        if not quoted and (pattern := self._pattern(field, text)):
            return pattern
        key = facet_key(field.name, text)
        if not key:
            self.notice(f'"{field.name}:" needs a value: it was left out')
            return None
        if field.values:
            self._look_up(field, text, key)
        return self._value(field, text, key)

    def _pattern(self, field: Field, text: str) -> Query | None:
        """What a value stands for by its signs; None where it has none."""
        if fuzzy := _FUZZY.fullmatch(text):
            most = int(fuzzy[2] or _mistakes(fold_line(fuzzy[1])))
            return self._similar_values(field, fuzzy[1], text, most)
        if _BLANKS_IN_VALUE.search(text):
            values = values_picked(field.name, self.vocabulary, partial(fitting, fold_line(text)))
            return Keys(field.name, self._first(text, values, MOST_FITTING, "values"), text)
        if text.endswith("*"):
            return KeyPrefix(field.name, fold_line(text.rstrip("*")))
        return None

    def _similar_values(self, field: Field, text: str, typed: str, most: int) -> Query:
        if most > _MOST_MISTAKES:
            self.notice(f"A value is searched with at most {_MOST_MISTAKES} mistakes, not {most}")
        most = min(most, _MOST_MISTAKES)
        values = values_picked(field.name, self.vocabulary, partial(similar, fold_line(text), most))
        return Keys(field.name, self._first(typed, values, MOST_SIMILAR, "values"), typed)

    def _look_up(self, field: Field, text: str, key: str) -> None:
        """Tells of a value that is none of the few that a field can have, nor the archive's own."""
        known = dict.fromkeys((*field.values, *self.vocabulary.values(field.name)))
        if key not in known:
            values = ", ".join(known)
            self.notice(f'{shown(text)} is no value of "{field.name}:" (values: {values})')

    def _value(self, field: Field, text: str, key: str) -> Query:
        """The value with that key; a tag in the other spellings of its name too."""
        terms = self._terms(text)
        if field.name != "tag" or self.exact or not self._known.is_name(terms):
            return Key(field.name, key)
        others = self._known.others(terms, ("body",))  # where the words of all tags stand
        keys = dict.fromkeys([key, *(facet_key("tag", spelling.name) for spelling in others)])
        if others:
            self.expanded(Expansion(text, tuple(spelling.name for spelling in others)))
        leaves = tuple(Key("tag", each) for each in keys)
        return leaves[0] if len(leaves) == 1 else Or(leaves)

    def _prefix(self, field: Field, start: str) -> Query | None:
        found = self._terms(start)
        if not found and not start and not field.name:
            self.notice('"*" alone stands for every article')
            return All()
        if not found:
            self.notice('"*" needs the beginning of a word before it: it was left out')
            return None
        leaf: Query = Prefix(field.streams, found[-1].lower())
        if len(found) > 1:
            return And((Phrase(field.streams, tuple(found[:-1])), leaf))
        return leaf

    def _fuzzy(self, field: Field, text: str, edits: str) -> Query | None:
        found = [word for word, _ in forms(text)]
        if len(found) != 1 or is_pair_text(found[0]):
            self.notice(f'"~" works behind one word: {shown(text)} was searched as it is')
            return self._plain(field, text)
        most = int(edits or _mistakes(found[0]))
        words = similar(found[0], most, held_words(field.streams, self.vocabulary))
        return self._any_of(field, f"{text}~{edits}", words, MOST_SIMILAR)

    def _fitting(self, field: Field, text: str) -> Query:
        pattern = fold(text)
        held = held_words(field.streams, self.vocabulary, start_of(pattern))
        return self._any_of(field, text, fitting(pattern, held), MOST_FITTING)

    def _any_of(self, field: Field, typed: str, words: list[str], most: int) -> Query:
        first = self._first(typed, words, most, "words")
        return Variants(tuple(Phrase(field.streams, (word,)) for word in first))

    def _first(self, typed: str, found: list[str], most: int, what: str) -> tuple[str, ...]:
        """As many of what a pattern stands for as are searched."""
        if len(found) > most:
            self.notice(
                f"{shown(typed)} stands for {len(found):,} {what}: the first {most} were searched"
            )
        return tuple(found[:most])

    def _terms(self, text: str) -> list[str]:
        """The terms to look for: folded words, and acronyms in capitals.

        In an article a run of Chinese ends with its last character alone, so that this is found
        too; a query that ends with a run does not ask for the end of one.
        """
        typed = list(tokens(text))
        found = [
            token.acronyms[0]
            if token.acronyms and token.acronyms[0].isupper() and self.capitals
            else token.text
            for token in typed
        ]
        ends_a_run = len(found) > 1 and typed[-1].end == typed[-2].end
        return found[:-1] if ends_a_run else found


def _mistakes(text: str) -> int:
    """How many mistakes a word or value has room for, where no number is given."""
    return 1 if len(text) <= _SHORT else 2
