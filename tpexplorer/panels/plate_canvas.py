"""The widget on which a plate is shown: it paints what its view draws and hands over what the mouse does."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

# What takes the mouse from the hand: a dialog, another window, another widget that grabs it, the canvas gone.
TAKES_MOUSE = (QEvent.Type.WindowBlocked, QEvent.Type.FocusOut, QEvent.Type.UngrabMouse, QEvent.Type.Hide)


class Hands(Protocol):
    """What a view does with the mouse, and how it paints."""

    def paint_on(self, painter: QPainter) -> None: ...
    def redraw(self) -> None: ...
    def press(self, at: QPointF) -> None: ...
    def release(self, at: QPointF) -> None: ...
    def let_go(self) -> None: ...
    def point_at(self, at: QPointF) -> None: ...
    def leave(self) -> None: ...
    def wheel(self, steps: float, shift: bool = False) -> None: ...


class Canvas(QWidget):
    """Where the plate is shown."""

    def __init__(self, view: Hands, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = view
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName("The body")
        self.setMinimumSize(QSize(120, 90))

    def event(self, event: QEvent) -> bool:
        """What takes the mouse away ends what the hand has begun."""
        if event.type() in TAKES_MOUSE:
            self._view.let_go()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The plate with its markers."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().window().color())
        self._view.paint_on(painter)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A new size, a new plate."""
        self._view.redraw()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The button went down."""
        if event.buttons() == Qt.MouseButton.LeftButton:
            self._view.press(event.position())
        else:
            self._view.let_go()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The button came up."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._view.release(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The pointer moved."""
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._view.let_go()
        self._view.point_at(event.position())

    def leaveEvent(self, event: object) -> None:
        """The pointer left."""
        self._view.leave()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Nearer and farther."""
        delta = event.angleDelta()
        self._view.wheel((delta.y() or delta.x()) / 120, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
