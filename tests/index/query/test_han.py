"""Chinese in traditional and in simplified characters: what a query finds, tells and marks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.article import Article
from archive.store.store import Store
from archive.text.language import detect_language
from index.answers.asked import Asked
from index.answers.highlight import marked
from index.answers.search import Search
from index.engines.open import open_engine
from index.names.groups import Names
from index.names.own import Group, Own
from index.query.variants import may_be_chinese
from index.upkeep.sync import sync

BOTH = ("台湾的经济发展迅速，国务院发言人说。", "臺灣的經濟發展迅速，國務院發言人說。")
OWN = Names({}, Own((Group(1, ("Taipei", "臺北")), Group(2, ("State Council", "国务院")))))


class Archive:
    """An archive whose articles are known by the place of their text."""

    def __init__(self, search: Search, ids: dict[str, int]) -> None:
        self.search = search
        self.ids = ids

    def found(self, text: str, **asked: bool) -> set[int]:
        """The places of the texts that a query finds."""
        return {self.ids[hit.article.id] for hit in self.search.search(Asked(text, **asked)).hits}

    def names(self, text: str) -> list[tuple[str, tuple[str, ...]]]:
        """What was searched besides."""
        told = self.search.search(Asked(text)).expansions
        return [(each.typed, each.names) for each in told]


@pytest.fixture
def of(
    store: Store, make_article: Callable[..., Article], tmp_path: Path
) -> Callable[..., Archive]:
    """The archive of some texts, which are their tags too if they are short."""

    def archive(*texts: str) -> Archive:
        ids = {}
        with store.transaction():
            for at, text in enumerate(texts):
                article = make_article(
                    name=str(at), title=f"No. {at}", body=text,
                    language=detect_language(text * 9), tags=(text,) if len(text) < 9 else (),
                )  # fmt: skip
                ids[article.id] = at
                store.put(article, b"x", "text/plain")
        engine = open_engine("memory", tmp_path)
        sync(store, engine)
        return Archive(Search(store, engine, OWN), ids)

    return archive


@pytest.mark.parametrize(
    "typed",
    ["台湾", "臺灣", "台灣", "国务院", "國務院", "国务院 台湾", '"经济发展"',
     '"台湾 国务院"~9', "国务*", "國*", "经济发展迅速", "body:經濟", "发", "-oil 台湾", '"发"',
     "body:(台湾 经济)", "迅速"],
)  # fmt: skip
def test_a_word_in_either_script_finds_both(of: Callable[..., Archive], typed: str) -> None:
    archive = of(*BOTH, "Oil from 東京")
    assert archive.found(typed) == {0, 1}


@pytest.mark.parametrize(
    ("typed", "finds"),
    [("=国务院", 0), ("=國務院", 1), ('="经济发展"', 0), ("=國*", 1), ("=(台湾 经济)", 0)],
)
def test_an_equals_sign_keeps_to_the_script(
    of: Callable[..., Archive], typed: str, finds: int
) -> None:
    archive = of(*BOTH)
    assert archive.found(typed) == {finds}
    assert archive.names(typed) == []


def test_the_whole_query_can_be_taken_in_its_own_script(of: Callable[..., Archive]) -> None:
    archive = of(*BOTH)
    assert archive.found("国务院", variants=False) == archive.found("国务院", exact=True) == {0}


@pytest.mark.parametrize(
    "typed", ["oil 台湾", "台湾 oil", "oil-台湾", '"oil 台湾"', '"台湾 oil"~5']
)
def test_chinese_amid_latin_words_finds_both(of: Callable[..., Archive], typed: str) -> None:
    archive = of("The oil 台湾 oil of", "The oil 臺灣 oil of", "The oil 日本 oil of")
    assert archive.found(typed) == {0, 1}


def test_a_tag_is_found_in_both_scripts_by_the_query_alone(of: Callable[..., Archive]) -> None:
    archive = of("臺灣", "台湾", "台湾人")
    assert archive.found("tag:台湾") == archive.found("tag:臺灣") == {0, 1}
    assert archive.found("tag:=台湾") == {1}
    filtered = archive.search.search(Asked("", filters={"tag": ("台湾",)}))
    assert filtered.total == 1


def test_what_was_searched_is_told_word_by_word(of: Callable[..., Archive]) -> None:
    archive = of(*BOTH)
    assert archive.names("台湾 经济") == [("台湾", ("臺灣",)), ("经济", ("經濟",))]
    assert archive.names('"台湾 经济"~5') == archive.names("台湾 经济")
    assert archive.names("国务*") == [("国务*", ("國務*",))]
    assert archive.names("迅速") == []


@pytest.mark.parametrize(
    "typed",
    ["国务院", "国务*", "國?院", "?务院", '"台湾 经济"~5', "title:国 OR body:国", "oil-台湾"],
)
def test_without_what_is_told_nothing_more_is_told(of: Callable[..., Archive], typed: str) -> None:
    archive = of(*BOTH, "The 國院 國務 台湾 oil-台湾", "oil-臺灣 務")
    for each in archive.search.search(Asked(typed)).expansions:
        told = archive.search.search(Asked(each.only)).expansions
        assert each.typed not in [other.typed for other in told]


def test_the_form_in_the_text_is_marked(of: Callable[..., Archive]) -> None:
    hits = of(*BOTH).search.search(Asked("国务院 台湾")).hits
    shown = {piece for hit in hits for s in hit.snippets for piece, is_hit in marked(s) if is_hit}
    assert shown == {"国务院", "台湾", "國務院", "臺灣"}


def test_near_looks_inside_runs_of_chinese(of: Callable[..., Archive]) -> None:
    assert of("他说台湾的经济好").found('"台湾 经济"~5') == {0}
    assert of("他说台湾的经济好").found('"台湾 经济"~0') == set()


@pytest.mark.parametrize("typed", ["台北", "臺北", "Taipei", "tag:台北", '"Taipei"', "taipei"])
def test_the_archives_own_spellings_hold_in_both_scripts(
    of: Callable[..., Archive], typed: str
) -> None:
    archive = of("臺北", "台北", "Taipei", "北京")
    assert archive.found(typed) == {0, 1, 2}


def test_a_chinese_spelling_is_found_amid_other_characters(of: Callable[..., Archive]) -> None:
    archive = of("他在台北市说", "国务院说", "國務院說", "The State Council of")
    assert archive.found("Taipei") == {0}
    assert archive.found("State Council") == archive.found("國務院") == {1, 2, 3}
    assert archive.found('"State Council"') == {1, 2, 3}


def test_kana_beside_a_word_say_that_it_is_japanese_whatever_else_an_archive_has(
    of: Callable[..., Archive],
) -> None:
    japanese = ("机の上に本がある。", "飛行機が飛んでいる。")
    assert of(*japanese).found("机 の") == {0}
    assert of(*japanese).found("机") == {0, 1}
    both = of(*japanese, "機場在臺北，我們到機場去了。")
    assert both.found("机 の") == {0}
    assert both.found("机") == {0, 1, 2}  # told, and taken back by "="


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("台湾", True),
        ("机", True),
        ("机 ノート", False),
        ("日本の机", False),
        ("机 ﾉｰﾄ", False),
    ],
)
def test_kana_tell_japanese(text: str, chinese: bool) -> None:
    assert may_be_chinese(text) == chinese
