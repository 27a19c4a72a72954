"""A stroke under the hand: whatever interrupts it ends it, and one stroke is one undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot
from test_drawing import drag, look, middle, pixel, real
from test_find import Room, room
from test_working_set import Answers
from windows import open_stub, scene_of

from tpexplorer.app import Built, Hands
from tpexplorer.body.views import Pose, View
from tpexplorer.modes.where_page import WHERE_PAGE
from tpexplorer.panels.plates_view import PlatesView
from tpexplorer.patterns.working_set import WorkingSet

__all__ = ["real", "room"]  # fixtures
LEFT, RIGHT, PLAIN = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier


# --- whoever changes the set, the brush or the mode -------------------------------------------------------------------


def emit(room: Room, name: str, *values: object) -> None:
    getattr(room.view, name).emit(*values)


INTERRUPTIONS: dict[str, Callable[[Room], object]] = {
    "undo": lambda room: emit(room, "asked", "undo"),
    "redo": lambda room: emit(room, "asked", "redo"),
    "clear": lambda room: emit(room, "asked", "clear"),
    "mirror": lambda room: emit(room, "asked", "mirror"),
    "a named place": lambda room: emit(room, "region_chosen", "forehead"),
    "an area removed": lambda room: emit(room, "area_removed", 0),
    "an area rated": lambda room: emit(room, "area_rated", 0, 7, "ache"),
    "a tick": lambda room: emit(room, "ticked", "masseter.1@right", "found", ""),
    "another tool": lambda room: emit(room, "tool_chosen", "erase"),
    "no tool": lambda room: emit(room, "tool_chosen", "turn"),
    "leaving": lambda room: room.pain.set_shown(False),
    "another form": lambda room: room.desk.state.set_form("female"),
    "another theme": lambda room: room.desk.state.set_theme("dark"),
    "another set": lambda room: room.pain.open(WorkingSet(), None),
    "another scene": lambda room: room.find.use_scene(room.desk.scene),
}


@pytest.mark.parametrize("what", INTERRUPTIONS)
def test_what_interrupts_a_stroke_ends_it_as_one_step(room: Room, what: str) -> None:
    room.draw(room.place("temple"))
    before = room.pain.working_set
    brushed = room.desk.scene.brushed  # type: ignore[attr-defined]
    brushed.emit([room.place("angle-of-jaw")], True)
    brushed.emit([room.place("jaw-joint")], False)
    drawn = room.pain.working_set
    room.find.rank()
    INTERRUPTIONS[what](room)
    assert not room.pain.stroking
    assert room.desk.scene.lifted
    after = room.pain.working_set
    brushed.emit([room.place("plantar-heel")], False)  # the hand goes on until it is lifted
    room.desk.scene.brush_lifted.emit()  # type: ignore[attr-defined]
    assert room.pain.working_set == after
    if what == "another set":
        return
    seen = [room.pain.working_set]
    while room.pain.steps[0]:
        room.pain.undo()
        seen.append(room.pain.working_set)
    stroke = [drawn.drawing, before.drawing, WorkingSet().drawing]
    drawings = [step.drawing for step in seen]
    if what == "undo":
        assert drawings == stroke[1:]
    else:
        assert drawings[-3:] == stroke
        assert len(drawings) <= 4


def test_the_row_of_an_area_means_that_area_whatever_its_number_is_by_now(room: Room) -> None:
    for region in ("temple", "angle-of-jaw", "plantar-heel"):
        room.draw(room.place(region))
    room.find.rank()
    _temple, jaw, _heel = room.pain.working_set.drawing.areas
    room.pain.edit(lambda now: WorkingSet(now.drawing.without(0)))  # the panel follows a moment later
    room.view.area_rated.emit(2, 9, "numb")  # type: ignore[attr-defined]
    assert [area.intensity for area in room.pain.working_set.drawing.areas] == [None, 9]
    room.view.area_removed.emit(2)  # type: ignore[attr-defined]
    assert room.pain.working_set.drawing.areas == (jaw,)
    room.view.area_removed.emit(0)  # type: ignore[attr-defined]
    assert room.pain.working_set.drawing.areas == (jaw,)


# --- in the window ----------------------------------------------------------------------------------------------------


def mouse(built: Built, kind: QMouseEvent.Type, at: QPoint, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
    canvas = scene_of(built).canvas
    event = QMouseEvent(kind, QPointF(at), QPointF(canvas.mapToGlobal(at)), button, held, PLAIN)
    QApplication.sendEvent(canvas, event)


def second_button(built: Built, at: QPoint) -> None:
    mouse(built, QMouseEvent.Type.MouseButtonPress, at, RIGHT, LEFT | RIGHT)
    mouse(built, QMouseEvent.Type.MouseButtonRelease, at, RIGHT, LEFT)


def lost_release(built: Built, at: QPoint) -> None:
    mouse(built, QMouseEvent.Type.MouseMove, at, Qt.MouseButton.NoButton, Qt.MouseButton.NoButton)


def dialog(built: Built, _at: QPoint) -> None:
    box = QMessageBox(built.window)
    box.open()
    QTest.qWaitForWindowExposed(box)
    box.close()


def menu(built: Built, _at: QPoint) -> None:
    popup = built.window.menuBar().actions()[0].menu()
    popup.popup(built.window.mapToGlobal(QPoint(10, 30)))
    assert QTest.qWaitForWindowExposed(popup)


def other_window(_built: Built, _at: QPoint) -> None:
    other = QWidget()
    other.show()
    other.activateWindow()
    assert QTest.qWaitForWindowActive(other)
    other.close()


IN_THE_WINDOW: dict[str, Callable[[Built, QPoint], object]] = {
    "a second button": second_button,
    "a release that nobody saw": lost_release,
    "a dialog": dialog,
    "a menu": menu,
    "another window": other_window,
    "a key that turns the body": lambda built, _at: built.window.actions_by_name["orbit_left"].trigger(),
    "a fixed view": lambda built, _at: built.window.actions_by_name["view_back"].trigger(),
    "the wheel": lambda built, _at: scene_of(built).zoom(1.2),
    "a point of the list": lambda built, _at: built.explore.select("masseter.1@right"),
    "Ctrl+Del, undone": lambda built, _at: [built.pain.find.ask("clear"), built.pain.find.ask("undo")],
    "the atlas": lambda built, _at: [built.tabs.tab_chosen.emit("atlas"), built.tabs.tab_chosen.emit("pain")],
    "closing, which is called off": lambda built, _at: built.window.close(),
}


def test_in_the_window_whatever_takes_the_mouse_from_the_hand_ends_the_stroke(qtbot: QtBot, real: Built) -> None:
    built, state = real, real.pain.state
    back = middle(built, "interscapular")
    for name, interrupt in IN_THE_WINDOW.items():
        built.window.activateWindow()
        qtbot.waitUntil(built.window.isActiveWindow)
        built.explore.clear()
        look(qtbot, built, Pose(View(180), (0.0, 0.0, float(back[2]) + len(name) % 3), 800.0))
        start = pixel(built, back)
        drag(built, start, start + QPoint(0, 24), lift=False)
        assert state.stroking, name
        pose, drawn = built.scene.pose(), state.working_set.drawing
        interrupt(built, start + QPoint(0, 24))
        qtbot.waitUntil(lambda: not state.stroking, timeout=5000)
        if (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        mouse(built, QMouseEvent.Type.MouseMove, start + QPoint(90, 60), Qt.MouseButton.NoButton, LEFT)
        mouse(built, QMouseEvent.Type.MouseButtonRelease, start + QPoint(90, 60), LEFT, Qt.MouseButton.NoButton)
        assert state.working_set.drawing == drawn, name
        if name in ("a second button", "a release that nobody saw", "a dialog", "a menu", "another window"):
            assert built.scene.pose() == pose, name  # the hand turns nothing either
        state.undo()
        assert not state.working_set.drawing, name
        assert state.steps[0] is False, name
        state.open(WorkingSet(), None)
    assert built.state.page in (WHERE_PAGE, "masseter.1@right", "point/masseter.1@right")


def test_after_a_stroke_was_interrupted_the_page_shows_its_flags(qtbot: QtBot, real: Built) -> None:
    back = middle(real, "interscapular")
    look(qtbot, real, Pose(View(180), (0.0, 0.0, float(back[2])), 800.0))
    start = pixel(real, back)
    drag(real, start, start + QPoint(0, 24), lift=False)
    second_button(real, start)
    qtbot.waitUntil(lambda: "Rule these out first" in real.panel.view.toPlainText(), timeout=5000)


def test_the_fixed_views_take_over_a_stroke_that_is_done(qtbot: QtBot, real: Built) -> None:
    back = middle(real, "interscapular")
    look(qtbot, real, Pose(View(180), (0.0, 0.0, float(back[2])), 800.0))
    start = pixel(real, back)
    drag(real, start, start + QPoint(0, 24), lift=False)
    scene_of(real).failed.emit("The driver gave up.")
    qtbot.waitUntil(lambda: isinstance(real.scene, PlatesView))
    assert not real.pain.state.stroking
    assert len(real.pain.state.working_set.drawing.areas) == 1
    assert real.pain.state.steps == (True, False)


def test_on_the_fixed_views_strokes_end_alike(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    answers = Answers()
    built = open_stub(qtbot, qapp, tmp_path, Hands(lambda choices: choices[0][0], lambda _url: None, answers))
    built.scene.failed.emit("There is none.")
    qtbot.waitUntil(lambda: isinstance(built.scene, PlatesView))
    view, state = built.scene, built.pain.state
    assert isinstance(view, PlatesView)
    state.set_shown(True)
    qtbot.waitUntil(lambda: view._drawn is not None, timeout=60_000)
    spots = [(x, y) for y in range(20, view.canvas.height(), 7) for x in range(20, view.canvas.width(), 7)]
    at = next(QPoint(x, y) for x, y in spots if view._strike(x, y) and view._strike(x, y + 9) and not view._marks_at(x, y))
    canvas = view.canvas
    interruptions: dict[str, Callable[[], object]] = {
        "a second button": lambda: QTest.mousePress(canvas, RIGHT, PLAIN, at),
        "a dialog": lambda: dialog(built, at),
        "undo": lambda: [state.undo(), state.redo()],
        "another view": lambda: built.explore.look_from("front"),
        "another form": lambda: built.state.set_form("female"),
        "leaving": lambda: [state.set_shown(False), state.set_shown(True)],
    }
    for name, interrupt in interruptions.items():
        QTest.mousePress(canvas, LEFT, PLAIN, at)
        QTest.mouseMove(canvas, at + QPoint(0, 9))
        assert state.stroking, name
        interrupt()
        assert not state.stroking, name
        drawn = state.working_set.drawing
        QTest.mouseMove(canvas, at + QPoint(0, 40))
        QTest.mouseRelease(canvas, RIGHT, PLAIN, at)
        QTest.mouseRelease(canvas, LEFT, PLAIN, at)
        assert state.working_set.drawing == drawn, name
        state.undo()
        assert not state.working_set.drawing, name
        assert not state.steps[0], name
        state.open(WorkingSet(), None)
    answers.keep = "discard"
    built.window.close()
