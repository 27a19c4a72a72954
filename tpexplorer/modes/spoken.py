"""Pictures in words: what a screen reader says in place of the body and of a pattern's pictures."""

from __future__ import annotations

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.atlas.schema import Pattern
from tpexplorer.ids import muscle_of, split_side

NOTHING_SELECTED = "Nothing is selected."


def spoken_pattern(pattern: Pattern) -> str:
    """Where the pain of a point is felt."""
    zones = [f"Essential zone: {_sentence(pattern.essential.words)}"]
    if pattern.spillover is not None:
        zones.append(f"Spillover zone: {_sentence(pattern.spillover.words)}")
    return " ".join(zones)


def spoken_point(atlas: Atlas, instance: str) -> str:
    """The point that is selected ("" for none), and where its pain is felt."""
    if not instance:
        return NOTHING_SELECTED
    name, side = split_side(instance)
    point = atlas.point(name)
    muscle = atlas.muscle(muscle_of(name)).name
    return f"Selected: {muscle}, {point.label}, subject's {side}. {spoken_pattern(point.pattern)}"


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."
