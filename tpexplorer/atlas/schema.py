"""The records of the atlas: what a clinician writes in YAML, with the types that check it.

Records are written in ``assets/data``; ids come from file names (muscles) or mapping keys (all others).
Every claim group names its `sources`, ids of `sources.yaml`. Unknown fields are refused.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from tpexplorer.places import MOST_STROKES, Place, Stroke, Strokes
from tpexplorer.records import Id, Record, Text

SourceIds = Annotated[tuple[Id, ...], Meta(min_length=1)]
# What a treatment works with, and a caution may forbid: parts of the hand and arm, things, and ways of working.
# `grip` lifts the muscle between thumb and fingers; `self-massage` is any pressing a person does alone, at home.
Means = Literal[
    "finger pads", "flat hand", "heel of the hand", "grip", "thumb", "knuckle", "fist", "forearm", "elbow",
    "ball", "roller", "tool", "machine",
    "held pressure", "deep strokes", "friction", "percussion", "self-massage",
    "heat", "cold", "stretch", "exercise",
]  # fmt: skip


class Zone(Record, kw_only=True):
    """Where pain is felt: painted by `strokes`, said in `regions` and `words`; the two are checked against each other."""

    strokes: Strokes
    regions: Annotated[tuple[Id, ...], Meta(min_length=1)]
    words: Text


# --- claims -----------------------------------------------------------------------------------------------------


class Claim(Record, kw_only=True):
    """A statement with its sources. What a caution `forbids` is read from its words; where they mislead, it is written."""

    text: Text
    forbids: tuple[Means, ...] | None = None
    sources: SourceIds


class Claims(Record, kw_only=True):
    """A list of short statements that share their sources."""

    items: Annotated[tuple[Text, ...], Meta(min_length=1)]
    sources: SourceIds


class Treatment(Record, kw_only=True):
    """One technique of `techniques.yaml` as used here: how, in what dose (the technique's usual one where none is written).

    Its `means` are those of the technique and those its words name; where the words mislead, they are written.
    Where it could seem to go against a caution (by id) or another record (by muscle id), `keeps_clear` quotes the words
    of `how` or `dose` that settle it.
    """

    technique: Id
    how: Text
    dose: str = ""
    means: tuple[Means, ...] | None = None
    keeps_clear: dict[Id, Text] = msgspec.field(default_factory=dict)
    sources: SourceIds


# --- muscles and trigger points -----------------------------------------------------------------------------------


class ExternalIds(Record, kw_only=True):
    """Identifiers in open vocabularies (TA2, FMA, UBERON); empty where there is none."""

    ta2: str = ""
    fma: str = ""
    uberon: str = ""


class Anatomy(Record, kw_only=True):
    """Attachments, action and nerve."""

    origin: Text
    insertion: Text
    action: Text
    innervation: Text
    sources: SourceIds


class FunctionalUnit(Record, kw_only=True):
    """The muscles that work with and against this one (English names)."""

    synergists: tuple[Text, ...] = ()
    antagonists: tuple[Text, ...] = ()
    sources: SourceIds


class Extent(Record, kw_only=True):
    """The muscle drawn on the skin; each stroke runs from origin to insertion, so its path is the fibre direction."""

    strokes: Strokes


class Pattern(Record, kw_only=True):
    """A point's referred pain: the essential zone, the spillover zone where the literature has one, and on what authority.

    `shared` says that the chart gives this one pattern to several points of the muscle, or to several muscles;
    `disagreement` tells what else there is to say about the sources.
    """

    essential: Zone
    spillover: Zone | None = None
    evidence: Literal["book tradition", "observed"]
    shared: Literal["points", "muscles"] | None = None
    disagreement: str = ""
    sources: SourceIds


class Palpation(Record, kw_only=True):
    """How to find the point: position of the client, grip (flat, pincer), what to feel for."""

    position: Text
    method: Text
    feel: Text
    sources: SourceIds


class TriggerPoint(Record, kw_only=True):
    """One described trigger point, on both sides unless `only_side`. Claim groups, where given, replace the muscle's own."""

    label: Text
    aliases: tuple[Text, ...] = ()
    location: Place
    where: Text
    depth: Literal["superficial", "deep"]
    only_side: Literal["right", "left"] | None = None
    pattern: Pattern
    palpation: Palpation
    complaints: Claims | None = None
    mistaken_for: Claims | None = None
    perpetuating: Claims | None = None
    treatments: tuple[Treatment, ...] | None = None
    self_care: tuple[Treatment, ...] | None = None
    cautions: tuple[Claim, ...] | None = None
    red_flags: tuple[Claim, ...] | None = None


BodyPart = Literal["head-neck", "shoulder-upper-back", "arm-hand", "chest-abdomen", "lower-back-pelvis", "thigh", "leg-foot"]


class Muscle(Record, kw_only=True):
    """A muscle (or a part with its own pattern) and its trigger points, in the order a clinician teaches them.

    `lay_names` are what people call it, `aliases` its other names, old names and what it is known for; `misspellings`
    are looked up when searching and shown nowhere.
    """

    name: Text
    latin: Text
    lay_names: tuple[Text, ...] = ()
    aliases: tuple[Text, ...] = ()
    misspellings: tuple[Text, ...] = ()
    part_of: str = ""
    ids: ExternalIds = ExternalIds()
    body_part: BodyPart
    layer: Literal["superficial", "intermediate", "deep"]
    depth_words: Text
    anatomy: Anatomy
    functional_unit: FunctionalUnit
    extent: Extent
    points: Annotated[tuple[TriggerPoint, ...], Meta(min_length=1, max_length=40)]
    complaints: Claims
    mistaken_for: Claims
    perpetuating: Claims
    treatments: Annotated[tuple[Treatment, ...], Meta(min_length=1)]
    self_care: Annotated[tuple[Treatment, ...], Meta(min_length=1)]
    cautions: Annotated[tuple[Claim, ...], Meta(min_length=1)]
    red_flags: tuple[Claim, ...] = ()


HowUsual = Literal["common", "less common", "rare"]


class Usual(Record, kw_only=True):
    """How usual a muscle's points are in people who come with pain; `points`, by number, where one differs.

    `no_pain`, by number, says what is felt at a point that is no answer to pain. Where no sources are named it is convention.
    """

    usual: HowUsual
    points: dict[int, HowUsual] = msgspec.field(default_factory=dict)
    no_pain: dict[int, Text] = msgspec.field(default_factory=dict)
    sources: tuple[Id, ...] = ()


# --- around the points --------------------------------------------------------------------------------------------


class Technique(Record, kw_only=True):
    """A way of working: by what `means`, for whom, how, in what dose, when to stop, when not, and how good the evidence is.

    `usual_dose` and `usual_dose_at_home` stand wherever a muscle's treatment or self-care writes no dose of its own.
    """

    name: Text
    also_called: tuple[Text, ...] = ()
    users: Literal["professional", "self", "both"]
    means: tuple[Means, ...] = ()
    summary: Text
    how: Annotated[tuple[Text, ...], Meta(min_length=1)]
    dose: Text
    usual_dose: str = ""
    usual_dose_at_home: str = ""
    feedback: Text
    stop_when: Text
    not_when: Annotated[tuple[Text, ...], Meta(min_length=1)]
    evidence: Text
    sources: SourceIds


class Condition(Record, kw_only=True):
    """What people come with: which muscles to consider and in what order, what else it could be, when not to massage.

    `regions` are where it is felt; `cautions` the red flags and contraindications that go with it.
    """

    name: Text
    also_called: tuple[Text, ...] = ()
    summary: Text
    muscles: tuple[Id, ...] = ()
    regions: tuple[Id, ...] = ()
    cautions: tuple[Id, ...] = ()
    look: Text
    could_be: Annotated[tuple[Text, ...], Meta(min_length=1)]
    not_when: Annotated[tuple[Text, ...], Meta(min_length=1)]
    evidence: Text
    sources: SourceIds


class Caution(Record, kw_only=True):
    """A contraindication, red flag or endangerment site; a site may be drawn on the skin.

    `words` for a pain bring it up wherever they are said; `urgency` says how soon a doctor must see a red flag.
    What a drawn site `forbids` no treatment may do there; the check compares them.
    """

    name: Text
    kind: Literal["absolute", "local", "ask first", "red flag", "endangerment site"]
    text: Text
    do: Text
    regions: tuple[Id, ...] = ()
    words: tuple[Literal["ache", "sharp", "numb", "tingling"], ...] = ()
    urgency: Literal["", "ambulance", "today"] = ""
    forbids: tuple[Means, ...] = ()
    strokes: Annotated[tuple[Stroke, ...], Meta(max_length=MOST_STROKES)] = ()
    beneath: str = ""
    sources: SourceIds


class Step(Record, kw_only=True):
    """A step of a session, in the order of the file: why, what to do, what to ask, with which techniques and cautions."""

    name: Text
    summary: Text
    do: Annotated[tuple[Text, ...], Meta(min_length=1)]
    ask: tuple[Text, ...] = ()
    techniques: tuple[Id, ...] = ()
    cautions: tuple[Id, ...] = ()
    evidence: Text
    sources: SourceIds


class Chapter(Record, kw_only=True):
    """A background page: what a trigger point is, its history, the dispute."""

    name: Text
    paragraphs: Annotated[tuple[Claim, ...], Meta(min_length=1)]


class Source(Record, kw_only=True):
    """A book, paper or page that a claim rests on.

    A trial names what it was `tested_on` and the muscles that this covers; on any other its dose is carried over.
    Content packs may still cite it by what it was `formerly` called, or by a source that it took the place of.
    """

    kind: Literal["book", "paper", "review", "web", "reference"]
    title: Text
    authors: str = ""
    year: int | None = None
    publisher: str = ""
    url: str = ""
    tested_on: str = ""
    tested_muscles: tuple[Id, ...] = ()
    formerly: tuple[Id, ...] = ()
    note: str = ""


class AtlasData(Record, kw_only=True):
    """Everything the atlas knows, by id."""

    version: str
    date: str
    muscles: dict[Id, Muscle]
    techniques: dict[Id, Technique]
    conditions: dict[Id, Condition]
    cautions: dict[Id, Caution]
    steps: dict[Id, Step]
    chapters: dict[Id, Chapter]
    sources: dict[Id, Source]
    usual: dict[Id, Usual] = msgspec.field(default_factory=dict)
