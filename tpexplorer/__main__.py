"""``python -m tpexplorer`` and the ``tpexplorer`` command."""

from __future__ import annotations

import ctypes
import gc
import sys

# glibc's names for what mallopt sets (malloc.h): pools of memory, and from which size on a block goes back when freed.
M_ARENA_MAX, M_MMAP_THRESHOLD = -8, -3
SWITCH_S = 0.0005
POOLS, GIVEN_BACK_FROM = 2, 1 << 20


def main() -> None:
    """Run the command line and leave with its exit code."""
    prepare()
    from tpexplorer.cli import run

    try:
        sys.exit(run())
    except KeyboardInterrupt:  # Ctrl+C, while there is no window yet that would take it
        sys.exit(130)


def prepare() -> None:
    """Set the process up: no pauses while it starts, short ones for work beside the window, freed memory given back."""
    # Nothing that starting makes is garbage; the window turns the collector on again after its first frame.
    gc.disable()
    # A frame makes some hundred calls to the driver, each of which lets work beside the window go on: not for long.
    sys.setswitchinterval(SWITCH_S)
    # Left to itself, Linux's C library keeps some 20 MB of what drawing has freed.
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(M_ARENA_MAX, POOLS)
        mallopt(M_MMAP_THRESHOLD, GIVEN_BACK_FROM)


if __name__ == "__main__":
    main()
