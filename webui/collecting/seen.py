"""Two windows: a note is replaced only by who has seen what stands there.

A form brings a mark of each note that its page showed. Where another note stands now, nothing is
done, and a page tells what stands there beside what was typed.
"""

from __future__ import annotations

from hashlib import sha256

from flask import Response, make_response, render_template, request

from archive.collecting.kept import Collection, checked_note
from archive.collecting.reading import Collections
from archive.errors import RequestError
from archive.store.store import Store
from archive.text.plain import fold_line

_NOTING = ("note", "put", "passage")  # what forms do that replaces a note


class OvertakenError(RequestError):
    """Another note stands in a collection than the page of a form showed: `now`, where `typed`
    would go, which is the value of `field`.
    """

    def __init__(self, collection: str, now: str, typed: str, field: str) -> None:
        super().__init__("Another note stands there than the page showed")
        self.collection, self.now, self.typed, self.field = collection, now, typed, field


def mark(note: str) -> str:
    """What a form brings of a note that its page showed."""
    return sha256(note.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def check(store: Store, what: str) -> None:
    """OvertakenError where the form would replace a note that its page did not show. Inside the
    transaction that replaces it.
    """
    form, lists = request.form, Collections(store.database)
    ids = form.getlist("id")
    name = (form.get("name", "").strip() if what == "put" else "") or form.get("collection", "")
    found = lists.find(name)
    if what not in _NOTING or found is None or len(ids) > 1:
        return
    quote = form.get("passage", "").strip() if what != "note" else ""
    field = "on_passage" if quote else "note"
    typed = checked_note(form.get(field, ""))
    if what == "put" and not quote and not typed:
        return  # whoever puts an article in again without a note takes none away
    now = _standing(lists, found, ids[0] if ids else "", quote)
    if typed != now and mark(now) not in (form.getlist("shown") or [mark("")]):
        raise OvertakenError(found.name, now, typed, field)


def _standing(lists: Collections, found: Collection, article_id: str, quote: str) -> str:
    """The note on a collection, on an article in it, or on a passage of that."""
    if not article_id:
        return found.note
    listed = lists.listed(found.key, [article_id]).get(article_id)
    if listed is None:
        return ""
    if not quote:
        return listed.note
    key = fold_line(quote)
    return next((each.note for each in listed.passages if fold_line(each.quote) == key), "")


def told(overtaken: OvertakenError, back: str) -> Response:
    """The page that says what stands there, and has what was typed, to be kept all the same."""
    own = ("token", "shown", overtaken.field)
    page = render_template(
        "overtaken.html",
        found=overtaken,
        fields=[pair for pair in request.form.items(multi=True) if pair[0] not in own],
        back=back,
    )
    return make_response(page, 409)
