"""What two texts share: verbatim, edited, in another order, and nothing by chance."""

from __future__ import annotations

from itertools import pairwise

import pytest

from index.passages.shared import LEAST, Shared, Words, shared
from tests.helpers.texts import edited, paragraph, sentence, text


def found(one: str, other: str, language: str = "en") -> list[tuple[str, str, int]]:
    passages = shared(Words(one, language), Words(other, language))
    return [(one[p.start : p.end], other[p.other_start : p.other_end], p.words) for p in passages]


def bare(passage: str) -> str:
    return passage.rstrip(".")


def test_a_paragraph_that_stands_in_both_is_found_with_its_places() -> None:
    ((one, other, words),) = found(text(1, 2, 3), text(7, 2, 8))
    assert one == other == bare(paragraph(2))
    assert words == len(paragraph(2).split())


def test_passages_are_found_in_whatever_order_they_stand() -> None:
    passages = found(text(1, 2, 3), text(3, 9, 1))
    assert [bare(paragraph(n)) for n in (1, 3)] == [one for one, _, _ in passages]


def test_a_lightly_edited_passage_is_one_passage() -> None:
    ((one, other, words),) = found(text(1, 2, 3), f"{text(7)}\n\n{edited(paragraph(2))}")
    assert len(one.split()) >= len(paragraph(2).split()) - 3
    assert "otherwise" in other
    assert words >= 0.8 * len(one.split())


def test_a_passage_that_was_cut_short_in_its_midst_is_found() -> None:
    parts = paragraph(2).split()
    cut = " ".join([*parts[:20], *parts[24:]])
    ((one, _, words),) = found(text(1, 2), f"{text(7)}\n\n{cut}")
    assert words >= 36
    assert one.startswith(" ".join(parts[:5]))


@pytest.mark.parametrize("words", [LEAST - 3, LEAST + 3])
def test_a_few_words_are_no_passage(words: int) -> None:
    bit = sentence(5, words)
    passages = found(f"{text(1)} {bit} {text(2)}", f"{text(7)} {bit} {text(8)}")
    assert len(passages) == (words > LEAST)


def test_a_patchwork_of_small_words_is_no_passage() -> None:
    one = " ".join(f"one of the {word} {word}ing {word}ed" for word in sentence(1, 40).split())
    other = " ".join(f"one of the {word} {word}ing {word}ed" for word in sentence(2, 40).split())
    assert found(one, other) == []


@pytest.mark.parametrize(("figures", "passages"), [("12 9.5 40", 1), ("12 8.1 41", 0)])
def test_a_form_that_is_filled_in_anew_is_no_passage(figures: str, passages: int) -> None:
    def report(one: str, two: str, three: str) -> str:
        return (
            f"Demand for oil rose to {one} mln barrels in the week from {two} mln a year ago, the"
            f" ministry said in its weekly report, and stocks of petrol fell by {three} pct after"
            " weeks of rises"
        )

    assert len(found(report("12", "9.5", "40"), report(*figures.split()))) == passages


def test_boilerplate_is_no_passage() -> None:
    notice = (
        "All rights reserved. This material may not be published, broadcast, rewritten or"
        " redistributed in whole or in part without the express written permission of the paper."
    )
    assert found(f"{text(1)}\n\n{notice}", f"{text(2)}\n\n{notice}") == []


def test_a_passage_may_go_over_paragraphs_and_stand_behind_boilerplate() -> None:
    one, other = f"© The Paper\n\n{text(1, 2)}", f"{text(7)}\n\n(AFP)\n\n{text(1, 2)}"
    ((left, right, _),) = found(one, other)
    assert left == right == bare(text(1, 2))


def test_no_two_passages_overlap_where_a_text_repeats_itself() -> None:
    one, other = text(1, 1, 1), text(1, 1)
    passages = shared(Words(one), Words(other))
    for spans in ([(p.start, p.end) for p in passages],
                  [(p.other_start, p.other_end) for p in passages]):  # fmt: skip
        ordered = sorted(spans)
        assert all(a[1] <= b[0] for a, b in pairwise(ordered))
    assert passages


def test_chinese_is_compared_letter_by_letter() -> None:
    passage = "中国首次火星探测任务天问一号探测器在海南文昌航天发射场由长征五号遥四运载火箭发射升空"
    ((one, other, _),) = found(f"昨天下雨。{passage}。", f"{passage},记者报道。", "zh")
    assert one == other == passage
    assert found(f"昨天{passage[:10]}", f"{passage[:10]}今天", "zh") == []


def test_what_is_shared_is_the_same_from_both_sides() -> None:
    one, other = Words(text(1, 2, 3, 4)), Words(text(9, 3, 1))
    turned = {
        Shared(p.other_start, p.other_end, p.start, p.end, p.words, 0, 0)
        for p in shared(other, one)
    }
    assert {Shared(p.start, p.end, p.other_start, p.other_end, p.words, 0, 0)
            for p in shared(one, other)} == turned  # fmt: skip


def test_empty_texts_share_nothing() -> None:
    assert found("", text(1)) == found(text(1), "") == found("", "") == []
