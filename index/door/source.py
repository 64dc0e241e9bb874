"""Where answers come from: a folder, or a served archive. Both give the same JSON, version 1, so
that all above this line is written once.

A call that is added gets a method here, in `folder.py` and in `served.py`, and one in `found.py`
that makes rows of it; the tests in tests/index/door/test_both.py ask both and compare.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Protocol

from index.door.asking import Question

if TYPE_CHECKING:
    from index.answers.asked import Order
    from index.company.asked import Around

Json = dict[str, Any]

ENDED = ("This archive has been closed", "open it again: open_archive(...)")
FACET_VALUES = 20  # of each facet beside a search


class Source(Protocol):
    """An open archive. Every method may raise ArchiveError, and what it says is fit to be shown."""

    @property
    def base(self) -> str | None:
        """Where the archive is on the web, without a slash at its end; None if nobody says so."""

    def results(
        self,
        question: Question,
        *,
        counts: bool,
        split: str | None = None,
        versus: str | None = None,
    ) -> Json:
        """The answer to a search without hits (`results_json`); with `counts`, facets and the
        timeline with all that the archive holds beside it. A served archive counts always.
        """

    def values(self, question: Question, name: str, find: str, az: bool, limit: int | None) -> Json:
        """The values of a facet, all of them or the first (`listing_json`)."""

    def articles(self, question: Question, limit: int | None) -> Iterator[Json]:
        """Every article found (`to_json`), read as they are asked for."""

    def lines(self, question: Question, order: Order, limit: int | None) -> Iterator[Json]:
        """Every occurrence found (`line_json`), read as they are asked for."""

    def words(self, question: Question, around: Around, against: str | None) -> Json:
        """What stands around the words (`company_json`), or beside the words of a second search
        (`comparison_json`).
        """

    def article(self, article_id: str) -> Json:
        """An article (`to_json`). NotFoundError for none that can be read."""

    def similar(self, article_id: str, limit: int) -> list[Json]:
        """The articles most like one (`copy_json`), best first. NotFoundError as for `article`."""

    def close(self) -> None:
        """Lets go of files and connections."""
