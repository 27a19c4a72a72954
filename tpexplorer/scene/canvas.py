"""The canvas: a native OpenGL window that paints the items. As a window (not a widget) it spares Qt's compositing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtOpenGL import QOpenGLFramebufferObject, QOpenGLWindow
from shiboken6 import VoidPtr

from tpexplorer.body.views import Pose, View
from tpexplorer.plates.palette import LIGHT, Palette
from tpexplorer.scene.camera import Camera
from tpexplorer.scene.gl import Fence, frame_buffer
from tpexplorer.scene.ground import Ground, show
from tpexplorer.scene.items import Item
from tpexplorer.scene.opengl import GL, GLError, check, functions, surface_format
from tpexplorer.scene.probe import reason
from tpexplorer.timers import single_shot

STILL_AFTER_MS, LOOK_EVERY_MS = 160, 10
SAMPLES = 4
# No colour of ours: where it shows, nothing was drawn.
NOTHING = (1, 0, 1)
SOFTWARE = ("llvmpipe", "softpipe", "swiftshader", "swrast", "software", "gdi generic")


class Canvas(QOpenGLWindow):
    """Paints its items through its camera; smooth when still, and always where there is a graphics card.

    Whatever fails in preparing or painting them is told once, by `failed` with the reason; nothing is painted after that.
    """

    failed = Signal(str)
    painted = Signal()
    camera_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.camera = Camera(Pose(View(0), (0.0, 0.0, 866.0), 1900.0))
        self.palette: Palette = LIGHT
        self.renderer = ""
        self.items: list[Item] = []
        self._broken = False
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
        self.setFormat(surface_format())

    def add(self, item: Item) -> None:
        """Paint this over what there is, from the first frame on."""
        item.canvas = self
        self.items.append(item)

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
        if self.isValid():
            self._draw(self._paint_still, beside=True)

    def _paint_still(self) -> None:
        self._measure()
        if self._moved:
            # Nothing has been painted since it moved, as while the window is hidden.
            self._ground.forget()
            self._moved = False
        self._paint_smooth(self.items[: self._staying] if self._staying else self.items)
        if self._fence is not None:
            self._fence.drop()
        self._fence = Fence()
        self._finished.start()

    def _show_still(self) -> None:
        """Show what was painted beside the window once it is done: the whole picture, or the ground of a drawing."""
        self._draw(self._take_still, beside=True)

    def _take_still(self) -> None:
        if self._fence is not None and self._fence.passed() and self._buffer is not None:
            self._finished.stop()
            if self._staying:
                self._ground.take(self._buffer)
            self._smooth = not self._staying
            self.update()

    # --- painting -------------------------------------------------------------------------------------------------

    def _draw(self, work: Callable[[], object], beside: bool = False) -> None:
        """Do work in the context, which is current but for work `beside` the painting of the window.

        Whatever fails in it, each driver in its own way, ends this view.
        """
        if self._broken:
            return
        try:
            if beside:
                self.makeCurrent()
            work()
            check(functions())
        except Exception as error:
            self._broken = True
            self._still.stop()
            self._finished.stop()
            self.failed.emit(reason(error))
        finally:
            if beside:
                self.doneCurrent()

    def initializeGL(self) -> None:
        self._draw(self._prepare)

    def _prepare(self) -> None:
        self.renderer = functions().glGetString(GL.RENDERER)
        for item in self.items:
            item.initializeGL()
        self._smooth = not self._software
        if self._software:
            self._still.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()
        self.stir()

    def _measure(self) -> None:
        """How large the picture is, which changes with the window and with the density of the screen it is on."""
        ratio = self.devicePixelRatioF()
        measured = self.camera.resized(round(self.width() * ratio), round(self.height() * ratio))
        if measured != self.camera:
            self.camera, self._moved = measured, True
            self.camera_changed.emit()

    def devicePixelRatioF(self) -> float:
        """Device pixels a logical pixel, as widgets spell it."""
        return float(self.devicePixelRatio())

    def paintGL(self) -> None:
        self._draw(self._paint_frame)
        if not self._broken:
            self.painted.emit()

    def _paint_frame(self) -> None:
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

    def _clear(self) -> None:
        gl = functions()
        gl.glViewport(0, 0, self.camera.width, self.camera.height)
        gl.glDepthMask(True)
        red, green, blue = self.palette.background_bottom if self._checked else NOTHING
        gl.glClearColor(red, green, blue, 1.0)
        gl.glClear(GL.COLOR_BUFFER_BIT | GL.DEPTH_BUFFER_BIT)

    def _paint(self, items: Sequence[Item]) -> None:
        for item in items:
            item.paint()

    def snapshot(self) -> QImage:
        """The picture as it stands, drawn smoothly."""
        pictures = [QImage()]

        def take() -> None:
            self._measure()
            kept, self._buffer = self._buffer, None
            pictures.append(self._paint_smooth(self.items).toImage())
            self._buffer = kept

        self._draw(take, beside=True)
        return pictures[-1]

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
        """Read a drawn pixel back: some drivers say they are valid and draw nothing."""
        pixel = np.zeros(4, np.uint8)
        into: Any = VoidPtr(pixel.ctypes.data)
        functions().glReadPixels(2, self.camera.height - 3, 1, 1, GL.RGBA, GL.UNSIGNED_BYTE, into)
        if tuple(pixel[:3]) in ((0, 0, 0), tuple(255 * level for level in NOTHING)):
            raise GLError("The graphics driver of this computer draws nothing.")
