"""Hands on the canvas: drags orbit or pan, wheels and pinches zoom to the cursor, a short press is a click."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QWheelEvent

from tpexplorer.scene.canvas import Canvas

CLICK_PX = 4.0
ORBIT_DEG_PER_PX = 0.35
WHEEL_ZOOM = 1.0015
Button = Qt.MouseButton
# What takes the mouse from the hand: a dialog, another window, the canvas gone.
TAKES_MOUSE = (QEvent.Type.WindowBlocked, QEvent.Type.FocusOut, QEvent.Type.Hide)


class Brush(Protocol):
    """What a left button on the skin does while there is one; positions in logical px."""

    @property
    def drawing(self) -> bool:
        """Whether a stroke is under way."""

    def press(self, x: float, y: float, dragging: bool) -> bool:
        """Whether a stroke begins here; once the hand is `dragging`, whatever else is there."""

    def move(self, x: float, y: float) -> None:
        """The hand has moved on."""

    def lift(self) -> None:
        """The hand is lifted."""


class Gestures(QObject):
    """Turns a canvas's mouse, wheel and trackpad events into camera moves and intents; positions in logical px."""

    clicked = Signal(float, float)
    double_clicked = Signal(float, float)
    hovered = Signal(float, float)
    left = Signal()
    grabbed = Signal()
    settled = Signal()
    brush_resized = Signal(float)

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._dragging = self._brushing = False
        self.brush: Brush | None = None
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle what is ours; let everything else pass."""
        handler = {
            QEvent.Type.MouseButtonPress: self._press,
            QEvent.Type.MouseMove: self._move,
            QEvent.Type.MouseButtonRelease: self._release,
            QEvent.Type.MouseButtonDblClick: self._double,
            QEvent.Type.Wheel: self._wheel,
            QEvent.Type.NativeGesture: self._native,
        }.get(event.type())
        if event.type() == QEvent.Type.Leave:
            self.left.emit()
        elif event.type() in TAKES_MOUSE and self._brushing:
            self._lift()
        if handler is None:
            return False
        handler(event)  # type: ignore[operator]
        return True

    def _press(self, event: QMouseEvent) -> None:
        if self._brushing and event.buttons() != event.button():
            # Another button while a hand draws: the stroke is done, and nothing more comes of it.
            self._lift()
            return
        self._pressed = self._last = event.position()
        self._dragging = False
        self.grabbed.emit()
        plain = event.button() == Button.LeftButton and event.modifiers() == Qt.KeyboardModifier.NoModifier
        self._brushing = self.brush is not None and plain and self.brush.press(self._last.x(), self._last.y(), False)

    def _double(self, event: QMouseEvent) -> None:
        if self.brush is not None:
            self._press(event)
            return
        self._pressed = None
        if event.button() == Button.LeftButton:
            self.double_clicked.emit(event.position().x(), event.position().y())

    def _lift(self) -> None:
        """The hand draws no more, and its button, while it is still down, does nothing."""
        self._brushing, self._pressed = False, None
        if self.brush is not None:
            self.brush.lift()

    def _move(self, event: QMouseEvent) -> None:
        here = event.position()
        if self._brushing and not (self.brush is not None and self.brush.drawing and event.buttons() & Button.LeftButton):
            # Something else has ended the stroke, or the button came up where nobody saw it.
            self._lift()
        if self._pressed is None or not event.buttons():
            self.hovered.emit(here.x(), here.y())
            return
        if self._brushing and self.brush is not None:
            self.brush.move(here.x(), here.y())
            self.hovered.emit(here.x(), here.y())
            return
        offset = here - self._pressed
        if not self._dragging and max(abs(offset.x()), abs(offset.y())) <= CLICK_PX:
            return
        if self.brush is not None and not self._dragging and event.buttons() == Button.LeftButton and self._strokes(event):
            return
        moved = here - self._last
        self._dragging, self._last = True, here
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.buttons() & Button.MiddleButton or (event.buttons() & Button.LeftButton and shift):
            self._pan(moved.x(), moved.y())
        elif event.buttons() & Button.RightButton:
            self._canvas.look(self._canvas.camera.zoomed(WHEEL_ZOOM ** (-moved.y() * 4)))
        else:
            self._orbit(moved.x(), moved.y())

    def _strokes(self, event: QMouseEvent) -> bool:
        """Whether a drag that began on a marker draws from there on."""
        assert self.brush is not None and self._pressed is not None
        if event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._brushing = self.brush.press(self._pressed.x(), self._pressed.y(), True)
        return self._brushing

    def _orbit(self, dx: float, dy: float) -> None:
        self._canvas.look(self._canvas.camera.orbited(dx * -ORBIT_DEG_PER_PX, dy * ORBIT_DEG_PER_PX))

    def _pan(self, dx: float, dy: float) -> None:
        ratio = self._canvas.devicePixelRatioF()
        self._canvas.look(self._canvas.camera.panned(dx * ratio, dy * ratio))

    def _release(self, event: QMouseEvent) -> None:
        if self._brushing:
            self._lift()
            return
        if self._pressed is not None and not self._dragging and event.button() == Button.LeftButton:
            self.clicked.emit(event.position().x(), event.position().y())
        elif self._dragging:
            self.settled.emit()
        self._pressed, self._dragging = None, False

    def _zoom(self, factor: float, at: QPointF) -> None:
        self.grabbed.emit()
        ratio = self._canvas.devicePixelRatioF()
        self._canvas.look(self._canvas.camera.zoomed(factor, at.x() * ratio, at.y() * ratio))
        self.settled.emit()

    def _wheel(self, event: QWheelEvent) -> None:
        trackpad = event.phase() != Qt.ScrollPhase.NoScrollPhase and not event.pixelDelta().isNull()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        delta = event.pixelDelta() if trackpad else event.angleDelta()
        if self.brush is not None and shift:
            # With Shift some systems turn the wheel sideways.
            self.brush_resized.emit(float(delta.y() or delta.x()) / (30 if trackpad else 120))
            return
        self.grabbed.emit()
        if trackpad and shift:
            self._pan(delta.x(), delta.y())
        elif trackpad and not control:
            self._orbit(delta.x(), delta.y())
        else:
            step = delta.y() * (4 if trackpad else 1)
            self._zoom(WHEEL_ZOOM ** max(-600.0, min(600.0, float(step))), event.position())

    def _native(self, event: QNativeGestureEvent) -> None:
        if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self._zoom(1.0 + max(-0.5, min(0.5, event.value())), event.position())
