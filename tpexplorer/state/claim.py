"""Which recovery file is this window's: of two windows over the same settings, each has its own."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

RECOVERY_FILE, MORE_FILES = "open-working-set.json", "open-working-set-{}.json"
OURS = re.compile(r"open-working-set(-\d+)?\.json")


class Claim:
    """A recovery file in a folder that no other window uses that is running: one that a crash has left, or a new one.

    `left_behind` says which; it is not `kept` where the folder cannot be written. It is held by a lock on a file beside it
    until `release`, or until the process dies.
    """

    def __init__(self, folder: Path) -> None:
        self.kept, self._held = True, -1
        left = _left(folder)
        for path in chain(left, _names(folder)):
            self.path, self.left_behind = path, path in left
            self._lock = path.with_name(f"{path.name}.lock")
            try:
                folder.mkdir(parents=True, exist_ok=True)
                self._held = _locked(self._lock)
            except BlockingIOError:
                continue
            except OSError:
                self.kept = False  # nor can anything else be written there: there is nothing to share
            return

    def release(self) -> None:
        """Another window may have it."""
        if self._held >= 0:
            if sys.platform != "win32":  # where no file can be removed that is open
                self._lock.unlink(missing_ok=True)
            os.close(self._held)
            self._held = -1


def _locked(path: Path) -> int:
    """The handle of a file that is locked; BlockingIOError where another has it, any other OSError where there can be none."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform == "win32":
            _lock_on_windows(handle)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Whoever had it may have removed it since it was opened.
        if os.path.samestat(os.fstat(handle), path.stat()):
            return handle
    except FileNotFoundError:
        pass
    except OSError:
        os.close(handle)
        raise
    os.close(handle)
    return _locked(path)


def _lock_on_windows(handle: int) -> None:
    if sys.platform == "win32":
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError from error


def _left(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if OURS.fullmatch(path.name))
    except OSError:
        return []


def _names(folder: Path) -> Iterator[Path]:
    return (folder / name for name in chain([RECOVERY_FILE], map(MORE_FILES.format, count(2))))
