"""Choosing a region by name: a line to type in, and beneath it what fits; pointing at a name lights the region up."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from tpexplorer.modes.find_views import NamedRegion
from tpexplorer.panels.search_box import SteeredLine
from tpexplorer.panels.signs import arrow
from tpexplorer.panels.theme import LIGHT, Look
from tpexplorer.panels.words import tip

ID = Qt.ItemDataRole.UserRole
MOST_ROWS = 8


class RegionBox(QObject):
    """A `line` and the `rows` beneath it, to be placed by whoever holds them.

    `text_changed` asks for regions; `pointed` and `chosen` tell their ids, `done` that the keys may go to the body.
    """

    text_changed = Signal(str)
    pointed = Signal(str)
    chosen = Signal(str)
    done = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = SteeredLine(parent)
        self.line.setPlaceholderText("Add a place …")
        self.line.setAccessibleName("Add a place by name")
        self.line.setToolTip("For example: temple, outer elbow, back of the head")
        self.line.setClearButtonEnabled(True)
        self._open = QAction("All places", self)
        self._open.triggered.connect(self.toggle)
        self.line.addAction(self._open, QLineEdit.ActionPosition.TrailingPosition)
        self.rows = QListWidget(parent)
        self.rows.setAccessibleName("Places")
        self.rows.setObjectName("places")
        self.rows.setMouseTracking(True)
        self.rows.setUniformItemSizes(True)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.viewport().installEventFilter(self)
        self.rows.hide()
        self._connect()
        self.set_look(LIGHT)

    def _connect(self) -> None:
        self.line.textChanged.connect(self._typed)
        self.line.stepped.connect(self._step)
        self.line.entered.connect(lambda: self._take(self.rows.currentItem() or self.rows.item(0)))
        self.line.escaped.connect(self.close_list)
        self.line.escaped.connect(self.done)
        self.rows.itemEntered.connect(self._moved)
        self.rows.currentItemChanged.connect(self._moved)
        self.rows.itemClicked.connect(self._take)
        self.rows.itemActivated.connect(self._take)

    def set_look(self, look: Look) -> None:
        """Colours of a theme."""
        self._open.setIcon(arrow("down", look.muted))

    def set_regions(self, regions: Sequence[NamedRegion]) -> None:
        """What there is to choose from."""
        self.rows.clear()
        for region in regions:
            item = QListWidgetItem(region.name, self.rows)
            item.setData(ID, region.id)
            item.setToolTip(tip(region.detail or region.name))
            if region.detail:
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{region.name}, {region.detail}")
        if not regions:
            item = QListWidgetItem("No place of that name", self.rows)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self._fit()

    def _fit(self) -> None:
        """As tall as its rows, up to a few; rows know their height once they are dressed."""
        self.rows.ensurePolished()
        row = max(self.rows.sizeHintForRow(0), 18)
        self.rows.setFixedHeight(row * min(MOST_ROWS, self.rows.count()) + 2 * self.rows.frameWidth() + 2)

    def toggle(self) -> None:
        """Open the list of all places, or close it."""
        if self.rows.isVisible():
            self.close_list()
        else:
            self.text_changed.emit(self.line.text())
            self.rows.show()
            self._fit()
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_list(self) -> None:
        """Close the list, and empty the line."""
        self.line.clear()
        self.rows.hide()
        self.pointed.emit("")

    def _typed(self, text: str) -> None:
        self.text_changed.emit(text)
        if text:
            self.rows.show()
            self._fit()
        self.pointed.emit("")

    def _step(self, by: int) -> None:
        if not self.rows.isVisible():
            self.toggle()
            return
        row = self.rows.currentRow() + by
        self.rows.setCurrentRow(max(0, min(self.rows.count() - 1, row)))

    def _moved(self, item: QListWidgetItem | None) -> None:
        self.pointed.emit(str(item.data(ID) or "") if item is not None else "")

    def _take(self, item: QListWidgetItem | None) -> None:
        region = str(item.data(ID) or "") if item is not None else ""
        if region:
            self.close_list()
            self.chosen.emit(region)
            self.done.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Nothing is pointed at once the pointer has left."""
        if event.type() == QEvent.Type.Leave:
            self.pointed.emit("")
        return False
