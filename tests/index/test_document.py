"""What an engine is given of an article: its streams, read together with those of others."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given

from archive.article import Article
from index.analysis.lexicon import Form
from index.analysis.stems import stems_of
from index.analysis.tokens import tokens, without_apostrophe
from index.document import document, documents, text_parts
from tests.helpers.generated import articles


def plain(parts: list[str], language: str | None) -> list[Form | None]:
    """A stream by the tokeniser: a gap before every part but the first one with a token."""
    forms: list[Form | None] = []
    for part in parts:
        if forms:
            forms.append(None)
        for token in tokens(part, language):
            stems = stems_of(token.text, part[token.start : token.end], language)
            if name := without_apostrophe(token, part):
                stems += stems_of(name, name, language)
            forms.append(Form((token.text, *token.acronyms), stems))
    return forms


@given(articles())
def test_documents_made_together_have_the_streams_of_their_own_articles(
    made: list[Article],
) -> None:
    together = documents(made, {made[0].id: "a story"} if made else {}, {})
    assert [each.id for each in together] == [article.id for article in made]
    for article, found in zip(made, together, strict=True):
        alone = document(article, "a story" if article.id == made[0].id else None)
        assert (found.keys, found.day, found.moment) == (alone.keys, alone.day, alone.moment)
        for name, parts in text_parts(article).items():
            stream = found.streams[name]
            assert list(stream.forms) == plain(parts, article.language)
            assert stream.length == alone.streams[name].length


def test_the_length_of_a_body_leaves_out_its_facts_unless_they_are_more(
    make_article: Callable[..., Article],
) -> None:
    text = make_article("a", body="oil and more oil", authors=("Jane Roe",), tags=("Oil",))
    facts = make_article("b", body="oil", authors=("Jane Roe",), tags=("Oil",))
    assert [each.streams["body"].length for each in documents([text, facts], {}, {})] == [4, 3]
