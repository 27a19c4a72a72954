"""A round brush on the skin, quick enough to follow a hand: it spreads along the skin and never jumps through the air.

The same geometry as `body.surface`, worked out for the few triangles about one place; numpy only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

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
# A moving hand passes through no more at once.
FEW_CENTRES = 24


class Brush:
    """Spreads over the skin of a body's neutral form."""

    def __init__(self, body: Body) -> None:
        self.body = body

    def spread(self, places: Sequence[SurfacePoint], reach_mm: float) -> tuple[Ints, Floats]:
        """The vertices (k,) within reach of the nearest place along the skin, and how far (k,) in mm.

        The way along the skin is sought over the coarse triangles; the finer vertices lie between theirs.
        """
        body, links = self.body, self._links
        skin, coarse = body.neutral.vertices, len(links.longest)
        candidates, away = _straight(skin, np.array([place.on(body.neutral) for place in places]), reach_mm + EDGE_MM)
        straight = np.full(len(skin), np.inf)
        straight[candidates] = away
        # What lies more than an edge farther off holds no vertex within reach between itself and a nearer one.
        near = candidates[(candidates < coarse) & (away <= reach_mm + links.longest[np.minimum(candidates, coarse - 1)])]
        along = np.full(len(skin), np.inf)
        along[near] = links.shortest(near, straight[near], _about(body, places, coarse))
        between = candidates[candidates >= coarse]
        ends = body.parents[between - coarse]
        ways = along[ends]
        held = np.isfinite(ways).all(axis=1)
        along[between] = np.where(held, ways.mean(axis=1), np.inf)
        # About the place itself the skin is flat: between ends as far as the straight line says, the straight line holds.
        flat = between[held & (ways == straight[ends]).all(axis=1)]
        along[flat] = straight[flat]
        reached = candidates[np.isfinite(along[candidates])]
        along, straight = along[reached], straight[reached]
        bent = np.clip((along - straight - BENT_FROM_MM - BENT_SHARE * straight) / (1.0 + 0.15 * straight), 0, 1)
        distance = straight * (1 - bent) + along * bent
        kept = distance <= reach_mm
        return reached[kept], distance[kept]

    def warm(self) -> None:
        """Measure the ways now, while there is nothing else to do."""
        assert len(self._links.length)

    @cached_property
    def _links(self) -> Links:
        return Links.of(self.body.coarse_faces, self.body.neutral.vertices)


@dataclass(frozen=True)
class Links:
    """Every edge of some triangles, and every way across one to the opposite corner, in both directions.

    Those to vertex v are ``starts[v]:starts[v + 1]``: the vertices `origin` they come from, their `length` in mm, and
    whether they are an `edge`. `longest` is each vertex's longest edge in mm.
    """

    starts: Ints
    origin: npt.NDArray[np.int32]
    length: npt.NDArray[np.float32]
    edge: npt.NDArray[np.bool_]
    longest: npt.NDArray[np.float32]

    @staticmethod
    def of(faces: Ints, places: npt.NDArray[np.float32]) -> Links:
        """The links of triangles (m, 3) over the first of the vertices (n, 3)."""
        count = int(faces.max()) + 1
        edges = faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
        opposite = faces[:, [2, 0, 1]].ravel()
        key = edges.min(axis=1) * count + edges.max(axis=1)
        order = np.argsort(key, kind="stable")
        same = key[order][1:] == key[order][:-1]
        one, other = opposite[order[:-1][same]], opposite[order[1:][same]]
        middle = places[edges[order[1:][same]]].mean(axis=1)
        across = np.linalg.norm(places[one] - middle, axis=1) + np.linalg.norm(places[other] - middle, axis=1)
        sides = edges[order[np.r_[True, ~same]]]
        length = np.linalg.norm(places[sides[:, 0]] - places[sides[:, 1]], axis=1)
        low, high = np.concatenate([sides[:, 0], one]), np.concatenate([sides[:, 1], other])
        origin, end = np.concatenate([low, high]), np.concatenate([high, low])
        by_end = np.argsort(end, kind="stable")
        longest = np.zeros(count, np.float32)
        np.maximum.at(longest, sides.ravel(), np.repeat(length, 2).astype(np.float32))
        return Links(
            np.concatenate([[0], np.cumsum(np.bincount(end, minlength=count))]),
            origin[by_end].astype(np.int32),
            np.tile(np.concatenate([length, across]), 2)[by_end].astype(np.float32),
            np.tile(np.arange(len(low)) < len(length), 2)[by_end],
            longest,
        )

    def shortest(self, vertices: Ints, straight: Floats, corners: Ints) -> Floats:
        """The shortest way (k,) in mm from some corners to each of the vertices over none but these; inf for none.

        The corners and what is joined to them by an edge are as far as the straight line (k,) says.
        """
        number = np.full(len(self.starts) - 1, -1, np.int64)
        number[vertices] = np.arange(len(vertices))
        links, ends = self._to(vertices)
        origin = number[self.origin[links]]
        among = origin >= 0
        links, ends, origin = links[among], ends[among], origin[among]
        distance = np.full(len(vertices), np.inf)
        corners = number[corners]
        corners = corners[corners >= 0]
        beginning = np.zeros(len(vertices), bool)
        beginning[corners] = True
        beginning[ends[beginning[origin] & self.edge[links]]] = True
        distance[beginning] = straight[beginning]
        if not len(links):
            return distance
        length = self.length[links].astype(float)
        first = np.flatnonzero(np.r_[True, ends[1:] != ends[:-1]])
        last = ends[first]
        while True:
            shorter = np.minimum(distance[last], np.minimum.reduceat(distance[origin] + length, first))
            if (shorter == distance[last]).all():
                return distance
            distance[last] = shorter

    def _to(self, vertices: Ints) -> tuple[Ints, Ints]:
        """The links to some vertices, and to which (by its place among them) each leads."""
        first = self.starts[vertices]
        counts = self.starts[vertices + 1] - first
        ends = np.repeat(np.arange(len(vertices)), counts)
        return np.arange(int(counts.sum())) + np.repeat(first - np.cumsum(counts) + counts, counts), ends


def _straight(skin: npt.NDArray[np.float32], centres: Floats, reach: float) -> tuple[Ints, Floats]:
    """The vertices within reach of a centre (k, 3) through the air, and how far the nearest one is."""
    low, high = centres.min(axis=0) - reach, centres.max(axis=0) + reach
    inside = np.flatnonzero((skin[:, 2] >= low[2]) & (skin[:, 2] <= high[2]))
    for axis in (0, 1):
        along = skin[inside, axis]
        inside = inside[(along >= low[axis]) & (along <= high[axis])]
    if len(centres) > FEW_CENTRES:
        from scipy.spatial import cKDTree  # a hand on the body does without

        nearest = cKDTree(centres).query(skin[inside], distance_upper_bound=reach)[0]
        near = nearest <= reach
        return inside[near], nearest[near]
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
    from scipy.spatial import cKDTree  # a hand on the body does without

    skin, targets = body.neutral.vertices, np.asarray(positions, float).reshape(-1, 3)
    # The triangle that holds a place need not touch the nearest vertex, but it touches one of the nearest.
    close = cKDTree(skin).query(targets, k=CLOSE)[1]
    order = np.argsort(body.faces.ravel(), kind="stable")
    ends = np.cumsum(np.bincount(body.faces.ravel(), minlength=len(skin)))
    places = []
    for target, vertices in zip(targets, close, strict=True):
        touching = np.concatenate([order[ends[vertex - 1] if vertex else 0 : ends[vertex]] for vertex in vertices]) // 3
        corners = body.faces[touching]
        triangles = skin[corners].astype(float)
        weights = _weights(triangles, target)
        found = np.einsum("ij,ijk->ik", weights, triangles)
        best = int(((found - target) ** 2).sum(axis=1).argmin())
        i, j, k = (int(corner) for corner in corners[best])
        places.append(SurfacePoint((i, j, k), (float(weights[best, 0]), float(weights[best, 1]), float(weights[best, 2]))))
    return places


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
