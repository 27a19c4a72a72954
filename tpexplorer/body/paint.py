"""What is painted on the skin: fields in mm over the vertices, a muscle's fibres, and markers at places."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tpexplorer.body.body import Body, Form, SurfacePoint

Field = npt.NDArray[np.float32]
# Outlines are curved so far out, which is farther than any outline is drawn.
CURVED_WITHIN_MM = 8.0


@dataclass(frozen=True)
class Fibres:
    """Lines along a muscle's fibres: points in order, each on a triangle (`corners` (k, 3), `weights` (k, 3)).

    `lines` (k,) numbers the line a point is on; `ranks` (k,) is 0 for the lines to keep when there is room for few.
    """

    corners: npt.NDArray[np.int64]
    weights: Field
    lines: npt.NDArray[np.int64]
    ranks: npt.NDArray[np.int64]

    def segments(self, form: Form, finest_rank: int) -> npt.NDArray[np.float64]:
        """Pieces (m, 2, 3) of the lines in mm on a form, those of higher rank left out."""
        positions = (form.vertices[self.corners].astype(float) * self.weights[:, :, None]).sum(axis=1)
        joined = (self.lines[1:] == self.lines[:-1]) & (self.ranks[1:] <= finest_rank)
        return np.stack([positions[:-1][joined], positions[1:][joined]], axis=1)


@dataclass(frozen=True)
class Paint:
    """Signed distances (n,) in mm, negative inside; None where there is nothing of the kind.

    `site`, `drawn` (painful areas) and `lit` (a region) are layers over the rest.
    """

    essential: Field | None = None
    spillover: Field | None = None
    extent: Field | None = None
    fibres: Fibres | None = None
    site: Field | None = None
    drawn: Field | None = None
    lit: Field | None = None

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of a pattern that there are."""
        return tuple(field for field in (self.essential, self.spillover, self.extent) if field is not None)


@dataclass(frozen=True)
class Mark:
    """A marker on the skin; a deep point's marker is a diamond, a superficial one's a disc."""

    point: SurfacePoint
    deep: bool = False
    label: str = ""


def touched_faces(body: Body, fields: tuple[Field, ...], margin_mm: float = 2.0) -> npt.NDArray[np.int64]:
    """The triangles that reach into one of the fields, or come within a margin of it."""
    if not fields:
        return np.zeros(0, np.int64)
    near = np.minimum.reduce(fields) < margin_mm
    a, b, c = body.corners
    return np.flatnonzero(near[a] | near[b] | near[c])


def gradients(body: Body, form: Form, field: Field, faces: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], Field]:
    """The vertices (k,) of the given triangles and the slope (k, 3) of a field along the skin at each.

    With the slopes, outlines between the vertices come out as smooth curves, not as the mesh's polygons.
    """
    vertices, where = np.unique(body.faces[faces].ravel(), return_inverse=True)
    corners = where.reshape(-1, 3)
    places, values = form.vertices[vertices].astype(float), field[vertices].astype(float)
    a, b, c = (places[corners[:, i]] for i in range(3))
    normal = np.cross(b - a, c - a)
    twice = np.maximum(np.einsum("ij,ij->i", normal, normal), 1e-9)
    turned = sum(values[corners[:, i], None] * edge for i, edge in enumerate((c - b, a - c, b - a)))
    weight = np.sqrt(twice)
    weighted = np.cross(normal, turned) * (weight / twice)[:, None]
    count, at = len(vertices), corners.T.ravel()
    share = np.maximum(np.bincount(at, np.tile(weight, 3), count), 1e-9)
    slopes = [np.bincount(at, np.tile(weighted[:, axis], 3), count) / share for axis in range(3)]
    return vertices, np.stack(slopes, axis=1).astype(np.float32)


def sloped(body: Body, form: Form, field: Field | None, blank: float) -> Field:
    """A field as half its slope and the rest (n, 4), so that ``w + xyz · position`` curves between vertices; or `blank`."""
    result = np.zeros((body.vertex_count, 4), np.float32)
    result[:, 3] = blank if field is None else field
    if field is not None:
        vertices, slopes = gradients(body, form, field, touched_faces(body, (field,), CURVED_WITHIN_MM))
        result[vertices, :3] = slopes / 2
        result[vertices, 3] -= np.einsum("ij,ij->i", slopes, form.vertices[vertices]) / 2
    return result
