"""What a declared media type, or a file's name, tells of its content before anybody looks."""

from __future__ import annotations

import mimetypes
from email.message import Message

_NEVER = ("image/", "audio/", "video/", "font/", "model/")
_NO_NEWS = {
    "text/css", "text/javascript", "text/calendar", "text/vcard", "text/x-vcard",
    "application/javascript", "application/x-javascript", "application/ecmascript",
    "application/wasm", "application/manifest+json", "application/font-woff",
    "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature",
    "application/pgp-keys", "application/ics", "application/x-shockwave-flash",
}  # fmt: skip
# Of what is named after a maker only these may be documents; fonts, maps and programs are not.
_OF_A_MAKER = "application/vnd."
_DOCUMENTS = (
    "application/vnd.ms-excel", "application/vnd.ms-word", "application/vnd.ms-powerpoint",
    "application/vnd.ms-outlook", "application/vnd.openxmlformats-officedocument.",
    "application/vnd.oasis.opendocument.",
)  # fmt: skip
_SAYS_NOTHING = {"", "application/octet-stream", "binary/octet-stream", "unknown/unknown"}


def may_be_news(content_type: str | None, name: str = "") -> bool:
    """Whether something of that type, else of that name, may hold a text worth a look: a document
    that is not read has to be looked at as well, for only then it is told.
    """
    media_type = (content_type or "").partition(";")[0].strip().lower()
    if media_type in _SAYS_NOTHING:
        path = name.partition("?")[0].partition("#")[0]
        media_type = (mimetypes.guess_type(path)[0] or "").lower()
    if media_type.startswith(_OF_A_MAKER) and not media_type.startswith(_DOCUMENTS):
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
