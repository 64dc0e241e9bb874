"""What a site says of itself: of what it is, and how it is searched."""

from __future__ import annotations

from datetime import datetime
from html import escape

from archive.text.wording import counted
from index.boxes.pages import Shell, human_date
from index.boxes.vendored import credited
from index.boxes.wanted import Wanted

# What can be typed, by example, and what it means.
_EXAMPLES = (
    ("siege Euphrates", "all of these words, in all their forms"),
    ('"last town"', "these words side by side, just as written"),
    ('"siege town"~5', "these words with at most five others between them"),
    ("Mosul OR Raqa", "one of them or both; OR, AND and NOT in capitals"),
    ("oil -gas", "with a minus before it: what must not be there; NOT says the same"),
    ("(oil OR gas) price", "brackets say what belongs together"),
    ("scien*", "words that begin so"),
    ("=Raqa", "just as written: in no other form or spelling"),
    ("title:oil", "in the title; also body:, dateline:, author:"),
    ('tag:"Deir Ezzor"', "a whole tag; also agency:, section:, publisher:, place:, language: ..."),
    ("tag:uni*   tag:*", "tags that begin so; articles that have any"),
    ("date:2017-11   date:2017-10..2018", "a day, month or year, or a range; also after:, before:"),
    ("oil^3 price", "the word counts three times as much in the order"),
)
_NOT_HERE = (
    "* or ? inside a word or before it, ~ behind a word (mistakes in typing), dates in words "
    "(“last week”), saved searches (query:) and stories (story:). The archive itself reads these; "
    "this page says so and finds nothing rather than something else."
)
_DIFFERENT = (
    "The same words find the same articles as in the archive, of those that are here. The order by "
    "relevance is worked out as there, but a word counts as rare or frequent by the articles that "
    "are here. Of copies of one story none is folded. Chinese is searched in the characters "
    "that are typed, not in traditional and simplified ones alike."
)


def asked_line(wanted: Wanted, count: int) -> str:
    """In a line, as HTML: how many articles, what search found them, and when."""
    asked = wanted.about.query or "everything"
    narrowed = "; ".join(f"{name}: {_said(value)}" for name, value in wanted.about.filters.items())
    found = f"{counted(count, 'article')}: {asked}{f' ({narrowed})' if narrowed else ''}"
    return escape(f"{found}, as of {human_date(_day(wanted.now))}")


def about_page(wanted: Wanted, count: int, shell: Shell) -> str:
    """Of what the site is, how to search it, and what in it is others' work."""
    examples = "".join(
        f"<tr><td><code>{escape(typed)}</code></td><td>{escape(meaning)}</td></tr>"
        for typed, meaning in _EXAMPLES
    )
    others = "".join(
        f"<li>{escape(each.name)} {escape(each.version)}: {escape(each.what)} "
        f'({escape(each.licence)}, <a href="site/{escape(each.licence_file)}">text</a>)</li>'
        for each in credited()
    )
    rights = wanted.masthead.rights
    body = f"""<main id="content" tabindex="-1" class="plainpage">
<h1>About these articles</h1>
<dl class="asked">
<div><dt>From</dt><dd>{escape(wanted.masthead.title)}</dd></div>
<div><dt>Search</dt><dd>{asked_line(wanted, count)}</dd></div>
<div><dt>State of the archive</dt><dd>change {wanted.about.change:,}</dd></div>
{f"<div><dt>Rights</dt><dd>{escape(rights)}</dd></div>" if rights else ""}
</dl>
<p>This folder is complete in itself: <code>index.html</code> opens from a disk or a stick in any
browser, and nothing is asked of any network. The file beside the folder whose name ends in
<code>.manifest.json</code> lists every file with its SHA-256; <code>archive verify</code>
compares.</p>
<h2>How to search</h2>
<table><thead><tr><th scope="col">Typed</th><th scope="col">Finds</th></tr></thead>
<tbody>{examples}</tbody></table>
<p>What is not read here: {escape(_NOT_HERE)}</p>
<p>{escape(_DIFFERENT)}</p>
<p>The key / goes to the box.</p>
<h2>Made with</h2>
<ul class="hints">{others}</ul>
</main>"""
    return shell.page(f"About · {wanted.masthead.title}", body)


def _said(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _day(now: datetime) -> str:
    return now.date().isoformat()
