"""From the pain to the points: areas shown on the skin against every zone, in one sparse product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from tpexplorer.ids import muscle_of, split_side
from tpexplorer.patterns.patterns import Patterns

Vertices = npt.NDArray[np.int64]
Kind = Literal["essential", "spillover"]
# How much a zone of each kind counts; the whole pattern is both together.
WEIGHTS = {"essential": 1.0, "whole": 0.92, "spillover": 0.8}
# A share of an area counts more than in proportion, so that many areas touched beat one covered.
COVER_POWER = 0.6
# How much of the score a zone keeps that reaches far beyond what was shown.
SPRAWLING = 0.25
PRECISION_POWER = 0.8
# Less of an area than this is a brush's slip.
LEAST_SHARE = 0.04


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
    """What share (0..1) of an area (by its place in the list) a point's zone of a kind covers."""

    area: int
    kind: Kind
    share: float


@dataclass(frozen=True)
class Found:
    """A point that refers to what was shown: `score` orders (it is no probability), `reaches` say why."""

    point: str
    muscle: str
    score: float
    reaches: tuple[Reach, ...]

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
    """Ranks every described point on both sides by how well its zones fit the areas shown."""

    def __init__(self, patterns: Patterns) -> None:
        self.patterns = patterns
        self.instances = patterns.instances
        self._points = list(patterns.markers)

    @cached_property
    def _zones(self) -> Zones:
        """Each point's essential zone, spillover zone, and what lies in both, one after another, on the subject's right."""
        rows: list[Vertices] = []
        for point in self._points:
            zones = [self._inside(point, kind) for kind in ("essential", "spillover")]
            rows += [*zones, np.intersect1d(zones[0], zones[1])]
        return Zones.of(rows, self.patterns.body.vertex_areas)

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

    def find(self, areas: Sequence[Area]) -> list[Found]:
        """The points whose zones reach the areas, best first; nothing for nothing shown."""
        shown = [area for area in areas if len(area.vertices)]
        if not shown or not self.instances:
            return []
        overlap, sizes = self._overlap(shown)
        whole = self._of_instances(_whole(np.tile(self._zones.sizes[:, None], (2, 1))))[:, 0]
        share = np.minimum(overlap / sizes, 1.0)
        weights = np.array([max(area.intensity, 1) for area in shown], float)
        cover = (share**COVER_POWER * weights).sum(axis=1) / weights.sum()
        precise = np.minimum(overlap.sum(axis=1) / np.maximum(whole, 1e-6), 1.0)
        kinds = np.tile([WEIGHTS[kind] for kind in ("essential", "spillover", "whole")], len(self.instances))
        scores = (cover * (SPRAWLING + (1 - SPRAWLING) * precise**PRECISION_POWER) * kinds).reshape(-1, 3)
        by_point = share.reshape(-1, 3, len(shown))
        best = scores.max(axis=1)
        reaching = np.flatnonzero((by_point[:, 2] >= LEAST_SHARE).any(axis=1))
        order = reaching[np.argsort(-best[reaching], kind="stable")]
        return [self._found(int(number), float(best[number]), by_point[number]) for number in order]

    def _overlap(self, areas: Sequence[Area]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """How much of each instance's zones and whole pattern (3p, areas) lies in each area, in mm²; the areas' sizes."""
        mirror, skin = self.patterns.body.mirror, self.patterns.body.vertex_areas
        # What lies on the left is matched with the zones of the right in its mirror image.
        sides = ([area.vertices for area in areas], [mirror[area.vertices] for area in areas])
        rows = np.concatenate([np.stack([self._zones.within(area) for area in side], axis=1) for side in sides])
        sizes = np.array([float(skin[area.vertices].sum()) for area in areas])
        return self._of_instances(_whole(rows)), np.maximum(sizes, 1e-6)

    def _of_instances(self, rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Of the rows (6p, k) of all points on both sides those of the instances (3i, k)."""
        return rows[self._rows.ravel()]

    def _found(self, number: int, score: float, share: npt.NDArray[np.float64]) -> Found:
        instance = self.instances[number]
        kinds: tuple[Kind, Kind] = ("essential", "spillover")
        reaches = [
            Reach(area, kind, round(float(share[row, area]), 4))
            for row, kind in enumerate(kinds)
            for area in range(share.shape[1])
            if share[row, area] >= LEAST_SHARE
        ]
        return Found(instance, muscle_of(instance), round(score, 4), tuple(reaches))

    def unexplained(self, areas: Sequence[Area], instances: Sequence[str]) -> list[Area]:
        """What of each area no zone of the given points covers."""
        explained = np.zeros(0, np.int64)
        for instance in instances:
            point, side = split_side(instance)
            for kind in ("essential", "spillover"):
                zone = self._inside(point, kind)
                explained = np.union1d(explained, self.patterns.body.mirror[zone] if side == "left" else zone)
        return [replace(area, vertices=np.setdiff1d(area.vertices, explained)) for area in areas]


def _whole(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Every third row (essential, spillover, what lies in both) turned into that of the whole pattern."""
    result = values.copy()
    result[2::3] = values[0::3] + values[1::3] - values[2::3]
    return result
