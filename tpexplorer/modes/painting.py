"""What is painted on the body and which markers show: the selection's pattern, or what the pointer asks for in a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tpexplorer.body.paint import Paint
from tpexplorer.ids import on_side
from tpexplorer.modes.interfaces import SceneView
from tpexplorer.modes.links import split_link
from tpexplorer.modes.sites import Sites
from tpexplorer.modes.subjects import Subjects
from tpexplorer.patterns.patterns import Patterns
from tpexplorer.state.app_state import AppState


class Painting:
    """Keeps the scene's paint and markers in step with the state; asks the scene only when something has changed."""

    def __init__(self, state: AppState, patterns: Patterns, sites: Sites, subjects: Subjects) -> None:
        self.state, self.patterns, self.sites, self.subjects = state, patterns, sites, subjects
        self._scene: SceneView | None = None
        self._painted: tuple[str, str, str] | None = None
        self._lit: tuple[str, str] = ("", "")
        self._muscle: bool | None = None
        self._preview = self._region = ""
        self._kept: set[str] | None = None
        self._ranked: set[str] | None = None

    def use_scene(self, scene: SceneView) -> None:
        """Paint on this scene from now on."""
        self._scene, self._painted, self._lit, self._muscle = scene, None, ("", ""), None
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
        """The muscle where it is wanted, and always while its page is open."""
        shown = self.state.muscle_shown or split_link(self.state.page)[0] == "muscle"
        if shown != self._muscle and self._scene is not None:
            self._muscle = shown
            self._scene.set_muscle_shown(shown)

    def _show_region(self) -> None:
        """The region that a list points at, or those that the open page is about."""
        page = f"region/{self._region}" if self._region else self.state.page
        wanted = (page, self.state.side) if self.subjects.regions(page) else ("", "")
        if wanted != self._lit and self._scene is not None:
            self._lit = wanted
            self._scene.set_lit(self.subjects.lit(page) if wanted[0] else None)

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
