"""A column of widgets that takes the room there is, and scrolls where that is less than all of it needs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class Scrolling(QScrollArea):
    """Holds one widget, as wide as itself: it scrolls up and down only, and only where the widget's words need more height."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scrolling")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.content = content
        self.setWidget(content)
        content.installEventFilter(self)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the content can be, and low."""
        return QSize(self.content.minimumSizeHint().width(), 120)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The content needs another height."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        content, room = self.content, self.maximumViewportSize()
        layout = content.layout()
        assert layout is not None
        needed = layout.heightForWidth(room.width()) if layout.hasHeightForWidth() else layout.minimumSize().height()
        if needed > room.height():
            room.setWidth(room.width() - self.verticalScrollBar().sizeHint().width())
            if layout.hasHeightForWidth():
                needed = layout.heightForWidth(room.width())
        content.resize(room.width(), max(needed, room.height()))
