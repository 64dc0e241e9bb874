"""Scripts in every field of an article and in every parameter of an address, opened in Chromium.

Each would say so if it ran: by a dialog, by a line on the console, or by a request of its own.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Dialog, Page, sync_playwright

from archive.intake.ingest import ingest
from archive.readers.sources.source import sources
from archive.store.store import Store
from tests.helpers.browsing import ARGUMENTS
from tests.helpers.serving import started

RAN = "it-ran"  # what a payload that runs writes, asks for or shows
_DO = f"console.log('{RAN}')"
PAYLOADS = (
    f"<script>{_DO}</script>",
    f"</title></textarea></style></script><script>{_DO}</script>",
    f"<img src=x onerror={_DO}>",
    f'"><svg onload={_DO}>',
    f"' onmouseover='{_DO}' autofocus onfocus='{_DO}' x='",
    f"javascript:{_DO}",
    f"<a href=\"javascript:{_DO}\">a</a> [b](javascript:{_DO})",
    f"<iframe srcdoc=\"<script>parent.{_DO}</script>\"></iframe>",
    f"<details open ontoggle={_DO}><summary>a</summary></details>",
    f"<math><mtext></mtext><script>{_DO}</script></math>",
    f"{{{{{_DO}}}}}${{{_DO}}}<%={_DO}%>",
    f"<link rel=stylesheet href=/{RAN}.css><base href=//{RAN}.example/>",
    f"<style>@import '/{RAN}.css'; * {{ background: url(/{RAN}.png) }}</style>",
    f"<object data=\"data:text/html,<script>{_DO}</script>\"></object>",
    f"<form action=javascript:{_DO}><input type=submit autofocus></form>",
)  # fmt: skip
FIELDS = (
    "title", "body", "summary", "section", "dateline", "publisher", "credit", "note", "url",
    "language", "identifier",
)  # fmt: skip
LISTS = ("tags", "agency", "authors", "places")
# Of each page the parameters that it reads; and some that none does.
ADDRESSES = {
    "/": ("q", "tag", "agency", "author", "from", "to", "sort", "page", "x"),
    "/facet/tag": ("q", "begins", "sort"),
    "/advanced": ("q", "all", "tag"),
    "/calendar": ("q", "tag", "year"),
    "/chart": ("q", "by", "compare"),
    "/map": ("q", "tag"),
    "/words": ("q", "by"),
    "/coverage": ("q", "by"),
    "/edits": ("q",),
    "/help": ("q",),
    "/article/{id}": ("q", "tag"),
    "/{}": ("",),
}


def payloads(folder: Path, say: Callable[[str], None]) -> int:
    """Opens everything; `say` is told of each page on which something ran. How many were tried."""
    ids = _hostile(folder)
    server, address = started(folder / "home")
    tried = 0
    try:
        with _browser() as (page, ran):
            page.goto(f"data:text/html,<script>{_DO}</script>")
            assert ran.pop(), "what runs is not seen"
            for path, where in _pages(ids):
                tried += 1
                page.goto(address + path, wait_until="load")
                page.keyboard.press("Tab")
                page.evaluate("0")  # what the key set off has been told by the time of the answer
                if ran:
                    say(f"{where} ran something: {', '.join(ran)}")
                    ran.clear()
    finally:
        server.terminate()
        server.communicate(timeout=20)
    return tried


def missing() -> str:
    """Why no payload can be opened; "" where they can."""
    return "" if _chromium() else "Chromium is not installed, so no payload is opened"


def _chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


def _hostile(folder: Path) -> list[str]:
    """An archive of an article for each payload, which has it in every field; their ids."""
    pile = folder / "pile"
    pile.mkdir()
    for number, payload in enumerate(PAYLOADS):
        record = dict.fromkeys(FIELDS, payload) | {name: [payload] for name in LISTS}
        record |= {"published": "2017-11-03", "identifier": f"{number} {payload}"}
        (pile / f"{number}.json").write_text(json.dumps(record))
    with Store.create(folder / "home") as store:
        report = ingest(store, sources([str(pile)]))
        assert report.added == len(PAYLOADS), report.skipped
        return sorted(store.ids())


def _pages(ids: list[str]) -> Iterator[tuple[str, str]]:
    yield "/", "the list of articles"
    for each in ids:
        for path in ("", "/history", "/cite"):
            yield f"/article/{each}{path}", f"a page of an article, {path}"
    for path, parameters in ADDRESSES.items():
        for name in parameters:
            for payload in PAYLOADS:
                filled = path.format(quote(payload, safe=""), id=ids[0])
                asked = f"?{name}={quote(payload)}" if name else ""
                yield filled + asked, f"{path} with {name}={payload}"


@contextmanager
def _browser() -> Iterator[tuple[Page, list[str]]]:
    """A page of Chromium, and what has run in it."""
    ran: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(args=ARGUMENTS, executable_path=_chromium())
        page = browser.new_page()

        def console(text: str) -> None:
            if text == RAN:  # a report that one was kept from running holds more
                ran.append("a script")

        def dialog(shown: Dialog) -> None:
            ran.append(f"a dialog {shown.message!r}")
            shown.dismiss()

        page.on("console", lambda message: console(message.text))
        page.on("dialog", dialog)
        page.on("request", lambda asked: _asked(asked.url, asked.is_navigation_request(), ran))
        yield page, ran
        browser.close()


def _asked(url: str, leads: bool, ran: list[str]) -> None:
    if RAN in url.partition("?")[0] and not leads:
        ran.append(url)
