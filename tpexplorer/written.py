"""YAML as it is written: read event by event, within bounds, with the line that each part stands on.

Only plain values are read: no tags, one document, every key once. An alias stands for what its anchor holds, and counts
as much; so neither nesting nor aliases nor length can take time or memory without end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tpexplorer.errors import DataError
from tpexplorer.files import read_bounded

MOST_BYTES, MOST_VALUES, DEEPEST = 1 << 20, 20_000, 40
# No number and no date is as long, so what is longer is text.
LONGEST_NUMBER = 60
YAML_TAG = "tag:yaml.org,2002:"
TEXT = f"{YAML_TAG}str"


@dataclass
class Spot:
    """Where a value stands, and its parts by key or number; `size` counts it and all that is in it."""

    line: int
    parts: dict[str, Spot] = field(default_factory=dict)
    size: int = 1


@dataclass(frozen=True)
class Written:
    """What a file holds, and where."""

    path: Path
    value: Any
    spot: Spot

    def line(self, field: str) -> int:
        """The line (from 1) on which a field such as ``points[0].label`` is written; of its nearest parent if not."""
        spot = self.spot
        for part in field.replace("[", ".").replace("]", "").split("."):
            if part not in spot.parts:
                break
            spot = spot.parts[part]
        return spot.line

    def problem(self, field: str, expected: str) -> str:
        """A problem with a field, as ``file:line: field: expected``."""
        return f"{self.path.name}:{self.line(field)}: {field or 'record'}: {expected}"


def read_written(path: Path) -> Written:
    """A YAML file; DataError says in one sentence, with the line, why it cannot be read."""
    try:
        text = read_bounded(path, MOST_BYTES).decode("utf-8-sig")
    except OSError as error:
        raise DataError([f"{path.name}:1: the file cannot be read: {error.strerror or error}"]) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise DataError([f"{path.name}:{line}: the file is not UTF-8 text; save it as UTF-8"]) from error
    try:
        value, spot = _Reader(text).document()
    except _RefusedError as refused:
        raise DataError([f"{path.name}:{refused.line}: {refused}"]) from refused
    return Written(path, value, spot)


class _RefusedError(Exception):
    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line


class _Reader:
    """Builds the value of one document from the parser's events."""

    def __init__(self, text: str) -> None:
        import yaml  # only authoring and content packs read YAML; the app starts from compiled files

        self.yaml, self.text = yaml, text
        self.line, self.count = 1, 0
        self.anchors: dict[str, tuple[Any, Spot] | None] = {}
        try:
            self.loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
        except yaml.YAMLError as error:  # signs that no text has
            raise self._no_yaml(error) from error

    def document(self) -> tuple[Any, Spot]:
        """The one document's value."""
        found: tuple[Any, Spot] = (None, Spot(1))
        documents = 0
        while not isinstance(event := self._next(), self.yaml.StreamEndEvent):
            if isinstance(event, self.yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _RefusedError(self.line, "a second document begins ('---'); a file holds one")
                found = self._value(self._next(), 0)
        return found

    def _next(self) -> Any:
        try:
            event = self.loader.get_event()
        except self.yaml.YAMLError as error:
            raise self._no_yaml(error) from error
        self.line = event.start_mark.line + 1
        return event

    def _no_yaml(self, error: Exception) -> _RefusedError:
        mark, position = getattr(error, "problem_mark", None), getattr(error, "position", None)
        line = mark.line + 1 if mark else self.text[:position].count("\n") + 1 if position else self.line
        why = getattr(error, "problem", None) or getattr(error, "reason", None) or "it makes no sense here"
        return _RefusedError(line, f"not valid YAML: {why}")

    def _counted(self, size: int) -> None:
        self.count += size
        if self.count > MOST_VALUES:
            raise _RefusedError(self.line, f"the file holds more than {MOST_VALUES:,} values, aliases (*name) counted in full")

    def _value(self, event: Any, depth: int) -> tuple[Any, Spot]:
        """The value that an event begins, and where it stands."""
        if isinstance(event, self.yaml.AliasEvent):
            return self._alias(str(event.anchor))
        line = self.line
        if event.tag not in (None, "!"):
            raise _RefusedError(line, f"a tag ({event.tag.replace(YAML_TAG, '!!')}) is not read here; write the plain value")
        if depth >= DEEPEST:
            raise _RefusedError(line, f"values are nested more than {DEEPEST} deep")
        self._counted(1)
        spot = Spot(line)
        if event.anchor:
            self.anchors[event.anchor] = None
        value: Any
        if isinstance(event, self.yaml.ScalarEvent):
            value = self._scalar(event)
        elif isinstance(event, self.yaml.SequenceStartEvent):
            value = self._sequence(spot, depth)
        else:
            value = self._mapping(spot, depth)
        spot.size += sum(part.size for part in spot.parts.values())
        if event.anchor:
            self.anchors[event.anchor] = (value, spot)
        return value, spot

    def _alias(self, name: str) -> tuple[Any, Spot]:
        found = self.anchors.get(name)
        if found is None:
            why = "stands within what it names" if name in self.anchors else "names nothing"
            raise _RefusedError(self.line, f"the alias *{name} {why}")
        self._counted(found[1].size)
        return found

    def _sequence(self, spot: Spot, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := self._next(), self.yaml.SequenceEndEvent):
            value, part = self._value(event, depth + 1)
            spot.parts[str(len(items))] = part
            items.append(value)
        return items

    def _mapping(self, spot: Spot, depth: int) -> dict[Any, Any]:
        items: dict[Any, Any] = {}
        while not isinstance(event := self._next(), self.yaml.MappingEndEvent):
            line = self.line
            key, _ = self._value(event, depth + 1)
            if isinstance(key, (list, dict)):
                raise _RefusedError(line, "a key is a list or a table; keys are plain words")
            if key in items:
                raise _RefusedError(
                    line, f"the key '{key}' is written twice; it stands on line {spot.parts[str(key)].line} already"
                )
            value, part = self._value(self._next(), depth + 1)
            items[key] = value
            # A field stands where its key does; what an alias stands for is elsewhere.
            spot.parts[str(key)] = Spot(line, part.parts, part.size)
        return items

    def _scalar(self, event: Any) -> Any:
        """Text, or the number, truth, date or nothing that plain text stands for."""
        text: str = event.value
        if event.style:
            return self._encodable(text)
        if event.tag == "!" or len(text) > LONGEST_NUMBER:
            return text
        node = self.yaml.ScalarNode
        tag = self.loader.resolve(node, text, (True, False))
        if tag == TEXT:
            return text
        try:
            return self.loader.construct_object(node(tag, text))
        except (ValueError, self.yaml.YAMLError) as error:
            raise _RefusedError(
                self.line, f"'{text}' looks like a number or a date, but is none; quote it if it is text"
            ) from error

    def _encodable(self, text: str) -> str:
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise _RefusedError(self.line, "half of a sign (a surrogate) is no text") from error
        return text
