"""Layers over the skin: endangerment sites hatched, painful areas tinted and outlined, a region lit up."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tpexplorer.body.body import Body, Form
from tpexplorer.body.paint import Field, sloped, touched_faces
from tpexplorer.plates.palette import Palette
from tpexplorer.plates.shade import HATCH_ACROSS, LayerStyle, hatch_spacing
from tpexplorer.scene.gl import Buffer, attach
from tpexplorer.scene.items import FAR_MM, Item, on_skin
from tpexplorer.scene.opengl import GL, functions


class SkinLayer(Item):
    """Draws a field in a style, whatever else is painted there; nothing where there is none."""

    def __init__(self, body: Body, form: Form, style: Callable[[Palette], LayerStyle]) -> None:
        super().__init__()
        self._body = body
        self._style = style
        self._field: Field | None = None
        self._covered: tuple[Field | None, Field | None] = (None, None)
        self._covered_stale = True
        self._rough = self._ready = False
        self._chosen = [False, False]
        self.set_form(form)

    def set_form(self, form: Form) -> None:
        """Another form."""
        self._form, self._stale, self._placed = form, True, False

    def set_field(self, field: Field | None, rough: bool = False) -> None:
        """What is drawn (n,) in mm; `rough` while it changes under a hand, with straight outlines within triangles."""
        if field is not self._field or rough != self._rough:
            self._field, self._stale, self._rough = field, True, rough

    def smoothen(self) -> None:
        """What was rough is at rest."""
        if self._rough:
            self._rough, self._stale = False, True

    def set_covered(self, one: Field | None, other: Field | None) -> None:
        """Where (n,) in mm one zone or another shows in place of the tint; apart, for between them there is none."""
        self._covered, self._covered_stale = (one, other), True

    def initializeGL(self) -> None:
        """Nothing yet: a layer that is never wanted costs no time at the start."""
        self._ready = False

    def _prepare(self) -> None:
        self._ready = True
        self._program = self.program("layer", "layer", ("a_position", "a_field", "a_covered"))
        none = np.zeros((0, 4), np.float32)
        self._buffers = {"a_position": Buffer(none[:, :3]), "a_field": Buffer(none), "a_covered": Buffer(none[:, :2])}
        self._faces = Buffer(np.zeros(0, np.uint16), index=True), Buffer(np.zeros(0, np.uint16), index=True)
        self._stale = self._covered_stale = True
        self._placed = False

    def _upload(self, field: Field) -> None:
        if not self._placed:
            self._placed = True
            self._buffers["a_position"].fill(self._form.vertices)
        if self._rough:
            plain = np.zeros((len(field), 4), np.float32)
            plain[:, 3] = field
        self._buffers["a_field"].fill(plain if self._rough else sloped(self._body, self._form, field, FAR_MM))
        self._chosen = [False, False]

    def _triangles(self, field: Field, fine: bool) -> Buffer:
        """The triangles that the field touches, fine or coarse, sought when they are first drawn."""
        detail = 0 if fine else 1
        if not self._chosen[detail]:
            self._chosen[detail] = True
            coarse = self._body.coarse_faces
            touched = self._body.faces[touched_faces(self._body, (field,))] if fine else coarse[(field < 2)[coarse].any(axis=1)]
            self._faces[detail].fill(touched.ravel().astype(np.uint16))
        return self._faces[detail]

    def paint(self) -> None:
        if self._field is None:
            return
        if not self._ready:
            self._prepare()
        if self._stale:
            self._upload(self._field)
            self._stale = False
        if self._covered_stale:
            far = np.full(len(self._field), FAR_MM, np.float32)
            zones = [far if zone is None else zone for zone in self._covered]
            self._buffers["a_covered"].fill(np.stack(zones, axis=1).astype(np.float32))
            self._covered_stale = False
        camera, canvas = self.canvas.camera, self.canvas
        style = self._style(canvas.palette)
        gl = functions()
        with on_skin():
            gl.glEnable(GL.CULL_FACE)
            self._program.use(
                matrix=camera.matrix,
                colour=style.colour,
                tint=style.tint,
                lines=style.lines,
                edge=style.edge,
                width=style.width_px * canvas.devicePixelRatioF(),
                pixel=camera.mm_per_px,
                spacing=hatch_spacing(camera.mm_per_px * canvas.devicePixelRatioF()),
                across=HATCH_ACROSS,
            )
            attach(self._program, self._buffers)
            # A coarse outline would jump as the picture comes to rest, so drawn areas are fine always: they are small.
            self._triangles(self._field, canvas.fine or style.fine).draw_triangles()
            gl.glDisable(GL.CULL_FACE)
