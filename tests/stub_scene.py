"""A scene that is a widget and draws nothing: for windows whose picture is not what is tested."""

from __future__ import annotations

from typing import Any

from fakes import FakeScene
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from tpexplorer.body.body import Body


class StubScene(QWidget):
    """Fulfils `SceneView`; what it is told is kept by `told`, a `FakeScene`."""

    marker_clicked = Signal(str)
    markers_overlapped = Signal(list)
    background_clicked = Signal()
    marker_hovered = Signal(str)
    region_hovered = Signal(int)
    pose_settled = Signal(object)
    brushed = Signal(list, bool)
    brush_lifted = Signal()
    brush_resized = Signal(float)
    failed = Signal(str)

    def __init__(self, body: Body | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.told = FakeScene()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def __getattr__(self, name: str) -> Any:
        if name.startswith(("set_", "turn_to", "look_from", "fit", "orbit", "zoom", "pose", "lift_brush")):
            return getattr(self.told, name)
        raise AttributeError(name)
