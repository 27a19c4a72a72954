"""The keys on real keyboards: layouts of the X server, keys pressed by their place, what each does in the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QTextBrowser
from pytestqt.qtbot import QtBot
from stub_scene import StubScene
from windows import open_stub
from x_keyboard import DIGIT_KEYS, XKeyboard

from tpexplorer.app import Hands
from tpexplorer.window.actions import CHEAT_SHEET, COMMANDS, commands, key_groups
from tpexplorer.window.main_window import MainWindow

LAYOUTS = (
    *("us", "us(intl)", "gb", "ca", "br", "latam", "de", "ch", "ch(fr)", "fr", "fr(bepo)", "be", "nl", "es", "pt", "it"),
    *("se", "no", "dk", "fi", "is", "lt", "pl", "cz", "sk", "hu", "ro", "si", "rs", "gr", "tr", "ru", "ua"),
)
NAMED = {
    **{f"F{number}": 66 + number for number in range(1, 11)},
    **{"F11": 95, "Esc": 9, "Tab": 23, "Home": 110, "Up": 111, "PgUp": 112, "Left": 113, "Right": 114},
    **{"Down": 116, "PgDown": 117, "Del": 119},
}
LETTERS = dict(zip("QWERTYUIOPASDFGHJKLZXCVBNM", (*range(24, 34), *range(38, 47), *range(52, 59)), strict=True))
SIGNS = {"/": "slash", "?": "question", "[": "bracketleft", "]": "bracketright", "+": "plus", "-": "minus", "=": "equal"}
# The brackets have no key there: they are where an American keyboard has them.
BRACKETS = {"[": 34, "]": 35}
# A Greek Q is no letter: there one quits by the menu.
SIGN_ON_Q = (("gr", "Ctrl+Q"),)
Key = tuple[int, list[str]]


class Listener(QObject):
    """Hears what reaches a window, and which actions it triggers; `let_go` tells the key that is up again."""

    let_go = Signal(int)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.triggered: list[str] = []
        self.presses = 0
        for name, action in window.actions_by_name.items():
            action.triggered.connect(lambda _checked=False, name=name: self.triggered.append(name))
        window.windowHandle().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            self.presses += 1
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyRelease and not event.isAutoRepeat():
            self.let_go.emit(event.nativeScanCode())
        return False


@pytest.fixture
def keyboard(qapp: QApplication) -> Iterator[XKeyboard]:
    keyboard = XKeyboard()
    yield keyboard
    keyboard.close()


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    """The window with its keys, and nothing that they would move."""
    window = MainWindow(QLineEdit(), StubScene(), QTextBrowser(), {"form": [], "theme": []})
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.focus_body()
    return window


@pytest.fixture
def press(qtbot: QtBot, window: MainWindow, keyboard: XKeyboard) -> Callable[[Key], list[str]]:
    """Presses a key, and tells which actions that triggered once it is released and all is done."""
    listener = Listener(window)

    def press(key: Key) -> list[str]:
        listener.triggered = []
        with qtbot.waitSignal(listener.let_go, check_params_cb=lambda code: code == key[0]):
            keyboard.tap(*key)
        return listener.triggered

    return press


def parts_of(key: str) -> tuple[list[str], str]:
    """Modifiers and the key itself: ``Ctrl++`` is Ctrl and +."""
    held, _, last = key[:-1].rpartition("+")
    return [name for name in held.split("+") if name], last + key[-1]


def key_for(keyboard: XKeyboard, name: str) -> Key | None:
    """Which key to press for a key as the tables write it; None where the layout has none."""
    held, last = parts_of(name)
    if last in NAMED:
        return NAMED[last], held
    if last in DIGIT_KEYS:
        return DIGIT_KEYS[last], held
    if last in LETTERS:
        place = keyboard.places(last.lower())
        # Where letters are not Latin, they count by their place.
        return (place[0], held) if place is not None and not place[1] else (LETTERS[last], held)
    place = keyboard.places(SIGNS[last])
    if place is None:
        return (BRACKETS[last], held) if last in BRACKETS else None
    return place[0], [*held, *place[1]]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_key_does_what_it_says_and_nothing_else(
    keyboard: XKeyboard, press: Callable[[Key], list[str]], layout: str
) -> None:
    keyboard.lay_out(layout)
    for command in COMMANDS:
        for name in command.keys:
            key = key_for(keyboard, name)
            assert key is not None, f"{layout} has no key for {name}"
            if (layout, name) not in SIGN_ON_Q:
                assert press(key) == [command.name], f"{name} on {layout}"
    # A sign that is not shown works unless it is typed with a number key that has a meaning of its own.
    by_key = {key: command.name for command in COMMANDS for key in command.keys}
    digits = {code: digit for digit, code in DIGIT_KEYS.items()}
    for command in COMMANDS:
        for name in command.also:
            key = key_for(keyboard, name)
            if key is not None:
                by_place = "+".join((*sorted(key[1]), digits.get(key[0], "")))
                assert press(key) == [by_key.get(by_place, command.name)], f"{name} on {layout}"


@pytest.mark.parametrize("layout", ["de", "fr", "es", "it", "se", "pl", "cz"])
def test_what_is_typed_with_altgr_does_nothing_else(
    keyboard: XKeyboard, press: Callable[[Key], list[str]], layout: str
) -> None:
    keyboard.lay_out(layout)
    for code in (*DIGIT_KEYS.values(), *LETTERS.values()):
        if keyboard.types(code, ["AltGr"]) not in SIGNS.values():
            assert press((code, ["AltGr"])) == []


@pytest.mark.parametrize("layout", ["us", "de", "fr", "cz", "ru", "gr"])
def test_in_a_text_box_only_what_types_stays(
    qtbot: QtBot, window: MainWindow, keyboard: XKeyboard, press: Callable[[Key], list[str]], layout: str
) -> None:
    keyboard.lay_out(layout)
    box = window.lists
    assert isinstance(box, QLineEdit)
    box.setFocus()
    for code in (*LETTERS.values(), *DIGIT_KEYS.values()):
        assert press((code, [])) == []
    assert len(box.text()) == len(LETTERS) + len(DIGIT_KEYS)
    for name in ("Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+0", "Ctrl+F", "Ctrl+S", "Ctrl+Down", "F1", "F6"):
        does = next(command.name for command in COMMANDS if name in command.keys)
        key = key_for(keyboard, name)
        assert key is not None
        assert press(key) == [does], f"{name} on {layout}"


def test_no_two_commands_share_a_key() -> None:
    keys = [key for command in COMMANDS for key in (*command.keys, *command.also)]
    assert len(keys) == len(set(keys))


def test_menu_tooltip_and_cheat_sheet_show_the_key_that_works(window: MainWindow) -> None:
    sheet = {does: keys for _, rows in key_groups() for keys, does in rows}
    for command in COMMANDS:
        if command.keys:
            action = window.actions_by_name[command.name]
            shown = action.shortcut().toString() or action.text().partition("\t")[2]
            assert shown == command.keys[0]
            assert f"({command.keys[0]})" in action.toolTip()
            assert sheet[command.text].startswith(command.keys[0])
    assert sheet[commands()["find"].text].startswith("Ctrl+F")


# --- a held key ---------------------------------------------------------------------------------------------------


def hold(qtbot: QtBot, keyboard: XKeyboard, listener: Listener, key: Key) -> None:
    """Hold a key until it has repeated a few times, and let go."""
    listener.presses = 0
    with qtbot.waitSignal(listener.let_go, check_params_cb=lambda code: code == key[0]), keyboard.held(*key):
        qtbot.waitUntil(lambda: listener.presses >= 7)


@pytest.mark.parametrize("group", [group for group, _ in CHEAT_SHEET])
def test_a_held_key_acts_once_unless_it_is_one_that_repeats(
    qtbot: QtBot, window: MainWindow, keyboard: XKeyboard, group: str
) -> None:
    listener = Listener(window)
    keyboard.repeat_quickly()
    known = commands()
    group_of = [known[name] for name in dict(CHEAT_SHEET)[group]]
    for command, name in [(each, key) for each in group_of for key in (*each.keys, *each.also)]:
        key = key_for(keyboard, name)
        assert key is not None
        listener.triggered = []
        hold(qtbot, keyboard, listener, key)
        assert set(listener.triggered) == {command.name}
        assert len(listener.triggered) == 1 or command.repeats, f"{name} acted {len(listener.triggered)} times"
        assert len(listener.triggered) > 2 or not command.repeats


def test_a_held_key_that_leads_to_a_text_box_types_nothing_there(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, keyboard: XKeyboard
) -> None:
    built = open_stub(qtbot, qapp, tmp_path, Hands(lambda choices: choices[0][0], lambda _url: None))
    listener = Listener(built.window)
    keyboard.repeat_quickly()
    for name, box in (("/", built.lists.search), ("A", built.pain.panel.regions.line)):
        key = key_for(keyboard, name)
        assert key is not None
        built.window.focus_body()
        hold(qtbot, keyboard, listener, key)
        assert box.hasFocus()
        assert box.text() == ""
        keyboard.tap(LETTERS["T"])
        qtbot.waitUntil(lambda box=box: box.text() == "t")
    built.window.close()


def test_full_screen_is_ticked_whoever_asked_for_it(window: MainWindow) -> None:
    mark = window.actions_by_name["full_screen"]
    for full in (True, False):
        (window.showFullScreen if full else window.showNormal)()
        assert window.isFullScreen() is full
        assert mark.isChecked() is full
