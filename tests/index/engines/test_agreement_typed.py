"""Whatever is typed, with every operator of the language: all engines agree on what it finds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from index.answers.visibility import Visibility
from index.document import Document
from index.engines.common.interface import Engine
from index.engines.common.ranking import with_preferences
from index.engines.common.request import Request
from index.names.groups import Names
from index.names.own import Group, Own
from index.query.match import MATCHES, Match
from index.query.parse import parse
from index.query.tree import All
from tests.helpers.engines import assert_agreement, filled_oracle
from tests.helpers.generated import PENDING, WORDS, corpora, requests

TODAY = date(2018, 1, 2)
NAMES = Names({}, Own((
    Group(1, ("Raqa", "U.S. bank", "IS", "Raqqah")),
    Group(2, ("oil bank", "oilfield", "石油", "台湾")),
    Group(3, ("Syria", "Iraq", "Économie")),
)))  # fmt: skip
CLOCKS = (datetime(2998, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC))

typed = st.lists(
    st.sampled_from(
        [*WORDS, "AND", "OR", "NOT", "(", ")", "-oil", '"', '"oil bank"', "-", "*", "econ*", "tag:",
         "tag:Syria", 'tag:"Deir Ezzor"', "tag:*", "-tag:iraq", "title:(oil OR bank)", "title:oil",
         "date:2017-11", "date:..2017", "date:none", "source:AFP", "author:jane", "lang:fr", "石*",
         "国*", "=台湾", '"台湾 经济"~3', "发", "台*", "经?", "oil-台湾",
         "tag:台湾", "title:臺灣",
         "nofield:oil", "(bank -oil)", "is:withdrawn", "-is:corrected", "status:*",
         "has:image", "-has:body", "-has:caption", "IS", "-IS", "Raqqah", '"bank Raqqah"', "=Raqa",
         '"oil bank"~2', '"bank IS oil"~3', '"Raqa oil"~1', "oil~", "bnak~1", "title:bakns~2",
         "b?nk", "o*l", "*bank", "ba*k*s", "=oil", '="banks oil"', "=(", "oil^3", "(oil IS)^0.1",
         '"oil bank"^2', "tag:s?ria", "tag:*r*", "tag:Syira~", 'tag:"Deir Ezor"~2', "tag:=Syria",
         "agency:AFP~", 'agency:"Agence France Press"~2', "after:2017-11", "before:2018",
         "-before:2017-11-03", "date:november..december", "date:yesterday", 'date:"last year"',
         '"F16 oil"', '"F 16"~2', "=F-16", "-F16", '"5bn oil"', '"12500 oil"', "=5bn", "น*", "ก",
         '"کتابها oil"', "emails", '"ceasefire oil"~1', "title:3D",
         '"St John oil"', "=Saint", "jk Rowling", '"jk rowling"', "=DArcy", '"D\'Arcy oil"~2'],
    ),
    max_size=6,
).map(" ".join)  # fmt: skip


@dataclass(frozen=True)
class Typed:
    """What somebody types, when, and what is asked for besides."""

    text: str
    request: Request
    exact: bool
    match: Match
    now: datetime

    def understood(self, oracle: Engine) -> Request:
        """The request, words and values read as those that the engine has."""
        query = parse(
            self.text,
            ("en", "fr", "zh"),
            oracle,
            NAMES,
            exact=self.exact,
            match=self.match,
            today=TODAY,
        ).query
        visible = Visibility.of(query, self.now)
        return replace(self.request, query=visible.narrowed(with_preferences(query), (PENDING,)))


@given(
    articles=corpora(),
    asked=st.lists(
        st.builds(Typed, typed, requests(st.just(All())), st.booleans(), st.sampled_from(MATCHES),
                  st.sampled_from(CLOCKS)),
        min_size=4, max_size=8,
    ),
)  # fmt: skip
def test_anything_typed_is_answered_as_by_the_memory_engine(
    articles: list[Document], asked: list[Typed]
) -> None:
    oracle = filled_oracle(articles)
    assert_agreement(oracle, articles, [each.understood(oracle) for each in asked])
