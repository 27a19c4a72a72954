"""`find` and `where`: from words to records, from the pain to the points."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from tpexplorer.commands.library import Library, unknown
from tpexplorer.commands.output import print_json, print_table, tell
from tpexplorer.ids import Side, split_side
from tpexplorer.patterns.match import Match, Matcher, covered
from tpexplorer.patterns.pain_drawing import Easel
from tpexplorer.patterns.working_set import load


def find(library: Library, text: str, limit: int, as_json: bool) -> None:
    """Text search, best first."""
    hits = library.index.find(text, limit)
    if as_json:
        print_json([dataclasses.asdict(hit) for hit in hits])
    elif hits:
        rows = [(hit.id, hit.kind, f"{hit.score:.0f}", hit.name, ", ".join(hit.matched)) for hit in hits]
        print_table(rows, ("id", "kind", "score", "name", "matched"))
    else:
        print(f"Nothing found for '{text}'.")


def where(library: Library, asked: Sequence[str], side: Side, as_json: bool) -> None:
    """The points that refer to the regions, best first."""
    regions = [_region(library, name) for name in asked]
    found = Matcher(library.body_map, library.patterns).where(regions, side)
    described = set(library.patterns.instances)
    matches = [match for match in found if match.point in described]
    _print(library, matches, ", ".join(regions), as_json)


def where_drawn(library: Library, file: Path, side: Side | None, as_json: bool) -> None:
    """The points that refer to what a saved working set shows as painful, best first; on one side, or on both."""
    easel = Easel(library.body, library.body_map)
    working_set, lost = load(file, easel)
    for sentence in lost:
        tell(f"tpexplorer: {file.name}: {sentence}")
    areas = easel.matched(working_set.drawing)
    regions = [easel.told_regions(area) for area in areas]
    matcher = Matcher(library.body_map, library.patterns)
    matches = [
        Match(found.point, found.muscle, found.zone, found.score, tuple(covers))
        for found in matcher.finder.find(areas)
        if side in (None, split_side(found.point)[1])
        and (covers := dict.fromkeys(region for area in covered(found) for region in regions[area]))
    ]
    _print(library, matches, f"what {file.name} shows", as_json)


def _print(library: Library, matches: Sequence[Match], asked: str, as_json: bool) -> None:
    if as_json:
        print_json([dataclasses.asdict(match) for match in matches])
    elif matches:
        rows = [
            (match.point, library.atlas.name(match.point), match.zone, f"{match.score:.2f}", ", ".join(match.covers))
            for match in matches
        ]
        print_table(rows, ("point", "name", "zone", "score", "covers"))
    else:
        print(f"No described point refers to {asked}.")


def _region(library: Library, asked: str) -> str:
    """The region of that id or name; UnknownIdError offers the nearest."""
    regions = library.body_map.regions
    if asked in regions:
        return asked
    said = asked.strip().casefold()
    for name, region in regions.items():
        if said in (region.name.casefold(), region.everyday.casefold(), name.replace("-", " ")):
            return name
    by_name = {
        word.casefold().replace(" ", "-"): name for name, region in regions.items() for word in (region.name, region.everyday)
    }
    raise unknown("region", asked, [*regions, *by_name], "regions")
