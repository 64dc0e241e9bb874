"""What stands around the text of a dispatch and differs from site to site: credits, notices."""

from __future__ import annotations

import re

_LONGEST = 400  # characters; a longer paragraph is text, whatever it begins with

_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+")
# "(Reporting by Jane Roe; Editing by John Doe)", also at the end of the last paragraph.
_CREDIT = re.compile(
    r"[(\[](?:(?:additional |further )?(?:reporting|writing|editing|compiled|translated|written|"
    r"edited|produced) (?:by|from|in)\b|reportage |avec la r[ée]daction|version fran[çc]aise|"
    r"[ée]dit[ée] par|reporte de |reportaje de |informaci[óo]n de |editado |escrito por|"
    r"reportagem |bericht(?:et)? von|geschrieben von|redigiert|a cura di)[^()\[\]]{2,300}[)\]]",
    re.I,
)
_NOTICE = re.compile(
    r"(?:our standards:|©|\(c\) |copyright\b|all rights reserved|no part of this|"
    r"this (?:material|article|story|content|report) (?:may not|has not been|is published|"
    r"(?:was )?(?:originally |first )?(?:appeared|published|produced|written|generated))|"
    r"(?:follow|join|find) us on|follow @?\w+ on|(?:click|tap) here|sign up (?:for|to)\b|"
    r"subscribe (?:to|now)\b|register now|read (?:more|also|next)\b|see also\b|related:|"
    r"continue reading|the post .* appeared first on|source:|sources:|"
    r"(?:first )?published(?: on)?:|(?:last )?updated:|"
    r"tous droits|alle rechte|todos los derechos|todos os direitos|tutti i diritti|все права|"
    r"版权|无断转载|無断転載|责任编辑|[（(]责任编辑)",
    re.I,
)
# "ENDS", "Reuter", "(AFP)", "jr/ab", "- 30 -", "By Jane Roe": nothing else in the paragraph.
_SIGN_OFF = re.compile(
    r"[\W_]*(?:ends?|end of (?:story|item|text)|reuters?|afp|ap|upi|dpa|efe|ansa|xinhua|tass|"
    r"30|more|完|[a-z]{1,4}(?:[/-][a-z]{1,4}){1,4}|by [^.!?:;]{3,80})?[\W_]*",
    re.I,
)


def without_boilerplate(text: str) -> str:
    """Plain text, with a blank line between paragraphs, without what is not part of the news.

    A paragraph that is nothing but a credit, a notice or a sign-off goes, and so do credits in
    brackets and addresses wherever they stand.
    """
    if "(" in text or "[" in text:
        text = _CREDIT.sub(" ", text)
    if "://" in text or "www." in text:  # the search for them is slow
        text = _ADDRESS.sub(" ", text)
    return "\n\n".join(part for part in text.split("\n\n") if not is_boilerplate(part.strip()))


def is_boilerplate(paragraph: str) -> bool:
    """Whether a paragraph is nothing but a credit, a notice or a sign-off."""
    if len(paragraph) > _LONGEST:
        return False
    return bool(_NOTICE.match(paragraph) or _SIGN_OFF.fullmatch(paragraph))
