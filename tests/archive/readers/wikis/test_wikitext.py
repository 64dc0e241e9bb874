"""Wikitext as Markdown: what is shown of it, and no word of a sentence less."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article import Article
from archive.readers.wikis.clean import with_ends, without_comments
from archive.text.markdown import to_text
from tests.archive.readers.wikis.exports import story
from tests.helpers.reading import read_one


def body(wikitext: str, **site: object) -> str:
    return read_one(story(wikitext, **site)).body


@pytest.mark.parametrize(
    ("wikitext", "markdown"),
    [
        ("'''Bold''' and ''italics'' and '''''both'''''.",
         "**Bold** and *italics* and ***both***."),
        ("L'''amour'' is old.", "L'*amour* is old."),
        ("one\ntwo\n\nthree", "one two\n\nthree"),
        ("== A ==\nx\n=== B ===\ny", "## A\n\nx\n\n### B\n\ny"),
        ("* a\n** b\n* c", "- a\n    - b\n- c"),
        ("# a\n# b\n\ntext", "1. a\n2. b\n\ntext"),
        (":: indented", "indented"),
        ("; term : said of it", "**term**\n\nsaid of it"),
        ("<blockquote>Said.</blockquote>", "> Said."),
        ("a<br>b<br/>c", "a  \nb  \nc"),
        ("a\n----\nb", "a\n\n* * *\n\nb"),
        ("[[Syria]]n, [[w:Syria|Syrian]], [[w:fr:Paris]], [[Iraq: war]]",
         "Syrian, Syrian, Paris, Iraq: war"),
        ("[http://x.org the ''site''] and http://y.org/a.",
         "[the](http://x.org) [*site*](http://x.org) and [http://y.org/a](http://y.org/a)."),
        ("[http://x.org]", "[http://x.org](http://x.org)"),
        ("a &mdash; b&nbsp;c &lt;d&gt;", "a — b c &lt;d&gt;"),
        ("<nowiki>''x'' {{y}}</nowiki>", "''x'' {{y}}"),
        ("a <!-- b --> c\n<!-- d -->\ne", "a c e"),
        ("__NOTOC__a", "a"),
        ("10<sup>6</sup>", "10⁶"),
        ("<small>a\n\nb</small>", "a\n\nb"),
        ("<p>one<p>two", "one\n\ntwo"),
        ("<b>never closed", "never closed"),
        ("<poem>a\nb</poem>", "a  \nb"),
        ("<pre>a\n b</pre>", "    a\n     b"),
        ("{{#if:x|yes|no}} {{#if:|yes|no}} {{PAGENAME}} {{lc:ABC}}", "yes no Ferry returns abc"),
        ("{|\n|+ Fares\n! From !! To\n|-\n| East || [[West]]\n|}",
         "Fares\n\n| From | To |\n| --- | --- |\n| East | West |"),
        ('{|\n|+ style="color:gray" | Fares\n! From !! Day\n|-\n| East || +3\n|}',
         "Fares\n\n| From | Day |\n| --- | --- |\n| East | \\+3 |"),
        ("a<ref>Note.</ref> b<ref name=x/>", "a b\n\n1. Note."),
        ("a<ref>{{cite web|url=http://e.org|title=T|work=W|date=2008-01-01}}</ref>",
         "a\n\n1. [T](http://e.org) — W, 2008-01-01"),
        ("{{QuoteLeft|So it goes.|Jane Roe}}", "> So it goes.\n>\n> — Jane Roe"),
        ("{{cquote|left|So it goes.|author=Roe}}", "> So it goes.\n>\n> — Roe"),
        ("text\n== Related news ==\n* [[Other]]\n== Sources ==\n*{{source\n|url=http://e.org/?a=1&b=2"
         "\n|title=Bridge ''falls''\n|author=J. Roe\n|pub=[[w:The Times|The Times]]\n|date=March 4"
         "}}", "text\n\n## Sources\n\n- [Bridge](http://e.org/?a=1&b=2) "
         "[*falls*](http://e.org/?a=1&b=2) — J. Roe, The Times, March 4"),
        ("x\n== Empty ==\n{{haveyoursay}}\n=== Emptier ===\n{{publish}}", "x"),
    ],
)  # fmt: skip
def test_it_reads_as_the_page_shows_it(wikitext: str, markdown: str) -> None:
    assert body(wikitext) == markdown


@pytest.mark.parametrize(
    ("wikitext", "markdown"),
    [
        ("In {{w|Syria}}n {{w|Deir ez-Zor|Deir Ezzor}}.", "In Syrian Deir Ezzor."),
        ("{{w|Syria}} said.", "Syria said."),
        ("* {{w|Syria}}\n* {{flag|Iraq}}", "- Syria\n- Iraq"),
        ("The {{unheard|of|Times}} said.", "The Times said."),
        ("The {{unheard|text=of}} said.", "The of said."),
        ("The {{unheard|1=of|2=Times}} said.", "The Times said."),
        ("It cost {{USD}} five.", "It cost {{USD}} five."),
        ("Said {{translated quote|fr|Bonjour|Hello}} twice.", "Said “Hello” twice."),
        ("It is {{convert|5|km|mi}}, or {{mi to km|3}} away.", "It is 5 km, or 3 mi away."),
        ("It is {{F to C|90}}, {{money|12|USD}} for {{dts|2008|3}}.",
         "It is 90 °F, 12 USD for 2008 3."),
        ("Le {{1er}} mai du {{s|XX|e}} siècle, le {{date-|5|mars|2008}}.",
         "Le 1er mai du XXe siècle, le 5 mars 2008."),
        ("He said {{cita|that it does}} sail.", "He said that it does sail."),
        ("A {{abbr|UN|United Nations}} ship in {{lang|ar|دمشق}}.", "A UN ship in دمشق."),
        ("The ship of\n{{unheard|the line}}\nsailed.", "The ship of the line sailed."),
        ("{{Crime and law}}The court met.", "The court met."),
        ("{{Infobox|Syria}}\nThe court met.", "The court met."),
        ("The court met.{{verify}}", "The court met."),
        ("The court{{citation needed|date=May 2008}} met.", "The court met."),
        ("x\n\n{{unheard|A whole sentence that somebody has said here.}}",
         "x\n\nA whole sentence that somebody has said here."),
        ("{{a|{{b|{{c|Deep}}}}}} water.", "Deep water."),
        ("A{{·}}B{{ndash}}C {{!}} D", "A · B–C | D"),
        ("{{{1|Given}}} up.", "Given up."),
    ],
)  # fmt: skip
def test_a_template_in_a_sentence_leaves_no_hole(wikitext: str, markdown: str) -> None:
    assert body(wikitext) == markdown


def test_in_scripts_that_have_variants_one_is_read() -> None:
    text = "-{zh-hans:计算机;zh-hant:電腦}-和-{zh|網絡}-和-{ABC}--{T|zh-cn:题;zh-tw:題}-很好。"
    assert body(text, language="zh") == "计算机和網絡和ABC很好。"


def test_pictures_have_captions_and_addresses_and_are_no_text() -> None:
    text = (
        "[[File:Ferry one.jpg|thumb|200px|The ''ferry'' on the {{w|Euphrates}}]]\n"
        "[[Image:b.png|left|50px]][[File:sound.ogg|Song]]\n"
        "<gallery>\nFile:c.jpg|On the [[bank]]\n</gallery>\nText."
    )
    made = read_one(story(text))
    at = "https://en.wikinews.org/wiki/Special:FilePath/"
    assert [(each.url, each.caption) for each in made.images] == [
        (f"{at}Ferry_one.jpg", "The ferry on the Euphrates"),
        (f"{at}b.png", None),
        (f"{at}c.jpg", "On the bank"),
    ]
    assert made.body == "Text."


WORDS = st.text(st.sampled_from("abcdeé"), min_size=1, max_size=8)
AROUND = st.sampled_from([
    "{}", "'''{}'''", "''{}''", "[[{}]]", "[[w:X|{}]]", "{{{{w|{}}}}}", "{{{{w|X|{}}}}}",
    "{{{{unheard|{}}}}}", "[http://x.org/a {}]", "<b>{}</b>", "<span class='x'>{}</span>",
    "<div>{}</div>", "\n\n{}\n\n", "\n* {}\n", "\n## {}\n", "\n:{}\n", "\n{{|\n| {} || 1\n|}}\n",
    "<!-- -->{}", "<nowiki>{}</nowiki>", "{}<br>", "\n<blockquote>\n{}\n</blockquote>\n",
    "{}{{{{clear}}}}", "<ref>{}</ref>", "{}&nbsp;", "\n== {} ==\nx\n", "{}'", "<i>{}", "<p>{}",
])  # fmt: skip


@given(st.lists(st.tuples(WORDS, AROUND), min_size=1, max_size=12))
def test_no_word_of_a_text_is_lost(parts: list[tuple[str, str]]) -> None:
    wikitext = "zz " + " ".join(around.format(word) for word, around in parts) + " zz"
    said = re.findall(r"\w+", to_text(body(wikitext)))
    assert [word for word in (each for each, _ in parts) if word not in said] == []


@given(st.text(st.sampled_from("{}[]|'=<>!-*#:;&/ \nabref"), max_size=300))
def test_any_wikitext_becomes_an_article_or_a_reason(wikitext: str) -> None:
    made = read_one(story(f"zz {wikitext}"))
    assert isinstance(made, Article)
    assert "zz" in made.body


OPEN = (
    "{{a|", "[[a|", "{|\n|\n", "<b>", "<b a='", "<ref name=", "{{{a|", "<!--", "<nowiki>",
    "[http://a ", "{{a|[[b|", "''a", "{{a|[[b}}]]", "{{", "\n* ", "<pre>", "{{a}} ",
)  # fmt: skip


@pytest.mark.parametrize("piece", OPEN)
def test_a_text_of_nothing_but_beginnings_is_read(piece: str) -> None:
    made = read_one(story(f"zz {piece * 20_000}"))  # the parser alone would take hours
    assert "zz" in made.body


@pytest.mark.parametrize("deep", [20, 60, 2_000, 20_000])
@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        ("{{a|", "}}"),
        ("<div>", "</div>"),
        ("[[File:a.jpg|", "]]"),
        ("{|\n|\n", "\n|}"),
        ("''", "''"),
    ],
)
def test_what_is_nested_deep_is_read_in_bounds(opens: str, closes: str, deep: int) -> None:
    made = read_one(story(f"zz {opens * deep}Yonder{closes * deep}."))
    assert "zz" in made.body
    if "File" not in opens:
        assert "Yonder" in made.body


@pytest.mark.parametrize(
    ("wikitext", "markdown"),
    [
        ("a {{b [[c]] d", "a {{b c d"),
        ("a [[b {{w|c}} d", "a \\[\\[b c d"),
        ("a <b>b ''c'' <small>d</b> e", "a **b** ***c*** **d** e"),
        ("<p>a<p>b <AAPL.O> c", "a\n\nb &lt;AAPL.O&gt; c"),
        ("a <ref>b [[c]]", "a b c"),
        ("a <nowiki>b [[c]]", "a &lt;nowiki&gt;b c"),
        ("a <!-- b [[c]]", "a &lt;!-- b c"),
        ("{|\n| a || [[b]]", "{| | a || b"),
        ("a [http://e.org b\n\n[[c]]", "a \\[[http://e.org](http://e.org) b\n\nc"),
    ],
)
def test_what_nothing_closes_hides_nothing(wikitext: str, markdown: str) -> None:
    assert body(wikitext) == markdown


def test_a_sound_text_is_what_it_was() -> None:
    sound = "In {{w|X|''y''}} [[a|b]] <ref name=a>[http://x.org c]</ref> <br> [sic] {|\n|a\n|}\n"
    assert with_ends(sound * 100) == sound * 100


def test_comments_take_their_line_with_them() -> None:
    assert without_comments("a\n<!-- b -->\nc") == "a\nc"
    assert without_comments("* a <!-- b -->\n* c") == "* a \n* c"
    assert without_comments("a <!-- never closed") == "a <!-- never closed"
