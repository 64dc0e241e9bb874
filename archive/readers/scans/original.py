"""What is kept of an article out of METS: a METS of its own that holds all the article comes from.

It has the descriptions, the div and, in place of files, the blocks as they stand in ALTO
(fileSec/fileGrp/file/FContent), so that it can be read again without the issue around it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any

from archive.readers.common.xml import parse
from archive.readers.scans.divs import Mets
from archive.readers.scans.pages import Pages, Place

_METS = "http://www.loc.gov/METS/"
_HREF = "{http://www.w3.org/1999/xlink}href"


def composed(
    mets: Mets,
    pages: Pages,
    above: Sequence[Any],
    item: tuple[str, str, str | None],
    blocks: Sequence[tuple[Place, str]],
    absent: Iterable[str] = (),
) -> bytes:
    """A METS with one item, `item` being its TYPE, ID and LABEL: `above` are the divs that it is in
    and itself as it was; `blocks` its blocks with the kinds of their divs; `absent` the files that
    it points at and that are not there.
    """
    from lxml import etree

    root = etree.Element(
        f"{{{_METS}}}mets", nsmap={"mets": _METS, "xlink": "http://www.w3.org/1999/xlink"}
    )
    for name in ("OBJID", "LABEL", "TYPE"):
        if value := mets.root.get(name):
            root.set(name, value)
    files = list(dict.fromkeys([*(place.file for place, _ in blocks), *absent]))
    page_divs = [mets.page_divs[file] for file in files if file in mets.page_divs]
    ids = [*mets.issue_ids, *(n for div in [*above, *page_divs] for n in _dmdids(div))]
    for name in dict.fromkeys(ids):
        if name in mets.sections:
            root.append(deepcopy(mets.sections[name]))
    names = _names(pages, [place for place, _ in blocks])
    group = _sub(_sub(root, "fileSec"), "fileGrp", USE="ALTO")
    for file in files:
        _file(group, pages, file, names)
    is_page = item[0].startswith("page")
    logical = _sub(root, "structMap", TYPE="PHYSICAL" if is_page else "LOGICAL")
    _divs(logical, mets, above, item, [(names[place], place.file, kind) for place, kind in blocks])
    if not is_page:
        physical = _sub(_sub(root, "structMap", TYPE="PHYSICAL"), "div")
        for file in files:
            if file in mets.page_divs:
                _sub(_copy(physical, mets.page_divs[file]), "fptr", FILEID=file)
        for file in absent:
            _sub(root[-2].findall(".//{*}div")[-1], "fptr", FILEID=file)
    etree.cleanup_namespaces(root)
    data: bytes = etree.tostring(root, encoding="utf-8")
    return data


def _divs(
    parent: Any,
    mets: Mets,
    above: Sequence[Any],
    item: tuple[str, str, str | None],
    blocks: Iterable[tuple[str, str, str]],
) -> None:
    """The divs around the item, itself, and a div with an area for each of its blocks."""
    known = {name for div in above[:-1] for name in _dmdids(div)}
    lacking = [name for name in mets.issue_ids if name not in known]
    if lacking:
        parent = _sub(parent, "div", TYPE="ISSUE", DMDID=" ".join(lacking))
    for div in above[:-1]:
        parent = _copy(parent, div)
    kind, name, label = item
    own = _sub(parent, "div", TYPE=kind, ID=name)
    if label:
        own.set("LABEL", label)
    for said in ("DMDID", "ORDER", "ORDERLABEL") if above else ():
        if value := above[-1].get(said):
            own.set(said, value)
    if kind.startswith("page"):
        for file in dict.fromkeys(file for _, file, _ in blocks):
            _sub(own, "fptr", FILEID=file)
        return
    for block, file, part in blocks:
        pointer = _sub(_sub(own, "div", TYPE=part), "fptr")
        _sub(pointer, "area", FILEID=file, BETYPE="IDREF", BEGIN=block)


def _names(pages: Pages, places: Sequence[Place]) -> dict[Place, str]:
    """An id for each block: its own, where no other of its file has that."""
    own = {place: str(parse(pages.block(place).xml).get("ID") or "") for place in places}
    often = Counter((place.file, name) for place, name in own.items())
    used = {name for at in own for name in pages.block(at).ids}
    named: dict[Place, str] = {}
    for number, (place, name) in enumerate(own.items(), 1):
        alone = name and often[place.file, name] == 1
        named[place] = name if alone else f"block-{number}"
        while not alone and named[place] in used:
            named[place] += "-"
    return named


def _file(group: Any, pages: Pages, file: str, names: dict[Place, str]) -> None:
    from lxml import etree

    one = _sub(group, "file", ID=file)
    if reference := pages.files[file].reference:
        location = _sub(one, "FLocat", LOCTYPE="OTHER")
        location.set(_HREF, reference)
    mine = [place for place in names if place.file == file]
    if not mine:
        return
    space = pages.namespaces[file]

    def tag(name: str) -> str:
        return f"{{{space}}}{name}" if space else name

    data = _sub(_sub(one, "FContent"), "xmlData")
    alto = etree.SubElement(data, tag("alto"))
    if image := pages.page(mine[0]).image:
        about = etree.SubElement(alto, tag("Description"))
        picture = etree.SubElement(about, tag("sourceImageInformation"))
        etree.SubElement(picture, tag("fileName")).text = image
    layout = etree.SubElement(alto, tag("Layout"))
    for number in sorted({place.page for place in mine}):
        on_page = [place for place in mine if place.page == number]
        page = etree.SubElement(layout, tag("Page"))
        for name, value in pages.page(on_page[0]).attributes:
            page.set(name, value)
        space_in = etree.SubElement(page, tag("PrintSpace"))
        for place in sorted(on_page, key=lambda at: at.block):
            block = parse(pages.block(place).xml)
            block.set("ID", names[place])
            space_in.append(block)


def _dmdids(div: Any) -> list[str]:
    return list((div.get("DMDID") or "").split())


def _sub(parent: Any, name: str, **attributes: str) -> Any:
    from lxml import etree

    return etree.SubElement(parent, f"{{{_METS}}}{name}", attributes)


def _copy(parent: Any, div: Any) -> Any:
    """A div with what it says of itself, without what is in it."""
    copy = _sub(parent, "div")
    for name in ("TYPE", "ID", "LABEL", "DMDID", "ORDER", "ORDERLABEL"):
        if value := div.get(name):
            copy.set(name, value)
    return copy
