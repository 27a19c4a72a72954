"""The fuzz of `make fuzz`: a short piece of it, and that what it watches for is seen where it is planted."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSignalBlocker, Qt, qWarning
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tpexplorer.authoring.fuzz import account, on_body
from tpexplorer.authoring.fuzz.account import Account
from tpexplorer.authoring.fuzz.desk import Desk
from tpexplorer.authoring.fuzz.files import Files, Kind, open_set
from tpexplorer.authoring.fuzz.mutate import TEXT
from tpexplorer.authoring.fuzz.session import Action, Session
from tpexplorer.authoring.fuzz.watch import Watch
from tpexplorer.patterns.working_set import WorkingSet

STEPS, FILES = 150, 30
OTHERWISE = ["what was saved reads back otherwise (0 areas lost)"]
POINT = "infraspinatus.1@right"


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    with Watch() as watch:
        desk = Desk(qapp, tmp_path, watch)
        qtbot.addWidget(desk.built.window)
        desk.open()
        yield desk
        desk.answers.keep = "discard"
        desk.built.window.close()
        desk.pump()


@pytest.fixture
def files(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Files]:
    with Watch() as watch:
        files = Files(qapp, tmp_path, watch, seed=3)
        yield files
        files.stop()


def test_a_short_fuzz_of_the_real_window_shows_nothing(desk: Desk) -> None:
    session = Session(desk, seed=5)
    session.run(1, STEPS)
    session.end()
    assert session.failure is None, str(session.failure)
    assert session.step > STEPS / 2, "the window was closed too soon to have shown anything"


def test_a_few_mutated_files_are_read_right_or_refused_in_a_sentence(files: Files) -> None:
    files.run(1, FILES)
    assert files.failure is None, str(files.failure)
    assert files.step == FILES


# --- what the watch must see ----------------------------------------------------------------------------------------


def seen(desk: Desk, action: Action) -> str:
    """What a session sees that does this one thing."""
    session = Session(desk, seed=1, actions=((1.0, action),))
    session.run(1, 1)
    return "\n".join(session.failure.faults) if session.failure is not None else ""


def raise_in_a_slot(desk: Desk) -> None:
    def planted(_name: str) -> None:
        raise ValueError("planted")

    desk.built.state.side_changed.connect(planted, Qt.ConnectionType.SingleShotConnection)
    desk.built.explore.other_side()


def warn_in_a_slot(desk: Desk) -> None:
    desk.built.state.side_changed.connect(lambda _name: warnings.warn("planted", stacklevel=1))
    desk.built.explore.other_side()


def draw_unasked(desk: Desk) -> None:
    desk.pain.find.add_region("temple")


def draw_as_if_ticking(desk: Desk) -> None:
    desk.intents.append("tick")
    desk.pain.find.add_region("cheek")


def tick_as_if_drawing(desk: Desk) -> None:
    desk.intents.append("brush")
    desk.pain.find.tick(POINT, "found", "")


def lose_the_drawing(desk: Desk) -> None:
    desk.intents.append("brush")
    desk.pain.find.pain.change(WorkingSet())


def leave_a_stroke_open(desk: Desk) -> None:
    desk.pain.state.begin_stroke()


def mark_another_row(desk: Desk) -> None:
    tree = desk.built.lists.tree
    with QSignalBlocker(tree):
        tree.setCurrentItem(tree._items["point/infraspinatus.2"])


def test_what_is_planted_is_seen(desk: Desk) -> None:
    plants: dict[str, Action] = {
        "ValueError: planted": raise_in_a_slot,
        "UserWarning: planted": warn_in_a_slot,
        "Qt warns: planted": lambda _desk: qWarning("planted"),
        "nothing was done that changes it": draw_unasked,
        "skin that nobody showed": draw_as_if_ticking,
        "no longer is": lose_the_drawing,
        "what was ticked has changed": tick_as_if_drawing,
        "still under way": leave_a_stroke_open,
        "the list marks": mark_another_row,
    }
    assert seen(desk, on_body.hover) == ""
    for sentence, plant in plants.items():
        assert sentence in seen(desk, plant), sentence
        desk.pain.state.end_stroke()
        desk.built.explore.clear()


def test_a_file_that_changes_or_goes_or_reads_otherwise_is_seen(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    files, path = Account(desk), desk.answers.folder / "set.json"
    monkeypatch.setattr(desk.answers, "ask_save", lambda _suggested: str(path))
    desk.pain.find.add_region("temple")
    assert desk.pain.files.save()
    assert not list(files.file_faults())
    path.write_bytes(path.read_bytes().replace(b"temple", b"cheek"))
    assert list(files.file_faults()) == ["set.json has changed, and nobody saved it", *OTHERWISE]
    desk.intents.append("save")
    path.write_bytes(path.read_bytes() + b"\n")
    assert list(files.file_faults()) == ["set.json was replaced, and nobody was asked", *OTHERWISE]
    path.unlink()
    assert list(files.file_faults()) == ["set.json is gone"]


def test_a_recovery_file_that_does_not_come_is_seen(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    files = Account(desk)
    desk.pain.find.add_region("temple")
    assert not list(files.recovery_faults())
    monkeypatch.setattr(account, "KEPT_MS", 10)
    monkeypatch.setattr(account, "SLACK_MS", 10)
    monkeypatch.setattr(desk.pain.files.recovery, "keep", lambda _data: "")
    desk.pain.find.add_region("cheek")
    assert "does not hold the open working set" in "".join(files.recovery_faults())


def test_a_redo_that_leads_elsewhere_is_seen(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    files = Account(desk)
    for region in ("temple", "cheek", "chin"):
        desk.pain.find.add_region(region)
    assert not list(files.undo_faults())
    redo = desk.pain.state.redo
    monkeypatch.setattr(desk.pain.state, "redo", lambda: (redo(), redo()))
    assert "redo leads elsewhere" in "".join(files.undo_faults())


def test_what_goes_wrong_with_a_file_is_seen(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    def shows(sentence: str, seconds: float = 5.0) -> bool:
        files.failure, files.kinds = None, (Kind(1, TEXT, open_set, seconds),)
        files.run(1, 1)
        return files.failure is not None and sentence in str(files.failure)

    assert not shows("")
    assert shows("took", seconds=0.0)
    opening = files.window().pain.files
    with monkeypatch.context() as patched:
        patched.setattr(opening, "open_file", lambda _path: 1 / 0)
        assert shows("ZeroDivisionError")
    with monkeypatch.context() as patched:
        patched.setattr(opening, "open_file", lambda path: path.write_text("planted"))
        assert shows("the file was changed")
    with monkeypatch.context() as patched:
        patched.setattr(opening, "open_file", lambda _path: opening.pain.open(WorkingSet(), None))
        assert shows("what was open is gone")
    with monkeypatch.context() as patched:
        patched.setattr(opening, "open_file", lambda _path: opening.dialogs.tell("red: \x1b[31m"))
        assert shows("control characters")
