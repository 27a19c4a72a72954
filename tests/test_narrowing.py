"""Narrowing list and body to some points, and fewer markers from afar."""

from __future__ import annotations

import numpy as np
import pytest
from fakes import Desk

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.body.body import Body
from tpexplorer.body.thinning import spacings
from tpexplorer.ids import split_side
from tpexplorer.patterns.patterns import Patterns

WISHES = [("thigh", "", ""), ("", "", "deep"), ("", "soleus", ""), ("arm-hand", "", "superficial")]


def listed(desk: Desk) -> set[str]:
    muscles = [muscle for part in desk.lists.rows for muscle in part.children]
    return {point.link.removeprefix("point/") for muscle in muscles for point in muscle.children}


@pytest.mark.parametrize(("part", "muscle", "depth"), WISHES)
def test_list_and_body_show_the_same_points(desk: Desk, atlas: Atlas, part: str, muscle: str, depth: str) -> None:
    desk.lists.narrowed.emit(part, muscle, depth)
    shown = listed(desk)
    assert shown
    assert len(shown) < len(atlas.points)
    assert desk.scene.visible is not None
    assert {split_side(name)[0] for name in desk.scene.visible} == shown
    for point in shown:
        owner = atlas.muscle(point.rpartition(".")[0])
        assert part in ("", owner.body_part)
        assert depth in ("", atlas.point(point).depth)
    assert f"{len(shown)} of {len(atlas.points)} points" == desk.lists.choices.left


def test_all_again(desk: Desk, atlas: Atlas) -> None:
    desk.lists.narrowed.emit("thigh", "", "")
    desk.lists.narrowed.emit("", "", "")
    assert listed(desk) == set(atlas.points)
    assert desk.scene.visible is None
    assert desk.lists.choices.left == ""


def test_the_next_point_is_the_next_of_those_shown(desk: Desk) -> None:
    desk.lists.narrowed.emit("", "soleus", "")
    seen = []
    for _ in range(4):
        desk.explore.next_point()
        seen.append(split_side(desk.state.selection)[0].partition(".")[0])
    assert set(seen) == {"soleus"}


def test_a_point_outside_widens_the_list_again(desk: Desk, atlas: Atlas) -> None:
    desk.lists.narrowed.emit("thigh", "", "")
    desk.lists.link_chosen.emit("point/infraspinatus.1")
    assert desk.state.selection == "infraspinatus.1@right"
    assert listed(desk) == set(atlas.points)
    assert desk.lists.narrowed_to == ("", "", "")
    assert desk.lists.chosen == "point/infraspinatus.1"


def test_the_camera_goes_to_what_is_left_and_back(desk: Desk) -> None:
    whole = desk.scene.camera
    desk.lists.narrowed.emit("", "soleus", "")
    assert desk.scene.camera.height_mm < whole.height_mm / 2
    assert desk.scene.camera.target[2] < 500
    assert desk.scene.camera.view == whole.view
    desk.lists.narrowed.emit("", "", "")
    assert desk.scene.camera.height_mm == whole.height_mm


def test_muscles_offered_are_those_of_the_part(desk: Desk, atlas: Atlas) -> None:
    desk.lists.narrowed.emit("thigh", "", "")
    offered = {name for name, _ in desk.lists.choices.muscles if name}
    assert offered == {name for name, muscle in atlas.muscles.items() if muscle.body_part == "thigh"}


def test_a_choice_that_leaves_nothing_gives_way(desk: Desk, atlas: Atlas) -> None:
    desk.lists.narrowed.emit("", "soleus", "")
    desk.lists.narrowed.emit("thigh", "soleus", "")
    assert listed(desk)
    assert desk.lists.narrowed_to == ("thigh", "", "")


def test_markers_shown_from_afar_stand_apart_and_near_by_all_show(patterns: Patterns, body: Body) -> None:
    names = patterns.instances
    places = np.array([patterns.marker(name).on(body.neutral) for name in names])
    apart = spacings(names, places)
    for least in (15.0, 30.0, 60.0):
        kept = [index for index, gap in enumerate(apart) if gap >= least and names[index].endswith("@right")]
        gaps = np.linalg.norm(places[kept][:, None] - places[kept][None], axis=2)[~np.eye(len(kept), dtype=bool)]
        assert gaps.min() >= least
    assert (apart >= 1.0).all()


def test_right_and_left_show_alike_and_first_points_come_first(patterns: Patterns, body: Body) -> None:
    names = patterns.instances
    apart = dict(zip(names, spacings(names, np.array([patterns.marker(name).on(body.neutral) for name in names])), strict=True))
    for name in names:
        point, side = split_side(name)
        other = f"{point}@{'left' if side == 'right' else 'right'}"
        if other in apart and not patterns.only_sides:
            assert apart[name] == pytest.approx(apart[other], abs=1.0)
    first = [gap for name, gap in apart.items() if split_side(name)[0].endswith(".1")]
    others = [gap for name, gap in apart.items() if not split_side(name)[0].endswith(".1")]
    assert np.median(first) > np.median(others)
