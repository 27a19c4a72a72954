"""Compile the atlas (`make atlas`): YAML under a data folder to the files the app starts from."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

from tpexplorer.atlas.atlas import ATLAS_FILE, save_atlas
from tpexplorer.atlas.reading import read_atlas
from tpexplorer.atlas.schema import AtlasData
from tpexplorer.authoring.viewing import best_views, seen_skin
from tpexplorer.body.addresses import Resolver
from tpexplorer.body.body import BODY_FILE, Body, load_body
from tpexplorer.body.map import MAP_FILE, BodyMap, drawn_labels, load_map, read_landmarks, read_regions, save_map
from tpexplorer.body.surface import Surface
from tpexplorer.errors import DataError
from tpexplorer.patterns.check import disagreements, unlisted
from tpexplorer.patterns.drawing import Progress, draw_patterns
from tpexplorer.patterns.patterns import PATTERNS_FILE, Patterns, load_patterns, save_patterns
from tpexplorer.patterns.placing import misplaced
from tpexplorer.patterns.safety import contradictions
from tpexplorer.records import located, record_files
from tpexplorer.resources import SYNONYMS_FILE, asset, assets_dir, seal


@dataclass(frozen=True)
class Drawn:
    """An atlas with everything it places on the body."""

    body: Body
    data: AtlasData
    body_map: BodyMap
    patterns: Patterns
    resolver: Resolver

    def problems(self) -> list[str]:
        """Where words and paint disagree, what cannot be placed right, and what goes against a caution."""
        return [
            *disagreements(self.data, self.body_map, self.patterns),
            *misplaced(self.data, self.patterns),
            *contradictions(self.data, self.patterns),
            *unlisted(self.data, self.body_map, self.patterns),
        ]


def drawn_before(folder: Path) -> Drawn | None:
    """The compiled atlas of the shipped records, where it was made from them as they are now; None where it is stale."""
    stamp = folder / "compiled" / "fingerprint.txt"
    if not stamp.is_file() or stamp.read_text(encoding="ascii").strip() != fingerprint(folder):
        return None
    body, body_map = load_body(), load_map()
    resolver = Resolver(Surface(body), {name: landmark.vertex for name, landmark in body_map.landmarks.items()})
    return Drawn(body, read_atlas(folder), body_map, load_patterns(body), resolver)


def draw(folder: Path, progress: Progress = lambda line: None) -> Drawn:
    """Read a data folder and draw all of it; DataError lists every problem in the records."""
    body = load_body()
    data = read_atlas(folder)
    landmarks, regions = read_landmarks(folder, body), read_regions(folder)
    resolver = Resolver(Surface(body), {name: landmark.vertex for name, landmark in landmarks.items()})
    progress("regions")
    labels = drawn_labels(landmarks, regions, resolver.field, body)
    patterns = draw_patterns(data, resolver, progress)
    patterns.views.update(best_views(patterns))
    return Drawn(body, data, BodyMap(landmarks, regions, labels, seen_skin(body)), patterns, resolver)


def fingerprint(folder: Path) -> str:
    """A digest of everything the compiled files are made from."""
    digest = hashlib.sha256()
    for path in sorted([*record_files(folder), *(path for inside in folder.iterdir() for path in record_files(inside))]):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n"))
    digest.update(asset(BODY_FILE).read_bytes())
    return digest.hexdigest()


def compile_atlas(folder: Path, progress: Progress = lambda line: None) -> list[str]:
    """Write the compiled files under a data folder; returns where words and paint disagree."""
    drawn = draw(folder, progress)
    save_atlas(drawn.data, folder)
    save_map(drawn.body_map, drawn.body, folder)
    save_patterns(drawn.patterns, folder)
    (folder / "compiled" / "fingerprint.txt").write_text(fingerprint(folder) + "\n", encoding="ascii")
    seal((ATLAS_FILE, MAP_FILE, PATTERNS_FILE, SYNONYMS_FILE), folder.parent)
    return drawn.problems()


def main() -> int:
    """Compile the shipped atlas and print every problem."""
    folder = assets_dir() / "data"
    try:
        problems = compile_atlas(folder, lambda line: print(line, file=sys.stderr))
    except DataError as error:
        problems = error.problems
    print("\n".join(located(folder, problems)) if problems else f"The atlas is compiled: {folder / 'compiled'}")
    return 2 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
