"""The small front and back pictures of a point's pattern, drawn by casting rays; knows no Qt, so a thread may do it.

Casting is the slow part: it is done once for each framing and kept; a new pattern only paints.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from PIL import Image

from tpexplorer.body.body import Body, Form
from tpexplorer.body.paint import Mark, Paint
from tpexplorer.body.views import STANDARD_VIEWS
from tpexplorer.plates.palette import PALETTES, Colour
from tpexplorer.plates.plate import draw_mark
from tpexplorer.plates.raster import Frame, Raster, caster_of
from tpexplorer.plates.shade import paint_skin

SIZE = (224, 280)
SAMPLES = 2
BANDS = 8
HEIGHTS_MM = (420.0, 600.0, 840.0, 1180.0)
GRID_MM = 70.0
MOST_KEPT = 2


@dataclass(frozen=True)
class Framing:
    """What both pictures frame: the centre across and up in mm, and the height in mm."""

    across: float
    up: float
    height_mm: float


def framing(form: Form, mark: Mark, paint: Paint) -> Framing:
    """The closest of a few framings that holds the point and its zones with the part of the body around them."""
    inside = np.zeros(len(form.vertices), bool)
    for field in paint.fields:
        inside |= field < 0
    places = np.vstack([form.vertices[inside], mark.point.on(form)[None]])[:, [0, 2]]
    low, high = places.min(axis=0), places.max(axis=0)
    middle = np.round((low + high) / 2 / GRID_MM) * GRID_MM
    reach = np.maximum(high - middle, middle - low) * 2 + 90.0
    needed = max(float(reach[1]), float(reach[0]) * SIZE[1] / SIZE[0])
    for height in HEIGHTS_MM:
        if needed <= height:
            lowest, highest = height * 0.46, form.height - height * 0.46
            return Framing(float(middle[0]), float(np.clip(middle[1], lowest, highest)), height)
    return Framing(0.0, form.height / 2, form.height * 1.06)


@dataclass(frozen=True)
class Look:
    """How a picture is drawn: on which form, in which theme, on what plain ground."""

    form: str
    theme: str
    ground: Colour


class PatternPainter:
    """Draws the pictures of one body; keeps what it has cast."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self._rasters: OrderedDict[tuple[str, str, Framing], Raster] = OrderedDict()

    def draw(self, mark: Mark, paint: Paint, look: Look) -> tuple[Image.Image, Image.Image]:
        """Front and back."""
        shown = framing(self.body.form(look.form), mark, paint)
        return self._one("front", shown, mark, paint, look), self._one("back", shown, mark, paint, look)

    def _one(self, view: str, shown: Framing, mark: Mark, paint: Paint, look: Look) -> Image.Image:
        form, palette = self.body.form(look.form), PALETTES[look.theme]
        raster = self._cast(view, shown, form)
        frame = raster.frame
        samples = np.empty((len(raster.hit), 3), np.float32)
        samples[:] = look.ground
        samples[raster.hit] = paint_skin(raster, self.body, form, paint, palette)
        grid = samples.reshape(frame.height * SAMPLES, frame.width * SAMPLES, 3)
        mixed = sum(grid[row::SAMPLES, column::SAMPLES] for row in range(SAMPLES) for column in range(SAMPLES)) / SAMPLES**2
        image = Image.fromarray((np.clip(mixed, 0, 1) * 255 + 0.5).astype(np.uint8))
        position = mark.point.on(form)
        x, y = frame.project(position[None])[0]
        seen = caster_of(self.body, form).sees(frame, position) and float(mark.point.normal(form) @ frame.view.axes[2]) > -0.05
        draw_mark(image, (float(x), float(y)), Mark(mark.point, mark.deep), seen, palette, 5.0)
        return image

    def _cast(self, view: str, shown: Framing, form: Form) -> Raster:
        key = (form.name, view, shown)
        if key not in self._rasters:
            self._rasters[key] = self._look(view, shown, form)
        self._rasters.move_to_end(key)
        while len(self._rasters) > MOST_KEPT:
            self._rasters.popitem(last=False)
        return self._rasters[key]

    def _look(self, view: str, shown: Framing, form: Form) -> Raster:
        """Cast in short steps, so that the window is never kept waiting long."""
        centre = np.array([shown.across, float(form.vertices[:, 1].mean()), shown.up])
        frame = Frame(STANDARD_VIEWS[view], centre, shown.height_mm / SIZE[1], *SIZE)
        across = (np.arange(frame.width * SAMPLES, dtype=np.float32) + 0.5) / SAMPLES
        down = (np.arange(frame.height * SAMPLES, dtype=np.float32) + 0.5) / SAMPLES
        bands = []
        for rows in np.array_split(down, BANDS):
            places = np.stack(np.meshgrid(across, rows), axis=-1).reshape(-1, 2)
            bands.append(caster_of(self.body, form).cast_at(frame, places, SAMPLES))
            time.sleep(0)
        hit, corners, weights = (
            np.concatenate([getattr(band, part) for band in bands]) for part in ("hit", "corners", "weights")
        )
        return Raster(frame, SAMPLES, hit, corners, weights)
