"""Stand-ins for the views, made from the interfaces: they remember what they were told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tpexplorer.body.paint import Paint
from tpexplorer.body.views import Pose, View
from tpexplorer.modes.explore import Explore
from tpexplorer.state.app_state import AppState


class FakeSignal:
    def __init__(self) -> None:
        self.slots: list[Callable[..., Any]] = []

    def connect(self, slot: Callable[..., Any], /) -> None:
        self.slots.append(slot)

    def emit(self, *args: Any) -> None:
        for slot in list(self.slots):
            slot(*args)


def signals(*names: str) -> dict[str, FakeSignal]:
    return {name: FakeSignal() for name in names}


class FakeScene:
    """A `SceneView` without a picture."""

    def __init__(self) -> None:
        names = (
            "marker_clicked",
            "markers_overlapped",
            "background_clicked",
            "marker_hovered",
            "region_hovered",
            "pose_settled",
            "brushed",
            "brush_lifted",
            "brush_resized",
        )
        self.__dict__.update(signals(*names))
        self.markers: dict[str, Any] = {}
        self.selected, self.paint, self.hovered = "", Paint(), ""
        self.muscle_shown = self.labels_shown = False
        self.form, self.theme = "", ""
        self.camera = Pose(View(0), (0.0, 0.0, 0.0), 1000.0)
        self.painted = 0
        self.visible: set[str] | None = None
        self.brush: tuple[float | None, bool] = (None, False)
        self.drawn: Any = None
        self.lit: Any = None

    def set_markers(self, markers: Any) -> None:
        self.markers = dict(markers)

    def set_visible_markers(self, instances: Any) -> None:
        self.visible = instances

    def set_selected(self, instance: str, paint: Paint) -> None:
        self.selected, self.paint, self.painted = instance, paint, self.painted + 1

    def set_hovered(self, instance: str) -> None:
        self.hovered = instance

    def set_muscle_shown(self, shown: bool) -> None:
        self.muscle_shown = shown

    def set_labels_shown(self, shown: bool) -> None:
        self.labels_shown = shown

    def set_brush(self, radius_mm: float | None, erase: bool) -> None:
        self.brush = (radius_mm, erase)

    def lift_brush(self) -> None:
        self.lifted = True

    def set_drawn(self, field: Any) -> None:
        self.drawn = field

    def set_lit(self, field: Any) -> None:
        self.lit = field

    def set_form(self, name: str) -> None:
        self.form = name

    def set_theme(self, name: str) -> None:
        self.theme = name

    def set_reduced_motion(self, reduced: bool) -> None: ...

    def turn_to(self, pose: Pose) -> None:
        self.camera = pose

    def look_from(self, view: View) -> None:
        self.camera = Pose(view, self.camera.target, self.camera.height_mm)

    def fit(self) -> None:
        self.camera = Pose(self.camera.view, (0.0, 0.0, 866.0), 1900.0)

    def orbit(self, yaw: float, pitch: float) -> None:
        view = View(self.camera.view.yaw + yaw, self.camera.view.pitch + pitch)
        self.camera = Pose(view, self.camera.target, self.camera.height_mm)

    def zoom(self, factor: float) -> None:
        self.camera = Pose(self.camera.view, self.camera.target, self.camera.height_mm / factor)

    def pose(self) -> Pose:
        return self.camera


class FakeList:
    """A `ListView` without widgets."""

    def __init__(self) -> None:
        self.__dict__.update(signals("link_chosen", "link_hovered", "side_chosen", "search_changed", "narrowed"))
        self.rows: Any = ()
        self.found: Any = None
        self.choices: Any = None
        self.narrowed_to = ("", "", "")
        self.side, self.chosen, self.hovered = "", "", ""

    def set_rows(self, rows: Any) -> None:
        self.rows = rows

    def set_narrowed(self, choices: Any, part: str, muscle: str, depth: str) -> None:
        self.choices, self.narrowed_to = choices, (part, muscle, depth)

    def set_found(self, text: str, found: Any) -> None:
        self.found = (text, list(found))

    def set_side(self, side: str) -> None:
        self.side = side

    def set_chosen(self, links: Any) -> None:
        self.chosen = next((link for link in links if link.startswith(("point/", "muscle/"))), "")

    def set_hovered(self, link: str) -> None:
        self.hovered = link

    def focus_search(self) -> None: ...


class FakePanel:
    """A `PanelView` without widgets."""

    def __init__(self) -> None:
        self.__dict__.update(signals("link_clicked", "side_chosen", "back_clicked", "forward_clicked"))
        self.page: Any = None
        self.read_to = 0
        self.steps = (False, False)
        self.form, self.theme = "", ""

    def set_page(self, page: Any, read_to: int | None = None) -> None:
        self.page = page
        self.read_to = read_to or 0

    def set_steps(self, back: bool, forward: bool) -> None:
        self.steps = (back, forward)

    def set_form(self, name: str) -> None:
        self.form = name

    def set_theme(self, name: str) -> None:
        self.theme = name


class FakeStatus:
    """A `StatusView` without widgets."""

    text = ""

    def set_pointed(self, text: str) -> None:
        self.text = text


@dataclass(frozen=True)
class FakeHit:
    id: str
    kind: str
    name: str
    score: float = 50.0
    matched: tuple[str, ...] = ()


@dataclass
class FakeSearch:
    """Finds what it was given."""

    hits: list[FakeHit] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def find(self, text: str, limit: int, /) -> list[FakeHit]:
        self.asked.append(text)
        return self.hits[:limit]


@dataclass
class Desk:
    """An explorer among fakes."""

    explore: Explore
    state: AppState
    scene: FakeScene
    lists: FakeList
    panel: FakePanel
    status: FakeStatus
    search: FakeSearch
    chosen: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)


class FakeFind:
    """A `FindView` without widgets."""

    def __init__(self) -> None:
        self.__dict__.update(
            signals(
                *("tool_chosen", "radius_chosen", "asked", "region_text_changed", "region_pointed", "region_chosen"),
                *("side_chosen", "area_rated", "area_removed", "point_chosen", "point_pointed", "ticked"),
                *("compare_asked", "link_clicked"),
            )
        )
        self.tool: Any = None
        self.steps = (False, False)
        self.regions: Any = ()
        self.areas: Any = ()
        self.ranking: Any = None
        self.ticks: Any = {}
        self.side, self.chosen = "", ""

    def set_tool(self, tool: str, radius_mm: float) -> None:
        self.tool = (tool, radius_mm)

    def set_steps(self, undo: bool, redo: bool) -> None:
        self.steps = (undo, redo)

    def set_regions(self, regions: Any) -> None:
        self.regions = list(regions)

    def set_side(self, side: str) -> None:
        self.side = side

    def set_areas(self, areas: Any) -> None:
        self.areas = list(areas)

    def set_ranking(self, ranking: Any) -> None:
        self.ranking = ranking

    @property
    def listed(self) -> list[str]:
        return [muscle.points[0].instance for muscle in self.ranking.muscles]

    def set_ticks(self, ticks: Any) -> None:
        self.ticks = dict(ticks)

    def set_chosen(self, instance: str) -> None:
        self.chosen = instance
