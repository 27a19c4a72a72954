"""Where OpenGL is another, fails or ends, the picture goes on: in 3D, or, once and quietly, as fixed views that say why."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot
from starts import another_screen, opened
from stub_scene import StubScene
from test_working_set import Answers
from windows import SIZE, open_3d, scene_of

from tpexplorer import wiring
from tpexplorer.app import Built, Hands, build
from tpexplorer.panels.plates_view import PlatesView
from tpexplorer.scene import canvas, gl, opengl, probe
from tpexplorer.scene.opengl import GLError

POINT, OTHER = "infraspinatus.1@left", "soleus.1@left"
Break = Callable[[pytest.MonkeyPatch, Built], None]

# --- other platforms and drivers ------------------------------------------------------------------------------------

LOOK = """
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel
from tpexplorer.panels.plates_view import PlatesView
seen = []
if hasattr(built.scene, "painted"):
    built.scene.painted.connect(lambda: seen.append(True))
until(lambda: seen or isinstance(built.scene, PlatesView))
if isinstance(built.scene, PlatesView):
    until(lambda: built.scene._drawn is not None)
    image, why = built.scene.canvas.grab().toImage(), built.scene.findChild(QLabel, "why").text()
else:
    image, why = built.scene.snapshot(), ""
image = image.convertToFormat(QImage.Format.Format_RGB888)
middle = [image.pixelColor(image.width() // 2, image.height() * part // 10).getRgb()[:3] for part in (3, 4, 5)]
until(lambda: built.search._index is not None)
built.window.close()
print(json.dumps({"kind": type(built.scene).__name__, "why": why, "middle": middle}))
"""


def is_skin(pixels: list[list[int]]) -> bool:
    """Whether one of them is: redder than blue, neither white nor black."""
    return any(40 < blue < red - 15 for red, _, blue in pixels)


@pytest.fixture
def without_glx() -> Iterator[str]:
    """A screen without GLX, as some remote desktops are."""
    with another_screen("-extension", "GLX") as display:
        yield display


@pytest.mark.parametrize(
    "env",
    [
        {"WAYLAND_DISPLAY": "wayland-0", "QT_QPA_PLATFORM": "xcb"},
        {"QT_XCB_GL_INTEGRATION": "xcb_egl"},
        {"MESA_GL_VERSION_OVERRIDE": "2.0"},
    ],
    ids=str,
)
def test_the_body_shows_whatever_the_environment_hints_at(tmp_path: Path, env: dict[str, str]) -> None:
    facts = opened(tmp_path, LOOK, env).facts
    assert (facts["kind"], facts["why"]) == ("SceneWidget", "")
    assert is_skin(facts["middle"])


def test_the_body_shows_on_a_screen_without_glx(tmp_path: Path, without_glx: str) -> None:
    facts = opened(tmp_path, LOOK, {"DISPLAY": without_glx, "WAYLAND_DISPLAY": None}).facts
    assert facts["kind"] == "SceneWidget"
    assert is_skin(facts["middle"])


@pytest.mark.parametrize(
    ("env", "word"),
    [
        ({"MESA_GL_VERSION_OVERRIDE": "1.4"}, "1.4"),
        ({"QT_XCB_GL_INTEGRATION": "none"}, "not available"),
        ({"MESA_GLSL_VERSION_OVERRIDE": "110", "MESA_GL_VERSION_OVERRIDE": "2.0"}, "graphics driver cannot"),
        ({"QT_QPA_PLATFORM": "offscreen", "DISPLAY": None}, "OpenGL"),
    ],
    ids=str,
)
def test_fixed_views_come_quietly_and_say_why(tmp_path: Path, env: dict[str, str | None], word: str) -> None:
    facts = opened(tmp_path, LOOK, env).facts
    assert facts["kind"] == "PlatesView"
    assert word in facts["why"]
    assert ".." not in facts["why"]
    assert is_skin(facts["middle"])


# --- failing before and between frames ------------------------------------------------------------------------------


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def built(qtbot: QtBot, qapp: QApplication, tmp_path: Path, answers: Answers) -> Iterator[Built]:
    built = open_3d(qtbot, qapp, tmp_path, Hands(lambda choices: choices[0][0], lambda _url: None, answers))
    yield built
    answers.keep = "discard"
    built.window.close()


def fails(*_args: object, **_options: object) -> None:
    raise RuntimeError("the needle slipped")


def refuses(*_args: object, **_options: object) -> None:
    raise GLError("The graphics driver is tired.")


class OutOfMemory:
    """The driver's functions, but for what they say about memory."""

    def __init__(self, real: object) -> None:
        self._real = real
        self._told = False

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)

    def glGetError(self) -> int:
        self._told, told = True, self._told
        return 0 if told else 0x0505


def test_a_driver_that_only_reports_errors_is_not_asked_for_ever() -> None:
    class Stuck:
        def glGetError(self) -> int:
            return 0x0502

    with pytest.raises(GLError, match="nothing but errors"):
        opengl.check(Stuck())  # type: ignore[arg-type]


def lose_context(patch: pytest.MonkeyPatch, built: Built) -> None:
    def lost() -> None:
        raise GLError("The graphics driver took the drawing context away.")

    for module in (gl, opengl):
        patch.setattr(module, "current", lost)


def run_out_of_memory(patch: pytest.MonkeyPatch, built: Built) -> None:
    patch.setattr(canvas, "functions", lambda: OutOfMemory(opengl.functions()))


BREAKS: dict[str, tuple[Break, str]] = {
    "an item": (lambda patch, built: patch.setattr(scene_of(built)._markers, "paint", fails), "the needle slipped"),
    "an upload": (lambda patch, built: patch.setattr(gl.Buffer, "fill", refuses), "is tired"),
    "a texture": (lambda patch, built: patch.setattr("tpexplorer.scene.overlays.Texture", refuses), "is tired"),
    "a late program": (lambda patch, built: patch.setattr(gl, "SHADERS", Path("/nowhere")), "is missing"),
    "a frame buffer": (lambda patch, built: patch.setattr(canvas, "frame_buffer", refuses), "is tired"),
    "the context": (lose_context, "took the drawing context away"),
    "memory": (run_out_of_memory, "is out of memory"),
}


def why(built: Built) -> str:
    label = built.scene.findChild(QLabel, "why")
    assert label is not None and label.isVisible()
    return str(label.text())


def spot_of(built: Built, instance: str) -> QPointF:
    assert isinstance(built.scene, PlatesView)
    return built.scene._spots()[instance][0]


@pytest.mark.parametrize("what", BREAKS)
def test_what_fails_amid_the_work_leads_to_fixed_views_that_go_on(
    qtbot: QtBot, built: Built, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    scene, told = scene_of(built), []
    scene.failed.connect(told.append)
    built.explore.select(POINT)
    built.pain.state.set_shown(True)
    built.pain.find.add_region("temple")
    before = built.pain.state.working_set
    spoil, word = BREAKS[what]
    spoil(monkeypatch, built)
    # A region lights up, texts and body are drawn anew: something of everything is asked of the driver.
    scene.set_text_font(QApplication.font())
    scene.set_lit(np.full(len(built.explore.known.body.neutral.vertices), -1.0, np.float32))
    scene.set_form("female")
    qtbot.waitUntil(lambda: isinstance(built.scene, PlatesView), timeout=10_000)
    monkeypatch.undo()
    assert len(told) == 1
    assert word in why(built)
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
    plates = built.scene
    assert isinstance(plates, PlatesView)
    assert (plates._selected, built.state.selection) == (POINT, POINT)
    assert built.pain.state.working_set == before
    assert plates._drawn_field is not None
    qtbot.waitUntil(lambda: plates._drawn is not None, timeout=10_000)
    picture = plates.canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    assert is_skin([picture.pixelColor(picture.width() // 2, y).getRgb()[:3] for y in range(0, picture.height(), 20)])
    # And a hand draws on, and the whole atlas is still searched.
    middle = plates.canvas.rect().center()
    areas = len(before.drawing.areas)
    QTest.mouseClick(plates.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    qtbot.waitUntil(lambda: len(built.pain.state.working_set.drawing.areas) == areas + 1)
    built.explore.select(OTHER)
    assert plates._selected == OTHER
    assert built.search.find("infraspinatus", 3)


def test_a_stroke_under_the_hand_ends_with_the_picture_it_was_drawn_on(
    qtbot: QtBot, built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = scene_of(built)
    built.pain.state.set_shown(True)
    scene.prepare_picking()
    middle = QPoint(scene.canvas.width() // 2, scene.canvas.height() // 3)
    QTest.mousePress(scene.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    QTest.mouseMove(scene.canvas, middle + QPoint(0, 12))
    qtbot.waitUntil(lambda: bool(built.pain.state.working_set.drawing.areas))
    monkeypatch.setattr(scene._markers, "paint", fails)
    scene.set_form("female")
    qtbot.waitUntil(lambda: isinstance(built.scene, PlatesView), timeout=10_000)
    drawn = built.pain.state.working_set
    plates = built.scene
    assert isinstance(plates, PlatesView)
    qtbot.waitUntil(lambda: plates._drawn is not None, timeout=10_000)
    QTest.mouseMove(plates.canvas, plates.canvas.rect().center())
    assert built.pain.state.working_set == drawn
    built.window.actions_by_name["undo"].trigger()
    assert not built.pain.state.working_set.drawing
    built.window.actions_by_name["redo"].trigger()
    assert built.pain.state.working_set == drawn


def test_a_body_that_cannot_be_prepared_gives_way_at_the_first_frame(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tpexplorer.scene.markers.Markers.initializeGL", fails)
    built = build(qapp, tmp_path / "s.ini")
    qtbot.addWidget(built.window)
    built.window.resize(*SIZE)
    built.show()
    qtbot.waitUntil(lambda: isinstance(built.scene, PlatesView), timeout=10_000)
    assert "the needle slipped" in why(built)
    qtbot.waitUntil(lambda: built.pain_if_built is not None, timeout=20_000)
    built.window.close()


def test_the_probe_reads_back_what_it_drew(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    assert probe.why_no_opengl() == ""
    monkeypatch.setattr(probe, "attach", lambda *_: None)
    assert "draws nothing" in probe.why_no_opengl()


def test_a_graphics_card_paints_the_same_body(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(canvas, "SOFTWARE", ())
    built = open_3d(qtbot, qapp, tmp_path, Hands())
    shown = scene_of(built).canvas.grabFramebuffer().convertToFormat(QImage.Format.Format_RGB888)
    assert is_skin([shown.pixelColor(shown.width() // 2, y).getRgb()[:3] for y in range(0, shown.height(), 20)])
    built.window.close()


def test_a_close_up_that_fills_the_view_is_no_failure(qtbot: QtBot, built: Built, tmp_path: Path) -> None:
    built.explore.select("piriformis.1@left")
    told: list[str] = []
    scene_of(built).failed.connect(told.append)
    scene_of(built).canvas._checked = False
    with qtbot.waitSignal(scene_of(built).painted):
        scene_of(built).zoom(3.0)
    assert told == []


# --- a first frame that never comes ---------------------------------------------------------------------------------


class Unpainted(StubScene):
    """A picture that nobody ever gets to see."""

    painted = Signal()


def test_what_is_prepared_after_the_first_frame_does_not_wait_for_it_for_ever(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "PATIENCE_MS", 1)
    gc.disable()
    built = build(qapp, tmp_path / "s.ini", make_scene=Unpainted)
    qtbot.addWidget(built.window)
    built.show()
    qtbot.waitUntil(lambda: built.search._index is not None, timeout=20_000)
    qtbot.waitUntil(gc.isenabled, timeout=20_000)
    assert built.pain_if_built is not None
    built.window.close()
