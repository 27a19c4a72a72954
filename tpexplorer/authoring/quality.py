"""How well a drawing finds its point (`make quality`): every zone is drawn as a client might, and looked for again.

Drawn exactly, shrunk to its core, grown by 8 mm, one half of it, and shifted 2 cm along the skin. Points that the charts
do not tell apart score alike and share a rank.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from tpexplorer.body.body import load_body
from tpexplorer.body.map import load_map
from tpexplorer.ids import muscle_of, on_side
from tpexplorer.patterns.finding import Area, Finder, Found, Vertices
from tpexplorer.patterns.match import Matcher
from tpexplorer.patterns.patterns import Patterns, load_patterns

WAYS = ("exact", "shrunk", "grown", "half", "shifted")
CORE, GROWN_MM, SHIFT_MM = 0.35, 8.0, 20.0
TOPS = (1, 3, 10)


@dataclass(frozen=True)
class Ranks:
    """Where the true point and its muscle came in the list, for many drawings."""

    points: tuple[int, ...]
    muscles: tuple[int, ...]

    def within(self, top: int) -> tuple[float, float]:
        """The share of drawings whose true point, and whose true muscle, is among the first `top`."""
        return float(np.mean(np.array(self.points) <= top)), float(np.mean(np.array(self.muscles) <= top))


class Drawer:
    """Draws zones (``infraspinatus.1/essential``) as people would."""

    def __init__(self, patterns: Patterns) -> None:
        self._patterns = patterns
        self._skin = patterns.body.neutral.vertices.astype(float)
        self._tree = cKDTree(self._skin)

    def draw(self, key: str, way: str) -> Vertices:
        """The vertices (k,) that a drawing of the zone covers, on the subject's right."""
        point, _, kind = key.partition("/")
        field = self._patterns.zone(on_side(point, "right"), "essential" if kind == "essential" else "spillover")
        assert field is not None
        inside = np.flatnonzero(field < 0)
        if way == "shrunk":
            return np.flatnonzero(field < CORE * float(field.min()))
        if way == "grown":
            return np.flatnonzero(field < GROWN_MM)
        along = self._skin[inside] - self._skin[inside].mean(axis=0)
        longest = np.linalg.svd(along, full_matrices=False)[2][0]
        if way == "half":
            across = along @ longest
            return np.asarray(inside[across > np.median(across)])
        if way == "shifted":
            normal = self._patterns.body.neutral.normals[inside].mean(axis=0)
            normal = normal / max(float(np.linalg.norm(normal)), 1e-6)
            heading = longest - normal * (longest @ normal)
            _, nearest = self._tree.query(self._skin[inside] + SHIFT_MM * heading / max(float(np.linalg.norm(heading)), 1e-6))
            return np.unique(nearest)
        return inside


def ranks(patterns: Patterns, keys: Sequence[str], way: str) -> Ranks:
    """Draw the zones in a way and look for their points."""
    drawer, finder = Drawer(patterns), Finder(patterns)
    told = [_rank(finder.find([Area(drawer.draw(key, way))]), on_side(key.partition("/")[0], "right")) for key in keys]
    return Ranks(tuple(point for point, _ in told), tuple(muscle for _, muscle in told))


def _rank(found: Sequence[Found], true: str) -> tuple[int, int]:
    scores = {match.point: match.score for match in found}
    muscles: dict[str, float] = {}
    for match in found:
        muscles[match.muscle] = max(muscles.get(match.muscle, 0.0), match.score)
    last = len(found) + 1
    point = 1 + sum(score > scores[true] for score in scores.values()) if true in scores else last
    own = muscles.get(muscle_of(true))
    return point, last if own is None else 1 + sum(score > own for score in muscles.values())


def zones_of(patterns: Patterns, kind: str) -> list[str]:
    """The keys of all zones of a kind in which pain is felt."""
    felt = patterns.said.felt
    return [key for key in patterns.fields if key.endswith(f"/{kind}") and not felt.get(key.partition("/")[0])]


def table(patterns: Patterns) -> Iterator[str]:
    """The table for the README, line by line."""
    yield "| drawn | point 1st | in the first 3 | in the first 10 | muscle 1st | in the first 3 | in the first 10 |"
    yield "|---|---|---|---|---|---|---|"
    for kind in ("essential", "spillover"):
        keys = zones_of(patterns, kind)
        for way in WAYS:
            found = ranks(patterns, keys, way)
            shares = [found.within(top) for top in TOPS]
            cells = [f"{share[which]:.0%}" for which in (0, 1) for share in shares]
            yield f"| {kind} zone, {way} | {' | '.join(cells)} |"


def recall(matcher: Matcher, patterns: Patterns) -> tuple[int, int]:
    """How many point-region pairs the records state on the subject's right, and how many of them the lists show."""
    regions = patterns.said.regions
    stated = {(on_side(key.partition("/")[0], "right"), region) for key, named in regions.items() for region in named}
    stated = {pair for pair in stated if pair[0] in patterns.instances}
    listed = {(match.point, region) for region in {region for _, region in stated} for match in matcher.where([region])}
    return len(stated), len(stated & listed)


def main() -> None:
    """Print the table, and the recall of what the records state."""
    patterns, body_map = load_patterns(load_body()), load_map()
    for line in table(patterns):
        print(line)
    stated, listed = recall(Matcher(body_map, patterns), patterns)
    print(f"\nOf {stated} point-region pairs that the records state, the lists show {listed}.")


if __name__ == "__main__":
    main()
