"""The search box: what is typed is told at once; Down, Up, Enter and Esc are told too."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from tpexplorer.panels.signs import magnifier
from tpexplorer.panels.theme import LIGHT, Look

STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
TAKE = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
OTHERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class SteeredLine(QLineEdit):
    """A line to type in that steers a list beneath it; the window's single-letter keys do not reach it."""

    stepped = Signal(int)
    entered = Signal()
    escaped = Signal()

    def event(self, event: QEvent) -> bool:
        """Keep the keys that steer the list from the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _steers(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down and Up move through the list, Enter takes from it, Esc is told."""
        key = Qt.Key(event.key())
        if not _steers(event):
            super().keyPressEvent(event)
        elif key in STEPS:
            self.stepped.emit(STEPS[key])
        elif key in TAKE:
            super().keyPressEvent(event)  # an edit that is finished is said to be
            event.accept()
            self.entered.emit()
        else:
            self.escaped.emit()


def _steers(event: QKeyEvent) -> bool:
    """Whether a key is the line's own; with Ctrl or Alt it is the window's."""
    own = (*STEPS, *TAKE, Qt.Key.Key_Escape)
    return Qt.Key(event.key()) in own and not event.modifiers() & OTHERS


class SearchBox(SteeredLine):
    """The search over the atlas."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("Muscle, place or symptom")
        self.setClearButtonEnabled(True)
        self.setAccessibleName("Search")
        self.setToolTip("Search muscles, places and symptoms  (Ctrl+F)")
        self._sign = QAction(magnifier(LIGHT.muted), "Search", self)
        self.addAction(self._sign, QLineEdit.ActionPosition.LeadingPosition)

    def set_look(self, look: Look) -> None:
        """Recolour the magnifier."""
        self._sign.setIcon(magnifier(look.muted))
