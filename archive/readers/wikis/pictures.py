"""What the link of a picture says of it."""

from __future__ import annotations

import re
from typing import Any

# Sound, films and documents, which links show as pictures are.
_OTHER = re.compile(r"\.(?:og[agvx]|opus|webm|mp[34]|wav|flac|midi?|pdf|djvu)$", re.I)
# What may stand last where there is no caption, in the words of many wikis.
_OPTION = re.compile(
    r"\s*(?:thumb(?:nail)?|frame(?:d|less)?|border|left|right|cent(?:er|re)|none|upright|baseline|"
    r"middle|top|bottom|mini(?:atur\w*)?|hochkant|rechts|links|zentriert|rahmenlos|gerahmt|vignette|"
    r"gauche|droite|centré|cadre|redresse|izquierda|derecha|centro|miniaturadeimagen|marco|esquerda|"
    r"direita|мини|слева|справа|центр|безрамки|мініатюра|праворуч|ліворуч|lewo|prawo|środek|ramka|"
    r"destra|sinistra|verticale|缩略图|縮圖|左|右|居中|تصغير|مصغر|يسار|يمين|وسط|лево|десно|"
    r"\d*x?\d+\s*(?:px|пкс|بك|像素)|[^\W\d_]{2,12}\s*=\s*\S.*)\s*",
    re.I | re.S,
)


def is_picture(name: str) -> bool:
    """Whether a file is one, by its name."""
    return not _OTHER.search(name)


def caption_of(text: Any) -> Any:
    """The caption in what a link says behind the name of a file, as wikitext; None without one."""
    if text is None:
        return None
    from mwparserfromhell.nodes import Text
    from mwparserfromhell.wikicode import Wikicode

    last: list[Any] = []
    for node in text.nodes:
        if isinstance(node, Text) and "|" in str(node.value):
            last = [Text(str(node.value).rpartition("|")[2])]
        else:
            last.append(node)
    caption = Wikicode(last)
    return None if _OPTION.fullmatch(str(caption)) else caption
