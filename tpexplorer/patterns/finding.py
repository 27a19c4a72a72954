"""From the pain to the points: areas shown on the skin against every zone, in one sparse product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import sparse

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
    """A place shown as painful: the skin's `vertices` (k,), an intensity from 0 to 10, and a word such as ``ache``."""

    vertices: Vertices
    intensity: int = 5
    word: str = ""


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


class Finder:
    """Ranks every described point on both sides by how well its zones fit the areas shown."""

    def __init__(self, patterns: Patterns) -> None:
        self._patterns = patterns
        self.instances = patterns.instances

    @cached_property
    def _zones(self) -> tuple[sparse.csr_matrix, npt.NDArray[np.float32]]:
        """Skin areas in mm² (3p, n) of each instance's essential zone, spillover zone and both; and their sums (3p,)."""
        body = self._patterns.body
        rows: list[Vertices] = []
        for instance in self.instances:
            point, side = split_side(instance)
            zones = [self._inside(point, kind) for kind in ("essential", "spillover")]
            both = np.union1d(*zones)
            rows += [body.mirror[zone] if side == "left" else zone for zone in (*zones, both)]
        sizes = np.array([len(row) for row in rows])
        columns = np.concatenate(rows) if rows else np.zeros(0, np.int64)
        starts = np.concatenate([[0], np.cumsum(sizes)])
        worth = body.vertex_areas[columns].astype(np.float32)
        matrix = sparse.csr_matrix((worth, columns, starts), shape=(len(rows), body.vertex_count))
        return matrix, np.asarray(matrix.sum(axis=1), np.float32).ravel()

    def _inside(self, point: str, kind: str) -> Vertices:
        field = self._patterns.fields.get(f"{point}/{kind}")
        return np.zeros(0, np.int64) if field is None else field.inside()

    def find(self, areas: Sequence[Area]) -> list[Found]:
        """The points whose zones reach the areas, best first; nothing for nothing shown."""
        shown = [area for area in areas if len(area.vertices)]
        if not shown or not self.instances:
            return []
        overlap, sizes = self._overlap(shown)
        share = np.minimum(overlap / sizes, 1.0)
        weights = np.array([max(area.intensity, 1) for area in shown], float)
        cover = (share**COVER_POWER * weights).sum(axis=1) / weights.sum()
        precise = np.minimum(overlap.sum(axis=1) / np.maximum(self._zones[1], 1e-6), 1.0)
        kinds = np.tile([WEIGHTS[kind] for kind in ("essential", "spillover", "whole")], len(self.instances))
        scores = (cover * (SPRAWLING + (1 - SPRAWLING) * precise**PRECISION_POWER) * kinds).reshape(-1, 3)
        by_point = share.reshape(-1, 3, len(shown))
        best = scores.max(axis=1)
        reaching = np.flatnonzero((by_point[:, 2] >= LEAST_SHARE).any(axis=1))
        order = reaching[np.argsort(-best[reaching], kind="stable")]
        return [self._found(int(number), float(best[number]), by_point[number]) for number in order]

    def _overlap(self, areas: Sequence[Area]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """How much of each zone (3p, areas) lies in each area, in mm², and the areas' own sizes."""
        body = self._patterns.body
        drawn = np.zeros((body.vertex_count, len(areas)), np.float32)
        for number, area in enumerate(areas):
            drawn[area.vertices, number] = 1.0
        sizes = body.vertex_areas.astype(float) @ drawn
        return np.asarray(self._zones[0] @ drawn, float), np.maximum(sizes, 1e-6)

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
        matrix = self._zones[0]
        rows = [3 * self.instances.index(instance) + 2 for instance in instances if instance in self.instances]
        explained = np.unique(matrix[rows].indices) if rows else np.zeros(0, np.int64)
        return [Area(np.setdiff1d(area.vertices, explained), area.intensity, area.word) for area in areas]
