"""Mutated files, each opened the way a person would: it reads right, or one sentence says why not; nothing else happens."""

from __future__ import annotations

import io
import random
import resource
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from tpexplorer import app, cli
from tpexplorer.authoring.fuzz.answers import Answers
from tpexplorer.authoring.fuzz.desk import plates
from tpexplorer.authoring.fuzz.mutate import BINARY, TEXT, Mutation, mutated
from tpexplorer.authoring.fuzz.session import Failure
from tpexplorer.authoring.fuzz.watch import Watch
from tpexplorer.body.brush import places_at
from tpexplorer.errors import TPExplorerError
from tpexplorer.patterns.pain_drawing import Easel, PainDrawing
from tpexplorer.patterns.working_set import WorkingSet, encoded
from tpexplorer.resources import assets_dir
from tpexplorer.state.claim import MORE_FILES

MOST_MB, PATIENCE = 500, 6
# What a window must stay within, whatever its settings say: the screens of today, side by side.
WIDEST_PX = 20_000
SETTINGS = (
    b"[window]\nx=0\ny=0\nwidth=1280\nheight=800\nlist_width=320\npage_width=400\n"
    b"[look]\ntheme=dark\nform=female\ntext_step=2\nlabels_shown=true\n[last]\npoint=infraspinatus.1@left\nside=left\n"
)
# But for the map of regions, which is drawn anew for some seconds.
PACKED = ("muscles/infraspinatus.yaml", "muscles/anconeus.yaml", "landmarks.yaml", "cautions.yaml", "history.yaml")
COMPILED = ("data/compiled/atlas.msgpack", "data/compiled/map.npz", "data/compiled/patterns.npz", "models/body.npz")
SHIPPED_TEXT = ("data/synonyms.json", "CREDITS.md")


@dataclass(frozen=True)
class Kind:
    """A kind of file: how many of a hundred, what may be done to it, and how it is opened."""

    share: float
    mutations: tuple[Mutation, ...]
    open: Callable[[Files, random.Random, Kind], Iterator[str]]
    seconds: float = 5.0


class Files:
    """One mutated file after another; `failure` says what was seen first."""

    def __init__(self, application: QApplication, folder: Path, watch: Watch, seed: int, log: TextIO | None = None) -> None:
        self.kinds = KINDS
        self.application, self.folder, self.watch, self.seed = application, folder, watch, seed
        self.failure: Failure | None = None
        self.step = 0
        self.log: list[str] = []
        self._file = log
        self.slowest: tuple[float, str] = (0.0, "")
        self._window: app.Built | None = None

    def run(self, first: int, last: int, may_go_on: Callable[[], bool] = lambda: True) -> None:
        """Files `first` to `last`, as far as nothing is seen and time is left."""
        for step in range(first, last + 1):
            if self.failure is not None or not may_go_on():
                break
            self.do(step)

    def do(self, step: int) -> None:
        """One file; what is in it depends on the seed and its number alone."""
        self.step = step
        chance = random.Random(f"{self.seed}:file:{step}")
        kind = chance.choices(self.kinds, [kind.share for kind in self.kinds])[0]
        began, work, memory = time.monotonic(), time.process_time(), _most_mb()
        try:
            faults = list(kind.open(self, chance, kind))
        except Exception as error:  # any error at all is what is looked for
            faults = [self.watch.traced(error)]
        # On a busy machine other programs take their share of the clock, but not of this process's work.
        took = max(time.process_time() - work, (time.monotonic() - began) / PATIENCE)
        more = _most_mb() - memory
        self.slowest = max(self.slowest, (took, self.log[-1] if self.log else ""))
        if took > kind.seconds:
            faults.append(f"took {took:.1f} s")
        if more > MOST_MB:
            faults.append(f"took {more:.0f} MB")
        faults = [*self.watch.take(), *faults]
        if faults:
            self.failure = Failure(self.seed, step, faults, self.log[-1:])

    def changed(self, chance: random.Random, kind: Kind, name: str, data: bytes) -> bytes:
        """Another file; the log says what it is."""
        other, how = mutated(chance, data, kind.mutations)
        self.log.append(f"file {self.step}: {name}: {how}")
        if self._file is not None:
            print(self.log[-1], file=self._file, flush=True)
        return other

    # --- windows ----------------------------------------------------------------------------------------------------

    def start(self, root: Path | None = None) -> tuple[app.Built, Answers]:
        """A window as a start opens it, with the settings and the recovery file of the folder."""
        sets = self.folder / "sets"
        sets.mkdir(exist_ok=True)
        answers = Answers(sets)
        hands = app.Hands(answers.choose, answers.open_web, answers)
        return app.build(self.application, self.folder / "settings.ini", root, plates, hands), answers

    def end(self, built: app.Built, answers: Answers) -> None:
        """Close it again."""
        answers.keep = "discard"
        built.window.show()
        self.application.processEvents()
        built.window.close()
        built.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def window(self) -> app.Built:
        """A window that stays open, to open working sets in."""
        if self._window is None:
            self._window, self._answers = self.start()
            self._window.show()
        return self._window

    def stop(self) -> None:
        """Close what is open."""
        if self._window is not None:
            self.end(self._window, self._answers)


# --- how each kind is opened ----------------------------------------------------------------------------------------


def a_set(chance: random.Random, easel: Easel) -> WorkingSet:
    """A working set as people make them."""
    drawing = PainDrawing()
    for region in chance.sample(list(easel.body_map.regions), chance.randint(0, 3)):
        drawing = easel.with_region(drawing, region, chance.choice(("right", "left")))
    line = [(-60.0 + 4 * number, -75.0, 1440.0 - 9 * number) for number in range(chance.randint(1, 30))]
    places = places_at(easel.body, line)
    drawing = easel.brushed(drawing, places, 20.0, -1).rated(len(drawing.areas), chance.randint(0, 10), "ache")
    if chance.random() < 0.5:
        drawing = easel.erased(drawing, places[:2], 7.0)
    return WorkingSet(drawing).ticked("infraspinatus.1@left", "found", "sharp <b>when</b> pressed")


def open_set(files: Files, chance: random.Random, kind: Kind) -> Iterator[str]:
    """Opened in a window in which another set is open."""
    built = files.window()
    answers, pain, version = files._answers, built.pain, built.explore.atlas.data.version
    data = files.changed(chance, kind, "working set", encoded(a_set(chance, built.explore.known.easel), version))
    path = answers.folder / "other.json"
    path.write_bytes(data)
    pain.state.open(a_set(chance, built.explore.known.easel), None)
    before = pain.state.working_set
    answers.begin(chance)
    pain.files.open_file(path)
    files.application.processEvents()
    told = [said for said in answers.asked if said.startswith("told: ")]
    yield from _sentences([said.removeprefix("told: ") for said in told])
    if pain.state.path is None and not told:
        yield "it was not opened, and nobody was told"
    if pain.state.path is None and pain.state.working_set != before and not told:
        yield "what was open is gone"
    if path.read_bytes() != data:
        yield "the file was changed"


def recover(files: Files, chance: random.Random, kind: Kind) -> Iterator[str]:
    """A recovery file that a start finds: what cannot be read is still there afterwards, under whatever name."""
    easel = files.window().explore.known.easel
    path, wanted = files.folder / MORE_FILES.format(7), a_set(chance, easel)
    data = files.changed(chance, kind, "recovery file", encoded(wanted, "2026.2"))
    path.write_bytes(data)
    built, answers = files.start()
    back = built.pain_if_built is not None and bool(built.pain.state.working_set)
    kept = [other for other in files.folder.iterdir() if other.is_file() and other.read_bytes() == data]
    if not back and not kept and data.strip():
        yield "the recovery file could not be read, and is gone"
    files.end(built, answers)
    if (
        not back
        and data.strip()
        and not [other for other in files.folder.iterdir() if other.is_file() and other.read_bytes() == data]
    ):
        yield "the recovery file could not be read, and is gone after closing"
    for other in files.folder.glob(f"*{path.stem}*"):
        other.unlink()


def start_with_settings(files: Files, chance: random.Random, kind: Kind) -> Iterator[str]:
    """Settings that a start reads: the window fits the screen."""
    path = files.folder / "settings.ini"
    path.write_bytes(files.changed(chance, kind, "settings", SETTINGS))
    built, answers = files.start()
    built.window.show()
    files.application.processEvents()
    if max(built.window.width(), built.window.height(), *built.window.splitter.sizes()) > WIDEST_PX:
        yield f"the window is {built.window.width()} × {built.window.height()} px"
    files.end(built, answers)
    for other in files.folder.glob("settings*"):
        other.unlink()


def check_pack(files: Files, chance: random.Random, kind: Kind) -> Iterator[str]:
    """A content pack with one bad file, checked on the command line."""
    name, folder = chance.choice(PACKED), files.folder / "pack"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "muscles").mkdir(parents=True)
    shipped = assets_dir() / "data"
    shutil.copy(shipped / PACKED[1], folder / PACKED[1])
    data = files.changed(chance, kind, name, (shipped / name).read_bytes())
    (folder / name).write_bytes(data)
    said, wrong = io.StringIO(), io.StringIO()
    with redirect_stdout(said), redirect_stderr(wrong):
        code = cli.run(["check", str(folder)])
    if code not in (0, 1, 2):
        yield f"the exit code is {code}"
    if code == 0 and "no problems" not in said.getvalue():
        yield "it says nothing"
    yield from _sentences((said.getvalue() + wrong.getvalue()).splitlines())
    if code and not (said.getvalue() + wrong.getvalue()).strip():
        yield f"it ends with {code} and says nothing"
    if (folder / name).read_bytes() != data:
        yield "the file was changed"


def start_with_assets(names: tuple[str, ...]) -> Callable[[Files, random.Random, Kind], Iterator[str]]:
    """Shipped files that a start reads, one of them bad: a window that works, or one sentence."""

    def start(files: Files, chance: random.Random, kind: Kind) -> Iterator[str]:
        root, name = _assets(files.folder), chance.choice(names)
        good = (assets_dir() / name).read_bytes()
        path = root / name
        path.unlink()
        path.write_bytes(files.changed(chance, kind, name, good))
        try:
            built, answers = files.start(root)
        except TPExplorerError as error:
            yield from _sentences([str(error)])
        else:
            built.explore.select("infraspinatus.1@left")
            built.search.find("headache behind the eye", 20)
            built.explore.open("about")
            files.end(built, answers)
        path.unlink()
        path.symlink_to(assets_dir() / name)

    return start


def _assets(folder: Path) -> Path:
    """The shipped files under another folder, each a link."""
    root = folder / "assets"
    for path in [
        path for path in assets_dir().rglob("*") if path.is_file() and not (root / path.relative_to(assets_dir())).exists()
    ]:
        there = root / path.relative_to(assets_dir())
        there.parent.mkdir(parents=True, exist_ok=True)
        there.symlink_to(path)
    return root


def _sentences(said: list[str]) -> Iterator[str]:
    """What is told must be for a person: not a traceback, not a page of noise, nothing that a terminal would obey."""
    for line in said:
        if "Traceback" in line or len(line) > 2000:
            yield f"this is told: {line[:200]!r}"
        if any(ord(letter) < 32 and letter not in "\n\t" for letter in line):
            yield f"control characters are told: {line[:200]!r}"


def _most_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


KINDS = (
    Kind(34, TEXT, open_set),
    Kind(12, TEXT, recover),
    Kind(12, TEXT, start_with_settings),
    Kind(12, TEXT, check_pack),
    Kind(22, BINARY, start_with_assets(COMPILED)),
    Kind(8, TEXT, start_with_assets(SHIPPED_TEXT)),
)
