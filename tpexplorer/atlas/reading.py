"""Reading the atlas from its YAML folder, every record checked, every reference followed; all problems at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from tpexplorer.atlas.schema import AtlasData, Caution, Chapter, Condition, Muscle, Source, Technique
from tpexplorer.errors import DataError
from tpexplorer.records import Id, Record, read_yaml

TABLES: dict[str, Any] = {
    "techniques": dict[Id, Technique],
    "conditions": dict[Id, Condition],
    "cautions": dict[Id, Caution],
    "chapters": dict[Id, Chapter],
    "sources": dict[Id, Source],
}
FILES = {"chapters": "history.yaml"}
ORDER = ["head-neck", "shoulder-upper-back", "arm-hand", "chest-abdomen", "lower-back-pelvis", "thigh", "leg-foot"]


class Edition(Record):
    """``atlas.yaml``: the data's version and date."""

    version: str
    date: str


def read_atlas(folder: Path) -> AtlasData:
    """The whole atlas under a data folder; DataError lists every problem found."""
    problems: list[str] = []

    def read(path: Path, kind: Any, empty: Any) -> Any:
        try:
            return read_yaml(path, kind)
        except DataError as error:
            problems.extend(error.problems)
            return empty

    edition = read(folder / "atlas.yaml", Edition, Edition("", ""))
    muscles: dict[str, Muscle] = {}
    for path in sorted((folder / "muscles").glob("*.yaml")):
        muscle = read(path, Muscle, None)
        if muscle is not None:
            muscles[path.stem] = muscle
    tables = {name: read(folder / FILES.get(name, f"{name}.yaml"), kind, {}) for name, kind in TABLES.items()}
    muscles = dict(sorted(muscles.items(), key=lambda item: (ORDER.index(item[1].body_part), item[0])))
    data = AtlasData(version=edition.version, date=edition.date, muscles=muscles, **tables)
    if not problems:
        problems = list(broken_references(data))
    if problems:
        raise DataError(problems)
    return data


def broken_references(data: AtlasData) -> Iterator[str]:
    """Every id in the records that names nothing, every label used twice."""
    for muscle_id, muscle in data.muscles.items():
        file = f"{muscle_id}.yaml"
        labels = [point.label for point in muscle.points]
        if len(set(labels)) != len(labels):
            yield f"{file}: points: two points have the same label"
        treatments = [*muscle.treatments, *muscle.self_care]
        for point in muscle.points:
            treatments += [*(point.treatments or ()), *(point.self_care or ())]
        for treatment in treatments:
            if treatment.technique not in data.techniques:
                yield f"{file}: treatments: there is no technique '{treatment.technique}' in techniques.yaml"
    for condition_id, condition in data.conditions.items():
        for name in condition.muscles:
            if name not in data.muscles:
                yield f"conditions.yaml: {condition_id}.muscles: there is no muscle '{name}'"
    places: list[tuple[str, Any]] = [(f"{name}.yaml", muscle) for name, muscle in data.muscles.items()]
    places += [(FILES.get(table, f"{table}.yaml"), getattr(data, table)) for table in TABLES if table != "sources"]
    for file, record in places:
        for source in sorted(set(_sources(msgspec.to_builtins(record))) - set(data.sources)):
            yield f"{file}: sources: there is no source '{source}' in sources.yaml"


def _sources(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value.get("sources", ())
        for child in value.values():
            yield from _sources(child)
    elif isinstance(value, (list, tuple)):
        for child in value:
            yield from _sources(child)
