"""Undo and redo of one value: each change is a new value, and the old ones wait."""

from __future__ import annotations

from typing import Generic, TypeVar

T = TypeVar("T")
DEEPEST = 100


class Undo(Generic[T]):
    """The values of something over time. Values are immutable, so that keeping them costs little."""

    def __init__(self, value: T) -> None:
        self.value = value
        self._before: list[T] = []
        self._after: list[T] = []

    @property
    def can_undo(self) -> bool:
        """Whether there is an earlier value."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Whether an undone value can come back."""
        return bool(self._after)

    def change(self, value: T, since: T | None = None) -> None:
        """Another value; undoing leads back to the one in use, or to `since` where many small changes count as one."""
        self._before = [*self._before, self.value if since is None else since][-DEEPEST:]
        self._after.clear()
        self.value = value

    def undo(self) -> None:
        """The value before; nothing where there is none."""
        if self._before:
            self._after.append(self.value)
            self.value = self._before.pop()

    def redo(self) -> None:
        """The value that was undone last."""
        if self._after:
            self._before.append(self.value)
            self.value = self._after.pop()

    def restart(self, value: T) -> None:
        """A value with nothing before it."""
        self.value = value
        self._before.clear()
        self._after.clear()
