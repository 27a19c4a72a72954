"""A window under a fuzz: opened with a folder of its own, and what every action needs of it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

from PySide6.QtCore import QEvent, QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QWheelEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from tpexplorer import app
from tpexplorer.authoring.fuzz.answers import Answers
from tpexplorer.authoring.fuzz.watch import Watch
from tpexplorer.body.body import Body
from tpexplorer.panels.plates_view import PlatesView

if TYPE_CHECKING:
    from tpexplorer.pain import Pain

OPENED_MS, LOOK_MS = 30_000, 4
# A menu or a drag of text runs a loop of its own: what is still open after so long is closed, as by the Esc key.
POPUP_MS = 60
OTHER_PROGRAM = "another program"
WRITE = {"save", "save_as", OTHER_PROGRAM}
Button = Qt.MouseButton
Modifier = Qt.KeyboardModifier


def plates(body: Body, parent: QWidget | None) -> QWidget:
    """The fixed views, as where there is no OpenGL."""
    return PlatesView(body, "This fuzz goes without OpenGL.", parent)


def until(condition: Callable[[], bool], ms: int, every_ms: int = LOOK_MS) -> bool:
    """Let the window live until something holds, which is looked at again and again; whether it does in time."""
    end = time.monotonic() + ms / 1000
    while not condition():
        if time.monotonic() > end:
            return False
        loop = QEventLoop()
        QTimer.singleShot(every_ms, loop.quit)
        loop.exec()
    return True


class Desk:
    """One window with a scene (3D, or `fixed` views), and the answers to what it asks."""

    def __init__(
        self, application: QApplication, folder: Path, watch: Watch, fixed: bool = False, log: TextIO | None = None
    ) -> None:
        self.application, self.folder, self.watch = application, folder, watch
        self.random, self.step = random.Random(0), 0
        self.log: list[str] = []
        self._file = log
        sets = folder / "sets"
        sets.mkdir(exist_ok=True)
        self.answers = Answers(sets)
        hands = app.Hands(self.answers.choose, self.answers.open_web, self.answers)
        self.built = app.build(application, folder / "settings.ini", make_scene=plates if fixed else app.make_3d, hands=hands)
        self.intents: list[str] = []
        self._heard = False
        for name, action in self.built.window.actions_by_name.items():
            action.triggered.connect(lambda _checked=False, name=name: self.intents.append(name))
        self._closer = QTimer(self.built.window)
        self._closer.setInterval(POPUP_MS)
        self._closer.timeout.connect(self._close_popups)

    def open(self) -> None:
        """Show the window; its first frame is there when this returns."""
        painted: list[bool] = []
        signal = getattr(self.built.scene, "painted", None)
        if signal is not None:
            signal.connect(lambda: painted.append(True))
        self.built.show()
        self.built.window.activateWindow()
        if not until(lambda: bool(painted) or signal is None or not self.three_d, OPENED_MS):
            self.watch.complain("the window has painted nothing")
        self._closer.start()

    def begin(self, step: int, chance: random.Random) -> None:
        """A new step, with chances of its own."""
        self.step, self.random = step, chance
        self.answers.begin(chance)
        self.intents.clear()
        self.hear()

    def hear(self) -> None:
        """Take down what is asked that changes the working set, from when it can be."""
        pain = self.built.pain_if_built
        if pain is None or self._heard:
            return
        self._heard = True
        panel = pain.panel
        panel.asked.connect(self.intents.append)
        panel.area_rated.connect(lambda *_args: self.intents.append("rate"))
        panel.area_removed.connect(lambda _number: self.intents.append("remove"))
        panel.region_chosen.connect(lambda _region: self.intents.append("region"))
        panel.ticked.connect(lambda *_args: self.intents.append("tick"))
        self.hear_scene()

    def hear_scene(self) -> None:
        """The same of the scene, which may be another than before."""
        pain = self.built.pain

        def brushed(_places: object, _first: bool) -> None:
            self.intents.append("rub" if pain.state.tool == "erase" else "brush")

        self.built.scene.brushed.connect(brushed)  # type: ignore[attr-defined]

    @property
    def pain(self) -> Pain:
        """What asks where it hurts, and its intents are heard from then on."""
        pain = self.built.pain
        self.hear()
        return pain

    @property
    def three_d(self) -> bool:
        """Whether the body is drawn in 3D."""
        return not isinstance(self.built.scene, PlatesView)

    @property
    def may_write(self) -> bool:
        """Whether something was asked in this step that may write a working set."""
        return bool(WRITE.intersection(self.intents)) or "keep" in self.answers.asked

    def note(self, said: str) -> None:
        """Say what is about to be done: where the program dies of it, the file says so."""
        self.log.append(f"{self.step}: {said}")
        if self._file is not None:
            print(self.log[-1], file=self._file, flush=True)

    def pump(self) -> None:
        """Let what is due happen."""
        self.application.processEvents()

    def _close_popups(self) -> None:
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        modal = QApplication.activeModalWidget()
        if modal is not None:
            self.watch.complain(f"a dialog stands open: {type(modal).__name__} {modal.windowTitle()!r}")
            modal.close()

    # --- the body ---------------------------------------------------------------------------------------------------

    @property
    def canvas(self) -> QWindow | QWidget:
        """What takes the mouse over the body."""
        return cast("QWindow | QWidget", self.built.scene.canvas)  # type: ignore[attr-defined]

    def place(self) -> QPointF:
        """A place on the body's canvas: more often where the body is."""
        chance, canvas = self.random, self.canvas
        across = chance.gauss(0.5, 0.06) if chance.random() < 0.7 else chance.uniform(-0.02, 1.02)
        return QPointF(round(across * canvas.width(), 1), round(chance.uniform(0.02, 0.98) * canvas.height(), 1))

    def mouse(
        self,
        kind: QEvent.Type,
        at: QPointF,
        button: Button = Button.NoButton,
        held: Button = Button.NoButton,
        keys: Modifier = Modifier.NoModifier,
    ) -> None:
        """A mouse event on the body; `held` are the buttons down once it has come."""
        place = QPointF(self.canvas.mapToGlobal(at.toPoint()))
        QApplication.sendEvent(self.canvas, QMouseEvent(kind, at, place, button, held, keys))

    def wheel(self, at: QPointF, angle: QPoint, pixels: QPoint, keys: Modifier, phase: Qt.ScrollPhase) -> None:
        """A turn of the wheel, or two fingers on a trackpad, over the body."""
        place = QPointF(self.canvas.mapToGlobal(at.toPoint()))
        event = QWheelEvent(at, place, pixels, angle, Button.NoButton, keys, phase, False)
        QApplication.sendEvent(self.canvas, event)
