"""Lettering: text that fits its place, and the legend, in the plates' typeface."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from tpexplorer.body.body import SurfacePoint
from tpexplorer.body.paint import Mark
from tpexplorer.plates.palette import Colour, Palette
from tpexplorer.plates.plate import draw_mark, font

RGB = tuple[int, int, int]
SMALLEST_PX = 9.0
NOWHERE = SurfacePoint((0, 0, 0), (1.0, 0.0, 0.0))


def rgb(colour: Colour) -> RGB:
    """A colour in bytes."""
    return round(colour[0] * 255), round(colour[1] * 255), round(colour[2] * 255)


def mixed(one: Colour, other: Colour, share: float) -> RGB:
    """Two colours mixed, `share` of the first."""
    return rgb((
        one[0] * share + other[0] * (1 - share),
        one[1] * share + other[1] * (1 - share),
        one[2] * share + other[2] * (1 - share),
    ))  # fmt: skip


def width_of(text: str, size: float) -> float:
    """The width of a line of text in px."""
    return float(font(size).getlength(text))


def wrapped(text: str, size: float, width: float) -> list[str]:
    """A text in lines no wider than `width` px; a word too long for one is cut."""
    lines: list[str] = []
    for word in text.split():
        rest = word
        while width_of(rest, size) > width and len(rest) > 1:
            keep = next(n for n in range(len(rest) - 1, 0, -1) if n == 1 or width_of(rest[:n] + "-", size) <= width)
            lines.append(rest[:keep] + "-")
            rest = rest[keep:]
        if lines and rest == word and width_of(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(rest)
    return lines


def fitted(text: str, size: float, width: float, most: int) -> tuple[list[str], float]:
    """A text in at most so many lines, smaller if it must be; cut with an ellipsis at the smallest size."""
    while size > SMALLEST_PX and len(wrapped(text, size, width)) > most:
        size = max(SMALLEST_PX, size * 0.94)
    lines = wrapped(text, size, width)
    if len(lines) > most:
        lines = lines[:most]
        while width_of(lines[-1] + "…", size) > width and len(lines[-1]) > 1:
            lines[-1] = lines[-1][:-1].rstrip()
        lines[-1] += "…"
    return lines, size


@dataclass(frozen=True)
class Key:
    """A line of the legend: its sample, its words, and the number on its marker.

    Samples: ``essential``, ``spillover``, ``muscle``, ``disc``, ``diamond``, ``ring``.
    """

    kind: str
    words: str
    number: str = ""


class Legend:
    """The legend, laid out in rows within a width."""

    def __init__(self, keys: Sequence[Key], size: float, width: int) -> None:
        self.size = size
        self.swatch = round(size * 1.9), round(size * 1.05)
        self.row = round(size * 1.75)
        self.rows: list[list[tuple[Key, int]]] = [[]]
        left = 0
        for key in keys:
            taken = self.swatch[0] + round(size * 0.55) + round(width_of(key.words, size))
            if left and left + taken > width:
                self.rows.append([])
                left = 0
            self.rows[-1].append((key, left))
            left += taken + round(size * 1.7)

    @property
    def height(self) -> int:
        """Its height in px; 0 when empty."""
        return self.row * len(self.rows) if self.rows[0] else 0

    def draw(self, image: Image.Image, left: int, top: int, palette: Palette) -> None:
        """Draw it with its top left corner there."""
        pen = ImageDraw.Draw(image)
        for number, row in enumerate(self.rows):
            middle = top + number * self.row + self.row // 2
            for key, shift in row:
                at = left + shift
                self._sample(image, key, at, middle, palette)
                words = at + self.swatch[0] + round(self.size * 0.55)
                pen.text((words, middle), key.words, rgb(palette.ink), font(self.size), anchor="lm")

    def _sample(self, image: Image.Image, key: Key, left: int, middle: int, palette: Palette) -> None:
        (width, height), kind = self.swatch, key.kind
        if kind in ("disc", "diamond", "ring"):
            mark = Mark(NOWHERE, kind == "diamond")
            radius = self.size * (0.6 if key.number else 0.42)
            draw_mark(image, (left + width / 2, middle), mark, kind != "ring", palette, radius)
            at, ink = (left + width / 2, middle), rgb(palette.marker_rim)
            ImageDraw.Draw(image).text(at, key.number, ink, font(radius * 1.25), anchor="mm")
            return
        scale = 4
        big = Image.new("RGBA", (width * scale, height * scale), (0, 0, 0, 0))
        pen = ImageDraw.Draw(big)
        fill, edge = {
            "essential": (mixed(palette.essential, palette.skin, 0.88), rgb(palette.essential_edge)),
            "spillover": (mixed(palette.spillover, palette.skin, 0.16), mixed(palette.spillover, palette.skin, 0.8)),
            "muscle": (mixed(palette.muscle, palette.skin, 0.3), mixed(palette.muscle, palette.skin, 0.85)),
        }[kind]
        box = (scale // 2, scale // 2, width * scale - scale // 2, height * scale - scale // 2)
        pen.rounded_rectangle(box, height * scale // 3, fill, edge, max(2, round(self.size * scale / 14)))
        if kind == "muscle":
            for share in (0.3, 0.5, 0.7):
                line = ((width * scale * 0.06, height * scale * share), (width * scale * 0.94, height * scale * share))
                pen.line(line, mixed(palette.muscle, palette.skin, 0.6), max(2, round(self.size * scale / 20)))
        if kind == "spillover":
            self._dots(pen, width * scale, height * scale, rgb(palette.spillover))
        image.alpha_composite(big.resize((width, height), Image.Resampling.LANCZOS), (left, middle - height // 2))

    def _dots(self, pen: ImageDraw.ImageDraw, width: int, height: int, colour: RGB) -> None:
        radius = height * 0.075
        for row, share in enumerate((0.27, 0.5, 0.73)):
            for column in range(1, 6):
                x = width * (column + (0.25 if row % 2 else -0.25)) / 6
                pen.ellipse((x - radius, height * share - radius, x + radius, height * share + radius), colour)
