"""Documents as tantivy's fields: what is searched, and words to be read back; and what is left."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import accumulate, chain, repeat

import tantivy

from index.analysis.lexicon import Form, Lexicon
from index.document import GAP, NO_FORM, Document, Stream
from index.engines.arrays.segment import SERIAL
from index.engines.common.layout import key_field, stem_field
from index.fields import KEYS, STREAMS

ID = "id"
DAY = "day"
_BETWEEN_FORMS = "\x1f"
_NO_WORD = "\x1e"
_GAP = " ".join([_NO_WORD] * GAP)
_NO_WORDS = {name: Stream(Lexicon(), memoryview(array("i")), 0) for name in STREAMS}


def make_schema() -> tantivy.Schema:
    """The fields of every document."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(ID, stored=True, tokenizer_name="raw", index_option="basic")
    for name in KEYS:
        builder.add_text_field(
            key_field(name), fast=True, tokenizer_name="raw", index_option="basic"
        )
    for name in STREAMS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
        builder.add_text_field(stem_field(name), tokenizer_name="whitespace", index_option="freq")
        builder.add_bytes_field(_kept_field(name), stored=True)
    builder.add_unsigned_field(DAY, indexed=True, fast=True)
    builder.add_unsigned_field(SERIAL, fast=True)
    return builder.build()


def prepare(index: tantivy.Index) -> tantivy.Index:
    """An index that is to be written to: what stands in a gap takes a place and is not indexed."""
    cut = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    placed = cut.filter(tantivy.Filter.custom_stopword([_NO_WORD])).build()
    index.register_tokenizer("whitespace", placed)
    return index


def _kept_field(stream: str) -> str:
    return f"{stream}_kept"


def bare(document: Document, serial: int) -> Document:
    """What of a document tantivy does not keep: all but its words."""
    kept = document.keys, document.day, document.moment, document.first_day, document.is_revised
    return Document(document.id, _NO_WORDS, *kept, serial)  # three times as fast as to replace


class Fields:
    """Makes documents as tantivy takes them. What stands for a form is put together once."""

    def __init__(self) -> None:
        self._texts: dict[Lexicon, _Texts] = {}

    def of(self, document: Document, serial: int) -> tantivy.Document:
        """A document as tantivy takes it, and what it is known by in the arrays."""
        made = tantivy.Document()
        made.add_text(ID, document.id)
        for name, keys in document.keys.items():
            for key in keys:
                made.add_text(key_field(name), key)
        for name, stream in document.streams.items():
            if stream.numbers:
                self._add_stream(made, name, stream)
        if document.day is not None:
            made.add_unsigned(DAY, document.day)
        made.add_unsigned(SERIAL, serial)
        return made

    def _add_stream(self, made: tantivy.Document, name: str, stream: Stream) -> None:
        texts = self._texts.setdefault(stream.lexicon, _Texts())
        texts.grow(stream.lexicon.forms)
        numbers = stream.numbers.tolist()
        if texts.several.isdisjoint(numbers):  # many times faster than a token at a time
            made.add_text(name, " ".join(map(texts.words.__getitem__, numbers)))
        else:
            made.add_pre_tokenized_text(name, texts.placed(numbers))
        made.add_text(stem_field(name), " ".join(map(texts.stems.__getitem__, numbers)))
        # To be read again: words with a blank between, nothing for a gap, forms of one word with a
        # mark between that no word has.
        kept = " ".join(map(texts.kept.__getitem__, numbers))
        made.add_bytes(_kept_field(name), kept.encode())


class _Texts:
    """What stands for each form of a lexicon, by its number; the last for a gap, that is NO_FORM.
    `several` are the forms of several words: no text has them all at one place.
    """

    def __init__(self) -> None:
        self._all_words: list[tuple[str, ...]] = [()]
        self.words = [_GAP]
        self.kept = [""]
        self.stems = [""]
        self.several: set[int] = set()

    def grow(self, forms: list[Form]) -> None:
        """Takes in the forms that are new."""
        known = len(self.words) - 1
        if known == len(forms):
            return
        fresh = forms[known:]
        self._all_words[known:] = [*(form.words for form in fresh), ()]
        self.words[known:] = [*(form.word for form in fresh), _GAP]
        self.kept[known:] = [*(_BETWEEN_FORMS.join(form.words) for form in fresh), ""]
        self.stems[known:] = [*(" ".join(form.stems) for form in fresh), ""]
        self.several.update(at for at, form in enumerate(fresh, known) if len(form.words) > 1)

    def placed(self, numbers: list[int]) -> tantivy.PreTokenizedString:
        """All words of some forms, each at its place."""
        words = list(map(self._all_words.__getitem__, numbers))
        steps = (GAP if number == NO_FORM else 1 for number in numbers)
        places = map(repeat, accumulate(steps, initial=0), map(len, words))
        every = chain.from_iterable
        tokens = map(tantivy.Token, every(words), every(places), repeat(0), repeat(0))
        return tantivy.PreTokenizedString("", list(tokens))


def places(document: tantivy.Document, stream: str, wanted: Sequence[str]) -> dict[str, list[int]]:
    """Where each of the wanted words and acronyms stands in a stream, ascending."""
    found: dict[str, list[int]] = {word: [] for word in wanted}
    position = 0
    kept: bytes = document.get_first(_kept_field(stream)) or b""
    for word in kept.decode().split(" "):
        if not word:
            position += GAP
            continue
        for form in word.split(_BETWEEN_FORMS):
            if form in found:
                found[form].append(position)
        position += 1
    return found
