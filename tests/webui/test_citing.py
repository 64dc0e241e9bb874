"""Citing an article in the browser, and what its page tells to programs, as others read it."""

from __future__ import annotations

import json
from datetime import datetime
from html import escape as html_escape
from urllib.parse import parse_qs

import extruct
import pytest
import rispy
import trafilatura
from lxml import html
from pybtex.database import parse_string

from archive.citing.styles import STYLES
from archive.store.store import Store

REVISED = "nn3mrikuyz4gadnf"
BASE = "https://news.example.org"
HOSTILE = '</script><script>alert(1)</script> "><img src=x> \u2028 & {{x}}'


@pytest.fixture
def public(open_home, visit, samples):
    """Opens a page of the samples' archive, which has a name and an address."""
    client = open_home(
        samples.home,
        ARCHIVE_NAME="River & Sea Archive",
        ARCHIVE_BASE_ADDRESS=BASE,
        ARCHIVE_RIGHTS="Ask us first.",
    )
    return lambda address: visit(client, address)


def test_an_article_leads_to_its_citations(public) -> None:
    page = public(f"/article/{REVISED}")
    today = datetime.now().astimezone().date()
    assert (
        "<title>US-backed forces say Raqa is fully retaken from IS · River &amp; Sea" in page.html
    )
    assert f"{BASE}/article/{REVISED}?revision=2. Accessed {today.day} " in page.text
    assert len([a for tag, a in page.elements if tag == "dd" and "data-copy" in a]) == 3
    link = page.link("For wikis and reference managers")
    assert link.href == f"/article/{REVISED}/cite"
    cite = public(link.href)
    assert cite.status == 200
    blocks = html.fromstring(cite.html).xpath("//*[@data-copy]")
    twin = json.loads(public(f"/article/{REVISED}/cite.json").html)["citations"]
    assert [block.text_content().strip() for block in blocks[:6]] == [
        twin[name].replace("\r", "").strip() for name in list(STYLES)[:6]
    ]
    assert json.loads(blocks[6].text_content()) == [twin["csl-json"]]
    assert "Ask us first." in cite.text
    assert cite.link("← The article").href == f"/article/{REVISED}"


def test_what_is_not_known_of_an_article_is_said_in_sentences(get) -> None:
    text = get("/article/o64gnp64dioob26b/cite").text
    assert "No author is known, so none is named. It has no public address." in text


def test_the_revision_that_is_shown_is_the_one_that_is_cited(public) -> None:
    link = public(f"/article/{REVISED}?revision=1").link("For wikis")
    assert link.href == f"/article/{REVISED}/cite?revision=1"
    page = public(link.href)
    assert "(Revision 1)" in page.text
    assert f"{BASE}/article/{REVISED}?revision=1" in page.text
    assert "revision=2" not in page.html
    for ending in (".ris", ".bib", ".json"):
        (href,) = [link.href for link in page.links if link.href.split("?")[0].endswith(ending)][
            -1:
        ]
        assert "revision=1" in href
    twin = json.loads(public(f"/article/{REVISED}/cite.json?revision=1").html)
    assert (twin["revision"], twin["citations"]["csl-json"]["version"]) == (1, "1")
    assert public(f"/article/{REVISED}/cite?revision=9").status == 404
    assert public(f"/article/{REVISED}/cite.json?revision=x").status == 404


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("ris.ris", "application/x-research-info-systems"),
        ("bibtex.bib", "application/x-bibtex"),
        ("csl-json.json", "application/vnd.citationstyles.csl+json"),
    ],
)
def test_a_file_for_a_reference_manager_is_downloaded(public, path: str, kind: str) -> None:
    page = public(f"/article/{REVISED}/cite/{path}")
    assert page.status == 200
    assert page.headers["Content-Type"] == f"{kind}; charset=utf-8"
    disposition = page.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename=")
    assert "2017-nn3mriku." in disposition


def test_downloads_are_read_by_programs_of_others(public) -> None:
    link = f"{BASE}/article/{REVISED}?revision=2"
    (ris,) = rispy.loads(public(f"/article/{REVISED}/cite/ris.ris").html)
    assert ris["urls"][0] == link
    bib = parse_string(public(f"/article/{REVISED}/cite/bibtex.bib").html, "bibtex")
    (entry,) = bib.entries.values()
    assert entry.fields["url"] == link
    (item,) = json.loads(public(f"/article/{REVISED}/cite/csl-json.json").html)
    assert item["URL"] == link


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"status": "withdrawn"}, 410),
        ({"status": "withheld"}, 403),
        ({"extra": {"embargo": "2999-01-01T00:00:00Z"}}, 403),
    ],
)
def test_what_may_not_be_read_is_not_cited(holding, visit, fields, status) -> None:
    client, article = holding(title="Secret", **fields)
    for path in ("cite", "cite.json", "cite/ris.ris", "cite/bibtex.bib", "cite/csl-json.json"):
        page = visit(client, f"/article/{article.id}/{path}")
        assert page.status == status
        assert "Secret" not in page.html


def test_a_removed_article_is_gone_and_an_unknown_one_not_there(
    samples_copy, open_home, visit
) -> None:
    with Store.open(samples_copy) as store:
        store.remove(REVISED)
    client = open_home(samples_copy)
    assert visit(client, f"/article/{REVISED}/cite").status == 410
    assert visit(client, "/article/aaaaaaaaaaaaaaaa/cite").status == 404


def test_json_ld_is_read_by_extruct(public) -> None:
    page = public(f"/article/{REVISED}")
    found = extruct.extract(page.html, syntaxes=["json-ld", "microdata"], uniform=True)
    (article,) = found["json-ld"]
    assert article["@type"] == "NewsArticle"
    assert article["headline"] == "US-backed forces say Raqa is fully retaken from IS"
    assert article["publisher"] == {"@type": "Organization", "name": "Meridian Courier"}
    assert article["sourceOrganization"] == [{"@type": "Organization", "name": "AFP"}]
    assert article["url"] == f"{BASE}/article/{REVISED}"
    assert article["archivedAt"] == f"{BASE}/article/{REVISED}?revision=2"
    assert "Raqa" in article["keywords"]
    assert "author" not in article


def test_the_json_ld_of_a_list_is_read_by_extruct_and_leads_to_its_articles(public) -> None:
    page = public("/?q=Syria&size=10&fold=0&page=2")
    (listed,) = extruct.extract(page.html, syntaxes=["json-ld"], uniform=True)["json-ld"]
    assert listed["@type"] == "ItemList"
    items = [each["item"] for each in listed["itemListElement"]]
    assert {item["@type"] for item in items} == {"NewsArticle"}
    assert listed["itemListElement"][0]["position"] == 11
    assert [item.get("headline") for item in items] == page.titles()
    read = public(items[0]["url"].removeprefix(BASE))
    assert f"<h1>{html_escape(items[0]['headline'], quote=False)}" in read.html
    assert "ld+json" not in public("/?q=zzyzx").html


def without_json_ld(page: str) -> str:
    tree = html.document_fromstring(page)
    for block in tree.xpath("//script"):
        block.drop_tree()
    return html.tostring(tree, encoding="unicode")


def test_citation_tags_are_read_by_trafilatura(holding, visit) -> None:
    client, article = holding(
        title="Troops retake city", authors=("Jane Roe",), publisher="Lakeside Tribune",
        agency=("AFP",), tags=("Syria",), url="https://tribune.example.net/1",
    )  # fmt: skip
    page = visit(client, f"/article/{article.id}")
    found = trafilatura.extract_metadata(without_json_ld(page.html))
    assert (found.title, found.author) == ("Troops retake city", "Jane Roe")
    tags = {
        each.get("name"): each.get("content")
        for each in html.fromstring(page.html).xpath("//meta[starts-with(@name, 'citation_')]")
    }
    assert tags["citation_author"] == "Jane Roe"
    assert tags["citation_journal_title"] == "Lakeside Tribune"
    assert tags["citation_publication_date"] == "2017/11/03"
    assert tags["citation_public_url"] == "https://tribune.example.net/1"


def test_coins_is_an_openurl(public) -> None:
    for path in ("", "/cite"):
        page = html.fromstring(public(f"/article/{REVISED}{path}").html)
        (span,) = page.xpath("//span[@class='Z3988']")
        found = parse_qs(span.get("title"), strict_parsing=True)
        assert found["ctx_ver"] == ["Z39.88-2004"]
        assert found["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:dc"]
        assert found["rft.type"] == ["newspaperArticle"]
        assert found["rft.title"] == ["US-backed forces say Raqa is fully retaken from IS"]
        assert found["rft.source"] == ["Meridian Courier"]
        assert found["rft.date"] == ["2017-10-17"]
        assert found["rft_id"] == [f"{BASE}/article/{REVISED}?revision=2"]


def test_nothing_that_came_in_leaves_the_block_of_data_or_is_run(holding, visit) -> None:
    client, article = holding(
        title=HOSTILE, authors=(HOSTILE,), publisher=HOSTILE, agency=(HOSTILE,), summary=HOSTILE,
        tags=(HOSTILE,), section=HOSTILE, note=HOSTILE, status="corrected",
        url=f"https://x.example/{HOSTILE}", extra={HOSTILE: HOSTILE},
    )  # fmt: skip
    for path in ("", "/cite"):
        page = visit(client, f"/article/{article.id}{path}")
        assert page.status == 200
        assert page.html.count("</script>") == (4 if path == "" else 3)
        assert not [tag for tag, _ in page.elements if tag in ("script", "img")]
    found = extruct.extract(visit(client, f"/article/{article.id}").html, syntaxes=["json-ld"])
    assert found["json-ld"][0]["headline"] == HOSTILE
    assert found["json-ld"][0]["correction"] == HOSTILE
