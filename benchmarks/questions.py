"""Questions in sentences, as one types them, answered from Reuters-21578: MAP, nDCG@10 and MRR.

    python benchmarks/questions.py [--home FOLDER] [--match any ...] [--engine whoosh] [--half kept]
                                   [--data ../shared/data/reuters-21578] [--others] [--list]

The rule. A topic of the collection has a name of several words (TOPICS), a place its own (PLACES).
Every topic with every place of which 5 to 60 articles carry both codes is a pair, at most 6 of a
topic and 10 of a place, taken in an order drawn by SEED; two in a row go to the two halves. A
question is a pair in one of the forms of its half, which are others in either half: what is chosen
on `tune` has not seen the words around the subject in `kept`. Relevant is what carries both codes.

The codes themselves are taken away from the articles, and those without a topic of TOPICS are left
out: nobody has judged them. FOLDER keeps that archive for the next run.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from relevance import Grades, ranked_by, show, tantivy_search, whoosh_search

from archive.article import Article
from archive.intake.ingest import ingest
from archive.readers.sources.source import sources
from archive.store.store import Store
from index.answers.search import Search
from index.engines.common.interface import ON_DISK
from index.engines.open import open_engine
from index.names.groups import load_names
from index.query.match import MATCHES
from index.upkeep.sync import sync

DATA = Path(__file__).parents[2] / "shared" / "data" / "reuters-21578"
SEED = 21578
FEWEST, MOST = 5, 60  # articles that answer a question
OF_A_TOPIC, OF_A_PLACE = 6, 10  # questions
HALVES = ("tune", "kept")

TOPICS = {
    "acq": "company takeovers and mergers",
    "alum": "aluminium production",
    "bop": "the balance of payments",
    "carcass": "meat imports and exports",
    "cocoa": "cocoa prices and buffer stocks",
    "coffee": "coffee exports and quotas",
    "copper": "copper mines and production",
    "corn": "maize crops and sales",
    "cotton": "the cotton crop",
    "cpi": "inflation and consumer prices",
    "crude": "crude oil production and prices",
    "earn": "company profits and losses",
    "gas": "petrol and gasoline prices",
    "gnp": "economic growth and national product",
    "gold": "gold mining and reserves",
    "grain": "grain harvests and exports",
    "interest": "bank interest rates",
    "ipi": "industrial production",
    "iron-steel": "the iron and steel industry",
    "jobs": "unemployment and jobs",
    "livestock": "cattle and livestock farming",
    "money-fx": "exchange rates and currency intervention",
    "money-supply": "growth of the money supply",
    "nat-gas": "natural gas pipelines and supplies",
    "oilseed": "oilseed crops and processing",
    "palm-oil": "palm oil output",
    "reserves": "foreign exchange reserves",
    "rice": "rice crops and exports",
    "rubber": "natural rubber agreements",
    "ship": "shipping, ports and tanker attacks",
    "soybean": "soybean crops and sales",
    "sugar": "sugar production and exports",
    "tin": "the tin market",
    "trade": "foreign trade disputes and deficits",
    "veg-oil": "vegetable oil imports",
    "wheat": "wheat sales and subsidies",
    "zinc": "zinc smelters",
}

PLACES = {
    "algeria": "Algeria", "argentina": "Argentina", "australia": "Australia",
    "bahrain": "Bahrain", "bangladesh": "Bangladesh", "belgium": "Belgium", "brazil": "Brazil",
    "canada": "Canada", "china": "China", "colombia": "Colombia", "denmark": "Denmark",
    "ecuador": "Ecuador", "egypt": "Egypt", "france": "France", "hong-kong": "Hong Kong",
    "india": "India", "indonesia": "Indonesia", "iran": "Iran", "iraq": "Iraq", "italy": "Italy",
    "japan": "Japan", "kuwait": "Kuwait", "malaysia": "Malaysia", "mexico": "Mexico",
    "netherlands": "the Netherlands", "new-zealand": "New Zealand", "nigeria": "Nigeria",
    "norway": "Norway", "pakistan": "Pakistan", "peru": "Peru", "philippines": "the Philippines",
    "saudi-arabia": "Saudi Arabia", "singapore": "Singapore", "south-africa": "South Africa",
    "south-korea": "South Korea", "spain": "Spain", "sweden": "Sweden",
    "switzerland": "Switzerland", "taiwan": "Taiwan", "thailand": "Thailand", "turkey": "Turkey",
    "uk": "Britain", "usa": "the United States", "ussr": "the Soviet Union",
    "venezuela": "Venezuela", "west-germany": "West Germany", "zambia": "Zambia",
}  # fmt: skip

FORMS = {
    "tune": (
        "What is the policy of {place} toward {topic}?",
        "How did {topic} develop in {place}, and why?",
        "What role does the government of {place} play in {topic}?",
        "Problems that {place} has had with {topic}",
        "Which measures has {place} taken over {topic}, and what were the results?",
    ),
    "kept": (
        "Why are officials in {place} concerned about {topic}?",
        "Reports on {topic} in {place} and what is expected of them",
        "Who in {place} has been making decisions about {topic} recently?",
        "What did ministers from {place} say about the future of {topic}?",
        "Efforts of {place} to do something about {topic}",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of one half, and what answers them, both by number."""

    texts: dict[str, str]
    grades: Grades


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--home", type=Path)
    options.add_argument("--data", type=Path, default=DATA, help="the collection's files")
    options.add_argument("--match", choices=MATCHES, nargs="+", default=list(reversed(MATCHES)))
    options.add_argument("--engine", choices=ON_DISK, default="whoosh")
    options.add_argument("--half", choices=HALVES, nargs="+", default=list(HALVES))
    options.add_argument("--others", action="store_true", help="plain Whoosh and tantivy too")
    options.add_argument("--list", action="store_true", help="print the questions and end")
    chosen = options.parse_args()
    with TemporaryDirectory() as folder:
        home = chosen.home or Path(folder)
        if not (home / "kept").exists():
            collect(home, chosen.data)
        with Store.open(home / "judged") as judged:
            carried = {one.id: frozenset(one.tags) for one in judged_articles(judged)}
        halves = ask(carried)
        if chosen.list:
            for half in chosen.half:
                print(half, *halves[half].texts.values(), sep="\n  ")
            return
        measure(home / "kept", halves, chosen)


def collect(home: Path, data: Path) -> None:
    """The collection with its codes in `judged`, and what is searched in `kept`, without them."""
    with Store.create(home / "judged") as judged, Store.create(home / "kept") as kept:
        ingest(judged, sources([str(data)]))
        with kept.transaction():
            for article in judged_articles(judged):
                kept.put(replace(article, tags=()), b"", "text/plain")


def judged_articles(store: Store) -> Iterator[Article]:
    """Those that have a topic."""
    articles = store.get_many(sorted(store.ids())).values()
    return (article for article in articles if TOPICS.keys() & set(article.tags))


def ask(carried: dict[str, frozenset[str]]) -> dict[str, Questions]:
    """The questions of each half, about articles that carry these codes."""
    articles: dict[tuple[str, str], list[str]] = defaultdict(list)
    for article_id, codes in sorted(carried.items()):
        for topic in TOPICS.keys() & codes:
            for place in PLACES.keys() & codes:
                articles[topic, place].append(article_id)
    chance = random.Random(SEED)
    drawn = list(of_either(shuffled(articles, chance)))
    halves = {half: Questions({}, {}) for half in HALVES}
    for number, (topic, place) in enumerate(drawn):
        half = HALVES[number % 2]
        form = FORMS[half][number // 2 % len(FORMS[half])]
        halves[half].texts[str(number)] = form.format(topic=TOPICS[topic], place=PLACES[place])
        halves[half].grades[str(number)] = dict.fromkeys(articles[topic, place], 1)
    return halves


def shuffled(
    articles: dict[tuple[str, str], list[str]], chance: random.Random
) -> list[tuple[str, str]]:
    """The pairs of topic and place that enough articles, and not too many, carry."""
    pairs = sorted(pair for pair, ids in articles.items() if FEWEST <= len(ids) <= MOST)
    chance.shuffle(pairs)
    return pairs


def of_either(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The first so many of each topic and of each place."""
    topics: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for topic, place in pairs:
        if topics[topic] < OF_A_TOPIC and places[place] < OF_A_PLACE:
            topics[topic] += 1
            places[place] += 1
            yield topic, place


def measure(home: Path, halves: dict[str, Questions], chosen: argparse.Namespace) -> None:
    """Prints a table for each half."""
    with Store.open(home) as store:
        engine = open_engine(chosen.engine, home)
        sync(store, engine)
        search = Search(store, engine, load_names(home))
        articles = list(store.get_many(sorted(store.ids())).values())
        names = {article.id: article.id for article in articles}
        ranks = {f"archive, --match {match}": ranked_by(search, match) for match in chosen.match}
        if chosen.others:
            ranks |= {"Whoosh, BM25F": whoosh_search(articles)}
            ranks |= {"tantivy, defaults": tantivy_search(articles)}
        for half in chosen.half:
            asked = halves[half]
            print(f"{half + ', ' + str(len(asked.texts)) + ' questions':28}"
                  f"{'MAP':>8}{'nDCG@10':>9}{'MRR':>8}{'ms a query':>12}")  # fmt: skip
            for name, rank in ranks.items():
                show(name, rank, names, asked.texts, asked.grades)
        engine.close()


if __name__ == "__main__":
    main()
