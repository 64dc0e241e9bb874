"""What stands above the fields of an article of Nexis: title, publication, date, edition."""

from __future__ import annotations

import re

from archive.dates.clocks import DAY_NAME
from archive.dates.found_date import LIKELIEST
from archive.dates.parse import find_date
from archive.readers.databases.entry import Entry
from archive.readers.databases.nexis_fields import label

COPYRIGHT = re.compile(r"^(?:Copyright|©|\(c\))|All Rights Reserved|Alle Rechte vorbehalten", re.I)
_EDITION = re.compile(
    r"(?:[\w.&'-]+[;,/]? ){0,5}(?:edition|edición|édition|ausgabe|editie|edizione|edição)\W*", re.I
)


def preamble(lines: list[str], entry: Entry, *, new: bool) -> None:
    """Title, publication, date and copyright: in the new form in this order, in the old without a
    title first.
    """
    if new:
        listed = [line for line in lines if line]
    else:
        listed = [" ".join(part.split()) for part in "\n".join(lines).split("\n\n") if part.strip()]
    rights = [text for text in listed if COPYRIGHT.search(text)]
    listed = [text for text in listed if not COPYRIGHT.search(text)]
    if rights:
        entry.extra["copyright"] = " ".join(rights)
    at = next((i for i, text in enumerate(listed) if i and _is_date(text)), None)
    if at is None:
        if listed and new:
            entry.title = listed[0]
            entry.source = listed[1] if len(listed) > 1 else None
        elif listed:
            entry.source, entry.title = listed[0], " ".join(listed[1:]) or None
        return
    entry.date = listed[at]
    _edition(entry, listed[at])
    if new:
        entry.source = listed[at - 1]
        entry.title = " ".join(dict.fromkeys(listed[: at - 1])) or None
        if at == 1:
            entry.title = None
        rest = " ".join(listed[at + 1 :])
        if rest:
            entry.extra["edition"] = rest
    else:
        entry.source = listed[0]
        titles = listed[at + 1 :]
        if listed[1:at]:
            entry.extra["edition"] = " ".join(listed[1:at])
        if len(titles) > 1 and _EDITION.fullmatch(titles[0]):
            entry.extra["edition"] = titles.pop(0)
        said = titles[:1]
        for line in titles[1:]:
            if (found := label(line)) and found[1].isupper():
                # A field between title and text whose name is not known.
                entry.unknown[found[1]] = found[2]
            else:
                said.append(line)
        entry.title = " ".join(said) or None


def _is_date(text: str) -> bool:
    found = find_date(text, LIKELIEST)
    return bool(found and len(text) < 120 and found.start < 25)


def _edition(entry: Entry, line: str) -> None:
    """What stands behind the date on its line, without the day of the week and the clock."""
    found = find_date(line, LIKELIEST)
    rest = line[found.end :] if found else ""
    rest = re.sub(
        rf"^[\s,]*(?:{DAY_NAME})?[\s,]*(?:\d{{1,2}}:\d\d ?(?:[AP]M)?(?: [A-Z]{{2,4}})?)?[\s,]*",
        "",
        rest,
        flags=re.I,
    )
    if rest:
        entry.extra["edition"] = rest
