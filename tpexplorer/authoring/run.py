"""What `make run` starts: the window, or, where there is no display, a few plates under ``build/``."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from tpexplorer.cli import run

PLATES = ("infraspinatus.1", "upper-trapezius.1", "gluteus-minimus.2", "sternocleidomastoid.3")


def has_display(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether a window can be opened: always on Windows and macOS, on Linux where X or Wayland is there."""
    return not platform.startswith("linux") or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def draw_plates(folder: Path) -> int:
    """Draw the first plates and say where each one is; returns the exit code of the first that failed, or 0."""
    print("There is no display here, so TPExplorer draws plates instead of opening its window.")
    folder.mkdir(parents=True, exist_ok=True)
    for point in PLATES:
        path = folder / f"{point}.png"
        code = run(["figure", point, "-o", str(path)])
        if code:
            return code
        print(f"The plate of {point} is in {path}.")
    return 0


def main() -> int:
    """Open the window, or draw plates."""
    return run([]) if has_display(sys.platform, os.environ) else draw_plates(Path("build"))


if __name__ == "__main__":
    sys.exit(main())
