"""What lies flat over the picture: labels as textures, and the orientation figure in the corner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from tpexplorer.body.body import Body
from tpexplorer.body.views import Pose
from tpexplorer.plates.labels import Box, in_lines, most, places
from tpexplorer.plates.palette import Colour
from tpexplorer.scene.camera import Camera
from tpexplorer.scene.gl import Buffer, Texture, attach
from tpexplorer.scene.items import QUAD, Item
from tpexplorer.scene.opengl import GL, functions

FIGURE_PX = 112
FIGURE_MARGIN_PX, FIGURE_TEXT_PX = 34, 78
NEAREST = 0.001
# So many texts are kept as textures, beyond those that are shown.
MOST_TEXTS = 64
# The chosen point's label takes no more of the picture than this (width, height), down to the smallest letters.
CHOSEN_SHARE = (0.55, 0.2)
SMALLEST_PT = 9.0
FIGURE_SIDES = (("Right", (1, 0, 0)), ("Left", (-1, 0, 0)), ("Anterior", (0, 1, 0)), ("Posterior", (0, -1, 0)))


@dataclass(frozen=True)
class Label:
    """A text that points at a pixel (x, y); `strong` ones are never left out; it keeps away from the pixel `clear_of`."""

    text: str
    x: float
    y: float
    strong: bool = False
    boxed: bool = True
    clear_of: tuple[float, float] | None = None


@dataclass(frozen=True)
class _Drawn:
    """A text as a texture; `lines` it was broken into, width and height in logical px."""

    lines: tuple[str, ...]
    texture: Texture
    width: float
    height: float


def decluttered(labels: Sequence[Label], sizes: Sequence[tuple[float, float]], width: float, height: float) -> list[Box | None]:
    """Where each label goes (x, y, w, h): beside, above or below its place; None where it would cover another.

    All keep off the orientation figure in the lower left corner.
    """
    corner = FIGURE_PX + 2.0 * FIGURE_MARGIN_PX
    taken: list[Box] = [(0.0, height - FIGURE_PX - FIGURE_MARGIN_PX, corner, corner)]
    taken += [(label.x - 5, label.y - 5, 10, 10) for label in labels if label.boxed]
    placed: dict[int, Box | None] = {}
    for index in sorted(range(len(labels)), key=lambda i: not labels[i].strong):
        label, (w, h) = labels[index], sizes[index]
        if not label.boxed:
            placed[index] = (label.x - w / 2, label.y - h / 2, w, h)
            continue
        boxes = places(label.x, label.y, (w, h), (width, height))
        if label.clear_of is not None:
            away = label.clear_of
            boxes.sort(key=lambda box: -np.hypot(box[0] + w / 2 - away[0], box[1] + h / 2 - away[1]))
        free = [box for box in boxes if not any(_overlap(box, other) for other in taken)]
        box = free[0] if free else (boxes[0] if label.strong and boxes else None)
        placed[index] = box
        if box:
            taken.append(box)
    return [placed[index] for index in range(len(labels))]


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


class Labels(Item):
    """Texts over the picture, each drawn once into a texture."""

    def __init__(self, font: QFont) -> None:
        super().__init__()
        self._font = font
        self._texts: dict[tuple[object, ...], _Drawn] = {}
        self._ratio = 0.0
        self.labels: Sequence[Label] = ()

    def set_font(self, font: QFont) -> None:
        """Another size of text."""
        self._font = font
        self.forget()

    def forget(self) -> None:
        """Draw every text anew (theme, font or density of the screen have changed)."""
        self._texts = {}

    def initializeGL(self) -> None:
        self._program = self.program("label", "label", ("a_position", "a_corner"))
        self._buffers = {"a_position": Buffer(QUAD), "a_corner": Buffer(QUAD)}

    def paint(self) -> None:
        ratio = self.canvas.devicePixelRatioF()
        if ratio != self._ratio or len(self._texts) > max(MOST_TEXTS, 2 * len(self.labels)):
            self._ratio = ratio
            self.forget()
        if not self.labels:
            return
        width, height = self.canvas.camera.width / ratio, self.canvas.camera.height / ratio
        texts = [self._text(label, (width, height)) for label in self.labels]
        boxes = decluttered(self.labels, [(text.width, text.height) for text in texts], width, height)
        gl = functions()
        gl.glDisable(GL.DEPTH_TEST)
        gl.glEnable(GL.BLEND)
        gl.glBlendFunc(GL.ONE, GL.ONE_MINUS_SRC_ALPHA)
        self._program.use(size=(width, height))
        for text, box in zip(texts, boxes, strict=True):
            if box is None:
                continue
            # Whole device pixels keep the letters crisp.
            x, y = round(box[0] * ratio) / ratio, round(box[1] * ratio) / ratio
            corners = (QUAD + 1) / 2
            self._buffers["a_position"].fill((corners * (box[2], box[3]) + (x, y)).astype(np.float32))
            self._buffers["a_corner"].fill(corners)
            attach(self._program, self._buffers)
            text.texture.bind()
            gl.glDrawArrays(GL.TRIANGLES, 0, 6)
        gl.glBindTexture(GL.TEXTURE_2D, 0)
        gl.glDisable(GL.BLEND)

    def _text(self, label: Label, picture: tuple[float, float]) -> _Drawn:
        key = (label.text, label.strong, label.boxed, picture if label.strong else None)
        if key not in self._texts:
            self._texts[key] = self._drawn(label, picture)
        return self._texts[key]

    def _drawn(self, label: Label, picture: tuple[float, float]) -> _Drawn:
        font = QFont(self._font)
        font.setBold(label.strong)
        metrics = QFontMetricsF(font)
        if not label.boxed and (wide := metrics.horizontalAdvance(label.text)) > FIGURE_TEXT_PX:
            # About the figure there is only so much room, however large the text is elsewhere.
            font.setPointSizeF(font.pointSizeF() * FIGURE_TEXT_PX / wide)
            metrics = QFontMetricsF(font)
        pad = (9.0, 4.0) if label.boxed else (2.0, 1.0)
        lines = label.text.split("\n")
        if label.strong:
            # The first line is bold, so those that follow it fit too.
            wide, high = (side - 2 * edge for side, edge in zip(most(picture), pad, strict=True))
            share = (picture[0] * CHOSEN_SHARE[0], picture[1] * CHOSEN_SHARE[1])
            widest = max(metrics.horizontalAdvance(line) for line in lines)
            if widest > share[0] or metrics.height() * len(lines) > share[1]:
                # A small picture shows the name alone: the rest stands on the page, and would cover the zone here.
                lines = lines[:1]
                shrink = min(1.0, share[0] / metrics.horizontalAdvance(lines[0]))
                font.setPointSizeF(max(min(SMALLEST_PT, font.pointSizeF()), font.pointSizeF() * shrink))
                metrics = QFontMetricsF(font)
            lines = in_lines("\n".join(lines), metrics.horizontalAdvance, wide, int(high / metrics.height()))
        width = max(metrics.horizontalAdvance(line) for line in lines) + 2 * pad[0]
        height = metrics.height() * len(lines) + 2 * pad[1]
        ratio = self.canvas.devicePixelRatioF()
        image = QImage(int(width * ratio + 1), int(height * ratio + 1), QImage.Format.Format_RGBA8888_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        palette = self.canvas.palette
        pen = QPainter(image)
        pen.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen.setFont(font)
        whole = QRectF(0, 0, width, height)
        if label.boxed:
            path = QPainterPath()
            path.addRoundedRect(whole.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
            paper = _colour(palette.background_top)
            paper.setAlphaF(0.92 if label.strong else 0.8)
            pen.fillPath(path, paper)
            edge = _colour(palette.ink)
            edge.setAlphaF(0.45)
            pen.setPen(QPen(edge, 1))
            pen.drawPath(path)
        pen.setPen(_colour(palette.ink))
        for number, line in enumerate(lines):
            row = QRectF(0, pad[1] + number * metrics.height(), width, metrics.height())
            pen.drawText(row, Qt.AlignmentFlag.AlignCenter, line)
            font.setBold(False)
            pen.setFont(font)
        pen.end()
        return _Drawn(tuple(lines), Texture(image), image.width() / ratio, image.height() / ratio)


class OrientationFigure(Item):
    """A small body in the corner that turns with the camera; its four sides are labelled."""

    def __init__(self, body: Body) -> None:
        super().__init__()
        self._body = body

    def initializeGL(self) -> None:
        self._program = self.program("skin", "figure", ("a_position", "a_normal"))
        vertices, faces = self._body.figure_vertices, self._body.figure_faces
        corners = vertices[faces]
        face_normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        normals = np.stack(
            [np.bincount(faces.ravel(), np.repeat(face_normals[:, axis], 3), len(vertices)) for axis in range(3)], axis=1
        ).astype(float)
        normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-6)
        packed = np.zeros((len(vertices), 4), np.int8)
        packed[:, :3] = np.round(normals * 127)
        self._buffers = {"a_position": Buffer(vertices), "a_normal": Buffer(packed)}
        self._triangles = Buffer(faces.astype(np.uint16).ravel(), index=True)

    def camera(self) -> Camera:
        """The small picture's own camera, in device pixels."""
        side = int(FIGURE_PX * self.canvas.devicePixelRatioF())
        pose = Pose(self.canvas.camera.pose.view, (0.0, 20.0, 866.0), 2100.0)
        return Camera(pose, side, side)

    def labels(self) -> list[Label]:
        """The subject's sides written about the figure, but for those that face toward or away from the viewer."""
        ratio = self.canvas.devicePixelRatioF()
        camera = self.camera()
        top = self.canvas.camera.height / ratio - FIGURE_PX - FIGURE_MARGIN_PX
        back = camera.pose.view.axes[2]
        labels = []
        for text, direction in FIGURE_SIDES:
            axis = np.array(direction, float)
            if abs(float(axis @ back)) > 0.75:
                continue
            x, y = camera.project(axis * 800 + (0, 0, 866))[0] / ratio
            labels.append(Label(text, x + FIGURE_MARGIN_PX, y + top, boxed=False))
        return labels

    def paint(self) -> None:
        ratio = self.canvas.devicePixelRatioF()
        camera, palette = self.camera(), self.canvas.palette
        margin = int(FIGURE_MARGIN_PX * ratio)
        gl = functions()
        gl.glViewport(margin, margin, camera.width, camera.height)
        # In front of all else: its depths are squeezed into the nearest ones.
        matrix = camera.matrix.copy()
        matrix[2] = NEAREST * matrix[2] - (1 - NEAREST) * matrix[3]
        gl.glEnable(GL.DEPTH_TEST)
        right, up, back = camera.pose.view.axes
        light = back + 0.4 * up - 0.4 * right
        self._program.use(matrix=matrix, key=light / np.linalg.norm(light), skin=palette.skin, shade=palette.shade)
        attach(self._program, self._buffers)
        self._triangles.draw_triangles()
        gl.glViewport(0, 0, self.canvas.camera.width, self.canvas.camera.height)


def _colour(colour: Colour) -> QColor:
    return QColor.fromRgbF(*colour)
