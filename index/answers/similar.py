"""The articles about the same subject as one: those that share its most telling words.

The most telling words are those that it uses often and few others use at all (tf-idf: the weight of
a word is (1 + ln f) times its inverse document frequency in `engines.common.ranking`). The words
become one query that goes through the door of every search, so a reader sees nothing that is
hidden.
"""

from __future__ import annotations

from collections.abc import Collection
from math import log

from archive.article import Article
from index.analysis.stems import stems_of
from index.analysis.tokens import tokens
from index.answers.asked import Asked
from index.answers.results import Hit
from index.answers.search import Search
from index.document import text_parts
from index.engines.common.interface import Engine
from index.engines.common.ranking import inverse_frequency
from index.fields import ANY
from index.query.tree import And, AtLeast, Boost, Key, Not, Query, Word

MOST_SIMILAR = 50  # articles, that programs are told of
MOST_WORDS = 25
# All documents of all words that are looked at: what bounds the time that an answer takes.
_MOST_POSTINGS = 4_000
_TITLE = 3.0  # how often a word counts that stands in the title,
_TAG = 2.0  # or in a tag
_LEAST_SHARED = 0.3  # of the words, and
_FEWEST_SHARED = 3  # at least, so that one rare word alone makes nothing alike


def similar(search: Search, article: Article, limit: int = 5) -> tuple[Hit, ...]:
    """The most similar articles, best first; none of its own story, and one of each other."""
    story = search.store.stories([article.id]).get(article.id, article.id)
    query = search.mended(lambda: similar_query(search, article, story))
    if query is None:
        return ()
    asked = Asked(query=query, sort="relevance", limit=limit, snippets=False, fold=True, others=0)
    return search.search(asked).hits


def similar_query(search: Search, article: Article, story: str) -> Query | None:
    """The query for articles like one, outside of a story; None where too few of its words are
    telling.
    """
    counts = _counts(article)
    stamp = search.engine.stamp()
    total = stamp.documents if stamp else 0
    holding = _holding(search.engine, counts)
    telling = {
        word: (1 + log(count)) * inverse_frequency(total, holding[word])
        for word, count in counts.items()
        if 1 < holding[word] <= total / 2  # a word that most have tells nothing
    }
    chosen: list[Query] = []
    left = _MOST_POSTINGS
    for word in sorted(telling, key=lambda word: (-telling[word], word)):
        if len(chosen) < MOST_WORDS and (holding[word] <= left):
            left -= holding[word]
            chosen.append(Boost(Word(ANY.streams, word, (word,)), 1 + log(counts[word])))
    least = max(round(len(chosen) * _LEAST_SHARED), _FEWEST_SHARED)
    if len(chosen) < least:
        return None
    return And((AtLeast(least, tuple(chosen)), Not(Key("story", story))))


def _counts(article: Article) -> dict[str, float]:
    """How often an article says each stem; numbers and single letters say too little."""
    said = [(part, 1.0) for part in text_parts(article)["body"]]
    said += [(article.title or "", _TITLE), *((tag, _TAG) for tag in article.tags)]
    counts: dict[str, float] = {}
    for text, weight in said:
        for token in tokens(text):
            if len(token.text) > 1 and not token.text[0].isdigit():
                written = text[token.start : token.end]
                stemmed = stems_of(token.text, written, article.language)[0]
                counts[stemmed] = counts.get(stemmed, 0) + weight
    return counts


def _holding(engine: Engine, stems: Collection[str]) -> dict[str, int]:
    """How many documents hold each stem, in the stream where most do."""
    found = [engine.holding(stream, stems) for stream in ANY.streams]
    return {stem: max(counts[stem] for counts in found) for stem in stems}
