"""The README's pictures of the window (`make screenshot`): a point selected, and a painful place with what refers there."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer

from tpexplorer import app
from tpexplorer.body.views import Pose, View
from tpexplorer.window.application import make_application

SIZE = (1440, 900)
POINT = "upper-trapezius.1@right"
PAINFUL = ("temple", "angle-of-jaw", "posterolateral-neck")
HEAD = Pose(View(70, 8), (20.0, -10.0, 1530.0), 520.0)
SETTLED_MS = 6000


def select(built: app.Built) -> None:
    """A point with its pattern."""
    built.explore.select(POINT)


def find(built: app.Built) -> None:
    """Three painful places, and the pattern of the first point of the list over them."""
    pain = built.pain
    pain.state.set_shown(True)
    for region in PAINFUL:
        pain.find.add_region(region)
    pain.find.rank()
    built.explore.scene.turn_to(HEAD)
    QTimer.singleShot(2500, lambda: built.explore.painting.preview(pain.find.ranking.muscles[0].points[0].instance))


PICTURES: dict[str, Callable[[app.Built], None]] = {"explorer": select, "pain": find}


def main(path: Path) -> int:
    """Open the window, do what the picture's name says, and save what the screen shows."""
    with tempfile.TemporaryDirectory(prefix="tpexplorer-") as folder:
        return photograph(path, Path(folder))


def photograph(path: Path, folder: Path) -> int:
    """The same, with a folder for what the window keeps."""
    application = make_application([])
    built = app.build(application, folder / "settings.ini")
    built.state.set_theme("light")
    built.window.resize(*SIZE)
    built.window.move(0, 0)
    built.show()
    path.parent.mkdir(parents=True, exist_ok=True)

    def shoot() -> None:
        # From the screen, not the widget: the body is drawn in a native window of its own.
        frame = built.window.geometry()
        picture = application.primaryScreen().grabWindow(0, frame.x(), frame.y(), frame.width(), frame.height())
        application.exit(0 if picture.save(str(path)) else 2)

    QTimer.singleShot(500, lambda: PICTURES[path.stem](built))
    QTimer.singleShot(SETTLED_MS, shoot)
    return int(application.exec())


if __name__ == "__main__":
    sys.exit(max(main(Path(argument)) for argument in sys.argv[1:]))
