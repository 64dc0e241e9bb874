"""What a paper says of itself, of other stories and of its writers is no part of a page's text."""

from __future__ import annotations

import pytest

from tests.helpers.saved_pages import REPORTS, marked_up, news, text_of_page

HEADLINE = "<h1>Bridge to be repaired</h1>"
PITCHES = {
    "en": "Get the day's news in one mail. Sign up for our free newsletter here.",
    "en, a chat": "Follow us on WhatsApp for what happens in the valley.",
    "de": "Immer auf dem Laufenden? Hier geht es zur neuen App des Talboten.",
    "fr": "Recevez chaque matin notre newsletter, et ce qui compte dans la vallée.",
    "es": "Síguenos en Facebook y en nuestro canal de WhatsApp.",
    "it": "Iscriviti alla nostra newsletter per non perdere le notizie della valle.",
    "pt": "Siga o nosso canal no WhatsApp e receba as notícias do vale.",
    "nl": "Meld je aan voor onze nieuwsbrief over de vallei.",
    "sv": "Följ oss på Facebook för fler nyheter från dalen.",
    "pl": "Zapisz się na nasz newsletter i czytaj o dolinie.",
    "tr": "Haberler için WhatsApp kanalımızda bizi takip edin. Takip edin, bizi WhatsApp'ta bulun.",
    "ru": "Подписывайтесь на наш канал в Telegram, чтобы не пропустить новости.",
    "ja": "本紙のニュースレターにご登録ください。",
    "zh": "欢迎关注我们的微信公众号。",
    "ar": "تابعونا على واتساب لمعرفة آخر الأخبار.",
}
ABOUT_CHANNELS = [
    "The publisher of the valley's paper said on Friday that its newsletter is to be printed.",
    "Four thousand read the newsletter, which began as a list of lost dogs, she told the board.",
    "Sign up for our newsletter here, the first of them said, and they may have meant it.",
    "It was sent from a kitchen until the newsletter had more readers than the paper itself.",
    "Readers of our newsletter can join us in the town hall on Monday and ask what they like.",
]


def around(own: list[str], at: int, part: str) -> str:
    """A page whose text has this in it, before the paragraph of this number."""
    return f"<article>{HEADLINE}{marked_up(own[:at])}{part}{marked_up(own[at:])}</article>"


@pytest.mark.parametrize("language", sorted(PITCHES))
@pytest.mark.parametrize("place", [3, 5])
def test_an_invitation_to_follow_the_paper_is_no_part_of_the_text(
    language: str, place: int
) -> None:
    own = REPORTS["de" if language == "de" else "en"]
    assert text_of_page(around(own, place, f"<p>{PITCHES[language]}</p>")) == own


def test_a_list_of_channels_beside_an_invitation_goes_with_it() -> None:
    items = (
        f"<ul><li>The Courier on Facebook, Telegram or YouTube.</li><li>{PITCHES['en']}</li></ul>"
    )
    own = REPORTS["en"]
    assert text_of_page(around(own, 4, items)) == own
    lines = f"<p>{PITCHES['en']}</p><p>The Courier is on Facebook, Telegram and YouTube, too.</p>"
    assert text_of_page(around(own, 4, lines)) == own


def test_a_report_on_newsletters_is_kept_whole() -> None:
    assert text_of_page(around(ABOUT_CHANNELS, 5, "")) == ABOUT_CHANNELS


@pytest.mark.parametrize(
    "last",
    [
        "Users were told to download the app of the council and to sign up for its warnings.",
        "“Follow us on Facebook, and you will see the bridge fall,” said one of the traders.",
        "Join the queue at seven, the council wrote on Facebook, or take the motorway instead.",
        "In her podcast the mayor had promised the bridge to those who never use it.",
    ],
)
@pytest.mark.parametrize("place", [2, 5])
def test_a_paragraph_that_names_a_channel_is_kept(last: str, place: int) -> None:
    own = REPORTS["en"]
    wanted = [*own[:place], last, *own[place:]]
    assert text_of_page(around(own, place, f"<p>{last}</p>")) == wanted


@pytest.mark.parametrize(
    "heading", ["Read more", "Passend zum Artikel", "À lire aussi", "Baca juga", "関連記事"]
)
def test_a_heading_of_other_stories_ends_the_text_where_only_those_follow(heading: str) -> None:
    own = [line for line in REPORTS["en"] for line in (line, f"It was so. {line}", f"So. {line}")]
    others = (
        f"<div><p>{heading}</p></div><h3>Second runway wanted</h3><p>The next town wants it.</p>"
        "<h3>Bread costs more</h3><p>A loaf costs half a crown more.</p>"
    )
    assert text_of_page(around(own, len(own), others)) == own


def test_a_heading_of_other_stories_inside_a_text_goes_alone() -> None:
    own = REPORTS["de"]
    assert text_of_page(around(own, 4, "<h3>Auch interessant</h3>")) == own
    assert text_of_page(around(own, 2, "<h3>Auch interessant</h3>")) == own


def test_a_pointer_to_another_story_needs_no_colon() -> None:
    own = REPORTS["fr"]
    pointer = "<p><span>À lire aussi</span> <a href='/s/1'>Une seconde piste est demandée</a></p>"
    assert text_of_page(around(own, 2, pointer)) == own


def test_lines_of_a_template_between_paragraphs_are_no_text() -> None:
    own = REPORTS["en"]
    lines = "<div><p>Article continues below</p><p>Advertisement</p><p>21 mins ago</p></div>"
    assert text_of_page(around(own, 2, lines)) == own


def test_the_answers_of_a_poll_are_no_text() -> None:
    poll = "".join(
        f"<div><label><input type='radio'>{answer}</label></div>"
        for answer in ("The old bridge should stay as it is for ever.", "A new one is needed soon.")
    )
    own = REPORTS["en"]
    assert text_of_page(around(own, 2, f"<div>{poll}</div>")) == own


def test_a_part_of_a_page_may_say_what_it_is_to_those_who_hear_it() -> None:
    own = REPORTS["en"]
    part = (
        "<section aria-label='Newsletter'><h3>Valley and hill</h3>"
        "<p>What moves the valley, told every second Sunday.</p></section>"
    )
    assert text_of_page(around(own, 2, part)) == own


NOTES = {
    "en": "Ann Poe is a reporter for the Courier. She lives beside the bridge.",
    "de": "Unsere Korrespondentin Ann Poe ist beim Talboten für Brücken zuständig.",
    "fr": "Ann Poe, ingénieure, est maîtresse de conférences.",
}


@pytest.mark.parametrize("language", sorted(NOTES))
def test_a_note_on_the_author_below_the_text_is_no_part_of_it(language: str) -> None:
    head = news(author={"@type": "Person", "name": "Ann Poe"})
    own = REPORTS[language]
    note = f"<p><em>{NOTES[language]}</em></p><p>First printed in the Hill Gazette.</p>"
    assert text_of_page(around(own, 5, note), head) == own


def test_a_paragraph_about_somebody_else_is_kept() -> None:
    own = [*REPORTS["en"], NOTES["en"]]
    head = news(author={"@type": "Person", "name": "John Roe"})
    assert text_of_page(around(own, 6, ""), head) == own
    others = [NOTES["en"], *REPORTS["en"]]  # and one that does not stand below the text
    assert text_of_page(around(others, 6, ""), news(author="Ann Poe")) == others


def test_a_credit_below_a_caption_makes_it_no_text() -> None:
    frame = (
        "<div class='i'><img src='/b.jpg'><p>The bridge in winter, seen from the old mill.</p>"
        "<p>Image: Ann Poe</p></div>"
    )
    assert text_of_page(around(REPORTS["en"], 2, frame)) == REPORTS["en"]
