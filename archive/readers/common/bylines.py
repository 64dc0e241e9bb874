"""The lines between a title and a text: who, when, in which section.

Shared by the readers of plain text and of copied pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from archive.dates.found_date import LIKELIEST
from archive.dates.stamps import dates_on
from archive.normalise.agencies import known_agency
from archive.normalise.dateline import read_dateline
from archive.normalise.person_names import is_name
from archive.normalise.persons import read_credit
from archive.text.plain import fold_line

_BY = re.compile(
    r"^(?:(?:written|posted|published|reported)\s+)?"
    r"(?:by|von|par|por|di|door|przez|av|af|text|source|quelle|автор|بقلم)\b:?\s+(?P<who>\S.*)$",
    re.I,
)
_STAMP = re.compile(
    r"\b(?:first published|published|last updated|updated|posted|last modified|modified|created|"
    r"date|on|am|le|el|il|em|stand|veröffentlicht|erstellt|aktualisiert|publié|publie|"
    r"mis à jour|modifié|"
    r"publicado|actualizado|atualizado|pubblicato|aggiornato|gepubliceerd|опубликовано|обновлено)\b:?",
    re.I,
)
_SECTION = re.compile(
    r"^(?:in|section:?|category:?|rubrik:?|rubrique:?|secci[oó]n:?|filed under:?)\s+"
    r"(?P<name>[^\d]{2,40})$",
    re.I,
)
_CUTS = re.compile(r"\s{2,}|\t|\s[|·•›»–—-]\s|\s*[|·•›»]\s*")
# Words that belong to a date or a clock and are left over when it is cut out, folded.
_OF_DATES = re.compile(
    r"(?:(?:(?:a las|as|at|um|alle|kl)\.? )?\d{1,2}[:.h]\d\d ?(?:h|hrs|uhr)?|"
    r"года?|г|г\.|год|uhr|h|hrs?|clock|at|um|a las|as|ore|kl|p|a|min|mins|local time|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|"
    r"montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    r"lunes|martes|miercoles|jueves|viernes|sabado|domingo|"
    r"lunedi|martedi|mercoledi|giovedi|venerdi|domenica|"
    r"(?:segunda|terca|quarta|quinta|sexta)(?:-feira)?|"
    r"maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|"
    r"mandag|tirsdag|onsdag|torsdag|fredag|lordag|sondag|mandag|lordag|"
    r"poniedziałek|poniedzialek|wtorek|sroda|czwartek|piatek|sobota|niedziela|"
    r"понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|"
    r"pazartesi|sali|carsamba|persembe|cuma|cumartesi|pazar|"
    r"الاثنين|الثلاثاء|الاربعاء|الخميس|الجمعه|السبت|الاحد|"
    r"星期.|周.|[日月火水木金土]曜日?|.요일)[.,:]?",
)
# How sites name their sections, folded. Only these are one where nothing says so ("in World").
_SECTION_NAMES = """
world | world news | international | national | local | home news | uk | us | usa | europe |
asia | africa | americas | middle east | latin america | asia pacific | politics | business |
economy | markets | money | finance | companies | technology | tech | science | environment |
climate | health | education | culture | arts | entertainment | books | film | music |
television | travel | lifestyle | life | food | style | fashion | sport | sports | football |
cricket | tennis | opinion | comment | analysis | editorial | obituaries | media | society |
crime | law | weather | news | breaking news | mundo | internacional | nacional | espana |
politica | economia | ciencia | tecnologia | deportes | deporte | sociedad | cultura | salud |
medio ambiente | america | educacion | sucesos | monde | france | politique | economie |
societe | sciences | sante | planete | environnement | idees | technologies | faits divers |
welt | ausland | inland | politik | wirtschaft | wissen | wissenschaft | technik | kultur |
gesellschaft | panorama | meinung | netzwelt | gesundheit | reise | feuilleton | umwelt |
mondo | esteri | cronaca | scienza | scienze | salute | spettacoli | ambiente | brasil | saude |
esportes | desporto | sociedade | pais | buitenland | binnenland | politiek | wetenschap |
cultuur | мир | в мире | политика | экономика | общество | наука | культура | спорт |
технологии | العالم | سياسه | اقتصاد | رياضه | ثقافه | علوم | الشرق الاوسط | 国际 | 国内 |
정치 | 경제 | 사회 | 국제 | 문화 | 스포츠 |
政治 | 经济 | 体育 | 科技 | 文化 | 社会 | 国際 | 経済 | スポーツ | 科学
"""
_SECTIONS = frozenset(" ".join(_SECTION_NAMES.split()).split(" | "))
LONGEST = 160
_STOPS = (".", "!", "?", '."', ".”")
# Scripts without spaces between words: so many of their letters in a row are a sentence's.
_CLAUSE = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{16}|[。！？]"
)

# A line that is nothing but the article's address, as tools write it above a text that they save
_ADDRESS = re.compile(r"(?:(?:url|link|source|address)\s*:\s*)?<?(https?://[^\s<>]+)>?", re.I)
_HEAD = 4  # lines with anything on them in which it may stand

_RELEASE = re.compile(
    r"\W*(?:for immediate (?:release|publication|distribution)|(?:press|news|media) (?:release|"
    r"statement)|pressemitteilung|presseinformation|communiqué de presse|comunicado de prensa|"
    r"comunicato stampa|persbericht|pressmeddelande|pressemeddelelse)\W*",
    re.I,
)


def is_release_mark(line: str) -> bool:
    """Whether a line says no more than that what follows is a press release."""
    return _RELEASE.fullmatch(line) is not None


@dataclass(frozen=True, slots=True)
class Byline:
    """What a byline line says; any part may be missing, not all."""

    credit: str | None = None
    date: str | None = None
    section: str | None = None
    rest: tuple[str, ...] = field(default=(), compare=False)  # words that are none of these


def read_byline(line: str) -> Byline | None:
    """A line as a byline ("By AFP     Nov 3, 2017 in World"); None where it is something else."""
    line = line.strip()
    return _byline(line) if 0 < len(line) <= LONGEST else None


@lru_cache(maxsize=500)  # a line is looked at again and again: to tell a page, and to read it
def _byline(line: str) -> Byline | None:
    date, rest = _without_date(line)
    credit: str | None = None
    section: str | None = None
    left: list[str] = []
    for part in _parts(rest):
        by = _BY.match(part)
        in_section = _SECTION.match(part)
        if by and not credit:
            credit = by["who"].strip()
        elif in_section and not section:
            section = in_section["name"].strip()
        elif fold_line(part) in _SECTIONS and not section:
            section = part
        elif _names_agency(part):
            credit = f"{credit}, {part}" if credit else part
        else:
            left.append(part)
    if credit and not _credible(credit):
        return None
    if date and not credit and left and section and is_name(left[0]) and " " in left[0]:
        credit = left.pop(0)  # "Jane Roe | 5 September 2017 | World"
    if not credit and not date:
        return None
    words = [word for part in left for word in part.split()]
    if len(words) > 4 or (line.endswith(_STOPS) and any(word[0].islower() for word in words)):
        return None  # a sentence that happens to hold a date
    if any(_CLAUSE.search(part) for part in left):
        return None
    if left and read_dateline(line):
        return None  # a dispatch of a few words: "PARIS (AFP) - Markets fell."
    if not section and len(left) == 1 and len(left[0].split()) == 1 and re.search("[|·•]", line):
        section = left.pop()  # set off by a bar like a section, though of a name that is not known
    return Byline(credit, date, section, tuple(left))


def is_section(name: str) -> bool:
    """Whether a name is one that sites give their sections."""
    return fold_line(name) in _SECTIONS


def join(bylines: Iterable[Byline | None]) -> Byline:
    """Several lines as one: the first that says who, when and in which section counts."""
    credit = date = section = None
    for part in filter(None, bylines):
        credit = credit or part.credit
        date = date or part.date
        section = section or part.section
    return Byline(credit, date, section)


def _without_date(line: str) -> tuple[str | None, str]:
    """The date of publication on a line with its time of day, and the line without any date and
    their words. Which of two months 3/4/2017 is in need not be known here.
    """
    dates = dates_on(line, LIKELIEST)
    if not dates:
        return None, line
    chosen = next((date for date, update in dates if not update), dates[0][0])
    rest = line
    for date, _ in reversed(dates):
        rest = f"{rest[: date.start]}   {rest[date.end :]}"
    return line[chosen.start : chosen.end], _STAMP.sub("   ", rest)


def _parts(text: str) -> list[str]:
    """What a line is put together from, without marks at the ends and leftovers of its date."""
    parts = (part.strip(" ,:;|-–—") for part in _CUTS.split(text))
    return [part for part in parts if part and not _OF_DATES.fullmatch(fold_line(part))]


def _credible(credit: str) -> bool:
    """Whether the words behind "by" are people or agencies, and not the rest of a sentence."""
    authors, agencies = read_credit(credit)
    return bool(authors or agencies) and not credit.rstrip().endswith((".", "?", "!", ":"))


def _names_agency(text: str) -> bool:
    """Whether a part without "by" is nothing but agencies and names beside one ("Jane Roe, AP")."""
    return bool(known_agency(text) or (len(text.split()) <= 8 and read_credit(text)[1]))


def split_address(lines: list[str]) -> tuple[str | None, list[str]]:
    """The address that stands on a line of its own at the top, and the other lines."""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    for at in filled[:_HEAD] if len(filled) > 1 else ():
        if match := _ADDRESS.fullmatch(lines[at].strip()):
            rest = lines[:at] + lines[at + 1 :]
            return match[1], "\n".join(rest).strip("\n").split("\n")
    return None, lines
