"""Settings: defaults, then the file, then the environment, and each value knows its source."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.errors import SettingsError
from archive.masthead import Masthead
from archive.settings import SETTINGS, keep, load


def test_nothing_needs_configuring(tmp_path: Path) -> None:
    settings = load(str(tmp_path), {})
    assert settings.text("engine") == "whoosh"
    assert set(settings.sources.values()) == {"default"}
    assert settings.home_source == "--home"


def test_the_environment_outranks_the_file_and_the_file_the_default(tmp_path: Path) -> None:
    (tmp_path / "archive.toml").write_text("page_size = 25\nport = 9000\n")
    settings = load(str(tmp_path), {"ARCHIVE_PORT": "9001"})
    assert (settings.number("page_size"), settings.number("port")) == (25, 9001)
    assert settings.sources["page_size"].endswith("archive.toml")
    assert settings.sources["port"] == "ARCHIVE_PORT"


def test_the_home_comes_from_the_flag_then_the_environment_then_the_platform(
    tmp_path: Path,
) -> None:
    environ = {"ARCHIVE_HOME": str(tmp_path / "b")}
    assert load(str(tmp_path / "a"), environ).home == tmp_path / "a"
    assert load(None, environ).home == tmp_path / "b"
    assert load(None, {}).home.name == "news-archive"
    assert load("~/news", {}).home == Path.home() / "news"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("prot = 1", "no setting 'prot'"),
        ("port = 'eighty'", "whole number"),
        ("port = 0", "from 1 to 65,535"),
        ("port = 99999", "from 1 to 65,535"),
        ("port = true", "whole number"),
        ("engine = 'sphinx'", "one of whoosh"),
        ("engine = 3", "one of whoosh"),
        ("host = 1", "a text"),
        ("port = ", "cannot be read"),
    ],
)
def test_a_wrong_setting_is_named_with_its_file(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "archive.toml").write_text(text)
    with pytest.raises(SettingsError, match=message) as error:
        load(str(tmp_path), {})
    assert "archive.toml" in error.value.message


def test_a_wrong_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="ARCHIVE_THREADS"):
        load(str(tmp_path), {"ARCHIVE_THREADS": "many"})


def test_every_setting_says_what_it_means() -> None:
    assert all(setting.meaning and setting.name.islower() for setting in SETTINGS)
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'engine = "tantivy"\n'),
        ("# mine\nport = 81\n", 'engine = "tantivy"\n# mine\nport = 81\n'),
        ("port = 81\nengine='whoosh' # old", 'port = 81\nengine = "tantivy" # old'),
    ],
)
def test_a_setting_is_written_and_the_rest_of_the_file_stays(
    tmp_path: Path, before: str, after: str
) -> None:
    path = tmp_path / "archive.toml"
    path.write_text(before)
    assert keep(tmp_path, "engine", "tantivy") == path
    assert path.read_text() == after
    assert load(str(tmp_path), {}).text("engine") == "tantivy"


@pytest.mark.parametrize("before", ['"engine" = "whoosh"\n', "engine = 3 = 4"])
def test_a_file_written_in_an_unusual_way_is_left_to_its_owner(tmp_path: Path, before: str) -> None:
    path = tmp_path / "archive.toml"
    path.write_text(before)
    with pytest.raises(SettingsError, match=r"archive\.toml"):
        keep(tmp_path, "engine", "tantivy")
    assert path.read_text() == before


def test_an_archive_says_whose_it_is_and_where_it_is_found(tmp_path: Path) -> None:
    assert load(str(tmp_path), {}).masthead() == Masthead()
    assert Masthead().title == "News archive"
    assert Masthead().permalink("a") is None
    (tmp_path / "archive.toml").write_text('name = " River\\n Archive "\nrights = "Ask us."\n')
    for address in ("https://news.example.org", "https://news.example.org/"):
        masthead = load(str(tmp_path), {"ARCHIVE_BASE_ADDRESS": address}).masthead()
        assert (masthead.title, masthead.rights) == ("River Archive", "Ask us.")
        assert masthead.permalink("a") == "https://news.example.org/article/a"
    under = load(str(tmp_path), {"ARCHIVE_BASE_ADDRESS": "http://[::1]:8000/news/"}).masthead()
    assert under.permalink("a", 2) == "http://[::1]:8000/news/article/a?revision=2"


@pytest.mark.parametrize(
    "address",
    ["news.example.org", "ftp://x.example", "https://", "https://x.example/?q=1", "https://x y"],
)
def test_a_base_address_is_one_that_others_can_follow(tmp_path: Path, address: str) -> None:
    with pytest.raises(SettingsError, match="an address such as https://") as error:
        load(str(tmp_path), {"ARCHIVE_BASE_ADDRESS": address})
    assert error.value.hint == "unset ARCHIVE_BASE_ADDRESS; the default is empty"
