"""Which of many points lie near one of some dots, by a grid of cells: small enough to do without a spatial library."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt

SPREAD = np.array([73856093, 19349663, 83492791], np.int64)


def within(points: npt.NDArray[np.floating], dots: npt.NDArray[np.floating], reach: float) -> npt.NDArray[np.bool_]:
    """Whether each of the points (n, 3) lies within `reach` mm of one of the dots (k, 3)."""
    near = np.zeros(len(points), bool)
    if not len(dots) or not len(points):
        return near
    # Cells as wide as a dot's reach on both sides: a dot touches at most the eight cells about its nearest corner.
    size = 2 * reach
    low = np.floor((dots - reach) / size).astype(np.int64)
    high = np.floor((dots + reach) / size).astype(np.int64)
    keys, owners = [], []
    for pick in itertools.product((0, 1), repeat=3):
        cell = np.where(pick, high, low)
        keys.append(cell @ SPREAD)
        owners.append(np.arange(len(dots)))
    key, owner = np.concatenate(keys), np.concatenate(owners)
    order = np.argsort(key, kind="stable")
    key, owner = key[order], owner[order]
    wanted = np.floor(points / size).astype(np.int64) @ SPREAD
    at = np.searchsorted(key, wanted)
    waiting = np.flatnonzero(at < len(key))
    waiting = waiting[key[at[waiting]] == wanted[waiting]]
    while len(waiting):
        gap = points[waiting] - dots[owner[at[waiting]]]
        hit = np.einsum("ij,ij->i", gap, gap) <= reach * reach
        near[waiting[hit]] = True
        waiting = waiting[~hit]
        at[waiting] += 1
        waiting = waiting[at[waiting] < len(key)]
        waiting = waiting[key[at[waiting]] == wanted[waiting]]
    return near
