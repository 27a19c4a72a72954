"""The index: phrases of entries, found by words that are exact, begun, misspelt or another word for the same."""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
import numpy.typing as npt

from tpexplorer.search.words import FAINT_STEMS, STOP, stem, stems_within, words

Numbers = npt.NDArray[np.float32]
FAINT_WEIGHT = 0.3
SYNONYM_QUALITY = 0.86
# Words found in different phrases of one entry count for so much of words found together.
SCATTERED = 0.72
LEAST_SCORE = 30.0
# A long word in so few phrases may be a misspelling that someone wrote down as an alias.
RARE = 12
LONGEST_QUERY, MOST_WORDS, TOO_SHORT = 200, 12, 2


@dataclass(frozen=True)
class Entry:
    """What can be found: an id, its kind and name, and its phrases with what each weighs (0..1)."""

    id: str
    kind: str
    name: str
    phrases: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Hit:
    """An entry found: `score` 0..100 orders; `matched` are the words of the entry that answered the query."""

    id: str
    kind: str
    name: str
    score: float
    matched: tuple[str, ...]


@dataclass(frozen=True)
class _Vocabulary:
    """Every word, sorted, with the number of its stem; which phrases (postings) hold each stem; how telling each is."""

    surfaces: list[str]
    stems: list[int]
    numbers: dict[str, int]
    postings: list[npt.NDArray[np.int32]]
    telling: Numbers
    phrase_weight: Numbers
    phrase_size: Numbers
    entry_starts: npt.NDArray[np.int64]
    phrase_stems: list[list[int]]
    phrase_text: list[str]


@dataclass(frozen=True)
class _Term:
    """A word of the query: the stems that answer it, each with a quality 0..1, and how much it counts."""

    answers: dict[int, float]
    weight: float


class SearchIndex:
    """Finds entries by text; built at the first query. `synonyms` say other words for a word or a phrase."""

    def __init__(self, entries: Iterable[Entry], synonyms: Mapping[str, Sequence[str]] | None = None) -> None:
        self.entries = tuple(entries)
        self._synonyms = synonyms or {}

    def find(self, text: str, limit: int = 30) -> list[Hit]:
        """The entries that answer a text, best first; none for a text without words."""
        said = words(text[:LONGEST_QUERY])
        typed = [word for word in said if word not in STOP or len(said) == 1][:MOST_WORDS]
        if not typed or not self.entries:
            return []
        begun = not text[-1:].isspace()
        if begun and len(typed) > 1 and len(typed[-1]) <= TOO_SHORT and typed[-1].isalpha():
            typed, begun = typed[:-1], False  # one or two letters of a next word say nothing yet
        scores: Numbers = np.zeros(len(self.entries), np.float32)
        readings: list[tuple[list[_Term], Numbers]] = []
        chosen = np.zeros(len(self.entries), np.int64)
        own = {word: self._term(word, begun and position == len(typed) - 1) for position, word in enumerate(typed)}
        for number, (reading, quality) in enumerate(self._readings(typed)):
            terms = [own[word] if word in own else self._known(word) for word in reading]
            found, phrases = self._score(terms)
            readings.append((terms, phrases))
            better = found * quality > scores
            scores = np.where(better, found * quality, scores)
            chosen = np.where(better, number, chosen)
        order = np.argsort(-scores, kind="stable")[:limit]
        return [
            self._hit(int(entry), float(scores[entry]), *readings[int(chosen[entry])])
            for entry in order
            if scores[entry] * 100 >= LEAST_SCORE
        ]

    def warm(self) -> None:
        """Build the index now, when there is nothing else to do, so that the first keystroke is as quick as the next."""
        self.find("warming upp")

    # --- reading the query ----------------------------------------------------------------------------------------

    def _readings(self, typed: list[str]) -> list[tuple[list[str], float]]:
        """The query as typed, and with each phrase that has synonyms replaced."""
        readings = [(typed, 1.0)]
        stems = [stem(word) for word in typed]
        for key, others in self._phrases.items():
            size = len(key)
            for start in range(len(stems) - size + 1):
                if tuple(stems[start : start + size]) == key:
                    readings += [([*typed[:start], *other, *typed[start + size :]], SYNONYM_QUALITY) for other in others]
        return readings[:10]

    @cached_property
    def _phrases(self) -> dict[tuple[str, ...], list[list[str]]]:
        """Synonyms by the stems of what they stand for."""
        table: dict[tuple[str, ...], list[list[str]]] = {}
        for key, others in self._synonyms.items():
            stems = tuple(stem(word) for word in words(key) if word not in STOP)
            table.setdefault(stems, []).extend([word for word in words(other) if word not in STOP] for other in others)
        return table

    def _known(self, word: str) -> _Term:
        """A word that a synonym brought in: it is answered by itself alone."""
        number = self._vocabulary.numbers.get(stem(word))
        return self._weighed(word, {} if number is None else {number: 1.0})

    def _weighed(self, word: str, answers: dict[int, float]) -> _Term:
        telling = max((float(self._vocabulary.telling[number]) * good for number, good in answers.items()), default=1.0)
        return _Term(answers, FAINT_WEIGHT if stem(word) in FAINT_STEMS else max(telling, 0.35))

    def _term(self, word: str, begun: bool) -> _Term:
        """What answers a word: itself, words it begins, words it misspells."""
        vocabulary = self._vocabulary
        answers: dict[int, float] = {}
        exact = vocabulary.numbers.get(stem(word))
        if exact is not None:
            answers[exact] = 1.0
        if len(word) >= (2 if begun else 3):
            floor = 0.72 if begun else 0.6
            start = bisect.bisect_left(vocabulary.surfaces, word)
            for number in range(start, min(start + 400, len(vocabulary.surfaces))):
                surface = vocabulary.surfaces[number]
                if not surface.startswith(word):
                    break
                quality = floor + (0.97 - floor) * len(word) / len(surface)
                answers[vocabulary.stems[number]] = max(answers.get(vocabulary.stems[number], 0.0), quality)
        elif len(word) == 1 and begun:
            answers |= {n: 0.5 for s, n in zip(vocabulary.surfaces, vocabulary.stems, strict=True) if s.startswith(word)}
        if not answers or (exact is not None and len(word) > 6 and len(vocabulary.postings[exact]) < RARE):
            answers = self._misspelt(word, begun) | answers
        return self._weighed(word, answers)

    def _misspelt(self, word: str, begun: bool) -> dict[int, float]:
        """Words a few letters away: one in four or five letters, two in up to eight, three in more."""
        if len(word) < 4:
            return {}
        from rapidfuzz import process  # off the first frame's path: only a misspelling needs it
        from rapidfuzz.distance import OSA

        allowed = 1 if len(word) < 6 else 2 if len(word) < 9 else 3
        vocabulary = self._vocabulary
        found = process.extract(word, vocabulary.surfaces, scorer=OSA.distance, score_cutoff=allowed, limit=12)
        best = min((distance for _, distance, _ in found if distance), default=0)
        answers = {
            vocabulary.stems[number]: 0.92 - 0.9 * distance / len(word) for _, distance, number in found if distance == best
        }
        if not answers and begun and len(word) >= 5:
            starts = [surface[: len(word)] for surface in vocabulary.surfaces]
            near = process.extract(word, starts, scorer=OSA.distance, score_cutoff=min(allowed, 2), limit=12)
            answers = {vocabulary.stems[number]: 0.78 - 0.9 * distance / len(word) for _, distance, number in near}
        return answers

    # --- scoring --------------------------------------------------------------------------------------------------

    def _score(self, terms: list[_Term]) -> tuple[Numbers, Numbers]:
        """The scores 0..1 of each entry and of each phrase."""
        vocabulary = self._vocabulary
        total = sum(term.weight for term in terms)
        together = np.zeros(len(vocabulary.phrase_weight), np.float32)
        count = np.zeros_like(together)
        anywhere = np.zeros(len(self.entries), np.float32)
        reached = np.zeros(len(self.entries), np.float32)
        for term in terms:
            quality = np.zeros_like(together)
            for number, good in sorted(term.answers.items(), key=lambda answer: answer[1]):
                quality[vocabulary.postings[number]] = good
            together += quality * term.weight
            count += quality > 0
            weighed = np.maximum.reduceat(quality * vocabulary.phrase_weight, vocabulary.entry_starts)
            anywhere += weighed * term.weight
            reached += (weighed > 0) * np.float32(term.weight)
        covered = together / total
        fullness = np.minimum(count / vocabulary.phrase_size, 1.0)
        # Every word asked for weighs more than most of them; a phrase that says only this weighs more than one that says much.
        phrase = vocabulary.phrase_weight * covered**1.5 * (0.8 + 0.2 * fullness)
        best = np.maximum.reduceat(phrase, vocabulary.entry_starts)
        scattered = SCATTERED * anywhere / total * (reached / total)
        result: Numbers = np.maximum(best, scattered).astype(np.float32)
        return result, phrase.astype(np.float32)

    def _hit(self, entry: int, score: float, terms: list[_Term], phrases: Numbers) -> Hit:
        """The hit, with the words of its phrases that answered, those of the best phrase first."""
        vocabulary = self._vocabulary
        start = int(vocabulary.entry_starts[entry])
        end = int(vocabulary.entry_starts[entry + 1]) if entry + 1 < len(self.entries) else len(vocabulary.phrase_text)
        best = start + int(phrases[start:end].argmax())
        matched: dict[str, None] = {}
        missing = terms
        for phrase in (best, *range(start, end)):
            held = vocabulary.phrase_stems[phrase]
            answering = [term for term in missing if not term.answers.keys().isdisjoint(held)]
            if answering:
                known = set().union(*(term.answers for term in answering))
                matched |= dict.fromkeys(self._answering_words(vocabulary.phrase_text[phrase], known))
                missing = [term for term in missing if term not in answering]
            if not missing:
                break
        found = self.entries[entry]
        return Hit(found.id, found.kind, found.name, round(min(score, 1.0) * 100, 1), tuple(matched))

    def _answering_words(self, text: str, known: set[int]) -> list[str]:
        numbers = self._vocabulary.numbers
        pieces = text.split()
        return [piece.strip(".,;:()\"'") for piece in pieces if any(numbers.get(part) in known for part in stems_within(piece))]

    # --- building -------------------------------------------------------------------------------------------------

    @cached_property
    def _vocabulary(self) -> _Vocabulary:
        numbers: dict[str, int] = {}
        surfaces: dict[str, int] = {}
        weights: list[float] = []
        texts: list[str] = []
        held_stems: list[list[int]] = []
        starts: list[int] = []
        for entry in self.entries:
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
        sizes = np.array([len(held) for held in held_stems])
        postings = _postings(held_stems, sizes, len(numbers))
        count = max(len(texts), 1)
        frequency = np.array([len(row) for row in postings], np.float32)
        ordered = sorted(surfaces)
        return _Vocabulary(
            surfaces=ordered,
            stems=[surfaces[word] for word in ordered],
            numbers=numbers,
            postings=postings,
            telling=(np.log(1 + count / np.maximum(frequency, 1)) / math.log(1 + count)).astype(np.float32),
            phrase_weight=np.array(weights, np.float32),
            phrase_size=np.maximum(sizes, 1).astype(np.float32),
            entry_starts=np.array(starts, np.int64),
            phrase_stems=held_stems,
            phrase_text=texts,
        )


def _postings(held: list[list[int]], sizes: npt.NDArray[np.int_], count: int) -> list[npt.NDArray[np.int32]]:
    """The phrases (sorted, once each) that hold each of `count` stems."""
    flat = np.fromiter(chain.from_iterable(held), np.int64, int(sizes.sum()))
    pairs = np.unique(flat * len(held) + np.repeat(np.arange(len(held)), sizes))
    cuts = np.searchsorted(pairs, np.arange(1, count) * len(held))
    return [part.astype(np.int32) for part in np.split(pairs % max(len(held), 1), cuts)]
