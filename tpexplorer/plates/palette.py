"""The colours of the picture, shared by the plates and the 3D scene; RGB in 0..1."""

from __future__ import annotations

from dataclasses import dataclass

Colour = tuple[float, float, float]


def colour(text: str) -> Colour:
    """``#rrggbb`` as RGB in 0..1."""
    return int(text[1:3], 16) / 255, int(text[3:5], 16) / 255, int(text[5:7], 16) / 255


@dataclass(frozen=True)
class Palette:
    """A theme of the picture."""

    background_top: Colour
    background_bottom: Colour
    ink: Colour
    skin: Colour
    shade: Colour
    essential: Colour
    essential_edge: Colour
    spillover: Colour
    muscle: Colour
    marker: Colour
    marker_rim: Colour
    selected: Colour
    site: Colour
    drawn: Colour
    lit: Colour


LIGHT = Palette(
    background_top=colour("#fbfcfd"),
    background_bottom=colour("#e9edf1"),
    ink=colour("#1f2933"),
    skin=colour("#e6cbb6"),
    shade=colour("#6d5a63"),
    essential=colour("#c4122f"),
    essential_edge=colour("#7d0a1d"),
    spillover=colour("#c4122f"),
    muscle=colour("#3a66ad"),
    marker=colour("#ffd23f"),
    marker_rim=colour("#1f2933"),
    selected=colour("#ffffff"),
    site=colour("#5a2d91"),
    drawn=colour("#006d85"),
    lit=colour("#e08a00"),
)
DARK = Palette(
    background_top=colour("#2a323c"),
    background_bottom=colour("#151a20"),
    ink=colour("#eef2f5"),
    skin=colour("#dfc3ad"),
    shade=colour("#4b3f4c"),
    essential=colour("#d81e3d"),
    essential_edge=colour("#6d0718"),
    spillover=colour("#d81e3d"),
    muscle=colour("#3a66ad"),
    marker=colour("#ffd23f"),
    marker_rim=colour("#151a20"),
    selected=colour("#ffffff"),
    site=colour("#4b1f82"),
    drawn=colour("#00778f"),
    lit=colour("#f09a10"),
)
PALETTES = {"light": LIGHT, "dark": DARK}
