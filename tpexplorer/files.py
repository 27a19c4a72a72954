"""Files of others: read only as far as they are plain files of a sensible size, set aside where they make no sense."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path


def read_bounded(path: Path, most: int) -> bytes:
    """A file's bytes; OSError for more than `most` of them, and for a folder, a pipe or a device, which may have no end."""
    # Not waiting: opening a pipe that nobody writes to would never come back.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "it is not a file that can be read, but a folder, a pipe or a device")
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"it is larger than {_size(most)}")
    return data


def is_folder(path: Path) -> bool:
    """Whether a path leads to a folder; a name that is too long and a way that is barred lead to none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def size_of(path: Path) -> int:
    """A file's size in bytes; 0 where that cannot be told."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def set_aside(path: Path) -> Path:
    """Give a file that could not be read another name, so that it is neither lost nor in the way; OSError where that fails."""
    aside = path.with_name(f"{path.name}.set-aside")
    path.replace(aside)
    return aside


def _size(count: int) -> str:
    return f"{count / (1 << 20):g} MB" if count >= 1 << 20 else f"{count / (1 << 10):g} kB"
