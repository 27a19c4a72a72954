"""The canvas: a native OpenGL window that paints the items. As a window (not a widget) it spares Qt's compositing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from pyqtgraph.opengl.GLViewWidget import GLViewMixin
from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QImage, QResizeEvent, QSurfaceFormat
from PySide6.QtOpenGL import QOpenGLFramebufferObject, QOpenGLWindow

from tpexplorer.body.views import Pose, View
from tpexplorer.plates.palette import LIGHT, Palette
from tpexplorer.scene.camera import Camera
from tpexplorer.scene.gl import Fence
from tpexplorer.scene.ground import Ground, frame_buffer, show
from tpexplorer.scene.items import Item
from tpexplorer.scene.opengl import GL
from tpexplorer.timers import single_shot

STILL_AFTER_MS, LOOK_EVERY_MS = 160, 10
SAMPLES = 4
SOFTWARE = ("llvmpipe", "softpipe", "swiftshader", "swrast", "software", "gdi generic")


class Canvas(GLViewMixin, QOpenGLWindow):  # type: ignore[misc]
    """Paints its items through its camera; smooth when still, and always where there is a graphics card."""

    failed = Signal(str)
    painted = Signal()
    camera_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.camera = Camera(Pose(View(0), (0.0, 0.0, 866.0), 1900.0))
        self.palette: Palette = LIGHT
        self.renderer = ""
        # Whether the window shows the picture of the buffer, and whether one with every detail is being painted.
        self._smooth = self._detailed = False
        self._checked = False
        self._buffer: QOpenGLFramebufferObject | None = None
        self._plain: QOpenGLFramebufferObject | None = None
        self._staying = 0
        self._ground = Ground()
        self._moved = True
        self._still = single_shot(self, STILL_AFTER_MS, self._begin_still)
        self._fence: Fence | None = None
        self._finished = QTimer(self)
        self._finished.setInterval(LOOK_EVERY_MS)
        self._finished.timeout.connect(self._show_still)
        form = QSurfaceFormat()
        form.setDepthBufferSize(24)
        form.setRenderableType(QSurfaceFormat.RenderableType.OpenGL)
        self.setFormat(form)

    # --- camera ---------------------------------------------------------------------------------------------------

    def look(self, camera: Camera) -> None:
        """Look through another camera from now on."""
        self.camera = camera.resized(self.camera.width, self.camera.height)
        self.stir()
        self.camera_changed.emit()

    def stir(self, ground: bool = True) -> None:
        """Paint soon: quick while things move, smooth once they have been still for a moment.

        Without `ground`, the items that stay while a hand draws have not changed.
        """
        self._moved = self._moved or ground
        if self._software:
            self._smooth = False
            self._finished.stop()
            # Over a smooth ground there is nothing left to smooth.
            if self._moved or not self._ground.fine:
                self._still.start()
        self.update()

    def keep(self, items: int) -> None:
        """So many of the first items stay as they are while a hand draws on the rest; none when no hand does."""
        if items != self._staying:
            self._staying = items
            self.stir()

    @property
    def fine(self) -> bool:
        """Whether there is time for every detail: the picture stands still, or a graphics card draws it."""
        return self._detailed or not self._software or self._ground.fine

    @property
    def _software(self) -> bool:
        return any(word in self.renderer.lower() for word in SOFTWARE)

    def _begin_still(self) -> None:
        """Paint smoothly beside the window: it takes the driver a while, in which hands need not wait."""
        if not self.isValid():
            return
        self.makeCurrent()
        self._measure()
        if self._moved:
            # Nothing has been painted since it moved, as while the window is hidden.
            self._ground.forget()
            self._moved = False
        self._paint_smooth(self.items[: self._staying] if self._staying else self.items)
        if self._fence is not None:
            self._fence.drop()
        self._fence = Fence()
        self.doneCurrent()
        self._finished.start()

    def _show_still(self) -> None:
        """Show what was painted beside the window once it is done: the whole picture, or the ground of a drawing."""
        self.makeCurrent()
        if self._fence is not None and self._fence.passed() and self._buffer is not None:
            self._finished.stop()
            if self._staying:
                self._ground.take(self._buffer)
            self._smooth = not self._staying
            self.update()
        self.doneCurrent()

    # --- painting -------------------------------------------------------------------------------------------------

    def initializeGL(self) -> None:
        try:
            self.renderer = _string(GL.GL_RENDERER)
            super().initializeGL()
        except Exception as error:  # any driver's own way of failing ends in the same sentence
            self.failed.emit(f"This computer's OpenGL cannot draw the 3D body ({error}). Fixed views are shown instead.")
        self._smooth = not self._software
        if self._software:
            self._still.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()
        self.stir()
        self.camera_changed.emit()

    def _measure(self) -> None:
        ratio = self.devicePixelRatio()
        self.camera = self.camera.resized(round(self.width() * ratio), round(self.height() * ratio))

    def devicePixelRatioF(self) -> float:
        """Device pixels a logical pixel (the mixin expects the widget's spelling)."""
        return float(self.devicePixelRatio())

    def setBackgroundColor(self, *args: object, **options: object) -> None:
        """The backdrop item draws the background."""

    def paintGL(self) -> None:
        self._measure()
        if self._moved:
            self._ground.forget()
        if not self._software:
            self._paint_smooth(self.items)
        if self._smooth and self._buffer is not None:
            self._plain = show(self._buffer, self._plain)
        elif self._moved or not self._staying:
            self._clear()
            self._paint(self.items)
        else:
            self._plain = show(self._painted_over(), self._plain)
        self._moved = False
        if not self._checked:
            self._checked = True
            self._check_pixels()
        self.painted.emit()

    def _clear(self) -> None:
        GL.glViewport(0, 0, self.camera.width, self.camera.height)
        GL.glDepthMask(GL.GL_TRUE)
        GL.glClear(GL.GL_COLOR_BUFFER_BIT | GL.GL_DEPTH_BUFFER_BIT)

    def _paint(self, items: Sequence[Item]) -> None:
        for item in items:
            item.paint()

    def snapshot(self) -> QImage:
        """The picture as it stands, drawn smoothly."""
        self.makeCurrent()
        try:
            self._measure()
            kept, self._buffer = self._buffer, None
            picture = self._paint_smooth(self.items).toImage()
            self._buffer = kept
            return picture
        finally:
            self.doneCurrent()

    def _paint_smooth(self, items: Sequence[Item]) -> QOpenGLFramebufferObject:
        """Paint items into the buffer, with every detail and without jagged edges."""
        size = QSize(self.camera.width, self.camera.height)
        if self._buffer is None or self._buffer.size() != size:
            self._buffer = frame_buffer(size, SAMPLES)
        self._detailed = True
        self._buffer.bind()
        self._clear()
        self._paint(items)
        self._buffer.release()
        self._detailed = False
        return self._buffer

    def _painted_over(self) -> QOpenGLFramebufferObject:
        """What changes under a hand, over what stays."""
        if not self._ground.kept:
            self._ground.begin(QSize(self.camera.width, self.camera.height)).bind()
            self._clear()
            self._paint(self.items[: self._staying])
        sheet = self._ground.sheet()
        sheet.bind()
        self._paint(self.items[self._staying :])
        sheet.release()
        return sheet

    def _check_pixels(self) -> None:
        """Read drawn pixels back: some drivers say they are valid and draw nothing."""
        pixels = np.frombuffer(GL.glReadPixels(2, self.camera.height - 3, 1, 1, GL.GL_RGBA, GL.GL_UNSIGNED_BYTE), np.uint8)
        wanted = np.array(self.palette.background_top) * 255
        if np.abs(pixels[:3] - wanted).max() > 12:
            self.failed.emit("This computer's OpenGL draws nothing. Fixed views are shown instead.")


def _string(name: int) -> str:
    value = GL.glGetString(name)
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value or "")
