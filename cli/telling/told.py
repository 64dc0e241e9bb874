"""The news of a saved search, sent to a place and noted as told once they have arrived.

Before something is sent it is noted how far it goes. If this process ends before the answer, the
same is sent again under the same id: once too often rather than never, and told to be the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from archive.errors import DeliveryError, StoreBusyError
from archive.settings import Settings
from archive.store.saved import SavedSearch
from cli.telling import letter, mail, webhook
from cli.telling.contents import Contents, contents
from index.answers.search import Search
from index.following.digest import digest

_LOCK = "archive.telling.lock"


@dataclass(frozen=True, slots=True)
class Place:
    """Where news are sent to: its name in the store, and what sends a digest there."""

    name: str
    send: Callable[[Contents], None]


def place_of_webhook(address: str, settings: Settings) -> Place | None:
    """A webhook; None where that is no address."""
    if not webhook.is_address(address):
        return None
    return Place(f"webhook:{address}", lambda told: webhook.post(address, told, settings))


def place_of_mail(address: str, settings: Settings) -> Place | None:
    """A reader of mail; None where that is no address. SettingsError where none can be sent."""
    if not letter.is_address(address):
        return None
    mail.check(settings)
    sender = settings.text("mail_from")
    return Place(
        f"mail:{address}",
        lambda told: mail.send(letter.letter(told, sender, address), settings),
    )


def tell(search: Search, saved: SavedSearch, place: Place, settings: Settings, limit: int) -> bool:
    """Tells a place what is new to a search, if anything is: whether there was. DeliveryError
    where it did not arrive, or nobody knows.
    """
    tellings, told_any = search.store.tellings, False
    with _alone(settings):
        for _ in range(2):  # what is pending from the last time, and then what has come since
            telling = tellings.of(saved, place.name)
            found = digest(search, saved, place.name, telling)
            if found:
                _send(search, place, contents(search, found, settings, limit))
                told_any = True
            with search.store.transaction():
                tellings.told(saved, place.name, found.upto)
            if telling.pending is None:
                break
    return told_any


def _send(search: Search, place: Place, told: Contents) -> None:
    tellings, found = search.store.tellings, told.digest
    with search.store.transaction():
        tellings.sending(found.saved, place.name, found.told, found.upto)
    try:
        place.send(told)
    except DeliveryError as error:
        if error.certain:
            with search.store.transaction():
                tellings.refused(found.saved, place.name, found.told)
        raise


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """One process tells at a time: two would both send what neither has noted yet."""
    from filelock import FileLock, Timeout

    try:
        with FileLock(Path(settings.home) / _LOCK, timeout=settings.number("lock_timeout")):
            yield
    except Timeout as error:
        raise StoreBusyError(
            "Another `archive new` is sending news", "try again when it has ended"
        ) from error
