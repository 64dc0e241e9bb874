"""Results as JSON, version 1: the same for the command line and the web."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from archive.article import JSON_VERSION, Article, instant
from index.answers.results import Branch, Bucket, Hit, Listing, Mentions, Offer, Results
from index.query.variants import Expansion

# What a hit tells, in this order.
HIT_KEYS = (
    "id", "title", "date", "precision", "time", "published", "agency", "credit", "authors",
    "publisher", "section", "tags", "people_tags", "places", "collections", "language", "url",
    "status", "score", "snippets", "story", "more", "others",
)  # fmt: skip


def results_json(results: Results) -> dict[str, Any]:
    """The whole answer as a JSON object (docs/query-language.md)."""
    return {
        "version": JSON_VERSION,
        "query": results.query,
        "total": results.total,
        "about": results.about,
        "counted": results.counted,
        "articles": results.articles,
        "took_ms": round(results.took_ms, 1),
        "hits": [hit_json(hit) for hit in results.hits],
        "facets": {
            facet.name: [_value_json(bucket) for bucket in facet.buckets]
            for facet in results.facets
        },
        "timeline": _periods_json(results),
        "mentions": _mentions_json(results.mentions),
        "notices": list(results.notices),
        "missing": {facet.name: facet.missing for facet in results.facets},
        "dates": [_branch_json(branch) for branch in results.dates],
        "series": _series_json(results),
        "advice": [offer_json(offer) for offer in results.advice],
        "expansions": expansions_json(results.expansions),
    }


def timeline_json(results: Results) -> dict[str, Any]:
    """What an answer counts over time, as a JSON object of its own."""
    return {
        "version": JSON_VERSION,
        "query": results.query,
        "articles": results.articles,
        "timeline": _periods_json(results),
        "series": _series_json(results),
        "mentions": _mentions_json(results.mentions),
        "notices": list(results.notices),
        "expansions": expansions_json(results.expansions),
    }


def _periods_json(results: Results) -> list[dict[str, Any]]:
    return [
        {
            "key": period.key,
            "from": period.first.isoformat() if period.first else None,
            "to": period.last.isoformat() if period.last else None,
            "count": period.count,
            "of": period.of,
            "parts": list(period.parts),
        }
        for period in results.timeline
    ]


def _series_json(results: Results) -> list[dict[str, Any]]:
    return [{"label": each.label, "kind": each.kind} for each in results.series]


def expansions_json(expansions: Iterable[Expansion]) -> list[dict[str, Any]]:
    """The names that were searched in other spellings too."""
    return [
        {"typed": each.typed, "names": list(each.names), "only": each.only} for each in expansions
    ]


def offer_json(offer: Offer) -> dict[str, Any]:
    """One offer as a JSON object, with what it asks."""
    asked = offer.asked
    return {
        "kind": offer.kind,
        "what": offer.what,
        "count": offer.count,
        "about": offer.about,
        "query": asked.text,
        "filters": {name: list(values) for name, values in asked.filters.items()},
        "from": asked.start,
        "to": asked.end,
        "match": asked.match,
    }


def _branch_json(branch: Branch) -> dict[str, Any]:
    within = [_branch_json(inner) for inner in branch.within]
    return {"key": branch.key or None, "count": branch.count, "within": within}


def _value_json(bucket: Bucket) -> dict[str, Any]:
    meant = {"meaning": bucket.meaning} if bucket.meaning else {}
    return {"value": bucket.value, "count": bucket.count, **meant}


def listing_json(listing: Listing) -> dict[str, Any]:
    """A page of a facet's values as a JSON object."""
    return {
        "version": JSON_VERSION,
        "facet": listing.facet.name,
        "values": [_value_json(bucket) for bucket in listing.facet.buckets],
        "of": listing.values,
        "letters": [{"letter": letter, "values": count} for letter, count in listing.letters],
        "missing": listing.facet.missing,
        "total": listing.total,
        "about": listing.about,
        "notices": list(listing.notices),
        "expansions": expansions_json(listing.expansions),
    }


def _mentions_json(found: Mentions | None) -> dict[str, Any] | None:
    if found is None:
        return None
    peak = {"date": found.peak.isoformat(), "count": found.most}
    return {"first": found.first.isoformat(), "last": found.last.isoformat(), "peak": peak}


def hit_json(hit: Hit) -> dict[str, Any]:
    """One hit as a JSON object."""
    from archive.normalise.filed_from import places_of  # of little use to other answers

    article = hit.article
    return {
        "id": article.id,
        "title": article.title,
        "date": article.date,
        "precision": article.precision,
        "time": article.time,
        "published": instant(article.published),
        "agency": list(article.agency),
        "credit": article.credit,
        "authors": list(article.authors),
        "publisher": article.publisher,
        "section": article.section,
        "tags": list(article.tags),
        "people_tags": list(article.people_tags),
        "places": list(places_of(article.dateline)),
        "collections": list(article.collections),
        "language": article.language,
        "url": article.url,
        "status": article.status,
        "score": round(hit.score, 4),
        "snippets": [
            {"field": s.field, "text": s.text, "spans": [list(span) for span in s.spans]}
            for s in hit.snippets
        ],
        "story": hit.story,
        "more": hit.more,
        "others": [copy_json(other) for other in hit.others],
    }


def copy_json(article: Article) -> dict[str, Any]:
    """An article that stands with another one of its story: what tells the two apart."""
    return {
        "id": article.id,
        "title": article.title,
        "date": article.date,
        "agency": list(article.agency),
        "publisher": article.publisher,
    }
