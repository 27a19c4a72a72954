"""What a treatment works with and what a caution forbids, read from their words where it is not written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tpexplorer.atlas.schema import Claim, Means, Technique, Treatment

HARD_HANDS: frozenset[Means] = frozenset({"thumb", "knuckle", "fist", "forearm", "elbow", "heel of the hand"})
THINGS: frozenset[Means] = frozenset({"ball", "roller", "tool", "machine"})
# Ways of working in which the words say what presses; in stretch and movement they name parts of the body.
PRESSING: frozenset[Means] = THINGS | {"held pressure", "deep strokes", "friction", "percussion", "grip", "flat hand"}
NAMES: dict[Means, str] = {
    "thumb": r"\bthumbs?\b",
    "knuckle": r"\bknuckles?\b",
    "fist": r"\bfists?\b",
    "heel of the hand": r"\bheels? of (the )?(other )?hands?\b",
    # Arms and elbows are mostly the client's, or what one leans on.
    "forearm": r"\b(flat|soft) (of the )?forearms?\b|\bforearms? (glides?|and elbow|or elbow)\b"
    r"|\b(knuckles?|elbow) or forearms?\b"
    r"|\b(lean|press|use|using|by|your)( (in|with|the|your|a))* forearms?\b(?! (support|rest|on))",
    "elbow": r"\b(side of the|hard|with|by|your|an|no|not|never|or|nor)( (an|the|your))? elbow\b"
    r"(?! (bent|straight|nearly|slightly|half|supported))"
    r"|\b(lean|press|sink|drive|dig|push|put|place|use|using)( (in|on|with|both|one|the|your|an|point|of)){0,4} elbows?\b"
    r"|\b(no|or|and) elbows\b|\bforearm and elbow\b|\belbow pressure\b"
    r"|\belbows?( or| nor| and|,) (tools?|balls?|knuckles?|forearms?)\b|\b(balls?|tools?|knuckles?) and elbows?\b",
    "ball": r"\bballs?\b",
    "roller": r"\brollers?\b|\b(ball or|foam) roll\b",
    "tool": r"\btools?\b|\bhooks\b|\bcanes?\b|\bsticks?\b|\bcups\b|\bcupping\b",
    "machine": r"\bmachines?\b|\bmassagers?\b|\bguns?\b|\bvibrat\w+\b",
    "held pressure": r"\b(held|direct) pressure\b",
    "deep strokes": r"\bstripp(ing|ed)\b",
    "friction": r"\b(cross-)?friction\b",
    "percussion": r"\b(tapotement|tapping|percussion|pounding)\b",
    "self-massage": r"\bself-massage\b",
}
WORDS = {means: re.compile(pattern, re.IGNORECASE) for means, pattern in NAMES.items()}
# A thumb that lifts with the fingers is a grip; a thumb, ball or knuckle may also be a place or a measure.
GRIP = re.compile(
    r"\bbetween (\w+ ){0,2}thumbs?( pads?)? (and|on)\b|\bthumbs?( pads?)?,? (in front|behind|on the)\b"
    r"|\bthumbs?( pads?)?,? (and|with) (the |one |two |bent |flat |index |side of the )*(fore)?fingers?\b"
    r"|\bfingers? and thumbs?\b|\bpincer\b|\b(pinch|pick|lift)\b",
    re.IGNORECASE,
)
MEASURE = re.compile(
    r"\bthumb'?s?[- ](up|width|breadth|side|edge|web|base)\b"
    r"|\b(ball|base|crease|knuckle|side|joints?|tip) of the (great |big )?(thumb|toe|foot|feet|hand)\b|\bfrom the ball to\b",
    re.IGNORECASE,
)
DENIED = re.compile(r"\b(no|not|never|nor|without|rather than|instead of)\b((?!, (but|then|and then)\b)[^.;:])*", re.IGNORECASE)
# Cautions also say it so; in a treatment "keep the ball off the spine" speaks of a ball that is used.
AVOIDED = re.compile(
    rf"{DENIED.pattern}|\b(avoid|leave out|rules? out)\b[^.;:]*|\bkeep\b[^.;:]*?\b(off|away|clear|out of)\b"
    r"|[^.;:]*\b(is|are) (forbidden|not allowed)\b",
    re.IGNORECASE,
)
SOFT = r"(finger pads?|fingertips?|pads|one finger|flat fingers|flat hands?)"
ONLY = re.compile(rf"\b{SOFT}( only\b|, not\b)|\b(only|nothing but|nothing harder than) (the |a )?{SOFT}\b", re.IGNORECASE)
# What a sentence forbids some people, or on some days, it does not forbid all.
CONDITION = re.compile(
    r"\b(if|when|after|until|unless)\b|^(diabetes|brittle)\b"
    r"|\b(with|in) (an? |the )?(brittle|thin|poor|numb|blood|diabetes|pregnancy|people|artificial)\b",
    re.IGNORECASE,
)


def means_of(treatment: Treatment, technique: Technique | None, at_home: bool) -> set[Means]:
    """What a treatment works with: the technique's means, and what it writes or its words name and do not deny."""
    found = set(technique.means if technique else ())
    if treatment.means is not None:
        found |= set(treatment.means)
    elif not found or found & PRESSING:
        found |= means_named(treatment.how)
    else:
        found |= means_named(treatment.how) & THINGS
    if at_home and found & PRESSING:
        found.add("self-massage")
    return found


def undeclared(treatment: Treatment) -> set[Means]:
    """Things and elbows that a treatment's words name and its written `means` leave out."""
    if treatment.means is None:
        return set()
    return {means for means in means_named(treatment.how) & (THINGS | {"elbow"}) if means not in treatment.means}


def forbidden(claim: Claim) -> set[Means]:
    """What a caution forbids everyone: as written, or read from its sentences."""
    return words_forbid(claim.text) if claim.forbids is None else set(claim.forbids)


def words_forbid(text: str) -> set[Means]:
    """What a text forbids everyone, sentence by sentence."""
    return {means for sentence in re.split(r"(?<=[.;]) ", text) for means in _forbidden(sentence)}


def means_named(text: str) -> set[Means]:
    """The means that a text names and does not deny."""
    text = DENIED.sub(" ", text)
    return _named(text) | ({"grip"} if GRIP.search(text) else set())


def _forbidden(sentence: str) -> Iterator[Means]:
    if CONDITION.search(sentence):
        return
    if ONLY.search(sentence):
        yield from HARD_HANDS | THINGS
    for part in AVOIDED.finditer(sentence):
        means = _named(part[0])
        yield from means
        if "tool" in means and "hard tool" not in part[0]:
            yield from THINGS


def _named(text: str) -> set[Means]:
    """The means that a text names; grips, measures and parts of the body are left aside."""
    plain = MEASURE.sub(" ", GRIP.sub(" ", text))
    return {means for means, pattern in WORDS.items() if pattern.search(plain)}
