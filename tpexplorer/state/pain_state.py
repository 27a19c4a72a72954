"""What is shown as painful and what was found on the way: the open working set, the brush, and where the set is saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal

from tpexplorer.patterns.pain_drawing import LARGEST_MM, SMALLEST_MM, USUAL_MM
from tpexplorer.patterns.working_set import WorkingSet
from tpexplorer.state.undo import Undo

Tool = Literal["brush", "erase", "turn"]
Change = Callable[[WorkingSet], WorkingSet]


class PainState(QObject):
    """One open working set; every signal is emitted on a real change only, after all fields are set.

    A stroke of the brush lasts from `begin_stroke` to `end_stroke` and is one step of undo. Whatever else is done to the
    set, the brush or the mode ends a stroke that is under way first, so that nobody has to think of it.
    """

    shown_changed = Signal(bool)
    drawing_changed = Signal()
    items_changed = Signal()
    steps_changed = Signal()
    tool_changed = Signal()
    file_changed = Signal()
    stroke_begun = Signal()
    stroke_ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown = False
        self.tool: Tool = "brush"
        self.radius_mm = USUAL_MM
        self.path: Path | None = None
        self._undo = Undo(WorkingSet())
        self._saved = WorkingSet()
        self._stroke_since: WorkingSet | None = None
        self._finish: Change = _as_it_is

    # --- the set ----------------------------------------------------------------------------------------------------

    @property
    def working_set(self) -> WorkingSet:
        """The open set."""
        return self._undo.value

    @property
    def stroking(self) -> bool:
        """Whether a hand is drawing."""
        return self._stroke_since is not None

    @property
    def changed(self) -> bool:
        """Whether the set differs from what was opened or saved last."""
        return self.differs(self.working_set)

    def differs(self, working_set: WorkingSet) -> bool:
        """Whether a set differs from what was opened or saved last."""
        return working_set != self._saved

    @property
    def steps(self) -> tuple[bool, bool]:
        """Whether there is something to undo, and to redo."""
        return self._undo.can_undo, self._undo.can_redo

    def change(self, working_set: WorkingSet) -> None:
        """Another set; can be undone."""
        self.edit(lambda _now: working_set)

    def edit(self, change: Change) -> None:
        """What `change` makes of the open set; can be undone."""
        self.end_stroke()
        before, working_set = self.working_set, change(self.working_set)
        if working_set != before:
            self._undo.change(working_set)
            self._tell(before)

    def begin_stroke(self, finish: Change | None = None) -> None:
        """A hand begins to draw; `finish` makes of the set what it is once the hand is lifted."""
        self.end_stroke()
        self._stroke_since, self._finish = self.working_set, finish or _as_it_is
        self.stroke_begun.emit()

    def draw(self, working_set: WorkingSet) -> None:
        """Go on with the stroke; what a hand still draws after its stroke has ended is not taken."""
        if self._stroke_since is None:
            return
        before = self.working_set
        self._undo.value = working_set
        if working_set.drawing != before.drawing:
            self.drawing_changed.emit()

    def end_stroke(self) -> None:
        """The stroke is done, because the hand is lifted or because something else is; nothing where there is none."""
        since, self._stroke_since = self._stroke_since, None
        if since is None:
            return
        before = self.working_set
        working_set = self._finish(before)
        if working_set == since:
            self._undo.value = since
        else:
            self._undo.change(working_set, since)
        self._tell(before)
        self.stroke_ended.emit()

    def undo(self) -> None:
        """One step back."""
        self.end_stroke()
        before = self.working_set
        self._undo.undo()
        self._tell(before)

    def redo(self) -> None:
        """One step forward again."""
        self.end_stroke()
        before = self.working_set
        self._undo.redo()
        self._tell(before)

    def open(self, working_set: WorkingSet, path: Path | None, saved: bool = True) -> None:
        """Another set from the beginning; `saved` unless it has been recovered."""
        self.end_stroke()
        before = self.working_set
        self._undo.restart(working_set)
        self._saved = working_set if saved else WorkingSet()
        self.path = path
        self._tell(before)
        self.file_changed.emit()

    def renew(self) -> None:
        """An empty set, of no file; undo brings back what was open, as not saved."""
        self.end_stroke()
        before = self.working_set
        if before:
            self._undo.change(WorkingSet())
        self._saved, self.path = WorkingSet(), None
        self._tell(before)

    def note_saved(self, path: Path) -> None:
        """The set has been written to a file."""
        self.path, self._saved = path, self.working_set
        self.file_changed.emit()

    def _tell(self, before: WorkingSet) -> None:
        now = self.working_set
        if now.drawing != before.drawing:
            self.drawing_changed.emit()
        if now.items != before.items:
            self.items_changed.emit()
        self.steps_changed.emit()
        self.file_changed.emit()

    # --- the brush --------------------------------------------------------------------------------------------------

    def set_shown(self, shown: bool) -> None:
        """Whether the window asks where it hurts."""
        if shown != self.shown:
            self.end_stroke()
            self.shown = shown
            self.shown_changed.emit(shown)

    def set_tool(self, tool: Tool) -> None:
        """Brush, eraser, or the hand that turns the body."""
        if tool != self.tool:
            self.end_stroke()
            self.tool = tool
            self.tool_changed.emit()

    def set_radius(self, radius_mm: float) -> None:
        """The brush's radius, kept within bounds."""
        radius_mm = max(SMALLEST_MM, min(LARGEST_MM, radius_mm))
        if radius_mm != self.radius_mm:
            self.radius_mm = radius_mm
            self.tool_changed.emit()


def _as_it_is(working_set: WorkingSet) -> WorkingSet:
    return working_set
