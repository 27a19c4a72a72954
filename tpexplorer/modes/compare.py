"""Look-alikes side by side: two to four points through one camera, with what they share and what tells them apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.body.body import Body, Form
from tpexplorer.body.map import BodyMap
from tpexplorer.body.paint import Field, Mark, Paint
from tpexplorer.body.views import STANDARD_VIEWS, Pose, View, candidate_views, whole_body
from tpexplorer.ids import Side, muscle_of, split_side
from tpexplorer.modes.compare_words import CompareRow, regions_of, rows
from tpexplorer.modes.html import bullets, section
from tpexplorer.modes.links import anchor
from tpexplorer.patterns.alike import look_alikes, pattern_field, shared_field
from tpexplorer.patterns.finding import Finder
from tpexplorer.patterns.patterns import Patterns

MOST = 4
# A region is said to be shared when so much of the shared skin lies in it, or so much of it is shared.
SHARE_OF_SHARED, SHARE_OF_REGION, MOST_REGIONS = 0.1, 0.35, 4
# How much seeing a zone counts, and below what level views give way to steep ones.
ESSENTIAL, SPILLOVER, TOO_LITTLE = 1.0, 0.35, 0.3
# A plate is taken to be at least so wide for its height; what it shows keeps so much air.
ASPECT, AIR, AIR_MM, CLOSEST_MM = 0.8, 1.06, 50.0, 300.0


@dataclass(frozen=True)
class Column:
    """One of the points: its name and place, its marker, and its zones; the paint's `site` is the skin shared with others."""

    instance: str
    name: str
    label: str
    side: Side
    depth: str
    mark: Mark
    paint: Paint

    @property
    def subtitle(self) -> str:
        """``Inner part, below the scapular spine · subject's right``."""
        return f"{self.label} · subject's {self.side}"


@dataclass(frozen=True)
class Comparison:
    """Points side by side: a line of HTML on what they share, rows of words, and from where all zones are seen together.

    `close` looks at the shared skin alone; None where no zones meet.
    """

    title: str
    shared: str
    columns: tuple[Column, ...]
    rows: tuple[CompareRow, ...]
    pose: Pose
    close: Pose | None = None


def comparison(
    atlas: Atlas, patterns: Patterns, body_map: BodyMap, instances: Sequence[str], form: str = "neutral"
) -> Comparison:
    """Two to four points side by side (any more are left out); UnknownIdError where there is no such point."""
    chosen = list(dict.fromkeys(instances))[:MOST]
    columns = [_column(atlas, patterns, instance) for instance in chosen]
    shared = shared_field([column.paint for column in columns])
    if shared is not None:
        columns = [replace(column, paint=_with_shared(column.paint, shared)) for column in columns]
    body, shape = patterns.body, patterns.body.form(form)
    view = _view(body, shape, [column.paint for column in columns])
    fields = [field for column in columns if (field := pattern_field(column.paint)) is not None]
    return Comparison(
        " · ".join(dict.fromkeys(column.name for column in columns)),
        _shared_words(atlas, body_map, body, shared, chosen),
        tuple(columns),
        rows(atlas, body_map, patterns, chosen),
        _pose(shape, view, fields, [column.mark for column in columns]),
        _pose(shape, view, [shared], []) if shared is not None and (shared < 0).any() else None,
    )


def _column(atlas: Atlas, patterns: Patterns, instance: str) -> Column:
    point, muscle, side = atlas.point(instance), atlas.muscle(muscle_of(instance)), split_side(instance)[1]
    mark = Mark(patterns.marker(instance), point.depth == "deep", atlas.name(instance.partition("@")[0]))
    return Column(instance, muscle.name, point.label, side, point.depth, mark, patterns.paint(instance))


def _with_shared(paint: Paint, shared: Field) -> Paint:
    """A paint with the part of its pattern that the others share."""
    own = pattern_field(paint)
    return paint if own is None else replace(paint, site=np.maximum(own, shared))


# --- where the camera stands ------------------------------------------------------------------------------------------


def _view(body: Body, form: Form, paints: Sequence[Paint]) -> View:
    """The view that shows most of all the patterns, each as important as the others, essential zones first."""
    zones = []
    for paint in paints:
        for field, counts in ((paint.essential, ESSENTIAL), (paint.spillover, SPILLOVER)):
            inside = np.flatnonzero(field < 0) if field is not None else np.zeros(0, np.int64)
            weight = body.vertex_areas[inside] * form.openness[inside]
            if weight.sum() > 0:
                zones.append((form.normals[inside], weight * (counts / weight.sum())))
    best, most, whole = STANDARD_VIEWS["front"], 0.0, max(sum(float(weight.sum()) for _, weight in zones), 1e-9)
    level = candidate_views()[0].pitch
    for view in candidate_views():
        if view.pitch != level and most > TOO_LITTLE:
            break
        seen = sum(float(weight @ np.clip(normals @ view.axes[2], 0, 1) ** 0.7) for normals, weight in zones) / whole
        if seen > most:
            best, most = view, seen
    return best


def _pose(form: Form, view: View, fields: Sequence[Field], marks: Sequence[Mark]) -> Pose:
    """The pose that holds some zones and markers together in one view."""
    if not fields:
        return whole_body(form, view)
    right, up, back = view.axes
    inside = np.flatnonzero(np.minimum.reduce(list(fields)) < 0)
    seen = inside[form.normals[inside] @ back > 0]
    places = form.vertices[seen if len(seen) else inside].astype(float)
    depth = float((places @ back).mean())
    held = np.vstack([places, *(mark.point.on(form)[None] for mark in marks)])
    across, along = held @ right, held @ up
    centre = right * (across.max() + across.min()) / 2 + up * (along.max() + along.min()) / 2 + back * depth
    height = max(float(np.ptp(along)), float(np.ptp(across)) / ASPECT) * AIR + AIR_MM
    x, y, z = (float(value) for value in centre)
    return Pose(view, (x, y, z), min(max(height, CLOSEST_MM), form.height * 1.08))


# --- words ------------------------------------------------------------------------------------------------------------


def shared_regions(body_map: BodyMap, body: Body, shared: Field) -> list[str]:
    """The regions in which most of the shared skin lies, the largest share first."""
    covered = body_map.areas(np.flatnonzero(shared < 0), body.vertex_areas)
    total, whole = max(float(covered.sum()), 1e-9), body_map.region_areas(body.vertex_areas)
    telling = (covered / total >= SHARE_OF_SHARED) | (covered / np.maximum(whole, 1e-9) >= SHARE_OF_REGION)
    names = list(body_map.regions)
    return [names[number] for number in np.argsort(-covered, kind="stable") if telling[number]]


def _said_by_two(atlas: Atlas, instances: Sequence[str], regions: Sequence[str]) -> list[str]:
    """Those of the regions that the records of at least two points name."""
    named = [set(regions_of(atlas.point(instance))) for instance in instances]
    return [region for region in regions if sum(region in group for group in named) > 1]


def _shared_words(atlas: Atlas, body_map: BodyMap, body: Body, shared: Field | None, instances: Sequence[str]) -> str:
    """Where at least two of the points may be felt, as a line of HTML; nothing for a single point."""
    if shared is None:
        return ""
    regions = _said_by_two(atlas, instances, shared_regions(body_map, body, shared))[:MOST_REGIONS]
    if not regions:
        return "The zones of these points hardly meet." if (shared < 0).any() else "The zones of these points do not meet."
    who = "Both" if len(instances) == 2 else "At least two of them"
    return f"{who} may be felt in: {_links(body_map, regions)}"


def _links(body_map: BodyMap, regions: Sequence[str]) -> str:
    return " · ".join(anchor(f"region/{region}", body_map.region(region).everyday) for region in regions)


def compare_link(instances: Sequence[str]) -> str:
    """The link that shows points side by side: ``compare/infraspinatus.1@right,biceps-brachii.1@right``."""
    return "compare/" + ",".join(instances)


def alike_section(atlas: Atlas, body_map: BodyMap, patterns: Patterns, finder: Finder, instance: str) -> str:
    """For a point's page: what it is easily confused with, where the patterns overlap, and the way to see them together."""
    found = [alike.instance for alike in look_alikes(finder, patterns, instance)]
    if not found:
        return ""
    own = patterns.paint(instance)
    items = []
    for other in found:
        shared = shared_field([own, patterns.paint(other)])
        drawn = shared_regions(body_map, patterns.body, shared) if shared is not None else []
        regions = (_said_by_two(atlas, [instance, other], drawn) or drawn)[:MOST_REGIONS]
        where = f'<br><span class="small">Both in: {_links(body_map, regions)}</span>' if regions else ""
        items.append(anchor(f"point/{other}", atlas.name(other.partition("@")[0])) + where)
    together = anchor(compare_link([instance, *found][:MOST]), "Compare them side by side")
    return section("Easily confused with", bullets(items) + f"<p>{together}</p>")
