"""The app's window as tests open it: with a scene that draws nothing, or with the 3D scene."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from stub_scene import StubScene
from test_working_set import Answers

from tpexplorer.app import Built, Hands, build
from tpexplorer.scene.view import SceneWidget

SIZE = (1280, 800)


def careless() -> Hands:
    """Hands that take the first of several points, open no web page, and throw away what is not saved."""
    answers = Answers()
    answers.keep = "discard"
    return Hands(lambda choices: choices[0][0], lambda _url: None, answers)


def open_stub(qtbot: QtBot, qapp: QApplication, folder: Path, hands: Hands) -> Built:
    """An active window whose picture is not what is tested; settings are kept in the folder."""
    built = build(qapp, folder / "settings.ini", make_scene=StubScene, hands=hands)
    qtbot.addWidget(built.window)
    built.window.resize(*SIZE)
    with qtbot.waitExposed(built.window):
        built.show()
    built.window.activateWindow()
    qtbot.waitUntil(built.window.isActiveWindow)
    return built


def open_3d(qtbot: QtBot, qapp: QApplication, folder: Path, hands: Hands) -> Built:
    """A window with the 3D body, once its first frame is painted."""
    built = build(qapp, folder / "settings.ini", hands=hands)
    scene = scene_of(built)
    scene.set_reduced_motion(True)
    built.window.resize(*SIZE)
    with qtbot.waitSignal(scene.painted, timeout=20_000):
        built.show()
    return built


def scene_of(built: Built) -> SceneWidget:
    """The 3D scene of a window."""
    assert isinstance(built.scene, SceneWidget), "this screen has no OpenGL: the 3D tests need one"
    return built.scene
