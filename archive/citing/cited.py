"""What a citation says of an article: gathered once, written in many styles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote

from archive.article import Article
from archive.citing.names import Name, name_of
from archive.masthead import Masthead
from archive.text.plain import one_line, slug

_IN_URL = "!#$%&'()*+,/:;=?@[]~"  # as they are; a space or a brace is none of them
_BEGINNING = 2000  # characters, of which ten words are cited
_SCHEMES = ("http://", "https://", "ftp://")


@dataclass(frozen=True, slots=True)
class Cited:
    """An article as citations see it; what is not known is None or empty.

    `title` is in brackets where the article has none. `when` is year, month and day, as far as they
    are known. `address` is where the archive shows this revision, or else where the article was
    published; `original` is the latter, where `address` is the former. `archive` is named where
    what is cited is the archive's copy. `seen` is the day on which it took in this revision.
    """

    id: str
    title: str
    names: tuple[Name, ...] = ()
    publisher: str | None = None
    agency: str | None = None
    when: tuple[int, ...] = ()
    address: str | None = None
    original: str | None = None
    archive: str | None = None
    revision: int | None = None
    accessed: date | None = None
    seen: date | None = None
    language: str | None = None
    section: str | None = None
    summary: str | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None

    @property
    def container(self) -> str | None:
        """What the article stands in: the paper or site, or for a dispatch its agency."""
        return self.publisher or self.agency

    @property
    def supplier(self) -> str | None:
        """The agency, where it is not the container already."""
        return self.agency if self.publisher and self.agency != self.publisher else None

    @property
    def key(self) -> str:
        """The same name for the same article in every export, as LaTeX needs one. It begins with a
        letter, which stricter readers than BibTeX itself want.
        """
        name = self.names[0].family or self.names[0].whole if self.names else self.container or ""
        who = slug("".join(name.split()[-1:]), 20).encode("ascii", "ignore").decode() or "anon"
        who = who if who[0].isalpha() else f"n{who}"
        return f"{who}{self.when[0] if self.when else ''}-{self.id[:8]}"


def cite(
    article: Article,
    masthead: Masthead | None = None,
    accessed: date | None = None,
    seen: date | None = None,
) -> Cited:
    """What to say of an article in an archive that was looked at on the day `accessed`.

    Authors are those who are known: an agency never stands for one.
    """
    masthead = masthead or Masthead()
    permalink = masthead.permalink(article.id, article.revision)
    own = _address(article.url)
    return Cited(
        id=article.id,
        title=_title(article),
        names=tuple(name_of(name, article.language) for name in article.authors),
        publisher=article.publisher,
        agency=", ".join(article.agency) or None,
        when=tuple(int(part) for part in article.date.split("-")) if article.date else (),
        address=permalink or own,
        original=own if permalink else None,
        archive=masthead.name or None if permalink or not own else None,
        revision=article.revision,
        accessed=accessed,
        seen=seen,
        language=article.language,
        section=article.section,
        summary=article.summary,
        tags=article.tags,
        note=article.note,
    )


def _title(article: Article) -> str:
    """The title, or in brackets how the text begins, without the signs of Markdown."""
    if not article.title and article.body:
        from archive.text.markdown import to_text  # only few have to be read

        article = replace(article, body=to_text(article.body[:_BEGINNING]))
    return one_line(article.headline) or article.headline


def _address(url: str | None) -> str | None:
    """A web address whose every character may stand in one (RFC 3986); None for anything else."""
    url = one_line(url)
    if not url or not url.lower().startswith(_SCHEMES):
        return None
    return quote(url, safe=_IN_URL)
