"""The left of the window: the atlas as a list, or the question where it hurts; two tabs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from tpexplorer.panels.words import tip

TABS = (
    ("atlas", "Atlas", "All muscles and points, and the search"),
    ("pain", "Where it hurts", "Show where it hurts and see what refers there  (W)"),
)
LEAST_PX = 210


class LeftPanel(QWidget):
    """Holds the list of the atlas and, once it is there, the other; `tab_chosen` tells ``atlas`` or ``pain``."""

    tab_chosen = Signal(str)

    def __init__(self, atlas: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("list")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.stack = QStackedWidget(self)
        self._pages = {"atlas": atlas}
        self.stack.addWidget(atlas)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(12, 10, 12, 2)
        tabs.setSpacing(0)
        self._group = QButtonGroup(self)
        self.tabs: dict[str, QToolButton] = {}
        for (name, text, about), end in zip(TABS, ("left", "right"), strict=True):
            button = QToolButton(self)
            button.setText(text)
            button.setToolTip(tip(about))
            button.setAccessibleName(text)
            button.setCheckable(True)
            button.setProperty("tab", True)
            button.setProperty("end", end)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _checked=False, chosen=name: self.tab_chosen.emit(chosen))
            self._group.addButton(button)
            tabs.addWidget(button)
            self.tabs[name] = button
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(tabs)
        layout.addWidget(self.stack, 1)
        self.show_tab("atlas")

    def set_pain(self, pain: QWidget) -> None:
        """The panel that asks where it hurts, which comes later."""
        self._pages["pain"] = pain
        self.stack.addWidget(pain)

    def show_tab(self, name: str) -> None:
        """Show one of the two, without telling anyone."""
        self.tabs[name].setChecked(True)
        self.stack.setCurrentWidget(self._pages[name])
        self.setFocusProxy(self._pages[name])
        self._fit()

    def _fit(self) -> None:
        """As wide as the page in sight needs to be."""
        page = self.stack.currentWidget()
        self.setMinimumWidth(max(LEAST_PX, page.minimumWidth() if page is not None else 0))

    def event(self, event: QEvent) -> bool:
        """A page needs more or less room."""
        if event.type() == QEvent.Type.LayoutRequest and self.stack.count():
            self._fit()
        return super().event(event)
