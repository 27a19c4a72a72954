"""Drawing the patterns: from addresses and strokes to markers and fields on the skin. Runs when the atlas is built."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from tpexplorer.atlas.schema import AtlasData
from tpexplorer.body.addresses import DrawnStroke, Resolver
from tpexplorer.body.body import SurfacePoint
from tpexplorer.errors import DataError, TPExplorerError
from tpexplorer.patterns.patterns import REACH_MM, Patterns, SparseField
from tpexplorer.places import Stroke

Progress = Callable[[str], None]


def draw_patterns(data: AtlasData, resolver: Resolver, progress: Progress = lambda line: None) -> Patterns:
    """Resolve every marker, zone, muscle extent and site; DataError lists every address that names nothing."""
    problems: list[str] = []
    markers: dict[str, SurfacePoint] = {}
    fields: dict[str, SparseField] = {}

    def draw(file: str, what: str, key: str, strokes: Sequence[Stroke]) -> None:
        try:
            fields[key] = SparseField.of(resolver.field(strokes, REACH_MM + 5))
        except TPExplorerError as error:
            problems.append(f"{file}: {what}: {error}")

    for muscle_id, muscle in data.muscles.items():
        file = f"{muscle_id}.yaml"
        progress(muscle_id)
        draw(file, "extent", f"{muscle_id}/extent", muscle.extent.strokes)
        if f"{muscle_id}/extent" in fields:
            drawn = [resolver.stroke(stroke) for stroke in muscle.extent.strokes]
            near = np.zeros(resolver.surface.body.vertex_count, bool)
            near[fields[f"{muscle_id}/extent"].vertices[fields[f"{muscle_id}/extent"].values < 60]] = True
            fields[f"{muscle_id}/fibre"] = SparseField.of(across_fibres(resolver, drawn, near), near)
        for number, point in enumerate(muscle.points, 1):
            name, what = f"{muscle_id}.{number}", f"points[{number - 1}]"
            try:
                markers[name] = resolver.resolve(point.location)
            except TPExplorerError as error:
                problems.append(f"{file}: {what}.location: {error}")
            draw(file, f"{what}.essential", f"{name}/essential", point.pattern.essential.strokes)
            if point.pattern.spillover:
                draw(file, f"{what}.spillover", f"{name}/spillover", point.pattern.spillover.strokes)
    for caution_id, caution in data.cautions.items():
        if caution.strokes:
            draw("cautions.yaml", caution_id, f"{caution_id}/site", caution.strokes)
    if problems:
        raise DataError(problems)
    one_sided = {
        f"{muscle_id}.{number}": point.only_side
        for muscle_id, muscle in data.muscles.items()
        for number, point in enumerate(muscle.points, 1)
        if point.only_side
    }
    return Patterns(resolver.surface.body, markers, fields, one_sided)


def across_fibres(resolver: Resolver, strokes: Sequence[DrawnStroke], near: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Distance (n,) in mm across the nearest stroke's path, signed, folded into ±31 mm: its level lines run along the fibres."""
    surface = resolver.surface
    normals = surface.body.neutral.normals.astype(float)
    result = np.zeros(len(surface.vertices))
    vertices = np.flatnonzero(near)
    positions = surface.vertices[vertices]
    best = np.full(len(vertices), np.inf)
    for stroke in strokes:
        tangents = np.gradient(stroke.line, axis=0) if len(stroke.line) > 1 else np.array([[0.0, 0.0, 1.0]])
        gap = np.linalg.norm(positions[:, None] - stroke.line[None], axis=2)
        nearest = gap.argmin(axis=1)
        score = gap[np.arange(len(vertices)), nearest] - stroke.radii[nearest]
        sideways = np.cross(normals[vertices], tangents[nearest])
        sideways /= np.maximum(np.linalg.norm(sideways, axis=1, keepdims=True), 1e-9)
        across = ((positions - stroke.line[nearest]) * sideways).sum(axis=1)
        closer = score < best
        result[vertices[closer]] = across[closer]
        best = np.where(closer, score, best)
    return np.clip(result, -31, 31)
