"""The command line: every command, its records and its one line where something is wrong; none needs Qt."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

import tpexplorer
from tpexplorer.atlas.atlas import Atlas
from tpexplorer.authoring import run as make_run
from tpexplorer.body.map import BodyMap
from tpexplorer.cli import run
from tpexplorer.errors import TPExplorerError

DATA = Path(__file__).parents[1] / "assets/data"
Out = pytest.CaptureFixture[str]


def records(out: Out, *argv: str):
    assert run([*argv, "--json"]) == 0
    return json.loads(out.readouterr().out)


def told(out: Out, *argv: str) -> str:
    """The one line on stderr of a command that fails."""
    assert run(argv) == 2
    streams = out.readouterr()
    assert streams.out == ""
    lines = streams.err.strip().splitlines()
    assert len(lines) == 1, streams.err
    return lines[0]


def test_info_counts_what_there_is(capsys: Out, atlas: Atlas, body_map: BodyMap) -> None:
    counts = records(capsys, "info")
    assert {
        "version",
        "muscles",
        "trigger_points",
        "zones",
        "regions",
        "landmarks",
        "techniques",
        "conditions",
        "sources",
    } < set(counts)
    assert counts["version"] == tpexplorer.__version__
    assert counts["muscles"] == len(atlas.muscles) >= 24
    assert counts["trigger_points"] == len(atlas.points) >= 64
    assert counts["landmarks"] == len(body_map.landmarks) >= 120
    assert counts["forms"][:1] == ["neutral"]
    assert counts["vertices"] > 50_000
    assert counts["data_version"] == atlas.data.version


@pytest.mark.parametrize(
    "kind", ["muscles", "points", "regions", "landmarks", "techniques", "conditions", "cautions", "sources"]
)
def test_lists_name_every_record(capsys: Out, kind: str) -> None:
    rows = records(capsys, "list", kind)
    assert rows
    assert all(row["id"] and row["name"] for row in rows)
    assert run(["list", kind]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(rows) + 1
    assert lines[0].startswith("ID")
    assert all(line.startswith(row["id"]) for line, row in zip(lines[1:], rows, strict=True))


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("infraspinatus", "muscle"),
        ("infraspinatus.1", "point"),
        ("infraspinatus.1@left", "point"),
        ("pressure-release", "technique"),
        ("tennis-elbow", "condition"),
        ("dvt", "caution"),
        ("lateral-elbow", "region"),
        ("acromion", "landmark"),
        ("travell-simons-1999", "source"),
    ],
)
def test_show_gives_the_whole_record(capsys: Out, asked: str, kind: str) -> None:
    record = records(capsys, "show", asked)
    assert (record["id"], record["kind"]) == (asked, kind)
    assert record["title"]
    assert run(["show", asked]) == 0
    assert record["title"] in capsys.readouterr().out


def test_a_point_is_shown_with_all_that_applies_to_it(capsys: Out) -> None:
    point = records(capsys, "show", "infraspinatus.2@left")
    assert point["side"] == "left"
    assert point["pattern"]["essential"]["regions"]
    assert point["cautions"] and point["treatments"] and point["self_care"]
    keys = list(point)
    assert keys.index("cautions") < keys.index("treatments")


def test_kind_tells_namesakes_apart(capsys: Out) -> None:
    assert records(capsys, "show", "groin")["kind"] == "caution"
    assert records(capsys, "show", "groin", "--kind", "region")["kind"] == "region"


def test_find_gives_the_best_first(capsys: Out) -> None:
    hits = records(capsys, "find", "infraspinitus")
    assert hits[0]["id"] == "infraspinatus"
    assert {"id", "kind", "name", "score"} <= set(hits[0])
    assert records(capsys, "find", "golfer's", "elbow")[0]["id"] == "golfers-elbow"
    assert records(capsys, "find", "xyzzyq") == []
    assert len(records(capsys, "find", "shoulder", "--limit", "3")) == 3


def test_where_ranks_points_and_keeps_the_side(capsys: Out) -> None:
    matches = records(capsys, "where", "lateral-elbow", "--side", "left")
    assert {"point", "muscle", "zone", "score", "covers"} == set(matches[0])
    assert all(match["point"].endswith("@left") for match in matches)
    assert matches[0]["muscle"] in ("supinator", "extensor-carpi-radialis-longus", "triceps-brachii")
    assert [match["score"] for match in matches] == sorted((match["score"] for match in matches), reverse=True)
    assert records(capsys, "where", "outer elbow", "--side", "left") == matches


def test_where_says_red_flags_what_lies_there_and_merges_what_says_the_same(capsys: Out) -> None:
    assert run(["where", "breast"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("! Chest, arm or jaw pain that may be the heart (call an ambulance):")
    assert "Muscles right here: Pectoralis major" in said
    assert run(["where", "breast", "--json"]) == 0
    streams = capsys.readouterr()
    assert json.loads(streams.out)[0]["muscle"] == "pectoralis-major"
    assert streams.err.startswith("! Chest, arm or jaw pain that may be the heart")
    assert run(["where", "coccyx"]) == 0
    assert (
        "Gluteus maximus · both sides: essential (gluteus-maximus.3@right, gluteus-maximus.3@left)" in capsys.readouterr().out
    )
    assert run(["where", "upper-posterior-thigh"]) == 0
    assert "Semimembranosus +1 alike · right" in capsys.readouterr().out


def test_where_takes_a_side_for_each_region(capsys: Out) -> None:
    matches = records(capsys, "where", "temple@right", "side of the neck@left")
    assert {match["point"].partition("@")[2] for match in matches} == {"right", "left"}
    assert {region for match in matches for region in match["covers"]} == {"temple@right", "posterolateral-neck@left"}
    assert run(["where", "temple@up"]) == 2
    assert "There is no side 'up'. Write temple@right or temple@left." in capsys.readouterr().err


def test_where_leaves_out_points_of_the_other_side_only(capsys: Out, atlas: Atlas) -> None:
    one_sided = {name: point for name, point in atlas.points.items() if point.only_side}
    for name, point in one_sided.items():
        wrong = "left" if point.only_side == "right" else "right"
        matches = records(capsys, "where", *point.pattern.essential.regions, "--side", wrong)
        assert name not in {match["point"].partition("@")[0] for match in matches}


@pytest.mark.parametrize(
    ("argv", "part"),
    [
        (("show", "infraspinatis"), "Did you mean infraspinatus?"),
        (("show", "infraspinatus.9"), "There is no record 'infraspinatus.9'"),
        (("show", "infraspinatus.1@both"), "no side 'both'"),
        (("show", "zzz"), "There is no record 'zzz'"),
        (("where", "latral-elbow"), "Did you mean lateral-elbow?"),
        (("where", "lateral-elbow", "--side", "up"), "invalid choice: 'up'"),
        (("list", "bones"), "invalid choice: 'bones'"),
        (("fly",), "invalid choice: 'fly'"),
        (("find",), "required: text"),
        (("find", "x", "--limit", "0"), "a number from 1 to 1000"),
        (("figure", "infraspinatus.1"), "required: -o"),
        (("figure", "infraspinatis.1", "-o", "x.png"), "Did you mean infraspinatus.1"),
        (("figure", "infraspinatus.1", "-o", "/no/such/folder/x.png"), "There is no folder"),
        (("figure", "infraspinatus.1", "-o", "x.gif"), "PNG"),
        (("figure", "infraspinatus.1", "-o", "x.png", "--size", "big"), "such as 1600x1000"),
        (("figure", "infraspinatus.1", "-o", "x.png", "--size", "10x10"), "300 to 6000"),
        (("figure", "infraspinatus.1", "-o", "x.png", "--form", "alien"), "There is no form 'alien'"),
        (("figure", "infraspinatus.1", "-o", "x.png", "--view", "inside"), "invalid choice"),
        (("check", "/no/such/pack"), "There is no folder"),
        (("--bogus",), "Unrecognized arguments: --bogus"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(capsys: Out, argv: tuple[str, ...], part: str) -> None:
    assert part in told(capsys, *argv)


def test_a_missing_atlas_is_said_in_one_line(capsys: Out, tmp_path: Path) -> None:
    assert run(["info"], tmp_path) == 2
    assert "atlas.msgpack is missing" in capsys.readouterr().err


def test_help_and_version_leave_in_peace(capsys: Out) -> None:
    assert run(["--help"]) == 0
    assert run(["--version"]) == 0
    assert tpexplorer.__version__ in capsys.readouterr().out


def test_a_figure_is_written_whole_or_not_at_all(capsys: Out, tmp_path: Path) -> None:
    path = tmp_path / "f.png"
    assert run(["figure", "infraspinatus.1@left", "-o", str(path), "--size", "400x300"]) == 0
    with Image.open(path) as image:
        assert image.size == (400, 300)
        assert image.text["Title"].startswith("Infraspinatus")
    assert [file.name for file in tmp_path.iterdir()] == ["f.png"]
    (tmp_path / "d.png").mkdir()
    assert "cannot be written" in told(capsys, "figure", "infraspinatus.1", "-o", str(tmp_path / "d.png"))


def test_a_good_pack_passes_and_a_bad_one_is_told(capsys: Out, tmp_path: Path) -> None:
    (tmp_path / "muscles").mkdir()
    path = tmp_path / "muscles" / "soleus.yaml"
    shutil.copy(DATA / "muscles/soleus.yaml", path)
    assert run(["check", str(tmp_path)]) == 0
    assert "no problems in 1 muscles" in capsys.readouterr().out
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("layer: ", "layer: very ", 1), encoding="utf-8")
    assert run(["check", str(tmp_path)]) == 2
    line = text[: text.index("layer: ")].count("\n") + 1
    assert f"soleus.yaml:{line}: layer: " in capsys.readouterr().out
    path.write_text(text.replace("    location: ", "    location: nowhere # ", 1), encoding="utf-8")
    assert run(["check", str(tmp_path)]) == 2
    line = text[: text.index("    location: ")].count("\n") + 1
    assert f"soleus.yaml:{line}: points[0].location: There is no landmark 'nowhere'." in capsys.readouterr().out


def test_no_command_brings_qt() -> None:
    code = """
import sys
from tpexplorer.cli import run
from tpexplorer.errors import TPExplorerError
for argv in (["info"], ["list", "points"], ["show", "soleus.1"], ["find", "calf"], ["where", "shin"],
             ["figure", "soleus.1", "-o", sys.argv[1], "--size", "300x300"], ["check", sys.argv[2]], ["fly"]):
    run(argv)
    assert not any(name.split(".")[0] in ("PySide6", "pyqtgraph", "OpenGL") for name in sys.modules), argv
"""
    folder = Path(__file__).parent
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder / "missing" / "x.png"), str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_module_runs_as_a_command() -> None:
    done = subprocess.run([sys.executable, "-m", "tpexplorer", "info", "--json"], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["muscles"] >= 24


def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = f"'{sys.executable}' -m tpexplorer list landmarks | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("ID")
    assert done.stderr == ""


def test_make_run_knows_where_a_window_can_open() -> None:
    assert make_run.has_display("linux", {"DISPLAY": ":0"})
    assert make_run.has_display("linux", {"WAYLAND_DISPLAY": "wayland-0"})
    assert not make_run.has_display("linux", {"DISPLAY": ""})
    assert make_run.has_display("darwin", {}) and make_run.has_display("win32", {})


def test_without_a_display_make_run_draws_plates_and_says_so(
    capsys: Out, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make_run, "PLATES", ("soleus.1",))
    assert make_run.draw_plates(tmp_path / "build") == 0
    assert (tmp_path / "build" / "soleus.1.png").is_file()
    said = capsys.readouterr().out
    assert "no display" in said
    assert "soleus.1.png" in said


# --- where nothing can be written, and what no one would type -----------------------------------------------------------


class Full(io.StringIO):
    """A disk without room."""

    def flush(self) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


COMMANDS = [
    ("info",),
    ("list", "muscles"),
    ("show", "soleus.1", "--json"),
    ("find", "calf"),
    ("where", "shin"),
    ("check", "--report"),
    ("--help",),
    ("--version",),
    ("find", "--help"),
]


@pytest.mark.parametrize("argv", COMMANDS, ids=" ".join)
def test_output_that_cannot_be_written_is_told(capsys: Out, monkeypatch: pytest.MonkeyPatch, argv: tuple[str, ...]) -> None:
    monkeypatch.setattr(sys, "stdout", Full())
    assert run(argv) == 2
    assert capsys.readouterr().err == "tpexplorer: The output cannot be written (No space left on device).\n"
    monkeypatch.setattr(sys, "stdout", None)
    assert run(argv) == 2
    assert "the standard output is closed" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("redirected", "code", "said"),
    [
        ("info > /dev/full", 2, "tpexplorer: The output cannot be written (No space left on device).\n"),
        ("info --json >&-", 2, "tpexplorer: There is nowhere to write to: the standard output is closed.\n"),
        ("show nothing 2> /dev/full", 2, ""),
        ("show nothing 2>&-", 2, ""),
        ("list points --json | true; exit 0", 0, ""),
    ],
)
def test_a_full_disk_and_a_closed_pipe_end_well(redirected: str, code: int, said: str) -> None:
    command = f"'{sys.executable}' -m tpexplorer {redirected}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (code, said)


MARKUP = "<b>x<img src=y>&amp;"


@pytest.mark.parametrize(
    ("argv", "part"),
    [
        (("show", ""), "expected a word, not an empty one"),
        (("find", " \n"), "expected a word, not an empty one"),
        (("where", ""), "expected a word, not an empty one"),
        (("where", "--drawing", ""), "expected the name of a file or folder, not ''"),
        (("where", "--drawing", "a\0b"), r"not 'a\x00b'"),
        (("where", "--drawing", "/dev/zero"), "/dev/zero cannot be read"),
        (("where", "--drawing", "x" * 5000), "cannot be read (File name too long)"),
        (("where", "--drawing", "\x1b[2J\udcff"), r"\x1b[2J\udcff cannot be read"),
        (("figure", "", "-o", "x.png"), "expected a word"),
        (("figure", "soleus.1", "-o", ""), "expected the name of a file or folder"),
        (("figure", "soleus.1", "-o", "\0.png"), "expected the name of a file or folder"),
        (("figure", "soleus.1", "-o", "x/" * 3000 + "x.png"), "There is no folder"),
        (("figure", "soleus.1", "-o", "/no\x1b/\udcff.png"), r"There is no folder '/no\x1b'"),
        (("figure", "soleus.1", "-o", "x.png", "--size", "999999x1"), "300 to 6000"),
        (("figure", "soleus.1", "-o", "x.png", "--size", "9" * 5000 + "x1"), "such as 1600x1000"),
        (("figure", "soleus.1", "-o", "x.png", "--size", "-1x-1"), "expected"),
        (("figure", "soleus.1", "-o", "x.png", "--form", ""), "expected a word"),
        (("figure", "soleus.1", "-o", "x.png", "--form", MARKUP), f"There is no form '{MARKUP}'"),
        (("find", "x", "--limit", "9" * 5000), "a number from 1 to 1000"),
        (("find", "x", "--limit", "¹"), "a number from 1 to 1000"),
        (("find", "\udcff\udcfe"), r"expected letters that can be shown, not '\udcff\udcfe'"),
        (("find", "x" * 100_000), "expected at most 500 letters, not 100000"),
        (("show", "x" * 501), "expected at most 500 letters"),
        (("show", MARKUP), f"There is no record '{MARKUP}'"),
        (("show", "soleus.1\x1b[31m"), r"not 'soleus.1\x1b[31m'"),
        (("show", "soleus.1@left\u202e"), r"not 'soleus.1@left\u202e'"),
        (("show", "@"), "There is no record '@'"),
        (("list", "\x1b]0;x\x07"), r"invalid choice: '\x1b]0;x\x07'"),
        (("list", "x" * 100_000), "invalid choice: 'xxx"),
        (("check", ""), "expected the name of a file or folder"),
        (("check", "x" * 5000), "There is no folder"),
        (("check", "/dev/null"), "There is no folder '/dev/null'"),
        (("check", "/no\x1b\udcff\n"), r"There is no folder '/no\x1b\udcff\n'"),
    ],
    ids=range(33),
)
def test_odd_arguments_get_one_clear_line(capsys: Out, argv: tuple[str, ...], part: str) -> None:
    line = told(capsys, *argv)
    assert part in line
    assert line.isprintable()
    assert len(line) < 6500


def test_ctrl_c_ends_a_command_quietly(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    def pressed(*_given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tpexplorer.cli.catalogue.info", pressed)
    assert run(["info"]) == 130
    assert capsys.readouterr() == ("", "")


# --- bench leaves nothing behind ----------------------------------------------------------------------------------------


def test_bench_takes_its_folder_along_when_it_fails(
    qapp: object, capsys: Out, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tpexplorer import bench

    used: list[Path] = []

    def fail(_what: str, folder: str) -> tuple[float, str]:
        used.append(Path(folder))
        (Path(folder) / "settings.ini").touch()
        raise TPExplorerError("The window did not open.")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(bench, "_child", fail)
    assert "The window did not open." in told(capsys, "bench", "--json")
    assert used[0].parent == tmp_path
    assert not list(tmp_path.iterdir())


def test_bench_takes_its_folder_along_when_ctrl_c_ends_it(qtbot: QtBot, qapp: object, tmp_path: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen([sys.executable, "-m", "tpexplorer", "bench"], env=environment, stderr=subprocess.PIPE) as bench:
        qtbot.waitUntil(lambda: any(tmp_path.glob("tpexplorer-bench-*")), timeout=20_000)
        bench.send_signal(signal.SIGINT)
        assert bench.wait(20) == 130
        assert bench.stderr is not None
        assert b"Traceback" not in bench.stderr.read()
    assert not list(tmp_path.glob("tpexplorer-bench-*"))
