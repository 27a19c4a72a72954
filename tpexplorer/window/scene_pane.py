"""The middle of the window: the tool strip over the picture of the body, and at its ends what folds list and page away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolBar, QToolButton, QVBoxLayout, QWidget

from tpexplorer.panels import signs
from tpexplorer.panels.theme import Look
from tpexplorer.window.body_frame import BodyFrame

MENU_SIGNS: dict[str, Callable[[str], QIcon]] = {"form": signs.figure, "theme": signs.half_moon}


class ScenePane(QWidget):
    """Holds the scene (or the plates that stand in for it) under a strip of buttons."""

    def __init__(self, scene: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strip = QToolBar("Views", self)
        self.strip.setAccessibleName("Views")
        self.strip.setMovable(False)
        self.strip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.strip.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.strip.setIconSize(QSize(18, 18))
        # Qt's own button for what does not fit, as a menu.
        self.rest = cast(QToolButton, self.strip.findChild(QToolButton, "qt_toolbar_ext_button"))
        self.rest.setAccessibleName("More buttons")
        self.rest.setToolTip("Buttons that do not fit")
        self.rest.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.frame = BodyFrame(scene, self)
        self.tools: QWidget | None = None
        self._menus: dict[str, QMenu] = {}
        self._folds: dict[str, QAction] = {}
        self._head = QHBoxLayout()
        self._head.setSpacing(0)
        self._head.addWidget(self.strip, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head)
        layout.addWidget(self.frame, 1)

    def set_scene(self, scene: QWidget) -> None:
        """Show another picture in place of the one there is; the keys that went to that go to this."""
        self.frame.set_scene(scene)

    @property
    def scene(self) -> QWidget:
        """The picture in use."""
        return self.frame.scene

    def add_actions(self, actions: Sequence[QAction | QMenu | None]) -> None:
        """Buttons for actions, drop-downs for menus, a line for None; menus stand at the right."""
        spaced = False
        for entry in actions:
            if entry is None:
                self.strip.addSeparator()
                continue
            if isinstance(entry, QMenu) and not spaced:
                spaced = True
                spacer = QWidget(self.strip)
                spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
                self.strip.addWidget(spacer)
            action = entry.menuAction() if isinstance(entry, QMenu) else entry
            self.strip.addAction(action)
            button = self.strip.widgetForAction(action)
            assert isinstance(button, QToolButton)
            button.setAccessibleName(action.text().partition("\t")[0])
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            if isinstance(entry, QMenu):
                self._menus[entry.title().lower()] = entry
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
                button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def add_folds(self, lists: QAction, page: QAction) -> None:
        """Buttons at the ends of the strip, always in sight, that fold the list and the page away and back."""
        self._folds = {"list": lists, "page": page}
        for place, action in ((0, lists), (2, page)):
            button = QToolButton(self)
            button.setObjectName("fold")
            button.setIconSize(self.strip.iconSize())
            button.setDefaultAction(action)
            button.setAccessibleName(action.text())
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._head.insertWidget(place, button)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def add_tools(self, tools: QWidget) -> None:
        """A second strip between the buttons and the picture, hidden until it is wanted."""
        self.tools = tools
        tools.hide()
        self.layout().insertWidget(1, tools)  # type: ignore[union-attr]

    def set_look(self, look: Look) -> None:
        """Signs in the colours of a theme."""
        for title, menu in self._menus.items():
            menu.menuAction().setIcon(MENU_SIGNS[title](look.ink))
            menu.menuAction().setIconVisibleInMenu(False)
        for name, action in self._folds.items():
            action.setIcon(signs.side_pane(look.ink, name))
            action.setIconVisibleInMenu(False)
        self.frame.set_look(look)
        self.rest.setIcon(signs.arrow("down", look.ink))
