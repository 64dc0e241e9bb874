"""One value as typed -> the leaf of the query tree that it asks for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from archive.text.plain import fold, fold_line
from index.analysis.scripts import has_han, is_arabic
from index.analysis.stems import stems
from index.analysis.tokens import ends_a_run, forms, is_one_letter, is_pair_text, tokens
from index.fields import Field
from index.names.groups import Names
from index.names.own import LONGEST
from index.query.joined import apart, other_ways
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
    SingleTerms,
    Terms,
    Variants,
    Word,
)
from index.query.values import facet_key, values_picked
from index.query.variants import Expansion, KnownNames, either, shortest, side_by_side, without_ends

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
    in a query of nothing else; `chinese`, that Chinese words are searched in their other characters
    too. `expanded` hears of names that were searched in other spellings.
    """

    languages: tuple[str, ...]
    notice: Callable[[str], None]
    expanded: Callable[[Expansion], None]
    vocabulary: Vocabulary
    names: Names
    exact: bool = False
    capitals: bool = True
    some: bool = False
    chinese: bool = False

    @property
    def _known(self) -> KnownNames:
        return KnownNames(self.names, self.vocabulary, self.chinese and not self.exact)

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
        """A word without signs; a Chinese one in its other characters too."""
        leaf = self._in_its_forms(field, text)
        if not isinstance(leaf, Terms) or not self._known.is_chinese(text):
            return leaf
        leaves = leaf.leaves if isinstance(leaf, Variants) else (leaf,)
        phrases = self._phrases(field, tuple(self._terms(text)), text)
        others = (side_by_side(field, each) for each in phrases[1:])
        return either((*leaves, *others), text)

    def _in_its_forms(self, field: Field, text: str) -> Query | None:
        found = self._terms(text)
        if len(found) != 1:
            return self._joined(field, text, tuple(found)) if found else None
        term = found[0]
        if self.exact or term.isupper() or is_one_letter(term):
            return side_by_side(field, (term,))
        return self._with_other_ways(field, self._word(field, term, text), text)

    def _word(self, field: Field, term: str, text: str) -> Word:
        """A term of a text, in all forms of its word: with the accents that it was typed with."""
        typed = {token.text: text[token.start : token.end] for token in tokens(text)}
        return Word(field.streams, term, stems(term, self.languages, typed.get(term, term)))

    def _joined(self, field: Field, text: str, found: tuple[str, ...]) -> Query:
        """Tokens that stand together in one word ("al-Nusra"); an article may be left away."""
        whole = Phrase(field.streams, found)
        if self.some and not self.exact and not any(map(is_pair_text, found)):
            words = tuple(self._word(field, each, text) for each in found)
            return Prefer(AtLeast(1, words), ((whole, 1.0),))
        if self.exact:
            return whole
        rest = self._known.without_article(found, field.streams)
        if not rest:
            return self._with_other_ways(field, whole, text)
        self.expanded(Expansion(text, (" ".join(rest),)))
        return Variants((whole, Phrase(field.streams, rest)), text)

    def _with_other_ways(self, field: Field, leaf: Word | Phrase, text: str) -> Query:
        """A word, or words that stand together, written in every way: F-16, F16, F 16."""
        words = leaf.words if isinstance(leaf, Phrase) else (leaf.word,)
        ways = [
            way
            for way in other_ways(words, text)
            if all(knows(self.vocabulary, field.streams, word) for word in way)
        ]
        if "\u200c" in text or (len(words) == 1 and is_arabic(words[0])):
            ways.append(("".join(words),))  # written together, as one word or as joined parts
        if not ways:
            return leaf
        return Variants((leaf, *(Phrase(field.streams, way) for way in ways)), text)

    def name(self, field: Field, words: list[str]) -> tuple[Query, int] | None:
        """The leaf of a name that words begin with, in all its spellings, and how many words it
        takes; None where they begin with no name.
        """
        if self.exact:
            return None
        for count in range(min(LONGEST, len(words)), 0, -1):
            typed = " ".join(words[:count])
            terms = self._terms(typed)
            if count == 2 and apart(*words[:2]):
                whole = Phrase(field.streams, tuple(terms))
                return self._with_other_ways(field, whole, typed), count
            if not _SIGNS.search(typed) and self._known.is_name(terms):
                return self._spellings(field, typed, tuple(terms)), count
        return None

    def _spellings(self, field: Field, typed: str, terms: tuple[str, ...]) -> Query:
        others = self._known.others(terms, field.streams, typed)
        whole: SingleTerms = side_by_side(field, terms)
        if len(terms) == 1 and isinstance(whole, Phrase) and not terms[0].isupper():
            whole = self._word(field, terms[0], typed)
        if not others:
            return whole
        self.expanded(Expansion(typed, tuple(spelling.name for spelling in others)))
        leaves = (whole, *(side_by_side(field, each) for each in shortest(terms, others)))
        return either(leaves, typed)

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
            near = map(without_ends, self._phrases(field, found, text))
            return either((Near(field.streams, each, apart) for each in near), text)
        return either(
            (side_by_side(field, each) for each in self._phrases(field, found, text)), text
        )

    def _phrases(self, field: Field, found: tuple[str, ...], text: str) -> list[tuple[str, ...]]:
        if self.exact:
            return [found]
        phrases, expansions = self._known.phrases(found, field.streams, text)
        for expansion in expansions:
            self.expanded(expansion)
        ways = (way for phrase in phrases for way in (phrase, *other_ways(phrase, text)))
        return list(dict.fromkeys(ways))

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
        if field.name != "tag" or self.exact:
            return Key(field.name, key)
        # The body is where the words of all tags stand.
        others = self._known.others(self._terms(text), ("body",), text)
        keys = dict.fromkeys([key, *(facet_key("tag", spelling.name) for spelling in others)])
        if others:
            self.expanded(Expansion(text, tuple(spelling.name for spelling in others)))
        leaves = tuple(Key("tag", each) for each in keys)
        return leaves[0] if len(leaves) == 1 else Or(leaves)

    def _prefix(self, field: Field, start: str) -> Query | None:
        """Words that begin so; Chinese ones in their other characters too."""
        starts = self._in_characters(field, start, f"{start}*")
        leaves = [leaf for each in starts if (leaf := self._beginning(field, each))]
        terms = [leaf for leaf in leaves if isinstance(leaf, SingleTerms)]
        if len(leaves) < 2 or len(terms) < len(leaves):
            return Or(tuple(leaves)) if len(leaves) > 1 else next(iter(leaves), None)
        return Variants(tuple(terms), f"{start}*")

    def _beginning(self, field: Field, start: str) -> Query | None:
        found = self._terms(start)
        if not found and not start and not field.name:
            self.notice('"*" alone stands for every article')
            return All()
        if not found:
            self.notice('"*" needs the beginning of a word before it: it was left out')
            return None
        if has_han(found[-1]) and not is_one_letter(found[-1]):
            return side_by_side(field, tuple(found))  # no pair is longer than it is
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
        found: set[str] = set()
        for pattern in map(fold, self._in_characters(field, text, text)):
            held = held_words(field.streams, self.vocabulary, start_of(pattern))
            found.update(fitting(pattern, held))
        return self._any_of(field, text, sorted(found), MOST_FITTING)

    def _in_characters(self, field: Field, text: str, typed: str) -> list[str]:
        """A text with signs, and the same in the other characters of Chinese."""
        others = self._known.characters(text, field.streams)
        if others:
            signs = typed[len(text) :]
            self.expanded(Expansion(typed, tuple(each + signs for each in others)))
        return [text, *others]

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
        found = [
            token.acronyms[0]
            if token.acronyms and token.acronyms[0].isupper() and self.capitals
            else token.text
            for token in tokens(text)
        ]
        return found[: len(found) - ends_a_run(text)]


def _mistakes(text: str) -> int:
    """How many mistakes a word or value has room for, where no number is given."""
    return 1 if len(text) <= _SHORT else 2
