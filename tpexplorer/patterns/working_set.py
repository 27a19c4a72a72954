"""The working set: what hurts, and what was found on the way through the points; an open JSON file, nothing else in it."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import numpy as np
from msgspec import Meta

from tpexplorer.errors import FileError
from tpexplorer.files import read_bounded, write_whole
from tpexplorer.patterns.pain_drawing import Easel, PainArea, PainDrawing, Word
from tpexplorer.patterns.patterns import SparseField
from tpexplorer.patterns.strokes import Part, Strokes
from tpexplorer.records import Record

LONGEST_REASON = 160
FORMAT = "tpexplorer-working-set"
# Version 1 held strokes. No TPExplorer has written version 2: files that claim it were made to try how newer ones are refused.
VERSION = 3
MOST_BYTES = 20_000_000
MOST_STORED = 5000
LONGEST_NOTE = 2000
Status = Literal["", "found", "not found", "skipped"]
STATUSES: tuple[Status, ...] = ("found", "not found", "skipped")


class Item(Record, kw_only=True, omit_defaults=True):
    """What was found at a point (``upper-trapezius.1@right``), and a note if one was typed."""

    point: Annotated[str, Meta(min_length=1, max_length=100)]
    status: Status = ""
    note: Annotated[str, Meta(max_length=LONGEST_NOTE)] = ""


# First a vertex of the body, then how far it and those after it are from the edge of the area, outward, in steps.
Run = tuple[Annotated[int, Meta(ge=-127, le=65535)], ...]


class StoredArea(Record, kw_only=True, omit_defaults=True):
    """An area as it is stored, and how it feels: its `skin`, or the `region` that it is; in version 1 its strokes."""

    skin: tuple[Run, ...] = ()
    region: str = ""
    side: Literal["", "right", "left"] = ""
    parts: tuple[Part, ...] = ()
    intensity: Annotated[int, Meta(ge=0, le=10)] | None = None
    word: Word = ""


class Stored(Record, kw_only=True):
    """The file."""

    format: Literal["tpexplorer-working-set"]
    version: Literal[1, 3]
    atlas: str = ""
    areas: Annotated[tuple[StoredArea, ...], Meta(max_length=MOST_STORED)] = ()
    points: Annotated[tuple[Item, ...], Meta(max_length=MOST_STORED)] = ()


class _Head(msgspec.Struct):
    """What kind of file it is, whatever else is in it."""

    format: str
    version: object = None


@dataclass(frozen=True)
class WorkingSet:
    """What is shown as painful, and the points gone through, in the order in which they were first ticked.

    `kept` are areas of a file that this atlas cannot show; they are saved with the rest.
    """

    drawing: PainDrawing = field(default_factory=PainDrawing)
    items: tuple[Item, ...] = ()
    kept: tuple[StoredArea, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.drawing or self.items or self.kept)

    def item(self, point: str) -> Item:
        """What is known of a point; an empty item where nothing is."""
        return next((item for item in self.items if item.point == point), Item(point=point))

    def ticked(self, point: str, status: Status, note: str) -> WorkingSet:
        """With another status and note at a point; an item that says nothing goes."""
        # What is no text, half of a character pasted from somewhere, could not be written.
        fresh = Item(point=point, status=status, note=note.encode("utf-8", "replace").decode()[:LONGEST_NOTE])
        known = any(item.point == point for item in self.items)
        items = tuple(fresh if item.point == point else item for item in self.items) if known else (*self.items, fresh)
        return replace(self, items=tuple(item for item in items if item.status or item.note))

    def with_status(self, status: Status) -> list[str]:
        """The points of a status."""
        return [item.point for item in self.items if item.status == status]


def encoded(working_set: WorkingSet, atlas: str) -> bytes:
    """The file's text, a line for each area and point; `atlas` is the version of the atlas in use."""
    areas = (*(_stored_area(area) for area in working_set.drawing.areas), *working_set.kept)
    said = msgspec.json.encode(atlas)
    head = b'{\n "format": "%b",\n "version": %d,\n "atlas": %b' % (FORMAT.encode(), VERSION, said)
    return b'%b,\n "areas": %b,\n "points": %b\n}\n' % (head, _lines(areas), _lines(working_set.items))


def _lines(records: Sequence[Record]) -> bytes:
    return b"[" + b",".join(b"\n  " + msgspec.json.encode(record) for record in records) + b"]"


def _stored_area(area: PainArea) -> StoredArea:
    if area.region:
        return StoredArea(region=area.region, side=area.side, intensity=area.intensity, word=area.word)
    vertices, values = area.field.vertices.astype(np.int64), area.field.values
    starts = np.flatnonzero(np.diff(vertices, prepend=-2) != 1)
    runs = zip(vertices[starts].tolist(), np.split(values, starts[1:]), strict=True)
    skin = tuple((first, *steps.tolist()) for first, steps in runs)
    return StoredArea(skin=skin, intensity=area.intensity, word=area.word)


def _skin(runs: Sequence[Run], easel: Easel) -> SparseField:
    """The field that runs hold; ValueError where they are none of this body."""
    lengths = np.array([len(run) - 1 for run in runs], np.int64)
    if lengths.min() < 1:
        raise ValueError("a run of skin is empty")
    numbers = np.fromiter(chain.from_iterable(runs), np.int64, int(lengths.sum()) + len(runs))
    heads = np.cumsum(lengths + 1) - lengths - 1
    within = np.ones(len(numbers), bool)
    within[heads] = False
    values = numbers[within]
    vertices = np.repeat(numbers[heads] - np.cumsum(lengths) + lengths, lengths) + np.arange(len(values))
    if values.max() > 127 or vertices.min() < 0 or vertices.max() >= easel.body.vertex_count or (np.diff(vertices) < 1).any():
        raise ValueError("its skin is none of this body")
    return SparseField(vertices.astype(np.uint16), values.astype(np.int8))


def save(working_set: WorkingSet, atlas: str, path: Path) -> bytes:
    """Write a file whole or not at all and return what is in it; FileError says why not, and what was there before stays."""
    data = encoded(working_set, atlas)
    try:
        write_whole(path, data)
    except (OSError, ValueError) as error:
        raise FileError(
            f"The file {path} could not be written ({_said(error)}). Choose another place; nothing is lost."
        ) from error
    return data


def read(path: Path) -> bytes:
    """What is in a file; FileError says in a sentence why it cannot be read."""
    try:
        return read_bounded(path, MOST_BYTES)
    except (OSError, ValueError) as error:
        raise FileError(f"The file {path} cannot be read ({_said(error)}).") from error


def _said(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def load(path: Path, easel: Easel) -> tuple[WorkingSet, Sequence[str]]:
    """Read a file; also what of it could not be shown. FileError says in a sentence why a file cannot be used."""
    return decoded(read(path), easel, str(path))


def decoded(data: bytes, easel: Easel, name: str) -> tuple[WorkingSet, Sequence[str]]:
    """The working set in a file's text; also what of it could not be shown, which it keeps."""
    stored = _stored(data, name)
    drawing, kept, lost = PainDrawing(), [], []
    try:
        strokes = Strokes(easel, (area.parts for area in stored.areas))
        for area in stored.areas:
            unknown = {area.region, *(stroke.region for part in area.parts for stroke in part)} - {"", *easel.body_map.regions}
            if unknown:
                lost.append(f"this atlas has no region {', '.join(sorted(unknown))}")
                kept.append(area)
            elif len((drawn := _drawn(area, easel, strokes)).vertices):
                drawing = easel.added(drawing, drawn)
    except (ValueError, FileError) as error:
        raise FileError(f"{name} is damaged: {_brief(error)}. Nothing was changed.") from error
    return WorkingSet(drawing, stored.points, tuple(kept)), lost


def _drawn(area: StoredArea, easel: Easel, strokes: Strokes) -> PainArea:
    if area.region:
        drawn = easel.named(area.region, area.side)
    elif len(area.parts) == 1 and len(area.parts[0]) == 1 and area.parts[0][0].region:
        drawn = easel.named(area.parts[0][0].region, area.parts[0][0].side)
    else:
        drawn = PainArea(_skin(area.skin, easel) if area.skin else strokes.skin(area.parts))
    return replace(drawn, intensity=area.intensity, word=area.word)


def _stored(data: bytes, name: str) -> Stored:
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        head = msgspec.json.decode(data, type=_Head)
        if head.format != FORMAT:
            raise FileError(f"{name} is no working set of TPExplorer. Choose a file that TPExplorer has saved.")
        if isinstance(head.version, int) and head.version not in (True, 1, VERSION):
            raise FileError(f"{name} was saved by a newer TPExplorer. Update TPExplorer to open it.")
        return msgspec.json.decode(data, type=Stored)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise FileError(_why_not(data, name, error)) from error


def _why_not(data: bytes, name: str, error: Exception) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return f"{name} is written in UTF-16, which TPExplorer does not read. Save it as UTF-8 and open it again."
    if FORMAT.encode() in data:
        return f"{name} is damaged: {_brief(error)}. Nothing was changed."
    return f"{name} is no working set of TPExplorer. Choose a file that TPExplorer has saved."


def _brief(error: Exception) -> str:
    """The reason as it fits a message, whatever the file has put into it."""
    reason = str(error).rstrip(".")
    return reason if len(reason) <= LONGEST_REASON else f"{reason[:LONGEST_REASON]} …"
