"""Figures: a page with a point's pattern from the sides that show it, titled, captioned, with a legend: fit for a handout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from tpexplorer.body.body import Body, Form
from tpexplorer.body.paint import Mark, Paint
from tpexplorer.plates.framing import Framer, Panel, Placed, arrange
from tpexplorer.plates.lettering import Key, Legend, fitted, mixed, rgb, width_of
from tpexplorer.plates.palette import Palette
from tpexplorer.plates.plate import PlateMaker, draw_mark, font
from tpexplorer.plates.raster import Frame

Box = tuple[int, int, int, int]
# The locator's height as a share of the close-ups beside it.
LOCATOR_SHARE = 0.62
# A piece of body cut off by the edge is left out when it is smaller than this share of the largest.
STRAY_SHARE = 0.4


@dataclass(frozen=True)
class Subject:
    """What a figure shows and says. Marks' labels, where several, are their numbers in `listed`."""

    title: str
    subtitle: str
    paint: Paint
    marks: tuple[Mark, ...]
    muscle: str = ""
    listed: tuple[str, ...] = ()
    footer: str = "Chart pattern; people differ."


@dataclass
class _Page:
    """A page being drawn: the image, its unit of size (1 px at 1600 × 1000), its margin in px."""

    image: Image.Image
    unit: float
    margin: int


class FigureMaker:
    """Draws figures of one form in one palette."""

    def __init__(self, body: Body, form: Form, palette: Palette) -> None:
        self.palette = palette
        self.form = form
        self.maker = PlateMaker(body, form, palette)
        self.framer = Framer(body, form, self.maker.caster)

    def draw(self, subject: Subject, view: str = "strip", size: tuple[int, int] = (1600, 1000)) -> Image.Image:
        """A figure of `size` pixels: view ``strip``, ``best``, ``front``, ``back``, ``right`` or ``left``."""
        unit = min((size[0] * size[1] / 1.6e6) ** 0.5, size[0] / 900, size[1] / 620)
        page = _Page(self._paper(size), unit, round(max(14.0, 46 * unit)))
        panels = self.framer.panels(subject.paint, subject.marks, view)
        locator = self.framer.locator(panels)
        hidden = bool(self._out_of_sight(panels, subject.marks))
        top = self._heading(page, subject)
        bottom = self._foot(page, subject, hidden)
        box = (page.margin, top, size[0] - 2 * page.margin, bottom - top)
        self._pictures(page, subject, panels, locator, box)
        return page.image.convert("RGB")

    # --- the page -------------------------------------------------------------------------------------------------

    def _paper(self, size: tuple[int, int]) -> Image.Image:
        """White paper in a light theme, the palette's background in a dark one."""
        if self._light:
            return Image.new("RGBA", size, (255, 255, 255, 255))
        return self.maker.backdrop(size).convert("RGBA")

    @property
    def _light(self) -> bool:
        return sum(self.palette.background_top) > 1.5

    def _grey(self, share: float) -> tuple[int, int, int]:
        """The ink, thinned."""
        return mixed(self.palette.ink, (1.0, 1.0, 1.0) if self._light else self.palette.background_bottom, share)

    def _heading(self, page: _Page, subject: Subject) -> int:
        """Title and subtitle; returns where they end."""
        pen, width = ImageDraw.Draw(page.image), page.image.width - 2 * page.margin
        top = round(page.margin * 0.72)
        for text, size, most, colour in (
            (subject.title, 42 * page.unit, 2, rgb(self.palette.ink)),
            (subject.subtitle, 21 * page.unit, 3, self._grey(0.66)),
        ):
            lines, fit = fitted(text, max(size, 11.0), width, most)
            for line in lines:
                pen.text((page.margin, top), line, colour, font(fit), anchor="la")
                top += round(fit * 1.24)
            top += round(4 * page.unit)
        return top + round(14 * page.unit)

    def _foot(self, page: _Page, subject: Subject, hidden: bool) -> int:
        """Legend, list of points and footer; returns where they begin."""
        pen, width = ImageDraw.Draw(page.image), page.image.width - 2 * page.margin
        lines, fit = fitted(subject.footer, max(14.5 * page.unit, 9.0), width, 3)
        bottom = page.image.height - round(page.margin * 0.6) - round(fit * 1.3) * len(lines)
        for number, line in enumerate(lines):
            pen.text((page.margin, bottom + round(fit * 1.3) * number), line, self._grey(0.5), font(fit), anchor="la")
        numbered = [
            Key("diamond" if mark.deep else "disc", name, mark.label)
            for mark, name in zip(subject.marks, subject.listed, strict=False)
        ]
        for keys in (self._keys(subject, hidden), numbered):
            legend = Legend(keys, max(17 * page.unit, 10.0), width)
            bottom -= legend.height + round(9 * page.unit) * bool(keys)
            legend.draw(page.image, page.margin, bottom, self.palette)
        bottom -= round(12 * page.unit)
        pen.line((page.margin, bottom, page.margin + width, bottom), self._grey(0.16), max(1, round(page.unit)))
        return bottom - round(10 * page.unit)

    def _keys(self, subject: Subject, hidden: bool) -> list[Key]:
        """What of the picture needs a word."""
        keys = []
        if any(not mark.deep for mark in subject.marks) and not subject.listed:
            keys.append(Key("disc", "Trigger point"))
        if any(mark.deep for mark in subject.marks) and not subject.listed:
            keys.append(Key("diamond", "Deep trigger point"))
        if hidden:
            keys.append(Key("ring", "On the far side"))
        if subject.paint.essential is not None:
            keys.append(Key("essential", "Essential zone"))
        if subject.paint.spillover is not None:
            keys.append(Key("spillover", "Spillover zone"))
        if subject.paint.extent is not None:
            keys.append(Key("muscle", subject.muscle or "Muscle"))
        return keys

    # --- the pictures ---------------------------------------------------------------------------------------------

    def _pictures(self, page: _Page, subject: Subject, panels: Sequence[Panel], locator: Panel | None, box: Box) -> None:
        size = max(17 * page.unit, 10.0)
        gap, caption = round(26 * page.unit), round(size * 1.9)
        extra = 0.0
        if locator is not None and box[2] > 420:
            extra = panels[0].height_mm * LOCATOR_SHARE * locator.width_mm / locator.height_mm
        if len(panels) == 1 and panels[0].caption.startswith("From"):
            height = max(box[3] - caption, 1)
            aspect = (box[2] - extra / panels[0].height_mm * height) / height
            panels = [self.framer.filling(panels[0], min(aspect, 1.1))]
        places = arrange(panels, box, gap, caption, extra)
        away = self._out_of_sight(panels, subject.marks)
        for place in places:
            self._picture(page, subject, place, away)
            self._caption(page, place, size)
        if locator is not None and extra:
            last = places[-1]
            height = round(last.height * LOCATOR_SHARE)
            width = round(height * locator.width_mm / locator.height_mm)
            spot = Placed(locator, box[0] + box[2] - width, last.top + last.height - height, width, height)
            self._locate(page, subject, spot, places[0].panel)

    def _picture(self, page: _Page, subject: Subject, place: Placed, away: set[Mark]) -> None:
        panel = place.panel
        frame = Frame(panel.view, panel.centre, panel.height_mm / place.height, place.width, place.height)
        layer = self.maker.layer(frame, subject.paint)
        if not panel.whole:
            fields = [field for field in (subject.paint.essential, subject.paint.spillover) if field is not None]
            inside = np.flatnonzero(np.minimum.reduce(fields) < 0) if fields else np.zeros(0, np.int64)
            shown = [self.form.vertices[inside].astype(float), *(mark.point.on(self.form)[None] for mark in subject.marks)]
            layer = without_strays(layer, frame.project(np.vstack(shown)))
            layer = faded(layer, round(min(place.width, place.height) * 0.10))
        page.image.alpha_composite(layer, (place.left, place.top))
        # A marker stands only where it is seen; on the far side only if no panel sees it.
        radius = max(7.0, 12.0 * page.unit) if subject.listed else max(4.5, 8.5 * page.unit)
        for mark in subject.marks:
            x, y = frame.project(mark.point.on(self.form)[None])[0]
            seen = self.maker.in_sight(frame, mark)
            if 0 <= x < frame.width and 0 <= y < frame.height and (seen or mark in away):
                at = (place.left + float(x), place.top + float(y))
                draw_mark(page.image, at, Mark(mark.point, mark.deep), seen, self.palette, radius)
                if seen:
                    ink = rgb(self.palette.marker_rim)
                    ImageDraw.Draw(page.image).text(at, mark.label, ink, font(radius * 1.25), anchor="mm")

    def _caption(self, page: _Page, place: Placed, size: float) -> None:
        pen = ImageDraw.Draw(page.image)
        middle = place.top + place.height + round(size * 1.05)
        left, right = place.left, place.left + place.width
        lines, fit = fitted(place.panel.caption, size, place.width + size * 2, 1)
        half = width_of(lines[0], fit) / 2 + page.margin / 2
        centre = min(max((left + right) / 2, half), page.image.width - half)
        pen.text((centre, middle), lines[0], self._grey(0.8), font(fit), anchor="mm")
        room = (place.width - width_of(lines[0], fit)) / 2
        if place.panel.ends[0] and room > size * 1.6:
            shift = min(room - size, place.width * 0.24)
            pen.text((left + room - shift, middle), place.panel.ends[0], self._grey(0.45), font(fit), anchor="mm")
            pen.text((right - room + shift, middle), place.panel.ends[1], self._grey(0.45), font(fit), anchor="mm")

    def _locate(self, page: _Page, subject: Subject, place: Placed, first: Panel) -> None:
        """The small whole body with a frame about what the first close-up shows."""
        panel = place.panel
        frame = Frame(panel.view, panel.centre, panel.height_mm / place.height, place.width, place.height)
        page.image.alpha_composite(self.maker.layer(frame, subject.paint), (place.left, place.top))
        right, up, _ = panel.view.axes
        corners = [first.centre + right * x * first.width_mm / 2 + up * y * first.height_mm / 2 for x, y in ((-1, 1), (1, -1))]
        (x0, y0), (x1, y1) = frame.project(np.array(corners))
        pad = max(3.0, 5 * page.unit)
        box = (
            max(place.left + x0, place.left - pad),
            max(place.top + y0, place.top - pad),
            min(place.left + x1, place.left + place.width + pad),
            min(place.top + y1, place.top + place.height + pad),
        )
        pen = ImageDraw.Draw(page.image)
        pen.rounded_rectangle(box, max(2, round(5 * page.unit)), outline=self._grey(0.45), width=max(1, round(1.4 * page.unit)))

    def _out_of_sight(self, panels: Sequence[Panel], marks: Sequence[Mark]) -> set[Mark]:
        """The markers that lie behind the body in every panel."""
        away = set(marks)
        for panel in panels:
            frame = Frame(panel.view, panel.centre, 1.0, round(panel.width_mm), round(panel.height_mm))
            for mark in list(away):
                x, y = frame.project(mark.point.on(self.form)[None])[0]
                if 0 <= x < frame.width and 0 <= y < frame.height and self.maker.in_sight(frame, mark):
                    away.discard(mark)
        return away


def without_strays(layer: Image.Image, meant: npt.NDArray[np.floating]) -> Image.Image:
    """A layer (RGBA) less the small pieces of body that the edge cuts off and nothing is shown on (`meant` (k, 2) px)."""
    from scipy import ndimage  # off the window's path: only figures need it

    pixels = np.asarray(layer).copy()
    height, width = pixels.shape[:2]
    pieces, count = ndimage.label(pixels[..., 3] > 0)
    if count < 2:
        return layer
    sizes = np.bincount(pieces.ravel(), minlength=count + 1)
    sizes[0] = 0
    x, y = np.floor(meant).astype(int).T
    there = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    kept = set(np.unique(pieces[y[there], x[there]]).tolist()) | {int(sizes.argmax())}
    cut = set(np.unique(np.concatenate([pieces[0], pieces[-1], pieces[:, 0], pieces[:, -1]])).tolist())
    strays = [piece for piece in cut - kept - {0} if sizes[piece] < STRAY_SHARE * sizes.max()]
    pixels[np.isin(pieces, strays)] = 0
    return Image.fromarray(pixels, "RGBA")


def faded(layer: Image.Image, reach: int) -> Image.Image:
    """A layer (RGBA) that fades out over `reach` px at each edge where the body is cut off."""
    pixels = np.asarray(layer).copy()
    alpha = pixels[..., 3].astype(np.float32)
    ramp = np.clip((np.arange(max(alpha.shape)) + 0.5) / max(reach, 1), 0, 1).astype(np.float32)
    ramp = ramp * ramp * (3 - 2 * ramp)
    height, width = alpha.shape
    cut = pixels[0, :, 3].any(), pixels[-1, :, 3].any(), pixels[:, 0, 3].any(), pixels[:, -1, 3].any()
    across, down = ramp[None, :width], ramp[:height, None]
    for here, slope in zip(cut, (down, down[::-1], across, across[:, ::-1]), strict=True):
        if here:
            alpha *= slope
    pixels[..., 3] = (alpha + 0.5).astype(np.uint8)
    return Image.fromarray(pixels, "RGBA")
