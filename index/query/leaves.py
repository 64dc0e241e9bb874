"""One value as typed -> the leaf of the query tree that it asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from functools import partial

from archive.frozen import frozen
from archive.text.plain import fold
from index.analysis.scripts import has_han, is_arabic, is_one_letter, is_pair_text
from index.analysis.stems import stems
from index.analysis.tokens import ends_a_run, forms, is_further, typed_tokens
from index.fields import Field
from index.names.groups import Names
from index.names.own import LONGEST
from index.query.joined import Terms, Way, combined, decimals, ways
from index.query.lexer import shown
from index.query.short_names import before_name, initials
from index.query.spelling import (
    FUZZY,
    MOST_FITTING,
    MOST_SIMILAR,
    Alike,
    LookedUp,
    Vocabulary,
    first_of,
    fitting,
    held_words,
    knows,
    like_words,
    room_for_mistakes,
    similar,
    start_of,
    tell_more,
)
from index.query.tree import (
    All,
    And,
    AtLeast,
    Key,
    Near,
    Or,
    Phrase,
    Prefer,
    Prefix,
    Query,
    SingleTerms,
    Variants,
    Word,
)
from index.query.values import facet_key
from index.query.variants import Expansion, KnownNames, either, shortest, side_by_side, without_ends

# Keywords whose values are names that have several spellings.
_NAMES = {"tag", "place", "subject", "location", "person", "organisation"}
MOST_APART = 50  # words between those of a phrase; further apart they have nothing to do
_BLANKS = re.compile(r"(?=.*\w)(?=.*\w[*?]+\w|\*+\w)[\w*?]+")
_SIGNS = re.compile(r"[*?~]")
_MISUSED = re.compile(r"\w\^\d|[^\W\d]~\d")


@frozen
class Leaves:
    """Makes leaves, the same way for a whole query.

    `languages`, `vocabulary` and `names` are those of the archive; `exact` takes words as written,
    without stems and other spellings; `capitals` says that they mean something, which they do not
    in a query of nothing else; `chinese`, that Chinese words are searched in their other characters
    too. `expanded` hears of names that were searched in other spellings. `looked_up` looks up what
    words with signs stand for.
    """

    languages: tuple[str, ...]
    notice: Callable[[str], None]
    expanded: Callable[[Expansion], None]
    vocabulary: Vocabulary
    names: Names
    looked_up: LookedUp
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
        if fuzzy := FUZZY.fullmatch(text):
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
        if not isinstance(leaf, SingleTerms | Variants) or not self._known.is_chinese(text):
            return leaf
        leaves = leaf.leaves if isinstance(leaf, Variants) else (leaf,)
        phrases = self._phrases(field, tuple(self._terms(text)), text)
        others = (side_by_side(field, each) for each in phrases[1:])
        return either((*leaves, *others), text)

    def _in_its_forms(self, field: Field, text: str) -> Query | None:
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
        if self.exact or found[0].isupper() or found[0].endswith("+") or is_one_letter(found[0]):
            return side_by_side(field, found)
        return self._word(field, found[0], text)

    def _ways(
        self, field: Field, text: str, found: Sequence[str], *, quoted: bool = False
    ) -> dict[int, Way]:
        """What of some terms is written in other ways too; nothing where it is as written."""
        if self.exact:
            return decimals(text, found)
        made = ways(text, found, partial(knows, self.vocabulary, field.streams), quoted=quoted)
        if len(found) > 1 and is_one_letter(found[-1]):  # "5亿" begins "5亿元"
            begun = sorted(held_words(field.streams, self.vocabulary, found[-1]))
            made[len(found) - 1] = Way(1, tuple((word,) for word in begun[:MOST_FITTING]))
        return made

    def _in_every_way(self, field: Field, text: str, written: list[Terms]) -> Query:
        """Words that stand together in each way that they are written in: F-16, F16, F 16."""
        leaves: list[SingleTerms] = []
        for each in written:
            leaf = self._one(field, each, text) or Phrase(field.streams, each)
            if isinstance(leaf, Word) and (is_arabic(leaf.word) or not leaf.word.isalpha()):
                leaves.append(leaf)  # and as it is written: so the whole of joined parts stands
                leaf = Phrase(field.streams, each)
            leaves.append(leaf)
        return either(leaves, text)

    def _word(self, field: Field, term: str, text: str) -> Word:
        """A term of a text, in all forms of its word: with the accents that it was typed with."""
        typed = {token.text: text[token.start : token.end] for token in typed_tokens(text)}
        return Word(field.streams, term, stems(term, self.languages, typed.get(term, term)))

    def _joined(self, field: Field, text: str, found: Terms) -> Query:
        """Tokens that stand together in one word ("al-Nusra"); an article may be left away."""
        whole = Phrase(field.streams, found)
        if self.some and not self.exact and not any(map(is_pair_text, found)):
            words = tuple(self._word(field, each, text) for each in found)
            return Prefer(AtLeast(1, words), ((whole, 1.0),))
        if self.exact:
            return whole
        if not (rest := self._known.without_article(found, field.streams)):
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
        first = next(iter(typed_tokens(text)), None)
        if first and first.start < len(words[0]) < first.end:  # "1 250 000", "Ph. D."
            count = text.count(" ", 0, first.end) + 1
            whole = self._plain(field, " ".join(words[:count]))
            return (whole, count) if whole else None
        for count in range(min(LONGEST, len(words)), 0, -1):
            typed = " ".join(words[:count])
            terms = self._terms(typed)
            if leaf := self._side_by_side(field, typed, "".join(words[count : count + 1])):
                return leaf, count
            if not _SIGNS.search(typed) and self._known.is_name(terms):
                return self._spellings(field, typed, tuple(terms)), count
        return None

    def _side_by_side(self, field: Field, text: str, behind: str) -> Query | None:
        """The leaf of words that are also written as one; None where they are just words."""
        terms = tuple(self._terms(text))
        if (other := initials(text, behind)) and not self._known.is_name(terms):
            return self._in_every_way(field, text, [terms, other])
        known = partial(knows, self.vocabulary, field.streams)
        if not self.some and (others := before_name(text, behind, known)):
            phrases = (Phrase(field.streams, each) for each in others)
            return Or((self._apart(field, terms, text), *phrases))
        if _SIGNS.search(text) or len(terms) != 2 or text.count(" ") != 1:
            return None
        way = self._ways(field, text, terms).get(0)
        if way is None or way.width != 2 or (way.loose and (self.some or not way.others)):
            return None
        leaf = self._in_every_way(field, text, list(way.slot(terms)))
        return leaf if not way.loose else Or((self._apart(field, terms, text), leaf))

    def _apart(self, field: Field, terms: Terms, text: str) -> Query:
        """Terms, each by itself; a name (UK, SDF) in all its spellings."""
        if self._known.is_name(terms):
            return self._spellings(field, text, terms)
        leaves = tuple(leaf for each in terms if (leaf := self._one(field, (each,), text)))
        return And(leaves) if len(leaves) > 1 else leaves[0]

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
        phrases = self._phrases(field, found, text)
        if apart is not None and len(found) > 1:
            near = (Near(field.streams, without_ends(each), apart) for each in phrases)
            return either(near, text)
        return either((side_by_side(field, each) for each in phrases), text)

    def _phrases(self, field: Field, found: Terms, text: str) -> list[Terms]:
        also = self._ways(field, text, found, quoted=True)
        if self.exact:
            return combined(found, also)
        phrases, expansions = self._known.phrases(found, field.streams, text, also)
        for expansion in expansions:
            self.expanded(expansion)
        return phrases

    def keyword(self, field: Field, text: str, quoted: bool, apart: int | None) -> Query | None:
        """A value of a keyword field (`keywords.py`)."""
        from index.query.keywords import Keywords

        keywords = Keywords(field, self.notice, self.vocabulary, self.looked_up)
        leaf = keywords.leaf(text, quoted, apart)
        if not isinstance(leaf, Key) or field.name not in _NAMES or self.exact:
            return leaf
        # A name in its other spellings; the body is where the words of tags and datelines stand.
        if others := self._known.others(self._terms(text), ("body",), text):
            self.expanded(Expansion(text, tuple(spelling.name for spelling in others)))
        keys = [leaf.key, *(facet_key(field.name, spelling.name) for spelling in others)]
        leaves = tuple(Key(field.name, each) for each in dict.fromkeys(keys))
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
        return And((Phrase(field.streams, tuple(found[:-1])), leaf)) if len(found) > 1 else leaf

    def _fuzzy(self, field: Field, text: str, edits: str) -> Query | None:
        found = [word for word, _ in forms(text)]
        if len(found) != 1 or is_pair_text(found[0]):
            self.notice(f'"~" works behind one word: {shown(text)} was searched as it is')
            return self._plain(field, text)
        most = int(edits or room_for_mistakes(found[0]))

        def look_up() -> Alike:
            held = like_words(field.streams, self.vocabulary, found[0], most)
            return first_of(similar(found[0], most, held), MOST_SIMILAR)

        return self._any_of(field, f"{text}~{edits}", (found[0], most), look_up)

    def _fitting(self, field: Field, text: str) -> Query | None:
        patterns = tuple(map(fold, self._in_characters(field, text, text)))

        def look_up() -> Alike:
            found: set[str] = set()
            for pattern in patterns:
                held = held_words(field.streams, self.vocabulary, start_of(pattern))
                found.update(fitting(pattern, held))
            return first_of(sorted(found), MOST_FITTING)

        return self._any_of(field, text, patterns, look_up)

    def _in_characters(self, field: Field, text: str, typed: str) -> list[str]:
        """A text with signs, and the same in the other characters of Chinese."""
        if others := self._known.characters(text, field.streams):
            signs = typed[len(text) :]
            self.expanded(Expansion(typed, tuple(each + signs for each in others)))
        return [text, *others]

    def _any_of(
        self, field: Field, typed: str, piece: Hashable, look_up: Callable[[], Alike]
    ) -> Query | None:
        """Any of the words that a piece stands for."""
        found = self.looked_up.of((field.streams, piece), typed, look_up, self.notice)
        if found is None:
            return None
        tell_more(found, "words", typed, self.notice)
        return Variants(tuple(Phrase(field.streams, (word,)) for word in found.first))

    def _terms(self, text: str) -> list[str]:
        """The terms to look for: folded words, and acronyms in capitals.

        In an article a run of Chinese ends with its last character alone, so that this is found
        too; a query that ends with a run does not ask for the end of one.
        """
        found = [
            token.acronyms[0]
            if token.acronyms
            and (is_further(token.acronyms[0]) or (token.acronyms[0].isupper() and self.capitals))
            else token.text
            for token in typed_tokens(text)
        ]
        return found[: len(found) - ends_a_run(text)]
