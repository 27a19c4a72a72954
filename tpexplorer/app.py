"""The composition root: loads what is known, builds the window, wires it, runs it."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QIcon
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from tpexplorer.atlas.atlas import load_atlas
from tpexplorer.body.body import Body, load_body
from tpexplorer.body.map import load_map
from tpexplorer.errors import TPExplorerError
from tpexplorer.modes.explore import Choose, Explore, Knowledge, Views
from tpexplorer.modes.interfaces import Hit, SceneView
from tpexplorer.modes.pages import Library
from tpexplorer.modes.sites import Sites
from tpexplorer.panels.chooser import choose_point
from tpexplorer.panels.info_panel import InfoPanel
from tpexplorer.panels.list_panel import ListPanel
from tpexplorer.panels.plates_view import PlatesView
from tpexplorer.panels.theme import Look
from tpexplorer.patterns.match import Matcher
from tpexplorer.patterns.patterns import load_patterns
from tpexplorer.resources import asset
from tpexplorer.state import settings as table
from tpexplorer.state.app_state import THEMES, AppState
from tpexplorer.state.memory import recall, remember
from tpexplorer.state.settings import Settings, default_path
from tpexplorer.window.actions import key_groups
from tpexplorer.window.error_dialog import ErrorDialog, Reporter
from tpexplorer.window.main_window import MainWindow
from tpexplorer.window.single_instance import SingleInstance, instance_name
from tpexplorer.window.themer import Themer

if TYPE_CHECKING:
    from tpexplorer.search import SearchIndex

ORBIT_DEG = 15.0
PAGES = (
    *("help", "start", "session", "techniques", "conditions", "cautions"),
    *("chapters", "sources", "coverage", "about"),
)
ZOOM = 1.2
WARM_AFTER_MS = 250
MakeScene = Callable[[Body, QWidget | None], QWidget]


class LaterSearch:
    """The text search, built when it is first needed: the first frame does without."""

    def __init__(self, build: Callable[[], SearchIndex]) -> None:
        self._build = build
        self._index: SearchIndex | None = None

    def warm(self) -> None:
        """Build it now."""
        if self._index is None:
            self._index = self._build()
            self._index.warm()

    def find(self, text: str, limit: int, /) -> Sequence[Hit]:
        """What fits best, best first."""
        self.warm()
        assert self._index is not None
        return self._index.find(text, limit)


def _open_web(address: str) -> None:
    QDesktopServices.openUrl(QUrl(address))


@dataclass(frozen=True)
class Hands:
    """What reaches beyond the window: asking which of several points is meant, opening web pages. Tests put others in."""

    choose: Choose = choose_point
    open_web: Callable[[str], None] = _open_web


@dataclass
class Built:
    """A window with all that moves it."""

    window: MainWindow
    state: AppState
    settings: Settings
    themer: Themer
    lists: ListPanel
    panel: InfoPanel
    explore: Explore
    search: LaterSearch

    @property
    def scene(self) -> QWidget:
        """The scene in use; fulfils `SceneView`."""
        return self.window.pane.scene

    def show(self) -> None:
        """Open the window."""
        self.window.show()

    def save(self) -> None:
        """Remember how things stand, and draw no more."""
        remember(self.state, self.settings)
        for setting, value in zip((table.GEOMETRY, table.WINDOW_STATE, table.SPLITTER), self.window.standing(), strict=True):
            self.settings.set(setting, value)
        self.settings.save()
        self.panel.stop()
        if isinstance(self.scene, PlatesView):
            self.scene.stop()


def make_3d(body: Body, parent: QWidget | None) -> QWidget:
    """The 3D scene, or plates with the reason where there can be none."""
    from tpexplorer.scene import NoOpenGLError, make_scene

    try:
        return cast(QWidget, make_scene(body, parent))
    except NoOpenGLError as error:
        return PlatesView(body, str(error), parent)


def build(
    application: QApplication,
    settings_path: Path | None = None,
    root: Path | None = None,
    make_scene: MakeScene = make_3d,
    hands: Hands | None = None,
) -> Built:
    """Build the window, ready to show. `root` stands in for the assets; AssetError says what is wrong with them."""
    hands = hands or Hands()
    body, atlas, body_map = load_body(root), load_atlas(root), load_map(root)
    patterns = load_patterns(body, root)
    settings, state = Settings(settings_path), AppState()
    last_point = recall(state, settings, list(body.forms))
    themer = Themer(application)
    themer.set_step(state.text_step)
    themer.choose(state.theme)
    lists, panel = ListPanel(), InfoPanel(body)
    scene = make_scene(body, None)
    choices = {
        "form": [(name, name.capitalize()) for name in body.forms],
        "theme": [(name, {"system": "Like the system"}.get(name, name.capitalize())) for name in THEMES],
    }
    window = MainWindow(lists, scene, panel, choices)
    credits_text = asset("CREDITS.md", root).read_text(encoding="utf-8")
    matcher, sites = Matcher(body_map, patterns), Sites(atlas, patterns)
    library = Library(atlas, body_map, matcher, sites, list(body.forms), key_groups(), credits_text)

    def build_search() -> SearchIndex:
        from tpexplorer.search import build_index  # after the first frame

        return build_index(atlas, body_map)

    search = LaterSearch(build_search)
    known = Knowledge(body, body_map, patterns, library, search)
    explore = Explore(state, known, Views(cast(SceneView, scene), lists, panel, window), hands.choose, hands.open_web)
    built = Built(window, state, settings, themer, lists, panel, explore, search)
    _wire(built, body)
    explore.start(last_point)
    window.restore(settings.get(table.GEOMETRY), settings.get(table.WINDOW_STATE), settings.get(table.SPLITTER))
    return built


def _wire(built: Built, body: Body) -> None:
    state, window, explore, themer = built.state, built.window, built.explore, built.themer

    def wear(look: Look, pt: float) -> None:
        window.set_look(look, pt)
        built.lists.set_look(look)
        built.panel.set_look(look, pt)
        explore.set_theme(look.name)
        if hasattr(built.scene, "set_text_font"):  # labels on the body grow with the text
            built.scene.set_text_font(QApplication.font())

    def fall_back(reason: str) -> None:
        plates = PlatesView(body, reason, window)
        window.pane.set_scene(plates)
        explore.use_scene(plates)

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
    window.connect_actions(_handlers(built))
    window.closing.connect(built.save)
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


def _handlers(built: Built) -> dict[str, Callable[[], object]]:
    """What each action of the window does."""
    explore, state, window = built.explore, built.state, built.window
    handlers: dict[str, Callable[[], object]] = {
        "quit": window.close,
        "find": built.lists.focus_search,
        "narrow": built.lists.bar.toggle,
        "next_point": explore.next_point,
        "previous_point": explore.previous_point,
        "next_anywhere": explore.next_point,
        "previous_anywhere": explore.previous_point,
        "other_side": explore.other_side,
        "best_view": explore.turn_back,
        "back": explore.back,
        "forward": explore.forward,
        "clear": explore.step_out,
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
        handlers[f"view_{side}"] = lambda side=side: explore.look_from(side)  # type: ignore[misc]
    for page in PAGES:
        handlers[page] = lambda page=page: explore.open(page)  # type: ignore[misc]
    return handlers


def make_application(argv: Sequence[str]) -> QApplication:
    """The Qt application."""
    # Qt waits 5 ms before it paints a window anew, lest more changes come; a turning body wants its frame at once.
    os.environ.setdefault("QT_QPA_UPDATE_IDLE_TIME", "0")
    application = QApplication(["tpexplorer", *argv])
    application.setApplicationName("tpexplorer")
    application.setApplicationDisplayName("TPExplorer")
    application.setDesktopFileName("tpexplorer")
    application.setStyle("Fusion")
    return application


def has_display() -> bool:
    """Whether a window can be opened; asking Qt without a display would end the program."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _tell(sentence: str) -> None:
    box = QMessageBox(QMessageBox.Icon.Critical, "TPExplorer", sentence)
    box.setWindowIcon(QIcon())
    box.exec()


def run(
    argv: Sequence[str], settings_path: Path | None = None, root: Path | None = None, tell: Callable[[str], object] = _tell
) -> int:
    """Open the window and run until it is closed; returns the exit code (0, or 2 after saying what is wrong)."""
    if not has_display():
        print("There is no display to open a window on. The commands work without one: 'tpexplorer --help'.", file=sys.stderr)
        return 2
    application = QApplication.instance() or make_application(argv)
    assert isinstance(application, QApplication)
    single = SingleInstance(instance_name(str(settings_path or default_path())))
    if not single.claim():
        return 0
    try:
        built = build(application, settings_path, root)
    except TPExplorerError as error:
        print(f"tpexplorer: {error}", file=sys.stderr)
        tell(str(error))
        return 2
    reporter = Reporter(lambda report: ErrorDialog(report, built.window).exec())
    sys.excepthook = reporter
    threading.excepthook = lambda args: reporter(args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback)
    single.asked.connect(lambda: _raise(built.window))
    built.show()
    try:
        return int(application.exec())
    finally:
        sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
        single.release()


def _raise(window: MainWindow) -> None:
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized | Qt.WindowState.WindowActive)
    window.raise_()
    window.activateWindow()
