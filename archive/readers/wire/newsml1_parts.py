"""The stories in a NewsItem of NewsML 1: what is an item or an article of its own, and its text."""

from __future__ import annotations

import base64
import binascii
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from archive.readers.common.bodies import Body, body_of, joined_bodies, markup_body
from archive.readers.common.xml import find, find_all, local, value_at, words_at
from archive.readers.wire.nitf_story import Story, read_story
from archive.text.charset import decode
from archive.text.plain import one_line

MOST_PARTS = 1_000  # of one item; each is read with what stands around it
# Roles and media of components that hold a picture or what belongs to one.
_OF_PICTURES = {
    "caption", "photo", "picture", "image", "graphic", "graphics", "video", "thumbnail", "preview",
    "quicklook", "highdef", "photo-caption", "illustration",
}  # fmt: skip
# Roles of what belongs to a text in the same item.
_OF_TEXTS = {"teaser", "abstract", "summary", "lead", "bullets"}


@dataclass(frozen=True, slots=True)
class Part:
    """One story of an item: the item without the others. `name` tells it from them, and is None for
    the one that is the item itself; `unread` counts those that are too many to be read.
    """

    item: Any
    name: str | None = None
    unread: int = 0


def parts(item: Any) -> Iterator[Part]:
    """The stories of an item, one at a time: what it says itself, and every component that has a
    headline and a text of its own and is not the same in another form.
    """
    count = len(_components(item))
    if not count or count > MOST_PARTS:
        yield Part(item, unread=max(0, count - 1))
        return
    around = copy.deepcopy(item)
    found = [(each, each.getparent()) for each in _components(around)]
    places = [(each, parent, parent.index(each)) for each, parent in found]
    for each, parent in found:
        parent.remove(each)
    own = _has_text(around)
    if len(found) == 1 and not own:
        yield Part(item)
        return
    if own:
        yield Part(around)
        for content in list(around.iter("{*}ContentItem")):
            content.getparent().remove(content)
    main = next((at for at, (each, _) in enumerate(found) if _role(each) == "main"), 0)
    for number, (each, parent, at) in enumerate(places):
        parent.insert(at, each)
        hidden = list(_lines_around(each))
        for line, lines, _ in hidden:
            lines.remove(line)
        name = one_line(each.get("Duid") or each.get("Euid")) or str(number + 1)
        yield Part(around, None if number == main and not own else name)
        for line, lines, place in reversed(hidden):
            lines.insert(place, line)
        parent.remove(each)


def _components(item: Any) -> list[Any]:
    """The innermost components that are a story of their own."""
    found: list[Any] = []
    for each in item.iter("{*}NewsComponent"):
        lines = find(each, "NewsLines")
        parent = each.getparent()
        if (
            lines is None
            or not words_at(lines, "HeadLine")
            or local(parent) != "NewsComponent"
            or is_of_picture(lines)
            or _role(each) in _OF_TEXTS
            or any(_is_list_of_equals(above) for above in each.iterancestors())
            or not _has_text(each)
        ):
            continue
        if found and found[-1] in each.iterancestors():
            found.pop()
        found.append(each)
    return found


def _has_text(item: Any) -> bool:
    """Whether something has a text that is not a picture's."""
    contents = (
        each for each in item.iter("{*}ContentItem") if find(each, "DataContent") is not None
    )
    return any(not is_of_picture(each) and _data(each, None)[1] for each in contents)


def _is_list_of_equals(element: Any) -> bool:
    return (element.get("EquivalentsList") or "").lower() == "yes"


def _lines_around(component: Any) -> Iterator[tuple[Any, Any, int]]:
    """(line, the lines it is in, its place) of each line around a component that it has itself."""
    own = {local(line) for line in find(component, "NewsLines")}
    for above in component.iterancestors("{*}NewsComponent"):
        for lines in find_all(above, "NewsLines"):
            for line in reversed(list(lines)):
                if local(line) in own:
                    yield line, lines, lines.index(line)


def is_of_picture(inside: Any) -> bool:
    """Whether lines, or a content, are those of a picture beside a text: its by-line and credit are
    not the text's. Where a picture is all there is, they are.
    """
    component = inside.getparent()
    while local(component) == "NewsComponent" and local(component.getparent()) == "NewsComponent":
        kinds = {kind.lower() for name in ("Role", "MediaType") for kind in
                 formal_names(component, name)}  # fmt: skip
        if kinds & _OF_PICTURES and not kinds & {"main", "text"}:
            return True
        component = component.getparent()
    return False


def formal_names(item: Any, name: str) -> Iterator[str]:
    """The formal names that elements of that name have."""
    for element in item.iter(f"{{*}}{name}"):
        formal = one_line(element.get("FormalName"))
        if formal:
            yield formal


def content_of(item: Any, title: str | None) -> tuple[Story, Body]:
    """The text of the main component, else of the first that has one; of several in it, all."""
    contents = [
        each for each in item.iter("{*}ContentItem") if find(each, "DataContent") is not None
    ]
    contents.sort(key=lambda content: _role(content.getparent()) != "main")
    for content in contents:
        story, body = _data(content, title)
        if body:
            return story, _with_more(body, content, title)
    return Story(), Body()


def _with_more(body: Body, content: Any, title: str | None) -> Body:
    """A text with those behind it in its component, unless they say the same in another form."""
    component = content.getparent()
    if component is None or _is_list_of_equals(component):
        return body
    more = (_data(each, title)[1] for each in content.itersiblings("{*}ContentItem"))
    return joined_bodies([body, *more])


def _role(component: Any) -> str:
    return "" if component is None else (value_at(component, "Role", "FormalName") or "").lower()


def _data(content: Any, title: str | None) -> tuple[Story, Body]:
    data = find(content, "DataContent")
    nitf = next(data.iter("{*}nitf"), None)
    if nitf is not None:
        story = read_story(nitf)
        return story, story.body
    if len(data):
        return Story(), markup_body(next(data.iter("{*}body"), data), title)
    text = data.text or ""
    if (value_at(content, "Encoding", "Notation") or "").lower() == "base64":
        try:
            text = decode(base64.b64decode(text, validate=False))
        except binascii.Error:
            return Story(), Body()
        if "\x00" in text:
            return Story(), Body()
    return Story(), body_of(text, title)
