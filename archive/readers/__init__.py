"""Reading news: one file per format, recognised by content."""

from archive.readers.formats import FORMATS, Format, Leaf, format_named, leaves, read, recognise
from archive.readers.source import Source, sources

__all__ = [
    "FORMATS",
    "Format",
    "Leaf",
    "Source",
    "format_named",
    "leaves",
    "read",
    "recognise",
    "sources",
]
