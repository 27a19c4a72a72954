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
    """Ranks points by how well their zones cover regions: all asked regions before some, essential before spillover, precise before sprawling."""

    def __init__(self, body_map: BodyMap, patterns: Patterns) -> None:
        self._map = body_map
        self._patterns = patterns

    @cached_property
    def _coverage(self) -> tuple[list[tuple[str, str]], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Zones (point, kind), the area in mm² of each in each region (z, regions), and the regions' areas on one side."""
        names = list(self._map.regions)
        areas = self._patterns.body.vertex_areas
        keys = [key for key in self._patterns.fields if key.endswith(("/essential", "/spillover"))]
        rows = []
        for key in keys:
            inside = self._patterns.fields[key].inside()
            rows.append(np.bincount(self._map.labels[inside], areas[inside], minlength=len(names)))
        region_areas = np.bincount(self._map.labels, areas, minlength=len(names))
        region_areas /= np.array([1.0 if region.midline else 2.0 for region in self._map.regions.values()])
        zones = [(key.partition("/")[0], key.partition("/")[2]) for key in keys]
        return zones, np.array(rows).reshape(len(zones), len(names)), region_areas

    def where(self, regions: Sequence[str], side: Side = "right") -> list[Match]:
        """Points that refer to the regions, best first. UnknownIdError names a region there is none of."""
        asked = [self._map.region(region) and list(self._map.regions).index(region) for region in dict.fromkeys(regions)]
        zones, covered, region_areas = self._coverage
        if not asked or not zones:
            return []
        of_region = np.minimum(covered[:, asked] / region_areas[asked], 1.0)
        of_zone = covered[:, asked].sum(axis=1) / np.maximum(covered.sum(axis=1), 1e-9)
        best: dict[str, Match] = {}
        reach: dict[str, npt.NDArray[np.float64]] = {}
        for number, (point, kind) in enumerate(zones):
            weighted = of_region[number] * ZONE_WEIGHT[kind]
            reach[point] = np.maximum(reach.get(point, np.zeros(len(asked))), weighted)
        for number, (point, kind) in enumerate(zones):
            hit = [regions_index for regions_index, share in zip(asked, of_region[number], strict=True) if share >= COVERED]
            if not hit:
                continue
            precise = 0.6 + 0.4 * float(of_zone[number])
            score = float(np.mean(np.sqrt(reach[point]))) * precise
            instance = on_side(point, side)
            known = best.get(point)
            covers = tuple(list(self._map.regions)[index] for index in hit)
            if known is None or (known.zone == "spillover" and kind == "essential"):
                joined = covers if known is None else tuple(dict.fromkeys((*covers, *known.covers)))
                found: Literal["essential", "spillover"] = "essential" if kind == "essential" else "spillover"
                best[point] = Match(instance, muscle_of(point), found, round(score, 4), joined)
            else:
                joined = tuple(dict.fromkeys((*known.covers, *covers)))
                best[point] = Match(known.point, known.muscle, known.zone, known.score, joined)
        return sorted(best.values(), key=lambda match: -match.score)
