"""One of the plates that are compared: a picture with its marker and a note; hands on it are told, not followed."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QWidget

from tpexplorer.modes.compare import Column
from tpexplorer.panels.theme import LIGHT, Look

CORNER, RADIUS_PX = 10.0, 7.0
ORBIT_DEG_PER_PX, WHEEL_STEP = 0.35, 1.15
# A plate says so where no more than such shares of its essential zone or of its whole pattern are in sight.
NOTHING_SEEN, HIDDEN, PART_SEEN = 0.03, 0.15, 0.7


class PlateCard(QWidget):
    """One plate with its marker."""

    held = Signal()
    turned = Signal(float, float)  # by degrees: yaw, pitch
    shifted = Signal(float, float)  # by px: across, down
    zoomed = Signal(float, QPointF)  # a factor, about a place in px from the middle

    def __init__(self, column: Column, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._deep, self._focused = column.mark.deep, False
        self._look = LIGHT
        self.image, self.note = QImage(), ""
        self._spot, self._near = QPointF(), True
        self._last: QPointF | None = None
        self.setAccessibleName(f"{column.name}, {column.subtitle}: where it is felt")
        self.setToolTip("Drag to turn all, Shift+drag to shift, wheel to come nearer")
        self.setMinimumSize(QSize(120, 120))
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def set_look(self, look: Look) -> None:
        """The colours of a theme."""
        self._look = look
        self.update()

    def set_focused(self, focused: bool) -> None:
        """Whether the keys turn it."""
        self._focused = focused
        self.update()

    def show_plate(self, image: QImage, spot: QPointF, near: bool, note: str) -> None:
        """A plate, its marker's place in px and whether that is in sight, and what this view leaves out."""
        self.image, self._spot, self._near, self.note = image, spot, near, note
        self.setAccessibleDescription(note)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The plate in its rounded frame, the marker on it."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        path, edge = QPainterPath(), QRectF(self.rect()).adjusted(1, 1, -1, -1)
        path.addRoundedRect(edge, CORNER, CORNER)
        painter.setClipPath(path)
        painter.fillRect(self.rect(), QColor(self._look.raised))
        if self.image.isNull():
            painter.setPen(QColor(self._look.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "Drawing …")
        else:
            painter.drawImage(QRectF(self.rect()), self.image)
            draw_marker(painter, self._spot, RADIUS_PX, self._deep, self._near, self._look)
            self._paint_note(painter)
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._look.accent if self._focused else self._look.line), 2 if self._focused else 1))
        painter.drawPath(path)
        painter.end()

    def _paint_note(self, painter: QPainter) -> None:
        """What this view leaves out, on a small plaque in the corner that the marker leaves free."""
        if self.note:
            room = QRectF(painter.fontMetrics().boundingRect(self.note)).adjusted(-9, -4, 9, 4)
            room.moveTopLeft(QPointF(9, 9))
            if room.adjusted(-12, -12, 12, 12).contains(self._spot):
                room.moveBottom(self.height() - 9)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._look.surface))
            painter.drawRoundedRect(room, 6, 6)
            painter.setPen(QColor(self._look.muted))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self.note)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hold on to the body."""
        self.held.emit()
        self._last = event.position()
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn, or shift with Shift or the middle button."""
        if self._last is None:
            return
        moved, self._last = event.position() - self._last, event.position()
        shifting = event.modifiers() & Qt.KeyboardModifier.ShiftModifier or event.buttons() & Qt.MouseButton.MiddleButton
        if shifting:
            self.shifted.emit(moved.x(), moved.y())
        else:
            self.turned.emit(-moved.x() * ORBIT_DEG_PER_PX, moved.y() * ORBIT_DEG_PER_PX)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._last = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Nearer and farther, about what is under the pointer."""
        steps = max(-4.0, min(4.0, event.angleDelta().y() / 120))
        self.zoomed.emit(WHEEL_STEP**steps, event.position() - QPointF(self.width() / 2, self.height() / 2))
        event.accept()


def said_hidden(essential: float, whole: float) -> str:
    """What is out of sight, given what share (0..1) of an essential zone and of a whole pattern is seen; "" for little."""
    if whole <= NOTHING_SEEN:
        return "All of it is out of sight"
    if essential <= HIDDEN:
        return "Essential zone out of sight"
    return "Part of it is out of sight" if min(essential, whole) <= PART_SEEN else ""


def draw_marker(painter: QPainter, at: QPointF, radius: float, deep: bool, seen: bool, look: Look) -> None:
    """A disc (superficial) or diamond (deep), hollow where the body is in front of it."""

    def shape(reach: float) -> None:
        if deep:
            far = reach * 1.2
            painter.drawPolygon(QPolygonF([at + QPointF(x, y) for x, y in ((0, -far), (far, 0), (0, far), (-far, 0))]))
        else:
            painter.drawEllipse(at, reach, reach)

    painter.setBrush(QColor(look.mark) if seen else Qt.BrushStyle.NoBrush)
    if seen:
        painter.setPen(QPen(QColor("#ffffff"), 4.2))
        shape(radius)
        painter.setPen(QPen(QColor("#1f2933"), 2.0))
    else:
        painter.setPen(QPen(QColor("#1f2933"), 4.6))
        shape(radius)
        painter.setPen(QPen(QColor(look.mark), 2.2))
    shape(radius)
