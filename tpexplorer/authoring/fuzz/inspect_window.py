"""What must hold of a window between two actions: list, body, page, buttons and menus show the state."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tpexplorer.app import Built
from tpexplorer.ids import split_side
from tpexplorer.panels import tree


def faults(built: Built) -> Iterator[str]:
    """Everything that is out of step."""
    yield from _selection(built)
    yield from _checks(built)
    if built.pain_if_built is not None:
        yield from _pain(built)
    dialog = QApplication.activeModalWidget()
    if dialog is not None:
        yield f"a dialog stands open: {dialog.windowTitle()!r}"


def _selection(built: Built) -> Iterator[str]:
    state = built.state
    page = built.panel._page
    shown = page.link if page is not None else ""
    if shown.partition("@")[0] != state.page.partition("@")[0]:
        yield f"the page is {shown}, the state says {state.page}"
    painted = built.scene._selected  # type: ignore[attr-defined]
    if painted != (built.explore.painting._preview or state.selection):
        yield f"the body shows {painted!r}, the state says {state.selection!r}"
    rows = [str(item.data(0, tree.LINK) or "") for item in built.lists.tree.selectedItems()]
    row = rows[0] if rows else ""
    kind = state.page.partition("/")[0]
    wanted = f"point/{split_side(state.selection)[0]}" if state.selection else ""
    if kind in ("point", "muscle"):
        wanted = state.page.partition("@")[0]
    wanted = wanted if wanted in built.lists.tree._items else ""  # a filter, or a muscle with one point
    if row != wanted:
        yield f"the list marks {row!r} and should mark {wanted!r} (page {state.page}, selection {state.selection!r})"


def _checks(built: Built) -> Iterator[str]:
    state, window, explore = built.state, built.window, built.explore
    for name, wanted in (("muscle", state.muscle_shown), ("labels", state.labels_shown), ("sites", state.sites_shown)):
        if window.actions_by_name[name].isChecked() != wanted:
            yield f"the menu's tick at {name} is wrong"
    if built.panel.back.isEnabled() != explore.history.can_go_back:
        yield "the button Back is wrong"
    if built.panel.forward.isEnabled() != explore.history.can_go_forward:
        yield "the button Forward is wrong"


def _pain(built: Built) -> Iterator[str]:
    pain = built.pain
    state, panel = pain.state, pain.panel
    if (built.tabs.tab == "pain") != state.shown:
        yield f"the tab {built.tabs.tab} is wrong"
    if built.window.actions_by_name["pain"].isChecked() != state.shown:
        yield "the menu's tick at pain is wrong"
    for name, possible in zip(("undo", "redo"), state.steps, strict=True):
        if panel.tools.ask_buttons[name].isEnabled() != possible:
            yield f"the button {name} is wrong"
    chosen = panel.list.chosen
    if state.shown and len(chosen) == 1 and built.state.selection not in chosen:
        yield f"the ranked list marks {chosen}, the state says {built.state.selection!r}"


def focus_faults() -> Iterator[str]:
    """Once the events of a step are through, the focus is on something that can be seen."""
    focus = QApplication.focusWidget()
    if focus is not None and not focus.isVisible() and focus.window().windowType() != Qt.WindowType.Popup:
        yield f"the focus is on what cannot be seen: {type(focus).__name__} {focus.accessibleName()!r}"


def settled_faults(built: Built) -> Iterator[str]:
    """What must hold once nothing is under way any more."""
    pain = built.pain_if_built
    if pain is not None and pain.state.shown:
        rows, areas = pain.panel.areas.rows.count(), len(pain.state.working_set.drawing.areas)
        if rows != areas:
            yield f"{rows} areas are listed, {areas} are drawn"
    if not built.panel.view.toPlainText().strip():
        yield "the page is empty"
