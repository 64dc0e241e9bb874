"""What sources changed in articles that were out already: a page, its JSON twin, and a feed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from flask import Flask, Response, jsonify, render_template, request, url_for

from archive.errors import RequestError
from archive.store.edits import Edit, title_pieces
from archive.text.diff import Piece
from archive.text.wording import counted
from index.following.edited import Edits, edited, edits_json, pieces_of
from webui.common import feeds
from webui.common.address import Address
from webui.common.links import absolute, path_to, search_url, with_query
from webui.common.live import last_change, live, masthead
from webui.machines import atom

PER_PAGE = 20
_LONGEST = 600  # characters of differences in an entry of the feed


@dataclass(frozen=True, slots=True)
class Shown:
    """An edit as a page shows it: the titles and the texts compared."""

    edit: Edit
    title: tuple[Piece, ...]
    pieces: tuple[Piece, ...]
    size: str
    diff: str


def register(app: Flask) -> None:
    """The addresses of edits."""
    app.add_url_rule("/edits", "edits", edits)
    app.add_url_rule("/edits.json", "edits_json", edits_twin)
    app.add_url_rule("/edits.atom", "edits_feed", edits_feed)


def edits_url(address: Address, kind: str = "", page: int = 1) -> str:
    """Where the edits are of what a search finds; as a file: "json", "feed"."""
    asked = replace(address.followed(), page=str(page) if page > 1 else "")
    return with_query(path_to(f"edits_{kind}" if kind else "edits"), asked.pairs())


def edits() -> str:
    """A page of edits, the last first."""
    address = Address.read(request.args)
    found = _found(address)
    number = address.number()
    return render_template(
        "edits.html",
        found=found,
        shown=[_shown(edit) for edit in found.edits],
        earlier=edits_url(address, page=number + 1) if found.more else None,
        later=edits_url(address, page=number - 1) if number > 1 else None,
        kinds=_kinds(address),
        search=search_url(address.followed()),
        feed=edits_url(address, "feed"),
        twin=edits_url(address, "json", number),
    )


def edits_twin() -> Response:
    """The same as JSON, version 1."""
    return jsonify(edits_json(_found(Address.read(request.args))))


def edits_feed() -> Response:
    """The same as Atom."""
    address = Address.read(request.args)
    found, number = _found(address), address.number()
    token = live().store.change_token(1) or ""  # of this archive alone, wherever it is served
    page = partial(edits_url, address, "feed")
    links = feeds.paged(page, number, edits_url(address), more=found.more)
    feed = atom.Feed(
        id=atom.name("edits", token, *chain.from_iterable(address.followed().pairs())),
        title=f"{masthead().title}: edits" + (f", {address.text}" if address.text else ""),
        author=masthead().title,
        updated=max((edit.at for edit in found.edits), default=last_change()),
        links=links,
        entries=tuple(map(_entry, found.edits)),
        gone=(),
        total=None,  # which nobody has counted
        start=(number - 1) * PER_PAGE + 1,
        per_page=PER_PAGE,
        rights=masthead().rights,
    )
    return feeds.answered(feed)


def _found(address: Address) -> Edits:
    """The page of edits that an address asks for. RequestError where there is no such page."""
    asked, number = address.asked(PER_PAGE), address.number()
    found = live().answer(lambda search: edited(search, asked, asked.offset, PER_PAGE))
    if number > 1 and not found.edits:
        raise RequestError(f"There is no page {number:,} of edits", "go back to the first")
    return found


def _shown(edit: Edit) -> Shown:
    return Shown(edit, title_pieces(edit), pieces_of(edit), _size(edit), _diff_url(edit))


def _diff_url(edit: Edit) -> str:
    pair = f"{edit.before.revision}..{edit.after.revision}"
    return url_for("diff", article_id=edit.after.id, pair=pair)


def _size(edit: Edit) -> str:
    return f"{counted(edit.words, 'word')}, {edit.share}%" if edit.words else ""


def _kinds(address: Address) -> list[tuple[str, str, bool]]:
    """The ways to narrow the page by the kind of edit: what to call it, where, whether it is."""
    plain = " ".join(word for word in address.text.split() if word not in _WORDS)
    return [
        (label, edits_url(replace(address, text=f"{plain} {word}".strip(), page="")), chosen)
        for label, word in _LABELS.items()
        for chosen in [word in address.text.split() if word else plain == address.text]
    ]


_LABELS = {
    "All": "", "Silent": "edited:silent", "Marked": "edited:marked", "Of the title": "edited:title",
    "A tenth or more": "changed:10%..",
}  # fmt: skip
_WORDS = frozenset(filter(None, _LABELS.values()))


def _entry(edit: Edit) -> atom.Entry:
    after = edit.after
    return atom.Entry(
        id=atom.name("edit", after.id, str(edit.after.revision)),
        title=f"{after.headline} ({edit.kind})",
        updated=edit.at,
        link=absolute(_diff_url(edit)),
        language=after.language,
        authors=after.agency or tuple(filter(None, [after.publisher])),
        categories=(edit.kind, *edit.changed),
        summary=_summary(edit),
    )


def _summary(edit: Edit) -> str:
    """What was changed, with both titles where they differ, in brackets as on a terminal."""
    size = _size(edit)
    lines = [f"Changed: {', '.join(edit.changed)}{f' ({size})' if size else ''}"]
    if told := ": ".join(filter(None, (edit.after.status, edit.after.note))):
        lines.append(told)
    if "title" in edit.changed:
        lines.append(f"“{edit.before.title or ''}” became “{edit.after.title or ''}”")
    text = " ".join("".join(map(_bracketed, pieces_of(edit))).split())
    lines.append(text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …")
    return " · ".join(filter(None, lines))


def _bracketed(piece: Piece) -> str:
    signs = {"removed": "[-{}-]", "added": "{{+{}+}}", "same": "{}"}
    return signs[piece.kind].format(piece.text)
