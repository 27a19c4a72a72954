"""The pain drawing: areas shown as painful, brushed onto the skin or named; every change gives a new drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Literal, get_args

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from tpexplorer.body.body import Body, SurfacePoint
from tpexplorer.body.brush import Brush, places_at
from tpexplorer.body.map import BodyMap
from tpexplorer.body.paint import Field
from tpexplorer.ids import Side
from tpexplorer.patterns.finding import Area
from tpexplorer.patterns.match import skin_of
from tpexplorer.patterns.patterns import REACH_MM, SparseField
from tpexplorer.records import Record

Word = Literal["", "ache", "sharp", "numb", "tingling"]
WORDS = tuple(word for word in get_args(Word) if word)
SMALLEST_MM, LARGEST_MM, USUAL_MM = 6.0, 40.0, 18.0
# Fields are kept a little beyond their outline, so that it can be drawn smooth.
MARGIN_MM = 16.0
# A region is told as part of an area when it holds this share of it.
TOLD_SHARE = 0.25
# An area that reaches farther than this to both sides is felt on both, not in the middle.
BROAD_MM = 35.0
# Everyday names that begin so say where a place is, not what it is.
PREPOSITIONS = ("above", "around", "behind", "below", "between", "under", "where")
Position = tuple[float, float, float]


class Stroke(Record, kw_only=True, omit_defaults=True):
    """One pass of a brush (or eraser) through `path`, positions in mm on the neutral body; or a whole named region."""

    path: Annotated[tuple[Position, ...], Meta(max_length=5000)] = ()
    radius_mm: Annotated[float, Meta(ge=1, le=100)] = USUAL_MM
    erase: bool = False
    region: str = ""
    side: Literal["", "right", "left"] = ""


Part = tuple[Stroke, ...]


@dataclass(frozen=True)
class PainArea:
    """One painful place: the union of its `parts`, each drawn stroke by stroke; how strong (0..10) and of what kind it is.

    `field` is the skin it covers, in mm, on both sides alike.
    """

    parts: tuple[Part, ...]
    field: SparseField = field(repr=False, compare=False)
    intensity: int | None = None
    word: Word = ""

    @property
    def vertices(self) -> npt.NDArray[np.int64]:
        """The vertices (k,) it covers."""
        return self.field.inside()

    def shown(self) -> Area:
        """The area as it is matched."""
        return Area(self.vertices, 5 if self.intensity is None else self.intensity, self.word)


@dataclass(frozen=True)
class PainDrawing:
    """All areas, in the order in which they were shown."""

    areas: tuple[PainArea, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.areas)

    def with_area(self, number: int, area: PainArea) -> PainDrawing:
        """Another area in the place of one."""
        return PainDrawing((*self.areas[:number], area, *self.areas[number + 1 :]))

    def without(self, number: int) -> PainDrawing:
        """All but one."""
        return PainDrawing((*self.areas[:number], *self.areas[number + 1 :]))

    def rated(self, number: int, intensity: int | None, word: Word) -> PainDrawing:
        """One area with another intensity and word."""
        return self.with_area(number, replace(self.areas[number], intensity=intensity, word=word))


class Easel:
    """Draws on a body. Left and right are kept apart: nothing crosses over but by `mirrored`."""

    def __init__(self, body: Body, body_map: BodyMap) -> None:
        self.body = body
        self.body_map = body_map
        self.brush = Brush(body)
        self._regions: dict[tuple[str, Side], SparseField] = {}

    # --- drawing ----------------------------------------------------------------------------------------------------

    def area_at(self, drawing: PainDrawing, place: SurfacePoint) -> int:
        """The newest area that holds a place; -1 for none."""
        for number in reversed(range(len(drawing.areas))):
            covered = drawing.areas[number].field
            if covered.values[covered.vertices == place.vertex].min(initial=0) < 0:
                return number
        return -1

    def brushed(
        self, drawing: PainDrawing, places: Sequence[SurfacePoint], radius_mm: float, number: int, going_on: bool
    ) -> PainDrawing:
        """Brush through places: into an area, or (-1) as a new one; `going_on` lengthens the area's last stroke."""
        painted = self._painted(places, radius_mm)
        stroke = Stroke(path=self._path(places), radius_mm=radius_mm)
        if number < 0:
            return PainDrawing((*drawing.areas, PainArea(((stroke,),), painted)))
        area = drawing.areas[number]
        parts = (*area.parts[:-1], _longer(area.parts[-1], stroke, going_on))
        return drawing.with_area(number, replace(area, parts=parts, field=self._union([area.field, painted])))

    def erased(self, drawing: PainDrawing, places: Sequence[SurfacePoint], radius_mm: float, going_on: bool) -> PainDrawing:
        """Rub out along places, in every area; what is rubbed out wholly is gone."""
        rubbed = self._painted(places, radius_mm)
        stroke = Stroke(path=self._path(places), radius_mm=radius_mm, erase=True)
        touched = np.zeros(self.body.vertex_count, bool)
        touched[rubbed.vertices[rubbed.values < 0]] = True
        areas = []
        for area in drawing.areas:
            if not touched[area.vertices].any():
                areas.append(area)
                continue
            left = self._less(area.field, rubbed)
            if len(left.inside()):
                parts = tuple(_longer(part, stroke, going_on) for part in area.parts)
                areas.append(replace(area, parts=parts, field=left))
        return PainDrawing(tuple(areas))

    def joined(self, drawing: PainDrawing, number: int) -> PainDrawing:
        """The areas that a newly brushed one runs into become one with it; the first of them keeps its place and words."""
        mine = np.zeros(self.body.vertex_count, bool)
        mine[drawing.areas[number].vertices] = True
        met = [other for other, area in enumerate(drawing.areas) if other == number or mine[area.vertices].any()]
        if len(met) == 1:
            return drawing
        areas = [drawing.areas[other] for other in met]
        one = replace(
            areas[0],
            parts=tuple(part for area in areas for part in area.parts),
            field=self._union([area.field for area in areas]),
            intensity=next((area.intensity for area in areas if area.intensity is not None), None),
            word=next((area.word for area in areas if area.word), ""),
        )
        kept = [one if other == met[0] else area for other, area in enumerate(drawing.areas) if other not in met[1:]]
        return PainDrawing(tuple(kept))

    def with_region(self, drawing: PainDrawing, region: str, side: Side) -> PainDrawing:
        """A named region as one more area, unless all of it is shown already; UnknownIdError if there is none."""
        covered = self.region_field(region, side)
        shown = [area.vertices for area in drawing.areas]
        if shown and np.isin(covered.inside(), np.concatenate(shown)).all():
            return drawing
        stroke = Stroke(region=region, side="" if self.body_map.region(region).midline else side)
        return PainDrawing((*drawing.areas, PainArea(((stroke,),), covered)))

    def mirrored(self, drawing: PainDrawing) -> PainDrawing:
        """What is shown on either side shown on both; areas that meet become one."""
        result = drawing
        for area in drawing.areas:
            vertices = self.body.mirror[area.vertices]
            if np.isin(vertices, np.concatenate([known.vertices for known in result.areas])).all():
                continue
            parts = tuple(tuple(_mirrored(stroke) for stroke in part) for part in area.parts)
            other = replace(area, parts=parts, field=self._kept(area.field.spread(self.body, left=True)))
            result = self.joined(PainDrawing((*result.areas, other)), len(result.areas))
        return result

    def redrawn(self, parts: Sequence[Part], intensity: int | None = None, word: Word = "") -> PainArea | None:
        """An area drawn anew from its strokes; None where nothing is left. UnknownIdError names a region there is none of."""
        fields = []
        for part in parts:
            covered = np.full(self.body.vertex_count, REACH_MM, np.float32)
            for stroke in (stroke for stroke in part if stroke.path or stroke.region):
                fresh = self._stroke(stroke).spread(self.body, left=False)
                covered = np.maximum(covered, -fresh) if stroke.erase else np.minimum(covered, fresh)
            fields.append(self._kept(covered))
        whole = self._union(fields) if fields else None
        return PainArea(tuple(parts), whole, intensity, word) if whole is not None and len(whole.inside()) else None

    def _stroke(self, stroke: Stroke) -> SparseField:
        if stroke.region:
            return self.region_field(stroke.region, "left" if stroke.side == "left" else "right")
        return self._painted(places_at(self.body, stroke.path), stroke.radius_mm)

    # --- skin -------------------------------------------------------------------------------------------------------

    def field(self, drawing: PainDrawing) -> Field | None:
        """All areas together as one field (n,) in mm; None where there are none."""
        return self._shown(self._union([area.field for area in drawing.areas])) if drawing else None

    def lit(self, region: str, side: Side) -> Field:
        """A region as a field (n,) in mm; UnknownIdError if there is none."""
        return self._shown(self.region_field(region, side))

    def _shown(self, kept: SparseField) -> Field:
        # Without a step where the kept field ends, which would bend the outlines near it.
        return np.minimum(kept.spread(self.body, left=False), np.float32(MARGIN_MM))

    def region_field(self, region: str, side: Side) -> SparseField:
        """A region's skin as a field with a smooth outline; UnknownIdError if there is none."""
        if (region, side) not in self._regions:
            self._regions[region, side] = self._region(region, side)
        return self._regions[region, side]

    def _region(self, region: str, side: Side) -> SparseField:
        inside = np.zeros(self.body.vertex_count, bool)
        inside[skin_of(self.body_map, self.body, region, side)] = True
        near = inside.copy()
        for _ in range(3):
            touched = near[self.body.faces].any(axis=1)
            near[self.body.faces[touched].ravel()] = True
        faces = self.body.faces[near[self.body.faces].all(axis=1)]
        smooth = np.where(inside, -MARGIN_MM, MARGIN_MM)
        count = np.maximum(np.bincount(faces.ravel(), minlength=len(near)), 1)
        for _ in range(4):
            mean = smooth[faces].mean(axis=1)
            smooth = np.where(near, np.bincount(faces.ravel(), np.repeat(mean, 3), len(near)) / count, MARGIN_MM)
        # What belongs to the region stays within its outline, whatever smoothing would say.
        smooth = np.where(inside, np.minimum(smooth, -0.25), np.maximum(smooth, 0.0))
        return self._kept(smooth.astype(np.float32))

    def _painted(self, places: Sequence[SurfacePoint], radius_mm: float) -> SparseField:
        vertices, distance = self.brush.spread(places, radius_mm + MARGIN_MM)
        whole = np.full(self.body.vertex_count, REACH_MM, np.float32)
        whole[vertices] = distance - radius_mm
        # However small the brush, it leaves a mark.
        for place in places:
            whole[place.vertex] = min(whole[place.vertex], -0.25)
        return self._kept(whole)

    def _kept(self, whole: npt.NDArray[np.floating]) -> SparseField:
        return SparseField.of(whole, whole < MARGIN_MM)

    def _union(self, fields: Sequence[SparseField]) -> SparseField:
        return self._kept(np.minimum.reduce([each.spread(self.body, left=False) for each in fields]))

    def _less(self, whole: SparseField, rubbed: SparseField) -> SparseField:
        return self._kept(np.maximum(whole.spread(self.body, left=False), -rubbed.spread(self.body, left=False)))

    def _path(self, places: Sequence[SurfacePoint]) -> tuple[Position, ...]:
        found = [place.on(self.body.neutral) for place in places]
        return tuple((round(float(x), 2), round(float(y), 2), round(float(z), 2)) for x, y, z in found)

    def matched(self, drawing: PainDrawing) -> list[Area]:
        """The areas as they are matched: a broad one across the middle is one on either side, as points are."""
        parts = []
        for area in drawing.areas:
            shown = replace(area.shown(), name=self.name_of(area))
            across = self.body.neutral.vertices[shown.vertices, 0]
            if self.side_of(area) == "both" and across.min() < -BROAD_MM and across.max() > BROAD_MM:
                for side, half in (("right", across >= 0), ("left", across < 0)):
                    parts.append(replace(shown, vertices=shown.vertices[half], name=sided(shown.name, side)))
            else:
                parts.append(shown)
        return parts

    # --- words ------------------------------------------------------------------------------------------------------

    def regions_of(self, area: PainArea | Area) -> dict[str, float]:
        """The regions an area lies in, with the share (0..1) of the area in each, largest first."""
        skin = self.body_map.areas(area.vertices, self.body.vertex_areas)
        total = max(float(skin.sum()), 1e-6)
        names = list(self.body_map.regions)
        return {names[number]: float(skin[number]) / total for number in np.argsort(-skin) if skin[number] > 0}

    def told_regions(self, area: PainArea | Area) -> list[str]:
        """The one or two regions by which an area is called."""
        shares = self.regions_of(area)
        return [region for region, share in shares.items() if share >= TOLD_SHARE][:2] or list(shares)[:1]

    def name_of(self, area: PainArea | Area) -> str:
        """What an area is called: ``temple``, ``temple and cheek``, in everyday words."""
        names = [self.body_map.regions[region].everyday for region in self.told_regions(area)]
        return (", " if any(" and " in name for name in names) else " and ").join(names)

    def side_of(self, area: PainArea | Area) -> Side | Literal["both"]:
        """The subject's side an area lies on; both where a good part of it lies on either."""
        across = self.body.neutral.vertices[area.vertices, 0]
        skin = self.body.vertex_areas[area.vertices]
        left = float(skin[across < 0].sum()) / max(float(skin.sum()), 1e-6)
        return "left" if left > 0.85 else "right" if left < 0.15 else "both"


def sided(name: str, side: str) -> str:
    """What a place on a side is called: ``right temple``, ``under the chin on the right``."""
    return f"{name} on the {side}" if name.partition(" ")[0] in PREPOSITIONS else f"{side} {name}"


def in_a_sentence(name: str) -> str:
    """A place as it stands in a sentence: ``the temple``, ``the area under the chin``."""
    return f"the area {name}" if name.partition(" ")[0] in PREPOSITIONS else f"the {name}"


def _longer(part: Part, stroke: Stroke, going_on: bool) -> Part:
    """A part with a stroke more, or its last stroke lengthened."""
    last = part[-1]
    if going_on and not last.region and last.erase == stroke.erase and last.radius_mm == stroke.radius_mm:
        path = (*last.path, *(place for place in stroke.path if place not in last.path[-1:]))
        return (*part[:-1], Stroke(path=path, radius_mm=last.radius_mm, erase=last.erase))
    return (*part, stroke)


def _mirrored(stroke: Stroke) -> Stroke:
    side: Literal["", "right", "left"] = "left" if stroke.side == "right" else "right" if stroke.side == "left" else ""
    path = tuple((-x, y, z) for x, y, z in stroke.path)
    return Stroke(path=path, radius_mm=stroke.radius_mm, erase=stroke.erase, region=stroke.region, side=side)
