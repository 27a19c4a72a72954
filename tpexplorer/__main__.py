"""``python -m tpexplorer`` and the ``tpexplorer`` command."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    # Nothing that starting makes is garbage; the window turns the collector on again after its first frame.
    gc.disable()
    from tpexplorer.cli import run

    sys.exit(run())


if __name__ == "__main__":
    main()
