"""What is remembered between two starts: one declared table over an ini file of plain words and numbers.

The file is text that is read line by line, never anything that could run; every value is checked against the table. A line
that makes no sense costs what it would have said, and no more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, TypeVar

import msgspec
from msgspec import Meta

from tpexplorer.files import read_bounded, set_aside, write_whole
from tpexplorer.state.app_state import THEMES

T = TypeVar("T")
SECTION, ENTRY = re.compile(r"\[(\w+)\]"), re.compile(r"(\w+)\s*=\s*([\w.@ -]*)")
# What versions before this one kept of the window, in Qt's own form: neither read nor missed.
QT_BLOB = re.compile(r"(geometry|state|splitter)=@ByteArray\(.*\)")
MOST_BYTES = 64 << 10
Word = Annotated[str, Meta(max_length=200)]
Pixels = Annotated[int, Meta(ge=0, le=100_000)]
Place = Annotated[int, Meta(ge=-100_000, le=100_000)]


@dataclass(frozen=True)
class Setting(Generic[T]):
    """A value's place in the file (section/key), what it is when nothing usable is stored, and what it may be."""

    key: str
    default: T
    kind: Any


# Where the window stands, in px; a width of 0 is none.
X = Setting("window/x", 0, Place)
Y = Setting("window/y", 0, Place)
WIDTH = Setting("window/width", 0, Pixels)
HEIGHT = Setting("window/height", 0, Pixels)
MAXIMIZED = Setting("window/maximized", False, bool)
FULL_SCREEN = Setting("window/full_screen", False, bool)
LIST_WIDTH = Setting("window/list_width", 0, Pixels)
PAGE_WIDTH = Setting("window/page_width", 0, Pixels)
LIST_FOLDED = Setting("window/list_folded", False, bool)
PAGE_FOLDED = Setting("window/page_folded", False, bool)
THEME = Setting("look/theme", "system", Literal[THEMES])
FORM = Setting("look/form", "neutral", Word)
TEXT_STEP = Setting("look/text_step", 0, Annotated[int, Meta(ge=-100, le=100)])
MUSCLE_SHOWN = Setting("look/muscle_shown", False, bool)
LABELS_SHOWN = Setting("look/labels_shown", False, bool)
SITES_SHOWN = Setting("look/sites_shown", False, bool)
LAST_POINT = Setting("last/point", "", Word)
LAST_SIDE = Setting("last/side", "right", Literal["right", "left"])
TABLE: tuple[Setting[str] | Setting[int] | Setting[bool], ...] = (
    *(X, Y, WIDTH, HEIGHT, MAXIMIZED, FULL_SCREEN, LIST_WIDTH, PAGE_WIDTH, LIST_FOLDED, PAGE_FOLDED),
    *(THEME, FORM, TEXT_STEP, MUSCLE_SHOWN, LABELS_SHOWN, SITES_SHOWN),
    *(LAST_POINT, LAST_SIDE),
)


def default_path() -> Path:
    """The settings file of this user, where the system keeps such files."""
    from platformdirs import user_config_path

    return user_config_path("tpexplorer", appauthor=False) / "settings.ini"


class Settings:
    """The settings file. What is in it and makes no sense is as good as nothing."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or default_path()
        self._values, _ = _read(self.path)

    def get(self, setting: Setting[T]) -> T:
        """The stored value, or the default where none, or none that is any good, is stored."""
        try:
            value: T = msgspec.convert(self._values[setting.key], setting.kind, strict=False)
        except (KeyError, msgspec.ValidationError):
            return setting.default
        return value

    def set(self, setting: Setting[T], value: T) -> None:
        """Store a value; it reaches the file at the next `save`."""
        self._values[setting.key] = str(value).lower() if isinstance(value, bool) else str(value)

    def save(self) -> bool:
        """Write the file whole; False where it cannot be written, which costs nothing but the memory.

        What a newer version keeps there stays; a file with anything that makes no sense is set aside first.
        """
        try:
            # Read again: another window may have written it since.
            if not _read(self.path)[1]:
                set_aside(self.path)
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self.path, _written(self._values))
        except OSError:
            return False
        return True


def _read(path: Path) -> tuple[dict[str, str], bool]:
    """The file's values by section/key, as text; and whether that is all there is in it."""
    try:
        data = read_bounded(path, MOST_BYTES)
    except FileNotFoundError:
        return {}, True
    except OSError:
        return {}, False
    values: dict[str, str] = {}
    section, whole = "", True
    for line in data.decode("utf-8-sig", "replace").splitlines():
        text = line.strip()
        if heading := SECTION.fullmatch(text):
            section = heading[1]
        elif section and (entry := ENTRY.fullmatch(text)):
            values[f"{section}/{entry[1]}"] = entry[2]
        elif text and not (section == "window" and QT_BLOB.fullmatch(text)):
            whole = False
    return values, whole


def _written(values: Mapping[str, str]) -> bytes:
    sections: dict[str, list[str]] = {}
    known = [setting.key for setting in TABLE]
    for place in dict.fromkeys((*known, *values)):
        section, _, key = place.partition("/")
        if place in values:
            sections.setdefault(section, []).append(f"{key}={values[place]}\n")
    return "\n".join(f"[{section}]\n{''.join(lines)}" for section, lines in sections.items()).encode()
