"""The pages on how the numbers of a chart were computed, and the lines by which they are cited."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask import render_template

from index.answers.method import Said, computed, quoted
from webui.common.address import Address
from webui.common.links import printed


def method_page(of: str, told: Iterable[Said], cited: str, back: str) -> str:
    """The page of what numbers there are `of`, with a way back to them."""
    return render_template("method.html", of=of, said=told, cited=cited, back=back)


def cited_of(what: str, address: Address, path: str, how: str = "") -> str:
    """The line by which the numbers of a search can be cited: what they are, and how they were
    counted; the address tells by what it was narrowed.
    """
    of = f" for {quoted(address.text)}" if address.text else ""
    return computed(f"{what}{of}{how}", printed(path), date.today().isoformat())
