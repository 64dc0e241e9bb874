"""The characters of a page are found, whatever it says that they are."""

from __future__ import annotations

import pytest

from archive.text.charset import decode_html

TEXTS = {
    "de": "Die Brücke über den Fluss wird im Frühjahr geöffnet, sagte die Bürgermeisterin. ",
    "pl": "Most na rzece zostanie otwarty wiosną, powiedziała w piątek burmistrzyni miasta Łódź. ",
    "ru": "Мост через реку откроют весной, сообщила в пятницу глава города на встрече с жителями. ",
    "tr": "Nehrin üzerindeki köprü ilkbaharda açılacak, dedi belediye başkanı cuma günü İzmir'de. ",
    "ar": "سيفتح الجسر فوق النهر في الربيع كما قالت رئيسة البلدية يوم الجمعة أمام السكان. ",
    "el": "Η γέφυρα πάνω από τον ποταμό θα ανοίξει την άνοιξη, είπε την Παρασκευή η δήμαρχος. ",
    "ja": "川にかかる橋は春に開通すると、市長が金曜日に住民との会合で述べた。工事は早い。",
    "ko": "강을 건너는 다리가 봄에 개통된다고 시장이 금요일 주민들과의 만남에서 말했다.",
    "zh": "市长星期五在与居民的会面中说，跨河大桥将于春季通车，工程进展比预定的要快。",
}


def page(text: str, encoding: str, declared: str | None, language: str = "") -> bytes:
    meta = f'<meta charset="{declared}">' if declared else ""
    return f"<html{language}><head>{meta}</head><body><p>{text * 3}</p></body></html>".encode(
        encoding
    )


@pytest.mark.parametrize("declared", [None, "iso-8859-1", "shift_jis", "no-such-thing", "utf-8"])
def test_utf8_is_read_as_such_whatever_is_declared(declared: str | None) -> None:
    assert TEXTS["ru"] in decode_html(page(TEXTS["ru"], "utf-8", declared))


@pytest.mark.parametrize(
    ("language", "encoding", "declared"),
    [
        ("de", "cp1252", "iso-8859-1"), ("pl", "cp1250", "windows-1250"),
        ("ru", "koi8-r", "koi8-r"), ("tr", "cp1254", "iso-8859-9"), ("ja", "cp932", "x-sjis"),
        ("ko", "cp949", "euc-kr"), ("zh", "gb18030", "gb2312"), ("ja", "euc_jp", "euc-jp"),
    ],
)  # fmt: skip
def test_what_is_declared_is_believed(language: str, encoding: str, declared: str) -> None:
    data = page(TEXTS[language], encoding, declared)
    assert TEXTS[language] in decode_html(data)
    assert TEXTS[language] in decode_html(page(TEXTS[language], encoding, None), declared)


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("de", "cp1252"), ("ru", "cp1251"), ("ru", "koi8-r"), ("ar", "cp1256"), ("el", "cp1253"),
        ("ja", "cp932"), ("ja", "euc_jp"), ("ko", "cp949"), ("zh", "gb18030"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("declared", [None, "utf-8"])
def test_nothing_or_a_wrong_thing_declared(
    language: str, encoding: str, declared: str | None
) -> None:
    assert TEXTS[language] in decode_html(page(TEXTS[language], encoding, declared))


@pytest.mark.parametrize(("language", "encoding"), [("pl", "cp1250"), ("tr", "cp1254")])
def test_the_language_of_the_page_tells_latin_alphabets_apart(language: str, encoding: str) -> None:
    data = page(TEXTS[language], encoding, None, f' lang="{language}"')
    assert TEXTS[language] in decode_html(data)


def test_byte_order_marks_come_first() -> None:
    text = page(TEXTS["de"], "utf-8", "iso-8859-1").decode()
    for encoding in ("utf-8-sig", "utf-16"):
        assert TEXTS["de"] in decode_html(text.encode(encoding))


def test_a_few_damaged_bytes_do_not_change_the_rest() -> None:
    data = page(TEXTS["ru"], "utf-8", None)
    assert TEXTS["ru"] in decode_html(data.replace(b"</p>", b"\xff\xfe</p>"))
    assert decode_html(data[:-60] + b"\xd0").count("\ufffd") == 1


def test_bytes_that_are_nothing_are_read_all_the_same() -> None:
    assert decode_html(b"\x81\x8d\x8f\x90\x9d" * 20)
    assert decode_html(b"") == ""
