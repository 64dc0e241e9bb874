"""Libraries that come with extras: what is said where one is missing, or does not work."""

from __future__ import annotations

from archive.errors import ArchiveError

_OURS = ("archive", "index", "cli", "webui")


def missing(
    error: ImportError, what: str, library: str, extra: str, kind: type[ArchiveError],
    otherwise: str = "",
) -> ArchiveError:  # fmt: skip
    """An error of a kind that says what to install so that `what` works, of an import that failed;
    `otherwise` is what to do else. A fault of our own modules is raised as it is.
    """
    if (error.name or "").partition(".")[0] in _OURS:
        raise error
    install = f"run pip install 'news-archive[{extra}]'"
    if isinstance(error, ModuleNotFoundError) and error.name == library:
        said = f"{what} needs the library {library}, which is not installed"
    else:  # one that it needs itself is missing, or it was made for another machine
        why = str(error).strip().partition("\n")[0].rstrip(".")
        said = f"{what} needs the library {library}, which is there and does not work: {why}"
        install = f"run pip install --force-reinstall 'news-archive[{extra}]'"
    return kind(said, f"{install}, or {otherwise}" if otherwise else install)
