"""Documents as OpenSearch's fields: what is searched, counted and sorted by.

The tokens are ours: a stream arrives as words with a blank between, those of one place with a mark
between, and each part as a text of its own, so that the gap between two parts is OpenSearch's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from index.document import GAP, Document, Stream
from index.engines.common.layout import NO_MOMENT, key_field, stem_field
from index.fields import KEYS, STREAMS

ID = "id"
DAY = "day"
# The day once more, in an index by years: a shard tells in advance that it has nothing of a range
# of dates, but not of numbers. It is written as if it were milliseconds, so that any number is one.
SIEVE = "sieve"
STORY = "story"  # the keyword, which every document has
COPY = "copy"  # the same, only of documents in a story that is named after another one
NEWEST = "newest"  # what is sorted by, descending: the moment, or its opposite
OLDEST = "oldest"
# For private use, so no word has them. Java counts the control characters from U+001C on as blanks.
_BETWEEN_FORMS = "\ue000"
_BLANK = "\ue001"
_LONGEST = 8_000  # letters of a word or a value: Lucene refuses terms of more than 32,766 bytes

_ANALYSIS = {
    # Tokens are cut in two at 255 letters unless more is allowed.
    "tokenizer": {"blanks": {"type": "whitespace", "max_token_length": 4 * _LONGEST}},
    # All forms of one place, in that place.
    "filter": {
        "forms": {
            "type": "pattern_capture",
            "preserve_original": False,
            "patterns": [f"([^{_BETWEEN_FORMS}]+)"],
        }
    },
    "analyzer": {
        "placed": {"tokenizer": "blanks", "filter": ["forms"]},
        "plain": {"tokenizer": "blanks"},
    },
}
# As in ranking.py: how often a word stands says little, and the length of a title nothing.
_SIMILARITY = {
    "text": {"type": "BM25", "k1": 0.9, "b": 0.75},
    "title": {"type": "BM25", "k1": 0.9, "b": 0.0},
}


def bounded(value: str) -> str:
    """A value as it is indexed, and has to be asked for."""
    return value[:_LONGEST]


def token(word: str) -> str:
    """A word or stem as it is indexed, and has to be asked for: a letter may fold to several words
    with blanks between (U+FDFA), which stand in one place.
    """
    return bounded(word).replace(" ", _BLANK)


def index_body(shards: int, replicas: int, *, by_years: bool = False) -> dict[str, Any]:
    """Settings and mapping of an index of documents. A field that is not told here is refused.

    Documents become visible when they are told to (`_refresh`), and what was deleted is remembered
    for a day, so that an older write that arrives late does not bring it back.
    """
    keyword = {"type": "keyword"}
    fields: dict[str, Any] = {ID: keyword, COPY: keyword}
    for name in STREAMS:
        similar = "title" if name == "title" else "text"
        fields[name] = {
            "type": "text", "analyzer": "placed", "search_analyzer": "plain",
            "position_increment_gap": GAP, "similarity": similar,
        }  # fmt: skip
        fields[stem_field(name)] = {
            "type": "text", "analyzer": "plain", "index_options": "freqs", "similarity": similar,
        }  # fmt: skip
    fields |= {key_field(name): keyword for name in KEYS}
    fields |= {DAY: {"type": "integer"}, NEWEST: {"type": "long"}, OLDEST: {"type": "long"}}
    if by_years:
        fields[SIEVE] = {"type": "date", "format": "epoch_millis", "doc_values": False}
    return {
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": replicas,
            "refresh_interval": -1,
            "gc_deletes": "1d",
            "analysis": _ANALYSIS,
            "similarity": _SIMILARITY,
        },
        # What was indexed is not kept beside: the store has it.
        "mappings": {"dynamic": "strict", "_source": {"enabled": False}, "properties": fields},
    }


def words_body(shards: int, replicas: int) -> dict[str, Any]:
    """Settings and mapping of the index of words: one document for each word of a stream."""
    keyword = {"type": "keyword"}
    return {
        "settings": {
            "number_of_shards": shards, "number_of_replicas": replicas, "refresh_interval": -1,
        },
        "mappings": {
            "dynamic": "strict", "_source": {"enabled": False},
            "properties": {"stream": keyword, "word": keyword},
        },
    }  # fmt: skip


def body_of(document: Document, *, by_years: bool = False) -> dict[str, Any]:
    """A document as OpenSearch takes it."""
    (story,) = document.keys["story"]
    moment = document.moment
    made: dict[str, Any] = {
        ID: document.id,
        NEWEST: NO_MOMENT if moment is None else moment,
        OLDEST: NO_MOMENT if moment is None else -moment,
    }
    for name, keys in document.keys.items():
        if keys:
            made[key_field(name)] = [bounded(key) for key in keys]
    for name, stream in document.streams.items():
        if stream.numbers:
            made[name] = [" ".join(part) for part in _parts(stream)]
            stems = (stem for form in stream.forms if form for stem in form.stems)
            made[stem_field(name)] = " ".join(map(token, stems))
    if document.day is not None:
        made[DAY] = document.day
        if by_years:
            made[SIEVE] = document.day
    if story != document.id:
        made[COPY] = story
    return made


def words_of(document: Document) -> Iterator[tuple[str, str]]:
    """Each different (stream, word) of a document; acronyms, in capitals, are no words."""
    for name, stream in document.streams.items():
        for word in {word for form in stream.forms if form for word in form.words}:
            if not word.isupper():
                yield name, bounded(word)


def _parts(stream: Stream) -> Iterator[list[str]]:
    part: list[str] = []
    for form in stream.forms:
        if form is None:
            yield part
            part = []
        else:
            part.append(_BETWEEN_FORMS.join(map(token, form.words)))
    yield part
