"""Look-alikes: points of other muscles whose pain is felt in the same place, and the skin that patterns share."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from tpexplorer.body.body import Body
from tpexplorer.body.paint import Field, Paint
from tpexplorer.ids import muscle_of, split_side
from tpexplorer.patterns.finding import Area, Finder, Found, Vertices
from tpexplorer.patterns.patterns import Patterns

MOST = 4
# How much each zone of a point weighs when its look-alikes are sought, as intensities of shown pain.
WEIGHTS = {"essential": 10, "spillover": 4}
# Alike is what covers at least this share of the essential zone, or else this share of the spillover zone.
LEAST_ESSENTIAL, LEAST_SPILLOVER = 0.25, 0.5
# What the finder puts below this covers the place only as a part of a far larger pattern.
LEAST_SCORE = 0.1
# How much of its rank a point keeps whose own essential zone lies elsewhere: two spillover zones are not confused as easily.
ELSEWHERE = 0.4
# A region is one point's own while the others cover less than this share of it, and of what the point covers there.
STRAY_SHARE, STRAY_OF_OWN = 0.15, 0.4

Region = TypeVar("Region", bound=Hashable)


@dataclass(frozen=True)
class Alike:
    """A point that refers to much the same place; `share` (0..1) of the other's essential zone lies in one of its zones."""

    instance: str
    share: float


def look_alikes(finder: Finder, patterns: Patterns, instance: str, most: int = MOST) -> list[Alike]:
    """The points of other muscles on the same side whose zones overlap those of a point most, best first, one a muscle."""
    kinds = [kind for kind in ("essential", "spillover") if len(_inside(patterns, instance, kind))]
    areas = [Area(_inside(patterns, instance, kind), WEIGHTS[kind]) for kind in kinds]
    side, own = split_side(instance)[1], muscle_of(instance)
    ranked = []
    for found in finder.find(areas):
        if found.score < LEAST_SCORE:
            break
        core, essential, spillover = _shares(found, kinds)
        alike = essential >= LEAST_ESSENTIAL or spillover >= LEAST_SPILLOVER
        if alike and found.muscle != own and split_side(found.point)[1] == side:
            ranked.append((found.score * (ELSEWHERE + (1 - ELSEWHERE) * core), Alike(found.point, essential)))
    ranked.sort(key=lambda item: -item[0])
    best = {muscle_of(alike.instance): alike for _, alike in reversed(ranked)}
    return [alike for _, alike in ranked if best[muscle_of(alike.instance)] is alike][:most]


def _inside(patterns: Patterns, instance: str, kind: str) -> Vertices:
    field = patterns.zone(instance, "essential" if kind == "essential" else "spillover")
    return np.zeros(0, np.int64) if field is None else np.flatnonzero(field < 0)


def _shares(found: Found, kinds: Sequence[str]) -> tuple[float, float, float]:
    """What share of the essential zone a found point's essential zone covers, and any of its zones; of the spillover zone."""
    reaches = [(reach.kind, kinds[reach.area], reach.share) for reach in found.reaches]
    core = [share for by, kind, share in reaches if by == kind == "essential"]
    essential, spillover = ([share for _, kind, share in reaches if kind == of] for of in WEIGHTS)
    return max(core, default=0.0), max(essential, default=0.0), max(spillover, default=0.0)


def pattern_field(paint: Paint) -> Field | None:
    """The whole pattern (n,) in mm: the essential and the spillover zone as one; None where there is neither."""
    zones = [zone for zone in (paint.essential, paint.spillover) if zone is not None]
    return np.minimum.reduce(zones) if zones else None


def shared_field(paints: Sequence[Paint]) -> Field | None:
    """Where at least two of the patterns overlap (n,) in mm, essential or spillover; None for fewer than two patterns."""
    fields = [field for paint in paints if (field := pattern_field(paint)) is not None]
    if len(fields) < 2:
        return None
    least, second = np.minimum(fields[0], fields[1]), np.maximum(fields[0], fields[1])
    for field in fields[2:]:
        second = np.minimum(second, np.maximum(least, field))
        least = np.minimum(least, field)
    return second


def only_in_one(groups: Sequence[Collection[Region]]) -> list[list[Region]]:
    """Of several groups of regions, those that are in no other group, in their order."""
    return [
        [region for region in group if not any(region in other for place, other in enumerate(groups) if place != number)]
        for number, group in enumerate(groups)
    ]


def kept_apart(body: Body, region: npt.NDArray[np.bool_], own: Paint, others: Sequence[Paint]) -> bool:
    """Whether other patterns hardly reach a region (n,) in which a pattern lies."""
    fields = [field for paint in others if (field := pattern_field(paint)) is not None]
    mine = pattern_field(own)
    if not fields or mine is None:
        return True
    reached = region & (np.minimum.reduce(fields) < 0)
    whole, covered, both, theirs = (
        float(body.vertex_areas[part].sum()) for part in (region, region & (mine < 0), reached & (mine < 0), reached)
    )
    return theirs < STRAY_SHARE * whole and both <= STRAY_OF_OWN * covered
