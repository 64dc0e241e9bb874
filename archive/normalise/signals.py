"""The marks that news puts on a title ("UPDATE 2-", "REFILE-", "(CORRECTED)") and the notes above a
text ("(Corrects spelling of name in paragraph 3)"), as the style books of the agencies have them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from archive.normalise.preamble import MOST_LINES, is_above_text
from archive.status import HIDDEN, STATUSES
from archive.text.markdown import escape, to_text

# A REFILE puts right a slip of the keyboard and no fact; to a reader it is put right all the same.
_WORDS = {
    "withdrawn": r"(?:mandatory |story |news )?kill|killed|(?:story )?withdrawn|retracted"
    r"|retraction|zurückgezogen|annulation|anulaci[oó]n|anulad[oa]|annullamento",
    "withheld": r"hold|embargoed|sperrfrist",
    "corrected": r"corrected(?:[ -]\(official\))?|correction|corr|refiled?|korrektur|korrigiert"
    r"|korr|berichtigung|berichtigt|rectificatif|corrig[eé]|corregid[oa]|correcci[oó]n|rectificaci[oó]n"
    r"|corretto|correzione|rettifica|corre[cç][aã]o|corrigid[oa]|correctie|rectificatie|rättelse"
    r"|rettelse|korreksjon|更正|訂正|정정",
    "updated": r"(?:\d{1,2}(?:st|nd|rd|th)[ -])?(?:(?:ld|lead)[ -])?writethr\w+"
    r"|\d{1,2}(?:st|nd|rd|th|\.)[ -](?:update|lead|ld)|lead(?= ?\d)|updated?|wrap-?up"
    r"|aktualisierung|aktualisiert|actualisation|actualis[eé]|actualiza(?:ci[oó]n|d[oa])?"
    r"|ampliaci[oó]n|atualiza(?:[cç][aã]o|d[oa])?|aggiorna(?:mento)?",
    "repeated": r"rpt|repeats?|wdh|wdhlg|wiederholung|répétition|repeti[cç][aã]o|repetici[oó]n"
    r"|repite",
}
# What a note in brackets begins with.
_VERBS = {
    "corrected": r"correct(?:s|ing|ed (?:to|by|version|headline))|refil(?:es|ing)|korrigiert"
    r"|berichtigt|corrige|rectifie|corregge|retter",
    "updated": r"updat(?:es|ing|ed (?:at|on|to|with|throughout))|adds|recasts|rewrites"
    r"|writes through|aktualisiert|ergänzt|actualise|ajoute|actualiza|añade|atualiza|aggiorna",
    "repeated": r"repeat(?:s|ing)|wiederholt|répète|repite",
}


def _named(words: dict[str, str]) -> str:
    return "(?:" + "|".join(f"(?P<{status}>{some})" for status, some in words.items()) + ")"


_MARK = re.compile(_named(_WORDS) + r"(?!\w*[^\W\d_])(?: ?(?P<number>\d{1,2})(?![\d.,%]))?", re.I)
_VERB = re.compile(_named(_VERBS) + r"\b", re.I)
_ORDINAL = re.compile(r"\d{1,2}")
_SIGN = re.compile(r"(?P<space>\s*)(?P<sign>--|[-–—:：])(?P<after>\s*)")  # ends a mark
_BRACKET = re.compile(r"\s*[(\[【（](?P<inside>(?:[^()\[\]]|\([^()]*\)){2,600}?)[)\]】）]")
_ANGLES = re.compile(r"<(?P<inside>[A-Z ]+)>(?= ?-)")  # elsewhere "<RPT>" is a company
_LAST_BRACKET = re.compile(r"\s*[(\[](?P<inside>[^()\[\]]{2,200})[)\]]$")
_LAST_MARK = re.compile(rf"(?:\s+[-–—]{{1,2}}\s*|,\s+(?=\d)){_MARK.pattern}$", re.I)
_LONGEST = 1000  # characters; a title that is longer is none
# Words that titles in capitals make compounds of ("HOLD-UP", "KILL-SWITCH"), and those that name
# what the title is about ("Correction: stocks fall").
_COMPOUNDS = {"hold", "kill", "repeat", "update"}
_SUBJECTS = {"correction", "update"}
# What an agency writes in the place of a text that it takes back.
_KILLED = re.compile(
    r"\b(?:is|are|was|were) (?:wrong|incorrect) and (?:is|are|was|has been|have been) withdrawn\b"
    r"|^(?:attention\W+)?(?:eds|editors)\b.{0,40}?\bplease (?:kill|withdraw|disregard)\b",
    re.I,
)


@dataclass(slots=True)
class Signals:
    """What marks and notes said: statuses, notes in order, and numbers of updates for `extra`."""

    said: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)

    def add(self, mark: re.Match[str]) -> None:
        """Takes in a mark, with the number that an update carries."""
        self.said.add(_status(mark))
        if updated := mark["updated"]:
            ordinal = _ORDINAL.match(updated)
            number = mark["number"] or (ordinal[0] if ordinal else None)
            wrapup = updated.lower().startswith("wrap")
            if number or wrapup:
                self.extra["wrapup" if wrapup else "update"] = int(number) if number else True


def _status(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return next(status for status in STATUSES if groups.get(status))


# A title ----------------------------------------------------------------------------------------


def cut_title(title: str, signals: Signals) -> str:
    """A title without its marks. Nothing is a mark that would leave no title."""
    rest = title
    if len(title) > _LONGEST:
        return title
    while (shorter := _cut_end(_cut_start(rest, signals), signals)) != rest:
        rest = shorter
    return rest


def _cut_start(title: str, signals: Signals) -> str:
    """A title without the marks that it begins with: "CORRECTED-", "RPT/UPDATE 2-", "(RPT) "."""
    marks: list[re.Match[str]] = []
    at = 0
    while mark := _MARK.match(title, at):
        marks.append(mark)
        end = _SIGN.match(title, mark.end())
        if end and _is_mark(mark, end, title[end.end() :], stacked=len(marks) > 1):
            for each in marks:
                signals.add(each)
            return title[end.end() :]
        if title[mark.end() : mark.end() + 1] not in (" ", "/"):
            break
        at = mark.end() + 1
    bracket = _BRACKET.match(title) or _ANGLES.match(title)
    rest = title[bracket.end() :].lstrip(" -–—:") if bracket else ""
    if bracket and _has_word(rest) and _take(bracket["inside"], signals, in_title=True):
        return rest
    return title


def _is_mark(mark: re.Match[str], end: re.Match[str], rest: str, stacked: bool) -> bool:
    """Whether words before a dash or colon are a mark. Wires write theirs in capitals; of a page,
    "Correction: ..." and "Update 2: ..." are marks too, and "Hold: ..." is not.
    """
    if not _has_word(rest):
        return False
    word = mark[0].rstrip("0123456789 ")
    if word == word.upper():
        tight = end["sign"] == "-" and not end["space"] and not end["after"]
        alone = not stacked and not mark["number"] and word.lower() in _COMPOUNDS
        return not (tight and alone and rest.isupper())
    if _status(mark) not in ("corrected", "updated"):
        return False
    if mark["number"] or word[0].isdigit():
        return True
    subject = rest[0].islower() and word.lower() in _SUBJECTS
    return end["sign"] in ":：" and word[0].isupper() and not subject


def _cut_end(title: str, signals: Signals) -> str:
    """A title without a mark behind it: "... (CORRECTED)", "... -- 2nd Update"."""
    found = _LAST_BRACKET.search(title)
    if found and _has_word(rest := title[: found.start()]) and found["inside"] != "HOLD":
        return rest if _take(found["inside"], signals, in_title=True) else title
    found = _LAST_MARK.search(title)
    if not found or not _has_word(rest := title[: found.start()]):
        return title
    word = found["updated"] or found["corrected"] or ""
    if not word.isupper() and not (found["updated"] and (word[0].isupper() or word[0].isdigit())):
        return title  # "Markets fall - correction" has a subject there
    signals.add(found)
    return rest.rstrip(" -–—,")


def _has_word(text: str) -> bool:
    return any(map(str.isalnum, text))


def _take(inside: str, signals: Signals, in_title: bool = False) -> bool:
    """Takes in what brackets hold if that is a mark, a mark with a note, or a note of a change."""
    inside = inside.strip()
    mark = _MARK.match(inside)
    if mark and (mark[0].isupper() or _status(mark) not in HIDDEN):
        rest = inside[mark.end() :].lstrip()
        if not rest or rest[0] in ":;,-–—":
            signals.add(mark)
            if _has_word(rest):
                signals.notes.append(inside)
            return True
    verb = _VERB.match(inside)
    if verb and (verb["corrected"] or not in_title):
        signals.said.add(_status(verb))
        signals.notes.append(inside)
        return True
    if inside in ("LEAD", "LD"):  # elsewhere it is a metal
        signals.said.add("updated")
        return True
    return False


# A text -----------------------------------------------------------------------------------------


def cut_head(body: str, signals: Signals) -> str:
    """A Markdown body without the notes above its text that say what was put right or changed.

    What is sent in the place of a text, a notice that it is killed or a correction alone, stays.
    """
    blocks = body.split("\n\n", MOST_LINES)
    for at, block in enumerate(blocks[:MOST_LINES]):
        plain = to_text(block) if _may_hold_a_note(block) else ""
        rest = _after_note(plain, signals) if plain else None
        if rest is not None and (rest or len(blocks) > 1):
            blocks[at] = _without(plain[: len(plain) - len(rest)], block) if rest else ""
        if _KILLED.search(plain):
            signals.said.add("withdrawn")
            signals.notes.append(plain)
        if rest or (rest is None and not is_above_text(block)):
            break
    return "\n\n".join(block for block in blocks if block)


def _may_hold_a_note(block: str) -> bool:
    """Whether to look closer: notes are rare, and rendering Markdown takes time."""
    start = block[:40].lstrip("\\*_>([【（ ")
    return bool(_MARK.match(start) or _VERB.match(start) or _KILLED.search(block))


def _without(start: str, block: str) -> str:
    """A block of Markdown without the text that it begins with, where that stands there plainly."""
    written = next((each for each in (start, escape(start)) if block.startswith(each)), "")
    return block[len(written) :]


def _after_note(text: str, signals: Signals) -> str | None:
    """What follows the note that a paragraph is or begins with; None where it has none."""
    bracket = _BRACKET.match(text)
    if bracket and _take(bracket["inside"], signals):
        return text[bracket.end() :].lstrip()
    mark = _MARK.match(text)
    end = _SIGN.match(text, mark.end()) if mark else None
    if not mark or not end or not _has_word(text[end.end() :]):
        return None
    status = _status(mark)
    named = status == "corrected" and mark[0][0].isupper() and end["sign"] == ":"
    shouted = mark[0].isupper() and status in ("corrected", *HIDDEN) and end["after"]
    if not (named or shouted):
        return None
    signals.add(mark)
    signals.notes.append(text[end.end() :])
    return ""
