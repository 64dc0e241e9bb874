"""The sniff at the root, and parsing that mends, salvages or refuses."""

from __future__ import annotations

import pytest

from archive.errors import UnreadableError
from archive.readers.common.items import people, slug_signal, status_of, supplier
from archive.readers.common.xml import Root, find, local, parse, root_of, salvage, words_at


@pytest.mark.parametrize(
    ("head", "root"),
    [
        ("<rss>", Root("rss", None)),
        (
            '\ufeff<?xml version="1.0"?>\n<!-- <a> -->\n<!DOCTYPE n [<!ENTITY x "y">]><n/>',
            Root("n", None),
        ),
        ('<x:feed a="b" xmlns:x="urn:x" xmlns="urn:y">', Root("feed", "urn:x")),
        ("<feed xmlns='urn:y' xmlns:x='urn:x'", Root("feed", "urn:y")),
        ("<!-- never closed", None),
        ("text <a>", None),
        ("", None),
    ],
)
def test_the_root_is_known_from_the_head_alone(head: str, root: Root | None) -> None:
    assert root_of(head) == root


def test_names_are_found_in_whatever_namespace() -> None:
    root = parse(b'<a xmlns="urn:1"><b xmlns="urn:2"><c> one <d>two</d>\n</c></b></a>')
    assert local(root) == "a"
    assert words_at(root, "x/y", "b/c") == "one two"
    assert find(root, "b/x") is None


def test_what_is_cut_off_is_refused_or_salvaged_with_its_fault() -> None:
    data = b"<a><b>one</b><b>tw"
    with pytest.raises(UnreadableError, match="not well-formed XML"):
        parse(data)
    root, fault = salvage(data)
    assert len(root) == 2
    assert fault is not None
    assert fault.startswith("damaged XML")


def test_declared_entities_are_refused() -> None:
    with pytest.raises(UnreadableError, match="entities of its own"):
        parse(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')


@pytest.mark.parametrize(
    ("signals", "status"),
    [
        (["stat:usable"], None),
        (["sig:update", "stat:canceled"], "withdrawn"),
        (["http://cv.iptc.org/newscodes/signal/correction"], "corrected"),
        ([None, ""], None),
    ],
)
def test_the_gravest_signal_counts(signals: list[str | None], status: str | None) -> None:
    assert status_of(signals) == status


@pytest.mark.parametrize(
    ("slugline", "signal"),
    [
        ("BC-Bridge, 1st Ld-Writethru,312", "updated"),
        ("ROADS/BRIDGE (UPDATE 3)", "updated"),
        ("ROADS/BRIDGE (CORRECTED)", "corrected"),
        ("BC-Bridge, KILL", "withdrawn"),
        ("BC-Kill Bill", None),
        ("Update on roads", None),
        (None, None),
    ],
)
def test_only_a_mark_behind_the_name_of_a_slugline_signals(
    slugline: str | None, signal: str | None
) -> None:
    assert slug_signal(slugline) == signal


def test_the_supplier_is_the_first_known_name_else_the_domain_else_the_first_name() -> None:
    assert supplier(["Local Desk", "Reuters"]) == ("Reuters",)
    assert supplier(["Local Desk"], "tag:reuters.com,2020:1") == ("reuters",)
    assert supplier([None, "Local Desk"], "urn:newsml:example.org:1") == ("Local Desk",)
    assert supplier([]) == ()


def test_accounts_initials_and_nobodies_are_no_people() -> None:
    lines = ["jroe", "gr/bp", "VRG", "By a staff reporter", None, "By Jane Roe", "山田太郎", "NTB"]
    assert people(lines) == ("By Jane Roe", "山田太郎", "NTB")
