"""Plain dispatches: a sign-off or a date between paragraphs never costs a word of the text."""

from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.article import RawArticle, Skipped
from archive.readers.common.furniture import is_furniture
from archive.readers.formats import read, recognise
from archive.readers.sources.source import Source, sources

FIRST = "WASHINGTON (Reuters) - The Fed raised rates on Wednesday, as nearly everyone had expected."
SECOND = "It said more would follow."
SIGN_OFFS = ["Reuters", "(Reuters)", "AP", "AFP", "(AFP)", "Source: Gallup", "/TASS/", "dpa"]
DATES = ["Nov 3, 2017", "3 November 2017", "2017-11-03", "15 October 1999"]
# Among them those that furniture, captions and bylines begin with.
VOCABULARY = """
the council said on Friday that its members would meet again after talks with Syria and Iraq share
more search related by in Reuters follow terms of about watch tags photo 2017 rates
"""
WORDS = st.sampled_from(VOCABULARY.split())


def raw_article(text: str) -> RawArticle:
    (raw,) = read(Source("dispatch.txt", lambda: io.BytesIO(text.encode())))
    assert not isinstance(raw, Skipped), raw
    return raw


def lost(text: str) -> Counter[str]:
    """The words of a text that stand in no field of the article that it becomes."""
    raw = raw_article(text)
    fields = [
        raw.title, raw.body, raw.summary, raw.credit, raw.date, raw.dateline, raw.section,
        *raw.tags, *(image.caption for image in raw.images),
    ]  # fmt: skip
    lines = [line for line in text.split("\n") if not is_furniture(line)]
    return Counter(_words("\n".join(lines))) - Counter(_words("\n".join(filter(None, fields))))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@st.composite
def dispatches(draw: st.DrawFn) -> str:
    """A title or none, paragraphs, perhaps a date alone among them, perhaps a sign-off."""

    def words(least: int, most: int) -> str:
        text = " ".join(draw(st.lists(WORDS, min_size=least, max_size=most)))
        return text[0].upper() + text[1:]

    # Numbered, for a line given twice is a caption.
    parts = [
        f"{words(5, 25)} {number}." if draw(st.booleans()) else f"It said {number}."
        for number in range(draw(st.integers(1, 6)))
    ]
    if draw(st.booleans()):
        parts[0] = f"{draw(st.sampled_from(['PARIS (AFP)', 'OSLO, Nov 3']))} - {parts[0]}"
    if draw(st.booleans()):
        parts.insert(draw(st.integers(1, len(parts))), draw(st.sampled_from(DATES)))
    if draw(st.booleans()):
        parts.insert(0, f"Council {words(2, 9)}")  # "By Syria ..." would be a byline
    if draw(st.booleans()):
        parts.append(draw(st.sampled_from(SIGN_OFFS)))
    return draw(st.sampled_from(["\n", "\n\n"])).join(parts) + "\n"


@given(dispatches())
@example("PARIS (AFP) - Markets fell sharply.\nReuters\n")
@example(f"{FIRST}\n\n{SECOND}\n\nReuters\n")
@example(f"Fed raises rates\n\n{FIRST}\n\nNov 3, 2017\n\n{SECOND}\n")
@settings(deadline=None)
def test_every_word_of_a_dispatch_is_kept(text: str) -> None:
    assert not lost(text), raw_article(text)


@pytest.mark.parametrize("sign_off", SIGN_OFFS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("title", ["", "Fed raises rates once more\n\n"])
def test_a_sign_off_is_no_byline(title: str, gap: str, sign_off: str) -> None:
    text = f"{title}{FIRST}{gap}{SECOND}{gap}{sign_off}\n"
    chosen = recognise(text.encode(), "dispatch.txt")
    assert chosen is not None
    assert chosen.name == "text"
    raw = raw_article(text)
    assert raw.title == (title.strip() or None)
    assert raw.body.split() == f"{FIRST} {SECOND} {sign_off}".split()


@pytest.mark.parametrize("date", DATES)
def test_a_date_alone_between_paragraphs_belongs_to_the_text(date: str) -> None:
    raw = raw_article(f"Fed raises rates once more\n\n{FIRST}\n\n{SECOND}\n\n{date}\n\n{SECOND}\n")
    assert raw.title == "Fed raises rates once more"
    assert raw.body.split() == f"{FIRST} {SECOND} {date} {SECOND}".split()


def test_a_day_or_a_name_at_the_start_of_a_wrapped_line_is_no_byline() -> None:
    for line in (
        "November 1978, the group said.", "debentures due April 1, 1999.",
        "by Consumers Software, to its Local Area\nnetwork and to others.",
    ):  # fmt: skip
        text = (
            "A TITLE IN CAPITALS\n\nThe rate was the highest since the record that\n"
            f"was set in\n{line}\n\n{SECOND}\n"
        )
        assert not lost(text)
        assert raw_article(text).title == "A TITLE IN CAPITALS"


def test_text_above_the_byline_of_a_page_is_not_thrown_away() -> None:
    page = (
        f"Sign in\nMenu\n\nFed raises rates\n\n{FIRST}\n\n{SECOND}\n\n"
        f"By AFP | Nov 3, 2017\n\n{SECOND}\n"
    )
    assert not lost(page)


def test_the_dispatches_of_1987_keep_their_words_as_text_files(data: Path) -> None:
    (source,) = sources([str(data / "reuters-21578" / "reut2-000.sgm.gz")])
    items = [item for item in read(source) if isinstance(item, RawArticle)]
    texts = [f"{item.title}\n\n{item.body}\n\nReuters\n" for item in items if item.body]
    assert len(items) == 1_000
    losing = [text for text in texts if lost(text)]
    assert len(losing) < 0.002 * len(texts), losing
