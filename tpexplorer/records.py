"""Records written by hand in YAML, checked field by field: a problem is told as ``file:line: field: what was expected``."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, TypeVar, dataclass_transform

import msgspec
from msgspec import Meta

from tpexplorer.errors import DataError
from tpexplorer.written import Written, read_written

T = TypeVar("T")
MOST_FILES = 1000
Id = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Text = Annotated[str, Meta(min_length=2)]


@dataclass_transform(frozen_default=True, kw_only_default=False, field_specifiers=(msgspec.field,))
class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of all records: immutable, exact fields."""


def read_yaml(path: Path, kind: type[T] | Any) -> T:
    """Read one YAML file as `kind`; DataError names the file, the line, the field and what was expected."""
    written = read_written(path)
    problems: list[str] = []
    value: T = _converted(written, written.value, kind, "", problems)
    if problems:
        raise DataError(problems)
    return value


def _converted(written: Written, value: Any, kind: Any, field: str, problems: list[str]) -> Any:
    """A value as `kind`; None with a problem more where it does not fit."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        expected, inner = _split(str(error))
        problems.append(written.problem(f"{field}.{inner}".strip("."), expected))
        return None


def record_files(folder: Path) -> list[Path]:
    """The YAML files of a folder, in order; hidden ones, such as those that a Mac lays beside every file, are passed over."""
    try:
        inside = (path for path in folder.iterdir() if path.suffix == ".yaml" and not path.name.startswith("."))
        files = list(islice(inside, MOST_FILES + 1))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise DataError([f"{folder.name}: the folder cannot be read: {error.strerror or error}"]) from error
    if len(files) > MOST_FILES:
        raise DataError([f"{folder.name}: the folder holds more than {MOST_FILES:,} records"])
    return sorted(files)


def table_files(folder: Path, name: str) -> list[Path]:
    """The files a table of records is written in: ``name.yaml``, and every file of the folder ``name``; often one of them."""
    return [*(path for path in (folder / f"{name}.yaml",) if os.path.lexists(path)), *record_files(folder / name)]


def read_table(folder: Path, name: str, kind: Any) -> dict[str, Any]:
    """A table's records by id, from one file or several; DataError where there is none, or an id is written twice."""
    files = table_files(folder, name)
    if not files:
        raise DataError([f"{name}.yaml: the file is missing"])
    records: dict[str, Any] = {}
    problems: list[str] = []
    for path in files:
        try:
            written = read_written(path)
        except DataError as error:
            problems += error.problems
            continue
        if not isinstance(written.value, dict):
            problems.append(written.problem("", "Expected a table of records, each under its id"))
            continue
        for id_, value in written.value.items():
            if id_ in records:
                problems.append(written.problem(str(id_), "the id is used twice"))
            elif _converted(written, id_, Id, str(id_), problems) is not None:
                records[id_] = _converted(written, value, kind, id_, problems)
    if problems:
        raise DataError(problems)
    return records


def located(folder: Path, problems: Iterable[str]) -> list[str]:
    """Problems ``file: field: expected``, or of a point (``soleus.1/essential: …``), with file, line and field put in."""
    files: dict[Path, Written | None] = {}

    def written(path: Path) -> Written | None:
        if path not in files:
            try:
                files[path] = read_written(path)
            except DataError:
                files[path] = None
        return files[path]

    def place(problem: str) -> str:
        named = re.match(r"([^:\s]+)\.yaml: ([^:]+): (.*)", problem, re.DOTALL)
        of_point = re.match(r"([a-z0-9-]+)\.(\d+)(?:/(\w+))?( and \S+)?: (.*)", problem, re.DOTALL)
        if named:
            file, field, expected = named.groups()
        elif of_point:
            file, number, kind, other, expected = of_point.groups()
            field = f"points[{int(number) - 1}]{f'.pattern.{kind}' if kind else ''}"
            expected = problem if other else expected
        else:
            return problem
        first = re.split(r"[.[]", field)[0]
        for path in (folder / "muscles" / f"{file}.yaml", *table_files(folder, file)):
            found = written(path)
            if found is not None and (path.parent.name == "muscles" or first in found.spot.parts):
                return found.problem(field, expected)
        return problem

    return [place(problem) for problem in problems]


def _split(message: str) -> tuple[str, str]:
    """A msgspec message apart into what was expected and the path of the field."""
    match = re.match(r"(.*?)(?: - at `(?:key in )?\$\.?(.*)`)?$", message, flags=re.DOTALL)
    if not match:
        return message, ""
    text, field = match[1], match[2] or ""
    missing = re.search(r"(?:required|unknown) field `(.+)`", text, re.DOTALL)
    if missing:
        field = f"{field}.{missing[1]}".lstrip(".")
    return text, field
