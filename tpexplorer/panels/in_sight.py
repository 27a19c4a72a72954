"""Lists whose row stays marked, and in sight: with the name of the row that holds it, whatever changes size around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QScrollArea

from tpexplorer.timers import single_shot

# Python's part of a Qt class; Qt's own comes with the class it is named before.
if TYPE_CHECKING:
    Part = QAbstractItemView
else:
    Part = object


Flag = QItemSelectionModel.SelectionFlag


class KeepsItsMark(Part):
    """Ctrl and a click on the marked row, or a step to a heading, would take the mark away; named before a list's Qt class."""

    def selectionCommand(self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None) -> Flag:
        """What a click or a key marks: the row it is on, where one row is marked at a time."""
        if index.isValid() and not index.flags() & Qt.ItemFlag.ItemIsSelectable:
            return Flag.NoUpdate
        command = super().selectionCommand(index, event)
        single = self.selectionMode() == QAbstractItemView.SelectionMode.SingleSelection
        return Flag.ClearAndSelect if single and command & Flag.Deselect else command

    def setSelection(self, rect: QRect, command: Flag) -> None:
        """Mark the row that was gone to: choosing it may have scrolled, and another one may be under the mouse by now."""
        if self.selectionMode() == QAbstractItemView.SelectionMode.SingleSelection and command & Flag.Select:
            self.selectionModel().select(self.currentIndex(), command)
        else:
            super().setSelection(rect, command)


class StaysInSight(KeepsItsMark):
    """To be named before the Qt class of a list."""

    def reveal(self) -> None:
        """Bring the marked row into sight, and above it the row that holds it where there is room for both."""
        index = self.currentIndex()
        if not index.isValid():
            return
        if index.parent().flags() & Qt.ItemFlag.ItemIsSelectable:
            self.scrollTo(index.parent())
        self.scrollTo(index)
        # Qt may leave its last pixel out.
        hidden = self.visualRect(index).bottom() - self.viewport().rect().bottom()
        if hidden > 0:
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + hidden)
        self._reveal_around(self.visualRect(index))

    def _reveal_around(self, row: QRect) -> None:
        """On a small screen, what holds the list scrolls too."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        content = around.widget() if around is not None else None
        if around is not None and content is not None:
            at = self.viewport().mapTo(content, row.center())
            around.ensureVisible(at.x(), at.y(), 0, row.height())

    def _reveal_soon(self) -> None:
        """Once all that changes together is laid out."""
        if not hasattr(self, "_soon_in_sight"):
            self._soon_in_sight = single_shot(self, 0, self.reveal)
        self._soon_in_sight.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What was in sight stays so in less room."""
        place = self.visualRect(self.currentIndex()) if self.currentIndex().isValid() else QRect()
        seen = place.isValid() and place.bottom() >= 0 and place.top() < event.oldSize().height()
        super().resizeEvent(event)
        if seen:
            self._reveal_soon()

    def showEvent(self, event: QShowEvent) -> None:
        """What was marked while another list was in sight."""
        super().showEvent(event)
        self._reveal_soon()

    def changeEvent(self, event: QEvent) -> None:
        """Larger text makes taller rows."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._reveal_soon()
