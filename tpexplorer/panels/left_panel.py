"""The left of the window: the atlas as a list, or the question where it hurts; two tabs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from tpexplorer.panels.fitting import fit_wordings
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
        tabs = QHBoxLayout()
        tabs.setContentsMargins(12, 10, 12, 2)
        tabs.setSpacing(0)
        self._group = QButtonGroup(self)
        self.tabs: dict[str, QToolButton] = {}
        self._wordings: dict[QToolButton, tuple[str, str]] = {}
        for (name, texts, about), end in zip(TABS, ("left", "right"), strict=True):
            button = QToolButton(self)
            button.setToolTip(tip(about))
            button.setAccessibleName(texts[0])
            self._wordings[button] = texts
            button.setCheckable(True)
            button.setProperty("tab", True)
            button.setProperty("end", end)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _checked=False, chosen=name: self.tab_chosen.emit(chosen))
            self._group.addButton(button)
            tabs.addWidget(button)
            self.tabs[name] = button
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
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_wordings"):
            self._word()

    def _word(self) -> None:
        fit_wordings(self._wordings, self.width() - 24)

    def set_pain(self, pain: QWidget) -> None:
        """The panel that asks where it hurts, which comes later."""
        self._add("pain", pain)

    def show_tab(self, name: str) -> None:
        """Show one of the two, without telling anyone."""
        self.tabs[name].setChecked(True)
        self.stack.setCurrentWidget(self._pages[name])
        self.setFocusProxy(self._pages[name].content)

    def _add(self, name: str, page: QWidget) -> None:
        self._pages[name] = Scrolling(page, self.stack)
        self.stack.addWidget(self._pages[name])
