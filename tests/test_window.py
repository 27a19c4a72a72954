"""The real window: what a person clicks, sees, reads and finds again. Runs on a screen with OpenGL (Xvfb in CI)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from windows import open_3d, scene_of

from tpexplorer.app import Built, Hands
from tpexplorer.body.views import STANDARD_VIEWS, Pose, View, facing
from tpexplorer.ids import split_side

Open = Callable[[], Built]


@pytest.fixture
def open_window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Open]:
    """Opens the app as a user does; a second call is a second start with the same settings."""
    built: list[Built] = []

    def start() -> Built:
        window = open_3d(qtbot, qapp, tmp_path, Hands(lambda choices: choices[0][0], lambda _url: None))
        built.append(window)
        return window

    yield start
    for window in built:
        window.window.close()


@pytest.fixture
def built(open_window: Open) -> Built:
    return open_window()


def look(qtbot: QtBot, built: Built, pose: Pose) -> None:
    scene = scene_of(built)
    with qtbot.waitSignal(scene.painted):
        scene.turn_to(pose)


def pixel_of(built: Built, instance: str) -> QPoint:
    """Where a marker is in the 3D view, worked out from the body alone."""
    place = built.explore.known.patterns.marker(instance).on(built.explore.known.body.form(built.state.form))
    x, y = scene_of(built).canvas.camera.project(place)[0] / scene_of(built).canvas.devicePixelRatioF()
    return QPoint(round(x), round(y))


def click(built: Built, at: QPoint) -> None:
    QTest.mouseClick(scene_of(built).canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def hover(built: Built, at: QPoint) -> None:
    scene = scene_of(built)
    scene.prepare_picking()
    # From elsewhere: a pointer that is there already would not be said to move.
    QTest.mouseMove(scene.canvas, at + QPoint(40, 40))
    QTest.mouseMove(scene.canvas, at)


def in_front_of(built: Built, instance: str) -> Pose:
    body, place = built.explore.known.body, built.explore.known.patterns.marker(instance)
    x, y, z = (float(value) for value in place.on(body.neutral))
    return Pose(facing(place, body.neutral), (x, y, z), 500.0)


def picture(qtbot: QtBot, built: Built) -> np.ndarray:
    """The 3D view's pixels (h, w, 3)."""
    image = scene_of(built).snapshot().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    # Copied: the image and its pixels end with this function.
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()


def panel_text(built: Built) -> str:
    return "\n".join((built.panel.title.text(), built.panel.subtitle.text(), built.panel.view.toPlainText()))


# --- clicking -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "instance",
    ["infraspinatus.3@right", "infraspinatus.3@left", "rectus-femoris.1@left", "soleus.1@right", "biceps-brachii.1@right"],
)
def test_clicking_a_marker_selects_it_tells_it_and_paints_its_pattern(qtbot: QtBot, built: Built, instance: str) -> None:
    look(qtbot, built, in_front_of(built, instance))
    click(built, pixel_of(built, instance))
    assert built.state.selection == instance
    atlas = built.explore.atlas
    told = atlas.point(instance).pattern.essential.words.split(".")[0]
    qtbot.waitUntil(lambda: told in panel_text(built))
    assert atlas.muscle(instance.partition(".")[0]).name in panel_text(built)
    assert f"subject's {split_side(instance)[1]}" in panel_text(built)


@pytest.mark.parametrize("yaw", [-30.0, 0.0, 25.0])
@pytest.mark.parametrize("form", ["neutral", "female"])
def test_the_skin_takes_the_zones_colour_where_the_zone_is(qtbot: QtBot, built: Built, yaw: float, form: str) -> None:
    instance = "rectus-femoris.1@right"
    built.state.set_form(form)
    body, patterns = built.explore.known.body, built.explore.known.patterns
    zone = patterns.zone(instance, "essential")
    assert zone is not None
    shape = body.form(form)
    deepest = int(zone.argmin())
    target = tuple(float(value) for value in shape.vertices[deepest])
    normal = shape.normals[deepest]
    view = View(float(np.degrees(np.arctan2(normal[0], normal[1]))) + yaw)
    look(qtbot, built, Pose(view, target, 600.0))
    camera = scene_of(built).canvas.camera
    x, y = (round(value) for value in camera.project(shape.vertices[deepest])[0])
    bare = picture(qtbot, built)[y, x].astype(int)
    built.state.set_muscle_shown(False)
    scene_of(built).set_selected(instance, patterns.paint(instance))
    red = picture(qtbot, built)[y, x].astype(int)
    assert abs(bare[0] - bare[1]) < 60  # skin
    assert red[0] > red[1] * 2.2 and red[0] > red[2] * 2  # essential red
    outside = np.flatnonzero((zone > 12) & (zone < 25) & (shape.normals @ view.axes[2] > 0.8))
    assert len(outside)
    u, v = (round(value) for value in camera.project(shape.vertices[outside[0]])[0])
    aside = picture(qtbot, built)[v, u].astype(int)
    assert aside[0] < aside[1] * 2.2


def test_a_drag_turns_the_body_and_selects_nothing(qtbot: QtBot, built: Built) -> None:
    instance = "rectus-femoris.1@right"
    look(qtbot, built, in_front_of(built, instance))
    start = pixel_of(built, instance)
    canvas = scene_of(built).canvas
    before = canvas.camera.pose.view.yaw
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for step in range(1, 11):
        QTest.mouseMove(canvas, start + QPoint(step * 6, 0))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start + QPoint(60, 0))
    assert built.state.selection == ""
    assert abs(canvas.camera.pose.view.yaw - before) > 10


def test_a_jittery_click_is_still_a_click(qtbot: QtBot, built: Built) -> None:
    instance = "rectus-femoris.1@right"
    look(qtbot, built, in_front_of(built, instance))
    start = pixel_of(built, instance)
    canvas = scene_of(built).canvas
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(canvas, start + QPoint(2, 1))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start + QPoint(2, 1))
    assert built.state.selection == instance


def test_markers_behind_the_body_cannot_be_clicked(qtbot: QtBot, built: Built) -> None:
    look(qtbot, built, Pose(STANDARD_VIEWS["front"], (0.0, 0.0, 866.0), 1900.0))
    for instance in ("infraspinatus.3@right", "rhomboid-minor.1@left", "lower-trapezius.1@right"):
        at = pixel_of(built, instance)
        click(built, at)
        assert built.state.selection != instance


def test_a_chosen_marker_is_whole_where_the_skin_rises_beside_it(qtbot: QtBot, built: Built) -> None:
    scene = scene_of(built)
    built.explore.select("upper-trapezius.1@right")
    look(qtbot, built, Pose(STANDARD_VIEWS["right"], (60.0, 0.0, 1500.0), 620.0))
    scene.prepare_picking()
    pixels = picture(qtbot, built)
    at, ratio = pixel_of(built, "upper-trapezius.1@right"), scene.canvas.devicePixelRatioF()
    around = [6.5 * np.array([np.cos(turn), np.sin(turn)]) for turn in np.linspace(0, 2 * np.pi, 16)]
    spots = [np.round((np.array([at.x(), at.y()]) + offset) * ratio).astype(int) for offset in around]
    assert all(pixels[y, x].min() > 200 for x, y in spots)


def test_clicking_beside_the_body_closes_nothing(qtbot: QtBot, built: Built) -> None:
    built.explore.select("soleus.1@left")
    click(built, QPoint(4, 4))
    assert (built.state.page, built.state.selection) == ("point/soleus.1@left", "soleus.1@left")


def test_hovering_names_the_point_and_the_region(qtbot: QtBot, built: Built) -> None:
    instance = "tibialis-anterior.1@left"
    look(qtbot, built, in_front_of(built, instance))
    hover(built, pixel_of(built, instance))
    qtbot.waitUntil(lambda: built.state.hover == instance)
    told = built.window.statusBar().findChild(type(built.window._pointed)).text()
    assert "Tibialis anterior" in told and "subject's left" in told


def test_what_was_hovered_is_let_go_when_the_body_turns_away(qtbot: QtBot, built: Built) -> None:
    instance = "tibialis-anterior.1@left"
    look(qtbot, built, in_front_of(built, instance))
    hover(built, pixel_of(built, instance))
    qtbot.waitUntil(lambda: built.state.hover == instance)
    built.explore.select("masseter.1@right")
    assert built.state.hover == ""


def test_the_wheel_zooms_to_the_cursor(qtbot: QtBot, built: Built) -> None:
    scene = scene_of(built)
    before = scene.pose().height_mm
    canvas = scene.canvas
    middle = QPointF(canvas.width() / 2, canvas.height() / 2)
    QTest.wheelEvent(canvas, middle, QPoint(0, 240))
    assert scene.pose().height_mm < before


# --- keys ---------------------------------------------------------------------------------------------------------


def test_every_point_is_reached_with_the_keyboard_alone(qtbot: QtBot, built: Built) -> None:
    built.scene.setFocus()
    seen = set()
    for _ in range(len(built.explore.atlas.points)):
        built.window.actions_by_name["next_point"].trigger()
        seen.add(split_side(built.state.selection)[0])
    assert seen == set(built.explore.atlas.points)


def test_standard_views_turn_without_moving_target_or_zoom(qtbot: QtBot, built: Built) -> None:
    built.explore.select("soleus.1@left")
    before = scene_of(built).pose()
    built.window.actions_by_name["view_front"].trigger()
    after = scene_of(built).pose()
    assert after.view == STANDARD_VIEWS["front"]
    assert (after.target, after.height_mm) == (before.target, before.height_mm)


def test_back_and_forward_restore_selection_and_camera(qtbot: QtBot, built: Built) -> None:
    built.explore.select("soleus.1@left")
    there = scene_of(built).pose()
    built.explore.select("masseter.1@right")
    built.window.actions_by_name["back"].trigger()
    assert built.state.selection == "soleus.1@left"
    assert scene_of(built).pose() == there
    built.window.actions_by_name["forward"].trigger()
    assert built.state.selection == "masseter.1@right"


# --- looks --------------------------------------------------------------------------------------------------------


def test_dark_and_light_change_the_picture(qtbot: QtBot, built: Built) -> None:
    built.state.set_theme("light")
    light = picture(qtbot, built)[3, -3].astype(int)
    built.state.set_theme("dark")
    dark = picture(qtbot, built)[3, -3].astype(int)
    assert light.mean() > 200 > 90 > dark.mean()


def test_muscle_and_fibres_are_drawn_on_demand(qtbot: QtBot, built: Built) -> None:
    built.explore.select("infraspinatus.3@right")
    look(qtbot, built, in_front_of(built, "infraspinatus.3@right"))
    without = picture(qtbot, built).astype(int)
    built.window.actions_by_name["muscle"].trigger()
    shown = picture(qtbot, built).astype(int)
    assert (np.abs(shown - without).max(axis=2) > 25).mean() > 0.02


def test_all_labels_do_not_overlap(qtbot: QtBot, built: Built) -> None:
    without = picture(qtbot, built).astype(int)
    built.window.actions_by_name["labels"].trigger()
    shown = picture(qtbot, built).astype(int)
    assert (np.abs(shown - without).max(axis=2) > 40).mean() > 0.01


# --- again --------------------------------------------------------------------------------------------------------


def test_a_second_start_finds_everything_as_it_was(qtbot: QtBot, open_window: Open) -> None:
    first = open_window()
    first.state.set_theme("dark")
    first.state.set_form("male")
    first.state.set_text_step(2)
    first.explore.select("piriformis.1@left")
    first.window.resize(1100, 750)
    first.window.close()
    second = open_window()
    assert second.state.selection == "piriformis.1@left"
    assert (second.state.theme, second.state.form, second.state.text_step) == ("dark", "male", 2)
    assert "Piriformis" in panel_text(second)
    second.state.set_text_step(0)
