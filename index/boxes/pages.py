"""The pages of a site in a box that need no script: one for each article, and the list of all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import escape
from string import Template

from archive.article import Article
from archive.citing.cited import cite
from archive.citing.styles import STYLES
from archive.dates.parse import bounds
from archive.masthead import Masthead
from archive.text.language import direction
from archive.text.markdown import to_html
from archive.text.plain import one_line

# Only what lies in the folder: on a stick it is a file, on a server of the same origin. Nothing is
# fetched, sent or framed, and no script or style stands in a page.
POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file:; "
    "base-uri 'none'; form-action 'none'"
)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_SHELL = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="$policy">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>$title</title>
<link rel="stylesheet" href="${up}site/site.css">
$head</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="masthead"><a class="nameplate" href="${up}index.html">$name</a>
<nav class="ears" aria-label="This folder">$collection<a href="${up}list.html">All articles</a>
<a href="${up}about.html">About, and how to search</a></nav></header>
$body
<footer class="colophon"><p>$foot</p></footer>
</body>
</html>
""")


@dataclass(frozen=True, slots=True)
class Shell:
    """What all pages of a site have: its name, its parts, and the line at their foot."""

    masthead: Masthead
    made: date
    collection: str = ""  # its name, where the folder is of one

    def page(self, title: str, body: str, *, scripts: Iterable[str] = (), up: str = "") -> str:
        """A whole page. `up` leads from it to the folder's own, `scripts` are named from there."""
        head = "".join(f'<script src="{up}{each}" defer></script>\n' for each in scripts)
        foot = f"Exported from {self.masthead.title} on {human_date(self.made.isoformat())}."
        rights = " ".join(filter(None, (self.masthead.rights, self._contact())))
        foot = f"{foot} {rights}".strip()
        return _SHELL.substitute(
            policy=escape(POLICY), title=escape(title), name=escape(self.masthead.title), up=up,
            head=head, body=body, collection=self._collection(up), foot=escape(foot),
        )  # fmt: skip

    def _collection(self, up: str) -> str:
        name = f"<bdi>{escape(self.collection)}</bdi>"
        return f'<a href="{up}collection.html">{name}</a>\n' if self.collection else ""

    def _contact(self) -> str:
        return f"Contact: {self.masthead.contact}" if self.masthead.contact else ""


def human_date(iso: str | None) -> str:
    """ "2017-11-03" -> "3 November 2017", at whatever precision; "" without a date."""
    if not iso:
        return ""
    first, _ = bounds(iso)
    parts = [str(first.day), _MONTHS[first.month - 1], str(first.year)]
    return " ".join(parts[2 - iso.count("-") :])


def headline(article: Article) -> str:
    """The title, or what stands for one."""
    return one_line(article.title) or "(without a title)"


def in_language(article: Article | None) -> str:
    """The attributes of an element that has text of an article."""
    language = article.language if article else None
    said = f' lang="{escape(language)}"' if language else ""
    return f'{said} dir="{direction(language)}"'


def article_page(article: Article, shell: Shell, said: str = "") -> str:
    """The page of an article: title, facts, text, tags, what is `said` of it in a
    collection (HTML), how to cite it, and where it is kept.
    """
    section = f'<p class="section">{escape(article.section)}</p>' if article.section else ""
    summary = f'<p class="summary">{escape(article.summary)}</p>' if article.summary else ""
    dateline = f'<p class="dateline">{escape(article.dateline)}</p>' if article.dateline else ""
    nothing = '<p class="hint" lang="en">There is no text: the article came with a title alone.</p>'
    body = f"""<main id="content" tabindex="-1">
<p class="back"><a id="back" href="../index.html"><span aria-hidden="true">←</span> Search</a></p>
<article class="story">
<div{in_language(article)}>
<header>{section}<h1>{escape(headline(article))}</h1>{summary}
<p class="facts" lang="en" dir="ltr">{facts_line(article)}</p></header>
{_status(article)}<div class="body">{dateline}{_below(to_html(article.body)) or nothing}</div>
{_captions(article)}</div>
{_tags(article)}{said}{_record(article, shell)}
</article></main>"""
    title = f"{headline(article)} · {shell.masthead.title}"
    return shell.page(title, body, scripts=("site/page.js",), up="../")


def list_page(articles: Iterable[Article], shell: Shell) -> str:
    """All articles in their order, as links: what is left of the site where no script runs."""
    rows: list[str] = []
    for article in articles:
        who = escape(", ".join(article.agency) or article.publisher or "")
        facts = "".join(f"<span>{part}</span>" for part in (human_date(article.date), who) if part)
        rows.append(
            f'<li><a{in_language(article)} href="articles/{article.id}.html">'
            f'{escape(headline(article))}</a> <span class="facts">{facts}</span></li>'
        )
    body = f"""<main id="content" tabindex="-1" class="plainpage">
<h1>All {len(rows):,} articles</h1>
<ol class="all">{"".join(rows)}</ol></main>"""
    return shell.page(f"All articles · {shell.masthead.title}", body)


def _below(html: str) -> str:
    """A text's own headings below the page's: its highest are second ones, and none is skipped."""
    levels = sorted({int(level) for level in re.findall(r"<h([1-6])>", html)})
    shown = {str(level): min(at, 6) for at, level in enumerate(levels, 2)}
    return re.sub(r"(</?h)([1-6])>", lambda found: f"{found[1]}{shown[found[2]]}>", html)


def facts_line(article: Article) -> str:
    """When, from whom and by whom, as HTML."""
    when = human_date(article.date)
    authors = f"by {', '.join(article.authors)}" if article.authors else ""
    parts = [", ".join(article.agency), article.publisher or "", authors]
    spans = [f"<span><bdi>{escape(part)}</bdi></span>" for part in parts if part]
    if when:
        spans.insert(0, f'<span><time datetime="{escape(article.date or "")}">{when}</time></span>')
    return "".join(spans)


def _status(article: Article) -> str:
    if not article.status:
        return ""
    note = f" {article.note}" if article.note else ""
    return f'<p class="notice" lang="en">{escape(f"This article is {article.status}.{note}")}</p>\n'


def _captions(article: Article) -> str:
    captions = [f"<li>{escape(image.caption)}</li>" for image in article.images if image.caption]
    if not captions:
        return ""
    listed = "".join(captions)
    return (
        f'<section class="pictures" aria-label="Captions of pictures"><ul>{listed}</ul></section>\n'
    )


def _tags(article: Article) -> str:
    if not article.tags:
        return ""
    items = "".join(f"<li><bdi>{escape(tag)}</bdi></li>" for tag in article.tags)
    return f'<ul class="tags" aria-label="Tags">{items}</ul>\n'


def _record(article: Article, shell: Shell) -> str:
    """How to cite the article, and its identity."""
    citation = STYLES["chicago"].text(cite(article, shell.masthead, shell.made))
    link = shell.masthead.permalink(article.id, article.revision)
    kept = _link(link) if link else escape(article.id)
    rows = [("Cite as", escape(citation)), ("Permalink", kept), ("Id", escape(article.id))]
    rows += [("Source", _link(article.url))] if article.url else []
    rows += [("Revision", str(article.revision))]
    listed = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in rows)
    heading = '<h2 id="record">The record</h2>'
    return f'<section class="record" aria-labelledby="record">{heading}<dl>{listed}</dl></section>'


def _link(address: str) -> str:
    written = escape(address)
    if not address.startswith(("https://", "http://")):
        return written
    return f'<a href="{written}" rel="noopener noreferrer nofollow">{written}</a>'
