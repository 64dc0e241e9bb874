"""One item of ninjs, read alike whichever version it is of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from archive.article import Image, make_id
from archive.errors import UnreadableError
from archive.normalise.agencies import known_agency
from archive.readers.common.bodies import Body, body_of
from archive.readers.common.xml import parse
from archive.readers.wire.nitf_story import Story, read_story
from archive.text.plain import distinct, fold_line, one_line

_IMAGES = {"picture", "graphic", "image", "photo"}


class Item:
    """One ninjs object, read alike whether it is of version 1, 2 or 3.

    Version 3 writes keys in camel case, 2 and 3 hold in lists with roles what 1 has in keys of
    their own (`body_text`). A value of a kind that does not belong there is passed over.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.values = {str(key).lower(): value for key, value in data.items()}

    def text(self, *keys: str) -> str | None:
        """A text or a number on one line, under the first of these keys that has one."""
        for key in keys:
            value = self.values.get(key)
            if isinstance(value, str | int | float) and not isinstance(value, bool):
                line = one_line(str(value))
                if line:
                    return line
        return None

    def kind(self) -> str:
        """The type, folded; an event of version 3 is known by its details."""
        return "event" if "eventdetails" in self.values else fold_line(self.text("type") or "text")

    def title(self) -> str | None:
        """The main headline, else the title."""
        return self.role("headline", ("main", "", "headline")) or self.text("title")

    def summary(self) -> str | None:
        """The description that sums up the text, unless it is the headline again."""
        text = self.role("description", ("summary", "lead", "text", "", "caption", "abstract"))
        return None if fold_line(text or "") == fold_line(self.title() or "") else text

    def objects(self, key: str) -> Iterator[Item]:
        """The objects of a list under a key, or under its plural as of version 2."""
        plural = {"person": "people", "body": "bodies"}.get(key, f"{key}s")
        for name in (key, plural):
            value = self.values.get(name)
            if isinstance(value, Mapping):  # `associations` of version 1
                value = list(value.values())
            if isinstance(value, list):
                yield from (Item(each) for each in value if isinstance(each, Mapping))

    def names(self, key: str) -> Iterator[str | None]:
        """The names in a list of objects or of texts."""
        for each in self.objects(key):
            yield each.text("name")
        for name in (key, f"{key}s"):
            value = self.values.get(name)
            if isinstance(value, list):
                yield from (each for each in value if isinstance(each, str))

    def said(self, *keys: str) -> Iterator[str | None]:
        """What the values of these keys say by their text, or by a name or a code of any kind."""
        for key in keys:
            value = self.values.get(key)
            alone = [Item(value)] if isinstance(value, Mapping) else []
            yield self.text(key)
            yield from self.names(key)
            for each in (*alone, *self.objects(key)):
                yield from map(each.text, ("name", "code", "qcode", "uri", "literal"))

    def topics(self, key: str) -> Iterator[tuple[str | None, str | None]]:
        """(code, name) of every concept; a name of one letter is only a code again."""
        for each in self.objects(key):
            name = each.text("name")
            code = each.text("code", "literal", "uri")
            yield code, name if name and len(name) > 1 else None

    def role(self, key: str, roles: tuple[str, ...]) -> str | None:
        """The text with the first of these roles: `headline`, `headlines[].role`, `..._text`."""
        said: dict[str, str | None] = {}
        if plain := self.text(key, f"{key}_text"):
            said[""] = plain
        for each in self.objects(key):
            said.setdefault((each.text("role") or "").lower(), each.text("value"))
        found = next((text for role in roles if (text := said.get(role))), None)
        if found is None and (html := self.text(f"{key}_html", f"{key}_xhtml")):
            from archive.text.rendered import html_to_text

            found = one_line(html_to_text(html))
        return found

    def bodies(self) -> Iterator[tuple[str, str]]:
        """(kind, content) of every form of the text: "nitf", "html" or "text"."""
        for key, value in self.values.items():
            if key.startswith("body_") and isinstance(value, str):
                yield _form(key), value
        for each in self.objects("body"):
            value = each.values.get("value")
            if isinstance(value, str):
                yield _form_of(each), value

    def body(self, title: str | None) -> tuple[Body, Story]:
        """The text in the form that says most of its structure, and the NITF it was in, if so."""
        forms: dict[str, str] = {}
        for form, content in self.bodies():
            if content.strip():
                forms.setdefault(form, content)
        if "nitf" in forms:
            try:
                story = read_story(parse(forms["nitf"].encode()))
            except (UnreadableError, ValueError):
                story = Story()
            if story.body:
                return story.body, story
        for form in ("html", "text"):
            if form in forms and (body := body_of(forms[form], title)):
                return body, Story()
        return Body(), Story()

    def only_a_caption(self) -> bool:
        """Whether any form of the text is just the caption or the headline of a picture."""
        said = {
            fold_line(text)
            for key in ("description", "headline")
            for text in (
                self.text(key),
                self.text(f"{key}_text"),
                *(each.text("value") for each in self.objects(key)),
            )
            if text
        }
        return any(fold_line(content) in said for _, content in self.bodies())

    def exported_identity(self) -> str | None:
        """The identity that an archive wrote beside the id that it made of it."""
        named = {each.text("role"): each.text("value") for each in self.objects("altid")}
        identity = named.get("identity")
        return identity if identity and named.get("archive") == make_id(identity) else None

    def parties(self, bylines: list[str]) -> list[str | None]:
        """The names of those that may have supplied the item, the likeliest first."""
        return [
            self.text("source"),
            *self.names("infosource"),
            self.text("provider"),
            self.text("creditline"),
            self.text("copyrightholder"),
            *filter(known_agency, bylines),
        ]

    def bylines(self) -> list[str]:
        """The by-line, under any of its keys; AP's is a list of objects, and so may be others'."""
        if line := self.text("byline", "by"):
            return [line]
        return distinct(each.text("by", "value", "name") for each in self.objects("byline"))

    def writers(self) -> Iterator[str | None]:
        """The authors but for those whose role is another one."""
        for each in self.objects("author"):
            if (each.text("role") or "author").lower() in ("author", "writer", "reporter"):
                yield each.text("name")

    def images(self) -> Iterator[Image]:
        """The pictures that go with it, each in its widest rendition, with its caption."""
        for each in self.objects("association"):
            if (each.text("type") or "").lower() not in _IMAGES:
                continue
            best = max(each.objects("rendition"), key=_width, default=None)
            url = best.text("href") if best else None
            caption = each.role("description", ("caption", "text", "", "summary"))
            if url or caption:
                yield Image(url, caption or each.role("headline", ("main", "")))


def _form_of(body: Item) -> str:
    """The form of an entry of `bodies`: its contentType, else its role where that names one. Any
    other role ("main") says nothing of it, and then the text shows what it is.
    """
    if kind := body.text("contenttype"):
        return _form(kind)
    form = _form(body.text("role") or "")
    return "html" if form == "other" and "ttnitf" not in (body.text("role") or "") else form


def _form(name: str) -> str:
    """Which form a role, content type or key names."""
    name = name.lower()
    if "nitf" in name:
        return "nitf" if "ttnitf" not in name else "other"
    return "html" if "html" in name else "text" if "text" in name or not name else "other"


def _width(rendition: Item) -> float:
    kind = rendition.text("mimetype", "contenttype") or "image/"
    width = rendition.values.get("width")
    if not kind.startswith("image/") or not isinstance(width, int | float):
        return 0
    return width
