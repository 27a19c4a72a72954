"""The body: closed, mirror-symmetric, outward, of human height, the same skin in every form."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import trimesh

from tpexplorer.body.body import Body, SurfacePoint, load_body
from tpexplorer.errors import AssetError, UnknownIdError


@pytest.fixture(scope="module", params=["neutral", "female", "male"])
def form_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_form_is_one_closed_surface_with_outward_normals(body: Body, form_name: str) -> None:
    form = body.form(form_name)
    mesh = trimesh.Trimesh(form.vertices, body.faces, process=False)
    assert mesh.is_watertight
    assert mesh.euler_number == 2
    assert mesh.is_winding_consistent
    assert 40e6 < mesh.volume < 90e6  # cubic mm: positive means outward triangles
    along = np.einsum("ij,ij->i", form.normals, mesh.vertex_normals)
    assert np.percentile(along, 0.5) > 0.9


def test_every_form_mirrors_exactly(body: Body, form_name: str) -> None:
    form = body.form(form_name)
    np.testing.assert_array_equal(body.mirror[body.mirror], np.arange(body.vertex_count))
    np.testing.assert_allclose(form.vertices[body.mirror], form.vertices * [-1, 1, 1], atol=1e-3)
    np.testing.assert_allclose(form.openness[body.mirror], form.openness, atol=1 / 255)
    faces = {tuple(sorted(face)) for face in body.faces.tolist()}
    assert {tuple(sorted(face)) for face in body.mirror[body.faces].tolist()} == faces


def test_forms_stand_upright_with_the_right_hand_at_positive_x(body: Body, form_name: str) -> None:
    form = body.form(form_name)
    assert 1600 < form.height < 1850
    assert form.vertices[:, 2].min() == pytest.approx(0, abs=0.01)
    # Anatomical position: a hand is farthest from the midline, and palms forward put the thumb farthest out.
    hand = form.vertices[form.vertices[:, 0].argmax()]
    assert 0.38 < hand[2] / form.height < 0.52
    # The face looks along +y: the tip of the nose is the foremost point of the head.
    head = form.vertices[form.vertices[:, 2] > form.height * 0.88]
    nose = head[head[:, 1].argmax()]
    assert abs(nose[0]) < 3
    # Toes point forward too.
    feet = form.vertices[form.vertices[:, 2] < 40]
    assert feet[:, 1].max() > 100


def test_forms_share_their_triangles_and_differ_in_shape(body: Body) -> None:
    assert next(iter(body.forms)) == "neutral"
    assert {"female", "male"} <= set(body.forms)
    assert len({form.vertices.shape for form in body.forms.values()}) == 1
    assert np.abs(body.form("female").vertices - body.form("male").vertices).max() > 30


def test_all_forms_together_are_small_on_disk() -> None:
    assert (Path(__file__).parents[1] / "assets/models/body.npz").stat().st_size < 8e6


def test_the_skin_area_is_that_of_an_adult(body: Body) -> None:
    assert 1.4e6 < body.vertex_areas.sum() < 2.3e6  # mm²


def test_stipple_dots_keep_their_distance_on_every_level(body: Body) -> None:
    dots = (body.neutral.vertices[body.stipple_corners] * body.stipple_weights[:, :, None]).sum(axis=1)
    coarse = dots[body.stipple_levels == 0]
    gaps = np.linalg.norm(coarse[:, None] - coarse[None], axis=2) + np.eye(len(coarse)) * 1e6
    assert gaps.min() > 17
    np.testing.assert_allclose(body.stipple_weights.sum(axis=1), 1, atol=1e-6)  # else dots drift off the skin
    right = (dots[:, 0] > 0).sum()
    assert right * 2 == len(dots)


def test_a_place_follows_the_forms_and_mirrors(body: Body) -> None:
    place = SurfacePoint(tuple(int(corner) for corner in body.faces[1234]), (0.2, 0.3, 0.5))
    other = body.mirrored(place)
    np.testing.assert_allclose(other.on(body.neutral), place.on(body.neutral) * [-1, 1, 1], atol=1e-2)
    assert np.linalg.norm(place.on(body.form("male")) - place.on(body.neutral)) > 0.5


def test_an_unknown_form_is_told_with_the_forms_there_are(body: Body) -> None:
    with pytest.raises(UnknownIdError, match=r"no form 'child'.*neutral"):
        body.form("child")


@pytest.mark.parametrize("damage", ["missing", "cut", "garbage", "empty"])
def test_a_broken_model_gets_one_sentence(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "models"
    folder.mkdir()
    whole = (Path(__file__).parents[1] / "assets/models/body.npz").read_bytes()
    if damage != "missing":
        contents = {"cut": whole[: len(whole) // 2], "garbage": b"\x00\x01not a model" * 50, "empty": b""}[damage]
        (folder / "body.npz").write_bytes(contents)
    with pytest.raises(AssetError, match="Reinstall TPExplorer") as caught:
        load_body(tmp_path)
    assert "\n" not in str(caught.value)
