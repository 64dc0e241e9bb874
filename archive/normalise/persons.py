"""Who wrote: the persons, and the agencies, that a byline or credit names, whatever the format.

Every reader hands its bylines over as they were typed. What a person is, is decided here alone.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from archive.dates.found_date import LIKELIEST
from archive.dates.parse import find_date
from archive.normalise import byline_words as words
from archive.normalise.agencies import agencies_known, known_agency
from archive.normalise.byline_places import without_places
from archive.normalise.person_names import (
    Part,
    is_name,
    put_right,
    split_han,
    without_role,
    write_suffixes,
)
from archive.text.plain import fold_line, one_line

LONGEST = 2000  # characters of a byline that are read

_TAG = re.compile(r"</?[a-z][\w:-]{0,30}(?:\s[^<>]{0,400})?/?>", re.I)
_MAIL_NAMED = re.compile(r"^\s*(?:mailto:)?[^\s()<>]+@[^\s()<>]+\s*[(<]([^()<>]+)[)>]\s*$")
_ADDRESS = re.compile(
    r"[<(\[]?(?:mailto:)?[^\s()<>,;|]+@[^\s()<>,;|]+\.\w+[>)\]]?|https?://\S+|\bwww\.\S+|"
    r"(?<![\w.])@\w+|\+?\(?\d[\d ()/.-]{6,}\d",
    re.I,
)
_CLOCK = re.compile(
    r"\b\d{1,2}[:.h]\d\d(?::\d\d)?\s*(?:(?:[ap]\.?m\b\.?|uhr|hrs?|h)(?!\w))?"
    r"(?:\s*(?:gmt|utc|est|edt|[cp]e?st|bst|cet)\b)?",
    re.I,
)
_AGO = re.compile(
    r"\b(?:(?:last\s+)?updated:?\s+|posted:?\s+)?\d+\s+\w+\s+ago\b|\bvor\s+\d+\s+\w+|"
    r"\bil\s+y\s+a\s+\d+\s+\w+|\bhace\s+\d+\s+\w+|\b\d+\s+\w+\s+fa\b",
    re.I,
)
_BEFORE_DATE = re.compile(
    r"[\s,(|–—-]+(?:(?:on|am|vom|le|el|il|em|at|um|den|à|du|del|dated)\s*:?\s*)$", re.I
)
_PUBLISHED = re.compile(
    r"[\s,(|–—-]+(?:last\s+)?(?:updated|published|posted|modified|created|filed|dated|"
    r"(?:publié|modifié)e?s?|mis à jour|veröffentlicht|aktualisiert|erstellt|"
    r"(?:publicad|actualizad|atualizad|pubblicat|aggiornat)[oa]|gepubliceerd|bijgewerkt|geplaatst|"
    r"publicerad|uppdaterad|publisert|oppdatert)(?:\s+(?:on|at|am|le|el|em|il|op|den))?\s*:?\s*$",
    re.I,
)
_HARD = re.compile(r"[;؛；|•\n]|\s+·\s+|(?<=[가-힣])·|(?<=\w\w)\.\s+(?=[A-Z]\w+\s+by\b)")
_LEAD = re.compile(
    r"^(?:(?:par|por|door|av|af|przez|od|från|fra)\s*:?|(?:von|di|da|de)\s*:)\s+(?=\S)", re.I
)
# As well the beginning of a family name: only before two words, the first with a capital.
_LEAD_OR_NAME = re.compile(r"^(?:[Vv]on|VON|[Dd][ia]|D[IA])\s+(?=[^\W\d_a-z][^\s,]*\s+[^\W\d_])")
_LABEL = re.compile(
    rf"(?<![^\W一-鿿])(?:(?P<other>{words.ELSE})|(?P<source>{words.SOURCE})|(?P<wrote>{words.WROTE}))\s*",
    re.I,
)
_HAN_LABELLED = re.compile(r"([一-鿿]{2,4})\s*[/／]\s*(文|图|圖|摄|攝|摄影|攝影)(?![一-鿿])")
_OF_PICTURES = re.compile(
    r"\s*\((?:photos?|fotos?|bild(?:er)?|pictures|illustrations?|grafik|graphics?|videos?|kamera|"
    r"camera|editing|übersetzung|traduction|traducción)\)",
    re.I,
)
_BRACKETS = re.compile(r"[(\[（【]([^()\[\]（）【】]*)[)\]）】]")
_AND = re.compile(
    r"\s*(?:[&+]|(?<![\d/])/(?!\d)|\s[-–—=]\s|(?<=\w)--?\s|"
    r"\b(?:and|with|und|mit|et|avec|con|og|och|och|for|from|via|ve|ja|и|en|in\s+collaboration\s+with)\b(?=\s|$)|"
    r"\b(?:y|e|i|a)\b(?=\s+[^\W\d_]+\s+[^\W\d_]))\s*",
    re.I,
)
_ARABIC_AND = re.compile(
    r"(?<=\S\s)و\s?(?!ليد|ائل|سام|سيم|فاء|جدي|حيد|صفي|داد)(?=[؀-ۿ]{2,}\s+[؀-ۿ]{2,})"
)
_COMMA = re.compile(r"\s*[,،、，]\s*")
_PLACE = re.compile(
    r"\s+(?:in|at|at\s+the|reporting\s+from|à|aus|en|em|في|из|w|i)\s+(?:the\s+)?"
    r"(?=[^\W\d_a-z])\S[\w’'. -]*$"
)
_IN_PLACE = re.compile(r"(?:in|at|en|aus|im)\s")
_PEN_NAME = re.compile(r"(?:/u/)?[A-Za-z][A-Za-z0-9]*[a-z][A-Za-z0-9]*")
_SPACED_DEGREE = re.compile(r"\bPh\.\s+D\.?(?!\w)")
_FULL_STOP = re.compile(r"(?<=[^\W\d_]{3})\.$")  # but "Jr." and "D.D."
_AROUND_NAME = ' \t*,:（）【】-–—"“”„»«=_'
_AROUND = " \t.,:*（）【】\"“”„»«'‘-–—_/()[]=<>"


@dataclass(slots=True)
class _Reading:
    """What was found so far in a byline."""

    persons: dict[str, str] = field(default_factory=dict)
    agencies: dict[str, str] = field(default_factory=dict)


@lru_cache(maxsize=2_000)  # the same few for the articles of a source
def read_credit(credit: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A byline or credit as (persons, agencies): "By Roe, Jane in Paris, AFP" -> (Jane Roe), (AFP).

    Whoever took the pictures, edited or translated is no author; neither is a desk, a site, an
    account, an address or a number. Names are given as written, the family name last.
    """
    line = _tidy(credit)
    if whole := known_agency(line):
        return (), (whole,)
    found = _Reading()
    for role, text in _said(line):
        if role != "other":
            _read(text, found, persons=role == "wrote")
    return tuple(found.persons.values()), tuple(found.agencies.values())


def read_declared(line: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """`read_credit` of a line that is stated to name authors: there a name may lack its capitals,
    as in "bell hooks", or be a pen name ("contra", "/u/river").
    """
    persons, agencies = read_credit(line)
    if persons or agencies:
        return persons, agencies
    name = _tidy(line).strip(_AROUND)
    parts = name.split()
    if _PEN_NAME.fullmatch(line.strip()) and is_name(re.sub(r"\d|/?u/", "", name).title()):
        return (line.strip(),), ()
    if 2 <= len(parts) <= 3 and name.islower() and is_name(name.title()):
        return (name,), ()
    return (), ()


def _tidy(credit: str) -> str:
    """A byline without markup, addresses, dates and times."""
    line = "\n".join(filter(None, map(one_line, credit[:LONGEST].splitlines())))
    if "<" in line or "&" in line:
        line = html.unescape(_TAG.sub(" ", line))
    if "@" in line and (named := _MAIL_NAMED.match(line)):
        line = named[1]
    line = _ADDRESS.sub(" ", line) if re.search(r"[@\d:]|www\.", line) else line
    if any(map(str.isdigit, line)):
        line = _without_dates(_CLOCK.sub(" ", _AGO.sub(" | ", line)))
    line = _PUBLISHED.sub("", line).strip(" \t,")
    return without_places(_SPACED_DEGREE.sub("Ph.D.", line))


def _without_dates(line: str) -> str:
    for _ in range(4):
        date = find_date(line, LIKELIEST)
        if date is None:
            break
        before = line[: date.start]
        line = f"{_undated(before)} | {line[date.end :]}"
    return _undated(line)


def _undated(line: str) -> str:
    """Without the words that stand before a date."""
    return _BEFORE_DATE.sub("", _PUBLISHED.sub("", line))


def _said(line: str) -> Iterator[tuple[str, str]]:
    """(role, names) of each stretch: "Text: Jane Roe / Photos: Ann Poe" is two."""
    line = _HAN_LABELLED.sub(r";\2：\1;", line)
    for stretch in _HARD.split(line):
        text = _LEAD_OR_NAME.sub("", _LEAD.sub("", stretch.strip()))
        role, at = "wrote", 0
        for label in _LABEL.finditer(text):
            yield role, text[at : label.start()]
            role, at = label.lastgroup or "wrote", label.end()
            if label.lastgroup == "wrote" and re.search("[记通][者讯]|作者|文", label[0]):
                text = text[:at] + split_han(text[at:])
        yield role, text[at:]


def _read(text: str, found: _Reading, persons: bool) -> None:
    """Adds the names of a stretch."""
    text = _OF_PICTURES.sub("\x00", text)
    text = _BRACKETS.sub(lambda m: f",{m[1]}," if agencies_known(m[1]) else " ", text)
    if whole := known_agency(text):
        found.agencies.setdefault(whole, whole)
        return
    groups = [_parts(group) for group in _AND.split(_ARABIC_AND.sub(" & ", text))]
    alone = any(len(group) == 1 and group[0].is_single for group in groups)
    placed = False  # whether a place stood behind a name: then a word by itself is another place
    for parts in groups:
        for part in parts:
            for agency in part.agencies:
                found.agencies.setdefault(agency, agency)
        if not persons:
            continue
        for name in put_right(parts, inverted=not alone, placed=placed):
            found.persons.setdefault(fold_line(name), name)
        placed = placed or any(part.placed or part.agencies for part in parts)


def _parts(group: str) -> list[Part]:
    """The parts between commas, each as a name or as something else."""
    parts: list[Part] = []
    for text in filter(None, (part.strip(" \t*") for part in _COMMA.split(group))):
        if parts and (suffix := write_suffixes(text)):
            parts[-1].suffix += suffix
        elif text.strip(_AROUND):
            parts.append(_part(text))
    return parts


def _part(text: str) -> Part:
    if agency := known_agency(text):
        return Part("", (agency,))
    if "\x00" in text:  # "Ann Poe (photos)"
        return Part("")
    if _IN_PLACE.match(text):
        return Part("", placed=True)
    named = _PLACE.sub("", text)
    name, agencies = without_role(_FULL_STOP.sub("", named.strip(_AROUND_NAME)))
    return Part(name if is_name(name) else "", agencies, placed=named != text, written=text)
