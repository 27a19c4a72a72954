"""The middle of the window: the tool strip over the picture of the body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolBar, QToolButton, QVBoxLayout, QWidget


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
        self.scene = scene
        self.tools: QWidget | None = None
        self._menu_buttons: dict[str, QToolButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strip)
        layout.addWidget(scene, 1)

    def set_scene(self, scene: QWidget) -> None:
        """Show another picture in place of the one there is."""
        self.layout().replaceWidget(self.scene, scene)  # type: ignore[union-attr]
        self.scene.hide()
        self.scene.deleteLater()
        self.scene = scene
        scene.show()

    def add_actions(self, actions: Sequence[QAction | QMenu | None]) -> None:
        """Buttons for actions, drop-downs for menus, a line for None; menus stand at the right."""
        spaced = False
        for entry in actions:
            if entry is None:
                self.strip.addSeparator()
            elif isinstance(entry, QMenu):
                if not spaced:
                    spaced = True
                    spacer = QWidget(self.strip)
                    spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
                    self.strip.addWidget(spacer)
                self._add_menu(entry)
            else:
                self.strip.addAction(entry)
                button = self.strip.widgetForAction(entry)
                button.setAccessibleName(entry.text().partition("\t")[0])
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _add_menu(self, menu: QMenu) -> None:
        button = QToolButton(self.strip)
        button.setText(menu.title())
        button.setAccessibleName(menu.title())
        button.setToolTip(menu.toolTip() or menu.title())
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.strip.addWidget(button)
        self._menu_buttons[menu.title().lower()] = button

    def add_tools(self, tools: QWidget) -> None:
        """A second strip between the buttons and the picture, hidden until it is wanted."""
        self.tools = tools
        tools.hide()
        self.layout().insertWidget(1, tools)  # type: ignore[union-attr]

    def set_icons(self, icons: Mapping[str, QIcon]) -> None:
        """Signs for the drop-downs, by the lower-case title of their menus."""
        for title, icon in icons.items():
            self._menu_buttons[title].setIcon(icon)
            self._menu_buttons[title].setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
