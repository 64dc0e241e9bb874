"""Exports of MediaWiki as a test needs them: the wiki, its pages, their revisions."""

from __future__ import annotations

from xml.sax.saxutils import escape

NAMESPACES = {
    -2: "Media", -1: "Special", 0: "", 1: "Talk", 2: "User", 3: "User talk", 6: "File",
    10: "Template", 14: "Category", 102: "Comments",
}  # fmt: skip


def revision(
    text: str | None, number: int = 1, time: str = "2017-11-03T14:05:00Z", parent: int | None = None
) -> str:
    """A revision; None has a text that is not there, as in dumps of stubs."""
    before = f"<parentid>{parent}</parentid>" if parent else ""
    held = "<text/>" if text is None else f'<text xml:space="preserve">{escape(text)}</text>'
    return (
        f"<revision><id>{number}</id>{before}<timestamp>{time}</timestamp>"
        f"<contributor><username>Roe</username><id>9</id></contributor>"
        f"<model>wikitext</model><format>text/x-wiki</format>{held}</revision>"
    )


def page(
    title: str, *revisions: str, number: int = 7, namespace: int | None = 0, more: str = ""
) -> str:
    """A page; without a namespace as before version 0.6."""
    place = "" if namespace is None else f"<ns>{namespace}</ns>"
    return (
        f"<page><title>{escape(title)}</title>{place}<id>{number}</id>{more}"
        f"{''.join(revisions)}</page>\n"
    )


def head(
    name: str = "Wikinews", base: str = "https://en.wikinews.org/wiki/Main_Page",
    language: str = "en", version: str = "0.11", namespaces: dict[int, str] | None = None,
) -> str:  # fmt: skip
    """What stands before the pages."""
    listed = "".join(
        f'<namespace key="{key}" case="first-letter">{label}</namespace>'
        for key, label in (namespaces or NAMESPACES).items()
    )
    return (
        f'<mediawiki xmlns="http://www.mediawiki.org/xml/export-{version}/" version="{version}"'
        f' xml:lang="{language}"><siteinfo><sitename>{name}</sitename><base>{base}</base>'
        f"<generator>MediaWiki 1.43.0</generator><case>first-letter</case>"
        f"<namespaces>{listed}</namespaces></siteinfo>\n"
    )


def export(*pages: str, **site: object) -> str:
    """A whole export."""
    return f"{head(**site)}{''.join(pages)}</mediawiki>"  # type: ignore[arg-type]


def story(text: str, title: str = "Ferry returns", **site: object) -> str:
    """An export of one article."""
    return export(page(title, revision(text)), **site)
