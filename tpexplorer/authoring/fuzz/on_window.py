"""What hands do beside the body: keys, menus, rows, links, text, sliders, other sizes, other looks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence, QShortcut, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QTextBrowser,
    QToolButton,
    QWidget,
)

from tpexplorer.authoring.fuzz.desk import OTHER_PROGRAM, Desk, until

Key = Qt.Key
Button = Qt.MouseButton
Modifier = Qt.KeyboardModifier
NAVIGATION = (
    *(Key.Key_Tab, Key.Key_Backtab, Key.Key_Up, Key.Key_Down, Key.Key_Left, Key.Key_Right, Key.Key_Return, Key.Key_Escape),
    *(Key.Key_PageUp, Key.Key_PageDown, Key.Key_Home, Key.Key_End, Key.Key_Space, Key.Key_Delete, Key.Key_Backspace),
)
MODIFIERS = (Modifier.NoModifier, Modifier.NoModifier, Modifier.ShiftModifier, Modifier.ControlModifier, Modifier.AltModifier)
TEXTS = (
    *("temple", "infraspinatus", "headache behind the eye", "outer elbow", "upper trap", "zzzz", "a", " ", "7", "<b>x</b>"),
    *("&amp;", "%s%n", "\\", "'\"", "Schläfe", "頭痛", "\u202eabc", "\u0000", "😀" * 20, "x" * 3000, "numb", "-1", "\t\n"),
)
SIZES = ((1280, 800), (1024, 600), (1366, 768), (800, 500), (1400, 1000), (300, 200), (1399, 640))
STEADY_MS = 300


def shown(desk: Desk) -> list[QWidget]:
    """The windows that are open."""
    return [
        widget for widget in QApplication.topLevelWidgets() if widget.isVisible() and widget.windowType() != Qt.WindowType.Popup
    ]


def anywhere(desk: Desk) -> QWidget:
    """A window that is open: mostly the main one."""
    others = [widget for widget in shown(desk) if widget is not desk.built.window]
    return desk.random.choice(others) if others and desk.random.random() < 0.6 else desk.built.window


def inside(desk: Desk, kind: type[QWidget]) -> QWidget | None:
    """A widget of a kind that can be used now."""
    found = [
        widget
        for widget in anywhere(desk).findChildren(kind)
        if widget.isVisible() and widget.isEnabled() and widget.width() > 4
    ]
    return desk.random.choice(found) if found else None


def double_click(target: QWidget, at: QPoint) -> None:
    """A double click, with the last release, which Qt's own leaves out."""
    QTest.mouseDClick(target, Button.LeftButton, Modifier.NoModifier, at)
    QTest.mouseRelease(target, Button.LeftButton, Modifier.NoModifier, at)


# --- keys and menus -------------------------------------------------------------------------------------------------


def act(desk: Desk) -> None:
    """Something from the menus, by name; now and then several at once, before anything is painted."""
    names = [name for name, action in desk.built.window.actions_by_name.items() if action.isEnabled() and name != "quit"]
    chosen = desk.random.choices(names, k=desk.random.choice((1, 1, 1, 1, 2, 5)))
    desk.note(f"act: {', '.join(chosen)}")
    for name in chosen:
        desk.built.window.actions_by_name[name].trigger()


def shortcut(desk: Desk) -> None:
    """Any key that the window (or the one that compares) knows, perhaps held."""
    window = anywhere(desk)
    keys = [key for action in window.actions() for key in action.shortcuts()]
    keys += [short.key() for short in window.findChildren(QShortcut)]
    keys = [key for key in keys if key != QKeySequence("Ctrl+Q")]
    if not keys:
        return
    key, times = desk.random.choice(keys), desk.random.choice((1, 1, 1, 2, 12))
    target = focus(desk, window)
    desk.note(f"key {key.toString()} × {times} to {type(target).__name__}")
    for _ in range(times):
        QTest.keySequence(target, key)


def press(desk: Desk) -> None:
    """The keys by which one moves about, perhaps held."""
    key, modifier = desk.random.choice(NAVIGATION), desk.random.choice(MODIFIERS)
    target, times = focus(desk, anywhere(desk)), desk.random.choice((1, 1, 2, 8))
    desk.note(f"press {key.name} {modifier} × {times} to {type(target).__name__} {target.accessibleName()!r}")
    for _ in range(times):
        QTest.keyClick(target, key, modifier)


def focus(desk: Desk, window: QWidget) -> QWidget:
    """Where keys go."""
    there = QApplication.focusWidget()
    return there if there is not None and there.window() is window else window


def menu(desk: Desk) -> None:
    """A menu is opened, walked through and left, or something in it chosen."""
    menus = [found for found in desk.built.window.findChildren(QMenu) if found.actions()]
    chosen = desk.random.choice(menus)
    desk.note(f"menu {chosen.title()!r}")
    chosen.popup(desk.built.window.mapToGlobal(QPoint(40, 40)))
    desk.pump()
    for _ in range(desk.random.randint(0, 6)):
        QTest.keyClick(chosen, Key.Key_Down)
    last = chosen.activeAction()
    leave = last is None or last.text().startswith("Quit") or desk.random.random() < 0.4
    QTest.keyClick(chosen, Key.Key_Escape if leave else Key.Key_Return)
    chosen.close()


# --- text -----------------------------------------------------------------------------------------------------------


def write(desk: Desk) -> None:
    """Type, paste or compose into a line of text; Enter or Esc may follow."""
    line, text = inside(desk, QLineEdit), desk.random.choice(TEXTS)
    if not isinstance(line, QLineEdit):
        return
    how = desk.random.choice(("type", "set", "compose"))
    desk.note(f"{how} {text[:20]!r} into {line.accessibleName()!r}")
    line.setFocus()
    if how == "type" and text.isascii() and len(text) < 40 and text.isprintable():
        QTest.keyClicks(line, text)
    elif how == "compose":
        composed = QInputMethodEvent()
        composed.setCommitString(text)
        QApplication.sendEvent(line, composed)
    else:
        line.setText(text)
        line.textEdited.emit(text)
    after = desk.random.choice((None, Key.Key_Return, Key.Key_Return, Key.Key_Escape, Key.Key_Down))
    if after is not None:
        QTest.keyClick(line, after)


def named_place(desk: Desk) -> None:
    """A place is added by its name."""
    names = list(desk.built.explore.known.body_map.regions.values())
    name = desk.random.choice(names).everyday
    desk.note(f"place {name!r}")
    desk.built.window.actions_by_name["place"].trigger()
    line = desk.pain.panel.regions.line
    line.setText(name)
    QTest.keyClick(line, Key.Key_Return)


# --- rows, links, buttons -------------------------------------------------------------------------------------------


def row(desk: Desk) -> None:
    """A row of any list is clicked, pointed at, or opened, with or without keys."""
    rows, chance = inside(desk, QAbstractItemView), desk.random
    if not isinstance(rows, QAbstractItemView):
        return
    view = rows.viewport()
    at = QPoint(chance.randint(0, view.width()), chance.randint(0, view.height()))
    keys = chance.choice((Modifier.NoModifier, Modifier.NoModifier, Modifier.ControlModifier, Modifier.ShiftModifier))
    how = chance.choice(("click", "click", "double", "hover", "scroll"))
    desk.note(f"{how} row of {rows.accessibleName()!r} at {at.x()}, {at.y()} {keys}")
    if how == "click":
        QTest.mouseClick(view, Button.LeftButton, keys, at)
    elif how == "double":
        QTest.mouseDClick(view, Button.LeftButton, keys, at)
    elif how == "hover":
        QTest.mouseMove(view, at)
    else:
        bar = rows.verticalScrollBar()
        bar.setValue(chance.randint(bar.minimum(), max(bar.minimum(), bar.maximum())))


def link(desk: Desk) -> None:
    """A link of a page."""
    page, chance = inside(desk, QTextBrowser), desk.random
    if not isinstance(page, QTextBrowser):
        return
    bar = page.verticalScrollBar()
    bar.setValue(chance.randint(0, max(0, bar.maximum())))
    view = page.viewport()
    for _ in range(30):
        at = QPoint(chance.randint(0, view.width()), chance.randint(0, view.height()))
        address = page.anchorAt(at)
        if address:
            desk.note(f"link {address}")
            QTest.mouseClick(view, Button.LeftButton, Modifier.NoModifier, at)
            return


def anything(desk: Desk) -> None:
    """A click, a double click or a turn of the wheel on whatever is there."""
    window, chance = anywhere(desk), desk.random
    at = QPoint(chance.randint(0, max(0, window.width() - 1)), chance.randint(0, max(0, window.height() - 1)))
    target = window.childAt(at) or window
    place = target.mapFrom(window, at) if target is not window else at
    how = chance.choice(("click", "click", "click", "double", "wheel", "right"))
    desk.note(f"{how} on {type(target).__name__} {target.accessibleName()!r} at {at.x()}, {at.y()}")
    if isinstance(target, QToolButton) and target.menu() is not None:
        return  # its menu has an action of its own here
    if how == "wheel":
        turn = chance.choice((-120, 120, -600))
        there = QPointF(target.mapToGlobal(place))
        phase = Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(
            QPointF(place), there, QPoint(), QPoint(0, turn), Button.NoButton, Modifier.NoModifier, phase, False
        )
        QApplication.sendEvent(target, event)
    elif how == "double":
        double_click(target, place)
    else:
        QTest.mouseClick(target, Button.RightButton if how == "right" else Button.LeftButton, Modifier.NoModifier, place)


def slide(desk: Desk) -> None:
    """A slider or scroll bar: its track, its keys, its value."""
    slider, chance = inside(desk, QAbstractSlider), desk.random
    if not isinstance(slider, QAbstractSlider):
        return
    at = QPoint(chance.randint(0, slider.width()), chance.randint(0, slider.height()))
    desk.note(f"slide {slider.accessibleName()!r} at {at.x()}, {at.y()}")
    if chance.random() < 0.5:
        QTest.mouseClick(slider, Button.LeftButton, Modifier.NoModifier, at)
    else:
        QTest.keyClick(slider, chance.choice((Key.Key_Left, Key.Key_Right, Key.Key_Home, Key.Key_End, Key.Key_PageUp)))


def pick(desk: Desk) -> None:
    """Something out of a box of choices."""
    box = inside(desk, QComboBox)
    if not isinstance(box, QComboBox) or not box.count():
        return
    number = desk.random.randrange(box.count())
    desk.note(f"pick {number} of {box.accessibleName()!r}")
    box.setCurrentIndex(number)
    box.activated.emit(number)


def rate(desk: Desk) -> None:
    """How strong an area is and what it feels like; or it goes."""
    panel, chance = desk.pain.panel.areas, desk.random
    if not panel.rows.count() or not panel.isVisible():
        return
    panel.rows.setCurrentRow(chance.randrange(panel.rows.count()))
    how = chance.choice(("strength", "strength", "word", "remove"))
    desk.note(f"area {panel.rows.currentRow()}: {how}")
    if how == "strength":
        panel.strength.setValue(chance.randint(-1, 10))
    elif how == "word":
        number = chance.randrange(panel.word.count())
        panel.word.setCurrentIndex(number)
        panel.word.activated.emit(number)
    else:
        panel.remove.click()


def tick(desk: Desk) -> None:
    """What was found at a point of the list, and a note."""
    panel, chance = desk.pain.panel, desk.random
    if not panel.isVisible() or not panel.ticks.note.isEnabled():
        desk.built.window.actions_by_name["next_point"].trigger()
        return
    if chance.random() < 0.5:
        status = chance.choice(list(panel.ticks.statuses))
        desk.note(f"tick {status}")
        panel.ticks.statuses[status].click()
    else:
        desk.note("note")
        panel.ticks.note.setFocus()
        QTest.keyClicks(panel.ticks.note, chance.choice(("sharp when pressed", "!", "x" * 50)))
        if chance.random() < 0.7:
            QTest.keyClick(panel.ticks.note, Key.Key_Return)


# --- the window -----------------------------------------------------------------------------------------------------


def resize(desk: Desk) -> None:
    """Another size of the window, or of its parts."""
    chance, window = desk.random, anywhere(desk)
    size = chance.choice(SIZES)
    desk.note(f"resize {type(window).__name__} to {size}")
    window.resize(*size)
    if window is desk.built.window and chance.random() < 0.5:
        desk.built.window.splitter.setSizes([chance.randint(0, 900) for _ in range(3)])


def look(desk: Desk) -> None:
    """Another theme, form or size of text."""
    chance, state = desk.random, desk.built.state
    what: Callable[[], object] = chance.choice(
        (
            lambda: state.set_theme(chance.choice(("system", "light", "dark"))),
            lambda: state.set_form(chance.choice(list(desk.built.explore.known.body.forms))),
            lambda: state.set_text_step(chance.randint(-3, 8)),
        )
    )
    what()
    desk.note(f"look: {state.theme}, {state.form}, text {state.text_step:+}")


def focus_elsewhere(desk: Desk) -> None:
    """The focus goes to any widget, or out of the window and back."""
    target = inside(desk, QWidget)
    desk.note(f"focus {type(target).__name__} {target.accessibleName() if target else ''!r}")
    if target is not None and desk.random.random() < 0.8:
        target.setFocus(desk.random.choice((Qt.FocusReason.TabFocusReason, Qt.FocusReason.MouseFocusReason)))
    else:
        anywhere(desk).activateWindow()


def compare(desk: Desk) -> None:
    """The window that compares is opened, or closed."""
    chance = desk.random
    points = chance.sample(list(desk.built.explore.known.patterns.instances), chance.choice((0, 1, 2, 3, 4, 6)))
    window = desk.pain.comparing.window
    if window is not None and window.isVisible() and chance.random() < 0.6:
        desk.note("close the comparison")
        window.close()
    else:
        desk.note(f"compare {points}")
        desk.built.explore.open(f"compare/{','.join(points)}" if points else "compare/nothing.1@left")


def history(desk: Desk) -> None:
    """Back and forward, several at once."""
    steps = desk.random.choices(("back", "forward"), weights=(2, 1), k=desk.random.randint(1, 8))
    desk.note(f"history: {' '.join(steps)}")
    for name in steps:
        desk.built.window.actions_by_name[name].trigger()


def rest(desk: Desk) -> None:
    """Nothing is done for a moment: what waits, happens."""
    desk.note("rest")
    until(lambda: False, STEADY_MS)


def close(desk: Desk) -> None:
    """The window is asked to close, and may be told not to."""
    desk.note("close")
    desk.built.window.close()


def another_program(desk: Desk) -> None:
    """The open file is changed, or another one laid over it, by another program."""
    path = desk.pain.state.path
    if path is not None and path.exists():
        desk.note(f"another program changes {path.name}")
        desk.intents.append(OTHER_PROGRAM)
        path.write_bytes(path.read_bytes() + b"\n")


def break_down(desk: Desk) -> None:
    """OpenGL fails while the window is open: the fixed views take over."""
    failed = getattr(desk.built.scene, "failed", None)
    if failed is not None:
        desk.note("OpenGL fails")
        failed.emit("This fuzz has broken OpenGL.")
        desk.pump()
        desk.pump()
        desk.hear_scene()
