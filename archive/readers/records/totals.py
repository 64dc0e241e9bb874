"""Rows that sum up the others, as people end a table or a part of it: they are no articles."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.text.plain import fold

REASON = "a row of totals, and no article"

_WORDS = (
    "total", "totals", "grand total", "subtotal", "sub-total", "sum", "summe", "gesamt",
    "insgesamt", "gesamtsumme", "gesamtergebnis", "zwischensumme", "somme", "total général",
    "sous-total", "totale", "totale generale", "complessivo", "suma", "suma total",
    "total general", "total geral", "soma", "totaal", "eindtotaal", "subtotaal", "totalt",
    "i alt", "summa", "yhteensä", "razem", "ogółem", "suma końcowa", "celkem", "celkový součet",
    "spolu", "ukupno", "összesen", "toplam", "genel toplam", "jumlah", "итого", "всего",
    "общий итог", "σύνολο", "γενικό σύνολο", 'סה"כ', "סך הכל", "المجموع", "الإجمالي",
    "الإجمالي العام", "جمع", "جمع کل", "合計", "総計", "小計", "合计", "总计", "總計", "小计",
    "共计", "합계", "총계", "소계",
)  # fmt: skip
_NUMBER = r"[\d.,:'%+\s-]*\d[\d.,:'%+\s-]*"
_TOTAL = re.compile(  # "Total", "Sum: 120", "Total: 120 articles", "Total articles 120"
    rf"(?:{'|'.join(re.escape(fold(word)) for word in _WORDS)})"
    rf"(?:\s*[:=]?\s*(?:{_NUMBER}\w*)?|\s+\w+\s*[:=]?\s*{_NUMBER})"
)
_LONGEST = 60  # characters


def is_total(cells: Iterable[str], date: str | None = None) -> bool:
    """Whether all that stands in a row is a word for a total, and numbers; what has a `date` beside
    it may be an article.
    """
    filled = [text for cell in cells if (text := cell.strip())]
    if any(len(text) > _LONGEST for text in filled):
        return False
    others = [text for text in filled if not re.fullmatch(_NUMBER, text)]
    if not others or not all(_TOTAL.fullmatch(fold(text)) for text in others):
        return False
    return not date or date.strip() in others
