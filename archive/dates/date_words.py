"""The words of a written date: the month among them, and the small ones that join its numbers."""

from __future__ import annotations

import re
from collections.abc import Collection

from archive.dates.found_date import Writing
from archive.dates.months import Month, find_month, month_key

# What stands between day, month and year, or grows onto a number: "of", "3rd", "the year", "г.".
_JOINTS = """
of the year st nd rd th de del do d di da dia el le la em en a ano anno anul an año année er re e
eme º ª ° o den am der jahr im mes jaar van het i den aret ta ng ika ki tarehe mwezi wa mwaka dan
tahun tanggal ngay nam ti ing r roku rok m metu metais men d diena gada gads g ga y yil yili ci cu
ili il nin ın u un uncu ko k go e i й го е ші шi р рік року год года г году оны он сарын сары жыл
жылы жылғы жылдын жылдың ел елның елнын йил йили соли санаи от ότι του έτους η ης á án én ján jén
ב ה לחודש בשנת שנת ל من شهر عام سنه لعام لسنه الموافق ه هـ م د ء ه۔ سال ماه مورخ ئی بتاریخ کو
ปี พ.ศ ค.ศ พศ คศ วันที่ เดือน ปีที่ ថ្ងៃទី ខែ ឆ្នាំ ວັນທີ ເດືອນ ປີ ခုနှစ် ခု နှစ် ရက် ရက်နေ့ နေ့ လ
სა წელი წლის წ թ թվական թվականի ዓ.ም ዓም ቀን সালে সাল সালের তারিখ ই খ্রি को सन् सन साल दिनांक
ನೇ ರಂದು వ న తేదీ ஆம் அன்று රෝජ් දින 일 日 号 號
""".split()  # noqa: SIM905
_SPLIT = re.compile(r"[\s,،·()–—-]+")


_KNOWN = frozenset(filter(None, map(month_key, _JOINTS)))


def between(words: str, known: Collection[str] = _KNOWN) -> bool:
    """Whether words only join the numbers of a date, or are all among the `known`."""
    return all(key in known for word in _SPLIT.split(words) if (key := month_key(word)))


def month_between(words: str, writing: Writing) -> Month | None:
    """The month that words between two numbers name, with what joins it to them."""
    if month := _month(words.strip(" .,/-–—"), writing):
        return month
    parts = [word for word in _SPLIT.split(words) if month_key(word)]
    while parts and month_key(parts[0]) in _KNOWN:
        del parts[0]
    while parts and month_key(parts[-1]) in _KNOWN:
        del parts[-1]
    return _month(" ".join(parts), writing) if parts else None


def month_before(words: str, writing: Writing) -> tuple[Month, int] | None:
    """The month that words end with, and where it begins in them."""
    starts = [match.start() for match in re.finditer(r"[^\s,،()]+", words)]
    while starts and month_key(words[starts[-1] :]) in _KNOWN and len(starts) > 1:
        words = words[: starts.pop()]
    for start in starts[-3:]:
        if month := _month(words[start:].strip(" .,-–—"), writing):
            return month, start
    return None


def month_behind(words: str, writing: Writing) -> tuple[Month, int] | None:
    """The month that words begin with, behind what joins them, and where it ends in them."""
    spans = [match.span() for match in re.finditer(r"[^\s,،()–—-]+", words)]
    while spans and month_key(words[slice(*spans[0])]) in _KNOWN and len(spans) > 1:
        del spans[0]
    for _, end in reversed(spans[:3]):
        if month := _month(words[spans[0][0] : end].strip(" .,-–—"), writing):
            return month, end
    return None


def _month(words: str, writing: Writing) -> Month | None:
    return find_month(words, writing.language, writing.lenient) if words else None
