"""The words of some documents as a browser reads them: forms by number, and texts as numbers."""

from __future__ import annotations

import base64
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from index.analysis.lexicon import Form
from index.document import Document
from index.fields import STREAMS


@dataclass(frozen=True)
class Lexis:
    """The forms of some documents, the most frequent first; a browser counts them from 1, for 0 is
    a gap. `texts` are the numbers of each document's tokens, by stream.
    """

    forms: Sequence[Form]
    texts: Sequence[dict[str, list[int]]]

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Lexis:
        """That of some documents, in their order."""
        found: Counter[Form] = Counter()
        kept = [{name: list(doc.streams[name].forms) for name in STREAMS} for doc in documents]
        for streams in kept:
            for forms in streams.values():
                found.update(form for form in forms if form)
        ordered = sorted(found, key=lambda form: (-found[form], form))
        numbers: dict[Form | None, int] = {form: at for at, form in enumerate(ordered, 1)}
        numbers[None] = 0
        texts = [
            {name: list(map(numbers.__getitem__, forms)) for name, forms in streams.items()}
            for streams in kept
        ]
        return cls(ordered, texts)

    @cached_property
    def words(self) -> list[str]:
        """All words that forms are found by, sorted: acronyms and wholes too."""
        return sorted({word for form in self.forms for word in form.words})

    @cached_property
    def stems(self) -> dict[str, int]:
        """The stems of all forms, each with its number."""
        return {
            stem: at
            for at, stem in enumerate(
                dict.fromkeys(stem for form in self.forms for stem in form.stems)
            )
        }

    @cached_property
    def _held(self) -> frozenset[str]:
        return frozenset(self.words)

    def holds(self, word: str) -> bool:
        """Whether some form is found by this word."""
        return word in self._held

    # What a parser asks of an archive's words (`query.spelling.Vocabulary`). A word may be held by
    # another stream than the one asked for: then it is searched there, and not found.
    def terms(self, stream: str, start: str = "", most: int | None = None) -> list[str]:
        """The words that begin so, sorted."""
        first = bisect_left(self.words, start)
        last = first
        while last < len(self.words) and self.words[last].startswith(start):
            last += 1
        return self.words[first:last][:most]

    def like(self, stream: str, word: str, edits: int) -> None:
        """All words have to be looked at."""

    def values(self, field: str) -> list[str]:
        """No value: fields of whole values are not read by this."""
        return []


def packed(numbers: Iterable[int]) -> str:
    """Numbers from 0 on as base64 of LEB128: seven bits a byte, the lowest first, and the eighth
    bit where more follow (DWARF 5, 7.6).
    """
    known: dict[int, bytes] = {}
    parts: list[bytes] = []
    for number in numbers:
        code = known.get(number)
        if code is None:
            code = known[number] = _leb128(number)
        parts.append(code)
    return base64.b64encode(b"".join(parts)).decode()


def _leb128(number: int) -> bytes:
    code = bytearray()
    while number > 0x7F:
        code.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes((*code, number))
