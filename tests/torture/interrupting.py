"""A call that fails, or is the last before a crash, inside this process.

`calls` strikes a command in a process of its own; here one process goes on, so that a long history
of commits, crashes and swaps costs little. Struck are statements of SQL, and Python's calls that
change something in a folder, as one sequence.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Literal
from unittest.mock import patch

from archive.store.sqlite.database import SqliteDatabase

How = Literal["fails", "dies"]

_CALLS = ("chmod", "fsync", "link", "mkdir", "open", "rename", "replace", "rmdir", "unlink")


class Died(BaseException):
    """Nothing that is done after this counts: a copy was taken of what the disk held."""


class Interruption:
    """Strikes the call number `at` (from 1) that concerns a home. One that `fails` tells so. Where
    it `dies`, all that is on the disk then is copied to `left`; what this process still tidies up
    is done beside it, as if it had not been.
    """

    def __init__(self, home: Path, at: int, how: How, left: Path) -> None:
        self.struck = False
        self._home, self._at, self._how, self.left = home, at, how, left

    def meet(self, *given: object) -> None:
        """One more call is about to be made, or was made, with these arguments."""
        folder = str(self._home)
        if self.struck or not any(folder in str(each) for each in given):
            return
        self._at -= 1
        if self._at == 0:
            self.struck = True
            if self._how == "dies":
                shutil.copytree(self._home, self.left, symlinks=True)
                raise Died
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    @contextmanager
    def lying_in_wait(self) -> Iterator[None]:
        """While this is open. What the strike makes the program raise ends here."""
        try:
            with ExitStack() as stack:
                for name in _CALLS:
                    stack.enter_context(patch.object(os, name, self._met(getattr(os, name))))
                for module in (io, builtins):
                    stack.enter_context(patch.object(module, "open", self._opening(io.open)))
                run = self._running(SqliteDatabase.run)
                stack.enter_context(patch.object(SqliteDatabase, "run", run))
                add = self._adding(SqliteDatabase.add)
                stack.enter_context(patch.object(SqliteDatabase, "add", add))
                yield
        except BaseException:
            if not self.struck:
                raise

    def _met(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def met(*given: Any, **named: Any) -> Any:
            if call.__name__ == "fsync":
                self.meet(self._home)
            elif call.__name__ != "open" or given[1] & (os.O_WRONLY | os.O_RDWR):
                self.meet(*given)
            return call(*given, **named)

        return met

    def _opening(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def met(path: Any, mode: str = "r", *given: Any, **named: Any) -> Any:
            if not {"w", "a", "x", "+"}.isdisjoint(mode):
                self.meet(path)
            return call(path, mode, *given, **named)

        return met

    def _adding(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def met(database: SqliteDatabase, *given: Any) -> Any:
            self.meet(database.path)
            return call(database, *given)

        return met

    def _running(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def met(database: SqliteDatabase, sql: str, *given: Any) -> Any:
            if sql.startswith("SELECT"):
                return call(database, sql, *given)
            self.meet(database.path)
            found = call(database, sql, *given)
            if sql == "COMMIT":
                self.meet(database.path)
            return found

        return met
