"""A window that shows look-alikes side by side: a plate and the words of each point, column by column."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSplitter, QToolButton, QVBoxLayout, QWidget

from tpexplorer.body.body import Body
from tpexplorer.body.views import Pose
from tpexplorer.modes.compare import Column, Comparison
from tpexplorer.modes.html import words_of
from tpexplorer.modes.links import SCHEME, link_to
from tpexplorer.panels.compare_legend import Legend
from tpexplorer.panels.compare_plates import GAP, PlateRow
from tpexplorer.panels.compare_table import table, table_style
from tpexplorer.panels.fitting import fitting_size
from tpexplorer.panels.flow import flowing
from tpexplorer.panels.info_panel import PageView
from tpexplorer.panels.theme import BODY_TEXT, LIGHT, Look, page_style, stylesheet
from tpexplorer.panels.words import in_title, plain, tip, words
from tpexplorer.timers import single_shot

SIZE, SMALLEST = QSize(1400, 900), QSize(640, 420)
EDGE = 12  # the words' margin; with half a gap in each cell, columns of words stand under their plates
ZOOM_STEP = 1.25
# The names stand so much larger than the words, where there is room.
LARGE = 1.75
# What a column's cell, its bullets and the scroll bar take off its words' room.
CELL_TAKES = 52
NOTHING = (
    "Choose two to four points to see them side by side: from a point's page under “Easily confused with”, or in the list."
)
SIDES = {"front": "From the front  (1)", "back": "From behind  (Shift+1)", "right": "From the subject's right  (Shift+3)"} | {
    "left": "From the subject's left  (3)"
}


class CompareWindow(QWidget):
    """Shows a `Comparison`; what is clicked is told as a link."""

    link_clicked = Signal(str)

    def __init__(self, body: Body, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("compare")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._comparison: Comparison | None = None
        self._look, self._pt = LIGHT, 10.0
        self.plates = PlateRow(body, self)
        self.shared, self.seen_from, self.nothing = words("What they share", self), plain("", self), plain(NOTHING, self)
        self.legend = Legend(self)
        self.words = PageView(self)
        self.words.setAccessibleName("What tells them apart")
        self.words.document().setDocumentMargin(EDGE)
        self._heads = QHBoxLayout()
        self.heads: list[QLabel] = []
        self.buttons = self._make_buttons()
        self._lay_out()
        self._connect()
        self._soon = single_shot(self, 60, lambda: self._write(self.words.verticalScrollBar().value()))
        self.setMinimumSize(SMALLEST)
        self.resize(SIZE.boundedTo(self.screen().availableSize()))
        self.set_comparison(None)

    def _make_buttons(self) -> dict[str, QToolButton]:
        said = {name: (name.capitalize(), about) for name, about in SIDES.items()} | {
            "best": ("Best view", "From where all zones are seen best  (B)"),
            "shared": ("Shared skin", "Close to the skin that the patterns share  (C)"),
            "out": ("−", "Farther  (−)"),
            "in": ("+", "Nearer  (+)"),
        }
        buttons = {}
        for name, (text, about) in said.items():
            button = QToolButton(self)
            button.setText(text)
            button.setToolTip(tip(about))
            button.setAccessibleName(about.partition("  (")[0])
            buttons[name] = button
        return buttons

    def _lay_out(self) -> None:
        for label in (self.shared, self.seen_from):
            label.setObjectName("subtitle")
            label.setWordWrap(True)
        self.seen_from.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar = flowing(self.seen_from, *self.buttons.values(), spacing=4)
        self._heads.setSpacing(GAP)
        self.upper = QWidget(self)
        upper = QVBoxLayout(self.upper)
        scroll_bar = 12
        upper.setContentsMargins(EDGE + GAP // 2, 10, EDGE + GAP // 2 + scroll_bar, 8)
        upper.setSpacing(8)
        upper.addLayout(bar)
        upper.addWidget(self.shared)
        upper.addLayout(self._heads)
        upper.addWidget(self.plates, 1)
        upper.addWidget(self.legend)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.addWidget(self.upper)
        self.splitter.addWidget(self.words)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([590, 310])
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.nothing.setObjectName("nothing")
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        layout.addWidget(self.nothing)

    def _connect(self) -> None:
        plates = self.plates
        acts: dict[str, tuple[tuple[str, ...], Callable[[], object]]] = {
            "front": (("1",), lambda: plates.look_from("front")),
            "back": (("Shift+1",), lambda: plates.look_from("back")),
            "right": (("Shift+3",), lambda: plates.look_from("right")),
            "left": (("3",), lambda: plates.look_from("left")),
            "best": (("B",), lambda: self._look_at(self._comparison.pose if self._comparison else None)),
            "shared": (("C",), lambda: self._look_at(self._comparison.close if self._comparison else None)),
            "out": (("-",), lambda: plates.zoom(1 / ZOOM_STEP)),
            "in": (("+", "="), lambda: plates.zoom(ZOOM_STEP)),
            "close": (("Esc", "Ctrl+W"), self.close),
        }
        for name, (keys, act) in acts.items():
            if name in self.buttons:
                self.buttons[name].clicked.connect(lambda _checked=False, act=act: act())
            for key in keys:
                QShortcut(QKeySequence(key), self).activated.connect(act)
        plates.drawn.connect(self.seen_from.setText)
        self.words.anchorClicked.connect(lambda url: self._tell(url.toString()))
        self.shared.linkActivated.connect(self._tell)

    # --- what is shown ----------------------------------------------------------------------------------------------

    def set_comparison(self, comparison: Comparison | None) -> None:
        """Two to four points side by side; without, what to do."""
        columns = comparison.columns if comparison is not None else ()
        self._comparison = comparison if len(columns) > 1 else None
        self.splitter.setVisible(self._comparison is not None)
        self.nothing.setVisible(self._comparison is None)
        self.setWindowTitle(f"{in_title(self._comparison.title)}: side by side" if self._comparison else "Side by side")
        if self._comparison is None:
            return
        for head in self.heads:
            self._heads.removeWidget(head)
            head.deleteLater()
        self.heads = [self._head(column) for column in columns]
        self.buttons["shared"].setEnabled(self._comparison.close is not None)
        self.legend.set_columns(columns)
        self.seen_from.clear()
        self.plates.set_columns(columns, self._comparison.pose)
        self._write(0)
        self.plates.setFocus()

    def set_look(self, look: Look, pt: float) -> None:
        """Colours of a theme and the size of text in points."""
        self._look, self._pt = look, pt
        buttons = f"background: {look.raised}; border: 1px solid {look.line}; padding: 5px 11px;"
        own = f"QWidget#compare {{ background: {look.surface}; }} QWidget#compare QToolButton {{ {buttons} }}"
        reached = f"QWidget#compare QToolButton:hover, QWidget#compare QToolButton:focus {{ border-color: {look.accent}; }}"
        self.setStyleSheet(stylesheet(look, pt) + own + reached)
        self.plates.set_look(look)
        self.legend.set_look(look, pt)
        self._write(self.words.verticalScrollBar().value())

    def set_form(self, name: str) -> None:
        """Another form of the body."""
        self.plates.set_form(name)

    def stop(self) -> None:
        """Draw no more."""
        self.plates.stop()

    # --- inside -----------------------------------------------------------------------------------------------------

    def _head(self, column: Column) -> QLabel:
        """The heading over a column: the name leads to the point's page."""
        head = words(f"{column.name}, {column.subtitle}", self.upper)
        head.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        head.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head.setToolTip("Open its page")
        head.linkActivated.connect(self._tell)
        self._heads.addWidget(head, 1)
        return head

    def _write(self, place: int) -> None:
        """All words, in the colours and at the size in use; the table at the `place` it was scrolled to."""
        if self._comparison is None:
            return
        look, pt = self._look, self._pt
        self._write_heads()
        anchored = self._comparison.shared.replace("<a ", f'<a style="color:{look.accent}; text-decoration:none" ')
        self.shared.setText(anchored)
        html, room = table(self._comparison), self.words.width() / max(len(self._comparison.columns), 1) - CELL_TAKES
        fitted = fitting_size(words_of(html), self.font(), pt * BODY_TEXT, room) / BODY_TEXT
        self.words.document().setDefaultStyleSheet(page_style(look, fitted) + table_style(look, fitted, GAP // 2))
        self.words.setHtml(html)
        self.words.verticalScrollBar().setValue(place)

    def _write_heads(self) -> None:
        """The names as large as their longest word leaves room for."""
        if self._comparison is None:
            return
        look, pt, columns = self._look, self._pt, self._comparison.columns
        room = self.upper.width() / max(len(columns), 1) - 2 * GAP
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        words = [f"{word} ›" for column in columns for word in column.name.split()]
        size = fitting_size(words, font, pt * LARGE, room)
        for head, column in zip(self.heads, columns, strict=True):
            link = SCHEME + link_to("point", column.instance)
            head.setText(
                f'<a href="{escape(link)}" style="color:{look.ink}; text-decoration:none; font-size:{size:.1f}pt;'
                f' font-weight:600">{escape(column.name)}&nbsp;<span style="color:{look.accent}">›</span></a><br>'
                f'<span style="color:{look.muted}; font-size:{pt * 1.1:.1f}pt">{escape(column.subtitle)}</span>'
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less room for the names."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._soon.start()

    def _look_at(self, pose: Pose | None) -> None:
        if pose is not None:
            self.plates.turn_to(pose)

    def _tell(self, link: str) -> None:
        self.link_clicked.emit(link.removeprefix(SCHEME))
