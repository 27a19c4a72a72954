"""The frame about the body: a ring while the keys go there, and what a screen reader says of it."""

from __future__ import annotations

from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QColor,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QPen,
    Qt,
    QWindow,
)
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from tpexplorer.panels.theme import LIGHT, Look

RING_PX = 3


class BodyFrame(QWidget):
    """Holds the scene. The 3D body is a window of its own, which Qt tells screen readers nothing about: its widget speaks."""

    def __init__(self, scene: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.scene, self._words = scene, ""
        self._look, self.ringed = LIGHT, False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(RING_PX, RING_PX, RING_PX, RING_PX)
        self._layout.addWidget(scene)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_moved)
        application.focusWindowChanged.connect(self._focus_moved)

    def set_scene(self, scene: QWidget) -> None:
        """Show another picture in place of the one there is; the keys that went to that go to this."""
        focus = QApplication.focusWidget()
        had_keys = focus is None or focus is self.scene or self.scene.isAncestorOf(focus)
        self._layout.replaceWidget(self.scene, scene)
        self.scene.hide()
        self.scene.deleteLater()
        self.scene = scene
        scene.show()
        self._speaker.setAccessibleDescription(self._words)
        if had_keys:
            scene.setFocus()

    def set_look(self, look: Look) -> None:
        """Colours of a theme."""
        self._look = look
        self.update()

    def describe(self, words: str) -> None:
        """What is selected on the body, in words: told when it changes, and again when the keys come here."""
        if words == self._words:
            return
        self._words = words
        self._speaker.setAccessibleDescription(words)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._speaker, words))

    @property
    def _speaker(self) -> QWidget:
        """The widget that takes the keys, or stands for the window that does."""
        return self.scene.focusProxy() or self.scene

    def _focus_moved(self, *_whence: object) -> None:
        focus = QApplication.focusWidget()
        ringed = self._holds(QGuiApplication.focusWindow()) if focus is None else self.isAncestorOf(focus)
        if ringed == self.ringed:
            return
        self.ringed = ringed
        self.update()
        if ringed and focus is None:
            QAccessible.updateAccessibility(QAccessibleEvent(self._speaker, QAccessible.Event.Focus))

    def _holds(self, focus: QWindow | None) -> bool:
        """Whether a window stands in ours."""
        own = self.window().windowHandle()
        return focus is not None and own is not None and focus is not own and own.isAncestorOf(focus)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ring, or the body's own ground in its place."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._look.surface))
        if self.ringed:
            painter.setPen(QPen(QColor(self._look.accent), RING_PX, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
            half = RING_PX // 2
            painter.drawRect(self.rect().adjusted(half, half, -half - 1, -half - 1))
        painter.end()
