"""Errors that carry one sentence for a person: what happened, to which file, what to do."""

from __future__ import annotations

import unicodedata

# Letters of some scripts, and signs made of several, need these two joiners.
JOINERS = "\u200c\u200d"


def printable(text: str) -> str:
    """A text in one line with what would move the cursor, turn the writing round or spoil a console shown as an escape."""
    return "".join(
        sign if sign.isprintable() or sign in JOINERS or unicodedata.category(sign) == "Zs" else ascii(sign)[1:-1]
        for sign in text
    )


class TPExplorerError(Exception):
    """Base of every error a user may see; ``str(error)`` is one clear sentence, in which names from files are text."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(printable(sentence))


class AssetError(TPExplorerError):
    """A file that ships with the app is missing or unreadable."""


class DataError(TPExplorerError):
    """Records that do not fit the schema or each other; `problems` lists each as ``file:line: field: expected``."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = [printable(problem) for problem in problems]
        more = f" (and {len(problems) - 1} more problems)" if len(problems) > 1 else ""
        super().__init__(f"{problems[0]}{more}")


class UnknownIdError(TPExplorerError):
    """An id that names nothing in the atlas or on the body."""


class FileError(TPExplorerError):
    """A file of the user's that cannot be read or written."""
