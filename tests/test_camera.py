"""The camera: what it projects it hits, and it never turns over or loses its place."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpexplorer.body.views import STANDARD_VIEWS, Pose, View
from tpexplorer.scene.camera import STEEPEST_DEG, Camera, between

ANGLES = st.floats(-400, 400)
FRONT = Camera(Pose(View(0), (0.0, 0.0, 900.0), 1900.0), 700, 800)


def test_seen_from_the_front_the_subjects_right_is_on_the_viewers_left() -> None:
    (right_hand,) = FRONT.project([[350.0, 0, 900]])
    (head,) = FRONT.project([[0, 0, 1700.0]])
    assert right_hand[0] < 350
    assert head[1] < 400
    behind = FRONT.looking(Pose(STANDARD_VIEWS["back"], FRONT.pose.target, 1900.0))
    assert behind.project([[350.0, 0, 900]])[0][0] > 350
    beside = FRONT.looking(Pose(STANDARD_VIEWS["right"], FRONT.pose.target, 1900.0))
    assert beside.eye[0] > 1000


@given(ANGLES, st.floats(-80, 80), st.floats(0, 700), st.floats(0, 800))
def test_a_ray_through_a_pixel_projects_back_on_it(yaw: float, pitch: float, x: float, y: float) -> None:
    camera = FRONT.looking(Pose(View(yaw, pitch), (10.0, 20.0, 1000.0), 900.0))
    origin, direction = camera.ray(x, y)
    np.testing.assert_allclose(camera.project(origin + direction * camera.distance)[0], (x, y), atol=1e-3)


@given(ANGLES, ANGLES)
def test_orbit_is_clamped_at_the_poles_and_keeps_the_horizon_level(yaw: float, pitch: float) -> None:
    camera = FRONT.orbited(yaw, pitch)
    assert abs(camera.pose.view.pitch) <= STEEPEST_DEG
    right, up, _ = camera.pose.view.axes
    assert right[2] == pytest.approx(0)
    assert up[2] > 0


@given(st.floats(0.5, 2), st.floats(0, 700), st.floats(0, 800))
def test_zoom_keeps_the_spot_under_the_cursor(factor: float, x: float, y: float) -> None:
    right, up, _ = FRONT.pose.view.axes
    spot = np.array(FRONT.pose.target) + right * (x - 350) * FRONT.mm_per_px - up * (y - 400) * FRONT.mm_per_px
    zoomed = FRONT.zoomed(factor, x, y)
    np.testing.assert_allclose(zoomed.project(spot)[0], (x, y), atol=0.5)


def test_panning_carries_the_body_with_the_cursor() -> None:
    moved = FRONT.panned(50, -30)
    np.testing.assert_allclose(moved.project([FRONT.pose.target])[0], (400, 370), atol=0.5)


def test_a_glide_turns_the_shorter_way_and_arrives() -> None:
    start, end = Pose(View(170, 0), (0, 0, 0), 1000), Pose(View(-170, 20), (10, 0, 0), 500)
    assert between(start, end, 0.5).view.yaw == pytest.approx(180)
    arrived = between(start, end, 1.0)
    assert arrived.view.yaw % 360 == pytest.approx(190)
    assert arrived.height_mm == pytest.approx(500)


@given(st.floats(1e-3, 1e3))
def test_zoom_has_bounds(factor: float) -> None:
    assert 50 <= FRONT.zoomed(factor).pose.height_mm <= 6000
