"""WordPress's export (WXR 1.0 to 1.2): RSS with the state, the kind and the author of each post."""

from __future__ import annotations

from typing import Any

from archive.readers.feeds.elements import Children, children, first

# Kinds of posts that hold no text of their own for readers; sites add kinds as they like.
_NO_ARTICLES = {
    "attachment": "an attachment", "nav_menu_item": "an item of a menu", "revision": "a revision",
    "custom_css": "a style sheet", "customize_changeset": "a set of changes to a site",
    "oembed_cache": "a cached embed", "user_request": "a request of a user",
    "wp_block": "a reusable block", "wp_template": "a template", "wp_template_part": "a template",
    "wp_global_styles": "a style sheet", "wp_navigation": "a menu", "wp_font_family": "a font",
    "wp_font_face": "a font", "feedback": "a message to a site", "acf-field": "a form's field",
    "acf-field-group": "a form", "wpcf7_contact_form": "a form",
}  # fmt: skip
_NO_DATE = "0000-00-00"


def people(channel: Children) -> dict[str, str]:
    """{log-in: the name to show} of the authors that an export lists."""
    found: dict[str, str] = {}
    for author in channel.get("wp:author", []):
        said = children(author)
        login, name = first(said, "wp:author_login"), first(said, "wp:author_display_name")
        if login and name:
            found[login] = name
    return found


def around(item: Children) -> tuple[str, ...]:
    """What the export around an item says of it: the name of the author, who is there by log-in."""
    return ("authors",) if any(name.startswith("wp:") for name in item) else ()


def no_article(item: Children) -> str | None:
    """Why an item of an export is no article, or None."""
    kind = first(item, "wp:post_type") or ""
    return f"{_NO_ARTICLES[kind]} of WordPress, no article" if kind in _NO_ARTICLES else None


def date(item: Children) -> str | None:
    """When a post was, or is to be, published, in UTC; None where it has no date, as drafts."""
    stated = first(item, "wp:post_date_gmt") or ""
    return f"{stated.replace(' ', 'T')}Z" if stated and not stated.startswith(_NO_DATE) else None


def extra(item: Children) -> dict[str, Any]:
    """What holds a post back beside its state."""
    return {"protected": True} if first(item, "wp:post_password") else {}
