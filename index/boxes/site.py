"""A site in a box: articles as a folder that any browser opens and searches, without a server."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

from archive.article import Article
from archive.errors import OutputError
from archive.exports.write import Tree, Written, new_tree
from archive.normalise.embargo import embargoed_until
from archive.status import HIDDEN
from archive.text.language import direction
from index.analysis.scripts import PAIRED
from index.analysis.stems import own_stems
from index.boxes.about import about_page, asked_line
from index.boxes.collected import collection_body
from index.boxes.facts import aliases, facts, fields, texts_of, values
from index.boxes.known import Known
from index.boxes.lexis import Lexis, packed
from index.boxes.pages import Shell, article_page, facts_line, list_page
from index.boxes.vendored import stemmers_for, vendored_files
from index.boxes.wanted import Wanted
from index.document import Document, documents
from index.engines.common.ranking import K1, B, by_date
from index.fields import BESIDE, STREAMS

NAME = "site"
MOST = 10_000  # articles: beyond that a phone has too little memory, and a page opens too slowly
_AT_ONCE = 500  # articles of which edits are read
_SCRIPTS = (
    "fold.js", "lexer.js", "ways.js", "words.js", "leaves.js", "parse.js", "engine.js", "rank.js",
    "show.js", "view.js",
)  # fmt: skip
_PAGE = ("page.js", "site.css")
_TOLD = (
    "agency",
    "language",
    "status",
    "edited",
    "has",
)  # of which a page says what values there are
VERSION = 1  # of the data, which the scripts beside it alone read


def write_site(
    articles: Iterable[Article],
    target: Path,
    wanted: Wanted,
    force: bool = False,
    on_progress: Callable[[int, int], None] = lambda done, of: None,
) -> Written:
    """Writes the folder and its manifest. What is withdrawn, withheld or under an embargo is left
    out, whatever was asked. OutputError for more than MOST articles, and as of any export.
    """
    kept = _readable(articles, wanted.now)
    paired = list(zip(kept, _documents(kept, wanted), strict=True))
    paired.sort(key=lambda pair: by_date(pair[1].moment, pair[1].id, newest=True))
    kept, documents = [one for one, _ in paired], [one for _, one in paired]
    with new_tree(NAME, target, wanted.about, force) as tree:
        _write_data(tree, kept, documents, wanted)
        _write_pages(tree, kept, wanted, on_progress)
        tree.articles = len(kept)
    return Written(len(kept), tree.bytes)


def _readable(articles: Iterable[Article], now: datetime) -> list[Article]:
    kept: list[Article] = []
    for article in articles:
        if article.status in HIDDEN or embargoed_until(article, now):
            continue
        kept.append(article)
        if len(kept) > MOST:
            raise OutputError(
                f"A site holds at most {MOST:,} articles, and there are more",
                "narrow the search, by --from and --to for example, and make several sites",
            )
    return kept


def _documents(articles: Sequence[Article], wanted: Wanted) -> Iterator[Document]:
    for start in range(0, len(articles), _AT_ONCE):
        some = articles[start : start + _AT_ONCE]
        yield from documents(some, {}, wanted.edits(some))


def _write_data(
    tree: Tree, articles: Sequence[Article], documents: Sequence[Document], wanted: Wanted
) -> None:
    """What the browser's scripts are told: of the words, of the articles, and of the language."""
    lexis = Lexis.of(documents)
    languages = tuple(sorted({article.language for article in articles if article.language}))
    known = Known(texts_of(articles), lexis, languages, wanted.names)
    held = values(articles, documents)
    streams = [[name, packed(n for text in lexis.texts for n in text[name])] for name in STREAMS]
    _add_data(tree, "words", {
        "forms": [form.words if len(form.words) > 1 else form.word for form in lexis.forms],
        "stemsOf": [[lexis.stems[stem] for stem in form.stems] for form in lexis.forms],
        "stems": list(lexis.stems),
        "tokens": dict(streams),
        "sizes": {name: [len(text[name]) for text in lexis.texts] for name in STREAMS},
    })  # fmt: skip
    _add_data(tree, "articles", {
        "rows": [facts(article, doc) for article, doc in zip(articles, documents, strict=True)],
        "values": held,
    })  # fmt: skip
    own = stemmers_for(languages)
    _add_data(tree, "language", {
        "fields": fields(),
        "facets": BESIDE, "held": [*held, "id"],
        "weights": STREAMS, "k1": K1, "b": B, "paired": PAIRED,
        "languages": languages, "directions": {code: direction(code) for code in languages},
        "stemmers": {code: name for code, (name, _) in own.items()},
        "exceptions": _exceptions(languages, lexis), **known.as_json(),
        "aliases": aliases(held.get("agency", {}).get("keys", ())),
        "values": {name: held.get(name, {}).get("keys", []) for name in _TOLD},
    })  # fmt: skip
    _add_data(tree, "about", _about(wanted, len(articles)))


def _write_pages(
    tree: Tree, articles: Sequence[Article], wanted: Wanted, show: Callable[[int, int], None]
) -> None:
    by_id = {article.id: article for article in articles}
    collected = wanted.collected and wanted.collected.within(by_id)
    collection = collected.collection.name if collected else ""
    shell = Shell(wanted.masthead, wanted.now.date(), collection)
    said = collected.said_of() if collected else {}
    languages = {article.language for article in articles if article.language}
    own = stemmers_for(tuple(sorted(languages)))
    vendored = dict(vendored_files({file for _, file in own.values()}))
    for name, content in vendored.items():
        tree.add(f"site/{name}", content)
    for name in (*_SCRIPTS, *_PAGE):
        tree.add(f"site/{name}", _own(name))
    libraries = [f"site/{name}" for name in vendored if name.endswith(".js")]
    scripts = [*libraries, *(f"site/{name}" for name in _SCRIPTS)]
    data = [f"data/{name}.js" for name in ("about", "language", "words", "articles")]
    # The data are read by a function of fold.js, and view.js begins when all are there.
    order = [*scripts[:-1], *data, scripts[-1]]
    body = _own("search.html").decode().replace("$asked", asked_line(wanted, len(articles)))
    tree.add("index.html", shell.page(wanted.masthead.title, body, scripts=order).encode())
    tree.add("list.html", list_page(articles, shell).encode())
    tree.add("about.html", about_page(wanted, len(articles), shell).encode())
    if collected:
        told = {article_id: facts_line(article) for article_id, article in by_id.items()}
        title = f"{collected.collection.name} · {wanted.masthead.title}"
        tree.add("collection.html", shell.page(title, collection_body(collected, told)).encode())
    for number, article in enumerate(articles, 1):
        page = article_page(article, shell, said.get(article.id, ""))
        tree.add(f"articles/{article.id}.html", page.encode())
        if number % 100 == 0 or number == len(articles):
            show(number, len(articles))


def _add_data(tree: Tree, name: str, data: Any) -> None:
    """Data as a script that needs no fetching: JSON in a string, which browsers read faster than
    the same as a program.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    tree.add(f"data/{name}.js", f"box.load({json.dumps(name)}, {_quoted(text)});\n".encode())


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _own(name: str) -> bytes:
    return (resources.files("index.boxes") / "browser" / name).read_bytes()


def _exceptions(languages: Iterable[str], lexis: Lexis) -> dict[str, dict[str, int]]:
    """language -> a word as it is typed -> the number of the stem that it has by our own list."""
    return {
        language: {
            word: lexis.stems[stem] for word, stem in own_stems(language) if stem in lexis.stems
        }
        for language in languages
    }


def _about(wanted: Wanted, count: int) -> dict[str, Any]:
    created = wanted.now.astimezone(UTC).replace(microsecond=0).isoformat()
    return {
        "version": VERSION, "articles": count, "created": created.replace("+00:00", "Z"),
        "name": wanted.masthead.title, **asdict(wanted.about),
    }  # fmt: skip
