"""Picking on the CPU: which markers lie under the cursor, those in sight before those behind the body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tpexplorer.body.body import Form, SurfacePoint
from tpexplorer.body.paint import Mark
from tpexplorer.plates.raster import RayCaster
from tpexplorer.scene.camera import Camera

Array = npt.NDArray[np.float64]
PICK_RADIUS_PX = 12.0
# Two markers this near in distance from the cursor are both meant: a chooser asks which.
OVERLAP_PX = 6.0


@dataclass(frozen=True)
class MarkerField:
    """All markers of a form: `names` (k,), `positions` (k, 3) mm and outward `normals` (k, 3)."""

    names: tuple[str, ...]
    positions: Array
    normals: Array

    @staticmethod
    def of(markers: Mapping[str, Mark], form: Form) -> MarkerField:
        """The markers where they sit on a form."""
        corners = np.array([mark.point.corners for mark in markers.values()], np.int64).reshape(-1, 3)
        weights = np.array([mark.point.weights for mark in markers.values()], float).reshape(-1, 3, 1)
        positions = (form.vertices[corners].astype(float) * weights).sum(axis=1)
        normals = (form.normals[corners].astype(float) * weights).sum(axis=1)
        return MarkerField(tuple(markers), positions, normals / np.linalg.norm(normals, axis=1, keepdims=True))


def in_sight(camera: Camera, caster: RayCaster, position: Array, normal: Array) -> bool:
    """Whether a marker faces the eye with no skin in between."""
    toward = camera.eye - position
    toward /= np.linalg.norm(toward)
    return float(normal @ toward) > -0.05 and caster.clear(position, toward)


def all_in_sight(camera: Camera, caster: RayCaster, field: MarkerField) -> npt.NDArray[np.bool_]:
    """The same for all markers (k,) at once."""
    toward = camera.eye - field.positions
    toward /= np.linalg.norm(toward, axis=1, keepdims=True)
    return np.asarray((np.einsum("ij,ij->i", field.normals, toward) > -0.05) & caster.all_clear(field.positions, toward))


def markers_at(
    camera: Camera, caster: RayCaster, field: MarkerField, x: float, y: float, shown: npt.NDArray[np.bool_] | None = None
) -> list[str]:
    """The markers in sight within reach of pixel (x, y), nearest first; more than one where they overlap.

    A marker behind the body is never picked, nor one that is not `shown` (k,).
    """
    if not field.names:
        return []
    distance = np.hypot(*(camera.project(field.positions) - (x, y)).T)
    if shown is not None:
        distance[~shown] = np.inf
    near = [index for index in np.argsort(distance)[:16] if distance[index] <= PICK_RADIUS_PX]
    seen = [index for index in near if in_sight(camera, caster, field.positions[index], field.normals[index])]
    return [field.names[index] for index in seen if distance[index] - distance[seen[0]] <= OVERLAP_PX]


def skin_at(camera: Camera, caster: RayCaster, x: float, y: float) -> SurfacePoint | None:
    """Where a pixel meets the skin; None beside the body."""
    return caster.strike(*camera.ray(x, y))
