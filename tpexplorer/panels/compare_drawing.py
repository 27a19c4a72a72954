"""Several patterns through one camera: the rays are cast once, each pattern is painted on what they meet. Knows no Qt."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tpexplorer.body.body import Body, Form, SurfacePoint
from tpexplorer.body.paint import Field, Paint
from tpexplorer.body.views import Pose
from tpexplorer.plates.framing import from_where
from tpexplorer.plates.palette import PALETTES, Palette, colour
from tpexplorer.plates.plate import FINE, edges
from tpexplorer.plates.raster import Frame, Raster, caster_of
from tpexplorer.plates.shade import over, paint_skin

Colours = npt.NDArray[np.float32]
# A pose's height comes with this share of it in width, however wide the plate.
ASPECT = 0.8
# So many samples are cast in one go: the window gets its turn in between.
BAND = 24_000
# Skin that patterns share is crossed by dark lines with light edges: they tell on red, on dots and on bare skin alike.
SHARED_INK, SHARED_EDGE = colour("#0f1a26"), colour("#ffffff")
SPACING_PX, LINE_PX, EDGE_PX = 9.5, 2.0, 3.2
RIM_PX = 2.4
# Skin turned so far away (cosine) is not seen as a zone any more.
GRAZING = 0.12
# So many places of a pattern tell how much of it is in sight.
LOOKED_AT = 300


@dataclass(frozen=True)
class Wish:
    """What to draw: a plate of `size` px for each of the `paints`; a paint's `site` is the skin that it shares.

    `scale` is how many of these px make one of the window's, less than one for a quick plate, which is left rough.
    """

    pose: Pose
    form: str
    size: tuple[int, int]
    scale: float
    quick: bool
    theme: str
    paints: tuple[Paint, ...]
    points: tuple[SurfacePoint, ...]

    @property
    def place(self) -> tuple[Pose, str, tuple[int, int]]:
        """What decides where each ray meets the skin."""
        return self.pose, self.form, self.size


@dataclass(frozen=True)
class Drawn:
    """Plates (rows, columns, 3) as bytes, each marker's place in px and whether it is in sight, and from where one looks.

    `seen` says of each pattern what share (0..1) of its essential zone is in sight, and of the whole.
    """

    pixels: tuple[npt.NDArray[np.uint8], ...]
    spots: tuple[tuple[float, float, bool], ...]
    seen: tuple[tuple[float, float], ...]
    seen_from: str


def frame_of(pose: Pose, size: tuple[int, int]) -> Frame:
    """The frame of a plate of `size` px that holds what a pose shows."""
    scale = max(pose.height_mm / size[1], pose.height_mm * ASPECT / size[0])
    return Frame(pose.view, np.array(pose.target), scale, *size)


class CompareDrawer:
    """Draws plates of one body; keeps the newest cast for another painting."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self._kept: tuple[object, Raster] | None = None

    def draw(self, wish: Wish, wanted: Callable[[], bool] = lambda: True) -> Drawn | None:
        """The plates of a wish; None as soon as it is no longer wanted."""
        form, frame = self.body.form(wish.form), frame_of(wish.pose, wish.size)
        if self._kept is None or self._kept[0] != wish.place:
            columns, rows = (np.arange(count, dtype=np.float32) + 0.5 for count in wish.size)
            grid = np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2)
            cast = self._cast(frame, form, grid, wanted)
            if cast is None:
                return None
            self._kept = (wish.place, cast)
        plates = self._plates(self._kept[1], form, wish, _ground(wish))
        if not wish.quick and not self._smoothed(plates, frame, form, wish, wanted):
            return None
        spots = tuple(self._spot(frame, form, point) for point in wish.points)
        pixels = tuple(np.ascontiguousarray((np.clip(plate, 0, 1) * 255 + 0.5).astype(np.uint8)) for plate in plates)
        seen = tuple(self._seen(frame, form, paint) for paint in wish.paints)
        return Drawn(pixels, spots, seen, from_where(wish.pose.view))

    def _cast(self, frame: Frame, form: Form, places: npt.NDArray[np.floating], wanted: Callable[[], bool]) -> Raster | None:
        """Look through places (k, 2) of a frame in short steps; None as soon as it is no longer wanted."""
        bands = []
        for band in np.array_split(places, 1 + len(places) // BAND):
            if not wanted():
                return None
            bands.append(caster_of(self.body, form).cast_at(frame, band))
            time.sleep(0)
        hit, corners, weights = (
            np.concatenate([getattr(band, part) for band in bands]) for part in ("hit", "corners", "weights")
        )
        return Raster(frame, 1, hit, corners, weights)

    def _plates(self, raster: Raster, form: Form, wish: Wish, ground: Colours) -> list[Colours]:
        """Every pattern on what a cast met, over the ground (k, 3) of its samples, as plates where that is a plate."""
        palette = PALETTES[wish.theme]
        bare = paint_skin(raster, self.body, form, Paint(), palette)
        plates = []
        for paint in wish.paints:
            time.sleep(0)
            plate = ground.copy()
            plate.reshape(-1, 3)[raster.hit] = self._patterned(raster, bare, form, paint, wish)
            plates.append(plate)
        return plates

    def _patterned(self, raster: Raster, bare: Colours, form: Form, paint: Paint, wish: Wish) -> Colours:
        """The skin (h, 3) with a pattern: only what its zones touch is painted anew."""
        zones = [zone for zone in (paint.essential, paint.spillover) if zone is not None]
        touched = (np.minimum.reduce(zones) < 2)[raster.corners].any(axis=1) if zones else np.zeros(len(bare), bool)
        if not touched.any():
            return bare
        part, palette, result = raster.only(touched), PALETTES[wish.theme], bare.copy()
        inked = paint_skin(part, self.body, form, Paint(paint.essential, paint.spillover), palette)
        result[touched] = inked if paint.site is None else self._crossed(part, inked, form, paint.site, wish)
        return result

    def _crossed(self, raster: Raster, pixels: Colours, form: Form, shared: Field, wish: Wish) -> Colours:
        """Pixels (h, 3) with the shared skin crossed and rimmed by lines."""
        scale, field = wish.scale, raster.of(shared) if wish.quick else raster.smooth(self.body, form, shared)
        depth = -field / (raster.frame.mm_per_px * scale)
        inside = np.clip(depth * scale + 0.5, 0, 1)
        places = raster.frame.project(raster.of(form.vertices).astype(float)) / scale
        across = (places[:, 0] + places[:, 1]) / (SPACING_PX * np.sqrt(2))
        away = np.minimum(np.abs(across - np.round(across)) * SPACING_PX, np.abs(depth - RIM_PX / 2))
        for tone, reach, strength in ((SHARED_EDGE, EDGE_PX, 0.8), (SHARED_INK, LINE_PX, 0.95)):
            pixels = over(pixels, tone, strength * inside * np.clip((reach / 2 - away) * scale + 0.5, 0, 1))
        return pixels

    def _smoothed(self, plates: list[Colours], frame: Frame, form: Form, wish: Wish, wanted: Callable[[], bool]) -> bool:
        """Look again, at four more places, at the pixels that differ from a neighbour in any plate; False if given up."""
        rough = np.logical_or.reduce([edges(plate) for plate in plates])
        down, across = np.nonzero(rough)
        centres = np.stack([across, down], axis=1) + 0.5
        cast = self._cast(frame, form, (centres[:, None] + FINE).reshape(-1, 2), wanted)
        if cast is None:
            return False
        ground = np.repeat(_ground(wish)[rough], len(FINE), axis=0)
        for plate, samples in zip(plates, self._plates(cast, form, wish, ground), strict=True):
            plate[rough] = (samples.reshape(-1, len(FINE), 3).sum(axis=1) + plate[rough]) / (len(FINE) + 1)
        return True

    def _seen(self, frame: Frame, form: Form, paint: Paint) -> tuple[float, float]:
        zones = [zone for zone in (paint.essential, paint.spillover) if zone is not None]
        if not zones:
            return 1.0, 1.0
        shares = []
        for field in (zones[0], np.minimum.reduce(zones)):
            inside = np.flatnonzero(field < 0)
            inside = inside[:: 1 + len(inside) // LOOKED_AT]
            back = frame.view.axes[2]
            open_to_us = caster_of(self.body, form).all_clear(form.vertices[inside].astype(float), back)
            areas = self.body.vertex_areas[inside]
            near = open_to_us & (form.normals[inside] @ back > GRAZING)
            shares.append(float(areas[near].sum()) / max(float(areas.sum()), 1e-9))
        return shares[0], shares[1]

    def _spot(self, frame: Frame, form: Form, point: SurfacePoint) -> tuple[float, float, bool]:
        position = point.on(form)
        x, y = frame.project(position[None])[0]
        seen = float(point.normal(form) @ frame.view.axes[2]) > -0.05 and caster_of(self.body, form).sees(frame, position)
        return float(x), float(y), seen


def _ground(wish: Wish) -> Colours:
    """The empty background (rows, columns, 3)."""
    palette: Palette = PALETTES[wish.theme]
    blend = np.linspace(0, 1, wish.size[1], dtype=np.float32)[:, None, None]
    top, bottom = (np.array(edge, np.float32) for edge in (palette.background_top, palette.background_bottom))
    rows = top * (1 - blend) + bottom * blend
    return np.broadcast_to(rows, (wish.size[1], wish.size[0], 3)).astype(np.float32)
