"""The one message box: its sentence is text, whatever file name or record stands in it."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from tpexplorer.errors import printable

Buttons = QMessageBox.StandardButton


def message(
    parent: QWidget | None,
    icon: QMessageBox.Icon,
    sentence: str,
    buttons: Buttons = Buttons.Ok,
    default: Buttons = Buttons.NoButton,
) -> Buttons:
    """Show a sentence until a button is pressed, and say which."""
    box = message_box(parent, icon, sentence, buttons)
    box.setDefaultButton(default)
    return Buttons(box.exec())


def message_box(parent: QWidget | None, icon: QMessageBox.Icon, sentence: str, buttons: Buttons = Buttons.Ok) -> QMessageBox:
    """The box itself, not yet shown."""
    box = QMessageBox(icon, "TPExplorer", "", buttons, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    # A file name may be longer than the box is wide: it may break within.
    box.setText(re.sub(r"\S{40}", "\\g<0>\u200b", printable(sentence)))
    return box
