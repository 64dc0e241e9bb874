"""The text of a page, whatever stands around it and whatever its publisher calls things."""

from __future__ import annotations

import pytest

from tests.helpers.saved_pages import REPORTS, marked_up, news, text_of_page

ALL = pytest.mark.parametrize("language", sorted(REPORTS))
HEADLINE = "<h1>Bridge to be repaired</h1>"

CARDS = {
    "headings that are links": "<div class='x1'><h3><a href='/s/{n}'>{title}</a></h3><p>{text}</p>"
    "</div>",
    "links before paragraphs": "<li><a href='/s/{n}'>{title}</a><p>{text}</p></li>",
    "links around everything": "<a href='/s/{n}'><h4>{title}</h4><p>{text}</p></a>",
    "addresses of the same site": "<div><h3><a href='https://www.e.org/s/{n}'>{title}</a></h3>"
    "<p>{text}</p></div>",
}
OTHERS = [
    ("Second runway wanted", "The council of the next town has asked for a second runway."),
    (
        "Bread costs more",
        "A loaf costs half a crown more from Monday on, the bakers said.",
    ),
    (
        "Choir wins a prize",
        "The youth choir came home with the first prize, its third.",
    ),
    ("Ferry sails again", "Lorries may use the ferry again, which was out of service for a year."),
]


@ALL
@pytest.mark.parametrize("card", sorted(CARDS))
def test_other_stories_are_told_by_their_shape_and_not_by_a_name(card: str, language: str) -> None:
    cards = "".join(
        CARDS[card].format(n=n, title=title, text=text) for n, (title, text) in enumerate(OTHERS)
    )
    own = REPORTS[language]
    head = '<link rel="canonical" href="https://www.e.org/bridge">'
    for body in (
        f"<main>{HEADLINE}<div class='a'>{marked_up(own)}</div><div class='b'>{cards}</div></main>",
        f"<div class='b'>{cards}</div><div>{HEADLINE}{marked_up(own)}</div>",
    ):
        assert text_of_page(body, head) == own


def test_a_list_of_links_to_elsewhere_is_part_of_the_text() -> None:
    items = "".join(
        f"<div><h3><a href='https://shop{n}.example/x'>{title}</a></h3><p>{text}</p></div>"
        for n, (title, text) in enumerate(OTHERS)
    )
    body = f"<article>{HEADLINE}{marked_up(REPORTS['en'])}{items}</article>"
    assert OTHERS[0][1] in text_of_page(body)


@ALL
@pytest.mark.parametrize("tag", ["div", "section"])
def test_a_text_goes_on_in_a_second_block_made_like_the_first(tag: str, language: str) -> None:
    own = REPORTS[language]
    first, second = marked_up(own[:4]), marked_up(own[4:])
    between = "<div class='ad'>Advertisement</div>"
    body = (
        f"<main>{HEADLINE}<{tag} class='part'>{first}</{tag}>{between}"
        f"<{tag} class='part'>{second}</{tag}></main>"
    )
    assert text_of_page(body) == own


CHROME = [
    '<div class="m" role="dialog"><h2>We value your privacy</h2>{}</div>',
    '<div class="m" aria-modal="true"><h1>We value your privacy</h1>{}</div>',
    "<dialog open>{}</dialog>",
    "<aside>{}</aside>",
    "<header>{}</header>",
    "<footer>{}</footer>",
    '<div id="cookie-notice">{}</div>',
]
NOTICE = (
    "We and our partners store and read information on your device, and measure what you read.",
    "You may change your choice at any time in the settings of this page or of your browser.",
    "Some partners process your data for a legitimate interest, to which you may object there.",
)


@pytest.mark.parametrize("chrome", CHROME)
@pytest.mark.parametrize("paragraphs", [1, 2])
def test_chrome_is_no_text_even_where_it_holds_more_of_it(chrome: str, paragraphs: int) -> None:
    own = REPORTS["en"][:paragraphs]
    around = chrome.format("".join(f"<p>{line}</p>" for line in NOTICE))
    apart = f"<div><div>{HEADLINE}</div><div>{marked_up(own)}</div></div>"
    for body in (f"<article>{HEADLINE}{marked_up(own)}</article>{around}", around + apart):
        assert text_of_page(body) == own


def test_a_window_that_shows_a_whole_story_is_read() -> None:
    own = REPORTS["en"]
    body = f"<div role='dialog'><article>{HEADLINE}{marked_up(own)}</article></div>"
    assert text_of_page(body) == own


@ALL
def test_a_stated_text_that_is_only_the_beginning_does_not_cut(language: str) -> None:
    own = REPORTS[language] + [
        f"{paragraph} ({n})." for n, paragraph in enumerate(REPORTS[language])
    ]
    stated = " ".join(own[:6])
    body = f"<article>{HEADLINE}<div>{marked_up(own)}</div></article>"
    assert text_of_page(body, news(articleBody=stated)) == own


def test_a_stated_text_that_is_whole_says_where_the_text_ends() -> None:
    own = REPORTS["en"]
    more = "<p>This line of the template stands behind every text of the paper since last year.</p>"
    body = f"<article>{HEADLINE}<div>{marked_up(own)}{more}</div></article>"
    assert text_of_page(body, news(articleBody="\n".join(own))) == own


@ALL
@pytest.mark.parametrize("name", ["builder-widget", "wp-block-embed", "premium-box", "teaser-x"])
def test_a_name_that_all_blocks_bear_says_nothing(name: str, language: str) -> None:
    own = REPORTS[language]
    line = "This page shows the state of things in the afternoon, as our editors last saw it then."
    inner = f"<div class='{name}'><div class='{name}-container'>{marked_up(own)}</div></div>"
    body = f"<main>{HEADLINE}<div class='post'>{line}{inner}</div></main>"
    assert text_of_page(body)[-len(own) :] == own


@pytest.mark.parametrize("name", ["article__teaser", "teaser", "c-teaser-text"])
def test_a_standfirst_that_is_called_a_teaser_begins_the_text(name: str) -> None:
    own = REPORTS["en"]
    intro = f"<p class='{name}'>{own[0]}</p>"
    body = f"<article>{HEADLINE}<div class='t'>{intro}{marked_up(own[1:])}</div></article>"
    assert text_of_page(body) == own


OFFERS = [
    "<section><h2>THIS CONTENT IS FOR SUBSCRIBERS ONLY</h2><p>Subscribe now to read everything.</p>"
    "<ul><li>Unlimited access on all devices.</li></ul></section>",
    "<div><p>Schon dabei? Einloggen. Sonst jetzt abonnieren, jederzeit kündbar.</p></div>",
    "<p>Réservé aux abonnés. Déjà abonné ? Connectez-vous pour un accès illimité.</p>",
    "<div><p>Suscríbete para seguir leyendo.</p><p>¿Ya eres suscriptor? Inicia sesión.</p></div>",
    "<section><p>この記事は会員限定です。ログインして続きを読む。</p></section>",
    "<aside><p>هذا المحتوى للمشتركين. تسجيل الدخول</p></aside>",
]


@pytest.mark.parametrize("offer", OFFERS)
def test_an_offer_to_subscribe_is_no_part_of_the_text(offer: str) -> None:
    own = REPORTS["en"]
    body = f"<article>{HEADLINE}{marked_up(own[:2])}{offer}{marked_up(own[2:])}</article>"
    assert text_of_page(body) == own


def test_a_report_on_subscriptions_is_kept_whole() -> None:
    own = [*REPORTS["en"], "To read on, they would have to sign in first, the publisher told the "
           "court, and nobody had been made to create an account against his will."]  # fmt: skip
    filler = [f"{line} So it went on for the whole of the year {n}." for n, line in enumerate(own)]
    body = f"<article>{HEADLINE}<div>{marked_up(own + filler)}</div></article>"
    assert text_of_page(body) == own + filler


@pytest.mark.parametrize(
    "frame",
    [
        "<div class='i'><img src='/b.jpg'><p>The bridge in winter, seen from the mill</p></div>",
        "<div class='i'><div><img src='/b.jpg'></div><span>The bridge in winter</span></div>",
        "<table><tr><td><img src='/b.jpg'></td></tr><tr><td>The bridge in winter</td></tr></table>",
        "<dl><dt><img src='/b.jpg'></dt><dd>The bridge in winter, seen from the old mill</dd></dl>",
    ],
)
@pytest.mark.parametrize("place", [0, 2, 5])
def test_a_caption_outside_a_figure_is_no_part_of_the_text(frame: str, place: int) -> None:
    parts = [f"<p>{paragraph}</p>" for paragraph in REPORTS["en"]]
    parts.insert(place, frame)
    assert text_of_page(f"<article>{HEADLINE}{''.join(parts)}</article>") == REPORTS["en"]


def test_paragraphs_with_pictures_in_them_stay() -> None:
    parts = "".join(f"<div><img src='/b.jpg'><p>{line}</p></div>" for line in REPORTS["en"])
    assert text_of_page(f"<article>{HEADLINE}{parts}</article>") == REPORTS["en"]


@pytest.mark.parametrize("language", ["ja"])
def test_a_sentence_with_a_date_is_no_byline(language: str) -> None:
    own = REPORTS[language]
    for first in range(3):
        turned = own[first:] + own[:first]
        assert text_of_page(f"<article><h1>橋を修理へ</h1>{marked_up(turned)}</article>") == turned


def test_of_a_small_article_and_a_long_list_the_article_is_read() -> None:
    own = REPORTS["en"][:3]
    rows = "".join(
        f"<li><a href='/s/{n}'>{title}</a><p>{text} {text}</p></li>"
        for n, (title, text) in enumerate(OTHERS * 3)
    )
    body = f"<main><article>{HEADLINE}{marked_up(own)}</article></main><div><ul>{rows}</ul></div>"
    assert text_of_page(body) == own


@ALL
def test_a_list_that_counts_ends_the_text(language: str) -> None:
    own = REPORTS[language]
    body = f"<article>{HEADLINE}{marked_up(own)}<ol start='7'><li>Anna</li><li>Berta</li></ol>"
    assert text_of_page(body) == [*own, "7. Anna", "8. Berta"]
