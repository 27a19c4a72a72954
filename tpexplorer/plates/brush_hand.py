"""A brush in a hand over a picture of the body: where on the skin it passes; for the 3D scene and the plates alike."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tpexplorer.body.body import SurfacePoint

# Between two places of a moving hand the brush sets down at least every so many radii.
STEP_RADII = 0.5
MOST_STEPS = 24


class BrushHand:
    """Follows a hand over the picture and tells where on the skin it passes; positions in logical px.

    `strike` says where the skin is at a position, `markers_at` which markers are, `mm_per_px` how large a pixel is.
    `brushed` is told (places, first of a stroke), `lifted` that the stroke is done.
    """

    def __init__(
        self,
        strike: Callable[[float, float], SurfacePoint | None],
        markers_at: Callable[[float, float], list[str]],
        mm_per_px: Callable[[], float],
        brushed: Callable[[list[SurfacePoint], bool], object],
        lifted: Callable[[], object],
    ) -> None:
        self._strike, self._markers_at, self._mm_per_px = strike, markers_at, mm_per_px
        self._brushed, self._lifted = brushed, lifted
        self.radius_mm: float | None = None
        self._last: tuple[float, float] | None = None

    @property
    def drawing(self) -> bool:
        """Whether a stroke is under way."""
        return self._last is not None

    def press(self, x: float, y: float, dragging: bool) -> bool:
        """The hand comes down: whether on skin, and not on a marker unless it is dragging already."""
        if self.radius_mm is None or (not dragging and self._markers_at(x, y)):
            return False
        place = self._strike(x, y)
        if place is None:
            return False
        self.lift()
        self._last = (x, y)
        self._brushed([place], True)
        return True

    def move(self, x: float, y: float) -> None:
        """The hand moves on; what lies between is passed over too, as far as there is skin."""
        if self._last is None or self.radius_mm is None:
            return
        step = max(2.0, STEP_RADII * self.radius_mm / self._mm_per_px())
        (x0, y0), self._last = self._last, (x, y)
        steps = int(np.clip(np.ceil(np.hypot(x - x0, y - y0) / step), 1, MOST_STEPS))
        shares = [number / steps for number in range(1, steps + 1)]
        places = [self._strike(x0 + (x - x0) * share, y0 + (y - y0) * share) for share in shares]
        struck = [place for place in places if place is not None]
        if struck:
            self._brushed(struck, False)

    def lift(self) -> None:
        """The hand is lifted, or no longer draws, whatever it does."""
        if self._last is not None:
            self._last = None
            self._lifted()
