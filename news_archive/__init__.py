"""The door for Python and notebooks: `from news_archive import open_archive`.

All that is meant for use is named here, and nothing here loads more than it has to: the engine or
the client of a served archive is imported when an archive is opened.
"""

from archive.errors import ArchiveError
from news_archive.asking import Options
from news_archive.columns import Row
from news_archive.door import Archive, open_archive
from news_archive.found import Found, Notice
from news_archive.rows import Arrow, Rows

__all__ = [
    "Archive",
    "ArchiveError",
    "Arrow",
    "Found",
    "Notice",
    "Options",
    "Row",
    "Rows",
    "open_archive",
]
