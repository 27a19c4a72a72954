"""Views: from where the body is looked at. Yaw 0 faces the subject, +90 stands at the subject's right; pitch is from above."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from tpexplorer.body.body import Form, SurfacePoint

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class View:
    """A direction of view in degrees."""

    yaw: float
    pitch: float = 0.0

    @cached_property
    def axes(self) -> tuple[Array, Array, Array]:
        """Unit vectors in body coordinates: the picture's right, its up, and back toward the viewer."""
        yaw, pitch = math.radians(self.yaw), math.radians(self.pitch)
        back = np.array([math.sin(yaw) * math.cos(pitch), math.cos(yaw) * math.cos(pitch), math.sin(pitch)])
        right = np.array([-math.cos(yaw), math.sin(yaw), 0.0])
        up = np.array([-math.sin(yaw) * math.sin(pitch), -math.cos(yaw) * math.sin(pitch), math.cos(pitch)])
        return right, up, back


LEVEL_PITCH_DEG = 8.0
STEEP_PITCHES_DEG = (-50.0, 50.0)
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


def view_of(
    field: npt.NDArray[np.floating], form: Form, areas: npt.NDArray[np.floating], also: SurfacePoint | None = None
) -> View:
    """The view that shows most of a zone (`field` (n,) mm, negative inside) and, where it can, the place `also`."""
    inside = np.flatnonzero(field < 0)
    weight, normals = areas[inside] * form.openness[inside], form.normals[inside]
    total = max(float(weight.sum()), 1e-9)
    best, best_seen = View(0), -1.0
    for pitch in (LEVEL_PITCH_DEG, *STEEP_PITCHES_DEG):
        # From above or below only where a level view misses most of it: a sole, the crown.
        if pitch != LEVEL_PITCH_DEG and best_seen > 0.3:
            break
        for yaw in range(-180, 180, 15):
            view = View(yaw, pitch)
            back = view.axes[2]
            seen = float((weight * np.clip(normals @ back, 0, 1) ** 0.7).sum()) / total
            if also is not None:
                seen *= 0.35 + 0.65 * max(0.0, min(1.0, 2.2 * float(also.normal(form) @ back)))
            if seen > best_seen:
                best, best_seen = view, seen
    return best


@dataclass(frozen=True)
class Pose:
    """Where the camera stands: direction, the point (mm) it looks at, and how many mm of height fit the picture there."""

    view: View
    target: tuple[float, float, float]
    height_mm: float


def candidate_views() -> list[View]:
    """Every view that may be a pattern's best: level ones first, then from below and above."""
    return [View(yaw, pitch) for pitch in (LEVEL_PITCH_DEG, *STEEP_PITCHES_DEG) for yaw in range(-180, 180, 15)]


def pose_for(
    place: SurfacePoint,
    zones: Sequence[npt.NDArray[np.floating]],
    form: Form,
    areas: npt.NDArray[np.floating],
    view: View | None = None,
) -> Pose:
    """The pose that shows a trigger point and its zones (fields (n,) mm) together as well as one view can."""
    marker = place.on(form)
    if not zones:
        return Pose(facing(place, form), _triple(marker), 500.0)
    nearest = np.minimum.reduce([np.asarray(zone) for zone in zones])
    view = view or view_of(nearest, form, areas, place)
    right, up, back = view.axes
    inside = np.flatnonzero(nearest < 0)
    seen = inside[form.normals[inside] @ back > 0]
    shown = np.vstack([form.vertices[seen if len(seen) else inside], marker[None]]).astype(float)
    across, along = shown @ right, shown @ up
    centre = right * (across.max() + across.min()) / 2 + up * (along.max() + along.min()) / 2
    centre = centre + back * float((shown @ back).mean())
    height = max(float(along.max() - along.min()), float(across.max() - across.min()) * 1.1) * 1.25 + 60
    return Pose(view, _triple(centre), float(np.clip(height, 300.0, form.height * 1.08)))


def whole_body(form: Form, view: View) -> Pose:
    """The whole body from a side."""
    return Pose(view, (0.0, float(form.vertices[:, 1].mean()), form.height / 2), form.height * 1.1)


def _triple(position: Array) -> tuple[float, float, float]:
    return float(position[0]), float(position[1]), float(position[2])
