"""Finding, without widgets: what is shown as painful becomes areas, a list with reasons, red flags and a rest."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from fakes import Desk, FakeFind, FakeHit

from tpexplorer.body.body import SurfacePoint
from tpexplorer.body.brush import places_at
from tpexplorer.modes.find import Find
from tpexplorer.modes.find_views import RankedMuscle
from tpexplorer.modes.ranking import percent, reason
from tpexplorer.patterns.finding import Reach
from tpexplorer.patterns.match import covered, skin_of
from tpexplorer.patterns.pain_drawing import PainDrawing
from tpexplorer.state.pain_state import PainState


@dataclass
class Room:
    """The find mode among fakes."""

    desk: Desk
    view: FakeFind
    pain: PainState
    find: Find
    compared: list[list[str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def place(self, region: str, side: str = "right") -> SurfacePoint:
        body = self.desk.explore.known.body
        skin = skin_of(self.desk.explore.known.body_map, body, region, "left" if side == "left" else "right")
        places = body.neutral.vertices[skin].astype(float)
        return places_at(body, places[((places - places.mean(axis=0)) ** 2).sum(axis=1).argmin()])[0]

    def draw(self, *places: SurfacePoint) -> None:
        scene = self.desk.scene
        for number, place in enumerate(places):
            scene.brushed.emit([place], number == 0)  # type: ignore[attr-defined]
        scene.brush_lifted.emit()  # type: ignore[attr-defined]

    def name(self, *regions: str, side: str = "right") -> None:
        self.desk.state.set_side("left" if side == "left" else "right")
        for region in regions:
            self.view.region_chosen.emit(region)  # type: ignore[attr-defined]
        self.find.rank()

    @property
    def rows(self) -> list[RankedMuscle]:
        return list(self.view.ranking.muscles)

    @property
    def muscles(self) -> list[str]:
        return [row.muscle for row in self.rows]


@pytest.fixture
def room(qapp: object, desk: Desk) -> Room:
    view, pain = FakeFind(), PainState()
    compared: list[list[str]] = []
    asked: list[str] = []
    find = Find(desk.explore, pain, view, lambda ids: compared.append(list(ids)), asked.append)
    find.start()
    pain.set_shown(True)
    return Room(desk, view, pain, find, compared, asked)


# --- the mode -------------------------------------------------------------------------------------------------------


def test_the_brush_is_in_the_hand_only_while_pain_is_shown(room: Room) -> None:
    assert room.desk.scene.brush == (18.0, False)
    room.view.tool_chosen.emit("erase")  # type: ignore[attr-defined]
    assert room.desk.scene.brush == (18.0, True)
    room.view.tool_chosen.emit("turn")  # type: ignore[attr-defined]
    assert room.desk.scene.brush == (None, False)
    room.view.tool_chosen.emit("brush")  # type: ignore[attr-defined]
    room.find.toggle()
    assert room.desk.scene.brush == (None, False)


def test_wheel_slider_and_keys_size_the_brush_within_bounds(room: Room) -> None:
    room.desk.scene.brush_resized.emit(2.0)  # type: ignore[attr-defined]
    assert room.desk.scene.brush[0] == 22.0
    room.view.radius_chosen.emit(30.0)  # type: ignore[attr-defined]
    assert room.view.tool == ("brush", 30.0)
    for _ in range(60):
        room.find.grow(-1)
    assert room.pain.radius_mm == 6.0
    for _ in range(60):
        room.find.grow(1)
    assert room.pain.radius_mm == 40.0


def test_leaving_hides_the_drawing_and_shows_all_markers_and_coming_back_shows_it_again(room: Room) -> None:
    room.draw(room.place("temple"))
    assert room.desk.scene.drawn is not None
    assert room.desk.scene.visible is not None
    room.find.toggle()
    assert room.desk.scene.drawn is None
    assert room.desk.scene.visible is None
    assert room.desk.panel.page.link == "start"
    room.find.toggle()
    assert (room.desk.scene.drawn < 0).any()
    assert room.desk.panel.page.link == "where"


def test_esc_leaves_the_point_then_the_mode(room: Room) -> None:
    room.draw(room.place("temple"))
    room.view.point_chosen.emit(room.rows[0].points[0].instance)  # type: ignore[attr-defined]
    room.find.step_out()
    assert (room.desk.state.selection, room.desk.panel.page.link, room.pain.shown) == ("", "where", True)
    room.find.step_out()
    assert not room.pain.shown


# --- showing --------------------------------------------------------------------------------------------------------


def test_a_drawn_spot_is_named_and_ranked(room: Room) -> None:
    room.draw(room.place("temple"))
    assert [(area.name, area.side) for area in room.view.areas] == [("temple", "right")]
    assert "temporalis" in room.muscles[:5]
    assert all(row.side == "right" for row in room.rows)
    assert room.desk.panel.page.title == "Where it hurts"
    assert room.desk.panel.page.subtitle == "Temple"


def test_the_left_finds_the_left(room: Room) -> None:
    room.draw(room.place("temple", "left"))
    assert room.view.areas[0].side == "left"
    assert {point.side for row in room.rows for point in row.points} == {"left"}


def test_several_areas_are_looked_at_together(room: Room) -> None:
    room.name("temple", "angle-of-jaw", "posterolateral-neck")
    assert len(room.view.areas) == 3
    assert room.muscles[0] == "upper-trapezius"
    why = room.rows[0].points[0].why
    assert why.startswith("Essential zone")
    assert "of the temple" in why


def test_one_stroke_is_one_step_back(room: Room) -> None:
    jaw, ear = room.place("angle-of-jaw"), room.place("jaw-joint")
    room.draw(room.place("temple"))
    room.draw(jaw, ear)
    assert room.view.steps == (True, False)
    room.view.asked.emit("undo")  # type: ignore[attr-defined]
    room.find.rank()
    assert len(room.view.areas) == 1
    room.view.asked.emit("redo")  # type: ignore[attr-defined]
    room.find.rank()
    assert len(room.view.areas) == 2
    assert room.desk.scene.drawn[jaw.vertex] < 0


def test_erase_mirror_and_clear(room: Room) -> None:
    temple = room.place("temple")
    room.draw(temple)
    room.view.asked.emit("mirror")  # type: ignore[attr-defined]
    room.find.rank()
    assert [area.side for area in room.view.areas] == ["right", "left"]
    assert room.rows[0].side == "both sides"
    assert room.rows[0].points[0].side == "right"
    room.view.tool_chosen.emit("erase")  # type: ignore[attr-defined]
    room.view.radius_chosen.emit(40.0)  # type: ignore[attr-defined]
    room.draw(temple)
    assert [area.side for area in room.view.areas] == ["left"]
    room.view.asked.emit("clear")  # type: ignore[attr-defined]
    room.find.rank()
    assert room.view.areas == []
    assert room.rows == []
    assert room.desk.scene.drawn is None


def test_regions_are_found_by_what_people_say_and_light_up(room: Room) -> None:
    assert len(room.view.regions) == len(room.desk.explore.known.body_map.regions)
    room.desk.search.hits = [FakeHit("lateral-elbow", "region", "Lateral elbow"), FakeHit("supinator", "muscle", "Supinator")]
    room.view.region_text_changed.emit("outer elbow")  # type: ignore[attr-defined]
    assert [(region.id, region.name) for region in room.view.regions] == [("lateral-elbow", "Outer elbow")]
    room.view.region_pointed.emit("lateral-elbow")  # type: ignore[attr-defined]
    body, body_map = room.desk.explore.known.body, room.desk.explore.known.body_map
    assert set(np.flatnonzero(room.desk.scene.lit < 0)) == set(skin_of(body_map, body, "lateral-elbow", "right"))
    room.view.region_pointed.emit("")  # type: ignore[attr-defined]
    assert room.desk.scene.lit is None


def test_how_strong_weighs_and_can_be_undone(room: Room) -> None:
    room.name("plantar-heel", "medial-calf")
    room.view.area_rated.emit(0, 9, "sharp")  # type: ignore[attr-defined]
    room.view.area_rated.emit(1, 1, "")  # type: ignore[attr-defined]
    room.find.rank()
    assert [(area.intensity, area.word) for area in room.view.areas] == [(9, "sharp"), (1, "")]
    assert room.muscles[0] == "quadratus-plantae"
    room.view.asked.emit("undo")  # type: ignore[attr-defined]
    room.find.rank()
    assert room.view.areas[1].intensity is None
    room.view.area_removed.emit(0)  # type: ignore[attr-defined]
    room.find.rank()
    assert [area.name for area in room.view.areas] == ["inner calf"]


# --- the list -------------------------------------------------------------------------------------------------------

WANTED = [
    (("anterior-shoulder",), "infraspinatus"),
    (("lateral-elbow", "posterior-forearm"), "extensor-carpi-radialis-longus"),
    (("lower-buttock", "upper-posterior-thigh", "lateral-calf"), "gluteus-minimus"),
    (("plantar-heel",), "soleus"),
    (("anterior-knee",), "rectus-femoris"),
    (("neck-shoulder-angle",), "levator-scapulae"),
    (("forehead",), "sternocleidomastoid"),
    (("medial-scapular-border",), "rhomboid-major"),
    (("groin",), "adductor-longus"),
    (("radial-wrist", "thumb"), "abductor-pollicis-longus"),
    (("lumbar",), "iliocostalis-lumborum"),
    (("medial-calf",), "gastrocnemius"),
]


@pytest.mark.parametrize(("regions", "muscle"), WANTED)
def test_the_lists_hold_what_a_clinician_would_look_for(room: Room, regions: tuple[str, ...], muscle: str) -> None:
    room.name(*regions)
    named = [row.muscle for row in room.rows[:8]]
    assert muscle in named, named


def test_choosing_a_point_shows_it_everywhere_and_pointing_at_one_paints_its_pattern(room: Room) -> None:
    room.name("temple")
    first, second = (row.points[0].instance for row in room.rows[:2])
    room.view.point_chosen.emit(first)  # type: ignore[attr-defined]
    assert (room.desk.state.selection, room.view.chosen, room.desk.scene.selected) == (first, first, first)
    room.view.point_pointed.emit(second)  # type: ignore[attr-defined]
    assert room.desk.scene.selected == second
    assert room.desk.state.selection == first
    room.view.point_pointed.emit("")  # type: ignore[attr-defined]
    assert room.desk.scene.selected == first


def test_what_remains_is_said_and_can_be_asked_for(room: Room) -> None:
    room.name("temple", "plantar-heel")
    first = room.rows[0].points[0]
    assert room.view.ranking.left.startswith(f"Not covered by {first.name}")
    room.view.point_chosen.emit(room.find.ranking.muscles[0].points[0].instance)  # type: ignore[attr-defined]
    room.view.asked.emit("rest")  # type: ignore[attr-defined]
    assert room.view.ranking.rest
    assert first.name not in [row.name for row in room.rows]
    assert "the rest of" in room.rows[0].points[0].why
    room.view.asked.emit("rest")  # type: ignore[attr-defined]
    assert not room.view.ranking.rest
    assert room.rows[0].name == first.name


def test_the_points_of_a_muscle_count_together(room: Room) -> None:
    room.name("medial-calf", "sacroiliac")
    soleus = room.rows[0]
    assert soleus.muscle == "soleus"
    assert {"soleus.2@right", "soleus.3@right"} <= {point.instance for point in soleus.points}
    whys = " ".join(point.why for point in soleus.points)
    assert "inner calf" in whys and "dimple of the lower back" in whys
    assert "the dimple of the lower back." not in room.view.ranking.left.replace("of the dimple of the lower back.", "")


def test_what_reaches_all_areas_comes_before_what_reaches_two(room: Room) -> None:
    room.name("temple", "angle-of-jaw", "posterolateral-neck")
    areas = room.find.easel.matched(room.find.drawing)
    reached: dict[str, set[int]] = {}
    for found in room.find.ranker.finder.find(areas):
        reached.setdefault(found.muscle, set()).update(covered(found))
    counts = [len(reached[row.muscle]) for row in room.rows]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == 3


def test_muscles_that_lie_there_are_named_beside_the_list(room: Room) -> None:
    room.name("top-of-shoulder")
    assert "upper-trapezius@right" in room.view.ranking.here
    assert "Upper trapezius" in room.desk.panel.page.html.partition("Muscles right here")[2]


def test_points_that_were_found_count_as_known(room: Room) -> None:
    room.name("plantar-heel", "temple")
    heel = "quadratus-plantae.1@right"
    room.view.ticked.emit(heel, "found", "")  # type: ignore[attr-defined]
    room.find.rank()
    assert room.view.ticks[heel].status == "found"
    assert room.view.ranking.left.startswith("Not covered by Quadratus plantae: ")
    assert room.view.ranking.left.endswith("and the temple.")
    room.view.asked.emit("rest")  # type: ignore[attr-defined]
    assert room.muscles[0] not in ("quadratus-plantae", "soleus")


def test_muscles_that_the_charts_do_not_tell_apart_share_a_row_under_the_best_known(room: Room) -> None:
    room.name("upper-posterior-thigh", "lower-buttock")
    row = next(row for row in room.rows if row.muscle == "piriformis")
    assert "Gemellus superior" in row.alike
    assert {point.name for point in row.points} >= {"Piriformis", "Gemellus superior", "Gemellus inferior"}
    assert row.title.startswith("Piriformis +")


def test_the_rest_of_a_long_list_comes_when_asked_for(room: Room) -> None:
    room.name("lumbar", "sacroiliac")
    hidden, shown = room.view.ranking.hidden, {point.name for row in room.rows for point in row.points}
    assert hidden
    room.view.asked.emit("more")  # type: ignore[attr-defined]
    assert len({point.name for row in room.rows for point in row.points}) == len(shown) + hidden
    assert room.view.ranking.hidden == 0


@pytest.mark.parametrize(
    ("region", "flag"),
    [("breast", "chest-pain"), ("medial-calf", "dvt"), ("temple", "sudden-headache"), ("lumbar", "cauda-equina")],
)
def test_red_flags_come_with_the_place(room: Room, region: str, flag: str) -> None:
    room.name(region)
    assert f"caution/{flag}" in [known.link for known in room.view.ranking.flags]
    assert room.view.ranking.flags[0].do in room.desk.panel.page.html.replace("&#x27;", "'")
    room.view.link_clicked.emit(f"caution/{flag}")  # type: ignore[attr-defined]
    assert room.desk.panel.page.link == f"caution/{flag}"


def test_numbness_is_a_flag_wherever_it_is(room: Room) -> None:
    room.name("anterior-knee")
    assert "caution/nerve-loss" not in [flag.link for flag in room.view.ranking.flags]
    room.view.area_rated.emit(0, 3, "numb")  # type: ignore[attr-defined]
    room.find.rank()
    assert room.view.ranking.flags[0].link == "caution/nerve-loss"


def test_the_most_urgent_flag_stands_first_and_no_place_is_without_one(room: Room) -> None:
    room.name("anterior-shoulder")
    assert room.view.ranking.flags[0].link == "caution/chest-pain"
    room.find.ask("clear")
    room.name("lumbar")
    room.view.area_rated.emit(0, 3, "numb")  # type: ignore[attr-defined]
    room.find.rank()
    assert room.view.ranking.flags[0].link == "caution/cauda-equina"
    for region in room.desk.explore.known.body_map.regions:
        drawing = room.find.easel.with_region(PainDrawing(), region, "right")
        flags = room.find.ranker.flags(room.find.easel.matched(drawing))
        assert flags[-1].link == "caution/unexplained" or len(flags) > 1, region


def test_a_found_point_that_is_unknown_or_elsewhere_explains_nothing_and_harms_nothing(room: Room) -> None:
    room.name("temple")
    before = room.view.ranking
    for point in ("gone.1@right", "soleus.1", "soleus.1@middle", "biceps-femoris-long-head.1@right"):
        room.view.ticked.emit(point, "found", "")  # type: ignore[attr-defined]
    room.find.rank()
    assert room.view.ranking.flags == before.flags
    assert room.view.ranking.left == before.left


def test_a_filter_over_the_atlas_does_not_hide_the_points_of_the_list(room: Room) -> None:
    room.desk.lists.narrowed.emit("thigh", "", "")  # type: ignore[attr-defined]
    room.name("temple")
    assert room.desk.scene.visible == {row.points[0].instance for row in room.rows}
    room.find.toggle()
    assert room.desk.scene.visible is not None
    assert not any(name.startswith("temporalis") for name in room.desk.scene.visible)


def test_going_back_past_the_drawing_leaves_it_and_forward_comes_back(room: Room) -> None:
    room.name("temple")
    room.desk.explore.back()
    assert (room.desk.panel.page.link, room.pain.shown) == ("start", False)
    room.desk.explore.forward()
    assert (room.desk.panel.page.link, room.pain.shown) == ("where", True)


def test_nothing_said_is_a_likelihood(room: Room) -> None:
    room.name("temple", "angle-of-jaw")
    said = " ".join([point.why for row in room.rows for point in row.points] + [room.desk.panel.page.html])
    for word in ("probab", "diagnos", "cures", "likely to"):
        assert word not in said.casefold()


def test_reasons_are_short_and_say_shares_in_round_figures() -> None:
    reaches = [
        Reach(0, "essential", 0.81),
        Reach(1, "spillover", 0.13),
        Reach(0, "spillover", 0.85),
        Reach(2, "essential", 0.2),
    ]
    said = reason(reaches, ["the temple", "the jaw", "the neck"]).replace("\N{NO-BREAK SPACE}", " ")
    assert said == "Essential zone covers 80 % of the temple, reaches the neck (20 %); spillover reaches the jaw (15 %)"
    assert percent(0.99) == "all"


def test_compare_and_files_are_handed_on(room: Room) -> None:
    room.view.compare_asked.emit(["a@right", "b@right"])  # type: ignore[attr-defined]
    room.view.asked.emit("save_as")  # type: ignore[attr-defined]
    assert room.compared == [["a@right", "b@right"]]
    assert room.asked == ["save_as"]


def test_next_and_last_walk_the_ranked_list(room: Room) -> None:
    room.name("temple")
    order = [row.points[0].instance for row in room.rows]
    seen = []
    for _ in range(3):
        room.find.step(1)
        seen.append(room.desk.state.selection)
    room.find.step(-1)
    assert seen == order[:3]
    assert room.desk.state.selection == order[1]
    room.find.toggle()
    room.find.step(1)
    assert room.desk.state.selection not in order[:2]


def test_what_was_gone_through_stays_in_sight_whatever_the_drawing(room: Room) -> None:
    room.view.ticked.emit("soleus.1@left", "not found", "quiet <today>")  # type: ignore[attr-defined]
    room.view.ticked.emit("gone-muscle.1@right", "found", "")  # type: ignore[attr-defined]
    room.find.rank()
    html = room.desk.panel.page.html
    assert "Worked through" in html
    assert "point/soleus.1@left" in html
    assert "quiet &lt;today&gt;" in html
    assert "gone-muscle.1" in html
    room.name("temple")
    assert "Worked through" in room.desk.panel.page.html


def test_what_changes_the_drawing_brings_it_into_sight(room: Room) -> None:
    room.name("temple")
    room.find.toggle()
    room.find.ask("mirror")
    assert room.pain.shown
    assert len(room.pain.working_set.drawing.areas) == 2


def test_a_named_place_is_turned_into_sight_and_no_further_than_needed(room: Room) -> None:
    room.name("forehead")
    front = room.desk.scene.camera
    assert front.view.yaw == 0
    room.view.region_pointed.emit("interscapular")  # type: ignore[attr-defined]
    assert abs(room.desk.scene.camera.view.yaw) > 120
    assert room.desk.scene.camera.height_mm == front.height_mm
    room.desk.scene.camera = replace(room.desk.scene.camera, target=(0.0, 0.0, 1600.0), height_mm=300.0)
    room.view.region_chosen.emit("plantar-heel")  # type: ignore[attr-defined]
    assert room.desk.scene.camera.height_mm > 1500
