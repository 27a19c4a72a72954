"""Words and paint check each other: zones lie in their stated regions and touch them all, markers lie on their muscle."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.atlas.schema import AtlasData, Pattern, Zone
from tpexplorer.body.map import BodyMap
from tpexplorer.ids import SIDES, on_side
from tpexplorer.patterns.match import Matcher
from tpexplorer.patterns.patterns import Patterns

# A zone may stray this far (share of its area) over the borders of its regions, as a hand-drawn chart does.
STRAY_SHARE = 0.15
# A stated region is touched when so much of the zone lies in it, or so much of the region is covered.
TOUCH_OF_ZONE, TOUCH_OF_REGION = 0.04, 0.12
ON_MUSCLE_MM = 3.0


def disagreements(data: AtlasData, body_map: BodyMap, patterns: Patterns) -> Iterator[str]:
    """Every record whose words and paint disagree, a line each."""
    areas = body_map.skin(patterns.body)
    names = list(body_map.regions)
    region_areas = body_map.region_areas(areas)
    for file, records in (("conditions", data.conditions), ("cautions", data.cautions)):
        for id_, record in records.items():
            yield from (f"{file}.yaml: {id_}: there is no region '{name}'" for name in record.regions if name not in names)
    for muscle_id, muscle in data.muscles.items():
        extent = patterns.zone(muscle_id, "extent")
        for number, point in enumerate(muscle.points, 1):
            name = f"{muscle_id}.{number}"
            place = patterns.marker(name)
            if extent is not None:
                off = float(np.asarray(place.weights) @ extent[list(place.corners)])
                if off > ON_MUSCLE_MM:
                    yield f"{name}: the marker lies {off:.0f} mm off its muscle's extent"
            zones: list[tuple[str, Zone | None]] = [
                ("essential", point.pattern.essential),
                ("spillover", point.pattern.spillover),
            ]
            for kind, zone in zones:
                if zone is None:
                    continue
                unknown = [region for region in zone.regions if region not in body_map.regions]
                if unknown:
                    yield f"{name}/{kind}: there is no region '{unknown[0]}'"
                    continue
                covered = body_map.areas(patterns.fields[f"{name}/{kind}"].inside(), areas)
                yield from _zone_disagreements(f"{name}/{kind}", zone, names, covered, region_areas)


def unlisted(data: AtlasData, body_map: BodyMap, patterns: Patterns) -> Iterator[str]:
    """Every region that a zone states and whose list leaves the point out, or has it in another class, a line each."""
    matcher = Matcher(body_map, patterns)
    for side in SIDES:
        lists = {region: {match.point: match for match in matcher.where([region], side)} for region in body_map.regions}
        for point, record in Atlas(data).points.items():
            if record.only_side not in (None, side):
                continue
            for region, kind in stated_regions(record.pattern).items():
                listed = lists.get(region, {}).get(on_side(point, side))
                if region in lists and (listed is None or listed.zone != kind):
                    yield f"{point}/{kind}: the list of its stated region {region} on the {side} does not show it so"


def stated_regions(pattern: Pattern) -> dict[str, str]:
    """The regions in which a pattern is stated to be felt, each with the kind of zone: essential where it is both."""
    spilling = pattern.spillover.regions if pattern.spillover else ()
    return {**dict.fromkeys(spilling, "spillover"), **dict.fromkeys(pattern.essential.regions, "essential")}


def _zone_disagreements(
    label: str, zone: Zone, names: list[str], covered: npt.NDArray[np.float64], region_areas: npt.NDArray[np.float64]
) -> Iterator[str]:
    total = float(covered.sum())
    if total <= 0:
        yield f"{label}: the zone is too small to be painted"
        return
    share = covered / total
    stated = np.array([name in zone.regions for name in names])
    if share[~stated].sum() > STRAY_SHARE:
        worst = sorted(((share[i], names[i]) for i in np.flatnonzero(~stated)), reverse=True)[:3]
        told = ", ".join(f"{name} {part:.0%}" for part, name in worst if part > 0.01)
        yield f"{label}: {share[~stated].sum():.0%} of the zone lies outside its stated regions ({told})"
    for number in np.flatnonzero(stated):
        if share[number] < TOUCH_OF_ZONE and covered[number] / region_areas[number] < TOUCH_OF_REGION:
            yield f"{label}: the zone hardly touches its stated region {names[number]}"
