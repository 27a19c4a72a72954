"""One window from opening to closing: a seeded stream of actions, looked at after each."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tpexplorer.authoring.fuzz import inspect_window, on_body, on_window
from tpexplorer.authoring.fuzz.account import Account
from tpexplorer.authoring.fuzz.desk import Desk

Action = Callable[[Desk], None]
# How often each comes, one beside the others.
ACTIONS: tuple[tuple[float, Action], ...] = (
    (8, on_body.hover),
    (8, on_body.click),
    (6, on_body.drag),
    (4, on_body.roll),
    (12, on_body.stroke),
    (5, on_body.interrupted),
    (10, on_window.act),
    (9, on_window.shortcut),
    (6, on_window.press),
    (1, on_window.menu),
    (4, on_window.write),
    (2, on_window.named_place),
    (8, on_window.row),
    (5, on_window.link),
    (7, on_window.anything),
    (2, on_window.slide),
    (2, on_window.pick),
    (3, on_window.rate),
    (3, on_window.tick),
    (1, on_window.resize),
    (1, on_window.look),
    (2, on_window.focus_elsewhere),
    (1, on_window.compare),
    (3, on_window.history),
    (0.7, on_window.rest),
    (0.2, on_window.close),
    (0.7, on_window.another_program),
    (0.05, on_window.break_down),
)
FILES_EVERY, FOCUS_EVERY, UNDO_EVERY, RECOVERY_EVERY = 5, 5, 40, 200
LAST_SAID = 20
# After so many of the actions the window is painted before the next one; the others come one upon another.
SEEN_SHARE = 0.35


@dataclass
class Failure:
    """What was seen at a step, and what led there."""

    seed: int
    step: int
    faults: list[str]
    actions: list[str]

    def __str__(self) -> str:
        told = "\n    ".join("\n".join(self.faults).splitlines())
        return "\n".join(
            [f"seed {self.seed}, step {self.step}:", f"    {told}", "  after:", *(f"    {one}" for one in self.actions)]
        )


@dataclass
class Session:
    """Drives one window; `failure` says what was seen, None where all was well."""

    desk: Desk
    seed: int
    actions: Sequence[tuple[float, Action]] = ACTIONS
    step: int = 0
    failure: Failure | None = None
    slowest: tuple[float, str] = (0.0, "")
    account: Account = field(init=False)

    def __post_init__(self) -> None:
        self.account = Account(self.desk)

    @property
    def open(self) -> bool:
        """Whether the window is still there."""
        return self.desk.built.window.isVisible()

    def run(self, first: int, last: int, may_go_on: Callable[[], bool] = lambda: True) -> None:
        """Steps `first` to `last`, as far as nothing is seen, the window stays open and time is left."""
        self.account.begin()
        self.look()
        for step in range(first, last + 1):
            if self.failure is not None or not self.open or not may_go_on():
                break
            self.do(step)

    def do(self, step: int) -> None:
        """One action. What is done depends on the seed and the step alone, and on what is there."""
        desk, self.step = self.desk, step
        chance = random.Random(f"{self.seed}:{step}")
        weights, actions = zip(*self.actions, strict=True)
        action: Action = chance.choices(actions, weights)[0]
        desk.begin(step, chance)
        self.account.begin()
        began, said = time.monotonic(), len(desk.log)
        try:
            action(desk)
            if chance.random() < SEEN_SHARE:
                desk.pump()
        except Exception as error:  # any error at all is what is looked for
            desk.watch.complain(desk.watch.traced(error))
        took = time.monotonic() - began
        if took > self.slowest[0] and action is not on_window.rest:
            self.slowest = (took, desk.log[-1] if len(desk.log) > said else action.__name__)
        self.look()

    def look(self) -> None:
        """Everything that must hold now."""
        if not self.open:
            return
        step, account = self.step, self.account
        faults = [*account.faults(), *inspect_window.faults(self.desk.built)]
        if step % FOCUS_EVERY == 0:
            self.desk.pump()
            faults += inspect_window.focus_faults()
        if step % FILES_EVERY == 0 or self.desk.may_write:
            faults += account.file_faults()
        if step % UNDO_EVERY == 0 and self.desk.built.pain_if_built is not None:
            faults += account.undo_faults()
        if step % RECOVERY_EVERY == 0:
            faults += [*account.recovery_faults(), *inspect_window.settled_faults(self.desk.built)]
        self.note(faults)

    def note(self, faults: list[str]) -> None:
        """Keep what was seen first, with what the program said itself."""
        faults = [*self.desk.watch.take(), *faults]
        if faults and self.failure is None:
            self.failure = Failure(self.seed, self.step, faults, self.desk.log[-LAST_SAID:])

    def end(self) -> None:
        """Close the window; a clean end leaves no recovery file, and nothing that was never asked about."""
        desk = self.desk
        desk.answers.keep = "discard"
        if self.open:
            desk.built.window.close()
        desk.pump()
        faults = [] if not desk.built.window.isVisible() else ["the window does not close"]
        if desk.built.recovery_path.exists():
            faults.append("a clean end has left a recovery file")
        self.note(faults)
