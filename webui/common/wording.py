"""How dates, languages and addresses are written for a reader."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import urlsplit

from markupsafe import Markup

from archive.dates.parse import bounds
from archive.text.language import direction

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech",
    "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "ga": "Irish", "gl": "Galician", "gu": "Gujarati", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "is": "Icelandic",
    "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "ko": "Korean",
    "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "ms": "Malay", "ne": "Nepali",
    "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian",
    "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "th": "Thai", "tl": "Tagalog",
    "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


@lru_cache(maxsize=5000)
def human_date(iso: str | None) -> str:
    """ "2017-11-03" -> "3 November 2017", at whatever precision; "" without a date."""
    if not iso:
        return ""
    first, _ = bounds(iso)
    parts = iso.count("-")
    return " ".join([str(first.day), _MONTHS[first.month - 1], str(first.year)][2 - parts :])


def human_time(moment: datetime) -> str:
    """ "3 November 2017, 14:05 UTC"."""
    moment = moment.astimezone(UTC)
    return f"{human_date(moment.date().isoformat())}, {moment:%H:%M} UTC"


def in_language(code: str | None) -> Markup:
    """The attributes of an element that has text of an article in a language."""
    said = Markup(' lang="{}"').format(code) if code else Markup()
    return said + Markup(' dir="{}"').format(direction(code))


def language_name(code: str) -> str:
    """ "fr" -> "French"; a code without a name stays a code."""
    return _LANGUAGES.get(code, code)


def web_address(url: str | None) -> bool:
    """Whether an address from an article may stand in a link: http or https, and nothing else."""
    if not url:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def host_of(url: str) -> str:
    """The host of a web address, as a reader knows it: without "www."."""
    return (urlsplit(url).hostname or "").removeprefix("www.")
