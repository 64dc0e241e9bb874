"""How Chromium is started, how links are followed in it, and what axe says of a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Locator, Page

ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
_AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS: Any = [  # the schemes of colours that a reader may have
    {"color_scheme": scheme, "forced_colors": forced}
    for scheme in ("light", "dark")
    for forced in ("none", "active")
]
_OF_COLOURS = ["color-contrast", "link-in-text-block"]  # the rules that another scheme may break


@contextmanager
def leaving(page: Page) -> Iterator[None]:
    """What is done within it leads to another document, which is whole in the end: its text, its
    style and its scripts. Else what is read next may be of the page before, or of half of the new.
    """
    page.wait_for_load_state()  # or this page's own end would be taken for that of the other
    with page.expect_event("load"):
        yield


def follow(link: Locator) -> None:
    """Clicks on what leads to another page, a link or the button of a form."""
    with leaving(link.page):
        link.click()


def violations(page: Page, *, preload: bool = True) -> list[tuple[str, str]]:
    """What axe finds on a page: the rule, and the element that breaks it; in every scheme of
    colours. `preload`: axe may fetch the page's styles, which one that may fetch nothing would
    complain of.
    """
    page.evaluate(_AXE)
    found = _found(page, _RULES, preload)
    for scheme in COLOURS[1:]:
        page.emulate_media(**scheme)
        found += [(f"{rule} {scheme}", html) for rule, html in _found(page, _OF_COLOURS, preload)]
    page.emulate_media(**COLOURS[0])
    return found


def _found(page: Page, rules: list[str], preload: bool) -> list[tuple[str, str]]:
    options = {"runOnly": rules, "preload": preload, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        (each["id"], node["html"][:160]) for each in found["violations"] for node in each["nodes"]
    ]
