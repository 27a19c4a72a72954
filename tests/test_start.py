"""What is wrong at the start is said in one sentence, and what can be done without is done without."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from starts import Ended, begin, python, run_until_open
from stub_scene import StubScene

from tpexplorer import __main__
from tpexplorer.app import build, run
from tpexplorer.resources import assets_dir

# --- assets ---------------------------------------------------------------------------------------------------------

READ = (
    *("models/body.npz", "data/compiled/atlas.msgpack", "data/compiled/map.npz", "data/compiled/patterns.npz"),
    *("data/synonyms.json", "SHA256SUMS"),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "assets"
    shutil.copytree(assets_dir(), folder, ignore=shutil.ignore_patterns("*.yaml", "*.py"))
    return folder


def spoil(path: Path, how: str) -> None:
    data = path.read_bytes()
    path.unlink()
    if how == "a folder":
        path.mkdir()
    elif how != "missing":
        path.write_bytes({"empty": b"", "cut off": data[: len(data) // 2], "not text": b"\xff\xfe" + data}[how])


@pytest.mark.parametrize("how", ["missing", "empty", "cut off", "not text", "a folder"])
@pytest.mark.parametrize("name", READ)
def test_a_damaged_file_is_told_in_a_sentence_and_ends_with_2(
    qapp: QApplication, tmp_path: Path, root: Path, name: str, how: str, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(root / name, how)
    told: list[str] = []
    assert run([], tmp_path / "s.ini", root, told.append) == 2
    said = capsys.readouterr().err
    assert told == [said.removeprefix("tpexplorer: ").rstrip("\n")]
    # A cut table of digests may lack any of the files it is there for.
    assert Path(name).name in told[0] or name == "SHA256SUMS"
    assert "Reinstall" in told[0]


@pytest.mark.parametrize("how", ["missing", "not text", "a folder"])
def test_credits_that_cannot_be_read_are_told_too(qapp: QApplication, tmp_path: Path, root: Path, how: str) -> None:
    spoil(root / "CREDITS.md", how)
    told: list[str] = []
    assert run([], tmp_path / "s.ini", root, told.append) == 2
    assert "CREDITS.md" in told[0] and "Reinstall" in told[0]


def test_a_file_that_goes_after_the_start_is_told_in_the_window(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, root: Path
) -> None:
    built = build(qapp, tmp_path / "s.ini", root, StubScene)
    qtbot.addWidget(built.window)
    (root / "data/synonyms.json").unlink()
    built.show()
    qtbot.keyClicks(built.lists.search, "temple")
    qtbot.waitUntil(lambda: "synonyms.json is missing" in built.window._pointed.text(), timeout=20_000)
    built.window.close()


def test_what_nobody_foresaw_is_told_too(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_args: object) -> None:
        raise RuntimeError("the needle slipped")

    monkeypatch.setattr("tpexplorer.app.load_map", fails)
    told: list[str] = []
    assert run([], tmp_path / "s.ini", None, told.append) == 2
    assert "cannot start" in told[0] and "the needle slipped" in told[0]
    assert "test_start.py" in capsys.readouterr().err


# --- screens --------------------------------------------------------------------------------------------------------

NOWHERE = {"DISPLAY": None, "WAYLAND_DISPLAY": None, "QT_QPA_PLATFORM": None}


@pytest.mark.parametrize(
    ("env", "word"),
    [
        ({}, "there is no display"),
        ({"DISPLAY": ":4711"}, "could not connect to display :4711"),
        ({"DISPLAY": "nonsense"}, "could not connect to display nonsense"),
        ({"WAYLAND_DISPLAY": "nowhere"}, "wayland"),
        ({"QT_QPA_PLATFORM": "nonsense", "DISPLAY": ":4711"}, "nonsense"),
    ],
    ids=str,
)
def test_a_screen_that_cannot_be_reached_is_said_and_ends_with_2(env: dict[str, str], word: str) -> None:
    ended = python(["-m", "tpexplorer"], NOWHERE | env)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.count("\n") == 1
    assert word in ended.err
    assert "--help" in ended.err


def test_a_library_that_is_missing_is_named() -> None:
    code = "import sys; sys.modules['PySide6.QtWidgets'] = None; from tpexplorer.cli import run; sys.exit(run([]))"
    ended = python(["-c", code])
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert "PySide6.QtWidgets" in ended.err


# --- folders --------------------------------------------------------------------------------------------------------


def opened_and_closed(env: dict[str, str], before: list[str] | None = None) -> Ended:
    with begin(run_until_open(None, "window.close()"), env, before or []) as process:
        out, err = process.communicate(timeout=60)
    return Ended(process.returncode, out, err)


@pytest.mark.parametrize("mode", [0o000, 0o500])
def test_a_settings_folder_that_may_not_be_entered_is_said_in_the_window(tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "config" / "tpexplorer"
    folder.mkdir(parents=True)
    (folder / "settings.ini").write_text("[look]\ntheme=dark\n")
    folder.chmod(mode)
    # To root everything is open, unless it gives that up.
    before = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    ended = opened_and_closed({"XDG_CONFIG_HOME": str(tmp_path / "config")}, before)
    folder.chmod(0o700)
    assert (ended.code, ended.err) == (0, "")
    assert "cannot be written to" in ended.out
    assert sorted(path.name for path in folder.iterdir()) == ["settings.ini"]


def test_a_file_where_the_settings_folder_should_be_is_said_in_the_window(tmp_path: Path) -> None:
    (tmp_path / "tpexplorer").write_bytes(b"")
    ended = opened_and_closed({"XDG_CONFIG_HOME": str(tmp_path)})
    assert (ended.code, ended.err) == (0, "")
    assert "cannot be written to" in ended.out


@pytest.mark.parametrize("name", ["XDG_CONFIG_HOME", "HOME"])
def test_a_folder_whose_name_is_no_text_is_as_good_as_any(tmp_path: Path, name: str) -> None:
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    folder.mkdir()
    ended = opened_and_closed({"XDG_CONFIG_HOME": ""} | {name: str(folder)})
    assert (ended.code, ended.out, ended.err) == (0, "open ['']\n", "")
    assert list(folder.rglob("settings.ini"))


def test_assets_in_a_folder_whose_name_is_no_text_are_found_or_told(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, root: Path
) -> None:
    moved = root.rename(tmp_path / os.fsdecode(b"caf\xe9"))
    built = build(qapp, tmp_path / "s.ini", moved, StubScene)
    qtbot.addWidget(built.window)
    (moved / "data/synonyms.json").unlink()
    told: list[str] = []
    assert run([], tmp_path / "t.ini", moved, told.append) == 2
    assert "synonyms.json" in told[0]


def test_an_argument_that_is_no_text_is_refused_in_a_line() -> None:
    ended = python(["-m", "tpexplorer", os.fsdecode(b"caf\xe9")])
    assert (ended.code, ended.err.count("\n")) == (2, 1)


# --- ending from outside --------------------------------------------------------------------------------------------


@pytest.fixture
def working(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A start whose window is open, with something drawn and ticked that is not saved."""
    then = (
        "import gc; built = next(thing for thing in gc.get_objects() if isinstance(thing, app.Built)); "
        "built.explore.set_side('left'); built.pain.find.add_region('temple'); "
        "built.pain.find.tick('masseter.1@left', 'found', 'in the jaw'); print('drawn', flush=True)"
    )
    with begin(run_until_open(tmp_path / "settings.ini", then), {}) as process:
        assert process.stdout is not None
        assert [process.stdout.readline() for _ in range(2)] == ["open ['']\n", "drawn\n"]
        yield process
        if process.poll() is None:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_it_at_once_and_loses_nothing(
    working: subprocess.Popen[str], tmp_path: Path, qtbot: QtBot, qapp: QApplication, number: int
) -> None:
    working.send_signal(number)
    out, err = working.communicate(timeout=20)
    assert (working.returncode, out, err) == (128 + number, "", "")
    assert "side=left" in (tmp_path / "settings.ini").read_text()
    again = build(qapp, tmp_path / "settings.ini", make_scene=StubScene)
    qtbot.addWidget(again.window)
    assert again.pain.state.working_set.item("masseter.1@left").note == "in the jaw"
    assert len(again.pain.state.working_set.drawing.areas) == 1
    again.window.may_close = lambda: True
    again.window.close()


def test_ctrl_c_before_the_window_is_there_leaves_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(__main__, "prepare", lambda: None)
    monkeypatch.setattr("tpexplorer.cli.run", interrupted)
    with pytest.raises(SystemExit) as left:
        __main__.main()
    assert left.value.code == 130
