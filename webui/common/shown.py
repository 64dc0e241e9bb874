"""An article that a page is about, where readers may see it."""

from __future__ import annotations

from archive.article import Article
from webui.common.closed import readable, removed, replaced
from webui.common.live import live, public


def public_article(article_id: str) -> Article:
    """A live article. NotFoundError where there is none, ClosedError where it may not be shown."""
    store = live().store
    article = store.get(article_id)
    if replacement := store.replacement(article_id):
        raise replaced(replacement)
    if store.is_removed(article_id):
        raise removed(*store.told_of_removal(article_id))
    return next(public([readable(article)]))
