"""Starts of the program in a process of its own: under another language, on another screen, with other drivers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# What Qt's offscreen platform says of every window, whatever is in it.
PLUGIN_NOTICE = "This plugin does not support propagateSizeHints()\n"
TESTS = Path(__file__).parent
# What a script may use: the `application`, a window that is `built` and shown, and `until` something is so.
OPENED = """
import json, sys, time
from pathlib import Path
sys.path.insert(0, {tests!r})
from PySide6.QtCore import QEventLoop
from tpexplorer import app
from tpexplorer.window.application import make_application
application = make_application([])
def until(so, seconds=30):
    end = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < end, "it never came"
        application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
built = app.build(application, Path({folder!r}) / "settings.ini")
built.show()
"""


# The program as the command starts it: once its window is open it says so and does `then`.
RUN = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from tpexplorer import app, __main__
from tpexplorer.window.application import make_application
said = []
def look():
    for window in app.QApplication.topLevelWidgets():
        if isinstance(window, app.MainWindow) and window.isVisible() and not said:
            said.append(window._pointed.text())
            print("open", said, flush=True)
            {then}
__main__.prepare()
application = make_application([])
timer = QTimer()
timer.timeout.connect(look)
timer.start(20)
sys.exit(app.run([], {path}))
"""


@dataclass(frozen=True)
class Ended:
    """How a process ended: its exit code, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def facts(self) -> Any:
        """What a script printed last, as JSON; for one that ended well and quietly."""
        assert (self.code, self.err.replace(PLUGIN_NOTICE, "")) == (0, ""), self.err
        return json.loads(self.out.splitlines()[-1])


def python(arguments: Sequence[str], env: Mapping[str, str | None] | None = None) -> Ended:
    """Run Python with some of the environment set, or unset where the value is None."""
    merged = {name: value for name, value in (os.environ | dict(env or {})).items() if value is not None}
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, timeout=120, check=False, env=merged)
    return Ended(done.returncode, done.stdout, done.stderr)


def opened(folder: Path, script: str, env: Mapping[str, str | None] | None = None) -> Ended:
    """Open the real window in another process, then do as the script says."""
    return python(["-W", "error", "-c", OPENED.format(tests=str(TESTS), folder=str(folder)) + script], env)


def run_until_open(settings: Path | None, then: str) -> str:
    """The script of a real start, over these settings or those of the environment."""
    return RUN.format(path="None" if settings is None else f"Path({str(settings)!r})", then=then)


def begin(script: str, env: Mapping[str, str], before: Sequence[str] = ()) -> subprocess.Popen[str]:
    """A process to be waited for; `before` is put before the command."""
    command = [*before, sys.executable, "-c", script]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace", env=os.environ | dict(env)
    )


@contextmanager
def another_screen(*options: str) -> Iterator[str]:
    """A virtual screen beside the one the tests are on; its address."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1300x900x24", "-nolisten", "tcp", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as screen:
        assert screen.stdout is not None
        yield f":{screen.stdout.readline().strip()}"
        screen.terminate()
