"""From where each pattern is seen best: asked of rays, so that no arm or trunk stands in the way."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tpexplorer.body.body import Form
from tpexplorer.body.paint import Field
from tpexplorer.body.views import LEVEL_PITCH_DEG, View, candidate_views
from tpexplorer.patterns.patterns import Patterns
from tpexplorer.plates.raster import RayCaster

SAMPLES = 120
# A pattern is shown from above or below, or without its marker, only where that shows clearly more of it.
STEEP_WORTH, HIDDEN_MARKER_WORTH = 0.75, 0.55


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
