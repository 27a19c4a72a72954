"""The index: phrases of entries, found by words that are exact, begun, misspelt or another word for the same."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise

import numpy as np

from tpexplorer.search.slips import slips
from tpexplorer.search.vocabulary import Entry, Numbers, Vocabulary, vocabulary_of
from tpexplorer.search.words import FAINT_STEMS, STOP, stem, words, written

FAINT_WEIGHT, UNKNOWN_WEIGHT = 0.1, 0.3
# What another phrase, another word, a word joined from two or cut in two, and a synonym looked up for a misspelling count for.
SYNONYM_QUALITY, IDIOM_QUALITY, ALIKE_QUALITY, JOINED_QUALITY, GUESSED_QUALITY = 0.86, 0.95, 0.9, 0.98, 0.75
MOST_READINGS = 10
# Words found in different phrases of one entry count for so much of words found together.
SCATTERED = 0.72
LEAST_SCORE = 30.0
# Of a long sentence little may be found; where nothing reaches the least score, the best of what comes near it is shown.
FAINTEST_SCORE, NEAR_BEST = 16.0, 0.8
# A long word in so few phrases may be a misspelling that someone wrote down as an alias.
RARE = 12
# A word in so many phrases is one that people mean.
COMMON = 60
LONGEST_QUERY, MOST_WORDS, TOO_SHORT, BEGINNING, BEGUN_MISSPELT = 200, 12, 2, 3, 5


@dataclass(frozen=True)
class Hit:
    """An entry found: `score` 0..100 orders; `matched` are the words of the entry that answered the query."""

    id: str
    kind: str
    name: str
    score: float
    matched: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class _Term:
    """A word of the query: the stems that answer it, each with a quality 0..1, and how much it counts.

    `held` is how well each phrase answers it, `weighed` the best phrase of each entry, by the weight of the phrase.
    """

    answers: dict[int, float]
    weight: float
    held: Numbers
    weighed: Numbers


class SearchIndex:
    """Finds entries by text; built at the first query. `synonyms` say other words for a word or a phrase."""

    def __init__(self, entries: Iterable[Entry], synonyms: Mapping[str, Sequence[str]] | None = None) -> None:
        self.entries = tuple(entries)
        self._synonyms = synonyms or {}

    def find(self, text: str, limit: int = 30) -> list[Hit]:
        """The entries that answer a text, best first; none for a text without words."""
        said = words(text[:LONGEST_QUERY])
        # A stop word alone may be the beginning of another word, while it is short.
        typed = [word for word in said if word not in STOP or (len(said) == 1 and len(word) <= BEGINNING)][:MOST_WORDS]
        if not typed or not self.entries:
            return []
        begun = not text[-1:].isspace()
        if begun and len(typed) > 1 and len(typed[-1]) <= TOO_SHORT and typed[-1].isalpha():
            typed, begun = typed[:-1], False  # one or two letters of a next word say nothing yet
        scores: Numbers = np.zeros(len(self.entries), np.float32)
        readings: list[tuple[list[_Term], Numbers]] = []
        chosen = np.zeros(len(self.entries), np.int64)
        own = {word: self._term(word, begun and position == len(typed) - 1) for position, word in enumerate(typed)}
        recut = self._recut(typed)
        own |= {word: self._term(word, begun=False) for word in chain.from_iterable(recut) if word not in own}
        for number, (reading, quality) in enumerate(self._readings(typed, recut, begun)):
            terms = []
            for word in dict.fromkeys(reading):
                if word not in own:
                    own[word] = self._known(word)
                terms.append(own[word])
            found, phrases = self._score(terms)
            readings.append((terms, phrases))
            better = found * quality > scores
            scores = np.where(better, found * quality, scores)
            chosen = np.where(better, number, chosen)
        order = np.argsort(-scores, kind="stable")[:limit]
        best = float(scores[order[0]]) * 100
        least = LEAST_SCORE if best >= LEAST_SCORE else max(FAINTEST_SCORE, best * NEAR_BEST)
        return [
            self._hit(int(entry), float(scores[entry]), *readings[int(chosen[entry])])
            for entry in order
            if scores[entry] * 100 >= least
        ]

    def warm(self) -> None:
        """Build the index now, when there is nothing else to do, so that the first keystroke is as quick as the next."""
        self.find("warmnig upp")

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return vocabulary_of(self.entries)

    # --- reading the query ----------------------------------------------------------------------------------------

    def _readings(self, typed: list[str], recut: list[list[str]], begun: bool) -> list[tuple[list[str], float]]:
        """The query as typed, with words joined or cut, and with each phrase that has synonyms replaced."""
        readings = [(typed, 1.0), *((other, JOINED_QUALITY) for other in recut)]
        others: list[tuple[int, list[str], float]] = []
        for base, quality in readings:
            heads = [self._head(word, begun and position == len(base) - 1) for position, word in enumerate(base)]
            stems = tuple(head for head, _ in heads)
            for start, head in enumerate(stems):
                for key in self._heads.get(head, ()):
                    end = _end_of(key, stems, start)
                    if end:
                        meant = IDIOM_QUALITY if len(key) > 1 else SYNONYM_QUALITY
                        sure = quality * meant * min(certain for _, certain in heads[start:end])
                        others += [(len(key), [*base[:start], *other, *base[end:]], sure) for other in self._phrases[key]]
        # What several words mean together says more than what one of them does.
        others.sort(key=lambda other: -other[0])
        return (readings + [(reading, sure) for _, reading, sure in others])[:MOST_READINGS]

    def _recut(self, typed: list[str]) -> list[list[str]]:
        """Two words that are written as one, and one that is written as two: tail bone, shoulderblade."""
        known = self._vocabulary.numbers
        others = []
        for place, (one, two) in enumerate(pairwise(typed)):
            joined = stem(one + two)
            if joined in known or joined in self._words_with_synonyms:
                others.append([*typed[:place], one + two, *typed[place + 2 :]])
        for place, word in enumerate(typed):
            if len(word) >= 6 and stem(word) not in known and stem(word) not in self._words_with_synonyms:
                cuts = ((word[:cut], word[cut:]) for cut in range(3, len(word) - 2))
                parts = [cut for cut in cuts if max(map(len, cut)) > 3 and all(self._stands_alone(part) for part in cut)]
                if parts:
                    longest = max(parts, key=lambda cut: min(len(part) for part in cut))
                    others.append([*typed[:place], *longest, *typed[place + 1 :]])
        return others

    def _stands_alone(self, part: str) -> bool:
        """Whether a part of a word is a word of a name, or one with synonyms."""
        number = self._vocabulary.numbers.get(stem(part))
        named = number is not None and bool(self._vocabulary.named[number])
        return named or (len(part) > TOO_SHORT + 1 and part in self._words_with_synonyms)

    @cached_property
    def _table(self) -> dict[tuple[str, ...], list[list[str]]]:
        """Synonyms by the stems of what they stand for."""
        table: dict[tuple[str, ...], list[list[str]]] = {}
        for key, others in self._synonyms.items():
            stems = tuple(stem(word) for word in words(key) if word not in STOP)
            table.setdefault(stems, []).extend([word for word in words(other) if word not in STOP] for other in others)
        return table

    @cached_property
    def _phrases(self) -> dict[tuple[str, ...], list[list[str]]]:
        """Synonyms that replace, or are, more than a word."""
        several = {key: [other for other in others if len(key) > 1 or len(other) > 1] for key, others in self._table.items()}
        return {key: others for key, others in several.items() if others}

    @cached_property
    def _alike(self) -> dict[str, list[str]]:
        """Synonyms that are a word for a word, by stems: the word answers wherever the other stands."""
        single = {
            key[0]: [stem(other[0]) for other in others if len(other) == 1]
            for key, others in self._table.items()
            if len(key) == 1
        }
        return {key: others for key, others in single.items() if others}

    @cached_property
    def _heads(self) -> dict[str, list[tuple[str, ...]]]:
        """The phrases that have synonyms, by their first stem."""
        heads: dict[str, list[tuple[str, ...]]] = {}
        for key in self._phrases:
            heads.setdefault(key[0], []).append(key)
        return heads

    @cached_property
    def _words_with_synonyms(self) -> dict[str, str]:
        """The words of all phrases that have synonyms, with their stems, and each stem by itself."""
        said = {word: stem(word) for key in self._synonyms for word in words(key) if word not in STOP}
        return {cut: cut for cut in said.values()} | said

    def _head(self, word: str, begun: bool) -> tuple[str, float]:
        """The stem by which a word's synonyms are found, and how sure it is; a word known nowhere may be a misspelt one."""
        own = stem(word)
        table = self._words_with_synonyms
        if own in table or own in self._vocabulary.numbers or len(word) < 4:
            return own, 1.0
        if begun:
            begins = next((other for other in table if other.startswith(word)), None)
            if begins:
                return table[begins], GUESSED_QUALITY
        near = slips(word, table)
        return (table[near[0][0]], GUESSED_QUALITY) if near else (own, 1.0)

    def _known(self, word: str) -> _Term:
        """A word that a synonym brought in: it is answered by itself alone."""
        number = self._vocabulary.numbers.get(stem(word))
        return self._weighed(word, {} if number is None else {number: 1.0})

    def _weighed(self, word: str, answers: dict[int, float], alike: Mapping[int, float] | None = None) -> _Term:
        """A word is as telling as its own answers, or as those of other words for it when it has none."""
        telling = self._vocabulary.telling
        most = max((float(telling[number]) * good for number, good in (answers or alike or {}).items()), default=UNKNOWN_WEIGHT)
        together = {**answers, **{number: max(good, answers.get(number, 0.0)) for number, good in (alike or {}).items()}}
        weight = max(most, 0.35) if together else UNKNOWN_WEIGHT
        held: Numbers = np.zeros(len(self._vocabulary.phrase_weight), np.float32)
        for number, good in sorted(together.items(), key=lambda answer: answer[1]):
            held[self._vocabulary.postings[number]] = good
        weighed: Numbers = np.maximum.reduceat(held * self._vocabulary.phrase_weight, self._vocabulary.entry_starts)
        return _Term(together, FAINT_WEIGHT if stem(word) in FAINT_STEMS else weight, held, weighed)

    def _term(self, word: str, begun: bool) -> _Term:
        """What answers a word: itself, words it begins, other words for it, words it misspells."""
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
        head, sure = self._head(word, begun)
        others = (vocabulary.numbers.get(other) for other in self._alike.get(head, ()))
        alike = {other: ALIKE_QUALITY * sure for other in others if other is not None}
        rare = word in vocabulary.written and len(word) > 6 and exact is not None and len(vocabulary.postings[exact]) < RARE
        if rare or not (answers or word in self._words_with_synonyms):
            answers = self._misspelt(word, begun) | answers
        return self._weighed(word, answers, alike)

    def _misspelt(self, word: str, begun: bool) -> dict[int, float]:
        """The words that people mean which this may be a misspelling, or the beginning of one, of."""
        vocabulary, meant = self._vocabulary, self._meant
        near = slips(word, meant)
        if near:
            best = near[0][1]
            return {vocabulary.written[other]: 0.92 - 0.9 * slip / len(word) for other, slip in near if slip == best}
        if not begun or len(word) < BEGUN_MISSPELT:
            return {}
        starts = {surface[: len(word)]: surface for surface in meant if len(surface) > len(word)}
        return {vocabulary.written[starts[other]]: 0.78 - 0.9 * slip / len(word) for other, slip in slips(word, starts)}

    @cached_property
    def _meant(self) -> list[str]:
        """The words of names, and others met so often that people mean them; a slip does not lead to any other."""
        vocabulary = self._vocabulary
        return [
            word
            for word, number in vocabulary.written.items()
            if vocabulary.named[number] or len(vocabulary.postings[number]) >= COMMON
        ]

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
            together += term.held * np.float32(term.weight)
            count += term.held > 0
            anywhere += term.weighed * np.float32(term.weight)
            reached += (term.weighed > 0) * np.float32(term.weight)
        covered = together / total
        fullness = np.minimum(count / vocabulary.phrase_size, 1.0)
        # Every word asked for weighs more than most of them; a phrase that says only this weighs more than one that says much.
        phrase = vocabulary.phrase_weight * covered * np.sqrt(covered) * (0.8 + 0.2 * fullness)
        best = np.maximum.reduceat(phrase, vocabulary.entry_starts)
        scattered = SCATTERED * anywhere / total * (reached / total)
        result: Numbers = np.maximum(best, scattered).astype(np.float32)
        return result, phrase.astype(np.float32)

    def _hit(self, entry: int, score: float, terms: list[_Term], phrases: Numbers) -> Hit:
        """The hit, with the words of its phrases that answered, those of the best phrase first."""
        vocabulary = self._vocabulary
        start = int(vocabulary.entry_starts[entry])
        end = int(vocabulary.entry_starts[entry + 1]) if entry + 1 < len(self.entries) else len(vocabulary.phrase_text)
        matched: dict[str, None] = {}
        phrase, missing = start + int(phrases[start:end].argmax()), terms
        while missing:
            known = set().union(*(term.answers for term in missing if term.held[phrase] > 0))
            matched |= dict.fromkeys(self._answering_words(vocabulary.phrase_text[phrase], known))
            missing = [term for term in missing if not term.held[phrase] > 0 and term.held[start:end].any()]
            phrase = min((start + int((term.held[start:end] > 0).argmax()) for term in missing), default=start)
        found = self.entries[entry]
        return Hit(found.id, found.kind, found.name, round(min(score, 1.0) * 100, 1), tuple(matched))

    def _answering_words(self, text: str, known: set[int]) -> list[str]:
        numbers = self._vocabulary.numbers
        answering = []
        for piece, stems in written(text):
            for part in stems:
                if numbers.get(part) in known:
                    answering.append(piece.strip(".,;:()\"'"))
                    break
        return answering


def _end_of(key: Sequence[str], stems: Sequence[str], start: int) -> int:
    """Where a phrase that begins at `start` ends, faint words between its own left aside; 0 where it is not said."""
    place = start
    for part in key:
        while place < len(stems) and stems[place] != part and place > start and stems[place] in FAINT_STEMS:
            place += 1
        if place == len(stems) or stems[place] != part:
            return 0
        place += 1
    return place
