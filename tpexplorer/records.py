"""Records written by hand in YAML, checked field by field: a problem is told as ``file:line: field: what was expected``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, TypeVar, dataclass_transform

import msgspec
from msgspec import Meta

from tpexplorer.errors import DataError

T = TypeVar("T")
Id = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Text = Annotated[str, Meta(min_length=2)]


@dataclass_transform(frozen_default=True, kw_only_default=False, field_specifiers=(msgspec.field,))
class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of all records: immutable, exact fields."""


def read_yaml(path: Path, kind: type[T] | Any) -> T:
    """Read one YAML file as `kind`; DataError names the file, the line, the field and what was expected."""
    import yaml  # only authoring and content packs read YAML; the app starts from compiled files

    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError([f"{path.name}: the file cannot be read as UTF-8 text ({error})"]) from error
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        value = yaml.load(text, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise DataError([f"{path.name}:{line}: not valid YAML: {getattr(error, 'problem', None) or error}"]) from error
    except (ValueError, RecursionError) as error:  # an impossible date or number, brackets without end
        raise DataError([f"{path.name}:1: not valid YAML: {error}"]) from error
    try:
        result: T = msgspec.convert(value, kind)
        return result
    except msgspec.ValidationError as error:
        expected, field = _split(str(error))
        raise DataError([f"{path.name}:{line_of(path, field)}: {field or 'record'}: {expected}"]) from error


def table_files(folder: Path, name: str) -> list[Path]:
    """The files a table of records is written in: ``name.yaml``, and every file of the folder ``name``; often one of them."""
    return [path for path in (folder / f"{name}.yaml", *sorted((folder / name).glob("*.yaml"))) if path.is_file()]


def read_table(folder: Path, name: str, kind: Any) -> dict[str, Any]:
    """A table's records by id, from one file or several; DataError where there is none, or an id is written twice."""
    files = table_files(folder, name)
    if not files:
        raise DataError([f"{name}.yaml: the file is missing"])
    records: dict[str, Any] = {}
    problems: list[str] = []
    for path in files:
        try:
            part: dict[str, Any] = read_yaml(path, dict[Id, kind])
        except DataError as error:
            problems += error.problems
            continue
        problems += [f"{path.name}:{line_of(path, id_)}: {id_}: the id is used twice" for id_ in part if id_ in records]
        records |= part
    if problems:
        raise DataError(problems)
    return records


def line_of(path: Path, field: str) -> int:
    """The line (from 1) on which a field such as ``points[0].label`` is written; that of its nearest parent if it is not."""
    import yaml

    try:
        return _line(yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader), field)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return 1


def _split(message: str) -> tuple[str, str]:
    """A msgspec message apart into what was expected and the path of the field."""
    match = re.match(r"(.*?)(?: - at `(?:key in )?\$\.?(.*)`)?$", message, flags=re.DOTALL)
    if not match:
        return message, ""
    text, field = match[1], match[2] or ""
    missing = re.search(r"required field `(\w+)`|unknown field `(\w+)`", text)
    if missing:
        field = f"{field}.{missing[1] or missing[2]}".lstrip(".")
    return text, field


def _line(node: Any, field: str) -> int:
    """The line (from 1) of the deepest part of `field` that is written in the file."""
    line = node.start_mark.line + 1 if node is not None else 1
    for part in re.findall(r"[^.\[\]]+", field):
        children = getattr(node, "value", None)
        if not isinstance(children, list):
            break
        if part.isdecimal() and int(part) < len(children) and not isinstance(children[0], tuple):
            node = children[int(part)]
        else:
            pairs = [pair for pair in children if isinstance(pair, tuple)]
            named = [pair for pair in pairs if pair[0].value == part]
            if part == "..." and len(pairs) > 0:
                break
            if not named:
                break
            line = named[0][0].start_mark.line + 1
            node = named[0][1]
            continue
        line = node.start_mark.line + 1
    return int(line)
