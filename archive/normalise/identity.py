"""What an article is known by: the same on every machine, whenever and from wherever it comes."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from archive.article import RawArticle
from archive.dates.found_date import FoundDate
from archive.normalise.addresses import is_absolute, names_a_host
from archive.text.markdown import to_text
from archive.text.plain import fold_line, one_line


def make_identity(
    raw: RawArticle,
    title: str | None,
    agencies: tuple[str, ...],
    found: FoundDate | None,
    publisher: str | None,
    url: str | None,
    body: str,
    rules: dict[str, str],
) -> str:
    """The provider's identifier with its scheme; else the URL, behind its publisher where it is
    relative; else agency + date + title.

    A bare identifier gets its publisher or agency as scheme, for a number alone is not global.
    Where agency, date or title is missing, the hash of the text stands in for it.
    """
    identifier = one_line(raw.identifier)
    if identifier and ":" in identifier:
        rules["identity"] = f"the provider's identifier: {raw.where('identifier')}"
        return identifier
    if identifier and (scheme := publisher or next(iter(agencies), None)):
        rules["identity"] = (
            f"the identifier, behind its {'publisher' if publisher else 'agency'}: "
            f"{raw.where('identifier')}"
        )
        return f"{fold_line(scheme)}:{identifier}"
    if url:
        rules["identity"] = f"the canonical address: {raw.where('url')}"
        if is_absolute(url):
            return canonical_url(url)
        if names_a_host(url):
            return f"url:{url}"
        if publisher:  # two papers have a "/news/1"
            rules["identity"] = f"the address, behind its publisher: {raw.where('url')}"
            return f"{fold_line(publisher)}:{url}"
    agency = "+".join(fold_line(name) for name in agencies)
    parts = [agency, found.date if found else "", fold_line(title or "")]
    rules["identity"] = "agency + date + title"
    if not all(parts):
        lacking = [
            name for name, part in zip(("agency", "date", "title"), parts, strict=True) if not part
        ]
        rules["identity"] += f" + hash of the text, for there is no {' and no '.join(lacking)}"
        parts.append(hashlib.sha256(fold_line(to_text(body)).encode()).hexdigest())
    return "text:" + "|".join(parts)


def canonical_url(url: str) -> str:
    """The address without what does not name the page: case of the host, fragment, trackers."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if not parts.scheme or not parts.netloc:
        return url
    query = [
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
        if not re.match(r"(?:utm_|fbclid$|gclid$|mc_cid$|mc_eid$|cmpid$|ref$|ref_src$)", key, re.I)
    ]
    path = parts.path or "/"
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), path, urlencode(query), ""))
