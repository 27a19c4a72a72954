"""What is asked of the person during a fuzz, answered by the seed: which of several points, which file, save or not."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

Keep = Literal["save", "discard", "cancel"]
KEEP: tuple[Keep, ...] = ("save", "discard", "cancel")
# As people type them: without an ending, with a dot, in other scripts, to a folder there is none of.
NAMES = ("client", "client.json", "Mrs. Smith", "visit 2026.12.01", "Übung ü.json", "患者", "a" * 120, "nowhere/client.json")


class Answers:
    """Fulfils `FileDialogs` and the choosing of points; `asked` remembers what was asked since the last step."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.random = random.Random(0)
        self.asked: list[str] = []
        self.named: set[str] = set()
        self.keep: Keep | None = None

    def begin(self, chance: random.Random) -> None:
        """A new step, with answers of its own."""
        self.random = chance
        self.asked, self.named = [], set()

    def choose(self, choices: Sequence[tuple[str, str]]) -> str:
        """Which of several points is meant."""
        self.asked.append("which point")
        return self.random.choice([*(instance for instance, _said in choices), ""])

    def open_web(self, address: str) -> None:
        """An address is opened outside."""
        self.asked.append(f"web {address}")

    def ask_open(self) -> str:
        """A file to open: one that was saved, one that is none of ours, one that is not there, or none."""
        self.asked.append("open")
        there = sorted(str(path) for path in self.folder.iterdir())
        return self.random.choice([*there, *there, str(self.folder / "not there.json"), str(self.folder), ""])

    def ask_save(self, suggested: str) -> str:
        """A file to write, or none."""
        self.asked.append("save")
        name = self.random.choice([suggested, *NAMES, ""])
        path = str(self.folder / name) if name else ""
        self.named.add(path)
        return path

    def ask_replace(self, name: str) -> bool:
        """Whether another file may be replaced."""
        self.asked.append(f"replace {name}")
        return self.random.random() < 0.5

    def ask_changed(self, name: str) -> Literal["save", "save as", "cancel"]:
        """Whether a file that was changed meanwhile is to be written over."""
        self.asked.append(f"changed {name}")
        return self.random.choice(("save", "save as", "cancel"))

    def ask_keep(self) -> Keep:
        """Whether what is not saved is to be saved."""
        self.asked.append("keep")
        return self.random.choice(KEEP) if self.keep is None else self.keep

    def tell(self, sentence: str) -> None:
        """Something the person has to know."""
        self.asked.append(f"told: {sentence}")
