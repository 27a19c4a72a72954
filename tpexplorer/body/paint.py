"""What is painted on the skin: fields in mm over the vertices, a muscle's fibres, and markers at places."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tpexplorer.body.body import Body, Form, SurfacePoint

Field = npt.NDArray[np.float32]


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
    """Signed distances (n,) in mm, negative inside; None where there is nothing of the kind."""

    essential: Field | None = None
    spillover: Field | None = None
    extent: Field | None = None
    fibres: Fibres | None = None

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields there are."""
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


def gradients(body: Body, form: Form, field: Field, faces: npt.NDArray[np.int64]) -> Field:
    """The slope (n, 3) of a field along the skin at the corners of the given triangles; 0 elsewhere.

    With the slopes, outlines between the vertices come out as smooth curves, not as the mesh's polygons.
    """
    corners = body.faces[faces]
    a, b, c = (form.vertices[corners[:, i]].astype(float) for i in range(3))
    normal = np.cross(b - a, c - a)
    twice = np.maximum(np.einsum("ij,ij->i", normal, normal), 1e-9)[:, None]
    values = field[corners].astype(float)
    edges = (c - b, a - c, b - a)
    slope = np.cross(normal, sum(values[:, [i]] * edges[i] for i in range(3))) / twice
    weight = np.sqrt(twice)
    count, where = body.vertex_count, corners.T.ravel()
    share = np.maximum(np.bincount(where, np.tile(weight[:, 0], 3), count), 1e-9)
    columns = [np.bincount(where, np.tile(slope[:, axis] * weight[:, 0], 3), count) / share for axis in range(3)]
    return np.stack(columns, axis=1).astype(np.float32)
