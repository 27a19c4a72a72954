"""What is under the pointer: the hovered point lights up in scene and list, and the status line says what is there."""

from __future__ import annotations

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.body.map import BodyMap
from tpexplorer.ids import Side, split_side
from tpexplorer.modes.interfaces import StatusView
from tpexplorer.modes.sites import Sites
from tpexplorer.state.app_state import AppState


class Pointing:
    """Keeps the skin's vertex under the pointer and says it together with the hovered point."""

    def __init__(self, state: AppState, atlas: Atlas, body_map: BodyMap, sites: Sites, status: StatusView) -> None:
        self.state, self.atlas, self.body_map, self.status = state, atlas, body_map, status
        self.sites = sites
        self._vertex = -1

    @property
    def on_skin(self) -> bool:
        """Whether the pointer is on the body."""
        return self._vertex >= 0

    @property
    def sites_here(self) -> list[str]:
        """The sites under the pointer, where they are shown."""
        return self.sites.at(self._vertex) if self.state.sites_shown else []

    def hover_skin(self, vertex: int) -> None:
        """The pointer is on a vertex of the skin; -1 for none."""
        self._vertex = vertex
        self.tell()

    def tell(self) -> None:
        """Say what is there."""
        said = self.said(self.state.hover) if self.state.hover else ""
        sites = [self.sites.said(name) for name in self.sites_here]
        self.status.set_pointed(" · ".join(part for part in (said, self._region(), *sites) if part))

    def said(self, instance: str) -> str:
        """A point's name with its side in words."""
        return f"{self.atlas.name(instance)} (subject's {split_side(instance)[1]})"

    def _region(self) -> str:
        if self._vertex < 0:
            return ""
        region = self.body_map.region(self.body_map.region_at(self._vertex))
        side = "" if region.midline else f", subject's {self._side()}"
        return f"{region.everyday[:1].upper()}{region.everyday[1:]} ({region.name}{side})"

    def _side(self) -> Side:
        return "left" if self.sites.body.neutral.vertices[self._vertex, 0] < 0 else "right"
