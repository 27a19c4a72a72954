"""What of the body a page is about: the regions that light up while it is open, and from where they are seen."""

from __future__ import annotations

from tpexplorer.body.paint import Field
from tpexplorer.body.views import Pose
from tpexplorer.errors import UnknownIdError
from tpexplorer.ids import SIDES, Side, on_side
from tpexplorer.modes.knowledge import Knowledge
from tpexplorer.modes.links import split_link
from tpexplorer.modes.poses import Poses
from tpexplorer.state.app_state import AppState


class Subjects:
    """Muscles, regions and sites have a place; conditions and cautions have those of their regions; other pages have none."""

    def __init__(self, state: AppState, known: Knowledge, poses: Poses) -> None:
        self._state, self._known, self._poses = state, known, poses
        self._atlas = known.library.atlas
        # What is lit now: it is asked for by the skin and by the camera.
        self._wanted: tuple[tuple[str, ...], tuple[Side, ...]] = ((), ())
        self._lit: Field | None = None

    def regions(self, page: str) -> tuple[str, ...]:
        """The regions that a page is about."""
        kind, id_ = split_link(page)
        if kind == "region":
            return (id_,)
        if kind == "condition" and id_ in self._atlas.conditions:
            regions = self._atlas.conditions[id_].regions
        elif kind == "caution" and id_ in self._atlas.cautions and id_ not in self._known.library.sites.drawn:
            regions = self._atlas.cautions[id_].regions
        else:
            return ()
        return tuple(region for region in regions if region in self._known.body_map.regions)

    def lit(self, page: str) -> Field | None:
        """Its regions as a field (n,) in mm: a region's own page shows the side in use, all others both."""
        regions, own = self.regions(page), split_link(page)[0] == "region"
        wanted = (regions, (self._state.side,) if own else SIDES)
        if wanted != self._wanted:
            self._wanted, self._lit = wanted, self._field(*wanted)
        return self._lit

    def _field(self, regions: tuple[str, ...], sides: tuple[Side, ...]) -> Field | None:
        try:
            if len(regions) * len(sides) == 1:
                return self._known.easel.lit(regions[0], sides[0])
            return self._known.easel.lit_together(regions, sides) if regions else None
        except UnknownIdError:
            return None

    def pose(self, page: str) -> Pose | None:
        """From where the page's place is seen; None where it has none."""
        kind, id_ = split_link(page)
        side, form = self._state.side, self._state.form
        if kind == "muscle":
            muscle = id_.partition("@")[0]
            return self._poses.of_muscle(on_side(muscle, side), self._first_point(muscle, side), form)
        if kind == "caution" and id_ in self._known.library.sites.drawn:
            return self._poses.of_site(id_, side, form)
        field = self.lit(page)
        if field is None or not (field < 0).any():
            return None
        return self._poses.of_field(field, form)

    def _first_point(self, muscle: str, side: Side) -> str:
        return self._known.library.instance(self._atlas.points_of(muscle)[0], side)
