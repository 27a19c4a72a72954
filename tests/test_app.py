"""Start, close and reopen; broken assets, a second start, no OpenGL, an uncaught error: each ends well."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from stub_scene import StubScene

from tpexplorer import app
from tpexplorer.app import build, run
from tpexplorer.panels.plates_view import PlatesView
from tpexplorer.window.error_dialog import ErrorDialog, Reporter

POINT = "infraspinatus.1@left"


def test_closing_and_reopening_keeps_how_things_stood(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "settings.ini"
    first = build(qapp, path, make_scene=StubScene)
    qtbot.addWidget(first.window)
    with qtbot.waitExposed(first.window):
        first.show()
    first.window.resize(1180, 700)
    first.window.splitter.setSizes([300, 480, 400])
    first.explore.select(POINT)
    first.state.set_theme("dark")
    first.state.set_form("female")
    first.state.set_muscle_shown(True)
    first.state.set_text_step(1)
    sizes = first.window.splitter.sizes()
    first.window.close()
    second = build(qapp, path, make_scene=StubScene)
    qtbot.addWidget(second.window)
    with qtbot.waitExposed(second.window):
        second.show()
    assert (second.state.selection, second.scene.told.selected) == (POINT, POINT)
    assert (second.state.theme, second.state.form, second.state.muscle_shown, second.state.text_step) == (
        "dark",
        "female",
        True,
        1,
    )
    assert (second.scene.told.theme, second.scene.told.form, second.scene.told.muscle_shown) == ("dark", "female", True)
    qtbot.waitUntil(lambda: second.window.size().width() == 1180)
    assert second.window.height() == 700
    assert all(abs(a - b) <= 2 for a, b in zip(second.window.splitter.sizes(), sizes, strict=True))
    second.window.close()


def test_a_garbage_settings_file_opens_a_fresh_window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "settings.ini"
    path.write_bytes(b"\x00\x80[[[not settings\n=\n" * 20)
    built = build(qapp, path, make_scene=StubScene)
    qtbot.addWidget(built.window)
    assert built.state.page == "start"
    built.show()
    built.window.close()
    assert b"[look]" in path.read_bytes()


def test_a_scene_that_fails_gives_way_to_plates(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    built = build(qapp, tmp_path / "s.ini", make_scene=StubScene)
    qtbot.addWidget(built.window)
    built.explore.select(POINT)
    built.scene.failed.emit("The driver gave up.")
    qtbot.waitUntil(lambda: isinstance(built.scene, PlatesView))
    assert built.scene._selected == POINT
    assert "The driver gave up." in built.scene.findChild(app.QWidget, "why").text()
    built.scene.region_hovered.emit(100)
    built.scene.background_clicked.emit()
    assert built.state.selection == ""
    built.window.close()


def test_run_opens_and_closes(qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[bool] = []

    def look() -> None:
        windows = [w for w in qapp.topLevelWidgets() if isinstance(w, app.MainWindow) and w.isVisible()]
        opened.append(bool(windows))
        for window in windows:
            window.close()

    monkeypatch.setattr(app, "make_3d", StubScene)
    monkeypatch.setattr(app.build, "__defaults__", (None, None, StubScene, None))
    QTimer.singleShot(0, lambda: QTimer.singleShot(0, look))
    assert run([], tmp_path / "s.ini") == 0
    assert opened == [True]
    assert sys.excepthook is sys.__excepthook__ or "pytest" in repr(sys.excepthook)
    assert (tmp_path / "s.ini").is_file()


# --- uncaught errors ------------------------------------------------------------------------------------------------


def fail() -> tuple[type[BaseException], BaseException, object]:
    try:
        raise RuntimeError("the needle slipped")
    except RuntimeError:
        return sys.exc_info()  # type: ignore[return-value]


def test_errors_are_reported_one_at_a_time(capsys: pytest.CaptureFixture[str]) -> None:
    shown: list[str] = []
    now = [0.0]
    reporter = Reporter(shown.append, lambda: now[0])
    reporter(*fail())
    reporter(*fail())
    now[0] = 60.0
    reporter(*fail())
    assert len(shown) == 2
    assert "the needle slipped" in shown[0]
    assert "TPExplorer" in shown[0]
    assert capsys.readouterr().err.count("RuntimeError: the needle slipped") == 3


def test_an_error_while_a_report_is_open_opens_no_second(capsys: pytest.CaptureFixture[str]) -> None:
    shown: list[str] = []

    def show(report: str) -> None:
        shown.append(report)
        reporter(*fail())

    reporter = Reporter(show, lambda: 0.0)
    reporter(*fail())
    assert len(shown) == 1


def test_the_report_can_be_copied(qtbot: QtBot) -> None:
    dialog = ErrorDialog("everything about it")
    qtbot.addWidget(dialog)
    assert dialog.text.toPlainText() == "everything about it"
    copy = next(button for button in dialog.findChildren(app.QWidget) if getattr(button, "text", lambda: "")() == "Copy report")
    copy.click()
    assert QApplication.clipboard().text() == "everything about it"


# --- start ----------------------------------------------------------------------------------------------------------

START = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from tpexplorer import app
from tpexplorer.window.application import make_application
from stub_scene import StubScene
application = make_application([])
built = app.build(application, Path({path!r}), make_scene=StubScene)
built.show()
application.processEvents()
print(sorted({{"scipy", "trimesh", "rapidfuzz", "PIL", "embreex", "yaml", "pyqtgraph", "OpenGL"}} & set(sys.modules)))
built.window.close()
"""


def test_nothing_heavy_is_loaded_before_the_first_frame(tmp_path: Path) -> None:
    code = START.format(tests=str(Path(__file__).parent), path=str(tmp_path / "s.ini"))
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    assert found.stdout.strip() == "[]"
