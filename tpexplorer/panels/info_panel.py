"""The panel on the right: a heading that stays, then the page with its pictures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from PySide6.QtCore import QEvent, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QFrame, QLabel, QTextBrowser, QToolButton, QVBoxLayout, QWidget

from tpexplorer.body.body import Body
from tpexplorer.modes.html import stacked, words_of
from tpexplorer.modes.interfaces import Page
from tpexplorer.panels.fitting import fitting_size, lines_of
from tpexplorer.panels.flow import flowing
from tpexplorer.panels.plate_pictures import PlatePictures
from tpexplorer.panels.side_switch import SideSwitch
from tpexplorer.panels.signs import arrow, house
from tpexplorer.panels.theme import BODY_TEXT, LIGHT, LOOKS, Look, page_style
from tpexplorer.panels.words import tip
from tpexplorer.timers import single_shot

PATTERN = QUrl("picture:pattern")
WIDEST_PICTURE = 520
PICTURE_WORDS = re.compile(r'<img [^>]*alt="([^"]*)"')
TITLE_SCALES, SUBTITLE_SCALES = (1.7, 1.4, 1.1), (1.05, 0.9, 0.75)
# Tables with so few letters beside each other have their names above what they name.
FEW_LETTERS = 48
# What boxes, bullets and cells take off the width of a line at most.
INDENTS = 46
MARGIN = 16
WRITE_AFTER_MS = 25  # the frame with the pattern goes first


class PageView(QTextBrowser):
    """A page; its links are told, never followed, and nothing is ever fetched."""

    width_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("What is known")
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.document().setDocumentMargin(MARGIN)
        self.document().setIndentWidth(20)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Pictures are put in by the panel."""
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A new width means pictures of another size."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.width_changed.emit()


class Heading(QLabel):
    """As large as its longest word leaves room for, and smaller where it would take more than two lines."""

    def __init__(self, scales: Sequence[float], weight: QFont.Weight, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._scales, self._weight, self._pt = scales, weight, 10.0

    def set_size(self, pt: float) -> None:
        """The size of text in points."""
        self._pt = pt
        self._fit()

    def setText(self, text: str) -> None:
        """Another name."""
        super().setText(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less room."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        font = QFont(self.font())
        font.setWeight(self._weight)
        for scale in self._scales:
            font.setPointSizeF(fitting_size(self.text().split(), font, self._pt * scale, max(self.width() - 2, 40)))
            if len(lines_of(self.text(), font, self.width(), 3)) < 3:
                break
        if font != self.font():
            self.setFont(font)


class InfoPanel(QWidget):
    """Fulfils `PanelView`."""

    link_clicked = Signal(str)
    side_chosen = Signal(str)
    back_clicked = Signal()
    forward_clicked = Signal()

    def __init__(self, body: Body, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = LIGHT
        self._pt = 10.0
        self._form = "neutral"
        self._page: Page | None = None
        self._html, self._fit = "", (10.0, False)
        self.pictures = PlatePictures(body, self)
        self.back, self.forward, self.home = (self._button(name) for name in ("Back", "Forward", "First page"))
        self.sides = SideSwitch(False, self)
        self.title = Heading(TITLE_SCALES, QFont.Weight.DemiBold, self)
        self.subtitle = Heading(SUBTITLE_SCALES, QFont.Weight.Normal, self)
        for label, name in ((self.title, "title"), (self.subtitle, "subtitle")):
            label.setObjectName(name)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.view = PageView(self)
        self.setFocusProxy(self.view)
        self._lay_out()
        self._place = 0
        # The body's picture comes first: a page takes longer to lay out than the skin to paint.
        self._soon = single_shot(self, WRITE_AFTER_MS, self._write)
        self._resized = single_shot(self, 120, self._fit_page)
        self._connect()
        self.set_look(LIGHT, self._pt)

    def _button(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setAccessibleName(name)
        button.setIconSize(QSize(18, 18))
        button.setToolTip(tip({"Back": "Back  (Alt+Left)", "Forward": "Forward  (Alt+Right)"}.get(name, name)))
        return button

    def _lay_out(self) -> None:
        steps = flowing(self.back, self.forward, self.home, spacing=2)
        steps.addStretch()
        steps.addWidget(self.sides)
        top = QVBoxLayout()
        top.setContentsMargins(10, 10, MARGIN, 8)
        top.setSpacing(3)
        top.addLayout(steps)
        words = QVBoxLayout()
        words.setContentsMargins(MARGIN - 10, 6, 0, 0)
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        top.addLayout(words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        rule = QFrame(self)
        rule.setObjectName("rule")
        rule.setFixedHeight(1)
        layout.addWidget(rule)
        layout.addWidget(self.view, 1)

    def _connect(self) -> None:
        self.view.anchorClicked.connect(lambda url: self.link_clicked.emit(url.toString()))
        self.view.width_changed.connect(self._resized.start)
        self.pictures.ready.connect(self._put_picture)
        self.sides.side_chosen.connect(self.side_chosen)
        self.back.clicked.connect(self.back_clicked)
        self.forward.clicked.connect(self.forward_clicked)
        self.home.clicked.connect(lambda: self.link_clicked.emit("start"))

    # --- what the presenter says ------------------------------------------------------------------------------------

    @property
    def read_to(self) -> int:
        """How far the page is scrolled, in px; of one that is still to be written, how far it will be."""
        return self._place if self._soon.isActive() else self.view.verticalScrollBar().value()

    def set_page(self, page: Page, read_to: int | None = None) -> None:
        """Show a page from its top, or scrolled to where it was left; the same page again keeps its place."""
        same = self._page is not None and self._page.link.partition("@")[0] == page.link.partition("@")[0]
        self._place = read_to if read_to is not None else self.read_to if same else 0
        self._page = page
        self.title.setText(page.title)
        self.subtitle.setText(page.subtitle)
        self.subtitle.setVisible(bool(page.subtitle))
        self.sides.set_sides(page.sides)
        self.sides.set_side(page.side)
        if page.picture is not None:
            self.pictures.ask(page.picture, self._form, self._look)
        self._soon.start()

    def set_steps(self, back: bool, forward: bool) -> None:
        """Whether there is somewhere to go back or forward to."""
        self.back.setEnabled(back)
        self.forward.setEnabled(forward)

    def set_form(self, name: str) -> None:
        """The form of the body in the small pictures."""
        self._form = name
        self._ask_again()

    def set_theme(self, name: str) -> None:
        """``light`` or ``dark``."""
        self.set_look(LOOKS[name], self._pt)

    def set_look(self, look: Look, pt: float) -> None:
        """Colours of a theme and the size of text in points."""
        self._look, self._pt = look, pt
        self.back.setIcon(arrow("left", look.ink))
        self.forward.setIcon(arrow("right", look.ink))
        self.home.setIcon(house(look.ink))
        self.title.set_size(pt)
        self.subtitle.set_size(pt)
        self.view.document().setDefaultStyleSheet(page_style(look, pt))
        self._ask_again()
        if self._page is not None:
            self._place = self.view.verticalScrollBar().value()
            self._soon.start()

    def stop(self) -> None:
        """Draw no more pictures."""
        self._soon.stop()
        self._resized.stop()
        self.pictures.stop()

    # --- drawing ----------------------------------------------------------------------------------------------------

    def _ask_again(self) -> None:
        if self._page is not None and self._page.picture is not None:
            self.pictures.ask(self._page.picture, self._form, self._look)

    def _write(self) -> None:
        if self._page is not None:
            self._html = self._page.whole
            self._set_html()

    def _set_html(self) -> None:
        self._add_picture()
        self._fit = pt, below = self._fitting()
        self.view.document().setDefaultStyleSheet(page_style(self._look, pt))
        self.view.setHtml(stacked(self._html) if below else self._html)
        self.view.verticalScrollBar().setValue(self._place)
        shown = PICTURE_WORDS.search(self._html)
        self.view.setAccessibleDescription(f"Picture: {unescape(shown[1])}" if shown else "")

    def _fitting(self) -> tuple[float, bool]:
        """The size of text at which no word of the page is too wide, and whether names go above what they name."""
        room = self.view.viewport().width() - 2 * MARGIN
        pt = fitting_size(words_of(self._html), self.font(), self._pt * BODY_TEXT, room - INDENTS) / BODY_TEXT
        font = QFont(self.font())
        font.setPointSizeF(pt)
        return round(pt, 1), room < FEW_LETTERS * QFontMetricsF(font).averageCharWidth()

    def _fit_page(self) -> None:
        """Another width: other pictures, and perhaps another size of text."""
        if self._html and self._fitting() != self._fit:
            self._place = self.view.verticalScrollBar().value()
            self._set_html()
        else:
            self._put_picture()

    def _add_picture(self) -> None:
        width = min(WIDEST_PICTURE, self.view.viewport().width() - 2 * MARGIN)
        pixmap = self.pictures.pixmap(max(width, 160), self.devicePixelRatioF(), self._look, self.font())
        self.view.document().addResource(QTextDocument.ResourceType.ImageResource, PATTERN, pixmap)

    def _put_picture(self) -> None:
        if self._page is None or self._page.picture is None:
            return
        self._add_picture()
        document = self.view.document()
        document.markContentsDirty(0, document.characterCount())
        self.view.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Another font or screen means pictures of another size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.DevicePixelRatioChange):
            self._resized.start()
