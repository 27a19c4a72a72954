"""The tree of the list: parts of the body, muscles, points with the shape of their marker."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from tpexplorer.modes.interfaces import Row
from tpexplorer.panels.in_sight import StaysInSight
from tpexplorer.panels.row_tips import show_inside
from tpexplorer.panels.signs import depth_icon
from tpexplorer.panels.theme import LIGHT, Look
from tpexplorer.panels.words import tip

LINK = Qt.ItemDataRole.UserRole
# What a row keeps free beside and above its words, in px, as its style has it.
SIDES, ABOVE_AND_BELOW = 16, 8


class Wrapped(QStyledItemDelegate):
    """Rows as tall as their words need: Qt asks a tree's rows for their height without saying how wide they are."""

    def __init__(self, tree: QTreeWidget) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The height of all lines of a row in the room that its depth leaves it."""
        depth, parent = 1, index.parent()
        while parent.isValid():
            depth, parent = depth + 1, parent.parent()
        self.initStyleOption(option, index)
        sign = 0 if option.icon.isNull() else option.decorationSize.width() + SIDES
        room = self._tree.viewport().width() - depth * self._tree.indentation() - sign - SIDES
        words = option.fontMetrics.boundingRect(QRect(0, 0, room, 0), Qt.TextFlag.TextWordWrap, option.text)
        return QSize(room, words.height() + ABOVE_AND_BELOW)


class Tree(StaysInSight, QTreeWidget):
    """Rows by link; moving to a row chooses it, so mouse and arrow keys do the same. `taken` tells of Enter."""

    link_chosen = Signal(str)
    link_hovered = Signal(str)
    taken = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Muscles and trigger points")
        self.setHeaderHidden(True)
        self.setIndentation(16)
        self.setMouseTracking(True)
        self.setWordWrap(True)
        self.setItemDelegate(Wrapped(self))
        self.setAnimated(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._items: dict[str, QTreeWidgetItem] = {}
        self._headings: list[QTreeWidgetItem] = []
        self._look = LIGHT
        self._hovered = ""
        self.currentItemChanged.connect(lambda item, _before: self._choose(item))
        self.itemClicked.connect(self._clicked)
        self.itemActivated.connect(self._take)
        self.itemEntered.connect(lambda item, _column: self.link_hovered.emit(str(item.data(0, LINK) or "")))

    def set_rows(self, rows: Sequence[Row]) -> None:
        """The whole tree; parts of the body open, muscles closed."""
        with QSignalBlocker(self):
            self.clear()
            self._items, self._headings = {}, []
            for row in rows:
                heading = self._item(row)
                heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
                self._headings.append(heading)
                self.addTopLevelItem(heading)
                heading.setExpanded(True)
        self.set_look(self._look)

    def _item(self, row: Row) -> QTreeWidgetItem:
        item = QTreeWidgetItem([row.text])
        item.setData(0, LINK, row.link)
        item.setData(0, Qt.ItemDataRole.UserRole + 1, row.deep)
        item.setToolTip(0, tip(f"{row.text}\n{row.tip}" if row.tip else row.text))
        if row.deep is not None:
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{row.text}, {'deep' if row.deep else 'superficial'} point")
        if row.link:
            self._items[row.link] = item
        for child in row.children:
            item.addChild(self._item(child))
        return item

    def set_look(self, look: Look) -> None:
        """Colours of a theme."""
        self._look = look
        icons = {deep: depth_icon(deep, look.mark, "#1f2933" if look.name == "light" else "#0d1116") for deep in (True, False)}
        for item in self._items.values():
            deep = item.data(0, Qt.ItemDataRole.UserRole + 1)
            if deep is not None:
                item.setIcon(0, icons[bool(deep)])
        for heading in self._headings:
            heading.setForeground(0, QBrush(QColor(look.muted)))
            font = self.font()
            font.setBold(True)
            font.setPointSizeF(font.pointSizeF() * 0.92)
            heading.setFont(0, font)

    def set_chosen(self, links: Sequence[str]) -> None:
        """Mark the row of the first of these that there is, and open what holds it, without telling anyone."""
        item = next((self._items[link] for link in links if link in self._items), None)
        with QSignalBlocker(self):
            if item is None:
                self.setCurrentIndex(QModelIndex())
            else:
                parent = item.parent()
                while parent is not None:
                    parent.setExpanded(True)
                    parent = parent.parent()
                self.setCurrentItem(item)
        # With the signals blocked the view has not heard of it.
        self.reveal()
        self.viewport().update()

    def open_few(self, most: int = 40) -> None:
        """Open every muscle where that makes no long list."""
        if len(self._items) <= most:
            self.expandAll()

    def set_hovered(self, link: str) -> None:
        """Underline the row whose marker is under the pointer."""
        for which, on in ((self._hovered, False), (link, True)):
            item = self._items.get(which)
            if item is not None:
                font = item.font(0)
                font.setUnderline(on)
                item.setFont(0, font)
        self._hovered = link

    def viewportEvent(self, event: QEvent) -> bool:
        """A row's tooltip leaves the body free."""
        return show_inside(self, event) or super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the lines elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is hovered any more."""
        self.link_hovered.emit("")
        super().leaveEvent(event)

    def _clicked(self, item: QTreeWidgetItem) -> None:
        if item.childCount():
            item.setExpanded(not item.isExpanded() if not item.data(0, LINK) else True)
        self._choose(item)

    def _take(self, item: QTreeWidgetItem) -> None:
        self._choose(item)
        self.taken.emit()

    def _choose(self, item: QTreeWidgetItem | None) -> None:
        link = str(item.data(0, LINK) or "") if item is not None else ""
        if link:
            self.link_chosen.emit(link)
