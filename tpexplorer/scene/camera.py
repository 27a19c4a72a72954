"""The camera: a turntable about a target, horizon level, clamped at the poles; plain numpy, no Qt, no OpenGL."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from tpexplorer.body.views import Pose, View

Array = npt.NDArray[np.float64]
FIELD_OF_VIEW_DEG = 20.0
STEEPEST_DEG = 89.0
NEAREST_MM, FARTHEST_MM = 60.0, 6000.0


@dataclass(frozen=True)
class Camera:
    """A pose seen through a picture of `width` × `height` px. Positions in body mm; pixels from the top left."""

    pose: Pose
    width: int = 1
    height: int = 1

    # --- what it sees ---------------------------------------------------------------------------------------------

    @property
    def distance(self) -> float:
        """How far the eye is from the target, in mm."""
        return self.pose.height_mm / 2 / math.tan(math.radians(FIELD_OF_VIEW_DEG / 2))

    @property
    def eye(self) -> Array:
        """Where the eye is (3,)."""
        return np.array(self.pose.target) + self.pose.view.axes[2] * self.distance

    @property
    def mm_per_px(self) -> float:
        """The size of a pixel at the target."""
        return self.pose.height_mm / max(self.height, 1)

    @cached_property
    def matrix(self) -> Array:
        """View and projection (4, 4), column vectors, OpenGL clip space."""
        right, up, back = self.pose.view.axes
        view = np.eye(4)
        view[:3, :3] = np.stack([right, up, back])
        view[:3, 3] = -view[:3, :3] @ self.eye
        near, far = max(20.0, self.distance - 2200.0), self.distance + 2200.0
        focal = 1 / math.tan(math.radians(FIELD_OF_VIEW_DEG / 2))
        projection = np.array(
            [
                [focal * self.height / max(self.width, 1), 0, 0, 0],
                [0, focal, 0, 0],
                [0, 0, (far + near) / (near - far), 2 * far * near / (near - far)],
                [0, 0, -1, 0],
            ]
        )
        result: Array = projection @ view
        return result

    def project(self, positions: npt.ArrayLike) -> Array:
        """Pixels (k, 2) of positions (k, 3)."""
        points = np.asarray(positions, dtype=float).reshape(-1, 3)
        clip = np.hstack([points, np.ones((len(points), 1))]) @ self.matrix.T
        ndc = clip[:, :2] / clip[:, 3:]
        return np.stack([(ndc[:, 0] + 1) / 2 * self.width, (1 - ndc[:, 1]) / 2 * self.height], axis=1)

    def ray(self, x: float, y: float) -> tuple[Array, Array]:
        """Where a pixel's line of sight starts (3,) and its unit direction (3,)."""
        right, up, back = self.pose.view.axes
        half = math.tan(math.radians(FIELD_OF_VIEW_DEG / 2))
        across = (2 * x / max(self.width, 1) - 1) * half * self.width / max(self.height, 1)
        along = (1 - 2 * y / max(self.height, 1)) * half
        direction = right * across + up * along - back
        return self.eye, direction / np.linalg.norm(direction)

    # --- moving it ------------------------------------------------------------------------------------------------

    def looking(self, pose: Pose) -> Camera:
        """Elsewhere, kept within bounds."""
        yaw = (pose.view.yaw + 180) % 360 - 180
        view = View(yaw, max(-STEEPEST_DEG, min(STEEPEST_DEG, pose.view.pitch)))
        height = max(NEAREST_MM, min(FARTHEST_MM, pose.height_mm))
        x, y, z = (
            max(-1200.0, min(1200.0, value - centre)) + centre for value, centre in zip(pose.target, (0, 0, 900), strict=True)
        )
        return replace(self, pose=Pose(view, (x, y, z), height))

    def resized(self, width: int, height: int) -> Camera:
        """The same pose in a picture of another size."""
        return replace(self, width=max(width, 1), height=max(height, 1))

    def orbited(self, yaw: float, pitch: float) -> Camera:
        """Turned by degrees."""
        view = self.pose.view
        return self.looking(replace(self.pose, view=View(view.yaw + yaw, view.pitch + pitch)))

    def panned(self, dx: float, dy: float) -> Camera:
        """Moved so that the body follows the cursor by (dx, dy) px."""
        right, up, _ = self.pose.view.axes
        target = np.array(self.pose.target) + (-right * dx + up * dy) * self.mm_per_px
        return self.looking(replace(self.pose, target=(float(target[0]), float(target[1]), float(target[2]))))

    def zoomed(self, factor: float, x: float | None = None, y: float | None = None) -> Camera:
        """Nearer (> 1) or farther (< 1), the spot under pixel (x, y) staying where it is."""
        px, py = self.width / 2 if x is None else x, self.height / 2 if y is None else y
        before = self.mm_per_px
        nearer = self.looking(replace(self.pose, height_mm=self.pose.height_mm / factor))
        change = before - nearer.mm_per_px
        right, up, _ = self.pose.view.axes
        target = np.array(self.pose.target) + right * (px - self.width / 2) * change - up * (py - self.height / 2) * change
        return nearer.looking(replace(nearer.pose, target=(float(target[0]), float(target[1]), float(target[2]))))


def between(start: Pose, end: Pose, progress: float) -> Pose:
    """The pose at `progress` 0..1 of a glide, turning the shorter way round."""
    turn = (end.view.yaw - start.view.yaw + 180) % 360 - 180
    view = View(start.view.yaw + turn * progress, start.view.pitch + (end.view.pitch - start.view.pitch) * progress)
    x, y, z = (a + (b - a) * progress for a, b in zip(start.target, end.target, strict=True))
    height = math.exp(math.log(start.height_mm) + (math.log(end.height_mm) - math.log(start.height_mm)) * progress)
    return Pose(view, (x, y, z), height)
