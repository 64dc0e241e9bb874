"""What the analysis of text depends on. An index that was made by another one is built anew."""

from __future__ import annotations

import zlib
from unicodedata import unidata_version

from index.analysis.acronyms import SMALL_WORDS

# Raise it whenever any token or stem can come out different.
VERSION = 5


def signature() -> str:
    """What tokens and stems depend on: our rules, Snowball's and Unicode's."""
    import Stemmer

    small = zlib.crc32(" ".join(sorted(SMALL_WORDS)).encode())
    return (
        f"analysis={VERSION} small={small} snowball={Stemmer.version()} unicode={unidata_version}"
    )
