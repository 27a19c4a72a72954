"""What the records state: the regions in which each zone is felt. They hold whatever share of a region the paint covers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from tpexplorer.body.map import BodyMap
from tpexplorer.ids import split_side
from tpexplorer.patterns.patterns import Patterns

# An area that covers so much of a region shows the region.
SHOWN = 0.8
# An area is named rather than drawn when so much of it lies in regions that it shows.
NOTHING_ELSE = 0.95
# A zone crosses over to the other side of a region when it covers so much of it there.
CROSSING = 0.04
KINDS = ("essential", "spillover")


class Stated:
    """Which instances state which regions, each region in its right and its left half; `skin` (n,) is what vertices count for.

    `table` (i, 2, halves): whether the essential, and the spillover zone of an instance is stated to be felt in a half. That is
    the half on its own side, and the other where the zone crosses over to it.
    """

    def __init__(self, body_map: BodyMap, patterns: Patterns, skin: npt.NDArray[np.float32]) -> None:
        count = len(body_map.regions)
        left = patterns.body.neutral.vertices[:, 0] < 0
        self._skin = skin
        self._halves = body_map.labels + np.where(left, count, 0)
        self._sizes = np.bincount(self._halves, skin, 2 * count)
        right = self._of_points(body_map, patterns)
        points = {point: number for number, point in enumerate(patterns.markers)}
        mirrored = np.roll(right, count, axis=2)
        sided = [(points[point], side) for point, side in map(split_side, patterns.instances)]
        rows = [(mirrored if side == "left" else right)[number] for number, side in sided]
        self.table = np.array(rows, bool).reshape(len(rows), len(KINDS), 2 * count)

    def _of_points(self, body_map: BodyMap, patterns: Patterns) -> npt.NDArray[np.bool_]:
        """The same of every point on the right (p, 2, halves)."""
        regions = {name: number for number, name in enumerate(body_map.regions)}
        table = np.zeros((len(patterns.markers), len(KINDS), len(self._sizes)), bool)
        for row, point in enumerate(patterns.markers):
            for kind, name in enumerate(KINDS):
                stated = [regions[region] for region in patterns.said.regions.get(f"{point}/{name}", ()) if region in regions]
                if stated:
                    zone = patterns.fields[f"{point}/{name}"].inside()
                    held = np.bincount(self._halves[zone], self._skin[zone], len(self._sizes))
                    across = np.array(stated) + len(regions)
                    table[row, kind, stated] = True
                    table[row, kind, across[held[across] >= CROSSING * self._sizes[across]]] = True
        return table

    def of(self, areas: Sequence[npt.NDArray[np.int64]]) -> tuple[npt.NDArray[np.bool_], bool]:
        """Whether each zone is stated to be felt in a region that each area shows (i, 2, areas); whether all were named."""
        shown, named = zip(*(self._shown(vertices) for vertices in areas), strict=True)
        return np.stack([self.table[:, :, halves].any(axis=2) for halves in shown], axis=2), all(named)

    def _shown(self, vertices: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], bool]:
        """The halves of regions that an area covers, and whether it is nothing else."""
        held = np.bincount(self._halves[vertices], self._skin[vertices], len(self._sizes))
        halves = np.flatnonzero((self._sizes > 0) & (held >= SHOWN * self._sizes))
        return halves, bool(held[halves].sum() >= NOTHING_ELSE * held.sum())
