"""No treatment does what a caution forbids on the same skin; what is planted against the rule is found."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.atlas.means import forbidden, means_of
from tpexplorer.atlas.reading import read_atlas
from tpexplorer.atlas.schema import AtlasData, Claim, Treatment
from tpexplorer.cli import run
from tpexplorer.errors import DataError
from tpexplorer.patterns.patterns import Patterns
from tpexplorer.patterns.safety import contradictions

DATA = Path(__file__).parents[1] / "assets/data"
change = msgspec.structs.replace


def work(technique: str, how: str, **more: Any) -> Treatment:
    return Treatment(technique=technique, how=how, dose="30 seconds", sources=("travell-simons-1999",), **more)


def caution(text: str) -> Claim:
    return Claim(text=text, sources=("abmp-endangerment",))


def planted(data: AtlasData, muscle: str, beside: Sequence[str] = (), **fields: Sequence[Any]) -> AtlasData:
    """An atlas of one record with these claim groups instead of its own, and of some beside it."""
    groups = {name: tuple(value) for name, value in fields.items()}
    others = {name: data.muscles[name] for name in beside}
    return change(data, muscles={**others, muscle: change(data.muscles[muscle], **groups)})


def test_no_record_goes_against_a_caution(atlas: Atlas, patterns: Patterns) -> None:
    assert list(contradictions(atlas.data, patterns)) == []


@pytest.mark.parametrize(
    ("muscle", "group", "treatment", "told"),
    [
        (
            "rectus-capitis-posterior-major",
            "self_care",
            ("self-massage-ball", "Lie on two soft balls in a sock."),
            "below-skull",
        ),
        ("quadratus-lumborum", "self_care", ("self-massage-ball", "A tennis ball between the wall and the waist."), "kidney"),
        ("iliocostalis-lumborum", "treatments", ("pressure-release", "Lean on the point with the elbow."), "kidney"),
        ("longus-colli", "treatments", ("pressure-release", "Flat pads beside the voice box."), "front-of-neck"),
        ("superior-oblique", "treatments", ("active-movement", "Let the eyes follow a finger."), "eyes"),
        ("gastrocnemius", "self_care", ("self-massage-roller", "Roll the calf and the back of the knee."), "hollow-of-knee"),
        ("scalenus-medius", "self_care", ("self-massage-hand", "Press behind the collarbone."), "side-of-neck"),
        ("pectineus", "treatments", ("stripping", "Glide with two fingers up to the groin."), "groin"),
        ("fibularis-longus", "treatments", ("friction", "Rub across the fibres."), "fibular-head"),
        ("quadratus-femoris", "treatments", ("pressure-release", "Sink in with a knuckle."), "sciatic-nerve"),
    ],
)
def test_a_treatment_that_a_site_forbids_is_found(
    atlas: Atlas, patterns: Patterns, muscle: str, group: str, treatment: tuple[str, str], told: str
) -> None:
    problems = list(contradictions(planted(atlas.data, muscle, **{group: [work(*treatment)]}), patterns))
    assert any(p.startswith(f"{muscle}.yaml: {group}[0]: works with ") and f"'{told}' forbids here" in p for p in problems), (
        problems
    )


def test_the_same_work_on_other_skin_is_no_problem(atlas: Atlas, patterns: Patterns) -> None:
    ball = work("self-massage-ball", "A tennis ball between the wall and the sore spot.")
    data = planted(atlas.data, "rhomboid-major", atlas.muscles, self_care=[ball])
    assert list(contradictions(data, patterns)) == []


def test_a_record_that_forbids_what_it_does_is_found(atlas: Atlas, patterns: Patterns) -> None:
    data = planted(atlas.data, "soleus", cautions=[caution("Finger pads only.")])
    assert "soleus.yaml: treatments[1]: works with thumb, which its own cautions forbid" in list(contradictions(data, patterns))


def test_a_way_of_finding_a_point_that_a_site_forbids_is_found(atlas: Atlas, patterns: Patterns) -> None:
    point = atlas.muscles["longus-capitis"].points[0]
    pressed = change(point, palpation=change(point.palpation, method="Press with the thumb beside the voice box."))
    data = planted(atlas.data, "longus-capitis", points=[pressed])
    told = "longus-capitis.yaml: points[0].palpation: works with thumb, which the caution 'front-of-neck' forbids here"
    assert told in list(contradictions(data, patterns))


def test_a_neighbour_on_the_same_skin_is_found_and_one_further_off_is_not(atlas: Atlas, patterns: Patterns) -> None:
    beside = ("thoracic-multifidus", "rhomboid-major", "infraspinatus")
    data = planted(atlas.data, "thoracic-rotatores", beside, cautions=[caution("No elbow and no ball here.")])
    problems = [p for p in contradictions(data, patterns) if "'thoracic-rotatores'" in p]
    assert [p.partition(":")[0] for p in problems] == ["thoracic-multifidus.yaml"]
    assert "works with ball" in problems[0]


def test_words_settle_a_pair_only_if_the_treatment_says_them(atlas: Atlas, patterns: Patterns) -> None:
    def problems(how: str, words: str) -> list[str]:
        ball = work("self-massage-ball", how, keeps_clear={"kidney": words})
        return list(contradictions(planted(atlas.data, "longissimus-thoracis", self_care=[ball]), patterns))

    assert problems("A ball at the mid-back, above the last ribs.", "above the last ribs") == []
    (told,) = problems("A ball at the mid-back.", "above the last ribs")
    assert told == "longissimus-thoracis.yaml: self_care[0].keeps_clear: the treatment does not say 'above the last ribs'"


def test_what_the_text_names_is_among_the_means_that_are_written(atlas: Atlas, patterns: Patterns) -> None:
    hidden = work("pressure-release", "Press with a small ball or the elbow.", means=("finger pads",))
    told = [p for p in contradictions(planted(atlas.data, "rhomboid-major", treatments=[hidden]), patterns) if ".means" in p]
    assert [re.search(r"names a ([a-z]+)", p)[1] for p in told] == ["ball", "elbow"]  # type: ignore[index]


def test_a_site_lists_what_its_words_forbid(atlas: Atlas, patterns: Patterns) -> None:
    kidney = change(atlas.cautions["kidney"], forbids=("thumb",), do="No thumb and no ball here.")
    data = change(atlas.data, muscles={}, cautions={"kidney": kidney})
    told = "cautions.yaml: kidney.forbids: the text forbids 'ball', which is not listed"
    assert told in list(contradictions(data, patterns))


@pytest.mark.parametrize(
    ("how", "means"),
    [
        ("Press with the thumb or a soft knuckle.", {"thumb", "knuckle"}),
        ("Hold the band between thumb and fingers.", {"grip"}),
        ("A thumb's width from the bone, press with two finger pads.", set()),
        ("Elbow bent on a cushion; press below the elbow.", set()),
        ("Lean in with the soft side of the elbow.", {"elbow"}),
        ("With the elbow bent, press the spot.", set()),
        ("Flat fingers; no ball and no tool here.", set()),
        ("No thumb, but lean on it with the elbow.", {"elbow"}),
        ("Thumbs glide from the ball of the foot to the heel.", {"thumb"}),
        ("Use a massage gun or a stick.", {"machine", "tool"}),
        ("Sink the point of the elbow in, or lean with the forearm.", {"elbow", "forearm"}),
    ],
)
def test_means_are_read_from_the_words(atlas: Atlas, how: str, means: set[str]) -> None:
    technique = atlas.techniques["pressure-release"]
    assert means_of(work("pressure-release", how), technique, False) == {"held pressure"} | means
    assert means_of(work("pressure-release", how), technique, True) == {"held pressure", "self-massage"} | means


def test_hands_that_guide_a_stretch_do_not_press(atlas: Atlas) -> None:
    stretch = work("self-stretch", "Draw the elbow across with the other hand, thumb down.")
    assert means_of(stretch, atlas.techniques["self-stretch"], True) == {"stretch"}
    warm = work("heat", "A warm pack, then a ball under the sore spot.")
    assert means_of(warm, atlas.techniques["heat"], True) == {"heat", "ball", "self-massage"}


@pytest.mark.parametrize(
    ("text", "some", "none"),
    [
        ("Finger pads only, slow and moderate.", {"thumb", "elbow", "ball", "tool"}, {"finger pads", "stretch"}),
        ("Never use an elbow or tool.", {"elbow", "tool", "ball", "roller"}, {"thumb"}),
        ("No hard tool here; a thumb is enough.", {"tool"}, {"ball", "thumb"}),
        ("Keep elbows and balls off this muscle.", {"elbow", "ball"}, {"thumb"}),
        ("Use nothing harder than finger pads.", {"thumb", "knuckle", "ball"}, {"finger pads"}),
        ("Avoid thumb and ball here.", {"thumb", "ball"}, {"elbow"}),
        ("No elbow or tool with brittle bones.", set(), {"elbow", "tool"}),
        ("Diabetes or numb feet: no heat, ball or hard tool.", set(), {"ball", "tool"}),
        ("Press with the thumb, not on the bone.", set(), {"thumb"}),
    ],
)
def test_what_a_caution_forbids_is_read_from_its_words(text: str, some: set[str], none: set[str]) -> None:
    found = forbidden(caution(text))
    assert found >= some
    assert not found & none


def test_what_a_caution_writes_replaces_what_its_words_seem_to_say() -> None:
    assert forbidden(Claim(text="No ball here.", forbids=(), sources=("abmp-endangerment",))) == set()


def test_a_pack_without_these_fields_passes_and_one_that_settles_by_nothing_is_told(
    tmp_path: Path, atlas: Atlas, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "muscles").mkdir()
    path = tmp_path / "muscles/gastrocnemius.yaml"
    shutil.copy(DATA / "muscles/gastrocnemius.yaml", path)
    text = path.read_text(encoding="utf-8")
    plain = re.sub(r"^ *(keeps_clear|means|forbids): .*\n", "", text, flags=re.MULTILINE)
    assert plain != text
    path.write_text(plain, encoding="utf-8")
    assert run(["check", str(tmp_path)]) == 0
    assert "no problems in 1 muscles" in capsys.readouterr().out
    path.write_text(text.replace("keeps_clear: {hollow-of-knee", "keeps_clear: {no-such-place", 1), encoding="utf-8")
    with pytest.raises(
        DataError, match=r"gastrocnemius\.yaml:\d+: .*keeps_clear: there is no caution and no muscle 'no-such-place'"
    ):
        read_atlas(tmp_path, atlas.data)
