"""The recovery file: the open working set, kept while the program runs and gone after a clean end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


class Recovery:
    """One file beside the settings. Failing to write it never stops the work; `write` puts a file in place whole."""

    def __init__(self, path: Path, write: Callable[[Path, bytes], None]) -> None:
        self.path = path
        self._write = write

    def keep(self, data: bytes) -> str:
        """Keep this; "" or, where it cannot be written, why."""
        try:
            self._write(self.path, data)
        except OSError as error:
            return error.strerror or str(error)
        return ""

    def left(self) -> bytes:
        """What an unclean end has left; nothing after a clean one."""
        try:
            return self.path.read_bytes()
        except OSError:
            return b""

    def drop(self) -> None:
        """A clean end: nothing is kept."""
        try:
            self.path.unlink(missing_ok=True)
        except OSError:
            return
