"""How long a site in a box takes to open, and to search, in Chromium, from the address of a file.

    python benchmarks/boxes.py FOLDER [TIMES]

FOLDER is what `archive export --format site` wrote. Prints milliseconds from the start of loading
to the first answer on the page (the median of TIMES, 5 by default, each in a new browser), of some
searches, and what the scripts hold in memory. As on any machine in use by others, the clock says
more with nothing else running.
"""

from __future__ import annotations

import shutil
import statistics
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

SEARCHES = ("oil", "oil prices", '"crude oil"', "oil OR gas OR trade", "pro*", "-oil", "")
_SEARCH = """text => {
  const began = performance.now(), {engine, words, language} = box.view;
  const chosen = Object.fromEntries(language.fields.map(({name}) => [name, []]));
  box.search(engine, words, language, {text, chosen, from: "", to: "", sort: ""});
  return performance.now() - began;
}"""


def opened(page: Page, folder: Path) -> float:
    """Milliseconds until the page shows its first answer."""
    page.goto((folder / "index.html").resolve().as_uri())
    page.locator("html[data-ready]").wait_for(timeout=120_000)
    took: float = page.evaluate("performance.getEntriesByType('navigation')[0].duration")
    return took


def main(folder: Path, times: int) -> None:
    """Prints the figures of a site."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    arguments = ["--no-sandbox", "--enable-precise-memory-info"]
    took: list[float] = []
    with sync_playwright() as playwright:
        for _ in range(times):
            browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
            page = browser.new_page()
            took.append(opened(page, folder))
            count = page.evaluate("box.data.about.articles")
            searched = {
                text: statistics.median(page.evaluate(_SEARCH, text) for _ in range(5))
                for text in SEARCHES
            }
            memory = page.evaluate("performance.memory.usedJSHeapSize")
            browser.close()
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(f"{count:,} articles, {size:,} bytes, {memory / 1e6:.0f} MB of memory")
    print(f"opens in {statistics.median(took):.0f} ms (of {times}: {sorted(map(round, took))})")
    for text, each in searched.items():
        print(f"{each:8.1f} ms  {text or '(everything)'}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5)
