"""Drawing on the body with the mouse: in the 3D scene and on the plates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from test_working_set import Answers
from windows import open_3d, scene_of

from tpexplorer.app import Built, Hands
from tpexplorer.body.body import Body
from tpexplorer.body.brush import places_at
from tpexplorer.body.views import STANDARD_VIEWS, Pose, View
from tpexplorer.panels.plates_view import PlatesView
from tpexplorer.patterns.match import skin_of


@pytest.fixture
def real(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Built]:
    answers = Answers()
    hands = Hands(lambda choices: choices[0][0], lambda _url: None, answers)
    built = open_3d(qtbot, qapp, tmp_path, hands)
    scene = scene_of(built)
    scene.prepare_picking()
    height = scene.canvas.height()
    built.pain.state.set_shown(True)
    # The tools take their strip from the picture.
    qtbot.waitUntil(lambda: scene.canvas.height() < height, timeout=5000)
    yield built
    answers.keep = "discard"
    built.window.close()


def look(qtbot: QtBot, built: Built, pose: Pose) -> None:
    with qtbot.waitSignal(scene_of(built).painted):
        scene_of(built).turn_to(pose)


def pixel(built: Built, place: np.ndarray) -> QPoint:
    canvas = scene_of(built).canvas
    x, y = canvas.camera.project(place)[0] / canvas.devicePixelRatioF()
    return QPoint(round(x), round(y))


def middle(built: Built, region: str) -> np.ndarray:
    known = built.explore.known
    return np.asarray(known.body.neutral.vertices[skin_of(known.body_map, known.body, region, "right")].mean(axis=0), float)


def drag(built: Built, start: QPoint, end: QPoint, steps: int = 8, lift: bool = True) -> None:
    canvas = scene_of(built).canvas
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for step in range(1, steps + 1):
        QTest.mouseMove(canvas, start + (end - start) * step / steps)
        QApplication.processEvents()
    if lift:
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)


def seen(built: Built) -> QImage:
    """What is on the screen where the body is."""
    canvas = scene_of(built).canvas
    shot = QGuiApplication.primaryScreen().grabWindow(canvas.winId()).toImage()
    return shot.convertToFormat(QImage.Format.Format_RGB32)


def unlike(one: QImage, other: QImage) -> float:
    """The share of pixels that clearly differ; between a quick picture of the body and a smooth one it is above 0.005."""
    rows = [np.frombuffer(image.constBits(), np.uint8).reshape(-1, 4)[:, :3].astype(int) for image in (one, other)]
    return float((np.abs(rows[0] - rows[1]).max(axis=1) > 24).mean())


def at_rest(qtbot: QtBot, built: Built) -> QImage:
    """The picture on the screen, once it is as smooth as it gets."""

    def smooth() -> bool:
        return unlike(seen(built), scene_of(built).snapshot().convertToFormat(QImage.Format.Format_RGB32)) < 0.001

    qtbot.waitUntil(smooth, timeout=5000)
    return seen(built)


def teal(image: QImage, at: QPoint, ratio: float) -> bool:
    colour = image.pixelColor(round(at.x() * ratio), round(at.y() * ratio))
    return bool(colour.green() > colour.red() and colour.blue() > colour.red())


def test_a_drag_on_the_body_draws_and_beside_it_turns(qtbot: QtBot, real: Built) -> None:
    scene = scene_of(real)
    back = middle(real, "interscapular")
    look(qtbot, real, Pose(View(180), (0.0, 0.0, float(back[2])), 800.0))
    yaw = scene.pose().view.yaw
    start, end = pixel(real, back + np.array([0, 0, 40])), pixel(real, back - np.array([0, 0, 40]))
    drag(real, start, end)
    assert scene.pose().view.yaw == yaw
    assert len(real.pain.state.working_set.drawing.areas) == 1
    assert real.pain.panel.areas.rows.item(0).text().startswith("Between the shoulder blades")
    assert real.pain.panel.list.topLevelItemCount() > 3
    ratio = scene.canvas.devicePixelRatioF()
    shot = scene.snapshot()
    assert teal(shot, (start + end) / 2, ratio)
    assert not teal(shot, (start + end) / 2 + QPoint(120, 0), ratio)
    drag(real, QPoint(30, 300), QPoint(120, 300))
    assert scene.pose().view.yaw != yaw
    assert len(real.pain.state.working_set.drawing.areas) == 1


def test_the_body_stays_as_it_was_at_rest_while_a_hand_draws(qtbot: QtBot, real: Built) -> None:
    scene = scene_of(real)
    back = middle(real, "interscapular")
    look(qtbot, real, Pose(View(180), (0.0, 0.0, float(back[2])), 800.0))
    rest = at_rest(qtbot, real)
    start, end = pixel(real, back + np.array([0, 0, 40])), pixel(real, back - np.array([0, 0, 40]))
    drag(real, start, end, lift=False)
    ratio = scene.canvas.devicePixelRatioF()
    qtbot.waitUntil(lambda: teal(seen(real), (start + end) / 2, ratio), timeout=5000)
    drawn = seen(real)
    across, low = (start.x() + 80), rest.height() // 4
    beside = QRect(round(across * ratio), low, rest.width() - round(across * ratio), rest.height() - 2 * low)
    assert len({rest.pixel(x, beside.center().y()) for x in range(beside.left(), beside.right())}) > 20  # the body's edge
    assert drawn.copy(beside) == rest.copy(beside)
    QTest.mouseRelease(scene.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)


def test_after_a_stroke_the_body_turns_and_changes_its_colours_as_ever(qtbot: QtBot, real: Built) -> None:
    back = middle(real, "interscapular")
    look(qtbot, real, Pose(View(180), (0.0, 0.0, float(back[2])), 800.0))
    at = pixel(real, back)
    drag(real, at, at + QPoint(0, 20))
    before = at_rest(qtbot, real)
    look(qtbot, real, Pose(View(90), (0.0, 0.0, float(back[2])), 800.0))
    assert unlike(at_rest(qtbot, real), before) > 0.01
    real.pain.state.set_tool("turn")
    at_rest(qtbot, real)
    real.state.set_theme("dark")
    qtbot.waitUntil(lambda: seen(real).pixelColor(5, 5).lightness() < 60, timeout=5000)


def test_a_click_is_a_spot_and_the_eraser_takes_it_away(qtbot: QtBot, real: Built) -> None:
    scene = scene_of(real)
    at = middle(real, "anterior-knee")
    look(qtbot, real, Pose(STANDARD_VIEWS["front"], (float(at[0]), 0.0, float(at[2])), 500.0))
    spot = pixel(real, at)
    QTest.mouseClick(scene.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert len(real.pain.state.working_set.drawing.areas) == 1
    real.pain.state.set_tool("erase")
    real.pain.state.set_radius(40)
    QTest.mouseClick(scene.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert not real.pain.state.working_set.drawing
    real.pain.find.ask("undo")
    assert len(real.pain.state.working_set.drawing.areas) == 1


def test_what_a_pointed_point_covers_shows_red_and_the_rest_stays_marked(qtbot: QtBot, real: Built) -> None:
    scene = scene_of(real)
    real.pain.find.add_region("temple")
    real.pain.find.rank()
    place = middle(real, "temple")
    look(qtbot, real, Pose(View(80), (float(place[0]), float(place[1]), float(place[2])), 320.0))
    paint = real.explore.known.patterns.paint("upper-trapezius.1@right")
    skin = skin_of(real.explore.known.body_map, real.explore.known.body, "temple", "right")
    assert paint.essential is not None and paint.spillover is not None
    covered = skin[paint.essential[skin].argmin()]
    apart = np.minimum(paint.essential, paint.spillover)[skin]
    drawn = real.pain.find.easel.field(real.pain.state.working_set.drawing)
    assert drawn is not None
    # Clear of the pattern, and not at the drawing's own edge.
    free = skin[np.where(apart > 3, drawn[skin], np.inf).argmin()]
    vertices, ratio = real.explore.known.body.neutral.vertices, scene.canvas.devicePixelRatioF()
    on, off = (pixel(real, vertices[vertex].astype(float)) for vertex in (covered, free))
    assert teal(scene.snapshot(), on, ratio)
    real.pain.panel.point_pointed.emit("upper-trapezius.1@right")
    shot = scene.snapshot()
    colour = shot.pixelColor(round(on.x() * ratio), round(on.y() * ratio))
    assert colour.red() > 2 * colour.green()
    assert teal(shot, off, ratio)


def test_the_wheel_with_shift_sizes_the_brush(qtbot: QtBot, real: Built) -> None:
    before, canvas = real.pain.state.radius_mm, scene_of(real).canvas
    pose = scene_of(real).pose()
    middle = QPointF(canvas.width() / 2, canvas.height() / 2)
    place, none = QPointF(canvas.mapToGlobal(middle.toPoint())), Qt.MouseButton.NoButton
    wheel = QWheelEvent(
        middle, place, QPoint(), QPoint(0, 120), none, Qt.KeyboardModifier.ShiftModifier, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(canvas, wheel)
    assert scene_of(real).pose() == pose
    assert real.pain.state.radius_mm > before
    assert real.pain.panel.tools.radius.value() == round(real.pain.state.radius_mm)


def test_plates_can_be_drawn_on(qtbot: QtBot, body: Body) -> None:
    view = PlatesView(body)
    qtbot.addWidget(view)
    view.resize(360, 520)
    told: list[int] = []
    view.brushed.connect(lambda places, first: told.append(places[0].vertex))
    with qtbot.waitExposed(view):
        view.show()
    qtbot.waitUntil(lambda: view._drawn is not None, timeout=60_000)
    at = QPointF(view.canvas.rect().center())
    view.press(at)
    view.release(at)
    assert told == []  # without a brush nothing is drawn
    view.set_brush(20.0, False)
    view.press(at)
    view.point_at(at + QPointF(0, 12))
    with qtbot.waitSignal(view.brush_lifted):
        view.release(at + QPointF(0, 12))
    assert len(told) >= 2
    place = places_at(body, body.neutral.vertices[told[0]].astype(float))[0]
    assert abs(place.on(body.neutral)[0]) < 60
    field = np.full(body.vertex_count, 16.0, np.float32)
    field[((body.neutral.vertices - place.on(body.neutral)) ** 2).sum(axis=1) < 40**2] = -10.0
    before = view._image.copy()
    view.set_drawn(field)
    qtbot.waitUntil(lambda: view._image != before, timeout=60_000)
    assert teal(view._image, at.toPoint(), 1.0)
    view.stop()
