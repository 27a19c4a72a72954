"""The composition root: loads what is known, builds the window, wires it, runs it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QIcon
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from tpexplorer.atlas.atlas import load_atlas
from tpexplorer.body.body import Body, load_body
from tpexplorer.body.map import load_map
from tpexplorer.errors import TPExplorerError
from tpexplorer.modes.explore import Choose, Explore
from tpexplorer.modes.interfaces import Hit, SceneView
from tpexplorer.modes.knowledge import Knowledge, Views
from tpexplorer.modes.pages import Library
from tpexplorer.modes.sites import Sites
from tpexplorer.panels.chooser import choose_point
from tpexplorer.panels.info_panel import InfoPanel
from tpexplorer.panels.left_panel import LeftPanel
from tpexplorer.panels.list_panel import ListPanel
from tpexplorer.panels.plates_view import PlatesView
from tpexplorer.patterns.match import Matcher
from tpexplorer.patterns.patterns import load_patterns
from tpexplorer.resources import SYNONYMS_FILE, asset_text, read_asset
from tpexplorer.state.app_state import THEMES, AppState
from tpexplorer.state.claim import Claim
from tpexplorer.state.memory import recall, recall_standing, remember, remember_standing
from tpexplorer.state.settings import Settings, default_path
from tpexplorer.window.actions import key_groups
from tpexplorer.window.application import NO_DISPLAY, NO_WINDOW, has_display, make_application
from tpexplorer.window.error_dialog import ErrorDialog, Reporter, report_of
from tpexplorer.window.interrupts import Interrupts
from tpexplorer.window.main_window import MainWindow
from tpexplorer.window.messages import message_box
from tpexplorer.window.single_instance import SingleInstance, instance_name
from tpexplorer.window.themer import Themer
from tpexplorer.wiring import wire

if TYPE_CHECKING:
    from tpexplorer.modes.set_files import FileDialogs
    from tpexplorer.pain import Pain
    from tpexplorer.search import SearchIndex

SECOND = "Another window of TPExplorer is open and does not answer: this is a second one, with a recovery file of its own."
CANNOT_START = "TPExplorer cannot start ({kind}: {error}). Installing it anew may help; the terminal shows a report."
NOTHING_KEPT = "The folder {folder} cannot be written to: settings, and a drawing when the program ends suddenly, are not kept."
MakeScene = Callable[[Body, QWidget | None], QWidget]


class LaterSearch:
    """The text search, built when it is first needed: the first frame does without."""

    def __init__(self, build: Callable[[], SearchIndex], tell: Callable[[str], object]) -> None:
        self._build, self._tell = build, tell
        self._index: SearchIndex | None = None
        self._building = threading.Lock()

    def warm(self) -> None:
        """Build it now, in whatever thread this is; others wait for it."""
        with self._building:
            if self._index is None:
                index = self._build()
                index.warm()
                self._index = index

    def find(self, text: str, limit: int, /) -> Sequence[Hit]:
        """What fits best, best first."""
        try:
            self.warm()
        except TPExplorerError as error:
            self._tell(str(error))
            return ()
        assert self._index is not None
        return self._index.find(text, limit)


def _open_web(address: str) -> None:
    QDesktopServices.openUrl(QUrl(address))


@dataclass(frozen=True)
class Hands:
    """What reaches beyond the window: asking which of several points is meant, opening web pages. Tests put others in."""

    choose: Choose = choose_point
    open_web: Callable[[str], None] = _open_web
    files: FileDialogs | None = None


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
    tabs: LeftPanel
    hands: Hands

    @cached_property
    def pain(self) -> Pain:
        """What asks where it hurts, built when it is first wanted."""
        from tpexplorer.pain import build_pain

        return build_pain(self)

    @property
    def pain_if_built(self) -> Pain | None:
        """The same, where it is built already."""
        return self.__dict__.get("pain")

    @cached_property
    def recovery(self) -> Claim:
        """The recovery file of this window, its own as long as it is open."""
        return Claim(self.settings.path.parent)

    @property
    def recovery_path(self) -> Path:
        """Where the open working set is kept safe."""
        return self.recovery.path

    @property
    def scene(self) -> QWidget:
        """The scene in use; fulfils `SceneView`."""
        return self.window.pane.scene

    def show(self) -> None:
        """Open the window, the keys on the body."""
        self.window.show()
        self.window.focus_body()

    def save(self, clean: bool = True) -> None:
        """Remember how things stand, and draw no more; an end that is not `clean` leaves the recovery file."""
        remember(self.state, self.settings)
        remember_standing(self.window.standing(), self.settings)
        self.settings.save()
        if self.pain_if_built is not None:
            self.pain_if_built.stop(clean)
        self.panel.stop()
        if isinstance(self.scene, PlatesView):
            self.scene.stop()
        self.recovery.release()


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
    tabs = LeftPanel(lists)
    window = MainWindow(tabs, scene, panel, choices)
    for part in (state, themer):
        part.setParent(window)  # what listens to them holds all of this: when the window goes, so does that
    credits_text = asset_text("CREDITS.md", root)
    read_asset(SYNONYMS_FILE, root)  # read in earnest after the first frame, but whether it is whole is said now
    matcher, sites = Matcher(body_map, patterns), Sites(atlas, patterns)
    library = Library(atlas, body_map, matcher, sites, list(body.forms), key_groups(), credits_text)

    def build_search() -> SearchIndex:
        from tpexplorer.search import build_index, load_synonyms  # after the first frame

        return build_index(atlas, body_map, load_synonyms(root))

    search = LaterSearch(build_search, window.set_pointed)
    known = Knowledge(body, body_map, patterns, library, search)
    explore = Explore(state, known, Views(cast(SceneView, scene), lists, panel, window), hands.choose, hands.open_web)
    built = Built(window, state, settings, themer, lists, panel, explore, search, tabs, hands)
    wire(built, body)
    explore.start(last_point)
    if built.recovery.left_behind:
        window.set_pointed(built.pain.files.recover())
    elif not built.recovery.kept:
        window.set_pointed(NOTHING_KEPT.format(folder=settings.path.parent))
    window.restore(recall_standing(settings))
    return built


def _tell(sentence: str) -> None:
    box = message_box(None, QMessageBox.Icon.Critical, sentence)
    box.setWindowIcon(QIcon())
    box.exec()


def run(
    argv: Sequence[str], settings_path: Path | None = None, root: Path | None = None, tell: Callable[[str], object] = _tell
) -> int:
    """Open the window and run until it is closed; returns the exit code (0, or 2 after saying what is wrong)."""
    if not has_display():
        print(NO_WINDOW.format(why=NO_DISPLAY), file=sys.stderr)
        return 2
    application = QApplication.instance() or make_application(argv)
    assert isinstance(application, QApplication)
    single = SingleInstance(instance_name(settings_path or default_path()))
    if not single.claim():
        return 0
    try:
        built = build(application, settings_path, root)
    except Exception as error:  # foreseen or not, somebody waits for a window
        single.release()
        foreseen = isinstance(error, TPExplorerError)
        sentence = str(error) if foreseen else CANNOT_START.format(kind=type(error).__name__, error=error)
        print(f"tpexplorer: {sentence}", file=sys.stderr)
        if not foreseen:
            print(report_of(type(error), error, error.__traceback__), file=sys.stderr)
        tell(sentence)
        return 2
    reporter = Reporter(lambda report: ErrorDialog(report, built.window).exec())
    sys.excepthook = reporter
    threading.excepthook = lambda args: reporter(args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback)
    single.come_up = lambda: _raise(built.window)
    interrupts = Interrupts()
    interrupts.watch()
    built.show()
    if single.unanswered:
        built.window.set_pointed(SECOND)
    try:
        code = int(application.exec())
        if interrupts.received:
            built.save(clean=False)
        return code
    finally:
        interrupts.release()
        sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
        single.release()


def _raise(window: MainWindow) -> bool:
    """Bring the window up; whether it is there to be seen."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized | Qt.WindowState.WindowActive)
    window.raise_()
    window.activateWindow()
    QApplication.alert(window)  # where windows may not come to the front by themselves
    return window.isVisible()
