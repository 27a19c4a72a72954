"""Text search: as people talk and misspell, names before lay names before complaints, quick as typing."""

from __future__ import annotations

import json
import string
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.body.map import BodyMap
from tpexplorer.errors import AssetError
from tpexplorer.resources import asset
from tpexplorer.search import Entry, SearchIndex, build_index
from tpexplorer.search.entries import load_synonyms
from tpexplorer.search.words import stem, words


@pytest.fixture(scope="module")
def index(atlas: Atlas, body_map: BodyMap) -> SearchIndex:
    return build_index(atlas, body_map)


def found(index: SearchIndex, text: str, most: int = 6) -> list[str]:
    return [hit.id for hit in index.find(text, most)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("infraspinatus", "infraspinatus"),
        ("infraspinitus", "infraspinatus"),
        ("Musculus soleus", "soleus"),
        ("sternoclidomastiod", "sternocleidomastoid"),
        ("SCM", "sternocleidomastoid"),
        ("QL", "quadratus-lumborum"),
        ("outer elbow", "lateral-elbow"),
        ("golfer's elbow", "golfers-elbow"),
        ("big toe", "great-toe"),
        ("upper trapezius 1", "upper-trapezius.1"),
        ("tennis elbow", "tennis-elbow"),
        ("thumb pressure", "pressure-release"),
        ("petrissage", "kneading"),
        ("what is a trigger point", "what-is-a-trigger-point"),
        ("pain between shoulder blades", "interscapular"),
    ],
)
def test_the_first_answer_is_the_one_meant(index: SearchIndex, text: str, expected: str) -> None:
    assert found(index, text)[0] == expected


@pytest.mark.parametrize(
    ("text", "among"),
    [
        ("rotator cuff", {"infraspinatus", "supraspinatus"}),
        ("hip flexor", {"psoas-major", "iliacus"}),
        ("hamstrings", {"biceps-femoris-long-head", "semitendinosus"}),
        ("peroneal", {"fibularis-longus", "fibularis-brevis"}),
        ("it band", {"tensor-fasciae-latae", "vastus-lateralis"}),
        ("pain between shoulder blades", {"rhomboid-major", "rhomboid-minor"}),
        ("headache behind the eye", {"temporalis"}),
        ("can't turn my head", {"levator-scapulae"}),
        ("cannot turn head", {"levator-scapulae"}),
        ("hedache", {"tension-type-headache", "migraine"}),
        ("calf", {"gastrocnemius", "soleus"}),
        ("stif neck", {"levator-scapulae"}),
        ("sciatica", {"gluteus-minimus", "piriformis"}),
        ("blood clot", {"clot"}),
        ("shoulderblade", {"scapular"}),
    ],
)
def test_what_people_say_leads_to_what_they_mean(index: SearchIndex, text: str, among: set[str]) -> None:
    assert among <= set(found(index, text, 8))


def test_names_outrank_lay_names_outrank_complaints() -> None:
    entries = [
        Entry("complaint", "muscle", "A", (("knobble", 0.78),)),
        Entry("lay", "muscle", "B", (("knobble", 0.92),)),
        Entry("name", "muscle", "C", (("knobble", 1.0),)),
    ]
    assert found(SearchIndex(entries), "knobble") == ["name", "lay", "complaint"]


def test_every_beginning_of_a_name_finds_it(index: SearchIndex, atlas: Atlas) -> None:
    for name, muscle in atlas.muscles.items():
        for length in range(4, len(muscle.name) + 1):
            assert name in found(index, muscle.name[:length], 30), muscle.name[:length]


def test_every_record_is_found_by_its_name(index: SearchIndex, atlas: Atlas, body_map: BodyMap) -> None:
    for table in (atlas.muscles, atlas.techniques, atlas.conditions, atlas.cautions, atlas.chapters, body_map.regions):
        for name, record in table.items():
            assert name in found(index, record.name, 8), record.name
    for point in atlas.points:
        assert point in found(index, atlas.name(point), 10), atlas.name(point)


def test_every_everyday_region_name_finds_its_region(index: SearchIndex, body_map: BodyMap) -> None:
    for name, region in body_map.regions.items():
        assert name in found(index, region.everyday, 8), region.everyday


@pytest.mark.parametrize("swap", range(1, 8))
def test_swapped_letters_are_forgiven(index: SearchIndex, swap: int) -> None:
    name = "supraspinatus"
    typed = name[:swap] + name[swap + 1] + name[swap] + name[swap + 2 :]
    assert found(index, typed)[0] == "supraspinatus"


def test_hits_say_what_matched_and_carry_no_side(index: SearchIndex) -> None:
    hit = next(hit for hit in index.find("pain between shoulder blades") if hit.id.startswith("rhomboid-"))
    assert {"between", "shoulder", "blades"} <= {word.casefold() for word in hit.matched}
    assert all("@" not in hit.id for hit in index.find("trapezius"))
    scores = [hit.score for hit in index.find("shoulder", 50)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 100 for score in scores)


@pytest.mark.parametrize("text", ["", "   ", "?!", "xyzzyq", "the of"])
def test_nothing_is_found_where_nothing_is_meant(index: SearchIndex, text: str) -> None:
    assert index.find(text) == []


@given(text=st.text(max_size=300) | st.text(string.ascii_letters + " '’-", max_size=60))
@settings(deadline=None)
def test_no_text_breaks_the_search(index: SearchIndex, text: str) -> None:
    hits = index.find(text, 5)
    assert len(hits) <= 5
    assert len({(hit.kind, hit.id) for hit in hits}) == len(hits)


def test_an_index_of_nothing_finds_nothing() -> None:
    assert SearchIndex([]).find("x") == []
    assert SearchIndex([Entry("a", "muscle", "Alpha", ())]).find("alpha")[0].id == "a"


def test_words_are_folded_and_cut_to_their_stem() -> None:
    assert words("Can’t TURN Jérôme's head") == ["cannot", "turn", "jerome", "head"]
    assert {stem(word) for word in ("ache", "aches", "aching", "ached")} == {"ach"}
    assert stem("gluteus") == "gluteus"
    assert stem("stripping") == stem("strips")


def test_synonyms_are_words_for_words() -> None:
    table = load_synonyms()
    assert table["calf"] == ["gastrocnemius", "soleus"]
    ids = [name for others in table.values() for name in others if "." in name or "_" in name]
    assert not ids


def test_a_spoilt_word_list_is_told(tmp_path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/synonyms.json").write_text("[1", encoding="utf-8")
    with pytest.raises(AssetError, match=r"synonyms\.json is damaged .* Reinstall"):
        load_synonyms(tmp_path)
    assert json.loads(asset("data/synonyms.json").read_text(encoding="utf-8"))


def test_the_misspelling_library_is_left_until_it_is_needed() -> None:
    code = "import sys; import tpexplorer.search; assert 'rapidfuzz' not in sys.modules and 'yaml' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
