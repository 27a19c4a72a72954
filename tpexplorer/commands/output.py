"""What the commands print: records as JSON, tables and pages for people."""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TextIO

import msgspec

from tpexplorer.errors import printable

# Drawn places mean nothing as words, misspellings are for the search alone; --json prints them.
NOT_READ = frozenset({"strokes", "extent", "seeds", "location", "vertex", "misspellings"})


def deliver(text: str) -> int:
    """Write what a command has printed; 0, or 2 after saying why it cannot be written. A reader may stop reading."""
    if not text:
        return 0
    if sys.stdout is None:
        tell("tpexplorer: There is nowhere to write to: the standard output is closed.")
        return 2
    try:
        _write(sys.stdout, text)
    except OSError as error:
        with suppress(OSError, ValueError):  # what could not be written must not be tried again at the end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):  # the reader, such as head, has seen enough
            return 0
        tell(f"tpexplorer: The output cannot be written ({error.strerror or error}).")
        return 2
    return 0


def tell(*sentences: str) -> None:
    """Sentences on the standard error, a line each; where they cannot be written, nothing can be said."""
    if sys.stderr is not None:
        with suppress(OSError):
            _write(sys.stderr, "".join(f"{printable(sentence)}\n" for sentence in sentences))


def _write(stream: TextIO, text: str) -> None:
    """Write at once; a console that lacks a letter shows a substitute instead of failing."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
    stream.write(text)
    stream.flush()


def print_json(value: object) -> None:
    """One JSON document, in ASCII so that no console or pipe can spoil it."""
    print(json.dumps(msgspec.to_builtins(value), indent=2))


def print_table(rows: Sequence[Sequence[object]], headings: Sequence[str]) -> None:
    """Columns under headings; the widest are narrowed until all fit the terminal."""
    cells = [[heading.upper() for heading in headings], *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(headings))]
    room = max(shutil.get_terminal_size((120, 40)).columns, 60) - 2 * (len(headings) - 1)
    # The first column is the id, which someone may want to copy.
    while sum(widths) > room and max(widths[1:], default=0) > 8:
        widest = max(range(1, len(widths)), key=widths.__getitem__)
        widths[widest] -= 1
    for row in cells:
        fitted = (cell if len(cell) <= width else cell[: width - 1] + "…" for cell, width in zip(row, widths, strict=True))
        print("  ".join(cell.ljust(width) for cell, width in zip(fitted, widths, strict=True)).rstrip())


def print_page(title: str, record: object) -> None:
    """A record to be read."""
    print(title)
    print("=" * min(len(title), 100))
    for line in _lines(msgspec.to_builtins(record), 0):
        print(line)


def _lines(record: object, depth: int) -> Iterator[str]:
    indent = "  " * depth
    if isinstance(record, dict):
        for key, value in record.items():
            if key in NOT_READ or value in (None, "", [], (), {}):
                continue
            label = key.replace("_", " ").capitalize()
            plain = _plain(value)
            if plain is None:
                yield ""
                yield f"{indent}{label}"
                yield from _lines(value, depth + 1)
            else:
                yield from _wrapped(f"{label}: {plain}", indent)
    elif isinstance(record, (list, tuple)):
        for item in record:
            if isinstance(item, dict) and "text" in item:
                yield from _wrapped(f"- {item['text']} [{', '.join(item.get('sources', ()))}]", indent)
            elif isinstance(item, dict):
                yield from _lines(item, depth)
                yield ""
            else:
                yield from _wrapped(f"- {item}", indent)
    else:
        yield from _wrapped(str(record), indent)


def _plain(value: object) -> str | None:
    """A value that fits one line; None for one that needs its own block."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (str, int, float)):
        return str(value)
    if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
        together = ", ".join(value)
        return together if len(together) <= 100 else None
    return None


def _wrapped(text: str, indent: str) -> list[str]:
    width = max(40, min(shutil.get_terminal_size((100, 40)).columns, 110))
    hang = indent + ("  " if text.startswith("- ") else "    ")
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=hang, break_long_words=False) or [indent]
