"""The 3D scene as a widget: what presenters ask of it, and what it tells them. Only ids cross its border."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication, QEasingCurve, QEvent, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QFont, QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tpexplorer.body.body import Body, SurfacePoint
from tpexplorer.body.paint import Field, Mark, Paint
from tpexplorer.body.thinning import LEAST_PX, QUIET_PX, spacings
from tpexplorer.body.views import Pose, View, whole_body
from tpexplorer.plates.brush_hand import BrushHand
from tpexplorer.plates.palette import PALETTES
from tpexplorer.plates.raster import RayCaster, caster_of
from tpexplorer.plates.shade import drawn_style, lit_style, site_style
from tpexplorer.scene.brush import BrushRing
from tpexplorer.scene.camera import between
from tpexplorer.scene.canvas import Canvas
from tpexplorer.scene.gestures import Gestures
from tpexplorer.scene.items import Backdrop, FibreLines, Skin, Stipple
from tpexplorer.scene.layers import SkinLayer
from tpexplorer.scene.markers import Markers
from tpexplorer.scene.overlays import Label, Labels, OrientationFigure
from tpexplorer.scene.picking import MarkerField, all_in_sight, markers_at, skin_at

GLIDE_MS = 250


class SceneWidget(QWidget):
    """A turnable body with markers and painted zones (see modes.interfaces.SceneView)."""

    marker_clicked = Signal(str)
    markers_overlapped = Signal(list)
    background_clicked = Signal()
    marker_hovered = Signal(str)
    region_hovered = Signal(int)
    brushed = Signal(list, bool)
    brush_lifted = Signal()
    brush_resized = Signal(float)
    pose_settled = Signal(object)
    failed = Signal(str)
    painted = Signal()

    def __init__(self, body: Body, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._body = body
        self._form = body.neutral
        self._marks: Mapping[str, Mark] = {}
        self._field = MarkerField.of({}, self._form)
        self._spacings = np.zeros(0)
        self._visible: set[str] | None = None
        self._selected = self._hovered = ""
        self._zone_vertices = np.zeros(0, np.int64)
        self._labels_shown = self._reduced_motion = self._erase = False
        self._caster: RayCaster | None = None
        self._goal: Pose | None = None
        self._build_canvas()
        self._glide = QVariantAnimation(self)
        self._glide.setStartValue(0.0)
        self._glide.setEndValue(1.0)
        self._glide.setDuration(GLIDE_MS)
        self._glide.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._glide.valueChanged.connect(self._glided)
        self._glide.finished.connect(self._arrived)
        self.fit()

    def _build_canvas(self) -> None:
        self.canvas = Canvas()
        self._skin, self._stipple = Skin(self._body, self._form), Stipple(self._body, self._form)
        self._fibres, self._ring = FibreLines(self._form), BrushRing(self._form)
        styles = (lit_style, drawn_style, site_style)
        self._lit, self._drawn, self._sites = (SkinLayer(self._body, self._form, style) for style in styles)
        self._markers, self._labels = Markers(self._in_sight), Labels(self.font())
        self._figure = OrientationFigure(self._body)
        stays = (Backdrop(), self._figure, self._skin, self._fibres, self._stipple, self._lit)
        for item in (*stays, self._drawn, self._sites, self._markers, self._ring, self._labels):
            self.canvas.add(item)
        self.canvas.failed.connect(self.failed)
        self.canvas.painted.connect(self.painted)
        self.canvas.camera_changed.connect(self._place_labels)
        self._container = QWidget.createWindowContainer(self.canvas, self)
        self._container.setAccessibleName("3D body")
        # No stop of Tab, which goes from point to point here: one comes by F6 or by a click, and leaves by F6.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName("3D body")
        self._container.setMinimumSize(240, 240)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._container)
        self._gestures = Gestures(self.canvas)
        self._gestures.grabbed.connect(self._take_camera)
        self._gestures.clicked.connect(self._clicked)
        self._gestures.double_clicked.connect(self._recentre)
        self._gestures.hovered.connect(self._hover)
        self._gestures.left.connect(self._left)
        self._gestures.settled.connect(lambda: self.pose_settled.emit(self.pose()))
        self._gestures.brush_resized.connect(self.brush_resized)
        self._hand = BrushHand(self._strike, self._markers_at, self._mm_per_px, self.brushed.emit, self._brush_lifted)

    # --- what is shown --------------------------------------------------------------------------------------------

    def set_markers(self, markers: Mapping[str, Mark]) -> None:
        """All markers, by instance id; each carries its name as label."""
        self._marks = dict(markers)
        self._place_markers()

    def set_visible_markers(self, instances: set[str] | None) -> None:
        """Only these are drawn and picked; None for all."""
        if instances != self._visible:
            self._visible = instances
            self._space_markers()

    def _place_markers(self) -> None:
        """Where they are on the form."""
        self._field = MarkerField.of(self._marks, self._form)
        self._space_markers()

    def _space_markers(self) -> None:
        """How far each is from more important ones; 0 for those that are not wanted."""
        names = self._field.names
        wanted = np.array([self._visible is None or name in self._visible for name in names], bool)
        self._spacings = np.zeros(len(names))
        kept = [name for name, want in zip(names, wanted, strict=True) if want]
        self._spacings[wanted] = spacings(kept, self._field.positions[wanted])
        self._dress_markers()

    def _shown(self) -> npt.NDArray[np.bool_]:
        """Which markers (k,) the picture has room for; the selected and the hovered one always show."""
        least = (QUIET_PX if self._selected else LEAST_PX) * self.canvas.camera.mm_per_px * self.canvas.devicePixelRatioF()
        chosen = [name in (self._selected, self._hovered) for name in self._field.names]
        return np.asarray((self._spacings >= least) | np.array(chosen, bool))

    def set_selected(self, instance: str, paint: Paint) -> None:
        """The selected marker ("" for none) and what it paints on the skin."""
        self._selected = instance
        self._zone_vertices = np.flatnonzero(np.minimum.reduce(paint.fields) < 0) if paint.fields else np.zeros(0, np.int64)
        self._skin.set_paint(paint)
        self._stipple.set_paint(paint)
        self._fibres.set_paint(paint)
        self._sites.set_field(paint.site)
        self._drawn.set_covered(paint.essential, paint.spillover)
        self._dress_markers()
        self.canvas.stir()
        # The pattern shows before list and page, whose repainting would otherwise come first.
        if self.canvas.isExposed():
            QCoreApplication.sendEvent(self.canvas, QEvent(QEvent.Type.UpdateRequest))

    def set_hovered(self, instance: str) -> None:
        """The marker hovered here or in a list."""
        if instance != self._hovered:
            self._hovered = instance
            self._dress_markers()

    def set_muscle_shown(self, shown: bool) -> None:
        """Whether the muscle's extent and fibres are drawn."""
        self._skin.set_muscle_shown(shown)
        self._fibres.shown = shown
        self.canvas.stir()

    def set_labels_shown(self, shown: bool) -> None:
        """Whether every marker in sight is labelled."""
        self._labels_shown = shown
        self._place_labels()
        self.canvas.stir(ground=False)

    def set_brush(self, radius_mm: float | None, erase: bool) -> None:
        """Draw (or rub out) with a round brush, or, with None, turn the body."""
        self._hand.radius_mm, self._erase = radius_mm, erase
        self._gestures.brush = None if radius_mm is None else self._hand
        self.canvas.keep(0 if radius_mm is None else self.canvas.items.index(self._drawn))
        if radius_mm is None:
            self._hand.lift()
        self._move_ring(self._ring.place if radius_mm is not None else None)

    def lift_brush(self) -> None:
        """The stroke is done, whatever the hand does."""
        self._hand.lift()

    def set_drawn(self, field: Field | None) -> None:
        """The painful areas."""
        self._drawn.set_field(field, rough=self._hand.drawing)
        self.canvas.stir(ground=False)

    def set_lit(self, field: Field | None) -> None:
        """A region that lights up."""
        self._lit.set_field(field)
        self.canvas.stir()

    def set_form(self, name: str) -> None:
        """Another form of the body."""
        self._form = self._body.form(name)
        self._caster = None
        for item in (self._skin, self._stipple, self._fibres, self._sites, self._drawn, self._lit, self._ring):
            item.set_form(self._form)
        self._place_markers()
        self.canvas.stir()

    def set_theme(self, name: str) -> None:
        """``light`` or ``dark``."""
        self.canvas.palette = PALETTES[name]
        self._labels.forget()
        self.canvas.stir()

    def set_text_font(self, font: QFont) -> None:
        """The labels' font."""
        self._labels.set_font(font)
        self.canvas.stir(ground=False)

    def set_reduced_motion(self, reduced: bool) -> None:
        """Turn at once instead of gliding."""
        self._reduced_motion = reduced

    def _dress_markers(self) -> None:
        names = self._field.names
        emphasis = [2 if name == self._selected else 1 if name == self._hovered else 0 for name in names]
        deep = [self._marks[name].deep for name in names]
        self._markers.set_field(self._field, deep, emphasis, self._spacings, quiet=bool(self._selected))
        self._place_labels()
        self.canvas.stir(ground=False)

    def snapshot(self) -> QImage:
        """The picture as it stands."""
        return self.canvas.snapshot()

    # --- labels ---------------------------------------------------------------------------------------------------

    def _place_labels(self) -> None:
        wanted = [name for name in dict.fromkeys((self._selected, self._hovered)) if name in self._marks]
        if self._labels_shown:
            shown = zip(self._field.names, self._shown(), strict=True)
            seen = all_in_sight(self.canvas.camera, self._rays(), self._field)
            wanted += [name for (name, shows), clear in zip(shown, seen, strict=True) if shows and clear and name not in wanted]
        labels = self._figure.labels()
        if wanted:
            ratio = self.canvas.devicePixelRatioF()
            pixels = self.canvas.camera.project(self._field.positions) / ratio
            place = {name: index for index, name in enumerate(self._field.names)}
            for name in wanted:
                strong = name in (self._selected, self._hovered)
                x, y = (float(value) for value in pixels[place[name]])
                muscle, _, part = self._marks[name].label.partition(": ")
                text = f"{muscle}\n{part}" if part and strong else muscle
                labels.append(Label(text, x, y, strong, clear_of=self._zone_centre() if name == self._selected else None))
        self._labels.labels = labels

    def _zone_centre(self) -> tuple[float, float] | None:
        """The middle of what is painted, in logical px: the selected point's label keeps clear of it."""
        if not len(self._zone_vertices):
            return None
        centre = self._form.vertices[self._zone_vertices].mean(axis=0)
        x, y = self.canvas.camera.project(centre)[0] / self.canvas.devicePixelRatioF()
        return float(x), float(y)

    def _rays(self) -> RayCaster:
        if self._caster is None:
            self._caster = caster_of(self._body, self._form)
        return self._caster

    def _in_sight(self, field: MarkerField) -> npt.NDArray[np.bool_]:
        """Which markers (k,) the body does not hide; none is known to be in sight before the ray caster is ready."""
        if self._caster is None or not field.names:
            return np.zeros(len(field.names), bool)
        return all_in_sight(self.canvas.camera, self._caster, field)

    def prepare_picking(self) -> None:
        """Build what picking needs now, not at the first hover."""
        if self._caster is None:
            self._rays()
            self.canvas.stir(ground=False)

    # --- camera ---------------------------------------------------------------------------------------------------

    def turn_to(self, pose: Pose) -> None:
        """Move the camera there (250 ms; at once where motion is reduced or nothing is on screen yet)."""
        self._take_camera()
        # The body turns away under a resting pointer: what was hovered no longer is.
        self._move_ring(None)
        self._tell_hover("", -1)
        if self._reduced_motion or not self.isVisible():
            self._goal = None
            self.canvas.look(self.canvas.camera.looking(pose))
            return
        self._start, self._goal = self.canvas.camera.pose, self.canvas.camera.looking(pose).pose
        self._glide.start()

    def look_from(self, view: View) -> None:
        """A standard view: turn without moving the target or zoom."""
        here = self.pose()
        self.turn_to(Pose(view, here.target, here.height_mm))

    def fit(self) -> None:
        """The whole body, from where the camera is."""
        self.turn_to(whole_body(self._form, View(self.pose().view.yaw, 0.0)))

    def orbit(self, yaw: float, pitch: float) -> None:
        """Turn by degrees."""
        self._take_camera()
        self.canvas.look(self.canvas.camera.orbited(yaw, pitch))
        self.pose_settled.emit(self.pose())

    def zoom(self, factor: float) -> None:
        """Nearer (> 1) or farther (< 1)."""
        self._take_camera()
        self.canvas.look(self.canvas.camera.zoomed(factor))
        self.pose_settled.emit(self.pose())

    def pose(self) -> Pose:
        """Where the camera stands, or is going."""
        return self._goal or self.canvas.camera.pose

    def _glided(self, progress: float) -> None:
        if self._goal is not None:
            self.canvas.look(self.canvas.camera.looking(between(self._start, self._goal, progress)))

    def _arrived(self) -> None:
        if self._goal is not None:
            self.canvas.look(self.canvas.camera.looking(self._goal))
            self._goal = None

    def _take_camera(self) -> None:
        """Before the camera moves otherwise: it glides no farther, and no stroke goes on where the body turns away."""
        self._hand.lift()
        self._goal = None
        self._glide.stop()

    # --- hands ----------------------------------------------------------------------------------------------------

    def _clicked(self, x: float, y: float) -> None:
        found = self._markers_at(x, y)
        if len(found) > 1:
            self.markers_overlapped.emit(found)
        elif found:
            self.marker_clicked.emit(found[0])
        else:
            self.background_clicked.emit()

    def _markers_at(self, x: float, y: float) -> list[str]:
        ratio = self.canvas.devicePixelRatioF()
        return markers_at(self.canvas.camera, self._rays(), self._field, x * ratio, y * ratio, self._shown())

    def _brush_lifted(self) -> None:
        self.brush_lifted.emit()
        self._drawn.smoothen()
        self.canvas.stir(ground=False)

    def _move_ring(self, place: SurfacePoint | None) -> None:
        if self._ring.set_place(place, self._hand.radius_mm or 0.0, self._erase):
            self.canvas.stir(ground=False)

    def _strike(self, x: float, y: float) -> SurfacePoint | None:
        """Where the skin is at a place (logical px)."""
        ratio = self.canvas.devicePixelRatioF()
        return skin_at(self.canvas.camera, self._rays(), x * ratio, y * ratio)

    def _mm_per_px(self) -> float:
        return self.canvas.camera.mm_per_px * self.canvas.devicePixelRatioF()

    def point_at(self, x: float, y: float) -> tuple[list[str], int]:
        """The markers in sight at a place (logical px), and the skin's vertex there (-1 beside the body)."""
        struck = self._strike(x, y)
        if self._hand.radius_mm is not None:
            self._move_ring(struck)
        return [] if self._hand.drawing else self._markers_at(x, y), struck.vertex if struck else -1

    def _hover(self, x: float, y: float) -> None:
        if self._caster is None:
            # No move waits for the ray caster: it is made ready beside the window.
            return
        if self._hand.drawing:
            # While a hand draws, the ring is all that follows it: naming what is under it would cost frames.
            self._move_ring(self._strike(x, y))
            return
        found, vertex = self.point_at(x, y)
        self._tell_hover(found[0] if found else "", vertex)

    def _left(self) -> None:
        self._move_ring(None)
        self._tell_hover("", -1)

    def _tell_hover(self, instance: str, vertex: int) -> None:
        if instance != self._hovered:
            self.marker_hovered.emit(instance)
        self.region_hovered.emit(vertex)

    def _recentre(self, x: float, y: float) -> None:
        struck = self._strike(x, y)
        if struck is not None:
            pose = self.pose()
            a, b, c = (float(value) for value in struck.on(self._form))
            self.turn_to(Pose(pose.view, (a, b, c), pose.height_mm))
