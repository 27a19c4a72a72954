"""Places on the body as a clinician writes them: addresses and the brush strokes drawn through them."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from tpexplorer.records import Record


class Shift(Record, kw_only=True):
    """A walk along the skin: `toward` a landmark or a direction (superior, inferior, medial, lateral, anterior, posterior)."""

    toward: str
    mm: Annotated[float, Meta(ge=0, le=400)]


class Address(Record, kw_only=True):
    """A place: `at` a landmark, or `between` two places at a `fraction` along the skin, then `shift`ed.

    A landmark name may end in ``@left``: the opposite side to the record's own.
    """

    at: str | None = None
    between: tuple[str | Address, str | Address] | None = None
    fraction: Annotated[float, Meta(ge=0, le=1)] = 0.5
    shift: Shift | Annotated[tuple[Shift, ...], Meta(max_length=12)] = ()

    def landmarks(self) -> set[str]:
        """The landmarks and directions that this address leans on."""
        names = {shift.toward for shift in ((self.shift,) if isinstance(self.shift, Shift) else self.shift)}
        for place in (self.at, *(self.between or ())):
            names |= {place} if isinstance(place, str) else place.landmarks() if place else set()
        return names


Place = str | Address
Width = Annotated[float, Meta(gt=0, le=400)]
# Several times as many as any record has.
MOST_PLACES, MOST_STROKES = 40, 40


class Stroke(Record, kw_only=True):
    """A brush drawn along the skin through `path`; `width_mm` is the brush's full width, one for all or one a place."""

    path: Annotated[tuple[Place, ...], Meta(min_length=1, max_length=MOST_PLACES)]
    width_mm: Width | Annotated[tuple[Width, ...], Meta(max_length=MOST_PLACES)]


Strokes = Annotated[tuple[Stroke, ...], Meta(min_length=1, max_length=MOST_STROKES)]
