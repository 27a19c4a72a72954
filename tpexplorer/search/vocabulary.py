"""The words of all phrases: where each is met, and how much it counts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from tpexplorer.search.words import STOP, stem, words

Numbers = npt.NDArray[np.float32]
# A word of a phrase of such a weight is part of a name, or of what people feel; the rest is running text.
NAMED, SAID = 0.9, 0.7
LEAST_OF_PLACE, SAID_COUNTS, PASSING_COUNTS = 0.7, 0.8, 0.6


@dataclass(frozen=True)
class Entry:
    """What can be found: an id, its kind and name, and its phrases with what each weighs (0..1)."""

    id: str
    kind: str
    name: str
    phrases: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Vocabulary:
    """Every word, sorted and as `written`, with the number of its stem; the phrases (postings) of each; how telling it is."""

    surfaces: list[str]
    written: dict[str, int]
    stems: list[int]
    numbers: dict[str, int]
    postings: list[npt.NDArray[np.int32]]
    telling: Numbers
    named: npt.NDArray[np.bool_]
    phrase_weight: Numbers
    phrase_size: Numbers
    entry_starts: npt.NDArray[np.int64]
    phrase_text: list[str]


def vocabulary_of(entries: Sequence[Entry]) -> Vocabulary:
    """The vocabulary of all entries."""
    numbers: dict[str, int] = {}
    surfaces: dict[str, int] = {}
    weights: list[float] = []
    texts: list[str] = []
    held_stems: list[list[int]] = []
    starts: list[int] = []
    places: list[bool] = []
    for entry in entries:
        starts.append(len(texts))
        for text, weight in entry.phrases or ((entry.name, 1.0),):
            held: list[int] = []
            for word in words(text):
                if word not in STOP:
                    number = surfaces.get(word)
                    if number is None:
                        number = surfaces[word] = numbers.setdefault(stem(word), len(numbers))
                    held.append(number)
            held_stems.append(held)
            texts.append(text)
            weights.append(weight)
            places.append(entry.kind == "region" and weight >= NAMED)
    sizes = np.array([len(held) for held in held_stems])
    postings = _postings(held_stems, sizes, len(numbers))
    phrase_weight = np.array(weights, np.float32)
    named = _any(postings, phrase_weight >= NAMED)
    ordered = sorted(surfaces)
    return Vocabulary(
        surfaces=ordered,
        written=surfaces,
        stems=[surfaces[word] for word in ordered],
        numbers=numbers,
        postings=postings,
        telling=_telling(postings, phrase_weight, named, _any(postings, np.array(places, bool))),
        named=named,
        phrase_weight=phrase_weight,
        phrase_size=np.maximum(sizes, 1).astype(np.float32),
        entry_starts=np.array(starts, np.int64),
        phrase_text=texts,
    )


def _telling(
    postings: list[npt.NDArray[np.int32]],
    phrase_weight: Numbers,
    named: npt.NDArray[np.bool_],
    place: npt.NDArray[np.bool_],
) -> Numbers:
    """How much each word counts (0..1): rare ones more, those of running text less, those of places at least so much.

    Else "settled" would count for more than "hip" in "the pain has settled in my hip".
    """
    count = max(len(phrase_weight), 1)
    met = np.array([max(len(row), 1) for row in postings], float)
    rare = np.log(1 + count / met) / math.log(1 + count)
    running = np.where(_any(postings, phrase_weight >= SAID), SAID_COUNTS, PASSING_COUNTS)
    return np.where(place, np.maximum(rare, LEAST_OF_PLACE), rare * np.where(named, 1.0, running)).astype(np.float32)


def _any(postings: list[npt.NDArray[np.int32]], phrases: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Whether each stem is met in one of some phrases (a mask)."""
    stems = np.repeat(np.arange(len(postings)), [len(row) for row in postings])
    met = np.concatenate(postings) if postings else np.zeros(0, np.int32)
    return np.bincount(stems[phrases[met]], minlength=len(postings)) > 0


def _postings(held: list[list[int]], sizes: npt.NDArray[np.int_], count: int) -> list[npt.NDArray[np.int32]]:
    """The phrases (sorted, once each) that hold each of `count` stems."""
    flat = np.fromiter(chain.from_iterable(held), np.int64, int(sizes.sum()))
    pairs = np.unique(flat * len(held) + np.repeat(np.arange(len(held)), sizes))
    cuts = np.searchsorted(pairs, np.arange(1, count) * len(held))
    return [part.astype(np.int32) for part in np.split(pairs % max(len(held), 1), cuts)]
