"""From the pain to the points: areas shown on the skin against every zone, in one sparse product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from tpexplorer.body.map import BodyMap
from tpexplorer.ids import muscle_of, split_side
from tpexplorer.patterns.patterns import Patterns
from tpexplorer.patterns.stated import Stated
from tpexplorer.patterns.together import Reached, together

Vertices = npt.NDArray[np.int64]
Kind = Literal["essential", "spillover"]
# How much skin in a zone of each kind counts; in the whole pattern, both together, that of the essential zone counts fully.
SPILLING = {"drawn": 0.8, "named": 0.7}
# A share of an area counts more than in proportion, so that many areas touched beat one covered.
COVER_POWER = 0.6
# How much of the score a zone keeps that reaches far beyond what was shown. A place that was named is meant less exactly than
# one that was drawn.
SPRAWLING = {"drawn": 0.25, "named": 0.6}
PRECISION_POWER = 0.8
# Less of an area than this is a brush's slip, unless the record states that the zone is felt there.
LEAST_SHARE = 0.04
# How much of its score a point keeps by how usual it is. The better it fits what was drawn, the less that matters; a named
# place says little of how well it fits.
USUAL = {
    "drawn": {"common": 1.0, "less common": 0.95, "rare": 0.87},
    "named": {"common": 1.0, "less common": 0.75, "rare": 0.55},
}


@dataclass(frozen=True)
class Area:
    """A place shown as painful: the skin's `vertices` (k,), an intensity from 0 to 10, and a word such as ``ache``.

    `name` is what it is called, where someone has named it.
    """

    vertices: Vertices
    intensity: int = 5
    word: str = ""
    name: str = ""


@dataclass(frozen=True)
class Reach:
    """What share (0..1) of an area (by its place in the list) a point's zone of a kind covers; `stated` if its record says so.

    In the middle it is the share of the half that lies on one side.
    """

    area: int
    kind: Kind
    share: float
    stated: bool = False


@dataclass(frozen=True)
class Found:
    """A point that refers to what was shown: `score` orders (it is no probability), `reaches` say why.

    `fit` is how well its zones fit, however usual it is. `felt` says what is felt at a point that is no answer to pain; such
    come last.
    """

    point: str
    muscle: str
    score: float
    reaches: tuple[Reach, ...]
    felt: str = ""
    fit: float = 0.0

    @property
    def zone(self) -> Kind:
        """The kind of zone that reaches it: essential where any does."""
        return "essential" if any(reach.kind == "essential" for reach in self.reaches) else "spillover"


@dataclass(frozen=True)
class Zones:
    """A sparse matrix of skin areas, vertex by vertex: vertex v lies in the rows ``rows[starts[v]:starts[v + 1]]``.

    A drawing covers few vertices, so its product with all rows costs little; scipy's would cost the running window more
    memory than all zones together. `sizes` (r,) are the rows' skin in mm².
    """

    rows: npt.NDArray[np.uint16]
    starts: npt.NDArray[np.int32]
    areas: npt.NDArray[np.float32]
    sizes: npt.NDArray[np.float64]

    @staticmethod
    def of(zones: Sequence[Vertices], areas: npt.NDArray[np.float32]) -> Zones:
        """The zones with the given vertices, each vertex worth its share of the skin (`areas` (n,))."""
        vertices = np.concatenate(zones) if zones else np.zeros(0, np.int64)
        rows = np.repeat(np.arange(len(zones), dtype=np.uint16), [len(zone) for zone in zones])
        counts = np.bincount(vertices, minlength=len(areas))
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
        sizes = np.bincount(rows, areas[vertices], len(zones)).astype(float)
        return Zones(rows[np.argsort(vertices, kind="stable")], starts, areas, sizes)

    def within(self, vertices: Vertices) -> npt.NDArray[np.float64]:
        """How much of each zone (r,) in mm² lies in some vertices (k,)."""
        first = self.starts[vertices].astype(np.int64)
        counts = self.starts[vertices + 1] - first
        places = np.arange(int(counts.sum())) + np.repeat(first - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
        return np.bincount(self.rows[places], np.repeat(self.areas[vertices], counts), len(self.sizes)).astype(float)


class Finder:
    """Ranks every described point on both sides by how well its zones fit the areas shown, and by how usual it is.

    With a map of the body, skin that cannot be seen counts for nothing, and a region shown whole brings up all whose records
    state it.
    """

    def __init__(self, patterns: Patterns, body_map: BodyMap | None = None) -> None:
        self.patterns = patterns
        self.instances = patterns.instances
        self._points = list(patterns.markers)
        self._body_map = body_map

    @cached_property
    def _skin(self) -> npt.NDArray[np.float32]:
        """What each vertex (n,) counts for, in mm²."""
        body = self.patterns.body
        return body.vertex_areas if self._body_map is None else self._body_map.skin(body)

    @cached_property
    def _stated(self) -> Stated | None:
        return None if self._body_map is None else Stated(self._body_map, self.patterns, self._skin)

    @cached_property
    def _usual(self) -> dict[str, npt.NDArray[np.float64]]:
        """What each instance (i,) keeps of its score in a place that was drawn, and in one that was named."""
        words = [self.patterns.said.usual.get(split_side(instance)[0], "") for instance in self.instances]
        return {how: np.array([weights.get(word, 1.0) for word in words]) for how, weights in USUAL.items()}

    @cached_property
    def _painful(self) -> npt.NDArray[np.bool_]:
        """Whether pain is what is felt at each instance (i,)."""
        return np.array([not self.patterns.said.felt.get(split_side(instance)[0]) for instance in self.instances])

    @cached_property
    def _zones(self) -> Zones:
        """Each point's essential zone, spillover zone, and what lies in both, one after another, on the subject's right."""
        rows: list[Vertices] = []
        for point in self._points:
            zones = [self._inside(point, kind) for kind in ("essential", "spillover")]
            rows += [*zones, np.intersect1d(zones[0], zones[1])]
        return Zones.of(rows, self._skin)

    @cached_property
    def _sizes(self) -> npt.NDArray[np.float64]:
        """The skin in mm² of each instance's zones and whole pattern (3i,)."""
        return self._of_instances(_whole(np.tile(self._zones.sizes[:, None], (2, 1))))[:, 0]

    @cached_property
    def _rows(self) -> Vertices:
        """Where each instance's three rows (i, 3) stand among those of all points on the right and then on the left."""
        first = {point: 3 * number for number, point in enumerate(self._points)}
        sided = [(first[point], side) for point, side in map(split_side, self.instances)]
        starts = np.array([row + (3 * len(first) if side == "left" else 0) for row, side in sided], np.int64)
        return starts[:, None] + np.arange(3)

    def _inside(self, point: str, kind: str) -> Vertices:
        field = self.patterns.fields.get(f"{point}/{kind}")
        return np.zeros(0, np.int64) if field is None else field.inside()

    def warm(self) -> None:
        """Gather the zones now, while there is nothing else to do."""
        assert len(self._zones.starts)
        assert self._stated is None or len(self._stated.table) == len(self.instances)

    def find(self, areas: Sequence[Area]) -> list[Found]:
        """The points whose zones reach the areas, best first; nothing for nothing shown.

        Of several areas that hurt, what reaches them all comes first; the points of a muscle count together.
        """
        shown = [area for area in areas if len(area.vertices)]
        if not shown or not self.instances:
            return []
        stated: npt.NDArray[np.bool_] = np.zeros((len(self.instances), 2, len(shown)), bool)
        how = "drawn"
        if self._stated is not None:
            stated, named = self._stated.of([area.vertices for area in shown])
            how = "named" if named else "drawn"
        share, fits, usual = self._fits(shown, how)
        weights = np.array([max(area.intensity, 1) for area in shown], float)
        fit = (fits @ weights).max(axis=1) / weights.sum()
        said: npt.NDArray[np.bool_] = np.logical_or(stated[:, 0], stated[:, 1])
        reached = Reached(fits * usual[:, None, None], share[:, 2], said, weights)
        best = together(reached, self._muscles, self._on_both_sides(shown))
        reaching = np.flatnonzero(((share[:, 2] >= LEAST_SHARE) | said).any(axis=1))
        order = reaching[np.argsort(-best[reaching], kind="stable")]
        return [self._found(number, float(best[number]), float(fit[number]), share, stated) for number in order.tolist()]

    def _fits(
        self, areas: Sequence[Area], how: str
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """What share of each area each instance's zones, and both together, cover, and how well they fit it (i, 3, a).

        And what each instance (i,) keeps of that by how usual it is.
        """
        overlap, sizes = self._overlap(areas)
        share = np.minimum(overlap / sizes, 1.0)
        precise = np.minimum(overlap.sum(axis=1) / np.maximum(self._sizes, 1e-6), 1.0)
        shape = (-1, 3, len(areas))
        sprawling = SPRAWLING[how]
        fits = (share**COVER_POWER * (sprawling + (1 - sprawling) * precise**PRECISION_POWER)[:, None]).reshape(shape)
        by_kind = share.reshape(shape)
        essential = np.minimum(by_kind[:, 0] / np.maximum(by_kind[:, 2], 1e-6), 1.0)
        fits[:, 1] *= SPILLING[how]
        fits[:, 2] *= SPILLING[how] + (1 - SPILLING[how]) * essential
        exact = (share * precise[:, None]).reshape(shape).max(axis=(1, 2)) if how == "drawn" else 0.0
        usual = np.where(self._painful, self._usual[how] + (1 - self._usual[how]) * exact, 0.0)
        return by_kind, fits, usual

    def _on_both_sides(self, areas: Sequence[Area]) -> bool:
        """Whether some areas lie on one side and some on the other."""
        lefts = [float((self.patterns.body.neutral.vertices[area.vertices, 0] < 0).mean()) for area in areas]
        return min(lefts) < 0.5 < max(lefts)

    @cached_property
    def _muscles(self) -> Vertices:
        """The muscle of each instance (i,) by number; those of the left follow on those of the right."""
        numbers = {muscle: number for number, muscle in enumerate(dict.fromkeys(map(muscle_of, self._points)))}
        return np.array([numbers[muscle_of(name)] + len(numbers) * name.endswith("@left") for name in self.instances], np.int64)

    def _overlap(self, areas: Sequence[Area]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """How much of each instance's zones and whole pattern (3p, areas) lies in each area, in mm²; the areas' sizes."""
        mirror, skin = self.patterns.body.mirror, self._skin
        right = self.patterns.body.neutral.vertices[:, 0] >= 0
        # What lies on the left is matched with the zones of the right in its mirror image.
        sides = ([area.vertices for area in areas], [mirror[area.vertices] for area in areas])
        rows = np.concatenate([np.stack([self._zones.within(area) for area in side], axis=1) for side in sides])
        # In the middle a point of one side can reach but one half.
        halves = [(float(skin[area.vertices[right[area.vertices]]].sum()), float(skin[area.vertices].sum())) for area in areas]
        sizes = np.array([max(half, both - half) for half, both in halves])
        return self._of_instances(_whole(rows)), np.maximum(sizes, 1e-6)

    def _of_instances(self, rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Of the rows (6p, k) of all points on both sides those of the instances (3i, k)."""
        return rows[self._rows.ravel()]

    def _found(
        self, number: int, score: float, fit: float, share: npt.NDArray[np.float64], stated: npt.NDArray[np.bool_]
    ) -> Found:
        instance = self.instances[number]
        kinds: tuple[Kind, Kind] = ("essential", "spillover")
        reaches = [
            Reach(area, kind, round(float(share[number, row, area]), 4), bool(stated[number, row, area]))
            for row, kind in enumerate(kinds)
            for area in range(share.shape[2])
            if share[number, row, area] >= LEAST_SHARE or stated[number, row, area]
        ]
        felt = self.patterns.said.felt.get(split_side(instance)[0], "")
        return Found(instance, muscle_of(instance), round(score, 4), tuple(reaches), felt, round(fit, 4))

    def unexplained(self, areas: Sequence[Area], instances: Sequence[str]) -> list[Area]:
        """What of each area no zone of the given points covers."""
        explained = np.zeros(self.patterns.body.vertex_count, bool)
        for instance in instances:
            point, side = split_side(instance)
            for kind in ("essential", "spillover"):
                zone = self._inside(point, kind)
                explained[self.patterns.body.mirror[zone] if side == "left" else zone] = True
        return [replace(area, vertices=area.vertices[~explained[area.vertices]]) for area in areas]


def _whole(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Every third row (essential, spillover, what lies in both) turned into that of the whole pattern."""
    result = values.copy()
    result[2::3] = values[0::3] + values[1::3] - values[2::3]
    return result
