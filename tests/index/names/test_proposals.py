"""Spellings that an archive's own words suggest."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.article import Article
from index.names.groups import NO_NAMES, Names
from index.names.proposals import Proposal, propose
from index.names.sounds import may_be_one, skeleton


@pytest.fixture
def proposed(make_article: Callable[..., Article]) -> Callable[..., list[Proposal]]:
    """What is proposed for articles of these texts."""

    def proposed(*texts: str, known: Names = NO_NAMES) -> list[Proposal]:
        articles = [make_article(str(n), body=text) for n, text in enumerate(texts)]
        return propose(lambda: articles, known)

    return proposed


FERRY = "A ferry of Captain {} sailed from Ystad to Rostock, said Lindqvist."
OTHERS = ("The choir of Uppsala sang Verdi and Mozart.",) * 12


def test_names_alike_in_sound_and_company_are_proposed(proposed) -> None:
    (found,) = proposed(FERRY.format("Gadhlafi"), FERRY.format("Qadlafi"), *OTHERS)
    assert found.spellings == (("Gadhlafi", 1), ("Qadlafi", 1))
    assert set(found.company) <= {"Captain", "Ystad", "Rostock", "Lindqvist"}


def test_names_in_other_company_are_not(proposed) -> None:
    elsewhere = "The judge Qadlafi of Perth met Mabo and Gibbs."
    assert proposed(FERRY.format("Gadhlafi"), elsewhere, *OTHERS) == []


def test_what_is_known_is_not_proposed(proposed) -> None:
    known = Names(dict.fromkeys(("gadhlafi", "qadlafi"), "Gadhlafi, Qadlafi"))
    assert proposed(FERRY.format("Gadhlafi"), FERRY.format("Qadlafi"), *OTHERS, known=known) == []


def test_words_that_are_as_often_small_are_no_names(proposed) -> None:
    texts = FERRY.format("Skipper"), FERRY.format("Schipper"), "A skipper and a schipper sang."
    assert proposed(*texts, *OTHERS) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gaddafi", "kadhafi"), ("mayadeen", "mayadin"), ("raqqa", "raqa"), ("zawra", "sawra"),
        ("yusuf", "yousef"), ("deir ezzor", "deir ez zor"),
        ("sharqat", "scharkat"), ("khartoum", "qartum"),
    ],
)  # fmt: skip
def test_transliterations_sound_alike(one: str, other: str) -> None:
    assert skeleton(one.split()) == skeleton(other.split())
    assert may_be_one(one.split(), other.split())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("iraq", "iraqi"), ("niger", "nigeria"), ("iran", "iraq"), ("baghdad", "bogota"),
        ("austria", "australia"), ("european", "european union"), ("mali", "malawi"),
    ],
)  # fmt: skip
def test_other_names_do_not(one: str, other: str) -> None:
    a, b = one.split(), other.split()
    assert skeleton(a) != skeleton(b) or not may_be_one(a, b)
