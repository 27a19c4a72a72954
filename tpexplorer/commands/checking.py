"""`check`: the shipped records or a content pack, every problem a line."""

from __future__ import annotations

from pathlib import Path

import msgspec

from tpexplorer.atlas.atlas import load_atlas
from tpexplorer.atlas.reading import file_of, located, read_atlas
from tpexplorer.atlas.schema import AtlasData, Muscle
from tpexplorer.authoring.compile import Drawn, draw
from tpexplorer.body.addresses import Resolver
from tpexplorer.body.body import load_body
from tpexplorer.body.map import BodyMap, load_map, partition, read_landmarks, read_regions
from tpexplorer.body.surface import Surface
from tpexplorer.errors import DataError, TPExplorerError
from tpexplorer.patterns.drawing import draw_patterns
from tpexplorer.resources import assets_dir


def check(pack: Path | None) -> int:
    """Check a pack, or the shipped records; prints each problem on a line and returns 2 if there is any."""
    folder = pack or assets_dir() / "data"
    if pack is None and not (folder / "muscles").is_dir():
        raise TPExplorerError(f"The records (muscles/*.yaml) are not in {folder}. Reinstall TPExplorer to restore them.")
    try:
        drawn = draw(folder) if pack is None else draw_pack(folder)
        problems = drawn.problems()
    except DataError as error:
        problems = error.problems
    if problems:
        print("\n".join(located(folder, problem) for problem in problems))
        return 2
    points = sum(len(muscle.points) for muscle in drawn.data.muscles.values())
    print(f"{folder}: no problems in {len(drawn.data.muscles)} muscles with {points} trigger points.")
    return 0


def draw_pack(folder: Path) -> Drawn:
    """A pack's own records, drawn on the shipped body; tables it lacks are the shipped ones."""
    if not folder.is_dir():
        raise TPExplorerError(f"There is no folder '{folder}'. A content pack is a folder with muscles/*.yaml in it.")
    body, shipped = load_body(), load_map()
    data = own_part(read_atlas(folder, load_atlas().data), folder)
    landmarks = {**shipped.landmarks, **(read_landmarks(folder) if (folder / "landmarks.yaml").is_file() else {})}
    resolver = Resolver(Surface(body), {name: landmark.vertex for name, landmark in landmarks.items()})
    body_map = BodyMap(landmarks, shipped.regions, shipped.labels)
    if (folder / "regions.yaml").is_file():
        regions = read_regions(folder)
        body_map = BodyMap(landmarks, regions, partition(regions, resolver.field, body))
    return Drawn(body, data, body_map, draw_patterns(data, resolver), resolver)


def own_part(data: AtlasData, folder: Path) -> AtlasData:
    """The atlas with only the muscles (and drawn cautions) that a pack brings itself."""
    own = {path.stem for path in (folder / "muscles").glob("*.yaml")}
    muscles: dict[str, Muscle] = {name: muscle for name, muscle in data.muscles.items() if name in own}
    cautions = data.cautions if (folder / file_of("cautions")).is_file() else {}
    return msgspec.structs.replace(data, muscles=muscles, cautions=cautions)
