"""Narrowing list and body down to some of the points: by part of the body, by muscle, by depth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.ids import muscle_of, split_side
from tpexplorer.modes.interfaces import Choices
from tpexplorer.modes.links import split_link
from tpexplorer.modes.start_page import BODY_PARTS
from tpexplorer.state.app_state import Narrowed

DEPTHS = (("", "Superficial and deep"), ("superficial", "Superficial points"), ("deep", "Deep points"))


def holds(atlas: Atlas, narrowed: Narrowed, point: str) -> bool:
    """Whether a point (with or without a side) is among those wanted."""
    plain = split_side(point)[0]
    muscle = muscle_of(plain)
    return (
        narrowed.part in ("", atlas.muscle(muscle).body_part)
        and narrowed.muscle in ("", muscle)
        and narrowed.depth in ("", atlas.point(plain).depth)
    )


def shows(atlas: Atlas, narrowed: Narrowed, page: str, selection: str) -> bool:
    """Whether a page's muscle, and the selected point ("" for none), are among those wanted."""
    kind, id_ = split_link(page)
    muscle = id_.partition("@")[0] if kind == "muscle" else ""
    points = [selection] if selection else []
    return all(holds(atlas, narrowed, point) for point in points) and (
        not muscle or any(holds(atlas, narrowed, point) for point in atlas.points_of(muscle))
    )


def kept(atlas: Atlas, narrowed: Narrowed, points: Iterable[str]) -> set[str] | None:
    """The wanted ones of some points; None where nothing is narrowed."""
    return {point for point in points if holds(atlas, narrowed, point)} if narrowed else None


def settled(atlas: Atlas, narrowed: Narrowed) -> Narrowed:
    """The same, without the muscle where it is of another part, and without the depth where that would leave nothing."""
    if narrowed.part and narrowed.muscle and atlas.muscle(narrowed.muscle).body_part != narrowed.part:
        narrowed = replace(narrowed, muscle="")
    if not any(holds(atlas, narrowed, point) for point in atlas.points):
        narrowed = replace(narrowed, depth="")
    return narrowed


def choices_of(atlas: Atlas, narrowed: Narrowed) -> Choices:
    """What can be chosen: parts of the body, the muscles of the chosen part, depths; and how many points are left."""
    muscles = [(name, muscle.name) for name, muscle in atlas.muscles.items() if narrowed.part in ("", muscle.body_part)]
    present = {muscle.body_part for muscle in atlas.muscles.values()}
    parts = [(part, name) for part, name in BODY_PARTS.items() if part in present]
    left = sum(holds(atlas, narrowed, point) for point in atlas.points)
    return Choices(
        (("", "All parts of the body"), *parts),
        (("", "All muscles"), *sorted(muscles, key=lambda item: item[1].casefold())),
        DEPTHS,
        f"{left} of {len(atlas.points)} points" if narrowed else "",
    )
