"""From a link to its page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.body.map import BodyMap
from tpexplorer.ids import Side, on_side, split_side
from tpexplorer.modes import guide_pages as guide
from tpexplorer.modes.coverage_page import coverage_page
from tpexplorer.modes.interfaces import Page
from tpexplorer.modes.links import split_link
from tpexplorer.modes.point_page import muscle_page, point_page, sides_of
from tpexplorer.modes.region_page import region_page
from tpexplorer.modes.session_pages import session_page, step_page
from tpexplorer.modes.sites import Sites
from tpexplorer.modes.start_page import about_page, help_page, start_page
from tpexplorer.patterns.match import Matcher

KeyGroups = Sequence[tuple[str, Sequence[tuple[str, str]]]]


@dataclass(frozen=True)
class Library:
    """Writes any page of the atlas.

    `keys` and `credits_text` go into the help and about pages; a point on one of the `sites` says so.
    """

    atlas: Atlas
    body_map: BodyMap
    matcher: Matcher
    sites: Sites
    forms: Sequence[str] = ()
    keys: KeyGroups = ()
    credits_text: str = ""

    def instance(self, point: str, side: Side) -> str:
        """The point on the side its link names, else on `side`, else on the only side where it is described."""
        named = "left" if point.endswith("@left") else "right" if point.endswith("@right") else side
        sides = sides_of(self.atlas.point(point))
        return on_side(point, named if named in sides else sides[0])

    def _point(self, instance: str) -> Page:
        def alike() -> str:
            from tpexplorer.modes.compare import alike_section  # the first frame does without

            finder = self.matcher.finder
            return alike_section(self.atlas, self.body_map, finder.patterns, finder, instance)

        return point_page(self.atlas, self.body_map, instance, self.sites.near(split_side(instance)[0]), alike)

    def page(self, link: str, side: Side) -> Page:
        """The page of a link; UnknownIdError where it leads nowhere."""
        kind, id_ = split_link(link)
        atlas, body_map = self.atlas, self.body_map
        writers: dict[str, Callable[[], Page]] = {
            "point": lambda: self._point(self.instance(id_, side)),
            "muscle": lambda: muscle_page(atlas, id_.partition("@")[0], side),
            "region": lambda: region_page(atlas, body_map, self.matcher, id_, side),
            "technique": lambda: guide.technique_page(atlas, id_),
            "condition": lambda: guide.condition_page(atlas, body_map, id_),
            "caution": lambda: guide.caution_page(atlas, body_map, id_),
            "chapter": lambda: guide.chapter_page(atlas, id_),
            "source": lambda: guide.source_page(atlas, id_),
            "step": lambda: step_page(atlas, id_),
            "session": lambda: session_page(atlas),
            "coverage": lambda: coverage_page(atlas, body_map),
            "start": lambda: start_page(atlas),
            "help": lambda: help_page(self.keys),
            "about": lambda: about_page(atlas, self.forms, self.credits_text),
        }
        return writers[kind]() if kind in writers else guide.list_page(atlas, kind)
