"""`info`, `list` and `show`: what the atlas holds."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

import tpexplorer
from tpexplorer.atlas.coverage import coverage
from tpexplorer.atlas.schema import Muscle, Treatment
from tpexplorer.commands.library import Library, unknown
from tpexplorer.commands.output import print_json, print_page, print_table
from tpexplorer.errors import UnknownIdError
from tpexplorer.ids import muscle_of

Row = dict[str, Any]


def info(library: Library, as_json: bool) -> None:
    """Counts of everything, and the versions."""
    atlas, body_map, body = library.atlas, library.body_map, library.body
    counts: Row = {
        "version": tpexplorer.__version__,
        "data_version": atlas.data.version,
        "data_date": atlas.data.date,
        "muscles": len(atlas.muscles),
        "trigger_points": len(atlas.points),
        "zones": atlas.zone_count,
        "regions": len(body_map.regions),
        "landmarks": len(body_map.landmarks),
        "techniques": len(atlas.techniques),
        "conditions": len(atlas.conditions),
        "cautions": len(atlas.cautions),
        "steps": len(atlas.steps),
        "sources": len(atlas.sources),
        "coverage": dataclasses.asdict(coverage(atlas.data)),
        "forms": list(body.forms),
        "vertices": body.vertex_count,
    }
    if as_json:
        print_json(counts)
        return
    for key, value in (counts | counts["coverage"]).items():
        if isinstance(value, dict):
            continue
        print(f"{key.replace('_', ' '):<23} {', '.join(value) if isinstance(value, list) else value}")


def listing(library: Library, kind: str, as_json: bool) -> None:
    """All records of a kind, a line each."""
    rows = list(LISTS[kind](library))
    if as_json:
        print_json(rows)
    elif rows:
        print_table([[_cell(value) for value in row.values()] for row in rows], [key.replace("_", " ") for key in rows[0]])


def _cell(value: object) -> str:
    return ("yes" if value else "") if isinstance(value, bool) else "" if value is None else str(value)


def _muscles(library: Library) -> Iterator[Row]:
    for name, muscle in library.atlas.muscles.items():
        points = len(muscle.points)
        yield {"id": name, "name": muscle.name, "latin": muscle.latin, "body_part": muscle.body_part, "points": points}


def _points(library: Library) -> Iterator[Row]:
    for name, point in library.atlas.points.items():
        sides = point.only_side or "both"
        yield {
            "id": name,
            "name": library.atlas.name(name),
            "muscle": muscle_of(name),
            "label": point.label,
            "depth": point.depth,
            "sides": sides,
        }


def _regions(library: Library) -> Iterator[Row]:
    for name, region in library.body_map.regions.items():
        yield {"id": name, "name": region.name, "everyday": region.everyday, "midline": region.midline}


def _landmarks(library: Library) -> Iterator[Row]:
    for name, landmark in library.body_map.landmarks.items():
        yield {"id": name, "name": landmark.name, "midline": landmark.midline}


def _techniques(library: Library) -> Iterator[Row]:
    for name, technique in library.atlas.techniques.items():
        yield {"id": name, "name": technique.name, "users": technique.users, "summary": technique.summary}


def _conditions(library: Library) -> Iterator[Row]:
    for name, condition in library.atlas.conditions.items():
        yield {"id": name, "name": condition.name, "summary": condition.summary}


def _cautions(library: Library) -> Iterator[Row]:
    for name, caution in library.atlas.cautions.items():
        yield {"id": name, "name": caution.name, "kind": caution.kind}


def _sources(library: Library) -> Iterator[Row]:
    for name, source in library.atlas.sources.items():
        yield {"id": name, "name": source.title, "authors": source.authors, "year": source.year, "kind": source.kind}


LISTS: dict[str, Callable[[Library], Iterator[Row]]] = {
    "muscles": _muscles,
    "points": _points,
    "regions": _regions,
    "landmarks": _landmarks,
    "techniques": _techniques,
    "conditions": _conditions,
    "cautions": _cautions,
    "sources": _sources,
}
# What to be careful of stands before what to do.
CARE = ("red_flags", "cautions", "complaints", "treatments", "self_care", "mistaken_for", "perpetuating")
TREATMENTS = ("treatments", "self_care")
KINDS = ("muscle", "point", "technique", "condition", "caution", "region", "landmark", "source", "step", "chapter")


def show(library: Library, asked: str, kind: str | None, as_json: bool) -> None:
    """One whole record; of several kinds with the same id the first of KINDS, unless `kind` says which."""
    found = next((record for name in ([kind] if kind else KINDS) if (record := _record(library, name, asked))), None)
    if found is None:
        tables = [_table(library, name) for name in ([kind] if kind else KINDS)]
        raise unknown(kind or "record", asked, (name for table in tables for name in table), f"{kind or 'muscle'}s")
    if as_json:
        print_json(found)
    else:
        print_page(found.pop("title"), {key: value for key, value in found.items() if key != "name"})


def _table(library: Library, kind: str) -> dict[str, Any]:
    if kind in ("region", "landmark"):
        return dict(getattr(library.body_map, f"{kind}s"))
    return dict(getattr(library.atlas, f"{kind}s"))


def _record(library: Library, kind: str, asked: str) -> Row | None:
    """The record of an id and a kind as plain values, or None."""
    if kind == "point":
        return _point(library, asked)
    record = _table(library, kind).get(asked)
    if record is None:
        return None
    fields = msgspec.to_builtins(record)
    if isinstance(record, Muscle):
        fields |= {group: _treatments(library, asked, getattr(record, group)) for group in TREATMENTS}
    return {"id": asked, "kind": kind, "title": fields.get("name") or fields.get("title"), **_apart(fields)}


def _treatments(library: Library, muscle: str, treatments: Iterable[Treatment]) -> list[Row]:
    """Treatments as plain values, each with where its dose was tested if that was on other muscles."""
    return [
        {**msgspec.to_builtins(treatment), "carried_over": library.atlas.carried_over(muscle, treatment)}
        for treatment in treatments
    ]


def _apart(fields: Row) -> Row:
    """The fields under names that do not hide the record's own id and kind."""
    return {("category" if key == "kind" else key): value for key, value in fields.items()}


def _point(library: Library, asked: str) -> Row | None:
    """A point with its muscle's claim groups where it has none of its own; ``@side`` is checked against `only_side`."""
    atlas = library.atlas
    plain, at, side = asked.partition("@")
    if plain not in atlas.points:
        return None
    point = atlas.point(plain)
    if at and side not in ("left", "right"):
        raise UnknownIdError(f"There is no side '{side}'. Write {plain}@right or {plain}@left.")
    if at and point.only_side not in (None, side):
        raise UnknownIdError(f"{plain} is described on the {point.only_side} side only.")
    muscle = muscle_of(plain)
    head = {"id": asked, "kind": "point", "title": atlas.name(plain), "name": atlas.name(plain), "muscle": muscle}
    care = {name: msgspec.to_builtins(getattr(atlas.care(plain), name)) for name in CARE}
    care |= {group: _treatments(library, muscle, getattr(atlas.care(plain), group)) for group in TREATMENTS}
    own = {key: value for key, value in msgspec.to_builtins(point).items() if key not in care}
    return {**head, **({"side": side} if at else {}), **own, **care}
