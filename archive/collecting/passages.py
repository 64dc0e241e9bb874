"""Passages of an article that somebody quotes: found in its text, and given back as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.article import Article
from archive.collecting.kept import LONGEST_PASSAGE
from archive.errors import RequestError
from archive.status import HIDDEN
from archive.text.markdown import to_text
from archive.text.plain import one_line, tidy

# What keyboards have in place of what is printed: any of a class stands for any other.
_ALIKE = ("'‘’‚‛ʼ`´", '"“”„‟«»', "-‐‑‒–—−")


def passage_in(article: Article, quote: str) -> str:
    """The passage as the article has it, on one line, whatever quotation marks, dashes, capitals
    and breaks of lines it was given with. RequestError where it does not stand there.
    """
    wanted = one_line(quote)
    if not wanted:
        raise RequestError("No passage is given", "copy it from the article")
    if len(wanted) > LONGEST_PASSAGE:
        raise RequestError(
            f"A passage of {len(wanted):,} characters is too long", f"at most {LONGEST_PASSAGE:,}"
        )
    found = _found(article, wanted)
    if found is None:
        shown = wanted if len(wanted) <= 60 else f"{wanted[:60]} …"
        raise RequestError(
            f"“{shown}” does not stand in {article.id}", "copy it from the article as it is now"
        )
    return found


def stands_in(article: Article, quote: str) -> bool:
    """Whether a passage stands in the article as it is now."""
    return _found(article, quote) is not None


def _found(article: Article, quote: str) -> str | None:
    pattern = re.compile(r"\s*".join(map(_pattern, quote.split())), re.IGNORECASE)
    for text in _texts(article):
        if found := pattern.search(text):
            return one_line(found[0])
    return None


def _pattern(word: str) -> str:
    return "".join(_of_letter(letter) for letter in word)


def _of_letter(letter: str) -> str:
    alike = next((each for each in _ALIKE if letter in each), None)
    return f"[{re.escape(alike)}]" if alike else re.escape(letter)


def _texts(article: Article) -> Iterator[str]:
    """What can be quoted: all that a page shows of the text."""
    if article.status in HIDDEN:
        return
    yield article.title or ""
    yield tidy(to_text(article.body))
    yield article.summary or ""
    for image in article.images:
        yield image.caption or ""
    yield article.dateline or ""
