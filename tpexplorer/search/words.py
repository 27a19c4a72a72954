"""Words as people type them: folded, split, cut to their stem."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"[^\W_]+")
STOP = frozenset(
    WORD.findall(
        """a an and am are as at be been by did do does for from get gets getting had has have he her here hers him his i if in
        into is it its just like me my of on one or our really s she so some t than that the their them then there these they
        this those to too very was we what when where which while who why with you your re ve ll d m"""
    )
)
# Words that nearly every complaint has: they find little on their own, so they count for little.
FAINT = frozenset(
    WORD.findall(
        """pain pains painful ache aches aching achy hurt hurts hurting sore soreness discomfort
        area side part feel"""
    )
)
UNABLE = re.compile(r"\b(?:can'?t|can ?not|cannot|unable to|could ?n'?t|could not)\b")


def fold(text: str) -> str:
    """Lower case, accents off, apostrophes made one, "can't" made "cannot", possessive s dropped."""
    plain = text.casefold()
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain.replace("’", "'")).casefold()
        plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    if "'" in plain or "can" in plain or "able" in plain or "could" in plain:
        plain = UNABLE.sub("cannot", plain)
        plain = plain.replace("'s", "")
    return plain


def words(text: str) -> list[str]:
    """The words of a text, folded, stop words and all."""
    return WORD.findall(fold(text))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A folded word without its plural, -ing, -ed or final e: aches, aching and ache are one."""
    size = len(word)
    if size <= 3:
        return word
    if word.endswith("ies") and size > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        bare = word[: -len(ending)]
        if word.endswith(ending) and len(bare) >= 3 and re.search("[aeiouy]", bare):
            word = bare[:-1] if len(bare) > 3 and bare[-1] == bare[-2] and bare[-1] not in "lsz" else bare
            break
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


@lru_cache(maxsize=20_000)
def stems_within(piece: str) -> tuple[str, ...]:
    """The stems of one written word, which may be two with a hyphen."""
    return tuple(stem(word) for word in words(piece))


FAINT_STEMS = frozenset(stem(word) for word in FAINT)
