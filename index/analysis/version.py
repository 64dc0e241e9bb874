"""What the analysis of text depends on. An index made with another version is rebuilt."""

from __future__ import annotations

import zlib
from unicodedata import unidata_version

from index.analysis.acronyms import SMALL_WORDS
from index.analysis.stems import EXCEPTIONS

# Raise it whenever any token or stem can come out different.
VERSION = 12


def signature() -> str:
    """What tokens and stems depend on: our rules, Snowball's and Unicode's."""
    import Stemmer

    small = zlib.crc32(" ".join(sorted(SMALL_WORDS)).encode())
    own = zlib.crc32(EXCEPTIONS.read_bytes())
    return (
        f"analysis={VERSION} small={small} own={own} snowball={Stemmer.version()}"
        f" unicode={unidata_version}"
    )
