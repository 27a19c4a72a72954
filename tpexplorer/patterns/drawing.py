"""Drawing the patterns: from addresses and strokes to markers and fields on the skin. Runs when the atlas is built."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from tpexplorer.atlas.schema import AtlasData
from tpexplorer.body.addresses import DrawnStroke, Resolver
from tpexplorer.body.body import SurfacePoint
from tpexplorer.body.paint import Fibres
from tpexplorer.errors import DataError, TPExplorerError
from tpexplorer.patterns.patterns import REACH_MM, Patterns, SparseField
from tpexplorer.places import Stroke

FIBRE_SPACING_MM = 6.0
Progress = Callable[[str], None]


def draw_patterns(data: AtlasData, resolver: Resolver, progress: Progress = lambda line: None) -> Patterns:
    """Resolve every marker, zone, muscle extent and site; DataError lists every address that names nothing."""
    problems: list[str] = []
    markers: dict[str, SurfacePoint] = {}
    fields: dict[str, SparseField] = {}
    fibres: dict[str, Fibres] = {}

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
            fibres[muscle_id] = fibre_lines(resolver, [resolver.stroke(stroke) for stroke in muscle.extent.strokes])
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
    return Patterns(resolver.surface.body, markers, fields, one_sided, fibres)


def fibre_lines(resolver: Resolver, strokes: Sequence[DrawnStroke]) -> Fibres:
    """Lines along the strokes, spread over each brush's width; where strokes overlap, the nearer one draws."""
    surface = resolver.surface
    corners, weights, lines, ranks = [], [], [], []
    number = 0
    for stroke in strokes:
        if len(stroke.line) < 3:
            continue
        normals = np.array([point.normal(surface.body.neutral) for point in stroke.points])
        sideways = np.cross(normals, np.gradient(stroke.line, axis=0))
        sideways /= np.maximum(np.linalg.norm(sideways, axis=1, keepdims=True), 1e-9)
        half = max(1, round(float(np.median(stroke.radii)) / FIBRE_SPACING_MM))
        for step in range(-half, half + 1):
            share = step / (half + 0.4)
            wanted = stroke.line + sideways * (stroke.radii * share)[:, None]
            places = surface.nearest(wanted)
            line = np.array([surface.position(place) for place in places])
            own = _distance(line, stroke)
            others = [_distance(line, other) for other in strokes if other is not stroke]
            keep = np.all([own <= other + 0.5 for other in others], axis=0) if others else np.ones(len(line), bool)
            for place, kept in zip(places, keep, strict=True):
                if not kept:
                    number += 1
                    continue
                corners.append(place.corners)
                weights.append(place.weights)
                lines.append(number)
                ranks.append(0 if step % 2 == 0 else 1)
            number += 1
    renumbered = np.unique(np.array(lines, int), return_inverse=True)[1]
    return Fibres(
        np.array(corners, np.int64).reshape(-1, 3),
        np.array(weights, np.float32).reshape(-1, 3),
        renumbered.astype(np.int64) % 256,
        np.array(ranks, np.int64),
    )


def _distance(line: npt.NDArray[np.float64], stroke: DrawnStroke) -> npt.NDArray[np.float64]:
    """How far outside a stroke's brush each place (k, 3) lies, relative to its width there."""
    gap = np.linalg.norm(line[:, None] - stroke.line[None], axis=2)
    nearest = gap.argmin(axis=1)
    return np.asarray(gap[np.arange(len(line)), nearest] - stroke.radii[nearest])
