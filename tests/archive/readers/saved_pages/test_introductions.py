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
@pytest.mark.parametrize("behind", ["", "-2"])
def test_an_id_that_is_the_headline_in_it_names_nothing(behind: str, language: str) -> None:
    own = REPORTS[language]
    headline = "Why the promoted also count for the town"
    slug = headline.lower().replace(" ", "-")
    part = f"<div id='{slug}{behind}'><h2>{headline}</h2>{marked_up(own[4:])}</div>"
    body = f"<article>{HEADLINE}{marked_up(own[:4])}{part}</article>"
    assert text_of_page(body) == [*own[:4], headline, own[4]]
    assert own[4] not in text_of_page(body.replace(slug, "promoted"))


@pytest.mark.parametrize("between", ["", "\n"])
@pytest.mark.parametrize("where", range(3))
def test_a_quotation_that_says_more_than_the_text_stays_whole(where: int, between: str) -> None:
    said = ["It was a mistake from the start.", "We shall never do it again.", "I am sorry for it."]
    quotation = "<blockquote>" + between.join(f"<p>{each}</p>" for each in said) + "</blockquote>"
    lead = f"“{said[where]}” the chairman wrote to the members of the club on Friday evening."
    body = f"<article>{HEADLINE}<p>{lead}</p>{quotation}{marked_up(REPORTS['en'])}</article>"
    assert set(said) <= set(text_of_page(body))


@pytest.mark.parametrize("place", ["section class='comments'", "footer", "div class='related'"])
def test_a_quotation_that_is_repeated_beside_the_text_alone_stays(place: str) -> None:
    own, tag = REPORTS["en"], place.split()[0]
    beside = f"<{place}><p>{QUOTED}, and so do I!</p></{tag}>"
    quotation = f"<blockquote><p>{QUOTED}.</p></blockquote>"
    body = f"<article>{HEADLINE}{marked_up(own)}{quotation}{marked_up(own[:1])}</article>{beside}"
    assert f"{QUOTED}." in text_of_page(body)


@pytest.mark.parametrize("name", ["related", "newsletter", "comments", "ad"])
def test_a_quotation_in_furniture_is_none(name: str) -> None:
    figure = f"<figure class='{name}'><blockquote><p>{QUOTED}.</p></blockquote></figure>"
    body = f"<article>{HEADLINE}{marked_up(REPORTS['en'])}{figure}</article>"
    assert text_of_page(body) == REPORTS["en"]


@pytest.mark.parametrize("portrait", ["", "<img src='/roe.jpg'>"])
def test_who_said_it_may_stand_deeper_and_with_a_portrait(portrait: str) -> None:
    said = f"<figcaption>{portrait}Jane Roe, mayor</figcaption>"
    figure = f"<figure><div><blockquote><p>{QUOTED}.</p></blockquote>{said}</div></figure>"
    own = REPORTS["en"]
    body = f"<article>{HEADLINE}{marked_up(own[:2])}{figure}{marked_up(own[2:])}</article>"
    assert text_of_page(body) == [*own[:2], f"{QUOTED}.", "Jane Roe, mayor", *own[2:]]


@pytest.mark.parametrize(
    "machine",
    [
        "block-views-block-related-content-block-1",
        "taboola-below-article-thumbnails-mid-1",
        "div-gpt-ad-146-side-top-1",
        "paper-modal-comments-list-of-story-12",
        "block-the-post-newsletter-signup-2",
    ],
)
def test_an_id_that_a_program_made_is_no_headline(machine: str) -> None:
    other = "<h3>More on this</h3><p>The second runway is wanted by the council of the town.</p>"
    body = f"<article>{HEADLINE}{marked_up(REPORTS['en'])}<div id='{machine}'>{other}</div>"
    assert text_of_page(body) == REPORTS["en"]


@pytest.mark.parametrize(
    "line", ["Ajax 2 · Roma 1 · Lyon 0", "200 g flour • 2 eggs • 1 apple", "Results | Final | Home"]
)
def test_a_line_in_parts_that_names_nobody_and_no_day_is_text(line: str) -> None:
    own = REPORTS["en"]
    body = f"<article>{HEADLINE}{marked_up(own[:1])}<p>{line}</p>{marked_up(own[1:])}</article>"
    assert text_of_page(body) == [own[0], line, *own[1:]]


def test_teasers_above_the_text_do_not_introduce_it() -> None:
    texts = (
        "The council of the next town has asked for a second runway at its airport, it said.",
        "A loaf of bread costs half a crown more from Monday on, the bakers of the region said.",
        "The youth choir came home with the first prize, which is its third one in a row now.",
    )
    others = "".join(f"<h3><a href='/s/{len(t)}'>Other</a></h3><p>{t}</p>" for t in texts)
    parts = "".join(f"<div class='part'>{marked_up([each])}</div>" for each in REPORTS["en"] * 4)
    both = f"<section><div class='a'>{others}</div><div>{parts}</div></section>"
    body = f"<article>{HEADLINE}{both}</article>"
    assert not set(texts) & set(text_of_page(body))


def test_a_caption_above_a_stated_text_does_not_introduce_it() -> None:
    own = REPORTS["en"]
    caption = "A man walks past the closed bridge in the rain on Friday. (Photo: Reuters)"
    body = f"<article>{HEADLINE}<div><p>{caption}</p>{marked_up(own)}</div></article>"
    assert text_of_page(body, news(articleBody="\n".join(own))) == own


@pytest.mark.parametrize(
    "line",
    ["Credit Suisse: how the old bank of the town came to own its bridge, and what it cost.",
     INTRODUCTION],
)  # fmt: skip
def test_an_introduction_beside_a_picture_is_no_caption(line: str) -> None:
    hero = f"<div>{HEADLINE}<p>{line}</p>{PICTURE}<span>Photo: AP</span></div>"
    body = f"<main>{hero}<div>{marked_up(REPORTS['en'])}</div></main>"
    assert text_of_page(body, described(line)) == [line, *REPORTS["en"]]


def test_another_headline_above_the_introduction_is_no_subheading() -> None:
    body = f"<article>{HEADLINE}<div><h2>Safe before winter</h2><p>{INTRODUCTION}</p>"
    body += f"{marked_up(REPORTS['en'])}</div></article>"
    assert text_of_page(body, described(INTRODUCTION)) == [INTRODUCTION, *REPORTS["en"]]
    assert text_of_page(body)[0] == "Safe before winter"


def test_an_introduction_of_signs_alone_above_no_text_is_read() -> None:
    signs = ". " * 40
    page_of_signs = f"<main>{HEADLINE}<p>{signs}.</p><div><p>{'- ' * 40}</p></div></main>"
    assert article(page("", page_of_signs)).title == "Bridge to be repaired"
