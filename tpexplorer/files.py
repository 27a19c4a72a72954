"""Files of a person's: read only as far as they are plain and of a sensible size, written whole, set aside if unreadable."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from contextlib import suppress
from itertools import count
from pathlib import Path

NO_FILE = "it is not a file, but a folder, a pipe or a device"


def read_bounded(path: Path, most: int) -> bytes:
    """A file's bytes; OSError for more than `most` of them, and for a folder, a pipe or a device, which may have no end."""
    # Not waiting: opening a pipe that nobody writes to would never come back.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, NO_FILE)
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
    names = (path.with_name(f"{path.name}.set-aside{f'-{number}' if number > 1 else ''}") for number in count(1))
    aside = next(name for name in names if not os.path.lexists(name))
    path.replace(aside)
    return aside


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, flushed to disk; what was there before stays where that fails (OSError).

    A link is written through; a file that was there keeps its mode and, where possible, its owner. Where a folder takes no
    other file beside it, the file itself is written over.
    """
    target = Path(os.path.realpath(path))
    before = _status(target)
    try:
        _write_beside(target, data, before)
    except PermissionError:
        if before is None:
            raise
        _write_over(target, data)


def _status(target: Path) -> os.stat_result | None:
    try:
        status = target.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, NO_FILE)
    return status


def _write_beside(target: Path, data: bytes, before: os.stat_result | None) -> None:
    # A name of its own: with the file's own in it, it could be too long where the file's is not.
    beside = target.with_name(f".tpexplorer-{secrets.token_hex(6)}.tmp")
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if before is not None:
            with suppress(OSError):  # another's file stays its owner's where we may see to it, and so does its mode
                if hasattr(os, "chown") and (before.st_uid, before.st_gid) != (os.geteuid(), os.getegid()):
                    os.chown(beside, before.st_uid, before.st_gid)
            with suppress(OSError):
                beside.chmod(stat.S_IMODE(before.st_mode))
        beside.replace(target)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    _flush_folder(target.parent)


def _write_over(target: Path, data: bytes) -> None:
    """Write into the file itself: first what is longer than before, so that a full disk leaves it as it was."""
    with target.open("r+b", buffering=0) as file:
        length = os.fstat(file.fileno()).st_size
        try:
            _write_at(file.fileno(), data[length:], length)
        except OSError:
            file.truncate(length)
            raise
        _write_at(file.fileno(), data[:length], 0)
        file.truncate(len(data))
        os.fsync(file.fileno())


def _write_at(handle: int, data: bytes, place: int) -> None:
    os.lseek(handle, place, os.SEEK_SET)
    while data:
        data = data[os.write(handle, data) :]
    os.fsync(handle)


def _flush_folder(folder: Path) -> None:
    """The file's new place too is on the disk, where the system can say so."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _size(count: int) -> str:
    return f"{count / (1 << 20):g} MB" if count >= 1 << 20 else f"{count / (1 << 10):g} kB"
