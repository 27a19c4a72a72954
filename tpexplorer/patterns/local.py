"""Muscles right here: those whose own points, or whose own flesh, lie where it hurts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from tpexplorer.body.map import BodyMap
from tpexplorer.ids import SIDES, muscle_of, on_side, split_side
from tpexplorer.patterns.finding import USUAL, Area, Vertices, Zones
from tpexplorer.patterns.patterns import Patterns

MOST = 4
# A muscle lies here when it covers so much of an area, or has a point in it.
LEAST_COVER, POINT_WORTH = 0.3, 0.5
# What lies beneath others is sore to the touch less often.
DEEP_WORTH = 0.6


class Local:
    """Finds the muscles that lie where something hurts."""

    def __init__(self, patterns: Patterns, body_map: BodyMap) -> None:
        self._patterns, self._body_map = patterns, body_map
        self._points = [point for point in patterns.markers if not patterns.said.felt.get(point)]
        self._muscles = list(dict.fromkeys(map(muscle_of, patterns.markers)))

    @cached_property
    def _skin(self) -> npt.NDArray[np.float32]:
        """What each vertex (n,) counts for, in mm²."""
        return self._body_map.skin(self._patterns.body)

    @cached_property
    def _extents(self) -> Zones:
        """Each muscle's extent on the subject's right."""
        fields = [self._patterns.fields.get(f"{muscle}/extent") for muscle in self._muscles]
        return Zones.of([np.zeros(0, np.int64) if field is None else field.inside() for field in fields], self._skin)

    def warm(self) -> None:
        """Gather the muscles' extents now, while there is nothing else to do."""
        for made in (self._extents, self._places, self._best_known):
            assert made is not None

    def muscles(self, areas: Sequence[Area]) -> list[str]:
        """The few muscles (``upper-trapezius@left``) that lie in an area, those most worth a touch first."""
        worth: dict[str, float] = {}
        for area in areas:
            for side in SIDES:
                mirrored = area.vertices if side == "right" else self._patterns.body.mirror[area.vertices]
                for muscle, here in self._here(mirrored, side).items():
                    worth[on_side(muscle, side)] = max(here, worth.get(on_side(muscle, side), 0.0))
        ranked = sorted(worth, key=lambda owner: -worth[owner])
        few = list(dict.fromkeys(split_side(owner)[0] for owner in ranked))[:MOST]
        return [owner for owner in ranked if split_side(owner)[0] in few]

    def _here(self, vertices: Vertices, side: str) -> dict[str, float]:
        """What each muscle of a side is worth that lies in some vertices (k,), mirrored to the right."""
        size = max(float(self._skin[vertices].sum()), 1e-6)
        worth = dict(zip(self._muscles, (self._extents.within(vertices) / size).tolist(), strict=True))
        patterns = self._patterns
        inside = np.zeros(patterns.body.vertex_count, bool)
        inside[vertices] = True
        points = [self._points[number] for number in np.flatnonzero(inside[self._places]).tolist()]
        own = {muscle_of(point) for point in points if patterns.only_sides.get(point, side) == side}
        usual, best = USUAL["named"], self._best_known
        return {
            muscle: (share + POINT_WORTH * (muscle in own))
            * usual.get(best[muscle], 1.0)
            * (DEEP_WORTH if muscle in patterns.said.deep else 1)
            for muscle, share in worth.items()
            if share >= LEAST_COVER or muscle in own
        }

    @cached_property
    def _places(self) -> Vertices:
        """The vertex of each point's marker on the subject's right."""
        return np.array([self._patterns.markers[point].vertex for point in self._points], np.int64)

    @cached_property
    def _best_known(self) -> dict[str, str]:
        """How usual each muscle's most usual point is."""
        order = list(USUAL["named"])
        known: dict[str, str] = {}
        for point in self._patterns.markers:
            usual = self._patterns.said.usual.get(point, "") or order[0]
            muscle = muscle_of(point)
            known[muscle] = min(known.get(muscle, order[-1]), usual, key=order.index)
        return known
