"""The page of a region of the body: which points refer to it, which lie in it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.body.map import BodyMap
from tpexplorer.ids import Side, muscle_of
from tpexplorer.modes.guide_pages import KINDS
from tpexplorer.modes.html import box, bullets, paragraph, section, sentence
from tpexplorer.modes.interfaces import Page
from tpexplorer.modes.links import anchor
from tpexplorer.modes.where_page import muscles_here
from tpexplorer.patterns.finding import Kind
from tpexplorer.patterns.match import Matcher

SCOPE = (
    "Points to consider, those that cover the place best first. Pain here can come from many other things; "
    "when in doubt, see a doctor."
)
NOTHING = "No point of this atlas refers here yet. Look at a neighbouring place, or search for a muscle."


def region_page(atlas: Atlas, body_map: BodyMap, matcher: Matcher, region_id: str, side: Side) -> Page:
    """A region by its everyday name, with what refers to it on a side of the subject."""
    region = body_map.region(region_id)
    matches = matcher.where([region_id], side)
    painful = [match for match in matches if not match.felt]
    essential = [match.point for match in painful if match.zone == "essential"]
    spillover = [match.point for match in painful if match.zone == "spillover"]
    others = [
        f"{anchor(f'point/{match.point}', atlas.name(match.point))}: {escape(match.felt)}" for match in matches if match.felt
    ]
    cautions = [(name, caution) for name, caution in atlas.cautions.items() if region_id in caution.regions]
    cautions.sort(key=lambda item: list(KINDS).index(item[1].kind))
    careful = [f"{anchor(f'caution/{name}', caution.name)}: {escape(caution.do)}" for name, caution in cautions]
    html = "".join(
        (
            box("care", "Careful here", bullets(careful)),
            section("Points that often refer here", _points(atlas, essential, "essential")),
            section("Points whose pain may spill over to here", _points(atlas, spillover, "spillover")),
            section("Felt here, but not as pain", bullets(others)),
            muscles_here(atlas, matcher.here(region_id, side)),
            paragraph(SCOPE if matches else NOTHING, "evidence"),
            _conditions(atlas, region_id),
        )
    )
    everyday = region.everyday[:1].upper() + region.everyday[1:]
    sides: tuple[Side, ...] = () if region.midline else ("right", "left")
    return Page(
        f"region/{region_id}", everyday, "" if region.name.casefold() == everyday.casefold() else region.name, html, sides, side
    )


def _points(atlas: Atlas, instances: Iterable[str], kind: Kind) -> str:
    """The points muscle by muscle, in the order of each muscle's best; what their zone is said to be, once for alike ones."""
    muscles: dict[str, list[str]] = {}
    for instance in instances:
        muscles.setdefault(muscle_of(instance), []).append(instance)
    return bullets(_muscle(atlas, muscle, points, kind) for muscle, points in muscles.items())


def _muscle(atlas: Atlas, muscle: str, instances: list[str], kind: Kind) -> str:
    name = atlas.muscle(muscle).name
    if len(atlas.points_of(muscle)) == 1:
        head = anchor(f"point/{instances[0]}", name)
    else:
        links = (anchor(f"point/{instance}", atlas.point(instance).label) for instance in instances)
        head = f"{anchor(f'muscle/{muscle}', name)}: {' · '.join(links)}"
    patterns = [atlas.point(instance).pattern for instance in instances]
    zones = [(pattern.spillover if kind == "spillover" else None) or pattern.essential for pattern in patterns]
    said = dict.fromkeys(sentence(zone.words) for zone in zones)
    return f'{head}<br><span class="small">{"<br>".join(said)}</span>'


def _conditions(atlas: Atlas, region: str) -> str:
    """The conditions that are felt there."""
    found = [name for name, condition in atlas.conditions.items() if region in condition.regions]
    return section("Conditions felt here", bullets(anchor(f"condition/{name}", atlas.conditions[name].name) for name in found))
