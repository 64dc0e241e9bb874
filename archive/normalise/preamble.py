"""What stands above the text of a dispatch: what was changed, a summary in stars, a by-line."""

from __future__ import annotations

import re

from archive.normalise.persons import read_credit
from archive.text.markdown import to_text

MOST_LINES = 12  # blocks that may stand above the text

# In capitals as a whole line it is the end of a headline: "BY FIRST BOSTON".
_BYLINE = re.compile(r"(?:By|Von|Par|Por)\s+(?!the\b|a\b)\S.{2,90}[^.!?:;]")


def is_above_text(block: str) -> bool:
    """Whether a block of Markdown is such a line: "(Adds comment)", "* Gold up", "By Jane Roe"."""
    return (
        block.startswith(("\\*", "* ", "•"))
        or (block.startswith("(") and block.endswith(")") and "\n" not in block)
        or bool(_BYLINE.fullmatch(block))
    )


def split_byline(body: str) -> tuple[str | None, str]:
    """(by-line, body without it), where one stands in a paragraph of its own above the text."""
    blocks = body.split("\n\n", MOST_LINES)
    for at, block in enumerate(blocks[:MOST_LINES]):
        if not is_above_text(block):
            return None, body
        line = to_text(block) if _BYLINE.fullmatch(block) else ""
        if line and read_credit(line)[0]:
            return line, "\n\n".join(blocks[:at] + blocks[at + 1 :])
    return None, body
