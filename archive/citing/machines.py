"""An article for machines that read its page: schema.org, `citation_*` and COinS, as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus, urlencode

from archive.article import Article, instant
from archive.citing.cited import Cited
from archive.citing.names import Name
from archive.masthead import Masthead


def news_article(article: Article, cited: Cited, masthead: Masthead) -> dict[str, Any]:
    """A NewsArticle of schema.org; what is not known is left out. Its text is in the page."""
    published = instant(article.published) or article.date
    found = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": masthead.permalink(article.id),
        "headline": article.title,
        "datePublished": published,
        "author": [_author(name) for name in cited.names],
        "publisher": _organisation(cited.publisher),
        "sourceOrganization": [_organisation(name) for name in article.agency],
        "articleSection": article.section,
        "keywords": list(article.tags),
        "dateline": article.dateline,
        "abstract": article.summary,
        "inLanguage": article.language,
        "identifier": article.id,
        "version": article.revision,
        "url": masthead.permalink(article.id) or cited.address,
        "archivedAt": cited.address if masthead.base_address else None,
        "isBasedOn": cited.original,
        "correction": article.note if article.status == "corrected" else None,
    }
    return {name: value for name, value in found.items() if value}


def item_list(articles: Iterable[tuple[int, Article, str]]) -> dict[str, Any]:
    """An ItemList of schema.org: articles by their places in a list, from 1, with the address of
    each. A page of hits has many, so only what tells them apart is said.
    """
    found = []
    for position, article, address in articles:
        told = {
            "@type": "NewsArticle",
            "headline": article.title,
            "datePublished": instant(article.published) or article.date,
            "url": address,
        }
        item = {name: value for name, value in told.items() if value}
        found.append({"@type": "ListItem", "position": position, "item": item})
    return {"@context": "https://schema.org", "@type": "ItemList", "itemListElement": found}


def citation_tags(cited: Cited) -> Iterator[tuple[str, str]]:
    """Names and contents of the meta elements that Google Scholar made usual and Zotero reads."""
    yield "citation_title", cited.title
    for name in cited.names:
        yield "citation_author", name.direct  # some take "Roe, Jane" for two
    if cited.when:
        yield "citation_publication_date", "/".join(f"{part:02}" for part in cited.when)
    for tag, value in (
        ("citation_journal_title", cited.container),
        ("citation_publisher", cited.supplier),
        ("citation_language", cited.language),
        ("citation_abstract", cited.summary),
        ("citation_keywords", "; ".join(cited.tags)),
        ("citation_public_url", cited.address),
        ("citation_id", cited.id),
    ):
        if value:
            yield tag, value


_OPEN_URL = urlencode(
    {
        "ctx_ver": "Z39.88-2004",
        "rft_val_fmt": "info:ofi/fmt:kev:mtx:dc",
        "rfr_id": "info:sid/news-archive",
        "rft.type": "newspaperArticle",
    }
)
_quoted = lru_cache(maxsize=5000)(quote_plus)  # papers, agencies and tags come again and again


def coins(cited: Cited) -> str:
    """The title of a span of class Z3988: an OpenURL (ANSI/NISO Z39.88-2004) in Dublin Core, whose
    type is the one that Zotero has for news, since the standard has none.
    """
    pairs = [
        ("rft.title", cited.title),
        ("rft.source", cited.container),
        *(("rft.creator", name.inverted) for name in cited.names),
        ("rft.publisher", cited.supplier),
        ("rft.date", "-".join(f"{part:02}" for part in cited.when)),
        *(("rft.subject", tag) for tag in cited.tags),
        ("rft.language", cited.language),
        ("rft.identifier", cited.address),
        ("rft_id", cited.address),
    ]
    # The keys are written as they are: a page of hits has two hundred of them.
    return _OPEN_URL + "".join(f"&{key}={_quoted(value)}" for key, value in pairs if value)


def _author(name: Name) -> dict[str, str]:
    found = {"@type": "Person" if name.person else "Organization", "name": name.direct}
    if not name.whole:
        found |= {"familyName": name.family, "givenName": name.given}
    return found


def _organisation(name: str | None) -> dict[str, str] | None:
    return {"@type": "Organization", "name": name} if name else None
