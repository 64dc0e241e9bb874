"""Articles out again: a file for each kind of format, and the manifest beside what was written."""

from archive.exports.formats import EXPORTS, Export
from archive.exports.manifest import About
from archive.exports.verify import verify
from archive.exports.write import Written, write_file, write_stream, write_tree

__all__ = [
    "EXPORTS",
    "About",
    "Export",
    "Written",
    "verify",
    "write_file",
    "write_stream",
    "write_tree",
]
