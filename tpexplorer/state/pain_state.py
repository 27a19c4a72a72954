"""What is shown as painful and what was found on the way: the open working set, the brush, and where the set is saved."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal

from tpexplorer.patterns.pain_drawing import LARGEST_MM, SMALLEST_MM, USUAL_MM
from tpexplorer.patterns.working_set import WorkingSet
from tpexplorer.state.undo import Undo

Tool = Literal["brush", "erase", "turn"]


class PainState(QObject):
    """One open working set; every signal is emitted on a real change only, after all fields are set."""

    shown_changed = Signal(bool)
    drawing_changed = Signal()
    items_changed = Signal()
    steps_changed = Signal()
    tool_changed = Signal()
    file_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown = False
        self.tool: Tool = "brush"
        self.radius_mm = USUAL_MM
        self.path: Path | None = None
        self._undo = Undo(WorkingSet())
        self._saved = WorkingSet()
        self._stroke_since: WorkingSet | None = None

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
        return self.working_set != self._saved

    @property
    def steps(self) -> tuple[bool, bool]:
        """Whether there is something to undo, and to redo."""
        return self._undo.can_undo, self._undo.can_redo

    def change(self, working_set: WorkingSet) -> None:
        """Another set; can be undone."""
        if working_set != self.working_set:
            before = self.working_set
            self._undo.change(working_set)
            self._tell(before)

    def draw(self, working_set: WorkingSet) -> None:
        """Go on with a stroke of the brush; the whole stroke is undone at once."""
        before = self.working_set
        if self._stroke_since is None:
            self._stroke_since = before
        self._undo.value = working_set
        if working_set.drawing != before.drawing:
            self.drawing_changed.emit()

    def lift(self, working_set: WorkingSet) -> None:
        """The stroke is done."""
        since, self._stroke_since = self._stroke_since, None
        if since is None:
            return
        before = self.working_set
        if working_set == since:
            self._undo.value = since
        else:
            self._undo.change(working_set, since)
        self._tell(before)
        self.steps_changed.emit()

    def undo(self) -> None:
        """One step back."""
        before = self.working_set
        self._undo.undo()
        self._tell(before)

    def redo(self) -> None:
        """One step forward again."""
        before = self.working_set
        self._undo.redo()
        self._tell(before)

    def open(self, working_set: WorkingSet, path: Path | None, saved: bool = True) -> None:
        """Another set from the beginning; `saved` unless it has been recovered."""
        before = self.working_set
        self._stroke_since = None
        self._undo.restart(working_set)
        self._saved = working_set if saved else WorkingSet()
        self.path = path
        self._tell(before)
        self.file_changed.emit()

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
            self.shown = shown
            self.shown_changed.emit(shown)

    def set_tool(self, tool: Tool) -> None:
        """Brush, eraser, or the hand that turns the body."""
        if tool != self.tool:
            self.tool = tool
            self.tool_changed.emit()

    def set_radius(self, radius_mm: float) -> None:
        """The brush's radius, kept within bounds."""
        radius_mm = max(SMALLEST_MM, min(LARGEST_MM, radius_mm))
        if radius_mm != self.radius_mm:
            self.radius_mm = radius_mm
            self.tool_changed.emit()
