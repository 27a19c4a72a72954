"""What stands above a list: as tall as it needs to be, up to a share of the room; then it scrolls."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from tpexplorer.timers import single_shot


class Above(QScrollArea):
    """Holds widgets one under another; `set_most` says how tall it may grow."""

    def __init__(self, widgets: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._most = 300
        self._inside = QWidget(self)
        self._inside.setObjectName("list")
        layout = QVBoxLayout(self._inside)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(7)
        for widget in widgets:
            layout.addWidget(widget)
        layout.addStretch(1)
        self.setWidget(self._inside)
        # Labels know their height only once they know their width.
        self._soon = single_shot(self, 0, self._fit)
        self.fit()

    def set_most(self, height: int) -> None:
        """How tall it may be, in px."""
        if height != self._most:
            self._most = height
            self.fit()

    def fit(self) -> None:
        """Something inside has changed."""
        self._soon.start()

    def _fit(self) -> None:
        layout = self._inside.layout()
        assert layout is not None
        wanted = layout.heightForWidth(self.viewport().width()) if layout.hasHeightForWidth() else layout.sizeHint().height()
        self.setFixedHeight(max(0, min(wanted, self._most)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A new width may mean another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()
