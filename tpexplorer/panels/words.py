"""Text on labels, tooltips and menus: as it is, whatever a file or a record holds; markup only where we write it ourselves."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, Qt
from PySide6.QtWidgets import QLabel, QWidget

PLACEHOLDER = "[*]"


class Linked(QLabel):
    """Text that the keys stop at only where there is a link to follow."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.LinksAccessibleByKeyboard | flags.LinksAccessibleByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setIndent(0)  # not pushed in by the ring about it

    def setText(self, text: str) -> None:
        """Another text."""
        super().setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if "<a " in text else Qt.FocusPolicy.NoFocus)
        self._let_go()

    def hideEvent(self, event: QHideEvent) -> None:
        """The keys do not stay with what has gone."""
        super().hideEvent(event)
        self._let_go()

    def _let_go(self) -> None:
        if self.hasFocus() and (self.isHidden() or self.focusPolicy() == Qt.FocusPolicy.NoFocus):
            self.clearFocus()


def words(name: str, parent: QWidget) -> QLabel:
    """A label of rich text with links, for mouse and keyboard, that wraps; `name` is what a screen reader calls it."""
    label = Linked(parent)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setAccessibleName(name)
    return label


def plain(text: str, parent: QWidget) -> QLabel:
    """A label of text in which nothing is markup."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    return label


def tip(text: str) -> str:
    """A tooltip that shows the text as it is: Qt takes for markup what looks like it."""
    return f'<span style="white-space: pre-wrap">{escape(text)}</span>' if Qt.mightBeRichText(text) else text


def entry(text: str) -> str:
    """A menu's entry, or a button's, that shows the text as it is: no key in it, and no shortcut after it."""
    return text.replace("&", "&&").replace("\t", " ")


def in_title(text: str) -> str:
    """A part of a window's title: its own signs for unsaved changes are no placeholders."""
    return text.replace(PLACEHOLDER, PLACEHOLDER * 2)


class OneLine(QLabel):
    """Plain text on one line; what there is no room for is cut from its middle, and said whole by its tooltip."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def minimumSizeHint(self) -> QSize:
        """It can be cut to nothing."""
        return QSize(0, super().minimumSizeHint().height())

    def setText(self, text: str) -> None:
        """Another text."""
        super().setText(text)
        self.setToolTip(tip(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        """As much of it as there is room for."""
        painter = QPainter(self)
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()
