"""Look-alikes: the right ones, what they share and what tells them apart, and the window that shows them side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.body.body import Body
from tpexplorer.body.map import BodyMap
from tpexplorer.errors import UnknownIdError
from tpexplorer.ids import muscle_of, other_side, split_side
from tpexplorer.modes.compare import Comparison, alike_section, compare_link, comparison
from tpexplorer.modes.compare_words import regions_of
from tpexplorer.modes.links import split_link
from tpexplorer.panels.compare_card import said_hidden
from tpexplorer.panels.compare_drawing import CompareDrawer, Drawn, Wish, frame_of
from tpexplorer.panels.compare_window import CompareWindow
from tpexplorer.panels.theme import DARK, LIGHT
from tpexplorer.patterns.alike import look_alikes, only_in_one, pattern_field, shared_field
from tpexplorer.patterns.finding import Finder
from tpexplorer.patterns.match import Matcher
from tpexplorer.patterns.patterns import Patterns

POINT = "infraspinatus.1@right"
FRONT_OF_SHOULDER = [POINT, "deltoid-anterior.1@right", "biceps-brachii.1@right"]
WAIT_MS = 20_000


@pytest.fixture(scope="module")
def finder(patterns: Patterns) -> Finder:
    return Finder(patterns)


@pytest.fixture(scope="module")
def shoulder(atlas: Atlas, patterns: Patterns, body_map: BodyMap) -> Comparison:
    return comparison(atlas, patterns, body_map, FRONT_OF_SHOULDER)


@pytest.fixture
def window(qtbot: QtBot, body: Body) -> Iterator[CompareWindow]:
    window = CompareWindow(body)
    qtbot.addWidget(window)
    window.resize(900, 640)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    window.stop()


def show(qtbot: QtBot, window: CompareWindow, shown: Comparison) -> None:
    with qtbot.waitSignal(window.plates.fine, timeout=WAIT_MS):
        window.set_comparison(shown)


def pixels(image: QImage) -> np.ndarray:
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(bytes(rgb.constBits()), np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    return lines[:, : rgb.width() * 3].reshape(rgb.height(), rgb.width(), 3).astype(int)


def cells(shown: Comparison, heading: str) -> tuple[str, ...]:
    return next(row.cells for row in shown.rows if row.heading == heading)


# --- which points look alike ----------------------------------------------------------------------------------------


def test_what_is_felt_in_the_front_of_the_shoulder_looks_like_the_infraspinatus(finder: Finder, patterns: Patterns) -> None:
    muscles = [muscle_of(alike.instance) for alike in look_alikes(finder, patterns, POINT)]
    assert {"deltoid-anterior", "biceps-brachii", "coracobrachialis"} <= set(muscles)
    assert len(set(muscles)) == len(muscles) <= 4
    assert "infraspinatus" not in muscles


def test_points_with_the_same_pattern_look_most_alike(finder: Finder, patterns: Patterns) -> None:
    best = look_alikes(finder, patterns, "semimembranosus.1@left")[0]
    assert best.instance == "semitendinosus.1@left"
    assert best.share > 0.95


def test_look_alikes_mirror_each_other(finder: Finder, patterns: Patterns) -> None:
    for point in ("supraspinatus.1", "scalenus-anterior.1", "temporalis.1"):
        right = [alike.instance for alike in look_alikes(finder, patterns, f"{point}@right")]
        left = [alike.instance for alike in look_alikes(finder, patterns, f"{point}@left")]
        assert [other_side(instance) for instance in right] == left


def test_a_point_whose_place_no_other_shares_has_no_look_alike(
    atlas: Atlas, body_map: BodyMap, finder: Finder, patterns: Patterns
) -> None:
    lonely = "gracilis.1@right"
    assert look_alikes(finder, patterns, lonely) == []
    assert alike_section(atlas, body_map, patterns, finder, lonely) == ""


def test_every_look_alike_really_overlaps(finder: Finder, patterns: Patterns) -> None:
    for instance in patterns.instances[::9]:
        for alike in look_alikes(finder, patterns, instance):
            assert split_side(alike.instance)[1] == split_side(instance)[1]
            shared = shared_field([patterns.paint(instance), patterns.paint(alike.instance)])
            assert shared is not None
            assert (shared < 0).any()


# --- what they share, what not --------------------------------------------------------------------------------------


def test_shared_skin_lies_in_at_least_two_patterns_and_nothing_else_does(patterns: Patterns) -> None:
    for chosen in (FRONT_OF_SHOULDER[:2], FRONT_OF_SHOULDER, [*FRONT_OF_SHOULDER, "coracobrachialis.1@right"]):
        paints = [patterns.paint(instance) for instance in chosen]
        fields = [field for paint in paints if (field := pattern_field(paint)) is not None]
        shared = shared_field(paints)
        assert shared is not None
        assert np.array_equal(shared < 0, sum((field < 0).astype(int) for field in fields) >= 2)
    assert shared_field([patterns.paint(POINT)]) is None


def test_each_column_shades_only_its_own_part_of_what_is_shared(shoulder: Comparison) -> None:
    for column in shoulder.columns:
        own, site = pattern_field(column.paint), column.paint.site
        assert own is not None and site is not None
        assert (site < 0).any()
        assert (own[site < 0] < 0).all()
        assert column.paint.extent is None


def test_only_in_one_leaves_what_is_in_two() -> None:
    assert only_in_one([["a", "b", "c"], ["c", "d"], ["d"]]) == [["a", "b"], [], []]


def test_regions_of_one_point_alone_are_reached_by_no_other(
    atlas: Atlas, body_map: BodyMap, patterns: Patterns, finder: Finder
) -> None:
    matcher = Matcher(body_map, patterns)
    for first in (POINT, "supraspinatus.1@right", "temporalis.2@right", "latissimus-dorsi.1@right"):
        chosen = [first, *(alike.instance for alike in look_alikes(finder, patterns, first))][:4]
        shown = comparison(atlas, patterns, body_map, chosen)
        told = [re.findall(r'href="tp:region/([\w-]+)"', cell) for cell in cells(shown, "Only this one")]
        fields = [field for column in shown.columns if (field := pattern_field(column.paint)) is not None]
        assert any(told)
        for number, regions in enumerate(told):
            others = np.minimum.reduce(fields[:number] + fields[number + 1 :])
            for region in regions:
                assert region in regions_of(atlas.point(chosen[number]))
                assert not any(region in regions_of(atlas.point(other)) for other in chosen if other != chosen[number])
                skin = matcher.skin_of(region, "right")
                areas = patterns.body.vertex_areas[skin]
                assert areas[others[skin] < 0].sum() < 0.15 * areas.sum()


# --- what is said ---------------------------------------------------------------------------------------------------


def test_rows_hold_a_cell_for_each_point_and_caution_comes_before_palpation(shoulder: Comparison) -> None:
    headings = [row.heading for row in shoulder.rows]
    assert headings[:4] == ["Essential zone", "Spillover zone", "Only this one", "Movement that may bring it on"]
    assert headings.index("Red flags: to a doctor first") < headings.index("How to find it")
    assert headings.index("Careful here") < headings.index("How to find it")
    assert all(len(row.cells) == len(shoulder.columns) == 3 for row in shoulder.rows)
    assert "Turns the arm outward" in cells(shoulder, "Movement that may bring it on")[0]
    assert "coat sleeve" in cells(shoulder, "Movement that may bring it on")[0]
    assert "Ache over the shoulder blade" not in cells(shoulder, "Movement that may bring it on")[0]
    assert "front of the shoulder" in shoulder.shared


def test_nothing_is_said_of_likelihood_or_diagnosis(shoulder: Comparison) -> None:
    text = " ".join(cell for row in shoulder.rows for cell in (row.heading, row.remark, *row.cells))
    assert not re.search(r"\d ?%|probab|likely|diagnos", text, re.IGNORECASE)


def test_warnings_that_all_share_are_not_repeated(atlas: Atlas, patterns: Patterns, body_map: BodyMap) -> None:
    shown = comparison(atlas, patterns, body_map, ["infraspinatus.1@right", "infraspinatus.2@right"])
    assert not any(row.kind for row in shown.rows)
    assert shown.title == "Infraspinatus"


def test_links_of_the_section_lead_to_points_regions_and_the_comparison(
    atlas: Atlas, body_map: BodyMap, patterns: Patterns, finder: Finder
) -> None:
    html = alike_section(atlas, body_map, patterns, finder, POINT)
    links = [split_link(link) for link in re.findall(r'href="([^"]+)"', html)]
    assert {kind for kind, _ in links} == {"point", "region", "compare"}
    points = [id_ for kind, id_ in links if kind == "point"]
    compared = next(id_ for kind, id_ in links if kind == "compare").split(",")
    assert compared == [POINT, *points][:4]
    assert compare_link(compared) in html
    assert "front of the shoulder" in html


def test_more_than_four_are_cut_and_unknown_ones_refused(atlas: Atlas, patterns: Patterns, body_map: BodyMap) -> None:
    shown = comparison(atlas, patterns, body_map, [f"masseter.{number}@left" for number in range(1, 6)])
    assert len(shown.columns) == 4
    with pytest.raises(UnknownIdError):
        comparison(atlas, patterns, body_map, [POINT, "no-such.1@right"])


# --- the camera and the plates --------------------------------------------------------------------------------------


def test_one_pose_holds_all_zones_and_markers(body: Body, shoulder: Comparison) -> None:
    for size in ((320, 400), (320, 640), (900, 300)):
        frame = frame_of(shoulder.pose, size)
        for column in shoulder.columns:
            field = pattern_field(column.paint)
            assert field is not None
            facing = (field < 0) & (body.neutral.normals @ frame.view.axes[2] > 0)
            places = np.vstack([body.neutral.vertices[facing], column.mark.point.on(body.neutral)[None]])
            where = frame.project(places.astype(float))
            assert (where >= 0).all()
            assert (where <= size).all()


def test_the_closer_look_is_closer(shoulder: Comparison) -> None:
    assert shoulder.close is not None
    assert shoulder.close.height_mm < shoulder.pose.height_mm
    assert shoulder.close.view == shoulder.pose.view


def draw(body: Body, shown: Comparison, quick: bool = False) -> Drawn:
    paints = tuple(column.paint for column in shown.columns)
    points = tuple(column.mark.point for column in shown.columns)
    drawn = CompareDrawer(body).draw(Wish(shown.pose, "neutral", (160, 200), 1.0, quick, "light", paints, points))
    assert drawn is not None
    return drawn


def test_plates_show_the_same_body_and_differ_only_where_zones_do(body: Body, shoulder: Comparison) -> None:
    first, second, _ = draw(body, shoulder).pixels
    differing = (first != second).any(axis=2)
    frame = frame_of(shoulder.pose, (160, 200))
    near = np.zeros_like(differing)
    for column in shoulder.columns[:2]:
        field = pattern_field(column.paint)
        assert field is not None
        across, down = np.clip(frame.project(body.neutral.vertices[field < 4].astype(float)).astype(int), 0, (159, 199)).T
        for right in range(-3, 4):
            for below in range(-3, 4):
                near[np.clip(down + below, 0, 199), np.clip(across + right, 0, 159)] = True
    assert differing.sum() > 100
    assert not (differing & ~near).any()


def test_shared_skin_is_crossed_by_dark_lines(body: Body, shoulder: Comparison) -> None:
    frame = frame_of(shoulder.pose, (160, 200))
    site = shoulder.columns[1].paint.site
    assert site is not None
    facing = body.neutral.normals @ frame.view.axes[2] > 0.5
    across, down = frame.project(body.neutral.vertices[(site < -3) & facing].astype(float)).astype(int).T
    tones = draw(body, shoulder).pixels[1][down, across].astype(int)
    assert (tones.sum(axis=1) < 180).any()
    assert ((tones[:, 0] > 130) & (tones[:, 1] < 90)).any()


def test_what_is_no_longer_wanted_is_given_up(body: Body, shoulder: Comparison) -> None:
    wish = Wish(shoulder.pose, "neutral", (160, 200), 1.0, False, "light", (shoulder.columns[0].paint,), ())
    assert CompareDrawer(body).draw(wish, lambda: False) is None


def test_a_plate_says_what_is_out_of_sight() -> None:
    assert said_hidden(0.9, 0.9) == ""
    assert said_hidden(0.5, 0.8).startswith("Part")
    assert said_hidden(0.0, 0.5).startswith("Essential zone")
    assert said_hidden(0.0, 0.0).startswith("All")


# --- the window -----------------------------------------------------------------------------------------------------


def test_as_many_plates_as_points_each_with_its_own_pattern(qtbot: QtBot, window: CompareWindow, shoulder: Comparison) -> None:
    show(qtbot, window, shoulder)
    cards = window.plates.cards
    assert len(cards) == len(window.heads) == 3
    images = [pixels(card.image) for card in cards]
    assert len({image.shape for image in images}) == 1
    for one in range(3):
        for other in range(one):
            assert (images[one] != images[other]).any(axis=2).sum() > 200
    assert "Infraspinatus" in cards[0].accessibleName()
    assert "Infraspinatus" in window.windowTitle()
    assert "Shared with another" in window.legend.names
    assert window.seen_from.text().startswith("From")


def test_words_stand_under_their_plates(qtbot: QtBot, window: CompareWindow, shoulder: Comparison) -> None:
    show(qtbot, window, shoulder)
    text = window.words.toPlainText()
    assert "Both" not in text and "Essential zone" in text and "Feel for." in text
    cursor = window.words.document().find("The front of the shoulder, in and round the point itself")
    words = window.words.viewport().mapTo(window, window.words.cursorRect(cursor).topLeft()).x()
    card = window.plates.cards[1]
    assert card.mapTo(window, QPoint(0, 0)).x() <= words <= card.mapTo(window, QPoint(card.width(), 0)).x()


def test_turning_one_turns_all_with_buttons_keys_and_drags(qtbot: QtBot, window: CompareWindow, shoulder: Comparison) -> None:
    show(qtbot, window, shoulder)
    before = [pixels(card.image) for card in window.plates.cards]
    with qtbot.waitSignal(window.plates.fine, timeout=WAIT_MS):
        window.buttons["back"].click()
    assert window.plates.pose.view.yaw == 180
    assert window.plates.pose.target == shoulder.pose.target
    after = [pixels(card.image) for card in window.plates.cards]
    # A longer or shorter line above may leave the plates another height: that is another picture too.
    assert all(new.shape != old.shape or (new != old).any() for new, old in zip(after, before, strict=True))
    assert window.seen_from.text() == "From behind"
    QTest.keyClick(window, Qt.Key.Key_1)
    assert window.plates.pose.view.yaw == 0
    QTest.keyClick(window.plates, Qt.Key.Key_Left)
    assert window.plates.pose.view.yaw > 0
    card = window.plates.cards[2]
    QTest.mousePress(card, Qt.MouseButton.LeftButton, pos=QPoint(50, 60))
    QTest.mouseMove(card, QPoint(90, 60))
    QTest.mouseRelease(card, Qt.MouseButton.LeftButton, pos=QPoint(90, 60))
    assert window.plates.pose.view.yaw < 0
    QTest.keyClick(window, Qt.Key.Key_B)
    assert window.plates.pose == shoulder.pose
    QTest.keyClick(window, Qt.Key.Key_C)
    assert window.plates.pose == shoulder.close


def test_zooming_keeps_what_lies_under_the_pointer(window: CompareWindow, shoulder: Comparison) -> None:
    window.set_comparison(shoulder)
    plates, size = window.plates, (window.plates.cards[0].width(), window.plates.cards[0].height())
    place = np.array(plates.pose.target)[None] + np.array([[20.0, 0.0, 60.0]])
    x, y = frame_of(plates.pose, size).project(place)[0]
    plates.zoom(2.0, QPointF(x - size[0] / 2, y - size[1] / 2))
    assert plates.pose.height_mm == pytest.approx(shoulder.pose.height_mm / 2)
    assert frame_of(plates.pose, size).project(place)[0] == pytest.approx([x, y], abs=0.01)


def test_links_of_headings_words_and_the_shared_line_are_told(
    qtbot: QtBot, window: CompareWindow, shoulder: Comparison
) -> None:
    window.set_comparison(shoulder)
    with qtbot.waitSignal(window.link_clicked) as told:
        window.heads[0].linkActivated.emit(f"tp:point/{POINT}")
    assert told.args == [f"point/{POINT}"]
    assert f"point/{POINT}" in window.heads[0].text()
    with qtbot.waitSignal(window.link_clicked) as told:
        window.words.anchorClicked.emit(QUrl("tp:region/dorsal-hand"))
    assert told.args == ["region/dorsal-hand"]
    with qtbot.waitSignal(window.link_clicked) as told:
        window.shared.linkActivated.emit("tp:region/anterior-shoulder")
    assert told.args == ["region/anterior-shoulder"]


def test_a_theme_and_a_form_reach_plates_and_words(qtbot: QtBot, window: CompareWindow, shoulder: Comparison) -> None:
    window.set_look(LIGHT, 10.0)
    show(qtbot, window, shoulder)
    light = pixels(window.plates.cards[0].image)
    with qtbot.waitSignal(window.plates.fine, timeout=WAIT_MS):
        window.set_look(DARK, 14.0)
    dark = pixels(window.plates.cards[0].image)
    assert dark[2, 2].sum() < light[2, 2].sum()
    assert DARK.ink in window.heads[0].text()
    with qtbot.waitSignal(window.plates.fine, timeout=WAIT_MS):
        window.set_form("female")
    female = pixels(window.plates.cards[0].image)
    assert female.shape != dark.shape or (female != dark).any()


def test_esc_closes_and_what_is_asked_for_out_of_sight_is_drawn_when_seen(
    qtbot: QtBot, window: CompareWindow, shoulder: Comparison, atlas: Atlas, patterns: Patterns, body_map: BodyMap
) -> None:
    show(qtbot, window, shoulder)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
    window.set_comparison(comparison(atlas, patterns, body_map, ["soleus.1@left", "tibialis-posterior.1@left"]))
    with qtbot.waitSignal(window.plates.fine, timeout=WAIT_MS):
        window.show()
    assert len(window.plates.cards) == 2


def test_fewer_than_two_points_say_what_to_do(
    window: CompareWindow, atlas: Atlas, patterns: Patterns, body_map: BodyMap
) -> None:
    for chosen in ([], [POINT]):
        window.set_comparison(comparison(atlas, patterns, body_map, chosen))
        assert window.nothing.isVisible()
        assert not window.splitter.isVisible()
    window.set_comparison(comparison(atlas, patterns, body_map, FRONT_OF_SHOULDER[:2]))
    assert window.splitter.isVisible()
    assert not window.nothing.isVisible()
    window.set_comparison(None)
    assert "two to four points" in window.nothing.text()
