"""The dates of a line, and which of them say when something was changed, not when it came out."""

from __future__ import annotations

import re

from archive.dates.found_date import FoundDate, Writing
from archive.dates.written_dates import find
from archive.text.plain import fold

_MOST = 6  # dates on a line
_PUBLISHED = """publi post creat veroffentlicht erstellt gepubliceerd geplaatst julkaistu opublik
zverejn megjelen опублик публик yayin δημοσι نشر انتشار منتشر פורסם 公開 配信 発表 发布 發布 發表
发表 입력 등록 발행 dang diterbitkan tayang เผยแพร่ प्रकाशित
objav paskelbt publicet avaldat""".split()  # noqa: SIM905
_UPDATED = """updat modif revis edited changed correct aktualis geandert actuali atualiz
alterad aggiorna bijgewerkt gewijzigd uppdatera andrad opdater oppdater endret paivitet muokattu
aktualiz zmieni frissit modosit обновл измен оновлен актуализ guncelle ενημερω تحديث بروزرساني
ويرايش עודכן עדכון 更新 修正 수정 업데이트 diperbarui ปรับปรุง แก้ไข अपडेट अद्यतन azurira
posodob atnaujin atjaunin uuendatud perditesu""".split()  # noqa: SIM905
_WORDS = re.compile(
    f"(?P<published>{'|'.join(_PUBLISHED)})|"
    f"(?P<updated>{'|'.join(_UPDATED)}|mis a jour|cap nhat|به روز)"
)


def is_update(label: str) -> bool:
    """Whether the words before a date say that it is the day of a change: the last of them that
    say anything count.
    """
    said = [match.lastgroup for match in _WORDS.finditer(fold(label))]
    return bool(said) and said[-1] == "updated"


def is_updates_name(name: str) -> bool:
    """Whether the name of a property or class says so: "dateModified", but not "published updated",
    which is both.
    """
    said = {match.lastgroup for match in _WORDS.finditer(fold(name))}
    return said == {"updated"}


def dates_on(line: str, writing: Writing | None = None) -> list[tuple[FoundDate, bool]]:
    """The dates on a line, in their order, each with whether it is of an update."""
    found: list[FoundDate] = []
    rest = line
    while len(found) < _MOST and (one := find(rest, writing)):
        if one.end <= one.start:
            break
        found.append(one)
        rest = rest[: one.start] + "|" * (one.end - one.start) + rest[one.end :]
    found.sort(key=lambda one: one.start)
    starts = [0, *(one.end for one in found)]
    return [
        (one, is_update(line[start : one.start])) for start, one in zip(starts, found, strict=False)
    ]
