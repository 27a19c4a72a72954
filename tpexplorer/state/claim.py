"""Which recovery file is this window's: of two windows over the same settings, each has its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain, count
from pathlib import Path

from PySide6.QtCore import QLockFile

RECOVERY_FILE, MORE_FILES = "open-working-set.json", "open-working-set-{}.json"
OURS = re.compile(r"open-working-set(-\d+)?\.json")


class Claim:
    """A recovery file in a folder that no other window uses that is running: one that a crash has left, or a new one.

    It is held by a lock file beside it until `release`; a process that dies lets go of it.
    """

    def __init__(self, folder: Path) -> None:
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        for path in chain(_left(folder), _names(folder)):
            self.path = path
            self._lock = QLockFile(f"{path}.lock")
            self._lock.setStaleLockTime(0)  # only a dead process loses its lock, not one that has slept
            # Where no lock can be made, nothing else can be written either: there is nothing to share.
            if self._lock.tryLock(0) or self._lock.error() != QLockFile.LockError.LockFailedError:
                return

    def release(self) -> None:
        """Another window may have it."""
        self._lock.unlock()


def _left(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if OURS.fullmatch(path.name))
    except OSError:
        return []


def _names(folder: Path) -> Iterator[Path]:
    return (folder / name for name in chain([RECOVERY_FILE], map(MORE_FILES.format, count(2))))
