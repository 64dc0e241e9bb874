"""Documents as tantivy's fields: what is searched, counted, sorted by, and read back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import accumulate, chain, repeat

import tantivy

from index.analysis.lexicon import Form, Lexicon
from index.document import GAP, NO_FORM, Document, Stream
from index.engines.common.layout import NO_MOMENT, key_field, stem_field
from index.fields import KEYS, STREAMS

ID = "id"
DAY = "day"
STORY = "story_number"  # of every document
COPY = "copy_number"  # the same, only of documents in a story that is named after another one
NEWEST = "newest"  # what is sorted by, descending: the moment, or its opposite
OLDEST = "oldest"
_ID_COLUMNS = ("id_begins", "id_ends")  # numbers, for only those can be read column by column
_BETWEEN_FORMS = "\x1f"
_NO_WORD = "\x1e"
_GAP = " ".join([_NO_WORD] * GAP)
_ID_HALF = 8  # characters in each: an id has 16


def make_schema() -> tantivy.Schema:
    """The fields of every document."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(ID, stored=True, tokenizer_name="raw", index_option="basic")
    for name in KEYS:
        builder.add_text_field(
            key_field(name), stored=True, fast=True, tokenizer_name="raw", index_option="basic"
        )
    for name in STREAMS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
        builder.add_text_field(stem_field(name), tokenizer_name="whitespace", index_option="freq")
        builder.add_bytes_field(_kept_field(name), stored=True)
    for name in (DAY, STORY, COPY):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in _ID_COLUMNS:
        builder.add_unsigned_field(name, fast=True)
    for name in (NEWEST, OLDEST):
        builder.add_integer_field(name, fast=True)
    return builder.build()


def prepare(index: tantivy.Index) -> tantivy.Index:
    """An index that is to be written to: what stands in a gap takes a place and is not indexed."""
    cut = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    placed = cut.filter(tantivy.Filter.custom_stopword([_NO_WORD])).build()
    index.register_tokenizer("whitespace", placed)
    return index


def _kept_field(stream: str) -> str:
    return f"{stream}_kept"


def story_number(story: str) -> int:
    """A story as a number that can be read from a column: 64 bits of a hash."""
    return int.from_bytes(hashlib.blake2b(story.encode(), digest_size=8).digest(), "big")


class Fields:
    """Makes documents as tantivy takes them. What stands for a form is put together once."""

    def __init__(self) -> None:
        self._texts: dict[Lexicon, _Texts] = {}

    def of(self, document: Document) -> tantivy.Document:
        """A document as tantivy takes it."""
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
        (story,) = document.keys["story"]
        made.add_unsigned(STORY, story_number(story))
        if story != document.id:
            made.add_unsigned(COPY, story_number(story))
        for name, half in zip(_ID_COLUMNS, _halves(document.id), strict=True):
            made.add_unsigned(name, half)
        moment = document.moment
        made.add_integer(NEWEST, NO_MOMENT if moment is None else moment)
        made.add_integer(OLDEST, NO_MOMENT if moment is None else -moment)
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


def id_columns() -> tuple[str, ...]:
    """The columns that `id_from` puts together."""
    return _ID_COLUMNS


def id_from(halves: Sequence[int]) -> str:
    """The id that stands in its columns."""
    return b"".join(half.to_bytes(_ID_HALF, "big") for half in halves).rstrip(b"\0").decode()


def _halves(article_id: str) -> tuple[int, int]:
    whole = int.from_bytes(article_id.encode().ljust(2 * _ID_HALF, b"\0"), "big")
    return divmod(whole, 1 << (8 * _ID_HALF))


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
