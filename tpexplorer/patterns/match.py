"""From named regions to the points: the regions' skin is what is shown as painful."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from tpexplorer.body.body import Body
from tpexplorer.body.map import BodyMap
from tpexplorer.ids import Side, split_side
from tpexplorer.patterns.finding import Area, Finder, Found, Vertices
from tpexplorer.patterns.patterns import Patterns

# A region counts as covered when this share of its skin lies in a point's zones.
COVERED = 0.15


@dataclass(frozen=True)
class Match:
    """A point whose zones reach what was asked for; `score` orders, it is no probability."""

    point: str
    muscle: str
    zone: Literal["essential", "spillover"]
    score: float
    covers: tuple[str, ...]


def skin_of(body_map: BodyMap, body: Body, region: str, side: Side) -> Vertices:
    """The vertices of a region on a side, of both where it lies in the middle; UnknownIdError if there is none."""
    record = body_map.region(region)
    inside = np.flatnonzero(body_map.labels == list(body_map.regions).index(region))
    if record.midline:
        return inside
    across = body.neutral.vertices[inside, 0]
    return np.asarray(inside[across < 0] if side == "left" else inside[across >= 0])


def covered(found: Found) -> list[int]:
    """The areas (by their place in the list) that a point's zones cover."""
    return sorted({reach.area for reach in found.reaches if reach.share >= COVERED})


class Matcher:
    """Ranks points by how well their zones cover regions.

    All asked regions before some, essential before spillover, precise before sprawling.
    """

    def __init__(self, body_map: BodyMap, patterns: Patterns) -> None:
        self._map = body_map
        self._body = patterns.body
        self.finder = Finder(patterns)

    def skin_of(self, region: str, side: Side) -> Vertices:
        """The vertices of a region on a side, of both where it lies in the middle; UnknownIdError if there is none."""
        return skin_of(self._map, self._body, region, side)

    def where(self, regions: Sequence[str], side: Side = "right") -> list[Match]:
        """Points on a side that refer to the regions, best first. UnknownIdError names a region there is none of."""
        asked = list(dict.fromkeys(regions))
        found = self.finder.find([Area(self.skin_of(region, side)) for region in asked])
        matches = [self._match(point, asked) for point in found if split_side(point.point)[1] == side]
        return [match for match in matches if match.covers]

    def _match(self, found: Found, asked: Sequence[str]) -> Match:
        covering = [reach for reach in found.reaches if reach.share >= COVERED]
        # The essential zone stands for the point where it reaches what was asked for.
        zone: Literal["essential", "spillover"] = (
            "essential" if any(reach.kind == "essential" for reach in covering) else "spillover"
        )
        return Match(found.point, found.muscle, zone, found.score, tuple(asked[area] for area in covered(found)))
