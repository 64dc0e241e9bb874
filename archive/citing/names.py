"""A name as a citation needs it: the family name apart from the rest, where it can be told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from archive.normalise.person_names import is_name
from archive.text.plain import fold

# Words that stand before a family name and belong to it: "van der Berg", "de la Cruz", "al Assad".
_PARTICLES = frozenset({
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "das", "do", "dos", "du", "la",
    "le", "los", "el", "al", "bin", "ibn", "bint", "ben", "abu", "ter", "ten", "zu", "zum", "zur",
    "vom", "af", "av",
})  # fmt: skip
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV")
# How the names of companies end, which otherwise look like a person's.
_COMPANY = re.compile(r"(?:Inc|Ltd|LLC|Corp|Co|PLC|GmbH|AG|SA|SpA|NV|BV|AB|Oy)\.?", re.I)
_DEGREE = re.compile(r",?\s+(?:Ph\.?D|M\.?D|M\.?Sc|MBA|Esq|J\.?D)\.?$")
# Latin, Greek, Cyrillic, Armenian and Georgian letters: elsewhere a name stays as it is written.
_ALPHABETS = re.compile(r"[A-Za-z\u00c0-\u058f\u10a0-\u10ff\u1c90-\u1cbf\u1e00-\u1fff\s.,'’‘ʼʿ-]+")
_FAMILY_FIRST = frozenset({"hu", "ja", "ko", "vi", "zh"})  # names in these are not turned round


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in its parts; or `whole`, where it is an organisation's or has no parts that
    could be told apart. `person` says whether it looks like a person's.
    """

    family: str = ""
    given: str = ""
    suffix: str = ""
    whole: str = ""
    person: bool = True

    @property
    def inverted(self) -> str:
        """As a list begins: "Roe, Jane, Jr."."""
        return self.whole or ", ".join(filter(None, (self.family, self.given, self.suffix)))

    @property
    def direct(self) -> str:
        """As a sentence has it: "Jane Roe Jr."."""
        return self.whole or " ".join(filter(None, (self.given, self.family, self.suffix)))

    @property
    def initialled(self) -> str:
        """As APA has it: "Roe, J.-P., Jr."."""
        return self.whole or ", ".join(filter(None, (self.family, self._initials(), self.suffix)))

    def _initials(self) -> str:
        words = re.findall(r"[^\W\d_][^\s.-]*|-", self.given)
        short = "".join("-" if word == "-" else f"{word[0].upper()}. " for word in words)
        return short.replace(" -", "-").strip()


@lru_cache(maxsize=10_000)  # of an archive's authors most write more than once
def name_of(text: str, language: str | None = None) -> Name:
    """The parts of an author's name, in whichever order it is written. `language` is the article's:
    in some the family name comes first, and then the name is kept whole rather than turned wrongly.
    """
    text = _DEGREE.sub("", text.strip())
    company = bool(_COMPANY.fullmatch(text.split()[-1] if text else ""))
    whole = Name(whole=text, person=not company and is_name(text))
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if company or not parts or not _ALPHABETS.fullmatch(text):
        return whole
    suffix = parts.pop() if len(parts) > 1 and _SUFFIX.fullmatch(parts[-1]) else ""
    if len(parts) == 2 and is_name(f"{parts[1]} {parts[0]}"):
        return Name(parts[0], parts[1], suffix)
    words = parts[0].split() if len(parts) == 1 else []
    if len(words) > 2 and not suffix and _SUFFIX.fullmatch(words[-1]):
        suffix = words.pop()
    turned = (language or "").split("-")[0] not in _FAMILY_FIRST
    if len(words) < 2 or not turned or not is_name(" ".join(words)):
        return whole
    at = len(words) - 1
    while at > 1 and fold(words[at - 1]) in _PARTICLES:
        at -= 1
    return Name(" ".join(words[at:]), " ".join(words[:at]), suffix)
