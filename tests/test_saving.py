"""Files are written whole or not at all, under the name that was meant, and never over what somebody else has written."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from test_working_set import POINT, Desk, desk, easel, filled

from tpexplorer.files import write_whole
from tpexplorer.patterns.pain_drawing import Easel
from tpexplorer.patterns.working_set import WorkingSet, load
from tpexplorer.window.file_dialogs import SystemFileDialogs

__all__ = ["desk", "easel", "filled"]  # fixtures


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def masked() -> Iterator[Callable[[int], int]]:
    before = os.umask(0o022)
    yield os.umask
    os.umask(before)


# --- the one writer ---------------------------------------------------------------------------------------------------


def test_a_file_keeps_its_mode_and_a_new_one_gets_the_usual(tmp_path: Path, masked: Callable[[int], int]) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"before")
    for kept in (0o640, 0o666, 0o600, 0o444):
        old.chmod(kept)
        write_whole(old, b"after")
        assert (old.read_bytes(), mode(old)) == (b"after", kept)
    write_whole(new, b"new")
    assert mode(new) == 0o644
    masked(0o077)
    write_whole(tmp_path / "private", b"new")
    assert mode(tmp_path / "private") == 0o600


def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    real, link = tmp_path / "there" / "real.json", tmp_path / "link.json"
    link.symlink_to(real)
    for data in (b"first", b"second"):
        write_whole(link, data)
        assert link.is_symlink()
        assert real.read_bytes() == data
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["real.json"]


def test_names_as_long_as_names_may_be(tmp_path: Path) -> None:
    longest = tmp_path / ("x" * 250 + ".json")
    write_whole(longest, b"data")
    assert longest.read_bytes() == b"data"
    with pytest.raises(OSError, match="too long"):
        write_whole(tmp_path / ("x" * 256), b"data")
    assert [path.name for path in tmp_path.iterdir()] == [longest.name]


def test_what_is_no_file_is_left_alone(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path, Path("/dev/null")):
        before = path.stat()
        with pytest.raises(OSError, match="not a file"):
            write_whole(path, b"data")
        assert stat.S_IFMT(path.stat().st_mode) == stat.S_IFMT(before.st_mode)
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk_leaves_what_was_there_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    path = tmp_path / "set.json"
    path.write_bytes(b"before")

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(*((os, "fsync") if call == "fsync" else (Path, "replace")), full)
    for target in (path, tmp_path / "new.json"):
        with pytest.raises(OSError, match="No space left"):
            write_whole(target, b"after")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("set.json", b"before")]


def test_what_is_written_is_on_the_disk_before_it_takes_the_place_of_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (done.append("flushed"), fsync(handle)))
    monkeypatch.setattr(Path, "replace", lambda path, target: (done.append("in place"), replace(path, target))[1])
    write_whole(tmp_path / "set.json", b"data")
    assert done == ["flushed", "in place", "flushed"]


@pytest.fixture
def closed_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that takes no new file, with a file in it that may be written; root, whom nothing is closed to, steps back."""
    with tempfile.TemporaryDirectory() as name:
        folder, root = Path(name), os.geteuid() == 0
        (folder / "set.json").write_bytes(b"before")
        (folder / "set.json").chmod(0o666)
        folder.chmod(0o555)
        if root:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if root:
                os.seteuid(0)
            folder.chmod(0o755)


@pytest.mark.parametrize("data", [b"after", b"a longer one than before", b""])
def test_where_a_folder_takes_no_other_file_the_file_itself_is_written(closed_folder: Path, data: bytes) -> None:
    path = closed_folder / "set.json"
    write_whole(path, data)
    assert path.read_bytes() == data
    with pytest.raises(PermissionError):
        write_whole(closed_folder / "new.json", b"new")
    assert [path.name for path in closed_folder.iterdir()] == ["set.json"]


def test_there_too_a_full_disk_leaves_what_was_there(closed_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write, room = os.write, [8]

    def filling(handle: int, data: bytes) -> int:
        if not room[0]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = write(handle, data[: room[0]])
        room[0] -= written
        return written

    monkeypatch.setattr(os, "write", filling)
    with pytest.raises(OSError, match="No space left"):
        write_whole(closed_folder / "set.json", b"much longer than what was there before")
    assert (closed_folder / "set.json").read_bytes() == b"before"


def test_a_figure_leaves_no_rubbish_on_a_full_disk(tmp_path: Path) -> None:
    code = (
        "import resource, sys; from tpexplorer.cli import run; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096));"
        "sys.exit(run(['figure', 'infraspinatus.1', '--size', '800x500', '-o', sys.argv[1]]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "plate.png")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


# --- the working set --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("client", "client.json"),
        ("Mrs. Smith", "Mrs. Smith.json"),
        ("visit 2026.12.01", "visit 2026.12.01.json"),
        ("CLIENT.JSON", "CLIENT.JSON"),
    ],
)
def test_whatever_name_is_typed_it_ends_in_json(desk: Desk, filled: WorkingSet, tmp_path: Path, typed: str, name: str) -> None:
    desk.pain.change(filled)
    desk.answers.path = str(tmp_path / typed)
    desk.files.ask("save")
    assert [path.name for path in tmp_path.glob("*[!k]")] == [name]
    assert not desk.pain.changed


def test_the_file_that_the_name_means_is_not_replaced_unasked(desk: Desk, filled: WorkingSet, tmp_path: Path) -> None:
    other = tmp_path / "Mrs. Smith.json"
    other.write_text("another client")
    desk.pain.change(filled)
    desk.answers.path = str(tmp_path / "Mrs. Smith")
    desk.files.ask("save")
    assert desk.answers.replacing == ["Mrs. Smith.json"]
    assert other.read_text() == "another client"
    assert desk.pain.changed
    assert desk.answers.suggested[-1] == str(other)  # the dialog comes again
    desk.answers.path, desk.answers.replace = str(tmp_path / "Mrs. Smith"), True
    desk.files.ask("save")
    assert "another client" not in other.read_text()


def test_save_as_begins_at_the_open_file(desk: Desk, filled: WorkingSet, tmp_path: Path) -> None:
    desk.pain.change(filled)
    desk.answers.path = str(tmp_path / "one.json")
    desk.files.ask("save")
    desk.answers.path = ""
    desk.files.ask("save_as")
    assert desk.answers.suggested[-1] == str(tmp_path / "one.json")
    assert desk.pain.path == tmp_path / "one.json"


def test_what_another_program_has_written_is_not_written_over_unasked(
    desk: Desk, filled: WorkingSet, easel: Easel, tmp_path: Path
) -> None:
    path = tmp_path / "set.json"
    desk.pain.change(filled)
    desk.answers.path = str(path)
    desk.files.ask("save")
    path.touch()  # nothing but its time has changed
    desk.files.ask("save")
    assert not desk.answers.replacing
    theirs = path.read_bytes().replace(b"sharp when pressed", b"written elsewhere")
    path.write_bytes(theirs)
    desk.pain.change(filled.ticked(POINT, "found", "mine"))
    desk.files.ask("save")  # cancel
    assert desk.answers.replacing == ["set.json"]
    assert path.read_bytes() == theirs
    assert desk.pain.changed
    desk.answers.changed, desk.answers.path = "save as", str(tmp_path / "mine.json")
    desk.files.ask("save")
    assert path.read_bytes() == theirs
    assert load(tmp_path / "mine.json", easel)[0].item(POINT).note == "mine"
    desk.files.open_file(path)
    path.unlink()  # what is gone cannot be lost
    desk.files.ask("save")
    assert len(desk.answers.replacing) == 2
    path.write_bytes(b"theirs again")
    desk.answers.changed = "save"
    desk.files.ask("save")
    assert load(path, easel)[0].item(POINT).note == "written elsewhere"


@pytest.mark.parametrize("how", ["vanished", "long", "folder", "nul"])
def test_what_cannot_be_saved_stays_open_and_unsaved(desk: Desk, filled: WorkingSet, tmp_path: Path, how: str) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    (folder / "x.json").mkdir()
    names = {"vanished": "gone/set.json", "long": "x" * 300, "folder": "x.json", "nul": "a\0b"}
    desk.pain.change(filled)
    desk.answers.path, desk.answers.replace = str(folder / names[how]), True
    desk.files.ask("save")
    assert len(desk.answers.told) == 1
    assert "could not be written" in desk.answers.told[0]
    assert "\n" not in desk.answers.told[0]
    assert desk.pain.working_set == filled
    assert desk.pain.changed
    assert desk.pain.path is None
    assert [path.name for path in folder.iterdir()] == ["x.json"]


# --- the dialogs ------------------------------------------------------------------------------------------------------


def open_dialog(kind: type[QWidget]) -> QWidget | None:
    return next((each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()), None)


def test_the_dialog_asks_about_the_name_that_it_will_write(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "client.json").write_text("another client")
    (tmp_path / "open.json").write_text("the open one")
    asked: list[str] = []

    def act() -> None:
        # Anew each time: a timer does not run out again while what it has set off is still going on.
        QTimer.singleShot(30, clock, act)
        question, dialog = open_dialog(QMessageBox), open_dialog(QFileDialog)
        ticks.append(1)
        if isinstance(question, QMessageBox):
            asked.append(question.text())
            question.button(QMessageBox.StandardButton.No).click()
        elif isinstance(dialog, QFileDialog):
            name = dialog.findChild(QLineEdit, "fileNameEdit")
            if asked or name is None or len(ticks) > 300:
                dialog.reject()
            elif dialog.selectedFiles() == [str(tmp_path / "client.json")]:
                next(button for button in dialog.findChildren(QPushButton) if "Save" in button.text()).click()
            else:  # until the dialog has read the folder, it chooses for itself
                shown.append((dialog.directory().absolutePath(), name.text()))
                name.selectAll()
                QTest.keyClicks(name, "client")

    ticks: list[int] = []
    shown: list[tuple[str, str]] = []
    clock = QObject()
    qapp.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    act()
    assert SystemFileDialogs(lambda: None).ask_save(str(tmp_path / "open.json")) == ""
    clock.deleteLater()
    assert shown[0] == (str(tmp_path), "open.json")
    assert "client.json already exists" in asked[0]
    assert (tmp_path / "client.json").read_text() == "another client"


@pytest.mark.parametrize(
    ("button", "answer"), [("Save", "save"), ("Don't save", "discard"), ("Cancel", "cancel"), ("", "cancel")]
)
def test_what_is_not_saved_is_asked_about_in_plain_words(qtbot: QtBot, button: str, answer: str) -> None:
    def press() -> None:
        box = open_dialog(QMessageBox)
        assert isinstance(box, QMessageBox)
        assert "not saved" in box.text()
        named = [each for each in box.buttons() if each.text().replace("&", "") == button]
        (named[0].click if named else box.reject)()

    QTimer.singleShot(0, press)
    assert SystemFileDialogs(lambda: None).ask_keep() == answer


@pytest.mark.parametrize(
    ("button", "answer"),
    [("Write over it", "save"), ("Save under another name", "save as"), ("Cancel", "cancel"), ("", "cancel")],
)
def test_a_file_that_was_changed_meanwhile_is_asked_about_by_name(qtbot: QtBot, button: str, answer: str) -> None:
    def press() -> None:
        box = open_dialog(QMessageBox)
        assert isinstance(box, QMessageBox)
        assert box.text().startswith("<b>client</b>.json has been changed")
        named = [each for each in box.buttons() if each.text().replace("&", "") == button]
        (named[0].click if named else box.reject)()

    QTimer.singleShot(0, press)
    assert SystemFileDialogs(lambda: None).ask_changed("<b>client</b>.json") == answer
