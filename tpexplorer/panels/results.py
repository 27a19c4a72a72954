"""The search results: two lines each, a name, then what it is and the words that matched."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from tpexplorer.modes.interfaces import Found
from tpexplorer.panels.fitting import lines_of
from tpexplorer.panels.in_sight import StaysInSight
from tpexplorer.panels.row_tips import show_inside
from tpexplorer.panels.theme import LIGHT, Look
from tpexplorer.panels.words import tip

LINK = Qt.ItemDataRole.UserRole
DETAIL = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
LEFT, RIGHT = 14, 10
MOST_NAME_LINES = 5


class TwoLines(QStyledItemDelegate):
    """Draws a name over a smaller muted line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = LIGHT
        self.width = 300  # of a row, in px

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = sum(QFontMetrics(font).height() + 1 for font, _, _ in self.lines(option.font, index))
        return QSize(80, height + 13)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(self.look.accent_soft))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(self.look.accent))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(self.look.raised))
        line = rect.adjusted(LEFT, 6, -RIGHT, 0)
        for font, colour, text in self.lines(option.font, index):
            height = QFontMetrics(font).height()
            line.setHeight(height)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
            line.translate(0, height + 1)
        painter.restore()

    def lines(self, base: QFont, index: Index) -> list[tuple[QFont, str, str]]:
        """A name in as many lines as it needs, up to a few: what tells one point from the next stands at its end."""
        name, detail = self._fonts(base)
        room = self.width - LEFT - RIGHT
        named = lines_of(str(index.data(Qt.ItemDataRole.DisplayRole)), name, room, MOST_NAME_LINES)
        told = QFontMetrics(detail).elidedText(str(index.data(DETAIL) or ""), Qt.TextElideMode.ElideRight, room)
        return [*((name, self.look.ink, line) for line in named), (detail, self.look.muted, told)]

    def _fonts(self, base: QFont) -> tuple[QFont, QFont]:
        name, detail = QFont(base), QFont(base)
        name.setWeight(QFont.Weight.DemiBold)
        detail.setPointSizeF(base.pointSizeF() * 0.9)
        return name, detail


class Results(StaysInSight, QListWidget):
    """What a search found; going to a row chooses it, so mouse and arrow keys do the same. `taken` tells of Enter."""

    link_chosen = Signal(str)
    link_hovered = Signal(str)
    taken = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Search results")
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._lines = TwoLines(self)
        self.setItemDelegate(self._lines)
        self.currentItemChanged.connect(self._moved)
        self.itemClicked.connect(self._choose)
        self.itemActivated.connect(self._choose)
        self.itemActivated.connect(self.taken)
        self.itemEntered.connect(lambda item: self.link_hovered.emit(str(item.data(LINK))))

    def viewportEvent(self, event: QEvent) -> bool:
        """A row's tooltip leaves the body free."""
        return show_inside(self, event) or super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other widths, other lines; as if there were a scroll bar, which comes only once the rows are measured."""
        self._lines.width = self.width() - self.verticalScrollBar().sizeHint().width()
        self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)

    def set_look(self, look: Look) -> None:
        """Colours of a theme."""
        self._lines.look = look
        self.viewport().update()

    def set_found(self, found: Sequence[Found]) -> None:
        """Show these, the best one marked."""
        with QSignalBlocker(self):
            self._fill(found)
        if found:
            self.scrollToTop()
        self.viewport().update()

    def _fill(self, found: Sequence[Found]) -> None:
        self.clear()
        for hit in found:
            detail = hit.kind[:1].upper() + hit.kind[1:] + (f" · {', '.join(hit.matched)}" if hit.matched else "")
            item = QListWidgetItem(hit.name)
            item.setData(LINK, hit.link)
            item.setData(DETAIL, detail)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{hit.name}, {detail}")
            item.setToolTip(tip(f"{hit.name}\n{detail}"))
            self.addItem(item)
        if found:
            self.setCurrentRow(0)

    def set_chosen(self, links: Sequence[str]) -> None:
        """Mark the row of the first of these that was found, without telling anyone."""
        rows = {str(self.item(row).data(LINK)): row for row in range(self.count())}
        with QSignalBlocker(self):
            self.setCurrentRow(next((rows[link] for link in links if link in rows), -1))
        self.reveal()
        self.viewport().update()

    def step(self, by: int) -> None:
        """Go up or down, as the arrow keys do in the list itself."""
        if self.count():
            self.setCurrentRow(max(0, min(self.count() - 1, self.currentRow() + by)))

    def take(self) -> None:
        """Choose the marked line."""
        item = self.currentItem()
        if item is not None:
            self._choose(item)

    def _moved(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._choose(item)

    def _choose(self, item: QListWidgetItem) -> None:
        self.link_chosen.emit(str(item.data(LINK)))
