"""What is drawn, one item each: backdrop, skin, fibre lines, stipple dots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from tpexplorer.body.body import STIPPLE_SPACINGS_MM, Body, Form
from tpexplorer.body.paint import Fibres, Paint, sloped
from tpexplorer.plates.shade import AMBIENT, LIGHTS, fibre_rank, stipple_level
from tpexplorer.scene.gl import Buffer, Program, Uniform, attach
from tpexplorer.scene.opengl import GL, functions

if TYPE_CHECKING:
    from tpexplorer.scene.canvas import Canvas

Array = npt.NDArray[np.float64]
QUAD = np.array([[-1, -1], [1, -1], [1, 1], [-1, -1], [1, 1], [-1, 1]], np.float32)
FAR_MM = 31.0
PAINT_MARGIN_MM = 2.0
NEAR_DOT_MM = 12.0


class Item:
    """Base: an item that knows its canvas, is made ready once in the canvas's context, and paints itself there."""

    canvas: Canvas

    def initializeGL(self) -> None:
        """Make ready what painting needs."""

    def paint(self) -> None:
        """Draw into what is bound, through the canvas's camera."""

    def program(
        self, vertex: str, fragment: str, attributes: Sequence[str], lit: Literal["", "vertex", "fragment"] = ""
    ) -> Program:
        """A program in the context that is current; the stage that is `lit` knows the lights."""
        vertices, fragments = [f"{vertex}.vert.glsl"], [f"{fragment}.frag.glsl"]
        for stage, files in (("vertex", vertices), ("fragment", fragments)):
            if stage == lit:
                files.insert(0, "light.glsl")
        return Program(vertices, fragments, attributes)


class Backdrop(Item):
    """A quiet gradient behind the body."""

    def initializeGL(self) -> None:
        self._program = self.program("flat", "backdrop", ("a_position", "a_corner"))
        corners = np.hstack([QUAD, np.zeros((6, 1), np.float32)])
        self._buffers = {"a_position": Buffer(corners), "a_corner": Buffer(QUAD)}

    def paint(self) -> None:
        palette = self.canvas.palette
        gl = functions()
        gl.glDisable(GL.DEPTH_TEST)
        self._program.use(matrix=np.eye(4), top=palette.background_top, bottom=palette.background_bottom)
        attach(self._program, self._buffers)
        gl.glDrawArrays(GL.TRIANGLES, 0, 6)


class Triangles:
    """Index buffers of the triangles that a zone touches and of the others."""

    def __init__(self) -> None:
        self.painted = Buffer(np.zeros(0, np.uint16), index=True)
        self.bare = Buffer(np.zeros(0, np.uint16), index=True)
        self.stale = True


class Skin(Item):
    """The body's skin: bare triangles drawn plainly, those a zone touches with what is painted on them."""

    def __init__(self, body: Body, form: Form) -> None:
        super().__init__()
        self._body = body
        self._form = form
        self._paint = Paint()
        self._form_stale = self._paint_stale = False
        self._muscle_shown = True
        self._near: npt.NDArray[np.bool_] | None = None
        self._blank: set[str] = set()
        # Fine triangles for a still, coarse ones for while things move on a computer without a graphics card.
        self._faces = tuple(np.ascontiguousarray(faces.T.astype(np.uint16)) for faces in (body.faces, body.coarse_faces))

    def set_form(self, form: Form) -> None:
        """Another form."""
        self._form, self._form_stale, self._paint_stale = form, True, True

    def set_paint(self, paint: Paint) -> None:
        """What is painted."""
        self._paint, self._paint_stale = paint, True

    def set_muscle_shown(self, shown: bool) -> None:
        """Whether the muscle's extent is drawn."""
        self._muscle_shown, self._paint_stale = shown, True

    def initializeGL(self) -> None:
        self._bare = self.program("skin", "skin", ("a_position", "a_normal"), "fragment")
        self._quick = self.program("quick", "quick", ("a_position", "a_normal"), "vertex")
        attributes = ("a_position", "a_normal", "a_essential", "a_spillover", "a_extent")
        self._painted = self.program("painted", "painted", attributes, "fragment")
        none = np.zeros((0, 4), np.float32)
        self._buffers = {name: Buffer(none) for name in attributes}
        self._triangles = (Triangles(), Triangles())
        self._form_stale = self._paint_stale = True

    def _upload_paint(self) -> None:
        paint = self._paint if self._muscle_shown else replace(self._paint, extent=None)
        self._near = np.minimum.reduce(paint.fields) < PAINT_MARGIN_MM if paint.fields else None
        for triangles in self._triangles:
            triangles.stale = True
        for name, field in (("a_essential", paint.essential), ("a_spillover", paint.spillover), ("a_extent", paint.extent)):
            if field is not None or name not in self._blank:
                self._buffers[name].fill(sloped(self._body, self._form, field, FAR_MM))
            (self._blank.add if field is None else self._blank.discard)(name)

    def _split(self, detail: int) -> Triangles:
        """The fine (0) or coarse (1) triangles, sorted anew into bare and painted where the paint has changed."""
        triangles, (a, b, c) = self._triangles[detail], self._faces[detail]
        if triangles.stale:
            touched = self._near[a] | self._near[b] | self._near[c] if self._near is not None else np.zeros(len(a), bool)
            triangles.painted.fill(np.stack([a[touched], b[touched], c[touched]], axis=1).ravel())
            triangles.bare.fill(np.stack([a[~touched], b[~touched], c[~touched]], axis=1).ravel())
            triangles.stale = False
        return triangles

    def paint(self) -> None:
        if self._form_stale:
            self._buffers["a_position"].fill(self._form.vertices)
            self._buffers["a_normal"].fill(_packed_normals(self._form))
        if self._paint_stale:
            self._upload_paint()
        self._form_stale = self._paint_stale = False
        camera, palette = self.canvas.camera, self.canvas.palette
        right, up, back = camera.pose.view.axes
        lights = [x * right + y * up + z * back for (x, y, z), _ in LIGHTS]
        key, fill, rim = (light / np.linalg.norm(light) for light in lights)
        light: dict[str, Uniform] = {
            "matrix": camera.matrix,
            "key": key,
            "fill": fill,
            "rim": rim,
            "weights": [weight for _, weight in LIGHTS],
            "ambient": AMBIENT,
            "back": back,
            "skin": palette.skin,
            "shade": palette.shade,
        }
        gl = functions()
        gl.glEnable(GL.DEPTH_TEST)
        gl.glEnable(GL.CULL_FACE)
        gl.glDisable(GL.BLEND)
        bare = self._bare if self.canvas.fine else self._quick
        bare.use(**light)
        attach(bare, self._buffers)
        triangles = self._split(0 if self.canvas.fine else 1)
        triangles.bare.draw_triangles()
        if triangles.painted.count:
            self._painted.use(
                **light,
                essential=palette.essential,
                edge=palette.essential_edge,
                muscle=palette.muscle,
                pixel=camera.mm_per_px,
            )
            attach(self._painted, self._buffers)
            triangles.painted.draw_triangles()
        gl.glDisable(GL.CULL_FACE)


class FibreLines(Item):
    """The direction of the selected muscle's fibres: thin ribbons lying on the skin."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self._fibres: Fibres | None = None
        self.shown = True
        self.set_form(form)

    def set_form(self, form: Form) -> None:
        """Another form."""
        self._form = form

    def set_paint(self, paint: Paint) -> None:
        """The muscle that is painted."""
        self._fibres = paint.fibres

    def initializeGL(self) -> None:
        self._program = self.program("flat", "line", ("a_position", "a_corner"))
        empty = np.zeros((0, 3), np.float32)
        self._buffers = {"a_position": Buffer(empty), "a_corner": Buffer(empty[:, :2])}

    def ribbons(self, rank: int, width_mm: float) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """Quads facing the eye along the lines: positions (6m, 3) mm and corners (6m, 2)."""
        if self._fibres is None:
            return np.zeros((0, 3), np.float32), np.zeros((0, 2), np.float32)
        segments = self._fibres.segments(self._form, rank)
        start, end = segments[:, 0], segments[:, 1]
        along = end - start
        back = self.canvas.camera.pose.view.axes[2]
        sideways = np.cross(along, back)
        sideways /= np.maximum(np.linalg.norm(sideways, axis=1, keepdims=True), 1e-9)
        ends = np.where(QUAD[None, :, :1] > 0, end[:, None], start[:, None])
        quads = ends + sideways[:, None] * QUAD[None, :, 1:] * width_mm / 2 + back * 1.2
        return quads.reshape(-1, 3).astype(np.float32), np.tile(QUAD, (len(segments), 1))

    def paint(self) -> None:
        if self._fibres is None or not self.shown:
            return
        camera = self.canvas.camera
        positions, corners = self.ribbons(fibre_rank(camera.mm_per_px), 2.2 * camera.mm_per_px)
        self._buffers["a_position"].fill(positions)
        self._buffers["a_corner"].fill(corners)
        gl = functions()
        with on_skin():
            self._program.use(matrix=camera.matrix, colour=[*(np.array(self.canvas.palette.muscle) * 0.85), 0.75])
            attach(self._program, self._buffers)
            gl.glDrawArrays(GL.TRIANGLES, 0, len(positions))


@contextmanager
def on_skin() -> Iterator[None]:
    """Blended drawing that lies on the skin without sinking into it."""
    gl = functions()
    gl.glEnable(GL.DEPTH_TEST)
    gl.glEnable(GL.BLEND)
    gl.glBlendFunc(GL.SRC_ALPHA, GL.ONE_MINUS_SRC_ALPHA)
    gl.glDepthMask(False)
    gl.glEnable(GL.POLYGON_OFFSET_FILL)
    gl.glPolygonOffset(-4.0, -8.0)
    yield
    gl.glDisable(GL.POLYGON_OFFSET_FILL)
    gl.glDepthMask(True)
    gl.glDisable(GL.BLEND)


class Stipple(Item):
    """The dots of the spillover zone: discs lying on the skin, sparser and larger from afar."""

    def __init__(self, body: Body, form: Form) -> None:
        super().__init__()
        self._body = body
        self._paint = Paint()
        self._level = -1
        self.set_form(form)

    def set_form(self, form: Form) -> None:
        """Another form."""
        self._form = form
        self._level = -1

    def set_paint(self, paint: Paint) -> None:
        """What is painted."""
        self._paint = paint
        self._level = -1

    def initializeGL(self) -> None:
        self._program = self.program("flat", "dot", ("a_position", "a_corner"))
        empty = np.zeros((0, 3), np.float32)
        self._buffers = {"a_position": Buffer(empty), "a_corner": Buffer(empty[:, :2])}

    def dots(self, level: int) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """Quads of the dots in the spillover zone outside the essential one: positions (6k, 3) mm and corners (6k, 2)."""
        if self._paint.spillover is None:
            return np.zeros((0, 3), np.float32), np.zeros((0, 2), np.float32)
        radius = STIPPLE_SPACINGS_MM[level] * 0.27
        # First by one corner each, which is quick; then exactly.
        near = self._paint.spillover[self._body.stipple_corners[:, 0]] < NEAR_DOT_MM
        chosen = near & (self._body.stipple_levels <= level)
        corners, weights = self._body.stipple_corners[chosen], self._body.stipple_weights[chosen]
        inside = (self._paint.spillover[corners] * weights).sum(axis=1) < -radius * 0.5
        if self._paint.essential is not None:
            inside &= (self._paint.essential[corners] * weights).sum(axis=1) > radius * 0.5
        corners, weights = corners[inside], weights[inside, :, None]
        normals = (self._form.normals[corners] * weights).sum(axis=1)
        normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-6)
        centres = (self._form.vertices[corners] * weights).sum(axis=1) + normals * 0.7
        helper = np.where(np.abs(normals[:, [2]]) < 0.9, [[0.0, 0.0, 1.0]], [[1.0, 0.0, 0.0]])
        tangent = np.cross(normals, helper)
        tangent /= np.maximum(np.linalg.norm(tangent, axis=1, keepdims=True), 1e-6)
        bitangent = np.cross(normals, tangent)
        offsets = QUAD[None, :, :1] * tangent[:, None] + QUAD[None, :, 1:] * bitangent[:, None]
        quads = centres[:, None] + offsets * radius
        return quads.reshape(-1, 3).astype(np.float32), np.tile(QUAD, (len(centres), 1))

    def paint(self) -> None:
        camera = self.canvas.camera
        level = stipple_level(camera.mm_per_px / self.canvas.devicePixelRatioF() ** 0.5)
        if level != self._level:
            self._level = level
            positions, corners = self.dots(level)
            self._buffers["a_position"].fill(positions)
            self._buffers["a_corner"].fill(corners)
        count = self._buffers["a_position"].count
        if not count:
            return
        colour = np.array(self.canvas.palette.spillover) * 0.88
        gl = functions()
        with on_skin():
            self._program.use(matrix=camera.matrix, colour=[*colour, 0.9])
            attach(self._program, self._buffers)
            gl.glDrawArrays(GL.TRIANGLES, 0, count)


def _packed_normals(form: Form) -> npt.NDArray[np.int8]:
    packed = np.empty((len(form.vertices), 4), np.int8)
    packed[:, :3] = np.round(form.normals * 127)
    # The power that plates/shade.py takes a sample at a time is taken here, once a vertex.
    packed[:, 3] = np.round(form.openness**1.6 * 127)
    return packed
