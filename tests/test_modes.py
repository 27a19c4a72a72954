"""Exploring with fakes, no widgets: one selection, three views in step."""

from __future__ import annotations

import numpy as np
from fakes import Desk, FakeHit, FakeList, FakePanel, FakeScene, FakeSearch, FakeStatus

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.body.body import Body
from tpexplorer.body.map import BodyMap
from tpexplorer.body.views import STANDARD_VIEWS, Pose, View
from tpexplorer.ids import other_side, split_side
from tpexplorer.modes.explore import Explore, Knowledge, Views
from tpexplorer.modes.listing import points_in_order, rows_of
from tpexplorer.modes.pages import Library
from tpexplorer.patterns.patterns import Patterns
from tpexplorer.state.app_state import AppState

POINT = "infraspinatus.1"
RIGHT, LEFT = f"{POINT}@right", f"{POINT}@left"


# --- the loop -------------------------------------------------------------------------------------------------------


def test_the_start_shows_every_marker_and_the_first_page(desk: Desk, patterns: Patterns) -> None:
    assert set(desk.scene.markers) == set(patterns.instances)
    assert desk.panel.page.link == "start"
    assert desk.scene.selected == ""
    assert desk.panel.steps == (False, False)


def test_a_click_on_a_marker_reaches_scene_list_and_panel(desk: Desk, patterns: Patterns) -> None:
    desk.scene.marker_clicked.emit(LEFT)
    assert desk.state.selection == desk.scene.selected == LEFT
    assert desk.lists.chosen == f"point/{POINT}"
    assert desk.lists.side == "left"
    assert (desk.panel.page.link, desk.panel.page.side) == (f"point/{LEFT}", "left")
    assert desk.panel.page.picture.instance == LEFT
    wanted = patterns.zone(LEFT, "essential")
    assert np.array_equal(desk.scene.paint.essential, wanted)
    assert desk.scene.paint.extent is not None


def test_a_click_in_the_list_selects_on_the_side_in_use(desk: Desk) -> None:
    desk.lists.side_chosen.emit("left")
    desk.lists.link_chosen.emit(f"point/{POINT}")
    assert desk.state.selection == LEFT


def test_the_scene_paints_once_for_a_selection(desk: Desk) -> None:
    before = desk.scene.painted
    desk.scene.marker_clicked.emit(RIGHT)
    assert desk.scene.painted == before + 1


def test_selecting_turns_to_where_point_and_zone_are_seen(desk: Desk, patterns: Patterns, body: Body) -> None:
    desk.scene.marker_clicked.emit(RIGHT)
    back = desk.scene.camera.view.axes[2]
    assert float(patterns.marker(RIGHT).normal(body.neutral) @ back) > -0.1
    assert desk.scene.camera.height_mm < body.neutral.height * 1.1


def test_switching_sides_mirrors_the_selection(desk: Desk) -> None:
    desk.scene.marker_clicked.emit(RIGHT)
    desk.panel.side_chosen.emit("left")
    assert desk.scene.selected == LEFT
    assert desk.lists.side == "left"
    desk.explore.other_side()
    assert desk.scene.selected == RIGHT


def test_a_click_beside_the_body_closes_no_page(desk: Desk) -> None:
    desk.scene.marker_clicked.emit(RIGHT)
    for link in ("point/infraspinatus.1", "technique/heat", "muscle/soleus", "region/temple", "help"):
        desk.panel.link_clicked.emit(f"tp:{link}")
        page, selection = desk.panel.page.link, desk.scene.selected
        for vertex in (-1, 100) if not link.startswith("point") else (-1,):
            desk.scene.region_hovered.emit(vertex)
            desk.scene.background_clicked.emit()
            assert (desk.panel.page.link, desk.scene.selected) == (page, selection)


def test_a_click_on_bare_skin_selects_nothing_and_leaves_the_camera(desk: Desk) -> None:
    desk.scene.marker_clicked.emit(RIGHT)
    camera = desk.scene.camera
    desk.scene.region_hovered.emit(100)
    desk.scene.background_clicked.emit()
    assert desk.scene.selected == ""
    assert desk.scene.paint.essential is None
    assert desk.panel.page.link == "start"
    assert desk.lists.chosen == ""
    assert desk.scene.camera == camera


def test_esc_leaves_a_page_for_the_point_and_the_point_for_nothing(desk: Desk) -> None:
    desk.scene.marker_clicked.emit(RIGHT)
    desk.panel.link_clicked.emit("tp:help")
    desk.explore.step_out()
    assert (desk.panel.page.link, desk.scene.selected) == (f"point/{RIGHT}", RIGHT)
    desk.explore.step_out()
    assert (desk.panel.page.link, desk.scene.selected) == ("start", "")


def test_tab_walks_all_points_of_a_side_in_the_lists_order_and_round(desk: Desk, atlas: Atlas) -> None:
    order = points_in_order(atlas, "right")
    seen = []
    for _ in order:
        desk.explore.next_point()
        seen.append(split_side(desk.state.selection))
    assert seen == [(point, "right") for point in order]
    desk.explore.next_point()
    assert desk.state.selection == f"{order[0]}@right"
    desk.explore.previous_point()
    assert desk.state.selection == f"{order[-1]}@right"


def test_every_point_of_the_atlas_is_in_the_list(atlas: Atlas) -> None:
    links = {point.link for part in rows_of(atlas) for muscle in part.children for point in muscle.children}
    assert links == {f"point/{point}" for point in atlas.points}


def test_overlapped_markers_are_asked_about(desk: Desk) -> None:
    desk.scene.markers_overlapped.emit([RIGHT, other_side(RIGHT)])
    assert desk.state.selection == ""
    desk.chosen.append(LEFT)
    desk.scene.markers_overlapped.emit([RIGHT, LEFT])
    assert desk.state.selection == LEFT


def test_hover_goes_round_and_is_said_with_side_and_region(desk: Desk, body_map: BodyMap, body: Body) -> None:
    desk.scene.marker_hovered.emit(LEFT)
    assert desk.lists.hovered == f"point/{POINT}"
    assert "Infraspinatus" in desk.status.text
    assert "subject's left" in desk.status.text
    vertex = int(np.argmax(body.neutral.vertices[:, 0]))
    desk.scene.region_hovered.emit(vertex)
    assert body_map.region(body_map.region_at(vertex)).name in desk.status.text
    assert "subject's right" in desk.status.text
    desk.scene.marker_hovered.emit("")
    desk.scene.region_hovered.emit(-1)
    assert desk.status.text == ""
    desk.lists.link_hovered.emit(f"point/{POINT}")
    assert desk.scene.hovered == RIGHT


def test_pages_open_beside_the_selection_and_a_muscle_alone_shows_itself(desk: Desk) -> None:
    desk.scene.marker_clicked.emit(RIGHT)
    desk.panel.link_clicked.emit("tp:technique/pressure-release")
    assert desk.panel.page.link == "technique/pressure-release"
    assert desk.scene.selected == RIGHT
    desk.panel.link_clicked.emit("tp:muscle/infraspinatus")
    assert desk.scene.selected == RIGHT
    desk.panel.link_clicked.emit("tp:muscle/soleus")
    assert desk.scene.selected == ""
    assert desk.scene.paint.extent is not None
    assert desk.scene.paint.essential is None
    assert desk.lists.chosen == "muscle/soleus"
    assert desk.scene.muscle_shown
    assert desk.scene.camera.view.axes[2][1] < 0
    desk.explore.clear()
    assert not desk.scene.muscle_shown


def test_web_addresses_open_outside_and_nothing_else_does(desk: Desk) -> None:
    desk.panel.link_clicked.emit("https://example.org/a")
    assert desk.opened == ["https://example.org/a"]
    for link in ("file:///etc/passwd", "javascript:alert(1)", "tp:nowhere/x", "tp:point/none.9", ""):
        desk.panel.link_clicked.emit(link)
    assert desk.opened == ["https://example.org/a"]
    assert desk.panel.page.link == "start"


def test_a_link_to_nowhere_says_so(desk: Desk) -> None:
    desk.panel.link_clicked.emit("tp:muscle/nonesuch")
    assert "no muscle 'nonesuch'" in desk.status.text


def test_back_and_forward_bring_back_page_selection_and_camera(desk: Desk) -> None:
    start = desk.scene.camera
    desk.scene.marker_clicked.emit(RIGHT)
    best = desk.scene.camera
    turned = Pose(View(33), best.target, best.height_mm)
    desk.scene.turn_to(turned)
    desk.scene.pose_settled.emit(turned)
    desk.panel.link_clicked.emit("tp:help")
    desk.panel.back_clicked.emit()
    assert (desk.panel.page.link, desk.scene.camera) == (f"point/{RIGHT}", turned)
    desk.explore.back()
    assert desk.scene.camera == best
    desk.explore.back()
    assert (desk.scene.selected, desk.panel.page.link, desk.scene.camera) == ("", "start", start)
    assert desk.panel.steps == (False, True)
    desk.panel.forward_clicked.emit()
    assert (desk.scene.selected, desk.scene.camera) == (RIGHT, best)


def test_a_standard_view_keeps_target_and_zoom(desk: Desk) -> None:
    desk.scene.marker_clicked.emit(RIGHT)
    best = desk.scene.camera
    desk.explore.look_from("back")
    assert desk.scene.camera == Pose(STANDARD_VIEWS["back"], best.target, best.height_mm)
    desk.explore.turn_back()
    assert desk.scene.camera == best


def test_what_is_found_is_named_with_its_muscle_and_leads_there(desk: Desk) -> None:
    desk.search.hits = [
        FakeHit("infraspinatus", "muscle", "Infraspinatus", matched=("rotator", "cuff")),
        FakeHit(POINT, "point", "Inner part"),
        FakeHit("gone.1", "point", "Gone"),
        FakeHit("temple", "region", "Temple"),
    ]
    desk.lists.search_changed.emit("  rotator cuff ")
    text, found = desk.lists.found
    assert text == "rotator cuff"
    assert [hit.link for hit in found] == ["muscle/infraspinatus", f"point/{POINT}", "region/temple"]
    assert found[0].matched == ("rotator", "cuff")
    assert found[1].name.startswith("Infraspinatus: ")
    assert (found[2].name, found[2].kind) == ("Temple", "part of the body")
    desk.lists.search_changed.emit("   ")
    assert desk.lists.found == ("", [])
    assert desk.search.asked == ["rotator cuff"]


def test_the_last_point_comes_back_and_a_point_that_is_gone_does_not(
    body: Body, body_map: BodyMap, patterns: Patterns, library: Library
) -> None:
    for last, selected in ((LEFT, LEFT), ("gone.7@left", "")):
        scene, panel, state = FakeScene(), FakePanel(), AppState()
        known = Knowledge(body, body_map, patterns, library, FakeSearch())
        explore = Explore(state, known, Views(scene, FakeList(), panel, FakeStatus()), lambda _: "", lambda _: None)
        explore.start(last)
        assert scene.selected == selected
        assert panel.page.link == (f"point/{LEFT}" if selected else "start")
        assert panel.steps == (False, False)


def test_toggles_form_and_theme_reach_the_views(desk: Desk) -> None:
    desk.state.set_muscle_shown(True)
    desk.state.set_labels_shown(True)
    desk.state.set_form("female")
    desk.explore.set_theme("dark")
    assert (desk.scene.muscle_shown, desk.scene.labels_shown, desk.scene.form, desk.scene.theme) == (
        True,
        True,
        "female",
        "dark",
    )
    assert (desk.panel.form, desk.panel.theme) == ("female", "dark")


def test_another_scene_takes_over_with_all_there_is(desk: Desk) -> None:
    desk.explore.set_theme("dark")
    desk.scene.marker_clicked.emit(LEFT)
    plates = FakeScene()
    desk.explore.use_scene(plates)
    assert set(plates.markers) == set(desk.scene.markers)
    assert (plates.selected, plates.theme, plates.camera) == (LEFT, "dark", desk.scene.camera)
    plates.marker_clicked.emit(RIGHT)
    assert plates.selected == RIGHT
