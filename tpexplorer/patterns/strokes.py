"""Areas as files of version 1 hold them, stroke by stroke: drawn anew when such a file is opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Annotated, Literal

import numpy as np
from msgspec import Meta

from tpexplorer.body.brush import places_at
from tpexplorer.errors import FileError
from tpexplorer.patterns.pain_drawing import FAR, USUAL_MM, Easel
from tpexplorer.patterns.patterns import SparseField
from tpexplorer.records import Record

# No body is larger, and no number beyond is a place on one.
Millimetres = Annotated[float, Meta(ge=-5000, le=5000)]
Position = tuple[Millimetres, Millimetres, Millimetres]
# What a file may ask to be drawn, in vertices: a few seconds' work. A stroke costs as much as so many, a pass as few.
MOST_WORK, STROKE_WORK, PASS_WORK = 3_000_000, 2000, 40


class Stroke(Record, kw_only=True, omit_defaults=True):
    """One pass of a brush (or eraser) through `path`, positions in mm on the neutral body; or a whole named region."""

    path: tuple[Position, ...] = ()
    radius_mm: Annotated[float, Meta(ge=1, le=100)] = USUAL_MM
    erase: bool = False
    region: str = ""
    side: Literal["", "right", "left"] = ""


Part = tuple[Stroke, ...]


class Strokes:
    """Draws the strokes of one file, given by areas; what several areas share is drawn once. FileError says it is too much."""

    def __init__(self, easel: Easel, areas: Iterable[Sequence[Part]]) -> None:
        self._easel = easel
        self._work = 0
        self._fields: dict[Stroke, SparseField] = {}
        strokes = dict.fromkeys(stroke for parts in areas for part in parts for stroke in part if stroke.path)
        self._count(sum(STROKE_WORK + len(stroke.path) for stroke in strokes))
        places = iter(places_at(easel.body, [place for stroke in strokes for place in stroke.path]) if strokes else ())
        self._places = {stroke: list(islice(places, len(stroke.path))) for stroke in strokes}

    def skin(self, parts: Sequence[Part]) -> SparseField:
        """The skin that parts leave; UnknownIdError names a region there is none of."""
        return self._easel.union([self._part(part) for part in parts])

    def _part(self, part: Part) -> SparseField:
        steps = np.full(self._easel.body.vertex_count, FAR, np.int8)
        for stroke in part:
            if not (stroke.path or stroke.region):
                continue
            fresh = self._field(stroke)
            there = steps[fresh.vertices]
            steps[fresh.vertices] = np.maximum(there, -fresh.values) if stroke.erase else np.minimum(there, fresh.values)
            self._count(PASS_WORK)
        return self._easel.near(steps)

    def _field(self, stroke: Stroke) -> SparseField:
        if stroke.region:
            return self._easel.named(stroke.region, stroke.side).field
        if stroke not in self._fields:
            self._fields[stroke] = self._easel.painted(self._places[stroke], stroke.radius_mm)
            self._count(len(self._fields[stroke].vertices))
        return self._fields[stroke]

    def _count(self, work: int) -> None:
        self._work += work
        if self._work > MOST_WORK:
            raise FileError("it holds more strokes than can be drawn")
