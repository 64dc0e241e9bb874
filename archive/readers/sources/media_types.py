"""What a declared media type, or a file's name, tells of its content before anybody looks."""

from __future__ import annotations

import mimetypes
from email.message import Message

_NEVER = ("image/", "audio/", "video/", "font/", "model/")
_NO_NEWS = {
    "text/css", "text/javascript", "text/calendar", "text/vcard", "text/x-vcard",
    "application/javascript", "application/x-javascript", "application/ecmascript",
    "application/pdf", "application/wasm", "application/manifest+json", "application/font-woff",
    "application/vnd.ms-fontobject", "application/pkcs7-signature",
    "application/x-pkcs7-signature", "application/pgp-signature", "application/pgp-keys",
    "application/ics", "application/ms-tnef", "application/msword", "application/rtf",
    "application/x-shockwave-flash",
}  # fmt: skip
_OFFICE = ("application/vnd.",)
_OFFICE_NEWS = {"application/vnd.iptc.g2.newsitem+xml", "application/vnd.iptc.g2.packageitem+xml"}
_SAYS_NOTHING = {"", "application/octet-stream", "binary/octet-stream", "unknown/unknown"}


def may_be_news(content_type: str | None, name: str = "") -> bool:
    """Whether something of that type, else of that name, may hold a text worth a look."""
    media_type = (content_type or "").partition(";")[0].strip().lower()
    if media_type in _SAYS_NOTHING:
        path = name.partition("?")[0].partition("#")[0]
        media_type = (mimetypes.guess_type(path)[0] or "").lower()
    if media_type.startswith(_OFFICE) and media_type not in _OFFICE_NEWS:
        return media_type.endswith(("+xml", "+json"))
    return not media_type.startswith(_NEVER) and media_type not in _NO_NEWS


def charset_of(content_type: str | None) -> str | None:
    """The charset parameter of a Content-Type header."""
    if not content_type:
        return None
    message = Message()
    message["Content-Type"] = content_type.replace("\n", " ").replace("\r", " ")
    charset = message.get_param("charset")
    return charset.strip(" '\"").lower() or None if isinstance(charset, str) else None
