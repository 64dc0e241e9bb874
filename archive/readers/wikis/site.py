"""What an export says of the wiki that it is of: its name, its addresses, its namespaces."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from archive.readers.common.xml import find, find_all, words_at
from archive.text.plain import fold_line, one_line

# Names that every wiki understands beside its own (MediaWiki, Manual:Namespace).
_CANONICAL = {
    -2: "Media", -1: "Special", 1: "Talk", 2: "User", 3: "User talk", 4: "Project",
    5: "Project talk", 6: "File", 7: "File talk", 8: "MediaWiki", 9: "MediaWiki talk",
    10: "Template", 11: "Template talk", 12: "Help", 13: "Help talk", 14: "Category",
    15: "Category talk",
}  # fmt: skip
# What files were called before, which texts go on to say and exports do not list.
_FILES_ONCE = (
    "image", "bild", "imagen", "imagem", "immagine", "grafika", "изображение", "картинка",
    "зображення", "slika", "слика", "afbeelding", "kép", "resim", "εικόνα", "תמונה", "تصویر",
    "صورة", "圖像", "图像", "图片", "圖片", "画像", "그림", "obrázek", "kuva", "imagine", "imatge",
)  # fmt: skip
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NEWS = re.compile(r"wikinews(?:\.org)?$")
_KEPT = ";@$!*(),/~:"  # what MediaWiki leaves as it is in an address (wfUrlencode)
_WITH_PARENTS = (0, 7)
MEDIA, SPECIAL, MAIN, TEMPLATE, FILE, CATEGORY = -2, -1, 0, 10, 6, 14


@dataclass(frozen=True, slots=True)
class Site:
    """A wiki. `names` has the number of a namespace by each name of it, folded; `labels` has what
    the wiki itself calls each. `names_parents` says that its export names the revision before each.
    """

    name: str | None = None
    database: str | None = None
    base: str | None = None
    language: str | None = None
    names: Mapping[str, int] = field(default_factory=dict)
    labels: Mapping[int, str] = field(default_factory=dict)
    names_parents: bool = False

    @property
    def is_news(self) -> bool:
        """Whether it is a Wikinews, in whatever language."""
        hosts = (self.database, urlsplit(self.base or "").hostname, fold_line(self.name or ""))
        return any(_NEWS.search(host) for host in hosts if host)

    @property
    def key(self) -> str | None:
        """What tells it from other wikis, in every version of the format: its host, and the folder
        there where that is not /wiki/; else the name of its database, or its own.
        """
        if parts := urlsplit(self.base or ""):
            folder = self.folder and urlsplit(self.folder).path.removesuffix("/wiki/").strip("/")
            if parts.hostname:
                return f"{parts.hostname}/{folder}" if folder else parts.hostname
        return self.database or self.name

    @property
    def folder(self) -> str | None:
        """The address that pages are below: the main page's without its title."""
        if not self.base or "/" not in self.base:
            return None
        for sign in ("title=", "/wiki/"):
            before, found, _ = self.base.partition(sign)
            if found:
                return before + found
        return self.base.rpartition("/")[0] + "/"

    def url(self, title: str) -> str | None:
        """The address of a page."""
        return self.folder + quote(title.replace(" ", "_"), safe=_KEPT) if self.folder else None

    def split(self, title: str) -> tuple[int, str]:
        """(number of the namespace, the rest) of a title; `MAIN` where it names none."""
        prefix, colon, rest = title.partition(":")
        number = self.names.get(_folded(prefix)) if colon else None
        return (MAIN, title) if number is None else (number, rest.strip(" _"))


def read_site(root: Any) -> Site:
    """What the root element of an export says, however little; None is a part without it."""
    info = None if root is None else find(root, "siteinfo")
    found: dict[str, int] = dict.fromkeys(_FILES_ONCE, FILE)
    found |= {_folded(name): number for number, name in _CANONICAL.items()}
    labels = dict(_CANONICAL)
    for each in find_all(info, "namespaces/namespace") if info is not None else ():
        key, name = each.get("key") or "", one_line(each.text)
        if name and re.fullmatch(r"-?\d{1,5}", key):
            found[_folded(name)] = int(key)
            labels[int(key)] = name
    base = None if info is None else _address(words_at(info, "base"))
    database = None if info is None else words_at(info, "dbname")
    return Site(
        name=None if info is None else words_at(info, "sitename"),
        database=database,
        base=base,
        language=(None if root is None else root.get(_LANG)) or _language_of(base),
        names_parents=root is not None and _version(root) >= _WITH_PARENTS,
        names=found,
        labels=labels,
    )


def _address(base: str | None) -> str | None:
    """The address of the main page; None where it is none."""
    try:
        host = urlsplit(base or "").hostname
    except ValueError:
        return None
    return f"https:{base}" if host and base and base.startswith("//") else base


def _version(root: Any) -> tuple[int, ...]:
    numbers = re.fullmatch(r"(\d{1,3})\.(\d{1,3})", root.get("version") or "")
    return tuple(map(int, numbers.groups())) if numbers else (0, 0)


def _language_of(base: str | None) -> str | None:
    """The language that the host of one of Wikimedia's wikis begins with: "fr.wikinews.org"."""
    labels = (urlsplit(base or "").hostname or "").split(".")
    return labels[0] if len(labels) == 3 and labels[1].startswith("wiki") else None


def _folded(name: str) -> str:
    return " ".join(name.replace("_", " ").lower().split())
