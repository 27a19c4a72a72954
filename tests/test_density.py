"""Dense screens and small views: distances, texts and labels are as on any other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFont, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from starts import opened
from windows import open_3d, scene_of

from tpexplorer.app import Built, Hands
from tpexplorer.plates.labels import in_lines, most, places
from tpexplorer.scene.overlays import Label, Labels

POINT = "semispinalis-capitis.1@left"
REACH_PX = 9.0


@pytest.fixture
def built(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Built]:
    built = open_3d(qtbot, qapp, tmp_path, Hands(lambda choices: choices[0][0], lambda _url: None))
    yield built
    built.window.close()


def move_to_a_screen_of(density: float, qtbot: QtBot, built: Built, patch: pytest.MonkeyPatch) -> None:
    canvas = scene_of(built).canvas
    patch.setattr(canvas, "devicePixelRatio", lambda: density)
    with qtbot.waitSignal(scene_of(built).painted):
        canvas.update()


@pytest.mark.parametrize("density", [1.0, 1.5, 2.0])
def test_two_fingers_move_the_body_as_far_as_they_go(
    qtbot: QtBot, built: Built, monkeypatch: pytest.MonkeyPatch, density: float
) -> None:
    canvas = scene_of(built).canvas
    move_to_a_screen_of(density, qtbot, built, monkeypatch)
    before = canvas.camera.project(canvas.camera.pose.target)[0] / density
    target = canvas.camera.pose.target
    fingers, place = QPoint(24, -18), QPointF(200, 200)
    buttons, shift = Qt.MouseButton.NoButton, Qt.KeyboardModifier.ShiftModifier
    event = QWheelEvent(place, place, fingers, fingers, buttons, shift, Qt.ScrollPhase.ScrollUpdate, False)
    QApplication.sendEvent(canvas, event)
    after = canvas.camera.project(target)[0] / density
    assert np.allclose(after - before, (24, -18), atol=0.5)


def test_texts_are_drawn_anew_for_a_denser_screen(qtbot: QtBot, built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = scene_of(built)
    built.explore.select(POINT)
    with qtbot.waitSignal(scene.painted):
        scene.canvas.update()
    once = {key[0]: text for key, text in scene._labels._texts.items()}
    spots = {label.text: (label.x, label.y) for label in scene._labels.labels}
    move_to_a_screen_of(2.0, qtbot, built, monkeypatch)
    twice = {key[0]: text for key, text in scene._labels._texts.items()}
    assert set(twice) <= set(once) and len(twice) > 1
    for text, drawn in twice.items():
        assert drawn.width == pytest.approx(once[text].width, abs=1.5)
        wide, dense = once[text].texture._buffer.width(), drawn.texture._buffer.width()
        assert dense == pytest.approx(2 * wide, abs=2)
    assert {label.text: (label.x, label.y) for label in scene._labels.labels} == {
        text: pytest.approx(spot, abs=1.0) for text, spot in spots.items()
    }


def test_a_chosen_label_stays_in_any_picture_and_off_its_marker() -> None:
    rng = np.random.default_rng(7)
    text = "Semispinalis capitis\nUpper third, at the base of the skull\nand-one-word-that-is-wider-than-the-picture"
    for _ in range(500):
        width, height, letter, line = (float(v) for v in rng.uniform((160, 120, 5, 14), (700, 700, 22, 48)))
        wide, high = most((width, height))
        lines = in_lines(text, lambda words, letter=letter: letter * len(words), wide, int(high / line))
        size = (max(letter * len(words) for words in lines), line * len(lines))
        x, y = float(rng.uniform(0, width)), float(rng.uniform(0, height))
        spots = places(x, y, size, (width, height))
        assert spots
        for left, top, w, h in spots:
            assert left >= 0 and top >= 0 and left + w <= width and top + h <= height
            assert left > x + REACH_PX or left + w < x - REACH_PX or top > y + REACH_PX or top + h < y - REACH_PX


def test_the_chosen_points_label_leaves_a_small_picture_free(built: Built) -> None:
    scene = scene_of(built)
    scene.canvas.makeCurrent()
    font = QFont(built.window.font())
    font.setPointSizeF(22)
    labels = Labels(font)
    labels.canvas = scene.canvas
    label = Label("Upper trapezius\nFront border, middle (the most upright fibres)", 100, 370, strong=True)
    small, large = labels._text(label, (370.0, 455.0)), labels._text(label, (1800.0, 1000.0))
    assert small.lines == ("Upper trapezius",)
    assert small.width <= 0.65 * 370 and small.height <= 0.2 * 455
    assert large.lines == tuple(label.text.split("\n"))


def test_a_text_that_fits_is_left_as_it_is() -> None:
    assert in_lines("Infraspinatus\nMedial", len, 20, 5) == ["Infraspinatus", "Medial"]
    assert in_lines("Infraspinatus: medial, below", len, 15, 5) == ["Infraspinatus:", "medial, below"]
    assert in_lines("a b c", len, 1, 2) == ["a", "…"]


SMALL = """
from PySide6.QtGui import QFont
from tpexplorer.scene.overlays import decluttered
scene = built.scene
scene.set_reduced_motion(True)
built.state.set_text_step(8)
font = QFont(application.font()); font.setPointSizeF(22)
scene.set_text_font(font)
built.window.resize(300, 300)
built.explore.select("semispinalis-capitis.1@left")
canvas, seen = scene.canvas, []
scene.painted.connect(lambda: seen.append(True))
until(lambda: len(seen) > 1 and scene._labels._texts)
ratio = canvas.devicePixelRatioF()
picture = (canvas.camera.width / ratio, canvas.camera.height / ratio)
label = next(label for label in scene._labels.labels if label.strong)
text = scene._labels._text(label, picture) if canvas.makeCurrent() is None else None
box = decluttered([label], [(text.width, text.height)], *picture)[0]
image = scene.snapshot()
at = image.pixelColor(round(label.x * ratio), round(label.y * ratio)).getRgb()[:3]
built.window.close()
print(json.dumps({"ratio": ratio, "picture": picture, "marker": [label.x, label.y], "box": box, "at": at,
                  "heart": [round(255 * level) for level in canvas.palette.marker_rim]}))
"""


def test_the_chosen_point_shows_with_its_name_in_a_small_window_on_a_dense_screen(tmp_path: Path) -> None:
    facts = opened(tmp_path, SMALL, {"QT_SCALE_FACTOR": "2"}).facts
    assert facts["ratio"] == 2.0
    (left, top, width, height), (x, y) = facts["box"], facts["marker"]
    assert left >= 0 and top >= 0 and left + width <= facts["picture"][0] and top + height <= facts["picture"][1]
    assert not (left - REACH_PX < x < left + width + REACH_PX and top - REACH_PX < y < top + height + REACH_PX)
    assert np.allclose(facts["at"], facts["heart"], atol=30)


EDGES = """
seen = []
built.scene.painted.connect(lambda: seen.append(True))
until(lambda: len(seen) > 2)
canvas = built.scene.canvas
built.scene.zoom(0.5)
shown = len(seen)
until(lambda: len(seen) > shown and canvas._smooth)
image = canvas.grabFramebuffer()
spots = [(0, 0), (image.width() - 1, 0), (0, image.height() - 1), (image.width() - 1, image.height() - 1)]
corners = [image.pixelColor(*spot).getRgb()[:3] for spot in spots]
built.window.close()
print(json.dumps({"ratio": canvas.devicePixelRatioF(), "corners": corners}))
"""


@pytest.mark.parametrize("density", ["1.25", "1.5"])
def test_the_picture_reaches_its_edges_at_uneven_densities(tmp_path: Path, density: str) -> None:
    facts = opened(tmp_path, EDGES, {"QT_SCALE_FACTOR": density}).facts
    assert facts["ratio"] == float(density)
    assert all(min(corner) > 200 for corner in facts["corners"])
