"""The widgets under real hands: type, walk with the keys, switch sides, grow the text, read the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot
from stub_scene import StubScene
from windows import open_stub

from tpexplorer.app import Built, Hands
from tpexplorer.background import Background
from tpexplorer.body.body import Body
from tpexplorer.body.paint import Mark
from tpexplorer.body.views import Pose, facing
from tpexplorer.ids import split_side
from tpexplorer.panels.plates_view import PlatesView
from tpexplorer.panels.theme import DARK, LIGHT, text_size
from tpexplorer.patterns.patterns import Patterns

POINT = "infraspinatus.1"
Key = Qt.Key


@pytest.fixture
def built(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Built]:
    built = open_stub(qtbot, qapp, tmp_path, Hands(lambda choices: choices[-1][0], lambda _: None))
    yield built
    built.window.close()


def page_text(built: Built) -> str:
    return built.panel.view.toPlainText()


def press(built: Built, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    target = QApplication.focusWidget() or built.window
    QTest.keyClick(target, key, modifier)


# --- search ---------------------------------------------------------------------------------------------------------


def test_typing_finds_and_enter_opens(qtbot: QtBot, built: Built) -> None:
    press(built, Key.Key_Slash)
    assert built.lists.search.hasFocus()
    qtbot.keyClicks(built.lists.search, "infraspinitus")
    assert built.lists.stack.currentWidget() is built.lists.results
    assert built.lists.results.item(0).text() == "Infraspinatus"
    press(built, Key.Key_Return)
    assert built.state.page == "muscle/infraspinatus"
    qtbot.waitUntil(lambda: "Suprascapular nerve" in page_text(built))


def test_down_walks_the_results_while_the_cursor_stays(qtbot: QtBot, built: Built) -> None:
    built.lists.focus_search()
    qtbot.keyClicks(built.lists.search, "infraspinatus")
    for _ in range(30):
        link = built.lists.results.currentItem().data(Qt.ItemDataRole.UserRole)
        if link.startswith("point/"):
            break
        press(built, Key.Key_Down)
    assert built.lists.search.hasFocus()
    press(built, Key.Key_Return)
    assert built.state.selection == f"{link.removeprefix('point/')}@right"
    assert built.scene.told.selected == built.state.selection


def test_letters_that_are_keys_elsewhere_are_letters_in_the_search_box(qtbot: QtBot, built: Built) -> None:
    built.lists.focus_search()
    qtbot.keyClicks(built.lists.search, "mlhs137/nbp")
    assert built.lists.search.text() == "mlhs137/nbp"
    assert not built.state.muscle_shown
    assert not built.state.labels_shown
    assert built.state.page == "start"
    assert built.scene.told.camera.view.yaw == 0


def test_esc_empties_the_box_and_gives_the_keys_to_the_body(qtbot: QtBot, built: Built) -> None:
    built.explore.select(f"{POINT}@left")
    built.lists.focus_search()
    qtbot.keyClicks(built.lists.search, "neck")
    press(built, Key.Key_Escape)
    assert built.lists.search.text() == ""
    assert built.lists.stack.currentWidget() is built.lists.tree
    assert built.state.selection == f"{POINT}@left"
    assert built.scene.hasFocus()
    press(built, Key.Key_Escape)
    assert built.state.selection == ""


def test_nothing_found_offers_something_else(qtbot: QtBot, built: Built) -> None:
    built.lists.search.setText("<qqqzzz>")
    assert built.lists.stack.currentWidget() is built.lists.nothing
    assert "&lt;qqqzzz&gt;" in built.lists.nothing.text()
    built.lists.nothing.linkActivated.emit("rotator cuff")
    assert built.lists.stack.currentWidget() is built.lists.results
    assert built.lists.results.count() > 2


# --- list -----------------------------------------------------------------------------------------------------------


def test_every_point_is_reached_with_the_arrow_keys_alone(built: Built, patterns: Patterns) -> None:
    tree = built.lists.tree
    tree.setFocus()
    tree.setCurrentItem(tree.topLevelItem(0).child(0))
    reached = set()
    before = None
    while tree.currentItem() is not before:
        before = tree.currentItem()
        if not before.isExpanded():
            press(built, Key.Key_Right)
        press(built, Key.Key_Down)
        reached.add(split_side(built.state.selection)[0])
    assert reached - {""} == set(patterns.markers)


def test_the_list_follows_what_is_selected_elsewhere(built: Built) -> None:
    built.scene.marker_clicked.emit(f"{POINT}@left")
    item = built.lists.tree.currentItem()
    assert item.data(0, Qt.ItemDataRole.UserRole) == f"point/{POINT}"
    assert item.parent().isExpanded()
    assert built.lists.sides.buttons["left"].isChecked()
    built.explore.clear()
    assert built.lists.tree.currentItem() is None
    assert not built.lists.tree.selectedItems()


def test_hovering_the_list_hovers_the_marker(built: Built) -> None:
    built.lists.tree.link_hovered.emit(f"point/{POINT}")
    assert built.scene.told.hovered == f"{POINT}@right"
    assert "Infraspinatus" in built.window._pointed.text()


def test_sides_switch_by_button_in_the_list_and_on_the_page(qtbot: QtBot, built: Built) -> None:
    built.explore.select(f"{POINT}@right")
    qtbot.mouseClick(built.lists.sides.buttons["left"], Qt.MouseButton.LeftButton)
    assert built.scene.told.selected == f"{POINT}@left"
    assert built.panel.sides.buttons["left"].isChecked()
    qtbot.mouseClick(built.panel.sides.buttons["right"], Qt.MouseButton.LeftButton)
    assert built.scene.told.selected == f"{POINT}@right"
    assert "subject's right" in built.panel.subtitle.text()
    press(built, Key.Key_O)
    assert built.scene.told.selected == f"{POINT}@left"


def test_overlapped_markers_go_through_the_chooser(built: Built) -> None:
    built.scene.markers_overlapped.emit([f"{POINT}@right", "infraspinatus.2@right"])
    assert built.state.selection == "infraspinatus.2@right"


# --- page -----------------------------------------------------------------------------------------------------------


def test_the_page_shows_words_then_the_picture(qtbot: QtBot, built: Built) -> None:
    blank = built.panel.pictures.pixmap(300, 1.0, LIGHT, built.panel.font()).toImage()
    built.explore.select(f"{POINT}@right")
    assert built.panel.title.text() == "Infraspinatus"
    qtbot.waitUntil(lambda: "Where the pain is felt" in page_text(built))
    with qtbot.waitSignal(built.panel.pictures.ready, timeout=60_000):
        pass
    made = built.panel.pictures.pixmap(300, 1.0, LIGHT, built.panel.font()).toImage()
    assert made.size() == blank.size()
    colours = [made.pixelColor(x, y) for x in range(0, made.width(), 2) for y in range(0, made.height(), 2)]
    assert sum(c.red() > 120 and c.green() < 90 and c.blue() < 100 for c in colours) > 20


def test_links_on_the_page_are_told_not_followed(qtbot: QtBot, built: Built) -> None:
    built.explore.select(f"{POINT}@right")
    with qtbot.waitSignal(built.panel.link_clicked) as told:
        built.panel.view.anchorClicked.emit("tp:technique/heat")
    assert told.args == ["tp:technique/heat"]
    assert built.panel.title.text() == built.explore.atlas.techniques["heat"].name
    qtbot.mouseClick(built.panel.back, Qt.MouseButton.LeftButton)
    assert built.panel.title.text() == "Infraspinatus"
    qtbot.mouseClick(built.panel.home, Qt.MouseButton.LeftButton)
    assert built.state.page == "start"


def test_a_new_page_starts_at_its_top_and_the_other_side_keeps_the_place(qtbot: QtBot, built: Built) -> None:
    built.explore.select(f"{POINT}@right")
    qtbot.waitUntil(lambda: "Where the pain is felt" in page_text(built))
    bar = built.panel.view.verticalScrollBar()
    bar.setValue(300)
    built.explore.other_side()
    qtbot.waitUntil(lambda: not built.panel._soon.isActive())
    assert bar.value() == 300
    built.explore.next_point()
    qtbot.waitUntil(lambda: not built.panel._soon.isActive())
    assert bar.value() == 0


# --- keys of the window ---------------------------------------------------------------------------------------------


def test_tab_walks_points_on_the_body_and_the_focus_elsewhere(built: Built) -> None:
    built.scene.setFocus()
    press(built, Key.Key_Tab)
    first = built.state.selection
    assert first
    assert built.scene.hasFocus()
    press(built, Key.Key_Tab)
    second = built.state.selection
    assert second != first
    press(built, Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert built.state.selection == first
    built.lists.search.setFocus()
    press(built, Key.Key_Tab)
    assert built.state.selection == first
    assert not built.lists.search.hasFocus()


def test_standard_views_orbit_zoom_and_fit_by_key(built: Built) -> None:
    told = built.scene.told
    built.scene.setFocus()
    shift = Qt.KeyboardModifier.ShiftModifier
    for key, modifier, yaw in (
        (Key.Key_1, Qt.KeyboardModifier.NoModifier, 0),
        (Key.Key_1, shift, 180),
        (Key.Key_3, Qt.KeyboardModifier.NoModifier, -90),
        (Key.Key_3, shift, 90),
    ):
        press(built, key, modifier)
        assert told.camera.view.yaw == yaw
    press(built, Key.Key_Left)
    assert told.camera.view.yaw != 90
    height = told.camera.height_mm
    press(built, Key.Key_Plus)
    assert told.camera.height_mm < height
    press(built, Key.Key_7)
    assert told.camera.view.pitch > 80
    press(built, Key.Key_7, shift)
    assert told.camera.view.pitch < -80
    press(built, Key.Key_Home)
    assert told.camera.height_mm == 1900.0


def test_muscle_and_labels_by_key_and_button(built: Built) -> None:
    built.scene.setFocus()
    press(built, Key.Key_M)
    press(built, Key.Key_L)
    assert (built.scene.told.muscle_shown, built.scene.told.labels_shown) == (True, True)
    assert built.window.actions_by_name["muscle"].isChecked()
    built.window.actions_by_name["muscle"].trigger()
    assert built.scene.told.muscle_shown is False
    assert built.window.actions_by_name["muscle"].isChecked() is False


def test_alt_left_and_right_walk_back_and_forward(built: Built) -> None:
    built.explore.select(f"{POINT}@right")
    built.explore.select(f"{POINT}@left")
    press(built, Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert built.state.selection == f"{POINT}@right"
    press(built, Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert built.state.selection == f"{POINT}@left"


def test_f1_and_h_show_the_keys(qtbot: QtBot, built: Built) -> None:
    for key in (Key.Key_F1, Key.Key_H):
        built.explore.clear()
        built.scene.setFocus()
        press(built, key)
        assert built.state.page == "help"
    qtbot.waitUntil(lambda: "Shift+Tab" in page_text(built))


def test_f6_moves_through_the_three_parts(built: Built) -> None:
    built.lists.search.setFocus()
    places = []
    for _ in range(3):
        press(built, Key.Key_F6)
        focus = QApplication.focusWidget()
        parts = (built.window.lists, built.window.pane, built.panel)
        places.append(next(number for number, part in enumerate(parts) if part.isAncestorOf(focus)))
    assert places == [1, 2, 0]


def test_text_grows_everywhere_and_comes_back(qtbot: QtBot, built: Built) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    before = (built.lists.tree.fontMetrics().height(), built.panel.title.fontMetrics().height())
    page = built.panel.view.document().defaultStyleSheet()
    for _ in range(4):
        press(built, Key.Key_Plus, control)
    grown = (built.lists.tree.fontMetrics().height(), built.panel.title.fontMetrics().height())
    assert all(new > old for new, old in zip(grown, before, strict=True))
    assert built.panel.view.document().defaultStyleSheet() != page
    press(built, Key.Key_0, control)
    assert (built.lists.tree.fontMetrics().height(), built.panel.title.fontMetrics().height()) == before


def test_text_is_never_tiny() -> None:
    assert text_size(6.0, 0) == 10.0
    assert text_size(14.0, 0) == 14.0
    assert text_size(14.0, 2) > text_size(14.0, 1) > 14.0 > text_size(14.0, -1)


def test_a_chosen_theme_dresses_everything(built: Built) -> None:
    built.state.set_theme("dark")
    assert built.scene.told.theme == "dark"
    assert built.panel.view.palette().base().color().name() == DARK.surface
    assert DARK.ink in built.panel.view.document().defaultStyleSheet()
    built.state.set_theme("light")
    assert built.scene.told.theme == "light"
    assert built.panel.view.palette().base().color().name() == LIGHT.surface


def test_everything_one_can_press_has_a_name(built: Built) -> None:
    for widget in built.window.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible():
            named = widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text())
            assert named or isinstance(widget, StubScene) or not widget.objectName().startswith("q"), widget


# --- plates ---------------------------------------------------------------------------------------------------------


def test_plates_say_why_and_can_be_clicked(qtbot: QtBot, body: Body, patterns: Patterns) -> None:
    view = PlatesView(body, "There is no OpenGL here.")
    qtbot.addWidget(view)
    view.resize(360, 480)
    instance = f"{POINT}@right"
    place = patterns.marker(instance)
    view.set_markers({instance: Mark(place, False, "Infraspinatus")})
    view.set_selected(instance, patterns.paint(instance))
    x, y, z = place.on(body.neutral)
    pose = Pose(facing(place, body.neutral), (float(x), float(y), float(z)), 600.0)
    view.turn_to(pose)
    with qtbot.waitExposed(view):
        view.show()
    qtbot.waitUntil(lambda: view._drawn is not None, timeout=60_000)
    assert "There is no OpenGL here." in view.findChild(QWidget, "why").text()
    at, seen = view._spots()[instance]
    assert seen
    assert (at - QPointF(view.canvas.rect().center())).manhattanLength() < 4
    with qtbot.waitSignal(view.marker_clicked) as told:
        qtbot.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert told.args == [instance]
    with qtbot.waitSignal(view.region_hovered) as hovered:
        QTest.mouseMove(view.canvas, at.toPoint())
    assert hovered.args[0] >= 0
    with qtbot.waitSignal(view.background_clicked):
        qtbot.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    view.look_from(facing(place, body.neutral))
    view.stop()


def test_a_drag_on_a_plate_is_no_click(qtbot: QtBot, body: Body) -> None:
    view = PlatesView(body)
    qtbot.addWidget(view)
    told: list[str] = []
    view.marker_clicked.connect(told.append)
    view.background_clicked.connect(lambda: told.append("background"))
    view.press(QPointF(50, 50))
    view.release(QPointF(60, 52))
    assert told == []
    view.stop()


def test_in_the_background_the_newest_wish_wins_and_errors_are_told(qtbot: QtBot) -> None:
    background = Background()
    got: list[object] = []
    background.finished.connect(lambda key, value: got.append((key, value)))
    with qtbot.waitSignal(background.finished):
        background.ask("a", lambda: 1)
    assert got[-1] == ("a", 1)

    def fail() -> object:
        raise ValueError("no")

    with qtbot.waitSignal(background.failed) as told:
        background.ask("b", fail)
    assert isinstance(told.args[0], ValueError)
    background.stop()
    background.ask("c", lambda: 3)
    assert got == [("a", 1)]
