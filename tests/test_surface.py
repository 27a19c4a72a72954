"""Geometry along the skin: distances against brute force on small meshes, paths, walks and strokes on the body."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st

from tpexplorer.body.addresses import Resolver
from tpexplorer.body.body import Body, Form
from tpexplorer.body.surface import Surface
from tpexplorer.errors import UnknownIdError
from tpexplorer.places import Address, Shift, Stroke


def as_body(mesh: trimesh.Trimesh) -> Body:
    """A mesh dressed as a body (its mirror map is only good for tests that stay on the right)."""
    vertices = np.asarray(mesh.vertices, np.float32)
    form = Form("neutral", vertices, np.array(mesh.vertex_normals, np.float32), np.ones(len(vertices), np.float32))
    faces = np.array(mesh.faces, np.int64)
    return Body(
        faces,
        np.arange(len(vertices)),
        {"neutral": form},
        stipple_corners=faces[:0],
        stipple_weights=vertices[:0],
        stipple_levels=faces[:0, 0],
        figure_vertices=vertices,
        figure_faces=faces,
        coarse_faces=faces,
    )


@pytest.fixture(scope="module")
def ball() -> Surface:
    return Surface(as_body(trimesh.creation.icosphere(4, 100.0)))


@pytest.fixture(scope="module")
def skin(body: Body) -> Surface:
    return Surface(body)


def test_distances_on_a_ball_are_great_circles(ball: Surface) -> None:
    start = ball.at_vertex(0)
    field = ball.signed_distance([start], 0.0)
    axis = ball.position(start) / 100
    exact = np.arccos(np.clip(ball.vertices @ axis / 100, -1, 1)) * 100
    far = exact > 20
    assert np.abs(field[far] / exact[far] - 1).max() < 0.12
    near = exact < 20
    assert np.abs(field[near] - exact[near]).max() < 4


def test_distances_match_brute_force_shortest_paths_on_a_small_mesh() -> None:
    surface = Surface(as_body(trimesh.creation.icosphere(1, 50.0)))
    count = len(surface.vertices)
    lengths = np.full((count, count), np.inf)
    np.fill_diagonal(lengths, 0)
    graph = surface._graph.tocoo()
    lengths[graph.row, graph.col] = graph.data
    for middle in range(count):  # Floyd and Warshall, by hand
        lengths = np.minimum(lengths, lengths[:, [middle]] + lengths[[middle], :])
    edges = trimesh.Trimesh(surface.vertices, surface.faces, process=False).edges_unique
    straight = np.linalg.norm(surface.vertices[edges[:, 0]] - surface.vertices[edges[:, 1]], axis=1)
    np.testing.assert_allclose(lengths[edges[:, 0], edges[:, 1]], straight)
    chord = np.linalg.norm(surface.vertices[:, None] - surface.vertices[None], axis=2)
    assert (lengths >= chord - 1e-9).all()
    assert (lengths <= chord * np.pi / 2 * 1.25 + 1e-9).all()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2561), st.floats(5, 40), st.floats(1, 1.8))
def test_a_wider_brush_covers_what_a_narrow_one_does(ball: Surface, vertex: int, radius: float, wider: float) -> None:
    seed = [ball.at_vertex(vertex)]
    narrow, broad = ball.signed_distance(seed, radius), ball.signed_distance(seed, radius * wider)
    assert ((narrow < 0) <= (broad < 0.6)).all()


def test_reach_leaves_the_far_side_untouched(ball: Surface) -> None:
    field = ball.signed_distance([ball.at_vertex(0)], 10.0, reach=30.0)
    assert np.isinf(field).sum() > len(field) / 2
    assert (field[np.isfinite(field)] < 45).all()


def test_paint_never_jumps_from_arm_to_trunk(body: Body, skin: Surface) -> None:
    arm = skin.nearest(np.array([[230.0, -20.0, 1200.0]]))[0]
    field = skin.signed_distance([arm], 60.0, reach=10.0)
    painted = body.neutral.vertices[field < 0]
    assert len(painted) > 100
    assert (painted[:, 0] > 170).all()  # the flank, a hand's breadth away through the air, stays bare


def test_a_path_runs_along_the_skin_and_is_not_much_longer_than_it_must_be(skin: Surface) -> None:
    start, end = skin.nearest(np.array([[60.0, 110.0, 1250.0], [60.0, -120.0, 1250.0]]))
    path = skin.path(start, end)
    line = np.array([skin.position(point) for point in path])
    chord = np.linalg.norm(line[0] - line[-1])
    assert chord * 1.15 < skin.length(path) < chord * 3  # round the trunk, not through it
    assert np.linalg.norm(np.diff(line, axis=0), axis=1).max() < 8


@pytest.mark.parametrize(
    ("direction", "axis", "sign"),
    [("superior", 2, 1), ("inferior", 2, -1), ("lateral", 0, 1), ("medial", 0, -1)],
)
def test_walks_go_where_the_word_says_and_as_far(skin: Surface, direction: str, axis: int, sign: int) -> None:
    start = skin.nearest(np.array([[80.0, 120.0, 1300.0]]))[0]
    end = skin.walk(start, direction, 30.0)
    moved = skin.position(end) - skin.position(start)
    assert moved[axis] * sign > 20
    assert np.linalg.norm(moved) < 31


def test_lateral_is_away_from_the_midline_on_both_sides(skin: Surface) -> None:
    left = skin.nearest(np.array([[-80.0, 120.0, 1300.0]]))[0]
    assert skin.position(skin.walk(left, "lateral", 20))[0] < -90


@pytest.fixture(scope="module")
def resolver(skin: Surface) -> Resolver:
    spots = {"a": (80.0, 120.0, 1300.0), "b": (80.0, 120.0, 1150.0), "c": (140.0, 60.0, 1250.0)}
    corners = {name: skin.nearest(np.array([spot]))[0].corners[0] for name, spot in spots.items()}
    return Resolver(skin, corners)


def test_addresses_say_places(resolver: Resolver) -> None:
    position = resolver.surface.position
    a, b = position(resolver.resolve("a")), position(resolver.resolve("b"))
    middle = position(resolver.resolve(Address(between=("a", "b"), fraction=0.5)))
    assert abs(np.linalg.norm(middle - a) - np.linalg.norm(middle - b)) < 6
    shifted = position(resolver.resolve(Address(at="a", shift=Shift(toward="b", mm=30))))
    assert np.linalg.norm(shifted - a) == pytest.approx(30, abs=3)
    twice = Address(at="a", shift=(Shift(toward="inferior", mm=20), Shift(toward="lateral", mm=20)))
    assert position(resolver.resolve(twice))[0] > a[0] + 8
    nested = Address(between=(Address(between=("a", "b")), "c"), fraction=1.0)
    np.testing.assert_allclose(position(resolver.resolve(nested)), position(resolver.resolve("c")), atol=0.5)
    other = position(resolver.resolve("a@left"))
    np.testing.assert_allclose(other, a * [-1, 1, 1], atol=0.1)


@settings(max_examples=10, deadline=None)
@given(st.floats(0, 1), st.floats(0, 1))
def test_a_larger_fraction_lies_farther_along(resolver: Resolver, first: float, second: float) -> None:
    low, high = sorted((first, second))
    start = resolver.surface.position(resolver.resolve("a"))
    reach = [
        float(np.linalg.norm(resolver.surface.position(resolver.resolve(Address(between=("a", "b"), fraction=f))) - start))
        for f in (low, high)
    ]
    assert reach[0] <= reach[1] + 2


@pytest.mark.parametrize(
    "address",
    [
        "nowhere",
        "a@front",
        Address(at="a", shift=Shift(toward="nowhere", mm=5)),
        Address(),
        Address(at="a", between=("a", "b")),
    ],
)
def test_an_address_that_names_nothing_is_told(resolver: Resolver, address: str | Address) -> None:
    with pytest.raises(UnknownIdError):
        resolver.resolve(address)


def test_a_stroke_is_as_wide_as_it_says(resolver: Resolver) -> None:
    field = resolver.field([Stroke(path=("a", "b"), width_mm=(20.0, 60.0))])
    vertices = resolver.surface.vertices
    for name, half in (("a", 10.0), ("b", 30.0)):
        centre = resolver.surface.position(resolver.resolve(name))
        beyond = vertices[:, 2] > centre[2] if name == "a" else vertices[:, 2] < centre[2]
        rim = np.linalg.norm(vertices - centre, axis=1)
        sample = beyond & (rim < 50) & (rim > 4) & (vertices[:, 1] > 0)
        np.testing.assert_allclose(field[sample], rim[sample] - half, atol=6)


def test_a_stroke_with_the_wrong_number_of_widths_is_told(resolver: Resolver) -> None:
    with pytest.raises(UnknownIdError, match="needs 1 or 2 widths, not 3"):
        resolver.stroke(Stroke(path=("a", "b"), width_mm=(1.0, 2.0, 3.0)))


def test_strokes_through_the_same_place_twice_do_not_fail(resolver: Resolver) -> None:
    for places in itertools.product(("a", "b"), repeat=2):
        assert np.isfinite(resolver.field([Stroke(path=places, width_mm=10.0)])).any()


@given(
    mm=st.floats(2.0, 6.0),
    turn=st.floats(2.0, 6.0),
    place=st.sampled_from(["a", "b"]),
)
@settings(max_examples=120, deadline=None)
def test_places_almost_on_top_of_each_other_have_a_way(resolver: Resolver, mm: float, turn: float, place: str) -> None:
    near = Address(at=place, shift=(Shift(toward="anterior", mm=mm), Shift(toward="superior", mm=turn)))
    stroke = resolver.stroke(Stroke(path=(place, near), width_mm=10.0))
    assert len(stroke.points) == len(stroke.radii) >= 2
