"""What is searched: the names and words of every record, each with its weight; names before lay names before complaints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain, product
from pathlib import Path

import msgspec

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.atlas.schema import Caution, Condition, Muscle, Technique, Zone
from tpexplorer.body.map import BodyMap, Region
from tpexplorer.ids import muscle_of
from tpexplorer.resources import SYNONYMS_FILE, asset, damaged, read_asset
from tpexplorer.search.index import SearchIndex
from tpexplorer.search.vocabulary import Entry
from tpexplorer.search.words import STOP, words

Phrases = tuple[tuple[str, float], ...]


class Weight:
    """What a phrase of each kind weighs."""

    NAME = 1.0
    ALIAS = 0.96
    LAY = 0.92
    PART = 0.84
    COMPLAINT = 0.78
    ESSENTIAL = 0.74
    SPILLOVER = 0.6
    TEXT = 0.55
    MISTAKEN = 0.5


def load_synonyms(root: Path | None = None) -> dict[str, list[str]]:
    """Other words for a word or phrase; AssetError says what is wrong with the file.

    A key such as ``put/pull coat/jacket`` stands for each of its four phrases.
    """
    data = read_asset(SYNONYMS_FILE, root)
    try:
        lines = msgspec.json.decode(data, type=dict[str, list[str]])
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise damaged(asset(SYNONYMS_FILE, root), error) from error
    table: dict[str, list[str]] = {}
    for key, others in lines.items():
        for phrase in product(*(word.split("/") for word in key.split())):
            table.setdefault(" ".join(phrase), []).extend(others)
    return table


def build_index(atlas: Atlas, body_map: BodyMap | None = None, synonyms: Mapping[str, list[str]] | None = None) -> SearchIndex:
    """The index of an atlas and, where given, the regions of the body; `synonyms` stand in for the shipped ones."""
    regions = dict(body_map.regions) if body_map else {}
    return SearchIndex(_entries(atlas, regions), load_synonyms() if synonyms is None else synonyms)


def _entries(atlas: Atlas, regions: Mapping[str, Region]) -> Iterator[Entry]:
    """Among equals the first comes first: what people come with, the broadest leading, then the muscles of most conditions."""
    for name, condition in sorted(atlas.conditions.items(), key=lambda item: -len(item[1].muscles)):
        yield Entry(name, "condition", condition.name, tuple(_condition(condition, atlas, regions)))
    met = Counter(chain.from_iterable(condition.muscles for condition in atlas.conditions.values()))
    for name, muscle in sorted(atlas.muscles.items(), key=lambda item: -met[item[0]]):
        yield Entry(name, "muscle", muscle.name, tuple(_muscle(muscle)))
    for name, region in regions.items():
        yield Entry(name, "region", region.name, ((region.everyday, Weight.NAME), (region.name, Weight.ALIAS)))
    for name in atlas.points:
        yield Entry(name, "point", atlas.name(name), tuple(_point(name, atlas, regions)))
    for name, technique in atlas.techniques.items():
        yield Entry(name, "technique", technique.name, tuple(_technique(technique)))
    for name, caution in atlas.cautions.items():
        yield Entry(name, "caution", caution.name, tuple(_caution(caution, regions)))
    for name, step in atlas.steps.items():
        texts = tuple((line, Weight.MISTAKEN) for line in (*step.do, *step.ask))
        yield Entry(name, "step", step.name, ((step.name, Weight.NAME), (step.summary, Weight.TEXT), *texts))
    for name, chapter in atlas.chapters.items():
        texts = tuple((paragraph.text, Weight.MISTAKEN) for paragraph in chapter.paragraphs)
        yield Entry(name, "chapter", chapter.name, ((chapter.name, Weight.NAME), *texts))


def _muscle(muscle: Muscle) -> Iterator[tuple[str, float]]:
    yield muscle.name, Weight.NAME
    yield muscle.latin.removeprefix("Musculus ").removeprefix("Musculi "), Weight.ALIAS
    yield from ((alias, Weight.ALIAS) for alias in (*muscle.aliases, *muscle.misspellings))
    if initials := _initials(muscle.name):
        yield initials, Weight.ALIAS
    yield from ((lay, Weight.LAY) for lay in muscle.lay_names)
    if muscle.part_of:
        yield muscle.part_of, Weight.PART
    yield from ((text, Weight.COMPLAINT) for text in muscle.complaints.items)
    yield from ((text, Weight.MISTAKEN) for text in muscle.mistaken_for.items)
    yield from ((text, Weight.MISTAKEN) for text in muscle.perpetuating.items)
    yield muscle.anatomy.action, Weight.MISTAKEN


def _initials(name: str) -> str:
    """What students write for a long name: ECRB for extensor carpi radialis brevis; "" for one of fewer than three words."""
    letters = [word[0].upper() for word in words(name) if word not in STOP]
    return "".join(letters) if len(letters) > 2 else ""


def _point(name: str, atlas: Atlas, regions: Mapping[str, Region]) -> Iterator[tuple[str, float]]:
    point, muscle = atlas.point(name), atlas.muscle(muscle_of(name))
    number = name.rpartition(".")[2]
    yield f"{muscle.name} {number} {point.label}", Weight.LAY
    yield f"{muscle.name} {number}", Weight.LAY
    yield from ((f"{muscle.name} {alias.partition('(')[0]}", Weight.PART) for alias in point.aliases)
    yield from ((lay, Weight.MISTAKEN) for lay in (*muscle.lay_names, *muscle.aliases, *muscle.misspellings))
    yield point.where, Weight.TEXT
    pattern = point.pattern
    yield from _zone(pattern.essential, regions, Weight.ESSENTIAL)
    if pattern.spillover:
        yield from _zone(pattern.spillover, regions, Weight.SPILLOVER)
    own = point.complaints is not None
    care = atlas.care(name)
    yield from ((text, Weight.COMPLAINT if own else Weight.SPILLOVER) for text in care.complaints.items)


def _zone(zone: Zone, regions: Mapping[str, Region], weight: float) -> Iterator[tuple[str, float]]:
    yield zone.words, weight
    yield from ((regions[region].everyday, weight * 0.97) for region in zone.regions if region in regions)


def _technique(technique: Technique) -> Iterator[tuple[str, float]]:
    yield technique.name, Weight.NAME
    yield from ((other, Weight.ALIAS) for other in technique.also_called)
    yield technique.summary, Weight.TEXT


def _caution(caution: Caution, regions: Mapping[str, Region]) -> Iterator[tuple[str, float]]:
    yield caution.name, Weight.NAME
    yield caution.kind, Weight.PART
    # The text of a red flag says what people feel, as a complaint does.
    yield caution.text, Weight.COMPLAINT if caution.kind == "red flag" else Weight.TEXT
    yield caution.do, Weight.MISTAKEN
    yield from _felt(caution.regions, regions, Weight.TEXT)


def _felt(where: tuple[str, ...], regions: Mapping[str, Region], weight: float) -> Iterator[tuple[str, float]]:
    yield from ((regions[name].everyday, weight) for name in where if name in regions)


def _condition(condition: Condition, atlas: Atlas, regions: Mapping[str, Region]) -> Iterator[tuple[str, float]]:
    yield condition.name, Weight.NAME
    yield from ((other, Weight.ALIAS) for other in condition.also_called)
    yield condition.summary, Weight.COMPLAINT
    yield condition.look, Weight.MISTAKEN
    yield from ((other, Weight.MISTAKEN) for other in condition.could_be)
    yield from _felt(condition.regions, regions, Weight.ESSENTIAL)
    yield from ((atlas.muscles[name].name, Weight.MISTAKEN) for name in condition.muscles if name in atlas.muscles)
