"""What ships with the app is as it was made, or the app says which file is not: no flipped bit changes a dose unseen."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from test_cli import Out

from tpexplorer.atlas.atlas import ATLAS_FILE, load_atlas
from tpexplorer.body.body import BODY_FILE, Body, load_body
from tpexplorer.body.map import MAP_FILE, load_map
from tpexplorer.cli import run
from tpexplorer.errors import AssetError
from tpexplorer.patterns.patterns import PATTERNS_FILE, load_patterns
from tpexplorer.resources import SUMS_FILE, assets_dir, seal
from tpexplorer.search.entries import SYNONYMS_FILE, load_synonyms

LOADERS: dict[str, Callable[[Body, Path], object]] = {
    BODY_FILE: lambda _body, root: load_body(root),
    ATLAS_FILE: lambda _body, root: load_atlas(root),
    MAP_FILE: lambda _body, root: load_map(root),
    PATTERNS_FILE: load_patterns,
    SYNONYMS_FILE: lambda _body, root: load_synonyms(root),
}
FLIPS = 60


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The assets, copied."""
    root = tmp_path_factory.mktemp("copied") / "assets"
    for name in (*LOADERS, SUMS_FILE):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(assets_dir() / name, root / name)
    return root


@pytest.fixture
def root(copied: Path) -> Iterator[Path]:
    """The copied assets, to be damaged; whole again afterwards."""
    yield copied
    for name in (*LOADERS, SUMS_FILE):
        shutil.copyfile(assets_dir() / name, copied / name)


def refused(name: str, body: Body, root: Path) -> str:
    """The sentence with which a damaged file is refused."""
    with pytest.raises(AssetError) as caught:
        LOADERS[name](body, root)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert "Reinstall TPExplorer" in sentence
    return sentence


@pytest.mark.parametrize("name", LOADERS)
def test_no_flipped_bit_goes_unseen(body: Body, root: Path, name: str) -> None:
    whole = (root / name).read_bytes()
    chance = random.Random(name)
    for _ in range(FLIPS):
        place, bit = chance.randrange(len(whole)), chance.randrange(8)
        data = bytearray(whole)
        data[place] ^= 1 << bit
        (root / name).write_bytes(data)
        assert Path(name).name in refused(name, body, root), (place, bit)


@pytest.mark.parametrize("name", LOADERS)
@pytest.mark.parametrize("damage", ["cut", "empty", "longer", "zeros"])
def test_a_damaged_file_is_told_by_name(body: Body, root: Path, name: str, damage: str) -> None:
    whole = (root / name).read_bytes()
    data = {"cut": whole[:-1], "empty": b"", "longer": whole + b"\0", "zeros": bytes(len(whole))}[damage]
    (root / name).write_bytes(data)
    assert f"{Path(name).name} is damaged" in refused(name, body, root)


@pytest.mark.parametrize("name", LOADERS)
def test_a_file_in_anothers_place_is_refused(body: Body, root: Path, name: str) -> None:
    for other in set(LOADERS) - {name}:
        shutil.copyfile(assets_dir() / other, root / name)
        assert Path(name).name in refused(name, body, root)


def test_no_flipped_bit_in_the_digests_goes_unseen(body: Body, root: Path) -> None:
    whole = (root / SUMS_FILE).read_bytes()
    chance = random.Random(1)
    for _ in range(20):
        data = bytearray(whole)
        data[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        (root / SUMS_FILE).write_bytes(data)
        told = []
        for load in LOADERS.values():
            try:
                load(body, root)
            except AssetError as error:
                told.append(str(error))
        assert told


def test_missing_digests_are_told(body: Body, root: Path) -> None:
    (root / SUMS_FILE).unlink()
    for name in LOADERS:
        assert f"{SUMS_FILE} is missing" in refused(name, body, root)


def test_a_command_says_it_in_one_line(capsys: Out, root: Path) -> None:
    data = bytearray((root / ATLAS_FILE).read_bytes())
    data[len(data) // 2] ^= 1
    (root / ATLAS_FILE).write_bytes(data)
    assert run(["info"], root) == 2
    streams = capsys.readouterr()
    assert (streams.out, len(streams.err.splitlines())) == ("", 1)
    assert "atlas.msgpack is damaged" in streams.err


# --- made wrong: the digest fits, the arrays do not ------------------------------------------------------------------


def beyond(array: np.ndarray) -> np.ndarray:
    changed = array.copy()
    changed.flat[7] = np.iinfo(array.dtype).max
    return changed


def negative(array: np.ndarray) -> np.ndarray:
    changed = array.copy()
    changed.flat[7] = -1
    return changed


def not_a_number(array: np.ndarray) -> np.ndarray:
    changed = array.copy()
    changed.flat[7] = np.nan
    return changed


def shorter(array: np.ndarray) -> np.ndarray:
    return array[:-1]


def turned(array: np.ndarray) -> np.ndarray:
    return array.T


def other_kind(array: np.ndarray) -> np.ndarray:
    return array.astype("U9")


def gone(_array: np.ndarray) -> None:
    return None


@pytest.mark.parametrize(
    ("name", "array", "change"),
    [
        *((BODY_FILE, "faces", change) for change in (beyond, turned, other_kind, gone)),
        *((BODY_FILE, "mirror", change) for change in (beyond, shorter)),
        *((BODY_FILE, "vertices_neutral", change) for change in (not_a_number, shorter, gone)),
        *((BODY_FILE, array, beyond) for array in ("coarse_faces", "figure_faces", "stipple_triangle", "stipple_level")),
        *((BODY_FILE, array, shorter) for array in ("stipple_bary", "openness_male", "normals_female")),
        (BODY_FILE, "stipple_triangle", negative),
        *((MAP_FILE, "labels", change) for change in (beyond, negative, other_kind, gone)),
        *((MAP_FILE, "landmarks", change) for change in (shorter, gone)),
        *((PATTERNS_FILE, array, beyond) for array in ("marker_corners", "fibre_corners", "vertices")),
        *((PATTERNS_FILE, array, shorter) for array in ("marker_ids", "values", "field_sizes", "fibre_sizes", "fibre_lines")),
        *((PATTERNS_FILE, array, negative) for array in ("field_sizes", "fibre_sizes")),
        (PATTERNS_FILE, "marker_weights", not_a_number),
    ],
)
def test_arrays_that_lead_nowhere_are_refused(
    body: Body, root: Path, name: str, array: str, change: Callable[[np.ndarray], np.ndarray | None]
) -> None:
    with np.load(root / name) as archive:
        arrays = dict(archive)
    changed = change(arrays.pop(array))
    np.savez(root / name, **arrays, **({} if changed is None else {array: changed}))
    seal([name], root)
    assert f"{Path(name).name} is damaged" in refused(name, body, root)
