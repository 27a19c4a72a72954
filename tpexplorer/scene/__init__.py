"""Everything OpenGL: the body in a window, its camera, markers, picking and hands-on."""

from __future__ import annotations

from tpexplorer.body.body import Body
from tpexplorer.errors import TPExplorerError


class NoOpenGLError(TPExplorerError):
    """This computer cannot draw the 3D view; the sentence says why."""


def make_scene(body: Body, parent: object = None) -> object:
    """The 3D scene widget (modes.interfaces.SceneView); NoOpenGLError says why there can be none."""
    from PySide6.QtWidgets import QWidget

    from tpexplorer.scene.probe import why_no_opengl

    reason = why_no_opengl()
    if reason:
        raise NoOpenGLError(reason)
    from tpexplorer.scene.view import SceneWidget

    assert parent is None or isinstance(parent, QWidget)
    return SceneWidget(body, parent)
