"""A search whose words raise a red flag shows it above what it finds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from windows import careless, open_stub

from tpexplorer.app import Built


@pytest.fixture
def built(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Built]:
    built = open_stub(qtbot, qapp, tmp_path, careless())
    yield built
    built.window.close()


def top(widget: QWidget) -> int:
    return widget.mapToGlobal(QPoint(0, 0)).y()


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("headache at temple", "sudden-headache"),
        ("thunderclap headache", "sudden-headache"),
        ("chest pain and left arm", "chest-pain"),
        ("calf swollen", "dvt"),
    ],
)
def test_a_red_flag_stands_above_the_results(qtbot: QtBot, built: Built, text: str, flag: str) -> None:
    built.lists.search.setText(text)
    box, caution = built.lists.flags, built.explore.atlas.cautions[flag]
    qtbot.waitUntil(lambda: box.isVisible() and built.lists.results.isVisible())
    assert f'href="caution/{flag}"' in box.label.text() or "more</a>" in box.label.text()
    assert caution.name in box.label.accessibleDescription()
    qtbot.waitUntil(lambda: top(box) + box.height() <= top(built.lists.results))
    box.label.linkActivated.emit(f"caution/{flag}")
    assert built.state.page == f"caution/{flag}"


def test_a_search_without_one_shows_none(qtbot: QtBot, built: Built) -> None:
    built.lists.search.setText("calf swollen")
    qtbot.waitUntil(built.lists.flags.isVisible)
    for text in ("infraspinatus", ""):
        built.lists.search.setText(text)
        qtbot.waitUntil(lambda: not built.lists.flags.isVisible())
