"""Addresses: places said the way a clinician says them, resolved along the skin of the neutral form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from tpexplorer.body.body import SurfacePoint
from tpexplorer.body.surface import DIRECTIONS, Array, Surface
from tpexplorer.errors import TPExplorerError, UnknownIdError
from tpexplorer.places import Place, Shift, Stroke

# Along the skin a step is hardly longer than straight through; from finger to finger it goes by way of the web.
DETOUR, SHORT_MM = 1.4, 15.0


@dataclass(frozen=True)
class DrawnStroke:
    """A stroke on the skin: points about 3 mm apart, the brush's radius at each, and their positions (k, 3) in mm."""

    points: tuple[SurfacePoint, ...]
    radii: Array
    line: Array


@dataclass
class Resolver:
    """Turns addresses into places, given the landmarks' vertices on the subject's right."""

    surface: Surface
    landmarks: Mapping[str, int]
    _paths: dict[tuple[SurfacePoint, SurfacePoint], list[SurfacePoint]] = field(default_factory=dict)

    def landmark(self, name: str) -> SurfacePoint:
        """The place of a landmark; ``name@left`` is the one on the other side. UnknownIdError if there is none."""
        plain, _, side = name.partition("@")
        if plain not in self.landmarks or side not in ("", "left", "right"):
            raise UnknownIdError(f"There is no landmark '{name}'.")
        point = self.surface.at_vertex(self.landmarks[plain])
        return self.surface.body.mirrored(point) if side == "left" else point

    def resolve(self, place: Place) -> SurfacePoint:
        """The place on the skin that an address names. UnknownIdError names what is not known."""
        if isinstance(place, str):
            return self.landmark(place)
        if (place.at is None) == (place.between is None):
            raise UnknownIdError("An address needs either 'at' or 'between', not both.")
        if place.at is not None:
            here = self.landmark(place.at)
        else:
            assert place.between is not None
            start, end = (self.resolve(end) for end in place.between)
            way = self._path(start, end)
            here = self.surface.along(way, self.surface.length(way) * place.fraction)
        shifts = place.shift if isinstance(place.shift, tuple) else (place.shift,)
        for shift in shifts:
            here = self._shifted(here, shift)
        return here

    def stroke(self, stroke: Stroke) -> DrawnStroke:
        """A stroke drawn along the skin, its width carried linearly from place to place; none jumps from limb to limb."""
        stops = [self.resolve(place) for place in stroke.path]
        widths = stroke.width_mm if isinstance(stroke.width_mm, tuple) else (stroke.width_mm,) * len(stops)
        if len(widths) != len(stops):
            raise UnknownIdError(f"A stroke through {len(stops)} places needs 1 or {len(stops)} widths, not {len(widths)}.")
        points, radii = [stops[0]], [widths[0] / 2]
        for (start, end), (first, last) in zip(pairwise(stops), pairwise(widths), strict=True):
            way = self._path(start, end)
            self._refuse_a_jump(start, end, way)
            points += way[1:]
            radii += list(np.linspace(first / 2, last / 2, len(way))[1:])
        line = np.array([self.surface.position(point) for point in points])
        return DrawnStroke(tuple(points), np.array(radii), line)

    def field(self, strokes: Sequence[Stroke], reach: float = np.inf) -> Array:
        """Signed distance (n,) in mm to the union of strokes, along the skin."""
        drawn = [self.stroke(stroke) for stroke in strokes]
        points = [point for stroke in drawn for point in stroke.points]
        return self.surface.signed_distance(points, np.concatenate([stroke.radii for stroke in drawn]), reach)

    def _refuse_a_jump(self, start: SurfacePoint, end: SurfacePoint, way: list[SurfacePoint]) -> None:
        straight = float(np.linalg.norm(self.surface.position(end) - self.surface.position(start)))
        along = self.surface.length(way)
        if along > SHORT_MM and along > DETOUR * straight:
            raise TPExplorerError(
                f"A stroke jumps a gap: {along:.0f} mm along the skin between places {straight:.0f} mm apart. "
                "Make it two strokes, or give it places on the way."
            )

    def _path(self, start: SurfacePoint, end: SurfacePoint) -> list[SurfacePoint]:
        key = (start, end)
        if key not in self._paths:
            self._paths[key] = self.surface.path(start, end)
        return self._paths[key]

    def _shifted(self, here: SurfacePoint, shift: Shift) -> SurfacePoint:
        if shift.toward in DIRECTIONS:
            return self.surface.walk(here, shift.toward, shift.mm)
        return self.surface.along(self._path(here, self.landmark(shift.toward)), shift.mm)
