"""The wiring of the window: which signal reaches what, what each action does, what is prepared after the first frame."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from tpexplorer.body.body import Body
from tpexplorer.modes.find_views import FILES
from tpexplorer.modes.interfaces import SceneView
from tpexplorer.panels.plates_view import PlatesView
from tpexplorer.panels.theme import Look

if TYPE_CHECKING:
    from tpexplorer.app import Built

ORBIT_DEG = 15.0
PAGES = (
    *("help", "start", "session", "techniques", "conditions", "cautions"),
    *("chapters", "sources", "coverage", "about"),
)
ZOOM = 1.2
WARM_AFTER_MS = 250


def wire(built: Built, body: Body) -> None:
    """Connect everything in a window that has just been built."""
    state, window, explore, themer = built.state, built.window, built.explore, built.themer

    def wear(look: Look, pt: float) -> None:
        window.set_look(look, pt)
        built.lists.set_look(look)
        built.panel.set_look(look, pt)
        built.pain.panel.set_look(look)
        built.pain.comparing.set_look(look, pt)
        explore.set_theme(look.name)
        if hasattr(built.scene, "set_text_font"):  # labels on the body grow with the text
            built.scene.set_text_font(QApplication.font())

    def fall_back(reason: str) -> None:
        plates = PlatesView(body, reason, window)
        window.pane.set_scene(plates)
        explore.use_scene(plates)
        built.pain.find.use_scene(plates)

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
    window.connect_actions(handlers(built))
    window.closing.connect(built.save)
    window.may_close = built.pain.files.may_leave
    _wire_pain(built)
    scene = built.scene
    if hasattr(scene, "failed"):
        # Queued: the scene must not be taken away while it paints.
        scene.failed.connect(fall_back, Qt.ConnectionType.QueuedConnection)
    warm = QTimer(window, singleShot=True, interval=WARM_AFTER_MS)
    for work in (built.search.warm, built.explore.known.library.matcher.finder.warm, built.explore.pointing.sites.warm):
        warm.timeout.connect(work)
    # What is loaded stays: kept out of the collector, it cannot cost a frame while the body turns.
    warm.timeout.connect(gc.freeze)
    warm.timeout.connect(gc.enable)
    warm.timeout.connect(built.panel.pictures.warm)
    if hasattr(scene, "painted"):
        scene.painted.connect(warm.start, Qt.ConnectionType.SingleShotConnection)
    else:
        warm.start()


def _wire_pain(built: Built) -> None:
    """The tabs, the window's title and the small plates follow the pain state."""
    pain, window, state = built.pain, built.window, built.state

    def show_tab(shown: bool) -> None:
        pain.tabs.show_tab("pain" if shown else "atlas")
        window.set_checked("pain", shown)
        pain.panel.tools.setVisible(shown)

    def show_file() -> None:
        name = pain.state.path.name if pain.state.path else ""
        window.set_file(name, pain.state.changed and bool(pain.state.working_set))

    pain.state.shown_changed.connect(show_tab)
    pain.tabs.tab_chosen.connect(lambda name: pain.state.set_shown(name == "pain"))
    pain.state.file_changed.connect(show_file)
    state.form_changed.connect(pain.panel.thumbnails.set_form)
    pain.panel.thumbnails.set_form(state.form)
    state.form_changed.connect(pain.comparing.set_form)


def handlers(built: Built) -> dict[str, Callable[[], object]]:
    """What each action of the window does."""
    explore, state, window, find = built.explore, built.state, built.window, built.pain.find

    def in_tab(pain: bool, then: Callable[[], object]) -> None:
        find.pain.set_shown(pain)
        then()

    does: dict[str, Callable[[], object]] = {
        "quit": window.close,
        "find": lambda: in_tab(False, built.lists.focus_search),
        "narrow": lambda: in_tab(False, built.lists.bar.toggle),
        "next_point": explore.next_point,
        "previous_point": explore.previous_point,
        "next_anywhere": explore.next_point,
        "previous_anywhere": explore.previous_point,
        "other_side": explore.other_side,
        "best_view": explore.turn_back,
        "back": explore.back,
        "forward": explore.forward,
        "clear": find.step_out,
        "pain": find.toggle,
        "place": lambda: in_tab(True, built.pain.panel.regions.line.setFocus),
        "erase": lambda: find.pain.set_tool("brush" if find.pain.tool == "erase" else "erase"),
        "brush_larger": lambda: find.grow(1),
        "brush_smaller": lambda: find.grow(-1),
        "fit": explore.fit,
        "zoom_in": lambda: explore.zoom(ZOOM),
        "zoom_out": lambda: explore.zoom(1 / ZOOM),
        "orbit_left": lambda: explore.orbit(-ORBIT_DEG, 0),
        "orbit_right": lambda: explore.orbit(ORBIT_DEG, 0),
        "orbit_up": lambda: explore.orbit(0, ORBIT_DEG),
        "orbit_down": lambda: explore.orbit(0, -ORBIT_DEG),
        "muscle": lambda: state.set_muscle_shown(not state.muscle_shown),
        "labels": lambda: state.set_labels_shown(not state.labels_shown),
        "sites": lambda: state.set_sites_shown(not state.sites_shown),
        "larger": lambda: state.set_text_step(state.text_step + 1),
        "smaller": lambda: state.set_text_step(state.text_step - 1),
        "normal": lambda: state.set_text_step(0),
        "full_screen": lambda: window.set_full_screen(not window.isFullScreen()),
        "next_pane": window.next_pane,
    }
    for side in ("front", "back", "left", "right", "top", "bottom"):
        does[f"view_{side}"] = lambda side=side: explore.look_from(side)  # type: ignore[misc]
    for page in PAGES:
        does[page] = lambda page=page: explore.open(page)  # type: ignore[misc]
    does["clear_drawing"] = lambda: find.ask("clear")
    for what in ("undo", "redo", "mirror", "rest", *FILES):
        does[what] = lambda what=what: find.ask(what)  # type: ignore[misc]
    return does
