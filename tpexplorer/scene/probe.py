"""Whether this computer can draw with OpenGL: asked by drawing and reading a pixel back, not by trusting a flag."""

from __future__ import annotations

from PySide6.QtGui import QOffscreenSurface, QOpenGLContext


def why_no_opengl() -> str:
    """One sentence that says why there can be no 3D view; empty where there can."""
    surface = QOffscreenSurface()
    surface.create()
    context = QOpenGLContext()
    if not context.create() or not context.makeCurrent(surface):
        return "OpenGL is not available on this display."
    try:
        from tpexplorer.scene.opengl import GL

        version = context.format().version()
        if version < (2, 0):
            return f"OpenGL 2.0 or later is needed; this computer offers {version[0]}.{version[1]}."
        if not context.functions().glGetString(GL.GL_RENDERER):
            return "The OpenGL driver of this computer does not answer."
    except Exception as error:
        return f"The OpenGL driver of this computer failed ({error})."
    finally:
        context.doneCurrent()
    return ""
