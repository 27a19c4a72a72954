"""A plate: one fixed view of the body with its zones and markers, drawn without OpenGL or Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from tpexplorer.body.body import Body, Form
from tpexplorer.body.paint import Mark, Paint
from tpexplorer.body.views import View
from tpexplorer.plates.palette import Colour, Palette
from tpexplorer.plates.raster import Array, Frame, caster_of
from tpexplorer.plates.shade import paint_skin

MARGIN = 1.06
# Pixels that differ so much from a neighbour are looked at again, at four more places on a turned square.
CONTRAST = 0.045
FINE = np.array([(0.125, 0.375), (0.375, -0.125), (-0.125, -0.375), (-0.375, 0.125)])


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
        self.caster = caster_of(body, form)

    def frame(self, view: View, size: tuple[int, int], crop: Crop | None = None) -> Frame:
        """The frame of a view that fits the crop (or the whole body) into a size in pixels."""
        shown = crop or whole(self.form)
        return Frame(view, shown.centre, shown.height_mm / size[1], *size)

    def draw(
        self, view: View, size: tuple[int, int], paint: Paint, marks: Sequence[Mark] = (), crop: Crop | None = None
    ) -> Image.Image:
        """A plate of `size` pixels."""
        frame = self.frame(view, size, crop)
        image = self.backdrop(size)
        layer = self.layer(frame, paint)
        image.paste(layer, (0, 0), layer)
        self.mark(image, frame, marks)
        return image

    def backdrop(self, size: tuple[int, int]) -> Image.Image:
        """The empty background."""
        top, bottom = (np.array(c, np.float32) for c in (self.palette.background_top, self.palette.background_bottom))
        blend = np.linspace(0, 1, size[1], dtype=np.float32)[:, None, None]
        rows = (top * (1 - blend) + bottom * blend) * 255 + 0.5
        return Image.fromarray(np.broadcast_to(rows, (size[1], size[0], 3)).astype(np.uint8))

    def layer(self, frame: Frame, paint: Paint) -> Image.Image:
        """The body alone (RGBA, nothing behind it), smooth where colours or outlines meet."""
        left, top, width, height = self._bounds(frame)
        result = np.zeros((frame.height, frame.width, 4), np.float32)
        if width and height:
            across, down = np.arange(left, left + width) + 0.5, np.arange(top, top + height) + 0.5
            grid = np.stack(np.meshgrid(across, down), axis=-1).reshape(-1, 2)
            coarse = self._samples(frame, grid, paint).reshape(height, width, 4)
            rough = edges(coarse).ravel()
            centres = grid[rough]
            samples = self._samples(frame, (centres[:, None] + FINE).reshape(-1, 2), paint)
            total = samples.reshape(-1, len(FINE), 4).sum(axis=1) + coarse.reshape(-1, 4)[rough]
            coarse.reshape(-1, 4)[rough] = total / (len(FINE) + 1)
            result[top : top + height, left : left + width] = coarse
        result[..., :3] /= np.maximum(result[..., 3:], 1e-6)
        return Image.fromarray((np.clip(result, 0, 1) * 255 + 0.5).astype(np.uint8), "RGBA")

    def _samples(self, frame: Frame, pixels: npt.NDArray[np.floating], paint: Paint) -> npt.NDArray[np.float32]:
        """Colours (k, 4) at places of a frame, alpha 1 on the body and all 0 beside it."""
        raster = self.caster.cast_at(frame, pixels)
        result = np.zeros((len(pixels), 4), np.float32)
        if raster.hit.any():
            result[raster.hit, :3] = np.clip(paint_skin(raster, self.body, self.form, paint, self.palette), 0, 1)
            result[raster.hit, 3] = 1
        return result

    def _bounds(self, frame: Frame) -> tuple[int, int, int, int]:
        """The part of a frame that the body can fill: left, top, width, height in pixels."""
        where = frame.project(self.form.vertices.astype(float))
        low = np.maximum(np.floor(where.min(axis=0)).astype(int) - 1, 0)
        high = np.minimum(np.ceil(where.max(axis=0)).astype(int) + 1, (frame.width, frame.height))
        size = np.maximum(high - low, 0)
        return int(low[0]), int(low[1]), int(size[0]), int(size[1])

    def mark(self, image: Image.Image, frame: Frame, marks: Sequence[Mark], radius: float | None = None) -> None:
        """Draw the markers that lie in a frame, of a radius in px that follows the frame's height unless it is given."""
        for mark in marks:
            x, y = frame.project(mark.point.on(self.form)[None])[0]
            if 0 <= x < frame.width and 0 <= y < frame.height:
                size = radius or max(4.0, frame.height / 110)
                draw_mark(image, (float(x), float(y)), mark, self.in_sight(frame, mark), self.palette, size)

    def in_sight(self, frame: Frame, mark: Mark) -> bool:
        """Whether a marker is on the near side and nothing of the body hides it."""
        facing = float(mark.point.normal(self.form) @ frame.view.axes[2])
        return facing > -0.05 and self.caster.sees(frame, mark.point.on(self.form))


def edges(pixels: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    """The pixels (h, w) of an image (h, w, 4) that differ visibly from a neighbour."""
    rough = np.zeros(pixels.shape[:2], bool)
    beside = (np.abs(pixels[:, 1:] - pixels[:, :-1]) > CONTRAST).any(axis=2)
    below = (np.abs(pixels[1:] - pixels[:-1]) > CONTRAST).any(axis=2)
    rough[:, 1:] |= beside
    rough[:, :-1] |= beside
    rough[1:] |= below
    rough[:-1] |= below
    return rough


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
