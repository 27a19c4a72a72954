"""A layout that goes from left to right and begins a new line where something would not fit, as words do."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QSpacerItem, QWidget

Line = list[QLayoutItem]


class Flow(QLayout):
    """What may grow shares what its line leaves over; nothing is narrower than it needs, unless the whole line is."""

    def __init__(self, spacing: int = 6) -> None:
        super().__init__()
        self._items: Line = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addStretch(self) -> None:
        """What comes after stands at the right."""
        self.addItem(QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum))

    def addItem(self, item: QLayoutItem) -> None:
        """At the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """One of them."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take one out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """As wide as there is room."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """More lines where it is narrow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines."""
        edges = self.contentsMargins()
        room = width - edges.left() - edges.right()
        lines = self._lines(room)
        between = self.spacing() * max(len(lines) - 1, 0)
        return sum(_height(line, room) for line in lines) + between + edges.top() + edges.bottom()

    def sizeHint(self) -> QSize:
        """All on one line."""
        shown = self._shown()
        width = sum(_least(item) for item in shown) + self.spacing() * max(len(shown) - 1, 0)
        return QSize(width, _height(shown, width)).grownBy(self.contentsMargins())

    def minimumSize(self) -> QSize:
        """The widest of them."""
        shown = self._shown()
        least = max((item.minimumSize().width() for item in shown), default=0)
        return QSize(least, _height(shown, 1 << 14)).grownBy(self.contentsMargins())

    def setGeometry(self, rect: QRect) -> None:
        """Place all of them."""
        super().setGeometry(rect)
        rect = rect.marginsRemoved(self.contentsMargins())
        top = rect.top()
        for line in self._lines(rect.width()):
            height = _height(line, rect.width())
            self._place(line, QRect(rect.left(), top, rect.width(), height))
            top += height + self.spacing()

    def _place(self, line: Line, room: QRect) -> None:
        growing = [item for item in line if item.expandingDirections() & Qt.Orientation.Horizontal]
        over = room.width() - sum(_least(item) for item in line) - self.spacing() * (len(line) - 1)
        left = room.left()
        for item in line:
            width = min(_least(item), room.width())
            if item in growing and over > 0:
                width += over // len(growing)
            width = min(width, item.maximumSize().width())
            height = min(_height([item], width), room.height())
            item.setGeometry(QRect(QPoint(left, room.top() + (room.height() - height) // 2), QSize(width, height)))
            left += width + self.spacing()

    def _shown(self) -> Line:
        return [item for item in self._items if item.spacerItem() is not None or not item.isEmpty()]

    def _lines(self, width: int) -> list[Line]:
        lines: list[Line] = []
        used = 0
        for item in self._shown():
            needed = _least(item)
            if not lines or used + self.spacing() + needed > width:
                lines.append([item])
                used = needed
            else:
                lines[-1].append(item)
                used += self.spacing() + needed
        return lines


def _least(item: QLayoutItem) -> int:
    """The width below which an item would rather stand on a line of its own."""
    grows = item.expandingDirections() & Qt.Orientation.Horizontal
    return item.minimumSize().width() if grows else item.sizeHint().width()


def _height(line: Line, width: int) -> int:
    return max(
        (item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height() for item in line), default=0
    )


def flowing(*widgets: QWidget, spacing: int = 6) -> Flow:
    """A flow of widgets."""
    flow = Flow(spacing)
    for widget in widgets:
        flow.addWidget(widget)
    return flow
