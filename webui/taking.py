"""Taking articles away: a search, or what was ticked of it, as a file of each format, with its
manifest; and as a list of citations.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from flask import Flask, Response, render_template, request
from werkzeug.datastructures import MultiDict

from archive.article import Article
from archive.citing.cited import cite
from archive.citing.styles import STYLES
from archive.errors import RequestError
from archive.exports.formats import Export, exports
from archive.exports.manifest import About, manifest_of
from archive.exports.stream import packed, stream
from archive.text.plain import slug
from index.answers.asked import LISTED, Asked
from index.answers.manifest import about
from webui.common import waiting
from webui.common.address import Address
from webui.common.closed import is_readable
from webui.common.links import cite_url, export_url, printed, search_url
from webui.common.live import live, masthead, page_size, public
from webui.common.sending import sent

_MOST_CITED = 2_000
FILES = {  # what the formats that pages offer are called there, in the order of the list
    "csv": "CSV", "ris": "RIS", "bibtex": "BibTeX", "csl-json": "CSL-JSON", "jsonl": "JSON Lines",
    "markdown-zip": "Markdown, zipped", "ninjs": "ninjs", "parquet": "Parquet",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken: all that a search finds, or the articles that were ticked."""

    address: Address
    ids: tuple[str, ...]

    @classmethod
    def read(cls, args: MultiDict[str, str]) -> Taken:
        """What an address asks for."""
        return cls(Address.read(args), tuple(dict.fromkeys(filter(None, args.getlist("id")))))

    def asked(self) -> Asked:
        """The search, whole: in the order of the screen."""
        asked = replace(self.address, page="", size="").asked(page_size(self.address))
        return replace(asked, facets=False, timeline=False, snippets=False, offset=0)

    def total(self) -> tuple[int, bool]:
        """How many articles that is, and whether that is an estimate. RequestError where the search
        has no answer.
        """
        if self.ids:
            return sum(1 for _ in self.articles()), False
        found = live().search(replace(self.asked(), limit=0))
        return found.total, found.about

    def articles(self) -> Iterator[Article]:
        """The articles, those alone that a reader may see."""
        if not self.ids:
            return public(live().ask(lambda search: search.articles(self.asked())))
        found = live().store.get_many(self.ids)  # none that has been removed
        ticked = (found[each] for each in self.ids if each in found)
        return public(article for article in ticked if is_readable(article))

    def about(self) -> About:
        """What a manifest says of it."""
        described = about(self.asked(), live().store.last_change()[0])
        if not self.ids:
            return described
        return replace(described, filters={**described.filters, "id": list(self.ids)})

    def name(self) -> str:
        """What a file of it is called: the words of the search, and the day."""
        words = slug(self.address.text, 40) or "articles"
        return f"{words}-{date.today().isoformat()}"


def register(app: Flask) -> None:
    """The addresses of exports and of lists of citations."""
    app.add_url_rule("/export", "export", export)
    app.add_url_rule("/cite", "cite_list", cite_list)


def export() -> str | Response:
    """Without a format the page that offers them all, else the articles in that one."""
    taken = Taken.read(request.args)
    formats = exports(masthead(), date.today())
    offered = [each for each in FILES if formats[each].ready()]
    name = request.args.get("format", "")
    if not name:
        total, estimated = taken.total()
        return render_template(
            "export.html",
            taken=taken,
            total=total,
            about=estimated,
            formats=[(FILES[each], formats[each].meaning, _urls(taken, each)) for each in offered],
            back=search_url(taken.address.on_page(1)),
            cite=cite_url(taken.address, taken.ids),
        )
    if name not in offered:
        raise RequestError(f"There is no format {name!r}", f"one of: {', '.join(offered)}")
    if not taken.ids:
        taken.total()  # what the search has no answer for is said before the file has begun
    return _file(taken, formats[name])


def _file(taken: Taken, form: Export) -> Response:
    name = f"{taken.name()}{form.ending}"
    if request.args.get("manifest"):
        return _manifest(taken, form, name)
    if request.args.get("pack"):
        blocks = packed(form, taken.articles(), name, taken.about())
        return _attached(blocks, "application/zip", f"{taken.name()}.zip")
    return _attached(stream(form, taken.articles()), form.media_type, name)


def _manifest(taken: Taken, form: Export, name: str) -> Response:
    """The manifest of that file alone. All of it is written once more to hash it."""
    described, whole = taken.about(), stream(form, taken.articles())
    with waiting.while_awaited():
        for _ in whole:
            pass
    beside = manifest_of(Path(name)).name
    return _attached(iter([whole.manifest(name, described)]), "application/json", beside)


def _attached(blocks: Iterator[bytes], media_type: str, name: str) -> Response:
    text = media_type.startswith("text/") or "json" in media_type
    response = sent(blocks, media_type + ("; charset=utf-8" if text else ""))
    response.headers["Content-Disposition"] = f"attachment; {_named(name)}"
    return response


def _named(name: str) -> str:
    """The name of a file as a header can hold it: other letters than ASCII encoded beside what is
    left without them (RFC 6266).
    """
    plain = name.encode("ascii", "ignore").decode().lstrip("-")
    other = "" if plain == name else f"; filename*=UTF-8''{quote(name)}"
    return f'filename="{plain}"{other}'


def cite_list() -> str:
    """The hits of a page of a search, or what was ticked, cited in a style for people."""
    taken = Taken.read(request.args)
    style = request.args.get("style", "apa")
    if style not in STYLES or STYLES[style].is_file:
        people = ", ".join(each.name for each in STYLES.values() if not each.is_file)
        raise RequestError(f"There is no style {style!r} to be read", f"one of: {people}")
    whole = taken.ids or taken.address.sort == LISTED  # a collection is cited as a whole
    found = list(islice(taken.articles(), _MOST_CITED)) if whole else _on_page(taken.address)
    return render_template(
        "cite_list.html",
        citations=[cite(article, masthead(), date.today()) for article in found],
        style=STYLES[style],
        styles=[
            (each.label, cite_url(taken.address, taken.ids, each.name), each.name == style)
            for each in STYLES.values()
            if not each.is_file
        ],
        files=export_url(taken.address, taken.ids),
        back=search_url(taken.address),
        permalink=printed(cite_url(taken.address, taken.ids, style)),
    )


def _on_page(address: Address) -> list[Article]:
    asked = replace(
        address.asked(page_size(address)), facets=False, timeline=False, snippets=False, others=0
    )
    return [hit.article for hit in live().search(asked).hits]


def _urls(taken: Taken, name: str) -> dict[str, str]:
    """Where a format is: by itself, packed with its manifest, and the manifest."""
    return {
        "file": export_url(taken.address, taken.ids, name),
        "packed": export_url(taken.address, taken.ids, name, "pack"),
        "manifest": export_url(taken.address, taken.ids, name, "manifest"),
    }
