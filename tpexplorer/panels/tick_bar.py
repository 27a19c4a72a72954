"""Under the list: what was found at the chosen point, a note on it, and comparing it with others."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from tpexplorer.modes.find_views import Tick
from tpexplorer.panels.fitting import fit_wordings
from tpexplorer.panels.flow import flowing
from tpexplorer.panels.search_box import SteeredLine
from tpexplorer.panels.words import tip

STATUSES = (
    ("found", ("✓ Found", "✓"), "The point was found here  (Ctrl+1)"),
    ("not found", ("✕ Not found", "✕"), "Looked for, not found  (Ctrl+2)"),
    ("skipped", ("– Skipped", "–"), "Not looked for  (Ctrl+3)"),
)
MOST_COMPARED = 4


class TickBar(QWidget):
    """`status_chosen` tells a status ("" takes it back), `noted` a note when it is done, `done` that the keys leave it."""

    status_chosen = Signal(str)
    noted = Signal(str)
    compare_asked = Signal()
    done = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.statuses = {status: self._button(status, about) for status, _, about in STATUSES}
        self._wordings = {self.statuses[status]: texts for status, texts, _ in STATUSES}
        self.compare = QPushButton("Compare", self)
        self.compare.setToolTip("Side by side: this point with those like it, or the two to four that are chosen with Ctrl")
        self.compare.clicked.connect(self.compare_asked)
        self.note = SteeredLine(self)
        self.note.setPlaceholderText("Note on this point")
        self.note.setAccessibleName("Note on this point")
        self.note.setMinimumWidth(80)
        self.note.setMaxLength(2000)
        self.note.editingFinished.connect(self.finish_note)
        for signal in (self.note.entered, self.note.escaped):
            signal.connect(self.done)
        ticks = QHBoxLayout()
        ticks.setSpacing(3)
        for button in self.statuses.values():
            ticks.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        layout.addLayout(ticks)
        layout.addLayout(flowing(self.note, self.compare))

    def _button(self, status: str, about: str) -> QToolButton:
        button = QToolButton(self)
        button.setToolTip(tip(about))
        button.setAccessibleName(status.capitalize())
        button.setCheckable(True)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda checked: self.status_chosen.emit(status if checked else ""))
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, signs stand for the words."""
        super().resizeEvent(event)
        self._word()

    def changeEvent(self, event: QEvent) -> None:
        """Larger or smaller text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_wordings"):
            self._word()

    def _word(self) -> None:
        fit_wordings(self._wordings, self.width() - 3 * len(self._wordings))

    def set_tick(self, tick: Tick, chosen: bool) -> None:
        """What is known of the chosen point; nothing can be ticked where none is `chosen`."""
        for status, button in self.statuses.items():
            button.setEnabled(chosen)
            with QSignalBlocker(button):
                button.setChecked(status == tick.status)
        self.note.setEnabled(chosen)
        if not self.note.isModified():
            self.note.setText(tick.note)

    def set_compared(self, several: int, chosen: bool) -> None:
        """How many points are chosen in the list, and whether one is chosen at all."""
        self.compare.setText(f"Compare {several}" if several > 1 else "Compare")
        self.compare.setEnabled(chosen if several < 2 else several <= MOST_COMPARED)

    def finish_note(self) -> None:
        """A note that was typed is told before another point is chosen."""
        if self.note.isModified():
            self.note.setModified(False)
            self.noted.emit(self.note.text().strip())
