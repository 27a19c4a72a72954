"""Everything a command may ask of the shipped data, each part read when it is first wanted."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from tpexplorer.atlas.atlas import Atlas, load_atlas
from tpexplorer.body.body import Body, load_body
from tpexplorer.body.map import BodyMap, load_map
from tpexplorer.errors import UnknownIdError
from tpexplorer.patterns.patterns import Patterns, load_patterns
from tpexplorer.search import SearchIndex, build_index
from tpexplorer.search.entries import load_synonyms


class Library:
    """The shipped atlas, body, map and patterns; `root` stands in for the assets folder."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = root

    @cached_property
    def atlas(self) -> Atlas:
        return load_atlas(self.root)

    @cached_property
    def body(self) -> Body:
        return load_body(self.root)

    @cached_property
    def body_map(self) -> BodyMap:
        return load_map(self.root)

    @cached_property
    def patterns(self) -> Patterns:
        return load_patterns(self.body, self.root)

    @cached_property
    def index(self) -> SearchIndex:
        return build_index(self.atlas, self.body_map, load_synonyms(self.root))


def unknown(what: str, asked: str, known: Iterable[str], see: str) -> UnknownIdError:
    """The error for an id that names nothing, with the ids nearest to it."""
    near = nearest(asked, known)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"'tpexplorer list {see}' shows what there is."
    return UnknownIdError(f"There is no {what} '{asked}'. {hint}")


def nearest(asked: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """The ids most like what was asked for, best first; none where nothing is alike."""
    from rapidfuzz import fuzz, process

    plain = asked.casefold().replace(" ", "-").replace("_", "-")
    found = process.extract(plain, list(dict.fromkeys(known)), scorer=fuzz.WRatio, score_cutoff=70, limit=40)
    alike = sorted(((fuzz.ratio(plain, name), name) for name, _, _ in found), key=lambda pair: (-pair[0], pair[1]))
    return [name for score, name in alike[:limit] if score >= alike[0][0] - 4]
