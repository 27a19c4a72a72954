"""What the person drew, ticked and saved, kept beside the program and compared with it: nothing may be lost unasked."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tpexplorer.authoring.fuzz.desk import OTHER_PROGRAM, Desk, until
from tpexplorer.errors import FileError
from tpexplorer.patterns.working_set import WorkingSet, decoded, load

# What an intent may do to the working set; what is not listed may do nothing.
GROWS, SHRINKS, RATES, TICKS, ANY = "grows", "shrinks", "rates", "ticks", "any"
EFFECTS = {
    **dict.fromkeys(("brush", "region", "mirror"), GROWS),
    **dict.fromkeys(("rub", "remove", "clear", "clear_drawing"), SHRINKS),
    "rate": RATES,
    **dict.fromkeys(("tick", "found", "not_found", "skipped"), TICKS),
    **dict.fromkeys(("undo", "redo", "new", "open"), ANY),
}
LEAVES = ("new", "open", "quit")
# A recovery file is written at the latest so long after the first change; the rest is for a busy machine.
KEPT_MS, SLACK_MS = 2000, 4000
MOST_SEEN = 100


class Account:
    """Looks on from outside, one step after another."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.files: dict[Path, bytes] = {}
        self._before = WorkingSet()
        self._changed = False
        self._own: Path | None = None
        self._foreign: set[Path] = set()
        self.seen: deque[WorkingSet] = deque(maxlen=MOST_SEEN)

    @property
    def open_set(self) -> WorkingSet:
        """The open working set; an empty one before there can be one."""
        pain = self.desk.built.pain_if_built
        return pain.state.working_set if pain is not None else WorkingSet()

    @property
    def unsafe(self) -> WorkingSet:
        """What would be lost if the program ended now: an unsaved set, with the note that is being typed; or nothing."""
        pain = self.desk.built.pain_if_built
        if pain is None:
            return WorkingSet()
        note = pain.panel.unfinished_note()
        working_set = self.open_set if note is None else self.open_set.ticked(*note)
        return working_set if pain.state.differs(working_set) else WorkingSet()

    def begin(self) -> None:
        """Before a step."""
        pain = self.desk.built.pain_if_built
        self._before, self._changed = self.open_set, pain is not None and pain.state.changed
        self._own = pain.state.path if pain is not None else None

    def faults(self) -> Iterator[str]:
        """After a step: what has happened to the working set that was not asked for."""
        pain = self.desk.built.pain_if_built
        if pain is None:
            return
        if "open" in self.desk.intents and pain.state.path is not None:
            self._foreign.discard(pain.state.path)  # what another program wrote has been read
        before, after = self._before, self.open_set
        kinds = {EFFECTS[intent] for intent in self.desk.intents if intent in EFFECTS}
        if pain.state.stroking:
            yield "no button is down, and a stroke is still under way"
        if before == after:
            return
        self.seen.append(after)
        asked = self.desk.answers.asked
        left = [intent for intent in self.desk.intents if intent in LEAVES]
        if left and before and self._changed and "keep" not in asked and not self.desk.may_write:
            yield f"{left[0]}: what was shown and ticked is gone, and nobody was asked"
        if not kinds:
            yield "the working set has changed, and nothing was done that changes it"
        if ANY in kinds:
            return
        old, new = self._covered(before), self._covered(after)
        if SHRINKS not in kinds and (old & ~new).any():
            yield f"skin that was shown as painful no longer is, after {self.desk.intents}"
        if GROWS not in kinds and (new & ~old).any():
            yield f"skin that nobody showed is shown as painful, after {self.desk.intents}"
        if TICKS not in kinds and before.items != after.items:
            yield f"what was ticked has changed, after {self.desk.intents}"
        if kinds == {TICKS} and before.drawing != after.drawing:
            yield "a tick has changed the drawing"

    def _covered(self, working_set: WorkingSet) -> npt.NDArray[np.bool_]:
        covered = np.zeros(self.desk.built.explore.known.body.vertex_count, bool)
        for area in working_set.drawing.areas:
            covered[area.vertices] = True
        return covered

    # --- files ------------------------------------------------------------------------------------------------------

    def file_faults(self) -> Iterator[str]:
        """What was saved reads back as it was; no file has changed that was not saved, none was replaced unasked."""
        pain = self.desk.built.pain_if_built
        own = pain.state.path if pain is not None and not pain.state.changed else None
        for path in sorted(path for path in self.desk.answers.folder.rglob("*") if path.is_file()):
            data, known = path.read_bytes(), self.files.get(path)
            if known not in (None, data):
                yield from self._may_have_changed(path)
            if path == own and known != data and OTHER_PROGRAM not in self.desk.intents:
                yield from self._reads_back(path)
            self.files[path] = data
        for path in [path for path in self.files if not path.exists()]:
            del self.files[path]
            yield f"{path.name} is gone"

    def _may_have_changed(self, path: Path) -> Iterator[str]:
        answers = self.desk.answers
        if OTHER_PROGRAM in self.desk.intents:
            self._foreign.add(path)
            return
        asked = str(path) in answers.named or f"replace {path.name}" in answers.asked
        if not self.desk.may_write:
            yield f"{path.name} has changed, and nobody saved it"
        elif path in self._foreign and not (asked or f"changed {path.name}" in answers.asked):
            yield f"{path.name} was changed by another program, and was written over unasked"
        elif path != self._own and not asked:
            yield f"{path.name} was replaced, and nobody was asked"
        self._foreign.discard(path)

    def _reads_back(self, path: Path) -> Iterator[str]:
        began = time.process_time()
        try:
            again, lost = load(path, self.desk.built.explore.known.easel)
        except FileError as error:
            yield f"what was saved cannot be opened: {error}"
            return
        if lost or again != self.open_set:
            yield f"what was saved reads back otherwise ({len(lost)} areas lost)"
        if time.process_time() - began > 1.0:
            yield f"what was saved takes {time.process_time() - began:.1f} s to open"

    def recovery_faults(self) -> Iterator[str]:
        """The recovery file is in step with the open set once its time has come, and gone where there is nothing to keep."""
        # Looked at seldom: reading the file takes its time from the writing of it.
        if not until(self.is_kept, KEPT_MS + SLACK_MS, every_ms=200):
            yield f"{KEPT_MS / 1000:.0f} s after the last change the recovery file does not hold the open working set"

    def is_kept(self) -> bool:
        """Whether the recovery file holds what would be lost."""
        path, wanted = self.desk.built.recovery_path, self.unsafe
        try:
            return not wanted or decoded(path.read_bytes(), self.desk.built.explore.known.easel, path.name)[0] == wanted
        except (OSError, FileError):
            return False

    def undo_faults(self) -> Iterator[str]:
        """Undoing all and redoing all leads back to where one was, through what was seen on the way."""
        pain = self.desk.built.pain.state
        here, limit = pain.working_set, 10_000
        states: list[WorkingSet] = []
        while pain.steps[0] and len(states) < limit:
            pain.undo()
            states.append(pain.working_set)
        if len(states) >= limit:
            yield "undo has no end"
        for expected in [*reversed(states[:-1]), here][: len(states)]:
            pain.redo()
            if pain.working_set != expected:
                yield "redo leads elsewhere than undo came from"
                return
        if pain.working_set != here:
            yield "undoing all and redoing all leads elsewhere"
