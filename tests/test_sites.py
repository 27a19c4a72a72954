"""The layer of endangerment sites: shown on demand, named under the pointer, opened by a click."""

from __future__ import annotations

import numpy as np
from fakes import Desk

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.body.body import Body
from tpexplorer.body.paint import Paint
from tpexplorer.body.views import STANDARD_VIEWS
from tpexplorer.modes.pages import Library
from tpexplorer.modes.sites import Sites
from tpexplorer.patterns.patterns import Patterns
from tpexplorer.plates.palette import LIGHT
from tpexplorer.plates.plate import PlateMaker

SITE = "groin"


def deepest(patterns: Patterns, site: str) -> int:
    field = patterns.zone(f"{site}@right", "site")
    assert field is not None
    return int(field.argmin())


def test_every_endangerment_site_is_drawn_and_says_what_lies_beneath(atlas: Atlas, patterns: Patterns) -> None:
    sites = Sites(atlas, patterns)
    wanted = {name for name, caution in atlas.cautions.items() if caution.kind == "endangerment site"}
    assert wanted <= set(sites.drawn)
    for name in sites.drawn:
        assert atlas.cautions[name].beneath in sites.said(name)
        assert name in sites.at(deepest(patterns, name))


def test_sites_lie_on_both_sides(atlas: Atlas, patterns: Patterns, body: Body) -> None:
    field = Sites(atlas, patterns).all
    assert field is not None
    assert np.array_equal(field, field[body.mirror])


def test_the_layer_is_laid_over_the_selected_pattern_and_taken_off(desk: Desk) -> None:
    desk.scene.marker_clicked.emit("infraspinatus.1@right")
    assert desk.scene.paint.site is None
    desk.state.set_sites_shown(True)
    assert desk.scene.paint.site is not None
    assert desk.scene.paint.essential is not None
    desk.state.set_sites_shown(False)
    assert desk.scene.paint.site is None


def test_a_site_is_named_under_the_pointer_and_opened_by_a_click(desk: Desk, patterns: Patterns, atlas: Atlas) -> None:
    desk.state.set_sites_shown(True)
    desk.scene.region_hovered.emit(deepest(patterns, SITE))
    assert atlas.cautions[SITE].name in desk.status.text
    assert atlas.cautions[SITE].beneath in desk.status.text
    desk.scene.background_clicked.emit()
    assert desk.panel.page.link == f"caution/{SITE}"


def test_the_layer_comes_and_goes_on_a_sites_own_page_too(desk: Desk, patterns: Patterns) -> None:
    desk.panel.link_clicked.emit(f"tp:caution/{SITE}")
    elsewhere = deepest(patterns, "armpit")
    desk.state.set_sites_shown(True)
    assert desk.scene.paint.site[elsewhere] < 0
    desk.state.set_sites_shown(False)
    assert desk.scene.paint.site[elsewhere] > 0


def test_a_click_on_skin_clears_where_the_layer_is_off(desk: Desk, patterns: Patterns) -> None:
    desk.scene.marker_clicked.emit("infraspinatus.1@right")
    desk.scene.region_hovered.emit(deepest(patterns, SITE))
    desk.scene.background_clicked.emit()
    assert (desk.state.selection, desk.panel.page.link) == ("", "start")


def test_a_sites_page_turns_to_it_and_shows_it_alone(desk: Desk, patterns: Patterns) -> None:
    desk.panel.link_clicked.emit(f"tp:caution/{SITE}")
    place = np.array(desk.scene.camera.target)
    own = patterns.body.neutral.vertices[deepest(patterns, SITE)]
    assert np.linalg.norm(place - own) < 250
    assert desk.scene.paint.site is not None
    assert desk.scene.paint.site[deepest(patterns, "armpit")] > 0
    desk.panel.link_clicked.emit("tp:start")
    assert desk.scene.paint.site is None


def test_a_point_on_a_site_says_so_first(atlas: Atlas, patterns: Patterns, library: Library) -> None:
    sites = Sites(atlas, patterns)
    on_site = {point: sites.near(point) for point in atlas.points if sites.near(point)}
    assert "groin" in on_site["pectineus.1"]
    for point, names in on_site.items():
        html = library.page(f"point/{point}", "right").html
        careful = html[html.index("Careful here") : html.index("Where the pain is felt")]
        assert all(f"tp:caution/{name}" in careful for name in names)


def test_plates_hatch_the_sites(body: Body, patterns: Patterns) -> None:
    maker = PlateMaker(body, body.neutral, LIGHT)
    view, size = STANDARD_VIEWS["front"], (200, 400)
    bare = np.asarray(maker.draw(view, size, Paint())).astype(int)
    hatched = np.asarray(maker.draw(view, size, Paint(site=patterns.zone(f"{SITE}@right", "site")))).astype(int)
    changed = np.abs(hatched - bare).max(axis=2) > 20
    assert changed.any()
    # The subject's right is on the left of a picture from the front.
    assert not changed[:, 110:].any()
