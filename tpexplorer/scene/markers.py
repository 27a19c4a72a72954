"""The markers: one disc or diamond for each trigger point in sight, hollow rings for those behind the body."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from tpexplorer.body.thinning import LEAST_PX, QUIET_PX
from tpexplorer.scene.gl import Buffer, attach
from tpexplorer.scene.items import QUAD, Item
from tpexplorer.scene.opengl import GL, functions
from tpexplorer.scene.picking import MarkerField

Array = npt.NDArray[np.float64]
TOWARD_MM = 12.0


class Markers(Item):
    """Discs (superficial) and diamonds (deep) of constant pixel size; hollow rings where the body hides them.

    `in_sight` says which of some markers (k,) the body does not hide: of the chosen ones, that are larger, none is then cut
    by skin that rises beside it.
    """

    @staticmethod
    def radius_px(mm_per_px: float) -> float:
        """Smaller from afar, where they stand close together."""
        return float(np.clip(5.0 * (1.6 / mm_per_px) ** 0.35, 3.8, 6.2))

    def __init__(self, in_sight: Callable[[MarkerField], npt.NDArray[np.bool_]]) -> None:
        super().__init__()
        self._in_sight = in_sight
        self._chosen = MarkerField((), np.zeros((0, 3)), np.zeros((0, 3)))
        self._positions = np.zeros((0, 3), np.float32)
        self._styles = np.zeros((0, 4), np.float32)
        self._spacings = np.zeros(0, np.float32)
        self._stale, self._quiet = True, False

    def set_field(
        self, field: MarkerField, deep: Sequence[bool], emphasis: Sequence[int], spacings: Array, quiet: bool
    ) -> None:
        """Where they are, and how each is drawn: deep or not; 0 plain, 1 hovered, 2 selected; `quiet` plain ones recede.

        Plain ones show while `spacings` (k,) in mm are wide enough on the screen; those of no spacing never do.
        """
        self._quiet = quiet
        visible = (spacings > 0) | (np.asarray(emphasis) > 0)
        keep = np.flatnonzero(visible)
        order = keep[np.argsort(np.asarray(emphasis, int)[keep], kind="stable")]
        strong = np.asarray(emphasis, np.float32)[order]
        last = order[strong > 0]
        self._chosen = MarkerField(tuple(field.names[index] for index in last), field.positions[last], field.normals[last])
        size = np.where(strong == 2, 1.55, np.where(strong == 1, 1.25, 0.72 if quiet else 1.0))
        flags = np.asarray(deep, np.float32)[order]
        self._positions = np.repeat(field.positions[order].astype(np.float32), 6, axis=0)
        styles = np.stack([flags, strong, np.full(len(order), float(quiet)), size], axis=1)
        self._styles = np.repeat(styles.astype(np.float32), 6, axis=0)
        told = np.where(strong > 0, 1e6, np.minimum(spacings[order], 1e6))
        self._spacings = np.repeat(told.astype(np.float32), 6)
        self._stale = True

    def initializeGL(self) -> None:
        self._program = self.program("marker", "marker", ("a_position", "a_corner", "a_style", "a_spacing"))
        self._buffers = {name: Buffer(np.zeros((0, 4), np.float32)) for name in self._program.attributes}

    def paint(self) -> None:
        count = len(self._positions)
        if self._stale:
            self._stale = False
            self._buffers["a_position"].fill(self._positions)
            self._buffers["a_corner"].fill(np.tile(QUAD, (count // 6, 1)))
            self._buffers["a_style"].fill(self._styles)
            self._buffers["a_spacing"].fill(self._spacings)
        if not count:
            return
        camera, palette, ratio = self.canvas.camera, self.canvas.palette, self.canvas.devicePixelRatioF()
        gl = functions()
        gl.glEnable(GL.DEPTH_TEST)
        gl.glEnable(GL.BLEND)
        gl.glBlendFunc(GL.SRC_ALPHA, GL.ONE_MINUS_SRC_ALPHA)
        gl.glDepthMask(False)
        self._program.use(
            matrix=camera.matrix,
            toward=camera.pose.view.axes[2] * TOWARD_MM,
            pixel=(2 / camera.width, 2 / camera.height),
            least=(QUIET_PX if self._quiet else LEAST_PX) * camera.mm_per_px * ratio,
            radius=self.radius_px(camera.mm_per_px * ratio) * ratio,
            fill=palette.marker,
            rim=palette.marker_rim,
            selected=palette.selected,
        )
        attach(self._program, self._buffers)
        clear = self._in_sight(self._chosen)
        plain = count - 6 * len(clear)
        for hidden, test in ((1.0, GL.GREATER), (0.0, GL.LEQUAL)):
            gl.glDepthFunc(test)
            self._program.set("u_hidden", hidden)
            gl.glDrawArrays(GL.TRIANGLES, 0, plain)
            for number in np.flatnonzero(~clear):
                gl.glDrawArrays(GL.TRIANGLES, plain + 6 * int(number), 6)
        gl.glDisable(GL.DEPTH_TEST)
        for number in np.flatnonzero(clear):
            gl.glDrawArrays(GL.TRIANGLES, plain + 6 * int(number), 6)
        gl.glDepthFunc(GL.LESS)
        gl.glDepthMask(True)
        gl.glDisable(GL.BLEND)
