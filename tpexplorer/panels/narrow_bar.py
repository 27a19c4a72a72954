"""The filter over the list: part of the body, muscle, depth; how many points that leaves, and a way back to all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from tpexplorer.modes.interfaces import Choices
from tpexplorer.panels.flow import Flow
from tpexplorer.panels.inputs import ComboBox
from tpexplorer.panels.words import OneLine, tip, words

NAMES = ("Part of the body", "Muscle", "Depth of the points")
MOST_ROWS = 18


class NarrowBar(QWidget):
    """A button that opens three choices; `narrowed` tells all three, "" for all."""

    narrowed = Signal(str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = QToolButton(self)
        self.button.setText("Filter")
        self.button.setToolTip("Show only some of the points  (F)")
        self.button.setAccessibleName("Filter the points")
        self.button.setCheckable(True)
        self.button.setArrowType(Qt.ArrowType.RightArrow)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.toggled.connect(self.open)
        self.left = OneLine(self)
        self.left.setAccessibleName("Points shown")
        self.all = words("Show all points", self)
        self.all.setWordWrap(False)
        self.all.setText('<a href="all">Show all</a>')
        self.all.linkActivated.connect(lambda _link: self.narrowed.emit("", "", ""))
        self.boxes = [self._box(name) for name in NAMES]
        self._lay_out()
        self.open(False)

    def _box(self, name: str) -> ComboBox:
        box = ComboBox(self)
        box.setAccessibleName(name)
        box.setToolTip(tip(name))
        box.setMaxVisibleItems(MOST_ROWS)
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        box.activated.connect(lambda _index: self.narrowed.emit(*(str(each.currentData()) for each in self.boxes)))
        return box

    def _lay_out(self) -> None:
        head = Flow()
        head.addWidget(self.button)
        head.addStretch()
        head.addWidget(self.left)
        head.addWidget(self.all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        layout.addLayout(head)
        for box in self.boxes:
            layout.addWidget(box)

    def open(self, opened: bool) -> None:
        """Show or hide the choices."""
        self.button.setChecked(opened)
        self.button.setArrowType(Qt.ArrowType.DownArrow if opened else Qt.ArrowType.RightArrow)
        for box in self.boxes:
            box.setVisible(opened)

    def toggle(self) -> None:
        """Open the choices and go to the first, or close them."""
        self.open(not self.button.isChecked())
        if self.button.isChecked():
            self.boxes[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_narrowed(self, choices: Choices, chosen: Sequence[str]) -> None:
        """What can be chosen, and what is."""
        for box, offered, now in zip(self.boxes, (choices.parts, choices.muscles, choices.depths), chosen, strict=True):
            with QSignalBlocker(box):
                box.clear()
                for id_, name in offered:
                    box.addItem(name, id_)
                box.setCurrentIndex(max(0, box.findData(now)))
        self.left.setText(choices.left)
        for label in (self.left, self.all):
            label.setVisible(bool(choices.left))
