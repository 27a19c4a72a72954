"""What is painted on the skin: fields in mm over the vertices, and markers at places."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tpexplorer.body.body import SurfacePoint

Field = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Paint:
    """Signed distances (n,) in mm, negative inside; None where there is nothing of the kind.

    `fibre` (n,) is the distance across the muscle's fibres in mm: its level lines run along them.
    """

    essential: Field | None = None
    spillover: Field | None = None
    extent: Field | None = None
    fibre: Field | None = None


@dataclass(frozen=True)
class Mark:
    """A marker on the skin; a deep point's marker is a diamond, a superficial one's a disc."""

    point: SurfacePoint
    deep: bool = False
    label: str = ""
