"""Where it hurts, under real hands: the panel's widgets, its keys, what is told to a screen reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot
from stub_scene import StubScene
from test_working_set import Answers
from windows import open_stub

from tpexplorer.app import Built, Hands, build
from tpexplorer.panels.find_panel import FindPanel

Key = Qt.Key
TEXT = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def built(qtbot: QtBot, qapp: QApplication, tmp_path: Path, answers: Answers) -> Iterator[Built]:
    hands = Hands(lambda choices: choices[0][0], lambda _url: None, answers)
    built = open_stub(qtbot, qapp, tmp_path, hands)
    yield built
    answers.keep = "discard"
    built.window.close()


def press(built: Built, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or built.window, key, modifier)


def add_by_name(qtbot: QtBot, built: Built, text: str) -> None:
    press(built, Key.Key_A)
    shown = built.pain.panel.areas.rows.count()
    qtbot.keyClicks(built.pain.panel.regions.line, text)
    press(built, Key.Key_Return)
    qtbot.waitUntil(lambda: built.pain.panel.areas.rows.count() == shown + 1, timeout=5000)


def titles(panel: FindPanel) -> list[str]:
    items = [panel.list.topLevelItem(row) for row in range(panel.list.topLevelItemCount())]
    return [str(item.data(0, TEXT)) for item in items if item is not None]


# --- keys alone -----------------------------------------------------------------------------------------------------


def test_with_the_keyboard_alone_from_the_pain_to_a_found_point(qtbot: QtBot, built: Built) -> None:
    press(built, Key.Key_W)
    panel = built.pain.panel
    assert panel.isVisible()
    assert panel.nothing.isVisible()
    add_by_name(qtbot, built, "temple")
    add_by_name(qtbot, built, "corner of the jaw")
    assert panel.areas.rows.count() == 2
    assert panel.areas.rows.item(0).text() == "Temple · right"
    assert "Upper trapezius" in titles(panel)[0]
    assert "Essential zone covers" in titles(panel)[0]
    panel.list.setFocus()
    press(built, Key.Key_Down)
    first = built.state.selection
    assert first.startswith("upper-trapezius")
    press(built, Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert built.pain.state.working_set.item(first).status == "found"
    assert panel.ticks.statuses["found"].isChecked()
    assert ", found" in titles(panel)[0]
    press(built, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not built.pain.state.working_set.items


def test_the_arrow_keys_walk_the_places_and_light_them_up(qtbot: QtBot, built: Built) -> None:
    press(built, Key.Key_A)
    box = built.pain.panel.regions
    assert box.line.hasFocus()
    press(built, Key.Key_Down)  # opens all places
    assert box.rows.isVisible()
    assert box.rows.count() == len(built.explore.known.body_map.regions)
    press(built, Key.Key_Down)
    press(built, Key.Key_Down)
    assert built.scene.told.lit is not None
    press(built, Key.Key_Escape)
    assert not box.rows.isVisible()
    assert built.scene.told.lit is None
    assert built.pain.state.shown


def test_a_place_that_is_none_says_so_and_enter_does_nothing(qtbot: QtBot, built: Built) -> None:
    press(built, Key.Key_A)
    qtbot.keyClicks(built.pain.panel.regions.line, "xyzzyx")
    assert built.pain.panel.regions.rows.item(0).text() == "No place of that name"
    press(built, Key.Key_Return)
    assert not built.pain.state.working_set.drawing


def test_everything_has_a_name_and_can_be_reached(qtbot: QtBot, built: Built) -> None:
    press(built, Key.Key_W)
    add_by_name(qtbot, built, "temple")
    panel = built.pain.panel
    for holder in (panel, panel.tools):
        for widget in holder.findChildren(QWidget):
            reachable = widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            if reachable and not widget.objectName().startswith("qt_"):
                interface = QAccessible.queryAccessibleInterface(widget)
                assert interface.text(QAccessible.Text.Name), widget
    buttons = [*panel.ticks.statuses.values(), panel.ticks.compare, *panel.tools.ask_buttons.values()]
    assert all(isinstance(button, QAbstractButton) and button.toolTip() for button in buttons)


# --- what is shown --------------------------------------------------------------------------------------------------


def test_strength_and_kind_belong_to_the_chosen_area(qtbot: QtBot, built: Built) -> None:
    add_by_name(qtbot, built, "temple")
    add_by_name(qtbot, built, "heel")
    areas = built.pain.panel.areas
    assert areas.rows.currentRow() == 1
    areas.rows.setCurrentRow(0)
    areas.strength.setValue(7)
    areas.word.setCurrentIndex(areas.word.findData("numb"))
    areas.word.activated.emit(areas.word.currentIndex())
    qtbot.waitUntil(lambda: areas.rows.item(0).text() == "Temple · right · 7/10 numb", timeout=5000)
    assert "Numbness" in built.pain.panel.flags.label.text()
    areas.rows.setFocus()
    press(built, Key.Key_Delete)
    qtbot.waitUntil(lambda: areas.rows.count() == 1)
    assert "heel" in areas.rows.item(0).text().casefold()


def test_red_flags_stand_above_the_list_and_lead_to_their_pages(qtbot: QtBot, built: Built) -> None:
    add_by_name(qtbot, built, "inner calf")
    panel = built.pain.panel
    qtbot.waitUntil(panel.flags.isVisible, timeout=5000)
    qtbot.waitUntil(panel.list.isVisible, timeout=5000)

    def top(widget: QWidget) -> int:
        return widget.mapTo(panel, QPoint(0, 0)).y()

    # What stands above the list finds its height once it knows its width.
    qtbot.waitUntil(lambda: top(panel.flags) < top(panel.list), timeout=5000)
    qtbot.waitUntil(lambda: top(panel.flags) + panel.flags.height() <= top(panel.list), timeout=5000)
    panel.flags.label.linkActivated.emit("caution/dvt")
    assert built.state.page == "caution/dvt"


def test_notes_are_kept_when_another_point_is_chosen(qtbot: QtBot, built: Built) -> None:
    add_by_name(qtbot, built, "temple")
    panel = built.pain.panel
    panel.list.setFocus()
    press(built, Key.Key_Down)
    first = built.state.selection
    panel.ticks.note.setFocus()
    qtbot.keyClicks(panel.ticks.note, "tender")
    panel.list.setFocus()
    press(built, Key.Key_Down)
    assert built.state.selection != first
    assert built.pain.state.working_set.item(first).note == "tender"
    assert panel.ticks.note.text() == ""
    panel.list.setFocus()
    press(built, Key.Key_Up)
    assert panel.ticks.note.text() == "tender"


def test_small_plates_come_one_after_another(qtbot: QtBot, built: Built) -> None:
    add_by_name(qtbot, built, "temple")
    panel = built.pain.panel
    first = built.pain.find.ranking.muscles[0].points[0].instance
    qtbot.waitUntil(lambda: panel.thumbnails.pixmap(first) is not None, timeout=20_000)
    # Every row gets its plate in the end, those out of sight too.
    rows = [row.points[0].instance for row in built.pain.find.ranking.muscles]
    qtbot.waitUntil(lambda: all(panel.thumbnails.pixmap(name) is not None for name in rows), timeout=60_000)
    image = panel.thumbnails.pixmap(first).toImage()  # type: ignore[union-attr]
    reds = sum(
        image.pixelColor(x, y).red() > 1.6 * image.pixelColor(x, y).green()
        for x in range(image.width())
        for y in range(image.height())
    )
    assert reds > 20


def test_choosing_several_compares_them(qtbot: QtBot, built: Built) -> None:
    add_by_name(qtbot, built, "temple")
    panel = built.pain.panel
    items = [panel.list.topLevelItem(row) for row in range(2)]
    for item in items:
        assert item is not None
        item.setSelected(True)
    assert panel.ticks.compare.text() == "Compare 2"
    qtbot.mouseClick(panel.ticks.compare, Qt.MouseButton.LeftButton)
    window = built.pain.comparing.window
    assert window is not None
    assert window.isVisible()
    assert built.pain.find.ranking.muscles[0].name in window.windowTitle()
    assert built.pain.find.ranking.muscles[1].name in window.windowTitle()


def test_a_points_page_leads_to_the_comparison(qtbot: QtBot, built: Built) -> None:
    built.explore.select("infraspinatus.1@right")
    qtbot.waitUntil(lambda: "Easily confused with" in built.panel.view.toPlainText(), timeout=3000)
    html = built.panel.view.toHtml()
    link = next(part.split('"')[0] for part in html.split('href="') if "compare/" in part.split('"')[0])
    built.panel.link_clicked.emit(link)
    assert built.pain.comparing.window is not None
    assert "Infraspinatus" in built.pain.comparing.window.windowTitle()


def test_the_search_key_goes_back_to_the_atlas(built: Built) -> None:
    press(built, Key.Key_W)
    assert built.pain.panel.isVisible()
    press(built, Key.Key_Slash)
    assert built.lists.search.hasFocus()
    assert not built.pain.panel.isVisible()


# --- files ----------------------------------------------------------------------------------------------------------


def test_an_unsaved_set_holds_the_window_open_until_it_is_decided(qtbot: QtBot, built: Built, answers: Answers) -> None:
    add_by_name(qtbot, built, "temple")
    built.pain.find.tick("masseter.1@right", "found", "")
    assert not built.window.close()
    assert built.window.isVisible()
    assert answers.asked == 1
    assert built.recovery_path.parent.is_dir()


def test_a_drawing_is_not_lost_unasked(qtbot: QtBot, built: Built, answers: Answers, tmp_path: Path) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    add_by_name(qtbot, built, "temple")
    drawn = built.pain.state.working_set
    assert built.window.windowTitle().startswith("Untitled")
    assert built.window.isWindowModified()
    for asked, key in enumerate((Key.Key_N, Key.Key_O, Key.Key_Q), 1):
        press(built, key, control)
        assert answers.asked == asked  # cancelled
        assert built.pain.state.working_set == drawn
        assert built.window.isVisible()
    answers.keep, answers.path = "save", str(tmp_path / "one")
    press(built, Key.Key_N, control)
    assert not built.pain.state.working_set
    assert not built.window.isWindowModified()
    answers.path = str(tmp_path / "one.json")
    press(built, Key.Key_O, control)
    assert built.pain.state.working_set == drawn
    assert answers.asked == 4


def test_a_note_that_is_being_typed_is_saved_kept_and_asked_about(
    qtbot: QtBot, built: Built, answers: Answers, tmp_path: Path
) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    add_by_name(qtbot, built, "temple")
    answers.path = str(tmp_path / "one.json")
    press(built, Key.Key_S, control)
    built.explore.select("masseter.1@right")
    note = built.pain.panel.ticks.note
    note.setFocus()
    qtbot.keyClicks(note, "in the jaw, ")
    qtbot.waitUntil(lambda: built.recovery_path.exists() and b"in the jaw" in built.recovery_path.read_bytes(), timeout=5000)
    built.pain.find.tick("soleus.1@left", "found", "")  # elsewhere; the text under the hand stays
    assert note.text() == "in the jaw, "
    qtbot.keyClicks(note, "when chewing")
    assert not built.window.close()
    assert answers.asked == 1
    qtbot.keyClicks(note, ", left")
    press(built, Key.Key_S, control)
    assert "in the jaw, when chewing, left" in (tmp_path / "one.json").read_text()
    assert not built.window.isWindowModified()


def test_the_title_says_which_file_is_open_and_whether_it_is_saved(
    qtbot: QtBot, built: Built, answers: Answers, tmp_path: Path
) -> None:
    add_by_name(qtbot, built, "temple")
    answers.path = str(tmp_path / "shoulder.json")
    press(built, Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert (tmp_path / "shoulder.json").exists()
    assert built.window.windowTitle().startswith("shoulder.json")
    assert not built.window.isWindowModified()
    built.pain.find.tick("masseter.1@right", "found", "")
    assert built.window.isWindowModified()


def test_after_a_crash_the_set_is_back(qtbot: QtBot, built: Built, qapp: QApplication, tmp_path: Path) -> None:
    add_by_name(qtbot, built, "temple")
    built.pain.find.tick("masseter.1@right", "found", "in the jaw")
    built.pain.files.keep()
    built.recovery.release()  # a process that dies lets go
    again = build(qapp, tmp_path / "settings.ini", make_scene=StubScene, hands=built.hands)
    qtbot.addWidget(again.window)
    assert again.pain.state.shown
    assert again.pain.state.working_set.item("masseter.1@right").note == "in the jaw"
    assert len(again.pain.state.working_set.drawing.areas) == 1
    again.pain.stop()
    assert not again.recovery_path.exists()


def test_pointing_at_the_line_that_says_there_is_no_such_place_lights_nothing_up(qtbot: QtBot, built: Built) -> None:
    press(built, Key.Key_A)
    regions, pointed = built.pain.panel.regions, list[str]()
    qtbot.keyClicks(regions.line, "zzzz")
    regions.pointed.connect(pointed.append)
    regions.rows.itemEntered.emit(regions.rows.item(0))
    assert pointed == [""]
