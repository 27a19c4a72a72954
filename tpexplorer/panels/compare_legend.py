"""The legend under the plates: what solid, dotted and crossed skin and the markers mean, drawn as they are on the plates."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from tpexplorer.modes.compare import Column
from tpexplorer.panels.compare_card import draw_marker
from tpexplorer.panels.theme import LIGHT, Look
from tpexplorer.plates.palette import PALETTES, Colour

WIDTH, HEIGHT = 28.0, 18.0
AFTER_SIGN, BETWEEN, LINE_GAP = 8.0, 24.0, 5.0
Sign = Callable[[QPainter, Look], None]


class Legend(QWidget):
    """Signs with their meanings, in as many lines as they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._signs = LIGHT, list[tuple[str, Sign]]()
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def names(self) -> list[str]:
        """What is explained, in order."""
        return [name for name, _ in self._signs]

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Explain what the plates of these points show."""
        self._signs = [("Essential zone", _essential), ("Spillover zone", _spillover)]
        if any(column.paint.site is not None and (column.paint.site < 0).any() for column in columns):
            self._signs.append(("Shared with another", _shared))
        for deep, name in ((False, "Point, superficial"), (True, "Point, deep")):
            if any(column.mark.deep == deep for column in columns):
                self._signs.append((name, _point(deep, True)))
        self._signs.append(("Point, on the far side", _point(all(column.mark.deep for column in columns), False)))
        self.setAccessibleName("Legend: " + ", ".join(self.names))
        self.updateGeometry()
        self.update()

    def set_look(self, look: Look, pt: float) -> None:
        """The colours of a theme and the size of text in points."""
        self._look = look
        font = QFont(self.font())
        font.setPointSizeF(pt * 1.05)
        self.setFont(font)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """One line, if there is room."""
        return QSize(600, self.heightForWidth(600))

    def heightForWidth(self, width: int) -> int:
        """The height that the signs need in a width."""
        places = self._places(width)
        return round((places[-1].y() if places else 0.0) + self._line)

    @property
    def _line(self) -> float:
        return max(HEIGHT, QFontMetricsF(self.font()).height())

    def _places(self, width: float) -> list[QPointF]:
        """The left top corner of each sign, a new line begun where a sign and its name would not fit."""
        places, x, y, metrics = list[QPointF](), 0.0, 0.0, QFontMetricsF(self.font())
        for name, _ in self._signs:
            needed = WIDTH + AFTER_SIGN + metrics.horizontalAdvance(name)
            if x > 0 and x + needed > width:
                x, y = 0.0, y + self._line + LINE_GAP
            places.append(QPointF(x, y))
            x += needed + BETWEEN
        return places

    def paintEvent(self, event: QPaintEvent) -> None:
        """All signs with their names."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for (name, draw), place in zip(self._signs, self._places(self.width()), strict=True):
            painter.save()
            painter.translate(place + QPointF(0, (self._line - HEIGHT) / 2))
            draw(painter, self._look)
            painter.restore()
            painter.setPen(QColor(self._look.ink))
            room = QRectF(place.x() + WIDTH + AFTER_SIGN, place.y(), self.width(), self._line)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        painter.end()


def _patch(painter: QPainter, fill: Colour, edge: Colour) -> None:
    path = QPainterPath()
    path.addRoundedRect(QRectF(1, 1, WIDTH - 2, HEIGHT - 2), 5, 5)
    painter.setPen(QPen(QColor.fromRgbF(*edge), 1.4))
    painter.setBrush(QColor.fromRgbF(*fill))
    painter.drawPath(path)
    painter.setClipPath(path)


def _essential(painter: QPainter, look: Look) -> None:
    palette = PALETTES[look.name]
    _patch(painter, palette.essential, palette.essential_edge)


def _spillover(painter: QPainter, look: Look) -> None:
    palette = PALETTES[look.name]
    _patch(painter, palette.skin, palette.spillover)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor.fromRgbF(*palette.spillover))
    for row, y in enumerate((4.5, 9.0, 13.5)):
        for column in range(5):
            painter.drawEllipse(QPointF(3.0 + row % 2 * 3 + column * 6, y), 1.5, 1.5)


def _shared(painter: QPainter, look: Look) -> None:
    palette = PALETTES[look.name]
    _patch(painter, palette.essential, palette.essential_edge)
    for tone, width in (("#ffffff", 3.2), ("#0f1a26", 2.0)):
        painter.setPen(QPen(QColor(tone), width))
        for place in range(6):
            painter.drawLine(QLineF(place * 9.0, 0, place * 9.0 - HEIGHT, HEIGHT))


def _point(deep: bool, seen: bool) -> Sign:
    return lambda painter, look: draw_marker(painter, QPointF(WIDTH / 2, HEIGHT / 2), 5.2, deep, seen, look)
