"""References and notes: RIS, BibTeX, CSL-JSON, ENEX; and lists saved to be read later."""

from __future__ import annotations

import io
import json

import pytest

from archive.article import Article, Skipped
from archive.normalise.rules import normalise
from archive.readers.formats import read
from archive.readers.sources.source import Source

RIS = (
    "TY  - NEWS\nTI  - Ferry returns\nAU  - Roe, Jane\nAU  - Poe, John\nDA  - 2017/11/03/\n"
    "T2  - The Example Courier\nKW  - Rivers\nUR  - https://e.org/ferry\nAB  - It sails.\nER  - \n"
)
BIBTEX = (
    '@article{roe, title = {Ferry {Returns} to M{\\"u}nster}, author = {Roe, Jane and John Poe},\n'
    '  journal = "The Example Courier", year = 2017, month = nov, day = 3,\n'
    "  keywords = {Rivers}, url = {https://e.org/a\\_b}, abstract = {It sails.}}\n"
)
NOT_CLOSED = "this entry is not closed"
CSL = {
    "type": "article-newspaper", "title": "Ferry returns", "URL": "https://e.org/ferry",
    "container-title": "The Example Courier", "abstract": "It sails.",
    "author": [{"family": "Roe", "given": "Jane"}, {"literal": "John Poe"}],
    "issued": {"date-parts": [["2017", 11, 3]]}, "keyword": "Rivers",
}  # fmt: skip


def taken(text: str, name: str) -> tuple[list[Article], list[str]]:
    items = [
        item if isinstance(item, Skipped) else normalise(item)
        for item in read(Source(name, lambda: io.BytesIO(text.encode())))
    ]
    said = [item.reason for item in items if isinstance(item, Skipped)]
    return [item for item in items if isinstance(item, Article)], said


@pytest.mark.parametrize(
    ("text", "name"),
    [(RIS, "a.ris"), (RIS, "a.txt"), (BIBTEX, "a.bib"), (json.dumps([CSL]), "a.json")],
)
def test_a_reference_keeps_what_it_says(text: str, name: str) -> None:
    (made,), said = taken(text, name)
    assert made.title in ("Ferry returns", "Ferry Returns to Münster")
    assert made.date == "2017-11-03"
    assert made.authors == ("Jane Roe", "John Poe")
    assert made.publisher == "The Example Courier"
    assert made.tags == ("Rivers",)
    assert made.summary == "It sails."
    assert made.url in ("https://e.org/ferry", "https://e.org/a_b")
    assert said == []


def test_references_are_each_an_article_and_a_cut_one_is_told() -> None:
    made, said = taken(RIS + "\n" + RIS.replace("Ferry", "Mill")[:60], "a.ris")
    assert [one.title for one in made] == ["Ferry returns", "Mill returns"]
    assert said == ["the file ends inside this reference, or it has no ER line"]
    made, said = taken(BIBTEX + "@misc{b, title = {Mill clo", "a.bib")
    assert [one.title for one in made] == ["Ferry Returns to Münster", "Mill clo"]
    assert said == ["the file ends inside this entry"]


@pytest.mark.parametrize(
    ("text", "title", "date", "told"),
    [
        ("@misc(e, title = {Parens (two)}, year = 2017)", "Parens (two)", "2017", []),
        ('@misc (e, title = "Parens", year = {2017},)', "Parens", "2017", []),
        ('@misc{e, title = "Quote "inner" x", year = {2017}}', 'Quote "inner" x', "2017", []),
        ('@misc{e, title = "No comma"\n  year = "2017",\n}', "No comma", "2017", []),
        ('@misc{e, title = "No "comma\n\n" \n\n year= 2017}', 'No "comma', "2017", []),
        ('@misc{e, title = "In {"}braces{"}", year = 2017}', 'In "braces"', "2017", []),
        (f"@misc{{e, title = {{T}}, year = 2017, month = {'1' * 5000}}}", "T", "2017", []),
        ("@misc{e, title = {T}, year = 2017, month = {²}, day = 1}", "T", "2017", []),
        ("@misc{e, title+an = {=highlight}, title = {T}, year = 2017}", "T", "2017", []),
        ('@misc{e, title = "He said "yes", then", year = {2017}}', 'He said "yes', None,
         ['not understood in this entry, and left out: then", year = {2017}}']),
        ("@misc{e, title = {B {x}, year = 2017}", "B x, year = 2017", None,
         ["the file ends inside this entry"]),
        ("@misc{e, title = {T}, year = 2017\n", "T", "2017", ["the file ends inside this entry"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("more", ["", BIBTEX])
def test_an_entry_is_read_however_it_is_bounded_or_told(
    text: str, title: str, date: str | None, told: list[str], more: str
) -> None:
    items = list(read(Source("a.bib", lambda: io.BytesIO(f"{text}\n\n{more}".encode()))))
    if more:
        told = [said.replace("the file ends inside this entry", NOT_CLOSED) for said in told]
    skipped = [item for item in items if isinstance(item, Skipped)]
    assert [(item.reason, item.origin.record) for item in skipped] == [
        (said, "entry e") for said in told
    ]
    made = [normalise(item) for item in items if not isinstance(item, Skipped)]
    assert [item.title for item in made if isinstance(item, Article)] == [
        title, *["Ferry Returns to Münster"] * bool(more)
    ]  # fmt: skip
    assert isinstance(made[0], Article)
    assert made[0].date == date


def test_further_lines_of_a_tag_of_a_reference_are_kept() -> None:
    text = RIS.replace("ER  -", "AB  - And returns.\nUR  - https://e.org/b\nER  -")
    (made,), said = taken(text, "a.ris")
    assert made.summary == "It sails. And returns."
    assert (made.url, made.extra["UR_more"]) == ("https://e.org/ferry", ["https://e.org/b"])
    assert said == []


def test_a_note_of_evernote_has_the_address_it_was_clipped_from_and_not_the_day_of_saving() -> None:
    (made,), said = taken(
        '<?xml version="1.0"?><!DOCTYPE en-export SYSTEM "http://xml.evernote.com/pub/'
        'evernote-export3.dtd"><en-export><note><title>Ferry</title><content><![CDATA[<en-note>'
        "<div>It sails.</div></en-note>]]></content><created>20210405T080000Z</created>"
        "<tag>River</tag><note-attributes><author>Jane Roe</author><source-url>https://e.org/a"
        "</source-url></note-attributes></note></en-export>",
        "a.enex",
    )
    assert (made.url, made.authors, made.tags) == ("https://e.org/a", ("Jane Roe",), ("River",))
    assert (made.date, made.extra["saved"]) == (None, "20210405T080000Z")
    assert made.body == "It sails."
    assert said == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("title,url,time_added,tags\nFerry,https://e.org/x,1509717900,a|b\n", "p.csv"),
        ("URL,Title,Selection,Folder,Timestamp\nhttps://e.org/x,Ferry,,A,1509717900\n", "i.csv"),
        ('[{"is_archived":0,"title":"Ferry","url":"https://e.org/x","content":"<p>It sails.</p>",'
         '"created_at":"2021-04-05T08:00:00+0200","domain_name":"e.org"}]', "wallabag.json"),
        ('[{"id":"1","slug":"f","title":"Ferry","url":"https://e.org/x","state":"Active",'
         '"savedAt":"2021-04-05T08:00:00Z","updatedAt":"2021-04-05T08:00:00Z"}]', "omnivore.json"),
        ("Title,URL,ID,Document tags,Saved date\nFerry,https://e.org/x,1,,2021-04-05\n", "r.csv"),
    ],
)  # fmt: skip
def test_the_day_of_saving_is_no_date_of_what_was_saved(text: str, name: str) -> None:
    (made,), said = taken(text, name)
    assert (made.title, made.url, made.date) == ("Ferry", "https://e.org/x", None)
    assert any("2021" in str(value) or "1509717900" in str(value) for value in made.extra.values())
    assert said == []


ITEM = {"title": "Ferry", "url": "https://e.org/a", "date": "2017-11-03", "text": "It sails."}


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (
            {"status": "error", "code": "x", "message": "Your key is invalid."},
            "Your key is invalid.",
        ),
        ({"response": {"status": "error", "message": "Not found."}}, "Not found."),
        ({"status": "error", "results": {"message": "No key", "code": "x"}}, "No key"),
        ({"fault": {"faultstring": "Rate limit", "detail": {"errorcode": "q"}}}, "Rate limit"),
        ({"errors": ["invalid key"]}, "invalid key"),
        ({"error": {"code": 403, "message": "Forbidden"}}, "Forbidden"),
        ({"message": "Forbidden"}, "Forbidden"),
        ({"type": "about:blank", "title": "Forbidden", "status": 403, "detail": "No."}, "No."),
    ],
)
def test_an_answer_that_tells_an_error_is_no_article(answer: dict[str, object], says: str) -> None:
    made, said = taken(json.dumps(answer), "answer.json")
    assert made == []
    assert said == [f"an answer that tells an error and has no articles: {says}"]


def test_a_message_of_a_chat_is_no_error() -> None:
    _, said = taken(json.dumps({"id": 1, "date": "2017-11-03", "message": "It sails."}), "a.json")
    assert not any("error" in reason for reason in said)


def test_an_article_with_a_message_or_an_error_in_it_stays_one() -> None:
    (made,), said = taken(json.dumps({**ITEM, "message": "sent", "error": "none"}), "a.json")
    assert (made.title, made.body, said) == ("Ferry", "It sails.", [])


@pytest.mark.parametrize(
    "answer",
    [
        {"_type": "News", "value": [
            {"name": "Ferry", "url": "https://e.org/a", "description": "It sails.", "provider":
             [{"name": "The Bell"}], "datePublished": "2017-11-03T10:00:00.0000000Z"}]},
        {"kind": "Listing", "data": {"children": [{"kind": "t3", "data": {
            "title": "Ferry", "text": "It sails.", "url": "https://e.org/a", "source": "The Bell",
            "created_utc": 1509703200}}]}},
        [{"stories_id": 1, "url": "https://e.org/a", "title": "Ferry", "publish_date":
          "2017-11-03 10:00:00", "media_name": "The Bell", "story_text": "It sails."}],
    ],
)  # fmt: skip
def test_an_answer_of_other_names_and_envelopes_is_its_articles(answer: object) -> None:
    (made,), said = taken(json.dumps(answer), "answer.json")
    assert (made.title, made.url, made.date) == ("Ferry", "https://e.org/a", "2017-11-03")
    assert (made.publisher, made.body or made.summary) == ("The Bell", "It sails.")
    assert said == []


def test_what_a_content_system_has_not_published_is_withheld_in_its_api_too() -> None:
    def node(number: int, status: bool) -> dict[str, object]:
        return {"type": "node--article", "id": f"u{number}", "attributes": {
            "title": f"Ferry {number}", "created": "2017-11-03T10:00:00+00:00", "status": status,
            "body": {"value": "<p>It sails.</p>", "format": "html"}}}  # fmt: skip

    (shown, hidden), said = taken(json.dumps({"data": [node(1, True), node(2, False)]}), "a.json")
    assert (shown.title, shown.date, shown.status) == ("Ferry 1", "2017-11-03", None)
    assert (hidden.title, hidden.status) == ("Ferry 2", "withheld")
    assert said == []


def test_what_a_service_has_removed_and_what_it_left_out_is_told() -> None:
    removed = {**ITEM, "title": "[Removed]", "text": "[Removed]"}
    short = {"title": "Ferry", "url": "https://e.org/a", "content": "It sails... [1234 chars]"}
    (made,), said = taken(json.dumps({"articles": [removed, short]}), "a.json")
    assert (made.body, made.extra["characters_left_out"]) == ("It sails", 1234)
    assert said == ["removed by the service that gave the answer"]


def test_texts_that_bibtex_calls_by_a_name_are_put_in() -> None:
    text = BIBTEX.replace('"The Example Courier"', 'cour # " Daily"')
    (made,), _ = taken('@string{cour = "The {C}ourier"}\n' + text, "a.bib")
    assert made.publisher == "The Courier Daily"


def test_a_text_beside_the_abstract_of_a_reference_is_its_text() -> None:
    (made,), said = taken(RIS.replace("ER  -", "N2  - It sails on Friday.\nER  -"), "a.ris")
    assert (made.summary, made.body, said) == ("It sails.", "It sails on Friday.", [])


@pytest.mark.parametrize(
    "answer",
    [
        {"status": "ok", "totalResults": 1, "articles": [
            {"source": {"id": None, "name": "Courier"}, "author": "Jane Roe", "title": "Ferry",
             "description": "D", "url": "https://e.org/a", "publishedAt": "2017-11-03T14:05:00Z",
             "content": "It sails… [+1234 chars]"}]},
        {"response": {"results": [
            {"webTitle": "Ferry", "webUrl": "https://e.org/a", "sectionName": "World",
             "webPublicationDate": "2017-11-03T14:05:00Z",
             "fields": {"body": "<p>It sails.</p>", "byline": "Jane Roe"}}]}},
        {"status": "OK", "response": {"docs": [
            {"web_url": "https://e.org/a", "headline": {"main": "Ferry"}, "lead_paragraph":
             "It sails.", "byline": {"original": "By Jane Roe"},
             "pub_date": "2017-11-03T14:05:00+0000"}]}},
        {"pagination": {"total": 1}, "data": [
            {"author": "Jane Roe", "title": "Ferry", "description": "It sails.", "url":
             "https://e.org/a", "source": "Courier", "published_at": "2017-11-03T14:05:00+00:00"}]},
    ],
)  # fmt: skip
def test_an_answer_of_a_news_api_is_its_articles(answer: dict[str, object]) -> None:
    (made,), said = taken(json.dumps(answer), "answer.json")
    assert (made.title, made.url, made.date) == ("Ferry", "https://e.org/a", "2017-11-03")
    assert made.authors == ("Jane Roe",)
    assert "It sails" in (made.body or made.summary or "")
    assert "chars]" not in made.body
    assert said == []


def test_an_answer_s_writers_are_no_topics_and_its_markup_no_text() -> None:
    answer = {"response": {"results": [
        {"webTitle": "Ferry <i>Anna</i> sails &amp; returns", "webUrl": "https://e.org/a",
         "fields": {"bodyText": "It sails.", "byline": "Jane Roe", "trailText": "It <b>sails</b>."},
         "tags": [{"type": "contributor", "webTitle": "Jane Roe"},
                  {"type": "keyword", "webTitle": "Ferries"}]}]}}  # fmt: skip
    (made,), _ = taken(json.dumps(answer), "answer.json")
    assert (made.title, made.summary) == ("Ferry Anna sails & returns", "It sails.")
    assert (made.tags, made.authors) == (("Ferries",), ("Jane Roe",))
    del answer["response"]["results"][0]["fields"]["byline"]  # type: ignore[index]
    (made,), _ = taken(json.dumps(answer), "other.json")
    assert (made.tags, made.authors) == (("Ferries",), ("Jane Roe",))


@pytest.mark.parametrize(
    ("written", "kept"),
    [("Oil &amp; Gas <AAPL.O>", "Oil & Gas <AAPL.O>"), ("Why the <code> tag died",) * 2,
     ("<div>Ferry <img src='/a.jpg'>sails</div>", "Ferry sails")],
)  # fmt: skip
def test_a_title_keeps_its_tickers(written: str, kept: str) -> None:
    (made,), _ = taken(f'title,date,text\n"{written}",2017-11-03,It sails.\n', "a.csv")
    assert made.title == kept
