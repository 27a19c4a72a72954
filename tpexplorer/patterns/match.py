"""From named regions to the points: the regions' skin is what is shown as painful."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

import numpy as np

from tpexplorer.body.body import Body
from tpexplorer.body.map import BodyMap
from tpexplorer.errors import UnknownIdError
from tpexplorer.ids import SIDES, Side, on_side, split_side
from tpexplorer.patterns.finding import Area, Finder, Found, Reach, Vertices
from tpexplorer.patterns.local import Local
from tpexplorer.patterns.patterns import Patterns
from tpexplorer.patterns.together import COVERED


@dataclass(frozen=True)
class Match:
    """A point whose zones reach what was asked for; `score` orders, it is no probability.

    `felt` says what is felt at a point that is no answer to pain; such come last.
    """

    point: str
    muscle: str
    zone: Literal["essential", "spillover"]
    score: float
    covers: tuple[str, ...]
    felt: str = ""


def skin_of(body_map: BodyMap, body: Body, region: str, side: Side) -> Vertices:
    """The vertices of a region on a side, of both where it lies in the middle; UnknownIdError if there is none."""
    record = body_map.region(region)
    inside = np.flatnonzero(body_map.labels == list(body_map.regions).index(region))
    if record.midline:
        return inside
    across = body.neutral.vertices[inside, 0]
    return np.asarray(inside[across < 0] if side == "left" else inside[across >= 0])


def covering(found: Found) -> list[Reach]:
    """What brings a point up: zones that its record states for an area, or else those that cover enough of it."""
    stated = {reach.area for reach in found.reaches if reach.stated}
    return [reach for reach in found.reaches if reach.stated or (reach.area not in stated and reach.share >= COVERED)]


def covered(found: Found) -> list[int]:
    """The areas (by their place in the list) that a point is listed for."""
    return sorted({reach.area for reach in covering(found)})


class Matcher:
    """Ranks points by how well their zones fit regions.

    All asked regions before some, essential before spillover, precise before sprawling, the usual before the rare.

    A region that a record states always lists its point; how much of it the zone covers decides the order.
    """

    def __init__(self, body_map: BodyMap, patterns: Patterns) -> None:
        self._map = body_map
        self._body = patterns.body
        self.finder = Finder(patterns, body_map)
        self.local = Local(patterns, body_map)

    def warm(self) -> None:
        """Gather zones and muscles now, while there is nothing else to do."""
        self.finder.warm()
        self.local.warm()

    def skin_of(self, region: str, side: Side) -> Vertices:
        """The vertices of a region on a side, of both where it lies in the middle; UnknownIdError if there is none."""
        return skin_of(self._map, self._body, region, side)

    def where(self, regions: Sequence[str], side: Side = "right") -> list[Match]:
        """Points that refer to the regions, best first; a region may have a side of its own, as ``temple@left``.

        Points of the other side are among them where their zones cross over. UnknownIdError names a region there is none of.
        """
        asked = list(dict.fromkeys(regions))
        sides = {region: sided(region, side) for region in asked}
        found = self.finder.find([Area(self.skin_of(*sides[region])) for region in asked])
        matches = [self._match(point, asked) for point in found]
        near = {on for region, on in sides.values() if not self._map.region(region).midline} or {side}
        known = {match.point for match in matches}
        return [match for match in matches if match.covers and self._belongs(match, sides, near, known)]

    def here(self, region: str, side: Side) -> list[str]:
        """The few muscles (``upper-trapezius@left``) that lie in a region. UnknownIdError if there is none."""
        return self.local.muscles([Area(self.skin_of(region, side))])

    def _belongs(self, match: Match, sides: Mapping[str, tuple[str, Side]], near: set[Side], known: set[str]) -> bool:
        """Whether a point lies on a side that was asked for, or reaches over to it; in the middle its twin is enough."""
        point, own = split_side(match.point)
        if own in near:
            return True
        twin = on_side(point, "left" if own == "right" else "right")
        return twin not in known or any(not self._map.region(sides[region][0]).midline for region in match.covers)

    def _match(self, found: Found, asked: Sequence[str]) -> Match:
        # The essential zone stands for the point where it reaches what was asked for.
        kinds = {reach.kind for reach in covering(found)}
        zone: Literal["essential", "spillover"] = "essential" if "essential" in kinds else "spillover"
        return Match(found.point, found.muscle, zone, found.score, tuple(asked[area] for area in covered(found)), found.felt)


def sided(region: str, side: Side) -> tuple[str, Side]:
    """A region and the side on which it is meant: its own (``temple@left``) or else the given one."""
    name, at, own = region.partition("@")
    if at and own not in SIDES:
        raise UnknownIdError(f"There is no side '{own}'. Write {name}@right or {name}@left.")
    return name, cast(Side, own) if at else side
