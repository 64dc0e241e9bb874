"""Every error that the archive raises on purpose, in one tree.

    ArchiveError                 the root: its text is fit for a reader's eyes
    ├── InputError               something that came in cannot be used
    │   ├── UnreadableError      the bytes are not what their format promises
    │   └── FetchError           an address gave no answer, or none that can be used
    ├── OutputError              the output cannot be written
    ├── DeliveryError            what was sent has not arrived
    ├── RequestError             a search or a command was asked in a way that has no answer
    │   └── NotFoundError        no article, revision or saved search of that name
    ├── StoppedError             a search took too long, or nobody waits for it any more
    ├── SettingsError            archive.toml or a setting is wrong
    ├── StoreError               the database of record
    │   ├── NoArchiveError       there is no archive in that folder
    │   ├── NewerStoreError      the file was written by a newer version
    │   ├── StoreBusyError       another process is writing; try again
    │   ├── StoreRefusedError    the disk does not take it: full, read-only, or it fails
    │   ├── StoreDamagedError    something in it cannot be read; the rest may be sound
    │   ├── UnkeepableError      a text that the database cannot hold
    │   └── IdentityClashError   two identities, one id
    └── SearchIndexError         the search index
        ├── IndexBusyError       another process is writing; try again
        │   └── IndexFollowedError   workers index what is new, and nobody else
        ├── IndexOverloadedError  others ask so much that it has no room for more
        ├── IndexBehindError     all was kept, and the index could not follow yet
        └── IndexDamagedError    cannot be read; it can always be rebuilt

A message says what is wrong, where, and what to do next. `exit_code` is what the command line ends
with; a class whose code differs from its parent's sets its own (docs/command-line.md lists them).
"""

from typing import ClassVar


class ArchiveError(Exception):
    """The root: its text is fit for a reader's eyes, and `hint` is the next thing to try."""

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InputError(ArchiveError):
    """Something that came in cannot be used."""


class UnreadableError(InputError):
    """The bytes are not what their format promises."""


class FetchError(InputError):
    """A web address gave no answer, or none that can be used.

    `retry_after` is how many seconds its server asks to be left alone.
    """

    def __init__(self, message: str, hint: str = "", retry_after: float | None = None) -> None:
        super().__init__(message, hint)
        self.retry_after = retry_after


class OutputError(ArchiveError):
    """The output cannot be written; nothing of it was left behind."""


class DeliveryError(ArchiveError):
    """News that were sent have not arrived, or nobody knows whether they did.

    `certain` says that they have not.
    """

    def __init__(self, message: str, hint: str = "", *, certain: bool = False) -> None:
        super().__init__(message, hint)
        self.certain = certain


class RequestError(ArchiveError):
    """A search or a command was asked in a way that has no answer."""


class NotFoundError(RequestError):
    """No article has that id, or not that revision; no search is saved under that name."""


class StoppedError(ArchiveError):
    """A search took longer than it may, or whoever asked has left; no part is answered."""


class SettingsError(ArchiveError):
    """`archive.toml`, an environment variable or a flag holds a wrong setting."""


class StoreError(ArchiveError):
    """The database of record cannot do what was asked."""


class NoArchiveError(StoreError):
    """There is no archive in that folder."""


class NewerStoreError(StoreError):
    """The database was written by a newer version of this program."""


class StoreBusyError(StoreError):
    """Another process is writing to the database."""


class StoreRefusedError(StoreError):
    """The disk does not take what is written: it is full, it fails, or nobody may write to it."""


class StoreDamagedError(StoreError):
    """Something in the database cannot be read, or is not what was kept; the rest may be sound."""

    def __init__(
        self,
        message: str,
        hint: str = "archive check lists what is damaged; archive salvage FOLDER brings out the"
        " rest; archive go-back FILE goes back to a backup",
    ) -> None:
        super().__init__(message, hint)


class UnkeepableError(StoreError, ValueError):
    """A text that the database cannot hold; told before anything of its article is written."""


class IdentityClashError(StoreError):
    """Two different identities gave the same id."""


class SearchIndexError(ArchiveError):
    """The search index cannot do what was asked. The store is not touched by it."""


class IndexBusyError(SearchIndexError):
    """Another process is writing to the index."""


class IndexFollowedError(IndexBusyError):
    """Workers index what is new of this archive: nobody else does."""


class IndexOverloadedError(SearchIndexError):
    """Others ask so much of it that it has no room for more now."""


class IndexBehindError(SearchIndexError):
    """All that was asked for is kept; only the index could not follow yet."""

    exit_code: ClassVar[int] = 4


class IndexDamagedError(SearchIndexError):
    """The index cannot be read; it can always be rebuilt from the store."""

    def __init__(self, message: str, hint: str = "build it anew with: archive reindex") -> None:
        super().__init__(message, hint)


# How libraries say that memory ended: one could not be loaded, a thread not be started, or what
# failed for want of memory had none to say so.
_NO_MEMORY = (
    "failed to map segment", "start new thread", "without exception set",
    "without setting an exception",
)  # fmt: skip


def no_memory(error: BaseException) -> bool:
    """Whether an error says that memory came to its end."""
    return isinstance(error, MemoryError) or any(text in str(error) for text in _NO_MEMORY)
