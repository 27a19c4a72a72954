"""Misspellings: words that a finger's slip or a guess at the spelling makes of one another, and no mere resemblance."""

from __future__ import annotations

from collections.abc import Iterable

# A word of at least so many letters may have so many of them wrong.
ALLOWED = ((11, 3), (8, 2), (3, 1))
# In a word of so few letters none is another: "hund" is no "hand". In one of fewer none is too many: "baum" is no "bum".
SHORT, SHORTEST = 5, 4


def slips(word: str, others: Iterable[str]) -> list[tuple[str, int]]:
    """Of other words those that this may be a misspelling of, with the number of wrong letters, the fewest first."""
    allowed = next((slips for letters, slips in ALLOWED if len(word) >= letters), 0)
    if not allowed:
        return []
    from rapidfuzz import process  # off the first frame's path: only a misspelling needs it
    from rapidfuzz.distance import OSA

    choices = others if isinstance(others, list) else list(others)
    found = process.extract(word, choices, scorer=OSA.distance, score_cutoff=allowed, limit=None)
    return [(other, int(slip)) for other, slip, _ in found if slip and _begins_alike(word, other) and not _another(word, other)]


def _begins_alike(word: str, other: str) -> bool:
    """The first letter is seldom wrong: it is swapped with the next, or not heard, as in "nee" for knee."""
    return word[0] == other[0] or sorted(word[:2]) == sorted(other[:2]) or word == other[1:]


def _another(word: str, other: str) -> bool:
    """Whether a short word is another one rather than misspelt."""
    replaced = len(word) == len(other) and sorted(word) != sorted(other)
    return (len(word) <= SHORT and replaced) or (len(word) <= SHORTEST and len(other) < len(word))
