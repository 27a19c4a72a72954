"""What presenters ask of the views, and what views tell presenters; tests stand fakes in for them.

Signals are Qt signals on the real widgets: anything with ``connect``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from tpexplorer.body.paint import Field, Mark, Paint
from tpexplorer.body.views import Pose, View
from tpexplorer.ids import Side


class SignalLike(Protocol):
    """A Qt signal, or a fake of one."""

    def connect(self, slot: Callable[..., object], /) -> object: ...
    def emit(self, *args: object) -> object: ...


class SceneView(Protocol):
    """The picture in the middle: the 3D scene, or the plates that stand in for it where there is no OpenGL."""

    @property
    def marker_clicked(self) -> SignalLike:
        """(instance: str)"""

    @property
    def markers_overlapped(self) -> SignalLike:
        """(instances: list[str]) several under the cursor: offer a chooser"""

    @property
    def background_clicked(self) -> SignalLike:
        """()"""

    @property
    def marker_hovered(self) -> SignalLike:
        """(instance: str), "" for none"""

    @property
    def region_hovered(self) -> SignalLike:
        """(vertex: int), -1 for none"""

    @property
    def brushed(self) -> SignalLike:
        """(places: list[SurfacePoint], first: bool) the brush has passed there; `first` where a stroke begins"""

    @property
    def brush_lifted(self) -> SignalLike:
        """() the stroke is done"""

    @property
    def brush_resized(self) -> SignalLike:
        """(steps: float) the wheel asks for a larger (> 0) or smaller brush"""

    @property
    def pose_settled(self) -> SignalLike:
        """(pose: Pose) the user has moved the camera and let go"""

    def set_markers(self, markers: Mapping[str, Mark]) -> None:
        """All markers, by instance id; each carries its name as label."""

    def set_visible_markers(self, instances: set[str] | None) -> None:
        """Only these are drawn and picked; None for all."""

    def set_selected(self, instance: str, paint: Paint) -> None:
        """The selected marker ("" for none) and what it paints on the skin (muscle extent included)."""

    def set_hovered(self, instance: str) -> None:
        """The marker hovered elsewhere (in a list)."""

    def set_muscle_shown(self, shown: bool) -> None:
        """Whether the paint's muscle extent and fibres are drawn."""

    def set_labels_shown(self, shown: bool) -> None:
        """Whether every marker in sight is labelled, not just the selected and hovered ones."""

    def set_brush(self, radius_mm: float | None, erase: bool) -> None:
        """What a hand on the skin does: draw (or rub out) with a round brush, or, with None, turn the body."""

    def lift_brush(self) -> None:
        """The stroke is done, whatever the hand does; what it goes on to do until it is lifted is no stroke."""

    def set_drawn(self, field: Field | None) -> None:
        """The painful areas (n,) in mm, over the skin and under its zones' outlines."""

    def set_lit(self, field: Field | None) -> None:
        """A region (n,) in mm that lights up."""

    def set_form(self, name: str) -> None:
        """Another form of the body."""

    def set_theme(self, name: str) -> None:
        """``light`` or ``dark``."""

    def set_reduced_motion(self, reduced: bool) -> None:
        """Turn at once instead of gliding."""

    def turn_to(self, pose: Pose) -> None:
        """Move the camera there (250 ms)."""

    def look_from(self, view: View) -> None:
        """A standard view: turn without moving the target or zoom."""

    def fit(self) -> None:
        """The whole body, from where the camera is."""

    def orbit(self, yaw: float, pitch: float) -> None:
        """Turn by degrees."""

    def zoom(self, factor: float) -> None:
        """Nearer (> 1) or farther (< 1), about the target."""

    def pose(self) -> Pose:
        """Where the camera stands, or is going."""


class Hit(Protocol):
    """Something that a text search found."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str:
        """``muscle``, ``point``, ``region``, ``technique``, ``condition``, ``caution`` or ``chapter``."""

    @property
    def name(self) -> str: ...
    @property
    def score(self) -> float: ...
    @property
    def matched(self) -> str | Sequence[str]:
        """The words of the record that matched."""


class Search(Protocol):
    """Text search over the atlas."""

    def find(self, text: str, limit: int, /) -> Sequence[Hit]:
        """What fits best, best first."""


# Rooms name what they mean by links: ``point/infraspinatus.1@left``, ``muscle/infraspinatus``, ``technique/heat``,
# ``region/temple``, ``start``; a point without a side is on the side in use.


@dataclass(frozen=True)
class Row:
    """A row of the list: a heading (no link), a muscle or a point, with what lies beneath it."""

    link: str
    text: str
    tip: str = ""
    deep: bool | None = None
    children: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Choices:
    """What the list can be narrowed to, as (id, name), "" for all; `left` says how many points that leaves."""

    parts: tuple[tuple[str, str], ...]
    muscles: tuple[tuple[str, str], ...]
    depths: tuple[tuple[str, str], ...]
    left: str


@dataclass(frozen=True)
class Found:
    """A line of search results: where it leads, its name, what kind of thing it is, and the words that matched.

    A red flag says what to do, and how urgent it is.
    """

    link: str
    name: str
    kind: str
    matched: tuple[str, ...] = ()
    do: str = ""
    urgency: str | None = None


class ListView(Protocol):
    """The list on the left: a search box over muscles and points by part of the body."""

    @property
    def link_chosen(self) -> SignalLike:
        """(link: str) a row or a search result"""

    @property
    def link_hovered(self) -> SignalLike:
        """(link: str), "" for none"""

    @property
    def side_chosen(self) -> SignalLike:
        """(side: str)"""

    @property
    def search_changed(self) -> SignalLike:
        """(text: str)"""

    @property
    def narrowed(self) -> SignalLike:
        """(part: str, muscle: str, depth: str) which points to show, "" for all"""

    def set_rows(self, rows: Sequence[Row]) -> None:
        """The whole list."""

    def set_narrowed(self, choices: Choices, part: str, muscle: str, depth: str) -> None:
        """What it can be narrowed to, and what it is narrowed to."""

    def set_found(self, text: str, found: Sequence[Found]) -> None:
        """What was found for a text; an empty text shows the list."""

    def set_side(self, side: Side) -> None:
        """The side in use."""

    def set_chosen(self, links: Sequence[str]) -> None:
        """What the other views show: the first of these that has a row is marked; no row where none has."""

    def set_hovered(self, link: str) -> None:
        """The row whose marker is under the pointer; "" for none."""

    def focus_search(self) -> None:
        """Put the cursor into the search box."""


@dataclass(frozen=True)
class Picture:
    """What the small front and back pictures show."""

    instance: str
    mark: Mark
    paint: Paint


LATE = "<!-- late -->"


@dataclass(frozen=True)
class Plate:
    """What a small plate of a list shows, and from where."""

    picture: Picture
    pose: Pose


@dataclass(frozen=True)
class Page:
    """A page of the panel: its place, heading, a line under it, and its body as HTML; `sides` where it can change sides.

    What takes long to write is left to `late`, and stands in the `whole` where the body says `LATE`.
    """

    link: str
    title: str
    subtitle: str
    html: str
    sides: tuple[Side, ...] = ()
    side: Side = "right"
    picture: Picture | None = None
    late: Callable[[], str] | None = None

    @property
    def whole(self) -> str:
        """The body, with what is written late."""
        return self.html if self.late is None else self.html.replace(LATE, self.late())


class PanelView(Protocol):
    """The panel on the right that says what is known."""

    @property
    def link_clicked(self) -> SignalLike:
        """(link: str) inside the atlas, or a web address"""

    @property
    def side_chosen(self) -> SignalLike:
        """(side: str)"""

    @property
    def back_clicked(self) -> SignalLike:
        """()"""

    @property
    def forward_clicked(self) -> SignalLike:
        """()"""

    def set_page(self, page: Page, read_to: int | None = None) -> None:
        """Show a page from its top, or scrolled to where it was left."""

    @property
    def read_to(self) -> int:
        """How far the page is scrolled."""

    def set_steps(self, back: bool, forward: bool) -> None:
        """Whether there is somewhere to go back or forward to."""

    def set_form(self, name: str) -> None:
        """The form of the body in the small pictures."""

    def set_theme(self, name: str) -> None:
        """``light`` or ``dark``."""


class StatusView(Protocol):
    """One line at the foot of the window."""

    def set_pointed(self, text: str) -> None:
        """What is under the pointer; "" for nothing."""
