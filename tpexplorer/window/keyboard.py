"""The window's keys on any layout: numbers count by their place, signs by what they type; the rest is left to Qt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QShortcut, QWindow
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from tpexplorer.window.actions import Command

# The keys by place, as scan codes of the PC keyboard count them, named as an American one is labelled.
ROWS = {2: "1234567890", 16: "QWERTYUIOP[]", 30: "ASDFGHJKL", 44: "ZXCVBNM,./"}
PLACES = {first + number: sign for first, signs in ROWS.items() for number, sign in enumerate(signs)}
# What the platform adds to them; macOS has no scan codes, but its virtual keys are places.
ADDED = {"xcb": 8, "wayland": 8, "windows": 0}
MAC_PLACES = dict(zip((18, 19, 20, 21, 23, 22, 26, 28, 25, 29), "1234567890", strict=True))
SIGNS = tuple("/?[]+=-")
# Qt's keys for letters that are not Latin: after the last Latin letter, before keys that type nothing.
FOREIGN = range(0x250, 0x1000000)
# An X server's repeating releases and presses a key at once, which no finger does.
AT_ONCE_MS = 1
# What a text box does with its own text.
EDITING = ("Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Y")
Modifier = Qt.KeyboardModifier
PREFIXES = {Modifier.ControlModifier: "Ctrl+", Modifier.AltModifier: "Alt+", Modifier.ShiftModifier: "Shift+"}


@dataclass(frozen=True)
class Bound:
    """What a key does, and whether it does so only while the body has the focus."""

    action: QAction
    scene: bool


class Keyboard(QObject):
    """Gives the keys of commands to actions, and watches windows for keys that Qt would mistake on some layout.

    Qt takes Shift+7 for ``/`` where it types that, AltGr+3 for 3, and the number keys of a French keyboard for signs.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._bound: dict[str, Bound] = {}
        self._scene_keys: list[QShortcut] = []
        self._on_body = True
        # The key whose press was no typing, and what it did: while it is held, nothing is typed or done again.
        self._acting, self._acted = 0, False
        self._released = (0, 0)

    def add(self, command: Command, action: QAction) -> None:
        """Let the keys of a command trigger an action, once a press unless it `repeats`."""
        action.setAutoRepeat(command.repeats)
        action.triggered.connect(partial(self._did, command.repeats))
        keys = (*command.keys, *command.also)
        self._bound |= {key: Bound(action, command.scene) for key in keys}
        if not command.scene:
            action.setShortcuts([QKeySequence(key) for key in keys])
            return
        for key in keys:
            shortcut = QShortcut(QKeySequence(key), self._window)
            shortcut.setAutoRepeat(command.repeats)
            shortcut.activated.connect(action.trigger)
            self._scene_keys.append(shortcut)

    def set_on_body(self, on_body: bool) -> None:
        """Whether the keys of the body act."""
        self._on_body = on_body
        for shortcut in self._scene_keys:
            shortcut.setEnabled(on_body)

    def watch(self, window: QWindow) -> None:
        """Watch the keys that reach a window."""
        window.removeEventFilter(self)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what Qt's own table of shortcuts should not look up."""
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                return self._claim(event)
            if event.type() == QEvent.Type.KeyPress:
                return self._press(event)
            if event.type() == QEvent.Type.KeyRelease:
                self._released = (event.nativeScanCode(), event.timestamp())
        return False

    def _claim(self, event: QKeyEvent) -> bool:
        """Keep a key that is ours, that types with AltGr, or that has done its work, from the table; its press follows."""
        if event.nativeScanCode() != self._released[0]:
            self._released = (0, 0)
        if not self._repeats(event):
            self._acting, self._acted = event.nativeScanCode(), False
        if self._spent(event) or (not self._types(event) and (_third(event) or self._action(event) is not None)):
            event.accept()
            return True
        return False

    def _press(self, event: QKeyEvent) -> bool:
        """Do what a key is for."""
        if self._spent(event):
            return True
        action = None if self._types(event) else self._action(event)
        if action is not None:
            action.trigger()
            return True
        if not self._repeats(event):
            self._acting = 0
        return False

    def _did(self, repeats: bool) -> None:
        self._acted = not repeats

    def _repeats(self, event: QKeyEvent) -> bool:
        """Whether a key is held; Qt does not see it where an X server's release and press do not come together."""
        code, when = self._released
        return event.isAutoRepeat() or (code == event.nativeScanCode() != 0 and event.timestamp() - when <= AT_ONCE_MS)

    def _spent(self, event: QKeyEvent) -> bool:
        """Whether a held key has done what it does once, and is not to type either where the focus has gone."""
        held = self._repeats(event) and self._acting == event.nativeScanCode() != 0
        return held and (self._acted or self._types(event))

    def _action(self, event: QKeyEvent) -> QAction | None:
        for name in _names(event):
            bound = self._bound.get(name)
            if bound is not None and (self._on_body or not bound.scene) and not (name in EDITING and _in_text()):
                return bound.action
        return None

    def _types(self, event: QKeyEvent) -> bool:
        """Whether a key writes into a text box."""
        plain = not event.modifiers() & (Modifier.ControlModifier | Modifier.AltModifier | Modifier.MetaModifier)
        return (plain or _third(event)) and _in_text()


def _names(event: QKeyEvent) -> Iterator[str]:
    """What the tables may call a key: the number at its place, the sign it types, the Latin letter where it has another."""
    modifiers, place, third = event.modifiers(), _place(event), _third(event)
    held = "".join(name for modifier, name in PREFIXES.items() if modifiers & modifier)
    if place.isdigit() and not third:
        yield held + place
    if event.text() in SIGNS and (third or not modifiers & (Modifier.ControlModifier | Modifier.AltModifier)):
        control = modifiers & Modifier.GroupSwitchModifier and modifiers & Modifier.ControlModifier
        yield ("Ctrl+" if control else "") + event.text()
    if place and event.key() in FOREIGN and not third:
        yield held + place


def _place(event: QKeyEvent) -> str:
    """The label that an American keyboard has where a key is; "" where that is not known."""
    platform = QGuiApplication.platformName()
    if platform == "cocoa":
        return MAC_PLACES.get(event.nativeVirtualKey(), "")
    added = next((added for name, added in ADDED.items() if platform.startswith(name)), None)
    return "" if added is None else PLACES.get(event.nativeScanCode() - added, "")


def _third(event: QKeyEvent) -> bool:
    """Whether AltGr is held, which Windows says as Ctrl and Alt."""
    both = Modifier.ControlModifier | Modifier.AltModifier
    return bool(event.modifiers() & Modifier.GroupSwitchModifier) or event.modifiers() & both == both


def _in_text() -> bool:
    """Whether the focus is where text is typed."""
    box = QApplication.focusWidget()
    return isinstance(box, QLineEdit | QAbstractSpinBox) or (
        isinstance(box, QTextEdit | QPlainTextEdit) and not box.isReadOnly()
    )
