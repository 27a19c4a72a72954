"""Nothing goes against a caution: what treatments work with is compared with what sites and records forbid on that skin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tpexplorer.atlas.means import forbidden, means_named, means_of, undeclared, words_forbid
from tpexplorer.atlas.schema import AtlasData, Claim, Means, Muscle, Treatment
from tpexplorer.patterns.patterns import Patterns

# A finger's width: what lies within it is under the same hand.
BESIDE_MM = 12.0
# Strokes, kneading, balls and rollers run along a muscle; they reach a site that so much of it lies in.
ALONG: frozenset[Means] = frozenset({"deep strokes", "grip", "flat hand", "ball", "roller"})
ALONG_SHARE = 0.02


@dataclass(frozen=True)
class Work:
    """What is done with the hands, where it is written: on which points, by what means, and what its words settle."""

    field: str
    points: tuple[str, ...]
    means: set[Means]
    settled: frozenset[str] = frozenset()


def contradictions(data: AtlasData, patterns: Patterns) -> Iterator[str]:
    """Every treatment or palpation that does what a caution forbids on the same skin, as ``file: field: what is wrong``."""
    yield from _unlisted(data)
    ground = Ground(data, patterns)
    bans = {(name, point): ban for name, muscle in data.muscles.items() for point, ban in _bans(name, muscle)}
    for name, muscle in data.muscles.items():
        for field, treatment, _ in _treatments(name, muscle):
            yield from (f"{name}.yaml: {field}{problem}" for problem in _miswritten(treatment))
        for work in _works(data, name, muscle):
            for caution, against in ground.against(name, work):
                yield f"{name}.yaml: {work.field}: {_list(against)}, which the caution '{caution}' forbids here"
            for other, against in _records_against(name, work, bans, ground):
                whose = "its own cautions forbid" if other == name else f"the cautions of '{other}' forbid on the same skin"
                yield f"{name}.yaml: {work.field}: {_list(against)}, which {whose}"


class Ground:
    """Where points, muscles and sites lie on the skin."""

    def __init__(self, data: AtlasData, patterns: Patterns) -> None:
        self._data, self._patterns = data, patterns
        self._sites = {name: f"{name}/site" for name in data.cautions if f"{name}/site" in patterns.fields}
        self._places = {name: place.on(patterns.body.neutral) for name, place in patterns.markers.items()}
        self._shares: dict[tuple[str, str], float] = {}

    def near(self, one: str, other: str) -> bool:
        """Whether two points lie under one finger."""
        return float(np.linalg.norm(self._places[one] - self._places[other])) < BESIDE_MM

    def against(self, muscle: str, work: Work) -> Iterator[tuple[str, set[Means]]]:
        """The sites that a treatment reaches with what they forbid, unless its words keep clear."""
        for site in self._sites:
            means = work.means & set(self._data.cautions[site].forbids)
            if means and site not in work.settled and self._reached(site, muscle, work):
                yield site, means

    def _reached(self, site: str, muscle: str, work: Work) -> bool:
        field = self._patterns.fields[self._sites[site]]
        if any(field.at(self._patterns.marker(point).vertex) < BESIDE_MM for point in work.points):
            return True
        return bool(work.means & ALONG) and self._share(site, muscle) >= ALONG_SHARE

    def _share(self, site: str, muscle: str) -> float:
        """How much of a muscle's extent lies in a site."""
        if (site, muscle) not in self._shares:
            areas = self._patterns.body.vertex_areas
            extent = self._patterns.fields[f"{muscle}/extent"].inside()
            shared = np.intersect1d(extent, self._patterns.fields[self._sites[site]].inside())
            self._shares[site, muscle] = float(areas[shared].sum() / areas[extent].sum())
        return self._shares[site, muscle]


def _treatments(name: str, muscle: Muscle) -> Iterator[tuple[str, Treatment, tuple[str, ...]]]:
    """Every treatment with its field and points; the muscle's own are for the points that have none of their own."""
    for group in ("treatments", "self_care"):
        shared = tuple(f"{name}.{number}" for number, point in enumerate(muscle.points, 1) if getattr(point, group) is None)
        yield from ((f"{group}[{i}]", treatment, shared) for i, treatment in enumerate(getattr(muscle, group)))
        for number, point in enumerate(muscle.points):
            own = getattr(point, group) or ()
            yield from (
                (f"points[{number}].{group}[{i}]", treatment, (f"{name}.{number + 1}",)) for i, treatment in enumerate(own)
            )


def _works(data: AtlasData, name: str, muscle: Muscle) -> Iterator[Work]:
    """Everything that a record says is done with the hands: its treatments, and how its points are found."""
    for field, treatment, points in _treatments(name, muscle):
        means = means_of(treatment, data.techniques.get(treatment.technique), "self_care" in field)
        yield Work(field, points, means, frozenset(treatment.keeps_clear))
    for number, point in enumerate(muscle.points):
        yield Work(f"points[{number}].palpation", (f"{name}.{number + 1}",), means_named(point.palpation.method) - {"grip"})


def _bans(name: str, muscle: Muscle) -> Iterator[tuple[str, set[Means]]]:
    """What the cautions forbid at each point of a muscle."""
    for number, point in enumerate(muscle.points, 1):
        claims: tuple[Claim, ...] = muscle.cautions if point.cautions is None else point.cautions
        ban = {means for claim in claims for means in forbidden(claim)}
        if ban:
            yield f"{name}.{number}", ban


def _records_against(
    name: str, work: Work, bans: dict[tuple[str, str], set[Means]], ground: Ground
) -> Iterator[tuple[str, set[Means]]]:
    """The records whose cautions forbid what a treatment does: its own, and those with a point under the same finger."""
    found: dict[str, set[Means]] = {}
    for (other, point), ban in bans.items():
        if work.means & ban and any(point == here if other == name else ground.near(point, here) for here in work.points):
            found.setdefault(other, set()).update(work.means & ban)
    yield from ((other, means) for other, means in found.items() if other not in work.settled)


def _miswritten(treatment: Treatment) -> Iterator[str]:
    """Means that the words name and the list leaves out; settlements whose words the treatment does not say."""
    for means in sorted(undeclared(treatment)):
        yield f".means: the text names a {means}, which is not listed"
    for words in treatment.keeps_clear.values():
        if words not in treatment.how and words not in treatment.dose:
            yield f".keeps_clear: the treatment does not say '{words}'"


def _unlisted(data: AtlasData) -> Iterator[str]:
    """Sites whose words forbid more than they list."""
    for name, caution in data.cautions.items():
        said = words_forbid(caution.do) if caution.forbids else set()
        for means in sorted(said - set(caution.forbids)):
            yield f"cautions.yaml: {name}.forbids: the text forbids '{means}', which is not listed"


def _list(means: set[Means]) -> str:
    return "works with " + ", ".join(sorted(means))
