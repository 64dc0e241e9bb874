"""Languages: declared ones made alike, others told from the text."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from archive.text.language import detect_language, language_code

REPORTS = Path(__file__).with_name("languages.txt")


@pytest.mark.parametrize(
    ("declared", "code"),
    [
        ("en-GB", "en"), ("eng", "en"), ("English", "en"), ("nb_NO", "no"), ("nn", "no"),
        ("DE", "de"),
        ("ger", "de"), ("ell", "el"), ("gre", "el"), ("cmn-Hans", "zh"), ("iw", "he"),
        ("fil", "tl"),
        ("Ukrainian", "uk"), ("uk", "uk"), ("Norwegian Bokmål", "no"), ("Brazilian Portuguese",
            "pt"), ("Chinese (Simplified)", "zh"), ("Farsi", "fa"), ("Deutsch", "de"),
        ("français", "fr"), ("Русский", "ru"), ("日本語", "ja"), ("العربية", "ar"),
        ("TÜRKÇE", "tr"),
        ("yue", "yue"), ("ckb", "ckb"), ("ast", "ast"), ("pap", "pap"),
        ("us", None), ("jp", None), ("xx", None), ("zxx", None), ("qaa", None),
        ("English text", None),
        ("n", None), ("und", None), ("", None), (None, None), ("a language", None),
    ],
)  # fmt: skip
def test_a_declared_language_becomes_its_code(declared: str | None, code: str | None) -> None:
    assert language_code(declared) == code


def reports() -> list[tuple[str, bool, str]]:
    """Language, whether the guesser has learnt it, text."""
    found: list[tuple[str, bool, str]] = []
    language, learnt = "", True
    for line in REPORTS.read_text("utf-8").splitlines():
        if heading := re.fullmatch(r"\[(none: )?(\w+)\]", line):
            language, learnt = heading[2], not heading[1]
        elif line and not line.startswith("#"):
            found.append((language, learnt, line))
    return found


# Languages that differ in a word here and there: one report may leave a doubt.
DOUBTFUL = {"bs", "hr", "sr"}


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, learnt, text in reports() if learnt]
)
def test_a_report_is_in_its_language(language: str, text: str) -> None:
    told = detect_language(text)
    assert told == language or (told is None and language in DOUBTFUL)


def test_a_language_that_the_guesser_has_not_learnt_is_mostly_none() -> None:
    """It is not always: Cebuano is taken for Tagalog, Scots for English."""
    told = [detect_language(text) for _, learnt, text in reports() if not learnt]
    assert told.count(None) > len(told) / 2


def test_a_line_is_in_its_language_or_in_none() -> None:
    said = [
        detect_language(text[:60]) in (language, None)
        for language, learnt, text in reports()
        if learnt
    ]
    assert all(said)
    named = [bool(detect_language(text[:60])) for _, learnt, text in reports() if learnt]
    assert sum(named) > 0.9 * len(named)


def test_a_text_in_capitals_is_in_its_language() -> None:
    assert (
        detect_language("THE ARMY SAID ON FRIDAY THAT IT HAD RETAKEN THE TOWN FROM THE GROUP.")
        == "en"
    )


@pytest.mark.parametrize(
    "languages", ["en de", "fr en", "ru uk", "ar fa", "es en", "zh en", "el en", "ja ko", "hi ne"]
)
def test_a_text_in_two_languages_is_in_none(languages: str) -> None:
    texts = {language: text for language, _, text in reports()}
    one, other = languages.split()
    assert detect_language(f"{texts[one]}\n{texts[other][: len(texts[one])]}") is None


@pytest.mark.parametrize("languages", ["en de", "fr en", "de es", "ru uk", "ar fa", "en hi"])
@pytest.mark.parametrize("order", ["a translation below", "a quotation amid", "turn by turn"])
def test_a_long_text_with_much_in_another_language_is_in_none(languages: str, order: str) -> None:
    texts = {language: text for language, _, text in reports()}
    one, other = (f"{texts[language]}\n" for language in languages.split())
    text = {
        "a translation below": one * 4 + other * 4,
        "a quotation amid": one * 3 + other * 3 + one * 3,
        "turn by turn": (one + other) * 4,
    }[order]
    assert detect_language(text) is None
    assert detect_language(one * 8) == languages.split()[0]


def test_a_word_from_another_language_leaves_a_long_text_in_its_own() -> None:
    texts = {language: text for language, _, text in reports()}
    text = f"{texts['de']}\n" * 3 + "Er sagte: “We will not go home.”\n" + f"{texts['de']}\n" * 4
    assert detect_language(text) == "de"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Η βουλή ενέκρινε τον νέο προϋπολογισμό", "el"),
        ("ראש הממשלה ייפגש מחר עם שר האוצר", "he"),
        ("דער פּרעזידענט האָט געזאָגט אַז די רעגירונג װעט ניט ענדערן דאָס געזעץ", "yi"),
        ("รัฐสภาอนุมัติงบประมาณใหม่เมื่อคืนนี้", "th"),
        ("ລັດຖະບານໄດ້ຮັບຮອງງົບປະມານໃໝ່ໃນຕອນຄ່ຳວານນີ້", "lo"),
        ("국회는 어젯밤 새 예산을 통과시켰다", "ko"),
        ("議会は昨夜、新しい予算を可決した。", "ja"),
        ("议会昨晚通过了新预算，反对党表示失望。", "zh"),
        ("Λονδίνο: η εταιρεία Apple Inc. ανακοίνωσε τα αποτελέσματα τριμήνου", "el"),
    ],
)
def test_a_script_of_one_language_tells_it_by_a_line(text: str, code: str) -> None:
    assert detect_language(text) == code


@pytest.mark.parametrize(
    "text",
    ["", "Paris 2017", "1 2 3 " * 50, "Angela Merkel, Emmanuel Macron, Boris Johnson", "北京 2008"],
)
def test_too_little_text_is_in_no_language(text: str) -> None:
    assert detect_language(text) is None


def test_more_text_takes_no_longer() -> None:
    """What is read is bounded, so a book is told as fast as a report."""
    report = reports()[0][2] + " "
    detect_language(report)
    began = time.process_time()
    detect_language(report * 20_000)
    assert time.process_time() - began < 0.5
