"""The program under the languages of others: a Turkish system has its own idea of capital letters."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6 import QtCore, QtGui, QtNetwork, QtOpenGL, QtWidgets
from starts import opened

TREES = [Path(__file__).parents[1] / name for name in ("tpexplorer", "tests")]
QT = {
    name
    for module in (QtCore, QtGui, QtNetwork, QtOpenGL, QtWidgets)
    for name in dir(module)
    if isinstance(kind := getattr(module, name), type) and issubclass(kind, QtCore.QObject)
}
# A parameter of Qt's own, not a property: it is found whatever the language.
PARAMETERS = {"parent"}


def name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def properties_by_keyword(source: str) -> Iterator[str]:
    """Calls that make a Qt object, or initialise one, and set properties on the way; as ``line: call``."""
    tree = ast.parse(source)
    made = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and name_of(node.func) in QT]
    for owner in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        if not {name_of(base) for base in owner.bases} & QT:
            continue
        calls = [node for node in ast.walk(owner) if isinstance(node, ast.Call)]
        made += [node for node in calls if ast.unparse(node.func) == "super().__init__" or name_of(node.func) == owner.name]
    for call in made:
        if any(keyword.arg not in PARAMETERS for keyword in call.keywords):
            yield f"{call.lineno}: {ast.unparse(call)}"


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_no_qt_object_is_made_with_properties_by_keyword(tree: Path) -> None:
    found = [f"{path}:{call}" for path in tree.rglob("*.py") for call in properties_by_keyword(path.read_text("utf-8"))]
    assert not found, "PySide finds these by a capital letter, which Turkish writes İ: call the setters instead"


@pytest.mark.parametrize(
    "source",
    [
        "QTimer(self, interval=5)",
        "QtCore.QTimer(singleShot=True)",
        "class A(QWidget):\n    def __init__(self):\n        super().__init__(None, windowTitle='a')",
        "QPushButton('a', clicked=print)",
    ],
)
def test_the_check_sees_them(source: str) -> None:
    assert list(properties_by_keyword(source))


USE = """
until(lambda: built.scene.canvas.renderer)
built.explore.select("infraspinatus.1@left")
built.pain.state.set_shown(True)
found = [hit.name for hit in built.search.find("INFRASPINATUS", 3)]
built.window.close()
print(json.dumps({"locale": QLocale.system().name(), "capital": QLocale.system().toUpper("i"), "found": found}))
"""


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("locales")
    for name in ("tr_TR", "az_AZ"):
        subprocess.run(["localedef", "-i", name, "-f", "UTF-8", folder / f"{name}.UTF-8"], check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("name", ["tr_TR", "az_AZ"])
def test_the_window_opens_where_the_capital_of_i_has_a_dot(compiled: Path, tmp_path: Path, name: str) -> None:
    language = {"LOCPATH": str(compiled), "LC_ALL": f"{name}.UTF-8", "LANG": f"{name}.UTF-8"}
    facts = opened(tmp_path, "from PySide6.QtCore import QLocale" + USE, language).facts
    assert (facts["locale"], facts["capital"]) == (name, "İ")
    assert any("Infraspinatus" in name for name in facts["found"])
