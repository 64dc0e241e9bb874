"""What became of an item: the words that metadata use for it, and the one status they amount to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.text.plain import fold_line

STATUSES = ("withdrawn", "withheld", "corrected", "updated", "repeated")  # the gravest first
HIDDEN = frozenset({"withdrawn", "withheld"})  # readers must not come upon these by chance
# What a source may have changed in an article that was out, and how: without saying so, or with a
# status or a note that says so (archive/store/edits.py).
EDITED = ("title", "body", "summary", "caption", "author", "dateline", "date")
SILENT, MARKED = "silent", "marked"

# The words of IPTC's publishing status and signals, NITF's management-status and ninjs' pubstatus,
# and of the columns of other systems; spaces are left out of them.
_WORDS = {
    "withdrawn": "canceled cancelled cancel kill killed withdrawn withdraw deleted retraction"
    " retracted takedown delete",
    "withheld": "withheld embargoed hold future scheduled",
    "corrected": "correction corrected correct corrective refile refiled"
    " rectify rectified rectification",
    "updated": "update updated writethru writethrough",
    "repeated": "repeat repeated rpt resend",
}
# A word, folded and without spaces -> the status.
STATUS_OF = {word: status for status, words in _WORDS.items() for word in words.split()}
# The states of posts that a content system does not show to everybody.
_UNPUBLISHED = frozenset({
    "draft", "autodraft", "pending", "pendingreview", "inreview", "private", "trash", "trashed",
    "hidden", "unlisted", "unpublished", "passwordprotected", "protected", "notpublished",
    "needsreview", "inprogress", "awaitingreview", "toreview", "rejected",
    "entwurf", "privat", "papierkorb", "unveroffentlicht", "brouillon", "prive", "corbeille",
    "nonpublie", "borrador", "privado", "papelera", "rascunho", "lixeira", "bozza", "privato",
    "cestino", "concept", "prullenbak", "utkast", "kladde", "luonnos", "szkic", "koncept",
    "piszkozat", "ciorna", "taslak", "черновик", "чернетка", "корзина", "προχειρο", "مسوده",
    "טיוטה", "草稿", "私密", "下書き", "非公開", "임시글", "비공개", "nhap", "bannhap",
})  # fmt: skip
ORDINARY = frozenset(
    {"published", "publish", "usable", "1", "true"}
)  # these say nothing worth knowing


def status_word(word: str | None) -> str | None:
    """The status that a word or code of metadata ("Killed", "stat:canceled") stands for."""
    return STATUS_OF.get(re.split(r"[:/#]", fold_line(word or ""))[-1].replace(" ", ""))


def is_unpublished(word: str | None) -> bool:
    """Whether a word of a content system is the state of a post that not everybody may read."""
    return re.sub(r"[\W_]+", "", fold_line(word)) in _UNPUBLISHED if word else False


def gravest(statuses: Iterable[str | None]) -> str | None:
    """The gravest of these statuses; None where there is none."""
    said = set(statuses)
    return next((status for status in STATUSES if status in said), None)


def settle(declared: str | None, read: Iterable[str], embargo: object, dated: bool) -> str | None:
    """The status of an item: the gravest of what its metadata declare and what was read in it.

    Where an embargo is `dated`, time decides and it is not withheld; one that only says that it is
    one withholds. A declared word that is not known stays as the source wrote it.
    """
    known = status_word(declared)
    said = {*read, None if dated and known == "withheld" else known}
    if is_unpublished(declared):
        said.add("withheld")
    if not dated and (embargo is True or (isinstance(embargo, str) and embargo.strip())):
        said.add("withheld")
    plain = known or is_unpublished(declared) or fold_line(declared or "") in ORDINARY
    return gravest(said) or (None if plain else declared)


# What is told of an article that a person took out of the archive without a reason for readers.
TAKEN_OUT = "It was in the archive once, and has been taken out of it"
