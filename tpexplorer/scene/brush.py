"""The ring that lies on the skin where the brush is, as wide as the brush."""

from __future__ import annotations

import numpy as np

from tpexplorer.body.body import Form, SurfacePoint
from tpexplorer.scene.gl import Buffer, attach
from tpexplorer.scene.items import QUAD, Item
from tpexplorer.scene.opengl import GL, functions


class BrushRing(Item):
    """A ring lying on the skin where the pointer is."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.place: SurfacePoint | None = None
        self._radius = 0.0
        self._erase = self._ready = False
        self.set_form(form)

    def set_form(self, form: Form) -> None:
        """Another form."""
        self._form = form

    def set_place(self, place: SurfacePoint | None, radius_mm: float, erase: bool) -> bool:
        """Where it lies (None for nowhere) and how wide; returns whether that is a change."""
        fresh = (place, radius_mm, erase)
        changed = fresh != (self.place, self._radius, self._erase)
        self.place, self._radius, self._erase = fresh
        return changed

    def initializeGL(self) -> None:
        """Nothing yet: the first frame does without."""
        self._ready = False

    def _prepare(self) -> None:
        self._ready = True
        self._program = self.program("flat", "ring", ("a_position", "a_corner"))
        self._buffers = {"a_position": Buffer(np.zeros((6, 3), np.float32)), "a_corner": Buffer(QUAD)}

    def paint(self) -> None:
        if self.place is None:
            return
        if not self._ready:
            self._prepare()
        centre, normal = self.place.on(self._form), self.place.normal(self._form)
        sideways = np.cross(normal, (0.0, 0.0, 1.0) if abs(normal[2]) < 0.9 else (1.0, 0.0, 0.0))
        sideways /= np.linalg.norm(sideways)
        upward = np.cross(normal, sideways)
        quad = centre + normal * 1.5 + self._radius * (QUAD[:, :1] * sideways + QUAD[:, 1:] * upward)
        self._buffers["a_position"].fill(quad.astype(np.float32))
        camera, palette = self.canvas.camera, self.canvas.palette
        gl = functions()
        gl.glDisable(GL.DEPTH_TEST)
        gl.glEnable(GL.BLEND)
        gl.glBlendFunc(GL.SRC_ALPHA, GL.ONE_MINUS_SRC_ALPHA)
        self._program.use(
            matrix=camera.matrix,
            colour=palette.marker_rim if self._erase else palette.drawn,
            halo=palette.selected,
            thin=camera.mm_per_px * self.canvas.devicePixelRatioF() / max(self._radius, 1.0),
        )
        attach(self._program, self._buffers)
        gl.glDrawArrays(GL.TRIANGLES, 0, 6)
        gl.glDisable(GL.BLEND)
