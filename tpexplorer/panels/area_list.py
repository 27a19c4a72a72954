"""The painful areas: a row each, and how strong and of what kind the chosen one is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from tpexplorer.modes.find_views import ShownArea
from tpexplorer.panels import signs
from tpexplorer.panels.flow import flowing
from tpexplorer.panels.in_sight import KeepsItsMark
from tpexplorer.panels.inputs import ComboBox, Slider
from tpexplorer.panels.theme import LIGHT, Look
from tpexplorer.panels.words import plain, tip
from tpexplorer.patterns.pain_drawing import WORDS

MOST_ROWS = 3
SIDES = {"right": "right", "left": "left", "both": "both sides"}


class Rows(KeepsItsMark, QListWidget):
    """The list; Delete takes a row away."""

    removed = Signal()

    def event(self, event: QEvent) -> bool:
        """Delete is this list's own while it has the focus."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Delete:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes."""
        if event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class AreaList(QWidget):
    """`rated` tells (number, intensity or None, word), `removed` the number."""

    rated = Signal(int, object, str)
    removed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._areas: list[ShownArea] = []
        self._look = LIGHT
        self.rows = Rows(self)
        self.rows.setAccessibleName("Painful areas")
        self.rows.setUniformItemSizes(True)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.strength = Slider(Qt.Orientation.Horizontal, self)
        self.strength.setRange(-1, 10)
        self.strength.setPageStep(1)
        self.strength.setTracking(False)
        self.strength.setAccessibleName("How strong, 0 to 10")
        self.strength.setToolTip("How strong, 0 to 10; left end: not said")
        self.number = plain("", self)
        self.word = ComboBox(self)
        self.word.setAccessibleName("What it feels like")
        self.word.setToolTip("What it feels like")
        for word in ("", *WORDS):
            self.word.addItem(word or "feels …", word)
        self.remove = QToolButton(self)
        self.remove.setIconSize(QSize(16, 16))
        self.remove.setAccessibleName("Remove this area")
        self.remove.setToolTip("Remove this area  (Delete)")
        self._lay_out()
        self.rows.currentRowChanged.connect(lambda _row: self._show_rating())
        self.rows.removed.connect(self._remove)
        self.strength.sliderMoved.connect(self._tell_number)
        self.strength.valueChanged.connect(lambda _value: self._rate())
        self.word.activated.connect(lambda _index: self._rate())
        self.remove.clicked.connect(self._remove)
        self.set_areas([])

    def _lay_out(self) -> None:
        self.strength.setMinimumWidth(60)
        rating = flowing(self.strength, self.number, self.word, self.remove)
        self.number.setMinimumWidth(self.fontMetrics().horizontalAdvance("10/10"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.rows)
        layout.addLayout(rating)

    def set_look(self, look: Look) -> None:
        """Colours of a theme."""
        self._look = look
        self.remove.setIcon(signs.dustbin(look.ink))
        for row in range(self.rows.count()):
            self.rows.item(row).setIcon(signs.swatch(look.drawn))

    def set_areas(self, areas: Sequence[ShownArea]) -> None:
        """The areas; a new one is chosen, else the one that was."""
        self.setVisible(bool(areas))
        if list(areas) == self._areas:
            return
        grown = len(areas) > len(self._areas)
        chosen = len(areas) - 1 if grown else min(self.rows.currentRow(), len(areas) - 1)
        self._areas = list(areas)
        with QSignalBlocker(self.rows):
            while self.rows.count() > len(areas):
                self.rows.takeItem(self.rows.count() - 1)
            for row, area in enumerate(areas):
                item = self.rows.item(row) or QListWidgetItem(signs.swatch(self._look.drawn), "", self.rows)
                item.setText(_said(area))
                item.setToolTip(tip(_said(area)))
            self.rows.setCurrentRow(max(chosen, 0) if areas else -1)
        height = max(self.rows.sizeHintForRow(0), 18)
        self.rows.setFixedHeight(height * max(1, min(MOST_ROWS, len(areas))) + 2 * self.rows.frameWidth())
        if areas:
            self.rows.scrollToItem(self.rows.currentItem())
        self._show_rating()

    def _show_rating(self) -> None:
        row = self.rows.currentRow()
        if not 0 <= row < len(self._areas):
            return
        area = self._areas[row]
        with QSignalBlocker(self.strength):
            self.strength.setValue(-1 if area.intensity is None else area.intensity)
        self._tell_number(self.strength.value())
        self.word.setCurrentIndex(max(0, self.word.findData(area.word)))

    def _rate(self) -> None:
        value = self.strength.value()
        self._tell_number(value)
        self.rated.emit(self.rows.currentRow(), None if value < 0 else value, str(self.word.currentData()))

    def _tell_number(self, value: int) -> None:
        self.number.setText("–" if value < 0 else f"{value}/10")

    def _remove(self) -> None:
        if self.rows.currentRow() >= 0:
            self.removed.emit(self.rows.currentRow())


def _said(area: ShownArea) -> str:
    words = [f"{area.name[:1].upper()}{area.name[1:]}", SIDES.get(area.side, area.side)]
    if area.intensity is not None or area.word:
        words.append(" ".join(part for part in ("" if area.intensity is None else f"{area.intensity}/10", area.word) if part))
    return " · ".join(words)
