"""Errors that carry one sentence for a person: what happened, to which file, what to do."""

from __future__ import annotations


class TPExplorerError(Exception):
    """Base of every error a user may see; ``str(error)`` is one clear sentence."""


class AssetError(TPExplorerError):
    """A file that ships with the app is missing or unreadable."""


class DataError(TPExplorerError):
    """Records that do not fit the schema or each other; `problems` lists each as ``file:line: field: expected``."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        more = f" (and {len(problems) - 1} more problems)" if len(problems) > 1 else ""
        super().__init__(f"{problems[0]}{more}")


class UnknownIdError(TPExplorerError):
    """An id that names nothing in the atlas or on the body."""


class FileError(TPExplorerError):
    """A file of the user's that cannot be read or written."""
