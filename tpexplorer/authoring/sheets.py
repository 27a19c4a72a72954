"""Contact sheets of everything placed on the body (`make sheets`): someone has to look at them.

``python -m tpexplorer.authoring.sheets [landmarks regions points zones sites]`` writes to ``build/sheets``; ``--only TEXT`` and
``--part thigh`` draw some of them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import numpy as np
from PIL import Image

from tpexplorer.atlas.schema import BodyPart
from tpexplorer.authoring.compile import Drawn, draw, drawn_before
from tpexplorer.authoring.viewing import clearest
from tpexplorer.body.body import SurfacePoint
from tpexplorer.body.paint import Field, Mark, Paint
from tpexplorer.body.views import View, facing
from tpexplorer.ids import muscle_of
from tpexplorer.plates.contact import TILE, ContactSheet
from tpexplorer.plates.palette import LIGHT
from tpexplorer.plates.plate import Crop, PlateMaker, around
from tpexplorer.resources import assets_dir

HALF = (TILE[0] // 2, TILE[1])


class Sheets:
    """Draws the sheets of one atlas; `only` keeps the ids that contain it, `part` the points of a part of the body."""

    def __init__(self, drawn: Drawn, folder: Path, only: str = "", part: str | None = None) -> None:
        self.drawn = drawn
        self.folder = folder
        self.only = only
        self.part = part
        self.form = drawn.body.neutral
        self.maker = PlateMaker(drawn.body, self.form, LIGHT)

    def landmarks(self) -> list[Path]:
        """Each landmark from the front of it and turned to the side."""
        sheet = ContactSheet(self.folder, "landmarks")
        for name in filter(self._wanted, self.drawn.body_map.landmarks):
            place = self.drawn.resolver.landmark(name)
            position = place.on(self.form)
            fine = position[2] > 1480 or abs(position[0]) > 290 or position[2] < 110
            view = facing(place, self.form)
            turned = View(view.yaw + (60 if position[0] < 1 else -55 if abs(view.yaw) < 90 else 55), view.pitch / 2)
            crop = Crop(position, 170 if fine else 380)
            sheet.add(self._pair([(v, Paint(), [Mark(place)], crop) for v in (view, turned)]), name)
        return sheet.save()

    def regions(self) -> list[Path]:
        """Each region, seen best, close up and on the whole body."""
        sheet = ContactSheet(self.folder, "regions")
        right = self.form.vertices[:, 0] > -0.5
        for number, (name, region) in enumerate(self.drawn.body_map.regions.items()):
            if not self._wanted(name):
                continue
            inside = (self.drawn.body_map.labels == number) & (right | region.midline)
            field = np.where(inside, -1.0, 1.0).astype(np.float32)
            sheet.add(self._zone(Paint(essential=field), field, []), f"{name}: {region.everyday}")
        return sheet.save()

    def points(self) -> list[Path]:
        """Each point on its muscle, with the fibres."""
        sheet = ContactSheet(self.folder, self._kind("points"))
        for name, place in self.drawn.patterns.markers.items():
            if not self._wanted_point(name):
                continue
            owner = muscle_of(name)
            paint = self.drawn.patterns.muscle_paint(owner)
            assert paint.extent is not None
            view = facing(place, self.form)
            clear = self.maker.caster.clear(place.on(self.form), view.axes[2])
            marks = [self._mark(name, place)]
            sheet.add(self._zone(paint, paint.extent, marks, view if clear else None), self._title(name))
        return sheet.save()

    def zones(self) -> list[Path]:
        """Each point's pattern: the close-up and the whole body, from where most of it is seen."""
        sheet = ContactSheet(self.folder, self._kind("zones"))
        for name, place in self.drawn.patterns.markers.items():
            if not self._wanted_point(name):
                continue
            paint = self.drawn.patterns.paint(name)
            for kind in ("essential", "spillover"):
                field = getattr(paint, kind)
                if field is not None:
                    sheet.add(self._zone(paint, field, [self._mark(name, place)]), f"{self._title(name)} · {kind}")
        return sheet.save()

    def sites(self) -> list[Path]:
        """Each endangerment site that is drawn on the skin."""
        sheet = ContactSheet(self.folder, "sites")
        for name, caution in self.drawn.data.cautions.items():
            field = self.drawn.patterns.zone(name, "site")
            if field is not None and self._wanted(name):
                sheet.add(self._zone(Paint(essential=field), field, []), f"{name}: {caution.name}")
        return sheet.save()

    def _kind(self, kind: str) -> str:
        return f"{kind}-{self.part}" if self.part else kind

    def _title(self, point: str) -> str:
        muscle = self.drawn.data.muscles[muscle_of(point)]
        return f"{point} {muscle.points[int(point.rpartition('.')[2]) - 1].label}"

    def _mark(self, name: str, place: SurfacePoint) -> Mark:
        muscle = self.drawn.data.muscles[muscle_of(name)]
        return Mark(place, muscle.points[int(name.rpartition(".")[2]) - 1].depth == "deep")

    def _wanted(self, name: str) -> bool:
        return self.only in name

    def _wanted_point(self, name: str) -> bool:
        return self._wanted(name) and self.part in (None, self.drawn.data.muscles[muscle_of(name)].body_part)

    def _zone(self, paint: Paint, field: Field, marks: list[Mark], view: View | None = None) -> Image.Image:
        caster, level = self.maker.caster, [View(yaw, pitch) for pitch in (10, -35, 50) for yaw in range(-180, 180, 20)]
        best = view or clearest(field, self.form, caster, level)
        inside = self.form.vertices[field < 0].astype(float)
        spots = [inside] if len(inside) else []
        if view is not None:
            spots += [mark.point.on(self.form)[None] for mark in marks]
        close = around(np.vstack(spots) if spots else np.zeros((1, 3)), 30.0, 160.0)
        tall = Crop(close.centre, close.height_mm * 1.15)
        aside = [View(best.yaw + turn, best.pitch) for turn in (60, -60, 90, -90, 120, -120, 180)]
        turned = clearest(field, self.form, caster, aside)
        return self._pair([(best, paint, marks, tall), (turned, paint, marks, tall)])

    def _pair(self, plates: list[tuple[View, Paint, list[Mark], Crop]]) -> Image.Image:
        tile = Image.new("RGB", TILE)
        for number, (view, paint, marks, crop) in enumerate(plates):
            tile.paste(self.maker.draw(view, HALF, paint, marks, crop), (number * HALF[0], 0))
        return tile


def main() -> None:
    """Draw the sheets asked for, or all."""
    parser = argparse.ArgumentParser(prog="sheets", description="Contact sheets of everything placed on the body.")
    parser.add_argument("kinds", nargs="*", choices=["landmarks", "regions", "points", "zones", "sites", []])
    parser.add_argument("--only", default="", help="only ids that contain this")
    parser.add_argument("--part", choices=get_args(BodyPart), help="only points and zones of a part of the body")
    parser.add_argument("--out", type=Path, default=Path("build/sheets"))
    given = parser.parse_args()
    data = assets_dir() / "data"
    sheets = Sheets(drawn_before(data) or draw(data), given.out, given.only, given.part)
    kinds: dict[str, Callable[[], list[Path]]] = {
        "landmarks": sheets.landmarks,
        "regions": sheets.regions,
        "points": sheets.points,
        "zones": sheets.zones,
        "sites": sheets.sites,
    }
    for kind in given.kinds or kinds:
        for path in kinds[kind]():
            print(path)


if __name__ == "__main__":
    main()
