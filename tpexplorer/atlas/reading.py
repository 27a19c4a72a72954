"""Reading the atlas from its YAML folder, every record checked, every reference followed; all problems at once."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from tpexplorer.atlas.schema import AtlasData, Caution, Chapter, Condition, Muscle, Source, Step, Technique, Treatment, Usual
from tpexplorer.atlas.source_rules import source_problems
from tpexplorer.atlas.usual_doses import with_usual_doses
from tpexplorer.errors import DataError
from tpexplorer.files import size_of
from tpexplorer.records import Record, located, read_table, read_yaml, record_files, table_files

TABLES: dict[str, Any] = {
    "techniques": Technique,
    "conditions": Condition,
    "cautions": Caution,
    "steps": Step,
    "chapters": Chapter,
    "sources": Source,
    "usual": Usual,
}
# A table that an atlas may do without.
OPTIONAL = ("usual",)
FILES = {"chapters": "history", "steps": "session"}
# Lists of ids that lead from a table to another, whose name is the field's.
LINKS = (("conditions", "muscles"), ("conditions", "cautions"), ("steps", "cautions"), ("steps", "techniques"))
ORDER = ["head-neck", "shoulder-upper-back", "arm-hand", "chest-abdomen", "lower-back-pelvis", "thigh", "leg-foot"]
# Some eight times what ships with the app.
MOST_BYTES = 16 << 20
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Edition(Record, frozen=True, kw_only=True):
    """``atlas.yaml``: the data's version and date."""

    version: str
    date: str


NO_EDITION = Edition(version="", date="")


def read_atlas(folder: Path, base: AtlasData | None = None) -> AtlasData:
    """The whole atlas under a data folder; DataError lists every problem found, each as ``file:line: field: expected``.

    With a `base`, the folder is a content pack: what it lacks comes from the base, what it has is laid over it.
    """
    problems: list[str] = []
    refuse_endless(folder)

    def told(read: Callable[[], Any], empty: Any) -> Any:
        try:
            return read()
        except DataError as error:
            problems.extend(error.problems)
            return empty

    def table(name: str) -> dict[str, Any]:
        shipped = getattr(base, name) if base else {}
        if (base or name in OPTIONAL) and not table_files(folder, file_name(name)):
            return dict(shipped)
        return {**shipped, **told(lambda: read_table(folder, file_name(name), TABLES[name]), {})}

    edition = NO_EDITION if base is None else Edition(version=base.version, date=base.date)
    if base is None or os.path.lexists(folder / "atlas.yaml"):
        edition = told(lambda: read_yaml(folder / "atlas.yaml", Edition), edition)
    muscles = _muscles(folder, lambda path: told(lambda: read_yaml(path, Muscle), None), problems)
    tables = {name: table(name) for name in TABLES}
    muscles = {name: with_usual_doses(muscle, tables["techniques"]) for name, muscle in muscles.items()}
    muscles = {**(base.muscles if base else {}), **muscles}
    muscles = dict(sorted(muscles.items(), key=lambda item: (ORDER.index(item[1].body_part), item[0])))
    data = AtlasData(version=edition.version, date=edition.date, muscles=muscles, **tables)
    if not problems:
        problems = located(folder, broken_references(data))
    if problems:
        raise DataError(problems)
    return data


def refuse_endless(folder: Path) -> None:
    """DataError for a folder with more in it than records ever are, before any of it is read."""
    files = [
        path for name in ("muscles", "landmarks", "regions", *map(file_name, TABLES)) for path in table_files(folder, name)
    ]
    size = sum(size_of(path) for path in files)
    if size > MOST_BYTES:
        raise DataError([f"{folder.name}: the records are {size >> 20} MB; more than {MOST_BYTES >> 20} MB are not read"])


def _muscles(folder: Path, read: Callable[[Path], Muscle | None], problems: list[str]) -> dict[str, Muscle]:
    """The muscles under a folder, by file name."""
    muscles: dict[str, Muscle] = {}
    try:
        paths = record_files(folder / "muscles")
    except DataError as error:
        problems += error.problems
        return muscles
    if not paths:
        problems.append(f"{folder.name}/muscles: there is no muscle record (a file such as infraspinatus.yaml)")
    for path in paths:
        if not ID.fullmatch(path.stem):
            problems.append(
                f"{path.name}:1: file name: expected lower-case letters, digits and hyphens, such as infraspinatus.yaml"
            )
            continue
        muscle = read(path)
        if muscle is not None:
            muscles[path.stem] = muscle
    return muscles


def file_name(table: str) -> str:
    """What the file, or the folder of files, that a table of records is written in is called."""
    return FILES.get(table, table)


def file_of(table: str) -> str:
    """The file that a table of records is written in, unless it is a folder of files."""
    return f"{file_name(table)}.yaml"


def broken_references(data: AtlasData) -> Iterator[str]:
    """Every id in the records that names nothing, every label used twice, as ``file: field: expected``."""
    yield from _unknown_usual(data)
    for muscle_id, muscle in data.muscles.items():
        yield from (f"{muscle_id}.yaml: {problem}" for problem in _broken_in(muscle, data))
    for table, field in LINKS:
        for id_, record in getattr(data, table).items():
            for number, name in enumerate(getattr(record, field)):
                if name not in getattr(data, field):
                    yield f"{file_of(table)}: {id_}.{field}[{number}]: there is no {field.removesuffix('s')} '{name}'"
    yield from _unknown_sources(data)
    yield from (f"sources.yaml: {problem}" for problem in source_problems(data.sources, data.muscles))


def _broken_in(muscle: Muscle, data: AtlasData) -> Iterator[str]:
    """What is wrong in a muscle's references, as ``field: expected``."""
    labels = [point.label for point in muscle.points]
    for number, label in enumerate(labels):
        if label in labels[:number]:
            yield f"points[{number}].label: another point has the same label '{label}'"
    for field, treatment in _treatments(muscle):
        if treatment.technique not in data.techniques:
            yield f"{field}.technique: there is no technique '{treatment.technique}' in techniques.yaml"
        elif not treatment.dose:
            yield f"{field}.dose: '{treatment.technique}' has no usual dose here; write one"
        for name in treatment.keeps_clear:
            if name not in data.cautions and name not in data.muscles:
                yield f"{field}.keeps_clear: there is no caution and no muscle '{name}'"


def _unknown_usual(data: AtlasData) -> Iterator[str]:
    """Every muscle and point in usual.yaml that there is not."""
    for muscle_id, known in data.usual.items():
        if muscle_id not in data.muscles:
            yield f"usual.yaml: {muscle_id}: there is no such muscle"
            continue
        there = len(data.muscles[muscle_id].points)
        absent = [number for number in (*known.points, *known.no_pain) if not 1 <= number <= there]
        yield from (f"usual.yaml: {muscle_id}: there is no point {number}; it has {there}" for number in absent)


def _unknown_sources(data: AtlasData) -> Iterator[str]:
    """Every source cited that is not in sources.yaml, once a file."""
    places: list[tuple[str, Any]] = [(f"{name}.yaml", muscle) for name, muscle in data.muscles.items()]
    places += [(file_of(table), getattr(data, table)) for table in TABLES if table != "sources"]
    known = {*data.sources, *(name for source in data.sources.values() for name in source.formerly)}
    for file, record in places:
        told: set[str] = set()
        for field, source in _sources(msgspec.to_builtins(record), ""):
            if source not in known and source not in told:
                told.add(source)
                yield f"{file}: {field}: there is no source '{source}' in sources.yaml"


def _treatments(muscle: Muscle) -> Iterator[tuple[str, Treatment]]:
    """Every treatment of a muscle and its points, with its field."""
    groups: list[tuple[str, tuple[Treatment, ...] | None]] = [
        ("treatments", muscle.treatments),
        ("self_care", muscle.self_care),
    ]
    for number, point in enumerate(muscle.points):
        groups += [(f"points[{number}].treatments", point.treatments), (f"points[{number}].self_care", point.self_care)]
    for field, treatments in groups:
        for number, treatment in enumerate(treatments or ()):
            yield f"{field}[{number}]", treatment


def _sources(value: Any, field: str) -> Iterator[tuple[str, str]]:
    """Every source that a record leans on, with its field."""
    if isinstance(value, dict):
        for key, child in value.items():
            name = f"{field}.{key}".lstrip(".")
            if key == "sources":
                yield from ((f"{name}[{number}]", source) for number, source in enumerate(child))
            else:
                yield from _sources(child, name)
    elif isinstance(value, (list, tuple)):
        for number, child in enumerate(value):
            yield from _sources(child, f"{field}[{number}]")
