"""Patterns: where every marker sits, and the zones and muscles as fields on the skin, compiled once, mirrored at use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as made
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from tpexplorer.arrays import Layout, check_arrays
from tpexplorer.body.body import Body, SurfacePoint
from tpexplorer.body.paint import Fibres, Field, Paint
from tpexplorer.body.views import View
from tpexplorer.errors import UnknownIdError
from tpexplorer.ids import SIDES, muscle_of, on_side, split_side
from tpexplorer.resources import asset, damaged, read_arrays

PATTERNS_FILE = "data/compiled/patterns.npz"
# Fields are kept where they are within reach of a zone, as whole steps of a quarter millimetre in one byte.
STEP_MM = 0.25
REACH_MM = 31.0
RECENT_FIELDS = 16
# k markers, f fields with v values together, g muscles with s fibre steps together, on a body of n vertices.
LAYOUTS = {
    "marker_ids": Layout("U", ("k",)),
    "marker_corners": Layout("uint16", ("k", 3), "n"),
    "marker_weights": Layout("float32", ("k", 3)),
    "marker_sides": Layout("U", ("k",)),
    "marker_views": Layout("float32", ("k", 2)),
    "marker_usual": Layout("U", ("k",)),
    "marker_felt": Layout("U", ("k",)),
    "deep": Layout("U", ("d",)),
    "field_ids": Layout("U", ("f",)),
    "field_regions": Layout("U", ("f",)),
    "field_sizes": Layout("int32", ("f",)),
    "vertices": Layout("uint16", ("v",), "n"),
    "values": Layout("int8", ("v",)),
    "fibre_ids": Layout("U", ("g",)),
    "fibre_sizes": Layout("int32", ("g",)),
    "fibre_corners": Layout("uint16", ("s", 3), "n"),
    "fibre_weights": Layout("uint8", ("s", 3)),
    "fibre_lines": Layout("uint8", ("s", 2)),
}
ZoneKind = Literal["essential", "spillover", "extent", "site"]


@dataclass(frozen=True, eq=False)
class SparseField:
    """A field on the subject's right: `vertices` (k,) and their `values` (k,) in steps; `REACH_MM` away elsewhere."""

    vertices: npt.NDArray[np.uint16]
    values: npt.NDArray[np.int8]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SparseField):
            return NotImplemented
        pairs = ((self.vertices, other.vertices), (self.values, other.values))
        return self is other or all(np.array_equal(one, another) for one, another in pairs)

    __hash__ = None  # type: ignore[assignment]  # arrays can change

    @staticmethod
    def of(field: npt.NDArray[np.floating], where: npt.NDArray[np.bool_] | None = None) -> SparseField:
        """Keep what lies within reach (or `where`)."""
        kept = np.flatnonzero(field < REACH_MM if where is None else where)
        steps = np.clip(np.round(field[kept] / STEP_MM), -127, 127)
        return SparseField(kept.astype(np.uint16), steps.astype(np.int8))

    def spread(self, body: Body, left: bool) -> Field:
        """The field (n,) in mm on either side."""
        whole = np.full(body.vertex_count, REACH_MM, np.float32)
        vertices = self.vertices.astype(np.int64)
        whole[body.mirror[vertices] if left else vertices] = self.values.astype(np.float32) * np.float32(STEP_MM)
        return whole

    def at(self, vertex: int) -> float:
        """The field in mm at a vertex on the right."""
        place = int(np.searchsorted(self.vertices, vertex))
        found = place < len(self.vertices) and int(self.vertices[place]) == vertex
        return float(self.values[place]) * STEP_MM if found else REACH_MM

    def inside(self) -> npt.NDArray[np.int64]:
        """The vertices within the zone, on the right."""
        return self.vertices[self.values < 0].astype(np.int64)


@dataclass(frozen=True)
class Said:
    """What the records say beside the paint: the `regions` of each zone (``soleus.1/essential``), how `usual` each point is,
    what is `felt` at those that are no answer to pain, and which muscles lie `deep`.
    """

    regions: Mapping[str, tuple[str, ...]] = made(default_factory=dict)
    usual: Mapping[str, str] = made(default_factory=dict)
    felt: Mapping[str, str] = made(default_factory=dict)
    deep: frozenset[str] = frozenset()


class Patterns:
    """Markers and fields by id; asks for ``infraspinatus.1@left`` are answered by the mirror image."""

    def __init__(
        self,
        body: Body,
        markers: Mapping[str, SurfacePoint],
        fields: Mapping[str, SparseField],
        only_sides: Mapping[str, str] | None = None,
        fibres: Mapping[str, Fibres] | None = None,
        views: Mapping[str, View] | None = None,
        said: Said | None = None,
    ) -> None:
        self.body = body
        self.markers = dict(markers)
        self.fields = dict(fields)
        self.only_sides = dict(only_sides or {})
        self.fibres = dict(fibres or {})
        self.views = dict(views or {})
        self.said = said or Said()
        self._recent: dict[str, Field] = {}

    @property
    def instances(self) -> list[str]:
        """Every point on each side where it is described."""
        return [on_side(point, side) for point in self.markers for side in SIDES if self.only_sides.get(point, side) == side]

    def marker(self, instance: str) -> SurfacePoint:
        """The place of a point's marker; UnknownIdError if there is none."""
        point, side = split_side(instance)
        if point not in self.markers:
            raise UnknownIdError(f"There is no trigger point '{point}'.")
        place = self.markers[point]
        return self.body.mirrored(place) if side == "left" else place

    def view(self, instance: str) -> View | None:
        """From where a point and its zones are seen best, if that was worked out when the atlas was compiled."""
        point, side = split_side(instance)
        view = self.views.get(point)
        return View(-view.yaw, view.pitch) if view is not None and side == "left" else view

    def zone(self, instance: str, kind: ZoneKind) -> Field | None:
        """A zone's signed distance (n,) in mm; None where the point (muscle, site) has no zone of the kind."""
        name, side = split_side(instance)
        field = self.fields.get(f"{name}/{kind}")
        if field is None:
            return None
        # Camera, scene and page ask for the same few zones one after another.
        key = f"{name}/{kind}@{side}"
        spread = self._recent.pop(key, None)
        self._recent[key] = field.spread(self.body, side == "left") if spread is None else spread
        if len(self._recent) > RECENT_FIELDS:
            self._recent.pop(next(iter(self._recent)))
        return self._recent[key]

    def muscle_paint(self, owner: str) -> Paint:
        """A muscle (``infraspinatus@left``) on the skin: its extent and its fibres."""
        name, side = split_side(owner)
        fibres = self.fibres.get(name)
        if fibres is not None and side == "left":
            fibres = replace(fibres, corners=self.body.mirror[fibres.corners])
        return Paint(extent=self.zone(owner, "extent"), fibres=fibres)

    def paint(self, instance: str, muscle: bool = False) -> Paint:
        """What a point paints on the skin, its muscle too where asked for."""
        point, side = split_side(instance)
        base = self.muscle_paint(on_side(muscle_of(point), side)) if muscle else Paint()
        return replace(base, essential=self.zone(instance, "essential"), spillover=self.zone(instance, "spillover"))


def save_patterns(patterns: Patterns, data: Path) -> Path:
    """Write the compiled patterns under a data folder."""
    path = data / "compiled" / "patterns.npz"
    path.parent.mkdir(parents=True, exist_ok=True)
    fields = patterns.fields
    np.savez_compressed(
        path,
        marker_ids=np.array(list(patterns.markers)),
        marker_corners=np.array([place.corners for place in patterns.markers.values()], np.uint16),
        marker_weights=np.array([place.weights for place in patterns.markers.values()], np.float32),
        marker_sides=np.array([patterns.only_sides.get(name, "") for name in patterns.markers], "U5"),
        marker_views=np.array([_told(patterns.views.get(name)) for name in patterns.markers], np.float32),
        marker_usual=np.array([patterns.said.usual.get(name, "") for name in patterns.markers], "U"),
        marker_felt=np.array([patterns.said.felt.get(name, "") for name in patterns.markers], "U"),
        deep=np.array(sorted(patterns.said.deep), "U"),
        field_ids=np.array(list(fields)),
        field_regions=np.array([" ".join(patterns.said.regions.get(name, ())) for name in fields], "U"),
        field_sizes=np.array([len(field.vertices) for field in fields.values()], np.int32),
        fibre_ids=np.array(list(patterns.fibres)),
        fibre_sizes=np.array([len(fibres.lines) for fibres in patterns.fibres.values()], np.int32),
        fibre_corners=_joined([fibres.corners for fibres in patterns.fibres.values()], np.uint16, 3),
        fibre_weights=_joined([fibres.weights * 255 for fibres in patterns.fibres.values()], np.uint8, 3),
        fibre_lines=_joined([np.stack([f.lines, f.ranks], axis=1) for f in patterns.fibres.values()], np.uint8, 2),
        vertices=np.concatenate([field.vertices for field in fields.values()]),
        values=np.concatenate([field.values for field in fields.values()]),
    )
    return path


def load_patterns(body: Body, root: Path | None = None) -> Patterns:
    """Read the compiled patterns; AssetError says what is wrong with the file."""
    arrays = read_arrays(PATTERNS_FILE, root)
    try:
        check_arrays(arrays, LAYOUTS, {"n": body.vertex_count})
        for sizes, whole in (("field_sizes", "values"), ("fibre_sizes", "fibre_lines")):
            if int(arrays[sizes].sum(dtype=np.int64)) != len(arrays[whole]) or (arrays[sizes] < 0).any():
                raise ValueError(f"'{sizes}' does not fit '{whole}'")
    except ValueError as error:
        raise damaged(asset(PATTERNS_FILE, root), error) from error
    ids = arrays["marker_ids"].tolist()
    corners = arrays["marker_corners"].astype(int).tolist()
    weights = arrays["marker_weights"].astype(float).tolist()
    markers = {
        str(name): SurfacePoint((a, b, c), (u, v, w)) for name, (a, b, c), (u, v, w) in zip(ids, corners, weights, strict=True)
    }
    ends = np.cumsum(arrays["field_sizes"])[:-1]
    parts = zip(arrays["field_ids"].tolist(), np.split(arrays["vertices"], ends), np.split(arrays["values"], ends), strict=True)
    fields = {str(name): SparseField(vertices, values) for name, vertices, values in parts}
    sides = {name: str(side) for name, side in zip(ids, arrays["marker_sides"].tolist(), strict=True) if side}
    told = zip(ids, arrays["marker_views"].astype(float).tolist(), strict=True)
    views = {name: View(yaw, pitch) for name, (yaw, pitch) in told if np.isfinite(yaw)}
    said = Said(
        {
            str(name): tuple(str(regions).split())
            for name, regions in zip(fields, arrays["field_regions"].tolist(), strict=True)
        },
        {name: str(usual) for name, usual in zip(ids, arrays["marker_usual"].tolist(), strict=True)},
        {name: str(felt) for name, felt in zip(ids, arrays["marker_felt"].tolist(), strict=True) if felt},
        frozenset(map(str, arrays["deep"].tolist())),
    )
    return Patterns(body, markers, fields, sides, _fibres(arrays), views, said)


def _told(view: View | None) -> tuple[float, float]:
    return (view.yaw, view.pitch) if view is not None else (np.nan, np.nan)


def _joined(parts: list[npt.NDArray[Any]], kind: type, columns: int) -> npt.NDArray[Any]:
    return np.concatenate([np.round(part).astype(kind) for part in parts] or [np.zeros((0, columns), kind)])


def _fibres(arrays: Mapping[str, npt.NDArray[Any]]) -> dict[str, Fibres]:
    ends = np.cumsum(arrays["fibre_sizes"])[:-1]
    parts = (np.split(arrays[f"fibre_{name}"], ends) for name in ("corners", "weights", "lines"))
    return {
        str(name): Fibres(
            corners.astype(np.int64),
            weights.astype(np.float32) / np.maximum(weights.sum(axis=1, keepdims=True, dtype=np.float32), 1),
            lines[:, 0].astype(np.int64),
            lines[:, 1].astype(np.int64),
        )
        for name, corners, weights, lines in zip(arrays["fibre_ids"].tolist(), *parts, strict=True)
    }
