"""What is remembered between two starts: one declared table over an ini file; every value is checked when read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import QByteArray, QSettings

from tpexplorer.state.app_state import LARGEST_TEXT, SMALLEST_TEXT, THEMES

T = TypeVar("T")


@dataclass(frozen=True)
class Setting(Generic[T]):
    """A value's key, what it is when nothing usable is stored, and how to read it (ValueError when it is no good)."""

    key: str
    default: T
    read: Callable[[object], T]


def _one_of(*choices: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in choices:
            raise ValueError
        return str(value)

    return read


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 200:
        raise ValueError
    return value


def _boolean(value: object) -> bool:
    # An ini file gives text back, and bool("false") is True.
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise ValueError


def _whole(low: int, high: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, (int, str)):
            raise ValueError
        number = int(value)
        if not low <= number <= high:
            raise ValueError
        return number

    return read


def _bytes(value: object) -> bytes:
    if isinstance(value, QByteArray):
        value = bytes(value.data())
    if not isinstance(value, bytes):
        raise ValueError
    return value


GEOMETRY = Setting("window/geometry", b"", _bytes)
WINDOW_STATE = Setting("window/state", b"", _bytes)
SPLITTER = Setting("window/splitter", b"", _bytes)
THEME = Setting("look/theme", "system", _one_of(*THEMES))
FORM = Setting("look/form", "neutral", _text)
TEXT_STEP = Setting("look/text_step", 0, _whole(SMALLEST_TEXT, LARGEST_TEXT))
MUSCLE_SHOWN = Setting("look/muscle_shown", False, _boolean)
LABELS_SHOWN = Setting("look/labels_shown", False, _boolean)
SITES_SHOWN = Setting("look/sites_shown", False, _boolean)
LAST_POINT = Setting("last/point", "", _text)
LAST_SIDE = Setting("last/side", "right", _one_of("right", "left"))
TABLE: Sequence[Setting[bytes] | Setting[str] | Setting[int] | Setting[bool]] = (
    GEOMETRY,
    WINDOW_STATE,
    SPLITTER,
    THEME,
    FORM,
    TEXT_STEP,
    MUSCLE_SHOWN,
    LABELS_SHOWN,
    SITES_SHOWN,
    LAST_POINT,
    LAST_SIDE,
)


def default_path() -> Path:
    """The settings file of this user, where the system keeps such files."""
    from platformdirs import user_config_path

    return user_config_path("tpexplorer", appauthor=False) / "settings.ini"


class Settings:
    """The settings file. Garbage in it is as good as nothing, and is gone after the next save."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or default_path()
        self._file = QSettings(str(self.path), QSettings.Format.IniFormat)

    def get(self, setting: Setting[T]) -> T:
        """The stored value, or the default where none, or none that is any good, is stored."""
        try:
            value = self._file.value(setting.key)
            return setting.default if value is None else setting.read(value)
        except (ValueError, TypeError, EOFError, RuntimeError):
            return setting.default

    def set(self, setting: Setting[T], value: T) -> None:
        """Store a value; it reaches the file at the next `save`."""
        self._file.setValue(setting.key, QByteArray(value) if isinstance(value, bytes) else value)

    def save(self) -> bool:
        """Write the file; False where the folder cannot be written, which costs nothing but the memory."""
        known = {setting.key: self._file.value(setting.key) for setting in TABLE if self._file.contains(setting.key)}
        if set(self._file.allKeys()) != set(known):
            self._file.clear()
            for key, value in known.items():
                self._file.setValue(key, value)
        self._file.sync()
        # A file that was garbage when it was opened keeps its FormatError although it is written over.
        return self._file.status() != QSettings.Status.AccessError
