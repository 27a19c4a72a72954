"""The working set: an open file that survives everything but a wrong file, undo, and a crash that loses nothing."""

from __future__ import annotations

import errno
import itertools
import json
import os
import threading
import time
from pathlib import Path
from typing import Literal

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from tpexplorer.body.body import Body
from tpexplorer.body.brush import places_at
from tpexplorer.body.map import BodyMap
from tpexplorer.cli import run
from tpexplorer.errors import FileError
from tpexplorer.files import write_whole
from tpexplorer.modes.set_files import SetFiles
from tpexplorer.patterns.pain_drawing import Easel, PainDrawing
from tpexplorer.patterns.working_set import WorkingSet, encoded, load, save
from tpexplorer.state.pain_state import PainState
from tpexplorer.state.recovery import Recovery

POINT = "upper-trapezius.1@right"


@pytest.fixture(scope="module")
def easel(body: Body, body_map: BodyMap) -> Easel:
    return Easel(body, body_map)


@pytest.fixture(scope="module")
def filled(easel: Easel) -> WorkingSet:
    drawing = easel.with_region(PainDrawing(), "temple", "right").rated(0, 7, "ache")
    drawing = easel.brushed(drawing, places_at(easel.body, [(-60.0, -75.0, 1440.0)]), 20.0, -1)
    return WorkingSet(drawing).ticked(POINT, "found", "sharp when pressed").ticked("masseter.1@left", "skipped", "")


class Answers:
    """File dialogs that answer as told, and remember what was said."""

    def __init__(self) -> None:
        self.path = ""
        self.keep: Literal["save", "discard", "cancel"] = "cancel"
        self.replace = False
        self.changed: Literal["save", "save as", "cancel"] = "cancel"
        self.told: list[str] = []
        self.suggested: list[str] = []
        self.replacing: list[str] = []
        self.asked = 0

    def ask_open(self) -> str:
        return self.path

    def ask_save(self, suggested: str) -> str:
        assert suggested.endswith(".json")
        self.suggested.append(suggested)
        return self.path

    def ask_replace(self, name: str) -> bool:
        self.replacing.append(name)
        if not self.replace:
            self.path = ""  # the dialog that comes up again is cancelled
        return self.replace

    def ask_changed(self, name: str) -> Literal["save", "save as", "cancel"]:
        self.replacing.append(name)
        return self.changed

    def ask_keep(self) -> Literal["save", "discard", "cancel"]:
        self.asked += 1
        return self.keep

    def tell(self, sentence: str) -> None:
        self.told.append(sentence)


class Desk:
    def __init__(self, easel: Easel, folder: Path) -> None:
        self.pain, self.answers = PainState(), Answers()
        self.recovery = Recovery(folder / "open.json", write_whole)
        self.files = SetFiles(self.pain, easel, "2026.2", self.answers, self.recovery)


@pytest.fixture
def desk(qapp: object, easel: Easel, tmp_path: Path) -> Desk:
    return Desk(easel, tmp_path)


# --- the file -------------------------------------------------------------------------------------------------------


def test_what_is_saved_is_opened_again(tmp_path: Path, easel: Easel, filled: WorkingSet) -> None:
    save(filled, "2026.2", tmp_path / "set.json")
    opened, lost = load(tmp_path / "set.json", easel)
    assert opened == filled
    assert not lost
    for before, after in zip(filled.drawing.areas, opened.drawing.areas, strict=True):
        assert set(before.vertices) == set(after.vertices)


def test_the_file_is_plain_json_with_nothing_but_what_was_shown(filled: WorkingSet) -> None:
    told = json.loads(encoded(filled, "2026.2"))
    assert told["format"] == "tpexplorer-working-set"
    assert told["version"] == 3
    assert set(told) == {"format", "version", "atlas", "areas", "points"}
    assert told["areas"][0] == {"region": "temple", "side": "right", "intensity": 7, "word": "ache"}
    assert set(told["areas"][1]) == {"skin"}
    assert told["points"][0] == {"point": POINT, "status": "found", "note": "sharp when pressed"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no working set"),
        ("not json", "no working set"),
        ("[1, 2]", "no working set"),
        ('{"format": "other", "version": 1}', "no working set"),
        ('{"format": "tpexplorer-working-set", "version": 99}', "newer TPExplorer"),
        ('{"format": "tpexplorer-working-set", "version": 1, "areas": 3}', "damaged"),
        ('{"format": "tpexplorer-working-set", "version": 1, "areas": [{"parts": [], "intensity": 11}]}', "damaged"),
        ('{"format": "tpexplorer-working-set", "version": 1, "name": "someone"}', "damaged"),
    ],
)
def test_a_wrong_file_gets_one_sentence(tmp_path: Path, easel: Easel, text: str, says: str) -> None:
    path = tmp_path / "set.json"
    path.write_text(text)
    with pytest.raises(FileError, match=says) as caught:
        load(path, easel)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_region_that_is_no_more_is_told_and_the_rest_is_shown(tmp_path: Path, easel: Easel) -> None:
    parts = [[[{"region": "nowhere"}]], [[{"region": "temple", "side": "left"}]]]
    told = {"format": "tpexplorer-working-set", "version": 1, "areas": [{"parts": part} for part in parts]}
    path = tmp_path / "set.json"
    path.write_text(json.dumps(told))
    opened, lost = load(path, easel)
    assert len(opened.drawing.areas) == 1
    assert "nowhere" in lost[0]


def test_a_file_that_cannot_be_shown_whole_is_not_written_over(desk: Desk, tmp_path: Path) -> None:
    parts = [[[{"region": "nowhere"}]], [[{"region": "temple", "side": "left"}]]]
    told = {"format": "tpexplorer-working-set", "version": 1, "areas": [{"parts": part} for part in parts]}
    path = tmp_path / "set.json"
    path.write_text(json.dumps(told))
    desk.answers.path = str(path)
    desk.files.ask("open")
    assert len(desk.pain.working_set.drawing.areas) == 1
    assert desk.answers.told[0].startswith("1 of the areas")
    desk.answers.path = ""
    desk.files.ask("save")
    assert json.loads(path.read_text()) == told


def test_a_full_disk_keeps_what_was_there(tmp_path: Path, filled: WorkingSet) -> None:
    path = tmp_path / "folder" / "set.json"
    path.parent.write_text("a file where a folder is wanted")
    with pytest.raises(FileError, match="could not be written"):
        save(filled, "2026.2", path)
    assert path.parent.read_text() == "a file where a folder is wanted"


def test_the_command_line_ranks_a_saved_drawing(tmp_path: Path, filled: WorkingSet, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "set.json"
    save(filled, "2026.2", path)
    assert run(["where", "--drawing", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"point", "muscle", "zone", "score", "covers"} == set(found[0])
    assert any("temple" in match["covers"] for match in found)
    assert {match["point"].partition("@")[2] for match in found} == {"right", "left"}
    assert run(["where", "--drawing", str(path), "--side", "left", "--json"]) == 0
    assert {match["point"].partition("@")[2] for match in json.loads(capsys.readouterr().out)} == {"left"}


@pytest.mark.parametrize("arguments", [[], ["temple", "--drawing", "x.json"], ["--drawing", "no-such-file.json"]])
def test_a_wrong_question_gets_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["where", *arguments]) == 2
    told = capsys.readouterr()
    assert len(told.err.strip().splitlines()) == 1
    assert not told.out


# --- ticks, undo ----------------------------------------------------------------------------------------------------


def test_an_item_that_says_nothing_is_none() -> None:
    ticked = WorkingSet().ticked(POINT, "found", "")
    assert ticked.with_status("found") == [POINT]
    assert not ticked.ticked(POINT, "", "").items


def test_undo_walks_back_stroke_by_stroke(qapp: object, easel: Easel) -> None:
    pain, told = PainState(), []
    pain.drawing_changed.connect(lambda: told.append(len(pain.working_set.drawing.areas)))
    first = WorkingSet(easel.with_region(PainDrawing(), "temple", "right"))
    second = WorkingSet(easel.with_region(first.drawing, "eyebrow", "right"))
    third = WorkingSet(easel.with_region(second.drawing, "forehead", "right"))
    pain.change(first)
    pain.begin_stroke()
    pain.draw(second)  # one stroke in two moves
    pain.draw(third)
    pain.end_stroke()
    assert pain.steps == (True, False)
    pain.undo()
    assert pain.working_set == first
    pain.undo()
    assert not pain.working_set
    assert pain.steps == (False, True)
    pain.redo()
    pain.redo()
    assert pain.working_set == third
    assert told == [1, 2, 3, 1, 0, 1, 3]


def test_a_stroke_that_changes_nothing_is_no_step(qapp: object, filled: WorkingSet) -> None:
    pain = PainState()
    pain.open(filled, None)
    pain.begin_stroke()
    pain.draw(filled)
    pain.end_stroke()
    assert pain.steps == (False, False)


# --- files, recovery ------------------------------------------------------------------------------------------------


def test_saving_asks_for_a_file_once(desk: Desk, filled: WorkingSet, tmp_path: Path, easel: Easel) -> None:
    desk.pain.change(filled)
    assert desk.pain.changed
    desk.answers.path = str(tmp_path / "client")
    desk.files.ask("save")
    path = tmp_path / "client.json"
    assert load(path, easel)[0] == filled
    assert not desk.pain.changed
    desk.answers.path = ""
    desk.pain.change(filled.ticked(POINT, "not found", ""))
    desk.files.ask("save")
    assert load(path, easel)[0].item(POINT).status == "not found"


def test_nothing_is_lost_without_a_question(desk: Desk, filled: WorkingSet) -> None:
    desk.pain.change(filled)
    assert not desk.files.may_leave()  # "cancel"
    desk.files.ask("new")
    assert desk.pain.working_set == filled
    desk.answers.keep = "save"  # but no file is chosen
    assert not desk.files.may_leave()
    desk.answers.keep = "discard"
    desk.files.ask("new")
    assert not desk.pain.working_set


def test_a_drawing_alone_is_asked_about_too(desk: Desk, filled: WorkingSet, tmp_path: Path) -> None:
    drawing = WorkingSet(filled.drawing)
    desk.pain.change(drawing)
    for what in ("new", "open"):
        desk.files.ask(what)
        assert desk.pain.working_set == drawing
    assert desk.answers.asked == 2
    desk.pain.undo()  # nothing is left that could be lost
    assert desk.files.may_leave()
    assert desk.answers.asked == 2


def test_an_emptied_file_is_asked_about(desk: Desk, filled: WorkingSet, tmp_path: Path) -> None:
    desk.pain.open(filled, tmp_path / "set.json")
    assert desk.files.may_leave()
    desk.pain.change(WorkingSet())
    assert not desk.files.may_leave()


def test_undo_brings_back_what_was_open_before_new_as_not_saved(desk: Desk, filled: WorkingSet, tmp_path: Path) -> None:
    desk.pain.open(filled, tmp_path / "set.json")
    desk.files.ask("new")
    assert not desk.pain.working_set
    assert desk.pain.path is None
    desk.pain.undo()
    assert desk.pain.working_set == filled
    assert desk.pain.path is None
    assert desk.pain.changed


def test_a_wrong_file_changes_nothing(desk: Desk, filled: WorkingSet, tmp_path: Path) -> None:
    desk.pain.open(filled, None)
    desk.answers.path = str(tmp_path / "other.json")
    Path(desk.answers.path).write_text("{}")
    desk.files.ask("open")
    assert desk.pain.working_set == filled
    assert "no working set" in desk.answers.told[0]


def test_a_crash_loses_nothing_and_a_clean_end_leaves_nothing(
    desk: Desk, filled: WorkingSet, easel: Easel, tmp_path: Path
) -> None:
    desk.pain.change(filled)
    desk.files.keep()
    assert desk.recovery.path.exists()
    after = Desk(easel, tmp_path)
    assert "is back" in after.files.recover()
    assert after.pain.working_set == filled
    assert after.pain.shown
    assert after.pain.changed
    after.files.end()
    assert not desk.recovery.path.exists()
    assert Desk(easel, tmp_path).files.recover() == ""


def test_a_saved_or_empty_set_needs_no_recovery(desk: Desk, filled: WorkingSet, tmp_path: Path) -> None:
    desk.pain.change(filled)
    desk.files.keep()
    desk.answers.path = str(tmp_path / "saved.json")
    desk.files.ask("save")
    desk.files.keep()
    assert not desk.recovery.path.exists()


@pytest.mark.parametrize("case", ["damaged", "cut", "newer", "folder"])
def test_what_cannot_be_recovered_is_set_aside_and_said(
    qtbot: QtBot, desk: Desk, filled: WorkingSet, easel: Easel, tmp_path: Path, case: str
) -> None:
    path, whole = desk.recovery.path, encoded(filled, "2026.2")
    data = {"damaged": whole.replace(b"skin", b"sk\x00n"), "cut": whole[:-90], "newer": whole.replace(b": 3", b": 4")}
    for number in ("", "-2"):
        if case == "folder":
            path.mkdir()
        else:
            path.write_bytes(data[case])
        aside = path.with_name(f"open.json.set-aside{number}")
        assert desk.files.recover() == ""
        qtbot.waitUntil(lambda aside=aside: bool(desk.answers.told) and str(aside) in desk.answers.told[-1])
        assert aside.is_dir() if case == "folder" else aside.read_bytes() == data[case]
    desk.pain.change(filled)
    desk.files.keep()
    assert Desk(easel, tmp_path).files.recover()
    desk.files.end()
    assert not path.exists()
    assert aside.exists()


def test_an_area_that_cannot_be_shown_survives_recovery(qtbot: QtBot, desk: Desk, filled: WorkingSet) -> None:
    desk.recovery.path.write_bytes(encoded(filled, "2026.2").replace(b"temple", b"nowhere"))
    assert desk.files.recover()
    qtbot.waitUntil(lambda: "no region nowhere" in "".join(desk.answers.told))
    desk.files.keep()
    assert b'"nowhere"' in desk.recovery.path.read_bytes()


def test_steady_work_is_kept_within_two_seconds_and_not_in_the_windows_thread(
    qtbot: QtBot, desk: Desk, filled: WorkingSet, easel: Easel
) -> None:
    threads: list[threading.Thread] = []

    def write(path: Path, data: bytes) -> None:
        threads.append(threading.current_thread())
        write_whole(path, data)

    desk.recovery._write = write
    spots = [easel.brushed(PainDrawing(), places_at(easel.body, [(-60, -75, 1440 - 5 * step)]), 12.0, -1) for step in range(8)]
    steps = itertools.cycle(WorkingSet(spot, filled.items) for spot in spots)
    work = QTimer()
    work.timeout.connect(lambda: desk.pain.draw(next(steps)))
    began = time.monotonic()
    desk.pain.begin_stroke()  # one long stroke, without a pause
    work.start(15)
    qtbot.waitUntil(desk.recovery.path.exists, timeout=5000)
    assert time.monotonic() - began < 2.0
    first = desk.recovery.path.read_bytes()
    qtbot.waitUntil(lambda: desk.recovery.path.read_bytes() != first, timeout=5000)
    work.stop()
    assert len(threads) <= 4  # not at every move
    assert threading.main_thread() not in threads
    desk.pain.end_stroke()
    desk.files.end()
    assert not desk.recovery.path.exists()


def test_a_disk_that_hangs_holds_nobody_up(qtbot: QtBot, desk: Desk, filled: WorkingSet) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def write(path: Path, data: bytes) -> None:
        begun.set()
        go_on.wait(20)
        write_whole(path, data)

    desk.recovery._write = write
    desk.pain.change(filled)
    qtbot.waitUntil(begun.is_set, timeout=5000)
    desk.pain.undo()  # the window goes on meanwhile, and what is gone by then stays gone
    go_on.set()
    qtbot.waitUntil(lambda: not desk.files._soon.isActive() and not desk.recovery.path.exists(), timeout=5000)
    desk.files.end()


def test_a_full_disk_is_said_once_and_not_while_a_hand_draws(qtbot: QtBot, desk: Desk, filled: WorkingSet) -> None:
    failed: list[int] = []

    def write(path: Path, data: bytes) -> None:
        failed.append(len(data))
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    desk.recovery._write = write
    desk.pain.begin_stroke()
    desk.pain.draw(filled)
    qtbot.waitUntil(lambda: len(failed) == 1 and bool(desk.files._warning), timeout=5000)
    assert not desk.answers.told
    desk.pain.end_stroke()
    assert ["No space left" in said for said in desk.answers.told] == [True]
    desk.pain.change(WorkingSet(filled.drawing))
    qtbot.waitUntil(lambda: len(failed) == 2, timeout=5000)
    desk.files.keep()
    assert len(desk.answers.told) == 1
    desk.files.end()


def test_where_nothing_can_be_kept_one_is_told_once(desk: Desk, filled: WorkingSet, tmp_path: Path) -> None:
    desk.recovery.path = tmp_path / "file" / "open.json"
    (tmp_path / "file").write_text("")
    desk.pain.change(filled)
    desk.files.keep()
    desk.files.keep()
    assert len(desk.answers.told) == 1
    assert "Save it" in desk.answers.told[0]
