"""Reading news: one file per format, recognised by content."""

from archive.readers.formats import FORMATS, Format, format_named, read, recognise
from archive.readers.source import Source, sources

__all__ = ["FORMATS", "Format", "Source", "format_named", "read", "recognise", "sources"]
