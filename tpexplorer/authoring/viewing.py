"""From where each pattern is seen best: asked of rays, so that no arm or trunk stands in the way."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from tpexplorer.body.body import Body, Form
from tpexplorer.body.paint import Field
from tpexplorer.body.views import LEVEL_PITCH_DEG, View, candidate_views
from tpexplorer.patterns.patterns import Patterns
from tpexplorer.plates.raster import RayCaster

SAMPLES = 120
# A pattern is shown from above or below, or without its marker, only where that shows clearly more of it.
STEEP_WORTH, HIDDEN_MARKER_WORTH = 0.75, 0.55
# From so many directions the skin is looked at, a little above it.
DIRECTIONS, LIFT_MM = 150, 0.3


def clearest(field: Field, form: Form, caster: RayCaster, views: Sequence[View]) -> View:
    """The view, of some, from which most of a field's inside is in sight and faces the viewer."""
    inside = np.flatnonzero(field < 0)
    inside = inside[:: max(1, len(inside) // SAMPLES)]
    positions, normals = form.vertices[inside].astype(float), form.normals[inside].astype(float)
    seen = [float((np.clip(normals @ view.axes[2], 0, 1) * caster.all_clear(positions, view.axes[2])).sum()) for view in views]
    return views[int(np.argmax(seen))]


def best_views(patterns: Patterns) -> dict[str, View]:
    """The best view of every point's marker and zones on the subject's right, on the neutral form."""
    body = patterns.body
    form, caster = body.neutral, RayCaster(body, body.neutral)
    views = candidate_views()
    best: dict[str, View] = {}
    for point, place in patterns.markers.items():
        essential = patterns.fields[f"{point}/essential"].inside()
        spillover = patterns.fields[f"{point}/spillover"].inside() if f"{point}/spillover" in patterns.fields else essential
        inside = np.concatenate([essential, essential, spillover])  # the essential zone counts twice
        inside = inside[:: max(1, len(inside) // SAMPLES)]
        positions, normals = form.vertices[inside].astype(float), form.normals[inside].astype(float)
        worth = body.vertex_areas[inside].astype(float)
        marker, outward = place.on(form), place.normal(form)
        scores = []
        for view in views:
            back = view.axes[2]
            facing = np.clip(normals @ back, 0, 1) ** 0.7
            seen = float((worth * facing * caster.all_clear(positions, back)).sum() / worth.sum())
            shown = float(outward @ back) > 0.15 and caster.clear(marker, back)
            steep = 1.0 if view.pitch == LEVEL_PITCH_DEG else STEEP_WORTH
            scores.append(seen * steep * (1.0 if shown else HIDDEN_MARKER_WORTH))
        best[point] = views[int(np.argmax(scores))]
    return best


def seen_skin(body: Body) -> npt.NDArray[np.bool_]:
    """Which skin (n,) can be seen from some side: not that inside the mouth and behind the eyes, nor its mirror image's."""
    form, caster = body.neutral, RayCaster(body, body.neutral)
    starts = form.vertices + form.normals * LIFT_MM
    seen = np.zeros(body.vertex_count, bool)
    for toward in _all_round(DIRECTIONS):
        facing = np.flatnonzero(~seen & (form.normals @ toward > 0))
        seen[facing] = caster.all_clear(starts[facing], toward, slack_mm=0.0)
    return seen | seen[body.mirror]


def _all_round(count: int) -> npt.NDArray[np.float64]:
    """Directions (count, 3) spread evenly over the sphere: a Fibonacci lattice."""
    heights = 1 - (2 * np.arange(count) + 1) / count
    turns = np.pi * (3 - np.sqrt(5)) * np.arange(count)
    across = np.sqrt(1 - heights**2)
    return np.stack([across * np.cos(turns), across * np.sin(turns), heights], axis=1)
