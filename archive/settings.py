"""One table of settings, and where each value came from.

Only the command line, `create_app` and `open_archive` read settings; everything else takes
arguments.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from archive.errors import SettingsError
from archive.frozen import frozen

if TYPE_CHECKING:
    from archive.masthead import Masthead

FILE = "archive.toml"
HOME_VARIABLE = "ARCHIVE_HOME"

Value = str | int


@frozen
class Setting:
    """A setting: its name in `archive.toml`, its default (which gives the type), what it means."""

    name: str
    default: Value
    meaning: str
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 10**9
    secret: bool = False  # its value is shown to nobody
    address: bool = False  # a password in its value is shown to nobody
    pattern: str = ""  # of a text; "" is always right
    should: str = "a text"  # what it should be, for people

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return f"ARCHIVE_{self.name.upper()}"


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "store", "", "the database on a server, postgresql://...; empty: a file in the home",
        address=True, pattern=r"postgres(?:ql)?://\S+",
        should="an address such as postgresql://archive@db.example.org/news",
    ),
    Setting(
        "engine", "whoosh", "the search engine",
        choices=("whoosh", "tantivy", "opensearch", "memory"),
    ),
    Setting("name", "", "whose archive it is, for its pages and for citations"),
    Setting(
        "base_address", "", "where the public finds it, for permalinks",
        pattern=r"https?://[^\s/?#\"<>]+(?:/[^\s?#\"<>]*)?",
        should="an address such as https://news.example.org",
    ),
    Setting("hosts", "", "other names that it is asked by, separated by blanks"),
    Setting("contact", "", "who answers questions about it: a name, a mail or web address"),
    Setting("rights", "", "a line on what readers may do with the articles"),
    Setting("page_size", 10, "hits on a page and in a listing", least=1),
    Setting(
        "looked_up", 30, "different words with *, ? or ~ in them that a search looks up", least=1
    ),
    Setting("fold_copies", 1, "1: the search page shows copies of a story as one; 0: each", most=1),
    Setting("host", "127.0.0.1", "the address that `archive serve` listens on"),
    Setting("port", 8000, "the port that `archive serve` listens on", least=1, most=65535),
    Setting("processes", 1, "processes that `archive serve` answers with", least=1, most=256),
    Setting("threads", 4, "searches that each of them answers at once", least=1),
    Setting("search_timeout", 10, "seconds that a page may search; 0: as long as it takes"),
    Setting("queue_timeout", 5, "seconds that a page waits for its turn, then it is 503", least=1),
    Setting("connections", 500, "connections that each of them holds open", least=10),
    Setting("head_timeout", 10, "seconds in which a request has to arrive", least=1),
    Setting("idle_timeout", 30, "seconds that a silent connection is held open", least=1),
    Setting(
        "access_log",
        "off",
        "a line for each request on standard error; full: with words, address and browser",
        choices=("off", "on", "full"),
    ),
    Setting("metrics", "off", "figures for Prometheus at /metrics", choices=("off", "on")),
    Setting(
        "sharing", "private", "who else on this machine may read the archive's files",
        choices=("private", "group", "all"),
    ),
    Setting("ingest_batch", 500, "articles kept in one transaction", least=1),
    Setting("workers", 0, "processes that read what is ingested; 0: one for each processor core"),
    Setting("index_batch", 5000, "articles indexed between two commits", least=1),
    Setting("smtp_host", "", "the server that `archive new --mail` sends through"),
    Setting("smtp_port", 0, "its port; 0: 587, 465 or 25, as `smtp_security` has it", most=65535),
    Setting(
        "smtp_security",
        "starttls",
        "how the way to it is encrypted",
        choices=("starttls", "tls", "none"),
    ),
    Setting("smtp_user", "", "who logs in there; nobody where it is empty"),
    Setting("smtp_password", "", "the password for that", secret=True),
    Setting("mail_from", "", "the address that such mail comes from"),
    Setting(
        "delivery_timeout", 20, "seconds that mail servers and webhooks are waited for", least=1
    ),
    Setting(
        "delivery_retries", 4, "times that what did not arrive is sent again, at once", most=10
    ),
    Setting(
        "opensearch", "http://127.0.0.1:9200",
        "the nodes of the cluster that the engine opensearch asks, separated by blanks",
        pattern=r"\s*https?://[^\s/?#@]+/?(?:\s+https?://[^\s/?#@]+/?)*\s*",
        should="addresses such as https://node1.example.org:9200",
    ),
    Setting("opensearch_index", "", "the name of the index there; empty: one of its own for each"
            " archive's folder"),
    Setting("opensearch_shards", 1, "the parts of an index that is built anew", least=1, most=1024),
    Setting("opensearch_years", 0, "years whose articles share a part of an index that is built"
            " anew; 0: it has no such parts", most=500),
    Setting("opensearch_replicas", 0, "further copies of each part", most=10),
    Setting("opensearch_refresh", 0, "seconds, at least, from one commit of workers to the next; 0:"
            " each commits what it has done", most=3600),
    Setting("opensearch_user", "", "who logs in there; nobody where it is empty"),
    Setting("opensearch_password", "", "the password for that", secret=True),
    Setting(
        "opensearch_certificates", "",
        "a file with the certificates of whoever signs those of the nodes, if the system has none",
    ),
    Setting(
        "opensearch_aws_region", "",
        "the AWS region that requests are signed for; empty: they are not signed",
        pattern=r"[a-z0-9-]+", should="a region such as eu-central-1",
    ),
    Setting(
        "opensearch_aws_service", "es",
        "the service there: that of domains (es) or of serverless collections (aoss)",
        choices=("es", "aoss"),
    ),
    Setting("lock_timeout", 30, "seconds to wait for another writer", least=0),
)  # fmt: skip
_BY_NAME = {setting.name: setting for setting in SETTINGS}
_VARIABLES = frozenset(setting.variable for setting in SETTINGS)


@frozen
class Settings:
    """The values in force for one home, each with its source ("default", a file, a variable)."""

    home: Path
    home_source: str
    values: Mapping[str, Value]
    sources: Mapping[str, str]

    def text(self, name: str) -> str:
        """A setting that is a text."""
        return str(self.values[name])

    def number(self, name: str) -> int:
        """A setting that is a whole number."""
        return int(self.values[name])

    def masthead(self) -> Masthead:
        """What the archive says of itself."""
        from archive.masthead import Masthead

        names = ("name", "base_address", "contact", "rights")
        name, base_address, contact, rights = (" ".join(self.text(n).split()) for n in names)
        return Masthead(name, base_address.rstrip("/"), contact, rights)


def without_password(address: str) -> str:
    """The address of a database as it may be shown."""
    shown = re.sub(r"(?<=://)([^/?#@:]*):[^/?#]*@", r"\1@", address)
    return re.sub(r"(?<=[?&])[a-z]*password=[^&#]*&?", "", shown).rstrip("?&")


def find_home(flag: str | None, environ: Mapping[str, str]) -> tuple[Path, str]:
    """The archive's folder and who said so: --home, ARCHIVE_HOME or the user's data folder."""
    if flag == "":
        raise SettingsError("--home is empty", "name a folder, or leave it out")
    if flag:
        return Path(flag).expanduser(), "--home"
    if environ.get(HOME_VARIABLE):
        return Path(environ[HOME_VARIABLE]).expanduser(), HOME_VARIABLE
    import platformdirs

    return Path(platformdirs.user_data_dir("news-archive", appauthor=False)), "default"


def load(home_flag: str | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Defaults, then `archive.toml` in the home, then the environment.

    SettingsError names the file or variable, the setting and what it should be.
    """
    environ = os.environ if environ is None else environ
    home, source = find_home(home_flag, environ)
    values: dict[str, Value] = {setting.name: setting.default for setting in SETTINGS}
    sources = dict.fromkeys(values, "default")
    path = home / FILE
    for name, value in _read(path).items():
        values[name] = _checked(name, value, str(path))
        sources[name] = str(path)
    for setting in SETTINGS:
        if setting.variable in environ:
            values[setting.name] = _checked(
                setting.name, environ[setting.variable], setting.variable
            )
            sources[setting.name] = setting.variable
    return Settings(home, source, values, sources)


def keep(home: Path, name: str, value: str) -> Path:
    """Writes a setting that is a text into `archive.toml`, whose other lines stay as they are.

    SettingsError if the value is none of its choices or the file is written in an unusual way.
    """
    import tomllib

    path = home / FILE
    _checked(name, value, str(path))
    _read(path)  # what cannot be read is not written to
    line = f'{name} = "{value}"'
    text = path.read_text("utf-8") if path.exists() else ""
    changed, times = re.subn(
        rf"""^{name}[ \t]*=[ \t]*("[^"\n]*"|'[^'\n]*')""", line, text, flags=re.MULTILINE
    )
    if not times:
        changed = f"{line}\n{text}"
    try:
        kept = tomllib.loads(changed).get(name) == value
    except tomllib.TOMLDecodeError:
        kept = False
    if not kept:
        raise SettingsError(f"{path} cannot be changed", f"write into it yourself: {line}")
    try:
        from archive.durable import write_whole  # which searching does without

        write_whole(path, changed.encode())
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be written: {error.strerror}", f"write into it yourself: {line}"
        ) from error
    return path


def _read(path: Path) -> dict[str, object]:
    try:
        text = path.read_text("utf-8")
        import tomllib  # most archives have no settings of their own

        return tomllib.loads(text)
    except FileNotFoundError:
        return {}
    except NotADirectoryError:
        raise SettingsError(f"{path.parent} is not a folder", "name another with --home") from None
    except (OSError, ValueError) as error:  # what is no UTF-8, or no TOML
        raise SettingsError(
            f"{path} cannot be read: {error}", "put it right, or move it away for the defaults"
        ) from error


def _checked(name: str, value: object, source: str) -> Value:
    setting = _BY_NAME.get(name)
    if setting is None:
        raise SettingsError(
            f"{source}: there is no setting {name!r}", f"settings are: {', '.join(_BY_NAME)}"
        )
    if isinstance(setting.default, int):
        try:
            number = int(value) if isinstance(value, str | int) else -1
        except ValueError:
            number = -1
        if isinstance(value, bool) or not setting.least <= number <= setting.most:
            limits = f"from {setting.least} to {setting.most:,}"
            raise SettingsError(
                f"{source}: {name} should be a whole number {limits}, not {value!r}",
                _without(source, f"{setting.default}"),
            )
        return number
    if not isinstance(value, str) or not _fits(setting, value):
        untold = setting.secret or setting.address
        should = f"one of {', '.join(setting.choices)}" if setting.choices else setting.should
        raise SettingsError(
            f"{source}: {name} should be {should}" + ("" if untold else f", not {value!r}"),
            _without(source, f"{setting.default}"),
        )
    return value


def _fits(setting: Setting, value: str) -> bool:
    """Whether a text is one that a setting may have."""
    if setting.choices:
        return value in setting.choices
    return not (value and setting.pattern) or bool(re.fullmatch(setting.pattern, value))


def _without(source: str, default: str) -> str:
    """What helps against a wrong setting in a variable or a file."""
    what = f"unset {source}" if source in _VARIABLES else "take the line out"
    return f"{what}; the default is {default or 'empty'}"
