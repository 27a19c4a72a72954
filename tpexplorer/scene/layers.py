"""The layer of endangerment sites: hatched skin, whatever else is painted there."""

from __future__ import annotations

import numpy as np

from tpexplorer.body.body import Body, Form
from tpexplorer.body.paint import Field, sloped, touched_faces
from tpexplorer.plates.shade import HATCH_ACROSS, hatch_spacing
from tpexplorer.scene.gl import Buffer, attach
from tpexplorer.scene.items import FAR_MM, Item, on_skin
from tpexplorer.scene.opengl import GL


class SiteLayer(Item):
    """Draws `field` hatched; nothing where there is none."""

    def __init__(self, body: Body, form: Form) -> None:
        super().__init__()
        self._body = body
        self._field: Field | None = None
        self.set_form(form)

    def set_form(self, form: Form) -> None:
        """Another form."""
        self._form, self._stale = form, True

    def set_field(self, field: Field | None) -> None:
        """The sites (n,) in mm."""
        if field is not self._field:
            self._field, self._stale = field, True

    def initializeGL(self) -> None:
        self._program = self.program("site", "site", ("a_position", "a_field"))
        none = np.zeros((0, 4), np.float32)
        self._buffers = {"a_position": Buffer(none[:, :3]), "a_field": Buffer(none)}
        self._faces = Buffer(np.zeros(0, np.uint16), index=True), Buffer(np.zeros(0, np.uint16), index=True)
        self._stale = True

    def _upload(self, field: Field) -> None:
        self._buffers["a_position"].fill(self._form.vertices)
        self._buffers["a_field"].fill(sloped(self._body, self._form, field, FAR_MM))
        chosen = self._body.faces[touched_faces(self._body, (field,))]
        near = (field < 2)[self._body.coarse_faces].any(axis=1)
        for buffer, faces in zip(self._faces, (chosen, self._body.coarse_faces[near]), strict=True):
            buffer.fill(faces.ravel().astype(np.uint16))

    def paint(self) -> None:
        if self._field is None:
            return
        if self._stale:
            self._upload(self._field)
            self._stale = False
        camera, canvas = self.canvas.camera, self.canvas
        with on_skin():
            GL.glEnable(GL.GL_CULL_FACE)
            self._program.use(
                matrix=camera.matrix,
                colour=canvas.palette.site,
                pixel=camera.mm_per_px,
                spacing=hatch_spacing(camera.mm_per_px * canvas.devicePixelRatioF()),
                across=HATCH_ACROSS,
            )
            attach(self._program, self._buffers)
            self._faces[0 if canvas.fine else 1].draw_triangles()
            GL.glDisable(GL.GL_CULL_FACE)
