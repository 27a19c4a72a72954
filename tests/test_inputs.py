"""Sliders and choices under the mouse: the wheel changes none in passing, a click on a track goes there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QScrollBar,
    QSlider,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot
from test_working_set import Answers
from windows import open_stub

import tpexplorer
from tpexplorer.app import Built, Hands
from tpexplorer.panels.inputs import Slider

Left = Qt.MouseButton.LeftButton
# What Qt lets the wheel change; inputs.py has those that this window uses.
TAKE_THE_WHEEL = {
    *("QComboBox", "QFontComboBox", "QSlider", "QDial", "QSpinBox", "QDoubleSpinBox", "QDateEdit", "QTimeEdit"),
    *("QDateTimeEdit", "QTabBar", "QTabWidget"),
}


@pytest.fixture
def built(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Built]:
    answers = Answers()
    answers.keep = "discard"
    built = open_stub(qtbot, qapp, tmp_path, Hands(lambda choices: choices[0][0], lambda _url: None, answers))
    yield built
    built.window.close()


def inputs_of(window: QWidget) -> list[QWidget]:
    """Everything in a window whose value a wheel could change."""
    kinds = (QComboBox, QAbstractSlider, QAbstractSpinBox, QTabBar)
    return [widget for kind in kinds for widget in window.findChildren(kind) if not isinstance(widget, QScrollBar)]


def value(widget: QWidget) -> object:
    return widget.currentIndex() if isinstance(widget, QComboBox | QTabBar) else widget.value()


def wheel(qtbot: QtBot, built: Built, widget: QWidget, steps: int) -> None:
    """Turn the wheel over a widget, as the system tells the window, once it is where a pointer reaches it."""

    def place() -> QPoint:
        return widget.mapTo(built.window, widget.rect().center())

    def reached() -> bool:
        before = place()
        QApplication.processEvents()  # what is still to be laid out
        under = built.window.childAt(before)
        return place() == before and (under is widget or (under is not None and widget.isAncestorOf(under)))

    qtbot.waitUntil(reached)
    at = place()
    QTest.wheelEvent(built.window.windowHandle(), QPointF(at), QPoint(0, 120 * steps))


def pass_over(qtbot: QtBot, built: Built, widgets: list[QWidget]) -> None:
    for widget in widgets:
        assert widget.isVisible(), widget
        before = value(widget)
        for steps in (-1, 1, -3, 3):
            wheel(qtbot, built, widget, steps)
            assert value(widget) == before, widget.accessibleName()
            assert not widget.hasFocus()


def test_the_wheel_changes_nothing_in_passing(qtbot: QtBot, built: Built) -> None:
    built.lists.bar.open(True)
    built.pain.find.add_region("temple")
    seen = set()
    for shown in (False, True):
        built.pain.state.set_shown(shown)
        built.window.focus_body()
        qtbot.waitUntil(lambda shown=shown: built.pain.panel.areas.strength.isVisible() is shown)
        visible = [widget for widget in inputs_of(built.window) if widget.isVisible()]
        pass_over(qtbot, built, visible)
        seen |= set(visible)
    assert seen == set(inputs_of(built.window)), "some input was never in sight"
    assert built.pain.state.working_set.drawing.areas[0].word == ""
    assert not built.state.narrowed


def test_a_wheel_in_passing_scrolls_the_list_around(qtbot: QtBot, built: Built) -> None:
    def scrolls(widget: QWidget, area: QAbstractScrollArea) -> None:
        bar = area.verticalScrollBar()
        bar.setValue(0)
        wheel(qtbot, built, widget, -2)
        assert bar.value() > 0, widget.accessibleName()

    built.lists.bar.open(True)
    QApplication.processEvents()
    for box in (*built.lists.bar.boxes, built.lists.search, built.lists.sides):
        scrolls(box, built.lists.tree)
    built.pain.state.set_shown(True)
    built.pain.find.add_region("temple")
    ranked = built.pain.panel.list
    qtbot.waitUntil(lambda: ranked.isVisible() and ranked.verticalScrollBar().maximum() > 0, timeout=5000)
    for widget in (built.pain.panel.areas.word, built.pain.panel.areas.strength, built.pain.panel.ticks.note):
        scrolls(widget, ranked)


def test_the_wheel_changes_what_one_has_gone_to(qtbot: QtBot, built: Built) -> None:
    built.lists.bar.open(True)
    built.pain.find.add_region("temple")
    built.pain.state.set_shown(True)
    word, strength = built.pain.panel.areas.word, built.pain.panel.areas.strength
    qtbot.waitUntil(word.isVisible)
    for widget in (word, strength):
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        before = value(widget)
        wheel(qtbot, built, widget, -1 if widget is word else 1)
        assert value(widget) != before
        # Left and come back to, it is passed over like any other, though the keys still go there.
        QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))
        now = value(widget)
        wheel(qtbot, built, widget, -1 if widget is word else 1)
        assert value(widget) == now
    qtbot.mouseClick(strength, Left, pos=strength.rect().center())
    now = value(strength)
    wheel(qtbot, built, strength, 1)
    assert value(strength) == now + 1


def test_inputs_come_from_where_the_wheel_is_taken_care_of() -> None:
    for module in Path(tpexplorer.__file__).parent.rglob("*.py"):
        if module.name != "inputs.py":
            nodes = ast.walk(ast.parse(module.read_text(encoding="utf-8")))
            names = {getattr(node.func, "id", getattr(node.func, "attr", "")) for node in nodes if isinstance(node, ast.Call)}
            assert not names & TAKE_THE_WHEEL, f"{module.name}: give it a class of its own in panels/inputs.py"


# --- a click on the track -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("share", [0.0, 0.3, 0.65, 1.0])
def test_a_click_on_a_track_goes_there(qtbot: QtBot, built: Built, share: float) -> None:
    built.pain.find.add_region("temple")
    built.pain.state.set_shown(True)
    for slider in (built.pain.panel.areas.strength, built.pain.panel.tools.radius):
        qtbot.waitUntil(slider.isVisible)
        room = slider.maximum() - slider.minimum()
        at = QPoint(round(8 + (slider.width() - 16) * share), slider.height() // 2)
        qtbot.mouseClick(slider, Left, pos=at)
        assert abs(slider.value() - (slider.minimum() + share * room)) <= max(1, room * 0.03)
    area = built.pain.state.working_set.drawing.areas[0]
    strength = built.pain.panel.areas.strength.value()
    assert area.intensity == (None if strength < 0 else strength)
    assert built.pain.panel.areas.number.text() == ("–" if strength < 0 else f"{strength}/10")


def test_from_the_track_one_may_drag_on(qtbot: QtBot, built: Built) -> None:
    for orientation in Qt.Orientation:
        slider = Slider(orientation)
        qtbot.addWidget(slider)
        slider.setRange(0, 100)
        slider.resize(*((220, 24) if orientation == Qt.Orientation.Horizontal else (24, 220)))
        with qtbot.waitExposed(slider):
            slider.show()

        def place(share: float, slider: QSlider = slider, orientation: Qt.Orientation = orientation) -> QPoint:
            along = round(10 + 200 * share)
            return QPoint(along, 12) if orientation == Qt.Orientation.Horizontal else QPoint(12, 220 - along)

        qtbot.mousePress(slider, Left, pos=place(0.2))
        assert abs(slider.value() - 20) <= 3
        qtbot.mouseMove(slider, place(0.8))
        qtbot.mouseRelease(slider, Left, pos=place(0.8))
        assert abs(slider.value() - 80) <= 4
