"""List, body and page in step: the next point, the marked row, what a page shows on the body, what Back restores."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from fakes import Desk
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem, QTreeWidget, QTreeWidgetItem
from pytestqt.qtbot import QtBot
from test_working_set import Answers
from windows import open_stub

from tpexplorer.app import Built, Hands
from tpexplorer.ids import muscle_of, split_side
from tpexplorer.panels.ranking_list import INSTANCE

Key = Qt.Key
LINK = Qt.ItemDataRole.UserRole
NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def built(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Built]:
    answers = Answers()
    answers.keep = "discard"
    built = open_stub(qtbot, qapp, tmp_path, Hands(lambda choices: choices[0][0], lambda _url: None, answers))
    yield built
    built.window.close()


def press(built: Built, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(QApplication.focusWidget() or built.window, key, modifier)


def marked(built: Built) -> str:
    """The link of the row that is marked in the list one sees."""
    item = built.lists.stack.currentWidget().currentItem()
    if item is None:
        return ""
    return str(item.data(0, LINK) if isinstance(item, QTreeWidgetItem) else item.data(LINK))


def in_sight(tree: QTreeWidget, item: QTreeWidgetItem) -> bool:
    return tree.viewport().rect().contains(tree.visualItemRect(item))


def row_in_sight(built: Built) -> bool:
    """Whether the selected point's row is in sight, with the name of its muscle."""
    item = built.lists.tree.currentItem()
    assert item is not None
    assert item.data(0, LINK) == f"point/{split_side(built.state.selection)[0]}"
    return in_sight(built.lists.tree, item) and in_sight(built.lists.tree, item.parent())


# --- the next point -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "modifier"), [(Key.Key_N, NONE), (Key.Key_Tab, NONE), (Key.Key_Down, CONTROL)])
def test_from_an_open_muscle_the_next_point_is_its_first(built: Built, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    for muscle in ("teres-major", "soleus"):
        built.explore.open(f"muscle/{muscle}")
        points = built.explore.atlas.points_of(muscle)
        for point in points:
            press(built, key, modifier)
            assert split_side(built.state.selection)[0] == point
            assert marked(built) == f"point/{point}"
    built.explore.open("muscle/soleus")
    press(built, Key.Key_Up, CONTROL)
    assert muscle_of(built.state.selection) != "soleus"


@pytest.mark.parametrize("text", ["infraspinatus", "rotator cuff", "headache", "calf"])
def test_the_keys_walk_what_a_search_found(qtbot: QtBot, built: Built, text: str) -> None:
    built.lists.focus_search()
    qtbot.keyClicks(built.lists.search, text)
    press(built, Key.Key_Return)
    results = built.lists.results
    found = [str(results.item(row).data(LINK)) for row in range(results.count())]
    first, seen = marked(built), []
    for _ in range(40):
        press(built, Key.Key_N)
        point = split_side(built.state.selection)[0]
        # What is walked was found: the point itself, or its muscle; its row is the one that is marked.
        assert marked(built) in (f"point/{point}", f"muscle/{muscle_of(point)}")
        assert marked(built) in found
        seen.append(point)
    if first.startswith("muscle/"):
        assert muscle_of(seen[0]) == first.removeprefix("muscle/")
    wanted = [link.removeprefix("point/") for link in found if link.startswith("point/")]
    assert [point for point in dict.fromkeys(seen) if f"point/{point}" in found] == sorted(
        wanted, key=lambda point: (found.index(f"point/{point}") <= found.index(first), found.index(f"point/{point}"))
    )


def test_ctrl_and_a_click_leave_the_marked_row_marked(built: Built) -> None:
    built.explore.select("occipitalis.1@right")
    tree = built.lists.tree
    row = tree.visualItemRect(tree.currentItem()).center()
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, row)
    assert [item.data(0, LINK) for item in tree.selectedItems()] == ["point/occipitalis.1"]
    QTest.keyClick(tree, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(tree, Qt.Key.Key_Home)
    assert tree.currentItem() is tree.topLevelItem(0)
    assert [item.data(0, LINK) for item in tree.selectedItems()] == ["point/occipitalis.1"]


def test_the_keys_do_not_stay_with_words_that_have_gone(built: Built) -> None:
    built.pain.state.set_shown(True)
    built.pain.find.add_region("temple")
    built.pain.find.rank()
    left = built.pain.panel.left
    left.setFocus()
    assert left.hasFocus()
    built.pain.find.ask("clear")
    built.pain.find.rank()
    assert left.isHidden()
    focus = QApplication.focusWidget()
    assert focus is None or focus.isVisible()


def test_in_the_results_going_to_a_row_opens_it(qtbot: QtBot, built: Built) -> None:
    built.lists.focus_search()
    qtbot.keyClicks(built.lists.search, "infraspinatus")
    for target in (built.lists.search, built.lists.results):
        target.setFocus()
        for key in (Key.Key_Down, Key.Key_Down, Key.Key_Up):
            press(built, key)
            assert built.state.page.partition("@")[0] == marked(built)


def test_esc_with_nothing_left_to_leave_brings_the_whole_list_back(qtbot: QtBot, built: Built) -> None:
    built.lists.focus_search()
    qtbot.keyClicks(built.lists.search, "infraspinatus")
    press(built, Key.Key_Return)
    for text, page in (("infraspinatus", "start"), ("", "start")):
        press(built, Key.Key_Escape)
        assert (built.lists.search.text(), built.state.page) == (text, page)
    assert built.lists.stack.currentWidget() is built.lists.tree


def test_in_a_text_box_ctrl_and_the_arrows_walk_and_letters_are_typed(qtbot: QtBot, built: Built) -> None:
    built.lists.focus_search()
    qtbot.keyClicks(built.lists.search, "masseter")
    press(built, Key.Key_Down, CONTROL)
    first = built.state.selection
    assert muscle_of(first) == "masseter"
    press(built, Key.Key_Down, CONTROL)
    assert built.state.selection not in ("", first)
    press(built, Key.Key_Up, CONTROL)
    assert built.state.selection == first
    qtbot.keyClicks(built.lists.search, "n")
    assert built.lists.search.text() == "massetern"


def test_the_filtered_list_is_walked_from_what_is_open(built: Built) -> None:
    built.lists.bar.narrowed.emit("thigh", "", "deep")
    built.explore.open("muscle/adductor-magnus")
    seen = []
    for _ in range(60):
        press(built, Key.Key_N)
        seen.append(split_side(built.state.selection)[0])
        assert marked(built) == f"point/{seen[-1]}"
    atlas = built.explore.atlas
    wanted = {p for p in atlas.points if atlas.muscle(muscle_of(p)).body_part == "thigh" and atlas.point(p).depth == "deep"}
    assert set(seen) == wanted
    assert built.state.narrowed.part == "thigh"


def test_where_it_hurts_the_rows_one_sees_are_walked(qtbot: QtBot, built: Built) -> None:
    press(built, Key.Key_W)
    press(built, Key.Key_N)
    assert built.state.selection == ""
    assert "Show where it hurts" in built.window._pointed.text()
    built.pain.find.add_region("temple")
    ranked = built.pain.panel.list
    qtbot.waitUntil(lambda: ranked.topLevelItemCount() > 3, timeout=5000)
    folded = next(row for row in range(ranked.topLevelItemCount()) if ranked.topLevelItem(row).childCount())
    ranked.topLevelItem(folded).setExpanded(True)
    rows, item = [], ranked.topLevelItem(0)
    while item is not None:
        rows.append(str(item.data(0, INSTANCE)))
        item = ranked.itemBelow(item)
    built.pain.panel.regions.line.setFocus()
    for instance in rows[: folded + 4]:
        press(built, Key.Key_Down, CONTROL)
        assert built.state.selection == instance
        assert ranked.chosen == [instance]
        assert in_sight(ranked, ranked.currentItem())
    built.explore.select(str(ranked.topLevelItem(folded).child(0).data(0, INSTANCE)))
    ranked.topLevelItem(folded).setExpanded(False)
    press(built, Key.Key_Down, CONTROL)
    assert built.state.selection == str(ranked.topLevelItem(folded + 1).data(0, INSTANCE))


# --- the row in sight ---------------------------------------------------------------------------------------------


def test_the_selected_row_is_in_sight_with_its_muscles_name(qtbot: QtBot, built: Built) -> None:
    chosen = ["soleus.1@left", "masseter.2@right", "gluteus-medius.3@left"]
    for instance in chosen:
        built.scene.marker_clicked.emit(instance)
        assert row_in_sight(built)
        press(built, Key.Key_N)
        assert row_in_sight(built)
        built.explore.back()
        assert row_in_sight(built)
    built.lists.search.setText("temple")
    built.explore.select("popliteus.1@right")
    built.lists.search.clear()
    qtbot.waitUntil(lambda: row_in_sight(built))
    for step in (4, 8, -3, 0):
        built.state.set_text_step(step)
        qtbot.waitUntil(lambda: row_in_sight(built))
    built.state.set_form("male")
    assert row_in_sight(built)
    built.window.resize(1280, 520)
    qtbot.waitUntil(lambda: row_in_sight(built))
    built.lists.bar.narrowed.emit("leg-foot", "", "")
    assert row_in_sight(built)
    built.lists.bar.open(True)
    qtbot.waitUntil(lambda: row_in_sight(built))


def test_the_selected_row_of_the_ranked_list_stays_in_sight(qtbot: QtBot, built: Built) -> None:
    built.pain.state.set_shown(True)
    built.pain.find.add_region("temple")
    ranked = built.pain.panel.list
    qtbot.waitUntil(lambda: ranked.topLevelItemCount() > 4, timeout=5000)
    row = ranked.topLevelItem(ranked.topLevelItemCount() - 1)
    built.explore.select(str(row.data(0, INSTANCE)))

    def seen() -> bool:
        item = ranked.currentItem()
        return item is not None and str(item.data(0, INSTANCE)) == built.state.selection and in_sight(ranked, item)

    assert seen()
    for step in (3, -2, 0):
        built.state.set_text_step(step)
        qtbot.waitUntil(seen)
    built.state.set_form("female")
    built.window.resize(1280, 640)
    qtbot.waitUntil(seen)
    built.pain.find.add_region("forehead")
    qtbot.waitUntil(lambda: built.pain.panel.areas.rows.count() == 2, timeout=5000)
    if built.state.selection in ranked.listed:
        qtbot.waitUntil(seen)
    built.pain.state.set_shown(False)
    built.explore.select(ranked.listed[-1])
    built.pain.state.set_shown(True)
    qtbot.waitUntil(seen)


def test_on_a_small_screen_with_large_text_the_marked_row_is_in_sight_too(qtbot: QtBot, built: Built) -> None:
    built.window.resize(1024, 600)
    built.state.set_text_step(8)

    def seen(rows: QTreeWidget) -> bool:
        return rows.viewport().visibleRegion().contains(rows.visualItemRect(rows.currentItem()).center())

    for _ in range(3):
        press(built, Key.Key_N)
        qtbot.waitUntil(lambda: seen(built.lists.tree))
    built.pain.state.set_shown(True)
    built.pain.find.add_region("temple")
    qtbot.waitUntil(lambda: built.pain.panel.list.topLevelItemCount() > 3, timeout=5000)
    for _ in range(3):
        press(built, Key.Key_N)
        qtbot.waitUntil(lambda: seen(built.pain.panel.list))


# --- filter, Home and Back ----------------------------------------------------------------------------------------


def in_step(desk: Desk) -> None:
    """What the page says, the body shows and the list marks is the same; what is marked is listed and drawn."""
    links = {row.link for part in desk.lists.rows for muscle in part.children for row in (muscle, *muscle.children)}
    selection = desk.state.selection
    assert desk.scene.selected == selection
    if selection:
        assert f"point/{split_side(selection)[0]}" in links
        assert desk.scene.visible is None or selection in desk.scene.visible
    assert desk.lists.chosen in ("", *links)
    assert (desk.panel.page.link == "start") <= (selection == "" and desk.lists.chosen == "")


def test_home_and_back_stay_in_step_under_a_filter(desk: Desk) -> None:
    desk.scene.marker_clicked.emit("infraspinatus.1@right")
    desk.panel.link_clicked.emit("tp:muscle/soleus")
    whole = desk.explore.poses.of_all("neutral")
    desk.lists.narrowed.emit("thigh", "", "")
    in_step(desk)
    assert (desk.panel.page.link, desk.scene.selected) == ("start", "")
    desk.scene.marker_clicked.emit("sartorius.1@left")
    in_step(desk)
    desk.panel.link_clicked.emit("tp:start")
    in_step(desk)
    assert 0 < desk.scene.camera.height_mm < whole.height_mm
    for link in ("muscle/soleus", "point/infraspinatus.1@right", "start"):
        desk.lists.narrowed.emit("thigh", "", "")
        while desk.panel.page.link != link:
            assert desk.panel.steps[0]
            desk.explore.back()
            in_step(desk)
    desk.panel.link_clicked.emit("tp:start")
    assert desk.scene.camera == (whole if not desk.state.narrowed else desk.scene.camera)


def test_a_filter_that_leaves_the_selected_point_out_lets_go_of_it_and_back_brings_it_again(desk: Desk) -> None:
    desk.scene.marker_clicked.emit("infraspinatus.1@left")
    desk.lists.narrowed.emit("shoulder-upper-back", "", "")
    assert desk.scene.selected == "infraspinatus.1@left"
    desk.lists.narrowed.emit("thigh", "", "")
    assert desk.scene.selected == ""
    in_step(desk)
    desk.explore.back()
    assert desk.scene.selected == "infraspinatus.1@left"
    in_step(desk)


def test_back_restores_how_far_a_page_was_read(qtbot: QtBot, built: Built) -> None:
    bar = built.panel.view.verticalScrollBar()

    def written() -> bool:
        return not built.panel._soon.isActive() and bar.maximum() > 0

    def read(link: str, to: int) -> None:
        built.explore.open(link)
        qtbot.waitUntil(written)
        assert bar.value() == 0
        bar.setValue(to)
        assert bar.value() == to

    read("point/infraspinatus.1@right", 310)
    read("technique/pressure-release", 120)
    read("muscle/soleus", 95)
    for to in (120, 310):
        built.explore.back()
        qtbot.waitUntil(written)
        assert bar.value() == to
    for to in (120, 95):
        built.explore.forward()
        qtbot.waitUntil(written)
        assert bar.value() == to
    # Faster than pages are written: none is scrolled to where another stood.
    for _ in range(2):
        built.explore.back()
    built.explore.forward()
    qtbot.waitUntil(written)
    assert bar.value() == 120


# --- what a page shows on the body --------------------------------------------------------------------------------


def shown_place(desk: Desk) -> np.ndarray:
    return np.array(desk.scene.camera.target)


@pytest.mark.parametrize("region", ["temple", "heel", "back-of-thigh", "palm"])
def test_a_regions_page_shows_the_region_and_turns_to_it(desk: Desk, region: str) -> None:
    known, scene = desk.explore.known, desk.scene
    if region not in known.body_map.regions:
        region = next(name for name in known.body_map.regions if region.rsplit("-", maxsplit=1)[-1] in name)
    scene.marker_clicked.emit("infraspinatus.1@right")
    desk.panel.link_clicked.emit(f"tp:region/{region}")
    assert scene.selected == ""
    assert scene.paint.essential is None
    for side in ("right", "left"):
        desk.explore.set_side(side)
        assert np.array_equal(scene.lit, known.easel.lit(region, side))
        inside = scene.lit < 0
        vertices, normals = known.body.neutral.vertices[inside], known.body.neutral.normals[inside]
        assert np.linalg.norm(vertices.mean(axis=0) - shown_place(desk)) < 150
        assert scene.camera.height_mm < 900
        assert (normals @ scene.camera.view.axes[2]).mean() > 0.1
    desk.explore.back()
    desk.explore.back()
    assert scene.selected == "infraspinatus.1@right"
    assert scene.lit is None


def test_a_muscles_page_shows_the_muscle_and_turns_to_it(desk: Desk) -> None:
    scene, known = desk.scene, desk.explore.known
    scene.marker_clicked.emit("masseter.1@left")
    for muscle, selected in (("masseter", "masseter.1@left"), ("soleus", "")):
        desk.panel.link_clicked.emit(f"tp:muscle/{muscle}")
        assert (scene.selected, scene.muscle_shown) == (selected, True)
        extent = known.patterns.zone(f"{muscle}@left", "extent")
        assert extent is not None
        assert np.array_equal(scene.paint.extent, extent)
        assert np.linalg.norm(known.body.neutral.vertices[extent < 0].mean(axis=0) - shown_place(desk)) < 150
    desk.explore.other_side()
    assert shown_place(desk)[0] > 0
    assert np.array_equal(scene.paint.extent, known.patterns.zone("soleus@right", "extent"))
    desk.panel.link_clicked.emit("tp:technique/heat")
    assert not scene.muscle_shown


def test_conditions_and_cautions_show_where_they_are_felt_beside_the_selected_point(desk: Desk) -> None:
    scene, known, atlas = desk.scene, desk.explore.known, desk.explore.atlas
    home = desk.explore.poses.of_all("neutral")
    placed = [f"condition/{name}" for name, record in atlas.conditions.items() if record.regions]
    placed += [f"caution/{name}" for name, record in atlas.cautions.items() if record.regions]
    assert len(placed) > 20
    for link in placed[::3]:
        scene.marker_clicked.emit("soleus.1@right")
        desk.panel.link_clicked.emit(f"tp:{link}")
        assert scene.selected == "soleus.1@right"
        shown = scene.paint.site if scene.paint.site is not None else scene.lit
        assert shown is not None
        inside = shown < 0
        places = known.body.neutral.vertices[inside] - shown_place(desk)
        _, up, back = scene.camera.view.axes
        seen = (np.abs(places @ up) < scene.camera.height_mm / 2) & (known.body.neutral.normals[inside] @ back > 0)
        assert seen.any(), link
        desk.explore.step_out()
        assert (desk.panel.page.link, scene.lit) == ("point/soleus.1@right", None)
        assert scene.camera == desk.explore.poses.of_point("soleus.1@right", "neutral")
    for link in ("technique/heat", "chapters", "sources", "session", "help", "coverage"):
        desk.panel.link_clicked.emit(f"tp:{link}")
        assert (scene.selected, scene.lit) == ("soleus.1@right", None)
    desk.panel.link_clicked.emit("tp:start")
    assert (scene.selected, scene.camera) == ("", home)


def test_another_form_keeps_what_is_seen(desk: Desk) -> None:
    known = desk.explore.known
    desk.state.set_form("male")
    assert desk.scene.camera == desk.explore.poses.of_all("male")
    desk.scene.marker_clicked.emit("gastrocnemius.1@right")
    for form in ("female", "neutral", "male"):
        before = known.body.form(desk.state.form)
        place = known.patterns.marker("gastrocnemius.1@right")
        offset = (place.on(before) - shown_place(desk)) / desk.scene.camera.height_mm
        view = desk.scene.camera.view
        desk.state.set_form(form)
        after = (place.on(known.body.form(form)) - shown_place(desk)) / desk.scene.camera.height_mm
        assert np.abs(after - offset).max() < 0.03
        assert desk.scene.camera.view == view
    desk.panel.link_clicked.emit("tp:help")
    desk.state.set_form("female")
    desk.explore.back()
    best = desk.explore.poses.of_point("gastrocnemius.1@right", "female")
    assert np.linalg.norm(np.array(best.target) - shown_place(desk)) < 25


# --- what it needs ------------------------------------------------------------------------------------------------


def test_a_key_that_needs_a_point_says_so(built: Built) -> None:
    told = built.window._pointed
    press(built, Key.Key_M)
    assert "Select a point" in told.text()
    built.window.set_pointed("")
    built.explore.select("soleus.1@right")
    for _ in range(2):
        press(built, Key.Key_M)
        assert told.text() == ""
    for key in (Key.Key_1, Key.Key_2, Key.Key_3):
        built.window.set_pointed("")
        press(built, key, CONTROL)
        assert "Select a point" in told.text()


def test_every_row_of_the_results_is_as_tall_as_its_words(qtbot: QtBot, built: Built) -> None:
    results = built.lists.results
    for text in ("rotator", "trapezius", "masseter"):
        built.lists.search.setText(text)
        qtbot.waitUntil(results.isVisible)
        QApplication.processEvents()
        rows = [results.visualItemRect(results.item(row)) for row in range(results.count())]
        for row, rect in enumerate(rows):
            option = QStyleOptionViewItem()
            results.initViewItemOption(option)
            assert rect.height() == results.itemDelegate().sizeHint(option, results.indexFromItem(results.item(row))).height()
        assert all(above.bottom() < below.top() for above, below in pairwise(rows))


@pytest.mark.parametrize("text_step", [0, 8])
def test_every_row_of_the_tree_is_as_tall_as_its_words(qtbot: QtBot, built: Built, text_step: int) -> None:
    tree = built.lists.tree
    built.state.set_text_step(text_step)
    built.window.resize(1024, 600)
    built.explore.select("upper-trapezius.1@right")
    item = tree.currentItem()
    label = built.explore.atlas.point("upper-trapezius.1").label
    qtbot.waitUntil(lambda: tree.visualItemRect(item).height() > tree.fontMetrics().height() * 1.9)
    rect = tree.visualItemRect(item)
    assert rect.height() * rect.width() > tree.fontMetrics().horizontalAdvance(label) * tree.fontMetrics().height()
    assert tree.verticalScrollBar().maximum() > 0
