"""The checks that no wrong placement gets past: each wrong is made on purpose, and must be told."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.atlas.schema import AtlasData, Muscle, Zone
from tpexplorer.body.addresses import Resolver
from tpexplorer.body.body import Body
from tpexplorer.body.map import BodyMap
from tpexplorer.body.surface import Surface
from tpexplorer.errors import DataError
from tpexplorer.patterns.drawing import draw_patterns
from tpexplorer.patterns.placing import misplaced

change = msgspec.structs.replace


@pytest.fixture(scope="module")
def resolver(body: Body, body_map: BodyMap) -> Resolver:
    return Resolver(Surface(body), {name: landmark.vertex for name, landmark in body_map.landmarks.items()})


def told(atlas: Atlas, resolver: Resolver, muscle: Muscle) -> str:
    data: AtlasData = change(atlas.data, muscles={"soleus": muscle}, cautions={})
    return "\n".join(misplaced(data, draw_patterns(data, resolver)))


def zone(zone: Zone, *path: str, width: float = 20) -> Zone:
    return msgspec.convert({**msgspec.to_builtins(zone), "strokes": [{"path": list(path), "width_mm": width}]}, Zone)


def with_pattern(muscle: Muscle, number: int, **fields: Any) -> Muscle:
    points = list(muscle.points)
    points[number] = change(points[number], pattern=change(points[number].pattern, **fields))
    return change(muscle, points=tuple(points))


def test_the_shipped_record_passes(atlas: Atlas, resolver: Resolver) -> None:
    assert told(atlas, resolver, atlas.muscles["soleus"]) == ""


def test_from_finger_to_finger_is_a_jump(atlas: Atlas, resolver: Resolver) -> None:
    muscle = atlas.muscles["soleus"]
    bad = with_pattern(muscle, 0, essential=zone(muscle.points[0].pattern.essential, "index-tip", "middle-tip"))
    with pytest.raises(DataError, match=r"points\[0\]\.pattern\.essential: A stroke jumps a gap"):
        told(atlas, resolver, bad)


def test_from_leg_to_leg_is_a_jump(atlas: Atlas, resolver: Resolver) -> None:
    muscle = atlas.muscles["soleus"]
    bad = with_pattern(muscle, 0, essential=zone(muscle.points[0].pattern.essential, "mid-medial-leg", "mid-medial-leg@left"))
    with pytest.raises(DataError, match="jumps a gap"):
        told(atlas, resolver, bad)


def test_the_wrong_side_is_told(atlas: Atlas, resolver: Resolver) -> None:
    muscle = atlas.muscles["soleus"]
    points = (change(muscle.points[0], location="mid-medial-leg@left"), *muscle.points[1:])
    assert "soleus.1: the marker lies on the subject's left" in told(atlas, resolver, change(muscle, points=points))
    bad = with_pattern(muscle, 0, essential=zone(muscle.points[0].pattern.essential, "mid-medial-leg@left"))
    assert "soleus.1/essential: the zone lies mainly on the subject's left" in told(atlas, resolver, bad)


def test_two_markers_on_one_place_are_told(atlas: Atlas, resolver: Resolver) -> None:
    muscle = atlas.muscles["soleus"]
    points = (change(muscle.points[0], location=muscle.points[1].location), *muscle.points[1:])
    assert "soleus.1 and soleus.2: the markers are only 0 mm apart" in told(atlas, resolver, change(muscle, points=points))


def test_a_repeated_pattern_must_say_so(atlas: Atlas, resolver: Resolver) -> None:
    muscle = atlas.muscles["soleus"]
    first = muscle.points[0].pattern
    bad = with_pattern(muscle, 1, essential=first.essential, spillover=first.spillover, disagreement="")
    assert "soleus.1 and soleus.2: the same pattern" in told(atlas, resolver, bad)


def test_a_spillover_inside_the_essential_zone_adds_nothing(atlas: Atlas, resolver: Resolver) -> None:
    muscle = atlas.muscles["soleus"]
    essential = muscle.points[0].pattern.essential
    bad = with_pattern(muscle, 0, spillover=essential)
    assert "soleus.1/spillover: the zone adds nothing" in told(atlas, resolver, bad)


def test_specks_and_sheets_are_told(atlas: Atlas, resolver: Resolver) -> None:
    muscle = atlas.muscles["soleus"]
    essential = muscle.points[0].pattern.essential
    speck = with_pattern(muscle, 0, essential=zone(essential, "mid-shin", width=6))
    assert "smaller than a fingertip" in told(atlas, resolver, speck)
    sheet = with_pattern(muscle, 0, essential=zone(essential, "pubic-symphysis", "jugular-notch", width=400))
    assert "of the body" in told(atlas, resolver, sheet)


def test_observed_needs_a_study(atlas: Atlas, resolver: Resolver) -> None:
    bad = with_pattern(atlas.muscles["soleus"], 0, evidence="observed", sources=("gray-anatomy",))
    assert "soleus.1: the pattern is called observed" in told(atlas, resolver, bad)
