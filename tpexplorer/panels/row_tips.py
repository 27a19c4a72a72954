"""Tooltips of rows that paint their pattern on the body while the pointer is on them: inside the list, never over the body."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent, Qt
from PySide6.QtWidgets import QAbstractItemView, QToolTip

EDGE_PX = 24


def show_inside(view: QAbstractItemView, event: QEvent) -> bool:
    """Show the tooltip of the row under the pointer beneath it, no wider than the list; False where that is not asked."""
    if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
        return False
    index = view.indexAt(event.pos())
    text = str(index.data(Qt.ItemDataRole.ToolTipRole) or "") if index.isValid() else ""
    row, room = view.visualRect(index), view.viewport()
    if not text:
        QToolTip.hideText()
        return True
    lines = text if Qt.mightBeRichText(text) else "<br>".join(escape(line) for line in text.splitlines())
    words = f'<table width="{room.width() - EDGE_PX}"><tr><td>{lines}</td></tr></table>'
    # Qt puts it a little to the right of where it is told to.
    QToolTip.showText(room.mapToGlobal(QPoint(0, row.bottom() - EDGE_PX // 2)), words, room, row)
    return True
