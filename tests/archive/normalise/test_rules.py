"""Every fall-back rule: what an article is when its source says little."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest

from archive.article import Article, Image, Origin, RawArticle, Skipped, instant, make_id
from archive.normalise.identity import canonical_url
from archive.normalise.rules import normalise, read_date
from archive.text.markdown import to_text

RAW = RawArticle(Origin("x.txt"), b"", "text/plain", title="A title", body="A text.")


def made(**fields: object) -> Article:
    article = normalise(dataclasses.replace(RAW, **fields))  # type: ignore[arg-type]
    assert isinstance(article, Article)
    return article


def test_an_item_with_neither_title_nor_text_is_skipped() -> None:
    skipped = normalise(dataclasses.replace(RAW, title=" \u200b", body="\n"))
    assert isinstance(skipped, Skipped)
    assert skipped.reason == "it has neither a title nor a text"


def test_a_text_without_end_is_skipped() -> None:
    skipped = normalise(dataclasses.replace(RAW, body="a" * 5_000_001))
    assert isinstance(skipped, Skipped)
    assert "5,000,000" in skipped.reason


def test_what_a_source_lacks_is_none_or_empty() -> None:
    article = made()
    lacking = dataclasses.asdict(article)
    for name in ("id", "identity", "title", "body", "origin", "revision"):
        del lacking[name]
    assert not any(lacking.values()), lacking


@pytest.mark.parametrize(
    "sign_off", ["\n Reuter\n", "\n REUTER", "\nReuter", "\n\n(AFP)", "\n\nReuters.",
        "\n Reuter...", "\n\n/ТАСС/"]
)  # fmt: skip
def test_a_last_line_that_names_the_agency_is_a_sign_off(sign_off: str) -> None:
    body = f"The company said it had\nno comment to make.{sign_off}"
    assert made(body=body).body == "The company said it had no comment to make."


def test_a_sign_off_gives_the_agency_only_where_nothing_else_does() -> None:
    text = "The Fed raised rates.\n\nReuters"
    assert made(body=text).agency == ("Reuters",)
    assert made(body=f"PARIS (AFP) - {text}").agency == ("AFP",)
    assert made(body=text, credit="AP").agency == ("AP",)


def test_an_agency_that_ends_a_wrapped_sentence_stays() -> None:
    assert made(body="No comment, an official told\nReuters.").body.endswith(
        "an official told Reuters."
    )
    assert made(body="He works for\nReuters").body == "He works for Reuters"
    assert made(body="He told Reuters.").body == "He told Reuters."


def test_a_text_that_is_only_an_agency_is_kept() -> None:
    assert made(title=None, body="Reuters").body == "Reuters"


def test_a_dateline_gives_the_agency_only_where_nothing_else_does() -> None:
    text = "BERLIN (dpa) - Der Bundestag tagt."
    alone = made(body=text)
    assert (alone.dateline, alone.agency, alone.body) == ("BERLIN", ("dpa",), "Der Bundestag tagt.")
    assert made(body=text, credit="AFP").agency == ("AFP",)


def test_a_declared_dateline_loses_its_dash() -> None:
    assert made(dateline="    SALVADOR, Feb 26 - ").dateline == "SALVADOR, Feb 26"


def test_several_agencies_and_the_raw_credit_are_kept() -> None:
    article = made(credit="AFP with Reuters")
    assert (article.agency, article.credit) == (("AFP", "Reuters"), "AFP with Reuters")


def test_a_paper_in_a_credit_is_no_author() -> None:
    article = made(credit="ANSA/Fellside Evening Star")
    assert (article.agency, article.authors) == (("ANSA",), ())


def test_declared_authors_may_be_agencies_or_bylines_or_long_names() -> None:
    article = made(authors=("AFP", "By Jane Roe and John Poe, Reuters", "José Ortega y Gasset"))
    assert article.authors == ("Jane Roe", "John Poe", "José Ortega y Gasset")
    assert article.agency == ("AFP", "Reuters")


def test_tags_are_one_each_as_first_written() -> None:
    assert made(tags=("#Syria", "syria ", "SYRÍA", " ", "Iraq")).tags == ("Syria", "Iraq")


def test_images_are_one_each_and_never_empty() -> None:
    images = (Image(" u ", None), Image("u"), Image(None, " "), Image(None, "A  caption"))
    assert made(images=images).images == (Image("u", None), Image(None, "A caption"))


def test_the_day_is_the_sources_own_and_the_instant_is_utc() -> None:
    article = made(date="2017-11-03", published="2017-11-02T23:30:00Z")
    assert article.date == "2017-11-03"
    assert article.published == datetime(2017, 11, 2, 23, 30, tzinfo=UTC)
    assert read_date(None, "2017-11-03T00:30:00+13:00").date == "2017-11-03"  # type: ignore[union-attr]
    assert read_date("no date", None) is None


@pytest.mark.parametrize(
    ("date", "time", "published", "expected"),
    [
        ("2017-11-03", "14:05", None, ("14:05", None)),
        ("2017-11-03", "2.05 pm", None, ("14:05", None)),
        ("2017-11-03 09:30", "14:05", None, ("09:30", None)),
        ("2017-11-03", "14:05 GMT", None, (None, "2017-11-03T14:05:00Z")),
        ("2017-11-03", "14:05", "2017-11-03T13:05:00Z", (None, "2017-11-03T13:05:00Z")),
        ("2017-11-03 09:30", None, "2017-11-03", ("09:30", None)),
        ("2017-11", "14:05", None, (None, None)),
        ("2017-11-03", "soon", None, (None, None)),
        ("2017-11-03", "00:00", None, (None, None)),
        (None, "14:05", None, (None, None)),
    ],
)
def test_a_time_without_a_zone_is_a_field_of_its_own_and_makes_no_instant(
    date: str | None, time: str | None, published: str | None, expected: tuple[str | None, ...]
) -> None:
    article = made(date=date, time=time, published=published)
    assert (article.time, instant(article.published)) == expected


def test_identity_is_the_providers_identifier_first() -> None:
    assert (
        made(identifier="reuters-21578:1", url="https://x.example/1").identity == "reuters-21578:1"
    )


def test_a_bare_identifier_gets_its_publisher_or_agency_as_scheme() -> None:
    assert made(identifier="42", publisher="The Ledger", credit="AFP").identity == "the ledger:42"
    assert made(identifier="42", credit="AFP").identity == "afp:42"


def test_a_bare_identifier_of_nobody_is_kept_aside() -> None:
    article = made(identifier="42", url="https://x.example/1")
    assert article.identity == "https://x.example/1"
    assert article.extra == {"identifier": "42"}
    assert made(identifier="42", credit="AFP").extra == {}


def test_identity_without_an_identifier_is_the_canonical_address() -> None:
    one = made(url="HTTPS://X.example/a?utm_source=mail&id=7#top")
    assert one.identity == "https://x.example/a?id=7"
    assert one.id == made(url="https://x.example/a?id=7", title="Another").id
    assert made(url="x.example/a").identity == "url:x.example/a"


def test_identity_without_an_address_is_agency_date_and_title() -> None:
    article = made(credit="AFP", date="3 Nov 2017", title="Töwn  taken")
    assert article.identity == "text:afp|2017-11-03|town taken"
    assert article.id == make_id(article.identity)
    assert article.id == made(credit="AFP", date="2017-11-03", title="TOWN TAKEN", body="New.").id


def test_where_one_of_the_three_is_missing_the_text_counts_too() -> None:
    assert made(credit="AFP").id != made(credit="AFP", body="Another text.").id
    assert made(credit="AFP").id == made(credit="AFP", body="A  TEXT.").id


@pytest.mark.parametrize("url", ["", "not a url", "http://[bad", "mailto:a@b.example"])
def test_what_is_no_web_address_is_left_as_it_is(url: str) -> None:
    assert canonical_url(url) == url


def test_nothing_that_cannot_be_stored_gets_through() -> None:
    article = made(title="a\ud800b", body="c\x00\udfffd", tags=("e\x07",), note="f\ud800")
    for value in (article.title, article.body, article.tags[0], article.note):
        assert value is not None
        value.encode("utf-8")
        assert "\x00" not in value
        assert "\x07" not in value


def test_tickers_survive_from_wire_to_screen() -> None:
    assert "<SRD>" in to_text(made(body="Standard Oil Co <SRD> said\nit would.").body)
