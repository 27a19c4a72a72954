"""Choices and sliders as this window uses them: the wheel never changes a value in passing, a click on a track goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QComboBox,
    QSlider,
    QStyle,
    QStyleOptionSlider,
    QTabBar,
    QWidget,
)

# Python's part of a Qt class; Qt's own comes with the class it is named before.
if TYPE_CHECKING:
    Part = QWidget
else:
    Part = object


class Meant(Part):
    """Lets the wheel change a value only once the widget was clicked, or reached by key, and the pointer has not left since.

    Else the wheel is the surrounding list's. To be named before the Qt class of every input that takes the wheel.
    """

    _meant = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming by key is meant; a window that is active again means nothing."""
        super().focusInEvent(event)
        reasons = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
        self._meant = event.reason() in reasons

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keys are elsewhere, but for those of its own list."""
        super().focusOutEvent(event)
        self._meant = self._meant and event.reason() == Qt.FocusReason.PopupFocusReason

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click is meant."""
        super().mousePressEvent(event)
        self._meant = True

    def leaveEvent(self, event: QEvent) -> None:
        """Who comes back may only be passing."""
        super().leaveEvent(event)
        self._meant = False

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn the value, or leave the wheel to what is around."""
        if self._meant:
            super().wheelEvent(event)
        else:
            event.ignore()


class ComboBox(Meant, QComboBox):
    """A choice of several."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


class TabBar(QTabBar):
    """Tabs, which the wheel never turns over."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """What is around may scroll."""
        event.ignore()


class Slider(Meant, QSlider):
    """A value on a track; a click on the track goes there, and may drag on."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget | None = None) -> None:
        super().__init__(orientation, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Bring the handle under the pointer, then press it."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderPosition(self._value_at(event))
        super().mousePressEvent(event)
        self.sliderMoved.emit(self.sliderPosition())

    def _value_at(self, event: QMouseEvent) -> int:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        control, part = QStyle.ComplexControl.CC_Slider, QStyle.SubControl
        groove = self.style().subControlRect(control, option, part.SC_SliderGroove, self)
        handle = self.style().subControlRect(control, option, part.SC_SliderHandle, self)
        at = event.position()
        if self.orientation() == Qt.Orientation.Horizontal:
            place, room = at.x() - groove.left() - handle.width() / 2, groove.width() - handle.width()
        else:
            place, room = at.y() - groove.top() - handle.height() / 2, groove.height() - handle.height()
        return QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), round(place), room, option.upsideDown)


def roll(area: QAbstractScrollArea, event: QWheelEvent) -> None:
    """Let a wheel that was turned beside a list scroll it; at its end, what is around the list."""
    bar = area.verticalScrollBar()
    before = bar.value()
    bar.event(event)
    event.setAccepted(bar.value() != before)
