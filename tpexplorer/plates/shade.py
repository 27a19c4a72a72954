"""The look of the skin, its zones and muscles, sample by sample in numpy: the same picture as the 3D scene's shader."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tpexplorer.body.body import STIPPLE_SPACINGS_MM, Body, Form
from tpexplorer.body.paint import Field, Paint
from tpexplorer.plates.near import within
from tpexplorer.plates.palette import Colour, Palette
from tpexplorer.plates.raster import Raster

Pixels = npt.NDArray[np.float32]
# Lights in the camera's axes (right, up, toward the viewer), with weights: key, fill, rim.
LIGHTS = (((-0.62, 0.62, 0.55), 0.74), ((0.85, 0.05, 0.45), 0.19), ((0.1, 0.45, -0.9), 0.25))
AMBIENT = 0.24


# Hatching runs across this direction of the body, in mm; slanted against every plane that skin tends to lie in.
HATCH_ACROSS = (0.6, 0.45, 0.66)


@dataclass(frozen=True)
class LayerStyle:
    """How a layer lies over the skin: its colour, the opacity of tint, hatching and outline, the outline's width.

    A `fine` layer keeps its exact outline while the body moves.
    """

    colour: Colour
    tint: float
    lines: float
    edge: float
    width_px: float
    fine: bool = False


def site_style(palette: Palette) -> LayerStyle:
    """Endangerment sites: hatched, so that what is painted beneath still shows."""
    return LayerStyle(palette.site, 0.12, 0.6, 0.9, 1.6)


def drawn_style(palette: Palette) -> LayerStyle:
    """Painful areas: tinted where nothing explains them, outlined always."""
    return LayerStyle(palette.drawn, 0.5, 0.0, 0.95, 2.6, fine=True)


def lit_style(palette: Palette) -> LayerStyle:
    """A region that lights up."""
    return LayerStyle(palette.lit, 0.3, 0.0, 0.9, 2.0)


def hatch_spacing(mm_per_px: float) -> float:
    """From line to line in mm, doubled as often as it takes to stand 5 px apart."""
    return float(4 * 2 ** max(0, np.ceil(np.log2(5 * mm_per_px / 4))))


def skin_shade(raster: Raster, form: Form, palette: Palette) -> Pixels:
    """Colours (h, 3) of bare skin: soft mannequin light, darkened where the body hides the sky from itself."""
    right, up, back = raster.frame.view.axes
    normals = raster.of(form.normals)
    normals /= np.sqrt(np.maximum(np.einsum("ij,ij->i", normals, normals), 1e-12))[:, None]
    open_sky = raster.of(form.openness) ** 1.6
    light = AMBIENT * (0.35 + 0.65 * open_sky)
    for (x, y, z), weight in LIGHTS:
        direction = x * right + y * up + z * back
        lambert = normals @ (direction / np.linalg.norm(direction)).astype(np.float32)
        light = light + weight * np.clip((lambert + 0.15) / 1.15, 0, 1) * (0.45 + 0.55 * open_sky)
    skin, shade = np.array(palette.skin, np.float32), np.array(palette.shade, np.float32)
    tone = np.clip(light, 0, 1.15)[:, None]
    base = shade * (1 - np.clip(tone, 0, 1)) * 0.55 + skin * tone
    rim = np.clip(1 - normals @ back.astype(np.float32), 0, 1)[:, None] ** 3
    result: Pixels = (base * (1 - 0.35 * rim) + shade * 0.35 * rim * tone).astype(np.float32)
    return result


def over(base: Pixels, top: Colour, alpha: npt.NDArray[np.floating]) -> Pixels:
    """A colour laid over pixels with opacity (h,)."""
    result: Pixels = (base + (np.array(top, np.float32) - base) * alpha[:, None].astype(np.float32)).astype(np.float32)
    return result


def paint_skin(raster: Raster, body: Body, form: Form, paint: Paint, palette: Palette) -> Pixels:
    """Colours (h, 3) of the skin with its muscle, spillover and essential zones."""
    pixels = skin_shade(raster, form, palette)
    fields = [field for field in (*paint.fields, paint.site, paint.drawn, paint.lit) if field is not None]
    if not fields:
        return pixels
    # A sample is painted where one of the corners it is mixed from lies in or near a zone; the rest stays bare skin.
    touched = np.minimum.reduce(fields) < 2
    chosen = touched[raster.corners].any(axis=1)
    if chosen.any():
        pixels[chosen] = _inked(raster.only(chosen), pixels[chosen], body, form, paint, palette)
    return pixels


def _inked(raster: Raster, pixels: Pixels, body: Body, form: Form, paint: Paint, palette: Palette) -> Pixels:
    """Pixels (h, 3) of bare skin with the zones laid over them."""
    tone = np.clip(pixels.sum(axis=1, keepdims=True) / np.float32(sum(palette.skin)), 0.35, 1.12)
    pixel = raster.frame.mm_per_px
    line = max(1.3 * pixel, 0.5)
    inked = pixels
    essential = raster.smooth(body, form, paint.essential) if paint.essential is not None else None
    if paint.extent is not None:
        inked = _muscle(raster, inked, body, form, paint, palette)
    if paint.spillover is not None:
        spill = raster.smooth(body, form, paint.spillover)
        if essential is not None:
            spill = np.maximum(spill, -essential)
        inked = over(inked, palette.spillover, 0.16 * (spill < 0))
        inked = over(inked, palette.spillover, 0.88 * (spill < 0) * _stippled(raster, body, form, paint.spillover))
        inked = over(inked, palette.spillover, 0.75 * ((spill < 0) & (spill > -line * 0.8)))
    if essential is not None:
        inked = over(inked, palette.essential, 0.86 * (essential < 0))
        inked = over(inked, palette.essential_edge, 0.9 * ((essential < 0) & (essential > -line)))
    painted = (inked != pixels).any(axis=1, keepdims=True)
    result: Pixels = np.where(painted, inked * (0.42 + 0.58 * tone), pixels).astype(np.float32)
    zones = [field for field in (paint.essential, paint.spillover) if field is not None]
    # Each by itself: between two zones that nearly touch nothing is covered.
    covered = np.logical_or.reduce([np.zeros(len(pixels), bool), *(raster.of(zone) < 0 for zone in zones)])
    for field, style in ((paint.lit, lit_style), (paint.drawn, drawn_style), (paint.site, site_style)):
        if field is not None:
            whole = np.zeros(len(pixels), bool) if field is paint.site else covered
            result = _layered(raster, result, raster.smooth(body, form, field), whole, form, style(palette))
    return result


def _layered(
    raster: Raster, pixels: Pixels, field: Field, covered: npt.NDArray[np.bool_], form: Form, style: LayerStyle
) -> Pixels:
    """Pixels (h, 3) with a layer laid over them; its tint gives way where something else covers the skin (h,)."""
    pixel = raster.frame.mm_per_px
    drawn = np.where(covered, 0.0, style.tint)
    if style.lines:
        spacing = hatch_spacing(pixel)
        places = raster.of(form.vertices)
        places[:, 0] = np.abs(places[:, 0])  # right and left mirror each other
        across = places @ np.array(HATCH_ACROSS, np.float32) / spacing
        drawn = np.where(np.abs(across - np.floor(across) - 0.5) < 0.14, np.maximum(style.lines, drawn), drawn)
    drawn = np.where(field > -max(style.width_px * pixel, 0.6), np.maximum(style.edge, drawn), drawn)
    return over(pixels, style.colour, drawn * (field < 0))


def _muscle(raster: Raster, pixels: Pixels, body: Body, form: Form, paint: Paint, palette: Palette) -> Pixels:
    """Pixels (h, 3) with the muscle's extent and its fibres."""
    assert paint.extent is not None
    line = max(1.3 * raster.frame.mm_per_px, 0.5)
    extent = raster.smooth(body, form, paint.extent)
    inked = over(pixels, palette.muscle, 0.34 * (extent < 0))
    if paint.fibres is not None:
        segments = paint.fibres.segments(form, fibre_rank(raster.frame.mm_per_px))
        inside = extent < 0
        drawn = inside.copy()
        drawn[inside] = _near_lines(raster.only(inside), form, segments, line * 0.6)
        inked = over(inked, palette.muscle, 0.55 * drawn)
    return over(inked, palette.muscle, 0.9 * ((extent < 0) & (extent > -line)))


def fibre_rank(mm_per_px: float) -> int:
    """Which fibre lines there is room for: all near by, every second one from afar."""
    return 1 if mm_per_px < 1.4 else 0


def _near_lines(raster: Raster, form: Form, segments: npt.NDArray[np.float64], reach: float) -> npt.NDArray[np.bool_]:
    """Which samples (h,) lie within reach mm of lines given in pieces (m, 2, 3)."""
    if not len(segments):
        return np.zeros(len(raster.corners), bool)
    steps = int(np.ceil(np.linalg.norm(segments[:, 1] - segments[:, 0], axis=1).max() / max(reach, 0.25))) + 1
    share = np.linspace(0, 1, steps)[None, :, None]
    dots = (segments[:, :1] * (1 - share) + segments[:, 1:] * share).reshape(-1, 3)
    return within(raster.of(form.vertices), dots, reach)


def stipple_level(mm_per_px: float) -> int:
    """The finest level whose dots stand at least 6 px apart."""
    fine = [level for level, spacing in enumerate(STIPPLE_SPACINGS_MM) if spacing >= 6.0 * mm_per_px]
    return fine[-1] if fine else 0


def _stippled(raster: Raster, body: Body, form: Form, field: Field) -> npt.NDArray[np.bool_]:
    """Which samples (h,) lie on a stipple dot."""
    level = stipple_level(raster.frame.mm_per_px)
    chosen = body.stipple_levels <= level
    corners, weights = body.stipple_corners[chosen], body.stipple_weights[chosen]
    inside = (field[corners] * weights).sum(axis=1) < 0
    dots = (form.vertices[corners[inside]] * weights[inside, :, None]).sum(axis=1)
    on_dot = np.zeros(len(raster.corners), bool)
    if not len(dots):
        return on_dot
    near = raster.of(field) < STIPPLE_SPACINGS_MM[level]
    positions = raster.of(form.vertices)[near]
    on_dot[near] = within(positions, dots, STIPPLE_SPACINGS_MM[level] * 0.27)
    return on_dot
