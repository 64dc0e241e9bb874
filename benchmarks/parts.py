"""Whether what is found in an archive of several languages is what is found in its parts.

    python benchmarks/parts.py HOME [--words 200] [--names 100] [--seed 1]

HOME is an archive, only read. It is taken apart by the `language` kept on its articles, one part
for each and one for those of none, and every part is indexed alone. So many names (words that stand
mostly in capitals amid small letters) and ordinary words are drawn from its texts by chance and
asked of the whole and of every part. Then names are asked as they are and as written (`=NAME`), and
the articles that the first finds beyond the second are accounted for by what stands in them.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.article import Article
from archive.store.store import Store
from archive.text.markdown import to_text
from index.answers.asked import Asked
from index.answers.explain import explain
from index.answers.search import Search
from index.document import Document, document
from index.engines.open import open_engine
from index.names.groups import Names, load_names

_BATCH = 2_000
_WORD = re.compile(r"(?<=[a-zà-ÿ,;] )[^\W\d_]{3,}(?:-[^\W\d_]+)*")


def main() -> None:
    """Prints how many words differ, and what the extra articles of names have."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("home", type=Path)
    options.add_argument("--words", type=int, default=200)
    options.add_argument("--names", type=int, default=100)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    with Store.open(chosen.home, read_only=True) as store, TemporaryDirectory() as folder:
        names = load_names(chosen.home)
        engine = open_engine("whoosh", chosen.home)
        whole = Search(store, engine, names)
        drawn = draw(articles(store), chosen.words, random.Random(chosen.seed))
        parts = list(parts_of(store, names, Path(folder)))
        wrong = [word for word in drawn if not is_sum(word, whole, parts)]
        print(f"{len(drawn)} words, {len(parts)} parts: {len(wrong)} differ {wrong}")
        for word in drawn[: chosen.names]:
            print(accounted(word, whole))
        engine.close()
    sys.exit(bool(wrong))


def articles(store: Store) -> Iterator[Article]:
    """All live articles, a batch at a time."""
    ids = sorted(store.ids())
    for start in range(0, len(ids), _BATCH):
        yield from store.get_many(ids[start : start + _BATCH]).values()


def draw(every: Iterable[Article], count: int, chance: random.Random) -> list[str]:
    """So many names, and behind them so many ordinary words, of texts."""
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for article in every:
        for word in _WORD.findall(to_text(article.body)):
            (capital if word.istitle() else small)[word.lower()] += 1
    names = sorted(w.title() for w, n in capital.items() if n > 1 and n > 3 * small[w])
    words = sorted(w for w, n in small.items() if n > 1 and n > 3 * capital[w])
    return [
        word for group in (names, words) for word in chance.sample(group, min(count, len(group)))
    ]


def parts_of(store: Store, names: Names, folder: Path) -> Iterator[Search]:
    """A search of each part alone, over the same store."""
    by_language: dict[str, list[Document]] = defaultdict(list)
    for article in articles(store):
        by_language[article.language or ""].append(document(article))
    for language, documents in by_language.items():
        engine = open_engine("whoosh", folder / f"part-{language}")
        engine.rebuild([documents], *store.last_change())
        yield Search(store, engine, names)


def is_sum(word: str, whole: Search, parts: Iterable[Search]) -> bool:
    """Whether the whole finds as many articles as its parts together."""
    asked = Asked(word, limit=0)
    return whole.search(asked).total == sum(part.search(asked).total for part in parts)


def accounted(name: str, search: Search) -> str:
    """A line: what a name finds, what it finds as written, and the forms that the others have."""
    found = set(_ids(search, name))
    written = set(_ids(search, f"={name}"))
    forms: Counter[str] = Counter()
    for article in search.store.get_many(found - written).values():
        told = explain(search, article, Asked(name))
        places = {(at.text, at.how, at.language) for part in told.parts for at in part.places}
        forms.update(f"{text} ({how}{', ' * bool(of)}{of})" for text, how, of in places)
        if not places:
            forms["unaccounted for"] += 1
    listed = "; ".join(f"{form} x{count}" for form, count in forms.most_common(8))
    return f"{name:20} {len(found):6} {len(written):6}  {listed}"


def _ids(search: Search, text: str) -> Iterator[str]:
    return (article.id for article in search.articles(Asked(text)))


if __name__ == "__main__":
    main()
