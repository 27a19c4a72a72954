"""The README's picture of the window (`make screenshot`): the real window with a point selected."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QTimer

from tpexplorer import app

SIZE = (1440, 900)
POINT = "upper-trapezius.1@right"
SETTLED_MS = 4000


def main(path: Path) -> int:
    """Open the window, select a point, and save what the screen shows."""
    application = app.make_application([])
    built = app.build(application, Path(tempfile.mkdtemp(prefix="tpexplorer-")) / "settings.ini")
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

    QTimer.singleShot(500, lambda: built.explore.select(POINT))
    QTimer.singleShot(SETTLED_MS, shoot)
    return int(application.exec())


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
