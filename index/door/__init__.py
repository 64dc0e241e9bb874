"""The door for Python and notebooks: `from index.door import open_archive`.

All that is meant for use is named here, and nothing here loads more than it has to: the engine or
the client of a served archive is imported when an archive is opened.
"""

from archive.errors import ArchiveError
from index.door.asking import Options
from index.door.columns import Row
from index.door.door import Archive, open_archive
from index.door.found import Found, Notice
from index.door.rows import Arrow, Rows

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
