"""Letters that vendors added to East Asian charsets, which Python's codecs of the names lack.

Texts declared as EUC-JP or ISO-2022-JP hold the rows of NEC and IBM (①, ㈱, 髙), Windows' GBK has
a euro sign of one byte, and Big5 the signs of ETEN and Windows.
"""

from __future__ import annotations

import codecs

VENDORS = "news-archive-vendor-letters"  # for `errors` of a decoder


def _read(error: UnicodeError) -> tuple[str, int]:
    """What a vendor's charset has at the place where a decoder failed, else U+FFFD."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    at, data = error.start, error.object
    pair = data[at : at + 2]
    name = error.encoding.lower().replace("-", "_")
    if name in ("gb18030", "gbk") and pair[:1] == b"\x80":
        return "€", at + 1
    if name.startswith(("euc_jp", "iso2022_jp")) and len(pair) == 2:
        letter = _as_windows_31j(pair[0] & 0x7F, pair[1] & 0x7F)
        if letter and (pair[0] < 0x80) == name.startswith("iso"):
            return letter, at + 2
    if name.startswith("big5") and len(pair) == 2:
        letter = pair.decode("cp950", "ignore")
        if len(letter) == 1 and not letter.isascii():
            return letter, at + 2
    return "\ufffd", error.end


def _as_windows_31j(row: int, cell: int) -> str | None:
    """The letter at a place of JIS X 0208 (both 0x21 to 0x7E) as Windows' code page 932 has it."""
    if not (0x21 <= row <= 0x7E and 0x21 <= cell <= 0x7E):
        return None
    row, cell = row - 0x21, cell - 0x21
    lead = row // 2 + (0x81 if row < 62 else 0xC1)
    trail = cell + 0x9F if row % 2 else cell + 0x40 + (cell >= 0x3F)
    return bytes((lead, trail)).decode("cp932", "ignore") or None


codecs.register_error(VENDORS, _read)
