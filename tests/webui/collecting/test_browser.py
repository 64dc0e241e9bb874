"""Collections changed in a real browser; and pages of elsewhere, opened in it, that try to."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from archive.collecting.collecting import Collecting
from archive.store.store import Store
from tests.helpers.browsing import ARGUMENTS, follow
from tests.webui.collecting.conftest import members, three

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
NAME = "Bridges & Co"
PHONE: Any = {"width": 390, "height": 844}
NARROW: Any = {"width": 320, "height": 640}


def titles(page: Page) -> list[str]:
    return page.locator(".members h2").all_inner_texts()


def member(page: Page, number: int) -> Any:
    """An article of a collection, its forms unfolded."""
    found = page.locator(".members > li").nth(number - 1)
    details = found.locator("details")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    return found


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_collection_is_made_and_changed_in_the_browser(
    browse: Callable[..., BrowserContext], serve_editable: Callable[..., str], scripts: bool
) -> None:
    page = browse(refused=True, java_script_enabled=scripts, viewport=PHONE).pages[0]
    address = serve_editable("--processes", "2")

    # One is made, and filled from a search with what is ticked.
    page.goto(f"{address}/collections")
    page.get_by_label("Name").fill("Notes <for> ")  # what a name cannot have is told
    follow(page.get_by_role("button", name="Make it"))
    assert "cannot contain <" in page.locator("main").inner_text()
    page.goto(f"{address}/collections")
    page.get_by_label("Name").fill("Monday")
    page.get_by_label("Note").fill("What to ask")
    follow(page.get_by_role("button", name="Make it"))
    assert page.locator("h1").inner_text() == "Monday"
    page.goto(f"{address}/?q=Syria&sort=newest")
    hits = page.locator(".hits > li")
    wanted = [hits.nth(at).locator("h2").inner_text() for at in (0, 2)]
    for at in (0, 2):
        hits.nth(at).get_by_role("checkbox").check()
    follow(page.get_by_role("button", name="Collect"))
    assert page.locator("h1").inner_text() == "Collect 2 articles"
    page.locator("select[name=collection]").select_option("Monday")
    page.get_by_label("Note on each").fill("From the search")
    follow(page.get_by_role("button", name="Put in"))
    assert titles(page) == wanted
    assert "Put in 2 articles." in page.locator(".done").inner_text()

    # An order, a note, a passage.
    member(page, 2).get_by_label("Place").fill("1")
    follow(member(page, 2).get_by_role("button", name="Move"))
    assert titles(page) == wanted[::-1]
    member(page, 1).locator("textarea[name=note]").fill("Ask <again>")
    follow(member(page, 1).get_by_role("button", name="Keep the note").first)
    assert "Ask <again>" in page.locator(".members > li").first.inner_text()
    follow(page.locator(".members h2 a").first)
    passage = " ".join(page.locator(".body p").last.inner_text().split()[:5])
    if not page.get_by_label("Passage, as").is_visible():
        page.get_by_text("Put it into a collection").click()
    if scripts:  # what is selected is filled in
        page.evaluate(
            "(words) => { const text = document.querySelector('.body p:last-of-type').firstChild;"
            " const range = document.createRange(); range.setStart(text, 0);"
            " range.setEnd(text, words.length); getSelection().removeAllRanges();"
            " getSelection().addRange(range); }",
            passage,
        )
        expect(page.get_by_label("Passage, as")).to_have_value(passage)
    page.get_by_label("Passage, as").fill(passage)
    page.get_by_label("Note on the passage").fill("Who says so?")
    page.locator("select[name=collection]").select_option("Monday")
    follow(page.get_by_role("button", name="Put in"))
    shown = page.locator("section.collected").inner_text()
    assert passage in shown
    assert "Who says so?" in shown
    follow(page.locator("section.collected").get_by_role("link", name="Monday"))
    assert page.locator(".passage blockquote").inner_text() == passage

    # Taken out, deleted, and back.
    follow(member(page, 1).get_by_role("button", name="Take it out"))
    assert titles(page) == wanted[:1]
    follow(page.get_by_role("button", name="Undo"))
    assert titles(page) == wanted[::-1]
    assert page.locator(".passage figcaption").inner_text() == "Who says so?"
    page.get_by_text("Change the note, the name").click()
    page.get_by_label("Name", exact=True).fill("Tuesday")
    follow(page.get_by_role("button", name="Rename"))
    assert page.locator("h1").inner_text() == "Tuesday"
    page.get_by_text("Change the note, the name").click()
    follow(page.get_by_role("button", name="Delete this"))
    assert "Tuesday" not in page.locator(".collections").inner_text()
    follow(page.get_by_role("button", name="Undo"))
    assert page.locator("h1").inner_text() == "Tuesday"
    assert titles(page) == wanted[::-1]
    page.goto(f"{address}/?collection=Tuesday")
    assert page.locator(".hits > li").count() == 2
    page.get_by_role("link", name="Sort", exact=True).click()
    follow(page.get_by_role("link", name="As collected"))
    assert page.locator(".hits h2").all_inner_texts() == wanted[::-1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_with_forms_are_accessible_narrow_and_printed_without_them(
    browse: Callable[..., BrowserContext], serve_editable: Callable[..., str], collected: Path,
    scheme: Any,
) -> None:  # fmt: skip
    page = browse(viewport=NARROW, color_scheme=scheme).pages[0]
    address = serve_editable()
    with Store.open(collected) as store:
        one = three(store)[0]
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    for path in (
        "/collections",
        f"/collection/{NAME}?done=2",
        f"/article/{one}",
        "/collect?q=Raqa",
    ):
        page.goto(address + path)
        page.evaluate(
            "document.querySelectorAll('details').forEach((each) => { each.open = true; })"
        )
        page.evaluate(AXE)
        found = page.evaluate("rules => axe.run(document, rules)", rules)
        assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], path
        assert page.locator("button:visible").count() > 1
        page.emulate_media(media="print")
        visible = "button:visible, input:visible, select:visible, textarea:visible"
        assert page.locator(visible).count() == 0, path
        page.emulate_media(media="screen")


# From elsewhere ----------------------------------------------------------------------------------

ATTACK = """<!doctype html><title>Elsewhere</title><iframe name="hole" id="hole"></iframe>
<form id="form" method="post" target="hole" action="TARGET/edit">
<input name="token" value="TOKEN"><input name="do" value="delete">
<input name="collection" value="Bridges &amp; Co"></form>
<script>
const form = "token=TOKEN&do=delete&collection=Bridges+%26+Co";
const type = (name) => ({ "Content-Type": name });
const tried = async (name, what) => {
  try { return [name, await what()]; } catch (error) { return [name, `refused: ${error.name}`]; }
};
const text = async (path, how) => (await fetch("TARGET" + path, how)).text();
const url = "application/x-www-form-urlencoded";
const attack = () => Promise.all([
  tried("read", () => text("/collections")),
  tried("read json", () => text("/collections.json")),
  tried("read with all", () => text("/", { credentials: "include" })),
  tried("write", () => text("/edit", { method: "POST", body: form, headers: type(url) })),
  tried("write blindly", async () => (await fetch(
    "TARGET/edit", { method: "POST", mode: "no-cors", body: form, headers: type(url) })).type),
  tried("write json", () => text(
    "/edit", { method: "POST", body: "{}", headers: type("application/json") })),
  tried("put", () => text("/edit", { method: "PUT", body: form })),
  tried("beacon", async () => String(
    navigator.sendBeacon("TARGET/edit", new URLSearchParams(form)))),
  tried("frame", async () => {
    const frame = document.createElement("iframe");
    frame.src = "TARGET/collections";
    document.body.append(frame);
    await new Promise((done) => { frame.onload = done; setTimeout(done, 2000); });
    return frame.contentDocument.body.innerHTML;
  }),
  tried("window", async () => {
    const other = open("TARGET/collections");
    await new Promise((done) => setTimeout(done, 1000));
    return other.document.body.innerHTML;
  }),
]);
</script>"""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A server of another origin, and the folder that it serves."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", folder
    server.shutdown()
    server.server_close()


@pytest.fixture
def victim(chromium: str, playwright: Playwright, tmp_path: Path) -> Iterator[BrowserContext]:
    """A browser that has the archive open, and believes that evil.example is this machine."""
    rules = "--host-resolver-rules=MAP evil.example 127.0.0.1"
    context = playwright.chromium.launch_persistent_context(
        tmp_path / "victim", executable_path=chromium, headless=True, args=[*ARGUMENTS, rules]
    )
    context.set_default_timeout(20_000)
    yield context
    context.close()


def token_in(page: Page) -> str:
    return str(page.locator("input[name=token]").first.input_value())


def test_a_page_of_another_origin_neither_writes_nor_reads(
    victim: BrowserContext, serve_editable: Callable[..., str], elsewhere: tuple[str, Path],
    collected: Path,
) -> None:  # fmt: skip
    address = serve_editable()
    own = victim.new_page()
    own.goto(f"{address}/collections")
    token = token_in(own)
    for name, known in (("guessed", "x" * len(token)), ("even known", token)):
        text = ATTACK.replace("TARGET", address).replace("TOKEN", known)
        origin, folder = elsewhere
        (folder / "attack.html").write_text(text)
        page = victim.new_page()
        page.goto(f"{origin}/attack.html")
        with page.expect_response(re.compile("/edit")) as answered:
            page.evaluate("document.querySelector('#form').submit()")
        assert answered.value.status == 403, name
        found = dict(page.evaluate("attack()"))
        refused = [each for each, what in found.items() if str(what).startswith("refused")]
        assert set(found) - set(refused) == {"write blindly", "beacon"}, found
        assert found["write blindly"] == "opaque"
        assert len(members(collected)) == 3, name
        page.close()

    # The same form on a page of its own does write: it is the origin that was refused.
    own.goto(f"{address}/collection/{NAME}")
    own.get_by_text("Change the note, the name").click()
    follow(own.get_by_role("button", name="Delete this"))
    assert members(collected) == []


def test_a_name_that_leads_here_is_not_answered(
    victim: BrowserContext, serve_editable: Callable[..., str], collected: Path
) -> None:
    address = serve_editable()
    port = urlsplit(address).port
    page = victim.new_page()
    answer = page.goto(f"http://evil.example:{port}/collections")
    assert answer is not None
    assert answer.status == 421
    assert "token" not in page.content()
    status = page.evaluate(
        "fetch('/edit', { method: 'POST', body: new URLSearchParams({ do: 'delete' }) })"
        ".then((answer) => answer.status)"
    )
    assert status == 421
    assert len(members(collected)) == 3
    own = page.goto(f"http://localhost:{port}/collections")
    assert own is not None
    assert own.status == 200


def test_two_at_once_lose_nothing(
    browse: Callable[..., BrowserContext], serve_editable: Callable[..., str], collected: Path
) -> None:
    address = serve_editable("--processes", "2")
    page = browse().pages[0]
    page.goto(f"{address}/collections")
    statuses = page.evaluate(
        """async (token) => {
          const post = (number) => fetch("/edit", { method: "POST", body: new URLSearchParams(
            { token, do: "new", name: `List ${number}`, note: "x" }) });
          const answers = await Promise.all(Array.from({ length: 24 }, (_, at) => post(at)));
          return answers.map((each) => each.status);
        }""",
        token_in(page),
    )
    assert statuses == [200] * 24  # where each leads to
    page.reload()
    assert page.locator(".collections > li").count() == 24 + 2


def test_a_title_in_any_direction_stands_over_its_articles_and_headings_are_alike(
    browse: Callable[..., BrowserContext], serve_editable: Callable[..., str], collected: Path
) -> None:
    with Store.open(collected) as store:
        lists = Collecting(store)
        lists.new("مجموعة الأخبار")
        lists.add("مجموعة الأخبار", members(collected))
    address = serve_editable()
    page = browse(viewport={"width": 1280, "height": 900}).pages[0]
    page.goto(f"{address}/collection/مجموعة الأخبار")
    title = page.locator("h1").bounding_box()
    held = page.locator(".members").bounding_box()
    assert title is not None
    assert held is not None
    assert title["x"] == held["x"]
    assert title["width"] < held["width"] / 2
    page.goto(f"{address}/article/{members(collected)[0]}")
    styles = [
        page.locator(f"#{each}").evaluate("(head) => getComputedStyle(head).font")
        for each in ("collected", "record")
    ]
    assert styles[0] == styles[1]
