"""Measures the app in a real window (`tpexplorer bench --json`): start, orbit, selection, hover, search, memory."""

from __future__ import annotations

import json
import math
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from tpexplorer import app
from tpexplorer.body.views import STANDARD_VIEWS
from tpexplorer.commands.output import deliver
from tpexplorer.errors import TPExplorerError
from tpexplorer.ids import on_side
from tpexplorer.patterns.match import Matcher
from tpexplorer.scene.view import SceneWidget
from tpexplorer.timers import single_shot
from tpexplorer.window.application import has_display, make_application

SIZE = (1280, 800)
STARTS, FRAMES, TURN_DEG = 3, 120, 3.0
QUERIES = ("infraspinitus", "pain between shoulder blades", "headache behind the eye", "rotator cuff", "calf cramp at night")
REGIONS = (("temple",), ("lateral-elbow", "radial-forearm"), ("lumbar", "upper-buttock", "sacroiliac"))
# As __main__ starts the window, up to its first frame.
CHILD = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); from tpexplorer.__main__ import prepare; prepare(); "
    "from tpexplorer.bench import tell; tell(*sys.argv[1:])"
)
FIRST_FRAME, MEASURED = "first frame", "measured"
ENDS_WITHIN_S = 30
TIMEOUT_MS = 20_000
# What is made ready beside the window after its first frame is ready by then.
READY_MS = 4000
# A turned body is there and painted smoothly by then.
REST_MS = 1000


def run(as_json: bool = True, peers: bool = False) -> int:
    """Measure and print; returns the exit code."""
    measured = measure()
    if peers:
        measured["peers"] = _peers(measured)
    if as_json:
        print(json.dumps(measured, indent=2))
    else:
        for name, value in measured.items():
            print(f"{name:15} {value}")
    return 0


def measure() -> dict[str, Any]:
    """All numbers: times in the unit their names say, memory in MB."""
    if not has_display():
        raise TPExplorerError("There is no display to open a window on, so there is nothing to measure.")
    # Each window has a process of its own, which Ctrl+C ends at once; what it keeps goes with the folder.
    with tempfile.TemporaryDirectory(prefix="tpexplorer-bench-", ignore_cleanup_errors=True) as folder:
        starts = [_child(FIRST_FRAME, folder)[0] for _ in range(STARTS + 1)][1:]  # the first start warms the disk
        measured: dict[str, Any] = json.loads(_child(MEASURED, folder)[1])
    if not measured:
        raise TPExplorerError("The 3D view is not available on this display, so there is nothing to measure.")
    return {"first_frame_s": round(statistics.median(starts), 2), **measured}


def _child(what: str, folder: str) -> tuple[float, str]:
    """Start a window that tells one thing: after how many seconds, and what."""
    began = time.perf_counter()
    child: subprocess.Popen[str] | None = None
    try:
        with _uninterrupted():
            child = subprocess.Popen([sys.executable, "-c", CHILD, what, folder], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        told = child.stdout.readline()
        taken = time.perf_counter() - began
        if told and child.wait(ENDS_WITHIN_S) == 0:
            return taken, told
    finally:
        if child is not None:
            child.kill()
            child.communicate()
    raise TPExplorerError("The window did not open or did not last, so there is nothing to measure.")


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl+C comes after this: a child that has started but is not known yet would live on, and write to the folder."""
    asked: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: asked.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if asked:
        raise KeyboardInterrupt


def tell(what: str, folder: str) -> None:
    """What a started child does: open the window, and say when its first frame is on screen or, on a line, all `MEASURED`."""
    try:
        built = _open(Path(folder))
    except TPExplorerError as error:
        sys.exit(f"tpexplorer: {error}")
    measured = _measured(built, built.scene) if what == MEASURED and isinstance(built.scene, SceneWidget) else {}
    deliver(f"{json.dumps(measured)}\n")  # who asked may be gone, after Ctrl+C


def _measured(built: app.Built, scene: SceneWidget) -> dict[str, Any]:
    _wait(READY_MS)
    frames = _orbit(scene)
    selects = _select(built, scene)
    known = built.explore.known
    matcher = Matcher(known.body_map, known.patterns)
    matcher.where(REGIONS[0])
    prefixes = [query[: end + 1] for query in QUERIES for end in range(len(query))]
    return {
        "renderer": scene.canvas.renderer,
        "size": list(SIZE),
        "view_size": [scene.canvas.width(), scene.canvas.height()],
        "frame_ms": _summary(frames),
        "select_ms": _summary(selects),
        "hover_ms": _summary(_hover(scene)),
        "brush_ms": _summary(_brush(built, scene)),
        "find_ms": _summary([_timed(partial(built.search.find, text, 30)) for text in prefixes]),
        "where_ms": _summary([_timed(partial(matcher.where, asked)) for asked in REGIONS * 5]),
        "rss_mb": round(_resident_mb()),
    }


def _open(folder: Path) -> app.Built:
    application = QApplication.instance() or make_application([])
    assert isinstance(application, QApplication)
    built = app.build(application, folder / "settings.ini")
    built.window.resize(*SIZE)
    built.show()
    if isinstance(built.scene, SceneWidget):
        _until(built.scene.canvas.frameSwapped, lambda: None)
    return built


def _orbit(scene: SceneWidget) -> list[float]:
    times: list[float] = []
    last = time.perf_counter()
    for _ in range(FRAMES):
        _until(scene.canvas.frameSwapped, lambda: scene.canvas.look(scene.canvas.camera.orbited(TURN_DEG, 0)))
        now = time.perf_counter()
        times.append((now - last) * 1000)
        last = now
    return times[5:]


def _select(built: app.Built, scene: SceneWidget) -> list[float]:
    """From a click on a marker to the frame that shows its pattern."""
    times = []
    points = list(built.explore.atlas.points)
    for point in points[:: max(1, len(points) // 20)]:
        instance = on_side(point, "right")
        times.append(_timed(partial(_until, scene.canvas.frameSwapped, partial(scene.marker_clicked.emit, instance))))
        _wait(350)
    return times


def _hover(scene: SceneWidget) -> list[float]:
    scene.fit()
    _wait(400)
    width, height = scene.canvas.width(), scene.canvas.height()
    spots = [(width * (0.3 + 0.4 * x / 9), height * (0.1 + 0.8 * y / 9)) for x in range(10) for y in range(10)]
    return [_timed(partial(scene.point_at, *spot)) for spot in spots]


def _brush(built: app.Built, scene: SceneWidget) -> list[float]:
    """From a move of the hand that draws to the frame that shows it; the list is ranked in between."""
    built.pain.state.set_shown(True)
    times: list[float] = []
    for side in ("front", "back"):
        built.explore.clear()
        scene.look_from(STANDARD_VIEWS[side])
        _wait(REST_MS)
        middle = QPointF(scene.canvas.width() / 2, scene.canvas.height() * 0.25)
        _mouse(scene, QEvent.Type.MouseButtonPress, middle)
        for step in range(40):
            spot = middle + QPointF(25 * math.sin(step / 4), 1.6 * step)
            times.append(
                _timed(partial(_until, scene.canvas.frameSwapped, partial(_mouse, scene, QEvent.Type.MouseMove, spot)))
            )
        _mouse(scene, QEvent.Type.MouseButtonRelease, middle)
        _wait(300)
    built.pain.find.ask("clear")
    built.pain.state.set_shown(False)
    return times


def _mouse(scene: SceneWidget, kind: QEvent.Type, at: QPointF) -> None:
    moving, lifting = kind == QEvent.Type.MouseMove, kind == QEvent.Type.MouseButtonRelease
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    place = QPointF(scene.canvas.mapToGlobal(at.toPoint()))
    event = QMouseEvent(kind, at, place, none if moving else left, none if lifting else left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(scene.canvas, event)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _until(signal: Any, start: Callable[[], object]) -> None:
    """Run events until a Qt signal comes after `start`."""
    loop = QEventLoop()
    came: list[bool] = []

    def take() -> None:
        came.append(True)
        loop.quit()

    signal.connect(take)
    guard = single_shot(None, TIMEOUT_MS, loop.quit)
    guard.start()
    start()
    if not came:
        loop.exec()
    signal.disconnect(take)


def _wait(ms: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def _summary(times: Sequence[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {"median": round(statistics.median(ordered), 2), "p95": round(ordered[int(len(ordered) * 0.95)], 2)}


def _resident_mb() -> float:
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    if sys.platform == "win32":
        return float("nan")
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def _peers(measured: dict[str, Any]) -> dict[str, Any]:
    """PyVista (VTK) orbiting the same mesh in a window of the 3D view's size, in the same run."""
    try:
        import pyvista
    except ImportError as error:
        raise TPExplorerError("PyVista is not installed here: run 'make bench-peers'.") from error
    from tpexplorer.body.body import load_body

    body = load_body()
    mesh = pyvista.PolyData.from_regular_faces(body.neutral.vertices, body.faces)
    # Without multisampling, which would make it several times slower here, as our moving frames are drawn.
    pyvista.global_theme.multi_samples = 1
    plotter = pyvista.Plotter(window_size=measured["view_size"], off_screen=False)
    plotter.disable_anti_aliasing()
    plotter.add_mesh(mesh, color="tan", smooth_shading=True)
    plotter.view_xz()
    plotter.show(interactive_update=True, auto_close=False)
    times = []
    for _ in range(FRAMES):
        plotter.camera.azimuth += TURN_DEG
        times.append(_timed(plotter.render))
    plotter.close()
    frames = _summary(times[5:])
    return {
        "pyvista": pyvista.__version__,
        "frame_ms": frames,
        "ratio_of_medians": round(frames["median"] / measured["frame_ms"]["median"], 2),
    }
