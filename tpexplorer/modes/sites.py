"""Endangerment sites as a layer on the body: all of them where they are switched on, one where its page is open."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.body.paint import Field
from tpexplorer.ids import SIDES, on_side
from tpexplorer.patterns.patterns import Patterns
from tpexplorer.patterns.safety import BESIDE_MM


class Sites:
    """The drawn cautions of an atlas, on both sides of the body."""

    def __init__(self, atlas: Atlas, patterns: Patterns) -> None:
        self._atlas, self._patterns = atlas, patterns
        self.body = patterns.body
        self.drawn = [name for name in atlas.cautions if f"{name}/site" in patterns.fields]

    @cached_property
    def all(self) -> Field | None:
        """Every site at once (n,) in mm."""
        return _union([field for name in self.drawn if (field := self.one(name)) is not None])

    def warm(self) -> None:
        """Draw them now, while there is nothing else to do."""
        assert self.all is None or len(self.all)

    def one(self, caution: str) -> Field | None:
        """One site on both sides (n,); None where the caution is not drawn."""
        if caution not in self.drawn:
            return None
        fields = (self._patterns.zone(on_side(caution, side), "site") for side in SIDES)
        return _union([field for field in fields if field is not None])

    def at(self, vertex: int) -> list[str]:
        """The cautions whose sites hold a vertex."""
        if vertex < 0 or self.all is None or self.all[vertex] >= 0:
            return []
        places = (vertex, int(self.body.mirror[vertex]))
        return [name for name in self.drawn if any(self._patterns.fields[f"{name}/site"].at(place) < 0 for place in places)]

    def near(self, point: str) -> list[str]:
        """The cautions on or right beside whose sites a point lies."""
        place = self._patterns.marker(point)
        corner = place.corners[int(np.argmax(place.weights))]
        return [name for name in self.drawn if self._patterns.fields[f"{name}/site"].at(corner) < BESIDE_MM]

    def said(self, caution: str) -> str:
        """A site in a line: its name and what lies beneath."""
        record = self._atlas.cautions[caution]
        return f"Endangerment site: {record.name} ({record.beneath})" if record.beneath else record.name


def _union(fields: list[Field]) -> Field | None:
    return np.minimum.reduce(fields) if fields else None
