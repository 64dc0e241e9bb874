"""The text of a NewsItem of NewsML 1, and of the stories in it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from archive.readers.common.bodies import Body, body_of, joined_bodies, markup_body
from archive.readers.common.xml import find, find_all, local, value_at, words, words_at
from archive.readers.wire.nitf_story import Story, read_story
from archive.text.charset import decode
from archive.text.markdown import escape, from_text
from archive.text.plain import distinct, one_line

# Roles and media of components that hold a picture or what belongs to one.
_OF_PICTURES = {
    "caption", "photo", "picture", "image", "graphic", "graphics", "video", "thumbnail", "preview",
    "quicklook", "highdef", "photo-caption", "illustration",
}  # fmt: skip
# Roles of what belongs to a text in the same item.
_OF_TEXTS = {"teaser", "abstract", "summary", "lead", "bullets"}


@dataclass(frozen=True, slots=True)
class Text:
    """The text of an item, with what a NITF in it says. Where it is several stories in one, `title`
    is the headline above the first, and `bylines` are those of all of them.
    """

    story: Story = field(default_factory=Story)
    body: Body = field(default_factory=Body)
    title: str | None = None
    bylines: tuple[str, ...] = ()


class _Components:
    """What the components of an item are: of a picture or not, and of which story."""

    def __init__(self, item: Any) -> None:
        pictures = pictures_in(item)
        self._story: dict[Any, Any] = {}
        equal: dict[Any, bool] = {}
        for each in item.iter("{*}NewsComponent"):  # those around come first
            above = each.getparent()
            inner = local(above) == "NewsComponent"
            equals = equal.get(above, False)
            equal[each] = equals or _is_list_of_equals(each)
            own = inner and not equals and _is_story(each) and not is_of_picture(each[0], pictures)
            self._story[each] = each if own else self._story.get(above)
        self.pictures = pictures

    def of_stories(self, item: Any, title: str | None) -> dict[Any, list[Any]]:
        """The contents with a text that is not a picture's, by the component that is their story;
        those of none by None, first.
        """
        found: dict[Any, list[Any]] = {None: []}
        for each in _contents(item):
            story = self._story.get(each.getparent())
            if not is_of_picture(each, self.pictures) and _data(each, _headline(story, title))[1]:
                found.setdefault(story, []).append(each)
        return {story: contents for story, contents in found.items() if contents}


def text_of(item: Any, title: str | None) -> Text:
    """The text of an item: what it says itself, and below it every component that has a headline
    and a text of its own, and is not the same in another form.

    They stay one article: a later revision, or a kill, tells no more than the item's identity.
    """
    found = _Components(item).of_stories(item, title)
    if len(found) < 2:
        contents = next(iter(found.values()), None) or list(_contents(item))
        return Text(*_text_in(contents, title))
    own = found.pop(None, None)
    stories = sorted(found, key=lambda each: _role(each) != "main")
    above = [*reversed(list(stories[0].iterancestors("{*}NewsComponent"))), stories[0]]
    title = next(filter(None, map(_headline, above)), title)
    read = [] if own is None else [(None, *_text_in(own, title))]
    read += [(each, *_text_in(found[each], _headline(each))) for each in stories]
    bylines = [line for each, story, _ in read for line in _bylines(each, story)]
    return Text(
        read[0][1],
        joined_bodies(_under_headline(each, body, title) for each, _, body in read),
        title,
        tuple(distinct(bylines)),
    )


def _under_headline(component: Any, body: Body, title: str | None) -> Body:
    """The text of a story below its headline, unless that is the title."""
    headline = _headline(component, title)
    if headline is None or headline == title:
        return body
    text = body.text if body.format == "markdown" else from_text(body.text)
    return Body(f"## {escape(headline)}\n\n{text}", "markdown")


def _headline(component: Any, otherwise: str | None = None) -> str | None:
    """The headline of a component, else another."""
    lines = None if component is None else find(component, "NewsLines")
    return (None if lines is None else words_at(lines, "HeadLine")) or otherwise


def _bylines(component: Any, story: Story) -> list[str]:
    """The by-lines of a story: its component's, else its NITF's."""
    lines = [] if component is None else find_all(component, "NewsLines/ByLine")
    return distinct(map(words, lines)) or distinct([story.byline])


def _is_story(component: Any) -> bool:
    """Whether a component has a headline, and does not belong to a text beside it."""
    return _headline(component) is not None and _role(component) not in _OF_TEXTS


def _is_list_of_equals(element: Any) -> bool:
    return (element.get("EquivalentsList") or "").lower() == "yes"


def pictures_in(item: Any) -> set[Any]:
    """The components that hold a picture, or what belongs to one, and no text."""
    kinds: dict[Any, set[str]] = {}
    for name in ("Role", "MediaType"):
        for element in item.iter(f"{{*}}{name}"):
            kind = (one_line(element.get("FormalName")) or "").lower()
            for above in element.iterancestors("{*}NewsComponent"):
                known = kinds.setdefault(above, set())
                if kind in known:  # and so in all around
                    break
                known.add(kind)
    return {
        each for each, its in kinds.items() if its & _OF_PICTURES and not its & {"main", "text"}
    }


def is_of_picture(inside: Any, pictures: set[Any]) -> bool:
    """Whether lines, or a content, are those of a picture beside a text: its by-line and credit are
    not the text's. Where a picture is all there is, they are.
    """
    component = inside.getparent()
    while local(component) == "NewsComponent" and local(component.getparent()) == "NewsComponent":
        if component in pictures:
            return True
        component = component.getparent()
    return False


def formal_names(item: Any, name: str) -> Iterator[str]:
    """The formal names that elements of that name have."""
    for element in item.iter(f"{{*}}{name}"):
        formal = one_line(element.get("FormalName"))
        if formal:
            yield formal


def _contents(item: Any) -> Iterator[Any]:
    return (each for each in item.iter("{*}ContentItem") if find(each, "DataContent") is not None)


def _text_in(contents: list[Any], title: str | None) -> tuple[Story, Body]:
    """The text of the main component, else of the first that has one; of several in it, all."""
    for content in sorted(contents, key=lambda content: _role(content.getparent()) != "main"):
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
