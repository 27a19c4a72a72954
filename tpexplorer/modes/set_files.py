"""The working set's file: new, open, save; kept safe while it is open, and asked about before it is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Protocol

from tpexplorer.errors import FileError
from tpexplorer.patterns.pain_drawing import Easel
from tpexplorer.patterns.working_set import WorkingSet, decoded, encoded, load, save
from tpexplorer.state.pain_state import PainState
from tpexplorer.state.recovery import Recovery
from tpexplorer.timers import single_shot

KEEP_AFTER_MS = 700
SUGGESTED = "working-set.json"
BACK = "The working set that was open when TPExplorer ended unexpectedly is back. Save it, or start a new one."


class FileDialogs(Protocol):
    """What has to be asked of the person."""

    def ask_open(self) -> str:
        """A file to open; "" for none."""

    def ask_save(self, suggested: str) -> str:
        """A file to write; "" for none."""

    def ask_keep(self) -> Literal["save", "discard", "cancel"]:
        """Whether what is not saved is to be saved."""

    def tell(self, sentence: str) -> None:
        """Something the person has to know."""


class SetFiles:
    """Handles what `FindView.asked` asks of files."""

    def __init__(self, pain: PainState, easel: Easel, atlas_version: str, dialogs: FileDialogs, recovery: Recovery) -> None:
        self.pain, self.easel, self.version = pain, easel, atlas_version
        self.dialogs, self.recovery = dialogs, recovery
        self._warned = False
        self._soon = single_shot(pain, KEEP_AFTER_MS, self.keep)
        pain.file_changed.connect(self._soon.start)

    def ask(self, what: str) -> None:
        """``new``, ``open``, ``save`` or ``save_as``."""
        {"new": self.new, "open": self.open, "save": self.save, "save_as": self.save_as}[what]()

    def new(self) -> None:
        """An empty set."""
        if self.may_leave():
            self.pain.open(WorkingSet(), None)

    def open(self) -> None:
        """A set from a file of the person's choice; what cannot be used changes nothing."""
        if not self.may_leave():
            return
        name = self.dialogs.ask_open()
        if name:
            self.open_file(Path(name))

    def open_file(self, path: Path) -> None:
        """A set from a file."""
        try:
            working_set, lost = load(path, self.easel)
        except FileError as error:
            self.dialogs.tell(str(error))
            return
        # What cannot be shown must not be lost by saving over it.
        self.pain.open(working_set, None if lost else path, saved=not lost)
        self.pain.set_shown(True)
        if lost:
            self.dialogs.tell(
                f"{len(lost)} of the areas in {path.name} cannot be shown: {'; '.join(lost)}. "
                "The file stays as it is; saving asks for another name."
            )

    def save(self) -> bool:
        """Write the set to its file, asking for one where it has none; whether it is written."""
        return self._write(self.pain.path) if self.pain.path is not None else self.save_as()

    def save_as(self) -> bool:
        """Write the set to a file of the person's choice; whether it is written."""
        name = self.dialogs.ask_save(self.pain.path.name if self.pain.path else SUGGESTED)
        if not name:
            return False
        path = Path(name)
        return self._write(path if path.suffix else path.with_suffix(".json"))

    def _write(self, path: Path) -> bool:
        try:
            save(self.pain.working_set, self.version, path)
        except FileError as error:
            self.dialogs.tell(str(error))
            return False
        self.pain.note_saved(path)
        return True

    def may_leave(self) -> bool:
        """Whether the open set may go: nothing would be lost, or the person has been asked.

        A drawing alone, which is quickly made again, may go; what was ticked, typed or opened is asked about.
        """
        worth = bool(self.pain.working_set.items) or self.pain.path is not None
        if not (self.pain.changed and worth):
            return True
        answer = self.dialogs.ask_keep()
        return answer == "discard" or (answer == "save" and self.save())

    # --- recovery ---------------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Keep the open set safe, or nothing where there is nothing."""
        if not (self.pain.working_set and self.pain.changed):
            self.recovery.drop()
            return
        why = self.recovery.keep(encoded(self.pain.working_set, self.version))
        if why and not self._warned:
            self._warned = True
            self.dialogs.tell(f"The open working set cannot be kept safe while you work ({why}). Save it to be sure.")

    def recover(self) -> str:
        """Bring back what an unclean end has left; a sentence that says so, or "" where there was nothing."""
        data = self.recovery.left()
        if not data:
            return ""
        try:
            working_set, _ = decoded(data, self.easel, self.recovery.path.name)
        except FileError:
            self.recovery.drop()
            return ""
        self.pain.open(working_set, None, saved=False)
        self.pain.set_shown(True)
        return BACK

    def end(self) -> None:
        """A clean end."""
        self._soon.stop()
        self.recovery.drop()
