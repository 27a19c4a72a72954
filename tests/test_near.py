"""Points near dots: the same answer as by brute force."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tpexplorer.plates.near import within


@given(st.integers(0, 60), st.integers(0, 60), st.floats(0.1, 30), st.integers(0, 1000))
def test_within_agrees_with_brute_force(points: int, dots: int, reach: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    a, b = rng.uniform(-50, 50, (points, 3)), rng.uniform(-50, 50, (dots, 3))
    gaps = np.linalg.norm(a[:, None] - b[None], axis=2)
    expected = (gaps <= reach).any(axis=1) if dots else np.zeros(points, bool)
    np.testing.assert_array_equal(within(a, b, reach), expected)
