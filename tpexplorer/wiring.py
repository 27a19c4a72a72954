"""The wiring of the window: which signal reaches what, what each action does, what is prepared after the first frame."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication

from tpexplorer.background import Background
from tpexplorer.body.body import Body
from tpexplorer.errors import TPExplorerError
from tpexplorer.modes.interfaces import SceneView
from tpexplorer.modes.spoken import spoken_point
from tpexplorer.panels.plates_view import PlatesView
from tpexplorer.panels.theme import Look
from tpexplorer.timers import single_shot

if TYPE_CHECKING:
    from tpexplorer.app import Built
    from tpexplorer.window.main_window import MainWindow

ORBIT_DEG = 15.0
PAGES = (
    *("help", "start", "session", "techniques", "conditions", "cautions"),
    *("chapters", "sources", "coverage", "about"),
)
# What is done in the list or read on the page brings it back where it is folded away.
SEEN_IN = {"list": ("find", "narrow", "place", "rest", "found", "not_found", "skipped"), "page": PAGES}
ZOOM = 1.2
WARM_AFTER_MS, PATIENCE_MS = 250, 4000


def wire(built: Built, body: Body) -> None:
    """Connect everything in a window that has just been built."""
    state, window, explore, themer = built.state, built.window, built.explore, built.themer

    def wear(look: Look, pt: float) -> None:
        window.set_look(look, pt)
        built.lists.set_look(look)
        built.panel.set_look(look, pt)
        explore.set_theme(look.name)
        if hasattr(built.scene, "set_text_font"):  # labels on the body grow with the text
            built.scene.set_text_font(QApplication.font())

    def fall_back(reason: str) -> None:
        cast(SceneView, built.scene).set_brush(None, False)  # a stroke under the hand ends with the picture it was drawn on
        plates = PlatesView(body, reason, window)
        window.pane.set_scene(plates)
        explore.use_scene(plates)
        if built.pain_if_built is not None:
            built.pain_if_built.find.use_scene(plates)
        warm.start(WARM_AFTER_MS)

    cast(SceneView, built.scene).set_reduced_motion(themer.reduced_motion)
    themer.changed.connect(wear)
    wear(themer.look, themer.pt)
    state.theme_changed.connect(themer.choose)
    state.text_step_changed.connect(themer.set_step)
    for name, signal, now in (
        ("muscle", state.muscle_shown_changed, state.muscle_shown),
        ("labels", state.labels_shown_changed, state.labels_shown),
        ("sites", state.sites_shown_changed, state.sites_shown),
    ):
        signal.connect(lambda shown, name=name: window.set_checked(name, shown))
        window.set_checked(name, now)
    for what, signal, chosen in (("form", state.form_changed, state.form), ("theme", state.theme_changed, state.theme)):
        signal.connect(lambda name, what=what: window.set_choice(what, name))
        window.set_choice(what, chosen)
    window.chosen.connect(lambda what, name: state.set_form(name) if what == "form" else state.set_theme(name))

    _describe_body(built)
    window.connect_actions(handlers(built))
    window.closing.connect(built.save)
    explore.doors["compare"] = lambda ids: built.pain.comparing.show(ids.split(","))
    explore.doors["pain"] = lambda _id: built.pain.state.set_shown(True)
    built.tabs.tab_chosen.connect(lambda name: built.pain.state.set_shown(name == "pain"))
    built.lists.done.connect(window.focus_body)
    scene = built.scene
    if isinstance(canvas := getattr(scene, "canvas", None), QWindow):
        window.keyboard.watch(canvas)  # a window of its own: its keys do not come by the main one
    if hasattr(scene, "failed"):
        # Queued: the scene must not be taken away while it paints.
        scene.failed.connect(fall_back, Qt.ConnectionType.QueuedConnection)
    warm = single_shot(window, PATIENCE_MS, built.explore.pointing.sites.warm)
    # Made ready beside the window; only putting the panel of pain together holds it up, for a moment.
    reader = Background(window)
    reader.finished.connect(lambda _key, _done: _take(built))
    reader.failed.connect(lambda error: _report(error, window.set_pointed))
    # What is loaded stays: kept out of the collector, it cannot cost a frame while the body turns.
    for told in (reader.finished, reader.failed):
        told.connect(_keep_loaded)
    warm.timeout.connect(lambda: reader.ask("ready", lambda: _make_ready(built, reader)))
    state.form_changed.connect(lambda _name: reader.ask("ready", lambda: _make_ready(built, reader)))
    window.closing.connect(reader.stop)
    # After the first frame, which it would hold up; but a picture may be long in coming, or never be.
    warm.start(PATIENCE_MS if hasattr(scene, "painted") else WARM_AFTER_MS)
    if hasattr(scene, "painted"):
        scene.painted.connect(lambda: warm.start(WARM_AFTER_MS) if warm.interval() == PATIENCE_MS else None)


def _describe_body(built: Built) -> None:
    """What is selected on the body is there in words too."""

    def describe(instance: str) -> None:
        built.window.pane.frame.describe(spoken_point(built.explore.atlas, instance))

    built.state.selection_changed.connect(describe)
    describe(built.state.selection)


def _make_ready(built: Built, reader: Background) -> None:
    """What pointing at the body, searching and drawing need: rays, the index, modules, zones, ways along the skin."""
    known = built.explore.known

    def rays() -> None:
        from tpexplorer.plates.raster import caster_of  # with it comes embree, which the first frame does without

        caster_of(known.body, known.body.form(built.state.form))

    steps = (
        *(rays, built.search.warm, lambda: import_module("tpexplorer.pain")),
        *(known.library.matcher.warm, known.easel.brush.warm),
    )
    for step in steps:
        if not reader.stopped:
            step()


def _take(built: Built) -> None:
    """What was made ready, at hand from now on."""
    built.panel.pictures.warm()
    if hasattr(built.scene, "prepare_picking"):
        built.scene.prepare_picking()
    assert built.pain


def _keep_loaded() -> None:
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def _report(error: Exception, tell: Callable[[str], object]) -> None:
    if not isinstance(error, TPExplorerError):
        raise error
    tell(str(error))


def handlers(built: Built) -> dict[str, Callable[[], object]]:
    """What each action of the window does."""
    explore, state, window = built.explore, built.state, built.window

    def step(by: int) -> None:
        if built.pain_if_built is not None:
            built.pain_if_built.find.step(by)
        else:
            (explore.next_point if by > 0 else explore.previous_point)()

    def step_out() -> None:
        before = (state.page, state.selection)
        (built.pain_if_built.find if built.pain_if_built else explore).step_out()
        if before == (state.page, state.selection):
            built.lists.search.clear()
        window.focus_body()

    def in_atlas(then: Callable[[], object]) -> None:
        if built.pain_if_built is not None:
            built.pain_if_built.state.set_shown(False)
        then()

    def show_muscle() -> None:
        state.set_muscle_shown(not state.muscle_shown)
        if state.muscle_shown and not state.selection and not state.page.startswith("muscle/"):
            window.set_pointed("Select a point, or open a muscle: it is then drawn on the body.")

    does: dict[str, Callable[[], object]] = {
        "quit": window.close,
        "find": lambda: in_atlas(built.lists.focus_search),
        "narrow": lambda: in_atlas(built.lists.bar.toggle),
        "next_point": lambda: step(1),
        "previous_point": lambda: step(-1),
        "next_anywhere": lambda: step(1),
        "previous_anywhere": lambda: step(-1),
        "other_side": explore.other_side,
        "best_view": explore.turn_back,
        "back": explore.back,
        "forward": explore.forward,
        "clear": step_out,
        "fit": explore.fit,
        "zoom_in": lambda: explore.zoom(ZOOM),
        "zoom_out": lambda: explore.zoom(1 / ZOOM),
        "orbit_left": lambda: explore.orbit(-ORBIT_DEG, 0),
        "orbit_right": lambda: explore.orbit(ORBIT_DEG, 0),
        "orbit_up": lambda: explore.orbit(0, ORBIT_DEG),
        "orbit_down": lambda: explore.orbit(0, -ORBIT_DEG),
        "muscle": show_muscle,
        "labels": lambda: state.set_labels_shown(not state.labels_shown),
        "sites": lambda: state.set_sites_shown(not state.sites_shown),
        "larger": lambda: state.set_text_step(state.text_step + 1),
        "smaller": lambda: state.set_text_step(state.text_step - 1),
        "normal": lambda: state.set_text_step(0),
        "show_list": lambda: window.splitter.set_shown("list", not window.splitter.is_shown("list")),
        "show_page": lambda: window.splitter.set_shown("page", not window.splitter.is_shown("page")),
        "full_screen": lambda: window.set_full_screen(not window.isFullScreen()),
        "next_pane": window.next_pane,
    }
    for side in ("front", "back", "left", "right", "top", "bottom"):
        does[f"view_{side}"] = lambda side=side: explore.look_from(side)  # type: ignore[misc]
    for page in PAGES:
        does[page] = lambda page=page: explore.open(page)  # type: ignore[misc]
    does |= pain_handlers(built)
    return does | {name: partial(_in_sight, window, pane, does[name]) for pane, names in SEEN_IN.items() for name in names}


def _in_sight(window: MainWindow, pane: str, act: Callable[[], object]) -> None:
    window.splitter.set_shown(pane, True)
    act()


def pain_handlers(built: Built) -> dict[str, Callable[[], object]]:
    """What each action does that asks where it hurts."""

    def toggle() -> None:
        built.pain.find.toggle()

    def name_place() -> None:
        built.pain.state.set_shown(True)
        built.pain.panel.regions.line.setFocus()

    def change_tool() -> None:
        built.pain.state.set_tool("brush" if built.pain.state.tool == "erase" else "erase")

    def tick(status: str) -> None:
        if not (built.pain.state.shown and built.state.selection):
            built.window.set_pointed("Select a point in “Where it hurts” first: what was found is noted at it.")
        built.pain.panel.tick(status)

    does: dict[str, Callable[[], object]] = {
        "pain": toggle,
        "place": name_place,
        "erase": change_tool,
        "brush_larger": lambda: built.pain.find.grow(1),
        "brush_smaller": lambda: built.pain.find.grow(-1),
        "clear_drawing": lambda: built.pain.find.ask("clear"),
    }
    for status in ("found", "not found", "skipped"):
        does[status.replace(" ", "_")] = lambda status=status: tick(status)  # type: ignore[misc]
    for what in ("undo", "redo", "mirror", "rest", "new", "open", "save", "save_as"):
        does[what] = lambda what=what: built.pain.find.ask(what)  # type: ignore[misc]
    return does
