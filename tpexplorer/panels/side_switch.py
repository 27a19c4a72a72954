"""Two buttons, one pressed: the subject's right and left, in the order in which one sees them from the front."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from tpexplorer.ids import SIDES, Side


class SideSwitch(QWidget):
    """Chooses between the subject's right and left."""

    side_chosen = Signal(str)

    def __init__(self, long: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        for side, end in zip(SIDES, ("left", "right"), strict=True):
            button = QToolButton(self)
            button.setText(f"Subject's {side}" if long else side.capitalize())
            button.setAccessibleName(f"Subject's {side} side")
            button.setToolTip(f"Show the subject's {side} side")
            button.setCheckable(True)
            button.setProperty("side", True)
            button.setProperty("end", end)
            button.setSizePolicy(
                QSizePolicy.Policy.Expanding if long else QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed
            )
            self._group.addButton(button)
            button.clicked.connect(lambda _checked=False, chosen=side: self.side_chosen.emit(chosen))
            layout.addWidget(button)
            self.buttons[side] = button
        self.set_side("right")

    def set_side(self, side: Side) -> None:
        """Press one of the two, without telling anyone."""
        self.buttons[side].setChecked(True)

    def set_sides(self, sides: Sequence[Side]) -> None:
        """Which sides there are: none hides the switch, one leaves the other dead."""
        self.setVisible(bool(sides))
        for side, button in self.buttons.items():
            button.setEnabled(side in sides)
