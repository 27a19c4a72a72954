"""The recovery file: the open working set, kept while the program runs and gone after a clean end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tpexplorer.files import set_aside


class Recovery:
    """One file beside the settings. Failing to write it never stops the work; `write` puts a file in place whole.

    What an unclean end has left and cannot be read is never written over or deleted.
    """

    def __init__(self, path: Path, write: Callable[[Path, bytes], None]) -> None:
        self.path = path
        self._write = write
        self._in_the_way = False

    def keep(self, data: bytes) -> str:
        """Keep this; "" or, where it cannot be written, why."""
        if self._in_the_way:
            return f"a file that cannot be read is in the way: {self.path}"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._write(self.path, data)
        except OSError as error:
            return error.strerror or str(error)
        return ""

    def set_aside(self) -> Path:
        """Give what is left and cannot be read another name, which is returned, so that it is kept."""
        try:
            return set_aside(self.path)
        except OSError:
            self._in_the_way = True
            return self.path

    def drop(self) -> None:
        """A clean end, or nothing to keep: there is no file."""
        if self._in_the_way:
            return
        try:
            self.path.unlink(missing_ok=True)
        except OSError:
            return
