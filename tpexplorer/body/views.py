"""Views: from where the body is looked at. Yaw 0 faces the subject, +90 stands at the subject's right; pitch is from above."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tpexplorer.body.body import Form, SurfacePoint

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class View:
    """A direction of view in degrees."""

    yaw: float
    pitch: float = 0.0

    @property
    def axes(self) -> tuple[Array, Array, Array]:
        """Unit vectors in body coordinates: the picture's right, its up, and back toward the viewer."""
        yaw, pitch = math.radians(self.yaw), math.radians(self.pitch)
        back = np.array([math.sin(yaw) * math.cos(pitch), math.cos(yaw) * math.cos(pitch), math.sin(pitch)])
        right = np.array([-math.cos(yaw), math.sin(yaw), 0.0])
        return right, np.cross(back, right), back


STANDARD_VIEWS = {
    "front": View(0),
    "back": View(180),
    "right": View(90),
    "left": View(-90),
    "top": View(0, 89.9),
    "bottom": View(0, -89.9),
}


def facing(point: SurfacePoint, form: Form) -> View:
    """The view that looks straight at a place, kept within 55° of the horizon."""
    x, y, z = point.normal(form)
    pitch = math.degrees(math.asin(max(-1.0, min(1.0, z))))
    return View(math.degrees(math.atan2(x, y)), max(-55.0, min(55.0, pitch)))


def view_of(field: npt.NDArray[np.floating], form: Form, areas: npt.NDArray[np.floating], also: SurfacePoint | None = None) -> View:
    """The view that shows most of a zone (`field` (n,) mm, negative inside) and, where it can, the place `also`."""
    inside = field < 0
    weight = areas * inside
    best, best_seen = View(0), -1.0
    for yaw in range(-180, 180, 15):
        back = View(yaw, 8).axes[2]
        seen = float((weight * np.clip(form.normals @ back, 0, 1) ** 0.7 * form.openness).sum() / max(weight.sum(), 1e-9))
        if also is not None:
            seen *= 0.35 + 0.65 * max(0.0, min(1.0, 2.2 * float(also.normal(form) @ back)))
        if seen > best_seen:
            best, best_seen = View(yaw, 8), seen
    return best
