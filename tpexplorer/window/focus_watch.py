"""Whether the window has the keyboard, or a menu, a dialog, another window or another program has it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QWidget


class FocusWatch(QObject):
    """`lost` is emitted when something outside a window (or what is embedded in it) has taken the focus."""

    lost = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._look)

    def _look(self, focus: QWindow | None) -> None:
        top = focus
        while top is not None and isinstance(top.parent(), QWindow):
            top = top.parent()
        if top is None or top is not self._window.windowHandle():
            self.lost.emit()
