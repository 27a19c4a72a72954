"""Small drawn signs: the markers' shapes and the magnifier, sharp at any scale and in any theme."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

SCALE = 4


def _icon(size: int, draw: Callable[[QPainter], None]) -> QIcon:
    pixmap = QPixmap(size * SCALE, size * SCALE)
    pixmap.fill(Qt.GlobalColor.transparent)
    pixmap.setDevicePixelRatio(SCALE)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter)
    painter.end()
    icon = QIcon(pixmap)
    # In a selected row Qt would tint it.
    icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon


def depth_icon(deep: bool, fill: str, rim: str) -> QIcon:
    """A disc for a superficial point, a diamond for a deep one, as on the body."""

    def draw(painter: QPainter) -> None:
        painter.setPen(QPen(QColor(rim), 1.2))
        painter.setBrush(QColor(fill))
        if deep:
            painter.drawPolygon(QPolygonF([QPointF(8, 2), QPointF(14, 8), QPointF(8, 14), QPointF(2, 8)]))
        else:
            painter.drawEllipse(QRectF(3.2, 3.2, 9.6, 9.6))

    return _icon(16, draw)


def magnifier(colour: str) -> QIcon:
    """The sign of a search box."""

    def draw(painter: QPainter) -> None:
        painter.setPen(QPen(QColor(colour), 1.7, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawEllipse(QRectF(2.5, 2.5, 7.5, 7.5))
        painter.drawLine(QPointF(9.2, 9.2), QPointF(13.2, 13.2))

    return _icon(16, draw)


def arrow(direction: str, colour: str) -> QIcon:
    """A chevron: ``left``, ``right``, ``down``."""
    turns = {
        "left": [QPointF(10, 3.5), QPointF(5.5, 8), QPointF(10, 12.5)],
        "right": [QPointF(6, 3.5), QPointF(10.5, 8), QPointF(6, 12.5)],
        "down": [QPointF(3.5, 6), QPointF(8, 10.5), QPointF(12.5, 6)],
    }

    def draw(painter: QPainter) -> None:
        pen = QPen(QColor(colour), 1.7, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(turns[direction]))

    return _icon(16, draw)


def house(colour: str) -> QIcon:
    """The sign of the first page."""

    def draw(painter: QPainter) -> None:
        pen = QPen(QColor(colour), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF([QPointF(2.5, 8), QPointF(8, 3), QPointF(13.5, 8)]))
        painter.drawPolyline(QPolygonF([QPointF(4.2, 7), QPointF(4.2, 13), QPointF(11.8, 13), QPointF(11.8, 7)]))

    return _icon(16, draw)


def figure(colour: str) -> QIcon:
    """A person: the form of the body."""

    def draw(painter: QPainter) -> None:
        pen = QPen(QColor(colour), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawEllipse(QRectF(6, 1.6, 4, 4))
        painter.drawPolyline(QPolygonF([QPointF(3.4, 10.2), QPointF(5.6, 7.2), QPointF(10.4, 7.2), QPointF(12.6, 10.2)]))
        painter.drawPolyline(QPolygonF([QPointF(6, 14.4), QPointF(6.4, 7.4), QPointF(9.6, 7.4), QPointF(10, 14.4)]))

    return _icon(16, draw)


def half_moon(colour: str) -> QIcon:
    """A disc half filled: light and dark."""

    def draw(painter: QPainter) -> None:
        painter.setPen(QPen(QColor(colour), 1.5))
        painter.drawEllipse(QRectF(2.8, 2.8, 10.4, 10.4))
        painter.setBrush(QColor(colour))
        painter.drawPie(QRectF(2.8, 2.8, 10.4, 10.4), 90 * 16, 180 * 16)

    return _icon(16, draw)


def _curved(colour: str, forth: bool) -> QIcon:
    def draw(painter: QPainter) -> None:
        if forth:
            painter.translate(16, 0)
            painter.scale(-1, 1)
        painter.setPen(QPen(QColor(colour), 1.7, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(QPolygonF([QPointF(5.6, 2.8), QPointF(2.6, 5.8), QPointF(5.6, 8.8)]))
        path = QPainterPath(QPointF(2.8, 5.8))
        path.lineTo(9.4, 5.8)
        path.arcTo(QRectF(5.6, 5.8, 7.6, 7.4), 90, -180)
        path.lineTo(6.2, 13.2)
        painter.drawPath(path)

    return _icon(16, draw)


def turn_back(colour: str) -> QIcon:
    """An arrow turning back: undo."""
    return _curved(colour, False)


def turn_forth(colour: str) -> QIcon:
    """An arrow turning forth: redo."""
    return _curved(colour, True)


def mirror(colour: str) -> QIcon:
    """Two halves about a line: the other side."""

    def draw(painter: QPainter) -> None:
        pen = QPen(QColor(colour), 1.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolygon(QPolygonF([QPointF(5.6, 4), QPointF(5.6, 12.4), QPointF(1.6, 12.4)]))
        painter.setBrush(QColor(colour))
        painter.drawPolygon(QPolygonF([QPointF(10.4, 4), QPointF(10.4, 12.4), QPointF(14.4, 12.4)]))
        painter.setPen(QPen(QColor(colour), 1.2, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(8, 1.8), QPointF(8, 14.4))

    return _icon(16, draw)


def dustbin(colour: str) -> QIcon:
    """A bin: clear."""

    def draw(painter: QPainter) -> None:
        painter.setPen(QPen(QColor(colour), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.drawLine(QPointF(2.6, 4.2), QPointF(13.4, 4.2))
        painter.drawPolyline(QPolygonF([QPointF(6, 4), QPointF(6.6, 2.2), QPointF(9.4, 2.2), QPointF(10, 4)]))
        painter.drawPolyline(QPolygonF([QPointF(4, 4.4), QPointF(4.8, 14), QPointF(11.2, 14), QPointF(12, 4.4)]))

    return _icon(16, draw)


def swatch(colour: str) -> QIcon:
    """A patch of the colour in which painful areas are drawn."""

    def draw(painter: QPainter) -> None:
        fill = QColor(colour)
        fill.setAlphaF(0.5)
        painter.setPen(QPen(QColor(colour), 1.8))
        painter.setBrush(fill)
        painter.drawRoundedRect(QRectF(3, 3, 10, 10), 3, 3)

    return _icon(16, draw)


def brush(colour: str) -> QIcon:
    """A brush: draw."""

    def draw(painter: QPainter) -> None:
        painter.setPen(QPen(QColor(colour), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.drawLine(QPointF(13.6, 2.4), QPointF(7.4, 8.6))
        painter.setBrush(QColor(colour))
        painter.drawPolygon(
            QPolygonF([QPointF(6.4, 7.8), QPointF(8.2, 9.6), QPointF(6.2, 13), QPointF(2.4, 13.8), QPointF(3.6, 9.6)])
        )

    return _icon(16, draw)


def eraser(colour: str) -> QIcon:
    """An eraser: rub out."""

    def draw(painter: QPainter) -> None:
        painter.setPen(QPen(QColor(colour), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.drawPolygon(QPolygonF([QPointF(9, 2.4), QPointF(13.6, 7), QPointF(7.4, 13.2), QPointF(2.8, 8.6)]))
        painter.drawLine(QPointF(5.6, 5.8), QPointF(10.2, 10.4))
        painter.drawLine(QPointF(7.6, 13.4), QPointF(13.6, 13.4))

    return _icon(16, draw)


def turning(colour: str) -> QIcon:
    """An arrow about an axis: turn the body."""

    def draw(painter: QPainter) -> None:
        painter.setPen(QPen(QColor(colour), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.drawLine(QPointF(8, 1.8), QPointF(8, 14.2))
        painter.drawArc(QRectF(2.2, 5, 11.6, 6), 200 * 16, 280 * 16)
        painter.drawPolyline(QPolygonF([QPointF(2.2, 6.2), QPointF(2.6, 9.2), QPointF(5.6, 8.6)]))

    return _icon(16, draw)


def side_pane(colour: str, name: str) -> QIcon:
    """A window with its ``list`` (left) or its ``page`` (right) marked: hollow, and filled while that is to be seen."""

    def draw(painter: QPainter, filled: bool) -> None:
        painter.setPen(QPen(QColor(colour), 1.4))
        painter.drawRoundedRect(QRectF(1.8, 3, 12.4, 10), 1.5, 1.5)
        line = 6 if name == "list" else 10
        painter.drawLine(QPointF(line, 3), QPointF(line, 13))
        if filled:
            painter.fillRect(QRectF(2, 3, 4, 10) if name == "list" else QRectF(10, 3, 4, 10), QColor(colour))

    icon = _icon(16, lambda painter: draw(painter, False))
    full = _icon(16, lambda painter: draw(painter, True))
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Active, QIcon.Mode.Selected):
        icon.addPixmap(full.pixmap(16 * SCALE, 16 * SCALE), mode, QIcon.State.On)
    return icon
