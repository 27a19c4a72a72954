"""A plate of any pose for the view without OpenGL: its pixels, and what can be pointed at on it. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tpexplorer.body.body import Body, Form
from tpexplorer.body.paint import Mark, Paint
from tpexplorer.body.views import Pose
from tpexplorer.plates.palette import PALETTES
from tpexplorer.plates.raster import Frame, Raster, caster_of
from tpexplorer.plates.shade import paint_skin


@dataclass(frozen=True)
class Wish:
    """What to draw; two wishes with equal `place` see the same skin."""

    pose: Pose
    form: str
    size: tuple[int, int]
    samples: int
    theme: str
    paint: Paint
    marks: Mapping[str, Mark]

    @property
    def place(self) -> tuple[Pose, str, tuple[int, int], int]:
        """What decides where each ray meets the skin."""
        return self.pose, self.form, self.size, self.samples


@dataclass(frozen=True)
class Drawn:
    """`pixels` (rows, columns, 3) bytes; `vertices` (rows, columns) the nearest vertex or -1; markers in px, seen or hidden."""

    pixels: npt.NDArray[np.uint8]
    vertices: npt.NDArray[np.int32]
    spots: dict[str, tuple[float, float, bool]]


class PlateDrawer:
    """Draws plates of one body; keeps the newest cast for another painting."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self._kept: tuple[tuple[Pose, str, tuple[int, int], int], Raster] | None = None

    def draw(self, wish: Wish) -> Drawn:
        """The plate of a wish."""
        form = self.body.form(wish.form)
        width, height = wish.size
        frame = Frame(wish.pose.view, np.array(wish.pose.target), wish.pose.height_mm / height, width, height)
        if self._kept is None or self._kept[0] != wish.place:
            self._kept = (wish.place, caster_of(self.body, form).cast(frame, wish.samples))
        raster = self._kept[1]
        return Drawn(self._pixels(raster, form, wish), _vertices(raster), self._spots(frame, form, wish))

    def _pixels(self, raster: Raster, form: Form, wish: Wish) -> npt.NDArray[np.uint8]:
        palette, samples = PALETTES[wish.theme], raster.samples
        width, height = wish.size
        blend = np.linspace(0, 1, height * samples, dtype=np.float32)[:, None, None]
        top, bottom = (np.array(edge, np.float32) for edge in (palette.background_top, palette.background_bottom))
        pixels = (
            np.broadcast_to(top * (1 - blend) + bottom * blend, (height * samples, width * samples, 3)).reshape(-1, 3).copy()
        )
        if raster.hit.any():
            pixels[raster.hit] = paint_skin(raster, self.body, form, wish.paint, palette)
        grid = pixels.reshape(height, samples, width, samples, 3).mean(axis=(1, 3))
        return np.ascontiguousarray((np.clip(grid, 0, 1) * 255 + 0.5).astype(np.uint8))

    def _spots(self, frame: Frame, form: Form, wish: Wish) -> dict[str, tuple[float, float, bool]]:
        back, caster = frame.view.axes[2], caster_of(self.body, form)
        spots = {}
        for instance, mark in wish.marks.items():
            position = mark.point.on(form)
            x, y = frame.project(position[None])[0]
            seen = float(mark.point.normal(form) @ back) > -0.05 and caster.sees(frame, position)
            spots[instance] = (float(x), float(y), seen)
        return spots


def _vertices(raster: Raster) -> npt.NDArray[np.int32]:
    samples, frame = raster.samples, raster.frame
    nearest = np.full(len(raster.hit), -1, np.int32)
    nearest[raster.hit] = np.take_along_axis(raster.corners, raster.weights.argmax(axis=1)[:, None], axis=1)[:, 0]
    return nearest.reshape(frame.height * samples, frame.width * samples)[::samples, ::samples]
