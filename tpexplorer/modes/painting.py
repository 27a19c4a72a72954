"""What is painted on the body and which markers show: the selection's pattern, or what the pointer asks for in a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from tpexplorer.body.paint import Field, Paint
from tpexplorer.errors import UnknownIdError
from tpexplorer.ids import on_side
from tpexplorer.modes.interfaces import SceneView
from tpexplorer.modes.links import split_link
from tpexplorer.modes.sites import Sites
from tpexplorer.patterns.patterns import Patterns
from tpexplorer.state.app_state import AppState

if TYPE_CHECKING:
    from tpexplorer.patterns.pain_drawing import Easel


class Painting:
    """Keeps the scene's paint and markers in step with the state; asks the scene only when something has changed."""

    def __init__(self, state: AppState, patterns: Patterns, sites: Sites, easel: Callable[[], Easel]) -> None:
        self.state, self.patterns, self.sites, self._easel = state, patterns, sites, easel
        self._scene: SceneView | None = None
        self._painted: tuple[str, str, str] | None = None
        self._lit: tuple[str, str] = ("", "")
        self._preview = self._region = ""
        self._kept: set[str] | None = None
        self._ranked: set[str] | None = None

    def use_scene(self, scene: SceneView) -> None:
        """Paint on this scene from now on."""
        self._scene, self._painted, self._lit = scene, None, ("", "")
        scene.set_visible_markers(self._visible)

    # --- skin -------------------------------------------------------------------------------------------------------

    def preview(self, instance: str) -> None:
        """Paint another point's pattern for as long as a list points at it; "" for the selection's again."""
        if instance != self._preview:
            self._preview = instance
            self.show()

    def point_at_region(self, region: str) -> None:
        """Light a region up for as long as a list points at it; "" for none."""
        self._region = region
        self._show_region()

    def show(self) -> None:
        """The selected point's pattern; with nothing selected, the muscle whose page is open. Over it the sites wanted."""
        assert self._scene is not None
        state, patterns = self.state, self.patterns
        selection = self._preview or state.selection
        kind, id_ = split_link(state.page)
        owner = on_side(id_, state.side) if kind == "muscle" and not selection else ""
        site = "all" if state.sites_shown else id_ if kind == "caution" else ""
        if (selection, owner, site) != self._painted:
            self._painted = (selection, owner, site)
            paint = patterns.paint(selection, muscle=True) if selection else patterns.muscle_paint(owner) if owner else Paint()
            hatched = self.sites.all if state.sites_shown else self.sites.one(site)
            self._scene.set_selected(selection, replace(paint, site=hatched))
            self.show_muscle()
        self._show_region()

    def show_muscle(self) -> None:
        """The muscle where it is wanted, and always where it is all there is to see."""
        assert self._scene is not None
        alone = not self.state.selection and split_link(self.state.page)[0] == "muscle"
        self._scene.set_muscle_shown(self.state.muscle_shown or alone)

    def _show_region(self) -> None:
        """The region that a list points at, or whose page is open."""
        kind, id_ = split_link(self.state.page)
        region = self._region or (id_ if kind == "region" else "")
        wanted = (region, self.state.side if region else "")
        if wanted != self._lit and self._scene is not None:
            self._lit = wanted
            self._scene.set_lit(self._region_field(region))

    def _region_field(self, region: str) -> Field | None:
        try:
            return self._easel().lit(region, self.state.side) if region else None
        except UnknownIdError:
            return None

    # --- markers ----------------------------------------------------------------------------------------------------

    @property
    def _visible(self) -> set[str] | None:
        return self._kept if self._ranked is None else self._ranked

    def keep(self, instances: set[str] | None) -> None:
        """The points that list and body are narrowed to; None for all."""
        self._kept = instances
        self._show_markers()

    def rank(self, instances: Iterable[str] | None) -> None:
        """While pain is drawn, the points of its list; None when it is not."""
        self._ranked = None if instances is None else set(instances)
        self._show_markers()

    def _show_markers(self) -> None:
        if self._scene is not None:
            self._scene.set_visible_markers(self._visible)
