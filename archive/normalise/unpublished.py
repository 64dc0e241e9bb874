"""What is nobody's to publish: drafts, private, scheduled and protected posts of content systems,
and notes marked as not public.

The marks are those of WordPress, Ghost, Drupal, Hugo, Jekyll, Hexo, Eleventy, Zola and Pelican,
and of the columns of others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from archive.article import RawArticle
from archive.normalise.embargo import read_embargo
from archive.status import gravest, is_unpublished, status_word
from archive.text.plain import fold, fold_line, one_line

# Keys of a post, without case and signs: those that hold it back where they are true, where they
# are false, and where there is anything; and those whose value is a word for its state.
_TRUE = {
    "draft", "isdraft", "private", "isprivate", "protected", "ispasswordprotected", "headless",
    "hidden", "unlisted", "trashed", "eleventyexcludefromcollections", "unpublished", "deleted",
    "isdeleted", "istrashed", "ishidden",
}  # fmt: skip
_FALSE = {
    "published", "ispublished", "publish", "public", "ispublic", "render", "permalink", "visible",
}  # fmt: skip
_ANYTHING = {"password", "postpassword"}
_MOMENTS = {"deletedat", "deletedon", "trashedat"}  # of being taken away, where there is one
_STATE = {
    "status", "poststatus", "state", "workflowstate", "visibility", "publicationstatus",
    "publishstatus", "articlestatus", "moderationstate", "reviewstate", "contentstatus", "statut",
    "estado", "stato", "zustand",
}  # fmt: skip
_OR_A_COUNTRYS = {"state", "estado", "stato"}  # of these "Hold" may be a place, so it hides nothing
_NESTED = {"build", "extra", "post"}  # Hugo's build.render
_SCHEDULE = ("embargo", "publishdate", "scheduledat", "scheduledfor", "publishat", "golive")
_TELLING = _TRUE | _FALSE | _ANYTHING | _STATE | _MOMENTS | _NESTED
_SCHEDULED = {"future", "scheduled"}
_YES, _NO = {"true", "yes", "on", "1"}, {"false", "no", "off", "0", "never"}
_DRAFTS = re.compile(r"(?:^|[/\\])_?drafts?[/\\]", re.I)  # Jekyll's and Hexo's folder
_FROM_FILES = {"markdown"}  # formats of programs that make sites, in which a coming day holds back

# "Not for publication" in the words of agencies, each below letters that stand in it: to look for
# these first costs next to nothing.
_SAID = {
    "publi": (
        r"not (?:intended )?for (?:\w+ (?:or|and) )?publication", r"not to be published",
        r"not for public(?: release| use)", r"(?:ne pas|pas) (?:publier|pour publication)",
        r"non destinée? à (?:la )?publication",
        r"no (?:publicar|para publicación|destinado a publicación)", r"não publicar",
        r"niet (?:voor|ter) publicatie", r"ikke til publisering", r"ej för publicering",
        r"nie do publikacji",
    ),
    "pubbli": (r"non per la pubblicazione", r"non pubblicare"),
    "ffentli": (
        r"nicht (?:zur|fuer die|für die) ver(?:oe|ö)ffentlichung", r"ikke til offentliggørelse",
    ),
    "redaktion": (r"nur für die redaktion",),
    "diffuser": (r"(?:ne pas|pas) diffuser",),
    "публикации": (r"не для публикации",),
    "печати": (r"не для печати",),
    "for editors": (r"for editors'? (?:eyes )?only",),
    "internal use": (r"internal use only",),
    "off the record": (r"off the record",),
}  # fmt: skip
_NOT_PUBLIC = re.compile("|".join(said for listed in _SAID.values() for said in listed), re.I)
# How the line begins that stands above such notes, as dpa has it.
_FOLLOWING = re.compile(
    r"(?:(?:die|the|les|la|los|las|le|de) )?(?:folgend|nachfolgend|following|notes? to editors|"
    r"(?:internal|editorial|editors?['’]?s?) (?:note|memo)|interne? |"
    r"informations? suivant|siguient|seguent|volgend)",
    re.I,
)
# A whole line that marks all below it; "Off the record" may as well be a column's title.
_ALL_OF_IT = re.compile(
    rf"(?!off the)(?:strictly )?(?:{_NOT_PUBLIC.pattern})(?:(?: or | and |[ /,]+)\w+){{0,2}}", re.I
)
_LONGEST_MARK = 120  # characters
_AROUND = " *_#-–—:.!/[]()\\"
_NOTES = ("editorial_note", "ednote", "note", "internal_note", "editor_note")


def withheld_because(raw: RawArticle) -> str | None:
    """Why a post is not published, in the words of the mark that says so; None where none does."""
    if is_unpublished(raw.status) or fold_line(raw.status or "") in _NO:  # Drupal's 0
        return f"{raw.where('status')}: {raw.status}"
    if is_unpublished(raw.published):
        return f"{raw.where('published')}: {raw.published}"
    for line in (raw.title or "", raw.body.lstrip("\n").partition("\n")[0]):
        if len(line) < _LONGEST_MARK and _ALL_OF_IT.fullmatch(line.strip(_AROUND)):
            return f"it says {line.strip(_AROUND)!r}"
    name = raw.origin.member or raw.origin.file
    if raw.found.get("format") in _FROM_FILES and _DRAFTS.search(name):
        return "it is in a folder of drafts"
    return next(_marks(raw.extra), None)


def declared_status(raw: RawArticle) -> str | None:
    """The gravest status that the item and its columns for a state declare; where none of them is
    known, the item's own word. A column that may name the state of a country can only withdraw.
    """
    said = {status_word(raw.status)}
    for name, value in raw.extra.items():
        key, value = _key(name), _single(value)
        known = status_word(value) if key in _STATE and isinstance(value, str) else None
        if key not in _OR_A_COUNTRYS or known == "withdrawn":
            said.add(known)
    return gravest(said) or raw.status


def scheduled_for(raw: RawArticle, now: datetime) -> str | None:
    """The time at which a post is to be published, as its source writes it; None where it is out.

    A program that makes a site publishes nothing before its date.
    """
    of_a_site = raw.found.get("format") in _FROM_FILES
    if not (raw.extra or raw.status or of_a_site):  # as of most items
        return None
    keys = {_key(name): _single(value) for name, value in raw.extra.items()}
    due = [value for name in _SCHEDULE if isinstance(value := keys.get(name), str)]
    for value in due:
        if (until := read_embargo(value)) and until > now:
            return value
    states = (*(keys[name] for name in _STATE & keys.keys()), raw.status)
    scheduled = bool(_SCHEDULED & {fold_line(str(said)) for said in states if said})
    if raw.date and of_a_site:
        until = read_embargo(raw.date)
        if until and until > now:
            return raw.date
    said = (raw.date, *due, raw.published) if scheduled else ()
    times = {until: value for value in said if value and (until := read_embargo(value))}
    return times[max(times)] if times else None


def public_extra(extra: Mapping[str, Any]) -> dict[str, Any]:
    """`extra` without the notes that are marked as not public, and without passwords."""
    kept = {name: value for name, value in extra.items() if _key(name) not in _ANYTHING}
    for name in _NOTES:
        if isinstance(kept.get(name), str) and is_private_note(kept[name]):
            del kept[name]
    return kept


def is_private_note(note: str) -> bool:
    """Whether a note says of itself, or of what it holds, that it is not for the public."""
    return bool(_NOT_PUBLIC.search(one_line(note) or ""))


def cut_private_part(body: str) -> str:
    """A text without the notes at its end that begin with a line that says they are not public."""
    small = body.lower()
    if not any(letters in small for letters in _SAID):
        return body
    lines = body.split("\n")
    for at in range(max(len(lines) // 3, 1), len(lines)):
        line = lines[at].strip(_AROUND)
        if len(line) >= _LONGEST_MARK or not (_FOLLOWING.match(line) or _NOT_PUBLIC.match(line)):
            continue
        if _NOT_PUBLIC.search(line):
            return "\n".join(lines[:at]).rstrip("\n *-_=")
    return body


def _marks(extra: Mapping[str, Any]) -> Iterator[str]:
    for name, value in extra.items():
        key = _key(name)
        if key not in _TELLING:
            continue
        value = _single(value)
        word = fold_line(str(value)) if not isinstance(value, Mapping) else ""
        holds = (
            (key in _TRUE and word in _YES)
            or (key in _FALSE and word in _NO and not isinstance(value, Mapping))
            or (key in _ANYTHING and bool(word) and value is not None)
            or (key in _STATE and isinstance(value, str) and is_unpublished(value))
            or (key in ("status", "poststatus") and word in _NO)  # Drupal's 0
            or (key in _MOMENTS and any(map(str.isdigit, word.strip("0 :-t.z"))))
        )
        if holds:
            yield name if key in _ANYTHING else f"{name}: {word}"
        elif key in _NESTED and isinstance(value, Mapping):
            yield from _marks(value)


def _single(value: Any) -> Any:
    """The only value of a list of one, as Drupal writes each field: [{"value": false}]."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, Mapping) and "value" in value and len(value) <= 2:
        return value["value"]
    return value


@lru_cache(maxsize=2000)  # the same few names for every article of a source
def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", fold(name))
