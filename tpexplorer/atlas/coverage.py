"""How much of the atlas there is, and where it is thin: what a record lacks, what rests on a single source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tpexplorer.atlas.schema import AtlasData, Claim, Muscle, Treatment, TriggerPoint

GROUPS = ("anatomy", "functional_unit", "complaints", "mistaken_for", "perpetuating")
LISTS = ("treatments", "self_care", "cautions", "red_flags")


@dataclass(frozen=True)
class Gap:
    """Something thin in a record (a muscle, point, technique, condition …): `kind` is ``missing`` or ``single source``."""

    record: str
    kind: str
    what: str


@dataclass(frozen=True)
class Coverage:
    """Counts of trigger points by what their patterns rest on; a remark says that sources differ or points share a chart."""

    points: int
    observed: int
    book_tradition: int
    single_source_patterns: int
    without_spillover: int
    with_remark: int
    one_sided: int


def coverage(data: AtlasData) -> Coverage:
    """What the patterns of an atlas rest on."""
    points = [point for muscle in data.muscles.values() for point in muscle.points]
    observed = sum(point.pattern.evidence == "observed" for point in points)
    return Coverage(
        points=len(points),
        observed=observed,
        book_tradition=len(points) - observed,
        single_source_patterns=sum(len(set(point.pattern.sources)) == 1 for point in points),
        without_spillover=sum(point.pattern.spillover is None for point in points),
        with_remark=sum(bool(point.pattern.shared or point.pattern.disagreement) for point in points),
        one_sided=sum(point.only_side is not None for point in points),
    )


def gaps(data: AtlasData) -> Iterator[Gap]:
    """Every gap of every record, muscle by muscle, then the records around them."""
    for muscle_id, muscle in data.muscles.items():
        yield from _muscle(muscle_id, muscle)
        for number, point in enumerate(muscle.points, 1):
            yield from _point(f"{muscle_id}.{number}", point)
    for table in ("techniques", "conditions", "cautions", "steps"):
        for id_, record in getattr(data, table).items():
            yield from _single(id_, "the whole record", record.sources)
    for id_, chapter in data.chapters.items():
        yield from _claims(id_, "paragraph", chapter.paragraphs)


def _muscle(name: str, muscle: Muscle) -> Iterator[Gap]:
    ids = muscle.ids
    absent = [label for label, value in (("TA2", ids.ta2), ("FMA", ids.fma), ("UBERON", ids.uberon)) if not value]
    if absent:
        yield Gap(name, "missing", f"no {', '.join(absent)} id")
    if not muscle.lay_names:
        yield Gap(name, "missing", "no everyday name")
    if not muscle.red_flags:
        yield Gap(name, "missing", "no red flags")
    for group in GROUPS:
        yield from _single(name, _said(group), getattr(muscle, group).sources)
    for group in LISTS:
        yield from _claims(name, _said(group), getattr(muscle, group))


def _point(name: str, point: TriggerPoint) -> Iterator[Gap]:
    yield from _single(name, "pattern", point.pattern.sources)
    yield from _single(name, "palpation", point.palpation.sources)
    if point.pattern.spillover is None:
        yield Gap(name, "missing", "no spillover zone is described")


def _claims(name: str, group: str, claims: Iterable[Claim | Treatment]) -> Iterator[Gap]:
    single = [sources[0] for claim in claims if len(sources := tuple(dict.fromkeys(claim.sources))) == 1]
    if single:
        yield Gap(name, "single source", f"{group}: {len(single)} on {', '.join(dict.fromkeys(single))}")


def _single(name: str, group: str, sources: Iterable[str]) -> Iterator[Gap]:
    distinct = tuple(dict.fromkeys(sources))
    if len(distinct) == 1:
        yield Gap(name, "single source", f"{group}: {distinct[0]}")


def _said(field: str) -> str:
    return field.replace("_", " ")
