"""Which rule gave each field of an article: where it was found, and what was made of that."""

from __future__ import annotations

from archive.article import Article, RawArticle
from archive.normalise.rules import normalise

# The fields that are explained, in the order in which they are told, and what each is called in a
# RawArticle. Those left out follow from one of these: the id from the identity, the precision from
# the date.
_FIELDS = {
    "identity": "identifier", "title": "title", "date": "date", "time": "time",
    "published": "published", "agency": "agencies", "credit": "credit", "authors": "authors",
    "publisher": "publisher", "section": "section", "tags": "tags",
    "tag_kinds": "tag_kinds", "dateline": "dateline",
    "language": "language", "summary": "summary", "body": "body", "images": "images", "url": "url",
    "status": "status", "note": "note", "extra": "extra",
}  # fmt: skip


def explain(raw: RawArticle) -> dict[str, str]:
    """{field: rule} for every field that the article of a raw item has; {} where it makes none.

    "format" comes first: the format that the item was read as.
    """
    rules: dict[str, str] = {}
    article = normalise(raw, rules)
    if not isinstance(article, Article):
        return {}
    told = {"format": raw.found["format"]} if "format" in raw.found else {}
    for field, raw_field in _FIELDS.items():
        if field == "date" and "unread" in rules:
            also = f"; {rules['date']}" if article.date else ""
            told["date"] = rules["unread"] + also
            continue
        if not getattr(article, field):
            continue
        if field in rules:
            told[field] = rules[field]
        elif getattr(raw, raw_field):
            told[field] = raw.where(field)
    return told
