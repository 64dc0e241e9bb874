"""A NewsItem of NewsML 1 may hold several stories, texts in several parts, and other items."""

from __future__ import annotations

import pytest

from archive.article import Article
from archive.readers.formats import read
from archive.store.store import Store
from tests.helpers.reading import read_items, read_one, source_of
from tests.helpers.renewing import take_in


def identified(number: str, status: str = "Usable") -> str:
    return (
        "<Identification><NewsIdentifier><ProviderId>example.org</ProviderId><DateId>20200102"
        f"</DateId><NewsItemId>{number}</NewsItemId></NewsIdentifier></Identification>"
        f'<NewsManagement><Status FormalName="{status}"/></NewsManagement>'
    )


def text(words: str) -> str:
    return f"<ContentItem><DataContent><p>{words}</p></DataContent></ContentItem>"


def component(headline: str, inner: str, more: str = "", rest: str = "") -> str:
    lines = f"<NewsLines><HeadLine>{headline}</HeadLine>{more}</NewsLines>" if headline else ""
    return f"<NewsComponent{rest}>{lines}{inner}</NewsComponent>"


def item(inner: str, number: str = "a", status: str = "Usable") -> str:
    return f"<NewsItem>{identified(number, status)}{inner}</NewsItem>"


def articles(*items: str) -> list[tuple[str | None, str, str]]:
    """(title, body, end of the identity) of each."""
    found = read_items(f"<NewsML>{''.join(items)}</NewsML>")
    return [
        (each.title, each.body, each.identity.rpartition(":")[2])
        for each in found
        if isinstance(each, Article)
    ]


ONE = component("Story one", text("Text one."), "<ByLine>Jane Roe</ByLine>", ' Duid="c1"')
TWO = component("Story two", text("Text two."), "<ByLine>John Doe</ByLine>", ' Duid="c2"')


def test_components_with_a_headline_and_a_text_stand_one_below_the_other() -> None:
    article = read_one(f"<NewsML>{item(component('', ONE + TWO))}</NewsML>")
    assert (article.title, article.authors) == ("Story one", ("Jane Roe", "John Doe"))
    assert article.body == "Text one.\n\n## Story two\n\nText two."
    assert article.identity == "urn:newsml:example.org:20200102:a"


def test_what_stands_around_them_stands_above_them() -> None:
    outer = component("Main", text("The main text.") + ONE + TWO, "<ByLine>Ann Poe</ByLine>")
    stories = "## Story one\n\nText one.\n\n## Story two\n\nText two."
    assert articles(item(outer)) == [("Main", f"The main text.\n\n{stories}", "a")]
    assert articles(item(component("Today", ONE + TWO))) == [("Today", stories, "a")]


def test_a_story_in_a_story_stands_below_it() -> None:
    inner = component("Inner", text("Inner text."))
    nested = component("", component("Outer", text("Outer text.") + inner) + ONE)
    body = "Outer text.\n\n## Inner\n\nInner text.\n\n## Story one\n\nText one."
    assert articles(item(nested)) == [("Outer", body, "a")]


def test_the_main_story_gives_the_title_and_comes_first() -> None:
    main = component("Main", '<Role FormalName="Main"/>' + text("The main text."))
    body = "The main text.\n\n## Story one\n\nText one."
    assert articles(item(component("", ONE + main))) == [("Main", body, "a")]


def test_a_kill_withdraws_every_story_of_an_item(store: Store) -> None:
    take_in(store, f"<NewsML>{item(component('', ONE + TWO))}</NewsML>", "1.xml")
    take_in(store, f"<NewsML>{item('', status='Canceled')}</NewsML>", "2.xml")
    (kept,) = map(store.get, store.ids())
    assert (kept.title, kept.status) == ("Story one", "withdrawn")


def test_items_without_an_identifier_stay_apart() -> None:
    one, two = (
        read_one(f"<NewsML><NewsItem>{component('', ONE + more)}</NewsItem></NewsML>")
        for more in (TWO, TWO.replace("Text two", "Another"))
    )
    assert one.identity != two.identity


@pytest.mark.parametrize(
    "inner",
    [
        component("Main", ONE + TWO, rest=' EquivalentsList="yes"'),
        component("Main", component("", text("Text one."))),
        component(
            "Main", component("", text("Text one.")) + component(
                "See", '<Role FormalName="Caption"/>' + text("A bridge."))
        ),
        component("Main", component("Story one", text("Text one."))),
    ],
)  # fmt: skip
def test_the_same_in_another_form_and_what_belongs_to_a_text_is_no_story(inner: str) -> None:
    assert articles(item(inner)) == [("Main", "Text one.", "a")]


def test_items_in_an_item_are_items_with_their_own_identity_and_status() -> None:
    inner = item(component("Story b", text("Text b.")), "b") + item("", "c", "Canceled")
    raws = list(read(source_of(f"<NewsML>{item(component('A', inner))}</NewsML>".encode())))
    outer, b, c = raws
    assert "a package without a text" in str(outer)
    found = read_items(f"<NewsML>{item(component('A', text('Text a.') + inner))}</NewsML>")
    own, b, c = (each for each in found if isinstance(each, Article))
    assert (own.title, own.body, own.status) == ("A", "Text a.", None)
    assert (b.title, b.body, b.identity) == (
        "Story b",
        "Text b.",
        "urn:newsml:example.org:20200102:b",
    )
    assert (c.status, c.identity) == ("withdrawn", "urn:newsml:example.org:20200102:c")


def test_all_texts_of_a_component_are_its_text() -> None:
    both = component("Main", text("Part one.") + text("Part two."))
    assert articles(item(both)) == [("Main", "Part one.\n\nPart two.", "a")]


def test_the_same_text_in_two_forms_is_one() -> None:
    plain = "<ContentItem><DataContent>Part one.</DataContent></ContentItem>"
    assert articles(item(component("Main", text("Part one.") + plain))) == [
        ("Main", "Part one.", "a")
    ]
    equal = component("Main", text("Erster.") + text("First."), rest=' EquivalentsList="yes"')
    assert articles(item(equal)) == [("Main", "Erster.", "a")]


def test_every_byline_counts() -> None:
    two = "<ByLine>By Jane Roe</ByLine><ByLine>By John Doe</ByLine>"
    article = read_one(f"<NewsML>{item(component('Main', text('Text.'), two))}</NewsML>")
    assert article.authors == ("Jane Roe", "John Doe")


def test_markup_and_plain_text_that_nearly_say_the_same_are_one() -> None:
    words = "The bridge across the river opened on Friday after two years of work."
    plain = f"<ContentItem><DataContent>{words} (jr)</DataContent></ContentItem>"
    assert articles(item(component("Main", text(words) + plain))) == [("Main", words, "a")]
    other = text(words.replace("Friday", "Monday"))  # in the same form: another text
    ((_, body, _),) = articles(item(component("Main", text(words) + other)))
    assert "Friday" in body
    assert "Monday" in body


def test_of_many_stories_in_one_item_none_is_lost() -> None:
    many = component("Main", "".join(component(f"x{n}", text("y")) for n in range(1500)))
    ((_, body, _),) = articles(item(many))
    assert body.count("## x") == 1500
