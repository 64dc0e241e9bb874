"""Pages in doubt: what makes them so, and when trafilatura's text is taken."""

from __future__ import annotations

import pytest

from archive.readers.saved_pages import html
from archive.readers.saved_pages.doubt import Place, differ, is_dump, ours_is_better
from tests.helpers.saved_pages import REPORTS, marked_up, news, page, raw

MADE = ("p", "div", "text")
ONE, OTHER = "\n\n".join(REPORTS["en"]), "\n\n".join(REPORTS["de"])


def places(
    *texts: str, made: tuple[str, str, str | None] = MADE, chrome: bool = False
) -> list[Place]:
    return [Place("".join(filter(str.isalnum, text.casefold())), made, chrome) for text in texts]


@pytest.mark.parametrize("language", sorted(REPORTS))
def test_texts_differ_by_words_or_by_a_third_of_the_length(language: str) -> None:
    own = REPORTS[language] * 3
    whole = "\n\n".join(own)
    assert not differ(whole, "\n".join(own[:-1]))
    assert differ(whole, "\n\n".join(own[: len(own) // 2]))
    assert differ(whole, OTHER if language != "de" else ONE)


def test_theirs_is_taken_unless_a_reason_speaks_against_it() -> None:
    assert not ours_is_better(ONE, OTHER, places(*REPORTS["en"], *REPORTS["de"]), "")


def test_ours_is_kept_where_theirs_lacks_paragraphs_made_like_those_it_has() -> None:
    theirs = "\n\n".join(REPORTS["en"][:2])
    assert ours_is_better(ONE, theirs, places(*REPORTS["en"]), "")
    rest = places(*REPORTS["en"][2:], made=("p", "li", "card"))
    assert not ours_is_better(ONE, theirs, places(*REPORTS["en"][:2]) + rest, "")


def test_ours_is_kept_where_theirs_has_comments_or_menus_more() -> None:
    more = ONE + "\n\n" + OTHER
    chrome = places(*REPORTS["de"], chrome=True)
    assert ours_is_better(ONE, more, places(*REPORTS["en"]) + chrome, "")
    assert not ours_is_better(ONE, more, places(*REPORTS["en"], *REPORTS["de"]), "")


def test_what_metadata_state_decides() -> None:
    assert ours_is_better(ONE, OTHER, [], ONE)
    assert not ours_is_better(ONE, OTHER, [], OTHER)


def test_all_words_of_a_page_in_one_block_are_no_text() -> None:
    assert is_dump("Home World Ferry returns It sails.", "Ferry returns", "")
    assert is_dump("Home World It sails. Sign in.", "Ferry returns", "It sails.")
    assert not is_dump("It sails.\n\nFerry returns at last.", "Ferry returns", "It sails.")


def asked(body: str, head: str, monkeypatch: pytest.MonkeyPatch) -> bool:
    pages: list[object] = []
    real = html.text_by_trafilatura
    monkeypatch.setattr(
        html, "text_by_trafilatura", lambda *given: pages.append(given) or real(*given)
    )
    raw(page(head, body))
    return bool(pages)


def test_trafilatura_is_asked_about_pages_in_doubt_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    own = [f"{line} It was the {n}th time." for n, line in enumerate(REPORTS["en"] * 3)]
    clear = f"<article><h1>Bridge to be repaired</h1><div>{marked_up(own)}</div></article>"
    near = "".join(f"<div><div>{marked_up(own[n : n + 5])}</div></div>" for n in (0, 5, 10))
    assert not asked(clear, "", monkeypatch)
    assert asked(f"<h1>Bridge to be repaired</h1>{near}", "", monkeypatch)
    assert asked(f"<article><h1>Bridge</h1>{marked_up(own[:2])}</article>", "", monkeypatch)
    assert not asked(near, news(articleBody="\n".join(own)), monkeypatch)
    assert asked(clear, news(articleBody=" ".join(own[:6])), monkeypatch)
