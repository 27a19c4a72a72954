"""Two buttons, one pressed: the subject's right and left, in the order in which one sees them from the front."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from tpexplorer.ids import SIDES, Side
from tpexplorer.panels.fitting import fit_wordings
from tpexplorer.panels.words import tip


class SideSwitch(QWidget):
    """Chooses between the subject's right and left."""

    side_chosen = Signal(str)

    def __init__(self, long: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._long = long
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        for side, end in zip(SIDES, ("left", "right"), strict=True):
            button = QToolButton(self)
            button.setText(side.capitalize())
            button.setAccessibleName(f"Subject's {side} side")
            button.setToolTip(tip(f"Show the subject's {side} side"))
            button.setCheckable(True)
            button.setProperty("side", True)
            button.setProperty("end", end)
            button.setSizePolicy(QSizePolicy.Policy.Ignored if long else QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            self._group.addButton(button)
            button.clicked.connect(lambda _checked=False, chosen=side: self.side_chosen.emit(chosen))
            layout.addWidget(button)
            self.buttons[side] = button
        self.set_side("right")

    def _name_buttons(self) -> None:
        """Whose right and left, where there is room to say it."""
        if self._long:
            wordings = {button: (f"Subject's {side}", side.capitalize()) for side, button in self.buttons.items()}
            fit_wordings(wordings, self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less room."""
        super().resizeEvent(event)
        self._name_buttons()

    def changeEvent(self, event: QEvent) -> None:
        """Larger or smaller text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "buttons"):
            self._name_buttons()

    def set_side(self, side: Side) -> None:
        """Press one of the two, without telling anyone."""
        self.buttons[side].setChecked(True)

    def set_sides(self, sides: Sequence[Side]) -> None:
        """Which sides there are: none hides the switch, one leaves the other dead."""
        self.setVisible(bool(sides))
        for side, button in self.buttons.items():
            button.setEnabled(side in sides)
