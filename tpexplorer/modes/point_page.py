"""The pages of a trigger point and of a muscle."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.atlas.schema import Muscle, Pattern, TriggerPoint, Zone
from tpexplorer.body.map import BodyMap
from tpexplorer.ids import SIDES, Side, muscle_of, on_side, split_side
from tpexplorer.modes.html import References, bullets, facts, paragraph, picture, section, sentence
from tpexplorer.modes.interfaces import LATE, Page
from tpexplorer.modes.links import anchor
from tpexplorer.modes.spoken import spoken_pattern
from tpexplorer.modes.treating import anatomy_section, claims_section, safety, treatments_section

EVIDENCE = {
    "book tradition": "Book tradition: seen by clinicians and handed on from chart to chart, not measured. People differ.",
    "observed": "Observed in patients or in an experiment. People differ.",
}

SHARED = {
    "points": "The chart gives several points of this muscle one pattern; each of them shows the whole of it.",
    "muscles": "The chart gives this muscle and its neighbours one pattern; each of them shows it.",
}


def sides_of(point: TriggerPoint) -> tuple[Side, ...]:
    """The sides on which a point is described."""
    return (point.only_side,) if point.only_side else ("right", "left")


def point_page(
    atlas: Atlas, body_map: BodyMap, instance: str, sites: Sequence[str] = (), alike: Callable[[], str] | None = None
) -> Page:
    """Everything about a trigger point on a side; what to be careful of stands before any technique.

    `sites` are the endangerment sites (cautions) it lies on or beside; `alike` writes the section on points easily
    confused with it.
    """
    name, side = split_side(instance)
    point, muscle, care = atlas.point(name), atlas.muscle(muscle_of(name)), atlas.care(name)
    references = References(atlas)
    html = "".join(
        (
            _depth(point, muscle),
            picture(f"The body from the front and from the back. {spoken_pattern(point.pattern)}"),
            safety(care.red_flags, care.cautions, references, {site: atlas.cautions[site] for site in sites}),
            _pain(point.pattern, body_map, references),
            claims_section("What people complain of", care.complaints, references),
            _finding(point, references),
            LATE if alike is not None else "",
            treatments_section("Treating it", muscle_of(name), care.treatments, atlas, references),
            treatments_section("Self-care", muscle_of(name), care.self_care, atlas, references),
            claims_section("Mistaken for, and worth ruling out", care.mistaken_for, references),
            claims_section("What keeps it going", care.perpetuating, references),
            _siblings(atlas, name, side),
            section("Considered in", bullets(_conditions(atlas, muscle_of(name)))),
            anatomy_section(muscle, atlas, references),
            references.section(),
        )
    )
    return Page(f"point/{instance}", muscle.name, f"{point.label} · subject's {side}", html, sides_of(point), side, late=alike)


def _depth(point: TriggerPoint, muscle: Muscle) -> str:
    how = "◆ Deep point." if point.depth == "deep" else "● Superficial point."
    return f'<p class="depth"><b>{how}</b> {escape(muscle.depth_words)}</p>'


def _pain(pattern: Pattern, body_map: BodyMap, references: References) -> str:
    rows = [("Essential zone", f'<span class="zone">■</span> {_zone(pattern.essential, body_map)}')]
    if pattern.spillover is not None:
        rows.append(("Spillover zone", f'<span class="zone">▒</span> {_zone(pattern.spillover, body_map)}'))
    basis = paragraph(EVIDENCE[pattern.evidence], "evidence")
    remark = " ".join(part for part in (SHARED.get(pattern.shared or "", ""), pattern.disagreement) if part)
    differ = f'<p class="evidence"><b>About the sources.</b> {escape(remark)}</p>' if remark else ""
    return section("Where the pain is felt", facts(rows) + basis + differ, references.cite(pattern.sources))


def _zone(zone: Zone, body_map: BodyMap) -> str:
    known = [(region, body_map.regions[region].everyday) for region in zone.regions if region in body_map.regions]
    links = " · ".join(anchor(f"region/{region}", everyday) for region, everyday in known)
    return escape(zone.words) + (f'<br><span class="small">{links}</span>' if links else "")


def _finding(point: TriggerPoint, references: References) -> str:
    palpation = point.palpation
    rows = [
        ("Where", escape(point.where)),
        ("Position", escape(palpation.position)),
        ("Method", escape(palpation.method)),
        ("Feel for", escape(palpation.feel)),
    ]
    return section("How to find it", facts(rows), references.cite(palpation.sources))


def _siblings(atlas: Atlas, point: str, side: Side) -> str:
    muscle = muscle_of(point)
    others = [other for other in atlas.points_of(muscle) if other != point]
    links = [
        anchor(f"point/{on_side(other, atlas.point(other).only_side or side)}", atlas.point(other).label) for other in others
    ]
    return section("Other points of this muscle", bullets(links))


def _conditions(atlas: Atlas, muscle: str) -> list[str]:
    """Links to the conditions in which a muscle is worth considering."""
    return [
        anchor(f"condition/{name}", condition.name)
        for name, condition in atlas.conditions.items()
        if muscle in condition.muscles
    ]


def muscle_page(atlas: Atlas, muscle_id: str, side: Side) -> Page:
    """A muscle: its points (a side is the one its links lead to), cautions, what people say, anatomy."""
    muscle, references = atlas.muscle(muscle_id), References(atlas)
    points = [
        f"{anchor(f'point/{point}', atlas.point(point).label)}<br>"
        f'<span class="small">{sentence(atlas.point(point).pattern.essential.words)}</span>'
        for point in atlas.points_of(muscle_id)
    ]
    html = "".join(
        (
            paragraph(muscle.depth_words, "depth"),
            section("Trigger points and where they refer", bullets(points)),
            safety(muscle.red_flags, muscle.cautions, references),
            claims_section("What people complain of", muscle.complaints, references),
            treatments_section("Treating it", muscle_id, muscle.treatments, atlas, references),
            treatments_section("Self-care", muscle_id, muscle.self_care, atlas, references),
            claims_section("Mistaken for, and worth ruling out", muscle.mistaken_for, references),
            claims_section("What keeps it going", muscle.perpetuating, references),
            section("Considered in", bullets(_conditions(atlas, muscle_id))),
            anatomy_section(muscle, atlas, references),
            references.section(),
        )
    )
    sides: tuple[Side, ...] = tuple(known for known in SIDES if any(known in sides_of(point) for point in muscle.points))
    return Page(f"muscle/{muscle_id}", muscle.name, muscle.latin, html, sides, side)
