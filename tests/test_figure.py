"""Figures: the right sides, the right colours in the right places, nothing cut, the same picture every time."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tpexplorer.body.body import Body
from tpexplorer.body.paint import Mark, Paint
from tpexplorer.body.views import STANDARD_VIEWS, View
from tpexplorer.commands.drawing import Wanted, figure, subject_of
from tpexplorer.commands.library import Library
from tpexplorer.patterns.patterns import Patterns
from tpexplorer.plates.figure import FigureMaker, Subject, faded, without_strays
from tpexplorer.plates.framing import Panel, arrange, from_where
from tpexplorer.plates.lettering import fitted, width_of, wrapped
from tpexplorer.plates.palette import DARK, LIGHT
from tpexplorer.plates.plate import PlateMaker
from tpexplorer.plates.raster import Frame

SIZES = [(1600, 1000), (600, 1200), (1800, 500), (320, 300)]


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


@pytest.fixture(scope="module")
def maker(body: Body) -> FigureMaker:
    return FigureMaker(body, body.neutral, LIGHT)


def captions(maker: FigureMaker, library: Library, *points: str, view: str = "strip") -> list[str]:
    subject = subject_of(library, points, True)
    return [panel.caption for panel in maker.framer.panels(subject.paint, subject.marks, view)]


def test_a_strip_leaves_out_the_side_where_nothing_shows(maker: FigureMaker, library: Library) -> None:
    right = captions(maker, library, "infraspinatus.1@right")
    assert "Subject's right" in right and "Subject's left" not in right
    left = captions(maker, library, "infraspinatus.1@left")
    assert left == ["Subject's left" if caption == "Subject's right" else caption for caption in right]


def test_a_pattern_down_the_leg_is_shown_on_the_whole_body(maker: FigureMaker, library: Library) -> None:
    subject = subject_of(library, ["gluteus-minimus.2@right"], True)
    panels = maker.framer.panels(subject.paint, subject.marks, "strip")
    assert all(panel.whole for panel in panels)
    assert [panel.caption for panel in panels][:2] == ["Front", "Back"]
    assert maker.framer.locator(panels) is None


def test_a_small_zone_is_shown_close_up_with_the_whole_head_and_a_locator(maker: FigureMaker, library: Library) -> None:
    subject = subject_of(library, ["masseter.1@right"], True)
    panels = maker.framer.panels(subject.paint, subject.marks, "strip")
    assert all(panel.height_mm < 700 for panel in panels)
    assert len({panel.height_mm for panel in panels}) == 1
    top = panels[0].centre[2] + panels[0].height_mm / 2
    assert top >= maker.form.height
    assert maker.framer.locator(panels) is not None


@pytest.mark.parametrize("view", ["front", "back", "left", "right", "best"])
def test_one_view_is_one_panel(maker: FigureMaker, library: Library, view: str) -> None:
    assert len(captions(maker, library, "soleus.1@right", view=view)) == 1


def test_front_and_back_say_which_side_is_which(maker: FigureMaker, library: Library) -> None:
    subject = subject_of(library, ["scalenus-anterior.1@right"], True)
    ends = {panel.caption: panel.ends for panel in maker.framer.panels(subject.paint, subject.marks, "strip")}
    assert ends["Front"] == ("R", "L")
    assert ends["Back"] == ("L", "R")


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (View(0), "From the front"),
        (View(180), "From behind"),
        (View(-180), "From behind"),
        (View(90), "From the subject's right"),
        (View(-135), "From behind and the subject's left"),
        (View(45), "From the front and the subject's right"),
    ],
)
def test_free_views_are_said_in_words(view: View, said: str) -> None:
    assert from_where(view) == said


# --- the picture ------------------------------------------------------------------------------------------------------


def test_the_zone_is_red_where_the_body_says_it_is(body: Body, patterns: Patterns) -> None:
    maker = PlateMaker(body, body.neutral, LIGHT)
    paint = patterns.paint("infraspinatus.1@right")
    field = paint.essential
    assert field is not None
    deepest = int(np.argmin(np.where(body.neutral.normals[:, 1] > 0.5, field, 99)))
    frame = maker.frame(STANDARD_VIEWS["front"], (400, 700))
    x, y = frame.project(body.neutral.vertices[[deepest]].astype(float))[0]
    red, green, blue = (
        int(value) for value in np.asarray(maker.draw(STANDARD_VIEWS["front"], (400, 700), paint))[int(y), int(x)]
    )
    assert red > 1.8 * green and red > 1.5 * blue
    assert x < 200, "the subject's right is on the left of a view from the front"


def test_left_mirrors_right(body: Body, patterns: Patterns) -> None:
    maker = PlateMaker(body, body.neutral, LIGHT)
    reds = []
    for instance in ("upper-trapezius.1@right", "upper-trapezius.1@left"):
        pixels = np.asarray(maker.draw(STANDARD_VIEWS["back"], (300, 500), patterns.paint(instance))).astype(int)
        reds.append(pixels[..., 0] > 1.6 * pixels[..., 1])
    assert reds[0].sum() > 30
    assert np.logical_xor(reds[0], reds[1][:, ::-1]).sum() < 0.25 * reds[0].sum()


def test_the_silhouette_is_smooth_and_fills_its_share(body: Body) -> None:
    maker = PlateMaker(body, body.neutral, LIGHT)
    frame = maker.frame(STANDARD_VIEWS["front"], (300, 500))
    alpha = np.asarray(maker.layer(frame, Paint()))[..., 3]
    assert 0.15 < (alpha > 127).mean() < 0.45
    assert ((alpha > 20) & (alpha < 235)).sum() > 300


def test_a_marker_behind_the_body_is_a_ring(body: Body, patterns: Patterns) -> None:
    maker = PlateMaker(body, body.neutral, LIGHT)
    mark = Mark(patterns.marker("infraspinatus.1@right"))
    for name, seen in (("back", True), ("front", False)):
        frame = maker.frame(STANDARD_VIEWS[name], (500, 800))
        assert maker.in_sight(frame, mark) is seen
        x, y = (int(value) for value in frame.project(mark.point.on(body.neutral)[None])[0])
        pixel = np.asarray(maker.draw(STANDARD_VIEWS[name], (500, 800), Paint(), [mark]))[y, x].astype(int)
        yellow = bool(pixel[0] > 220 and pixel[2] < 120)
        assert yellow is seen


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("point", ["infraspinatus.1@right", "masseter.1@left", "tibialis-anterior.1@right"])
def test_nothing_touches_the_edge_of_the_page(maker: FigureMaker, library: Library, point: str, size: tuple[int, int]) -> None:
    image = np.asarray(maker.draw(subject_of(library, [point], True), size=size)).astype(int)
    assert image.shape == (size[1], size[0], 3)
    for border in (image[:3], image[-3:], image[:, :3], image[:, -3:]):
        assert border.min() >= 250
    assert (image.max(axis=2) - image.min(axis=2) > 60).sum() > 0.0005 * size[0] * size[1]


def test_several_points_are_joined_and_numbered(library: Library, maker: FigureMaker) -> None:
    subject = subject_of(library, ["infraspinatus.1@right", "upper-trapezius.1@left"], True)
    assert subject.title == "Infraspinatus, Upper trapezius"
    assert "both sides" in subject.subtitle
    assert [mark.label for mark in subject.marks] == ["1", "2"]
    assert subject.listed[1].endswith("(left)")
    one = library.patterns.paint("upper-trapezius.1@left").essential
    assert one is not None and subject.paint.essential is not None
    assert (subject.paint.essential <= one).all()
    assert maker.draw(subject, size=(600, 400)).size == (600, 400)


def test_a_point_without_spillover_and_a_body_without_zones_can_be_drawn(
    body: Body, maker: FigureMaker, patterns: Patterns
) -> None:
    place = patterns.marker("soleus.1@right")
    for paint in (Paint(), Paint(essential=patterns.paint("soleus.1@right").essential)):
        subject = Subject("Τρίγωνο 筋", "é – ü", paint, (Mark(place),))
        for view in ("strip", "best"):
            assert maker.draw(subject, view, (400, 300)).size == (400, 300)
    assert maker.draw(Subject("", "", Paint(), ()), "strip", (400, 300)).size == (400, 300)


def test_the_same_figure_is_the_same_file(library: Library, tmp_path: Path) -> None:
    digests = set()
    for name in ("a.png", "b.png"):
        figure(library, ["soleus.1"], Wanted(size=(500, 400), theme="dark"), tmp_path / name)
        digests.add(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
    assert len(digests) == 1


def test_the_dark_theme_is_dark(body: Body, library: Library) -> None:
    image = np.asarray(
        FigureMaker(body, body.neutral, DARK).draw(subject_of(library, ["soleus.1@right"], True), size=(400, 300))
    )
    assert image[0].mean() < 80


# --- laying out -------------------------------------------------------------------------------------------------------


def panel(width: float, height: float = 500.0) -> Panel:
    return Panel(View(0), "Front", np.zeros(3), width, height)


@pytest.mark.parametrize("box", [(10, 20, 900, 400), (0, 0, 300, 900), (5, 5, 1500, 200)])
@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_panels_lie_within_their_box_at_one_scale_and_apart(box: tuple[int, int, int, int], count: int) -> None:
    places = arrange([panel(200 + 60 * number) for number in range(count)], box, 10, 20)
    scales = {round(place.panel.height_mm / place.height, 1) for place in places}
    assert max(scales) - min(scales) < 0.15
    for place in places:
        assert place.left >= box[0] - 1 and place.left + place.width <= box[0] + box[2] + 1
        assert place.top >= box[1] - 1 and place.top + place.height + 20 <= box[1] + box[3] + 1
    for one, other in pairwise(places):
        assert one.top + one.height <= other.top or one.left + one.width <= other.left


def test_text_is_fitted_to_its_place() -> None:
    text = "Superficial layer, lower mid-belly, and a word of unreasonablelengththatfitsnowhere"
    for line in wrapped(text, 20, 150):
        assert width_of(line, 20) <= 150
    lines, size = fitted(text * 4, 40, 200, 2)
    assert len(lines) == 2 and size < 40
    assert lines[-1].endswith("…")
    assert fitted("", 20, 100, 1)[0] == []


def test_only_cut_edges_fade() -> None:
    pixels = np.zeros((40, 40, 4), np.uint8)
    pixels[10:, 5:35] = 255
    soft = np.asarray(faded(Image.fromarray(pixels, "RGBA"), 8))[..., 3]
    assert soft[-1].max() < 10
    assert soft[10, 20] == 255 and soft[20, 5] == 255


def test_pieces_that_the_edge_cuts_off_are_left_out_unless_something_is_shown_on_them() -> None:
    pixels = np.zeros((60, 60, 4), np.uint8)
    pixels[10:50, 10:50] = 255
    pixels[0:5, 0:5] = 255
    pixels[0:5, 50:60] = 255
    clean = np.asarray(without_strays(Image.fromarray(pixels, "RGBA"), np.array([[55.0, 2.0], [-5.0, 900.0]])))[..., 3]
    assert clean[2, 2] == 0
    assert clean[2, 55] == 255 and clean[30, 30] == 255


def test_frames_project_what_they_centre_on() -> None:
    frame = Frame(View(90), np.array([10.0, 20.0, 30.0]), 2.0, 100, 80)
    assert np.allclose(frame.project(np.array([[10.0, 20.0, 30.0]])), [[50, 40]])
