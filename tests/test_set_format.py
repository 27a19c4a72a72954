"""The working set's file: small, always opened again, exactly what was seen; old files open, others get one sentence."""

from __future__ import annotations

import json
import os
import random
import time
from pathlib import Path

import numpy as np
import pytest
from test_brush import easel, middle

from tpexplorer.body.brush import places_at
from tpexplorer.errors import FileError
from tpexplorer.patterns.pain_drawing import MOST_AREAS, Easel, PainDrawing
from tpexplorer.patterns.working_set import LONGEST_NOTE, WorkingSet, decoded, encoded, load

__all__ = ["easel"]  # a fixture
FILES = Path(__file__).parent / "files" / "working-sets"
OPENS_WITHIN_S = 1.0


def reopened(working_set: WorkingSet, easel: Easel) -> WorkingSet:
    """Written and read, in the time that a person does not notice."""
    data = encoded(working_set, "2026.2")
    assert len(data) < 400_000
    began = time.process_time()
    again, lost = decoded(data, easel, "set.json")
    assert time.process_time() - began < OPENS_WITHIN_S
    assert not lost
    return again


def scribbled(easel: Easel, moves: int, each: int, radius: float, rub: float) -> PainDrawing:
    """Strokes to and fro over the trunk, `each` of so many moves, every third of them a rubbing."""
    chance = np.random.default_rng(5)
    body = easel.body.neutral.vertices.astype(float)
    spots = body[(np.abs(body[:, 0]) < 150) & (body[:, 2] > 900) & (body[:, 2] < 1400)]
    drawing, number = PainDrawing(), -1
    for stroke in range(moves // each):
        at = spots[chance.integers(len(spots))]
        line = at + np.cumsum(chance.normal(0, 4, (each, 3)), axis=0)
        places = places_at(easel.body, line)
        number = easel.area_at(drawing, places[0])
        for place in places:
            if stroke % 3 == 2:
                drawing = easel.erased(drawing, [place], rub)
            else:
                drawing = easel.brushed(drawing, [place], radius, number)
                number = number if number >= 0 else len(drawing.areas) - 1
        if stroke % 3 != 2:
            drawing = easel.joined(drawing, number)
    return drawing


# --- closed under use -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("each", "radius", "rub"), [(600, 6.0, 6.0), (4, 6.0, 8.0), (12, 18.0, 6.0), (40, 40.0, 40.0)])
def test_what_was_scribbled_and_rubbed_opens_as_it_was_seen(easel: Easel, each: int, radius: float, rub: float) -> None:
    drawing = scribbled(easel, 600, each, radius, rub)
    again = reopened(WorkingSet(drawing), easel)
    assert again.drawing == drawing
    for before, after in zip(drawing.areas, again.drawing.areas, strict=True):
        assert (before.field.values == after.field.values).all()


def test_the_whole_body_and_as_many_areas_as_there_may_be_are_no_large_file(easel: Easel) -> None:
    drawing = PainDrawing()
    for name, region in easel.body_map.regions.items():
        for side in ("right",) if region.midline else ("right", "left"):
            drawing = easel.with_region(drawing, name, side)
    spots = places_at(easel.body, easel.body.neutral.vertices[::600])
    for spot in spots:
        drawing = easel.erased(drawing, [spot], 6.0)
    assert reopened(WorkingSet(drawing), easel).drawing == drawing
    for spot in places_at(easel.body, easel.body.neutral.vertices[300::150]):
        drawing = easel.brushed(drawing, [spot], 6.0, -1)
    assert len(drawing.areas) == MOST_AREAS
    assert reopened(WorkingSet(drawing), easel).drawing == drawing


def test_named_places_stay_named_until_something_is_drawn_into_them(easel: Easel) -> None:
    drawing = easel.with_region(easel.with_region(PainDrawing(), "temple", "right"), "chin", "left")
    drawing = easel.mirrored(drawing).rated(0, 8, "numb")
    again = reopened(WorkingSet(drawing), easel).drawing
    assert again == drawing
    assert [(area.region, area.side) for area in again.areas] == [("temple", "right"), ("chin", ""), ("temple", "left")]
    drawn = easel.brushed(again, [middle(easel, "temple")], 20.0, 0)
    assert (drawn.areas[0].region, drawn.areas[0].intensity, drawn.areas[0].word) == ("", 8, "numb")
    assert reopened(WorkingSet(drawn), easel).drawing == drawn


def test_whatever_is_typed_or_pasted_into_a_note_is_read_back(easel: Easel) -> None:
    for note in ("\ud83d half a face", "a\x00b\u2028c", "x" * 3000, "«grüßt» 患者 \U0001f600"):
        working_set = WorkingSet().ticked("soleus.1@left", "found", note)
        again = reopened(working_set, easel)
        assert again == working_set
        assert len(again.items[0].note) <= LONGEST_NOTE


# --- old files --------------------------------------------------------------------------------------------------------


def test_a_file_of_the_first_version_opens_as_its_program_showed_it(easel: Easel) -> None:
    opened, lost = load(FILES / "version-1.json", easel)
    assert not lost
    skin = [(len(area.vertices), int(area.vertices.sum())) for area in opened.drawing.areas]
    assert skin == [
        *((43, 571710), (202, 4144821), (86, 2997834), (4, 105191)),
        *((43, 1232593), (202, 7485918), (86, 1543012), (4, 185103)),
    ]
    assert [(area.intensity, area.word) for area in opened.drawing.areas][:3] == [(6, "ache"), (None, ""), (8, "sharp")]
    assert (opened.drawing.areas[2].region, opened.drawing.areas[2].side) == ("lateral-elbow", "left")
    assert opened.item("upper-trapezius.1@right").note == "grüßt – sharp when pressed"
    assert reopened(opened, easel) == opened


def old(parts: list[list[dict[str, object]]]) -> bytes:
    told = {"format": "tpexplorer-working-set", "version": 1, "atlas": "2026.2", "areas": [{"parts": parts}]}
    return json.dumps(told, indent=1).encode()


def test_what_the_first_version_wrote_and_could_not_read_opens(easel: Easel) -> None:
    start = middle(easel, "interscapular").on(easel.body.neutral)
    line = [[round(float(start[0]), 2), round(float(start[1]), 2), round(start[2] - step % 80, 2)] for step in range(6000)]
    long, _ = decoded(old([[{"path": line}]]), easel, "long.json")
    assert len(long.drawing.areas) == 1
    rubbings = [{"path": [line[at * 40]], "radius_mm": 6.0, "erase": True} for at in range(120)]
    many, _ = decoded(
        old([[{"path": line[at : at + 4], "radius_mm": 18.0}, *rubbings] for at in range(60)]), easel, "many.json"
    )
    assert len(many.drawing.areas) == 1
    assert len(many.drawing.areas[0].vertices) < len(long.drawing.areas[0].vertices)


def test_an_area_of_an_unknown_region_is_kept_and_written_back(easel: Easel) -> None:
    parts: list[list[dict[str, object]]] = [[{"region": "nowhere"}, {"path": [[-60, -75, 1440]], "erase": True}]]
    opened, lost = decoded(old(parts), easel, "set.json")
    assert lost == ["this atlas has no region nowhere"]
    assert not opened.drawing
    assert opened
    data = encoded(opened, "2026.2")
    assert json.loads(data)["areas"] == [{"parts": [[{"region": "nowhere"}, {"path": [[-60, -75, 1440]], "erase": True}]]}]
    assert decoded(data, easel, "set.json")[0] == opened
    newer = data.replace(b'"nowhere"', b'"temple"')
    assert len(decoded(newer, easel, "set.json")[0].drawing.areas) == 1
    named = encoded(WorkingSet(easel.with_region(PainDrawing(), "temple", "right")), "2026.2").replace(b"temple", b"nowhere")
    opened, lost = decoded(named, easel, "set.json")
    assert (len(opened.kept), len(lost)) == (1, 1)
    assert json.loads(encoded(opened, "2026.2")) == json.loads(named)


# --- other files ------------------------------------------------------------------------------------------------------


def test_a_byte_order_mark_is_no_obstacle(easel: Easel) -> None:
    assert load(FILES / "bom.json", easel) == load(FILES / "good.json", easel)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("utf16", "UTF-8"),
        ("cp1252", "damaged"),
        ("cut", "damaged"),
        ("extra", "damaged: .*extra"),
        ("nan", "damaged"),
        ("newer", "newer TPExplorer"),
    ],
)
def test_a_file_that_cannot_be_used_gets_one_sentence(easel: Easel, name: str, says: str) -> None:
    with pytest.raises(FileError, match=says) as caught:
        load(FILES / f"{name}.json", easel)
    assert f"{name}.json" in str(caught.value)
    assert "\n" not in str(caught.value)


HEAD = '{"format":"tpexplorer-working-set","version":3,"areas":['
STROKE = '{"path":[%s],"radius_mm":100},'


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "[" * 500_000,
        HEAD + '{"skin":[[' + "0," * 500_000 + "0]]}]}",
        HEAD + '{"skin":[[70000,1]]}]}',
        HEAD + '{"skin":[[-1,1]]}]}',
        HEAD + '{"skin":[[53385,1,1]]}]}',
        HEAD + '{"skin":[[5]]}]}',
        HEAD + '{"skin":[[5,1],[5,1]]}]}',
        HEAD + '{"skin":[[5,200]]}]}',
        HEAD + '{"skin":[[5,1.5]]}]}',
        HEAD + '{"parts":[[{"path":[[1e308,0,0]]}]]}]}',
        HEAD + '{"parts":[[{"path":[[1e999,0,0]]}]]}]}',
        HEAD + ('{"parts":[[{"region":"temple"}]]},' * 6000)[:-1] + "]}",
        HEAD + '{"parts":[[' + "".join(STROKE % f"[{at % 900},0,{at % 1700}]" for at in range(4000))[:-1] + "]]}]}",
        HEAD.replace("3", "true") + "]}",
        HEAD.replace("3", "1e400") + "]}",
        HEAD.replace("3", '"3"') + "]}",
        HEAD.replace("3", "-3") + "]}",
    ],
    ids=range(17),
)
def test_no_file_takes_long_to_refuse(easel: Easel, text: str) -> None:
    began = time.process_time()
    with pytest.raises(FileError) as caught:
        decoded(text.encode(), easel, "set.json")
    assert time.process_time() - began < 3
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


def test_a_folder_a_pipe_and_a_file_without_end_are_refused(easel: Easel, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    for path in (tmp_path, pipe, Path("/dev/zero"), tmp_path / "none.json", Path("a\0b"), tmp_path / ("x" * 300)):
        with pytest.raises(FileError, match="cannot be read"):
            load(path, easel)


def test_a_thousand_damaged_files_are_refused_or_opened_and_what_opens_is_written_and_read_alike(easel: Easel) -> None:
    drawing = easel.brushed(PainDrawing(), [middle(easel, "temple")], 6.0, -1)
    drawing = easel.with_region(drawing, "chin", "right").rated(0, 3, "ache")
    good = encoded(WorkingSet(drawing).ticked("soleus.1@left", "found", "a note"), "2026.2")
    chance = random.Random(3)
    for _ in range(1000):
        data = bytearray(good)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(data))
            kind = chance.randrange(4)
            if kind == 0:
                data[at] ^= 1 << chance.randrange(8)
            elif kind == 1:
                del data[at : at + chance.randint(1, 40)]
            elif kind == 2:
                data[at:at] = data[at : at + 30]
            else:
                data[at : at + 1] = chance.choice((b"9", b"-", b"null", b"[", b'"', b"\xff", b"1e9"))
        try:
            opened, _ = decoded(bytes(data), easel, "set.json")
        except FileError as error:
            assert "\n" not in str(error)
            continue
        assert decoded(encoded(opened, "2026.2"), easel, "set.json")[0] == opened


def test_a_damaged_file_does_not_fill_the_message(easel: Easel) -> None:
    told = json.loads(encoded(WorkingSet(), "2026.2")) | {"x" * 5000: 1}
    with pytest.raises(FileError) as refused:
        decoded(json.dumps(told).encode(), easel, "set.json")
    assert "set.json is damaged" in str(refused.value)
    assert len(str(refused.value)) < 300
