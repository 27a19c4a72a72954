"""List and page can be folded away and always come back: by key, button, menu, and by dragging."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from windows import careless, open_stub

from tpexplorer.app import Built

Open = Callable[[], Built]
KEYS = {"list": Qt.Key.Key_F7, "page": Qt.Key.Key_F8}


@pytest.fixture
def open_window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Open]:
    built: list[Built] = []

    def start() -> Built:
        built.append(open_stub(qtbot, qapp, tmp_path, careless()))
        return built[-1]

    yield start
    for window in built:
        window.window.close()


@pytest.fixture
def built(open_window: Open) -> Built:
    return open_window()


def pane(built: Built, name: str) -> QWidget:
    return built.tabs if name == "list" else built.panel


def fold_button(built: Built, name: str) -> QToolButton:
    action = built.window.actions_by_name[f"show_{name}"]
    return next(button for button in built.window.pane.findChildren(QToolButton, "fold") if button.defaultAction() is action)


@pytest.mark.parametrize("name", ["list", "page"])
def test_a_pane_folds_away_by_its_key_and_comes_back_as_wide(qtbot: QtBot, built: Built, name: str) -> None:
    width, body = pane(built, name).width(), built.window.pane.width()
    QTest.keyClick(built.window, KEYS[name])
    assert not pane(built, name).isVisible()
    qtbot.waitUntil(lambda: built.window.pane.width() > body + width - 10)
    QTest.keyClick(built.window, KEYS[name])
    assert pane(built, name).isVisible()
    qtbot.waitUntil(lambda: abs(pane(built, name).width() - width) <= 4)


@pytest.mark.parametrize("name", ["list", "page"])
def test_the_button_that_brings_a_pane_back_is_always_in_sight(qtbot: QtBot, built: Built, name: str) -> None:
    built.window.resize(built.window.minimumSizeHint())
    button = fold_button(built, name)
    for _ in range(2):
        assert button.isVisible() and button.visibleRegion().boundingRect() == button.rect()
        assert "(F" in button.toolTip() and button.accessibleName()
        shown = pane(built, name).isVisible()
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert pane(built, name).isVisible() is not shown
        assert button.isChecked() is not shown


@pytest.mark.parametrize("name", ["list", "page"])
def test_a_pane_dragged_to_the_edge_is_folded_and_no_key_leads_into_it(qtbot: QtBot, built: Built, name: str) -> None:
    splitter = built.window.splitter
    handle = splitter.handle(1 if name == "list" else 2)
    at, away = handle.rect().center(), QPoint(-600 if name == "list" else 600, 0)
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    QTest.mouseMove(handle, at + away)
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at + away)
    qtbot.waitUntil(lambda: not pane(built, name).isVisible())
    for _ in range(12):
        QTest.keyClick(QApplication.focusWidget() or built.window, Qt.Key.Key_F6)
        focus = QApplication.focusWidget()
        assert focus is None or not pane(built, name).isAncestorOf(focus)
    QTest.keyClick(built.window, KEYS[name])
    qtbot.waitUntil(lambda: pane(built, name).isVisible() and pane(built, name).width() >= 250)


def test_what_is_folded_stays_folded_at_the_next_start(qtbot: QtBot, open_window: Open) -> None:
    first = open_window()
    width = first.panel.width()
    QTest.keyClick(first.window, KEYS["page"])
    first.window.close()
    second = open_window()
    assert second.tabs.isVisible() and not second.panel.isVisible()
    assert not fold_button(second, "page").isChecked() and fold_button(second, "list").isChecked()
    QTest.keyClick(second.window, KEYS["page"])
    qtbot.waitUntil(lambda: abs(second.panel.width() - width) <= 4)


def test_what_needs_a_pane_brings_it_back(built: Built) -> None:
    for name, action in (("list", "find"), ("list", "narrow"), ("list", "place"), ("list", "pain"), ("page", "help")):
        built.window.splitter.set_shown(name, False)
        built.window.actions_by_name[action].trigger()
        assert pane(built, name).isVisible(), action
        if action in ("place", "pain"):
            built.pain.state.set_shown(False)
