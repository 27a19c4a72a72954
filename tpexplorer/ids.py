"""Ids: a muscle is ``infraspinatus``, its first point ``infraspinatus.1``, that point on a side ``infraspinatus.1@left``."""

from __future__ import annotations

from typing import Literal

Side = Literal["right", "left"]
SIDES: tuple[Side, Side] = ("right", "left")


def split_side(instance: str) -> tuple[str, Side]:
    """An id and its side, the subject's; the right where none is said."""
    plain, _, side = instance.partition("@")
    return plain, "left" if side == "left" else "right"


def on_side(point: str, side: Side) -> str:
    """A point (or an instance of it) on a side."""
    return f"{point.partition('@')[0]}@{side}"


def other_side(instance: str) -> str:
    """The same point on the other side."""
    plain, side = split_side(instance)
    return on_side(plain, "right" if side == "left" else "left")


def muscle_of(point: str) -> str:
    """The muscle a point (or an instance of it) belongs to."""
    return point.partition("@")[0].rpartition(".")[0]
