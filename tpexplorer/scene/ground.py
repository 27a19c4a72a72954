"""The picture beneath what a hand draws: kept, so that a stroke paints its own layer anew and not the whole body."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtOpenGL import QOpenGLFramebufferObject

from tpexplorer.scene.gl import frame_buffer
from tpexplorer.scene.opengl import GL


class Ground:
    """Colours and depths of the items that stay, and a sheet on which the others are painted over them.

    `fine` says whether what is kept shows every detail.
    """

    def __init__(self) -> None:
        self._kept: QOpenGLFramebufferObject | None = None
        self._sheet: QOpenGLFramebufferObject | None = None
        self.fine = False

    @property
    def kept(self) -> bool:
        """Whether there is a picture to paint over."""
        return self._kept is not None

    def forget(self) -> None:
        """The body has turned or changed."""
        self._kept = self._sheet = None
        self.fine = False

    def begin(self, size: QSize) -> QOpenGLFramebufferObject:
        """An empty picture to paint the items on that stay."""
        self._kept = frame_buffer(size)
        return self._kept

    def take(self, finished: QOpenGLFramebufferObject) -> None:
        """Keep what has been painted so far, with every detail."""
        copy(finished, self.begin(finished.size()))
        self.fine = True

    def sheet(self) -> QOpenGLFramebufferObject:
        """What is kept, copied, to be painted on."""
        assert self._kept is not None
        if self._sheet is None or self._sheet.size() != self._kept.size():
            self._sheet = frame_buffer(self._kept.size())
        copy(self._kept, self._sheet)
        return self._sheet


def show(picture: QOpenGLFramebufferObject, plain: QOpenGLFramebufferObject | None) -> QOpenGLFramebufferObject | None:
    """Put a painted picture into the window; returns the `plain` buffer to be handed in with the next one.

    One of several samples a pixel goes by way of the plain one: some drivers turn it into none but its own kind.
    """
    if picture.format().samples() > 0:
        if plain is None or plain.size() != picture.size():
            plain = frame_buffer(picture.size())
        copy(picture, plain, depth=False)
        picture = plain
    QOpenGLFramebufferObject.blitFramebuffer(None, picture)  # type: ignore[call-overload]  # None: the window
    return plain


def copy(source: QOpenGLFramebufferObject, target: QOpenGLFramebufferObject, depth: bool = True) -> None:
    """Copy one picture onto another of the same size."""
    whole = QRect(QPoint(), source.size())
    bits = GL.COLOR_BUFFER_BIT | (GL.DEPTH_BUFFER_BIT if depth else 0)
    QOpenGLFramebufferObject.blitFramebuffer(target, whole, source, whole, bits, GL.NEAREST)
