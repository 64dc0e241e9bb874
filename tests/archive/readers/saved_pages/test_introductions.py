"""What introduces a text stays with it, and no caption is taken for it; quotations set apart."""

from __future__ import annotations

import pytest

from tests.helpers.saved_pages import REPORTS, article, marked_up, news, page, text_of_page

ALL = pytest.mark.parametrize("language", sorted(REPORTS))
HEADLINE = "<h1>Bridge to be repaired</h1>"
INTRODUCTION = "After years of dispute, the old bridge is to be made safe before the winter comes."
CAPTION = "The old bridge in the rain: two of its pillars are cracked, and a lane is closed."
PICTURE = "<img src='/bridge.jpg' alt=''>"


def described(text: str) -> str:
    return f'<meta property="og:description" content="{text}">'


@pytest.mark.parametrize(
    "frame",
    [
        f"<figure>{PICTURE}<figcaption>{CAPTION}</figcaption></figure>",
        f"<div><figure>{PICTURE}<figcaption><b>{CAPTION}</b></figcaption></figure></div>",
        f"<div class='image'>{PICTURE}<p>{CAPTION}</p><p>Image: Jo Roe/The Post</p></div>",
    ],
)
@pytest.mark.parametrize("head", [described(CAPTION), news(description=CAPTION)])
def test_a_caption_that_describes_the_page_is_no_introduction(frame: str, head: str) -> None:
    own = REPORTS["en"]
    for body in (
        f"<article>{HEADLINE}{frame}<div>{marked_up(own)}</div></article>",
        f"<main>{HEADLINE}<div>{frame}</div><div>{marked_up(own)}</div></main>",
    ):
        assert text_of_page(body, head) == own


@pytest.mark.parametrize("tag", ["h2", "h4", "p", "div"])
@pytest.mark.parametrize("behind", ["", " - The Post", " | The Post, news of the valley"])
def test_a_description_with_the_name_of_the_site_is_found_on_the_page(
    tag: str, behind: str
) -> None:
    body = (
        f"<main><div class='top'><div>{HEADLINE}<{tag}>{INTRODUCTION}</{tag}></div></div>"
        f"<div>{marked_up(REPORTS['en'])}</div></main>"
    )
    head = described(INTRODUCTION + behind)
    assert text_of_page(body, head) == [INTRODUCTION, *REPORTS["en"]]
    assert article(page(head, body)).summary == INTRODUCTION


def test_an_introduction_that_is_no_sentence_stays_above_the_text() -> None:
    line = "What the council decided about the old bridge"
    body = f"<article>{HEADLINE}<p>Live</p><p>{line}</p><h2>Today</h2>{marked_up(REPORTS['en'])}"
    assert text_of_page(body, described(line)) == [line, "Today", *REPORTS["en"]]
    assert line not in text_of_page(body)


@ALL
def test_a_stated_text_may_leave_out_the_first_paragraph(language: str) -> None:
    own = REPORTS[language]
    head = news(articleBody="\n".join(own[1:] * 2))
    body = f"<article>{HEADLINE}<div>{marked_up(own[:1] + own[1:] * 2)}</div></article>"
    assert text_of_page(body, head)[0] == own[0]


@ALL
def test_paragraphs_that_introduce_a_list_of_parts_stay_with_it(language: str) -> None:
    own = REPORTS[language]
    points = "".join(f"<li>{text}</li>" for text in own[:3])
    parts = "".join(f"<div class='slide'>{marked_up([text])}</div>" for text in own[1:] * 5)
    body = f"<article>{HEADLINE}<section><div><ul>{points}</ul><p>{own[3]}</p><p>{own[4]}</p></div>"
    body += f"<div><div>{parts}</div></div></section></article>"
    assert set(own) <= set(text_of_page(body))


@pytest.mark.parametrize("sign", ["·", "|", "•"])
def test_a_line_of_facts_above_the_text_is_no_part_of_it(sign: str) -> None:
    line = f" {sign} ".join(
        ["By the newsroom", "in News, Region, Traffic and transport", "31 Jan 2025, 20:02"]
    )
    body = f"<article>{HEADLINE}<p>{line}</p>{marked_up(REPORTS['en'])}</article>"
    assert text_of_page(body) == REPORTS["en"]


QUOTED = "Nobody has asked those who live on the far bank what they would have liked"


@ALL
def test_a_quotation_set_apart_is_text_with_the_name_of_who_said_it(language: str) -> None:
    own = REPORTS[language]
    said = "<figcaption>Jane Roe, mayor</figcaption>"
    figure = f"<figure><blockquote><p>{QUOTED}.</p></blockquote>{said}</figure>"
    body = f"<article>{HEADLINE}{marked_up(own[:2])}{figure}{marked_up(own[2:])}</article>"
    assert text_of_page(body) == [*own[:2], f"{QUOTED}.", "Jane Roe, mayor", *own[2:]]
    assert article(page("", body)).images == ()


@pytest.mark.parametrize(
    "quotation",
    [
        f"<blockquote><p>{QUOTED}.</p></blockquote>",
        f"<figure><blockquote><p>“{QUOTED}”</p></blockquote></figure>",
        f"<figure><blockquote>“{QUOTED}.” Jane Roe, mayor of the town</blockquote></figure>",
        f"<figure><blockquote>{QUOTED}</blockquote><figcaption>Jane Roe</figcaption></figure>",
    ],
)
def test_a_sentence_of_the_text_that_is_set_apart_is_given_once(quotation: str) -> None:
    own = [*REPORTS["en"][:2], f"“{QUOTED},” said the mayor, Jane Roe.", *REPORTS["en"][2:]]
    body = f"<article>{HEADLINE}{marked_up(own[:2])}{quotation}{marked_up(own[2:])}</article>"
    assert text_of_page(body) == own


@ALL
@pytest.mark.parametrize(
    "slug", ["what-they-promoted-to-win-over-the-town", "why_comments_of_authors_also_count_here"]
)
def test_an_id_that_is_a_headline_names_nothing(slug: str, language: str) -> None:
    own = REPORTS[language]
    body = f"<article>{HEADLINE}{marked_up(own[:4])}<div id='{slug}'>{marked_up(own[4:])}</div>"
    assert text_of_page(body) == own
    assert own[4] not in text_of_page(body.replace(slug, "promoted"))
