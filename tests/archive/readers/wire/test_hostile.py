"""Whatever a wire file or a feed holds, it ends in articles or in reasons: nothing is raised,
nothing is fetched, nothing grows.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.article import Article, RawArticle, Skipped, to_json
from archive.normalise.rules import normalise
from archive.readers.formats import read, recognise
from archive.readers.sources.source import Source
from tests.helpers.archives import ROOT

SEEDS = {
    "newsml-1": "wire/2012-07-04-higgs.newsml-1.xml",
    "newsml-g2": "wire/2015-12-12-paris-climate.newsml-g2.xml",
    "nitf": "wire/2014-11-12-rosetta.nitf.xml",
    "xml": "wire/2000-01-01-millennium.xml",
    "ninjs": "wire/2021-02-18-perseverance.ninjs-3.json",
    "ap-json": "wire/2018-07-10-thailand-cave.ap.json",
    "iptc-7901": "wire/2016-03-24-nz-flag.7901.txt",
    "anpa-1312": "wire/2014-09-19-scotland.anpa.txt",
    "feed": "feeds/lower-river-times.rss",
    "json-feed": "feeds/small-planet.json",
}
XML = ("newsml-1", "newsml-g2", "nitf", "xml", "feed")
JSON = ("ninjs", "ap-json", "json-feed")
_LAUGH = "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">'
    for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)
LAUGHS = f'<!DOCTYPE x [<!ENTITY a "ha ha ha ha ha ha">{_LAUGH}]>'


def seed(name: str) -> bytes:
    return (ROOT / "samples" / SEEDS[name]).read_bytes()


def outcome(data: bytes, format_name: str | None) -> list[Article | Skipped]:
    """What a file becomes; every article is one that the store can keep."""
    source = Source("twin", lambda: io.BufferedReader(io.BytesIO(data)))
    found = []
    for item in read(source, format_name):
        article = normalise(item) if isinstance(item, RawArticle) else item
        if isinstance(article, Article):
            json.dumps(to_json(article), allow_nan=False).encode()
            assert isinstance(item, RawArticle)
            assert item.original
        found.append(article)
    return found


def reasons(data: bytes, format_name: str | None) -> list[str]:
    return [item.reason for item in outcome(data, format_name) if isinstance(item, Skipped)]


@pytest.mark.parametrize("name", SEEDS)
def test_the_format_of_a_sample_is_recognised_whatever_its_file_is_called(name: str) -> None:
    found = recognise(seed(name), "file.dat")
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("name", SEEDS)
@pytest.mark.parametrize("share", [0.02, 0.3, 0.5, 0.7, 0.9])
def test_a_truncated_file_gives_a_reason_or_whole_articles(name: str, share: float) -> None:
    data = seed(name)
    cut = data[: int(len(data) * share)]
    whole = {item.title for item in outcome(data, name) if isinstance(item, Article)}
    for item in outcome(cut, name):
        assert isinstance(item, Skipped) or item.title in whole
    assert outcome(cut, name)


@pytest.mark.parametrize("name", SEEDS)
@pytest.mark.parametrize("data", [b"", b" \r\n\t ", b"\xef\xbb\xbf"])
def test_an_empty_file_gives_a_reason(name: str, data: bytes) -> None:
    assert len(reasons(data, name)) == 1


@pytest.mark.parametrize("name", SEEDS)
def test_a_binary_file_gives_a_reason(name: str) -> None:
    noise = bytes(range(256)) * 64
    assert reasons(noise, name)
    assert not [item for item in outcome(noise, name) if isinstance(item, Article)]
    outcome(seed(name)[:80] + noise + seed(name)[80:], name)


@pytest.mark.parametrize("name", SEEDS)
@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-16-le", "utf-8-sig", "shift_jis"])
def test_another_encoding_than_the_declared_one_never_raises(name: str, encoding: str) -> None:
    data = seed(name).decode("utf-8").encode(encoding, "replace")
    assert outcome(data, name)


@pytest.mark.parametrize("name", ["newsml-1", "nitf", "feed", "xml"])
def test_a_declaration_of_latin_1_over_utf_8_is_seen_through(name: str) -> None:
    text = seed(name).decode("utf-8").replace('encoding="UTF-8"', "encoding='iso-8859-1'")
    text = text.replace('encoding="utf-8"', 'encoding="iso-8859-1"')
    text = text.replace("Wednesday", "Wédnesday").replace("Monday", "Mönday")
    titles = [item.title for item in outcome(text.encode(), name) if isinstance(item, Article)]
    assert titles
    assert "Ã" not in str(outcome(text.encode(), name))


@pytest.mark.parametrize("name", XML)
def test_entities_are_neither_expanded_nor_fetched(name: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret of this machine")
    external = f'<!DOCTYPE x [<!ENTITY j SYSTEM "{secret.as_uri()}">]>'
    parameter = f'<!DOCTYPE x [<!ENTITY % j SYSTEM "{secret.as_uri()}"> %j;]>'
    for prolog in (LAUGHS, external, parameter):
        start, _, rest = seed(name).decode().partition("?>")
        twin = f"{start}?>{prolog}{rest.replace('Jane', '&j;')}".encode()
        found = outcome(twin, name)
        assert "secret of" not in str(found)
        assert "ha ha" not in str(found)
        assert reasons(twin, name)


@pytest.mark.parametrize("name", XML)
@pytest.mark.parametrize(
    "stuffing",
    [
        lambda: "<b>" * 20_000 + "</b>" * 20_000,
        lambda: "<b " + " ".join(f'a{number}="1"' for number in range(200_000)) + "/>",
        lambda: "<b/>" * 20_000,
        lambda: "x" * 12_000_000,
        lambda: "&#8205;" * 20_000 + "&nbsp;" * 10 + "&nosuch;",
        lambda: "\x00\x01\x0b",
    ],
    ids=["deep", "attributes", "wide", "long", "references", "controls"],
)
def test_hostile_markup_ends_within_bounds(name: str, stuffing: Callable[[], str]) -> None:
    data = seed(name).decode()
    at = data.rindex("</p>") if "</p>" in data else data.rindex("</")
    assert outcome(f"{data[:at]}{stuffing()}{data[at:]}".encode(), name)


@pytest.mark.parametrize("name", ["feed", "json-feed", "ninjs", "xml"])
@pytest.mark.parametrize(
    "stuffing",
    [
        "<div>" * 20_000,
        "<b " + " ".join(f"a{number}" for number in range(40_000)) + ">",
        "<p>" * 20_000,
        "<br>" * 20_000,
        "<" * 100_000,
        "&" * 100_000,
        "a" * 1_000_000,
        "<!--" * 20_000,
    ],
    ids=["deep", "attributes", "wide", "breaks", "openings", "references", "long", "comments"],
)
def test_hostile_html_inside_an_item_ends_within_bounds(name: str, stuffing: str) -> None:
    text = seed(name).decode()
    if name in JSON:
        data = text.replace("<p>", f"<p>{stuffing}", 1)
    else:
        escaped = stuffing.replace("&", "&amp;").replace("<", "&lt;")
        data = text.replace("&lt;p&gt;", f"&lt;p&gt;{escaped}", 1)
    assert data != text
    assert outcome(data.encode(), name)


@pytest.mark.parametrize("name", ["iptc-7901", "anpa-1312"])
@pytest.mark.parametrize(
    "stuffing",
    ["\x01", "\x02", "\x03", "\n^a<", " ", "\x0b", "\n", "\n# a", "a ", "a 1\x13 ", "1234567 GMT "],
)
def test_hostile_wire_text_ends_within_bounds(name: str, stuffing: str) -> None:
    text = seed(name).decode()
    for at in (0, 1, text.index("\x02"), text.index("\x03"), len(text)):
        assert outcome((text[:at] + stuffing * 10_000 + text[at:]).encode(), name)
        recognise((text[:at] + stuffing * 10_000 + text[at:]).encode(), "file.txt")


@pytest.mark.parametrize("name", JSON)
@pytest.mark.parametrize(
    "data",
    [
        b"[" * 200_000,
        b'{"item":' * 100_000,
        b"[]",
        b"{}",
        b"null",
        b'"text"',
        b"[1, null, true, [], {}]",
        b'{"items": {"a": 1}, "data": {"items": [1, {"item": 2}]}}',
        b'{"items": [{"title": 5, "headline": [], "uri": {}, "bodies": [{"value": 1}, 7]}]}',
        b'{"data": {"item": {"headline": "Lone \\ud800 half", "urgency": NaN, "version": 1e999}}}',
        b'{"items": [{"title": "Lone \\ud800 half", "tags": {"a": 1}, "author": [1]}]}',
    ],
)
def test_json_of_other_shapes_gives_a_reason_or_an_article(name: str, data: bytes) -> None:
    assert outcome(data, name)


@pytest.mark.parametrize("name", JSON)
def test_values_of_a_wrong_kind_are_passed_over(name: str) -> None:
    def spoilt(value: object, wrong: object) -> object:
        if isinstance(value, dict):
            return {
                key: wrong if key in chosen else spoilt(each, wrong) for key, each in value.items()
            }
        if isinstance(value, list):
            return [spoilt(each, wrong) for each in value]
        return value

    data = json.loads(seed(name))
    keys = {key for item in [data] for key in _keys(item)}
    for key in keys:
        chosen = {key}
        for wrong in (None, 7, True, "text", [], {}, [[]], {"a": [1]}):
            assert outcome(json.dumps(spoilt(data, wrong)).encode(), name)


def _keys(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(_keys, value.values()))
    return set().union(*map(_keys, value)) if isinstance(value, list) else set()
