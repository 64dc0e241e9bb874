"""A word -> its stems, by the language of the text that it stands in (Snowball)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

# Snowball's name for each language that it stems.
_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french",
    "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch", "no": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish",
    "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip

_NO_PLURALS = frozenset({"hamas"})  # which English and others would stem to another name, Hama


@lru_cache(maxsize=500_000)
def stem(token: str, language: str | None) -> str:
    """The stem of a folded token in a language (Snowball); the token where there is no stemmer."""
    name = _STEMMERS.get(language or "")
    if name is None or token.isdigit() or token in _NO_PLURALS:
        return token
    return str(_stemmer(name).stemWord(token))


@lru_cache(maxsize=64)
def _stemmer(name: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer(name, 0)


def stems(token: str, languages: Iterable[str]) -> tuple[str, ...]:
    """What a query word is looked for as: itself, and its stem in every language of the archive."""
    return tuple(sorted({token, *(stem(token, language) for language in languages)}))
