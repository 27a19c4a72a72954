"""What keyboards and screen readers find: names, roles, a focus that can be seen, pictures in words, borders that stand out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from pytestqt.qtbot import QtBot
from windows import careless, open_3d, open_stub, scene_of

from tpexplorer.app import Built
from tpexplorer.panels.plates_view import PlatesView
from tpexplorer.panels.theme import LOOKS, Look

POINT = "infraspinatus.1@right"
Role = QAccessible.Role
ROLES = {
    *(Role.Button, Role.ButtonMenu, Role.ButtonDropDown, Role.CheckBox, Role.RadioButton, Role.ComboBox, Role.EditableText),
    *(Role.List, Role.Tree, Role.PageTabList, Role.Slider, Role.Document, Role.StaticText, Role.PageTab),
}


@pytest.fixture
def built(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Built]:
    built = open_stub(qtbot, qapp, tmp_path, careless())
    yield built
    built.window.close()


def explore(built: Built) -> None:
    built.explore.select(POINT)


def search(built: Built) -> None:
    built.lists.search.setText("shoulder")


def find(built: Built) -> None:
    built.pain.state.set_shown(True)
    built.pain.find.add_region("temple")
    built.pain.find.rank()
    built.explore.select(built.pain.find.ranking.muscles[0].points[0].instance)


SCENES: tuple[Callable[[Built], None], ...] = (explore, search, find)


def everything(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """An interface and all beneath it, but for the rows of lists."""
    yield interface
    if interface.role() in (Role.List, Role.Tree, Role.Document):
        return
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child is not None and child.isValid():
            yield from everything(child)


@pytest.mark.parametrize("scene", SCENES)
def test_everything_the_keys_reach_has_a_name_and_a_role(built: Built, scene: Callable[[Built], None]) -> None:
    scene(built)
    faults = []
    for part in everything(QAccessible.queryAccessibleInterface(built.window)):
        state, widget = part.state(), part.object()
        if not state.focusable or state.invisible or widget is built.window:
            continue
        named = part.text(QAccessible.Text.Name) or part.text(QAccessible.Text.Description)
        body = isinstance(widget, QWidget) and built.window.pane.frame.isAncestorOf(widget)
        if not named and not body:
            faults.append(f"{part.role()} {widget} has no name")
        if part.role() not in ROLES and not body and not isinstance(widget, QAbstractScrollArea):
            faults.append(f"{widget} is a {part.role()}")
    assert faults == []


def test_the_tabs_are_tabs(built: Built) -> None:
    bar = QAccessible.queryAccessibleInterface(built.tabs.bar)
    assert bar.role() == Role.PageTabList
    tabs = [bar.child(number) for number in range(bar.childCount())]
    assert [tab.text(QAccessible.Text.Name) for tab in tabs if tab.role() == Role.PageTab] == ["Atlas", "Where it hurts"]
    built.pain.state.set_shown(True)
    assert tabs[1].state().selected and not tabs[0].state().selected


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("scene", SCENES)
def test_tab_walks_round_and_each_stop_can_be_seen(
    qtbot: QtBot, built: Built, scene: Callable[[Built], None], theme: str
) -> None:
    built.state.set_theme(theme)
    scene(built)
    look = LOOKS[theme]
    stops = tab_stops(built)
    assert len(stops) > 8 and built.panel.view in stops
    faults = []
    for stop in stops:
        built.window.setFocus()
        before = picture(qtbot, stop)
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.waitUntil(stop.hasFocus)
        after = picture(qtbot, stop)
        if not stands_out(before, after, look):
            faults.append(f"{type(stop).__name__} {stop.objectName()} {stop.accessibleName()}")
    assert "; ".join(faults) == "", "these look the same with the focus"


def tab_stops(built: Built) -> list[QWidget]:
    """Where Tab goes, one after the other, all round the window."""
    stops: list[QWidget] = []
    at: QWidget | None = built.window.nextInFocusChain()
    while at is not None and at is not built.window:
        policy = at.focusPolicy() & Qt.FocusPolicy.TabFocus
        if policy and at.isVisible() and at.isEnabled() and at.focusProxy() is None and at.window() is built.window:
            stops.append(at)
        at = at.nextInFocusChain()
    return [stop for stop in stops if stop is not built.scene]


def picture(qtbot: QtBot, widget: QWidget) -> QImage:
    QApplication.processEvents()
    around = widget.parentWidget() or widget
    return around.grab(QRect(widget.pos(), widget.size())).toImage().convertToFormat(QImage.Format.Format_RGB32)


def luminance(colour: QColor) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def contrast(first: QColor, second: QColor) -> float:
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def stands_out(before: QImage, after: QImage, look: Look) -> bool:
    """Whether what has changed has a contrast of 3:1 to what was there, over as much as a ring two px wide on one side."""
    changed = 0
    for x in range(0, after.width()):
        for y in range(0, after.height(), 1 if after.height() < 80 else 7):
            old, new = before.pixelColor(x, y), after.pixelColor(x, y)
            changed += old != new and contrast(old, new) >= 2.95
    return changed >= min(after.width(), after.height())


@pytest.mark.parametrize("name", ["light", "dark"])
def test_borders_of_fields_and_the_ring_stand_out(built: Built, name: str) -> None:
    look = LOOKS[name]
    for ground in (look.surface, look.raised, look.ground):
        assert contrast(QColor(look.edge), QColor(ground)) >= 3
        assert contrast(QColor(look.accent), QColor(ground)) >= 3
        assert contrast(QColor(look.ink), QColor(ground)) >= 7
        assert contrast(QColor(look.muted), QColor(ground)) >= 4.5
    built.state.set_theme(name)
    built.lists.bar.open(True)
    built.pain.state.set_shown(False)
    for field in (built.lists.search, *built.lists.bar.boxes, built.lists.sides.buttons["left"]):
        assert edge_contrast(field) >= 2.9, field


def edge_contrast(widget: QWidget) -> float:
    """How the middle of a widget's lower edge stands out from what is above it inside."""
    image = picture_of(widget)
    column = [image.pixelColor(image.width() // 2, y) for y in range(image.height() - 4, image.height())]
    inside = image.pixelColor(image.width() // 2, image.height() - 5)
    return max(contrast(colour, inside) for colour in column)


def picture_of(widget: QWidget) -> QImage:
    QApplication.processEvents()
    return widget.grab().toImage()


def test_the_page_says_its_picture_in_words(qtbot: QtBot, built: Built) -> None:
    built.explore.select(POINT)
    words = built.explore.atlas.point(POINT).pattern.essential.words
    qtbot.waitUntil(lambda: words.split(",")[0] in built.panel.view.accessibleDescription())
    built.explore.open("start")
    qtbot.waitUntil(lambda: not built.panel.view.accessibleDescription())


def body_interface(built: Built) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(built.window.pane.frame._speaker)


@pytest.mark.parametrize("fixed", [False, True], ids=["3D", "fixed views"])
def test_the_body_takes_the_keys_shows_it_and_says_what_is_selected(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, fixed: bool
) -> None:
    built = open_3d(qtbot, qapp, tmp_path, careless())
    qtbot.addWidget(built.window)
    if fixed:
        scene_of(built).failed.emit("For a test.")
        qtbot.waitUntil(lambda: isinstance(built.scene, PlatesView))
    frame = built.window.pane.frame
    built.window.activateWindow()
    qtbot.waitUntil(built.window.isActiveWindow)
    built.lists.search.setFocus()
    qtbot.waitUntil(lambda: not frame.ringed)
    corner = QRect(QPoint(0, 0), frame.size())
    before = frame.grab(corner).toImage().pixelColor(1, 1)
    built.window.focus_body()
    qtbot.waitUntil(lambda: frame.ringed)
    assert contrast(before, frame.grab(corner).toImage().pixelColor(1, 1)) >= 3
    speaker = body_interface(built)
    assert speaker.text(QAccessible.Text.Name) and speaker.state().focusable
    assert "Nothing is selected" in speaker.text(QAccessible.Text.Description)
    QTest.keyClick(QApplication.focusWindow(), Qt.Key.Key_N)
    qtbot.waitUntil(lambda: bool(built.state.selection))
    said = body_interface(built).text(QAccessible.Text.Description)
    atlas = built.explore.atlas
    assert atlas.point(built.state.selection).label in said and "Essential zone" in said
    built.window.close()
