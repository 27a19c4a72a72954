"""A tooltip never covers the pattern that its row paints on the body."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QRect
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot
from windows import careless, open_stub

from tpexplorer.app import Built


@pytest.fixture
def built(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Built]:
    built = open_stub(qtbot, qapp, tmp_path, careless())
    yield built
    QToolTip.hideText()
    built.window.close()


def on_screen(widget: QWidget) -> QRect:
    return QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())


def shown_tip() -> QWidget:
    return next(widget for widget in QApplication.topLevelWidgets() if widget.inherits("QTipLabel") and widget.isVisible())


def ranked(built: Built) -> QAbstractItemView:
    built.pain.state.set_shown(True)
    for region in ("temple", "angle-of-jaw"):
        built.pain.find.add_region(region)
    built.pain.find.rank()
    return built.pain.panel.list


def found(built: Built) -> QAbstractItemView:
    built.lists.search.setText("trapezius")
    return built.lists.results


def listed(built: Built) -> QAbstractItemView:
    built.explore.select("upper-trapezius.1@right")
    return built.lists.tree


@pytest.mark.parametrize("width", [911, 1280])
@pytest.mark.parametrize("show", [ranked, found, listed])
def test_the_tooltip_of_a_row_leaves_the_body_free(qtbot: QtBot, built: Built, show: object, width: int) -> None:
    assert callable(show)
    built.window.resize(width, 700)
    rows: QAbstractItemView = show(built)
    qtbot.waitUntil(lambda: rows.isVisible() and rows.model().rowCount() > 0)

    def row() -> QModelIndex:
        return rows.currentIndex() if rows.currentIndex().isValid() else rows.model().index(0, 0)

    def place(share: float) -> QPoint:
        return QPoint(round(rows.viewport().width() * share), rows.visualRect(row()).center().y())

    for share in (0.2, 0.97):
        qtbot.waitUntil(lambda share=share: rows.indexAt(place(share)) == row())  # type: ignore[misc]
        at = place(share)
        QApplication.sendEvent(rows.viewport(), QHelpEvent(QHelpEvent.Type.ToolTip, at, rows.viewport().mapToGlobal(at)))
        qtbot.waitUntil(QToolTip.isVisible)
        text, tip = QToolTip.text(), on_screen(shown_tip())
        assert len(text) > 10
        assert not tip.intersects(on_screen(built.window.pane.frame)), (tip, on_screen(built.window.pane.frame))
        assert not tip.contains(rows.viewport().mapToGlobal(at))
        QToolTip.hideText()
        qtbot.waitUntil(lambda: not QToolTip.isVisible())
