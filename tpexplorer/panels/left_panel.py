"""The left of the window: the atlas as a list, or the question where it hurts; two tabs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tpexplorer.panels.inputs import TabBar
from tpexplorer.panels.scrolling import Scrolling
from tpexplorer.panels.words import tip

TABS = (
    ("atlas", ("Atlas", "Atlas"), "All muscles and points, and the search"),
    ("pain", ("Where it hurts", "Pain"), "Show where it hurts and see what refers there  (W)"),
)
LEAST_PX = 260


class LeftPanel(QWidget):
    """Holds the list of the atlas and, once it is there, the other; `tab_chosen` tells ``atlas`` or ``pain``."""

    tab_chosen = Signal(str)

    def __init__(self, atlas: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("list")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.stack = QStackedWidget(self)
        self._pages: dict[str, Scrolling] = {}
        self._add("atlas", atlas)
        self.bar = TabBar(self)
        self.bar.setAccessibleName("What the list shows")
        self.bar.setDrawBase(False)
        self.bar.setExpanding(True)
        self.bar.setUsesScrollButtons(False)
        self.bar.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for number, (_, texts, about) in enumerate(TABS):
            self.bar.addTab(texts[0])
            self.bar.setTabToolTip(number, tip(about))
            self.bar.setAccessibleTabName(number, texts[0])
        self.bar.currentChanged.connect(lambda number: self.tab_chosen.emit(TABS[number][0]))
        tabs = QHBoxLayout()
        tabs.setContentsMargins(12, 10, 12, 2)
        tabs.addWidget(self.bar)
        self.setMinimumWidth(LEAST_PX)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(tabs)
        layout.addWidget(self.stack, 1)
        self.show_tab("atlas")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less room for the tabs' names."""
        super().resizeEvent(event)
        self._word()

    def changeEvent(self, event: QEvent) -> None:
        """Larger or smaller text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "bar"):
            self._word()

    def _word(self) -> None:
        for texts in zip(*(texts for _, texts, _ in TABS), strict=True):
            for number, text in enumerate(texts):
                self.bar.setTabText(number, text)
            if self.bar.sizeHint().width() <= self.width() - 24:
                return

    @property
    def tab(self) -> str:
        """The tab in front."""
        return TABS[self.bar.currentIndex()][0]

    def set_pain(self, pain: QWidget) -> None:
        """The panel that asks where it hurts, which comes later."""
        self._add("pain", pain)

    def show_tab(self, name: str) -> None:
        """Show one of the two, without telling anyone."""
        with QSignalBlocker(self.bar):
            self.bar.setCurrentIndex([tab for tab, _, _ in TABS].index(name))
        self.stack.setCurrentWidget(self._pages[name])
        self.setFocusProxy(self._pages[name].content)

    def _add(self, name: str, page: QWidget) -> None:
        self._pages[name] = Scrolling(page, self.stack)
        self.stack.addWidget(self._pages[name])
