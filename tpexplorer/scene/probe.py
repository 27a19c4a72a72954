"""Whether this computer can draw with OpenGL: asked by drawing and reading a pixel back, not by trusting a flag."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import QOffscreenSurface, QOpenGLContext
from PySide6.QtOpenGL import QOpenGLFramebufferObject

from tpexplorer.errors import TPExplorerError
from tpexplorer.scene.gl import Buffer, Program, attach, frame_buffer
from tpexplorer.scene.ground import copy
from tpexplorer.scene.opengl import GL, GLError, check, functions, quiet, surface_format

SIDE_PX, SAMPLES, NEAR_ENOUGH = 8, 4, 4
PAINTED = (0.2, 0.4, 0.8)
CORNERS = np.array([[-1, -1, 0], [3, -1, 0], [-1, 3, 0]], np.float32)


def why_no_opengl() -> str:
    """One sentence that says why there can be no 3D view; empty where there can."""
    with quiet():
        surface, context = QOffscreenSurface(), QOpenGLContext()
        surface.setFormat(surface_format())
        surface.create()
        context.setFormat(surface_format())
        if not context.create() or not context.makeCurrent(surface):
            return "OpenGL is not available on this display."
        try:
            _try_out(context)
        except Exception as error:  # any driver's own way of failing
            return reason(error)
        finally:
            context.doneCurrent()
    return ""


def reason(error: Exception) -> str:
    """The sentence for whatever has failed in drawing."""
    if isinstance(error, TPExplorerError):
        return f"{str(error).rstrip('.')}."
    return f"This computer's OpenGL cannot draw the 3D body ({str(error) or type(error).__name__})."


def _try_out(context: QOpenGLContext) -> None:
    """Draw as the body is drawn, beside the window and with several samples a pixel; GLError says what does not work."""
    version = context.format().version()
    if version < (2, 0):
        raise GLError(f"OpenGL 2.0 or later is needed; this computer offers {version[0]}.{version[1]}.")
    if not QOpenGLFramebufferObject.hasOpenGLFramebufferBlit():
        raise GLError("The graphics driver of this computer cannot paint beside the window.")
    gl, size = functions(), QSize(SIDE_PX, SIDE_PX)
    painted, plain = frame_buffer(size, SAMPLES), frame_buffer(size)
    painted.bind()
    gl.glViewport(0, 0, SIDE_PX, SIDE_PX)
    program = Program(["flat.vert.glsl"], ["backdrop.frag.glsl"], ["a_position", "a_corner"])
    program.use(matrix=np.eye(4), top=PAINTED, bottom=PAINTED)
    buffers = {"a_position": Buffer(CORNERS), "a_corner": Buffer(CORNERS[:, :2])}
    attach(program, buffers)
    gl.glDrawArrays(GL.TRIANGLES, 0, len(CORNERS))
    painted.release()
    copy(painted, plain)
    check(gl)
    found = plain.toImage().pixelColor(SIDE_PX // 2, SIDE_PX // 2).getRgb()
    if any(abs(got - 255 * wanted) > NEAR_ENOUGH for got, wanted in zip(found, PAINTED, strict=False)):  # type: ignore[call-overload]
        raise GLError("The graphics driver of this computer draws nothing.")
