"""A small popup where several markers lie under the pointer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QMenu

from tpexplorer.panels.words import entry


def choose_point(choices: Sequence[tuple[str, str]]) -> str:
    """Ask which of (id, name) is meant; "" for none."""
    menu = QMenu(QApplication.activeWindow())  # a child wears the window's style
    menu.setAccessibleName("Which point?")
    actions = {menu.addAction(entry(name)): instance for instance, name in choices}
    chosen = menu.exec(QCursor.pos())
    menu.deleteLater()
    return actions.get(chosen, "")
