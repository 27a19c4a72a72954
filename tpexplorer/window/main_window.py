"""The main window: list, body, page; menus and keys from the tables. No logic: what is wanted is told to handlers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QGuiApplication, QKeySequence, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QStyle, QWidget

from tpexplorer.errors import printable
from tpexplorer.panels.theme import Look, stylesheet
from tpexplorer.panels.words import PLACEHOLDER, OneLine, entry, in_title, plain, tip
from tpexplorer.state.memory import Standing
from tpexplorer.window.actions import COMMANDS, MENUS, STRIP, Command
from tpexplorer.window.keyboard import Keyboard
from tpexplorer.window.panes import PLACES, Panes
from tpexplorer.window.scene_pane import ScenePane
from tpexplorer.window.standing import fitted

DEFAULT_SIZE = QSize(1360, 860)
CHOICE_TIPS = {"form": "The form of the body", "theme": "Light or dark"}


class MainWindow(QMainWindow):
    """Fulfils `StatusView` too."""

    closing = Signal()
    chosen = Signal(str, str)  # (what: form or theme, name)

    def __init__(
        self, lists: QWidget, scene: QWidget, panel: QWidget, choices: Mapping[str, Sequence[tuple[str, str]]]
    ) -> None:
        super().__init__()
        self.setWindowTitle("TPExplorer")
        self.lists, self.panel = lists, panel
        self.may_close: Callable[[], bool] = lambda: True
        self.pane = ScenePane(scene, self)
        self.actions_by_name: dict[str, QAction] = {}
        self.keyboard = Keyboard(self)
        self._menus: dict[str, QMenu] = {}
        self.splitter = Panes(lists, self.pane, panel, self)
        self.setCentralWidget(self.splitter)
        self._pointed = OneLine(self)
        self._pointed.setAccessibleName("Under the pointer")
        self.statusBar().addWidget(self._pointed, 1)
        self.statusBar().addPermanentWidget(plain("F1  keys and mouse", self))
        self.statusBar().setSizeGripEnabled(False)
        for command in COMMANDS:
            self._add(command)
        for what, names in choices.items():
            self._menus[what] = self._choice_menu(what, names)
        self._build_menus()
        self.pane.add_actions([None if not name else self._menus.get(name) or self._strip_action(name) for name in STRIP])
        self.pane.add_folds(*(self.actions_by_name[f"show_{name}"] for name in PLACES))
        self.splitter.shown_changed.connect(lambda name, shown: self.set_checked(f"show_{name}", shown))
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]

    # --- actions ----------------------------------------------------------------------------------------------------

    def _add(self, command: Command) -> None:
        shown = QKeySequence(command.keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if command.keys else ""
        # Scene keys show in the menu but act only while the body has the focus: elsewhere they move the list or the page.
        action = QAction(f"{command.text}\t{shown}" if command.scene and shown else command.text, self)
        action.setCheckable(command.checkable)
        about = command.tip or command.text
        action.setToolTip(tip(f"{about}  ({shown})" if shown else about))
        self.actions_by_name[command.name] = action
        self.keyboard.add(command, action)
        self.addAction(action)

    def _strip_action(self, name: str) -> QAction:
        action = self.actions_by_name[name]
        short = next(command.short for command in COMMANDS if command.name == name)
        action.setIconText(short)
        return action

    def _choice_menu(self, what: str, names: Sequence[tuple[str, str]]) -> QMenu:
        menu = QMenu(what.capitalize(), self)
        menu.setToolTip(tip(CHOICE_TIPS[what]))
        group = QActionGroup(menu)
        for name, text in names:
            action = menu.addAction(entry(text))
            action.setCheckable(True)
            action.setData(name)
            group.addAction(action)
            action.triggered.connect(partial(self._tell_choice, what, name))
        return menu

    def _tell_choice(self, what: str, name: str, _checked: bool = False) -> None:
        self.chosen.emit(what, name)

    def _build_menus(self) -> None:
        for title, names in MENUS:
            menu = self.menuBar().addMenu(title)
            for name in names:
                if not name:
                    menu.addSeparator()
                elif name in self._menus:
                    menu.addMenu(self._menus[name])
                else:
                    menu.addAction(self.actions_by_name[name])

    def connect_actions(self, handlers: Mapping[str, Callable[[], object]]) -> None:
        """Say what each action does, by its name."""
        for name, handler in handlers.items():
            self.actions_by_name[name].triggered.connect(lambda _checked=False, run=handler: run())

    def set_checked(self, name: str, checked: bool) -> None:
        """Show whether something is on."""
        self.actions_by_name[name].setChecked(checked)

    def set_choice(self, what: str, name: str) -> None:
        """Show which form or theme is chosen."""
        for action in self._menus[what].actions():
            action.setChecked(action.data() == name)

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        # The 3D scene is a window of its own: while it has the focus, no widget has.
        self.keyboard.set_on_body(new is None or self.pane.scene.isAncestorOf(new) or new is self.pane.scene)

    def focus_body(self) -> None:
        """The keys go to the body, as at the start and after a choice."""
        self.pane.scene.setFocus(Qt.FocusReason.OtherFocusReason)

    def next_pane(self) -> None:
        """Move the focus from list to body to page and round again; each knows where in it the keys go."""
        panes = [pane for pane in (self.lists, self.pane.scene, self.panel) if pane.isVisible()]
        here = QApplication.focusWidget()
        inside = (number for number, pane in enumerate(panes) if here is not None and pane.isAncestorOf(here))
        at = next(inside, panes.index(self.pane.scene))
        panes[(at + 1) % len(panes)].setFocus(Qt.FocusReason.TabFocusReason)

    # --- window -----------------------------------------------------------------------------------------------------

    def set_look(self, look: Look, pt: float) -> None:
        """Colours of a theme and the size of text in points."""
        # The window's own sheet, not the application's: Qt then need not dress again what is not ours.
        self.setStyleSheet(stylesheet(look, pt))
        self.pane.set_look(look)
        self.splitter.set_text(pt)

    def set_file(self, name: str, changed: bool) -> None:
        """The open file in the title, starred where it is not saved; Qt puts the star where the system does."""
        self.setWindowTitle(f"{in_title(printable(name))}{PLACEHOLDER} – TPExplorer" if name else "TPExplorer")
        self.setWindowModified(bool(name) and changed)

    def set_pointed(self, text: str) -> None:
        """What is under the pointer."""
        self._pointed.setText(text)

    def set_full_screen(self, full: bool) -> None:
        """Fill the screen, or be a window again."""
        self.setWindowState(
            self.windowState() ^ Qt.WindowState.WindowFullScreen if full != self.isFullScreen() else self.windowState()
        )

    def changeEvent(self, event: QEvent) -> None:
        """The window manager fills the screen too, and takes it back."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.set_checked("full_screen", self.isFullScreen())

    def showEvent(self, event: QShowEvent) -> None:
        """Only now is there a window whose keys can be watched."""
        super().showEvent(event)
        self.keyboard.watch(self.windowHandle())

    def restore(self, standing: Standing) -> None:
        """Stand where one stood, as far as the screens of today allow; at first, large but within the screen."""
        screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        if standing.width and standing.height:
            self.setGeometry(fitted(standing, screens, self.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)))
        else:
            self.resize(DEFAULT_SIZE.boundedTo(screens[0].size() * 0.94))
        if standing.maximized:
            self.setWindowState(self.windowState() | Qt.WindowState.WindowMaximized)
        self.splitter.restore(standing)
        self.set_full_screen(standing.full_screen)

    def standing(self) -> Standing:
        """Where one stands, to be restored."""
        frame, panes = self.normalGeometry(), self.splitter
        maximized = bool(self.windowState() & Qt.WindowState.WindowMaximized)
        size = (frame.x(), frame.y(), frame.width(), frame.height())
        widths, folded = (
            (panes.width_of("list"), panes.width_of("page")),
            (not panes.is_shown("list"), not panes.is_shown("page")),
        )
        return Standing(*size, maximized, self.isFullScreen(), *widths, *folded)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell before closing, unless something would be lost."""
        if not self.may_close():
            event.ignore()
            return
        self.closing.emit()
        super().closeEvent(event)
