"""Exploring: what the scene, the list and the panel report becomes one change of state, and each shows the state again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from tpexplorer.body.paint import Mark
from tpexplorer.body.views import STANDARD_VIEWS, Pose
from tpexplorer.errors import TPExplorerError
from tpexplorer.ids import Side, muscle_of, on_side, split_side
from tpexplorer.modes.interfaces import Found, Page, Picture, Plate, SceneView
from tpexplorer.modes.knowledge import Knowledge, Views
from tpexplorer.modes.links import is_web, split_link
from tpexplorer.modes.listing import found_of, points_in_order, rows_of
from tpexplorer.modes.narrowing import choices_of, holds, kept, settled
from tpexplorer.modes.painting import Painting
from tpexplorer.modes.pointing import Pointing
from tpexplorer.modes.poses import Poses
from tpexplorer.state.app_state import START_PAGE, AppState, Narrowed, point_page
from tpexplorer.state.history import History, Stop

MOST_FOUND = 30
Choose = Callable[[Sequence[tuple[str, str]]], str]


class Explore:
    """The presenter. `choose` asks which of several overlapped points is meant ("" for none); `open_web` opens an address."""

    def __init__(
        self, state: AppState, known: Knowledge, views: Views, choose: Choose, open_web: Callable[[str], None]
    ) -> None:
        self.state = state
        self.known = known
        self.atlas = known.library.atlas
        self.scene, self.lists, self.panel, self.status = views.scene, views.lists, views.panel, views.status
        self.choose = choose
        self.open_web = open_web
        self.poses = Poses(known.body, known.patterns)
        self.pointing = Pointing(state, self.atlas, known.body_map, known.library.sites, views.status)
        self.painting = Painting(state, known.patterns, known.library.sites, lambda: known.easel)
        self._theme = "light"
        # Links that open no page but do something: by kind, told what follows it.
        self.doors: dict[str, Callable[[str], object]] = {}
        # Pages that another mode writes, and the page to be at with nothing selected.
        self.own_pages: dict[str, Callable[[], Page]] = {}
        self.home = START_PAGE
        self.history = History(Stop(state.page, state.selection, self.poses.of_all(state.form)))

    # --- start ------------------------------------------------------------------------------------------------------

    def start(self, last_point: str = "") -> None:
        """Fill the views, then show the last point, or the first page."""
        self._fill_scene()
        self.panel.set_form(self.state.form)
        self._show_narrowed()
        self.lists.set_side(self.state.side)
        self._connect()
        plain, side = split_side(last_point)
        if plain in self.atlas.points:
            instance = self.known.library.instance(plain, side)
            pose = self.poses.of_point(instance, self.state.form)
            self.history = History(Stop(point_page(instance), instance, pose))
            self.state.select(instance)
            self.scene.turn_to(pose)
        else:
            self.scene.turn_to(self.history.current.pose)
            self._show_page(self.state.page)

    def use_scene(self, scene: SceneView) -> None:
        """Go on with another scene: the plates, where the 3D scene has failed."""
        pose = self.scene.pose()
        self.scene = scene
        self._fill_scene()
        scene.turn_to(pose)
        self.painting.show()

    def _fill_scene(self) -> None:
        scene, state = self.scene, self.state
        scene.set_theme(self._theme)
        scene.set_form(state.form)
        scene.set_markers({instance: self._mark(instance) for instance in self._instances})
        self.painting.use_scene(scene)
        scene.set_muscle_shown(state.muscle_shown)
        scene.set_labels_shown(state.labels_shown)
        scene.marker_clicked.connect(self.select)
        scene.markers_overlapped.connect(self._choose_of)
        scene.background_clicked.connect(self._skin_clicked)
        scene.marker_hovered.connect(state.set_hover)
        scene.region_hovered.connect(self.pointing.hover_skin)
        scene.pose_settled.connect(self._camera_moved)

    def _connect(self) -> None:
        lists, panel, state = self.lists, self.panel, self.state
        lists.link_chosen.connect(self.open)
        lists.link_hovered.connect(self._hover_link)
        lists.side_chosen.connect(self.set_side)
        lists.search_changed.connect(self._find)
        lists.narrowed.connect(self._narrow)
        panel.link_clicked.connect(self.open)
        panel.side_chosen.connect(self.set_side)
        panel.back_clicked.connect(self.back)
        panel.forward_clicked.connect(self.forward)
        state.selection_changed.connect(lambda _instance: self.painting.show())
        state.page_changed.connect(self._show_page)
        state.side_changed.connect(self._show_side)
        state.hover_changed.connect(self._show_hover)
        state.form_changed.connect(self._show_form)
        state.muscle_shown_changed.connect(lambda _shown: self.painting.show_muscle())
        state.labels_shown_changed.connect(lambda shown: self.scene.set_labels_shown(shown))  # noqa: PLW0108 - scenes change
        state.narrowed_changed.connect(lambda _narrowed: self._show_narrowed())
        state.sites_shown_changed.connect(lambda _shown: self.painting.show())

    # --- intents ----------------------------------------------------------------------------------------------------

    def open(self, link: str) -> None:
        """Go where a link leads: a point is selected, any other page opens beside the selection, an address opens outside."""
        if is_web(link):
            self.open_web(link)
            return
        kind, id_ = split_link(link)
        if kind in self.doors:
            self.doors[kind](id_)
            return
        try:
            if kind == "point":
                self.select(self.known.library.instance(id_, self.state.side))
                return
            if kind not in self.own_pages:
                self.known.library.page(link, self.state.side)
        except TPExplorerError as error:
            self.status.set_pointed(str(error))
            return
        if kind == "start":
            self.go_home(START_PAGE)
            return
        page = link.removeprefix("tp:")
        if kind == "muscle" and muscle_of(self.state.selection) != id_:
            self._go(page, "", self._muscle_pose(id_))
        elif kind == "caution":
            self._go(page, self.state.selection, self.poses.of_site(id_, self.state.side, self.state.form))
        else:
            self._go(page, self.state.selection)

    def select(self, instance: str) -> None:
        """Select a point on a side and turn to its best view; "" clears."""
        if not instance:
            self.clear()
            return
        if not holds(self.atlas, self.state.narrowed, instance):
            # What leads outside what list and body were narrowed to widens them again: all three stay in step.
            self.state.set_narrowed(Narrowed())
        self._go(point_page(instance), instance, self.poses.of_point(instance, self.state.form))

    def clear(self) -> None:
        """Select nothing; the camera stays."""
        self.go_home(self.home)

    def go_home(self, page: str) -> None:
        """A page with nothing selected."""
        self._go(page, "")

    def rewrite(self) -> None:
        """What the open page says has changed."""
        self.panel.set_page(self._written(self.state.page))

    def step_out(self) -> None:
        """Leave what is open: from another page to the selected point's, from there to nothing selected."""
        selection = self.state.selection
        if selection and self.state.page != point_page(selection):
            self._go(point_page(selection), selection)
        else:
            self.clear()

    def set_side(self, side: Side) -> None:
        """Change sides (the subject's): of the selected point where there is one, else of lists and links."""
        selection = self.state.selection
        if selection and split_side(selection)[1] != side:
            there = self.known.library.instance(on_side(selection, side), side)
            if there == selection:
                self.lists.set_side(self.state.side)
                self.status.set_pointed(f"This point is described only on the subject's {self.state.side}.")
            elif self.state.page == point_page(selection):
                self.select(there)
            else:
                self._go(self.state.page, there, self.poses.of_point(there, self.state.form))
        else:
            self.state.set_side(side)

    def other_side(self) -> None:
        """The same on the other side."""
        self.set_side("right" if self.state.side == "left" else "left")

    def next_point(self) -> None:
        """The next point of the list on this side."""
        self._step(1)

    def previous_point(self) -> None:
        """The point before in the list on this side."""
        self._step(-1)

    def _step(self, by: int) -> None:
        order = points_in_order(self.atlas, self.state.side, self.state.narrowed)
        here = split_side(self.state.selection)[0]
        if not order:
            return
        at = order.index(here) + by if here in order else (0 if by > 0 else -1)
        self.select(on_side(order[at % len(order)], self.state.side))

    def _choose_of(self, instances: Sequence[str]) -> None:
        known = [instance for instance in instances if split_side(instance)[0] in self.atlas.points]
        chosen = self.choose([(instance, self.pointing.said(instance)) for instance in known])
        if chosen:
            self.select(chosen)

    # --- camera -----------------------------------------------------------------------------------------------------

    def look_from(self, side: str) -> None:
        """A standard view by name; target and zoom stay."""
        self.scene.look_from(STANDARD_VIEWS[side])
        self._camera_moved(self.scene.pose())

    def fit(self) -> None:
        """The whole body."""
        self.scene.fit()
        self._camera_moved(self.scene.pose())

    def orbit(self, yaw: float, pitch: float) -> None:
        """Turn by degrees."""
        self.scene.orbit(yaw, pitch)
        self._camera_moved(self.scene.pose())

    def zoom(self, factor: float) -> None:
        """Nearer (> 1) or farther (< 1)."""
        self.scene.zoom(factor)
        self._camera_moved(self.scene.pose())

    def turn_back(self) -> None:
        """The selected point's best view again; the whole body from the front where nothing is selected."""
        selection, form = self.state.selection, self.state.form
        pose = self.poses.of_point(selection, form) if selection else self.poses.of_all(form)
        self.scene.turn_to(pose)
        self._camera_moved(pose)

    def _camera_moved(self, pose: Pose) -> None:
        self.history.moved_to(pose)
        self._show_steps()

    def _muscle_pose(self, muscle: str) -> Pose:
        first = self.known.library.instance(self.atlas.points_of(muscle)[0], self.state.side)
        return self.poses.of_muscle(on_side(muscle, self.state.side), first, self.state.form)

    # --- back and forward -------------------------------------------------------------------------------------------

    def back(self) -> None:
        """One stop back: page, selection and camera."""
        self._walk(self.history.back())

    def forward(self) -> None:
        """One stop forward."""
        self._walk(self.history.forward())

    def _walk(self, stop: Stop) -> None:
        self.state.show_page(stop.page, stop.selection)
        self.scene.turn_to(stop.pose)
        self._show_steps()

    def _go(self, page: str, selection: str, pose: Pose | None = None) -> None:
        changed = (page, selection) != (self.state.page, self.state.selection)
        if changed:
            self.history.visit(Stop(page, selection, pose or self.scene.pose()))
        self.state.show_page(page, selection)
        if pose is not None:
            self.scene.turn_to(pose)
            if not changed:
                self.history.moved_to(pose)
        self._show_steps()

    # --- showing ----------------------------------------------------------------------------------------------------

    def _show_page(self, page: str) -> None:
        self.painting.show()
        self.panel.set_page(self._written(page))
        self.lists.set_chosen(self._row(page))
        self._show_steps()

    def _written(self, page: str) -> Page:
        if page in self.own_pages:
            return self.own_pages[page]()
        written = self.known.library.page(page, self.state.side)
        kind, id_ = split_link(page)
        if kind != "point":
            return written
        return replace(written, picture=Picture(id_, self._mark(id_), self.known.patterns.paint(id_)))

    def _row(self, page: str) -> str:
        """The row that stands for a page: the point's, the muscle's, or the selected point's."""
        kind, _ = split_link(page)
        if kind in ("point", "muscle"):
            return page.partition("@")[0]
        return f"point/{split_side(self.state.selection)[0]}" if self.state.selection else ""

    def _show_side(self, side: str) -> None:
        self.lists.set_side("left" if side == "left" else "right")
        self.painting.show()
        if split_link(self.state.page)[0] in ("region", "muscle"):
            self.panel.set_page(self._written(self.state.page))

    def _narrow(self, part: str, muscle: str, depth: str) -> None:
        before, wanted = self.state.narrowed, settled(self.atlas, Narrowed(part, muscle, depth))
        if wanted == before:
            self._show_narrowed()  # what was chosen has given way, and must be seen to
        self.state.set_narrowed(wanted)
        if not self.state.selection and (part, muscle) != (before.part, before.muscle):
            self._turn_to_shown()

    def _turn_to_shown(self) -> None:
        """Near enough to see all the points that are left on both sides; the whole body where all are."""
        left = kept(self.atlas, self.state.narrowed, self._instances)
        view = self.scene.pose().view
        self.scene.turn_to(self.poses.of_points(left, self.state.form, view) if left else self.poses.of_all(self.state.form))
        self._camera_moved(self.scene.pose())

    def _show_narrowed(self) -> None:
        narrowed = self.state.narrowed
        self.lists.set_rows(rows_of(self.atlas, narrowed))
        self.lists.set_narrowed(choices_of(self.atlas, narrowed), narrowed.part, narrowed.muscle, narrowed.depth)
        self.lists.set_chosen(self._row(self.state.page))
        self.painting.keep(kept(self.atlas, narrowed, self._instances))

    def _show_form(self, form: str) -> None:
        self.scene.set_form(form)
        self.panel.set_form(form)

    def _show_steps(self) -> None:
        self.panel.set_steps(self.history.can_go_back, self.history.can_go_forward)

    def set_theme(self, theme: str) -> None:
        """The theme in effect: ``light`` or ``dark``."""
        self._theme = theme
        self.scene.set_theme(theme)
        self.panel.set_theme(theme)

    def plate(self, instance: str, form: str) -> Plate:
        """A small picture of a point's pattern, from where it is seen best."""
        picture = Picture(instance, self._mark(instance), self.known.patterns.paint(instance))
        return Plate(picture, self.poses.of_point(instance, form))

    # --- pointing and searching -------------------------------------------------------------------------------------

    def _hover_link(self, link: str) -> None:
        kind, id_ = split_link(link)
        self.state.set_hover(self.known.library.instance(id_, self.state.side) if kind == "point" else "")

    def _skin_clicked(self) -> None:
        """Where the sites are shown, a click on one opens its page; elsewhere it clears."""
        here = self.pointing.sites_here
        if here:
            self._go(f"caution/{here[0]}", self.state.selection)
        else:
            self.clear()

    def _show_hover(self, instance: str) -> None:
        self.scene.set_hovered(instance)
        self.lists.set_hovered(f"point/{split_side(instance)[0]}" if instance else "")
        self.pointing.tell()

    def _find(self, text: str) -> None:
        text = text.strip()
        self.lists.set_found(text, self._found(text) if text else [])

    def _found(self, text: str) -> list[Found]:
        return found_of(self.atlas, self.known.body_map, self.known.search.find(text, MOST_FOUND))

    @property
    def _instances(self) -> list[str]:
        """Every point of the atlas on each of its sides."""
        return [name for name in self.known.patterns.instances if split_side(name)[0] in self.atlas.points]

    def _mark(self, instance: str) -> Mark:
        deep = self.atlas.point(instance).depth == "deep"
        return Mark(self.known.patterns.marker(instance), deep, self.atlas.name(instance))
