"""Words that a stemmer joins: to be looked through for those that mean different things.

    python benchmarks/stems.py LANGUAGE [--words N] [--names N] PATH...

Counts the words of the articles in PATH that are in LANGUAGE (a code, as "de"), and prints every
group of the N commonest, and of the N commonest names, that Snowball gives one stem: as written, or
without accents, as the index has them. The commonest comes first; a name is in capitals at its
beginning. `index/analysis/stem_exceptions.txt` was chosen from these by reading.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import Stemmer
from babel import Locale

from archive.article import Article
from archive.intake.ingest import ingest
from archive.readers.sources.source import sources
from archive.store.store import Store
from archive.text.markdown import to_text
from archive.text.plain import fold

_WORD = re.compile(r"[^\W\d_]{2,}")
# A word is a name where so much of it stands in capitals, and not at the beginning of a sentence.
MOSTLY = 0.8
_INSIDE = re.compile(r"(?<=[^\W\d_,] )[^\W\d_]{2,}")


def main(language: str, paths: list[str], words: int, names: int) -> None:
    """Prints the groups, those of the commonest words first."""
    texts = [_text(article) for article in _articles(paths) if article.language == language]
    common = Counter(word.lower() for text in texts for word in _WORD.findall(text))
    inside = Counter(word for text in texts for word in _INSIDE.findall(text))
    capital = {
        word.lower(): times
        for word, times in inside.items()
        if word.istitle() and times > MOSTLY * (times + inside[word.lower()])
    }
    picked = dict.fromkeys(word for word, _ in common.most_common(words))
    picked |= dict.fromkeys(sorted(capital, key=capital.__getitem__, reverse=True)[:names])
    print(f"{len(texts):,} articles in {language}, {len(picked):,} words")
    for group in groups(picked, language):
        print(" ".join(word.title() if word in capital else word for word in group))


def groups(words: Iterable[str], language: str) -> list[list[str]]:
    """Those of the words that get one stem, where it is of several that differ in more than case
    and accents.
    """
    stemmer = Stemmer.Stemmer(Locale("en").languages[language].lower())
    by_stem: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for word in words:
        for form in {word, fold(word)}:
            by_stem[stemmer.stemWord(form)][word] = None
    found = {tuple(group): list(group) for group in by_stem.values()}
    return [group for group in found.values() if len({fold(word) for word in group}) > 1]


def _articles(paths: list[str]) -> list[Article]:
    with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder) / "home") as store:
        ingest(store, sources(paths))
        return list(store.get_many(sorted(store.ids())).values())


def _text(article: Article) -> str:
    return f"{article.title or ''}\n{to_text(article.body)}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("language")
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--words", type=int, default=2_000)
    parser.add_argument("--names", type=int, default=500)
    options = parser.parse_args()
    main(options.language, options.paths, options.words, options.names)
