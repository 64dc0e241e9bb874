"""A text that JSON holds in pieces: a list of paragraphs, or the blocks of an editor.

[{"type": "paragraph", "text": "..."}], and what Editor.js, Contentful, Sanity and Slate write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from archive.readers.common.bodies import Body
from archive.text.markdown import escape, from_text
from archive.text.plain import one_line

_TEXTS = ("text", "html", "rendered", "value", "content", "body", "markdown", "plain")
_INNER = ("content", "children", "blocks", "data", "body", "items", "paragraphs")
_KINDS = ("type", "nodeType", "_type", "kind", "style")
_BESIDE = {
    "image", "photo", "picture", "video", "audio", "gallery", "embed", "media", "ad",
    "advertisement", "advert",
}  # fmt: skip
_DEEPEST = 100  # blocks inside one another

Read = Callable[[str], Body]


def is_in_blocks(value: Any) -> bool:
    """Whether a value is a list of several pieces, or holds objects that may be blocks."""
    if isinstance(value, list):
        return len(value) > 1 or any(isinstance(each, Mapping | list) for each in value)
    return isinstance(value, Mapping)


def joined_blocks(value: Any, read: Read) -> Body:
    """The paragraphs of all blocks, of which `read` makes what one text says. Pictures and what is
    embedded are no text. ValueError where they are nested too deeply.
    """
    found = [each for each in _blocks(value, read, 0) if each]
    if all(each.format == "text" for each in found):
        return Body("\n\n".join(each.text.strip("\n") for each in found))
    texts = (each.text if each.format == "markdown" else from_text(each.text) for each in found)
    return Body("\n\n".join(texts), "markdown")


def _blocks(value: Any, read: Read, depth: int) -> Iterator[Body]:
    if depth > _DEEPEST:
        raise ValueError("nested too deeply")
    if isinstance(value, str):
        yield read(value)
    elif isinstance(value, list):
        for each in value:
            yield from _blocks(each, read, depth + 1)
    elif isinstance(value, Mapping) and not _kinds(value) & _BESIDE:
        text = next((value[key] for key in _TEXTS if isinstance(value.get(key), str)), None)
        inner = next((value[key] for key in _INNER if isinstance(value.get(key), list | dict)), ())
        if text is None and _is_line(inner):
            text = "".join(str(each.get("text", each.get("value"))) for each in inner)
        if text is None:
            yield from _blocks(inner, read, depth + 1)
        elif any(
            kind.startswith(("head", "h1", "h2", "h3", "h4", "subh")) for kind in _kinds(value)
        ):
            yield Body(f"## {escape(one_line(text) or '')}" if text.strip() else "", "markdown")
        else:
            yield read(text)


def _is_line(inner: Any) -> bool:
    """Whether a block's children are runs of its text and not blocks themselves."""
    return (
        bool(inner)
        and isinstance(inner, list)
        and all(
            isinstance(each, Mapping)
            and isinstance(each.get("text", each.get("value")), str)
            and _kinds(each) <= {"text", "span"}
            for each in inner
        )
    )


def _kinds(block: Mapping[str, Any]) -> set[str]:
    return {block[key].lower() for key in _KINDS if isinstance(block.get(key), str)}
