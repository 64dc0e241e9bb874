"""Saved pages written for tests: what is put into them, and the article that comes out."""

from __future__ import annotations

import json

from archive.article import Article, Origin, RawArticle
from archive.normalise.rules import normalise
from archive.readers.saved_pages.html import read_page
from archive.text.markdown import to_text

# The same report in several languages, a paragraph each.
REPORTS = {
    "en": [
        "The council agreed on Friday to repair the old bridge before the winter, it said.",
        "Work on the eastern pillars is to begin in May, and one lane will stay open all the time.",
        "The repair costs four million, of which the region pays half, as the treasurer explained.",
        "Traders on the market square had asked for it for years, and were glad to hear the news.",
        "Heavy lorries have to take the motorway until the work is done, perhaps in two years.",
    ],
    "de": [
        "Der Stadtrat hat am Freitag beschlossen, die alte Brücke vor dem Winter zu erneuern.",
        "Die Arbeiten an den östlichen Pfeilern beginnen im Mai, eine Spur bleibt stets befahrbar.",
        "Die Instandsetzung kostet vier Millionen, die Hälfte davon zahlt das Land an die Stadt.",
        "Die Händler am Marktplatz hatten seit Jahren darum gebeten und freuten sich sehr.",
        "Schwere Lastwagen müssen bis zum Ende der Arbeiten über die Autobahn fahren.",
    ],
    "fr": [
        "Le conseil a décidé vendredi de réparer le vieux pont avant l'hiver, selon le maire.",
        "Les travaux sur les piles orientales commencent en mai, et une voie restera ouverte.",
        "La réparation coûte quatre millions, dont la région paie la moitié, dit le trésorier.",
        "Les marchands de la place le demandaient depuis des années et sont contents.",
        "Les poids lourds devront prendre l'autoroute jusqu'à la fin des travaux, dans deux ans.",
    ],
    "ja": [
        "市議会は金曜日、冬が来る前に古い橋を修理することを決めた。議長が記者団に語った。",
        "東側の橋脚の工事は五月に始まり、その間も一車線は通れるようにするという。",
        "2023年3月の調査では橋脚のひびが見つかり、市は2024年5月に二度目の調査を頼んだ。",
        "広場の商人たちは何年も前から修理を求めており、この知らせを喜んでいる。",
        "大型トラックは工事が終わるまで高速道路を通らなければならない。二年ほどかかる見通しだ。",
    ],
    "ar": [
        "قرر المجلس يوم الجمعة إصلاح الجسر القديم قبل حلول الشتاء، كما قال المتحدث باسمه للصحفيين.",
        "تبدأ الأعمال في الأعمدة الشرقية في شهر أيار، وتبقى حارة واحدة مفتوحة طوال الوقت للسيارات.",
        "تبلغ كلفة الإصلاح أربعة ملايين تدفع المنطقة نصفها، كما أوضح أمين الصندوق في الجلسة.",
        "كان تجار الساحة قد طلبوا ذلك منذ سنوات، وفرحوا عندما سمعوا الخبر من أعضاء المجلس.",
        "على الشاحنات الثقيلة أن تسلك الطريق السريع حتى تنتهي الأعمال، وقد يستغرق ذلك عامين.",
    ],
}
PARAGRAPHS = REPORTS["en"][:4]
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def marked_up(paragraphs: list[str]) -> str:
    """Paragraphs as HTML."""
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def page(head: str = "", body: str = f"<h1>Bridge to be repaired</h1>{TEXT}") -> bytes:
    """A page with this in its head and body."""
    meta = '<meta charset="utf-8">'
    return f"<!DOCTYPE html><html><head>{meta}{head}</head><body>{body}</body></html>".encode()


def ld(**fields: object) -> str:
    """A JSON-LD block."""
    return f'<script type="application/ld+json">{json.dumps(fields)}</script>'


def news(**fields: object) -> str:
    """One that describes the page's article."""
    return ld(**({"@type": "NewsArticle", "headline": "Bridge to be repaired"} | fields))


def raw(data: bytes) -> RawArticle:
    """What is read from a page."""
    item = read_page(data, Origin("page.html"))
    assert isinstance(item, RawArticle), item
    return item


def article(data: bytes) -> Article:
    """What is kept of it."""
    item = normalise(raw(data))
    assert isinstance(item, Article), item
    return item


def text_of_page(body: str, head: str = "") -> list[str]:
    """The paragraphs of its text."""
    return to_text(article(page(head, body)).body).split("\n\n")
