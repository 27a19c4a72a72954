"""The working set: what hurts, and what was found on the way through the points; an open JSON file, nothing else in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from tpexplorer.errors import FileError, UnknownIdError
from tpexplorer.patterns.pain_drawing import Easel, PainDrawing, Part, Word
from tpexplorer.records import Record
from tpexplorer.resources import write_whole

FORMAT = "tpexplorer-working-set"
VERSION = 1
MOST_BYTES = 20_000_000
Status = Literal["", "found", "not found", "skipped"]
STATUSES: tuple[Status, ...] = ("found", "not found", "skipped")


class Item(Record, kw_only=True, omit_defaults=True):
    """What was found at a point (``upper-trapezius.1@right``), and a note if one was typed."""

    point: Annotated[str, Meta(min_length=1, max_length=100)]
    status: Status = ""
    note: Annotated[str, Meta(max_length=2000)] = ""


class StoredArea(Record, kw_only=True, omit_defaults=True):
    """An area as it is stored: its strokes, and how it feels."""

    parts: tuple[Part, ...]
    intensity: Annotated[int, Meta(ge=0, le=10)] | None = None
    word: Word = ""


class Stored(Record, kw_only=True):
    """The file."""

    format: Literal["tpexplorer-working-set"]
    version: Literal[1]
    atlas: str = ""
    areas: tuple[StoredArea, ...] = ()
    points: tuple[Item, ...] = ()


@dataclass(frozen=True)
class WorkingSet:
    """What is shown as painful, and the points gone through, in the order in which they were first ticked."""

    drawing: PainDrawing = field(default_factory=PainDrawing)
    items: tuple[Item, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.drawing or self.items)

    def item(self, point: str) -> Item:
        """What is known of a point; an empty item where nothing is."""
        return next((item for item in self.items if item.point == point), Item(point=point))

    def ticked(self, point: str, status: Status, note: str) -> WorkingSet:
        """With another status and note at a point; an item that says nothing goes."""
        fresh = Item(point=point, status=status, note=note)
        known = any(item.point == point for item in self.items)
        items = tuple(fresh if item.point == point else item for item in self.items) if known else (*self.items, fresh)
        return replace(self, items=tuple(item for item in items if item.status or item.note))

    def with_status(self, status: Status) -> list[str]:
        """The points of a status."""
        return [item.point for item in self.items if item.status == status]


def encoded(working_set: WorkingSet, atlas: str) -> bytes:
    """The file's text; `atlas` is the version of the atlas in use."""
    drawn = working_set.drawing.areas
    areas = tuple(StoredArea(parts=area.parts, intensity=area.intensity, word=area.word) for area in drawn)
    stored = Stored(format="tpexplorer-working-set", version=1, atlas=atlas, areas=areas, points=working_set.items)
    return msgspec.json.format(msgspec.json.encode(stored), indent=1) + b"\n"


def save(working_set: WorkingSet, atlas: str, path: Path) -> None:
    """Write a file whole or not at all; FileError says why not, and what was there before stays."""
    try:
        write_whole(path, encoded(working_set, atlas))
    except OSError as error:
        why = error.strerror or str(error)
        raise FileError(f"The file {path} could not be written ({why}). Choose another folder; nothing is lost.") from error


def load(path: Path, easel: Easel) -> tuple[WorkingSet, Sequence[str]]:
    """Read a file; also what of it could not be shown. FileError says in a sentence why a file cannot be used."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileError(f"The file {path} is too large for a working set. Choose a file that TPExplorer has saved.")
        data = path.read_bytes()
    except OSError as error:
        raise FileError(f"The file {path} cannot be read ({error.strerror or error}).") from error
    return decoded(data, easel, str(path))


def decoded(data: bytes, easel: Easel, name: str) -> tuple[WorkingSet, Sequence[str]]:
    """The working set in a file's text; also what of it could not be shown."""
    stored = _stored(data, name)
    lost: list[str] = []
    areas = []
    for area in stored.areas:
        try:
            drawn = easel.redrawn(area.parts, area.intensity, area.word)
        except UnknownIdError:
            regions = {stroke.region for part in area.parts for stroke in part} - {"", *easel.body_map.regions}
            lost.append(f"this atlas has no region {', '.join(sorted(regions))}")
            continue
        if drawn is not None:
            areas.append(drawn)
    return WorkingSet(PainDrawing(tuple(areas)), stored.points), lost


def _stored(data: bytes, name: str) -> Stored:
    other = f"{name} is no working set of TPExplorer. Choose a file that TPExplorer has saved."
    try:
        head = msgspec.json.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise FileError(other) from error
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise FileError(other)
    version = head.get("version")
    if isinstance(version, int) and version > VERSION:
        raise FileError(f"{name} was saved by a newer TPExplorer. Update TPExplorer to open it.")
    try:
        return msgspec.convert(head, Stored)
    except msgspec.ValidationError as error:
        raise FileError(f"{name} is damaged: {error}. Nothing was changed.") from error
