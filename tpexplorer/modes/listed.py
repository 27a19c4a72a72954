"""The list on the left, kept in step: what it holds, which row stands for what is open, and which comes next."""

from __future__ import annotations

from collections.abc import Iterator

from tpexplorer.ids import muscle_of, split_side
from tpexplorer.modes.interfaces import ListView
from tpexplorer.modes.knowledge import Knowledge
from tpexplorer.modes.links import split_link
from tpexplorer.modes.listing import found_of, rows_of
from tpexplorer.modes.narrowing import choices_of
from tpexplorer.modes.point_page import sides_of
from tpexplorer.state.app_state import AppState

MOST_FOUND = 30


class Listed:
    """Shows the points wanted, or what a search has found; a step goes to the next point of what one sees."""

    def __init__(self, state: AppState, known: Knowledge, view: ListView) -> None:
        self._state, self._known, self._view = state, known, view
        self._atlas = known.library.atlas
        # The links of what was found, while that is in sight.
        self._found: list[str] = []

    def narrow(self) -> None:
        """Show the points that the state wants."""
        narrowed = self._state.narrowed
        self._view.set_rows(rows_of(self._atlas, narrowed))
        self._view.set_narrowed(choices_of(self._atlas, narrowed), narrowed.part, narrowed.muscle, narrowed.depth)
        self.mark()

    def find(self, text: str) -> None:
        """Show what a text finds; all again for none."""
        text = text.strip()
        found = found_of(self._atlas, self._known.body_map, self._known.search.find(text, MOST_FOUND)) if text else []
        self._found = [hit.link for hit in found]
        self._view.set_found(text, found)
        if not text:
            self.mark()

    def mark(self) -> None:
        """Mark the row of what is open."""
        self._view.set_chosen(self._marks)

    @property
    def _marks(self) -> tuple[str, ...]:
        """The rows that may stand for what is open, best first: the page's, the selected point's, its muscle's."""
        page, point = self._state.page.partition("@")[0], split_side(self._state.selection)[0]
        return (page, f"point/{point}", f"muscle/{muscle_of(point)}") if point else (page,)

    def next(self, by: int) -> str:
        """The link of the next (or, with -1, the last) point in sight, from what is open; any row where none is a point."""
        order = list(self._searched() if self._found else self._tree())
        stops = {link for link in order if self._is_point(link)} or set(order)
        if not stops:
            return ""
        here = next((order.index(link) for link in self._marks if link in order), -1 if by > 0 else len(order))
        turned = [order[(here + by * step) % len(order)] for step in range(1, len(order) + 1)]
        return next(link for link in turned if link in stops)

    def _tree(self) -> Iterator[str]:
        for part in rows_of(self._atlas, self._state.narrowed):
            for muscle in part.children:
                yield muscle.link
                yield from (point.link for point in muscle.children)

    def _searched(self) -> Iterator[str]:
        """What was found; a muscle is followed by those of its points that have no row of their own."""
        for link in self._found:
            yield link
            kind, id_ = split_link(link)
            if kind == "muscle":
                points = (f"point/{point}" for point in self._atlas.points_of(id_))
                yield from (point for point in points if point not in self._found)

    def _is_point(self, link: str) -> bool:
        """Whether it is a point that is described on the side in use."""
        kind, id_ = split_link(link)
        return kind == "point" and self._state.side in sides_of(self._atlas.point(id_))
