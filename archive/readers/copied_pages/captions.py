"""Captions on a copied page: given twice, marked as such, or told by the credit behind them."""

from __future__ import annotations

import re

from archive.text.plain import fold

_LEAST_SAME = 12  # letters that two lines must share to be one caption
_LONGEST = 400
_PICTURE = r"(?:photos?|foto|fotos|bild|picture|image|imagen|imagem|immagine|photograph|фото|صورة)"
_CREDIT = (
    rf"(?:{_PICTURE}(?: credit| source| by|graph by)?|cr[eé]dit(?: photo)?|cr[eé]dito|"
    r"credits?|quelle|bildquelle)\s*[:©/]\s*"
)
_MARKED = re.compile(
    rf"^(?:{_PICTURE}\s+)?(?:caption|l[eé]gende|bildunterschrift|pie de foto|didascalia)\s*[,:]\s*"
    r"(?P<text>\S.*)$",
    re.I,
)
# "Image source, Getty Images" or "Photo: X/AFP" alone on a line names who took a picture.
_ALONE = re.compile(
    rf"^[(\[]?(?:{_CREDIT}|image source,\s*|©\s*)(?P<who>[^.!?]{{2,60}})[)\]]?$", re.I
)
_BEHIND = re.compile(
    rf"\s*(?:[(\[|–—-]\s*)?(?:{_CREDIT}[^.!?]{{2,50}}|"
    r"\b(?:AFP|AP|REUTERS|Reuters|EPA|dpa|Getty)(?: Photo| Images)?\s?/\s?[^.!?()]{2,40})[)\]]?$",
    re.I,
)
_DOTS = re.compile(r"\s*(?:\.{3}|…)$")


def take_captions(lines: list[str]) -> tuple[list[str], list[str]]:
    """Lines without the captions, and each caption once, in full.

    A page gives a caption twice, as alternative text (often cut off, or without commas) and below
    the picture; or marks it; or puts the photographer behind it or on a line of its own.
    """
    kept: list[str] = []
    captions: list[str] = []
    at = 0
    while at < len(lines):
        caption, at_next = _caption(lines, at)
        if at_next == at:
            kept.append(lines[at])
            at += 1
            continue
        kept.append("")
        at = at_next
        if caption and caption not in captions:
            captions.append(caption)
    return kept, captions


def is_marked(line: str) -> bool:
    """Whether a line says itself that it is a caption, or who took a picture."""
    return bool(_MARKED.match(line) or _ALONE.match(line))


def same_caption(first: str, second: str) -> bool:
    """Whether two lines give one caption: the same letters, or one a cut beginning of the other."""
    if first == second:
        return len(_letters(first)) >= _LEAST_SAME
    if not (_DOTS.search(first) or _DOTS.search(second)) and abs(len(first) - len(second)) > 40:
        return False
    a, b = _letters(_DOTS.sub("", first)), _letters(_DOTS.sub("", second))
    if min(len(a), len(b)) < _LEAST_SAME:
        return False
    if a == b:
        return True
    cut_first, cut_second = bool(_DOTS.search(first)), bool(_DOTS.search(second))
    return (cut_first and b.startswith(a)) or (cut_second and a.startswith(b))


def _caption(lines: list[str], at: int) -> tuple[str | None, int]:
    """The caption that begins at a line and the line behind it; the same line where none does."""
    first = lines[at].strip()
    if not first or len(first) > _LONGEST:
        return None, at
    following = next((n for n in range(at + 1, min(at + 3, len(lines))) if lines[n].strip()), None)
    second = lines[following].strip() if following is not None else ""
    if following is not None and same_caption(first, second):
        whole = second if _letters(second) >= _letters(first) else first
        return _without_credit(whole), following + 1
    marked = _MARKED.match(first)
    if marked:
        return _without_credit(marked["text"]), at + 1
    if _ALONE.match(first):
        return None, at + 1
    if following == at + 1 and _ALONE.match(second) and _stands_alone(lines, at, following):
        return first, following + 1
    if _BEHIND.search(first):
        return _without_credit(first), at + 1
    return None, at


def _stands_alone(lines: list[str], first: int, last: int) -> bool:
    """Whether nothing but blank lines touches lines first..last."""
    before = first == 0 or not lines[first - 1].strip()
    return before and (last + 1 >= len(lines) or not lines[last + 1].strip())


def _without_credit(caption: str) -> str:
    return _BEHIND.sub("", caption).strip() or caption


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))
