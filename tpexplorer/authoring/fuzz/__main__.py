"""``make fuzz``: windows one after another, each in a process of its own, so that a crash is seen and a kill is real."""

from __future__ import annotations

import argparse
import faulthandler
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tpexplorer.authoring.fuzz.desk import Desk

SESSION = 400
HUNG_S, LIMIT_S = 60, 600
MOST_FAILURES = 20
FIXED_SHARE, KILLED_SHARE = 0.2, 0.5
EXPECTED = "expected.json"


def main() -> int:
    """Run the fuzz, or (for itself) one session of it; the exit code is 1 where something was seen."""
    parser = argparse.ArgumentParser(prog="python -m tpexplorer.authoring.fuzz", description=__doc__)
    parser.add_argument("--from-seed", type=int, default=1, metavar="S", help="the seed of the stream of actions")
    parser.add_argument("--until", type=int, default=10_000, metavar="N", help="the last step")
    parser.add_argument("--since", type=int, default=1, metavar="N", help="the first step: to come nearer to what was seen")
    parser.add_argument("--seconds", type=float, default=LIMIT_S, help="stop after so long")
    parser.add_argument("--session", type=Path, metavar="FOLDER", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.session is not None:
        return _session(given)
    return _all(given)


def _all(given: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="tpexplorer-fuzz-") as place:
        return _sessions(given, Path(place))


def _sessions(given: argparse.Namespace, place: Path) -> int:
    """Windows one after another; every second one opens what the one before has left."""
    began, step, failures = time.monotonic(), given.since, 0
    while step <= given.until and failures < MOST_FAILURES:
        left = given.seconds - (time.monotonic() - began)
        if left <= 5:
            break
        folder = place / str((step - 1) // (2 * SESSION))
        folder.mkdir(exist_ok=True)
        last = min(given.until, ((step - 1) // SESSION + 1) * SESSION)
        done, failed = _child(given.from_seed, step, last, left, folder)
        failures += failed
        step = done + 1
    took = time.monotonic() - began
    done = step - given.since
    print(
        f"seed {given.from_seed}: {done} actions in {took:.0f} s, {1000 * took / max(done, 1):.0f} ms each; {failures} failures"
    )
    return 1 if failures else 0


def _child(seed: int, first: int, last: int, seconds: float, folder: Path) -> tuple[int, bool]:
    """One session: the last step done, and whether something was seen."""
    command = [sys.executable, "-m", "tpexplorer.authoring.fuzz", "--from-seed", str(seed), "--since", str(first)]
    command += ["--until", str(last), "--seconds", f"{seconds:.0f}", "--session", str(folder)]
    progress = folder / "step"
    progress.write_text(str(first))
    try:
        code = subprocess.run(command, timeout=seconds + HUNG_S, check=False).returncode
    except subprocess.TimeoutExpired:
        code = -1
    done = max(first, int(progress.read_text()))
    if code not in (0, 1):
        said = (folder / "log").read_text(encoding="utf-8").splitlines()[-20:] if (folder / "log").exists() else []
        print(f"seed {seed}, step {done}: the process ended with {code}", *said, sep="\n    ", flush=True)
    return done, code != 0


def _session(given: argparse.Namespace) -> int:
    from tpexplorer.__main__ import prepare

    prepare()
    faulthandler.enable()
    from tpexplorer import app
    from tpexplorer.authoring.fuzz.desk import Desk
    from tpexplorer.authoring.fuzz.session import Session
    from tpexplorer.authoring.fuzz.watch import Watch

    folder, end = Path(given.session), time.monotonic() + float(given.seconds)
    number = (given.since - 1) // SESSION
    chance = random.Random(f"{given.from_seed}/{number}")
    with Watch() as watch, (folder / "log").open("a", encoding="utf-8") as log:
        fixed = chance.random() < FIXED_SHARE
        desk = Desk(app.make_application([]), folder, watch, fixed, log)
        session = Session(desk, given.from_seed, step=given.since)
        session.note(_recovered(desk, folder / EXPECTED))
        desk.open()

        def may_go_on() -> bool:
            faulthandler.dump_traceback_later(HUNG_S, exit=True)
            (folder / "step").write_text(str(session.step))
            return time.monotonic() < end

        session.run(given.since, given.until, may_go_on)
        (folder / "step").write_text(str(session.step))
        killed = session.failure is None and session.open and number % 2 == 0 and chance.random() < KILLED_SHARE
        if killed:
            session.note(list(session.account.recovery_faults()))
        if killed and session.failure is None:
            _write_expected(desk, folder / EXPECTED)
            os._exit(0)
        session.end()
        if session.failure is not None:
            print(session.failure, flush=True)
        return 0 if session.failure is None else 1


def _recovered(desk: Desk, expected: Path) -> list[str]:
    """After a kill, the window opens with what was open."""
    if not expected.exists():
        return []
    from tpexplorer.patterns.working_set import decoded

    wanted, _ = decoded(expected.read_bytes(), desk.built.explore.known.easel, expected.name)
    expected.unlink()
    pain = desk.built.pain_if_built
    there = pain.state.working_set if pain is not None else None
    return [] if there == wanted or not (there or wanted) else ["after a kill the open working set has not come back"]


def _write_expected(desk: Desk, path: Path) -> None:
    from tpexplorer.patterns.working_set import encoded

    pain = desk.built.pain_if_built
    if pain is not None and pain.state.changed:
        path.write_bytes(encoded(pain.state.working_set, desk.built.explore.atlas.data.version))


if __name__ == "__main__":
    sys.exit(main())
