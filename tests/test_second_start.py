"""A second start brings the first window up, or opens one of its own; two windows over one folder spare each other."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtNetwork import QLocalServer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from starts import another_screen, begin, run_until_open
from stub_scene import StubScene
from test_working_set import Answers

from tpexplorer import app
from tpexplorer.app import Hands, build, run
from tpexplorer.state.claim import Claim
from tpexplorer.window import single_instance
from tpexplorer.window.single_instance import SingleInstance, instance_name


def start(path: Path, **env: str) -> subprocess.Popen[str]:
    """A real start, that says that its window is open, and closes it."""
    return begin(run_until_open(path, "window.close()"), env)


@pytest.fixture
def opens(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], tuple[int, list[str]]]:
    """A start in this process: its exit code, and what the status bar of its window said before it was closed."""
    said: list[str] = []
    monkeypatch.setattr(app.build, "__defaults__", (None, None, StubScene, None))

    def look() -> None:
        for window in qapp.topLevelWidgets():
            if isinstance(window, app.MainWindow) and window.isVisible():
                said.append(window._pointed.text())
                window.close()

    def go(path: Path) -> tuple[int, list[str]]:
        QTimer.singleShot(0, lambda: QTimer.singleShot(0, look))
        return run([], path), said

    return go


def test_a_second_start_brings_up_the_first_and_leaves(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "not there yet" / "settings.ini"
    first = SingleInstance(instance_name(path))
    assert first.claim()
    built = build(qapp, path, make_scene=StubScene)
    qtbot.addWidget(built.window)
    first.come_up = lambda: app._raise(built.window)
    built.window.showMinimized()
    with start(path) as second:
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
        out, err = second.communicate()
    assert (second.returncode, out, err) == (0, "", "")
    assert built.window.isVisible() and not built.window.isMinimized()
    first.release()
    built.window.close()


def test_a_window_opens_where_the_first_hangs(
    opens: Callable[[Path], tuple[int, list[str]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "settings.ini"
    monkeypatch.setattr(single_instance, "ANSWER_MS", 50)
    with socket.socket(socket.AF_UNIX) as hangs:
        hangs.bind(instance_name(path))
        hangs.listen(8)
        assert opens(path) == (0, [app.SECOND])
        assert Path(instance_name(path)).exists()


def test_a_window_opens_where_the_first_cannot_come_up(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "settings.ini"
    # The first has a message to show before its window, or is closing.
    first = SingleInstance(instance_name(path))
    assert first.claim()
    with start(path) as second:
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
        assert (second.returncode, second.communicate()[0]) == (0, f"open ['{app.SECOND}']\n")
    first.release()


@pytest.mark.parametrize("what", ["a file", "a folder", "nothing may be written"])
def test_a_window_opens_where_there_can_be_no_socket(
    opens: Callable[[Path], tuple[int, list[str]]], tmp_path: Path, what: str
) -> None:
    path = tmp_path / "folder" / "settings.ini"
    if what == "nothing may be written":
        (tmp_path / "folder").write_bytes(b"")
    else:
        path.parent.mkdir()
        name = Path(instance_name(path))
        name.write_bytes(b"what a crash has left") if what == "a file" else name.mkdir()
    code, said = opens(path)
    assert (code, len(said)) == (0, 1)


def test_what_a_crash_left_behind_is_no_obstacle(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    name = instance_name(tmp_path / "settings.ini")
    probe = QLocalServer()
    assert probe.listen(name)
    left = Path(probe.fullServerName())
    probe.close()
    if sys.platform != "win32":
        left.write_bytes(b"")
    single = SingleInstance(name)
    assert single.claim()
    assert single._server.isListening()
    single.release()


def test_on_another_screen_another_window_opens(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "settings.ini"
    first = SingleInstance(instance_name(path))
    assert first.claim()
    first.come_up = lambda: True
    with another_screen() as display, start(path, DISPLAY=display, QT_QPA_PLATFORM="xcb") as second:
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
        assert (second.returncode, second.communicate()[0]) == (0, "open ['']\n")
    first.release()


def test_the_same_screen_is_the_same_however_it_is_written(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = []
    for display in (":7", ":7.0", ":8"):
        monkeypatch.setenv("DISPLAY", display)
        names.append(instance_name(tmp_path / "settings.ini"))
    assert names[0] == names[1] != names[2]


# --- one folder, two windows ----------------------------------------------------------------------------------------


def test_each_window_keeps_and_finds_its_own_recovery_file(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    path, answers = tmp_path / "settings.ini", Answers()
    answers.keep, hands = "discard", Hands(files=answers)
    windows = [build(qapp, path, make_scene=StubScene, hands=hands) for _ in range(2)]
    for built, region in zip(windows, ("temple", "angle-of-jaw"), strict=True):
        qtbot.addWidget(built.window)
        built.pain.find.add_region(region)
        built.pain.files.keep()
    kept = {built.recovery_path: built.recovery_path.read_bytes() for built in windows}
    assert len(kept) == 2
    first, second = windows
    first.pain.files.recovery.drop()
    first.save()  # the first one ends well and takes nothing of the second's with it
    assert second.recovery_path.read_bytes() == kept[second.recovery_path]
    second.recovery.release()  # a process that dies lets go
    third = build(qapp, path, make_scene=StubScene, hands=hands)
    qtbot.addWidget(third.window)
    assert third.recovery_path == second.recovery_path
    assert third.pain.state.working_set == second.pain.state.working_set
    third.pain.stop()


def test_a_lock_outlives_no_process(tmp_path: Path) -> None:
    code = f"from pathlib import Path; from tpexplorer.state.claim import Claim; c = Claim(Path({str(tmp_path)!r}));"
    subprocess.run([sys.executable, "-c", code + "import os; os._exit(9)"], check=False)
    assert (tmp_path / "open-working-set.json.lock").exists()
    claim = Claim(tmp_path)
    assert claim.path.name == "open-working-set.json"
    assert Claim(tmp_path).path.name == "open-working-set-2.json"
    claim.release()
