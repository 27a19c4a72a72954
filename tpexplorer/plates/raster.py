"""Rays through a picture: which triangle of the skin each sample sees (embreex, orthographic, the same on every machine)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene

from tpexplorer.body.body import Body, Form
from tpexplorer.body.views import View

Array = npt.NDArray[np.float64]
STANDOFF_MM = 3000.0


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
    """The samples of a frame that see the skin: `hit` (rows*columns,) and, for those, corners (h, 3) and weights (h, 3)."""

    frame: Frame
    samples: int
    hit: npt.NDArray[np.bool_]
    corners: npt.NDArray[np.int64]
    weights: npt.NDArray[np.float32]

    def of(self, values: npt.NDArray[np.floating]) -> npt.NDArray[np.float32]:
        """Per-vertex values (n,) or (n, k) at the samples that see the skin."""
        picked = values[self.corners].astype(np.float32)
        weights = self.weights if picked.ndim == 2 else self.weights[:, :, None]
        result: npt.NDArray[np.float32] = (picked * weights).sum(axis=1)
        return result


class RayCaster:
    """One form of the body, ready to be looked at."""

    def __init__(self, body: Body, form: Form) -> None:
        self.body = body
        self.form = form
        self._scene = EmbreeScene()
        self._mesh = TriangleMesh(self._scene, np.ascontiguousarray(form.vertices[body.faces], dtype=np.float32))

    def cast(self, frame: Frame, samples: int = 2) -> Raster:
        """Look through a frame with `samples`² rays a pixel."""
        columns, rows = frame.width * samples, frame.height * samples
        step = frame.mm_per_px / samples
        right, up, back = frame.view.axes
        x = (np.arange(columns) + 0.5 - columns / 2) * step
        y = (rows / 2 - np.arange(rows) - 0.5) * step
        origin = frame.centre + back * STANDOFF_MM
        origins = (origin + x[None, :, None] * right + y[:, None, None] * up).reshape(-1, 3).astype(np.float32)
        directions = np.broadcast_to(-back.astype(np.float32), origins.shape)
        result = self._scene.run(origins, np.ascontiguousarray(directions), output=1)
        hit = result["primID"] >= 0
        u, v = result["u"][hit], result["v"][hit]
        weights = np.stack([1 - u - v, u, v], axis=1).astype(np.float32)
        return Raster(frame, samples, hit, self.body.faces[result["primID"][hit]], weights)

    def sees(self, frame: Frame, position: Array) -> bool:
        """Whether a place on the skin is visible in a frame, not behind other skin."""
        return self.clear(position, frame.view.axes[2])

    def clear(self, position: Array, toward: Array, slack_mm: float = 6.0) -> bool:
        """Whether nothing but open space lies from a place on the skin in a direction (unit, (3,))."""
        start = (position + toward * slack_mm).astype(np.float32)[None]
        return bool(self._scene.run(start, toward.astype(np.float32)[None], output=1)["primID"][0] < 0)

    def strike(self, origin: Array, direction: Array) -> tuple[int, Array] | None:
        """Where a ray meets the skin: the nearest vertex and the place (3,); None where it misses."""
        result = self._scene.run(origin.astype(np.float32)[None], direction.astype(np.float32)[None], output=1)
        triangle = int(result["primID"][0])
        if triangle < 0:
            return None
        weights = np.array([1 - result["u"][0] - result["v"][0], result["u"][0], result["v"][0]], dtype=float)
        corners = self.body.faces[triangle]
        return int(corners[weights.argmax()]), weights @ self.form.vertices[corners].astype(float)
