"""Finding: what hurts, drawn or named, becomes a ranked list of points; hands, list and picture meet in one pain state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import cast

from tpexplorer.body.body import SurfacePoint
from tpexplorer.body.map import BodyMap
from tpexplorer.errors import UnknownIdError
from tpexplorer.modes.explore import Explore
from tpexplorer.modes.find_views import FILES, FindView, NamedRegion, RankedMuscle, Ranking, ShownArea, Tick
from tpexplorer.modes.interfaces import Page, SceneView
from tpexplorer.modes.ranking import Ranker
from tpexplorer.modes.where_page import WHERE_PAGE, where_page
from tpexplorer.patterns.pain_drawing import PainArea, PainDrawing, Word
from tpexplorer.patterns.working_set import Status, WorkingSet
from tpexplorer.state.app_state import START_PAGE
from tpexplorer.state.pain_state import PainState, Tool
from tpexplorer.timers import single_shot

RANK_AFTER_MS, SHOW_AFTER_MS = 120, 20
WHEEL_STEP_MM = 2.0
MOST_REGIONS = 60


class Find:
    """The presenter. `compare` shows points side by side; what concerns files is left to `on_file`."""

    def __init__(
        self,
        explore: Explore,
        pain: PainState,
        view: FindView,
        compare: Callable[[Sequence[str]], object],
        on_file: Callable[[str], object],
    ) -> None:
        known = explore.known
        self.explore, self.pain, self.view = explore, pain, view
        self.easel, self.search = known.easel, known.search
        matcher = known.library.matcher
        self.ranker = Ranker(known.library.atlas, matcher.finder, known.easel, matcher.local)
        self.compare, self.on_file = compare, on_file
        self.ranking = Ranking()
        self._number = -1
        self._shown_areas: tuple[PainArea, ...] = ()
        self._basis: list[str] | None = None
        self._everything = False
        # While a hand draws, the list follows a little behind it: the brush comes first.
        self._soon = single_shot(pain, RANK_AFTER_MS, self.rank)
        self._shown_soon = single_shot(pain, SHOW_AFTER_MS, self._show_ranking)

    # --- start ------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Fill the views."""
        self._connect()
        self.explore.own_pages[WHERE_PAGE] = self._page
        self.use_scene(self.explore.scene)
        self._show_items()
        self.view.set_steps(*self.pain.steps)
        self.view.set_side(self.explore.state.side)
        self.view.set_regions(self._regions(""))

    def use_scene(self, scene: SceneView) -> None:
        """Draw on this scene from now on."""
        self.pain.end_stroke()
        scene.brushed.connect(self._brushed)
        scene.brush_lifted.connect(self.pain.end_stroke)
        scene.brush_resized.connect(self.grow)
        self._show_tool()
        self._show_skin()

    def _connect(self) -> None:
        view, pain, state = self.view, self.pain, self.explore.state
        view.tool_chosen.connect(lambda tool: pain.set_tool(cast(Tool, tool)))
        view.radius_chosen.connect(pain.set_radius)
        view.asked.connect(self.ask)
        view.region_text_changed.connect(lambda text: view.set_regions(self._regions(text)))
        view.region_pointed.connect(self.point_at_region)
        view.region_chosen.connect(self.add_region)
        view.side_chosen.connect(self.explore.set_side)
        view.area_rated.connect(self._rate)
        view.area_removed.connect(self._remove)
        view.point_chosen.connect(self.explore.select)
        view.point_pointed.connect(self.explore.painting.preview)
        view.ticked.connect(self.tick)
        view.compare_asked.connect(self.compare)
        view.link_clicked.connect(self.explore.open)
        pain.shown_changed.connect(lambda _shown: self._show_mode())
        pain.tool_changed.connect(self._show_tool)
        pain.drawing_changed.connect(self._show_drawing)
        pain.items_changed.connect(self._show_items)
        pain.steps_changed.connect(lambda: view.set_steps(*pain.steps))
        pain.stroke_ended.connect(self._stroke_ended)
        state.side_changed.connect(view.set_side)
        state.form_changed.connect(lambda _form: pain.end_stroke())
        state.theme_changed.connect(lambda _theme: pain.end_stroke())
        state.selection_changed.connect(self._selected)
        state.page_changed.connect(self._page_opened)

    @property
    def drawing(self) -> PainDrawing:
        """What is shown as painful."""
        return self.pain.working_set.drawing

    # --- intents ----------------------------------------------------------------------------------------------------

    def ask(self, what: str) -> None:
        """One of the things the panel, a menu or a key asks for by name."""
        asks: dict[str, Callable[[], object]] = {
            "undo": self.pain.undo,
            "redo": self.pain.redo,
            "mirror": lambda: self._draw(self.easel.mirrored),
            "clear": lambda: self.pain.edit(lambda now: replace(now, drawing=PainDrawing(), kept=())),
            "rest": self._turn_to_rest,
            "more": self._show_everything,
        }
        if what in FILES:
            self.on_file(what)
        else:
            # What changes the drawing is seen to change it.
            self.pain.set_shown(True)
            asks[what]()

    def toggle(self) -> None:
        """Ask where it hurts, or go back to the list of the atlas."""
        self.pain.set_shown(not self.pain.shown)

    def grow(self, steps: float) -> None:
        """A larger (> 0) or smaller brush."""
        self.pain.set_radius(self.pain.radius_mm + steps * WHEEL_STEP_MM)

    def add_region(self, region: str) -> None:
        """Show a named region, on the side in use, as painful."""
        try:
            self._draw(lambda drawing: self.easel.with_region(drawing, region, self.explore.state.side))
            self._face(region)
        except UnknownIdError as error:
            self.explore.status.set_pointed(str(error))

    def point_at_region(self, region: str) -> None:
        """Light a region up ("" for none), and turn the body where it would not be seen."""
        self.explore.painting.point_at_region(region)
        if region:
            self._face(region)

    def _face(self, region: str) -> None:
        """Turn no more than is needed for a region to be seen."""
        explore = self.explore
        field = self.easel.lit(region, explore.state.side)
        pose = explore.poses.that_shows(field, explore.state.form, explore.scene.pose())
        if pose != explore.scene.pose():
            explore.scene.turn_to(pose)

    def tick(self, instance: str, status: str, note: str) -> None:
        """Note what was found at a point."""
        self.pain.edit(lambda now: now.ticked(instance, cast(Status, status), note))

    def step(self, by: int) -> None:
        """The next (or, with -1, the last) row: of the ranked list while pain is shown, else of the atlas."""
        if not self.pain.shown:
            (self.explore.next_point if by > 0 else self.explore.previous_point)()
            return
        order, here = self.view.listed, self.explore.state.selection
        if not order:
            self.explore.status.set_pointed("Show where it hurts first: then this walks the points that refer there.")
            return
        if here not in order:  # folded away: from the row that holds it
            here = next((row.points[0].instance for row in self.ranking.muscles if here in _instances(row)), "")
        at = order.index(here) + by if here in order else (0 if by > 0 else -1)
        self.explore.select(order[at % len(order)])

    def step_out(self) -> None:
        """Leave a selected point first, then the drawing."""
        if self.pain.shown and (self.explore.state.page, self.explore.state.selection) == (WHERE_PAGE, ""):
            self.pain.set_shown(False)
        else:
            self.explore.step_out()

    def _draw(self, change: Callable[[PainDrawing], PainDrawing]) -> None:
        self.pain.edit(lambda now: replace(now, drawing=change(now.drawing)))

    def _remove(self, number: int) -> None:
        self._at_shown(number, lambda drawing, at: drawing.without(at))

    def _rate(self, number: int, intensity: int | None, word: str) -> None:
        self._at_shown(number, lambda drawing, at: drawing.rated(at, intensity, cast(Word, word)))

    def _at_shown(self, number: int, change: Callable[[PainDrawing, int], PainDrawing]) -> None:
        """Change the area that stands in a row of the panel, whatever its number is by now."""
        if 0 <= number < len(self._shown_areas):
            shown = self._shown_areas[number]

            def changed(drawing: PainDrawing) -> PainDrawing:
                at = drawing.number_of(shown)
                return drawing if at < 0 else change(drawing, at)

            self._draw(changed)

    # --- the brush --------------------------------------------------------------------------------------------------

    def _brushed(self, places: Sequence[SurfacePoint], first: bool) -> None:
        pain = self.pain
        if first:
            pain.begin_stroke(self._finished)
            self._number = -1 if pain.tool == "erase" else self.easel.area_at(self.drawing, places[0])
        if not pain.stroking:
            # Something else has ended the stroke; what the hand still does until it is lifted draws nothing.
            return
        drawing = self.drawing
        if pain.tool == "erase":
            drawing = self.easel.erased(drawing, places, pain.radius_mm)
        else:
            drawing = self.easel.brushed(drawing, places, pain.radius_mm, self._number)
            self._number = self._number if self._number >= 0 else len(drawing.areas) - 1
        pain.draw(replace(pain.working_set, drawing=drawing))

    def _finished(self, working_set: WorkingSet) -> WorkingSet:
        """What a stroke has run into is one with it."""
        number, self._number = self._number, -1
        if not 0 <= number < len(working_set.drawing.areas):
            return working_set
        return replace(working_set, drawing=self.easel.joined(working_set.drawing, number))

    def _stroke_ended(self) -> None:
        self.explore.scene.lift_brush()
        self._soon.stop()
        self.rank()

    # --- showing ----------------------------------------------------------------------------------------------------

    def _show_mode(self) -> None:
        shown = self.pain.shown
        self._show_tool()
        self._show_skin()
        self.explore.painting.preview("")
        self.explore.painting.point_at_region("")
        self.explore.painting.rank(self._ranked() if shown else None)
        explore = self.explore
        explore.home = WHERE_PAGE if shown else START_PAGE
        if not explore.state.selection and explore.state.page in (START_PAGE, WHERE_PAGE):
            explore.clear()
        if shown:
            self.rank()

    def _page(self) -> Page:
        working_set = self.pain.working_set
        areas = self.easel.matched(working_set.drawing)
        return where_page(self.explore.atlas, self.easel, areas, self.ranking, working_set.items)

    def _show_tool(self) -> None:
        pain = self.pain
        self.view.set_tool(pain.tool, pain.radius_mm)
        drawing = pain.shown and pain.tool != "turn"
        self.explore.scene.set_brush(pain.radius_mm if drawing else None, pain.tool == "erase")

    def _show_skin(self) -> None:
        self.explore.scene.set_drawn(self.easel.field(self.drawing) if self.pain.shown else None)

    def _show_drawing(self) -> None:
        self._show_skin()
        self._rank_soon()

    def _show_items(self) -> None:
        ticks = {item.point: Tick(item.status, item.note) for item in self.pain.working_set.items}
        self.view.set_ticks(ticks)
        self._rank_soon()

    def _selected(self, instance: str) -> None:
        self.view.set_chosen(instance)
        if self._basis is None:
            self._rank_soon()

    def _page_opened(self, page: str) -> None:
        """Going back or forward past the drawing leaves or enters it."""
        if page in (WHERE_PAGE, START_PAGE):
            self.pain.set_shown(page == WHERE_PAGE)

    def _rank_soon(self) -> None:
        if self.pain.shown and not (self.pain.stroking and self._soon.isActive()):
            self._soon.start(RANK_AFTER_MS if self.pain.stroking else 0)

    # --- the list ---------------------------------------------------------------------------------------------------

    def rank(self) -> None:
        """Rank anew, and show it; while a hand draws one frame later, so that no frame waits for both."""
        areas = self.easel.matched(self.drawing)
        if self._basis is not None and not any(len(rest.vertices) for rest in self.ranker.left_over(areas, self._basis)):
            self._basis = None
        explaining = self._basis if self._basis is not None else self.explaining
        self.ranking = self.ranker.ranking(areas, explaining, self._basis is not None, self._everything)
        if self.pain.stroking:
            self._shown_soon.start()
        else:
            self._shown_soon.stop()
            self._show_ranking()

    def _show_ranking(self) -> None:
        """Write areas and list."""
        self._shown_areas = self.drawing.areas
        self.view.set_areas(
            [
                ShownArea(self.easel.name_of(area), self.easel.side_of(area), area.intensity, area.word)
                for area in self._shown_areas
            ]
        )
        self.view.set_ranking(self.ranking)
        self.view.set_chosen(self.explore.state.selection)
        # Markers would come and go under the hand, and a page takes longer to lay out than a frame may take.
        if self.pain.shown and not self.pain.stroking:
            self.explore.painting.rank(self._ranked())
            if self.explore.state.page == WHERE_PAGE:
                self.explore.rewrite()

    @property
    def explaining(self) -> list[str]:
        """The points whose zones are taken as known: the selected one, else those found."""
        selection = self.explore.state.selection
        if not selection:
            return self.pain.working_set.with_status("found")
        rows = [row for row in self.ranking.muscles if selection in row.leading]
        return rows[0].counted if rows else [selection]

    def _ranked(self) -> list[str]:
        """The best point of each row of the list; more markers would cover what was drawn."""
        return [instance for muscle in self.ranking.muscles for instance in muscle.leading]

    def _turn_to_rest(self) -> None:
        """The list for what remains, or for all again."""
        if self._basis is None:
            self._basis = self.explaining or (self.ranking.muscles[0].counted if self.ranking.muscles else [])
        else:
            self._basis = None
        self._everything = False
        self.rank()

    def _show_everything(self) -> None:
        self._everything = True
        self.rank()
        self._everything = False

    def _regions(self, text: str) -> list[NamedRegion]:
        """The regions that a text finds, best first; all in the order of the body for none."""
        body_map: BodyMap = self.explore.known.body_map
        names = list(body_map.regions)
        if text.strip():
            names = [hit.id for hit in self.search.find(text, MOST_REGIONS) if hit.kind == "region"]
        regions = [(name, body_map.regions[name]) for name in names]
        return [NamedRegion(name, _capital(region.everyday), _detail(region.name, region.everyday)) for name, region in regions]


def _instances(row: RankedMuscle) -> list[str]:
    return [*(point.instance for point in row.points), *row.leading]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _detail(name: str, everyday: str) -> str:
    return "" if name.casefold() == everyday.casefold() else name
