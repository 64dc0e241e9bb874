"""Languages: declared ones made alike, others told from the text."""

from __future__ import annotations

import pytest

from archive.text.language import detect_language, language_code


@pytest.mark.parametrize(
    ("declared", "code"),
    [
        ("en-GB", "en"), ("eng", "en"), ("English", "en"), ("nb_NO", "no"), ("nn", "no"), ("DE",
            "de"),
        ("n", None), ("und", None), ("", None), (None, None), ("a language", None),
    ],
)  # fmt: skip
def test_a_declared_language_becomes_its_code(declared: str | None, code: str | None) -> None:
    assert language_code(declared) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The army said on Friday that it had retaken the town from the group.", "en"),
        ("THE ARMY SAID ON FRIDAY THAT IT HAD RETAKEN THE TOWN FROM THE GROUP.", "en"),
        ("Der Bundestag ist am Montag zum ersten Mal im Reichstag zusammengekommen.", "de"),
        ("Les portes de la cathédrale se sont rouvertes samedi soir après cinq ans.", "fr"),
        ("أعلن الجيش السوري يوم الجمعة استعادة السيطرة على كامل مدينة دير الزور", "ar"),
        ("第29届夏季奥林匹克运动会8日晚8时在北京国家体育场开幕。这是中国第一次举办。", "zh"),
    ],
)
def test_the_language_of_a_text_is_told(text: str, code: str) -> None:
    assert detect_language(text) == code


def test_too_little_text_is_in_no_language() -> None:
    assert detect_language("Paris 2017") is None
    assert detect_language("1 2 3 " * 50) is None
