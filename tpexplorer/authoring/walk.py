"""A walk through the real window: every marker on both sides is clicked, and the window photographed (`make walk`).

Writes contact sheets ``build/sheets/walk-NN.png`` and prints every point that could not be clicked.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest

from tpexplorer import app
from tpexplorer.body.views import Pose, View, facing
from tpexplorer.plates.contact import ContactSheet
from tpexplorer.scene.view import SceneWidget
from tpexplorer.window.application import make_application

SIZE = (1280, 800)
TILE = (460, 460)
SETTLED_MS = 650
TURNS = ((0, 0), (35, 0), (-35, 0), (60, 0), (-60, 0), (0, 30), (0, -30), (60, 25), (-60, 25))


class Walk:
    """One window, walked through."""

    def __init__(self, folder: Path) -> None:
        self.application = make_application([])
        self.built = app.build(self.application, folder / "settings.ini")
        scene = self.built.scene
        if not isinstance(scene, SceneWidget):
            raise SystemExit("The 3D view is not available on this display, so there is nothing to walk through.")
        self.scene = scene
        self.built.state.set_theme("light")
        self.built.state.set_muscle_shown(True)
        self.built.window.resize(*SIZE)
        self.built.window.move(0, 0)
        self.built.show()
        scene.set_reduced_motion(True)
        scene.prepare_picking()
        wait(1500)

    def click(self, instance: str) -> bool:
        """Turn so that a marker is in sight and click it; whether it was then selected."""
        known = self.built.explore.known
        place, form = known.patterns.marker(instance), known.body.neutral
        x, y, z = (float(value) for value in place.on(form))
        straight = facing(place, form)
        for yaw, pitch in TURNS:
            self.scene.turn_to(Pose(View(straight.yaw + yaw, straight.pitch + pitch), (x, y, z), 420.0))
            left, top = self.scene.canvas.camera.project((x, y, z))[0] / self.scene.canvas.devicePixelRatioF()
            if self.scene.point_at(left, top)[0] != [instance]:
                continue
            at = QPoint(round(left), round(top))
            QTest.mouseClick(self.scene.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
            return self.built.state.selection == instance
        return False

    def photograph(self) -> Image.Image:
        """What the screen shows of the window."""
        frame = self.built.window.geometry()
        picture = self.application.primaryScreen().grabWindow(0, frame.x(), frame.y(), frame.width(), frame.height())
        store = QBuffer()
        picture.save(store, "PNG")
        image = Image.open(io.BytesIO(bytes(store.data().data()))).convert("RGB")
        image.thumbnail(TILE)
        tile = Image.new("RGB", TILE, "white")
        tile.paste(image, (0, (TILE[1] - image.height) // 2))
        return tile


def wait(ms: int) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def main() -> int:
    """Walk, print what could not be clicked, write the sheets."""
    with tempfile.TemporaryDirectory(prefix="tpexplorer-walk-") as folder:
        return walk_through(Walk(Path(folder)))


def walk_through(walk: Walk) -> int:
    """Every marker, one after another."""
    sheet = ContactSheet(Path("build/sheets"), "walk")
    missed = []
    for instance in walk.built.explore.known.patterns.instances:
        if not walk.click(instance):
            missed.append(instance)
            walk.built.explore.select(instance)
        wait(SETTLED_MS)
        sheet.add(walk.photograph(), instance)
    for path in sheet.save():
        print(path)
    print(f"not clicked: {', '.join(missed)}" if missed else "every marker was clicked")
    walk.built.window.close()
    return 2 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
