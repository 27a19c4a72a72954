"""Geometry along the skin: geodesic distances, paths, walks and signed distances of brush strokes.

Used when the atlas is built, not at start-up. Distances run over mesh edges plus the shortcut across each edge
to the opposite corners (Dijkstra), then a few passes of neighbour smoothing take the facets off.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import trimesh
from scipy import sparse
from scipy.sparse import csgraph
from scipy.spatial import cKDTree

from tpexplorer.body.body import Body, SurfacePoint
from tpexplorer.errors import TPExplorerError

Array = npt.NDArray[np.float64]
STEP_MM = 3.0
SMOOTHING_PASSES = 3
TIGHTENINGS = 6
# Outlines are wanted exact near the brush; farther out the graph's distance will do.
ROUNDED_MM = 45.0
DIRECTIONS = {
    "superior": (0, 0, 1),
    "inferior": (0, 0, -1),
    "anterior": (0, 1, 0),
    "posterior": (0, -1, 0),
    "lateral": (1, 0, 0),
    "medial": (-1, 0, 0),
}


class Surface:
    """The neutral skin as a graph; all lengths in mm."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.vertices: Array = body.neutral.vertices.astype(float)
        self.faces = body.faces
        self._tree = cKDTree(self.vertices)
        self._triangles = self.vertices[self.faces]
        self._graph = _graph(self.vertices, self.faces)
        self._vertex_faces = _vertex_faces(len(self.vertices), self.faces)
        self._links = (self._graph > 0).astype(float)
        self._degree = np.asarray(self._links.sum(axis=1)).ravel()

    # --- points ---------------------------------------------------------------------------------------------------

    def at_vertex(self, vertex: int) -> SurfacePoint:
        """The place at a vertex."""
        face = self.faces[self._vertex_faces[vertex, 0]]
        weights = tuple(1.0 if corner == vertex else 0.0 for corner in face)
        return SurfacePoint((int(face[0]), int(face[1]), int(face[2])), (weights[0], weights[1], weights[2]))

    def position(self, point: SurfacePoint) -> Array:
        return np.asarray(point.weights) @ self.vertices[list(point.corners)]

    def nearest(self, positions: Array) -> list[SurfacePoint]:
        """The skin points nearest to positions (k, 3)."""
        if not len(positions):
            return []
        _, close = self._tree.query(positions, k=3)
        candidates = self._vertex_faces[close].reshape(len(positions), -1)
        count = candidates.shape[1]
        corners = self._triangles[candidates.ravel()]
        targets = np.repeat(positions, count, axis=0)
        found = trimesh.triangles.closest_point(corners, targets)
        gap = ((found - targets) ** 2).sum(axis=1).reshape(-1, count)
        best = np.arange(len(positions)) * count + gap.argmin(axis=1)
        bary = np.clip(trimesh.triangles.points_to_barycentric(corners[best], found[best]), 0, 1)
        bary /= bary.sum(axis=1, keepdims=True)
        faces = self.faces[candidates.ravel()[best]]
        return [
            SurfacePoint((int(a), int(b), int(c)), (float(u), float(v), float(w)))
            for (a, b, c), (u, v, w) in zip(faces, bary, strict=True)
        ]

    # --- distances ------------------------------------------------------------------------------------------------

    def signed_distance(self, seeds: Sequence[SurfacePoint], radii: npt.ArrayLike, reach: float = np.inf) -> Array:
        """Distance (n,) along the skin to the seeds, each less its radius: negative inside; inf beyond `reach`."""
        radius = np.broadcast_to(np.asarray(radii, dtype=float), len(seeds))
        largest = float(radius.max())
        count = len(self.vertices)
        # A seed is linked to the corners of its triangle and of the triangles about it: its own would make discs angular.
        corners = np.array([seed.corners for seed in seeds])
        corners = self.faces[self._vertex_faces[corners]].reshape(len(seeds), -1)
        positions = np.array([self.position(seed) for seed in seeds])
        ends = np.unique(corners)
        # One virtual source; a link's length carries how much less wide the brush is here than at its widest.
        span = np.linalg.norm(self.vertices[corners] - positions[:, None], axis=2) + (largest - radius)[:, None]
        best = np.full(count, np.inf)
        np.minimum.at(best, corners.ravel(), span.ravel())
        row = sparse.csr_matrix((np.maximum(best[ends], 1e-9), (np.zeros(len(ends), int), ends)), shape=(1, count))
        graph = sparse.bmat([[self._graph, None], [row, sparse.csr_matrix((1, 1))]], format="csr")
        limit = reach + largest if np.isfinite(reach) else np.inf
        raw = csgraph.dijkstra(graph, directed=True, indices=count, limit=limit)[:count] - largest
        return self._rounded(raw, positions, radius)

    def _rounded(self, along: Array, centres: Array, radii: Array) -> Array:
        """The field with straight-line distances wherever the skin between is nearly straight: outlines without facets."""
        near = np.flatnonzero(along < ROUNDED_MM)
        straight = np.full(len(near), np.inf)
        reach = np.full(len(near), np.inf)
        for centre, radius in zip(centres, radii, strict=True):
            distance = np.linalg.norm(self.vertices[near] - centre, axis=1)
            closer = distance - radius < straight
            straight = np.where(closer, distance - radius, straight)
            reach = np.where(closer, distance, reach)
        excess = along[near] - straight
        bent = np.clip((excess - 2.0 - 0.10 * reach) / (1.0 + 0.15 * reach), 0, 1)
        result = self.smoothed(along)
        result[near] = straight * (1 - bent) + result[near] * bent
        return result

    def smoothed(self, field: Array, passes: int = SMOOTHING_PASSES) -> Array:
        """A field (n,) averaged with its neighbours; unreached (infinite) vertices stay out of it."""
        known = np.isfinite(field)
        for _ in range(passes):
            inner = np.where(known, field, 0.0)
            weight = self._links @ known.astype(float)
            mean = np.divide(self._links @ inner, weight, out=inner.copy(), where=weight > 0)
            field = np.where(known, (field + mean) / 2, np.inf)
        return field

    # --- paths ----------------------------------------------------------------------------------------------------

    def path(self, start: SurfacePoint, end: SurfacePoint) -> list[SurfacePoint]:
        """The way along the skin from start to end, both included, in steps of about 3 mm."""
        first, last = self._nearest_corner(start), self._nearest_corner(end)
        a, b = self.position(start), self.position(end)
        if first == last or np.linalg.norm(a - b) < STEP_MM:
            return [start, end]
        chain = self._chain(first, last)
        line = np.vstack([a, self.vertices[chain[::-1][1:-1]], b])
        step = max(STEP_MM, float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum()) / 8)
        # Pulled tight from coarse to fine: long bends straighten first, then the mesh's own zigzag.
        while True:
            line = _resampled(line, step)
            for _ in range(TIGHTENINGS):
                line[1:-1] = (line[:-2] + line[2:]) / 2
                line = np.array([self.position(point) for point in self.nearest(line)])
                line[0], line[-1] = a, b
            if step <= STEP_MM:
                break
            step = max(STEP_MM, step / 2)
        line = _resampled(line, STEP_MM)
        return [start, *self.nearest(line[1:-1]), end]

    def _chain(self, first: int, last: int) -> list[int]:
        """The vertices of the shortest way over the graph, from last back to first."""
        straight = float(np.linalg.norm(self.vertices[first] - self.vertices[last]))
        for limit in (straight * 1.7 + 40.0, np.inf):  # nearly every way is short; only then search the whole body
            _, previous = csgraph.dijkstra(self._graph, indices=first, return_predecessors=True, limit=limit)
            if previous[last] >= 0:
                break
        chain = [last]
        while chain[-1] != first:
            step = int(previous[chain[-1]])
            if step < 0:
                raise TPExplorerError("Two places have no way between them along the skin.")
            chain.append(step)
        return chain

    def along(self, path: Sequence[SurfacePoint], mm: float) -> SurfacePoint:
        """The place so many mm along a path; its end if the path is shorter."""
        line = np.array([self.position(point) for point in path])
        return self.nearest(_at_length(line, np.array([mm])))[0]

    def length(self, path: Sequence[SurfacePoint]) -> float:
        """Length of a path in mm."""
        line = np.array([self.position(point) for point in path])
        return float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())

    def walk(self, start: SurfacePoint, direction: str, mm: float) -> SurfacePoint:
        """Walk along the skin in an anatomical direction, keeping to the tangent plane at each step."""
        heading = np.array(DIRECTIONS[direction], dtype=float)
        if self.position(start)[0] < -0.5 and direction in ("lateral", "medial"):
            heading = -heading
        here, left = start, mm
        while left > 1e-6:
            normal = here.normal(self.body.neutral)
            tangent = heading - normal * (heading @ normal)
            size = float(np.linalg.norm(tangent))
            if size < 0.05:
                break
            step = min(STEP_MM, left)
            here = self.nearest((self.position(here) + tangent / size * step)[None])[0]
            left -= step
        return here

    def _nearest_corner(self, point: SurfacePoint) -> int:
        return point.corners[int(np.argmax(point.weights))]


def _graph(vertices: Array, faces: npt.NDArray[np.int64]) -> sparse.csr_matrix:
    """Edges, and across each edge the opposite corners, with their lengths (n, n)."""
    mesh = trimesh.Trimesh(vertices, faces, process=False)
    pairs = [mesh.edges_unique]
    shared = mesh.face_adjacency_edges
    opposite = mesh.face_adjacency_unshared
    middle = vertices[shared].mean(axis=1)
    across = np.linalg.norm(vertices[opposite] - middle[:, None], axis=2).sum(axis=1)
    edges = pairs[0]
    lengths = np.linalg.norm(vertices[edges[:, 0]] - vertices[edges[:, 1]], axis=1)
    rows = np.concatenate([edges[:, 0], opposite[:, 0]])
    columns = np.concatenate([edges[:, 1], opposite[:, 1]])
    weights = np.maximum(np.concatenate([lengths, across]), 1e-6)
    low, high = np.minimum(rows, columns), np.maximum(rows, columns)
    _, keep = np.unique(low * len(vertices) + high, return_index=True)
    rows, columns, weights = rows[keep], columns[keep], weights[keep]
    shape = (len(vertices), len(vertices))
    half = sparse.csr_matrix((weights, (rows, columns)), shape=shape)
    return (half + half.T).tocsr()


def _vertex_faces(count: int, faces: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The faces round each vertex (n, most), the last repeated where there are fewer."""
    order = np.argsort(faces.ravel(), kind="stable")
    starts = np.searchsorted(faces.ravel()[order], np.arange(count + 1))
    number = np.diff(starts)
    columns = np.minimum(np.arange(number.max())[None], number[:, None] - 1)
    return np.asarray((order // 3)[starts[:-1, None] + columns])


def _resampled(line: Array, step: float) -> Array:
    total = float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())
    return _at_length(line, np.linspace(0, total, max(2, round(total / step) + 1)))


def _at_length(line: Array, where: Array) -> Array:
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    return np.stack([np.interp(where, length, line[:, axis]) for axis in range(3)], axis=1)
