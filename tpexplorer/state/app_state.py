"""The one truth about what the window shows: a selection, a page, and how the picture is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal

from tpexplorer.ids import Side, split_side

THEMES: Final = ("system", "light", "dark")
SMALLEST_TEXT, LARGEST_TEXT = -3, 8
START_PAGE = "start"


@dataclass(frozen=True)
class Narrowed:
    """Which points list and body show: those of a part of the body, of a muscle, of a depth; "" for all. False for all."""

    part: str = ""
    muscle: str = ""
    depth: str = ""

    def __bool__(self) -> bool:
        return bool(self.part or self.muscle or self.depth)


def point_page(instance: str) -> str:
    """The page of a selected point."""
    return f"point/{instance}"


class AppState(QObject):
    """What is selected, hovered and shown; every signal is emitted on a real change only, after all fields are set."""

    selection_changed = Signal(str)
    page_changed = Signal(str)
    side_changed = Signal(str)
    hover_changed = Signal(str)
    theme_changed = Signal(str)
    form_changed = Signal(str)
    muscle_shown_changed = Signal(bool)
    labels_shown_changed = Signal(bool)
    sites_shown_changed = Signal(bool)
    text_step_changed = Signal(int)
    narrowed_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.selection = ""
        self.page = START_PAGE
        self.side: Side = "right"
        self.hover = ""
        self.theme = "system"
        self.form = "neutral"
        self.muscle_shown = False
        self.labels_shown = False
        self.sites_shown = False
        self.text_step = 0
        self.narrowed = Narrowed()

    def select(self, instance: str) -> None:
        """Select a point on a side and open its page; "" selects nothing and goes to the first page."""
        self.show_page(point_page(instance) if instance else START_PAGE, instance)

    def show_page(self, page: str, selection: str | None = None) -> None:
        """Open a page; the selection stays unless one is given, and the side follows it."""
        chosen = self.selection if selection is None else selection
        side = split_side(chosen)[1] if chosen else self.side
        changed = (chosen != self.selection, page != self.page, side != self.side)
        self.selection, self.page, self.side = chosen, page, side
        if changed[2]:
            self.side_changed.emit(side)
        if changed[0]:
            self.selection_changed.emit(chosen)
        if changed[1]:
            self.page_changed.emit(page)

    def set_side(self, side: Side) -> None:
        """The side (the subject's) that lists and links mean while nothing is selected."""
        if side != self.side:
            self.side = side
            self.side_changed.emit(side)

    def set_hover(self, instance: str) -> None:
        """The point under the pointer, on the body or in a list; "" for none."""
        if instance != self.hover:
            self.hover = instance
            self.hover_changed.emit(instance)

    def set_theme(self, theme: str) -> None:
        """``system``, ``light`` or ``dark``; anything else is the system's."""
        theme = theme if theme in THEMES else "system"
        if theme != self.theme:
            self.theme = theme
            self.theme_changed.emit(theme)

    def set_form(self, form: str) -> None:
        """The form of the body."""
        if form != self.form:
            self.form = form
            self.form_changed.emit(form)

    def set_muscle_shown(self, shown: bool) -> None:
        """Whether the selected point's muscle is drawn on the skin."""
        if shown != self.muscle_shown:
            self.muscle_shown = shown
            self.muscle_shown_changed.emit(shown)

    def set_labels_shown(self, shown: bool) -> None:
        """Whether all markers in sight carry their names."""
        if shown != self.labels_shown:
            self.labels_shown = shown
            self.labels_shown_changed.emit(shown)

    def set_sites_shown(self, shown: bool) -> None:
        """Whether the endangerment sites lie over the body."""
        if shown != self.sites_shown:
            self.sites_shown = shown
            self.sites_shown_changed.emit(shown)

    def set_narrowed(self, narrowed: Narrowed) -> None:
        """Which points list and body show."""
        if narrowed != self.narrowed:
            self.narrowed = narrowed
            self.narrowed_changed.emit(narrowed)

    def set_text_step(self, step: int) -> None:
        """Steps of text size above (or below) the system's, clamped to what stays readable."""
        step = max(SMALLEST_TEXT, min(LARGEST_TEXT, step))
        if step != self.text_step:
            self.text_step = step
            self.text_step_changed.emit(step)
