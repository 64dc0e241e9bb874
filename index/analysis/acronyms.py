"""Acronyms that are spelt like a small word: IS and is, US and us, WHO and who.

Where such a word stands in capitals, its capitals are indexed beside it, at the same place: what is
typed in capitals then finds the organisation alone. Amid other words in capitals ("STOCK IS UP")
nobody can tell which is meant: it is found by both. Elsewhere a third form says that the name is
meant, and other spellings of the name (Daesh) ask for that one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

AROUND = 2  # words on either side that tell whether capitals mean something

# Short words of the languages that news is written in. Any other word in capitals is one word with
# its small form: "NATO" and "Nato", "ISIS" and "Isis".
SMALL_WORDS = frozenset(
    """
    ad ago ah ai aids al all am an and any are arms as at au aux bad be big bit but by ca can
    car cat ce ces con cum da dad dan das de dei del dem den der des desk det di did die do dog
    du due eco ego ein el else em en er era es est et eu fa far fast few fit for from gas get
    go good gut had has hat he her him his hot how ice id ie il im in into is ist it its je la
    las le les let lo los low ma mad man map mas me mehr men mes met mi mia mine mit mon more
    mut my na ne net new nil no nor not now nu ob od of off oh oil old om on one ons or os ou
    our out over pa par pas past per pet plus por pour pro que qui ran rat red sa safe salt
    sans sea see sein ser set she si sin sit so son start step sub sue sun sur swift ta te tip
    to ton too top tu ub um un una und une up us van via vie von vor war was we well were wet
    who why will wir with wo won ya yes you zu zum zur
    """.split()  # noqa: SIM905 - a list of so many words is read by nobody
)


def acronym(written: str, folded: str) -> str | None:
    """The capitals of a word that is written so and would, in small letters, be a small word."""
    if folded not in SMALL_WORDS:
        return None
    plain = unicodedata.normalize("NFKC", written).replace(".", "")  # ＥＵ is EU
    return plain.upper() if plain.isupper() or "." in written else None


def meant(term: str) -> str:
    """The form of an acronym that stands only where its capitals say that the name is meant: "IS!".
    Of any other term, itself.
    """
    return f"{term}!" if term.isupper() else term


def are_shouted(around: Iterable[str]) -> bool:
    """Whether words around one are in capitals, as written. The last letter tells, as of McGRAW;
    numbers and scripts without capitals tell nothing.
    """
    last = [word[-1] for word in around]
    return any(map(str.isupper, last)) and not any(map(str.islower, last))
