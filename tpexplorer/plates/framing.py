"""Framing: from which sides a figure shows a pattern, how closely, and how its views share the page at one scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from tpexplorer.body.body import Body, Form
from tpexplorer.body.paint import Mark, Paint
from tpexplorer.body.views import STANDARD_VIEWS, View, pose_for
from tpexplorer.plates.raster import Array, Frame, RayCaster

CAPTIONS = {"front": "Front", "back": "Back", "right": "Subject's right", "left": "Subject's left"}
ORDER = ("front", "back", "right", "left")
# A close-up is at least so tall; a pattern taller than this share of the body is shown on the whole body.
SMALLEST_MM, WHOLE_SHARE = 400.0, 0.60
# A close-up of less than this share of the body comes with a small whole body that says where it is.
LOCATED_SHARE = 0.48
# A side is left out when less than this share of the pattern shows there.
SHOWS = 0.05
WHOLE_HEAD_MM, WHOLE_HAND_MM, WHOLE_FOOT_MM, AIR_MM = 215.0, 180.0, 120.0, 18.0


@dataclass(frozen=True)
class Panel:
    """One view of a figure: what it shows in mm about a centre (3,), what stands beneath it, and at its ends.

    `spare_mm` is how much of the body it leaves out to the left and right for want of room.
    """

    view: View
    caption: str
    centre: Array
    width_mm: float
    height_mm: float
    ends: tuple[str, str] = ("", "")
    whole: bool = False
    spare_mm: tuple[float, float] = (0.0, 0.0)

    def widened(self, share: float) -> Panel:
        """The panel with a share (0..1) of the body that it leaves out on either side."""
        left, right = (spare * share for spare in self.spare_mm)
        centre = self.centre + self.view.axes[0] * (right - left) / 2
        return replace(self, centre=centre, width_mm=self.width_mm + left + right)


@dataclass(frozen=True)
class Pattern:
    """What has to be seen: the zones' vertices, all of them and their skin, and the markers' places (k, 3)."""

    inside: npt.NDArray[np.int64]
    field: npt.NDArray[np.float32]
    places: Array

    @staticmethod
    def of(form: Form, paint: Paint, marks: Sequence[Mark]) -> Pattern:
        """The pattern that a paint and its marks make on a form; a muscle's extent only where there is no zone."""
        fields = [field for field in (paint.essential, paint.spillover) if field is not None]
        if not fields and paint.extent is not None:
            fields = [paint.extent]
        field = np.minimum.reduce(fields) if fields else np.full(len(form.vertices), 99.0, np.float32)
        places = np.array([mark.point.on(form) for mark in marks]).reshape(-1, 3)
        return Pattern(np.flatnonzero(field < 0), field.astype(np.float32), places)


class Framer:
    """Chooses the panels for a pattern on one form."""

    def __init__(self, body: Body, form: Form, caster: RayCaster) -> None:
        self.body = body
        self.form = form
        self.caster = caster
        self.low: Array = form.vertices.min(axis=0).astype(float)
        self.high: Array = form.vertices.max(axis=0).astype(float)
        hands = np.abs(form.vertices[:, 0]) > 0.8 * self.high[0]
        self.fingertips = float(form.vertices[hands, 2].min())

    def panels(self, paint: Paint, marks: Sequence[Mark], view: str) -> list[Panel]:
        """The panels of a figure: ``strip``, ``best`` or one of the four sides."""
        pattern = Pattern.of(self.form, paint, marks)
        if view == "best":
            return [self._best(paint, marks)]
        bottom, top = self._span(pattern)
        whole = bottom <= 0 and top >= self.high[2]
        names = [view] if view in STANDARD_VIEWS else self._sides(pattern, whole)
        return [self._panel(name, pattern, bottom, top, whole) for name in names]

    def locator(self, panels: Sequence[Panel]) -> Panel | None:
        """The whole body from the side that the first close-up shows; None where the panels show all of it already."""
        first = panels[0]
        if first.whole or first.height_mm > LOCATED_SHARE * self.form.height:
            return None
        name = min(ORDER, key=lambda name: abs((STANDARD_VIEWS[name].yaw - first.view.yaw + 180) % 360 - 180))
        low, high = self._silhouette(STANDARD_VIEWS[name], 0, self.high[2])
        return self._about(STANDARD_VIEWS[name], "", (low, high), (0.0, float(self.high[2])), True)

    def filling(self, panel: Panel, aspect: float) -> Panel:
        """A free view of a given width to height, less what would be empty beside, above and beneath the body."""
        right, up, _ = panel.view.axes
        sizes = panel.height_mm * aspect, panel.height_mm
        bounds = []
        for axis, size in ((right, sizes[0]), (up, sizes[1])):
            along = self.form.vertices.astype(float) @ axis
            middle = float(panel.centre @ axis)
            low, high = middle - size / 2, middle + size / 2
            bounds.append((max(low, float(along.min()) - AIR_MM), min(high, float(along.max()) + AIR_MM)))
        (left, edge), (bottom, top) = bounds
        depth = panel.centre - right * (panel.centre @ right) - up * (panel.centre @ up)
        centre = depth + right * (left + edge) / 2 + up * (bottom + top) / 2
        return replace(panel, centre=centre, width_mm=edge - left, height_mm=top - bottom)

    # --- which sides, how close -----------------------------------------------------------------------------------

    def _span(self, pattern: Pattern) -> tuple[float, float]:
        """The heights in mm that a figure shows, the same in each of its views."""
        tall = float(self.high[2])
        heights = np.concatenate([self.form.vertices[pattern.inside, 2].astype(float), pattern.places[:, 2]])
        if not len(heights):
            return 0.0, tall
        low, high = float(heights.min()), float(heights.max())
        pad = max(55.0, 0.14 * (high - low))
        low, high = low - pad, high + pad
        missing = SMALLEST_MM - (high - low)
        if missing > 0:
            low, high = low - missing / 2, high + missing / 2
        if high - low > WHOLE_SHARE * tall:
            return 0.0, tall
        # Heads, hands and feet are shown whole, not cut through the middle.
        if self.fingertips < low < self.fingertips + WHOLE_HAND_MM:
            low = self.fingertips - AIR_MM
        if high > tall - WHOLE_HEAD_MM:
            low, high = min(low, max(0.0, low - (high - tall - AIR_MM))), tall + AIR_MM
        if low < WHOLE_FOOT_MM:
            low, high = -AIR_MM, max(high, min(tall + AIR_MM, high - low - AIR_MM))
        return low, high

    def _sides(self, pattern: Pattern, whole: bool) -> list[str]:
        """The sides that show something of the pattern; front and back always where the whole body is shown."""
        shares = {name: self._shown(pattern, STANDARD_VIEWS[name]) for name in ORDER}
        most = max(shares.values())
        kept = [name for name in ORDER if shares[name] > SHOWS * max(most, 1e-9) or (whole and name in ("front", "back"))]
        return kept or ["front", "back"]

    def _shown(self, pattern: Pattern, view: View) -> float:
        """How much of a pattern a view shows: its mm² in the picture, a marker in sight counting for a little zone."""
        centre = (self.low + self.high) / 2
        frame = Frame(view, centre, float(self.high[2] - self.low[2]) / 240, 200, 240)
        raster = self.caster.cast(frame, 1)
        seen = float((raster.of(pattern.field) < 0).sum()) * frame.mm_per_px**2
        for place in pattern.places:
            seen += 900.0 * self.caster.sees(frame, place)
        return seen

    def _panel(self, name: str, pattern: Pattern, bottom: float, top: float, whole: bool) -> Panel:
        view = STANDARD_VIEWS[name]
        widest = low, high = self._silhouette(view, bottom, top)
        right, _, back = view.axes
        if not whole:
            inside = pattern.inside[self.form.normals[pattern.inside] @ back > -0.2]
            shown = np.concatenate([self.form.vertices[inside].astype(float) @ right, pattern.places @ right])
            if top >= self.high[2]:
                head = self.form.vertices[self.form.vertices[:, 2] > self.high[2] - WHOLE_HEAD_MM].astype(float) @ right
                shown = np.concatenate([shown, [float(head.min()) + 60, float(head.max()) - 60]])
            if len(shown):
                pad = max(75.0, 0.16 * (top - bottom))
                near = (max(low, float(shown.min()) - pad), min(high, float(shown.max()) + pad))
                if high - low > 1.35 * (near[1] - near[0]):
                    low, high = near
        ends = {"front": ("R", "L"), "back": ("L", "R")}.get(name, ("", ""))
        panel = self._about(view, CAPTIONS[name], (low - 12, high + 12), (bottom, top), whole, ends)
        return replace(panel, spare_mm=(low - widest[0], widest[1] - high))

    def _silhouette(self, view: View, bottom: float, top: float) -> tuple[float, float]:
        """How far the body reaches to either side of a view between two heights, in mm along the picture's right."""
        vertices = self.form.vertices
        across = vertices[(vertices[:, 2] >= bottom) & (vertices[:, 2] <= top)].astype(float) @ view.axes[0]
        return float(across.min()), float(across.max())

    def _about(
        self,
        view: View,
        caption: str,
        across: tuple[float, float],
        along: tuple[float, float],
        whole: bool,
        ends: tuple[str, str] = ("", ""),
    ) -> Panel:
        right, up, _ = view.axes
        pad = 0.015 * (along[1] - along[0]) if whole else 0.0
        centre = right * sum(across) / 2 + up * sum(along) / 2
        return Panel(view, caption, centre, across[1] - across[0], along[1] - along[0] + 2 * pad, ends, whole)

    def _best(self, paint: Paint, marks: Sequence[Mark]) -> Panel:
        zones = [zone for zone in (paint.essential, paint.spillover) if zone is not None]
        pose = pose_for(marks[0].point, zones, self.form, self.body.vertex_areas)
        right, up, _ = pose.view.axes
        others = np.array([mark.point.on(self.form) for mark in marks]) - np.array(pose.target)
        height = max(pose.height_mm, 2.3 * float(np.abs(others @ up).max()), 2.3 * float(np.abs(others @ right).max()))
        return Panel(pose.view, from_where(pose.view), np.array(pose.target), height * 0.9, height)


def from_where(view: View) -> str:
    """A direction of view in words: ``From behind and the subject's right``."""
    yaw = (view.yaw + 180) % 360 - 180
    side = "the subject's right" if yaw > 0 else "the subject's left"
    turned = abs(yaw)
    if turned < 15:
        return "From the front"
    if turned > 165:
        return "From behind"
    if 75 <= turned <= 105:
        return f"From {side}"
    return f"From {'the front' if turned < 90 else 'behind'} and {side}"


# --- sharing the page -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Placed:
    """A panel on the page: its left and top corner and size in px."""

    panel: Panel
    left: int
    top: int
    width: int
    height: int


def arrange(
    panels: Sequence[Panel], box: tuple[int, int, int, int], gap: int, caption: int, extra: float = 0.0
) -> list[Placed]:
    """Panels in rows within a box (left, top, width, height in px), all at one scale: as large as fits, evenly spaced.

    `caption` px are kept beneath each row, `extra` mm beside the last row. Room to spare shows more of the body.
    """
    best: tuple[float, list[list[Panel]]] | None = None
    for rows in range(1, len(panels) + 1):
        size = math.ceil(len(panels) / rows)
        groups = [list(panels[first : first + size]) for first in range(0, len(panels), size)]
        wide = max(
            (sum(panel.width_mm for panel in group) + kept) / max(box[2] - gap * (len(group) - 1 + bool(kept)), 1)
            for group, kept in _with_kept(groups, extra)
        )
        tall = sum(group[0].height_mm for group in groups) / max(box[3] - len(groups) * caption - gap * (len(groups) - 1), 1)
        scale = max(wide, tall)
        if best is None or scale < best[0] * 0.97:
            best = scale, groups
    assert best is not None
    scale, groups = best
    groups = [
        _filled(group, box[2] * scale - kept - gap * scale * (len(group) - 1 + bool(kept)))
        for group, kept in _with_kept(groups, extra)
    ]
    return _placed(groups, scale, box, (gap, caption), extra)


def _with_kept(groups: Sequence[list[Panel]], extra: float) -> list[tuple[list[Panel], float]]:
    """Rows with the mm kept free beside them: only the last has any."""
    return [(group, extra if group is groups[-1] else 0.0) for group in groups]


def _filled(group: list[Panel], room_mm: float) -> list[Panel]:
    """The panels of a row, widened into the room there is."""
    wanted = sum(sum(panel.spare_mm) for panel in group)
    left = room_mm - sum(panel.width_mm for panel in group)
    share = min(1.0, left / wanted) if wanted > 1 and left > 0 else 0.0
    return [panel.widened(share) for panel in group]


def _placed(
    groups: Sequence[Sequence[Panel]], scale: float, box: tuple[int, int, int, int], spaces: tuple[int, int], extra: float
) -> list[Placed]:
    """The places of rows of panels, the spare width shared out evenly."""
    gap, caption = spaces
    heights = [round(group[0].height_mm / scale) for group in groups]
    spare = box[3] - sum(heights) - len(groups) * caption - gap * (len(groups) - 1)
    top = box[1] + max(0, spare) // 2
    places = []
    for group, height in zip(groups, heights, strict=True):
        kept = round(extra / scale) + gap if extra and group is groups[-1] else 0
        widths = [min(round(panel.width_mm / scale), box[2]) for panel in group]
        room = box[2] - kept - sum(widths)
        space = room / (len(group) + 1)
        left = box[0] + space
        for panel, width in zip(group, widths, strict=True):
            places.append(Placed(panel, round(left), top, width, height))
            left += width + space
        top += height + caption + gap
    return places
