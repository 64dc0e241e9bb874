"""How templates are compiled: once in a process, and to code that does nothing for nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flask.templating
from jinja2 import Template
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.nodes import Expr
from jinja2.runtime import Context
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]

escaped: Callable[[str], str] = _escape_inner  # what `escape` makes of a text, as a plain one
_SAFE = frozenset({Markup, int, float})  # nothing in their text is to be escaped


class _Compiled(BytecodeCache):
    """The templates as they were compiled once in this process, for all applications in it."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Jinja's door: fills a bucket, unless the template has changed."""
        if code := self._compiled.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Jinja's door: keeps what has been compiled."""
        self._compiled[bucket.key] = bucket.bytecode_to_string()


COMPILED = _Compiled()


class _Writer(CodeGenerator):
    """Has each value of a page escaped to plain text. Jinja makes Markup of it, and joins that with
    the rest at once: of a page of a thousand values it took a tenth of the time.
    """

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write("environment.written(")
        else:
            super()._output_child_pre(node, frame, finalize)


class _Macros(Template):
    """A template whose macros know what is there for all pages, and nothing of the one that imports
    them. Jinja looks with every import whether that one has been given more.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


class Environment(flask.templating.Environment):
    """Compiles and finds the templates."""

    code_generator_class = _Writer
    template_class = _Macros

    @staticmethod
    def written(value: object) -> str:
        """A value as it stands in HTML: what `escape` gives, which makes Markup of any text."""
        if type(value) is str:
            return escaped(value)
        return str(value) if type(value) in _SAFE else escape(value)
