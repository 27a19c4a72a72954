"""The atlas as the app uses it: records by id, with a point's own claims laid over its muscle's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec

from tpexplorer.atlas.schema import AtlasData, Claim, Claims, HowUsual, Muscle, Source, Treatment, TriggerPoint
from tpexplorer.errors import UnknownIdError
from tpexplorer.ids import muscle_of
from tpexplorer.resources import asset, damaged, read_asset

ATLAS_FILE = "data/compiled/atlas.msgpack"


@dataclass(frozen=True)
class Care:
    """What applies at a point: its own claim groups, or its muscle's where it has none."""

    complaints: Claims
    mistaken_for: Claims
    perpetuating: Claims
    treatments: tuple[Treatment, ...]
    self_care: tuple[Treatment, ...]
    cautions: tuple[Claim, ...]
    red_flags: tuple[Claim, ...]


# Where a muscle and a point name their sources.
CLAIMS = ("anatomy", "functional_unit", *Care.__dataclass_fields__)
POINT_CLAIMS = ("pattern", "palpation", *Care.__dataclass_fields__)


def cited(record: Muscle | TriggerPoint, fields: Sequence[str]) -> set[str]:
    """The sources of some claim groups of a record: each a group with sources, several of them, or None."""
    groups = [getattr(record, field) for field in fields]
    claims = [claim for group in groups if group is not None for claim in (group if isinstance(group, tuple) else (group,))]
    return {source for claim in claims for source in claim.sources}


class Atlas:
    """All records, by id; immutable."""

    def __init__(self, data: AtlasData) -> None:
        self.data = data
        self.muscles = data.muscles
        self.techniques = data.techniques
        self.conditions = data.conditions
        self.cautions = data.cautions
        self.steps = data.steps
        self.chapters = data.chapters
        self.sources = data.sources

    @cached_property
    def points(self) -> dict[str, TriggerPoint]:
        """Every trigger point by id (``infraspinatus.1``), muscle by muscle."""
        return {
            f"{muscle_id}.{number}": point
            for muscle_id, muscle in self.muscles.items()
            for number, point in enumerate(muscle.points, 1)
        }

    @property
    def zone_count(self) -> int:
        """Essential and spillover zones together."""
        return sum(2 if point.pattern.spillover else 1 for point in self.points.values())

    def point(self, point: str) -> TriggerPoint:
        """The point of that id, with or without a side; UnknownIdError if there is none."""
        found = self.points.get(point.partition("@")[0])
        if found is None:
            raise UnknownIdError(f"There is no trigger point '{point}'. 'tpexplorer list points' shows them all.")
        return found

    def muscle(self, muscle: str) -> Muscle:
        """The muscle of that id; UnknownIdError if there is none."""
        if muscle not in self.muscles:
            raise UnknownIdError(f"There is no muscle '{muscle}'. 'tpexplorer list muscles' shows them all.")
        return self.muscles[muscle]

    @cached_property
    def _by_name(self) -> dict[str, str]:
        return {muscle.name.casefold(): id_ for id_, muscle in self.muscles.items()}

    def named(self, name: str) -> str:
        """The id of the muscle of an English name, a remark in brackets left aside; "" if there is none."""
        return self._by_name.get(name.partition(" (")[0].casefold(), "")

    @cached_property
    def cited_by(self) -> dict[str, list[str]]:
        """The muscles that rest on each source, by its id."""
        muscles: dict[str, list[str]] = {}
        for name, muscle in self.muscles.items():
            for source in cited(muscle, CLAIMS) | {s for point in muscle.points for s in cited(point, POINT_CLAIMS)}:
                muscles.setdefault(source, []).append(name)
        return muscles

    def points_of(self, muscle: str) -> list[str]:
        """The ids of a muscle's points, in order."""
        return [f"{muscle}.{number}" for number in range(1, len(self.muscle(muscle).points) + 1)]

    def usual(self, point: str) -> HowUsual:
        """How usual a point is: its own word, else its muscle's, else less common."""
        name, _, number = point.partition("@")[0].rpartition(".")
        known = self.data.usual.get(name)
        return known.points.get(int(number), known.usual) if known else "less common"

    def no_pain(self, point: str) -> str:
        """What is felt at a point that is no answer to pain; "" at all others."""
        name, _, number = point.partition("@")[0].rpartition(".")
        known = self.data.usual.get(name)
        return known.no_pain.get(int(number), "") if known else ""

    def name(self, point: str) -> str:
        """``Infraspinatus: Medial, below the scapular spine``; a muscle with one point needs no label."""
        muscle = self.muscle(muscle_of(point))
        return muscle.name if len(muscle.points) == 1 else f"{muscle.name}: {self.point(point).label}"

    def care(self, point: str) -> Care:
        """The claim groups that apply at a point."""
        own, muscle = self.point(point), self.muscle(muscle_of(point))
        groups = {name: getattr(own, name) for name in Care.__dataclass_fields__}
        return Care(**{name: getattr(muscle, name) if group is None else group for name, group in groups.items()})

    def carried_over(self, muscle: str, treatment: Treatment) -> str:
        """``Tested on the upper trapezius, carried over.`` where what a treatment rests on was tried on other muscles only."""
        known = [self.sources[source] for source in treatment.sources if source in self.sources]
        elsewhere = dict.fromkeys(s.tested_on for s in known if s.tested_on and muscle not in s.tested_muscles)
        return f"Tested on {' and on '.join(elsewhere)}, carried over." if elsewhere else ""

    def source(self, source: str) -> Source:
        """The source of that id; UnknownIdError if there is none."""
        if source not in self.sources:
            raise UnknownIdError(f"There is no source '{source}'.")
        return self.sources[source]


def save_atlas(data: AtlasData, folder: Path) -> Path:
    """Write the compiled atlas under a data folder."""
    path = folder / "compiled" / "atlas.msgpack"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.msgpack.encode(data))
    return path


def load_atlas(root: Path | None = None) -> Atlas:
    """Read the compiled atlas; AssetError says what is wrong with the file."""
    data = read_asset(ATLAS_FILE, root)
    try:
        return Atlas(msgspec.msgpack.decode(data, type=AtlasData))
    except msgspec.MsgspecError as error:
        raise damaged(asset(ATLAS_FILE, root), error) from error
