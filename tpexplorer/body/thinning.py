"""Fewer markers from afar: each has a distance to the more important ones, and shows where the picture has room for it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from tpexplorer.ids import split_side

Array = npt.NDArray[np.float64]
# Markers nearer to each other than this on the screen are too many.
LEAST_PX = 13.0
# Beside a selected point's pattern fewer show, for they must not cover it.
QUIET_PX = 24.0


def spacings(names: Iterable[str], positions: Array) -> Array:
    """For each point (k,) the mm to the nearest more important one on its side, given `positions` (k, 3); inf for the first.

    A muscle's first point comes before its second. The sides do not see each other, so that right and left show alike.
    """
    told = [split_side(name) for name in names]
    numbers = np.array([int(point.rpartition(".")[2] or 0) for point, _ in told], int)
    sides = np.array([side for _, side in told], object)
    result = np.full(len(told), np.inf)
    for side in set(sides.tolist()):
        members = np.flatnonzero(sides == side)
        order = members[np.argsort(numbers[members], kind="stable")]
        gaps = np.linalg.norm(positions[order][:, None] - positions[order][None], axis=2)
        gaps[np.triu_indices(len(order))] = np.inf
        result[order] = gaps.min(axis=1, initial=np.inf)
    return result
