"""The red flags above the list: urgent ones always, of the others a few until all are asked for; once read, a line."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from tpexplorer.modes.find_views import Flag
from tpexplorer.panels.theme import LIGHT, Look
from tpexplorer.panels.words import tip, words

FEW = 2
ALL, READ, AGAIN = "all flags", "read", "again"


class FlagBox(QWidget):
    """Each flag leads to its page. What was read stays as a line that names the flags, until there is a new one."""

    link_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = LIGHT
        self._flags: tuple[Flag, ...] = ()
        self._read: frozenset[str] = frozenset()
        self._all = False
        self.label = words("Red flags", self)
        self.label.setObjectName("flags")
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.label.setSizePolicy(policy)
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
            if not flags:  # another drawing, perhaps another client
                self._read = frozenset()
            self._write()

    @property
    def folded(self) -> bool:
        """Whether all of them have been read."""
        return bool(self._flags) and self._read >= {flag.link for flag in self._flags}

    def _write(self) -> None:
        self.label.setWordWrap(not self.folded)
        self.label.setText(self._line() if self.folded else self._paragraphs())
        self.label.setToolTip(tip("\n".join(flag.name for flag in self._flags) if self.folded else ""))
        self.label.setAccessibleDescription("; ".join(flag.name for flag in self._flags))
        self.setVisible(bool(self._flags))

    def _line(self) -> str:
        """The names, as many letters of them as there is room for."""
        ask = "show"
        metrics = self.label.fontMetrics()
        room = self.width() - metrics.horizontalAdvance(f"  {ask} ") - 24
        named = metrics.elidedText("⚑ " + " · ".join(flag.name for flag in self._flags), Qt.TextElideMode.ElideRight, room)
        return f"{self._link(self._flags[0].link, named)} {self._link(AGAIN, ask, underlined=True)}"

    def _paragraphs(self) -> str:
        urgent = [flag for flag in self._flags if flag.urgency == "ambulance"]
        others = [flag for flag in self._flags if flag not in urgent]
        shown = [*urgent, *(others if self._all else others[: max(0, FEW - len(urgent))])]
        rest = len(self._flags) - len(shown)
        ask = self._link(ALL, f"show {rest} more", underlined=True) if rest else self._link(READ, "read", underlined=True)
        lines = "".join(
            f'<p style="margin: 2px 0 0 0">{self._link(flag.link, f"⚑ {flag.name}", flag.do)}</p>' for flag in shown
        )
        return f"<p style='margin: 0'><b>Rule out first</b> · {ask}</p>{lines}"

    def _link(self, link: str, text: str, about: str = "", underlined: bool = False) -> str:
        line = "" if underlined else "; text-decoration: none"
        return (
            f'<a style="color: {self._look.flag}{line}" href="{escape(link)}" title="{escape(tip(about))}">{escape(text)}</a>'
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less room for the line."""
        super().resizeEvent(event)
        if self.folded:
            self._write()

    def changeEvent(self, event: QEvent) -> None:
        """Larger or smaller text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "label") and self.folded:
            self._write()

    def _follow(self, link: str) -> None:
        if link == ALL:
            self._all = True
        elif link == READ:
            self._read |= {flag.link for flag in self._flags}
        elif link == AGAIN:
            self._read -= {flag.link for flag in self._flags}
            self._all = True
        else:
            self.link_clicked.emit(link)
            return
        self._write()
