"""Everything OpenGL: the body in a window, its camera, markers, picking and hands-on."""

from __future__ import annotations

from tpexplorer.body.body import Body
from tpexplorer.errors import TPExplorerError


class NoOpenGLError(TPExplorerError):
    """This computer cannot draw the 3D view; the sentence says why."""


def make_scene(body: Body, parent: object = None) -> object:
    """The 3D scene widget (modes.interfaces.SceneView); NoOpenGLError says why there can be none."""
    from PySide6.QtWidgets import QWidget

    assert parent is None or isinstance(parent, QWidget)
    try:
        from tpexplorer.scene.probe import reason, why_no_opengl
        from tpexplorer.scene.view import SceneWidget
    except ImportError as error:
        raise NoOpenGLError(f"OpenGL cannot be loaded on this computer ({error}).") from error
    if why := why_no_opengl():
        raise NoOpenGLError(why)
    try:
        return SceneWidget(body, parent)
    except Exception as error:  # whatever it is, there are the fixed views
        raise NoOpenGLError(reason(error)) from error
