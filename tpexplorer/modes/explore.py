"""Exploring: what the scene, the list and the panel report becomes one change of state, and each shows the state again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from tpexplorer.body.paint import Mark
from tpexplorer.body.views import STANDARD_VIEWS, Pose
from tpexplorer.errors import TPExplorerError
from tpexplorer.ids import Side, muscle_of, on_side, split_side
from tpexplorer.modes.interfaces import Page, Picture, Plate, SceneView
from tpexplorer.modes.knowledge import Knowledge, Views
from tpexplorer.modes.links import is_web, split_link
from tpexplorer.modes.listed import Listed
from tpexplorer.modes.narrowing import kept, settled, shows
from tpexplorer.modes.painting import Painting
from tpexplorer.modes.pointing import Pointing
from tpexplorer.modes.poses import Poses
from tpexplorer.modes.subjects import Subjects
from tpexplorer.state.app_state import START_PAGE, AppState, Narrowed, point_page
from tpexplorer.state.history import History, Stop

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
        self.listed = Listed(state, known, views.lists)
        self.subjects = Subjects(state, known, self.poses)
        self.painting = Painting(state, known.patterns, known.library.sites, self.subjects)
        self._theme, self._form = "light", state.form
        # How far the page that is gone back to had been read.
        self._read_to: int | None = None
        # Links that open no page but do something: by kind, told what follows it.
        self.doors: dict[str, Callable[[str], object]] = {}
        # Pages that another mode writes, and the page to be at with nothing selected.
        self.own_pages: dict[str, Callable[[], Page]] = {}
        self.home = START_PAGE
        self.history = History(self._stop(state.page, state.selection, self.poses.of_all(state.form)))

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
            self.history = History(self._stop(point_page(instance), instance, pose))
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
        lists.search_changed.connect(self.listed.find)
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
            self._go(START_PAGE, "", self._pose_of_shown())
            return
        page, selection = link.removeprefix("tp:"), self.state.selection
        # A region and another muscle are shown in the selected point's place, all other pages beside it.
        beside = kind != "region" and (kind != "muscle" or muscle_of(selection) == id_.partition("@")[0])
        self._go(page, selection if beside else "", self.subjects.pose(page))

    def select(self, instance: str) -> None:
        """Select a point on a side and turn to its best view; "" clears."""
        if not instance:
            self.clear()
            return
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
            turned = self.subjects.pose(self.state.page) is not None
            pose = self.poses.of_point(selection, self.state.form) if turned else None
            self._go(point_page(selection), selection, pose)
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
            if not selection and (pose := self.subjects.pose(self.state.page)) is not None:
                self.scene.turn_to(pose)
                self._camera_moved(pose)

    def other_side(self) -> None:
        """The same on the other side."""
        self.set_side("right" if self.state.side == "left" else "left")

    def next_point(self) -> None:
        """The next point of the list one sees."""
        self._step(1)

    def previous_point(self) -> None:
        """The point before in the list one sees."""
        self._step(-1)

    def _step(self, by: int) -> None:
        link = self.listed.next(by)
        if link:
            self.open(link)

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

    # --- back and forward -------------------------------------------------------------------------------------------

    def back(self) -> None:
        """One stop back: page, selection and camera."""
        self.history.keep(self.state.side, self.panel.read_to)
        self._walk(self.history.back())

    def forward(self) -> None:
        """One stop forward."""
        self.history.keep(self.state.side, self.panel.read_to)
        self._walk(self.history.forward())

    def _walk(self, stop: Stop) -> None:
        self._widen(stop.page, stop.selection)
        self._read_to = stop.read_to
        if not stop.selection:
            self.state.set_side(stop.side)
        self.state.show_page(stop.page, stop.selection)
        self._read_to = None
        if stop.form != self.state.form:
            self.history.refit(self.poses.carried(stop.pose, stop.form, self.state.form), self.state.form)
        self.scene.turn_to(self.history.current.pose)
        self._show_steps()

    def _go(self, page: str, selection: str, pose: Pose | None = None) -> None:
        changed = (page, selection) != (self.state.page, self.state.selection)
        self._widen(page, selection)
        if changed:
            self.history.keep(self.state.side, self.panel.read_to)
            self.history.visit(self._stop(page, selection, pose or self.scene.pose()))
        self.state.show_page(page, selection)
        if pose is not None:
            self.scene.turn_to(pose)
            if not changed:
                self.history.moved_to(pose)
        self._show_steps()

    def _stop(self, page: str, selection: str, pose: Pose) -> Stop:
        return Stop(page, selection, pose, side=self.state.side, form=self.state.form)

    def _widen(self, page: str, selection: str) -> None:
        """What leads outside what list and body were narrowed to widens them again: list, body and page stay in step."""
        if not shows(self.atlas, self.state.narrowed, page, selection):
            self.state.set_narrowed(Narrowed())

    # --- showing ----------------------------------------------------------------------------------------------------

    def _show_page(self, page: str) -> None:
        self.painting.show()
        self.panel.set_page(self._written(page), self._read_to)
        self.listed.mark()
        self._show_steps()

    def _written(self, page: str) -> Page:
        if page in self.own_pages:
            return self.own_pages[page]()
        written = self.known.library.page(page, self.state.side)
        kind, id_ = split_link(page)
        if kind != "point":
            return written
        return replace(written, picture=Picture(id_, self._mark(id_), self.known.patterns.paint(id_)))

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
        if not shows(self.atlas, wanted, self.state.page, self.state.selection):
            self._go(self.home, "", self._pose_of_shown())
        elif not self.state.selection and (part, muscle) != (before.part, before.muscle):
            self.scene.turn_to(self._pose_of_shown())
            self._camera_moved(self.scene.pose())

    def _pose_of_shown(self) -> Pose:
        """Near enough to see all the points that are left on both sides; the whole body where all are."""
        left, form = kept(self.atlas, self.state.narrowed, self._instances), self.state.form
        return self.poses.of_points(left, form, self.scene.pose().view) if left else self.poses.of_all(form)

    def _show_narrowed(self) -> None:
        self.listed.narrow()
        self.painting.keep(kept(self.atlas, self.state.narrowed, self._instances))

    def _show_form(self, form: str) -> None:
        pose = self.poses.carried(self.scene.pose(), self._form, form)
        self._form = form
        self.scene.set_form(form)
        self.panel.set_form(form)
        self.scene.turn_to(pose)
        self.history.refit(pose, form)

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
        """Where the sites are shown, a click on one opens its page; elsewhere on the skin it lets go of the point.

        A click beside the body, which may be a slip, does nothing; and none closes a page that is not the point's.
        """
        here, selection = self.pointing.sites_here, self.state.selection
        if here:
            self._go(f"caution/{here[0]}", selection)
        elif selection and self.pointing.on_skin and self.state.page == point_page(selection):
            self.clear()

    def _show_hover(self, instance: str) -> None:
        self.scene.set_hovered(instance)
        self.lists.set_hovered(f"point/{split_side(instance)[0]}" if instance else "")
        self.pointing.tell()

    @property
    def _instances(self) -> list[str]:
        """Every point of the atlas on each of its sides."""
        return [name for name in self.known.patterns.instances if split_side(name)[0] in self.atlas.points]

    def _mark(self, instance: str) -> Mark:
        deep = self.atlas.point(instance).depth == "deep"
        return Mark(self.known.patterns.marker(instance), deep, self.atlas.name(instance))
