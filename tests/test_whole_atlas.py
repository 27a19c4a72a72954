"""The whole atlas: nothing that a therapist looks for is missing, and every record is complete to one standard."""

from __future__ import annotations

import re

import pytest

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.atlas.schema import Muscle
from tpexplorer.body.map import BodyMap
from tpexplorer.ids import muscle_of
from tpexplorer.resources import assets_dir

# By part of the body; each muscle by the id of its record, or the record that holds it as a named point.
WANTED = {
    "head and neck": """
        masseter temporalis medial-pterygoid lateral-pterygoid digastric-anterior-belly digastric-posterior-belly mylohyoid
        stylohyoid orbicularis-oculi zygomaticus-major buccinator platysma frontalis occipitalis longus-colli longus-capitis
        sternocleidomastoid splenius-capitis splenius-cervicis semispinalis-capitis semispinalis-cervicis longissimus-capitis
        cervical-multifidus cervical-rotatores rectus-capitis-posterior-major rectus-capitis-posterior-minor
        obliquus-capitis-inferior obliquus-capitis-superior
    """,
    "shoulder and arm": """
        upper-trapezius middle-trapezius lower-trapezius levator-scapulae scalenus-anterior scalenus-medius scalenus-posterior
        scalenus-minimus supraspinatus infraspinatus teres-minor teres-major subscapularis latissimus-dorsi rhomboid-major
        rhomboid-minor deltoid-anterior deltoid-middle deltoid-posterior coracobrachialis biceps-brachii brachialis
        triceps-brachii anconeus
    """,
    "forearm and hand": """
        brachioradialis extensor-carpi-radialis-longus extensor-carpi-radialis-brevis extensor-carpi-ulnaris
        extensor-digitorum extensor-digiti-minimi extensor-indicis supinator pronator-teres pronator-quadratus
        flexor-carpi-radialis flexor-carpi-ulnaris palmaris-longus flexor-digitorum-superficialis flexor-digitorum-profundus
        flexor-pollicis-longus adductor-pollicis opponens-pollicis abductor-digiti-minimi first-dorsal-interosseous
        dorsal-interossei-of-hand palmar-interossei lumbricals-of-hand
    """,
    "trunk": """
        pectoralis-major pectoralis-minor subclavius sternalis serratus-anterior serratus-posterior-superior
        serratus-posterior-inferior intercostals diaphragm iliocostalis-thoracis iliocostalis-lumborum longissimus-thoracis
        semispinalis-thoracis thoracic-multifidus thoracic-rotatores lumbar-multifidus lumbar-rotatores sacral-multifidus
        rectus-abdominis external-oblique internal-oblique transversus-abdominis pyramidalis quadratus-lumborum iliacus
        psoas-major
    """,
    "pelvis and thigh": """
        levator-ani coccygeus obturator-internus sphincter-ani bulbospongiosus ischiocavernosus superficial-transverse-perineal
        gluteus-maximus gluteus-medius gluteus-minimus piriformis gemellus-superior gemellus-inferior obturator-externus
        quadratus-femoris tensor-fasciae-latae sartorius pectineus rectus-femoris vastus-medialis vastus-intermedius
        vastus-lateralis gracilis adductor-longus adductor-brevis adductor-magnus biceps-femoris-long-head
        biceps-femoris-short-head semitendinosus semimembranosus popliteus
    """,
    "leg and foot": """
        tibialis-anterior tibialis-posterior fibularis-longus fibularis-brevis fibularis-tertius gastrocnemius soleus plantaris
        extensor-digitorum-longus extensor-digitorum-brevis extensor-hallucis-longus extensor-hallucis-brevis
        flexor-digitorum-longus flexor-digitorum-brevis flexor-hallucis-longus flexor-hallucis-brevis abductor-hallucis
        abductor-digiti-minimi-pedis quadratus-plantae adductor-hallucis-oblique-head adductor-hallucis-transverse-head
        dorsal-interossei-of-foot plantar-interossei lumbricals-of-foot
    """,
}
# Parts that share a record are named by the labels of its points: (record, words, how many points at least).
PARTS = (
    ("masseter", "superficial", 2),
    ("masseter", "deep", 1),
    ("sternocleidomastoid", "sternal", 3),
    ("sternocleidomastoid", "clavicular", 2),
    ("triceps-brachii", "long", 1),
    ("triceps-brachii", "lateral", 1),
    ("triceps-brachii", "medial", 1),
    ("pectoralis-major", "clavicular", 1),
    ("pectoralis-major", "sternal", 1),
    ("pectoralis-major", "costal|abdominal", 1),
    ("extensor-digitorum", "middle", 1),
    ("extensor-digitorum", "ring", 1),
    ("quadratus-lumborum", "", 4),
    ("gluteus-maximus", "", 3),
    ("gluteus-medius", "", 3),
    ("gluteus-minimus", "front|anterior", 1),
    ("gluteus-minimus", "rear|back|posterior", 1),
)
PELVIC_FLOOR = (
    *("levator-ani", "coccygeus", "obturator-internus", "sphincter-ani"),
    *("bulbospongiosus", "ischiocavernosus", "superficial-transverse-perineal"),
)
PERCENT = re.compile(r"\d\s*(%|per ?cent)", re.IGNORECASE)
FORBIDDEN = re.compile(r"\b(cures?|(?<!botulinum )toxins?|adhesions|diagnos(e|es|ed) (a|the|your))\b", re.IGNORECASE)


def test_the_atlas_is_as_large_as_it_says(atlas: Atlas, body_map: BodyMap) -> None:
    assert len(atlas.muscles) >= 140
    assert len(atlas.points) >= 330
    assert len(body_map.regions) >= 90
    assert len(atlas.techniques) >= 12
    assert len(atlas.conditions) >= 15
    assert len(atlas.sources) >= 60
    assert len(atlas.steps) >= 8


@pytest.mark.parametrize("part", WANTED)
def test_no_muscle_is_missing(atlas: Atlas, part: str) -> None:
    assert [name for name in WANTED[part].split() if name not in atlas.muscles] == []


@pytest.mark.parametrize(("name", "words", "least"), PARTS)
def test_parts_of_a_muscle_have_points_of_their_own(atlas: Atlas, name: str, words: str, least: int) -> None:
    labels = [point.label for point in atlas.muscles[name].points]
    assert sum(bool(re.search(words, label, re.IGNORECASE)) for label in labels) >= least, labels


def test_every_record_is_complete(atlas: Atlas) -> None:
    for name, muscle in atlas.muscles.items():
        assert len(muscle.complaints.items) >= 2, name
        assert len(muscle.mistaken_for.items) >= 2, name
        assert len(muscle.perpetuating.items) >= 2, name
        assert muscle.treatments and muscle.self_care and muscle.cautions, name


def test_every_region_outside_the_mouths_lining_has_a_point_that_refers_there(atlas: Atlas, body_map: BodyMap) -> None:
    reached = {region for point in atlas.points.values() for region in point.pattern.essential.regions}
    reached |= {
        region for point in atlas.points.values() if point.pattern.spillover for region in point.pattern.spillover.regions
    }
    assert sorted(set(body_map.regions) - reached) == []


def test_no_percentages_and_no_promises(atlas: Atlas) -> None:
    for name, muscle in atlas.muscles.items():
        for text in _texts(muscle):
            assert not PERCENT.search(text), (name, text)
            assert not FORBIDDEN.search(text), (name, text)


def test_the_pelvic_floor_is_worked_from_outside_only(atlas: Atlas) -> None:
    for name in PELVIC_FLOOR:
        said = " ".join(claim.text for claim in atlas.muscles[name].cautions).casefold()
        assert re.search(r"outside (the )?(massage |scope)|outside the scope|scope of massage", said), name


def test_one_sided_points_say_why(atlas: Atlas) -> None:
    for name, point in atlas.points.items():
        if point.only_side:
            told = " ".join((point.where, point.pattern.essential.words, point.pattern.disagreement, point.label)).casefold()
            assert point.only_side in told, name


def test_techniques_conditions_and_sites_are_linked_both_ways(atlas: Atlas) -> None:
    used = {use.technique for muscle in atlas.muscles.values() for use in (*muscle.treatments, *muscle.self_care)}
    taught = {name for step in atlas.steps.values() for name in step.techniques}
    assert sorted(set(atlas.techniques) - used - taught) == []
    for name, condition in atlas.conditions.items():
        assert condition.muscles and condition.regions and condition.cautions, name


def test_the_compiled_atlas_is_small(atlas: Atlas) -> None:
    assert sum(path.stat().st_size for path in (assets_dir() / "data/compiled").iterdir()) < 12_000_000


def test_every_point_has_a_name_of_its_own(atlas: Atlas) -> None:
    names = [atlas.name(point) for point in atlas.points]
    assert len(set(names)) == len(names)
    assert all(muscle_of(point) in atlas.muscles for point in atlas.points)


def _texts(muscle: Muscle) -> list[str]:
    """What a therapist reads as advice or claim about a muscle."""
    care = [claim.text for claim in (*muscle.cautions, *muscle.red_flags)]
    # Not the doses: so much of one's strength is no probability.
    work = [use.how for use in (*muscle.treatments, *muscle.self_care)]
    patterns = [point.pattern for point in muscle.points]
    zones = [pattern.essential.words for pattern in patterns] + [pattern.disagreement for pattern in patterns]
    return [*care, *work, *zones, *muscle.complaints.items, *muscle.perpetuating.items]
