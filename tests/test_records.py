"""Records: a broken file is told as ``file:line: field: what was expected``, every problem at once."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.atlas.reading import read_atlas
from tpexplorer.atlas.schema import Muscle
from tpexplorer.errors import DataError, TPExplorerError
from tpexplorer.records import Id, read_yaml
from tpexplorer.written import read_written

DATA = Path(__file__).parents[1] / "assets/data"
TOLD = re.compile(r"^[\w.-]+:\d+: .+")


def broken(tmp_path: Path, old: str, new: str, name: str = "infraspinatus.yaml") -> tuple[str, int]:
    """The problem told for a muscle record with a piece replaced, and the line of the piece."""
    text = (DATA / "muscles" / name).read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_yaml(path, Muscle)
    return str(caught.value), text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("layer: intermediate", "layer: middling", "layer"),
        ("body_part: shoulder-upper-back", "body_part: back", "body_part"),
        ("depth: superficial", "depth: 3", "points[0].depth"),
        ("fraction: 0.25", "fraction: 1.25", "points[0].location.between"),
    ],
)
def test_a_wrong_value_is_told_with_its_line_and_field(tmp_path: Path, old: str, new: str, field: str) -> None:
    problem, line = broken(tmp_path, old, new)
    told = re.match(r"infraspinatus\.yaml:(\d+): ([^ ]+): (.+)", problem)
    assert told, problem
    assert int(told[1]) == line
    assert told[2].startswith(field.partition(".location")[0])
    assert "xpected" in told[3] or "nvalid" in told[3]


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    problem, _ = broken(tmp_path, "latin: Musculus infraspinatus\n", "")
    assert problem.startswith("infraspinatus.yaml:1: latin: ")


def test_an_unknown_field_is_named(tmp_path: Path) -> None:
    problem, line = broken(tmp_path, "layer: intermediate", "colour: red\nlayer: intermediate")
    assert problem.startswith(f"infraspinatus.yaml:{line}: colour: ")


@pytest.mark.parametrize(
    "text",
    [
        "a: [1, 2",
        "\tname: x",
        "a: &x 1\nb: *y",
        "a: 2026-13-45",
        "- - - {",
        "'",
        "{" * 5000,
        "%YAML 9",
        "a: !!python/object:os.system x",
    ],
)
def test_what_is_no_yaml_is_told_with_its_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_yaml(path, dict[Id, str])
    assert TOLD.match(str(caught.value))


def test_a_raised_number_is_a_name_not_a_place(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("'¹': 3\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"x\.yaml:1: ¹: "):
        read_yaml(path, Muscle)


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"name: \xff\xfe")
    with pytest.raises(DataError, match="UTF-8"):
        read_yaml(path, Muscle)


plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
anything = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3), max_leaves=8
)


@given(value=anything)
def test_whatever_yaml_says_it_is_a_muscle_or_a_told_problem(tmp_path_factory: pytest.TempPathFactory, value: object) -> None:
    path = tmp_path_factory.mktemp("any") / "x.yaml"
    path.write_text(yaml.safe_dump(value, allow_unicode=True), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_yaml(path, Muscle)
    assert all(TOLD.match(problem) for problem in caught.value.problems)


@given(text=st.text(max_size=60))
def test_no_text_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("any") / "x.yaml"
    path.write_text(text, encoding="utf-8", newline="")
    with pytest.raises(TPExplorerError):
        read_yaml(path, Muscle)


def test_lines_are_found_by_field() -> None:
    path = DATA / "muscles" / "infraspinatus.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    written = read_written(path)
    assert lines[written.line("points[1].label") - 1].strip().startswith("- label: Outer part")
    assert lines[written.line("anatomy.innervation") - 1].strip().startswith("innervation:")
    assert written.line("nothing.of.the.kind") == 1


# --- the whole folder, and content packs ------------------------------------------------------------------------------


def pack(tmp_path: Path, *muscles: str) -> Path:
    folder = tmp_path / "pack"
    (folder / "muscles").mkdir(parents=True)
    for name in muscles:
        shutil.copy(DATA / "muscles" / f"{name}.yaml", folder / "muscles")
    return folder


def edit(path: Path, old: str, new: str) -> int:
    """Replace a piece of a file; returns its line."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_a_pack_of_one_muscle_leans_on_the_shipped_tables(tmp_path: Path, atlas: Atlas) -> None:
    folder = pack(tmp_path, "soleus")
    edit(folder / "muscles" / "soleus.yaml", "name: Soleus", "name: Soleus of our school")
    data = read_atlas(folder, atlas.data)
    assert data.muscles["soleus"].name == "Soleus of our school"
    assert data.muscles["infraspinatus"] == atlas.muscles["infraspinatus"]
    assert data.techniques == atlas.techniques
    assert data.version == atlas.data.version


def test_a_pack_adds_to_the_tables_it_brings(tmp_path: Path, atlas: Atlas) -> None:
    folder = pack(tmp_path, "soleus")
    (folder / "sources.yaml").write_text("our-notes: {kind: web, title: Our own notes}\n", encoding="utf-8")
    data = read_atlas(folder, atlas.data)
    assert data.sources["our-notes"].title == "Our own notes"
    assert set(data.sources) > set(atlas.sources)


def test_a_pack_that_names_what_there_is_not_is_told_with_lines(tmp_path: Path, atlas: Atlas) -> None:
    folder = pack(tmp_path, "soleus", "infraspinatus")
    line = edit(folder / "muscles" / "soleus.yaml", "technique: ", "technique: magic-")
    source = edit(folder / "muscles" / "infraspinatus.yaml", "sources: [gray-anatomy, ", "sources: [no-such-book, ")
    with pytest.raises(DataError) as caught:
        read_atlas(folder, atlas.data)
    problems = "\n".join(caught.value.problems)
    assert f"soleus.yaml:{line}: treatments[0].technique: there is no technique 'magic-" in problems
    assert f"infraspinatus.yaml:{source}: anatomy.sources[0]: there is no source 'no-such-book'" in problems


def test_all_broken_files_are_told_at_once(tmp_path: Path, atlas: Atlas) -> None:
    folder = pack(tmp_path, "soleus", "infraspinatus")
    edit(folder / "muscles" / "soleus.yaml", "layer:", "layers:")
    edit(folder / "muscles" / "infraspinatus.yaml", "layer:", "layers:")
    (folder / "techniques.yaml").write_text("[", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_atlas(folder, atlas.data)
    assert {problem.partition(":")[0] for problem in caught.value.problems} == {
        "soleus.yaml",
        "infraspinatus.yaml",
        "techniques.yaml",
    }
    assert all(TOLD.match(problem) for problem in caught.value.problems)


def test_an_empty_pack_and_a_bad_file_name_are_told(tmp_path: Path, atlas: Atlas) -> None:
    with pytest.raises(DataError, match="no muscle record"):
        read_atlas(pack(tmp_path), atlas.data)
    folder = tmp_path / "pack"
    shutil.copy(DATA / "muscles" / "soleus.yaml", folder / "muscles" / "My Soleus.yaml")
    with pytest.raises(DataError, match=r"My Soleus\.yaml:1: file name: expected lower-case"):
        read_atlas(folder, atlas.data)


def test_two_points_of_one_name_are_told(tmp_path: Path, atlas: Atlas) -> None:
    folder = pack(tmp_path, "infraspinatus")
    edit(
        folder / "muscles" / "infraspinatus.yaml",
        "Outer part, below the scapular spine",
        "Inner part, below the scapular spine",
    )
    with pytest.raises(DataError, match=r"infraspinatus\.yaml:\d+: points\[1\]\.label: another point has the same label"):
        read_atlas(folder, atlas.data)
