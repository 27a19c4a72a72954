"""The pain drawing: areas shown as painful, brushed onto the skin or named; every change gives a new drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from tpexplorer.body.body import Body, SurfacePoint
from tpexplorer.body.brush import Brush
from tpexplorer.body.map import BodyMap
from tpexplorer.body.paint import Field
from tpexplorer.ids import Side
from tpexplorer.patterns.finding import Area
from tpexplorer.patterns.match import skin_of
from tpexplorer.patterns.patterns import REACH_MM, STEP_MM, SparseField

Word = Literal["", "ache", "sharp", "numb", "tingling"]
WORDS = tuple(word for word in get_args(Word) if word)
SMALLEST_MM, LARGEST_MM, USUAL_MM = 6.0, 40.0, 18.0
# Fields are kept a little beyond their outline, so that it can be drawn smooth.
MARGIN_MM = 16.0
# In steps of `SparseField`: beyond any field.
FAR = np.int8(127)
# A region is told as part of an area when it holds this share of it.
TOLD_SHARE = 0.25
# An area that reaches farther than this to both sides is felt on both, not in the middle.
BROAD_MM = 35.0
# Everyday names that begin so say where a place is, not what it is.
PREPOSITIONS = ("above", "around", "behind", "below", "between", "under", "where")
# More areas than anyone points out; what is drawn beyond them goes with the last one.
MOST_AREAS = 100


@dataclass(frozen=True)
class PainArea:
    """One painful place: the skin it covers, how strong it is (0..10) and of what kind.

    `field` is that skin, in mm, on both sides alike. `region` and `side` say which one it is where it was chosen by name,
    as long as nothing is drawn into it or rubbed out of it.
    """

    field: SparseField = field(repr=False)
    region: str = ""
    side: Literal["", "right", "left"] = ""
    intensity: int | None = None
    word: Word = ""

    @property
    def vertices(self) -> npt.NDArray[np.int64]:
        """The vertices (k,) it covers."""
        return self.field.inside()

    def covering(self, skin: SparseField) -> PainArea:
        """The same place over other skin."""
        return PainArea(skin, intensity=self.intensity, word=self.word)

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

    def number_of(self, area: PainArea) -> int:
        """Where an area is that was here a moment ago, or the one that has taken it in; -1 where it is gone."""
        same = [number for number, known in enumerate(self.areas) if known is area or known.field is area.field]
        if same:
            return next((number for number in same if self.areas[number] is area), same[0])
        shared = [len(np.intersect1d(known.vertices, area.vertices, assume_unique=True)) for known in self.areas]
        return int(np.argmax(shared)) if any(shared) else -1

    def rated(self, number: int, intensity: int | None, word: Word) -> PainDrawing:
        """One area with another intensity and word."""
        return self.with_area(number, replace(self.areas[number], intensity=intensity, word=word))


class Easel:
    """Draws on a body. Left and right are kept apart: nothing crosses over but by `mirrored`."""

    def __init__(self, body: Body, body_map: BodyMap) -> None:
        self.body = body
        self.body_map = body_map
        self.skin = body_map.skin(body)
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

    def brushed(self, drawing: PainDrawing, places: Sequence[SurfacePoint], radius_mm: float, number: int) -> PainDrawing:
        """Brush through places: into an area, or (-1) as a new one."""
        painted = self.painted(places, radius_mm)
        if number < 0:
            return self.added(drawing, PainArea(painted))
        area = drawing.areas[number]
        return drawing.with_area(number, area.covering(self.union([area.field, painted])))

    def erased(self, drawing: PainDrawing, places: Sequence[SurfacePoint], radius_mm: float) -> PainDrawing:
        """Rub out along places, in every area; what is rubbed out wholly is gone."""
        rubbed = self.painted(places, radius_mm)
        touched = np.zeros(self.body.vertex_count, bool)
        touched[rubbed.inside()] = True
        areas = []
        for area in drawing.areas:
            if not touched[area.vertices].any():
                areas.append(area)
                continue
            left = self.less(area.field, rubbed)
            if len(left.inside()):
                areas.append(area.covering(left))
        return PainDrawing(tuple(areas))

    def joined(self, drawing: PainDrawing, number: int) -> PainDrawing:
        """The areas that a newly brushed one runs into become one with it; the first of them keeps its place and words."""
        mine = np.zeros(self.body.vertex_count, bool)
        mine[drawing.areas[number].vertices] = True
        met = [other for other, area in enumerate(drawing.areas) if other == number or mine[area.vertices].any()]
        if len(met) == 1:
            return drawing
        one = self._one([drawing.areas[other] for other in met])
        kept = [one if other == met[0] else area for other, area in enumerate(drawing.areas) if other not in met[1:]]
        return PainDrawing(tuple(kept))

    def _one(self, areas: Sequence[PainArea]) -> PainArea:
        """Several areas as one."""
        return PainArea(
            self.union([area.field for area in areas]),
            intensity=next((area.intensity for area in areas if area.intensity is not None), None),
            word=next((area.word for area in areas if area.word), ""),
        )

    def added(self, drawing: PainDrawing, area: PainArea) -> PainDrawing:
        """One area more; where there are as many as there may be, the last one takes it in."""
        if len(drawing.areas) < MOST_AREAS:
            return PainDrawing((*drawing.areas, area))
        return PainDrawing((*drawing.areas[:-1], self._one([drawing.areas[-1], area])))

    def with_region(self, drawing: PainDrawing, region: str, side: Side) -> PainDrawing:
        """A named region as one more area, unless all of it is shown already; UnknownIdError if there is none."""
        area = self.named(region, side)
        shown = [known.vertices for known in drawing.areas]
        if shown and np.isin(area.vertices, np.concatenate(shown)).all():
            return drawing
        return self.added(drawing, area)

    def named(self, region: str, side: Literal["", "right", "left"]) -> PainArea:
        """A region's skin as an area; UnknownIdError if there is none."""
        midline = self.body_map.region(region).midline
        return PainArea(self.region_field(region, side or "right"), region, "" if midline else side or "right")

    def mirrored(self, drawing: PainDrawing) -> PainDrawing:
        """What is shown on either side shown on both; areas that meet become one."""
        result = drawing
        for area in drawing.areas:
            vertices = self.body.mirror[area.vertices]
            if np.isin(vertices, np.concatenate([known.vertices for known in result.areas])).all():
                continue
            result = self.added(result, self._mirrored(area))
            result = self.joined(result, len(result.areas) - 1)
        return result

    def _mirrored(self, area: PainArea) -> PainArea:
        if area.side:
            other = self.named(area.region, "right" if area.side == "left" else "left")
            return replace(other, intensity=area.intensity, word=area.word)
        return area.covering(self._kept(area.field.spread(self.body, left=True)))

    # --- skin -------------------------------------------------------------------------------------------------------

    def field(self, drawing: PainDrawing) -> Field | None:
        """All areas together as one field (n,) in mm; None where there are none."""
        return self._shown(self.union([area.field for area in drawing.areas])) if drawing else None

    def lit(self, region: str, side: Side) -> Field:
        """A region as a field (n,) in mm; UnknownIdError if there is none."""
        return self._shown(self.region_field(region, side))

    def lit_together(self, regions: Sequence[str], sides: Sequence[Side]) -> Field:
        """Some regions as one field (n,) in mm; UnknownIdError if there is none of one."""
        skins = [skin_of(self.body_map, self.body, region, side) for region in regions for side in sides]
        return self._shown(self._outlined(np.concatenate(skins)))

    def _shown(self, kept: SparseField) -> Field:
        # Without a step where the kept field ends, which would bend the outlines near it.
        return np.minimum(kept.spread(self.body, left=False), np.float32(MARGIN_MM))

    def region_field(self, region: str, side: Side) -> SparseField:
        """A region's skin as a field with a smooth outline; UnknownIdError if there is none."""
        if (region, side) not in self._regions:
            self._regions[region, side] = self._outlined(skin_of(self.body_map, self.body, region, side))
        return self._regions[region, side]

    def _outlined(self, skin: npt.NDArray[np.integer]) -> SparseField:
        """Vertices as a field with a smooth outline."""
        inside = np.zeros(self.body.vertex_count, bool)
        inside[skin] = True
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

    def painted(self, places: Sequence[SurfacePoint], radius_mm: float) -> SparseField:
        """The skin under a brush that passes through places."""
        vertices, distance = self.brush.spread(places, radius_mm + MARGIN_MM)
        whole = np.full(self.body.vertex_count, REACH_MM, np.float32)
        whole[vertices] = distance - radius_mm
        # However small the brush, it leaves a mark.
        for place in places:
            whole[place.vertex] = min(whole[place.vertex], -0.25)
        return self._kept(whole)

    def _kept(self, whole: npt.NDArray[np.floating]) -> SparseField:
        return SparseField.of(whole, whole < MARGIN_MM)

    def union(self, fields: Sequence[SparseField]) -> SparseField:
        """The skin of several fields together."""
        whole = np.full(self.body.vertex_count, FAR, np.int8)
        for each in fields:
            whole[each.vertices] = np.minimum(whole[each.vertices], each.values)
        return self.near(whole)

    def less(self, skin: SparseField, rubbed: SparseField) -> SparseField:
        """Skin without what is rubbed out of it."""
        whole = np.full(self.body.vertex_count, FAR, np.int8)
        whole[skin.vertices] = skin.values
        whole[rubbed.vertices] = np.maximum(whole[rubbed.vertices], -rubbed.values)
        return self.near(whole)

    def near(self, steps: npt.NDArray[np.int8]) -> SparseField:
        """What of a field (n,) in steps is worth keeping."""
        kept = np.flatnonzero(steps < MARGIN_MM / STEP_MM)
        return SparseField(kept.astype(np.uint16), steps[kept])

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
        skin = self.body_map.areas(area.vertices, self.skin)
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
        skin = self.skin[area.vertices]
        left = float(skin[across < 0].sum()) / max(float(skin.sum()), 1e-6)
        return "left" if left > 0.85 else "right" if left < 0.15 else "both"


def sided(name: str, side: str) -> str:
    """What a place on a side is called: ``right temple``, ``under the chin on the right``."""
    return f"{name} on the {side}" if name.partition(" ")[0] in PREPOSITIONS else f"{side} {name}"


def in_a_sentence(name: str) -> str:
    """A place as it stands in a sentence: ``the temple``, ``the area under the chin``."""
    return f"the area {name}" if name.partition(" ")[0] in PREPOSITIONS else f"the {name}"
