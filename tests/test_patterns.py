"""Patterns: words and paint agree, markers sit on their muscles, left mirrors right, the compiled files are fresh."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.atlas.reading import read_atlas
from tpexplorer.authoring.compile import fingerprint
from tpexplorer.body.body import Body
from tpexplorer.body.map import BodyMap
from tpexplorer.body.paint import gradients, touched_faces
from tpexplorer.body.views import pose_for
from tpexplorer.errors import AssetError, DataError, UnknownIdError
from tpexplorer.ids import SIDES, Side, muscle_of, on_side, other_side, split_side
from tpexplorer.patterns.check import disagreements, stated_regions, unlisted
from tpexplorer.patterns.finding import Area
from tpexplorer.patterns.match import Matcher
from tpexplorer.patterns.patterns import REACH_MM, Patterns, SparseField, load_patterns
from tpexplorer.plates.raster import RayCaster
from tpexplorer.resources import assets_dir

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


@pytest.mark.parametrize("side", SIDES)
def test_what_a_record_states_its_list_shows_in_its_class(
    matcher: Matcher, atlas: Atlas, body_map: BodyMap, side: Side
) -> None:
    lists = {region: {match.point: match.zone for match in matcher.where([region], side)} for region in body_map.regions}
    pairs = 0
    for name, point in atlas.points.items():
        if point.only_side in (None, side):
            for region, kind in stated_regions(point.pattern).items():
                assert lists[region].get(on_side(name, side)) == kind, (name, region)
                pairs += 1
    assert pairs > 1200


def test_the_check_holds_what_is_stated(atlas: Atlas, body_map: BodyMap, patterns: Patterns) -> None:
    assert list(unlisted(atlas.data, body_map, patterns)) == []
    said = replace(patterns.said, regions=dict.fromkeys(patterns.said.regions, ()))
    deaf = Patterns(patterns.body, patterns.markers, patterns.fields, patterns.only_sides, said=said)
    problems = list(unlisted(atlas.data, body_map, deaf))
    assert any("soleus" in problem or "upper-trapezius" in problem for problem in problems)


def test_cover_decides_the_order_of_what_is_stated(matcher: Matcher) -> None:
    toes = [match for match in matcher.where(["lesser-toes"]) if match.muscle == "dorsal-interossei-of-foot"]
    assert len(toes) == 4
    ankle = [match.point for match in matcher.where(["medial-ankle"])]
    assert ankle.index("gastrocnemius.1@right") < ankle.index("tibialis-anterior.1@right")


def test_the_skin_inside_mouth_and_orbits_counts_for_nothing(body_map: BodyMap, body: Body, matcher: Matcher) -> None:
    hidden = body_map.areas(np.flatnonzero(~body_map.seen), body.vertex_areas)
    names = list(body_map.regions)
    whole = body_map.areas(np.arange(body.vertex_count), body.vertex_areas)
    assert hidden[names.index("mouth")] > 0.9 * whole[names.index("mouth")]
    assert hidden[names.index("eye")] > 0.6 * whole[names.index("eye")]
    assert hidden.sum() < 1.2 * (hidden[names.index("mouth")] + hidden[names.index("eye")])
    assert np.array_equal(body_map.seen, body_map.seen[body.mirror])
    assert matcher.where(["mouth"])


def test_a_zone_of_one_side_can_fill_its_half_of_the_middle(matcher: Matcher) -> None:
    found = {each.point: each for each in matcher.finder.find([Area(matcher.skin_of("coccyx", "right"))])}
    assert max(reach.share for reach in found["gluteus-maximus.3@right"].reaches) > 0.9


def test_each_region_may_have_its_side(matcher: Matcher) -> None:
    both = matcher.where(["temple@right", "posterolateral-neck@left"])
    assert {match.point.partition("@")[2] for match in both} == {"right", "left"}
    assert both[0].muscle == "upper-trapezius"
    left = [match.point for match in matcher.where(["temple@left"], "right")]
    assert left == [match.point for match in matcher.where(["temple"], "left")]
    with pytest.raises(UnknownIdError, match="no side 'up'"):
        matcher.where(["temple@up"])


def test_a_zone_that_crosses_the_middle_is_found_from_the_other_side(matcher: Matcher) -> None:
    points = {match.point: match for match in matcher.where(["lumbar"], "left")}
    assert "rectus-abdominis.5@right" in points
    assert "gluteus-medius.3@right" in points
    assert "iliacus.1@right" not in points
    middle = {match.point.partition("@")[2] for match in matcher.where(["lumbar-spine"], "left")}
    assert middle == {"left"}


# --- everyday before rare -------------------------------------------------------------------------------------------


def places(matcher: Matcher, *regions: str) -> dict[str, int]:
    """The place of each muscle in a list."""
    return {muscle: place for place, muscle in enumerate(dict.fromkeys(match.muscle for match in matcher.where(regions)))}


@pytest.mark.parametrize(
    ("regions", "usual", "rarer"),
    [
        (("top-of-shoulder",), "middle-trapezius", "diaphragm"),
        (("sacroiliac",), "gluteus-medius", "soleus"),
        (("sacroiliac",), "iliocostalis-lumborum", "soleus"),
        (("upper-posterior-thigh",), "semitendinosus", "gemellus-superior"),
        (("upper-posterior-thigh",), "biceps-femoris-long-head", "quadratus-femoris"),
        (("lateral-elbow",), "extensor-carpi-radialis-longus", "triceps-brachii"),
        (("eye",), "splenius-cervicis", "superior-oblique"),
        (("popliteal",), "gastrocnemius", "plantaris"),
        (("forehead", "eyebrow", "occiput"), "sternocleidomastoid", "splenius-cervicis"),
        (("medial-calf", "sacroiliac"), "soleus", "quadratus-lumborum"),
        (("plantar-heel", "medial-calf"), "soleus", "quadratus-plantae"),
        (("shin", "great-toe"), "tibialis-anterior", "flexor-hallucis-brevis"),
    ],
)
def test_the_usual_comes_before_the_rare(matcher: Matcher, regions: tuple[str, ...], usual: str, rarer: str) -> None:
    order = places(matcher, *regions)
    assert order[usual] < order[rarer]


def test_what_is_no_pain_is_no_answer_to_pain(matcher: Matcher, atlas: Atlas) -> None:
    felt = {name for name in atlas.points if atlas.no_pain(name)}
    assert felt == {"middle-trapezius.3", "pectoralis-major.7"}
    arm = matcher.where(["lateral-arm"])
    assert (arm[-1].point, arm[-1].felt, arm[-1].score) == ("middle-trapezius.3@right", "gooseflesh", 0)
    assert not any(match.felt for match in arm[:-1])


@pytest.mark.parametrize(
    ("region", "muscle"),
    [
        ("top-of-shoulder", "upper-trapezius"),
        ("lumbar", "quadratus-lumborum"),
        ("temple", "temporalis"),
        ("shin", "tibialis-anterior"),
    ],
)
def test_the_muscles_right_here_are_named_for_a_local_pain(matcher: Matcher, region: str, muscle: str) -> None:
    assert f"{muscle}@left" in matcher.here(region, "left")
    assert all(owner.endswith("@left") for owner in matcher.here(region, "left"))


def test_a_point_that_is_called_usual_is_there(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(assets_dir() / "data", data, ignore=shutil.ignore_patterns("compiled"))
    (data / "usual.yaml").write_text("soleus: {usual: common, points: {9: rare}}\nsolus: {usual: rare}\n", encoding="utf-8")
    with pytest.raises(DataError) as told:
        read_atlas(data)
    said = "\n".join(told.value.problems)
    assert "there is no point 9; it has 3" in said
    assert "solus: there is no such muscle" in said


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
