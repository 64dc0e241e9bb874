"""Words as they are written in texts: OPEC, not opec; Économie, not economie."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

from archive.text.markdown import to_text
from index.analysis.lexicon import shared
from index.analysis.tokens import tokens
from index.answers.pieces import bare
from index.answers.search import Search
from index.engines.common.counting import COUNTED
from index.engines.common.request import Request
from index.query.tree import And, Phrase, Query

ARTICLES = 3  # that are looked at for each word: the newest found that have it
_ENOUGH = 20  # times that a word was seen: then no more articles are read for it


def written_forms(search: Search, found: Query, words: Sequence[str]) -> dict[str, str]:
    """The form in which each word stands most often in a few of the articles found, of several the
    first that was met; without those that were not seen there.
    """
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    read, pieces = set[str](), _Pieces(words)
    for word in words:
        if seen[word].total() >= _ENOUGH:
            continue
        query = And((found, Phrase(COUNTED, (word,))))
        asked = Request(query, sort="newest", limit=ARTICLES)
        hits = search.mended(lambda asked=asked: search.engine.search(asked)).hits  # type: ignore[misc]
        fresh = [article_id for article_id, _ in hits if article_id not in read]
        read.update(fresh)
        for article in search.store.get_many(fresh).values():
            for text in (article.title or "", to_text(article.body)):
                for piece, often in pieces.of_interest(text, article.language):
                    for word, written in _in(piece, article.language, pieces.wanted):
                        seen[word][written] += often
    return {word: seen[word].most_common(1)[0][0] for word in words if seen[word]}


class _Pieces:
    """What stands between blanks and may hold any of some words."""

    def __init__(self, words: Sequence[str]) -> None:
        self.wanted = set(words)
        # Of no interest, by language: most of what a text has was met in others.
        self._without: dict[str | None, set[str]] = defaultdict(set)

    def of_interest(self, text: str, language: str | None) -> Iterator[tuple[str, int]]:
        """Those of a text, in its order, and how often each is there."""
        counts, without = Counter(text.split()), self._without[language]
        for piece, often in counts.items():
            if piece in without:
                continue
            if self._may_hold(piece, language):
                yield piece, often
            else:
                without.add(piece)

    def _may_hold(self, piece: str, language: str | None) -> bool:
        """Nearly every piece is a plain word with signs around it, which is told fast."""
        word = bare(piece)
        if word.isascii() and word.isalnum():
            return word.lower() in self.wanted or word in self.wanted
        forms = shared().piece(piece, language)
        return not self.wanted.isdisjoint(chain.from_iterable(form.words for form in forms))


def _in(piece: str, language: str | None, wanted: set[str]) -> Iterator[tuple[str, str]]:
    """Those of the words wanted that are in a piece of text, and how each is written there."""
    for token in tokens(piece, language):
        for word in wanted.intersection((token.text, *token.acronyms)):
            yield word, piece[token.start : token.end]
