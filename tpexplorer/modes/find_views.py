"""What the find mode asks of its panel, and what the panel tells it; tests stand a fake in for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from tpexplorer.ids import Side
from tpexplorer.modes.interfaces import SignalLike


@dataclass(frozen=True)
class NamedRegion:
    """A region that can be chosen by name."""

    id: str
    name: str
    detail: str = ""


@dataclass(frozen=True)
class ShownArea:
    """A painful area: what it is called, on which side, how strong (0..10, None where not said) and of what kind."""

    name: str
    side: str
    intensity: int | None = None
    word: str = ""


@dataclass(frozen=True)
class RankedPoint:
    """A point of the list: `why` says which of its zones covers how much of what."""

    instance: str
    name: str
    label: str
    side: Side
    deep: bool
    why: str


@dataclass(frozen=True)
class RankedMuscle:
    """A muscle of the list on a side, with those of its points that reach what was shown, best first.

    `alike` names other muscles whose points the charts do not tell from its own: their zones have the same `fit`. `score`
    orders. With `several` areas shown its points count together.
    """

    muscle: str
    name: str
    side: Side | Literal["both sides"]
    points: tuple[RankedPoint, ...]
    score: float = 0.0
    alike: tuple[str, ...] = ()
    several: bool = False
    fit: float = 0.0

    @property
    def counted(self) -> list[str]:
        """The points whose zones it stands for: all where they count together, else the leading ones."""
        return [point.instance for point in self.points] if self.several else self.leading

    @property
    def leading(self) -> list[str]:
        """Its best point, on both sides where it is listed for both."""
        first = {point.side: point.instance for point in reversed(self.points)}
        best = self.points[0]
        return [best.instance, *(instance for side, instance in first.items() if side != best.side)]

    @property
    def title(self) -> str:
        """What heads its row."""
        more = f" +{len(self.alike)} alike" if self.alike else ""
        return f"{self.name}{more} · {self.side}"


@dataclass(frozen=True)
class Flag:
    """A red flag that goes with what was shown: where its page is, its name, what to do, and how urgent it is."""

    link: str
    name: str
    do: str
    urgency: str = ""


@dataclass(frozen=True)
class Ranking:
    """What is above and in the list; `left` says what remains unexplained, `rest` whether the list is for that alone.

    `here` are the muscles (``upper-trapezius@left``) that lie where it hurts.
    """

    muscles: tuple[RankedMuscle, ...] = ()
    flags: tuple[Flag, ...] = ()
    left: str = ""
    rest: bool = False
    hidden: int = 0
    here: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tick:
    """What was found at a point, and a note."""

    status: str = ""
    note: str = ""


FILES = ("new", "open", "save", "save_as")


class FindView(Protocol):
    """The panel on the left while the window asks where it hurts."""

    @property
    def tool_chosen(self) -> SignalLike:
        """(tool: str) ``brush``, ``erase`` or ``turn``"""

    @property
    def radius_chosen(self) -> SignalLike:
        """(mm: float)"""

    @property
    def asked(self) -> SignalLike:
        """(what: str) ``undo``, ``redo``, ``mirror``, ``clear``, ``rest``, ``more``, or one of `FILES`"""

    @property
    def region_text_changed(self) -> SignalLike:
        """(text: str) typed to find a region"""

    @property
    def region_pointed(self) -> SignalLike:
        """(region: str), "" for none"""

    @property
    def region_chosen(self) -> SignalLike:
        """(region: str)"""

    @property
    def side_chosen(self) -> SignalLike:
        """(side: str)"""

    @property
    def area_rated(self) -> SignalLike:
        """(number: int, intensity: int | None, word: str)"""

    @property
    def area_removed(self) -> SignalLike:
        """(number: int)"""

    @property
    def point_chosen(self) -> SignalLike:
        """(instance: str)"""

    @property
    def point_pointed(self) -> SignalLike:
        """(instance: str), "" for none"""

    @property
    def ticked(self) -> SignalLike:
        """(instance: str, status: str, note: str)"""

    @property
    def compare_asked(self) -> SignalLike:
        """(instances: list[str])"""

    @property
    def link_clicked(self) -> SignalLike:
        """(link: str) of a red flag"""

    @property
    def listed(self) -> list[str]:
        """The points of the ranked list's rows, from top to bottom, without those that are folded away."""

    def set_tool(self, tool: str, radius_mm: float) -> None:
        """The tool in use, and the brush's radius."""

    def set_steps(self, undo: bool, redo: bool) -> None:
        """Whether there is something to undo and to redo."""

    def set_regions(self, regions: Sequence[NamedRegion]) -> None:
        """The regions that a text finds; all of them for none."""

    def set_side(self, side: Side) -> None:
        """The side on which a chosen region is meant."""

    def set_areas(self, areas: Sequence[ShownArea]) -> None:
        """What is shown as painful."""

    def set_ranking(self, ranking: Ranking) -> None:
        """What refers there."""

    def set_ticks(self, ticks: dict[str, Tick]) -> None:
        """What was found, by instance."""

    def set_chosen(self, instance: str) -> None:
        """The point that the other views show; "" for none."""
