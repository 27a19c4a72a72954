"""Rays through a picture: which triangle of the skin each sample sees (embreex, orthographic, the same on every machine)."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene

from tpexplorer.body.body import Body, Form, SurfacePoint
from tpexplorer.body.paint import sloped
from tpexplorer.body.views import View

Array = npt.NDArray[np.float64]
STANDOFF_MM = 3000.0
# embreex copies triangles one by one and holds up all threads meanwhile: so many at a time, that no frame waits.
FACES_AT_ONCE = 4000


@dataclass(frozen=True)
class Frame:
    """What a picture shows: a view, the point (3,) in mm at its centre, and how many mm one pixel is."""

    view: View
    centre: Array
    mm_per_px: float
    width: int
    height: int

    def project(self, positions: Array) -> Array:
        """Pixel coordinates (k, 2) of positions (k, 3), from the top left."""
        right, up, _ = self.view.axes
        offset = positions - self.centre
        return np.stack(
            [self.width / 2 + offset @ right / self.mm_per_px, self.height / 2 - offset @ up / self.mm_per_px], axis=1
        )


@dataclass(frozen=True)
class Raster:
    """The samples of a frame that see the skin: `hit` (k,) of all samples and, for those, corners (h, 3) and weights (h, 3)."""

    frame: Frame
    samples: int
    hit: npt.NDArray[np.bool_]
    corners: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float32]

    def of(self, values: npt.NDArray[np.floating]) -> npt.NDArray[np.float32]:
        """Per-vertex values (n,) or (n, k) at the samples that see the skin."""
        source = np.ascontiguousarray(values, np.float32)
        result: npt.NDArray[np.float32] = np.zeros((len(self.corners), *source.shape[1:]), np.float32)
        for corner in range(3):
            weight = self.weights[:, corner]
            result += source[self.corners[:, corner]] * (weight if source.ndim == 1 else weight[:, None])
        return result

    def smooth(self, body: Body, form: Form, field: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """A field (n,) at the samples, curved between the vertices by its slopes there."""
        whole = self.of(sloped(body, form, field, 0.0))
        result: npt.NDArray[np.float32] = (whole[:, :3] * self.of(form.vertices)).sum(axis=1) + whole[:, 3]
        return result

    def only(self, chosen: npt.NDArray[np.bool_]) -> Raster:
        """Those of the samples that see the skin which are chosen (h,)."""
        return Raster(self.frame, self.samples, np.ones(int(chosen.sum()), bool), self.corners[chosen], self.weights[chosen])


class RayCaster:
    """One form of the body, ready to be looked at."""

    def __init__(self, body: Body, form: Form) -> None:
        self.body = body
        self.form = form
        self._scene = EmbreeScene()
        self._meshes = [
            self._mesh(body.faces[start : start + FACES_AT_ONCE]) for start in range(0, len(body.faces), FACES_AT_ONCE)
        ]
        # The first ray builds the tree; two threads must not do that at once.
        self.clear(form.vertices[0].astype(float), form.normals[0].astype(float))

    def _mesh(self, faces: npt.NDArray[np.int64]) -> TriangleMesh:
        vertices, corners = np.unique(faces, return_inverse=True)
        places = np.ascontiguousarray(self.form.vertices[vertices], np.float32)
        return TriangleMesh(self._scene, places, np.ascontiguousarray(corners.reshape(-1, 3), np.int32))

    def _struck(self, starts: npt.NDArray[np.float32], directions: npt.NDArray[np.float32]) -> dict[str, npt.NDArray[Any]]:
        """Per ray (k,): the triangle `face` it meets first (-1 for none), and where in it, `u` and `v`."""
        found = self._scene.run(starts, directions, output=1)
        # Embree counts triangles from the first of their mesh.
        face = np.where(found["primID"] < 0, -1, found["primID"] + FACES_AT_ONCE * found["geomID"])
        return {"face": face, "u": found["u"], "v": found["v"]}

    def cast(self, frame: Frame, samples: int = 2) -> Raster:
        """Look through a frame with `samples`² rays a pixel, row by row."""
        across = (np.arange(frame.width * samples, dtype=np.float32) + 0.5) / samples
        down = (np.arange(frame.height * samples, dtype=np.float32) + 0.5) / samples
        grid = np.stack(np.meshgrid(across, down), axis=-1).reshape(-1, 2)
        return self.cast_at(frame, grid, samples)

    def cast_at(self, frame: Frame, pixels: npt.NDArray[np.floating], samples: int = 1) -> Raster:
        """Look through places (k, 2) of a frame, in pixels from its top left."""
        right, up, back = frame.view.axes
        x = ((pixels[:, 0] - frame.width / 2) * frame.mm_per_px).astype(np.float32)
        y = ((frame.height / 2 - pixels[:, 1]) * frame.mm_per_px).astype(np.float32)
        origin = (frame.centre + back * STANDOFF_MM).astype(np.float32)
        origins = origin + x[:, None] * right.astype(np.float32) + y[:, None] * up.astype(np.float32)
        directions = np.ascontiguousarray(np.broadcast_to(-back.astype(np.float32), origins.shape))
        result = self._struck(np.ascontiguousarray(origins), directions)
        hit = result["face"] >= 0
        u, v = result["u"][hit], result["v"][hit]
        weights = np.stack([1 - u - v, u, v], axis=1).astype(np.float32)
        corners = self.body.faces[result["face"][hit]].astype(np.int32)
        return Raster(frame, samples, hit, corners, weights)

    def sees(self, frame: Frame, position: Array) -> bool:
        """Whether a place on the skin is visible in a frame, not behind other skin."""
        return self.clear(position, frame.view.axes[2])

    def clear(self, position: Array, toward: Array, slack_mm: float = 6.0) -> bool:
        """Whether nothing but open space lies from a place on the skin in a direction (unit, (3,))."""
        start = (position + toward * slack_mm).astype(np.float32)[None]
        return bool(self._struck(start, toward.astype(np.float32)[None])["face"][0] < 0)

    def all_clear(self, positions: Array, toward: Array, slack_mm: float = 6.0) -> npt.NDArray[np.bool_]:
        """The same for many places (k, 3), in one direction or in one each (k, 3)."""
        starts = (positions + toward * slack_mm).astype(np.float32)
        directions = np.ascontiguousarray(np.broadcast_to(toward.astype(np.float32), starts.shape))
        return np.asarray(self._struck(starts, directions)["face"] < 0)

    def strike(self, origin: Array, direction: Array) -> SurfacePoint | None:
        """Where a ray meets the skin; None where it misses."""
        result = self._struck(origin.astype(np.float32)[None], direction.astype(np.float32)[None])
        triangle = int(result["face"][0])
        if triangle < 0:
            return None
        u, v = float(result["u"][0]), float(result["v"][0])
        a, b, c = (int(corner) for corner in self.body.faces[triangle])
        return SurfacePoint((a, b, c), (1 - u - v, u, v))


_building = Lock()
_kept: dict[int, RayCaster] = {}
MOST_KEPT = 3


def caster_of(body: Body, form: Form) -> RayCaster:
    """The caster of a form, built once for all who look at it: the scene's picking and the panel's pictures."""
    with _building:
        kept = _kept.get(id(form))
        if kept is None or kept.form is not form:
            kept = RayCaster(body, form)
            while len(_kept) >= MOST_KEPT:
                _kept.pop(next(iter(_kept)))
            _kept[id(form)] = kept
    return kept
