"""Whether what is placed can be right: nothing lies on the wrong side, repeats itself unsaid or adds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from scipy.spatial import cKDTree

from tpexplorer.atlas.schema import AtlasData, Muscle, Pattern
from tpexplorer.ids import muscle_of
from tpexplorer.patterns.patterns import Patterns
from tpexplorer.places import Stroke

# The sides meet in the middle; an essential zone may cross it, but is not mainly on the other side.
MIDLINE_MM, LEFT_SHARE = 3.0, 0.55
APART_MM, CROWDED_MM = 6.0, 4.0
SMALLEST_MM2, LARGEST_SHARE = 150.0, 0.12
ADDED_SHARE = 0.05
STUDIES = ("paper", "review")


def misplaced(data: AtlasData, patterns: Patterns) -> Iterator[str]:
    """Every muscle, point and zone that cannot be right, a line each."""
    yield from _crowded(data, patterns)
    for muscle_id, muscle in data.muscles.items():
        yield from _markers(muscle_id, muscle, patterns)
        yield from _repeated(muscle_id, muscle)
        for number, point in enumerate(muscle.points, 1):
            yield from _pattern(f"{muscle_id}.{number}", point.pattern, data, patterns)


def _crowded(data: AtlasData, patterns: Patterns) -> Iterator[str]:
    """Markers of different muscles that no one could click apart."""
    names = [f"{muscle_id}.{number}" for muscle_id, muscle in data.muscles.items() for number in _numbers(muscle)]
    places = np.array([patterns.marker(name).on(patterns.body.neutral) for name in names]).reshape(-1, 3)
    for one, other in cKDTree(places).query_pairs(CROWDED_MM):
        if muscle_of(names[one]) != muscle_of(names[other]):
            gap = float(np.linalg.norm(places[one] - places[other]))
            yield f"{names[one]} and {names[other]}: the markers are only {gap:.0f} mm apart"


def _markers(muscle_id: str, muscle: Muscle, patterns: Patterns) -> Iterator[str]:
    places = {f"{muscle_id}.{n}": patterns.marker(f"{muscle_id}.{n}").on(patterns.body.neutral) for n in _numbers(muscle)}
    for name, place in places.items():
        if place[0] < -MIDLINE_MM:
            yield f"{name}: the marker lies on the subject's left; records are written for the right"
    for (one, here), (other, there) in combinations(places.items(), 2):
        gap = float(np.linalg.norm(here - there))
        if gap < APART_MM:
            yield f"{one} and {other}: the markers are only {gap:.0f} mm apart"


def _repeated(muscle_id: str, muscle: Muscle) -> Iterator[str]:
    """Points that share a pattern say so: a chart that does not tell them apart is a fact worth knowing."""
    for one, other in combinations(_numbers(muscle), 2):
        here, there = muscle.points[one - 1].pattern, muscle.points[other - 1].pattern
        same = here.essential.strokes == there.essential.strokes and _spill(here) == _spill(there)
        if same and not all(pattern.shared or pattern.disagreement for pattern in (here, there)):
            yield f"{muscle_id}.{one} and {muscle_id}.{other}: the same pattern, which neither 'shared' nor 'disagreement' says"


def _pattern(name: str, pattern: Pattern, data: AtlasData, patterns: Patterns) -> Iterator[str]:
    areas, left = patterns.body.vertex_areas, patterns.body.neutral.vertices[:, 0] < -1.0
    whole = float(areas.sum())
    painted = {}
    for kind, zone in (("essential", pattern.essential), ("spillover", pattern.spillover)):
        if zone is None:
            continue
        inside = patterns.fields[f"{name}/{kind}"].inside()
        painted[kind] = inside
        area = float(areas[inside].sum())
        if area < SMALLEST_MM2:
            yield f"{name}/{kind}: the zone is smaller than a fingertip ({area / 100:.1f} cm²)"
        if area > LARGEST_SHARE * whole:
            yield f"{name}/{kind}: the zone covers {area / whole:.0%} of the body"
        if kind == "essential" and float(areas[inside[left[inside]]].sum()) > LEFT_SHARE * area:
            yield f"{name}/{kind}: the zone lies mainly on the subject's left; records are written for the right"
    if "spillover" in painted:
        beyond = float(areas[np.setdiff1d(painted["spillover"], painted["essential"])].sum())
        if beyond < ADDED_SHARE * float(areas[painted["essential"]].sum()):
            yield f"{name}/spillover: the zone adds nothing to the essential one"
    kinds = {data.sources[source].kind for source in pattern.sources if source in data.sources}
    if pattern.evidence == "observed" and data.sources and not kinds & set(STUDIES):
        yield f"{name}: the pattern is called observed, but no study is among its sources"


def _numbers(muscle: Muscle) -> range:
    return range(1, len(muscle.points) + 1)


def _spill(pattern: Pattern) -> tuple[Stroke, ...]:
    return pattern.spillover.strokes if pattern.spillover else ()
