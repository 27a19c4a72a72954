"""The red flags above the list: urgent ones always, of the others a few until all are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tpexplorer.modes.find_views import Flag
from tpexplorer.panels.theme import LIGHT, Look
from tpexplorer.panels.words import tip, words

FEW = 2
ALL = "all flags"


class FlagBox(QWidget):
    """Each flag leads to its page; `resized` tells that another number of lines is shown."""

    link_clicked = Signal(str)
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = LIGHT
        self._flags: tuple[Flag, ...] = ()
        self._all = False
        self.label = words("Red flags", self)
        self.label.setObjectName("flags")
        self.label.linkActivated.connect(self._follow)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.label)
        self.hide()

    def set_look(self, look: Look) -> None:
        """Colours of a theme."""
        self._look = look
        self._write()

    def set_flags(self, flags: Sequence[Flag]) -> None:
        """The flags, most urgent first; the same again changes nothing."""
        if tuple(flags) != self._flags:
            self._flags, self._all = tuple(flags), False
            self._write()

    def _write(self) -> None:
        urgent = [flag for flag in self._flags if flag.urgency == "ambulance"]
        others = [flag for flag in self._flags if flag not in urgent]
        shown = [*urgent, *(others if self._all else others[: max(0, FEW - len(urgent))])]
        style = f"color: {self._look.flag}; text-decoration: none"
        lines = [
            f'<a style="{style}" href="{escape(flag.link)}" title="{escape(tip(flag.do))}">⚑ {escape(flag.name)}</a>'
            for flag in shown
        ]
        rest = len(self._flags) - len(shown)
        more = f' · <a style="color: {self._look.flag}" href="{ALL}">show {rest} more</a>' if rest else ""
        items = "".join(f'<p style="margin: 2px 0 0 0">{line}</p>' for line in lines)
        self.label.setText(f"<p style='margin: 0'><b>Rule out first</b>{more}</p>{items}")
        self.setVisible(bool(self._flags))
        self.resized.emit()

    def _follow(self, link: str) -> None:
        if link == ALL:
            self._all = True
            self._write()
        else:
            self.link_clicked.emit(link)
