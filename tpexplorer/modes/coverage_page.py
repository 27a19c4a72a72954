"""What the atlas covers, where it is thin, and how old it is."""

from __future__ import annotations

from html import escape

from tpexplorer import __version__
from tpexplorer.atlas.atlas import Atlas
from tpexplorer.atlas.coverage import coverage, gaps
from tpexplorer.body.map import BodyMap
from tpexplorer.ids import muscle_of
from tpexplorer.modes.html import box, facts, paragraph, section
from tpexplorer.modes.interfaces import Page
from tpexplorer.modes.links import anchor
from tpexplorer.modes.start_page import BODY_PARTS

THIN = (
    "Nearly every chart of referred pain goes back to one pair of books. Where an atlas and a web page agree, the chart was "
    "copied faithfully; that does not prove it. Where a study observed the pattern, the point's page says so."
)
REPORT = "“tpexplorer check --report” lists for every record what it lacks and what rests on a single source."


def coverage_page(atlas: Atlas, body_map: BodyMap) -> Page:
    """Counts, what is thin, muscles by part of the body; data version and date."""
    known = coverage(atlas.data)
    counts = [
        ("Muscles and parts", len(atlas.muscles)),
        ("Trigger points", known.points),
        ("Zones drawn", atlas.zone_count),
        ("Regions of the skin", len(body_map.regions)),
        ("Landmarks", len(body_map.landmarks)),
        ("Techniques", len(atlas.techniques)),
        ("Steps of a session", len(atlas.steps)),
        ("Conditions", len(atlas.conditions)),
        ("Cautions", len(atlas.cautions)),
        ("Background pages", len(atlas.chapters)),
        ("Sources", len(atlas.sources)),
    ]
    thin = [
        ("Observed in studies", f"{known.observed} of {known.points} patterns"),
        ("Book tradition only", str(known.book_tradition)),
        ("On a single source", str(known.single_source_patterns)),
        ("With a remark on the sources", f"{known.with_remark}: they differ, or share a chart"),
        ("No spillover described", str(known.without_spillover)),
        ("On one side only", str(known.one_sided or "")),
    ]
    html = "".join(
        (
            facts([(name, str(count)) for name, count in counts if count], 46),
            section("What it rests on", facts(thin, 46) + box("note", "How to read this", paragraph(THIN))),
            section("Patterns on a single source", _single_sourced(atlas)),
            section("Muscles", facts(_muscles(atlas))),
            paragraph(REPORT, "evidence"),
        )
    )
    subtitle = f"Atlas {atlas.data.version} of {atlas.data.date} · TPExplorer {__version__}"
    return Page("coverage", "What the atlas covers", subtitle, html)


def _single_sourced(atlas: Atlas) -> str:
    found = [gap.record for gap in gaps(atlas.data) if gap.kind == "single source" and gap.what.startswith("pattern: ")]
    muscles = dict.fromkeys(muscle_of(point) for point in found)
    links = [anchor(f"muscle/{name}", atlas.muscle(name).name) for name in muscles]
    return f'<p class="small">{" · ".join(links)}</p>' if links else paragraph("None.", "small")


def _muscles(atlas: Atlas) -> list[tuple[str, str]]:
    """Each part of the body with its muscles as links."""
    rows = []
    for part, heading in BODY_PARTS.items():
        muscles = [(name, muscle) for name, muscle in atlas.muscles.items() if muscle.body_part == part]
        points = sum(len(muscle.points) for _, muscle in muscles)
        links = " · ".join(anchor(f"muscle/{name}", muscle.name) for name, muscle in muscles)
        rows.append((heading, f'<span class="small">{escape(f"{len(muscles)} muscles, {points} points")}</span><br>{links}'))
    return rows
