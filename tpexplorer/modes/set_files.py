"""The working set's file: new, open, save; kept safe while it is open, and asked about before it is lost."""

from __future__ import annotations

import hashlib
import os
from functools import partial
from pathlib import Path
from typing import Literal, Protocol

from tpexplorer.background import Background
from tpexplorer.errors import FileError
from tpexplorer.patterns.pain_drawing import Easel
from tpexplorer.patterns.working_set import Status, WorkingSet, decoded, encoded, read, save
from tpexplorer.state.pain_state import PainState
from tpexplorer.state.recovery import Recovery
from tpexplorer.timers import single_shot

# So long after the first change that is not safe yet, however many come after it.
KEEP_AFTER_MS = 800
SUGGESTED, SUFFIX = "working-set.json", ".json"
BACK = "The working set that was open when TPExplorer ended unexpectedly is back. Save it, or start a new one."
UNREADABLE = "What was open when TPExplorer ended unexpectedly cannot be brought back: {why} The file is kept as {name}."


class FileDialogs(Protocol):
    """What has to be asked of the person."""

    def ask_open(self) -> str:
        """A file to open; "" for none."""

    def ask_save(self, suggested: str) -> str:
        """A file to write, which may be replaced where there is one of that very name; "" for none."""

    def ask_replace(self, name: str) -> bool:
        """Whether a file of this name, which is not quite the one that was typed, may be replaced."""

    def ask_changed(self, name: str) -> Literal["save", "save as", "cancel"]:
        """Whether a file that something else has changed since is to be written over, or another one written."""

    def ask_keep(self) -> Literal["save", "discard", "cancel"]:
        """Whether what is not saved is to be saved."""

    def tell(self, sentence: str) -> None:
        """Something the person has to know."""


class Typing(Protocol):
    """Where notes are typed: what is not finished yet belongs to the set all the same."""

    def finish_note(self) -> None:
        """Take what has been typed as it is."""

    def unfinished_note(self) -> tuple[str, Status, str] | None:
        """The point, its status and the note that is being typed; None where none is."""


class SetFiles:
    """Handles what `FindView.asked` asks of files."""

    def __init__(self, pain: PainState, easel: Easel, atlas_version: str, dialogs: FileDialogs, recovery: Recovery) -> None:
        self.pain, self.easel, self.version = pain, easel, atlas_version
        self.dialogs, self.recovery = dialogs, recovery
        self.typing: Typing | None = None
        self._known = b""  # the digest of the open file, as it was read or written last
        self._warning = ""
        self._warned = False
        self._soon = single_shot(pain, KEEP_AFTER_MS, self._keep_beside)
        # A disk may take its time; the hand that draws does not wait for it.
        self._beside = Background(pain)
        self._beside.finished.connect(lambda _key, why: self._warn(str(why)))
        for changed in (pain.drawing_changed, pain.file_changed):
            changed.connect(self.keep_soon)
        pain.stroke_ended.connect(lambda: self._warn(self._warning))

    def ask(self, what: str) -> None:
        """``new``, ``open``, ``save`` or ``save_as``."""
        self._settle()
        {"new": self.new, "open": self.open, "save": self.save, "save_as": self.save_as}[what]()

    def new(self) -> None:
        """An empty set."""
        if self.may_leave():
            self.pain.renew()

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
            data = read(path)
            working_set, lost = decoded(data, self.easel, str(path))
        except FileError as error:
            self.dialogs.tell(str(error))
            return
        # What cannot be shown must not be lost by saving over it with a program that does not know it.
        self.pain.open(working_set, None if lost else path, saved=not lost)
        self._known = _digest(data)
        self.pain.set_shown(True)
        if lost:
            self.dialogs.tell(
                f"{len(lost)} of the areas in {path.name} cannot be shown: {'; '.join(lost)}. "
                "They are saved with the rest; this file stays as it is, and saving asks for another name."
            )

    def save(self) -> bool:
        """Write the set to its file, asking for one where it has none; whether it is written."""
        path = self.pain.path
        if path is None:
            return self.save_as()
        answer = self.dialogs.ask_changed(path.name) if self._changed_by_others(path) else "save"
        return self._write(path) if answer == "save" else answer == "save as" and self.save_as()

    def save_as(self) -> bool:
        """Write the set to a file of the person's choice; whether it is written."""
        suggested = str(self.pain.path) if self.pain.path else SUGGESTED
        while name := self.dialogs.ask_save(suggested):
            path = _named(name)
            # The dialog has asked about the name that was typed, not about the one that this makes of it.
            if str(path) == name or not os.path.lexists(path) or self.dialogs.ask_replace(path.name):
                return self._write(path)
            suggested = str(path)
        return False

    def _write(self, path: Path) -> bool:
        try:
            data = save(self.pain.working_set, self.version, path)
        except FileError as error:
            self.dialogs.tell(str(error))
            return False
        self._known = _digest(data)
        self.pain.note_saved(path)
        return True

    def _changed_by_others(self, path: Path) -> bool:
        """Whether the file that is there is not the one that was read or written last; one that is gone is no loss."""
        if not os.path.lexists(path):
            return False
        try:
            return _digest(read(path)) != self._known
        except FileError:
            return True

    def may_leave(self) -> bool:
        """Whether the open set may go: nothing would be lost, or the person has been asked."""
        self._settle()
        if not self.pain.changed:
            return True
        answer = self.dialogs.ask_keep()
        return answer == "discard" or (answer == "save" and self.save())

    def _settle(self) -> None:
        """What is being drawn or typed is part of the set."""
        self.pain.end_stroke()
        if self.typing is not None:
            self.typing.finish_note()

    # --- recovery ---------------------------------------------------------------------------------------------------

    def keep_soon(self) -> None:
        """Something has changed that is not safe yet."""
        # Started once: while one works steadily the wait would never end if it began anew with every change.
        if not self._soon.isActive():
            self._soon.start()

    def _keep_beside(self) -> None:
        self._beside.ask("keep", partial(self._kept, self._unsafe()))

    def keep(self) -> None:
        """Keep the open set safe, or nothing where there is nothing."""
        self._warn(self._kept(self._unsafe()))

    def _unsafe(self) -> WorkingSet | None:
        """What would be lost if the program ended now."""
        note = self.typing.unfinished_note() if self.typing is not None else None
        working_set = self.pain.working_set if note is None else self.pain.working_set.ticked(*note)
        return working_set if working_set and self.pain.differs(working_set) else None

    def _kept(self, working_set: WorkingSet | None) -> str:
        """ "" or, where it could not be kept, why."""
        if working_set is not None:
            return self.recovery.keep(encoded(working_set, self.version))
        self.recovery.drop()
        return ""

    def _warn(self, why: str) -> None:
        """Say once that nothing can be kept, when no hand is drawing."""
        self._warning = why
        if why and not self._warned and not self.pain.stroking:
            self._warned = True
            self.dialogs.tell(f"The open working set cannot be kept safe while you work ({why}). Save it to be sure.")

    def recover(self) -> str:
        """Bring back what an unclean end has left; a sentence that says so, or "" where nothing came back.

        What cannot be read is set aside, and the person told as soon as there is a window.
        """
        path = self.recovery.path
        if not os.path.lexists(path):
            return ""
        try:
            data = read(path)
            if not data:
                return ""
            working_set, lost = decoded(data, self.easel, path.name)
        except FileError as error:
            self._tell_soon(UNREADABLE.format(why=error, name=self.recovery.set_aside()))
            return ""
        self.pain.open(working_set, None, saved=False)
        self.pain.set_shown(True)
        if lost:
            self._tell_soon(
                f"{BACK} {len(lost)} of its areas cannot be shown: {'; '.join(lost)}. They are saved with the rest."
            )
        return BACK

    def _tell_soon(self, sentence: str) -> None:
        single_shot(self.pain, 0, lambda: self.dialogs.tell(sentence)).start()

    def end(self) -> None:
        """A clean end."""
        self._soon.stop()
        self._beside.stop()
        self.recovery.drop()


def _named(name: str) -> Path:
    """A file's whole name: with the ending that such files have, whatever dots the name has of its own."""
    return Path(name if name.lower().endswith(SUFFIX) else name + SUFFIX)


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
