"""`find` and `where`: from words to records, from the pain to the points."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from tpexplorer.commands.library import Library, unknown
from tpexplorer.commands.output import print_json, print_table
from tpexplorer.ids import Side
from tpexplorer.patterns.match import Matcher


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
    if as_json:
        print_json([dataclasses.asdict(match) for match in matches])
    elif matches:
        rows = [
            (match.point, library.atlas.name(match.point), match.zone, f"{match.score:.2f}", ", ".join(match.covers))
            for match in matches
        ]
        print_table(rows, ("point", "name", "zone", "score", "covers"))
    else:
        print(f"No described point refers to {', '.join(regions)}.")


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
