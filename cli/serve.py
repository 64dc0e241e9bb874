"""`archive serve`: the archive in a browser."""

from __future__ import annotations

import socket
from contextlib import suppress
from dataclasses import replace
from ipaddress import ip_network

import click

from archive.errors import IndexFollowedError
from archive.settings import Settings, Value
from cli.home import opened
from cli.output import printable


@click.command(epilog="Example: archive serve --port 8080")
@click.option("--host", metavar="ADDRESS", help="Listen here (else the setting, 127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), help="Listen here (else the setting, 8000).")
@click.option("--public", is_flag=True, help="Whoever reaches the address may read all there is.")
@click.option(
    "--behind-proxy",
    metavar="ADDRESS",
    multiple=True,
    help="Answer servers at this address or network alone, and believe them whom they ask for.",
)
@click.option(
    "--processes",
    type=click.IntRange(1, 256),
    metavar="N",
    help="Answer with so many (else the setting, 1): one for each core serves most.",
)
@click.option(
    "--access-log",
    type=click.Choice(("on", "full", "off")),
    is_flag=False,
    flag_value="on",
    help="A line for each request on standard error; full: with words, address and browser.",
)
@click.option(
    "--edit", is_flag=True, help="Let the browser change collections; on this machine alone."
)
@click.pass_obj
def serve(
    home: str | None, /, host: str | None, port: int | None, public: bool,
    behind_proxy: tuple[str, ...], processes: int | None, access_log: str | None, edit: bool,
) -> int:  # fmt: skip
    """Serve the archive to a browser, until Ctrl-C.

    With --edit its pages have forms for collections: made, filled, put in order, with notes.
    Without it nothing can be changed. An address that others reach wants --public or
    --behind-proxy.
    """
    with opened(home) as archive:
        with suppress(IndexFollowedError):  # its pages tell what is not in it yet
            archive.update_index("Indexing")
        settings = archive.settings
    from webui.serving.listening import BEHIND

    given = {"host": host, "port": port, "access_log": access_log, BEHIND: _networks(behind_proxy)}
    settings = _with(settings, **{name: value for name, value in given.items() if value})
    host, port = settings.text("host"), settings.number("port")
    if edit:
        _check_names(settings)
    sockets = _sockets(host, port, public, behind_proxy, edit)
    if edit:
        from webui.collecting.guard import TOKEN, new_token

        settings = _with(settings, **{TOKEN: new_token()})
    from webui.serving.processes import serve as answer

    shown = f"[{host}]" if ":" in host else host
    answer(
        settings,
        sockets,
        processes or settings.number("processes"),
        lambda: click.echo(f"The archive is at http://{shown}:{port}/ (Ctrl-C stops it)"),
        lambda line: click.echo(printable(line), err=True),
    )
    return 0


def _with(settings: Settings, **values: Value) -> Settings:
    return replace(settings, values={**settings.values, **values})


def _networks(given: tuple[str, ...]) -> str:
    """The networks of proxies, with blanks between; one address is a network too. UsageError for
    what is none, and for everybody.
    """
    try:
        networks = [ip_network(each.strip("[]")) for each in given]
    except ValueError as error:
        raise click.UsageError(
            "--behind-proxy takes the address of a server in figures, such as 127.0.0.1, or a"
            f" network, such as 10.0.0.0/24: {error}."
        ) from error
    if any(each.prefixlen == 0 for each in networks):
        raise click.UsageError(
            "--behind-proxy names servers that are believed, not everybody: say which, or --public."
        )
    return " ".join(map(str, networks))


def _sockets(
    host: str, port: int, public: bool, proxy: tuple[str, ...], edit: bool
) -> list[socket.socket]:
    """What listens. UsageError where nothing can, or may."""
    from webui.serving.listening import is_loopback, listening

    try:
        _check_reach(host, is_loopback(host, port), public, proxy, edit)
        return listening(host, port)
    except ValueError as error:
        raise click.UsageError(f"{host} is no address to listen on.") from error
    except OSError as error:
        raise click.UsageError(
            f"Port {port} on {host} cannot be used: {error.strerror}."
        ) from error


def _check_names(settings: Settings) -> None:
    """UsageError where the settings say that others reach this server, which takes another one in
    between: that need not say for whom it asks, and would be taken for a browser of this machine.
    """
    from webui.common import hosts

    if names := hosts.names_of_others(settings):
        raise click.UsageError(
            f"--edit is for this machine alone, and others ask for it as {', '.join(names)}: so say"
            " the settings base_address and hosts. Leave --edit out, or that."
        )


def _check_reach(host: str, own: bool, public: bool, proxy: tuple[str, ...], edit: bool) -> None:
    """UsageError where the archive would be open to others and nobody has said that it may be."""
    if public and proxy:
        raise click.UsageError(
            "--public answers everybody and --behind-proxy only some: leave one of them out."
        )
    if edit and (public or proxy or not own):
        what = f"{host} is" if not own else "--public is" if public else "a proxy makes it"
        raise click.UsageError(
            f"--edit is for this machine alone, and {what} open to others: there are no passwords."
            " Leave --host, --public and --behind-proxy out, or leave --edit out."
        )
    if not (own or public or proxy):
        raise click.UsageError(
            f"{host} is open to others, and there are no passwords. Say --public if whoever reaches"
            " it may read all, or --behind-proxy ADDRESS where a server that asks for passwords"
            " stands before it; or leave --host out."
        )
