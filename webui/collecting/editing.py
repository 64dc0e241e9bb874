"""Collections changed from a browser, by forms that work without a script: each is posted to one
address, and answered with the page that shows what was done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import Flask, redirect, render_template, request, url_for
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from archive.article import Article
from archive.collecting.collecting import Collecting
from archive.collecting.draft import Place
from archive.collecting.journal import Act
from archive.errors import RequestError
from archive.store.store import Store
from webui.collecting import guard, seen
from webui.collecting.held import lists
from webui.common.address import Address
from webui.common.closed import is_readable
from webui.common.links import permalink, search_url
from webui.common.live import live, page_size

_MOST = 500  # articles that are put in at once


def register(app: Flask, token: object) -> None:
    """What pages know of the token; and, where there is one, the addresses that change things."""
    app.extensions["edit_token"] = token
    app.context_processor(lambda: {"editing": guard.token()})
    app.jinja_env.globals["mark_of"] = seen.mark
    if not token:
        return
    app.add_url_rule("/collect", "collect", collect)
    app.add_url_rule("/edit", "edit", edit, methods=["POST"])
    guard.register(app)


def collect() -> str:
    """Asks into which collection articles go: those that were ticked, or all that are found, and
    that may be read. Forbidden for whoever cannot put them in.
    """
    if guard.token() is None:
        raise Forbidden("What is forwarded by another server changes nothing here")
    address = Address.read(request.args)
    ids = list(dict.fromkeys(filter(None, request.args.getlist("id"))))
    if not ids:
        ids = _all_found(address)
    if len(ids) > _MOST:
        raise RequestError(
            f"More than {_MOST} articles are not put in at once", "tick some, or narrow the search"
        )
    return render_template("collect.html", articles=_readable(ids), back=search_url(address))


def _all_found(address: Address) -> list[str]:
    asked = replace(address, page="", size="").asked(page_size(address))
    asked = replace(asked, limit=_MOST + 1, facets=False, timeline=False, snippets=False)
    return [hit.article.id for hit in live().search(asked).hits]


def _readable(ids: list[str]) -> list[Article]:
    """Those of some articles that may be read."""
    found = live().store.get_many(ids)
    return [found[each] for each in ids if each in found and is_readable(found[each])]


def edit() -> Response:
    """Does what a form asks for, and leads to where it shows."""
    guard.check()
    what = request.form.get("do", "")
    if what not in _ACTIONS:
        raise RequestError(f"There is nothing called {what!r} to do", "use the forms of the pages")
    try:
        act = live().change(lambda store: _done(store, what))
    except seen.OvertakenError as error:
        return seen.told(error, _where(what, None))
    except RequestError as error:  # a hint that is a command is for whoever has a terminal
        hint = "" if "archive " in error.hint else error.hint
        raise RequestError(error.message, hint) from error
    return redirect(_where(what, act), 303)


def _done(store: Store, what: str) -> Act | None:
    with store.transaction():
        seen.check(store, what)
        return _ACTIONS[what](Collecting(store))


def _where(what: str, act: Act | None) -> str:
    """The page that shows what was done."""
    done = act.number if act else None
    ids = request.form.getlist("id")
    if request.form.get("from") == "article" and len(ids) == 1:
        return f"{permalink(ids[0], None)}#collected"
    name = act.key if act else request.form.get("name", "") or request.form.get("collection", "")
    found = lists().find(name)
    if found is None:
        return url_for("collections", done=done)
    place = lists().ids(found.key)
    at = next((each for each in ids if each in place), None) if what != "remove" else None
    page = place.index(at) // 100 + 1 if at and len(ids) == 1 else 1
    where = url_for(
        "collection", collection_name=found.name, page=page if page > 1 else None, done=done
    )
    return f"{where}#a-{at}" if at and len(ids) == 1 else where


# What can be done, by the name that forms have for it --------------------------------------------


def _text(name: str) -> str:
    return request.form.get(name, "")


def _collection() -> str:
    return _text("collection")


def _id() -> str:
    return _text("id")


def _new(collecting: Collecting) -> Act | None:
    return collecting.new(_text("name"), _text("note"))


def _put(collecting: Collecting) -> Act | None:
    """Into the collection that is chosen, or into a new one that is named."""
    given = request.form.getlist("id")
    ids = [each.id for each in _readable(given)] if len(given) <= _MOST else []
    if not ids:
        raise RequestError(f"Put in at least one article, and at most {_MOST} at once")
    name, quote = _text("name").strip() or _collection(), _text("passage").strip()
    if not name:
        raise RequestError("No collection is named", "choose one, or name a new one")
    note, found = _text("note"), lists().find(name)
    if found and len(ids) == 1 and not quote and note.strip() and ids[0] in lists().ids(name):
        return collecting.note(name, note, ids[0])
    return collecting.add(name, ids, note, Place(), quote, _text("on_passage"), make=True)


def _remove(collecting: Collecting) -> Act | None:
    return collecting.remove(_collection(), [_id()])


def _move(collecting: Collecting) -> Act | None:
    number = _text("number").strip()
    if not (number.isascii() and number.isdigit() and len(number) < 8):
        raise RequestError(f"{number!r} is not a place", "places are numbered 1, 2, 3 ...")
    return collecting.move(_collection(), [_id()], Place("number", int(number)))


def _note(collecting: Collecting) -> Act | None:
    return collecting.note(_collection(), _text("note"), _id())


def _passage(collecting: Collecting) -> Act | None:
    return collecting.passage(_collection(), _id(), _text("passage"), _text("on_passage"))


def _forget(collecting: Collecting) -> Act | None:
    return collecting.without_passage(_collection(), _id(), _text("passage"))


def _rename(collecting: Collecting) -> Act | None:
    return collecting.rename(_collection(), _text("name"))


def _delete(collecting: Collecting) -> Act | None:
    return collecting.delete(_collection())


def _act_number() -> int:
    text = _text("number")
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise RequestError(f"{text!r} is no act")
    return int(text)


def _undo(collecting: Collecting) -> Act | None:
    return collecting.undo(_act_number())


def _redo(collecting: Collecting) -> Act | None:
    return collecting.redo(_act_number())


_ACTIONS: dict[str, Callable[[Collecting], Act | None]] = {
    "new": _new, "put": _put, "remove": _remove, "move": _move, "note": _note,
    "passage": _passage, "forget": _forget, "rename": _rename, "delete": _delete, "undo": _undo,
    "redo": _redo,
}  # fmt: skip
