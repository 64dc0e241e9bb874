"""Plain text: nothing invisible, and spellings that compare equal."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.text.plain import distinct, fold, fold_line, one_line, slug, tidy

ANY = st.text(st.characters(), max_size=60)  # lone surrogates too


def test_tidy_takes_out_what_cannot_be_seen_and_keeps_spaces() -> None:
    assert tidy("a\x00b\x07\u200bc\ufeff\ud800d") == "abcd"
    assert tidy("a\r\nb\rc\x85d\u2028e") == "a\nb\nc\nd\ne"
    assert tidy("a\xa0 b\tc") == "a  b\tc"


@given(ANY)
@settings(deadline=None)
def test_tidy_text_can_be_stored_and_stays_as_it_is(text: str) -> None:
    clean = tidy(text)
    clean.encode("utf-8")
    assert tidy(clean) == clean


@given(st.text(st.characters(codec="ascii"), max_size=60))
@settings(deadline=None)
def test_ascii_is_tidied_as_any_text(text: str) -> None:
    assert tidy(f"{text}é") == f"{tidy(text)}é"


@given(ANY)
@settings(deadline=None)
def test_one_line_is_one_line_or_nothing(text: str) -> None:
    line = one_line(text)
    if line is not None:
        assert line
        assert line == " ".join(line.split())
        assert one_line(line) == line


def test_spellings_fold_together() -> None:
    assert fold("Ærøskøbing") == fold("AEROSKOBING")
    assert fold("“Straße”") == '"strasse"'
    assert fold("Žižek’s") == "zizek's"
    assert fold_line("  Deir\n Ezzor ") == "deir ezzor"


def test_letters_that_only_look_marked_stay_apart() -> None:
    assert fold("й") != fold("и")
    assert fold("が") != fold("か")
    assert len({fold(word) for word in ("ข่าว", "ขาว", "ข้าว")}) == 3
    assert fold("दिन") != fold("दीन")


def test_marks_that_may_be_left_out_are() -> None:
    assert fold("كِتَابٌ") == fold("كتاب")
    assert fold("שָׁלוֹם") == fold("שלום")
    assert fold("क़ानून") == fold("कानून")
    assert fold("❤\ufe0f") == fold("❤")


def test_a_slug_is_cut_at_a_word() -> None:
    assert slug("IS loses towns in face of twin Syria, Iraq assaults", 20) == "is-loses-towns-in"
    assert slug("!!!") == ""


def test_distinct_texts_are_compared_folded_and_kept_as_first_written() -> None:
    assert distinct([" Deir\n Ezzor", None, "", "DEIR EZZOR", "Raqa"]) == ["Deir Ezzor", "Raqa"]
