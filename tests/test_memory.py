"""An hour's use in a few rounds: what is kept for later has a bound, and nothing else stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from test_working_set import Answers
from windows import open_3d, scene_of

from tpexplorer.app import Built, Hands
from tpexplorer.panels import pattern_picture, thumbnails
from tpexplorer.patterns import patterns
from tpexplorer.plates import raster
from tpexplorer.scene import overlays
from tpexplorer.state import history, undo

# The warmest round may still load something; from then on only what is bounded may grow, by less than this a round.
FEW_OBJECTS, FEW_WIDGETS = 80, 8
REGIONS = ("temple", "cheek", "chin", "lumbar", "calf")


@pytest.fixture
def built(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Built]:
    answers = Answers()
    answers.keep = "discard"
    built = open_3d(qtbot, qapp, tmp_path, Hands(files=answers))
    qtbot.addWidget(built.window)
    yield built
    built.window.close()


def use(qtbot: QtBot, built: Built, points: list[str]) -> None:
    """A round: select, look otherwise, compare, draw, undo, search; what that starts beside the window is waited for."""
    state, pain = built.state, built.pain
    for point in points:
        built.explore.select(point)
    qtbot.waitUntil(lambda: built.panel.pictures._images is not None, timeout=10_000)
    state.set_labels_shown(True)
    for form in reversed(built.explore.known.body.forms):
        state.set_form(form)
    for step in (8, -3, 0):
        state.set_text_step(step)
    for theme in ("dark", "light"):
        with qtbot.waitSignal(scene_of(built).painted, timeout=5000):
            state.set_theme(theme)
    state.set_labels_shown(False)
    built.explore.open(f"compare/{','.join(points[:3])}")
    with qtbot.waitSignal(pain.comparing.window.plates.fine, timeout=10_000):
        pain.comparing.window.plates.redraw()
    pain.comparing.window.close()
    pain.state.set_shown(True)
    for region in REGIONS:
        pain.find.add_region(region)
    pain.find.rank()
    qtbot.waitUntil(
        lambda: pain.panel.thumbnails.pixmap(pain.find.ranking.muscles[0].points[0].instance) is not None, timeout=10_000
    )
    pain.find.ask("clear")
    pain.state.set_shown(False)
    for text in ("headache", "zzzz", ""):
        built.lists.search.setText(text)


def test_the_rounds_of_an_hour_leave_nothing_behind(qtbot: QtBot, built: Built) -> None:
    points = list(built.explore.known.patterns.instances)

    def left() -> tuple[int, int]:
        gc.collect()
        ours = sum(str(type(one).__module__).startswith("tpexplorer") for one in gc.get_objects())
        return ours, len(QApplication.allWidgets())

    for number in range(2):
        use(qtbot, built, points[4 * number : 4 * number + 4])
    objects, widgets = left()
    use(qtbot, built, points[8:12])
    more = left()
    assert more[0] - objects < FEW_OBJECTS
    assert more[1] - widgets < FEW_WIDGETS


def test_what_is_kept_for_later_has_a_bound(qtbot: QtBot, built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    for room, name in ((thumbnails, "MOST_KEPT"), (overlays, "MOST_TEXTS")):
        monkeypatch.setattr(room, name, 4)
    points = list(built.explore.known.patterns.instances)
    for point in points[: history.LONGEST + 20]:
        built.explore.select(point)
    for number in range(undo.DEEPEST + 20):
        built.pain.find.tick(points[number], "found", "")
    use(qtbot, built, points[:8])
    scene = scene_of(built)
    with qtbot.waitSignal(scene.painted, timeout=5000):
        scene.canvas.stir()
    assert len(built.explore.history._stops) == history.LONGEST
    assert len(built.pain.state._undo._before) == undo.DEEPEST
    assert 0 < len(built.explore.known.patterns._recent) <= patterns.RECENT_FIELDS
    assert 0 < len(raster._kept) <= raster.MOST_KEPT
    assert built.panel.pictures._painter is not None
    assert 0 < len(built.panel.pictures._painter._rasters) <= pattern_picture.MOST_KEPT
    assert 0 < len(built.pain.panel.thumbnails._kept) <= 4
    assert 0 < len(scene._labels._texts) <= max(4, 2 * len(scene._labels.labels))
