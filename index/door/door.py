"""Opening an archive, in a folder or served, and what can be asked of it."""

from __future__ import annotations

import re
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from archive.errors import RequestError
from index.door.asking import Options, question_of
from index.door.columns import SIMILAR, Row
from index.door.found import Found
from index.door.rows import Rows, article_row, dated_row

if TYPE_CHECKING:
    from typing import Self, Unpack

    from index.door.source import Source


class Archive:
    """An open archive; use it in a `with`, or close it. `link` is where it is on the web, None
    where the setting `base_address` does not say so.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self.link = source.base

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Archive {self._source!r}>"

    def search(self, query: str = "", **options: Unpack[Options]) -> Found:
        """What the words and filters find; all articles, without any. Keywords are called like the
        options of `archive search`: tag, any_tag, not_tag, agency, from_, to, sort, fold ...
        """
        return Found(self._source, question_of(query, options))

    def article(self, article_id: str) -> Row:
        """One article as a row, with its text. NotFoundError for none that can be read."""
        return article_row(self._source.article(_id(article_id)), self._source.base, text=True)

    def similar(self, article_id: str, *, limit: int = 5) -> Rows:
        """The articles about the same subject, most alike first, at most 50; copies left out."""
        from index.answers.similar import MOST_SIMILAR

        if isinstance(limit, bool) or not isinstance(limit, int) or not 0 < limit <= MOST_SIMILAR:
            raise RequestError(f"limit cannot be {limit!r}", f"from 1 to {MOST_SIMILAR}")
        base = self._source.base
        found = self._source.similar(_id(article_id), limit)
        listed = [dated_row(SIMILAR, each, base) for each in found]
        return Rows(SIMILAR, lambda: listed)

    def close(self) -> None:
        """Lets go of files and connections; the archive cannot be asked after it."""
        self._source.close()


def open_archive(place: str | Path | None = None) -> Archive:
    """An archive in a folder, or served at an address: `open_archive("~/news")`,
    `open_archive("http://127.0.0.1:8000")`; without either the one of ARCHIVE_HOME, or the usual.

    An index that is behind is brought up to date. NoArchiveError where the folder holds none,
    FetchError where nothing or no archive answers at the address, IndexBusyError where another
    process is building an index that cannot be read yet.
    """
    if isinstance(place, str) and re.match(r"[a-z]+://", place, re.I):
        from index.door.served import Served

        return Archive(Served(place))
    from index.door.folder import Folder

    return Archive(Folder(place))


def _id(given: str) -> str:
    if not isinstance(given, str) or not re.fullmatch(r"\s*[a-z2-7]{16}\s*", given):
        raise RequestError(f"{given!r} is not the id of an article", "rows have it under 'id'")
    return given.strip()
