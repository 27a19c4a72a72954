"""OpenGL as Qt offers it: the functions of the context that is current, and the constants we use.

The functions come from Qt, which made the context; a package beside it would have to guess on which platform that was.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtGui import QOpenGLContext, QOpenGLFunctions, QSurfaceFormat

from tpexplorer.errors import TPExplorerError


class GLError(TPExplorerError):
    """What the graphics driver cannot do; the sentence says which."""


class GL:
    """Constants, as in the Khronos registry."""

    TRIANGLES = 0x0004
    LESS, LEQUAL, GREATER = 0x0201, 0x0203, 0x0204
    ONE, SRC_ALPHA, ONE_MINUS_SRC_ALPHA = 1, 0x0302, 0x0303
    CULL_FACE, DEPTH_TEST, BLEND, POLYGON_OFFSET_FILL = 0x0B44, 0x0B71, 0x0BE2, 0x8037
    TEXTURE_2D = 0x0DE1
    BYTE, UNSIGNED_BYTE, UNSIGNED_SHORT, FLOAT = 0x1400, 0x1401, 0x1403, 0x1406
    RGBA, RGB8, RGBA8 = 0x1908, 0x8051, 0x8058
    RENDERER = 0x1F01
    NEAREST, LINEAR = 0x2600, 0x2601
    TEXTURE_MAG_FILTER, TEXTURE_MIN_FILTER = 0x2800, 0x2801
    DEPTH_BUFFER_BIT, COLOR_BUFFER_BIT = 0x0100, 0x4000
    FRAMEBUFFER, FRAMEBUFFER_BINDING = 0x8D40, 0x8CA6
    SYNC_GPU_COMMANDS_COMPLETE, TIMEOUT_EXPIRED = 0x9117, 0x911B


# Errors after which nothing more can be trusted; of others some drivers leave a few behind, but not that many.
FATAL = {0x0505: "is out of memory", 0x0506: "cannot paint beside the window", 0x0507: "was reset"}
MOST_ERRORS = 32


def current() -> QOpenGLContext:
    """The context that is current; GLError where there is none."""
    context = QOpenGLContext.currentContext()
    if context is None:
        raise GLError("The graphics driver took the drawing context away.")
    return context


def functions() -> QOpenGLFunctions:
    """The functions of the context that is current."""
    return current().functions()


def check(gl: QOpenGLFunctions) -> None:
    """GLError if the driver has said since the last time that it cannot go on."""
    for _ in range(MOST_ERRORS):
        error = gl.glGetError()
        if error in FATAL:
            raise GLError(f"The graphics driver {FATAL[error]}.")
        if not error:
            return
    raise GLError("The graphics driver reports nothing but errors.")


@contextmanager
def quiet() -> Iterator[None]:
    """Keep to ourselves what Qt would write on the terminal: for what may fail, and is answered for when it does."""
    before = qInstallMessageHandler(lambda _kind, _context, _message: None)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def surface_format() -> QSurfaceFormat:
    """What we ask of a window's surface, and try out beforehand."""
    form = QSurfaceFormat()
    form.setDepthBufferSize(24)
    form.setRenderableType(QSurfaceFormat.RenderableType.OpenGL)
    return form
