"""``make fuzz``: windows one after another, each in a process of its own, so that a crash is seen and a kill is real."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

HUNG_S, LIMIT_S = 120.0, 600.0
MOST_FAILURES = 20
# So many steps in one process; every second window opens what the one before has left.
BATCHES = {"actions": 400, "files": 50}
LAST_SAID = 20


@dataclass(frozen=True)
class Stream:
    """What is run: of which kind, from which seed, from which step to which."""

    what: str
    seed: int
    since: int
    until: int


def main() -> int:
    """Run the fuzz; the exit code is 1 where something was seen."""
    parser = argparse.ArgumentParser(prog="python -m tpexplorer.authoring.fuzz", description=__doc__)
    parser.add_argument("--from-seed", type=int, default=1, metavar="S", help="the seed of all that is done")
    parser.add_argument("--until", type=int, default=10_000, metavar="N", help="so many actions (0 for none)")
    parser.add_argument("--since", type=int, default=1, metavar="N", help="the first of them, to come nearer to what was seen")
    parser.add_argument("--files", type=int, default=1000, metavar="N", help="so many mutated files (0 for none)")
    parser.add_argument("--files-since", type=int, default=1, metavar="N", help="the first of them")
    parser.add_argument("--seconds", type=float, default=LIMIT_S, help="stop after so long")
    parser.add_argument("--child", nargs=2, metavar=("WHAT", "FOLDER"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child is not None:
        from tpexplorer.authoring.fuzz import child  # Qt, which the parent does without

        what, folder = given.child
        return child.run(Stream(what, given.from_seed, given.since, given.until), Path(folder), given.seconds)
    end = time.monotonic() + given.seconds
    streams = (
        Stream("files", given.from_seed, given.files_since, given.files),
        Stream("actions", given.from_seed, given.since, given.until),
    )
    # Side by side: files need no screen, and so do not take the focus from the window in which hands act.
    with tempfile.TemporaryDirectory(prefix="tpexplorer-fuzz-") as place, ThreadPoolExecutor() as both:
        wanted = [stream for stream in streams if stream.until >= stream.since]
        failures = list(both.map(lambda stream: _all(stream, Path(place) / stream.what, end), wanted))
    return 1 if any(failures) else 0


def _all(stream: Stream, place: Path, end: float) -> int:
    """One process after another; how many of them saw something."""
    began, step, failures, batch = time.monotonic(), stream.since, 0, BATCHES[stream.what]
    while step <= stream.until and failures < MOST_FAILURES and time.monotonic() < end - 5:
        folder = place / str((step - 1) // (2 * batch))
        folder.mkdir(parents=True, exist_ok=True)
        last = min(stream.until, ((step - 1) // batch + 1) * batch)
        done, failed = _child(Stream(stream.what, stream.seed, step, last), folder, end - time.monotonic())
        failures += failed
        step = done + 1
    done, took = step - stream.since, time.monotonic() - began
    each = 1000 * took / max(done, 1)
    print(f"seed {stream.seed}: {done} {stream.what} in {took:.0f} s, {each:.0f} ms each; {failures} failures", flush=True)
    return failures


def _child(stream: Stream, folder: Path, seconds: float) -> tuple[int, bool]:
    """One process: the last step done, and whether something was seen."""
    command = [sys.executable, "-m", "tpexplorer.authoring.fuzz", "--child", stream.what, str(folder)]
    command += ["--from-seed", str(stream.seed), "--since", str(stream.since), "--until", str(stream.until)]
    progress, log = folder / "step", folder / "log"
    environment = os.environ | ({"QT_QPA_PLATFORM": "offscreen"} if stream.what == "files" else {})
    progress.write_text(str(stream.since))
    log.write_text("")
    try:
        command += ["--seconds", str(seconds)]
        code = subprocess.run(command, env=environment, timeout=seconds + HUNG_S, check=False).returncode
    except subprocess.TimeoutExpired:
        code = -1
    done = max(stream.since, int(progress.read_text()))
    if code not in (0, 1):
        said = log.read_text(encoding="utf-8").splitlines()[-LAST_SAID:]
        print(f"seed {stream.seed}, {stream.what} {done}: the process ended with {code}", *said, sep="\n    ", flush=True)
    return done, code != 0


if __name__ == "__main__":
    sys.exit(main())
