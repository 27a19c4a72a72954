"""The brush on the skin: round, along the skin and never through the air; and the pain drawing made with it."""

from __future__ import annotations

import numpy as np
import pytest

from tpexplorer.body.body import Body, SurfacePoint
from tpexplorer.body.brush import Brush, places_at
from tpexplorer.body.map import BodyMap
from tpexplorer.body.surface import Surface
from tpexplorer.errors import UnknownIdError
from tpexplorer.patterns.match import skin_of
from tpexplorer.patterns.pain_drawing import Easel, PainDrawing
from tpexplorer.patterns.patterns import Patterns


@pytest.fixture(scope="module")
def easel(body: Body, body_map: BodyMap) -> Easel:
    return Easel(body, body_map)


@pytest.fixture(scope="module")
def surface(body: Body) -> Surface:
    return Surface(body)


def middle(easel: Easel, region: str, side: str = "right") -> SurfacePoint:
    """The place on a region nearest to its middle."""
    skin = skin_of(easel.body_map, easel.body, region, "left" if side == "left" else "right")
    places = easel.body.neutral.vertices[skin].astype(float)
    return places_at(easel.body, places[((places - places.mean(axis=0)) ** 2).sum(axis=1).argmin()])[0]


def area_mm2(easel: Easel, drawing: PainDrawing, number: int = 0) -> float:
    return float(easel.body.vertex_areas[drawing.areas[number].vertices].sum())


# --- the brush ------------------------------------------------------------------------------------------------------


def test_distances_are_those_along_the_skin(body: Body, surface: Surface) -> None:
    rng = np.random.default_rng(7)
    errors, missed = [], 0
    for vertex in rng.integers(0, body.vertex_count, 24):
        place = surface.at_vertex(int(vertex))
        vertices, distance = Brush(body).spread([place], 36.0)
        exact = surface.signed_distance([place], 0.0, 80.0)
        missed += len(np.setdiff1d(np.flatnonzero(exact < 32), vertices))
        near = np.isfinite(exact[vertices])
        errors.append(np.abs(distance - exact[vertices])[near])
    assert missed <= 4
    assert float(np.percentile(np.concatenate(errors), 95)) < 2.5


def test_a_stroke_reaches_as_far_as_its_places_together(body: Body, easel: Easel) -> None:
    start = middle(easel, "interscapular").on(body.neutral)
    places = places_at(body, [start - np.array([0, 0, 8 * step]) for step in range(6)])
    together = dict(zip(*(values.tolist() for values in Brush(body).spread(places, 25.0)), strict=True))
    for place in places:
        alone = dict(zip(*(values.tolist() for values in Brush(body).spread([place], 25.0)), strict=True))
        assert alone.keys() <= together.keys()
        assert all(together[vertex] <= far + 1.5 for vertex, far in alone.items())


@pytest.mark.parametrize(("here", "there"), [("index-finger", "middle-finger"), ("upper-medial-thigh", "upper-medial-thigh")])
def test_the_brush_does_not_jump_through_the_air(body: Body, easel: Easel, here: str, there: str) -> None:
    place = middle(easel, here)
    other = skin_of(easel.body_map, body, there, "left" if here == there else "right")
    gap = np.linalg.norm(body.neutral.vertices[other] - place.on(body.neutral), axis=1)
    vertices, _ = Brush(body).spread([place], float(gap.min()) + 6.0)
    assert gap.min() < 60
    touched = np.intersect1d(vertices, other)
    along = gap[np.isin(other, touched)]
    # What is reached there is reached round the crotch or web, not straight across.
    assert len(touched) < 0.5 * (gap < gap.min() + 6.0).sum() or float(along.min()) > gap.min() + 3


def test_a_place_is_found_again(body: Body, patterns: Patterns) -> None:
    for instance in ("infraspinatus.1@left", "soleus.1@right", "masseter.1@right"):
        place = patterns.marker(instance)
        [found] = places_at(body, place.on(body.neutral))
        np.testing.assert_allclose(found.on(body.neutral), place.on(body.neutral), atol=0.05)


# --- the drawing ----------------------------------------------------------------------------------------------------


def test_a_click_is_a_round_spot(easel: Easel) -> None:
    drawing = easel.brushed(PainDrawing(), [middle(easel, "interscapular")], 20.0, -1)
    assert area_mm2(easel, drawing) == pytest.approx(np.pi * 20**2, rel=0.25)
    assert easel.name_of(drawing.areas[0]) == "between the shoulder blades"
    assert easel.side_of(drawing.areas[0]) == "right"


def test_a_spot_on_one_side_leaves_the_other_alone(easel: Easel) -> None:
    drawing = easel.brushed(PainDrawing(), [middle(easel, "temple", "left")], 25.0, -1)
    assert (easel.body.neutral.vertices[drawing.areas[0].vertices, 0] < 0).all()


def test_a_stroke_begun_inside_an_area_adds_to_it_and_one_beside_it_is_another(easel: Easel) -> None:
    temple, jaw = middle(easel, "temple"), middle(easel, "angle-of-jaw")
    drawing = easel.brushed(PainDrawing(), [temple], 15.0, -1)
    assert easel.area_at(drawing, temple) == 0
    assert easel.area_at(drawing, jaw) == -1
    more = easel.brushed(drawing, [temple, middle(easel, "parietal")], 15.0, 0)
    assert len(more.areas) == 1
    assert area_mm2(easel, more) > 1.5 * area_mm2(easel, drawing)
    two = easel.brushed(more, [jaw], 15.0, -1)
    assert [easel.name_of(area).split(" and ")[0] for area in two.areas][1] == "corner of the jaw"


def test_areas_that_meet_become_one_and_keep_the_words_of_the_first(easel: Easel) -> None:
    start = middle(easel, "lumbar").on(easel.body.neutral)
    far = places_at(easel.body, [start + np.array([0, 0, 60 - 10 * step]) for step in range(7)])
    drawing = easel.brushed(PainDrawing(), far[:1], 15.0, -1).rated(0, 7, "ache")
    drawing = easel.brushed(drawing, far[-1:], 15.0, -1)
    assert len(easel.joined(drawing, 1).areas) == 2
    drawing = easel.brushed(drawing, far, 15.0, -1)
    one = easel.joined(drawing, 2)
    assert len(one.areas) == 1
    assert (one.areas[0].intensity, one.areas[0].word) == (7, "ache")


def test_the_eraser_takes_away_and_what_is_gone_is_gone(easel: Easel) -> None:
    temple = middle(easel, "temple")
    drawing = easel.brushed(PainDrawing(), [temple], 20.0, -1)
    less = easel.erased(drawing, [temple], 12.0)
    assert 0 < area_mm2(easel, less) < area_mm2(easel, drawing)
    assert easel.area_at(less, temple) == -1
    assert not easel.erased(drawing, [temple], 30.0)
    assert easel.erased(drawing, [middle(easel, "plantar-heel")], 30.0) == drawing


def test_a_named_region_is_exactly_its_skin_once(easel: Easel, body: Body) -> None:
    drawing = easel.with_region(PainDrawing(), "temple", "left")
    assert set(drawing.areas[0].vertices) == set(skin_of(easel.body_map, body, "temple", "left"))
    assert easel.with_region(drawing, "temple", "left") == drawing
    assert len(easel.with_region(drawing, "temple", "right").areas) == 2
    with pytest.raises(UnknownIdError):
        easel.with_region(drawing, "tmple", "right")


def test_the_mirror_shows_both_sides_and_does_not_pile_up(easel: Easel, body: Body) -> None:
    drawing = easel.with_region(PainDrawing(), "temple", "right")
    drawing = easel.brushed(drawing, [middle(easel, "medial-calf")], 20.0, -1)
    both = easel.mirrored(drawing)
    assert len(both.areas) == 4
    assert set(both.areas[3].vertices) == set(body.mirror[drawing.areas[1].vertices])
    assert easel.mirrored(both) == both


def test_a_broad_area_across_the_back_is_matched_on_either_side_and_a_spot_in_the_middle_is_not_cut(easel: Easel) -> None:
    start = middle(easel, "lumbar-spine").on(easel.body.neutral)
    band = places_at(easel.body, [start + np.array([step, 0, 0]) for step in range(-60, 61, 12)])
    broad = easel.brushed(PainDrawing(), band, 18.0, -1)
    names = [area.name for area in easel.matched(broad)]
    assert [name.split(" ")[0] for name in names] == ["right", "left"]
    spot = easel.brushed(PainDrawing(), places_at(easel.body, start), 18.0, -1)
    assert len(easel.matched(spot)) == 1


def test_a_drawing_of_too_many_areas_keeps_all_its_skin(easel: Easel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tpexplorer.patterns.pain_drawing.MOST_AREAS", 2)
    temple, jaw, heel = (middle(easel, region) for region in ("temple", "angle-of-jaw", "plantar-heel"))
    drawing = PainDrawing()
    for place in (temple, jaw, heel):
        drawing = easel.brushed(drawing, [place], 12.0, -1)
    assert len(drawing.areas) == 2
    assert [easel.area_at(drawing, place) for place in (temple, jaw, heel)] == [0, 1, 1]
    assert len(easel.with_region(drawing, "forehead", "right").areas) == 2
    assert len(easel.mirrored(drawing).areas) == 2
