"""`figure`: a plate of one or more points, written beside and then put in place, never half."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, PngImagePlugin

from tpexplorer.body.paint import Fibres, Field, Mark, Paint
from tpexplorer.commands.library import Library, unknown
from tpexplorer.errors import TPExplorerError, UnknownIdError
from tpexplorer.files import is_folder, write_whole
from tpexplorer.ids import muscle_of, on_side, split_side
from tpexplorer.plates.figure import FigureMaker, Subject
from tpexplorer.plates.palette import PALETTES


@dataclass(frozen=True)
class Wanted:
    """How a figure is to be drawn."""

    view: str = "strip"
    form: str = "neutral"
    size: tuple[int, int] = (1600, 1000)
    theme: str = "light"
    muscle: bool = True


def figure(library: Library, points: Sequence[str], wanted: Wanted, output: Path) -> None:
    """Draw the points on one figure and write it; UnknownIdError for an id that names nothing."""
    instances = list(dict.fromkeys(name for point in points for name in _instances(library, point)))
    form = library.body.form(wanted.form)
    subject = subject_of(library, instances, wanted.muscle)
    _check_writable(output)
    image = FigureMaker(library.body, form, PALETTES[wanted.theme]).draw(subject, wanted.view, wanted.size)
    write_png(image, output, subject)


def _instances(library: Library, asked: str) -> list[str]:
    """The instances an argument means: a point on a side, on the right where none is said; all points of a muscle."""
    plain, at, side = asked.partition("@")
    atlas = library.atlas
    if at and side not in ("left", "right"):
        raise UnknownIdError(f"There is no side '{side}'. Write {plain}@right or {plain}@left.")
    if plain in atlas.muscles:
        sides = [(point, atlas.point(point).only_side) for point in atlas.points_of(plain)]
        return [
            on_side(point, only or ("left" if side == "left" else "right"))
            for point, only in sides
            if not at or only in (None, side)
        ]
    if plain not in atlas.points:
        raise unknown("trigger point", asked, [*atlas.points, *atlas.muscles], "points")
    only = atlas.point(plain).only_side
    if at and only not in (None, side):
        raise UnknownIdError(f"{plain} is described on the {only} side only.")
    return [on_side(plain, only or ("left" if side == "left" else "right"))]


def subject_of(library: Library, instances: Sequence[str], muscle: bool) -> Subject:
    """What a figure of these points shows and says."""
    atlas, patterns = library.atlas, library.patterns
    several = len(instances) > 1
    marks = tuple(
        Mark(patterns.marker(name), atlas.point(name).depth == "deep", str(number) if several else "")
        for number, name in enumerate(instances, 1)
    )
    paints = [patterns.paint(name) for name in instances]
    muscles = list(dict.fromkeys(muscle_of(name) for name in instances))
    owners = dict.fromkeys(on_side(muscle_of(name), split_side(name)[1]) for name in instances)
    muscle_paints = [patterns.muscle_paint(owner) for owner in owners] if muscle else []
    names = [atlas.muscle(name).name for name in muscles]
    sides = {split_side(name)[1] for name in instances}
    side = f"subject's {sides.pop()}" if len(sides) == 1 else "both sides"
    subtitle = f"{len(instances)} trigger points" if several else atlas.point(instances[0]).label
    return Subject(
        title=", ".join(names),
        subtitle=f"{subtitle} · {side}",
        paint=Paint(
            essential=_joined([paint.essential for paint in paints]),
            spillover=_joined([paint.spillover for paint in paints]),
            extent=_joined([paint.extent for paint in muscle_paints]),
            fibres=_bundled([paint.fibres for paint in muscle_paints if paint.fibres is not None]),
        ),
        marks=marks,
        muscle="Muscle" if len(names) > 1 else names[0],
        listed=_listed(library, instances, len(muscles) == 1),
        footer=f"TPExplorer atlas {atlas.data.version}. Chart pattern; people differ.",
    )


def _listed(library: Library, instances: Sequence[str], one_muscle: bool) -> tuple[str, ...]:
    """What the numbers on a figure of several points mean."""
    if len(instances) == 1:
        return ()
    both = len({split_side(name)[1] for name in instances}) > 1
    atlas = library.atlas
    names = [atlas.point(name).label if one_muscle else atlas.name(name) for name in instances]
    return tuple(
        f"{name} ({split_side(instance)[1]})" if both else name for name, instance in zip(names, instances, strict=True)
    )


def _joined(fields: Sequence[Field | None]) -> Field | None:
    """The union of zones: the least of their distances."""
    present = [field for field in fields if field is not None]
    return np.minimum.reduce(present) if present else None


def _bundled(fibres: Sequence[Fibres]) -> Fibres | None:
    """The fibres of several muscles as one bundle."""
    if not fibres:
        return None
    starts = np.cumsum([0, *(int(bundle.lines.max(initial=0)) + 1 for bundle in fibres[:-1])])
    return Fibres(
        np.concatenate([bundle.corners for bundle in fibres]),
        np.concatenate([bundle.weights for bundle in fibres]),
        np.concatenate([bundle.lines + start for bundle, start in zip(fibres, starts, strict=True)]),
        np.concatenate([bundle.ranks for bundle in fibres]),
    )


def _check_writable(output: Path) -> None:
    """Say at once, before the drawing, that a file cannot be written."""
    if output.suffix.lower() != ".png":
        raise TPExplorerError(f"Figures are PNG files: give a name that ends in .png, not '{output.name}'.")
    folder = output.absolute().parent
    if not is_folder(folder):
        raise TPExplorerError(f"There is no folder '{folder}'. Make it first, or choose another place.")
    if is_folder(output) or not os.access(output if os.access(output, os.F_OK) else folder, os.W_OK):
        raise TPExplorerError(f"'{output}' cannot be written. Choose another place.")


def write_png(image: Image.Image, output: Path, subject: Subject) -> None:
    """Write the PNG whole or not at all; its title travels with it."""
    told = PngImagePlugin.PngInfo()
    told.add_itxt("Title", f"{subject.title}: {subject.subtitle}")
    told.add_itxt("Description", subject.footer)
    picture = io.BytesIO()
    image.save(picture, "PNG", pnginfo=told)
    try:
        write_whole(output, picture.getvalue())
    except OSError as error:
        raise TPExplorerError(f"'{output}' cannot be written ({error.strerror or error}). Choose another place.") from error
