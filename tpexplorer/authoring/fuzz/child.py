"""One process of the fuzz: a window and its actions, or a batch of files."""

from __future__ import annotations

import faulthandler
import os
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from tpexplorer.__main__ import prepare
from tpexplorer.authoring.fuzz.account import Account
from tpexplorer.authoring.fuzz.desk import Desk
from tpexplorer.authoring.fuzz.files import Files
from tpexplorer.authoring.fuzz.session import Failure, Session
from tpexplorer.authoring.fuzz.watch import Watch
from tpexplorer.patterns.working_set import decoded, encoded
from tpexplorer.window.application import make_application

if TYPE_CHECKING:
    from tpexplorer.authoring.fuzz.__main__ import Stream

HUNG_S = 120
FIXED_SHARE, KILLED_SHARE = 0.2, 0.5
EXPECTED = "expected.json"


def run(stream: Stream, folder: Path, seconds: float) -> int:
    """Run a piece of a stream; the exit code is 1 where something was seen, which is printed."""
    prepare()
    faulthandler.enable()
    with Watch() as watch, (folder / "log").open("a", encoding="utf-8") as log:
        failure = (_files if stream.what == "files" else _actions)(stream, folder, seconds, watch, log)
    if failure is not None:
        print(failure, flush=True)
    return 0 if failure is None else 1


def _going_on(folder: Path, seconds: float, step: Callable[[], int]) -> Callable[[], bool]:
    """Asked before each step: notes the last one done, and sees to it that one that hangs ends with a traceback."""
    end = time.monotonic() + seconds

    def may_go_on() -> bool:
        faulthandler.dump_traceback_later(HUNG_S, exit=True)
        (folder / "step").write_text(str(step()))
        return time.monotonic() < end

    return may_go_on


def _files(stream: Stream, folder: Path, seconds: float, watch: Watch, log: TextIO) -> Failure | None:
    files = Files(make_application([]), folder, watch, stream.seed, log)
    files.step = stream.since
    may_go_on = _going_on(folder, seconds, lambda: files.step)
    files.run(stream.since, stream.until, may_go_on)
    may_go_on()
    if files.failure is None:
        files.stop()
    return files.failure


def _actions(stream: Stream, folder: Path, seconds: float, watch: Watch, log: TextIO) -> Failure | None:
    chance = random.Random(f"{stream.seed}/{stream.until}")
    fixed, killed = chance.random() < FIXED_SHARE, chance.random() < KILLED_SHARE
    desk = Desk(make_application([]), folder, watch, fixed, log)
    session = Session(desk, stream.seed, step=stream.since)
    session.note(_recovered(desk, folder / EXPECTED))
    desk.open()
    may_go_on = _going_on(folder, seconds, lambda: session.step)
    session.run(stream.since, stream.until, may_go_on)
    may_go_on()
    if killed and session.failure is None and session.open:
        session.note(list(session.account.recovery_faults()))
        if session.failure is None:
            _write_expected(session.account, folder / EXPECTED)
            os._exit(0)
    session.end()
    return session.failure


def _recovered(desk: Desk, expected: Path) -> list[str]:
    """After a kill, the window opens with what was open."""
    if not expected.exists():
        return []
    wanted, _ = decoded(expected.read_bytes(), desk.built.explore.known.easel, expected.name)
    expected.unlink()
    pain = desk.built.pain_if_built
    there = pain.state.working_set if pain is not None else None
    return [] if there == wanted else ["after a kill the open working set has not come back"]


def _write_expected(account: Account, path: Path) -> None:
    if account.unsafe:
        path.write_bytes(encoded(account.unsafe, account.desk.built.explore.atlas.data.version))
