"""What hands do on the body: point, click, turn, roll, draw, and be interrupted while they draw."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tpexplorer.authoring.fuzz.desk import Desk

Kind = QEvent.Type
Button = Qt.MouseButton
Modifier = Qt.KeyboardModifier
BUTTONS = (Button.LeftButton, Button.LeftButton, Button.MiddleButton, Button.RightButton)
NONE = Modifier.NoModifier
KEYS = (NONE, NONE, NONE, Modifier.ShiftModifier, Modifier.ControlModifier, Modifier.AltModifier)
# What comes between the parts of a stroke: keys that change the drawing, and what takes the mouse away.
BETWEEN = ("Ctrl+Z", "Ctrl+Y", "Ctrl+Del", "Ctrl+M", "Ctrl+N", "Ctrl+S", "W", "E", "[", "]", "Esc", "Home", "1", "N", "Tab")


def hover(desk: Desk) -> None:
    """The pointer passes over the body."""
    desk.note("hover")
    for _ in range(desk.random.randint(1, 4)):
        desk.mouse(Kind.MouseMove, desk.place())
    if desk.random.random() < 0.2:
        QApplication.sendEvent(desk.canvas, QEvent(Kind.Leave))


def click(desk: Desk) -> None:
    """A click, perhaps a double one, with any button."""
    at, button, keys = desk.place(), desk.random.choice(BUTTONS), desk.random.choice(KEYS)
    double = desk.random.random() < 0.25
    desk.note(f"{'double ' if double else ''}click {button.name} {keys} at {at.x():.0f}, {at.y():.0f}")
    for kind in (Kind.MouseButtonPress, *((Kind.MouseButtonDblClick,) if double else ())):
        desk.mouse(kind, at, button, button, keys)
        desk.mouse(Kind.MouseButtonRelease, at, button, Button.NoButton, keys)


def drag(desk: Desk) -> None:
    """Turn, pan or zoom by dragging with any button; the release may go astray."""
    at, button, keys = desk.place(), desk.random.choice(BUTTONS), desk.random.choice(KEYS)
    lost = desk.random.random() < 0.15
    desk.note(f"drag {button.name} {keys} from {at.x():.0f}, {at.y():.0f}{', the release is lost' if lost else ''}")
    desk.mouse(Kind.MouseButtonPress, at, button, button, keys)
    for _ in range(desk.random.randint(1, 5)):
        at = at + QPointF(desk.random.gauss(0, 40), desk.random.gauss(0, 25))
        desk.mouse(Kind.MouseMove, at, held=button, keys=keys)
    release(desk, at, button, lost)


def release(desk: Desk, at: QPointF, button: Button, lost: bool) -> None:
    """The button comes up; where that is lost, the next move says that no button is down."""
    if not lost:
        desk.mouse(Kind.MouseButtonRelease, at, button)
        return
    QApplication.sendEvent(desk.canvas, QFocusEvent(Kind.FocusOut, Qt.FocusReason.ActiveWindowFocusReason))
    desk.pump()
    desk.mouse(Kind.MouseMove, at + QPointF(3, 3))


def roll(desk: Desk) -> None:
    """The wheel, or two fingers on a trackpad."""
    at, keys, trackpad = desk.place(), desk.random.choice(KEYS), desk.random.random() < 0.4
    amount = desk.random.choice((-120, 120, -15, 15, -1200, 2400, 0))
    sideways = desk.random.choice((0, 0, amount))
    desk.note(f"{'trackpad' if trackpad else 'wheel'} {amount}, {sideways} {keys}")
    turned = QPoint(sideways, amount)
    phase = Qt.ScrollPhase.ScrollUpdate if trackpad else Qt.ScrollPhase.NoScrollPhase
    desk.wheel(at, turned, turned if trackpad else QPoint(), keys, phase)


def stroke(desk: Desk) -> None:
    """Draw or rub out; one stroke is one undo."""
    chance, pain = desk.random, desk.pain
    if not pain.state.shown and chance.random() < 0.7:
        pain.state.set_shown(True)
    if pain.state.tool != "brush" and chance.random() < 0.5:
        pain.state.set_tool(chance.choice(("brush", "erase")))
    desk.note(f"stroke with {pain.state.tool}, {pain.state.radius_mm:.0f} mm")
    before = pain.state.working_set
    _passes(desk)
    if pain.state.working_set != before and chance.random() < 0.3:
        after = pain.state.working_set
        pain.state.undo()
        if pain.state.working_set != before:
            desk.watch.complain("one undo does not take one stroke back")
        pain.state.redo()
        if pain.state.working_set != after:
            desk.watch.complain("redo does not bring the stroke back")


def _passes(desk: Desk) -> None:
    chance, at = desk.random, desk.place()
    desk.mouse(Kind.MouseButtonPress, at, Button.LeftButton, Button.LeftButton)
    for _ in range(chance.randint(0, 12)):
        at = at + QPointF(chance.gauss(0, 14), chance.gauss(0, 14))
        desk.mouse(Kind.MouseMove, at, held=Button.LeftButton)
        if chance.random() < 0.2:
            desk.pump()
    desk.mouse(Kind.MouseButtonRelease, at, Button.LeftButton)


def interrupted(desk: Desk) -> None:
    """A stroke during which something else happens: another button, a key, a dialog, the mouse taken away."""
    chance, pain = desk.random, desk.pain
    pain.state.set_shown(True)
    at, how = desk.place(), chance.choice(("button", "key", "key", "grab", "remove", "undo", "hide", "resize", "form", "leave"))
    key = chance.choice(BETWEEN)
    desk.note(f"stroke with {pain.state.tool}, interrupted by {how}{' ' + key if how == 'key' else ''}")
    desk.mouse(Kind.MouseButtonPress, at, Button.LeftButton, Button.LeftButton)
    for _ in range(3):
        at = at + QPointF(chance.gauss(0, 14), chance.gauss(0, 14))
        desk.mouse(Kind.MouseMove, at, held=Button.LeftButton)
    lost = _interrupt(desk, how, key, at)
    desk.pump()
    desk.mouse(Kind.MouseMove, at + QPointF(9, 4), held=Button.LeftButton)
    release(desk, at, Button.LeftButton, lost)


def _interrupt(desk: Desk, how: str, key: str, at: QPointF) -> bool:
    """Whether the release is lost with it."""
    chance, built = desk.random, desk.built
    if how == "button":
        other = chance.choice((Button.RightButton, Button.MiddleButton))
        desk.mouse(Kind.MouseButtonPress, at, other, Button.LeftButton | other)
        desk.mouse(Kind.MouseButtonRelease, at, other, Button.LeftButton)
    elif how == "key":
        QTest.keySequence(built.window, key)
    elif how == "remove":
        desk.pain.panel.areas.remove.click()
    elif how == "undo":
        desk.pain.panel.tools.ask_buttons["undo"].click()
    elif how == "hide":
        built.tabs.bar.setCurrentIndex(0)
    elif how == "resize":
        built.window.resize(built.window.width() - 40, built.window.height() - 30)
    elif how == "form":
        built.state.set_form(chance.choice(list(built.explore.known.body.forms)))
    elif how == "leave":
        QApplication.sendEvent(desk.canvas, QEvent(Kind.Leave))
    return how in ("grab", "leave")
