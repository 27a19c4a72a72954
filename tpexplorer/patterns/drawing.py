"""Drawing the patterns: from addresses and strokes to markers and fields on the skin. Runs when the atlas is built."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.atlas.schema import AtlasData, Muscle
from tpexplorer.body.addresses import DrawnStroke, Resolver
from tpexplorer.body.body import SurfacePoint
from tpexplorer.body.paint import Fibres
from tpexplorer.errors import DataError, TPExplorerError
from tpexplorer.patterns.patterns import REACH_MM, Patterns, Said, SparseField
from tpexplorer.places import Stroke

FIBRE_SPACING_MM = 6.0
WORTH_SHARING = 8
Progress = Callable[[str], None]


@dataclass
class Drawing:
    """What has been drawn so far; a zone that several points share is drawn once."""

    resolver: Resolver
    markers: dict[str, SurfacePoint] = field(default_factory=dict)
    fields: dict[str, SparseField] = field(default_factory=dict)
    fibres: dict[str, Fibres] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    _drawn: dict[Sequence[Stroke], SparseField] = field(default_factory=dict)

    def draw(self, file: str, what: str, key: str, strokes: Sequence[Stroke]) -> None:
        """Draw strokes as a field; an address that names nothing is a problem of the file."""
        try:
            if strokes not in self._drawn:
                self._drawn[strokes] = SparseField.of(self.resolver.field(strokes, REACH_MM + 5))
            self.fields[key] = self._drawn[strokes]
        except TPExplorerError as error:
            self.problems.append(f"{file}: {what}: {error}")

    def muscle(self, muscle_id: str, muscle: Muscle) -> None:
        """Draw a muscle with its points."""
        file = f"{muscle_id}.yaml"
        self.draw(file, "extent", f"{muscle_id}/extent", muscle.extent.strokes)
        if f"{muscle_id}/extent" in self.fields:
            strokes = [self.resolver.stroke(stroke) for stroke in muscle.extent.strokes]
            self.fibres[muscle_id] = fibre_lines(self.resolver, strokes)
        for number, point in enumerate(muscle.points, 1):
            name, what = f"{muscle_id}.{number}", f"points[{number - 1}]"
            try:
                self.markers[name] = self.resolver.resolve(point.location)
            except TPExplorerError as error:
                self.problems.append(f"{file}: {what}.location: {error}")
            self.draw(file, f"{what}.pattern.essential", f"{name}/essential", point.pattern.essential.strokes)
            if point.pattern.spillover:
                self.draw(file, f"{what}.pattern.spillover", f"{name}/spillover", point.pattern.spillover.strokes)

    def add(self, other: Drawing) -> None:
        """Take over what another has drawn."""
        self.markers |= other.markers
        self.fields |= other.fields
        self.fibres |= other.fibres
        self.problems += other.problems


def draw_patterns(data: AtlasData, resolver: Resolver, progress: Progress = lambda line: None) -> Patterns:
    """Resolve every marker, zone, muscle extent and site; DataError lists every address that names nothing."""
    drawing = Drawing(resolver)
    for muscle_id, part in _drawn_muscles(data.muscles, resolver):
        progress(muscle_id)
        drawing.add(part)
    for caution_id, caution in data.cautions.items():
        if caution.strokes:
            drawing.draw("cautions.yaml", caution_id, f"{caution_id}/site", caution.strokes)
    if drawing.problems:
        raise DataError(drawing.problems)
    one_sided = {
        f"{muscle_id}.{number}": point.only_side
        for muscle_id, muscle in data.muscles.items()
        for number, point in enumerate(muscle.points, 1)
        if point.only_side
    }
    return Patterns(resolver.surface.body, drawing.markers, drawing.fields, one_sided, drawing.fibres, said=_said(Atlas(data)))


def _said(atlas: Atlas) -> Said:
    """What the records say of each point beside the paint."""
    regions = {}
    for name, point in atlas.points.items():
        pattern = point.pattern
        for kind, zone in (("essential", pattern.essential), ("spillover", pattern.spillover)):
            if zone is not None:
                regions[f"{name}/{kind}"] = zone.regions
    felt = {name: atlas.no_pain(name) for name in atlas.points}
    deep = frozenset(name for name, muscle in atlas.muscles.items() if muscle.layer == "deep")
    return Said(regions, {name: atlas.usual(name) for name in atlas.points}, felt, deep)


def _drawn_muscles(muscles: Mapping[str, Muscle], resolver: Resolver) -> Iterator[tuple[str, Drawing]]:
    """Each muscle drawn, in order; many are shared out over the processors where processes can be forked."""
    if len(muscles) < WORTH_SHARING or "fork" not in multiprocessing.get_all_start_methods():
        yield from ((name, _one(resolver, name, muscle)) for name, muscle in muscles.items())
        return
    # Set up once in each process, which sees the resolver as it is.
    with multiprocessing.get_context("fork").Pool(initializer=_begin, initargs=(resolver,)) as pool:
        yield from zip(muscles, pool.imap(_one_forked, muscles.items(), chunksize=2), strict=True)


_forked: list[Resolver] = []


def _begin(resolver: Resolver) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C ends the parent, which ends these
    _forked.append(resolver)


def _one_forked(item: tuple[str, Muscle]) -> Drawing:
    part = _one(_forked[-1], *item)
    return replace(part, resolver=None, _drawn={})  # type: ignore[arg-type]  # neither goes back to the parent


def _one(resolver: Resolver, name: str, muscle: Muscle) -> Drawing:
    drawing = Drawing(resolver)
    drawing.muscle(name, muscle)
    return drawing


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
