"""A new user's first minutes: keys act from the start and after every choice, on the 3D body and on the fixed views."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from test_working_set import Answers
from windows import SIZE, open_3d
from x_keyboard import DIGIT_KEYS, XKeyboard

from tpexplorer.app import Built, Hands, build
from tpexplorer.body.body import Body
from tpexplorer.panels.plates_view import PlatesView

LETTERS = dict(zip("QWERTYUIOPASDFGHJKLZXCVBNM", (*range(24, 34), *range(38, 47), *range(52, 59)), strict=True))
ENTER, ESC, TAB, SLASH, DOWN = 36, 9, 23, 61, 116
Tap = Callable[..., None]


def fixed_views(body: Body, parent: QWidget | None) -> QWidget:
    return PlatesView(body, "No OpenGL here.", parent)


@pytest.fixture
def tap() -> Iterator[Tap]:
    """Taps real keys: X gives them to the window that has its focus."""
    keyboard = XKeyboard()
    keyboard.lay_out("us")

    def press(key: str | int, *modifiers: str) -> None:
        keyboard.tap(key if isinstance(key, int) else {**LETTERS, **DIGIT_KEYS}[key], modifiers)

    yield press
    keyboard.close()


@pytest.fixture(params=["3D", "fixed views"])
def built(qtbot: QtBot, qapp: QApplication, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Built]:
    answers = Answers()
    answers.keep = "discard"
    hands = Hands(lambda choices: choices[0][0], lambda _url: None, answers)
    if request.param == "3D":
        built = open_3d(qtbot, qapp, tmp_path, hands)
    else:
        built = build(qapp, tmp_path / "settings.ini", make_scene=fixed_views, hands=hands)
        built.window.resize(*SIZE)
        built.show()
    # No window manager here: what it does when a window opens.
    built.window.activateWindow()
    qtbot.waitUntil(built.window.isActiveWindow)
    yield built
    built.window.close()


def the_keys_act(qtbot: QtBot, built: Built, tap: Tap) -> None:
    """M, W, Tab, N and 1 do what they are for, and type nothing anywhere."""
    muscle, selected = built.state.muscle_shown, built.state.selection
    typed = built.lists.search.text()
    tap("M")
    qtbot.waitUntil(lambda: built.state.muscle_shown is not muscle)
    for shown in (not built.pain.state.shown, built.pain.state.shown):
        tap("W")
        qtbot.waitUntil(lambda shown=shown: built.pain.state.shown is shown)
    for key in (TAB, "N"):
        tap(key)
        qtbot.waitUntil(lambda before=selected: built.state.selection not in ("", before))
        selected = built.state.selection
    for key, modifiers, yaw in (("1", ["Shift"], 180.0), ("1", [], 0.0)):
        tap(key, *modifiers)
        qtbot.waitUntil(lambda yaw=yaw: abs(built.explore.scene.pose().view.yaw) == yaw)
    assert [box.text() for box in built.window.findChildren(QLineEdit) if box.text()] == [typed] * bool(typed)


def test_the_keys_act_from_the_start(qtbot: QtBot, built: Built, tap: Tap) -> None:
    the_keys_act(qtbot, built, tap)


@pytest.mark.parametrize("leave", [ENTER, ESC])
@pytest.mark.parametrize("search", [(SLASH,), ("F", "Ctrl")])
def test_the_keys_act_after_a_search(qtbot: QtBot, built: Built, tap: Tap, leave: int, search: tuple[str | int, ...]) -> None:
    tap(*search)
    qtbot.waitUntil(built.lists.search.hasFocus)
    for letter in "MASSETER":
        tap(letter)
    qtbot.waitUntil(lambda: built.lists.search.text() == "masseter")
    tap(leave)
    qtbot.waitUntil(lambda: not built.lists.search.hasFocus())
    assert built.state.page == ("muscle/masseter" if leave == ENTER else "start")
    the_keys_act(qtbot, built, tap)


def test_the_keys_act_after_a_place_is_named_or_a_note_written(qtbot: QtBot, built: Built, tap: Tap) -> None:
    tap("A")
    box = built.pain.panel.regions.line
    qtbot.waitUntil(box.hasFocus)
    for letter in "TEMPLE":
        tap(letter)
    tap(ENTER)
    qtbot.waitUntil(lambda: built.pain.panel.list.topLevelItemCount() > 3, timeout=20_000)
    tap("N")
    qtbot.waitUntil(lambda: built.state.selection != "")
    first, note = built.state.selection, built.pain.panel.ticks.note
    note.setFocus()
    tap("M")
    qtbot.waitUntil(lambda: note.text() == "m")
    tap(ENTER)
    qtbot.waitUntil(lambda: built.pain.state.working_set.item(first).note == "m")
    tap("N")
    qtbot.waitUntil(lambda: built.state.selection not in ("", first))
    tap("A")
    qtbot.waitUntil(box.hasFocus)
    tap(DOWN)
    qtbot.waitUntil(built.pain.panel.regions.rows.isVisible)
    tap(ESC)
    qtbot.waitUntil(lambda: not box.hasFocus())
    tap("W")
    qtbot.waitUntil(lambda: not built.pain.state.shown)


def test_enter_and_esc_in_the_list_give_the_keys_to_the_body(qtbot: QtBot, built: Built, tap: Tap) -> None:
    for leave in (ENTER, ESC):
        built.lists.tree.setFocus()
        tap(DOWN)
        tap(leave)
        qtbot.waitUntil(lambda: not built.lists.tree.hasFocus())
        before = built.state.selection
        tap(TAB)
        qtbot.waitUntil(lambda before=before: built.state.selection not in ("", before))


def test_where_the_3d_body_fails_the_fixed_views_take_its_keys(qtbot: QtBot, built: Built, tap: Tap) -> None:
    if isinstance(built.scene, PlatesView):
        return
    built.scene.failed.emit("The driver gave up.")
    qtbot.waitUntil(lambda: isinstance(built.scene, PlatesView))
    the_keys_act(qtbot, built, tap)
