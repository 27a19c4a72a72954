"""What presenters ask of the views, and what views tell presenters; tests stand fakes in for them.

Signals are Qt signals on the real widgets: anything with ``connect``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from tpexplorer.body.paint import Mark, Paint
from tpexplorer.body.views import Pose, View


class SignalLike(Protocol):
    """A Qt signal, or a fake of one."""

    def connect(self, slot: Callable[..., Any], /) -> Any: ...
    def emit(self, *args: Any) -> Any: ...


class SceneView(Protocol):
    """The picture in the middle: the 3D scene, or the plates that stand in for it where there is no OpenGL."""

    marker_clicked: SignalLike  # (instance: str)
    markers_overlapped: SignalLike  # (instances: list[str]) several under the cursor: offer a chooser
    background_clicked: SignalLike  # ()
    marker_hovered: SignalLike  # (instance: str), "" for none
    region_hovered: SignalLike  # (vertex: int), -1 for none
    pose_settled: SignalLike  # (pose: Pose) the user has moved the camera and let go

    def set_markers(self, markers: Mapping[str, Mark]) -> None:
        """All markers, by instance id; each carries its name as label."""

    def set_visible_markers(self, instances: set[str] | None) -> None:
        """Only these are drawn and picked; None for all."""

    def set_selected(self, instance: str, paint: Paint) -> None:
        """The selected marker ("" for none) and what it paints on the skin (muscle extent included)."""

    def set_hovered(self, instance: str) -> None:
        """The marker hovered elsewhere (in a list)."""

    def set_muscle_shown(self, shown: bool) -> None:
        """Whether the paint's muscle extent and fibres are drawn."""

    def set_labels_shown(self, shown: bool) -> None:
        """Whether every marker in sight is labelled, not just the selected and hovered ones."""

    def set_form(self, name: str) -> None:
        """Another form of the body."""

    def set_theme(self, name: str) -> None:
        """``light`` or ``dark``."""

    def set_reduced_motion(self, reduced: bool) -> None:
        """Turn at once instead of gliding."""

    def turn_to(self, pose: Pose) -> None:
        """Move the camera there (250 ms)."""

    def look_from(self, view: View) -> None:
        """A standard view: turn without moving the target or zoom."""

    def fit(self) -> None:
        """The whole body, from where the camera is."""

    def orbit(self, yaw: float, pitch: float) -> None:
        """Turn by degrees."""

    def zoom(self, factor: float) -> None:
        """Nearer (> 1) or farther (< 1), about the target."""

    def pose(self) -> Pose:
        """Where the camera stands, or is going."""
