"""The lexicon gives what the tokeniser gives, whatever stands around a piece of a text."""

from __future__ import annotations

import weakref
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.store.store import Store
from index.analysis import lexicon as made_of
from index.analysis import reading
from index.analysis.lexicon import Form, Lexicon
from index.analysis.stems import stems_of
from index.analysis.tokens import tokens, without_apostrophe
from index.document import text_parts
from index.upkeep.sync import uncollected
from tests.helpers.archives import SampleArchive
from tests.helpers.generated import WORDS

LANGUAGES = ("en", "de", "fr", "pt", "tr", "ar", "ru", "zh", "th", None)
# What means something else beside another piece, and what may be taken for it.
PIECES = (
    *WORDS,
    "MiG", "29", "F", "16", "MAY", "7", "5", "G", "D", "3", "D-marks", "G7", "A", "I", "COVID",
    "19", "QTR", "JAN", "31",
    "АН", "Б", "26", "12,5", "Prozent", "%", "1·5", "per", "cent", "1・5", "億",
    "10", "000", "250", "1234", "12", "6.100", "2.500,abc", "Ph.", "D.", "B.", "Sc", "LL.", "M.S.",
    "Scott", "AT", "&", "T", "R&D", "Johnson", "-", "--", "—", "(", '"', "IT", "US", "WHO", "WHO's",
    "(US)", "IS-IS", "on", "THE", "OF", "and", "1990's", "90s", "company's", "l'eau", "qu'il",
    "Ankara'da", "“Oil,”", "co-operate", "pre-US", "v1.2.3", "1,50", "1,234,567.8", "1'000",
    "http://example.org/A", "a_b", "\u0301", "é́", "ﬀ", "Ａ", "１２", "€5", "50€", "disney+", "C+",
    "...", "IT,", "U.S.,", "x" * 50, "Ğ", "İstanbul", "ISTANBUL'da", "D'Arcy's", "l’Oréal",
)  # fmt: skip
BETWEEN = (" ", " ", " ", " ", "\n", "\n\n", "\t", "\u00a0", "\u2009", "  ", "\u3000", "")


def plain(text: str, language: str | None) -> list[Form]:
    """What the tokeniser gives."""
    found = []
    for token in tokens(text, language):
        stems = stems_of(token.text, text[token.start : token.end], language)
        if name := without_apostrophe(token, text):
            stems += stems_of(name, name, language)
        found.append(Form((token.text, *token.acronyms), stems))
    return found


def read(lexicon: Lexicon, text: str, language: str | None) -> list[Form]:
    numbers, counts = reading.read(lexicon, [text], language)
    assert counts.tolist() == [len(numbers)]
    return [lexicon.forms[number] for number in numbers.tolist()]


texts = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(BETWEEN)), max_size=14).map(
    lambda parts: "".join(part + between for part, between in parts)
)


@pytest.mark.parametrize("language", ["en", "de"])
def test_any_two_pieces_are_read_as_the_tokeniser_reads_them(language: str) -> None:
    lexicon = Lexicon()
    for one, other in product(PIECES, repeat=2):
        text = f"{one} {other} 5"
        assert read(lexicon, text, language) == plain(text, language), text


@given(texts, st.sampled_from(LANGUAGES))
def test_a_text_is_read_as_the_tokeniser_reads_it(text: str, language: str | None) -> None:
    lexicon = Lexicon()
    for _ in range(2):  # worked out, and known
        assert read(lexicon, text, language) == plain(text, language)


@given(st.lists(texts, max_size=5), st.sampled_from(LANGUAGES))
def test_what_was_read_before_changes_nothing(several: list[str], language: str | None) -> None:
    lexicon = Lexicon()
    for text in several:
        reading.read(lexicon, [text], "en")
        reading.read(lexicon, [text], language)
    numbers, counts = reading.read(lexicon, several, language)
    assert len(counts) == len(several)
    for text in several:
        first, counts = int(counts[0]) if len(counts) else 0, counts[1:]
        own, numbers = numbers[:first].tolist(), numbers[first:]
        assert [lexicon.forms[number] for number in own] == plain(text, language)


@given(st.text(max_size=60), st.sampled_from(LANGUAGES))
def test_any_text_is_read_as_the_tokeniser_reads_it(text: str, language: str | None) -> None:
    assert read(Lexicon(), text, language) == plain(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("a MiG 29 and\nF 16", "en"),
        ("THE PRICE IS UP, SAYS WHO", "en"),
        ("the WHO says it IS up - the US", "en"),
        ("12,5 Prozent und 1,50", "de"),
        ("rund 10 000 000 Menschen", "de"),
        ("AT & T and R & D, Johnson & Johnson", "en"),
        ("Ph. D and M. Scott", "en"),
        ("6.100 Menschen, 2.500,abc", "de"),
        ("1・5 億 and 1·5 per cent", "en"),
        ("- - - - US - - - - IS THE", "en"),
        ("EU 10 000 000 EURO", None),
        ("EU F-0 000 737s", None),
        ("US M. Sc.", "en"),
        ("\u0301\ufeffIS日本", "en"),
        ("gospodja izmedju", "sr"),
        ("gxkeen", "eo"),
    ],
)
def test_words_across_a_blank_are_read_as_one(text: str, language: str | None) -> None:
    assert read(Lexicon(), text, language) == plain(text, language)


def test_the_samples_are_read_as_the_tokeniser_reads_them(samples: SampleArchive) -> None:
    lexicon = Lexicon()
    with Store.open(samples.home) as store:
        articles = store.get_many(sorted(store.ids()))
    assert articles
    for article in articles.values():
        for part in (part for parts in text_parts(article).values() for part in parts):
            assert read(lexicon, part, article.language) == plain(part, article.language)


def test_texts_that_are_not_read_at_once_are_read_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    several = ["a MiG 29", "", "THE PRICE IS UP", "oil " * 9, "10 000 000", ""]
    whole, many = reading.read(lexicon := Lexicon(), several, "en")
    monkeypatch.setattr(reading, "_AT_ONCE", 12)
    parted, counts = reading.read(lexicon, several, "en")
    assert parted.tolist() == whole.tolist()
    assert counts.tolist() == many.tolist() == [3, 0, 4, 9, 1, 0]


def test_threads_may_share_one() -> None:
    lexicon = Lexicon()
    several = [f"word{number % 50} US 1,{number % 7}00 oil-{number % 9}" for number in range(2000)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: read(lexicon, text, "en"), several))
    for text, forms in zip(several, found, strict=True):
        assert forms == plain(text, "en")
    assert len(set(lexicon.forms)) == len(lexicon.forms)


def test_one_that_is_full_is_replaced_and_still_tells_its_forms(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = made_of.shared()
    numbers, _ = reading.read(first, ["oil and banks"], "en")
    assert made_of.shared() is first
    monkeypatch.setattr(made_of, "_MOST", 0)
    assert made_of.shared() is not first
    assert [first.forms[number].word for number in numbers.tolist()] == ["oil", "and", "banks"]


def test_one_that_nobody_uses_is_gone_at_once_and_not_when_cycles_are_looked_for() -> None:
    lexicon = Lexicon()
    read(lexicon, "oil and U.S. banks", "en")
    known = weakref.ref(lexicon.pieces("en"))
    with uncollected():  # as it is indexed
        del lexicon
        assert known() is None
