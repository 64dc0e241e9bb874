"""`archive`: the group of commands, and the one place where errors become messages."""

from __future__ import annotations

import gc
import os
import re
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from archive.errors import ArchiveError, no_memory

# Section of the help -> command -> (module, one plain sentence). A module is imported when its
# command is called: so it starts fast.
SECTIONS: dict[str, dict[str, tuple[str, str]]] = {
    "Taking in": {
        "init": ("cli.care", "Make an empty archive."),
        "ingest": ("cli.ingest", "Take in articles from files, folders and web addresses."),
        "watch": (
            "cli.watch",
            "Take in what is new in folders and at web addresses, again and again.",
        ),
        "work": ("cli.work", "Index what is new, as one of several workers on any machines."),
        "renew": ("cli.renew", "Read the kept originals again by today's rules."),
        "formats": ("cli.ingest", "List the formats that are read, with an example of each."),
    },
    "Finding": {
        "search": ("cli.search", "Find articles."),
        "count": ("cli.count", "Count the articles that match."),
        "tags": ("cli.count", "List all tags with their counts."),
        "facet": ("cli.facet", "List all values of a facet, with their counts."),
        "timeline": ("cli.periods", "Count the articles that match over time."),
        "map": ("cli.places", "Tell where the articles that match were filed from."),
        "words": ("cli.words", "Tell what stands around words, and what is typical of a search."),
        "coverage": (
            "cli.coverage",
            "Tell what the archive holds of each source and time, and what not.",
        ),
        "explain": ("cli.explain", "Tell why a search finds an article, or why it does not."),
        "variants": ("cli.variants", "List the archive's own spellings of names; propose more."),
        "export": ("cli.export", "Write out the articles that match."),
        "verify": ("cli.export", "Compare an export with its manifest."),
    },
    "Reading": {
        "show": ("cli.show", "Print one article."),
        "open": ("cli.opening", "Open an article in a browser."),
        "cite": ("cli.cite", "Cite articles, for people, wikis and reference managers."),
        "similar": ("cli.similar", "List the articles that are about the same."),
        "passages": ("cli.passages", "List the articles that hold passages of one."),
        "history": ("cli.history", "Tell what became of an article: its revisions and removals."),
        "diff": ("cli.history", "Compare two revisions, or two articles, word by word."),
        "edits": ("cli.edits", "List what sources changed in articles that were out already."),
    },
    "Following": {
        "save": ("cli.saved", "Keep a search under a name."),
        "saved": ("cli.saved", "List the saved searches, and how much each finds that is new."),
        "new": ("cli.news", "Print what saved searches find that they did not last time."),
    },
    "Working on it": {
        "tag": ("cli.tag", "Give tags to articles and take them away; rename, undo."),
        "collection": ("cli.collection", "Make lists of articles with notes, in an order."),
        "remove": ("cli.care", "Take an article out of search."),
        "restore": ("cli.care", "Bring a removed article back."),
        "dump": ("cli.dump", "Write out people's work as plain text: tags, collections, searches."),
        "load": ("cli.dump", "Add people's work that dump wrote to the archive's."),
    },
    "Serving and keeping": {
        "serve": ("cli.serve", "Serve the archive to a browser."),
        "status": ("cli.status", "Tell what the archive holds and how it is set."),
        "check": ("cli.care", "Compare the index with the store and verify the originals."),
        "reindex": ("cli.care", "Build the search index anew."),
        "salvage": ("cli.salvage", "Bring out all that can be read of a damaged archive."),
        "backup": ("cli.backup", "Copy the archive, while it is in use, to a file."),
        "copy": ("cli.copy", "Copy the archive to a folder, or to a database on a server."),
        "go-back": ("cli.backup", "Go back to a backup; what is there now is put aside."),
    },
    "Help": {
        "help": ("cli.help", "Explain a command, or what a query can say (help query)."),
        "completion": ("cli.completion", "Print what makes a shell complete commands and values."),
    },
}
# Of these nothing is missing but what nobody wanted to read.
_ONLY_TELLING = {
    *SECTIONS["Finding"], *SECTIONS["Reading"], *SECTIONS["Help"], "formats", "saved", "dump",
    "status",
} - {"verify"}  # fmt: skip
COMMANDS = {name: told for commands in SECTIONS.values() for name, told in commands.items()}

_PANIC = "PanicException"  # of a library in Rust, which Python counts among the likes of SystemExit

# To start makes tens of thousands of objects that stay: Python would look for cycles among them,
# 700 new ones at a time, again and again.
_NEW_OBJECTS = 10_000

# What a shell that wants to complete a line sets, by click's convention.
COMPLETING = "_ARCHIVE_COMPLETE"


class LazyGroup(click.Group):
    """A group whose commands are imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Imports the command's module."""
        if name not in COMMANDS:
            return None
        command = getattr(import_module(COMMANDS[name][0]), name.replace("-", "_"))
        assert isinstance(command, click.Command)
        if ctx.resilient_parsing:  # by which a shell completes what is half typed
            from cli.offers import offer_values

            offer_values(command)
        else:
            from cli.given import read_words

            read_words(command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Lists the commands from the table, without importing any."""
        width = max(map(len, COMMANDS))  # so that the sentences of all sections stand in a line
        for heading, commands in SECTIONS.items():
            with formatter.section(heading):
                listed = [(name.ljust(width), told) for name, (_, told) in commands.items()]
                formatter.write_dl(listed)

    def invoke(self, ctx: click.Context) -> Any:
        """Ends when the reader of a pipe goes away (`| head`), with 0 if no more was to be done.
        A usage error says which command was called.
        """
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            name = ctx.invoked_subcommand
            if error.ctx is None and name and (command := self.get_command(ctx, name)):
                error.ctx = click.Context(command, ctx, name)
            raise
        except BrokenPipeError:
            _let_go()
            if ctx.invoked_subcommand in _ONLY_TELLING:
                return 0
            click.echo("Stopped: nobody reads what is printed any more.", err=True)
            return 2

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Suggests the nearest command for a mistyped one."""
        mistyped = args and args[0] not in COMMANDS and not args[0].startswith("-")
        if mistyped and not ctx.resilient_parsing:  # which shell completion uses
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, 1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            ctx.fail(f"There is no command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
    epilog="Example: archive ingest samples && archive search 'Deir Ezzor' --facets",
)
@click.option("--home", metavar="DIR", help="The archive's folder (else ARCHIVE_HOME).")
@click.version_option(package_name="news-archive", prog_name="archive")
@click.pass_context
def main(ctx: click.Context, home: str | None) -> None:
    """Keep news safely and find it again."""
    ctx.obj = home
    if home:
        from cli.given import path_of

        ctx.obj = path_of(home)
    # https://no-color.org; a dumb terminal would print the codes of colours as they are.
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        ctx.color = False


def run() -> None:
    """Runs the command line; every error becomes a sentence on standard error and an exit code."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever called: what is said goes nowhere
            setattr(sys, name, Path(os.devnull).open("w"))  # noqa: SIM115 - for good
        else:  # a terminal that lacks a letter shows a question mark
            stream.reconfigure(errors="replace")
    sys.unraisablehook = _unraisable
    gc.set_threshold(_NEW_OBJECTS)
    # As UTF-8, whatever the locale; other bytes wait till it is known what they are: cli/given.py.
    code = invoke([os.fsencode(arg).decode("utf-8", "surrogateescape") for arg in sys.argv[1:]])
    if not _let_go() and code == 0:
        code = _failed("What was printed could not all be written", "see that there is room")
        _let_go()
    gc.freeze()  # or all that was loaded is looked through once more, to end
    sys.exit(code)


def _let_go() -> bool:
    """Whether all that was printed has been written. What has not is given up: Python would try
    once more when it ends, complain, and end with 120.
    """
    written = True
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            written = False
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    return written


def _unraisable(given: sys.UnraisableHookArgs) -> None:
    """What Python cannot raise it prints with a traceback; that memory ended is told anyway."""
    if not issubclass(given.exc_type, MemoryError):
        sys.__unraisablehook__(given)


def invoke(args: list[str], **extra: Any) -> int:
    """The exit code of one command line: 0 fine, 1 nothing found or not sound, 2 an error."""
    try:
        if COMPLETING in os.environ:
            from cli.completing.shells import prepare

            prepare()
        code = main.main(args=args, prog_name="archive", standalone_mode=False, **extra)
    except click.exceptions.Exit as ending:
        return ending.exit_code
    except click.ClickException as error:
        return _failed(_message_of(error), _help_of(error))
    except (click.Abort, KeyboardInterrupt):
        _say("Stopped.")
        return 130
    except ArchiveError as error:
        return _failed(error.message, error.hint, error.exit_code)
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        return _failed(f"{error.strerror or error}{where}", _remedy_of(error))
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != _PANIC:
            raise
        if no_memory(error):
            return _failed(
                "There is not enough memory for this; nothing that was kept is lost",
                "end other programs, or do it on fewer articles at once; then the same again",
            )
        # The last resort: a fault of ours, and still no traceback unless it is asked for.
        if os.environ.get("ARCHIVE_DEBUG"):
            raise
        _say(f"archive: something went wrong in the program itself: {_safe(repr(error))}.")
        _say("  Nothing that was kept is lost. Please report it with ARCHIVE_DEBUG=1.")
        return 2
    return code if isinstance(code, int) else 0


def _remedy_of(error: OSError) -> str:
    """What may help where the system refuses something."""
    if isinstance(error, FileNotFoundError):
        return "see that the name is right, and the folder is there"
    if isinstance(error, PermissionError):
        return "see who may read and write there"
    return "see that there is room, and that it may be read and written"


def _failed(message: str, hint: str = "", code: int = 2) -> int:
    """Says what went wrong and what to try, in the one style of all commands."""
    stop = "" if message.endswith((".", "?", "!")) else "."
    _say(f"archive: {_safe(message)}{stop}")
    if hint:
        _say(f"  Try: {_safe(hint)}")
    return code


def _say(line: str) -> None:
    """On standard error, which may lie on the disk that is full."""
    with suppress(OSError):
        click.echo(line, err=True)


def _safe(message: str) -> str:
    """A message without what a name in it could do to a terminal, and without passwords."""
    from cli.output import safe

    return safe(message)


def _message_of(error: click.ClickException) -> str:
    """One line, whatever click breaks into several."""
    if isinstance(error, click.NoSuchOption):
        from cli.meant import meant

        near = f" Did you mean {' or '.join(error.possibilities)}?" if error.possibilities else ""
        other = meant(error.option_name, error.ctx.command) if error.ctx else ""
        return f"There is no option {error.option_name}{f'; {other}' if other else ''}.{near}"
    message = " ".join(error.format_message().split())
    message = re.sub(r"^Invalid value for '([^']+)': ", r"\1: ", message)
    message = message.replace("is not a valid integer range", "is no whole number")
    message = re.sub(r"is not in the range x>=(\d+)", r"is less than \1", message)
    return re.sub(r"is not in the range (\d+)<=x<=(\d+)", r"is not between \1 and \2", message)


def _help_of(error: click.ClickException) -> str:
    """The help of the command that was called in a way that it does not know."""
    if not isinstance(error, click.UsageError):
        return ""
    return f"{error.ctx.command_path if error.ctx else 'archive'} --help"
