"""The questions about files, asked with the system's own dialogs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from tpexplorer.window.messages import Buttons, message

FILTER = "Working sets (*.json);;All files (*)"


class SystemFileDialogs:
    """Fulfils `FileDialogs`; `window` says over which window to ask."""

    def __init__(self, window: Callable[[], QWidget | None]) -> None:
        self._window = window

    def ask_open(self) -> str:
        """A file to open."""
        return QFileDialog.getOpenFileName(self._window(), "Open a working set", "", FILTER)[0]

    def ask_save(self, suggested: str) -> str:
        """A file to write."""
        return QFileDialog.getSaveFileName(self._window(), "Save the working set", suggested, FILTER)[0]

    def ask_keep(self) -> Literal["save", "discard", "cancel"]:
        """Whether what is not saved is to be saved."""
        answer = message(
            self._window(),
            QMessageBox.Icon.Question,
            "The working set has notes or findings that are not saved. Save them to a file?",
            Buttons.Save | Buttons.Discard | Buttons.Cancel,
            Buttons.Save,
        )
        return "save" if answer == Buttons.Save else "discard" if answer == Buttons.Discard else "cancel"

    def tell(self, sentence: str) -> None:
        """Something the person has to know."""
        message(self._window(), QMessageBox.Icon.Warning, sentence)
