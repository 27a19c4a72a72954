"""What presenters work with: the knowledge they show, and the views they show it in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tpexplorer.body.body import Body
from tpexplorer.body.map import BodyMap
from tpexplorer.modes.interfaces import ListView, PanelView, SceneView, Search, StatusView
from tpexplorer.modes.pages import Library
from tpexplorer.patterns.patterns import Patterns

if TYPE_CHECKING:
    from tpexplorer.patterns.pain_drawing import Easel


@dataclass(frozen=True)
class Views:
    """The views that explore drives."""

    scene: SceneView
    lists: ListView
    panel: PanelView
    status: StatusView


@dataclass(frozen=True)
class Knowledge:
    """What explore shows: the body with its patterns and map, the pages, and text search."""

    body: Body
    body_map: BodyMap
    patterns: Patterns
    library: Library
    search: Search

    @cached_property
    def easel(self) -> Easel:
        """What draws on the body."""
        from tpexplorer.patterns.pain_drawing import Easel  # the first frame does without

        return Easel(self.body, self.body_map)
