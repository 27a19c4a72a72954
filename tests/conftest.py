"""Fixtures shared by all tests: the shipped body, atlas, map and patterns, each loaded once."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from fakes import Desk, FakeList, FakePanel, FakeScene, FakeSearch, FakeStatus
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from tpexplorer import app
from tpexplorer.atlas.atlas import Atlas, load_atlas
from tpexplorer.body.body import Body, load_body
from tpexplorer.body.map import BodyMap, load_map
from tpexplorer.modes.explore import Explore
from tpexplorer.modes.knowledge import Knowledge, Views
from tpexplorer.modes.pages import Library
from tpexplorer.modes.sites import Sites
from tpexplorer.patterns.match import Matcher
from tpexplorer.patterns.patterns import Patterns, load_patterns
from tpexplorer.state.app_state import AppState
from tpexplorer.window.main_window import MainWindow

CREDITS = "# Credits\n\nMade by <us>."
LOADERS: dict[str, Callable[..., Any]] = {
    "load_body": cache(load_body),
    "load_atlas": cache(load_atlas),
    "load_map": cache(load_map),
    "load_patterns": cache(lambda _root: load_patterns(LOADERS["load_body"](None))),
}


@pytest.fixture(scope="session")
def body() -> Body:
    return LOADERS["load_body"](None)


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    return LOADERS["load_atlas"](None)


@pytest.fixture(scope="session")
def body_map() -> BodyMap:
    return LOADERS["load_map"](None)


@pytest.fixture(scope="session")
def patterns() -> Patterns:
    return LOADERS["load_patterns"](None)


@pytest.fixture(scope="session")
def library(atlas: Atlas, body_map: BodyMap, patterns: Patterns) -> Library:
    keys = [("Points", [("Tab", "Next point")])]
    return Library(atlas, body_map, Matcher(body_map, patterns), Sites(atlas, patterns), ["neutral"], keys, CREDITS)


@pytest.fixture
def desk(body: Body, body_map: BodyMap, patterns: Patterns, library: Library) -> Desk:
    scene, lists, panel, status, search = FakeScene(), FakeList(), FakePanel(), FakeStatus(), FakeSearch()
    known = Knowledge(body, body_map, patterns, library, search)
    answers: list[str] = []
    opened: list[str] = []
    state = AppState()
    explore = Explore(
        state, known, Views(scene, lists, panel, status), lambda choices: answers.pop() if answers else "", opened.append
    )
    desk = Desk(explore, state, scene, lists, panel, status, search, answers, opened)
    explore.start()
    return desk


@pytest.fixture(autouse=True)
def loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows that tests open share what is shipped: it never changes, and hundreds of copies would fill the memory."""
    for name, shared in LOADERS.items():
        real = getattr(app, name)

        def load(*args: Any, shared: Callable[..., Any] = shared, real: Callable[..., Any] = real) -> Any:
            return shared(None) if args[-1] is None else real(*args)

        monkeypatch.setattr(app, name, load)


@pytest.fixture(autouse=True)
def fresh_look(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test dresses the application in must not reach the next one."""
    application = request.getfixturevalue("qapp") if "qapp" in request.fixturenames else None
    font = application.font() if application is not None else None
    yield
    if application is not None:
        let_go_of_windows(application)
        application.styleHints().unsetColorScheme()
        application.setFont(font)  # a window sets its size of text over the one it finds


def let_go_of_windows(application: QApplication) -> None:
    """Free what a test's windows hold, the body on the graphics card above all."""
    windows = [widget for widget in application.topLevelWidgets() if isinstance(widget, MainWindow)]
    for window in windows:
        window.deleteLater()
    if windows:
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        del window, windows
        gc.collect()
