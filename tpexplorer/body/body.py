"""The body: one closed mirror-symmetric skin in several forms that share their triangles.

Frame: RAS millimetres: +x the subject's right, +y anterior, +z superior; soles on z = 0, midline on x = 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tpexplorer.arrays import Layout, check_arrays
from tpexplorer.errors import UnknownIdError
from tpexplorer.resources import asset, damaged, read_arrays

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
BODY_FILE = "models/body.npz"
STIPPLE_SPACINGS_MM = (24.0, 17.0, 12.0, 8.5, 6.0, 4.2)
# n vertices, m triangles, c coarse ones, k stipple dots, and a figure of a vertices and b triangles.
LAYOUTS = {
    "faces": Layout("uint16", ("m", 3), "n"),
    "mirror": Layout("uint16", ("n",), "n"),
    "coarse_faces": Layout("uint16", ("c", 3), "n"),
    "stipple_triangle": Layout("int32", ("k",), "m"),
    "stipple_bary": Layout("uint8", ("k", 3)),
    "stipple_level": Layout("uint8", ("k",), len(STIPPLE_SPACINGS_MM)),
    "figure_vertices": Layout("float32", ("a", 3)),
    "figure_faces": Layout("uint16", ("b", 3), "a"),
}
FORM_LAYOUTS = {
    "vertices": Layout("float32", ("n", 3)),
    "normals": Layout("int16", ("n", 3)),
    "openness": Layout("uint8", ("n",)),
}


@dataclass(frozen=True)
class Form:
    """One shape of the body.

    `vertices` (n, 3) mm; `normals` (n, 3) unit, outward; `openness` (n,) 0..1, baked ambient occlusion.
    """

    name: str
    vertices: Floats
    normals: Floats
    openness: Floats

    @property
    def height(self) -> float:
        """Height in mm."""
        return float(self.vertices[:, 2].max())


@dataclass(frozen=True)
class SurfacePoint:
    """A place on the skin: weights over the three corners of a triangle, so it follows every form."""

    corners: tuple[int, int, int]
    weights: tuple[float, float, float]

    @property
    def vertex(self) -> int:
        """The corner it lies nearest to."""
        return self.corners[int(np.argmax(self.weights))]

    def on(self, form: Form) -> npt.NDArray[np.float64]:
        """Position (3,) in mm on a form."""
        return np.asarray(np.asarray(self.weights) @ form.vertices[list(self.corners)].astype(float))

    def normal(self, form: Form) -> npt.NDArray[np.float64]:
        """Outward unit normal (3,) on a form."""
        normal = np.asarray(self.weights) @ form.normals[list(self.corners)].astype(float)
        return np.asarray(normal / np.linalg.norm(normal))


@dataclass(frozen=True)
class Body:
    """The skin's triangles `faces` (m, 3), the `mirror` map (n,), its forms by name, and the stipple samples.

    `stipple_corners` (k, 3) vertex indices, `stipple_weights` (k, 3), `stipple_levels` (k,): blue-noise dots, the same
    on both sides; level 0 is the sparsest, each level fills the gaps of those before it (`STIPPLE_SPACINGS_MM`).
    `figure_vertices`, `figure_faces`: a light mesh of the same body for the orientation figure. `coarse_faces`: the
    triangles before subdivision, over the same vertices: a quarter as many, for while things move.
    """

    faces: Ints
    mirror: Ints
    forms: dict[str, Form]
    stipple_corners: Ints
    stipple_weights: Floats
    stipple_levels: Ints
    figure_vertices: Floats
    figure_faces: Ints
    coarse_faces: Ints

    @property
    def vertex_count(self) -> int:
        return len(self.mirror)

    @property
    def neutral(self) -> Form:
        """The form on which every address is resolved."""
        return self.forms["neutral"]

    def form(self, name: str) -> Form:
        """The form of that name; UnknownIdError names the ones there are."""
        if name not in self.forms:
            raise UnknownIdError(f"There is no form '{name}'. Choose one of: {', '.join(self.forms)}.")
        return self.forms[name]

    def mirrored(self, point: SurfacePoint) -> SurfacePoint:
        """The same place on the other side."""
        a, b, c = (int(self.mirror[corner]) for corner in point.corners)
        return SurfacePoint((a, b, c), point.weights)

    @cached_property
    def corners(self) -> tuple[Ints, Ints, Ints]:
        """The first, second and third corner of every triangle (m,) each: quicker to look up one by one."""
        a, b, c = np.ascontiguousarray(self.faces.T)
        return a, b, c

    @cached_property
    def parents(self) -> Ints:
        """The two vertices (n - m, 2) of the `coarse_faces` between which each of the finer vertices lies, from the m-th on."""
        first = int(self.coarse_faces.max()) + 1
        edges = self.faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
        halves = edges[(edges[:, 0] < first) & (edges[:, 1] >= first)]
        return np.asarray(halves[np.argsort(halves[:, 1], kind="stable"), 0].reshape(-1, 2))

    @cached_property
    def vertex_areas(self) -> Floats:
        """Skin area (n,) in mm² that belongs to each vertex, on the neutral form."""
        corners = self.neutral.vertices[self.faces]
        cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        share = np.linalg.norm(cross, axis=1) / 6
        return np.bincount(self.faces.ravel(), np.repeat(share, 3), minlength=self.vertex_count).astype(np.float32)


def load_body(root: Path | None = None) -> Body:
    """Read the body from the assets folder (or `root`); AssetError says what is wrong with the file."""
    arrays = read_arrays(BODY_FILE, root)
    names = sorted((key.removeprefix("vertices_") for key in arrays if key.startswith("vertices_")), key=_form_order)
    try:
        of_forms = {f"{part}_{name}": layout for name in {"neutral", *names} for part, layout in FORM_LAYOUTS.items()}
        check_arrays(arrays, {**LAYOUTS, **of_forms})
    except ValueError as error:
        raise damaged(asset(BODY_FILE, root), error) from error
    faces = arrays["faces"].astype(np.int64)
    forms = {
        name: Form(
            name,
            arrays[f"vertices_{name}"],
            arrays[f"normals_{name}"].astype(np.float32) / np.float32(32767),
            arrays[f"openness_{name}"].astype(np.float32) / np.float32(255),
        )
        for name in names
    }
    stored = arrays["stipple_bary"].astype(np.float32)
    return Body(
        faces,
        arrays["mirror"].astype(np.int64),
        forms,
        faces[arrays["stipple_triangle"]],
        stored / stored.sum(axis=1, keepdims=True),
        arrays["stipple_level"].astype(np.int64),
        arrays["figure_vertices"],
        arrays["figure_faces"].astype(np.int64),
        arrays["coarse_faces"].astype(np.int64),
    )


def _form_order(name: str) -> tuple[bool, str]:
    return name != "neutral", name
