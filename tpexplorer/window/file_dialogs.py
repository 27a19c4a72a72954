"""The questions about files, asked with the system's own dialogs."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from tpexplorer.window.messages import Buttons, message, message_box

FILTER = "Working sets (*.json);;All files (*)"
UNSAVED = "What was drawn, named or noted is not saved. Save it to a file?"
CHANGED = "{name} has been changed by another program since it was opened or saved here. Write over it all the same?"
REPLACE = "{name} already exists. Replace it?"


class SystemFileDialogs:
    """Fulfils `FileDialogs`; `window` says over which window to ask. They start in the folder that was used last."""

    def __init__(self, window: Callable[[], QWidget | None]) -> None:
        self._window = window
        self._folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)

    def ask_open(self) -> str:
        """A file to open."""
        return self._chosen(QFileDialog(self._window(), "Open a working set", self._folder, FILTER))

    def ask_save(self, suggested: str) -> str:
        """A file to write; the dialog adds the ending and asks about a file of that name."""
        folder, name = os.path.split(suggested)
        dialog = QFileDialog(self._window(), "Save the working set", folder or self._folder, FILTER)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.selectFile(name)
        return self._chosen(dialog)

    def _chosen(self, dialog: QFileDialog) -> str:
        saves = dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
        dialog.setFileMode(QFileDialog.FileMode.AnyFile if saves else QFileDialog.FileMode.ExistingFile)
        names = dialog.selectedFiles() if dialog.exec() else []
        dialog.deleteLater()
        if not names:
            return ""
        self._folder = str(Path(names[0]).parent)
        return names[0]

    def ask_replace(self, name: str) -> bool:
        """Whether a file may be replaced."""
        sentence = REPLACE.format(name=name)
        buttons = Buttons.Yes | Buttons.No
        return message(self._window(), QMessageBox.Icon.Warning, sentence, buttons, Buttons.No) == Buttons.Yes

    def ask_changed(self, name: str) -> Literal["save", "save as", "cancel"]:
        """Whether a file that something else has changed is to be written over."""
        sentence = CHANGED.format(name=name)
        box = message_box(self._window(), QMessageBox.Icon.Warning, sentence, Buttons.Save | Buttons.Cancel)
        box.button(Buttons.Save).setText("Write over it")
        other = box.addButton("Save under another name", QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(other)
        answer = box.exec()
        return "save as" if box.clickedButton() is other else "save" if answer == Buttons.Save else "cancel"

    def ask_keep(self) -> Literal["save", "discard", "cancel"]:
        """Whether what is not saved is to be saved."""
        buttons = Buttons.Save | Buttons.Discard | Buttons.Cancel
        box = message_box(self._window(), QMessageBox.Icon.Question, UNSAVED, buttons)
        box.button(Buttons.Discard).setText("Don't save")
        box.setDefaultButton(Buttons.Save)
        answer = box.exec()
        return "save" if answer == Buttons.Save else "discard" if answer == Buttons.Discard else "cancel"

    def tell(self, sentence: str) -> None:
        """Something the person has to know."""
        message(self._window(), QMessageBox.Icon.Warning, sentence)
