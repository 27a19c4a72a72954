"""The list on the left: search on top, the side, then muscles and points by part of the body."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from tpexplorer.ids import Side
from tpexplorer.modes.find_views import Flag
from tpexplorer.modes.interfaces import Choices, Found, Row
from tpexplorer.panels.flag_box import FlagBox
from tpexplorer.panels.inputs import roll
from tpexplorer.panels.narrow_bar import NarrowBar
from tpexplorer.panels.results import Results
from tpexplorer.panels.search_box import SearchBox
from tpexplorer.panels.side_switch import SideSwitch
from tpexplorer.panels.theme import LIGHT, Look
from tpexplorer.panels.tree import Tree
from tpexplorer.panels.words import words

SUGGESTIONS = ("headache", "between the shoulder blades", "rotator cuff", "lower back", "calf")


class ListPanel(QWidget):
    """Fulfils `ListView`; `done` tells that a choice is made, or given up: the keys may go to the body."""

    link_chosen = Signal(str)
    link_hovered = Signal(str)
    side_chosen = Signal(str)
    search_changed = Signal(str)
    narrowed = Signal(str, str, str)
    done = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("list")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = LIGHT
        self.search = SearchBox(self)
        self.sides = SideSwitch(True, self)
        self.bar = NarrowBar(self)
        self.tree = Tree(self)
        self.results = Results(self)
        self.flags = FlagBox(self)
        self.nothing = words("No results", self)
        self.nothing.setObjectName("nothing")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.stack = QStackedWidget(self)
        for widget in (self.tree, self.results, self.nothing):
            self.stack.addWidget(widget)
        top = QVBoxLayout()
        top.setContentsMargins(12, 12, 12, 8)
        top.setSpacing(8)
        top.addWidget(self.search)
        top.addWidget(self.sides)
        top.addWidget(self.bar)
        top.addWidget(self.flags)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.stack, 1)
        self._show(self.tree)
        self._connect()

    def _connect(self) -> None:
        self.search.textChanged.connect(self.search_changed)
        self.search.stepped.connect(self._step)
        self.search.entered.connect(self._enter)
        self.search.escaped.connect(self.search.clear)
        self.search.escaped.connect(self.done)
        self.sides.side_chosen.connect(self.side_chosen)
        self.bar.narrowed.connect(self.narrowed)
        self.nothing.linkActivated.connect(self.search.setText)
        self.flags.link_clicked.connect(self.link_chosen)
        for rows in (self.tree, self.results):
            rows.link_chosen.connect(self.link_chosen)
            rows.link_hovered.connect(self.link_hovered)
            rows.taken.connect(self.done)

    def set_look(self, look: Look) -> None:
        """Colours of a theme."""
        self._look = look
        for part in (self.search, self.flags, self.tree, self.results):
            part.set_look(look)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """The whole list."""
        self.tree.set_rows(rows)

    def set_narrowed(self, choices: Choices, part: str, muscle: str, depth: str) -> None:
        """What the list can be narrowed to, and what it is narrowed to."""
        self.bar.set_narrowed(choices, (part, muscle, depth))
        if part or muscle or depth:
            self.tree.open_few()

    def set_found(self, text: str, found: Sequence[Found]) -> None:
        """What was found for a text; an empty text shows the list again."""
        self.results.set_found(found)
        flags = [Flag(hit.link, hit.name, hit.do, hit.urgency) for hit in found if hit.urgency is not None]
        self.flags.set_flags(sorted(flags, key=lambda flag: flag.urgency != "ambulance"))
        if not text:
            self._show(self.tree)
        elif found:
            self._show(self.results)
        else:
            style = f"color: {self._look.accent}; text-decoration: none"
            links = "".join(f'<p style="margin: 4px 0"><a style="{style}" href="{word}">{word}</a></p>' for word in SUGGESTIONS)
            self.nothing.setText(
                f"<p>Nothing found for “{escape(text)}”.</p>"
                f"<p>Try a muscle, a part of the body, or what it feels like:</p>{links}"
            )
            self._show(self.nothing)

    def _show(self, widget: QWidget) -> None:
        self.stack.setCurrentWidget(widget)
        self.setFocusProxy(widget if widget is not self.nothing else self.search)

    def set_side(self, side: Side) -> None:
        """The side in use."""
        self.sides.set_side(side)

    def set_chosen(self, links: Sequence[str]) -> None:
        """The row that stands for what the other views show: the first of these that there is."""
        self.tree.set_chosen(links)
        self.results.set_chosen(links)

    def set_hovered(self, link: str) -> None:
        """The row whose marker is under the pointer."""
        self.tree.set_hovered(link)

    def focus_search(self) -> None:
        """Put the cursor into the search box."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Above the list, the wheel is the list's too."""
        roll(self.results if self.stack.currentWidget() is self.results else self.tree, event)

    def _enter(self) -> None:
        """Take the marked result; with nothing found, what was typed can be mended."""
        if self.stack.currentWidget() is self.results:
            self.results.take()
        if self.stack.currentWidget() is not self.nothing:
            self.done.emit()

    def _step(self, by: int) -> None:
        if self.stack.currentWidget() is self.results:
            self.results.step(by)
        else:
            self.tree.setFocus()
