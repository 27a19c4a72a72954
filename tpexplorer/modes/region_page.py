"""The page of a region of the body: which points refer to it, which lie in it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.body.map import BodyMap
from tpexplorer.ids import Side
from tpexplorer.modes.html import box, bullets, paragraph, section, sentence
from tpexplorer.modes.interfaces import Page
from tpexplorer.modes.links import anchor
from tpexplorer.patterns.match import Matcher

SCOPE = (
    "Points to consider, those that cover the place best first. Pain here can come from many other things; "
    "when in doubt, to a doctor."
)
NOTHING = "No point of this atlas refers here yet. Look at a neighbouring place, or search for a muscle."


def region_page(atlas: Atlas, body_map: BodyMap, matcher: Matcher, region_id: str, side: Side) -> Page:
    """A region by its everyday name, with what refers to it on a side of the subject."""
    region = body_map.region(region_id)
    matches = matcher.where([region_id], side)
    essential = [match.point for match in matches if match.zone == "essential"]
    spillover = [match.point for match in matches if match.zone == "spillover"]
    careful = [
        f"{anchor(f'caution/{name}', caution.name)}: {escape(caution.do)}"
        for name, caution in atlas.cautions.items()
        if region_id in caution.regions
    ]
    html = "".join(
        (
            box("care", "Careful here", bullets(careful)),
            section("Points that often refer here", _points(atlas, essential)),
            section("Points whose pain may spill over to here", _points(atlas, spillover)),
            paragraph(SCOPE if matches else NOTHING, "evidence"),
            _conditions(atlas, matches_muscles=[match.muscle for match in matches if match.zone == "essential"]),
        )
    )
    everyday = region.everyday[:1].upper() + region.everyday[1:]
    sides: tuple[Side, ...] = () if region.midline else ("right", "left")
    return Page(
        f"region/{region_id}", everyday, "" if region.name.casefold() == everyday.casefold() else region.name, html, sides, side
    )


def _points(atlas: Atlas, instances: Iterable[str]) -> str:
    return bullets(
        f"{anchor(f'point/{instance}', atlas.name(instance))}<br>"
        f'<span class="small">{sentence(atlas.point(instance).pattern.essential.words)}</span>'
        for instance in instances
    )


def _conditions(atlas: Atlas, matches_muscles: list[str]) -> str:
    asked = set(matches_muscles)
    found = [(len(asked & set(condition.muscles)), name) for name, condition in atlas.conditions.items()]
    best = [name for shared, name in sorted(found, key=lambda item: -item[0])[:3] if shared >= 2]
    return section("See also", bullets(anchor(f"condition/{name}", atlas.conditions[name].name) for name in best))
