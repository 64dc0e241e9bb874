"""`archive serve`: the archive in a browser."""

from __future__ import annotations

from dataclasses import replace

import click

from cli.home import opened
from cli.output import printable


@click.command(epilog="Example: archive serve --port 8080")
@click.option("--host", metavar="ADDRESS", help="Listen here (else the setting, 127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), help="Listen here (else the setting, 8000).")
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
    home: str | None, /, host: str | None, port: int | None, processes: int | None,
    access_log: str | None, edit: bool,
) -> int:  # fmt: skip
    """Serve the archive to a browser, until Ctrl-C.

    With --edit its pages have forms for collections: made, filled, put in order, with notes.
    Without it nothing can be changed.
    """
    with opened(home) as archive:
        archive.update_index("Indexing")
        settings = archive.settings
    if access_log:
        settings = replace(settings, values={**settings.values, "access_log": access_log})
    from webui.serving.listening import is_loopback, listening
    from webui.serving.processes import serve as answer

    host = host or settings.text("host")
    port = port or settings.number("port")
    try:
        if edit:
            if not is_loopback(host, port):
                raise click.UsageError(
                    f"--edit is for this machine alone, and {host} is open to others: there are no"
                    " passwords. Leave --host out, or leave --edit out."
                )
            from webui.collecting.guard import TOKEN, new_token

            settings = replace(settings, values={**settings.values, TOKEN: new_token()})
        sockets = listening(host, port)
    except ValueError as error:
        raise click.UsageError(f"{host} is no address to listen on.") from error
    except OSError as error:
        raise click.UsageError(
            f"Port {port} on {host} cannot be used: {error.strerror}."
        ) from error
    shown = f"[{host}]" if ":" in host else host
    answer(
        settings,
        sockets,
        processes or settings.number("processes"),
        lambda: click.echo(f"The archive is at http://{shown}:{port}/ (Ctrl-C stops it)"),
        lambda line: click.echo(printable(line), err=True),
    )
    return 0
