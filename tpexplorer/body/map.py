"""The map of the body: named landmarks, and a partition of the whole skin into named regions.

Written in ``landmarks.yaml`` and ``regions.yaml`` for the subject's right and the midline, mirrored to the left,
compiled once into one small file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec
import numpy as np
import numpy.typing as npt
from msgspec import Meta

from tpexplorer.arrays import Layout, check_arrays
from tpexplorer.body.body import Body
from tpexplorer.errors import DataError, TPExplorerError, UnknownIdError
from tpexplorer.places import Stroke, Strokes
from tpexplorer.records import Record, Text, located, read_table
from tpexplorer.resources import asset, damaged, read_arrays

# No skin is farther than this from the nearest seed; the mouth's lining is the farthest.
REGION_REACH_MM = 150.0
MAP_FILE = "data/compiled/map.npz"
# Of n vertices, in which region; and what the landmarks and regions say, as JSON.
LAYOUTS = {
    "labels": Layout("int16", ("n",)),
    "seen": Layout("bool", ("n",)),
    "landmarks": Layout("uint8", ("l",)),
    "regions": Layout("uint8", ("r",)),
}
INDICES = {"labels": Layout("int16", ("n",), "regions"), "vertices": Layout("int64", ("l",), "n")}


class Landmark(Record, kw_only=True):
    """A place a hand can find: its vertex on the body (right side or midline), and how to palpate it."""

    name: Text
    vertex: Annotated[int, Meta(ge=0)]
    palpate: Text
    midline: bool = False


class Region(Record, kw_only=True):
    """A named part of the skin: the skin nearer to its `seeds` (brush strokes) than to any other region's."""

    name: Text
    everyday: Text
    midline: bool = False
    seeds: Strokes


@dataclass(frozen=True)
class BodyMap:
    """Landmarks and regions by id, and `labels` (n,): which region, in the order of `regions`, each vertex lies in.

    `seen` (n,) tells the skin that can be seen from without from that inside the mouth and behind the eyes.
    """

    landmarks: dict[str, Landmark]
    regions: dict[str, Region]
    labels: npt.NDArray[np.int16]
    seen: npt.NDArray[np.bool_]

    def skin(self, body: Body) -> npt.NDArray[np.float32]:
        """What each vertex (n,) counts for, in mm²: its area, nothing where it cannot be seen."""
        return np.where(self.seen, body.vertex_areas, np.float32(0))

    def region(self, name: str) -> Region:
        """The region of that id; UnknownIdError if there is none."""
        if name not in self.regions:
            raise UnknownIdError(f"There is no region '{name}'. 'tpexplorer list regions' shows them all.")
        return self.regions[name]

    def areas(self, vertices: npt.NDArray[np.int64], areas: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """The skin in mm² of some vertices in each region (regions,), given every vertex's `areas` (n,)."""
        return np.asarray(np.bincount(self.labels[vertices], areas[vertices], len(self.regions)), float)

    def region_areas(self, areas: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """The skin in mm² of each region, on one side where there are two."""
        whole = np.asarray(np.bincount(self.labels, areas, len(self.regions)), float)
        sides = np.array([1.0 if region.midline else 2.0 for region in self.regions.values()])
        return np.asarray(whole / sides)

    def region_at(self, vertex: int) -> str:
        """The id of the region in which a vertex lies."""
        return list(self.regions)[int(self.labels[vertex])]


def read_landmarks(data: Path, body: Body) -> dict[str, Landmark]:
    """The landmarks as written in the data folder; DataError names those that lie on no vertex of the body."""
    landmarks: dict[str, Landmark] = read_table(data, "landmarks", Landmark)
    last = body.vertex_count - 1
    off = [name for name, landmark in landmarks.items() if landmark.vertex > last]
    if off:
        raise DataError(located(data, (f"landmarks.yaml: {name}.vertex: Expected a number from 0 to {last}" for name in off)))
    return landmarks


def read_regions(data: Path) -> dict[str, Region]:
    """The regions as written in the data folder."""
    return read_table(data, "regions", Region)


def partition(
    regions: dict[str, Region], field: Callable[[tuple[Stroke, ...], float], npt.NDArray[np.float64]], body: Body
) -> npt.NDArray[np.int16]:
    """Labels (n,): each vertex on the subject's right goes to the region whose seeds are nearest; the left mirrors it."""
    nearest = np.full(body.vertex_count, np.inf)
    labels = np.zeros(body.vertex_count, np.int16)
    problems = []
    for number, (name, region) in enumerate(regions.items()):
        try:
            distance = field(region.seeds, REGION_REACH_MM)
        except TPExplorerError as error:
            problems.append(f"regions.yaml: {name}.seeds: {error}")
            continue
        closer = distance < nearest
        nearest = np.where(closer, distance, nearest)
        labels[closer] = number
    if problems:
        raise DataError(problems)
    left = body.neutral.vertices[:, 0] < 0
    if not np.isfinite(nearest[~left]).all():
        raise DataError(["regions.yaml: some skin is out of reach of every region"])
    labels[left] = labels[body.mirror[left]]
    return labels


def written_digest(landmarks: dict[str, Landmark], regions: dict[str, Region], body: Body) -> str:
    """A digest of all that the labels of a map follow from."""
    digest = hashlib.sha256(msgspec.json.encode((landmarks, regions)))
    digest.update(body.neutral.vertices.tobytes() + body.faces.tobytes())
    return digest.hexdigest()


def drawn_labels(
    landmarks: dict[str, Landmark],
    regions: dict[str, Region],
    field: Callable[[tuple[Stroke, ...], float], npt.NDArray[np.float64]],
    body: Body,
) -> npt.NDArray[np.int16]:
    """The labels of a map: those of the compiled one where nothing they follow from has changed, else drawn anew."""
    try:
        arrays = read_arrays(MAP_FILE)
        if str(arrays["written"]) == written_digest(landmarks, regions, body):
            return np.asarray(arrays["labels"], np.int16)
    except (TPExplorerError, KeyError):
        pass  # none compiled yet, or by an older version
    return partition(regions, field, body)


def save_map(body_map: BodyMap, body: Body, data: Path) -> Path:
    """Write the compiled map under a data folder."""
    path = data / "compiled" / "map.npz"
    path.parent.mkdir(parents=True, exist_ok=True)
    landmarks, regions = (
        np.frombuffer(msgspec.json.encode(records), np.uint8) for records in (body_map.landmarks, body_map.regions)
    )
    written = np.array(written_digest(body_map.landmarks, body_map.regions, body))
    np.savez_compressed(path, labels=body_map.labels, seen=body_map.seen, landmarks=landmarks, regions=regions, written=written)
    return path


def load_map(root: Path | None = None) -> BodyMap:
    """Read the compiled map; AssetError says what is wrong with the file."""
    arrays = read_arrays(MAP_FILE, root)
    try:
        check_arrays(arrays, LAYOUTS)
        landmarks = msgspec.json.decode(arrays["landmarks"].tobytes(), type=dict[str, Landmark])
        regions = msgspec.json.decode(arrays["regions"].tobytes(), type=dict[str, Region])
        vertices = np.array([landmark.vertex for landmark in landmarks.values()], np.int64)
        check_arrays({"labels": arrays["labels"], "vertices": vertices}, INDICES, {"regions": len(regions)})
    except (ValueError, msgspec.MsgspecError) as error:
        raise damaged(asset(MAP_FILE, root), error) from error
    return BodyMap(landmarks, regions, arrays["labels"], arrays["seen"])
