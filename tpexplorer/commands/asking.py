"""`find` and `where`: from words to records, from the pain to the points."""

from __future__ import annotations

import dataclasses
import textwrap
from collections.abc import Sequence
from pathlib import Path

from tpexplorer.commands.library import Library, unknown
from tpexplorer.commands.output import print_json, print_table, tell
from tpexplorer.ids import Side, split_side
from tpexplorer.modes.ranking import Ranker
from tpexplorer.patterns.finding import Area
from tpexplorer.patterns.match import Match, Matcher, covered, sided
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
    """The points that refer to the regions (``temple``, ``temple@left``), best first."""
    matcher, easel = Matcher(library.body_map, library.patterns), Easel(library.body, library.body_map)
    regions = [_region(library, name) for name in asked]
    shown = [sided(region, side) for region in regions]
    areas = [Area(matcher.skin_of(*place), name=library.body_map.region(place[0]).everyday) for place in shown]
    _print(library, matcher.where(regions, side), Ranker(library.atlas, matcher.finder, easel, matcher.local), areas, as_json)


def where_drawn(library: Library, file: Path, side: Side | None, as_json: bool) -> None:
    """The points that refer to what a saved working set shows as painful, best first; on one side, or on both."""
    matcher, easel = Matcher(library.body_map, library.patterns), Easel(library.body, library.body_map)
    working_set, lost = load(file, easel)
    for sentence in lost:
        tell(f"tpexplorer: {file.name}: {sentence}")
    areas = easel.matched(working_set.drawing)
    regions = [easel.told_regions(area) for area in areas]
    matches = [
        Match(found.point, found.muscle, found.zone, found.score, tuple(covers), found.felt)
        for found in matcher.finder.find(areas)
        if side in (None, split_side(found.point)[1])
        and (covers := dict.fromkeys(region for area in covered(found) for region in regions[area]))
    ]
    _print(library, matches, Ranker(library.atlas, matcher.finder, easel, matcher.local), areas, as_json)


def _print(library: Library, matches: Sequence[Match], ranker: Ranker, areas: Sequence[Area], as_json: bool) -> None:
    """The matches; for people the list of the window, which makes rows of what says the same, under its red flags."""
    # What is printed as JSON stays a list of records; who reads along is warned all the same.
    for flag in ranker.flags(areas):
        urgent = {"ambulance": " (call an ambulance)", "today": " (a doctor today)"}.get(flag.urgency, "")
        lines = textwrap.wrap(f"! {flag.name}{urgent}: {flag.do}", 100, subsequent_indent="  ")
        if as_json:
            tell(*lines)
        else:
            print("\n".join(lines))
    if as_json:
        records = [dataclasses.asdict(match) for match in matches]
        print_json([{key: value for key, value in record.items() if key != "felt" or value} for record in records])
        return
    ranking = ranker.ranking(areas, everything=True)
    here = dict.fromkeys(library.atlas.muscle(split_side(owner)[0]).name for owner in ranking.here)
    if here:
        print(f"\nMuscles right here: {', '.join(here)}")
    known = {match.point: match for match in matches}
    rows = [(row, [known[point.instance] for point in row.points if point.instance in known]) for row in ranking.muscles]
    rows = [(row, first) for row, first in rows if first]
    if rows:
        print()
        for row, (first, *_) in rows:
            print(f"{first.score:.2f}  {row.title}: {first.zone} ({', '.join(row.leading)})")
            print(f"      {row.points[0].why}")
    else:
        print(f"\nNo described point refers to {', '.join(ranker.names(areas)) or 'what was shown'}.")


def _region(library: Library, asked: str) -> str:
    """The region of that id or name, with its side where one is said; UnknownIdError offers the nearest."""
    plain, at, side = asked.partition("@")
    regions = library.body_map.regions
    said = plain.strip().casefold()
    for name, region in regions.items():
        if said in (name, name.replace("-", " "), region.name.casefold(), region.everyday.casefold()):
            return f"{name}{at}{side}"
    by_name = {
        word.casefold().replace(" ", "-"): name for name, region in regions.items() for word in (region.name, region.everyday)
    }
    raise unknown("region", plain, [*regions, *by_name], "regions")
