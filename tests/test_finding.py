"""From the pain to the points: what is drawn finds what refers there, best first, with its reasons."""

from __future__ import annotations

import numpy as np
import pytest

from tpexplorer.authoring.quality import WAYS, Drawer, ranks, zones_of
from tpexplorer.body.map import BodyMap
from tpexplorer.ids import split_side
from tpexplorer.patterns.finding import Area, Finder
from tpexplorer.patterns.match import Matcher
from tpexplorer.patterns.patterns import Patterns

# What the whole atlas reaches less a little, for a sample of its zones: point and muscle among the first three.
LEAST = {"exact": (0.98, 0.98), "shrunk": (0.88, 0.95), "grown": (0.88, 0.95), "half": (0.82, 0.88), "shifted": (0.82, 0.9)}


@pytest.fixture(scope="module")
def finder(patterns: Patterns) -> Finder:
    return Finder(patterns)


@pytest.fixture(scope="module")
def drawer(patterns: Patterns) -> Drawer:
    return Drawer(patterns)


def skin(body_map: BodyMap, patterns: Patterns, *regions: str, side: str = "right") -> list[Area]:
    matcher = Matcher(body_map, patterns)
    return [Area(matcher.skin_of(region, "left" if side == "left" else "right")) for region in regions]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", ["essential", "spillover"])
def test_a_drawn_zone_finds_its_point(patterns: Patterns, kind: str, way: str) -> None:
    points, muscles = ranks(patterns, zones_of(patterns, kind)[::6], way).within(3)
    assert points >= LEAST[way][0]
    assert muscles >= LEAST[way][1]


def test_reasons_say_which_zone_covers_how_much_of_which_area(finder: Finder, drawer: Drawer) -> None:
    drawn = drawer.draw("infraspinatus.1/essential", "exact")
    best = finder.find([Area(drawn)])[0]
    assert best.muscle == "infraspinatus"
    essential = next(reach for reach in best.reaches if reach.kind == "essential")
    assert essential.area == 0
    assert essential.share == pytest.approx(1.0, abs=0.01)


def test_left_and_right_are_kept_apart(finder: Finder, drawer: Drawer, patterns: Patterns) -> None:
    drawn = drawer.draw("soleus.1/essential", "exact")
    assert finder.find([Area(drawn)])[0].point == "soleus.1@right"
    assert finder.find([Area(patterns.body.mirror[drawn])])[0].point == "soleus.1@left"
    sides = {split_side(found.point)[1] for found in finder.find([Area(drawn)])}
    assert sides == {"right"}


def test_several_areas_rank_what_reaches_them_all_first(finder: Finder, body_map: BodyMap, patterns: Patterns) -> None:
    best = finder.find(skin(body_map, patterns, "temple", "angle-of-jaw", "posterolateral-neck"))[0]
    assert best.muscle == "upper-trapezius"
    assert {reach.area for reach in best.reaches} == {0, 1, 2}


def test_what_hurts_more_weighs_more(finder: Finder, body_map: BodyMap, patterns: Patterns) -> None:
    heel, calf = (area.vertices for area in skin(body_map, patterns, "plantar-heel", "medial-calf"))
    loud_heel = finder.find([Area(heel, 9), Area(calf, 1)])
    loud_calf = finder.find([Area(heel, 1), Area(calf, 9)])
    assert loud_heel[0].muscle == "quadratus-plantae"
    assert loud_calf[0].muscle in ("soleus", "gastrocnemius")
    place = [[found.muscle for found in loud].index("gastrocnemius") for loud in (loud_heel, loud_calf)]
    assert place[1] < place[0]


def test_precise_before_sprawling_and_essential_before_spillover(finder: Finder, drawer: Drawer) -> None:
    found = finder.find([Area(drawer.draw("quadratus-plantae.1/essential", "exact"))])
    order = [match.point for match in found]
    assert order[0] == "quadratus-plantae.1@right"
    kinds = {match.point: match.zone for match in found}
    first_spill = next(index for index, point in enumerate(order) if kinds[point] == "spillover")
    assert first_spill >= 2


def test_nothing_shown_finds_nothing(finder: Finder) -> None:
    assert finder.find([]) == []
    assert finder.find([Area(np.zeros(0, np.int64))]) == []


def test_the_rest_is_what_no_zone_covers(finder: Finder, drawer: Drawer) -> None:
    heel = drawer.draw("quadratus-plantae.1/essential", "exact")
    temple = drawer.draw("temporalis.2/essential", "exact")
    rest = finder.unexplained([Area(heel, 7, "ache"), Area(temple)], ["quadratus-plantae.1@right"])
    assert len(rest[0].vertices) == 0
    assert (rest[0].intensity, rest[0].word) == (7, "ache")
    assert np.array_equal(rest[1].vertices, temple)
    assert finder.find(rest)[0].muscle == "temporalis"
