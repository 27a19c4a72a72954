"""Picking: what is hit is what is seen; markers behind the body are not picked."""

from __future__ import annotations

import numpy as np
import pytest

from tpexplorer.body.body import Body
from tpexplorer.body.map import BodyMap
from tpexplorer.body.paint import Mark
from tpexplorer.body.views import STANDARD_VIEWS, Pose, facing
from tpexplorer.patterns.patterns import Patterns
from tpexplorer.plates.raster import RayCaster
from tpexplorer.scene.camera import Camera
from tpexplorer.scene.overlays import Label, decluttered
from tpexplorer.scene.picking import PICK_RADIUS_PX, MarkerField, in_sight, markers_at, skin_at


@pytest.fixture(scope="module")
def caster(body: Body) -> RayCaster:
    return RayCaster(body, body.neutral)


@pytest.fixture(scope="module")
def field(body: Body, patterns: Patterns) -> MarkerField:
    return MarkerField.of({name: Mark(patterns.marker(name)) for name in patterns.instances}, body.neutral)


def looking_at(body: Body, patterns: Patterns, name: str, height_mm: float = 400.0) -> Camera:
    place = patterns.marker(name)
    x, y, z = (float(value) for value in place.on(body.neutral))
    return Camera(Pose(facing(place, body.neutral), (x, y, z), height_mm), 700, 800)


def test_every_marker_can_be_clicked_from_somewhere_in_front_of_it(
    body: Body, patterns: Patterns, caster: RayCaster, field: MarkerField
) -> None:
    for name in patterns.instances:
        front = looking_at(body, patterns, name)
        # An arm or the trunk may stand in the way of the straightest view: then a turn to the side must do.
        turned = (front.orbited(yaw, pitch) for yaw in (0, 35, -35, 60, -60) for pitch in (0, 30, -30))
        found = []
        for camera in turned:
            x, y = camera.project(patterns.marker(name).on(body.neutral))[0]
            found += markers_at(camera, caster, field, x + 3, y - 3)
        assert name in found, name


def test_no_marker_is_picked_through_the_body(body: Body, patterns: Patterns, caster: RayCaster, field: MarkerField) -> None:
    for view in ("front", "back", "left", "right"):
        camera = Camera(Pose(STANDARD_VIEWS[view], (0.0, 0.0, 866.0), 1900.0), 700, 800)
        for name, position, normal in zip(field.names, field.positions, field.normals, strict=True):
            x, y = camera.project(position)[0]
            if normal @ camera.pose.view.axes[2] < -0.3:
                assert name not in markers_at(camera, caster, field, x, y)
                assert not in_sight(camera, caster, position, normal)


def test_reach_ends_at_twelve_pixels(body: Body, patterns: Patterns, caster: RayCaster, field: MarkerField) -> None:
    name = "tibialis-anterior.1@right"
    camera = looking_at(body, patterns, name)
    x, y = camera.project(patterns.marker(name).on(body.neutral))[0]
    assert markers_at(camera, caster, field, x + PICK_RADIUS_PX - 1, y) == [name]
    assert markers_at(camera, caster, field, x + PICK_RADIUS_PX + 1, y) == []


def test_hidden_by_a_filter_is_not_picked(body: Body, patterns: Patterns, caster: RayCaster, field: MarkerField) -> None:
    name = "tibialis-anterior.1@right"
    camera = looking_at(body, patterns, name)
    x, y = camera.project(patterns.marker(name).on(body.neutral))[0]
    assert markers_at(camera, caster, field, x, y, shown=np.array([name == "soleus.1@right" for name in field.names])) == []


def test_overlapping_markers_are_all_named(body: Body, patterns: Patterns, caster: RayCaster) -> None:
    place = patterns.marker("infraspinatus.1@right")
    field = MarkerField.of({"one": Mark(place), "two": Mark(place)}, body.neutral)
    camera = looking_at(body, patterns, "infraspinatus.1@right")
    assert set(markers_at(camera, caster, field, 350, 400)) == {"one", "two"}


def test_the_skin_under_a_pixel_is_what_a_ray_meets_by_brute_force(body: Body, caster: RayCaster) -> None:
    camera = Camera(Pose(STANDARD_VIEWS["front"], (0.0, 0.0, 866.0), 1900.0), 700, 800)
    corners = body.neutral.vertices[body.faces].astype(float)
    for x, y in ((350, 300), (330, 250), (400, 600), (350, 90)):
        origin, direction = camera.ray(x, y)
        struck = skin_at(camera, caster, x, y)
        assert struck is not None
        edge1, edge2 = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
        across = np.cross(direction, edge2)
        det = np.einsum("ij,ij->i", edge1, across)
        offset = origin - corners[:, 0]
        u = np.einsum("ij,ij->i", offset, across) / det
        side = np.cross(offset, edge1)
        v = side @ direction / det
        along = np.einsum("ij,ij->i", edge2, side) / det
        hits = (u >= 0) & (v >= 0) & (u + v <= 1) & (along > 0)
        np.testing.assert_allclose(struck.on(body.neutral), origin + direction * along[hits].min(), atol=0.5)
    assert skin_at(camera, caster, 5, 5) is None


def test_the_region_under_the_cursor_is_named(body: Body, caster: RayCaster, body_map: BodyMap) -> None:
    camera = Camera(Pose(STANDARD_VIEWS["back"], (0.0, 0.0, 866.0), 1900.0), 700, 800)
    struck = skin_at(camera, caster, *camera.project([[0.0, -80.0, 1620.0]])[0])
    assert struck is not None
    assert body_map.region_at(struck.vertex) == "occiput"


def test_labels_never_cover_each_other_or_leave_the_picture() -> None:
    rng = np.random.default_rng(4)
    labels = [Label(f"label {n}", *(float(v) for v in rng.uniform(0, 600, 2)), strong=n == 7) for n in range(60)]
    boxes = decluttered(labels, [(90.0, 20.0)] * len(labels), 600, 600)
    shown = [box for box in boxes if box is not None]
    assert boxes[7] is not None
    assert len(shown) > 12
    for x, y, w, h in shown:
        assert x >= 0 and y >= 0 and x + w <= 600 and y + h <= 600
    for number, (x, y, w, h) in enumerate(shown):
        for a, b, c, d in shown[number + 1 :]:
            assert x >= a + c or a >= x + w or y >= b + d or b >= y + h
