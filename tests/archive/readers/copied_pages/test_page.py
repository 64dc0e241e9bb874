"""Copied pages of many kinds: the article comes out, the page stays behind."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.article import Article, RawArticle, Skipped
from archive.normalise.rules import normalise
from archive.readers.common.furniture import is_furniture
from archive.readers.formats import read, recognise
from archive.readers.sources.source import Source, sources
from archive.text.markdown import to_text
from tests.helpers.archives import SAMPLES

FOLDER = SAMPLES / "pages"

LONG = (
    "The first paragraph of this report is long enough to be the text of an article, and it says "
    "what happened, where it happened and who has said so."
)
SECOND = (
    "A second paragraph follows the first, with more of what was said on the day, so that nobody "
    "could take the page for a list of links."
)
THIRD = (
    "In the third paragraph there is a quotation and a number or two, as there would be in any "
    "report of this kind, and with that it comes to an end."
)


def article(page: str, name: str = "page.txt") -> Article:
    (raw,) = read(Source(name, lambda: io.BytesIO(page.encode())), "page")
    assert not isinstance(raw, Skipped), raw
    made = normalise(raw)
    assert isinstance(made, Article)
    return made


def sample(name: str) -> Article:
    return article((FOLDER / name).read_text("utf-8"), name)


def paragraphs(made: Article) -> list[str]:
    return made.body.split("\n\n")


def test_the_seed_page_comes_out_as_its_readme_says(data: Path) -> None:
    (source,) = sources([str(data / "seed" / "is-loses-towns.txt")])
    (raw,) = read(source)
    assert not isinstance(raw, Skipped)
    made = normalise(raw)
    assert isinstance(made, Article)
    assert made.title == "IS loses towns in face of twin Syria, Iraq assaults"
    assert (made.date, made.precision, made.published) == ("2017-11-03", "day", None)
    assert made.agency == ("AFP",)
    assert made.credit == "AFP"
    assert made.authors == ()
    assert made.section == "World"
    assert made.tags == ("Syria", "Iraq", "Conflict")
    assert made.language == "en"
    assert made.dateline is None
    captions = [image.caption or "" for image in made.images]
    assert len(captions) == len(set(captions)) == 4
    assert captions[0] == "Syrian army retakes Deir Ezzor"
    assert captions[1].endswith("on November 2, 2017")
    assert all(caption.endswith("November 3, 2017") for caption in captions[2:])
    assert not any("..." in caption for caption in captions)
    assert len(paragraphs(made)) == 30
    assert [part for part in paragraphs(made) if part.startswith("#")] == [
        "## Iraqi forces take Al-Qaim"
    ]
    text = to_text(made.body)
    assert text.startswith("The Islamic State jihadist group Friday lost control of two")
    assert text.endswith("the Observatory said, without identifying the aircraft.")
    for chrome in ("Remember me", "Log in", "article image", "More about", "More news", "By AFP"):
        assert chrome not in text
    source_text = source.bytes().decode()
    places = [source_text.find(part[:40]) for part in text.split("\n\n")]
    assert places == sorted(places)
    assert -1 not in places


@pytest.mark.parametrize(
    ("name", "agency", "authors", "section", "tags", "count", "captions"),
    [
        ("2010-10-14-mineros-chile.txt", ["EFE"], [], "Mundo", "Chile, Minería, Rescate", 6, 1),
        ("2011-03-04-glory.txt", ["dpa"], [], None, "Science, Space, Climate, United States", 6, 0),
        (
            "2017-09-05-deir-ezzor-siege.txt", ["Reuters"], ["Jane Roe"], "World",
            "Syria, Conflict, Deir Ezzor, Humanitarian aid", 9, 1,
        ),
        (
            "2017-10-12-bitcoin.txt", ["Reuters"], ["Jane Roe"], "Business",
            "Bitcoin, Currencies, Technology, Markets", 5, 1,
        ),
        ("2017-10-14-mayadeen.txt", ["AFP"], [], "World", "Syria, Conflict, Mayadeen, Euphrates",
            10, 2),
        (
            "2017-11-19-albu-kamal.txt", ["AFP", "Reuters"], [], "World",
            "Syria, Iraq, Conflict, Albu Kamal, Deir Ezzor", 10, 1,
        ),
        ("2019-07-14-cricket.txt", ["PA Media"], [], "Sport",
            "Cricket, England, New Zealand, World Cup", 7, 1),
        ("2024-12-08-notre-dame.txt", ["AFP"], [], "Culture",
            "Paris, Patrimoine, Architecture, France", 7, 1),
    ],
)  # fmt: skip
def test_every_sample_page_gives_its_fields_and_no_furniture(
    name: str, agency: list[str], authors: list[str], section: str | None, tags: str, count: int,
    captions: int,
) -> None:  # fmt: skip
    made = sample(name)
    assert list(made.agency) == agency
    assert list(made.authors) == authors
    assert made.section == section
    assert ", ".join(made.tags) == tags
    assert made.date == name[:10]
    assert len(paragraphs(made)) == count
    assert len(made.images) == captions
    assert to_text(made.body).rstrip("]").endswith((".", "!"))
    assert all(len(part) > 60 or part.istitle() or " " in part for part in paragraphs(made))


def test_every_sample_page_is_recognised_as_one() -> None:
    for path in sorted(FOLDER.iterdir()):
        chosen = recognise(path.read_bytes(), path.name)
        assert chosen is not None
        assert chosen.name == "page", path.name


def test_a_german_page_with_a_cookie_banner_and_a_footer() -> None:
    made = article(
        "Wir verwenden Cookies, um Ihnen den besten Dienst zu bieten.\nAlle akzeptieren\n"
        "Startseite | Politik | Wirtschaft | Sport\nAnmelden  Abonnieren\n\n"
        "Regierung einigt sich auf neuen Haushalt\n\n"
        "Von Jana Roth, dpa\nFreitag, 3. November 2017 | 14:05 Uhr | Politik\n\n"
        f"Teilen  Drucken  Merken\n\n{LONG}\n\n{SECOND}\n\n"
        "Mehr zum Thema: Haushalt, Bundestag\nMeistgelesen\n1. Wetter\nImpressum · Datenschutz\n"
    )
    assert made.title == "Regierung einigt sich auf neuen Haushalt"
    assert made.authors == ("Jana Roth",)
    assert made.agency == ("dpa",)
    assert made.date == "2017-11-03"
    assert made.section == "Politik"
    assert made.tags == ("Haushalt", "Bundestag")
    assert made.body == f"{LONG}\n\n{SECOND}"


def test_a_french_page_with_a_standfirst_and_the_date_before_the_byline() -> None:
    standfirst = "Le texte, attendu depuis des mois, doit encore être voté par les deux chambres."
    made = article(
        "Aller au contenu\nS'abonner\nMonde › Europe\n\nLe budget européen adopté à Bruxelles\n\n"
        f"{standfirst}\n\nPublié le 3 novembre 2017 à 14h05\nPar Jeanne Petit avec AFP\n\n"
        f"{LONG}\n\nÀ lire aussi : Le Brexit en trois questions\n\n{SECOND}\n\n"
        "Mots-clés : Europe, Budget\nMentions légales\n"
    )
    assert made.title == "Le budget européen adopté à Bruxelles"
    assert made.summary == standfirst
    assert (made.authors, made.agency) == (("Jeanne Petit",), ("AFP",))
    assert made.date == "2017-11-03"
    assert made.tags == ("Europe", "Budget")
    assert made.body == f"{LONG}\n\n{SECOND}"


def test_a_spanish_page_with_numbers_on_its_buttons() -> None:
    made = article(
        "Iniciar sesión\nPortada · Mundo · Economía\n\n"
        "El puerto vuelve a abrir tras la tormenta\n\n"
        "Por Ana Ruiz | EFE | 3 de noviembre de 2017 | Economía\n\n"
        "Compartir 12   Comentarios (3)\n\n"
        f"{LONG}\n\n{SECOND}\n\nEtiquetas: Puerto, Tormenta\nAviso legal\n"
    )
    assert made.title == "El puerto vuelve a abrir tras la tormenta"
    assert (made.authors, made.agency) == (("Ana Ruiz",), ("EFE",))
    assert made.section == "Economía"
    assert made.tags == ("Puerto", "Tormenta")
    assert made.body == f"{LONG}\n\n{SECOND}"


def test_an_arabic_page() -> None:
    text = (
        "أعلن الجيش السوري يوم الجمعة استعادة السيطرة على كامل مدينة دير الزور في شرق البلاد بعد "
        "نحو شهرين من فك الحصار الذي فرضه التنظيم على أحيائها الغربية."
    )
    more = "وقالت قيادة الجيش في بيان نقله الإعلام الرسمي إن وحدات الهندسة بدأت إزالة الألغام."
    made = article(
        "تسجيل الدخول\nالرئيسية | العالم | اقتصاد\n\nالجيش السوري يعلن استعادة مدينة دير الزور\n\n"
        f"أ ف ب | 3 نوفمبر 2017 | العالم\n\nمشاركة\n\n{text}\n\n{more}\n\n"
        "المزيد عن: سوريا، دير الزور\nجميع الحقوق محفوظة\n"
    )
    assert made.title == "الجيش السوري يعلن استعادة مدينة دير الزور"
    assert made.agency == ("AFP",)
    assert made.date == "2017-11-03"
    assert made.section == "العالم"
    assert made.tags == ("سوريا", "دير الزور")
    assert made.language == "ar"
    assert made.body == f"{text}\n\n{more}"


def test_a_byline_above_the_title() -> None:
    made = article(
        "THE HARBOUR LEDGER\nSign in | Subscribe\n\nBy Jane Roe, AP\nNovember 3, 2017\n\n"
        f"Ferry line across the bay to close after ninety years\n\n{LONG}\n\n{SECOND}\n"
    )
    assert made.title == "Ferry line across the bay to close after ninety years"
    assert (made.authors, made.agency, made.date) == (("Jane Roe",), ("AP",), "2017-11-03")
    assert made.body == f"{LONG}\n\n{SECOND}"


def test_todays_date_on_top_of_a_page_is_not_the_articles() -> None:
    made = article(
        "The Harbour Ledger\nMonday, 6 November 2017\nHome | World | Sport\n\n"
        f"Ferry line across the bay to close\n\nBy Jane Roe\n3 November 2017\n\n{LONG}\n\n"
        f"{SECOND}\n"
    )
    assert made.title == "Ferry line across the bay to close"
    assert (made.date, made.authors) == ("2017-11-03", ("Jane Roe",))


def test_a_page_without_a_byline_has_a_title_and_lacks_the_rest() -> None:
    made = article(
        f"Skip to content\nMenu\n\nFerry line across the bay to close\n\n{LONG}\n\n{SECOND}\n\n"
        "More about Ferries, Harbour\nMost read\n"
    )
    assert made.title == "Ferry line across the bay to close"
    assert (made.date, made.agency, made.authors, made.credit) == (None, (), (), None)
    assert made.tags == ("Ferries", "Harbour")
    assert made.body == f"{LONG}\n\n{SECOND}"


def test_a_title_wrapped_over_two_lines_is_one_title() -> None:
    made = article(
        "Sign in\n\nFerry line across the bay to close after ninety years\n"
        "as a tunnel takes its place\n\n"
        f"By Jane Roe | Nov 3, 2017\n\n{LONG}\n\n{SECOND}\n"
    )
    assert made.title == (
        "Ferry line across the bay to close after ninety years as a tunnel takes its place"
    )


def test_captions_told_by_their_credit_are_captions() -> None:
    made = article(
        f"Sign in\n\nFerry line to close\n\nBy AFP | Nov 3, 2017\n\n{LONG}\n\n"
        "The ferry at its berth on the last day of its service. Photo: Jane Roe/AFP\n\n"
        f"{SECOND}\n\nPassengers wait on the pier in the rain\nFoto: Jan Muster/dpa\n\n"
        "Image caption, A model of the tunnel under the bay\n\nImage source, Getty Images\n\n"
        f"{THIRD}\n"
    )
    assert [image.caption for image in made.images] == [
        "The ferry at its berth on the last day of its service.",
        "Passengers wait on the pier in the rain",
        "A model of the tunnel under the bay",
    ]
    assert made.body == f"{LONG}\n\n{SECOND}\n\n{THIRD}"


def test_a_date_below_the_title_and_a_picture_before_the_byline() -> None:
    made = article(
        "Home\nNews\nSport\n\nFerry line across the bay to close after all\nPublished\n"
        "16 August 2021\n\nShare\nAbout sharing\nThe ferry seen from the pier at dusk\n"
        "Image source, Getty Images\nImage caption, The line has run for ninety years\n"
        "By Ada Obi\n\n"
        f"{LONG}\n\n{SECOND}\n\nRelated topics\nFerries\nHarbour\nMore on this story\nA tunnel\n"
    )
    assert made.title == "Ferry line across the bay to close after all"
    assert (made.date, made.authors) == ("2021-08-16", ("Ada Obi",))
    assert [image.caption for image in made.images] == ["The line has run for ninety years"]
    assert made.tags == ("Ferries", "Harbour")
    assert made.body == f"{LONG}\n\n{SECOND}"


def test_a_name_and_a_place_between_standfirst_and_date_are_no_title() -> None:
    standfirst = "La decisión, esperada por los mercados, es la décima subida consecutiva del año."
    made = article(
        f"Suscríbete\n\nEconomía\n\nEl Banco Central sube los tipos al 4%\n{standfirst}\n\n"
        f"Luis Pérez\nMadrid\n14/09/2023 a las 15:20h.\n\n{LONG}\n\n{SECOND}\n\n"
        "Temas\nBCE\nComentarios\n0\n"
    )
    assert made.title == "El Banco Central sube los tipos al 4%"
    assert made.summary == standfirst
    assert (made.date, made.tags) == ("2023-09-14", ("BCE",))


def test_a_second_date_and_brackets_leave_the_byline_whole() -> None:
    made = article(
        "Se connecter\n\nÀ Genève, un accord fragile sur les otages\n\n"
        "Par Claire Dubois (Genève, envoyée spéciale)\n"
        "Publié le 3 novembre 2017 à 14h05, modifié le 4 novembre 2017 à 09h12\n"
        f"Article réservé aux abonnés\n\n{LONG}\n\n{SECOND}\n"
    )
    assert (made.authors, made.date) == (("Claire Dubois",), "2017-11-03")
    assert made.body == f"{LONG}\n\n{SECOND}"


def test_the_furniture_of_a_live_blog_is_left_out() -> None:
    made = article(
        "Sign in\n\nLive: Ferry talks go on through the night\n\nBy Jane Roe | 3 Nov 2017\n"
        f"Last updated 4 minutes ago\nFollow live\n\n14:05\n\n{LONG}\n\nShare\n\n13.40 GMT\n\n"
        f"{SECOND}\n\n"
        "2h ago\n"
    )
    assert made.title == "Live: Ferry talks go on through the night"
    assert made.body == f"{LONG}\n\n{SECOND}"


def test_a_pointer_to_another_article_does_not_end_the_text() -> None:
    made = article(
        f"Sign in\n\nFerry line to close\n\nBy AFP | Nov 3, 2017\n\n{LONG}\n\n{THIRD}\n\n"
        f"Read more: Ten walks by the sea\n\n{SECOND}\n"
    )
    assert made.body == f"{LONG}\n\n{THIRD}\n\n{SECOND}"


def test_sentences_that_begin_like_furniture_are_text() -> None:
    begins = [
        "Share prices fell in Tokyo on Friday for the third day in a row.",
        "Search teams found two of the climbers alive in the afternoon.",
        "Related incidents were reported from three other towns of the region.",
        "More about half of it was lost than anyone had thought possible.",
    ]
    made = article(
        f"Sign in\n\nFerry line to close\n\nBy AFP | Nov 3, 2017\n\n{LONG}\n\n{SECOND}\n\n"
        + "\n\n".join(begins)
    )
    assert paragraphs(made) == [LONG, SECOND, *begins]


def test_a_date_with_a_time_and_zone_gives_the_instant() -> None:
    made = article(
        f"Menu\n\nFerry line to close\n\nBy AP | 3 Nov 2017 23:30 NZDT\n\n{LONG}\n\n{SECOND}\n"
    )
    assert made.date == "2017-11-03"
    assert made.published == datetime(2017, 11, 3, 10, 30, tzinfo=UTC)


def test_a_row_of_buttons_is_furniture_and_a_word_among_them_ends_that() -> None:
    assert is_furniture("share (3) - print | e-mail · Text size A A A")
    # Each mark could belong to the button before it or behind: that must not be tried in all ways.
    assert not is_furniture("share - " * 24 + "zz")


def test_a_page_of_nothing_but_furniture_is_skipped_with_its_reason() -> None:
    (raw,) = read(Source("x.txt", lambda: io.BytesIO(b"Menu\nSign in\nSearch\n")), "page")
    assert isinstance(raw, Skipped)
    assert "furniture" in raw.reason


def test_an_address_above_or_below_the_headline_is_the_articles() -> None:
    text = "By Jane Roe\n\nThe ferry sailed again on Saturday with forty people on board.\n"
    for top in (
        "https://paper.example/x\nFerry returns\n",
        "Ferry returns\nhttps://paper.example/x\n",
    ):
        (item,) = read(Source("a.txt", lambda top=top: io.BytesIO((top + text).encode())), "page")
        assert isinstance(item, RawArticle)
        assert (item.title, item.url) == ("Ferry returns", "https://paper.example/x")


def test_a_short_headline_below_the_name_of_a_site_is_the_title() -> None:
    made = article(f"The Harbour Ledger\n\nFerries Sail Again\n3 November 2017\n\n{LONG}\n")
    assert made.title == "Ferries Sail Again"
