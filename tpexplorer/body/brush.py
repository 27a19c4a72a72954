"""A round brush on the skin, quick enough to follow a hand: it spreads along the skin and never jumps through the air.

The same geometry as `body.surface`, worked out for the few triangles about one place; numpy only, nothing is kept.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from tpexplorer.body.body import Body, SurfacePoint

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
# Where the way along the skin is hardly longer than the straight line, the straight line is taken: round discs.
BENT_FROM_MM, BENT_SHARE = 2.0, 0.10
# Few coarse edges are longer than this.
EDGE_MM = 24.0
CLOSE = 6


def spread(body: Body, places: Sequence[SurfacePoint], reach_mm: float) -> tuple[Ints, Floats]:
    """The vertices (k,) within reach of the nearest place along the skin of the neutral form, and how far (k,) in mm.

    The way along the skin is sought over the coarse triangles; the finer vertices lie between theirs.
    """
    skin, coarse = body.neutral.vertices, body.vertex_count - len(body.parents)
    candidates, away = _straight(skin, np.array([place.on(body.neutral) for place in places]), reach_mm + EDGE_MM)
    straight = np.full(len(skin), np.inf)
    straight[candidates] = away
    near = np.isfinite(straight)
    starts = _about(body, places, coarse)
    vertices = np.flatnonzero(near[:coarse])
    number = np.zeros(coarse, np.int64)
    number[vertices] = np.arange(len(vertices))
    faces = number[body.coarse_faces[near[body.coarse_faces].all(axis=1)]]
    along = np.full(len(skin), np.inf)
    along[vertices] = _along(faces, skin[vertices].astype(float), straight[vertices], number[starts[near[starts]]])
    between = np.flatnonzero(near[coarse:])
    ends = along[body.parents[between]]
    along[coarse + between] = np.where(np.isfinite(ends).all(axis=1), ends.mean(axis=1), np.inf)
    # About the place itself the skin is flat: between ends as far as the straight line says, the straight line holds.
    flat = coarse + between[np.isfinite(ends).all(axis=1) & (ends == straight[body.parents[between]]).all(axis=1)]
    along[flat] = straight[flat]
    reached = np.flatnonzero(np.isfinite(along))
    along, straight = along[reached], straight[reached]
    bent = np.clip((along - straight - BENT_FROM_MM - BENT_SHARE * straight) / (1.0 + 0.15 * straight), 0, 1)
    distance = straight * (1 - bent) + along * bent
    kept = distance <= reach_mm
    return reached[kept], distance[kept]


def _straight(skin: npt.NDArray[np.float32], centres: Floats, reach: float) -> tuple[Ints, Floats]:
    """The vertices within reach of a centre (k, 3) through the air, and how far the nearest one is."""
    low, high = centres.min(axis=0) - reach, centres.max(axis=0) + reach
    inside = np.flatnonzero((skin[:, 2] >= low[2]) & (skin[:, 2] <= high[2]))
    for axis in (0, 1):
        along = skin[inside, axis]
        inside = inside[(along >= low[axis]) & (along <= high[axis])]
    places = skin[inside]
    squared = np.full(len(inside), np.inf)
    for centre in centres:
        offset = places - centre.astype(np.float32)
        squared = np.minimum(squared, np.einsum("ij,ij->i", offset, offset))
    near = squared <= reach**2
    return inside[near], np.sqrt(squared[near])


def _about(body: Body, places: Sequence[SurfacePoint], coarse: int) -> Ints:
    """The vertices of the coarse triangles in which places lie."""
    corners = np.unique([place.corners for place in places])
    return np.unique(np.concatenate([corners[corners < coarse], body.parents[corners[corners >= coarse] - coarse].ravel()]))


def places_at(body: Body, positions: npt.ArrayLike) -> list[SurfacePoint]:
    """The places on the neutral skin at (or nearest to) positions (k, 3) in mm."""
    skin, places = body.neutral.vertices, []
    targets = np.asarray(positions, float).reshape(-1, 3)
    # The triangle that holds a place need not touch the nearest vertex, but it touches one of the nearest.
    nearest = [_closest(skin, target) for target in targets]
    touched = np.zeros(len(skin), bool)
    touched[np.unique(nearest)] = True
    a, b, c = body.corners
    faces = body.faces[touched[a] | touched[b] | touched[c]]
    for target, close in zip(targets, nearest, strict=True):
        corners = faces[np.isin(faces, close).any(axis=1)]
        triangles = skin[corners].astype(float)
        weights = _weights(triangles, target)
        found = np.einsum("ij,ijk->ik", weights, triangles)
        best = int(((found - target) ** 2).sum(axis=1).argmin())
        i, j, k = (int(corner) for corner in corners[best])
        places.append(SurfacePoint((i, j, k), (float(weights[best, 0]), float(weights[best, 1]), float(weights[best, 2]))))
    return places


def _closest(skin: npt.NDArray[np.float32], target: Floats) -> Ints:
    """A few vertices nearest to a position; near ones are looked at first."""
    for reach in (EDGE_MM * 2, 4 * EDGE_MM, np.inf):
        inside = np.flatnonzero(np.abs(skin[:, 2] - np.float32(target[2])) <= reach)
        inside = inside[np.abs(skin[inside, 0] - np.float32(target[0])) <= reach]
        squared = ((skin[inside] - target) ** 2).sum(axis=1)
        if (squared <= reach**2).sum() > CLOSE:
            break
    return inside[np.argpartition(squared, CLOSE)[:CLOSE]]


def _weights(triangles: Floats, target: Floats) -> Floats:
    """The weights (m, 3) over the corners (m, 3, 3) of triangles that come nearest to a position."""
    first = triangles[:, 0]
    one, other, offset = triangles[:, 1] - first, triangles[:, 2] - first, target - first
    pairs = ((one, one), (one, other), (other, other), (offset, one), (offset, other))
    aa, ab, bb, ta, tb = (np.einsum("ij,ij->i", left, right) for left, right in pairs)
    scale = np.maximum(aa * bb - ab**2, 1e-12)
    v, w = (bb * ta - ab * tb) / scale, (aa * tb - ab * ta) / scale
    weights = np.clip(np.stack([1 - v - w, v, w], axis=1), 0, None)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def _along(faces: Ints, places: Floats, straight: Floats, corners: Ints) -> Floats:
    """The shortest way (k,) over edges and across them to the opposite corners; inf where there is none."""
    start, end, length = _links(faces, places)
    # The corners about the place and theirs are as far as the straight line says.
    touching = faces[np.isin(faces, corners).any(axis=1)]
    distance = np.full(len(places), np.inf)
    distance[corners] = straight[corners]
    distance[touching] = straight[touching]
    order = np.argsort(end, kind="stable")
    start, end, length = start[order], end[order], length[order]
    first = np.flatnonzero(np.r_[True, end[1:] != end[:-1]])
    ends = end[first]
    while True:
        shorter = np.minimum(distance[ends], np.minimum.reduceat(distance[start] + length, first))
        if (shorter == distance[ends]).all():
            return distance
        distance[ends] = shorter


def _links(faces: Ints, places: Floats) -> tuple[Ints, Ints, Floats]:
    """Every edge and every way across one, in both directions: from, to, and their length in mm."""
    count = len(places)
    edges = faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
    opposite = faces[:, [2, 0, 1]].ravel()
    key = edges.min(axis=1) * count + edges.max(axis=1)
    order = np.argsort(key, kind="stable")
    twin = np.flatnonzero(key[order][1:] == key[order][:-1])
    one, other = opposite[order[twin]], opposite[order[twin + 1]]
    middle = places[edges[order[twin]]].mean(axis=1)
    across = np.linalg.norm(places[one] - middle, axis=1) + np.linalg.norm(places[other] - middle, axis=1)
    lone = np.r_[True, key[order][1:] != key[order][:-1]]
    sides = edges[order[lone]]
    length = np.linalg.norm(places[sides[:, 0]] - places[sides[:, 1]], axis=1)
    low, high = np.concatenate([sides[:, 0], one]), np.concatenate([sides[:, 1], other])
    both = np.concatenate([length, across])
    return np.concatenate([low, high]), np.concatenate([high, low]), np.concatenate([both, both])
