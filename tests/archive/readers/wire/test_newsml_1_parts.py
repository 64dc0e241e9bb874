"""A NewsItem of NewsML 1 may hold several stories, texts in several parts, and other items."""

from __future__ import annotations

import pytest

from archive.article import Article
from archive.readers.formats import read
from tests.helpers.reading import read_items, read_one, source_of


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


def test_components_with_a_headline_and_a_text_are_articles_of_their_own() -> None:
    both = component("", ONE + TWO, rest=' EquivalentsList="no"')
    one, two = read_items(f"<NewsML>{item(both)}</NewsML>")
    assert isinstance(one, Article)
    assert isinstance(two, Article)
    assert (one.title, one.body, one.authors) == ("Story one", "Text one.", ("Jane Roe",))
    assert (two.title, two.body, two.authors) == ("Story two", "Text two.", ("John Doe",))
    assert (one.identity, two.identity) == (
        "urn:newsml:example.org:20200102:a",
        "urn:newsml:example.org:20200102:a#c2",
    )


def test_what_stands_around_them_is_an_article_where_it_has_a_text() -> None:
    outer = component("Main", text("The main text.") + ONE + TWO, "<ByLine>Ann Poe</ByLine>")
    assert articles(item(outer)) == [
        ("Main", "The main text.", "a"),
        ("Story one", "Text one.", "a#c1"),
        ("Story two", "Text two.", "a#c2"),
    ]


def test_a_headline_around_several_stories_is_not_theirs() -> None:
    assert articles(item(component("Today", ONE + TWO))) == [
        ("Story one", "Text one.", "a"),
        ("Story two", "Text two.", "a#c2"),
    ]


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


def test_of_too_many_stories_in_one_item_the_rest_is_told() -> None:
    many = component("Main", "".join(component("x", text("y")) for _ in range(1500)))
    first, told = read_items(f"<NewsML>{item(many)}</NewsML>")
    assert isinstance(first, Article)
    assert "1,499 more stories" in str(told)


def test_what_is_read_again_of_a_story_is_that_story() -> None:
    whole = f"<NewsML>{item(component('', ONE + TWO))}</NewsML>".encode()
    first = list(read(source_of(whole)))
    originals = {each.original for each in first if hasattr(each, "original")}
    assert originals == {whole}
