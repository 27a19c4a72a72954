"""The working set: an open file that survives everything but a wrong file, undo, and a crash that loses nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

import pytest

from tpexplorer.body.body import Body
from tpexplorer.body.brush import places_at
from tpexplorer.body.map import BodyMap
from tpexplorer.cli import run
from tpexplorer.errors import FileError
from tpexplorer.modes.set_files import SetFiles
from tpexplorer.patterns.pain_drawing import Easel, PainDrawing
from tpexplorer.patterns.working_set import WorkingSet, encoded, load, save
from tpexplorer.resources import write_whole
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
        self.told: list[str] = []
        self.asked = 0

    def ask_open(self) -> str:
        return self.path

    def ask_save(self, suggested: str) -> str:
        assert suggested.endswith(".json")
        return self.path

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


def test_a_drawing_alone_is_not_asked_about(desk: Desk, filled: WorkingSet) -> None:
    desk.pain.change(WorkingSet(filled.drawing))
    assert desk.files.may_leave()
    assert desk.answers.asked == 0


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


def test_a_damaged_recovery_file_does_not_stand_in_the_way(desk: Desk) -> None:
    desk.recovery.path.write_bytes(b"\x00garbage")
    assert desk.files.recover() == ""
    assert not desk.recovery.path.exists()


def test_where_nothing_can_be_kept_one_is_told_once(desk: Desk, filled: WorkingSet, tmp_path: Path) -> None:
    desk.recovery.path = tmp_path / "file" / "open.json"
    (tmp_path / "file").write_text("")
    desk.pain.change(filled)
    desk.files.keep()
    desk.files.keep()
    assert len(desk.answers.told) == 1
    assert "Save it" in desk.answers.told[0]
