"""The fence: imports run downwards only, no room reaches into another, no file grows too long."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "tpexplorer"
FLOORS = {
    0: ("errors", "files", "arrays", "written", "resources", "records", "ids", "places", "atlas", "body"),
    1: ("plates", "patterns", "search"),
    2: ("state", "timers", "background"),
    3: ("modes",),
    4: ("panels", "scene"),
    5: ("window",),
    6: ("app", "wiring", "pain", "bench", "cli", "commands", "__main__", "authoring"),
}
FLOOR = {room: floor for floor, rooms in FLOORS.items() for room in rooms}
# Rooms on one floor that are strangers to each other; the loose files of floor 0 serve all.
STRANGERS = ({"atlas", "body"}, {"plates", "patterns", "search"}, {"panels", "scene"})
HEAVY = ("PySide6", "pyqtgraph", "OpenGL")
# Commands that need no window start without Qt: what reaches for it does so inside a function.
WITHOUT_QT_AT_THE_TOP = ("cli", "commands", "__main__", "authoring")
OPENS_THE_WINDOW = ("screenshot.py", "walk.py", "fuzz")
MODULES = sorted(PACKAGE.rglob("*.py"))
# What turns bytes from a file into code or into whatever objects they name (Qt's streams and settings: by way of PySide).
RUNS_WHAT_IT_READS = {
    *("eval(", "exec(", "QSettings(", "QDataStream(", ".QSettings(", ".QDataStream(", ".restoreState(", ".restoreGeometry("),
    *("yaml.unsafe_load", "yaml.full_load", "yaml.UnsafeLoader", "yaml.FullLoader", "yaml.Loader"),
    *("pickle", "marshal", "shelve", "allow_pickle"),
}


def room_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(path: Path, top_only: bool = False) -> Iterator[str]:
    """Every module a file imports, in full (relative imports are not used)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body if top_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno}: write the full name of the module"
            yield from (f"{node.module}.{name.name}" for name in node.names)


def rooms_used(path: Path) -> set[str]:
    ours = (name.split(".") for name in imports(path) if name.startswith("tpexplorer."))
    return {parts[1] for parts in ours if parts[1] in FLOOR}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_downwards_and_strangers_do_not_meet(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        assert not rooms_used(path)
        return
    assert room in FLOOR, f"{room} has no floor: give it one in DESIGN §2 and here"
    for used in rooms_used(path) - {room}:
        assert FLOOR[used] <= FLOOR[room], f"{room} imports {used}, which lies above it"
        for pair in STRANGERS:
            assert not {room, used} <= pair, f"{room} and {used} are strangers"
    loose = FLOORS[0][:8]
    if room in loose:
        assert not rooms_used(path) & {"atlas", "body"}, f"{room} serves atlas and body, it cannot lean on them"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_room_holds_more_qt_than_its_floor_allows(path: Path) -> None:
    room = room_of(path)
    if room == "authoring" and {path.name, path.parent.name} & set(OPENS_THE_WINDOW):
        return
    floor = FLOOR.get(room, 0)
    used = set(imports(path, top_only=room in WITHOUT_QT_AT_THE_TOP))
    qt = {name for name in used if name.split(".")[0] in HEAVY}
    if floor < 2 or room in WITHOUT_QT_AT_THE_TOP:
        assert not qt, f"{room} must do without Qt and OpenGL, but imports {sorted(qt)}"
    elif floor == 2:
        assert all(name.startswith("PySide6.QtCore") for name in qt), sorted(qt)
    elif floor == 3:
        widgets = {name for name in qt if "QtWidgets" in name or "OpenGL" in name or name.startswith("pyqtgraph")}
        assert not widgets, sorted(widgets)
    elif room in ("panels", "window"):
        assert not {name for name in qt if "OpenGL" in name or name.startswith("pyqtgraph")}, "OpenGL lives in scene/"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_stay_short(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    most = 200 if room_of(path) == "window" else 400
    assert lines <= most, f"{path.name} has {lines} lines: make it two rooms"


def used_to_run(source: str) -> set[str]:
    """What a file calls or imports of that which runs what it reads."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            found.add(f".{node.func.attr}(" if isinstance(node.func, ast.Attribute) else f"{getattr(node.func, 'id', '')}(")
            found |= {word.arg or "" for word in node.keywords if not (word.arg == "allow_pickle" and is_false(word.value))}
        elif isinstance(node, ast.Attribute):
            found.add(f"{getattr(node.value, 'id', '')}.{node.attr}")
        elif isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(str(node.module).split(".")[0])
    return found & RUNS_WHAT_IT_READS


def is_false(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is False


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_runs_what_it_reads(path: Path) -> None:
    assert not used_to_run(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "source",
    [
        "QSettings(path)",
        "QtCore.QSettings(path, 1)",
        "window.restoreState(blob)",
        "np.load(file, allow_pickle=True)",
        "import pickle",
        "def f():\n    from pickle import loads",
        "yaml.load(text, yaml.Loader)",
        "yaml.unsafe_load(text)",
        "eval(text)",
    ],
)
def test_the_fence_sees_what_runs_what_it_reads(source: str) -> None:
    assert used_to_run(source)
    assert not used_to_run("QSettings.setPath(a, b, c)\nnp.load(file)\nyaml.load(text, Loader=SafeLoader)\nlist.load(x)")


def test_the_fence_sees_an_import_inside_a_function(tmp_path: Path) -> None:
    file = tmp_path / "x.py"
    file.write_text("def f():\n    from tpexplorer.window import main_window\n    import PySide6.QtWidgets\n")
    assert set(imports(file)) == {"tpexplorer.window.main_window", "PySide6.QtWidgets"}
    assert not set(imports(file, top_only=True))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_signal_disconnects_itself(path: Path) -> None:
    # Told from a thread, such a signal takes one of Qt's locks and then waits for Python's, while the window's thread holds
    # Python's and waits for Qt's: the window hangs for good, once in a hundred starts.
    assert "SingleShotConnection" not in path.read_text(encoding="utf-8")


# --- text stays text --------------------------------------------------------------------------------------------------

ONLY_IN = {"QLabel": {"words.py"}, "QMessageBox": {"messages.py"}}
STATIC = {"question", "warning", "information", "critical", "about"}


def as_markup(source: str, file: str) -> list[str]:
    """Where text could be taken for markup: labels and boxes made by hand, tooltips of what is not written in the source."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        owner = getattr(node.func.value, "id", "") if isinstance(node.func, ast.Attribute) else ""
        if (name in ONLY_IN and file not in ONLY_IN[name]) or (owner == "QMessageBox" and name in STATIC):
            found.append(f"{file}:{node.lineno}: {owner or name}")
        if name == "setToolTip":
            text = node.args[-1]
            called = {getattr(part.func, "id", "") for part in ast.walk(text) if isinstance(part, ast.Call)}
            if not isinstance(text, ast.Constant) and "tip" not in called:
                found.append(f"{file}:{node.lineno}: setToolTip")
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_labels_boxes_and_tooltips_are_made_in_one_place(path: Path) -> None:
    wrong = as_markup(path.read_text(encoding="utf-8"), path.name)
    assert not wrong, f"use panels/words.py (words, plain, tip) and window/messages.py: {wrong}"


def test_the_walk_sees_what_is_made_elsewhere() -> None:
    for source in ('QLabel("x", self)', "QMessageBox.warning(self, a, b)", "QMessageBox()", "item.setToolTip(0, name)"):
        assert as_markup(source, "x.py")
    assert not as_markup('plain("x", self)\nitem.setToolTip(0, tip(name))\nbutton.setToolTip("Fixed")', "x.py")
