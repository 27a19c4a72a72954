"""Content packs as they should not be: each is refused with file, line and field, soon, in little memory, changing nothing."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from test_cli import Out

from tpexplorer.cli import run
from tpexplorer.errors import DataError
from tpexplorer.records import Id, located, read_yaml
from tpexplorer.written import MOST_BYTES, MOST_VALUES, read_written

DATA = Path(__file__).parents[1] / "assets/data"
GOOD = (DATA / "muscles/anconeus.yaml").read_text(encoding="utf-8")
MOST_SECONDS, MOST_MB = 5.0, 500
NAME = "anconeus.yaml"


def instead(text: str | bytes) -> Callable[[Path], None]:
    """A pack whose one muscle file holds this."""

    def make(folder: Path) -> None:
        (folder / "muscles" / NAME).write_bytes(text.encode() if isinstance(text, str) else text)

    return make


def edited(old: str, new: str) -> Callable[[Path], None]:
    """A pack whose one muscle is sound but for a piece."""
    assert old in GOOD
    return instead(GOOD.replace(old, new, 1))


def beside(name: str, text: str) -> Callable[[Path], None]:
    """A pack with a sound muscle and another file."""

    def make(folder: Path) -> None:
        instead(GOOD)(folder)
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")

    return make


def sparse(folder: Path) -> None:
    with (folder / "muscles" / NAME).open("wb") as file:
        file.truncate(20 << 30)


def many_files(folder: Path) -> None:
    for number in range(1100):
        (folder / "muscles" / f"m{number}.yaml").touch()


def much(folder: Path) -> None:
    for number in range(20):
        (folder / "muscles" / f"m{number}.yaml").write_bytes(b"#" * MOST_BYTES)


def unix_socket(folder: Path) -> None:
    here = Path.cwd()
    os.chdir(folder / "muscles")  # a socket's path may not be long
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("x.yaml")
    os.chdir(here)


def laughs(deep: int, wide: int) -> str:
    """Each line ten times the one before: few bytes, values without end."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * wide)}]" for n in range(1, deep)]
    return "\n".join(lines)


STROKES = "    - {path: [olecranon], width_mm: 10}\n" * 60
CASES: dict[str, tuple[Callable[[Path], None], str]] = {
    "no such vertex": (
        beside("landmarks.yaml", "\nolecranon: {name: Olecranon, vertex: 99999999, palpate: here}\n"),
        r"landmarks\.yaml:2: olecranon\.vertex: Expected a number from 0 to",
    ),
    "vertex below 0": (
        beside("landmarks.yaml", "olecranon: {name: Olecranon, vertex: -1, palpate: here}\n"),
        r"landmarks\.yaml:1: olecranon\.vertex: Expected `int` >= 0",
    ),
    "region of no landmark": (
        beside("regions.yaml", "a:\n  name: Aa\n  everyday: aa\n  seeds: [{path: [nowhere], width_mm: 9}]\n"),
        r"regions\.yaml:4: a\.seeds: There is no landmark 'nowhere'",
    ),
    "empty int": (edited("name: Anconeus", "name: !!int ''"), r"anconeus\.yaml:1: a tag \(!!int\)"),
    "python": (edited("name: Anconeus", "name: !!python/object/apply:os.system [x]"), r"anconeus\.yaml:1: a tag"),
    "number without end": (instead("a: " + "1:" * 100_000 + "1"), r"anconeus\.yaml:1: "),
    "no number": (instead("a: 0b_"), r"anconeus\.yaml:1: '0b_' looks like a number"),
    "no date": (instead("\na: 2026-13-45"), r"anconeus\.yaml:2: '2026-13-45' looks like a number or a date"),
    "alias in itself": (instead("a: &a [1, [*a]]"), r"anconeus\.yaml:1: the alias \*a stands within what it names"),
    "alias of nothing": (instead("\na: *b"), r"anconeus\.yaml:2: the alias \*b names nothing"),
    "alias bomb": (instead(laughs(12, 10)), r"anconeus\.yaml:\d+: the file holds more than 20,000 values"),
    "flat alias bomb": (instead(laughs(2, 60_000)), r"anconeus\.yaml:2: the file holds more than 20,000 values"),
    "deep lists": (
        instead("a: " + "[" * 50_000),
        r"anconeus\.yaml:1: (values are nested more than 40 deep|not valid YAML: .* nesting)",
    ),
    "deep tables": (
        instead("".join(f"{' ' * n}k:\n" for n in range(800))),
        r"anconeus\.yaml:\d+: values are nested more than 40 deep",
    ),
    "deep keys": (instead("? " * 50_000), r"anconeus\.yaml:1: "),
    "a million items": (instead("a: [" + "1," * 500_000), r"anconeus\.yaml:1: the file holds more than 20,000 values"),
    "a million keys": (instead("\n".join(f"a{n}: 1" for n in range(100_000))), r"anconeus\.yaml:\d+: the file holds more than"),
    "one long word": (instead("name: " + "x" * (MOST_BYTES - 99)), r"anconeus\.yaml:1: "),
    "huge": (sparse, r"anconeus\.yaml:1: the file cannot be read: it is larger than 1 MB|are not read"),
    "many files": (many_files, r"muscles: the folder holds more than 1,000 records"),
    "much of it": (much, r"pack: the records are 20 MB; more than 16 MB are not read"),
    "pipe": (lambda folder: os.mkfifo(folder / "muscles/x.yaml"), r"x\.yaml:1: the file cannot be read: it is not a file"),
    "device": (
        lambda folder: (folder / "muscles/x.yaml").symlink_to("/dev/zero"),
        r"x\.yaml:1: the file cannot be read: it is not a file",
    ),
    "socket": (unix_socket, r"x\.yaml:1: the file cannot be read: "),
    "link in a circle": (
        lambda folder: (folder / "muscles/x.yaml").symlink_to("x.yaml"),
        r"x\.yaml:1: the file cannot be read: Too many levels of symbolic links",
    ),
    "link to nothing": (
        lambda folder: (folder / "techniques.yaml").symlink_to("gone"),
        r"techniques\.yaml:1: the file cannot be read: No such file",
    ),
    "folder in a circle": (
        lambda folder: ((folder / "muscles").rmdir(), (folder / "muscles").symlink_to("muscles")),
        r"muscles: the folder cannot be read: Too many levels of symbolic links",
    ),
    "folder as a file": (
        lambda folder: (folder / "muscles/x.yaml").mkdir(),
        r"x\.yaml:1: the file cannot be read: Is a directory",
    ),
    "file as a folder": (
        lambda folder: ((folder / "muscles").rmdir(), (folder / "muscles").touch()),
        r"pack/muscles: there is no muscle record",
    ),
    "binary": (instead(bytes(range(256)) * 40), r"anconeus\.yaml:\d+: the file is not UTF-8 text"),
    "control signs": (instead("a: 1\nb: \x01\x02"), r"anconeus\.yaml:2: not valid YAML: "),
    "UTF-16": (instead(GOOD.encode("utf-16")), r"anconeus\.yaml:1: the file is not UTF-8 text; save it as UTF-8"),
    "half a sign": (instead('a: "\\ud800"'), r"anconeus\.yaml:1: "),
    "nothing": (instead(""), r"anconeus\.yaml:1: record: Expected `object`"),
    "two documents": (instead("a: 1\n---\nb: 2\n"), r"anconeus\.yaml:2: a second document begins"),
    "key as a list": (instead("[a]: 1"), r"anconeus\.yaml:1: a key is a list or a table"),
    "repeated key": (instead(GOOD + "\nname: Another\n"), r"anconeus\.yaml:\d+: the key 'name' is written twice; .* line 1 "),
    "repeated key within": (
        edited("ids: {ta2:", "ids: {ta2: x, ta2:"),
        r"anconeus\.yaml:6: the key 'ta2' is written twice; it stands on line 6 already",
    ),
    "terminal": (instead('"\\e[2J\\a": 1\n' + GOOD), r"anconeus\.yaml:1: \\x1b\[2J\\x07: Object contains unknown field"),
    "terminal in a value": (
        edited("layer: superficial", 'layer: "\\e]0;x\\a\\u202e"'),
        r"anconeus\.yaml:\d+: layer: Invalid enum value '\\x1b\]0;x\\x07\\u202e'",
    ),
    "terminal in a name": (
        lambda folder: (folder / "muscles" / "a\x1b[31m\n.yaml").touch(),
        r"a\\x1b\[31m\\n\.yaml:1: file name: expected lower-case",
    ),
    "strokes without end": (
        edited("extent:\n  strokes:\n", f"extent:\n  strokes:\n{STROKES}"),
        r"anconeus\.yaml:\d+: extent\.strokes: Expected `array` of length <= 40",
    ),
    "no table": (beside("sources.yaml", "- 1\n"), r"sources\.yaml:1: record: Expected a table of records"),
    "two in a table": (
        beside("sources.yaml", "one: {kind: webb, title: Aa}\ntwo: {kind: web, title: A}\n"),
        r"sources\.yaml:1: one\.kind: Invalid enum.*\n.*sources\.yaml:2: two\.title: Expected `str` of length >= 2",
    ),
    "id of a table": (beside("sources.yaml", "Two Words: {kind: web, title: Aa}\n"), r"sources\.yaml:1: Two Words: "),
}

CHILD = """
import io, json, resource, sys, time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (16 << 30, 16 << 30))
from tpexplorer.cli import run
if sys.argv[2] == "slow":
    import yaml
    del yaml.CSafeLoader
told = {}
for pack in sorted(Path(sys.argv[1]).iterdir()):
    out, began = io.StringIO(), time.process_time()
    with redirect_stdout(out), redirect_stderr(out):
        code = run(["check", str(pack / "pack")])
    told[pack.name] = (code, out.getvalue(), time.process_time() - began)
# Not the resources used: what a large parent takes before this begins would count.
most = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(json.dumps((told, int(most.split()[1]) / 1024)))
"""
Told = tuple[dict[str, tuple[int, str, float]], float]


def checked(folder: Path, cases: list[str], loader: str) -> Told:
    """Every case checked, one after another, by a process that may not take without end."""
    for name in cases:
        pack = folder / name / "pack"
        (pack / "muscles").mkdir(parents=True)
        CASES[name][0](pack)
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(folder), loader], capture_output=True, text=True, timeout=200, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told: Told = tuple(json.loads(done.stdout))
    return told


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return checked(tmp_path_factory.mktemp("packs"), list(CASES), "fast")


@pytest.mark.parametrize("name", CASES)
def test_a_bad_pack_is_told_with_file_line_and_field(told: Told, name: str) -> None:
    code, said, seconds = told[0][name]
    assert code == 2
    assert re.search(CASES[name][1], said), said
    assert "Traceback" not in said
    assert all(line.isprintable() and len(line) < 1000 for line in said.splitlines())
    assert seconds < MOST_SECONDS


def test_no_bad_pack_takes_much_memory(told: Told) -> None:
    assert told[1] < MOST_MB


def test_without_the_c_library_bad_packs_end_as_soon(tmp_path: Path) -> None:
    cases = ["alias bomb", "flat alias bomb", "deep lists", "deep tables", "a million items", "a million keys", "no date"]
    told, memory = checked(tmp_path, cases, "slow")
    for name in cases:
        code, said, seconds = told[name]
        assert code == 2 and re.search(CASES[name][1], said), said
        assert seconds < MOST_SECONDS, name
    assert memory < MOST_MB


def test_what_a_mac_lays_beside_every_file_is_passed_over(capsys: Out, tmp_path: Path) -> None:
    (tmp_path / "muscles").mkdir()
    instead(GOOD)(tmp_path)
    (tmp_path / "muscles/._anconeus.yaml").write_bytes(b"\0\5\x16\7\0\2\0\0Mac OS X \xff")
    (tmp_path / "._sources.yaml").write_bytes(b"\xff")
    assert run(["check", str(tmp_path)]) == 0
    assert "no problems in 1 muscles" in capsys.readouterr().out


def test_a_problem_of_paint_has_its_line_too(capsys: Out, tmp_path: Path) -> None:
    (tmp_path / "muscles").mkdir()
    region = re.search(r"regions: \[([a-z-]+)", GOOD)
    assert region
    text = GOOD.replace(f"regions: [{region[1]}", "regions: [temple", 1)
    instead(text)(tmp_path)
    assert run(["check", str(tmp_path)]) == 2
    line = next(number for number, row in enumerate(text.splitlines(), 1) if row.strip().startswith("essential:"))
    said = capsys.readouterr().out
    assert f"anconeus.yaml:{line}: points[0].pattern.essential: the zone hardly touches its stated region temple" in said


def test_a_bad_pack_changes_nothing(capsys: Out, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    (pack / "muscles").mkdir(parents=True)
    instead(GOOD + "\nname: Another\n")(pack)
    before = {path: path.read_bytes() for path in pack.rglob("*") if path.is_file()}
    assert run(["check", str(pack)]) == 2
    capsys.readouterr()
    assert run(["info", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["muscles"] >= 24
    assert {path: path.read_bytes() for path in pack.rglob("*") if path.is_file()} == before


# --- how files are read -----------------------------------------------------------------------------------------------


def test_what_is_read_is_what_yaml_says() -> None:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for path in DATA.glob("**/*.yaml"):
        assert read_written(path).value == yaml.load(path.read_text(encoding="utf-8"), Loader=loader)


def test_aliases_stand_for_what_they_name(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("a: &one {b: [1, 2]}\nc: *one\nd: ! 12\ne: '12'\nf: yes\n", encoding="utf-8")
    written = read_written(path)
    assert written.value == {"a": {"b": [1, 2]}, "c": {"b": [1, 2]}, "d": "12", "e": "12", "f": True}
    assert (written.line("c"), written.line("c.b[1]")) == (2, 1)


def test_lines_are_found_without_reading_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "muscles").mkdir()
    path = tmp_path / "muscles" / NAME
    path.write_text(GOOD, encoding="utf-8")
    opened: list[Path] = []
    monkeypatch.setattr("tpexplorer.records.read_written", lambda path: (opened.append(path), read_written(path))[1])
    problems = [f"anconeus.yaml: points[0].label: no. {number}" for number in range(5000)]
    assert located(tmp_path, problems)[-1].startswith(f"anconeus.yaml:{read_written(path).line('points[0].label')}: ")
    assert opened == [path]


def test_as_many_values_as_may_be_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("\n".join(f"a{number}: b" for number in range((MOST_VALUES - 1) // 2)), encoding="utf-8")
    assert len(read_yaml(path, dict[Id, str])) == (MOST_VALUES - 1) // 2
    path.write_text("\n".join(f"a{number}: b" for number in range(MOST_VALUES // 2 + 1)), encoding="utf-8")
    with pytest.raises(DataError, match="more than 20,000 values"):
        read_yaml(path, dict[Id, str])
