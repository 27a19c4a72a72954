"""Files as they should not be: the bytes of a good one, changed by a seed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Mutation = Callable[[random.Random, bytes], bytes]
NUMBER = re.compile(rb"-?\d+(\.\d+)?")
VALUE = re.compile(rb'"[^"\n]{0,60}"|-?\d+(\.\d+)?|(?<=: )[^\n]{1,60}')
NUMBERS = (
    *(b"NaN", b"Infinity", b"-Infinity", b"1e999", b"-1", b"0", b"999999999999999999999999", b"1.7976931348623157e308"),
    *(b".nan", b".inf", b"0x7fffffff", b"16777215", b"2147483648", b"1_000", b'"7"', b"!!int"),
)
VALUES = (
    *(
        b"null",
        b"[]",
        b"{}",
        b"true",
        b'""',
        b'"\\u0000"',
        b'"' + b"x" * 30_000 + b'"',
        b"[[[[[[[[]]]]]]]]",
        b"*none",
        b"!!python/none",
    ),
    *(
        b'"<img src=x>"',
        b'"\\ud800"',
        "«頭痛»".encode(),
        b"@Variant(\\0\\0\\0\\x7f)",
        b"&a [*a]",
        b"- - -",
        b"\x1b[2Jzz",
        b"../../x",
    ),
)
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\x00", b"\x00" * 64, b"\x1a", b"#", b"\xc3\x28")
DEEP = 2000


def flipped(chance: random.Random, data: bytes) -> bytes:
    """A few bits are wrong."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(chance: random.Random, data: bytes) -> bytes:
    """The end is missing, or the beginning, or everything."""
    at = chance.randint(0, len(data))
    return chance.choice((data[:at], data[:at], data[at:], b""))


def without(chance: random.Random, data: bytes) -> bytes:
    """A piece is missing."""
    start, end = _piece(chance, data)
    return data[:start] + data[end:]


def with_more(chance: random.Random, data: bytes) -> bytes:
    """A piece too much: noise, a part of itself again, a mark at the beginning."""
    start, end = _piece(chance, data)
    at = chance.randint(0, len(data))
    noise = chance.randbytes(chance.choice((1, 4, 200)))
    return chance.choice((data[:at] + noise + data[at:], data[:at] + data[start:end] + data[at:], chance.choice(MARKS) + data))


def swapped(chance: random.Random, data: bytes) -> bytes:
    """Two pieces stand in each other's place."""
    a, b, c, d = sorted(chance.randint(0, len(data)) for _ in range(4))
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def encoded_otherwise(chance: random.Random, data: bytes) -> bytes:
    """Written by an editor with its own mind."""
    text = data.decode("utf-8", errors="replace")
    return chance.choice(
        (
            lambda: text.encode("utf-16"),
            lambda: text.encode("latin-1", errors="replace") + b"\xe9",
            lambda: b"\xef\xbb\xbf" + data,
            lambda: data.replace(b"\n", b"\r\n"),
            lambda: data.replace(b"\n", b"\r"),
            lambda: data.replace(b" ", b"\t"),
            lambda: text.encode("utf-32"),
        )
    )()


def other_number(chance: random.Random, data: bytes) -> bytes:
    """A number that is none, or none that can be."""
    return _replaced(chance, NUMBER, NUMBERS, data)


def other_value(chance: random.Random, data: bytes) -> bytes:
    """A value of another kind."""
    return _replaced(chance, VALUE, VALUES, data)


def deep(chance: random.Random, data: bytes) -> bytes:
    """Brackets in brackets without end."""
    opening, closing = chance.choice(((b"[", b"]"), (b'{"a":', b"}"), (b"{a: ", b"}"), (b"- ", b"")))
    found = list(VALUE.finditer(data))
    times = chance.choice((50, DEEP, 50 * DEEP))
    nest = opening * times + b"0" + closing * times
    if not found:
        return nest
    match = chance.choice(found)
    return data[: match.start()] + nest + data[match.end() :]


def line_again(chance: random.Random, data: bytes) -> bytes:
    """A line, and so a key, stands twice, or a thousand times."""
    lines = data.splitlines(keepends=True)
    if not lines:
        return data
    number = chance.randrange(len(lines))
    return b"".join([*lines[:number], *[lines[number]] * chance.choice((2, 2, 1000)), *lines[number + 1 :]])


BINARY: tuple[Mutation, ...] = (flipped, flipped, cut, without, with_more, swapped)
TEXT: tuple[Mutation, ...] = (*BINARY, encoded_otherwise, other_number, other_value, other_value, deep, line_again)


def mutated(chance: random.Random, data: bytes, kinds: tuple[Mutation, ...]) -> tuple[bytes, str]:
    """Another file, and what was done to it."""
    chosen = chance.choices(kinds, k=chance.choice((1, 1, 1, 2, 3)))
    for mutation in chosen:
        data = mutation(chance, data)
    return data, ", ".join(mutation.__name__ for mutation in chosen)


def _piece(chance: random.Random, data: bytes) -> tuple[int, int]:
    start = chance.randint(0, len(data))
    return start, min(len(data), start + chance.choice((1, 3, 40, 1000)))


def _replaced(chance: random.Random, what: re.Pattern[bytes], by: tuple[bytes, ...], data: bytes) -> bytes:
    found = list(what.finditer(data))
    if not found:
        return data
    match = chance.choice(found)
    return data[: match.start()] + chance.choice(by) + data[match.end() :]
