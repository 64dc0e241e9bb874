"""Generated articles, documents, queries and requests (hypothesis strategies)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from archive.article import Article, Image, Origin, make_id
from archive.status import EDITED, MARKED, SILENT
from archive.store.edits import Edit
from index.analysis.stems import stems
from index.analysis.tokens import forms
from index.document import Document, document
from index.engines.common.request import SORTS, Request
from index.fields import FACETS, PARTS
from index.query.filters import FILTERS, facet_of
from index.query.tree import (
    All,
    And,
    AtLeast,
    Boost,
    Days,
    Key,
    KeyPrefix,
    Keys,
    Near,
    Not,
    Or,
    Phrase,
    Prefer,
    Prefix,
    Query,
    Terms,
    Undated,
    Variants,
    Word,
)

WORDS = (
    "oil", "oils", "oilfield", "bank", "banks", "banking", "Économie", "economy", "Raqa",
    "l'Irak", "Syria's", "U.S.", "1,500", "2017-11-03", "état", "Straße", "нефть", "нефти",
    "йод", "石油", "石油価格", "油", "النفط", "O'Neill", "x", "IS", "is", "BANK",
    "F-16", "F16", "F 16", "e-mail", "email", "C++", "AT&T", "9/11", "$1.5bn", "6,100,", "٢٠١٧",
    "ﾄﾖﾀ", "トヨタ", "กรุงเทพ", "رئیس‌جمهور", "وأوكرانيا", "Ph.D.",
    "台湾", "臺灣", "台灣的經濟", "台湾的经济", "頭髮", "头发",
    "5 bn", "$5bn", ".5bn", "1.250,50", "12 500", "12500", "1 250 000", "F-35B", "F 35B", "3-D",
    "5亿", "1.5亿元", "cease-fire", "ceasefire", "می رود", "می‌رود", "میرود", "کتاب‌ها", "کتابها",
    "ข่าว", "ข้าว", "ขาว", "น้ำ", "ນ້ຳ", "ភ្នំពេញ", "ရန်ကုန်", "हिन्दी", "কালি", "ｶﾞ", "3D",
    "St John", "Saint John's", "D'Arcy", "DArcy", "J.K. Rowling", "j k rowling", "jk",
)  # fmt: skip
LANGUAGES = ("en", "fr", "de", "ru", "ja", "ar", None)
TAGS = ("Syria", "Iraq", "Conflict", "Deir Ezzor", "Économie", "oil")
AGENCIES = ("AFP", "Reuters", "AP")
DATES = (
    ("2017-11-03", "day"), ("2017-11", "month"), ("2017", "year"), ("2017-10-31", "day"),
    ("2018-01-01", "day"), ("1987-02-26", "day"), (None, None),
)  # fmt: skip
PENDING = "2999-01-01T09:00:00+00:00"
KEYS_OF = {
    "tag": ("syria", "iraq", "x"), "agency": ("afp", "ap"), "section": ("world", "money"),
    "place": ("raqa", "mosul"), "collection": ("feed", "pile 1"), "subject": ("oil", "x"),
    "location": ("syria", "iraq"), "person": ("syria", "x"), "organisation": ("x",),
    "author": ("jane oil", "bank roe"), "publisher": ("x",), "language": ("en", "fr"),
}  # fmt: skip
_IDS = st.sampled_from([*(make_id(f"test:{n}") for n in range(8)), "a", "x" * 17])
STREAMS = st.sampled_from([("title", "body"), ("title",), ("body",), ("dateline",), ("author",)])

texts = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)


@st.composite
def articles(draw: st.DrawFn) -> list[Article]:
    """Up to eight articles, some of them twice, as they are and then changed."""
    made: list[Article] = []
    for _ in range(draw(st.integers(0, 8))):
        identity = f"test:{draw(st.integers(0, 6))}"
        date, precision = draw(st.sampled_from(DATES))
        hour = draw(st.sampled_from([None, 0, 23]))
        times = [None, "09:30", "23:59:59"] if precision == "day" and hour is None else [None]
        made.append(
            Article(
                id=make_id(identity), identity=identity, origin=Origin("x"),
                title=draw(texts) or None, body=draw(texts), date=date,
                precision=precision,  # type: ignore[arg-type]
                time=draw(st.sampled_from(times)),
                published=None if hour is None else datetime(2017, 11, 3, hour, tzinfo=UTC),
                agency=tuple(draw(st.sets(st.sampled_from(AGENCIES)))),
                tags=tuple(draw(st.sets(st.sampled_from(TAGS)))),
                summary=draw(st.sampled_from([None, "oil"])),
                authors=tuple(draw(st.sets(st.sampled_from(("Jane Oil", "Bank Roe"))))),
                section=draw(st.sampled_from([None, "World", "Money"])),
                dateline=draw(st.sampled_from([None, "Raqa", "U.S. bank", "RAQA/Mosul, Nov 3"])),
                collections=tuple(draw(st.sets(st.sampled_from(("Feed", "Pile 1"))))),
                tag_kinds=draw(st.sampled_from([{}, {"place": ("Syria", "Iraq")},
                                                {"topic": ("oil",), "person": ("Syria",)}])),
                images=(Image(None, draw(texts) or "oil"),) * draw(st.integers(0, 1)),
                language=draw(st.sampled_from(LANGUAGES)),
                status=draw(st.sampled_from([None, "corrected", "withheld", "withdrawn"])),
                extra=draw(st.sampled_from([{}, {"embargo": PENDING}])),
            )
        )  # fmt: skip
    return made


@st.composite
def corpora(draw: st.DrawFn) -> list[Document]:
    """The documents of such articles, some of them of one story."""
    stories = st.sampled_from([None, "s1", "s2"])
    return [
        document(article, draw(stories), _edits_of(draw, article)) for article in draw(articles())
    ]


def _edits_of(draw: st.DrawFn, article: Article) -> list[Edit]:
    """No edit of an article, or up to two."""
    return [
        Edit(
            article, article, datetime(2017, 11, 4, tzinfo=UTC),
            tuple(draw(st.sets(st.sampled_from(EDITED), min_size=1))),
            draw(st.sampled_from([0, 1, 12, 120])), draw(st.sampled_from([0, 1, 30])),
            draw(st.booleans()),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]  # fmt: skip


_values = st.lists(st.sampled_from(["syria", "oil", "ap", "afp", "none"]), max_size=3).map(tuple)

_sizes = st.lists(st.sampled_from(["0", "1", "12", "120", "1%", "30%"]), max_size=3).map(tuple)


def words_and_phrases() -> st.SearchStrategy[Terms]:
    """Leaves that stand in a text."""
    held = (token for text in WORDS for word, more in forms(text) for token in (word, *more))
    tokens = st.sampled_from(sorted(set(held)))
    return st.one_of(
        st.builds(lambda streams, token: Word(streams, token, stems(token, ("en", "fr", "ru"))),
                  STREAMS, tokens),
        st.builds(Phrase, STREAMS, st.lists(tokens, min_size=1, max_size=3).map(tuple)),
        st.builds(lambda streams, token, n: Prefix(streams, token[: n + 1]),
                  STREAMS, tokens, st.integers(0, 4)),
        st.builds(Near, STREAMS, st.lists(tokens, min_size=1, max_size=3).map(tuple),
                  st.integers(0, 4)),
        st.builds(Variants, st.lists(_spelling(tokens), min_size=1, max_size=3).map(tuple)),
    )  # fmt: skip


def _leaf() -> st.SearchStrategy[Query]:
    day = st.none() | st.sampled_from([20170101, 20171101, 20171103, 20180101])
    return st.one_of(
        words_and_phrases(),
        st.builds(Key, st.just("tag"), st.sampled_from(["syria", "deir ezzor", "none"])),
        st.builds(Key, st.just("story"), st.sampled_from(["s1", "s2"])),
        st.builds(Key, st.just("id"), _IDS),
        st.builds(Keys, st.just("id"), st.lists(_IDS, max_size=3).map(tuple), st.just("?")),
        st.builds(KeyPrefix, st.just("id"), st.sampled_from(["", "a", "m", "a0", "é"])),
        st.builds(KeyPrefix, st.sampled_from(["tag", "agency", "status", "has", "edited"]),
                  st.sampled_from(["", "a", "s", "with"])),
        st.builds(Key, st.just("edited"), st.sampled_from((*EDITED, SILENT, MARKED))),
        st.builds(Keys, st.just("changed"), _sizes, st.just("?")),
        st.builds(Key, st.just("has"), st.sampled_from(PARTS)),
        st.builds(Keys, st.sampled_from(["tag", "agency"]), _values, st.just("?")),
        st.builds(Days, day, day),
        st.just(Undated()),
        st.just(All()),
    )  # fmt: skip


def _spelling(tokens: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    phrase = st.lists(tokens, min_size=1, max_size=2).map(tuple)
    return st.one_of(
        st.builds(lambda streams, token: Word(streams, token, (token,)), STREAMS, tokens),
        st.builds(Phrase, STREAMS, phrase),
        st.builds(Near, STREAMS, phrase, st.integers(0, 2)),
    )


def _branch(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(inner, max_size=3).map(tuple)
    better = st.lists(st.tuples(_leaf(), st.sampled_from([0.5, 2.0])), max_size=2).map(tuple)
    return st.one_of(
        st.builds(And, several),
        st.builds(Or, several),
        st.builds(AtLeast, st.integers(0, 3), several),
        st.builds(Not, inner),
        st.builds(Prefer, inner, better),
        st.builds(Boost, inner, st.sampled_from([0.5, 3.0])),
    )


trees: st.SearchStrategy[Query] = st.recursive(_leaf(), _branch, max_leaves=6)


@st.composite
def requests(draw: st.DrawFn, queries: st.SearchStrategy[Query]) -> Request:
    """A request with filters, order, page, facets and timeline."""
    filters = draw(st.dictionaries(st.sampled_from(FILTERS), st.just(()), max_size=3))
    for name in filters:
        values = KEYS_OF.get(facet_of(name), ("tag", "agency", "section"))
        filters[name] = tuple(draw(st.sets(st.sampled_from(values), min_size=1)))
    return Request(
        query=draw(queries),
        filters=filters,
        days=draw(st.sampled_from([(None, None), (20171101, None), (None, 20171103)])),
        sort=draw(st.sampled_from(SORTS)),
        offset=draw(st.integers(0, 3)),
        limit=draw(st.integers(0, 10)),
        facets=tuple(facet.name for facet in FACETS),
        facet_limit=draw(st.integers(1, 4)),
        timeline=True,
        fold=draw(st.booleans()),
        dates=True,
    )
