"""Languages: declared ones made alike, others told from the text."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from archive.text.language import detect_language, direction, language_code

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


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, learnt, text in reports() if not learnt]
)
def test_a_language_that_the_guesser_has_not_learnt_is_none(language: str, text: str) -> None:
    assert detect_language(text) is None


# Written after the table of words, and not looked at for it.
OTHERS = {
    "co": "A strada hè stata chjosa per tutta a ghjurnata perchè l'acqua avia purtatu via un "
    "ponte. I cummercianti dicenu chì ùn anu micca vistu una piena cusì dapoi trent'anni.",
    "scn": "Lu sinnacu dissi ca la strata resta chiusa pi dui simani, pirchì l'acqua si purtò lu "
    "ponti. Li cristiani dicunu ca nun havi sicaratu accussì.",
    "vec": "El sindaco el ga dito che ła strada ła xe serà par do setimane, parché l'aqua ła ga "
    "portà via el ponte e no ghe xe schei.",
    "sco": "The polis said that naebody wis hurtit whan the lorry gaed aff the road, but the "
    "fowk that bide thair hae been speirin for a new brig for mair nor ten year.",
    "ast": "La policía dixo que nun hai mancaos depués del accidente, pero los vecinos tamién "
    "piden una carretera nueva dende hai munchos años. El conceyu ye quien a pagala.",
    "nds": "De Polizei hett seggt, dat nüms wat to Schaden kamen is, as de Wagen vun de Straat "
    "afkeem. De Lüüd dor wüllt al siet teihn Johr en ne’e Brügg hebben un sünd bannig "
    "vergrellt.",
    "gsw": "D Polizei het gseit, dass niemert verletzt worde isch, wo de Laschtwage vo dr Strass "
    "abcho isch. D Lüt wänd scho sit zäh Jahr e neui Brugg.",
    "bar": "De Polizei hod gsogt, dass neamd valetzt woan is, wia da Lastwong vo da Stross "
    "obkema is. De Leit san grantig, wei s' scho seit zehn Joar a neie Bruckn woin, oba "
    "ned kriang.",
    "ceb": "Matud sa kapolisan, walay nasamdan dihang nahulog ang trak gikan sa dalan. Ang mga "
    "tawo nga nagpuyo didto dugay na nga nangayo og bag-ong tulay, apan wala pa gihapon.",
    "war": "An pulis nagsiring nga waray nasamdan han nahulog an trak ha sapa. An mga tawo nga "
    "naukoy didto maiha na nga naaro hin bag-o nga tulay.",
    "su": "Pulisi nyebutkeun teu aya anu tatu nalika treuk ragrag ti jalan. Warga di dinya geus "
    "lila ménta sasak anyar pikeun kampungna, jeung can kungsi dikabulkeun.",
    "cv": "Президент паян калаçӑва хутшӑнчӗ. Ӗҫсене малалла тӑсма кирлӗ тесе пӗлтерчӗ вӑл, "
    "халӑха пулӑшма укҫа уйӑраҫҫӗ.",
    "rue": "Поліція повіла, же ся нико не зранив, кідь авто зышло з дорогы. Люде тамкы уж десять "
    "років просять новый міст, бо їх старый ся вшыток розвалює.",
}  # fmt: skip


@pytest.mark.parametrize("language", OTHERS)
def test_nor_is_a_neighbour_of_a_language_that_it_has_learnt(language: str) -> None:
    assert detect_language(OTHERS[language]) is None


def test_yiddish_is_told_without_its_points_too() -> None:
    text = "די רעגירונג האט באשלאסן צו העלפן די שולן, אבער די לערער זאגן אז דאס געלט איז נישט גענוג"
    assert detect_language(text) == "yi"
    assert (
        detect_language("הממשלה החליטה לעזור לבתי הספר, אבל המורים אומרים שהכסף לא מספיק") == "he"
    )


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


@pytest.mark.parametrize(
    ("direct", "languages"),
    [
        ("rtl", ("ar", "fa", "he", "ur")), ("ltr", ("en", "ja", "ru", "no")),
        ("auto", ("ku", "pa", None)),
        ("auto", ("mzn", "azb", "syr", "skr", "nqo")),  # written from the right, and in no list
    ],
)  # fmt: skip
def test_text_runs_as_its_language_does_where_that_is_known(
    direct: str, languages: tuple[str | None, ...]
) -> None:
    assert {direction(language) for language in languages} == {direct}
