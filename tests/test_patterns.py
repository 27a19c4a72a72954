"""Patterns: words and paint agree, markers sit on their muscles, left mirrors right, the compiled files are fresh."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.authoring.compile import fingerprint
from tpexplorer.body.body import Body
from tpexplorer.body.map import BodyMap
from tpexplorer.body.paint import gradients, touched_faces
from tpexplorer.body.views import pose_for
from tpexplorer.errors import AssetError, UnknownIdError
from tpexplorer.ids import SIDES, muscle_of, on_side, other_side, split_side
from tpexplorer.patterns.check import disagreements
from tpexplorer.patterns.match import Matcher
from tpexplorer.patterns.patterns import REACH_MM, Patterns, SparseField, load_patterns
from tpexplorer.plates.raster import RayCaster

DATA = Path(__file__).parents[1] / "assets/data"


def test_the_compiled_atlas_is_made_from_the_records_as_they_stand() -> None:
    stamp = (DATA / "compiled/fingerprint.txt").read_text().strip()
    assert stamp == fingerprint(DATA), "run `make atlas` and commit assets/data/compiled"


def test_words_and_paint_agree_for_every_record(atlas: Atlas, body_map: BodyMap, patterns: Patterns) -> None:
    assert list(disagreements(atlas.data, body_map, patterns)) == []


def test_every_point_has_a_marker_and_an_essential_zone_of_its_own(atlas: Atlas, patterns: Patterns) -> None:
    assert set(patterns.markers) == set(atlas.points)
    for point, record in atlas.points.items():
        assert patterns.zone(point, "essential") is not None
        assert (patterns.zone(point, "spillover") is not None) == (record.pattern.spillover is not None)
        assert patterns.muscle_paint(muscle_of(point)).extent is not None


def test_markers_of_different_points_are_apart(body: Body, patterns: Patterns) -> None:
    places = np.array([patterns.marker(name).on(body.neutral) for name in patterns.instances])
    gaps = np.linalg.norm(places[:, None] - places[None], axis=2) + np.eye(len(places)) * 1e6
    closest = np.unravel_index(gaps.argmin(), gaps.shape)
    assert gaps.min() > 4, [patterns.instances[i] for i in closest]


def test_right_is_positive_x_and_left_its_mirror_image(body: Body, patterns: Patterns) -> None:
    for point in patterns.markers:
        right = patterns.marker(on_side(point, "right")).on(body.neutral)
        left = patterns.marker(on_side(point, "left")).on(body.neutral)
        assert right[0] > -1
        np.testing.assert_allclose(left, right * [-1, 1, 1], atol=0.05)
        zone = patterns.zone(on_side(point, "right"), "essential")
        mirrored = patterns.zone(on_side(point, "left"), "essential")
        assert zone is not None and mirrored is not None
        np.testing.assert_array_equal(mirrored[body.mirror], zone)


def test_every_zone_is_painted_and_none_covers_half_the_body(body: Body, patterns: Patterns) -> None:
    for name, field in patterns.fields.items():
        area = body.vertex_areas[field.inside()].sum()
        assert 100 < area < 0.25e6, name


def test_one_sided_points_stand_on_their_side_only(atlas: Atlas, patterns: Patterns) -> None:
    one_sided = {name for name, point in atlas.points.items() if point.only_side}
    instances = set(patterns.instances)
    assert one_sided
    for name in patterns.markers:
        sides = {side for side in SIDES if on_side(name, side) in instances}
        assert sides == ({atlas.points[name].only_side} if name in one_sided else set(SIDES))


@given(st.floats(-31, 31), st.integers(0, 50000))
def test_a_field_survives_being_stored(body: Body, value: float, vertex: int) -> None:
    field = np.full(body.vertex_count, 99.0)
    field[vertex] = value
    stored = SparseField.of(field)
    assert abs(stored.spread(body, left=False)[vertex] - min(value, REACH_MM)) <= 0.13
    assert stored.spread(body, left=True)[body.mirror[vertex]] == stored.spread(body, left=False)[vertex]


def test_slopes_point_out_of_a_zone_one_mm_a_mm(body: Body, patterns: Patterns) -> None:
    field = patterns.zone("infraspinatus.3@right", "essential")
    assert field is not None
    vertices, slopes = gradients(body, body.neutral, field, touched_faces(body, (field,), 8.0))
    steepness = np.linalg.norm(slopes, axis=1)[np.abs(field[vertices]) < 6]
    assert 0.7 < np.median(steepness) < 1.1


def test_a_muscles_fibres_lie_within_its_extent(body: Body, patterns: Patterns) -> None:
    for name in patterns.fibres:
        paint = patterns.muscle_paint(on_side(name, "left"))
        assert paint.fibres is not None and paint.extent is not None
        inside = (paint.extent[paint.fibres.corners] * paint.fibres.weights).sum(axis=1)
        assert np.percentile(inside, 95) < 2, name
        assert len(paint.fibres.segments(body.neutral, 1)) > len(paint.fibres.segments(body.neutral, 0)) > 5


@pytest.mark.parametrize("form", ["neutral", "female", "male"])
def test_the_best_view_shows_marker_and_pattern(body: Body, patterns: Patterns, form: str) -> None:
    shape = body.form(form)
    for name in ("infraspinatus.1@right", "upper-trapezius.1@left", "soleus.1@right", "masseter.1@left"):
        paint = patterns.paint(name)
        zones = [zone for zone in (paint.essential, paint.spillover) if zone is not None]
        pose = pose_for(patterns.marker(name), zones, shape, body.vertex_areas)
        back = pose.view.axes[2]
        nearest = np.minimum.reduce(zones)
        seen = body.vertex_areas[(nearest < 0) & (shape.normals @ back > 0)].sum()
        assert seen > 0.3 * body.vertex_areas[nearest < 0].sum()
        assert 250 < pose.height_mm < 2000


def test_asking_for_what_is_not_there(patterns: Patterns) -> None:
    with pytest.raises(UnknownIdError, match=r"no trigger point 'deltoid\.9'"):
        patterns.marker("deltoid.9@left")
    assert patterns.zone("deltoid.9", "essential") is None


def test_damaged_patterns_get_one_sentence(body: Body, tmp_path: Path) -> None:
    (tmp_path / "data/compiled").mkdir(parents=True)
    (tmp_path / "data/compiled/patterns.npz").write_bytes((DATA / "compiled/patterns.npz").read_bytes()[:1000])
    shutil.copy(DATA.parent / "SHA256SUMS", tmp_path)
    with pytest.raises(AssetError, match=r"patterns.npz is damaged.*Reinstall"):
        load_patterns(body, tmp_path)


def test_sides_of_ids() -> None:
    assert split_side("a.1") == ("a.1", "right")
    assert other_side("a.1@left") == "a.1@right"
    assert other_side("a.1") == "a.1@left"
    assert muscle_of("gluteus-medius.2@left") == "gluteus-medius"


# --- from regions to points --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def matcher(body_map: BodyMap, patterns: Patterns) -> Matcher:
    return Matcher(body_map, patterns)


def test_a_region_finds_the_points_that_refer_there(matcher: Matcher, atlas: Atlas) -> None:
    matches = matcher.where(["temple"])
    muscles = [match.muscle for match in matches]
    assert {"temporalis", "upper-trapezius"} <= set(list(dict.fromkeys(muscles))[:8])
    assert all(match.point.endswith("@right") for match in matches)
    assert [match.score for match in matches] == sorted((match.score for match in matches), reverse=True)
    for match in matches:
        pattern = atlas.point(match.point).pattern
        said = {*pattern.essential.regions, *(pattern.spillover.regions if pattern.spillover else ())}
        assert set(match.covers) <= said | set(match.covers)
        assert match.covers == ("temple",)


def test_two_regions_rank_points_that_reach_both_first(matcher: Matcher) -> None:
    both = matcher.where(["temple", "posterolateral-neck"], side="left")
    assert both[0].muscle == "upper-trapezius"
    assert set(both[0].covers) == {"temple", "posterolateral-neck"}
    assert both[0].point.endswith("@left")


def test_essential_outranks_spillover_of_the_same_cover(matcher: Matcher) -> None:
    scores = {match.point: match for match in matcher.where(["lateral-elbow"])}
    essential = [match.score for match in scores.values() if match.zone == "essential"]
    spillover = [match.score for match in scores.values() if match.zone == "spillover"]
    assert max(essential) > max(spillover, default=0)


def test_where_knows_its_regions(matcher: Matcher) -> None:
    assert matcher.where([]) == []
    with pytest.raises(UnknownIdError, match="no region 'knee-cap'"):
        matcher.where(["knee-cap"])


def test_the_stored_view_sees_the_pattern_and_nothing_stands_in_the_way(body: Body, patterns: Patterns) -> None:
    caster = RayCaster(body, body.neutral)
    for name in patterns.markers:
        view = patterns.view(name)
        assert view is not None
        keys = (f"{name}/essential", f"{name}/spillover")
        inside = np.concatenate([patterns.fields[key].inside() for key in keys if key in patterns.fields])
        back = view.axes[2]
        facing = inside[body.neutral.normals[inside] @ back > 0]
        clear = caster.all_clear(body.neutral.vertices[facing].astype(float), back)
        assert clear.sum() > 0.15 * len(inside), name
        left = patterns.view(on_side(name, "left"))
        assert left is not None and (left.yaw, left.pitch) == (-view.yaw, view.pitch)
