"""`archive open`: an article in a browser, at the archive's own page or where it was published."""

from __future__ import annotations

import webbrowser
from collections.abc import Iterator

import click

from archive.errors import NotFoundError
from archive.masthead import Masthead
from archive.settings import Settings
from cli.home import Archive, opened
from cli.ids import given_ids, ids_argument
from cli.output import printable

_PATIENCE = 3  # seconds for a server to answer


@click.command("open", epilog="Example: archive open glrbaajcz23rguar --source")
@ids_argument
@click.option("--source", is_flag=True, help="Where it was published, not the archive's page.")
@click.option("--print", "printing", is_flag=True, help="Print the address and open nothing.")
@click.pass_obj
def open(home: str | None, /, ids: tuple[str, ...], source: bool, printing: bool) -> int:  # noqa: A001 - the command's name
    """Open articles in a browser, and print their addresses.

    The page is that of the server at the setting base_address, else of an `archive serve` on this
    machine; one of them has to run and to hold the article. An ID of - stands for those on standard
    input.
    """
    with opened(home, wait=False) as archive:
        every = [archive.store.resolve(each) for each in given_ids(ids)]
        addresses = [_source(archive, each) if source else _page(archive, each) for each in every]
    for address in addresses:
        click.echo(printable(address))
        if not printing:
            _open(address)
    return 0


def _source(archive: Archive, article_id: str) -> str:
    """Where an article was published. NotFoundError where it does not say."""
    address = archive.store.get(article_id).url
    if address is None or not address.lower().startswith(("http://", "https://")):
        raise NotFoundError(f"{article_id} does not say where it was published",
                            f"archive show {article_id}")  # fmt: skip
    return address


def _page(archive: Archive, article_id: str) -> str:
    """The page of an article on a server that runs. NotFoundError where none has it."""
    servers = list(_servers(archive.settings))
    for server in servers:
        address = Masthead(base_address=server).permalink(article_id)
        if address and _answers(address, article_id):
            return address
    raise NotFoundError(
        f"No server at {' or '.join(servers)} shows {article_id}",
        f"archive serve, and this again; or archive open --source; or archive show {article_id}",
    )


def _servers(settings: Settings) -> Iterator[str]:
    """Where a server of this archive may run: for the public, and on this machine."""
    if public := settings.text("base_address").rstrip("/"):
        yield public
    host = settings.text("host")
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - where it is, not where to listen
    yield f"http://{f'[{host}]' if ':' in host else host}:{settings.number('port')}"


def _answers(address: str, article_id: str) -> bool:
    """Whether a server answers there, and with this article: it may serve another archive."""
    import urllib3  # which other commands do not need

    try:
        answer = urllib3.request("GET", f"{address}.json", timeout=_PATIENCE, retries=False)
        held = answer.json() if answer.status == 200 else None
        return isinstance(held, dict) and held["article"]["id"] == article_id
    except (urllib3.exceptions.HTTPError, ValueError, LookupError, TypeError):
        return False


def _open(address: str) -> None:
    """Hands an address to the browser, and says where there is none."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        click.echo("There is no browser here: open the address in one elsewhere.", err=True)
        return
    if not browser.open(address):
        click.echo("The browser could not be started: open the address by hand.", err=True)
