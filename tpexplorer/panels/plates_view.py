"""The view where there is no OpenGL: plates that can be clicked, and a sentence that says why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from tpexplorer.background import Background
from tpexplorer.body.body import Body, SurfacePoint
from tpexplorer.body.paint import Field, Mark, Paint
from tpexplorer.body.thinning import LEAST_PX, QUIET_PX, spacings
from tpexplorer.body.views import STANDARD_VIEWS, Pose, View, whole_body
from tpexplorer.panels.flow import Flow
from tpexplorer.panels.plate_canvas import Canvas
from tpexplorer.panels.theme import LOOKS
from tpexplorer.panels.words import plain
from tpexplorer.plates.brush_hand import BrushHand
from tpexplorer.plates.labels import in_lines, most, places
from tpexplorer.timers import single_shot

if TYPE_CHECKING:
    from tpexplorer.panels.plate_drawing import Drawn, PlateDrawer

REACH_PX = 12.0
DRAG_PX = 4.0
RADIUS_PX = 6.0
# Quick and rough at once, smooth when nothing more is wanted.
FINE_AFTER_MS = 350
WHY = "{reason} You see drawn plates instead of the 3D body; every point can be clicked here or chosen in the list."


class PlatesView(QWidget):
    """Fulfils `SceneView` with plates."""

    marker_clicked = Signal(str)
    markers_overlapped = Signal(list)
    background_clicked = Signal()
    marker_hovered = Signal(str)
    region_hovered = Signal(int)
    brushed = Signal(list, bool)
    brush_lifted = Signal()
    brush_resized = Signal(float)
    pose_settled = Signal(object)

    def __init__(
        self, body: Body, reason: str = "OpenGL cannot be used on this computer.", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._body = body
        self._drawer: PlateDrawer | None = None
        self._marks: dict[str, Mark] = {}
        self._allowed: set[str] | None = None
        self._spacings: dict[str, float] = {}
        self._selected, self._hovered, self._paint = "", "", Paint()
        self._drawn_field: Field | None = None
        self._lit_field: Field | None = None
        self._muscle, self._labels, self._form, self._theme = False, False, "neutral", "light"
        self._pose = whole_body(body.neutral, STANDARD_VIEWS["front"])
        self._drawn: Drawn | None = None
        self._image = QImage()
        self._pressed: QPointF | None = None
        self._pointer: QPointF | None = None
        self._hand = BrushHand(self._strike, self._marks_at, self._mm_per_px, self.brushed.emit, self.brush_lifted.emit)
        self._background = Background(self)
        self._background.finished.connect(self._take)
        self._background.failed.connect(self._raise)
        self._soon = single_shot(self, 15, lambda: self._draw(1))
        self._fine = single_shot(self, FINE_AFTER_MS, lambda: self._draw(2))
        self.canvas = Canvas(self, self)
        self.setFocusProxy(self.canvas)
        self._lay_out(WHY.format(reason=reason))

    def _lay_out(self, why: str) -> None:
        said = plain(why, self)
        said.setObjectName("why")
        said.setWordWrap(True)
        buttons = Flow()
        buttons.setContentsMargins(10, 4, 10, 4)
        for name in ("front", "back", "right", "left"):
            button = QPushButton(name.capitalize(), self)
            button.setAccessibleName(f"Look from the {name}")
            button.clicked.connect(lambda _checked=False, side=name: self._look_and_tell(side))
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(said)
        layout.addWidget(self.canvas, 1)
        layout.addLayout(buttons)

    # --- SceneView --------------------------------------------------------------------------------------------------

    def set_markers(self, markers: Mapping[str, Mark]) -> None:
        """All markers by instance id."""
        self._marks = dict(markers)
        self._space_out()
        self._soon.start()

    def set_visible_markers(self, instances: set[str] | None) -> None:
        """Only these are drawn and picked."""
        if instances != self._allowed:
            self._allowed = instances
            self._space_out()
            self.canvas.update()

    def _space_out(self) -> None:
        wanted = [name for name in self._marks if self._allowed is None or name in self._allowed]
        places = np.array([self._marks[name].point.on(self._body.neutral) for name in wanted]).reshape(-1, 3)
        self._spacings = dict(zip(wanted, spacings(wanted, places).tolist(), strict=True))

    def set_selected(self, instance: str, paint: Paint) -> None:
        """The selected marker and its pattern."""
        self._selected, self._paint = instance, paint
        self._soon.start()

    def set_hovered(self, instance: str) -> None:
        """The marker hovered elsewhere."""
        self._hovered = instance
        self.canvas.update()

    def set_muscle_shown(self, shown: bool) -> None:
        """Whether the muscle is drawn."""
        self._muscle = shown
        self._soon.start()

    def set_labels_shown(self, shown: bool) -> None:
        """Whether all markers in sight are named."""
        self._labels = shown
        self.canvas.update()

    def set_brush(self, radius_mm: float | None, erase: bool) -> None:
        """Draw with a round brush on the plate, or, with None, do not."""
        self._hand.radius_mm = radius_mm
        if radius_mm is None:
            self._hand.lift()
        self.canvas.update()

    def lift_brush(self) -> None:
        """The stroke is done, whatever the hand does."""
        self._hand.lift()

    def set_drawn(self, field: Field | None) -> None:
        """The painful areas."""
        self._drawn_field = field
        self._soon.start()

    def set_lit(self, field: Field | None) -> None:
        """A region that lights up."""
        self._lit_field = field
        self._soon.start()

    def set_form(self, name: str) -> None:
        """Another form of the body."""
        self._form = name
        self._soon.start()

    def set_theme(self, name: str) -> None:
        """``light`` or ``dark``."""
        self._theme = name
        self._soon.start()

    def set_reduced_motion(self, reduced: bool) -> None:
        """Plates never move."""

    def turn_to(self, pose: Pose) -> None:
        """Draw the plate of a pose."""
        self._hand.lift()  # no stroke goes on where the body turns away
        self._pose = pose
        self._soon.start()

    def look_from(self, view: View) -> None:
        """A standard view of the same place."""
        self.turn_to(Pose(view, self._pose.target, self._pose.height_mm))

    def fit(self) -> None:
        """The whole body from the same side."""
        self.turn_to(whole_body(self._body.form(self._form), self._pose.view))

    def orbit(self, yaw: float, pitch: float) -> None:
        """Turn by degrees."""
        view = self._pose.view
        turned = View((view.yaw + yaw + 180) % 360 - 180, max(-85.0, min(85.0, view.pitch + pitch)))
        self.turn_to(Pose(turned, self._pose.target, self._pose.height_mm))

    def zoom(self, factor: float) -> None:
        """Nearer or farther."""
        height = max(120.0, min(2400.0, self._pose.height_mm / factor))
        self.turn_to(Pose(self._pose.view, self._pose.target, height))

    def pose(self) -> Pose:
        """The pose of the plate."""
        return self._pose

    def stop(self) -> None:
        """Draw no more."""
        self._hand.lift()
        self._soon.stop()
        self._fine.stop()
        self._background.stop()

    # --- drawing ----------------------------------------------------------------------------------------------------

    def redraw(self) -> None:
        """Draw the plate anew, for example at another size."""
        self._soon.start()

    def _draw(self, samples: int) -> None:
        self._fine.stop()
        ratio = self.devicePixelRatioF()
        size = (round(self.canvas.width() * ratio), round(self.canvas.height() * ratio))
        if min(size) < 20:
            return
        paint = self._paint if self._muscle or not self._selected else replace(self._paint, extent=None, fibres=None)
        paint = replace(paint, drawn=self._drawn_field, lit=self._lit_field)
        pose, form, theme, marks = self._pose, self._form, self._theme, dict(self._marks)

        def work() -> object:
            from tpexplorer.panels.plate_drawing import PlateDrawer, Wish

            if self._drawer is None:
                self._drawer = PlateDrawer(self._body)
            return self._drawer.draw(Wish(pose, form, size, samples, theme, paint, marks))

        self._background.ask(samples, work)

    def _take(self, samples: object, drawn: Drawn) -> None:
        self._drawn = drawn
        rows, columns, _ = drawn.pixels.shape
        self._image = QImage(drawn.pixels.tobytes(), columns, rows, columns * 3, QImage.Format.Format_RGB888).copy()
        self._image.setDevicePixelRatio(self.devicePixelRatioF())
        self.canvas.update()
        if samples == 1:
            self._fine.start()

    def _raise(self, error: Exception) -> None:
        raise error

    def paint_on(self, painter: QPainter) -> None:
        """The plate with its markers."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._drawn is None:
            painter.drawText(self.canvas.rect(), Qt.AlignmentFlag.AlignCenter, "Drawing …")
            return
        painter.drawImage(QPointF(0, 0), self._image)
        spots = self._spots()
        for instance, (at, seen) in sorted(spots.items(), key=lambda item: item[0] in (self._selected, self._hovered)):
            self._paint_mark(painter, instance, at, seen)
        if self._pointer is not None and self._hand.radius_mm is not None:
            reach = self._hand.radius_mm / self._mm_per_px()
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for colour, width in (("#ffffff", 3.4), (LOOKS[self._theme].drawn, 1.8)):
                painter.setPen(QPen(QColor(colour), width))
                painter.drawEllipse(self._pointer, reach, reach)

    def _paint_mark(self, painter: QPainter, instance: str, at: QPointF, seen: bool) -> None:
        chosen = instance in (self._selected, self._hovered)
        if not seen and not chosen:
            return
        look, mark = LOOKS[self._theme], self._marks[instance]
        radius = RADIUS_PX * (1.45 if chosen else 1.0)
        painter.setPen(QPen(QColor("#ffffff" if instance == self._selected else "#1f2933"), 2.2 if chosen else 1.6))
        painter.setBrush(QColor(look.mark) if seen else Qt.BrushStyle.NoBrush)
        if mark.deep:
            reach = radius * 1.2
            offsets = ((0, -reach), (reach, 0), (0, reach), (-reach, 0))
            painter.drawPolygon(QPolygonF([at + QPointF(x, y) for x, y in offsets]))
        else:
            painter.drawEllipse(at, radius, radius)
        if chosen or (self._labels and seen):
            self._paint_label(painter, at, mark.label, chosen)

    def _paint_label(self, painter: QPainter, at: QPointF, text: str, strong: bool) -> None:
        """A name beside a marker, on the side where there is room; a strong one on a ground of its own."""
        look, metrics = LOOKS[self._theme], painter.fontMetrics()
        picture = (float(self.canvas.width()), float(self.canvas.height()))
        wide, high = most(picture)
        lines = in_lines(text, metrics.horizontalAdvance, wide - 10, int((high - 4) / metrics.height()))
        size = (max(map(metrics.horizontalAdvance, lines)) + 10.0, metrics.height() * len(lines) + 4.0)
        spots = places(at.x(), at.y(), size, picture)
        if not spots:
            return
        box = QRectF(*spots[0])
        if strong:
            painter.setPen(QColor(look.line))
            painter.setBrush(QColor(look.surface))
            painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(look.ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "\n".join(lines))

    def _spots(self) -> dict[str, tuple[QPointF, bool]]:
        if self._drawn is None:
            return {}
        ratio = self.devicePixelRatioF()
        shown = self._shown()
        return {
            instance: (QPointF(x / ratio, y / ratio), seen)
            for instance, (x, y, seen) in self._drawn.spots.items()
            if instance in shown
        }

    def _shown(self) -> set[str]:
        """The markers wanted that the plate has room for; the selected and the hovered one always show."""
        least = (QUIET_PX if self._selected else LEAST_PX) * self._pose.height_mm / max(self.canvas.height(), 1)
        return {name for name, apart in self._spacings.items() if apart >= least} | {self._selected, self._hovered}

    # --- pointing ---------------------------------------------------------------------------------------------------

    def under(self, at: QPointF) -> list[str]:
        """The visible markers within reach of a place on the canvas, nearest first."""
        near = []
        for instance, (spot, seen) in self._spots().items():
            away = spot - at
            distance = (away.x() ** 2 + away.y() ** 2) ** 0.5
            if seen and distance <= REACH_PX:
                near.append((distance, instance))
        return [instance for _, instance in sorted(near)]

    def press(self, at: QPointF) -> None:
        """The button went down."""
        self._pressed = None if self._hand.press(at.x(), at.y(), False) else at

    def let_go(self) -> None:
        """Another button came down, or the button came up where nobody saw it: what was begun is over."""
        self._hand.lift()
        self._pressed = None

    def release(self, at: QPointF) -> None:
        """The button came up: a stroke is done, or it is a click if the hand stayed."""
        self._hand.lift()
        pressed, self._pressed = self._pressed, None
        if pressed is None or (at - pressed).manhattanLength() > DRAG_PX:
            return
        found = self.under(at)
        if len(found) > 1:
            self.markers_overlapped.emit(found)
        elif found:
            self.marker_clicked.emit(found[0])
        else:
            self.background_clicked.emit()

    def point_at(self, at: QPointF) -> None:
        """The pointer moved."""
        self._hand.move(at.x(), at.y())
        if self._hand.radius_mm is not None:
            self._pointer = at
            self.canvas.update()
        found = self.under(at)
        self.marker_hovered.emit(found[0] if found else "")
        self.region_hovered.emit(self._vertex(at))

    def leave(self) -> None:
        """The pointer left."""
        self._pointer = None
        self.canvas.update()
        self.marker_hovered.emit("")
        self.region_hovered.emit(-1)

    def _strike(self, x: float, y: float) -> SurfacePoint | None:
        vertex = self._vertex(QPointF(x, y))
        return None if vertex < 0 else SurfacePoint((vertex, vertex, vertex), (1.0, 0.0, 0.0))

    def _marks_at(self, x: float, y: float) -> list[str]:
        return self.under(QPointF(x, y))

    def _mm_per_px(self) -> float:
        return self._pose.height_mm / max(self.canvas.height(), 1)

    def wheel(self, steps: float, shift: bool = False) -> None:
        """The wheel turned; with Shift it sizes the brush."""
        if shift and self._hand.radius_mm is not None:
            self.brush_resized.emit(steps)
            return
        self.zoom(1.15**steps)
        self.pose_settled.emit(self._pose)

    def _vertex(self, at: QPointF) -> int:
        if self._drawn is None:
            return -1
        ratio = self.devicePixelRatioF()
        row, column = int(at.y() * ratio), int(at.x() * ratio)
        rows, columns = self._drawn.vertices.shape
        return int(self._drawn.vertices[row, column]) if 0 <= row < rows and 0 <= column < columns else -1

    def _look_and_tell(self, side: str) -> None:
        self.look_from(STANDARD_VIEWS[side])
        self.pose_settled.emit(self._pose)
