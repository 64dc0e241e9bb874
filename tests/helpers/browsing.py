"""How Chromium is started, and what axe says of a page."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
_AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page, *, preload: bool = True) -> list[tuple[str, str]]:
    """What axe finds on a page: the rule, and the element that breaks it. `preload`: axe may fetch
    the page's styles, which one that may fetch nothing would complain of.
    """
    page.evaluate(_AXE)
    found = page.evaluate(
        "rules => axe.run(document, rules)", {"runOnly": _RULES, "preload": preload}
    )
    return [
        (each["id"], node["html"][:160]) for each in found["violations"] for node in each["nodes"]
    ]
