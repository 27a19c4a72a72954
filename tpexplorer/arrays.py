"""What arrays must be like before anything is done with them: kind, shape, finite, indices that lead somewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Layout:
    """An array's dtype (``U`` for text of any length), its shape, and the bound that its values lie below.

    A letter in the shape is a length that arrays share; as a bound it says that the values are indices into that length.
    """

    dtype: str
    shape: tuple[int | str, ...]
    below: int | str | None = None


def check_arrays(
    arrays: Mapping[str, npt.NDArray[Any]], layouts: Mapping[str, Layout], lengths: Mapping[str, int] | None = None
) -> dict[str, int]:
    """The shared lengths, by letter; ValueError names an array that is missing or not as laid out. `lengths` are known ones."""
    known = dict(lengths or {})
    for name, layout in layouts.items():
        if name not in arrays:
            raise ValueError(f"'{name}' is missing")
        array = arrays[name]
        right = array.dtype.kind == "U" if layout.dtype == "U" else array.dtype == np.dtype(layout.dtype)
        if not right or array.ndim != len(layout.shape):
            raise ValueError(f"'{name}' is {array.dtype} of shape {array.shape}")
        for wanted, found in zip(layout.shape, array.shape, strict=True):
            if found != (known.setdefault(wanted, found) if isinstance(wanted, str) else wanted):
                raise ValueError(f"'{name}' has the shape {array.shape}")
    for name, layout in layouts.items():
        array = arrays[name]
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            raise ValueError(f"'{name}' holds what is not a number")
        if layout.below is not None and array.size:
            bound = known[layout.below] if isinstance(layout.below, str) else layout.below
            if int(array.max()) >= bound or int(array.min()) < 0:
                raise ValueError(f"'{name}' leads beyond {bound}")
    return known
