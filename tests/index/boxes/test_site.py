"""What a site in a box holds, and what it looks like."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from archive.article import Article, Image
from archive.collecting.kept import Collection, Passage
from archive.collecting.shown import UNREADABLE, Quoted, Shown
from archive.errors import OutputError
from archive.exports.verify import verify
from index.boxes import site
from index.boxes.collected import Collected
from index.boxes.vendored import altered, credited, table, vendored_files
from tests.helpers.archives import ROOT
from tests.helpers.browsing import follow, violations
from tests.helpers.looks import TAKEN
from tests.index.boxes.conftest import Box

OpenBox = Callable[..., Box]
HOSTILE = "<script>alert(1)</script> ' \\ \u2028 </p> $name ${up} [x](javascript:alert(1))"
BROWSER = ROOT / "index" / "boxes" / "browser"
SAFE = re.compile(r"[a-z0-9._/-]+")  # a name that every file system takes, whatever its case


def names(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def test_the_folder_is_whole_verifies_and_has_names_for_every_system(
    make_article: Callable[..., Article], make_site: Callable[..., Path]
) -> None:
    folder = make_site([make_article("one", title='A/B: C*? "<>|', tags=("CON", "aux.txt"))])
    assert all(SAFE.fullmatch(name) and len(name) < 80 for name in names(folder))
    manifest = folder.with_name(f"{folder.name}.manifest.json")
    assert list(verify(manifest, None)) == []
    told = json.loads(manifest.read_text("utf-8"))
    assert (told["query"], told["format"], told["articles"], told["change"]) == (
        "Syria",
        "site",
        1,
        7,
    )
    (folder / "data" / "words.js").unlink()
    assert list(verify(manifest, None)) == ["box/data/words.js: missing"]


def test_what_is_withdrawn_withheld_or_under_an_embargo_is_in_no_file(
    make_article: Callable[..., Article], make_site: Callable[..., Path]
) -> None:
    hidden = [
        make_article("two", body="zyzzyva", title="zyzzyva", status="withdrawn"),
        make_article("three", body="zyzzyva", tags=("zyzzyva",), status="withheld"),
        make_article("four", body="zyzzyva", extra={"embargo": "2999-01-01T09:00:00+00:00"}),
    ]
    folder = make_site([make_article("one", status="corrected"), *hidden])
    for name in names(folder):
        text = (folder / name).read_text("utf-8")
        assert "zyzzyva" not in text, name
        assert not any(article.id in text or article.id in name for article in hidden), name


def test_a_collection_has_a_page_in_its_order_with_what_is_said_and_nothing_of_what_is_not_there(
    make_article: Callable[..., Article], make_site: Callable[..., Path]
) -> None:
    two, one, other = (make_article(name, date=f"2017-11-0{n}")
                       for n, name in enumerate(("two", "one", "other"), 1))  # fmt: skip
    said = (Quoted(Passage("Text of one", HOSTILE, 1), True), Quoted(Passage("Gone", "", 3), False))
    members = (
        Shown(1, two.id, two), Shown(2, other.id, other, "zyzzyva"), Shown(3, "a" * 16, None),
        Shown(4, one.id, one, f"On one {HOSTILE}", said),
    )  # fmt: skip
    collection = Collection("Monday <&>", f"On all {HOSTILE}", "2026-01-01T00:00:00Z")
    folder = make_site([one, two], collected=Collected(collection, members))
    text = (folder / "collection.html").read_text("utf-8")
    assert re.findall(r'<li value="(\d)"><h2.*?articles/(\w+)\.html', text) == [
        ("1", two.id), ("4", one.id),
    ]  # fmt: skip
    for part in ("On all &lt;script&gt;", "On one &lt;script&gt;", ">Text of one<",
                 "It stood there in revision 3", "Monday &lt;&amp;&gt;", "3 articles",
                 f'<li value="3"><p>{UNREADABLE}: {"a" * 16}</p></li>'):  # fmt: skip
        assert part in text
    for name in names(folder):
        text = (folder / name).read_text("utf-8")
        assert "zyzzyva" not in text
        assert ("collection.html" in text) is name.endswith(".html"), name
        assert ("On one" in text) is (name in ("collection.html", f"articles/{one.id}.html")), name


def test_more_articles_than_a_browser_bears_are_refused(
    make_article: Callable[..., Article], make_site: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.setattr(site, "MOST", 2)
    with pytest.raises(OutputError, match="at most 2 articles"):
        make_site(make_article(name) for name in ("one", "two", "three"))
    assert not (tmp_path / "box").exists()


def test_an_article_is_shown_with_its_facts_and_whatever_came_in_does_no_harm(
    make_article: Callable[..., Article], make_site: Callable[..., Path], open_box: OpenBox
) -> None:
    article = make_article(
        "one", title=HOSTILE, body=f"# Big\n\nIt **rose**. {HOSTILE}\n\n![x](https://x.test/a.png)",
        date="2017-11-03", precision="day", agency=("AFP",), tags=("Deir Ezzor", HOSTILE),
        authors=("Jane Roe",), summary=HOSTILE, images=(Image(None, HOSTILE),), note=HOSTILE,
        status="corrected", url="javascript:alert(1)", language="en",
    )  # fmt: skip
    box = open_box(make_site([article]))
    box.ask(f"q={quote('rose')}&tag={quote('deir ezzor')}")
    assert box.page.locator("#total").inner_text() == "1 article"
    follow(box.page.locator("#hits a"))
    page = box.page
    assert (
        page.url == f"{(box.folder / 'articles' / article.id).as_uri()}.html#q=rose&tag=deir+ezzor"
    )
    assert page.locator("h1").inner_text() == " ".join(HOSTILE.split())
    said = page.locator("main").inner_text()
    for part in ("3 November 2017", "AFP", "by Jane Roe", "Deir Ezzor", "corrected", article.id,
                 f"https://news.example.org/article/{article.id}", "Cite as"):  # fmt: skip
        assert part in said, part
    assert page.locator(".body strong").inner_text() == "rose"
    assert page.locator("main script, img, a[href^='javascript']").count() == 0
    assert "For reading only." in page.locator(".colophon").inner_text()
    follow(page.get_by_role("link", name="Back to the results"))
    page.locator("html[data-ready]").wait_for()
    assert page.locator("#q").input_value() == "rose"


def test_a_reader_narrows_by_facets_timeline_and_keys(
    sampled: Callable[..., Path], open_box: OpenBox
) -> None:
    box = open_box(sampled())
    page = box.page
    everything = page.locator("#total").inner_text()
    page.keyboard.press("/")
    page.keyboard.type("Syria")
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash === '#q=Syria'")
    ways = (("#facets", "AFP"), ("#facets", "Conflict"), ("#timeline", "November 2017"))
    for chosen, (region, name) in enumerate(ways, start=1):
        link = page.locator(region).get_by_role("link", name=name).first
        counted = int(re.findall(r"\d+", link.inner_text())[-1])
        link.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#chips a")).to_have_count(chosen)
        expect(page.locator("#total")).to_have_text(re.compile(f"^{counted} article"))
    assert page.evaluate("document.activeElement.id") == "total"
    page.go_back()
    page.wait_for_function("document.querySelectorAll('#chips a').length === 2")
    page.get_by_role("link", name="Skip to the content").focus()
    page.keyboard.press("Enter")
    assert page.locator("#chips a").count() == 2  # the skip link is no search
    page.locator("#q").fill("Syria town")
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash.startsWith('#q=Syria+town&')")
    assert page.locator("#chips a").count() == 2
    box.ask("q=")
    assert page.locator("#total").inner_text() == everything


def test_a_folder_of_which_a_part_is_missing_says_so(
    make_article: Callable[..., Article], make_site: Callable[..., Path], open_box: OpenBox
) -> None:
    folder = make_site([make_article("one")])
    box = open_box(folder)
    (folder / "data" / "words.js").write_text("")
    box.page.reload()
    box.page.get_by_text("This folder is not whole: data/words.js is missing").wait_for()


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(
    sampled: Callable[..., Path], open_box: OpenBox, width: int
) -> None:
    view: Any = {"width": width, "height": 844}
    box = open_box(sampled(collection="Samples"), viewport=view, reduced_motion="reduce")
    some = f"articles/{TAKEN}.html"  # which is noted on in the collection
    kinds = {
        "everything": "index.html#q=", "found": "index.html#q=Syria&tag=conflict&from=2017",
        "refused": "index.html#q=M*deen", "nothing": "index.html#q=zyzzyva",
        "list": "list.html", "about": "about.html", "article": some,
        "collection": "collection.html",
    }  # fmt: skip
    found = {}
    for kind, path in kinds.items():
        box.page.goto("about:blank")
        box.page.goto(f"{box.folder.as_uri()}/{path}")
        if path.startswith("index"):
            box.page.locator("html[data-ready]").wait_for()
        found[kind] = violations(box.page, preload=False)
        assert box.page.evaluate("document.documentElement.scrollWidth") <= width, kind
    assert {kind: each for kind, each in found.items() if each} == {}
    box.requests[:] = [url for url in box.requests if url != "about:blank"]


def test_without_scripts_all_articles_are_a_list(
    sampled: Callable[..., Path], playwright: Any, chromium: str
) -> None:
    folder = sampled("Raqa")
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto((folder / "index.html").as_uri())
    follow(page.get_by_role("link", name="all articles as a list"))
    links = page.locator(".all a")
    assert links.count() == len(list((folder / "articles").iterdir()))
    follow(links.first)
    assert page.locator("article.story").count() == 1
    browser.close()


def test_the_look_is_that_of_the_archives_own_pages() -> None:
    """A site has a style of its own, for no room below webui may read it; the two stay alike."""

    def looks(path: Path) -> list[dict[str, str]]:
        blocks = re.findall(r":root \{(.*?)\}", path.read_text("utf-8"), re.S)
        return [dict(re.findall(r"(--[\w-]+):\s*([^;]+);", block)) for block in blocks]

    own, archives = looks(BROWSER / "site.css"), looks(ROOT / "webui" / "static" / "style.css")
    assert len(own) == 3  # light, dark, and the colours that a reader has chosen
    for mine, theirs in zip(own[:2], archives, strict=False):
        assert mine
        assert mine == {name: theirs[name] for name in mine}


def test_what_is_vendored_is_as_it_came_with_its_licence_and_a_way_to_renew_it() -> None:
    assert altered() == []
    files = {path.name for path in (ROOT / "index" / "boxes" / "vendored").iterdir()}
    named = {name for package in table()["packages"] for name in package["members"]}
    assert files - {"vendored.json"} == set(table()["sums"]) == named
    for library in credited():
        text = (ROOT / "index" / "boxes" / "vendored" / library.licence_file).read_text("utf-8")
        assert "Copyright" in text
        assert library.licence in {"MIT", "BSD-3-Clause"}
    taken = dict(vendored_files({"english-stemmer.js"}))
    assert {"minisearch.js", "base-stemmer.js", "english-stemmer.js"} <= set(taken)
    assert "french-stemmer.js" not in taken


def test_titles_and_texts_run_as_their_language_does(
    make_article: Callable[..., Article],
    make_site: Callable[..., Path],
    open_box: Callable[..., Box],
) -> None:
    title, body = "حلب met Aleppo", "حزب الله met them there."
    article = make_article("one", title=title, body=body, language="en")
    folder = make_site([article])
    box = open_box(folder)
    box.ask("q=met")
    for part in ("#hits h2", "#hits .snippet"):
        assert box.page.locator(part).get_attribute("dir") == "ltr"
    for file in ("list.html", f"articles/{article.id}.html"):
        assert 'lang="en" dir="ltr"' in (folder / file).read_text("utf-8")
