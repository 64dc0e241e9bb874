"""`archive serve`: the archive in a browser."""

from __future__ import annotations

import logging

import click

from cli.home import opened


@click.command(epilog="Example: archive serve --port 8080")
@click.option("--host", metavar="ADDRESS", help="Listen here (else the setting, 127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), help="Listen here (else the setting, 8000).")
@click.pass_obj
def serve(home: str | None, /, host: str | None, port: int | None) -> int:
    """Serve the archive to a browser, until Ctrl-C."""
    with opened(home) as archive:
        archive.update_index("Indexing")
        settings = archive.settings
    from waitress.server import create_server

    from webui.app import create_app

    # It would print a line for every request that waits a moment for a free thread.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    host = host or settings.text("host")
    port = port or settings.number("port")
    app = create_app(settings)
    try:
        server = create_server(app, host=host, port=port, threads=settings.number("threads"))
    except ValueError as error:
        raise click.UsageError(f"{host} is no address to listen on.") from error
    except OSError as error:
        raise click.UsageError(
            f"Port {port} on {host} cannot be used: {error.strerror}."
        ) from error
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"The archive is at http://{shown}:{port}/ (Ctrl-C stops it)")
    try:
        server.run()
    finally:
        server.close()
    return 0
