"""From the pain to the points: which zones cover the regions where it hurts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from tpexplorer.body.map import BodyMap
from tpexplorer.ids import Side, muscle_of, on_side
from tpexplorer.patterns.patterns import Patterns

Areas = npt.NDArray[np.float64]
ZONE_WEIGHT = {"essential": 1.0, "spillover": 0.45}
# A region counts as covered when this share of its skin lies in the zone.
COVERED = 0.15


@dataclass(frozen=True)
class Match:
    """A point whose zones reach what was asked for; `score` orders, it is no probability."""

    point: str
    muscle: str
    zone: Literal["essential", "spillover"]
    score: float
    covers: tuple[str, ...]


class Matcher:
    """Ranks points by how well their zones cover regions.

    All asked regions before some, essential before spillover, precise before sprawling.
    """

    def __init__(self, body_map: BodyMap, patterns: Patterns) -> None:
        self._map = body_map
        self._patterns = patterns

    @cached_property
    def _coverage(self) -> tuple[list[tuple[str, str]], Areas, Areas]:
        """Zones (point, kind), the area in mm² of each in each region (z, regions), and the regions' areas on one side."""
        areas = self._patterns.body.vertex_areas
        zones, rows = [], []
        for key, field in self._patterns.fields.items():
            point, _, kind = key.partition("/")
            if kind in ZONE_WEIGHT:
                zones.append((point, kind))
                rows.append(self._map.areas(field.inside(), areas))
        return zones, np.array(rows).reshape(len(zones), len(self._map.regions)), self._map.region_areas(areas)

    def where(self, regions: Sequence[str], side: Side = "right") -> list[Match]:
        """Points on a side that refer to the regions, best first. UnknownIdError names a region there is none of."""
        asked = list(dict.fromkeys(regions))
        for region in asked:
            self._map.region(region)
        zones, covered, region_areas = self._coverage
        if not asked or not zones:
            return []
        columns = [list(self._map.regions).index(region) for region in asked]
        of_region = np.minimum(covered[:, columns] / region_areas[columns], 1.0)
        of_zone = covered[:, columns].sum(axis=1) / np.maximum(covered.sum(axis=1), 1e-9)
        rows: dict[str, list[int]] = {}
        for row, (point, _) in enumerate(zones):
            if self._patterns.only_sides.get(point, side) == side:
                rows.setdefault(point, []).append(row)
        matches = []
        for point, own in rows.items():
            hitting = [row for row in own if (of_region[row] >= COVERED).any()]
            if not hitting:
                continue
            # The essential zone stands for the point where it reaches what was asked for.
            shown = max(hitting, key=lambda row: ZONE_WEIGHT[zones[row][1]])
            reach = np.max([of_region[row] * ZONE_WEIGHT[zones[row][1]] for row in own], axis=0)
            score = float(np.sqrt(reach).mean()) * (0.6 + 0.4 * float(of_zone[shown]))
            covers = tuple(region for number, region in enumerate(asked) if (of_region[own, number] >= COVERED).any())
            kind: Literal["essential", "spillover"] = "essential" if zones[shown][1] == "essential" else "spillover"
            matches.append(Match(on_side(point, side), muscle_of(point), kind, round(score, 4), covers))
        return sorted(matches, key=lambda match: -match.score)
