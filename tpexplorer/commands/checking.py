"""`check`: the shipped records or a content pack, every problem a line."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import msgspec

from tpexplorer.atlas.atlas import load_atlas
from tpexplorer.atlas.coverage import coverage, gaps
from tpexplorer.atlas.reading import read_atlas
from tpexplorer.atlas.schema import AtlasData, Muscle
from tpexplorer.authoring.compile import Drawn, draw, drawn_before
from tpexplorer.body.addresses import Resolver
from tpexplorer.body.body import load_body
from tpexplorer.body.map import BodyMap, load_map, partition, read_landmarks, read_regions
from tpexplorer.body.surface import Surface
from tpexplorer.commands.library import Library
from tpexplorer.commands.output import print_json, print_table
from tpexplorer.errors import DataError, TPExplorerError, printable
from tpexplorer.files import is_folder
from tpexplorer.patterns.drawing import draw_patterns
from tpexplorer.records import located, record_files, table_files
from tpexplorer.resources import assets_dir


def report(library: Library, pack: Path | None, as_json: bool) -> int:
    """What is missing or rests on a single source, record by record; thin is not wrong, so the exit code is 0."""
    data = library.atlas.data if pack is None else own_part(_read_pack(pack), pack)
    found = list(gaps(data))
    if as_json:
        print_json([dataclasses.asdict(gap) for gap in found])
        return 0
    print_table([(gap.record, gap.kind, gap.what) for gap in found], ("record", "kind", "what"))
    known = coverage(data)
    print(
        f"\n{len(found)} gaps. Of {known.points} patterns {known.observed} were observed in studies, "
        f"{known.single_source_patterns} rest on a single source, {known.with_remark} carry a remark on their sources."
    )
    return 0


def check(pack: Path | None, as_json: bool = False) -> int:
    """Check a pack, or the shipped records; prints each problem on a line and returns 2 if there is any."""
    folder = pack or assets_dir() / "data"
    if pack is None and not (folder / "muscles").is_dir():
        raise TPExplorerError(f"The records (muscles/*.yaml) are not in {folder}. Reinstall TPExplorer to restore them.")
    try:
        drawn = draw_pack(folder) if pack else drawn_before(folder) or draw(folder)
        problems = drawn.problems()
    except DataError as error:
        problems = error.problems
    problems = [printable(problem) for problem in located(folder, problems)]
    if as_json:
        print_json(problems)
        return 2 if problems else 0
    if problems:
        print("\n".join(problems))
        return 2
    points = sum(len(muscle.points) for muscle in drawn.data.muscles.values())
    print(f"{printable(str(folder))}: no problems in {len(drawn.data.muscles)} muscles with {points} trigger points.")
    return 0


def draw_pack(folder: Path) -> Drawn:
    """A pack's own records, drawn on the shipped body; tables it lacks are the shipped ones."""
    data = own_part(_read_pack(folder), folder)
    body, shipped = load_body(), load_map()
    landmarks = {**shipped.landmarks, **(read_landmarks(folder, body) if table_files(folder, "landmarks") else {})}
    regions = read_regions(folder) if table_files(folder, "regions") else None
    resolver = Resolver(Surface(body), {name: landmark.vertex for name, landmark in landmarks.items()})
    body_map = BodyMap(landmarks, shipped.regions, shipped.labels, shipped.seen)
    if regions is not None:
        body_map = BodyMap(landmarks, regions, partition(regions, resolver.field, body), shipped.seen)
    return Drawn(body, data, body_map, draw_patterns(data, resolver), resolver)


def _read_pack(folder: Path) -> AtlasData:
    """A pack laid over the shipped records."""
    if not is_folder(folder):
        raise TPExplorerError(f"There is no folder '{folder}'. A content pack is a folder with muscles/*.yaml in it.")
    return read_atlas(folder, load_atlas().data)


def own_part(data: AtlasData, folder: Path) -> AtlasData:
    """The atlas with only the muscles (and drawn cautions) that a pack brings itself."""
    own = {path.stem for path in record_files(folder / "muscles")}
    muscles: dict[str, Muscle] = {name: muscle for name, muscle in data.muscles.items() if name in own}
    cautions = data.cautions if table_files(folder, "cautions") else {}
    return msgspec.structs.replace(data, muscles=muscles, cautions=cautions)
