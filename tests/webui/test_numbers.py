"""Whole numbers in addresses: one rule, whatever they number."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.helpers.looks import REVISED, TAKEN

from .conftest import Page

ODD = ("x", "-1", "1.5", "+2", "٣", "²", "1" * 8, "9" * 400, "1e3", "0x1", "1_0")


@pytest.mark.parametrize("number", ODD)
def test_what_is_no_whole_number_is_told_or_left_out_and_never_a_fault(
    get: Callable[..., Page], number: str
) -> None:
    number = number.replace("+", "%2B")
    assert get(f"/?page={number}").status == 400
    assert get(f"/feed.atom?page={number}").status == 400
    assert get(f"/coverage?before={number}").status == 400
    assert get(f"/article/{REVISED}?revision={number}").status == 404
    assert " of " not in get(f"/article/{TAKEN}?q=Syria&n={number}").html.split("<article")[0]
    assert ("apart", "10") in get(f"/advanced?near=a+b&apart={number}").inputs


def test_a_number_means_the_same_with_blanks_around_it(get: Callable[..., Page]) -> None:
    assert get("/?page=%202%20").titles() == get("/?page=2").titles()
    assert get("/coverage?before=%202%20").status == 200
    assert ("apart", "5") in get("/advanced?near=a+b&apart=%205%20").inputs
    article = f"/article/{REVISED}?revision="
    assert get(f"{article}%201%20").text.replace("%201%20", "1") == get(f"{article}1").text
    here = get("/?q=Syria").links
    hit = next(link.href for link in here if "&n=3" in link.href)
    assert "3 of " in get(hit.replace("&n=3", "&n=%203%20")).text
