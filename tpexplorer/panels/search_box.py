"""The search box: what is typed is told at once; Down, Up, Enter and Esc are told too."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from tpexplorer.panels.signs import magnifier
from tpexplorer.panels.theme import LIGHT, Look

OWN_KEYS = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Escape,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)


STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class SteeredLine(QLineEdit):
    """A line to type in that steers a list beneath it; the window's single-letter keys do not reach it."""

    stepped = Signal(int)
    entered = Signal()
    escaped = Signal()

    def event(self, event: QEvent) -> bool:
        """Keep the keys that steer the list from the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in OWN_KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down and Up move through the list, Enter takes from it, Esc is told."""
        key = Qt.Key(event.key())
        if key in STEPS:
            self.stepped.emit(STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)


class SearchBox(SteeredLine):
    """The search over the atlas; Esc empties it and then leaves it."""

    left_empty = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("Muscle, place or symptom")
        self.setClearButtonEnabled(True)
        self.setAccessibleName("Search")
        self.setToolTip("Search muscles, places and symptoms  ( / )")
        self._sign = QAction(magnifier(LIGHT.muted), "Search", self)
        self.addAction(self._sign, QLineEdit.ActionPosition.LeadingPosition)
        self.escaped.connect(self._leave)

    def set_look(self, look: Look) -> None:
        """Recolour the magnifier."""
        self._sign.setIcon(magnifier(look.muted))

    def _leave(self) -> None:
        if self.text():
            self.clear()
        else:
            self.left_empty.emit()
