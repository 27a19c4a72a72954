"""Several painful areas at once: a muscle's points count together, and what reaches all areas comes before what does not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
# An area is reached when this share of it is covered, or the record states it.
COVERED = 0.15
# Areas that hurt less than this share of what hurts most need not be reached.
MUST = 0.5
# What a muscle's two sides reach together counts a little less than what one side reaches.
BOTH_SIDES = 0.9
# A muscle's points follow on its best one by how well they fit themselves.
OWN = 0.5


@dataclass(frozen=True)
class Reached:
    """How well each instance's zones of three kinds `fit` each area (i, 3, a) and what `share` (i, a) of it they cover.

    `stated` (i, a): whether its record says that the pain is felt there; `weights` (a,): what the areas weigh.
    """

    fits: Floats
    share: Floats
    stated: npt.NDArray[np.bool_]
    weights: Floats


def together(reached: Reached, muscles: npt.NDArray[np.int64], both_sides: bool) -> Floats:
    """The score (i,) of each instance, 0..1, given its muscle (i,), those of the left numbered on from those of the right.

    Where the pain is on `both_sides`, the two sides of a muscle count together too.
    """
    weights = reached.weights / reached.weights.sum()
    own: Floats = (reached.fits @ weights).max(axis=1)
    must = reached.weights >= MUST * reached.weights.max()
    if must.sum() < 2:
        return own
    count = int(muscles.max()) + 1
    fits = _best_of(reached.fits.max(axis=1), muscles, count)
    painful = (own > 0)[:, None]
    reaches = _best_of((((reached.share >= COVERED) | reached.stated) & painful).astype(float), muscles, count)
    fit = fits @ weights
    if both_sides:
        side = np.arange(count) % -(-count // 2)
        fit = np.maximum(fit, BOTH_SIDES * (_best_of(fits, side, count)[side] @ weights))
        reaches = _best_of(reaches, side, count)[side]
    best = _best_of(own[:, None], muscles, count)[muscles, 0]
    fit = fit[muscles] * (1 - OWN + OWN * own / np.maximum(best, 1e-9))
    all_but_one = np.maximum(reaches[:, must].sum(axis=1) - 1, 0)[muscles]
    return np.where(own > 0, (all_but_one + fit) / must.sum(), 0.0)


def _best_of(values: Floats, groups: npt.NDArray[np.int64], count: int) -> Floats:
    """The greatest values (count, k) of each group of rows (i, k)."""
    best = np.zeros((count, values.shape[1]))
    np.maximum.at(best, groups, values)
    return best
