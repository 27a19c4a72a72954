"""A plate: one fixed view of the body with its zones and markers, drawn without OpenGL or Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tpexplorer.body.body import Body, Form
from tpexplorer.body.paint import Mark, Paint
from tpexplorer.body.views import View
from tpexplorer.plates.palette import Colour, Palette
from tpexplorer.plates.raster import Array, Frame, RayCaster
from tpexplorer.plates.shade import paint_skin

MARGIN = 1.06
SUPERSAMPLING = 2


@dataclass(frozen=True)
class Crop:
    """What a plate frames: the centre (3,) and the height in mm; the whole body where there is none."""

    centre: Array
    height_mm: float


def whole(form: Form) -> Crop:
    """The whole body."""
    low, high = form.vertices.min(axis=0), form.vertices.max(axis=0)
    return Crop((low + high) / 2.0, float(high[2] - low[2]) * MARGIN)


def around(positions: Array, margin_mm: float = 60.0, smallest_mm: float = 240.0) -> Crop:
    """A close-up that holds positions (k, 3) and some skin about them."""
    low, high = positions.min(axis=0), positions.max(axis=0)
    return Crop((low + high) / 2, max(float((high - low).max()) + 2 * margin_mm, smallest_mm))


def font(size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The plates' typeface, the same on every machine."""
    return ImageFont.load_default(size)


class PlateMaker:
    """Draws plates of one form."""

    def __init__(self, body: Body, form: Form, palette: Palette) -> None:
        self.body = body
        self.form = form
        self.palette = palette
        self.caster = RayCaster(body, form)

    def frame(self, view: View, size: tuple[int, int], crop: Crop | None = None) -> Frame:
        """The frame of a view that fits the crop (or the whole body) into a size in pixels."""
        shown = crop or whole(self.form)
        return Frame(view, shown.centre, shown.height_mm / size[1], *size)

    def draw(
        self, view: View, size: tuple[int, int], paint: Paint, marks: Sequence[Mark] = (), crop: Crop | None = None
    ) -> Image.Image:
        """A plate of `size` pixels."""
        frame = self.frame(view, size, crop)
        raster = self.caster.cast(frame, SUPERSAMPLING)
        rows, columns = frame.height * SUPERSAMPLING, frame.width * SUPERSAMPLING
        top, bottom = (np.array(c, np.float32) for c in (self.palette.background_top, self.palette.background_bottom))
        blend = np.linspace(0, 1, rows, dtype=np.float32)[:, None, None]
        pixels = np.broadcast_to(top * (1 - blend) + bottom * blend, (rows, columns, 3)).reshape(-1, 3).copy()
        pixels[raster.hit] = paint_skin(raster, self.body, self.form, paint, self.palette)
        grid = pixels.reshape(frame.height, SUPERSAMPLING, frame.width, SUPERSAMPLING, 3).mean(axis=(1, 3))
        image = Image.fromarray((np.clip(grid, 0, 1) * 255 + 0.5).astype(np.uint8))
        for mark in marks:
            self._mark(image, frame, mark)
        return image

    def _mark(self, image: Image.Image, frame: Frame, mark: Mark) -> None:
        position = mark.point.on(self.form)
        x, y = frame.project(position[None])[0]
        if not (0 <= x < frame.width and 0 <= y < frame.height):
            return
        _, _, back = frame.view.axes
        visible = self.caster.sees(frame, position) and float(mark.point.normal(self.form) @ back) > -0.05
        draw_mark(image, (float(x), float(y)), mark, visible, self.palette, max(4.0, frame.height / 110))


def draw_mark(image: Image.Image, at: tuple[float, float], mark: Mark, visible: bool, palette: Palette, radius: float) -> None:
    """A marker: disc (superficial) or diamond (deep) with a dark rim; a hollow ring where it lies behind the body."""
    scale = 4
    half = int(radius * 2 + 3)
    patch = Image.new("RGBA", (half * 2 * scale,) * 2, (0, 0, 0, 0))
    pen = ImageDraw.Draw(patch)
    centre, rim = half * scale, max(1.4, radius * 0.28)
    size = radius * scale

    def shape(grow: float, fill: tuple[int, int, int, int]) -> None:
        r = size + grow * scale
        if mark.deep:
            r *= 1.22
            pen.polygon([(centre, centre - r), (centre + r, centre), (centre, centre + r), (centre - r, centre)], fill)
        else:
            pen.ellipse((centre - r, centre - r, centre + r, centre + r), fill)

    shape(rim, (*_bytes(palette.marker_rim), 255))
    shape(0, (*_bytes(palette.marker), 255))
    if not visible:
        shape(-rim, (0, 0, 0, 0))
    patch = patch.resize((half * 2, half * 2), Image.Resampling.LANCZOS)
    corner = (round(at[0]) - half, round(at[1]) - half)
    image.paste(patch, corner, patch)
    if mark.label:
        ImageDraw.Draw(image).text(
            (at[0] + radius * 1.7, at[1]), mark.label, _bytes(palette.ink), font(max(11, radius * 1.9)), anchor="lm"
        )


def _bytes(colour: Colour) -> tuple[int, int, int]:
    return round(colour[0] * 255), round(colour[1] * 255), round(colour[2] * 255)
