"""Where one has been: stops that can be walked back and forth (Alt+Left, Alt+Right)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tpexplorer.body.views import Pose
from tpexplorer.ids import Side

LONGEST = 200


@dataclass(frozen=True)
class Stop:
    """A page with the selection it was read with and where the camera stood; `moved` once a hand has turned the body there.

    The pose is that of a `form` of the body; the `side` is the one in use, `read_to` how far one had read.
    """

    page: str
    selection: str
    pose: Pose
    moved: bool = False
    side: Side = "right"
    form: str = "neutral"
    read_to: int = 0


class History:
    """Stops in order; a new stop forgets those that lay ahead.

    Camera moves at one stop make one more stop, however many they are: going back returns to the best view first.
    """

    def __init__(self, start: Stop) -> None:
        self._stops = [start]
        self._at = 0

    @property
    def current(self) -> Stop:
        """Where one is."""
        return self._stops[self._at]

    @property
    def can_go_back(self) -> bool:
        """Whether there is an earlier stop."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a later stop."""
        return self._at + 1 < len(self._stops)

    def visit(self, stop: Stop) -> None:
        """Arrive somewhere new."""
        self._stops = [*self._stops[: self._at + 1], stop][-LONGEST:]
        self._at = len(self._stops) - 1

    def moved_to(self, pose: Pose) -> None:
        """The camera was moved by hand."""
        here = self.current
        if pose == here.pose:
            return
        moved = replace(here, pose=pose, moved=True)
        if here.moved:
            self._stops[self._at] = moved
        else:
            self.visit(moved)

    def keep(self, side: Side, read_to: int) -> None:
        """Before one leaves: on which side, and how far one has read."""
        self._stops[self._at] = replace(self.current, side=side, read_to=read_to)

    def refit(self, pose: Pose, form: str) -> None:
        """The body has another form: the same is seen from elsewhere."""
        self._stops[self._at] = replace(self.current, pose=pose, form=form)

    def back(self) -> Stop:
        """One stop back; stays at the first."""
        self._at = max(0, self._at - 1)
        return self.current

    def forward(self) -> Stop:
        """One stop forward; stays at the last."""
        self._at = min(len(self._stops) - 1, self._at + 1)
        return self.current
