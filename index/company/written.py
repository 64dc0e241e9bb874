"""Words as they are written in texts: OPEC, not opec; Économie, not economie."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from archive.text.markdown import to_text
from index.analysis.tokens import tokens
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
    wanted, read = set(words), set[str]()
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
                for token in tokens(text, article.language):
                    for form in (token.text, *token.acronyms):
                        if form in wanted:
                            seen[form][text[token.start : token.end]] += 1
    return {word: seen[word].most_common(1)[0][0] for word in words if seen[word]}
