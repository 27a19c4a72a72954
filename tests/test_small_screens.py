"""Small screens and large text: the window fits, nothing in it is cut, and what matters stays in sight."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QFontMetrics, QTextDocument
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from windows import careless, open_stub

from tpexplorer.app import Built
from tpexplorer.modes.html import words_of
from tpexplorer.panels.plates_view import PlatesView
from tpexplorer.panels.words import OneLine
from tpexplorer.state.app_state import LARGEST_TEXT, SMALLEST_TEXT
from tpexplorer.window.error_dialog import ErrorDialog

# 1366×768 at 150 % is 911×512 for Qt.
SMALLEST = QSize(911, 512)
SIZES = (SMALLEST, QSize(1024, 600), QSize(1366, 768))
STEPS = (SMALLEST_TEXT, 0, LARGEST_TEXT)
LONG_PAGES = (
    *("help", "coverage", "muscle/sternocleidomastoid"),
    *("point/sternocleidomastoid.1@right", "point/flexor-digitorum-superficialis.3"),
)
POINT = "sternocleidomastoid.1@right"


def empty(built: Built) -> None:
    built.explore.open("start")


def point(built: Built) -> None:
    built.explore.select(POINT)


def muscle(built: Built) -> None:
    built.explore.open("muscle/extensor-carpi-radialis-brevis")


def narrowed(built: Built) -> None:
    built.lists.bar.open(True)
    built.lists.narrowed.emit("head-neck", "", "deep")


def searched(built: Built) -> None:
    built.lists.search.setText("trapezius")


def nothing_found(built: Built) -> None:
    built.lists.search.setText("qqqqqq")


def asked(built: Built) -> None:
    built.pain.state.set_shown(True)


def drawn(built: Built) -> None:
    built.pain.state.set_shown(True)
    for region in ("temple", "angle-of-jaw", "posterolateral-neck"):
        built.pain.find.add_region(region)
    built.pain.find.rank()


def ticked(built: Built) -> None:
    drawn(built)
    built.explore.select(built.pain.find.ranking.muscles[0].points[0].instance)


SCENES: tuple[Callable[[Built], None], ...] = (
    *(empty, point, muscle, narrowed, searched, nothing_found, asked, drawn, ticked),
)


@pytest.fixture
def built(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Built]:
    built = open_stub(qtbot, qapp, tmp_path, careless())
    yield built
    built.state.set_text_step(0)
    built.window.close()


def settle(qtbot: QtBot, built: Built) -> None:
    """Until the layout is at rest: the page is written and nothing has moved in a whole round of events."""
    seen: list[list[QRect]] = []

    def rests() -> bool:
        seen.append([widget.geometry() for widget in built.window.findChildren(QWidget) if widget.isVisible()])
        panel = built.panel
        return len(seen) > 2 and seen[-1] == seen[-2] and not panel._soon.isActive() and not panel._resized.isActive()

    qtbot.waitUntil(rests)


def dress(qtbot: QtBot, built: Built, scene: Callable[[Built], None], size: QSize, step: int) -> None:
    built.state.set_text_step(step)
    built.window.resize(size)
    scene(built)
    settle(qtbot, built)


def undress(built: Built) -> None:
    if built.pain_if_built is not None:
        built.pain.find.ask("clear")
        built.pain.state.set_shown(False)
    built.lists.search.clear()
    built.lists.bar.open(False)
    built.lists.narrowed.emit("", "", "")


def cut(window: QWidget) -> list[str]:
    """The widgets in sight that show less than they have to say, or stand outside their parents."""
    return [
        f"{type(widget).__name__} {widget.objectName()} {said(widget)!r} {widget.geometry().getRect()}: {why}"
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and not isinstance(widget.parentWidget(), QLineEdit) and (why := is_cut(widget, window))
    ]


def said(widget: QWidget) -> str:
    text = getattr(widget, "text", None) or getattr(widget, "currentText", None)
    return str(text()) if callable(text) else widget.accessibleName()


def is_cut(widget: QWidget, window: QWidget) -> str:
    if isinstance(widget, QLabel) and not isinstance(widget, OneLine):
        if widget.wordWrap():
            widest = max((widget.fontMetrics().horizontalAdvance(word) for word in words_of(widget.text())), default=0)
            if widest > widget.width():
                return "a word is too wide"
            if widget.heightForWidth(widget.width()) > widget.height() + 1:
                return f"needs a height of {widget.heightForWidth(widget.width())}"
        elif widget.sizeHint().width() > widget.width() + 1:
            return f"needs a width of {widget.sizeHint().width()}"
    if isinstance(widget, (QAbstractButton, QComboBox)) and widget.objectName() != "qt_toolbar_ext_button":
        needed = widget.sizeHint() if isinstance(widget, QAbstractButton) else widget.minimumSizeHint()
        # A field may show the head of a long choice, if it says the whole of it when pointed at.
        if needed.width() > widget.width() and not (isinstance(widget, QComboBox) and widget.toolTip()):
            return f"needs a width of {needed.width()}"
        if needed.height() > widget.height() + 1:
            return f"needs a height of {needed.height()}"
    if isinstance(widget, QLineEdit) and widget.height() < widget.minimumSizeHint().height():
        return "too low"
    parent = widget.parentWidget()
    inside = parent is None or isinstance(parent.parentWidget(), QScrollArea) or not widget.focusPolicy()
    if parent is not None and not (inside or parent.rect().adjusted(-1, -1, 1, 1).contains(widget.geometry())):
        return f"outside its parent {parent.rect().getRect()}"
    left = widget.mapTo(window, QPoint(0, 0)).x()
    return "" if left >= 0 and left + widget.width() <= window.width() + 1 else "outside the window"


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size.width()}x{size.height()}")
def test_the_window_fits_and_nothing_in_it_is_cut(qtbot: QtBot, built: Built, size: QSize, step: int) -> None:
    for scene in SCENES:
        dress(qtbot, built, scene, size, step)
        least = built.window.minimumSizeHint()
        assert least.width() <= SMALLEST.width() and least.height() <= SMALLEST.height(), scene.__name__
        assert built.window.size() == size, scene.__name__
        problems = cut(built.window)
        assert problems == [], scene.__name__
        undress(built)


def broken_words(document: QTextDocument) -> list[str]:
    """The words that a line break goes through."""
    found = []
    block = document.begin()
    while block.isValid():
        layout, text = block.layout(), block.text()
        for number in range(layout.lineCount() - 1):
            line = layout.lineAt(number)
            end = line.textStart() + line.textLength()
            if re.fullmatch(r"\w\w", text[end - 1 : end + 1]) and "." not in text:
                found.append(text[max(0, end - 15) : end] + "|" + text[end : end + 15])
        block = block.next()
    return found


@pytest.mark.parametrize("step", STEPS)
def test_no_line_of_a_page_ends_inside_a_word(qtbot: QtBot, built: Built, step: int) -> None:
    built.state.set_text_step(step)
    for size in (SMALLEST, QSize(1280, 800)):
        built.window.resize(size)
        for link in LONG_PAGES:
            built.explore.open(link)
            settle(qtbot, built)
            broken = broken_words(built.panel.view.document())
            assert broken == [], (size, link)
            assert built.panel.view.document().idealWidth() <= built.panel.view.viewport().width(), (size, link)


def rows_in_sight(built: Built) -> int:
    """The rows of the ranked list that are in sight from top to bottom."""
    ranked = built.pain.panel.list
    rows = [ranked.visualItemRect(ranked.topLevelItem(number)) for number in range(ranked.topLevelItemCount())]
    seen = ranked.viewport().visibleRegion().boundingRect()
    return sum(seen.contains(row.adjusted(0, 0, -row.width() // 2, -1)) for row in rows)


def test_three_candidates_stay_in_sight_on_a_small_laptop(qtbot: QtBot, built: Built) -> None:
    # What a bar of the system and a title bar leave of 1366×768.
    dress(qtbot, built, ticked, QSize(1366, 690), 0)
    assert built.pain.panel.flags.isVisible()
    assert rows_in_sight(built) >= 3


def test_flags_once_read_fold_to_a_line_that_still_names_them(qtbot: QtBot, built: Built) -> None:
    dress(qtbot, built, drawn, QSize(1366, 690), 0)
    box = built.pain.panel.flags
    names = [flag.name for flag in built.pain.find.ranking.flags]
    assert len(names) > 1
    before = box.height()
    box.label.linkActivated.emit("all flags")
    box.label.linkActivated.emit("read")
    settle(qtbot, built)
    assert box.isVisible() and box.height() < before
    assert box.height() < 3 * QFontMetrics(box.font()).height()
    assert "⚑" in box.label.text() and names[0].split()[0] in box.label.text()
    assert all(name in box.label.accessibleDescription() and name in box.label.toolTip() for name in names)
    built.pain.find.add_region("anterior-knee")
    built.pain.find.rank()
    new = {flag.name for flag in built.pain.find.ranking.flags} - set(names)
    assert bool(new) is not box.folded, "a flag that is new is said in full"
    box.label.linkActivated.emit("again")
    settle(qtbot, built)
    assert all(name in box.label.text().replace("&#x27;", "'") for name in names)


def test_buttons_that_do_not_fit_are_in_a_menu_with_form_and_theme(qtbot: QtBot, built: Built) -> None:
    dress(qtbot, built, point, SMALLEST, LARGEST_TEXT)
    strip, rest = built.window.pane.strip, built.window.pane.rest
    assert rest.isVisible() and rest.width() >= 12 and not rest.icon().isNull()
    hidden = [action for action in strip.actions() if (button := strip.widgetForAction(action)) and not button.isVisible()]
    menu = rest.menu()
    assert menu is not None
    offered = [action.text().partition("\t")[0] for action in menu.actions() if not action.isSeparator()]
    assert {"Form", "Theme", "Sites" if "Sites" in offered else "Endangerment sites"} <= set(offered)
    assert len(offered) == len([action for action in hidden if action.text()])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_sign_for_more_buttons_stands_out(qtbot: QtBot, built: Built, theme: str) -> None:
    built.state.set_theme(theme)
    dress(qtbot, built, point, SMALLEST, 0)
    rest = built.window.pane.rest
    image = rest.grab().toImage()
    shades = [image.pixelColor(x, y).lightness() for x in range(2, image.width() - 2) for y in range(4, image.height() - 4)]
    assert max(shades) - min(shades) > 120


@pytest.mark.parametrize("step", STEPS)
def test_results_keep_the_words_that_tell_them_apart(qtbot: QtBot, built: Built, step: int) -> None:
    built.state.set_text_step(step)
    built.window.resize(SMALLEST)
    results = built.lists.results
    for text in ("trapezius", "gluteus", "flexor digitorum", "sternocleidomastoid"):
        built.lists.search.setText(text)
        qtbot.waitUntil(lambda: results.isVisible() and results.count() > 3)
        settle(qtbot, built)
        lines = []
        for row in range(results.count()):
            index = results.indexFromItem(results.item(row))
            shown = results._lines.lines(results.font(), index)
            lines.append(tuple(line for _, _, line in shown))
            assert results.visualItemRect(results.item(row)).height() >= sum(
                QFontMetrics(font).height() for font, _, _ in shown
            )
        assert len(set(lines)) == len(lines), text


@pytest.mark.parametrize("step", STEPS)
def test_the_fixed_views_fit_too(qtbot: QtBot, built: Built, step: int) -> None:
    built.scene.failed.emit("This screen offers OpenGL 1.4, and the 3D body needs 2.1.")  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: isinstance(built.scene, PlatesView))
    for scene in (point, drawn):
        dress(qtbot, built, scene, SMALLEST, step)
        least = built.window.minimumSizeHint()
        assert least.width() <= SMALLEST.width() and least.height() <= SMALLEST.height()
        problems = cut(built.window)
        assert problems == []


def test_an_error_report_fits_a_small_screen(qtbot: QtBot, built: Built) -> None:
    for step in STEPS:
        built.state.set_text_step(step)
        dialog = ErrorDialog("a line of the report\n" * 80, built.window)
        qtbot.addWidget(dialog)
        dialog.show()
        assert dialog.minimumSizeHint().width() <= SMALLEST.width() and dialog.minimumSizeHint().height() <= SMALLEST.height()
        dialog.resize(SMALLEST * 0.8)
        qtbot.waitUntil(lambda dialog=dialog: not cut(dialog))  # type: ignore[misc]
