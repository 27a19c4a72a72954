"""Where it hurts: the panel on the left while pain is shown. Tools, places, red flags, the ranked list, what was found."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tpexplorer.ids import Side
from tpexplorer.modes.find_views import NamedRegion, Ranking, ShownArea, Tick
from tpexplorer.panels.area_list import AreaList
from tpexplorer.panels.find_tools import FindTools
from tpexplorer.panels.flag_box import FlagBox
from tpexplorer.panels.flow import flowing
from tpexplorer.panels.inputs import roll
from tpexplorer.panels.ranking_list import RankingList
from tpexplorer.panels.region_box import RegionBox
from tpexplorer.panels.side_switch import SideSwitch
from tpexplorer.panels.theme import LIGHT, Look
from tpexplorer.panels.thumbnails import Thumbnails
from tpexplorer.panels.tick_bar import TickBar
from tpexplorer.panels.words import words
from tpexplorer.patterns.working_set import Status

EMPTY = (
    "<p><b>Show where it hurts.</b></p>"
    "<p>Draw on the body with the mouse: a click is a spot, a drag an area. Drag beside the body to turn it, "
    "roll the wheel to come nearer.</p>"
    "<p>Or add a place by name above: “temple”, “outer elbow”.</p>"
    "<p>Several places at once are looked at together. The list then shows the points whose pain is often felt there.</p>"
)
NOTHING = (
    "<p>No point of this atlas refers here.</p>"
    "<p>Draw a little more, or look at a neighbouring place. Pain that fits no muscle needs a doctor's look.</p>"
)
SCOPE = "Points to consider, not a diagnosis."


class FindPanel(QWidget):
    """Fulfils `FindView`; `done` tells that a choice is made, or given up: the keys may go to the body."""

    tool_chosen = Signal(str)
    radius_chosen = Signal(float)
    asked = Signal(str)
    region_text_changed = Signal(str)
    region_pointed = Signal(str)
    region_chosen = Signal(str)
    side_chosen = Signal(str)
    area_rated = Signal(int, object, str)
    area_removed = Signal(int)
    point_chosen = Signal(str)
    point_pointed = Signal(str)
    ticked = Signal(str, str, str)
    compare_asked = Signal(list)
    link_clicked = Signal(str)
    done = Signal()

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("list")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = LIGHT
        self._ticks: dict[str, Tick] = {}
        self._ranking = Ranking()
        self._areas: list[ShownArea] | None = None
        self._said: tuple[object, ...] = ()
        self._chosen = ""
        self.thumbnails = thumbnails
        self.tools, self.regions = FindTools(self), RegionBox(self)
        self.sides, self.areas = SideSwitch(False, self), AreaList(self)
        self.flags, self.ticks = FlagBox(self), TickBar(self)
        self.left, self.more = words("What is left", self), words("More", self)
        self.list = RankingList(thumbnails, self)
        self.nothing = words("How to show where it hurts", self)
        self.nothing.setObjectName("nothing")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lay_out()
        self._connect()
        self.set_ranking(Ranking())
        self.set_chosen("")

    def _lay_out(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(12, 4, 12, 6)
        top.setSpacing(7)
        top.addLayout(flowing(self.regions.line, self.sides))
        for widget in (self.regions.rows, self.areas, self.flags, self.left):
            top.addWidget(widget)
        self.foot = QWidget(self)
        foot = QVBoxLayout(self.foot)
        foot.setContentsMargins(12, 6, 12, 8)
        foot.setSpacing(5)
        foot.addWidget(self.more)
        foot.addWidget(self.ticks)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.nothing, 1)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.foot)

    def _connect(self) -> None:
        self.tools.tool_chosen.connect(self.tool_chosen)
        self.tools.radius_chosen.connect(self.radius_chosen)
        self.tools.asked.connect(self.asked)
        self.regions.text_changed.connect(self.region_text_changed)
        self.regions.pointed.connect(self.region_pointed)
        self.regions.chosen.connect(self.region_chosen)
        self.sides.side_chosen.connect(self.side_chosen)
        self.areas.rated.connect(self.area_rated)
        self.areas.removed.connect(self.area_removed)
        self.list.point_chosen.connect(self.point_chosen)
        self.list.point_pointed.connect(self.point_pointed)
        self.list.several_chosen.connect(lambda _chosen: self._show_compare())
        self.flags.link_clicked.connect(self.link_clicked)
        self.left.linkActivated.connect(self.asked)
        self.more.linkActivated.connect(self.asked)
        self.ticks.status_chosen.connect(self._tick)
        self.ticks.noted.connect(self._note)
        for part in (self.regions, self.ticks):
            part.done.connect(self.done)
        self.list.itemActivated.connect(lambda _item, _column: self.done.emit())
        self.ticks.compare_asked.connect(lambda: self.compare_asked.emit(self.list.chosen or [self._chosen]))

    @property
    def listed(self) -> list[str]:
        """The points of the list's rows, without those that are folded away."""
        return self.list.listed

    # --- what the presenter says ------------------------------------------------------------------------------------

    def set_look(self, look: Look) -> None:
        """Colours of a theme."""
        self._look = look
        for part in (self.tools, self.regions, self.areas, self.flags, self.list):
            part.set_look(look)
        self._show_rest()

    def set_tool(self, tool: str, radius_mm: float) -> None:
        """The tool in use, and the brush's radius."""
        self.tools.set_tool(tool, radius_mm)

    def set_steps(self, undo: bool, redo: bool) -> None:
        """Whether there is something to undo and to redo."""
        self.tools.set_steps(undo, redo)

    def set_regions(self, regions: Sequence[NamedRegion]) -> None:
        """The regions that a text finds."""
        self.regions.set_regions(regions)

    def set_side(self, side: Side) -> None:
        """The side on which a chosen region is meant."""
        self.sides.set_side(side)

    def set_areas(self, areas: Sequence[ShownArea]) -> None:
        """What is shown as painful."""
        if list(areas) != self._areas:
            self._areas = list(areas)
            self.areas.set_areas(areas)
        self.tools.set_drawn(bool(areas))
        self.nothing.setText(NOTHING if areas else EMPTY)

    def set_ranking(self, ranking: Ranking) -> None:
        """What refers there."""
        self._ranking = ranking
        self.list.set_muscles(ranking.muscles)
        self.list.setVisible(bool(ranking.muscles))
        self.nothing.setVisible(not ranking.muscles)
        self.setFocusProxy(self.list if ranking.muscles else self.regions.line)
        self.flags.set_flags(ranking.flags)
        self._show_rest()

    def _show_rest(self) -> None:
        """What is left over, and how much of the list is not shown."""
        ranking, style = self._ranking, f"color: {self._look.accent}"
        rest = "Back to all of it" if ranking.rest else "What would explain the rest?"
        asks = bool(ranking.muscles) and (ranking.rest or ranking.left.startswith("Not"))
        ask = f' <a style="{style}" href="rest">{rest}</a>' if asks else ""
        muscles = "muscle" if ranking.hidden == 1 else "muscles"
        more = f'<a style="{style}" href="more">{ranking.hidden} more {muscles}</a> · ' if ranking.hidden else ""
        shown = bool(ranking.left and ranking.muscles), bool(ranking.muscles or self._chosen)
        said = (f"{escape(ranking.left)}{ask}", f"{more}{SCOPE}", *shown)
        if said != self._said:
            self._said = said
            self.left.setText(said[0])
            self.more.setText(said[1])
            self.left.setVisible(shown[0])
            self.foot.setVisible(shown[1])

    def set_ticks(self, ticks: dict[str, Tick]) -> None:
        """What was found, by instance."""
        self._ticks = dict(ticks)
        self.list.set_ticks(ticks)
        self._show_tick()

    def set_chosen(self, instance: str) -> None:
        """The point that the other views show."""
        if instance != self._chosen:
            self.finish_note()
        self._chosen = instance
        self.list.set_chosen(instance)
        self._show_tick()
        self._show_rest()

    def tick(self, status: str) -> None:
        """Note a status at the chosen point, or take it back, as its button does."""
        if self.isVisible():
            self.ticks.statuses[status].click()

    def finish_note(self) -> None:
        """Take a note that is being typed as it is."""
        self.ticks.finish_note()

    def unfinished_note(self) -> tuple[str, Status, str] | None:
        """The chosen point, its status and the note that is being typed on it; None where none is."""
        if not (self._chosen and self.ticks.note.isModified()):
            return None
        return self._chosen, cast(Status, self._ticks.get(self._chosen, Tick()).status), self.ticks.note.text().strip()

    def stop(self) -> None:
        """Draw no more plates."""
        self.thumbnails.stop()

    # --- inside -----------------------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Above and below the list, the wheel is the list's too."""
        roll(self.list, event)

    def _show_tick(self) -> None:
        self.ticks.set_tick(self._ticks.get(self._chosen, Tick()), bool(self._chosen))
        self._show_compare()

    def _show_compare(self) -> None:
        self.ticks.set_compared(len(self.list.chosen), bool(self._chosen))

    def _tick(self, status: str) -> None:
        """Note a status at each chosen point; their notes stay."""
        for instance in self.list.chosen or [self._chosen]:
            if instance:
                self.ticked.emit(instance, status, self._ticks.get(instance, Tick()).note)

    def _note(self, note: str) -> None:
        if self._chosen:
            self.ticked.emit(self._chosen, self._ticks.get(self._chosen, Tick()).status, note)
