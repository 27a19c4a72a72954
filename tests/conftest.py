"""Fixtures shared by all tests: the shipped body, atlas, map and patterns, each loaded once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fakes import Desk, FakeList, FakePanel, FakeScene, FakeSearch, FakeStatus

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

CREDITS = "# Credits\n\nMade by <us>."


@pytest.fixture(scope="session")
def body() -> Body:
    return load_body()


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    return load_atlas()


@pytest.fixture(scope="session")
def body_map() -> BodyMap:
    return load_map()


@pytest.fixture(scope="session")
def patterns(body: Body) -> Patterns:
    return load_patterns(body)


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
def fresh_look(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test dresses the application in must not reach the next one."""
    application = request.getfixturevalue("qapp") if "qapp" in request.fixturenames else None
    font = application.font() if application is not None else None
    yield
    if application is not None:
        application.styleHints().unsetColorScheme()
        application.setFont(font)  # a window sets its size of text over the one it finds
