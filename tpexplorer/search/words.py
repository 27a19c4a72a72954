"""Words as people type them: folded, split, cut to their stem."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

WORD = re.compile(r"[^\W_]+")
STOP = frozenset(
    WORD.findall(
        """a also an and am are as at be been but by can could did do does for from get gets getting go goes going had has
        have he her here hers him his how i if im in into is it its ive just left like me my of on one or our really right s
        she should so some t than that the their them then there these they this those to too very was we what when where
        which while who why will with would you your re ve ll d m
        already became because become begin began begun came come comes coming during ever every getting happens keep keeps
        kept lately make makes making mine move moved myself new now often settle settled since sometimes start started starts
        still stay stayed suddenly time today try trying until use used using week weeks went whenever yesterday
        beim das dem den der des die ein eine einem einen einer habe hab ich ist mein meine meinem meinen meiner und vom von zum
        zur
        con del el en es la las los mi mis muy por que tengo un una y de"""
    )
)
# Words that nearly every complaint has, or that say who or how bad: they find little on their own, so they count for little.
FAINT = frozenset(
    WORD.findall(
        """pain pains painful ache aches aching achy hurt hurts hurting sore soreness discomfort
        area side part feel after awful bad badly client issue killing massage muscle patient people person problem terrible
        trouble
        radiate radiates radiating radiation refer refers referred referring shoot shoots shooting spread spreads spreading
        travel travels travelling traveling go down worse worst"""
    )
)
# Forms that no ending gives away.
IRREGULAR = {
    form: word
    for word, forms in {
        "bend": "bent",
        "break": "broke broken",
        "calf": "calves",
        "catch": "caught",
        "feel": "felt",
        "foot": "feet",
        "lie": "lying lay lain",
        "pinch": "trapped trapping",
        "shake": "shook shaken",
        "sit": "sat",
        "sleep": "slept",
        "stand": "stood",
        "stick": "stuck",
        "swell": "swollen",
        "tear": "tore torn",
        "tooth": "teeth",
        "wake": "woke woken",
        "worse": "worst",
    }.items()
    for form in forms.split()
}
# The back of the knee is not the back, and the belly of a muscle is not the belly.
REAR = re.compile(r"\bback(?=[\s-]+of\b)")
VENTER = re.compile(r"\b(anterior|posterior|frontal|occipital|mid|muscle)([\s-]+)belly\b")
# "It keeps coming back" says how often, not where.
RETURN = re.compile(r"\b(?:keeps? |always )?(?:come|comes|came|coming) back\b")
NOT = re.compile(r"\b(do|does|did|is|are|was|were|has|have|had|would|should)n'?t\b|\bwo(?:n't|nt)\b")
UNABLE = re.compile(r"\b(?:can'?t|can ?not|cannot|unable to|could ?n'?t|could not)\b")


def fold(text: str) -> str:
    """Lower case, accents off, apostrophes made one, "can't" made "cannot", "won't" "will not", possessive s dropped."""
    plain = text.casefold()
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain.replace("’", "'")).casefold()
        plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    if "n't" in plain or "nt" in plain:
        plain = NOT.sub(lambda found: f"{found[1] or 'will'} not", plain)
    if "'" in plain or "can" in plain or "able" in plain or "could" in plain:
        plain = UNABLE.sub("cannot", plain)
        plain = plain.replace("'s", "")
    if "belly" in plain:
        plain = VENTER.sub(r"\1\2venter", plain)
    return REAR.sub("rear", RETURN.sub("", plain)) if "back" in plain else plain


def words(text: str) -> list[str]:
    """The words of a text, folded, stop words and all."""
    return WORD.findall(fold(text))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A folded word without its plural, -ness, -ing, -ed or final e: aching and ache are one, stiffness and stiff."""
    word = IRREGULAR.get(word, word)
    size = len(word)
    if size <= 3:
        return word
    if word.endswith("ies") and size > 4:
        return word[:-3] + "y"
    if word.endswith("ness") and size > 6:
        word = word[:-4]
        return word[:-1] + "y" if word.endswith("i") else stem(word)
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        bare = word[: -len(ending)]
        if word.endswith(ending) and len(bare) >= 3 and re.search("[aeiouy]", bare):
            word = bare[:-1] if len(bare) > 3 and bare[-1] == bare[-2] and bare[-1] not in "lsz" else bare
            break
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def written(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The words of a text as they are written, each with its stems: more than one if it has a hyphen."""
    pieces = text.split()
    for before, piece, after in zip(["", *pieces[:-1]], pieces, [*pieces[1:], ""], strict=True):
        if piece.startswith("belly"):
            yield piece, _stems_within(f"{before} {piece}")[-1:]
        else:
            yield piece, _stems_within(f"{piece} of" if after == "of" else piece)


@lru_cache(maxsize=20_000)
def _stems_within(piece: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in words(piece))


FAINT_STEMS = frozenset(stem(word) for word in FAINT)
