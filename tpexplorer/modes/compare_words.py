"""What a comparison says, row by row: where each point is felt, where it alone is felt, what moves it, how it is found."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import numpy.typing as npt

from tpexplorer.atlas.atlas import Atlas, Care
from tpexplorer.atlas.schema import Claim, Muscle, TriggerPoint, Zone
from tpexplorer.body.map import BodyMap
from tpexplorer.ids import muscle_of, split_side
from tpexplorer.modes.html import bullets, paragraph, sentence
from tpexplorer.modes.links import anchor
from tpexplorer.patterns.alike import kept_apart, only_in_one
from tpexplorer.patterns.patterns import Patterns

# Complaints that tell of a movement or a position, by the beginnings of their words.
MOVES = re.compile(
    r"\b(walk|run(?!ning nose)|stride|step|stair|uphill|downhill|climb|jump|hop|land|kick|squat|kneel|stand|sits?\b|sitting"
    r"|ris(?:e|ing)|get(?:ting)? (?:up|in|out)|lie\b|lying|lean|bend|stoop|straighten|stretch|turn|twist|tip|tilt|nod|look"
    r"|reach|rais|lift|carr|hang|hold|held|push|pull|press|throw|swing|serv|hug|grip|grasp|pinch|typ|writ|button|comb|brush|shav|fasten|spread"
    r"|cross|straddl|chew|bit(?:e|ing)|yawn|swallow|sing|whistl|breath|cough|sneez|driv|rid(?:e|ing)|work|play|effort|strok|mov"
    r"|overhead|open(?:s|ing)?\b|behind the back|sleeve)",
    re.IGNORECASE,
)
NONE_OWN = "No region of its own: the others reach all of them too."


@dataclass(frozen=True)
class CompareRow:
    """A heading, a remark under it, and a cell of HTML for each point; `kind` is ``flag`` or ``care`` where it warns."""

    heading: str
    cells: tuple[str, ...]
    remark: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Subject:
    """A point with all that is known of it."""

    instance: str
    point: TriggerPoint
    muscle: Muscle
    care: Care


Place = tuple[str, str]


def rows(atlas: Atlas, body_map: BodyMap, patterns: Patterns, instances: Sequence[str]) -> tuple[CompareRow, ...]:
    """All rows, those without a word left out."""
    subjects = [
        Subject(instance, atlas.point(instance), atlas.muscle(muscle_of(instance)), atlas.care(instance.partition("@")[0]))
        for instance in instances
    ]

    def row(heading: str, cell: Callable[[Subject], str], remark: str = "") -> CompareRow:
        return CompareRow(heading, tuple(cell(subject) for subject in subjects), remark)

    made = (
        row("Essential zone", lambda subject: _zone(subject.point.pattern.essential)),
        row("Spillover zone", lambda subject: _zone(subject.point.pattern.spillover)),
        CompareRow("Only this one", _only(subjects, body_map, patterns), "Where none of the others is said to be felt."),
        row(
            "Movement that may bring it on",
            _movement,
            "Using the muscle with force or stretching it, and what people often tell of.",
        ),
        _differing("Red flags: to a doctor first", "flag", [subject.care.red_flags for subject in subjects]),
        row("Where the point is", _where),
        _differing("Careful here", "care", [subject.care.cautions for subject in subjects]),
        row("How to find it", _finding),
        row("Mistaken for", lambda subject: bullets(map(escape, subject.care.mistaken_for.items))),
    )
    return tuple(row for row in made if any(row.cells))


def _zone(zone: Zone | None) -> str:
    return paragraph(zone.words) if zone is not None else paragraph("None described.", "small")


def _only(subjects: Sequence[Subject], body_map: BodyMap, patterns: Patterns) -> tuple[str, ...]:
    """Links to the regions of each point that none of the others reaches, in words or in paint."""
    if len(subjects) < 2:
        return ()
    groups = only_in_one([places(subject.point, subject.instance, body_map) for subject in subjects])
    paints = [patterns.paint(subject.instance) for subject in subjects]
    cells = []
    for number, group in enumerate(groups):
        others = paints[:number] + paints[number + 1 :]
        own = [
            anchor(f"region/{region}", body_map.region(region).everyday)
            for region, side in group
            if kept_apart(patterns.body, _skin(body_map, patterns, region, side), paints[number], others)
        ]
        cells.append(paragraph(NONE_OWN, "small") if not own else f"<p>{' · '.join(own)}</p>")
    return tuple(cells)


def _skin(body_map: BodyMap, patterns: Patterns, region: str, side: str) -> npt.NDArray[np.bool_]:
    """The skin (n,) of a region, on one side where there are two."""
    inside = body_map.labels == list(body_map.regions).index(region)
    across = patterns.body.neutral.vertices[:, 0]
    return np.asarray(inside & ((across < 0) if side == "left" else (across >= 0)) if side else inside)


def regions_of(point: TriggerPoint) -> list[str]:
    """The regions that a point's zones are said to reach, the essential zone's first."""
    zones = [zone for zone in (point.pattern.essential, point.pattern.spillover) if zone is not None]
    return list(dict.fromkeys(region for zone in zones for region in zone.regions))


def places(point: TriggerPoint, instance: str, body_map: BodyMap) -> list[Place]:
    """Those regions, each with its side, "" for one on the midline."""
    side = split_side(instance)[1]
    known = [region for region in regions_of(point) if region in body_map.regions]
    return [(region, "" if body_map.region(region).midline else side) for region in known]


def _movement(subject: Subject) -> str:
    told = [escape(item) for item in subject.care.complaints.items if MOVES.search(item)]
    return f"<p><b>The muscle.</b> {sentence(subject.muscle.anatomy.action).rstrip('.')}.</p>" + bullets(told)


def _where(subject: Subject) -> str:
    how = "◆ Deep point." if subject.point.depth == "deep" else "● Superficial point."
    return f"<p><b>{how}</b> {escape(subject.point.where)}</p>"


def _finding(subject: Subject) -> str:
    palpation = subject.point.palpation
    named = (("Position", palpation.position), ("Method", palpation.method), ("Feel for", palpation.feel))
    return "".join(f"<p><b>{name}.</b> {escape(text)}</p>" for name, text in named)


def _differing(heading: str, kind: str, groups: Sequence[Sequence[Claim]]) -> CompareRow:
    """What is said of some of the points but not of all."""
    texts = [[claim.text for claim in group] for group in groups]
    common = set(texts[0]).intersection(*texts) if texts else set()
    cells = tuple(bullets(escape(text) for text in group if text not in common) for group in texts)
    return CompareRow(heading, cells, "What all of them share stands on their own pages." if common else "", kind)
