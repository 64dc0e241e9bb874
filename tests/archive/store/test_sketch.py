"""Which texts are nearly the same: the same dispatch at two sites, take after take, no formula."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from zlib import crc32

import pytest

from archive.article import Article
from archive.store.boilerplate import without_boilerplate
from archive.store.sketch import Sketch, is_copy, sketch
from archive.text.markdown import to_text
from archive.text.plain import fold

Make = Callable[..., Article]

FERRY = """A ferry with 212 people on board ran aground off the island of Velmar early on Tuesday,
and rescuers spent four hours bringing everybody ashore in small boats, the coast guard said.

The captain told the harbour office that a sudden fog had hidden the lighthouse. Two children were
treated for cold, and nobody was badly hurt. Divers will look at the hull once the wind drops.

Islanders have asked for years for a second beacon on the northern reef, where three fishing boats
were lost in the winter of 2011. The ministry of transport promised money for it last spring, but
the work was put off when the only firm that offered to build it went out of business.

The company that runs the line said the crossing would stay closed until Friday and that tickets
would be paid back. Its other ship is being painted in a yard on the mainland."""

REWRITTEN = """Passengers of a stranded Velmar ferry told on Tuesday how fishermen came out of the
mist to fetch them. "We heard the engine stop and then a scraping under our feet," said a teacher
who was travelling with her class.

All those aboard, more than two hundred, were safe by noon. Officials blamed poor visibility near
the reef. Critics point out that a promised beacon was never built; the government answered that
its builder had gone bankrupt before the first stone was laid, and that a new tender is under way.

Traffic to the island is expected to resume at the end of the week, according to the operator,
which has only one more vessel and cannot use it at present because it lies in dock."""

TRANSLATED = """Une vedette avec 212 personnes à bord s'est échouée mardi matin au large de l'île de
Velmar, et les secours ont mis quatre heures à ramener tout le monde à terre dans de petits bateaux,
ont indiqué les garde-côtes.

Le capitaine a déclaré au bureau du port qu'un brouillard soudain avait caché le phare. Deux enfants
ont été soignés pour le froid et personne n'a été gravement blessé. Des plongeurs examineront la
coque dès que le vent sera tombé."""

REPORT = """The grain office of Port Halden said {ships} ships were loading at its quays on {day}
and {waiting} more were waiting in the roads. Stocks of wheat in the silos stood at {wheat} tonnes,
of barley at {barley} tonnes and of maize at {maize} tonnes. Trains brought {trains} tonnes during
the past 24 hours. The office said that the loading of wheat would go on through the night and that
the next report would be given out at the usual hour on the following working day."""

CHINESE = """海岸警卫队表示，一艘载有二百一十二人的渡轮星期二清晨在维尔马岛附近搁浅，
救援人员花了四个小时用小船把所有人送上岸。船长告诉港务局，突如其来的大雾遮住了灯塔。
两名儿童因受寒接受治疗，没有人受重伤。风停之后，潜水员将检查船体。
岛上居民多年来一直要求在北部礁石上再建一座航标。"""


def paragraphs(text: str) -> str:
    """A text as a body: each paragraph on one line."""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


@pytest.fixture
def of(make_article: Make) -> Callable[..., Sketch]:
    """The sketch of a body, and a title where it matters."""

    def make(body: str, title: str = "A title") -> Sketch:
        return sketch(make_article(title=title, body=paragraphs(body)))

    return make


Of = Callable[..., Sketch]
FIRST_TAKE = FERRY[: FERRY.index("\n\nIslanders")]
THIRD_TAKE = FERRY + "\n\nThe coast guard opened an inquiry, which may take until the summer."


@pytest.mark.parametrize(
    "copy",
    [
        FERRY.upper(),
        "PORT VELMAR, March 3 (XYZ) - " + FERRY,
        FERRY
        + "\n\n(Reporting by Jane Roe in Velmar; Editing by John Doe)\n\nOur Standards: Trust.",
        "By Jane Roe\n\n" + FERRY + "\n\n© 2020 The Daily. All rights reserved.\n\njr/jd",
        FERRY.replace(" Divers", " See https://example.org/a/b-c?d=1 . Divers"),
        FERRY[: FERRY.rindex("\n\n")],
        FERRY.replace("four hours", "five hours").replace("212", "215"),
        FIRST_TAKE,
        THIRD_TAKE,
    ],
    ids=["capitals", "dateline", "credits", "notices", "link", "cut", "corrected", "1st", "3rd"],
)
def test_a_copy_is_known_by_its_text_whatever_stands_around_it(of: Of, copy: str) -> None:
    assert is_copy(of(FERRY), of(copy), days=1)
    assert is_copy(of(copy), of(FERRY), days=1)


@pytest.mark.parametrize("other", [REWRITTEN, TRANSLATED, CHINESE], ids=["rewritten", "fr", "zh"])
def test_the_same_news_in_other_words_is_no_copy(of: Of, other: str) -> None:
    assert not is_copy(of(FERRY), of(other), days=0)


def test_a_report_with_other_figures_is_another_report_even_on_the_next_day(of: Of) -> None:
    monday = REPORT.format(
        ships=9, day="Monday", waiting=16, wheat="41,300", barley="9,120", maize=870, trains="2,400"
    )
    tuesday = REPORT.format(
        ships=8, day="Tuesday", waiting=14, wheat="39,900", barley="9,480", maize=910, trains=1850
    )
    assert not is_copy(of(monday), of(tuesday), days=1)
    assert is_copy(of(monday), of(monday), days=1)


def test_what_is_alike_but_weeks_apart_is_no_copy_unless_it_is_the_same(of: Of) -> None:
    alike = FERRY.replace("said", "told reporters").replace("the ", "this ", 7)
    assert is_copy(of(FERRY), of(alike), days=2)
    assert not is_copy(of(FERRY), of(alike), days=20)
    assert is_copy(of(FERRY), of(FERRY), days=400)


def test_without_dates_only_the_same_text_counts(of: Of) -> None:
    assert is_copy(of(FERRY), of(FERRY + "\n\nENDS"), days=None)
    assert not is_copy(of(FERRY), of(FIRST_TAKE), days=None)


def test_a_brief_says_whom_it_is_about_in_its_title(of: Of) -> None:
    brief = (
        "Quarterly dividend 10 cents against 10 cents before\n\nPayable April 30 to holders of 9th"
    )
    assert not is_copy(of(brief, "Halden Mills dividend"), of(brief, "Orrin Steel payout"), days=0)
    assert is_copy(of(brief, "Halden Mills dividend"), of(brief, "HALDEN MILLS DIVIDEND"), days=0)
    daily = "All that moved the town in a quarter of an hour: the news, the weather and the tides."
    assert not is_copy(of(daily * 2, "The Daily, March 3"), of(daily * 2, "The Daily, March 4"), 1)


def test_a_round_up_that_holds_a_whole_brief_is_not_its_story(of: Of) -> None:
    brief = REWRITTEN[: REWRITTEN.index(" Critics")]
    assert is_copy(of(brief), of(f"{brief}\n\n{FIRST_TAKE}"), days=0)
    assert not is_copy(of(brief), of(f"{FERRY}\n\n{brief}\n\n{REPORT}\n\n{TRANSLATED}"), days=0)


def test_texts_written_without_spaces_are_compared_by_character(of: Of) -> None:
    changed = CHINESE.replace("四个小时", "五个小时").replace("大雾", "浓雾")
    assert is_copy(of(CHINESE), of("新华社维尔马电 " + changed), days=0)
    other = "交通部星期三宣布，明年起将在全国二十个港口安装新的雷达设备，总投资约三亿元。" * 2
    assert not is_copy(of(CHINESE), of(other), days=0)


@pytest.mark.parametrize("body", ["", "Photo.", "No text was sent with this item."])
def test_a_text_too_short_to_mean_anything_is_a_copy_of_nothing(of: Of, body: str) -> None:
    assert of(body) == Sketch()
    assert not is_copy(of(body), of(body), days=0)


def test_a_sketch_comes_back_as_it_was_packed(of: Of) -> None:
    made = of(FERRY * 3 + REWRITTEN)
    assert Sketch.unpack(*made.pack()) == made
    assert len(made.shingles) == 128


NUMBERED = " ".join(f"word{n % 70_001} said {n * n}." for n in range(70_000))


@pytest.mark.parametrize(
    "body",
    [
        FERRY,
        REPORT,
        CHINESE,
        TRANSLATED,
        "One",
        "a b_c 1 2.5 d\x1ce-f\x0bg h’i j\u0301 k",
        "half of a letter \ud800 is kept as it came in",
        "The ferry ran aground off Velmar, 海岸警卫队表示渡轮 and 12 were saved.",
        CHINESE + " Ferry 7 " * 60,
        "same " * 400,
        NUMBERED,
        CHINESE * 700,
    ],
    ids=str.split("ascii figures cjk accents one odd surrogate mixed half same long long-cjk"),
)
def test_the_hashes_are_those_that_archives_already_hold(make_article: Make, body: str) -> None:
    """By the definition, word by word: every article that is kept has such a sketch."""
    made = sketch(make_article(title="Fähre gestrandet", body=body))
    cjk = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    text = without_boilerplate(to_text(body))
    if len(re.findall(rf"[{cjk}]|[^\W{cjk}]+", text)) < 50:
        text = f"Fähre gestrandet\n\n{text}"
    words = re.findall(rf"[{cjk}]|[^\W{cjk}]+", text)
    size = 5 if 2 * len(re.findall(f"[{cjk}]", text)) > len(words) else 3
    hashes = [crc32(fold(word).encode("utf-8", "surrogatepass")) for word in words]
    rows = [hashes[at : at + size] for at in range(len(hashes) - size + 1)]
    shingles = sorted({crc32(struct.pack(f"<{size}I", *row)) for row in rows})[:128]
    figures = re.findall(r"\d(?:[\d.,:/-]*\d)?", text)
    numbers = sorted({crc32(fold(figure).encode()) for figure in figures})[:64]
    assert made == (Sketch(tuple(shingles), tuple(numbers)) if body != "One" else Sketch())


@pytest.mark.parametrize(
    "kept",
    [
        "Reporting by the committee was late, he said.",
        "The source: a spring in the hills that feeds two valleys and, further down, three mills. "
        + "It never dries up. " * 20,
        "More than 30 people came.",
        "He wrote (in a letter to his sister) that all was well.",
    ],
)
def test_what_only_looks_like_boilerplate_stays(kept: str) -> None:
    assert without_boilerplate(kept) == kept
