"""The picture beneath what a hand draws: kept, so that a stroke paints its own layer anew and not the whole body."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtOpenGL import QOpenGLFramebufferObject, QOpenGLFramebufferObjectFormat

from tpexplorer.scene.opengl import GL


def frame_buffer(size: QSize, samples: int = 0) -> QOpenGLFramebufferObject:
    """A picture with depth, `size` in device pixels."""
    form = QOpenGLFramebufferObjectFormat()
    form.setAttachment(QOpenGLFramebufferObject.Attachment.Depth)
    form.setSamples(samples)
    # Without an alpha channel: what is painted translucent is no hole in the picture.
    form.setInternalTextureFormat(GL.GL_RGB8)
    return QOpenGLFramebufferObject(size, form)


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
        _copy(finished, self.begin(finished.size()))
        self.fine = True

    def sheet(self) -> QOpenGLFramebufferObject:
        """What is kept, copied, to be painted on."""
        assert self._kept is not None
        if self._sheet is None or self._sheet.size() != self._kept.size():
            self._sheet = frame_buffer(self._kept.size())
        _copy(self._kept, self._sheet)
        return self._sheet


def show(picture: QOpenGLFramebufferObject, plain: QOpenGLFramebufferObject | None) -> QOpenGLFramebufferObject | None:
    """Put a painted picture into the window; returns the `plain` buffer to be handed in with the next one.

    One of several samples a pixel goes by way of the plain one: some drivers turn it into none but its own kind.
    """
    if picture.format().samples() > 0:
        if plain is None or plain.size() != picture.size():
            plain = frame_buffer(picture.size())
        _copy(picture, plain, depth=False)
        picture = plain
    QOpenGLFramebufferObject.blitFramebuffer(None, picture)  # type: ignore[call-overload]  # None: the window
    return plain


def _copy(source: QOpenGLFramebufferObject, target: QOpenGLFramebufferObject, depth: bool = True) -> None:
    whole = QRect(QPoint(), source.size())
    bits = GL.GL_COLOR_BUFFER_BIT | (GL.GL_DEPTH_BUFFER_BIT if depth else 0)
    QOpenGLFramebufferObject.blitFramebuffer(target, whole, source, whole, bits, GL.GL_NEAREST)
