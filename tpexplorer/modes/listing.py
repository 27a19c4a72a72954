"""What the list on the left shows: muscles and points by part of the body, and search results."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.body.map import BodyMap
from tpexplorer.errors import UnknownIdError
from tpexplorer.ids import Side, muscle_of
from tpexplorer.modes.interfaces import Found, Hit, Row
from tpexplorer.modes.links import split_link
from tpexplorer.modes.narrowing import holds
from tpexplorer.modes.point_page import sides_of
from tpexplorer.modes.start_page import BODY_PARTS
from tpexplorer.state.app_state import Narrowed

ALL = Narrowed()
KIND_NAMES = {
    "muscle": "muscle",
    "point": "trigger point",
    "region": "part of the body",
    "technique": "technique",
    "condition": "condition",
    "caution": "caution",
    "step": "step of a session",
    "chapter": "background",
}


def rows_of(atlas: Atlas, narrowed: Narrowed = ALL) -> list[Row]:
    """Parts of the body, their muscles, their points, in the atlas's order; only those that are wanted."""
    rows = []
    for part, heading in BODY_PARTS.items():
        muscles = [_muscle_row(atlas, name, narrowed) for name, muscle in atlas.muscles.items() if muscle.body_part == part]
        shown = tuple(row for row in muscles if row.children)
        if shown:
            rows.append(Row("", heading, children=shown))
    return rows


def _muscle_row(atlas: Atlas, name: str, narrowed: Narrowed) -> Row:
    muscle = atlas.muscle(name)
    points = tuple(
        Row(f"point/{point}", atlas.point(point).label, atlas.point(point).where, atlas.point(point).depth == "deep")
        for point in atlas.points_of(name)
        if holds(atlas, narrowed, point)
    )
    return Row(f"muscle/{name}", muscle.name, muscle.latin, None, points)


def points_in_order(atlas: Atlas, side: Side, narrowed: Narrowed = ALL) -> list[str]:
    """The points in the list's order that are wanted and described on a side."""
    links = [point.link for part in rows_of(atlas, narrowed) for muscle in part.children for point in muscle.children]
    points = [link.removeprefix("point/") for link in links]
    return [point for point in points if side in sides_of(atlas.point(point))]


def found_of(atlas: Atlas, body_map: BodyMap, hits: Iterable[Hit]) -> list[Found]:
    """Search results as lines of the list; a point is named by its muscle too, a region by its everyday name.

    The points of a muscle come after it, not after others that fit better than they do.
    """
    lines = []
    for hit in hits:
        name, kind = hit.name, KIND_NAMES.get(hit.kind, hit.kind)
        if hit.kind == "region" and hit.id in body_map.regions:
            everyday = body_map.regions[hit.id].everyday
            name = everyday[:1].upper() + everyday[1:]
            kind = kind if name.casefold() == hit.name.casefold() else f"{kind} · {hit.name}"
        if hit.kind == "point":
            try:
                name = f"{atlas.muscle(muscle_of(hit.id)).name}: {atlas.point(hit.id).label}"
            except UnknownIdError:
                continue
        caution = atlas.cautions.get(hit.id) if hit.kind == "caution" else None
        if caution is not None and caution.kind == "red flag":
            flag = (caution.do, caution.urgency)
            lines.append(Found(f"{hit.kind}/{hit.id}", name, "red flag", _words(hit.matched), *flag))
        else:
            lines.append(Found(f"{hit.kind}/{hit.id}", name, kind, _words(hit.matched)))
    place = {line.link: number for number, line in enumerate(lines)}

    def after(line: Found) -> int:
        kind, id_ = split_link(line.link)
        return min(place[line.link], place.get(f"muscle/{muscle_of(id_)}", len(lines)) if kind == "point" else len(lines))

    return sorted(lines, key=after)


def _words(matched: str | Sequence[str]) -> tuple[str, ...]:
    return (matched,) if isinstance(matched, str) and matched else tuple(matched)
