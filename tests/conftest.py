"""Fixtures shared by all tests: the shipped body, atlas, map and patterns, each loaded once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tpexplorer.atlas.atlas import Atlas, load_atlas
from tpexplorer.body.body import Body, load_body
from tpexplorer.body.map import BodyMap, load_map
from tpexplorer.patterns.patterns import Patterns, load_patterns


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


@pytest.fixture(autouse=True)
def fresh_look(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test dresses the application in must not reach the next one."""
    yield
    if "qapp" in request.fixturenames:
        application = request.getfixturevalue("qapp")
        application.styleHints().unsetColorScheme()
