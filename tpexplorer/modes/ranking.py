"""From what hurts to the list a clinician reads: points by muscle with their reasons, red flags first, what is left over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.ids import muscle_of, split_side
from tpexplorer.modes.find_views import Flag, RankedMuscle, RankedPoint, Ranking
from tpexplorer.patterns.finding import Area, Finder, Found, Reach
from tpexplorer.patterns.local import Local
from tpexplorer.patterns.pain_drawing import Easel, in_a_sentence, sided

# A longer list says less; the rest of it comes when it is asked for.
FEW_MUSCLES, FEW_SHARE = 12, 0.22
# Groups of points looked at for it: sides and muscles that the charts do not tell apart are made one afterwards.
MOST_GROUPS = 36
# A muscle's other points are listed beside its best one when they fit nearly as well.
ALIKE_SHARE = 0.5
# An area asks for a red flag when so much of it lies where the flag is looked for.
FLAG_SHARE = 0.12
URGENCIES = ("ambulance", "today", "")
ANYWHERE = "unexplained"
# Less than this of an area is no rest worth explaining.
REST_SHARE = 0.15
# More reasons than this are not read.
MOST_REASONS = 3
# A muscle's other side is no row of its own when it fits so nearly as well.
TWIN_SHARE = 0.9
COVERS_SHARE = 0.4


@dataclass(frozen=True)
class Ranker:
    """Writes the list for what is shown."""

    atlas: Atlas
    finder: Finder
    easel: Easel
    local: Local

    def ranking(
        self, areas: Sequence[Area], explaining: Sequence[str] = (), rest: bool = False, everything: bool = False
    ) -> Ranking:
        """The list for some areas, with what no `explaining` point (none: the first of the list) covers.

        With `rest` the list is for that alone; with `everything` nothing is left out of it.
        """
        names, wanted = self.names(areas), list(areas)
        explaining = [point for point in explaining if self._reaches(point, areas)]
        if rest:
            pairs = zip(self.left_over(areas, explaining), names, strict=True)
            kept = [(area, f"the rest of {name}") for area, name in pairs if len(area.vertices)]
            wanted, names = [area for area, _ in kept], [name for _, name in kept]
        elif len(names) == 1:
            names = ["it"]
        found = [match for match in self.finder.find(wanted) if not (rest and match.point in explaining)]
        groups = self._groups(found)
        # Of several areas what reaches one alone scores but a part of what reaches all.
        least = FEW_SHARE * (found[0].score if found else 0.0) / max(len(wanted), 1)
        fitting = groups if everything else [group for group in groups if group[0].score >= least][:MOST_GROUPS]
        rows = merged([self._row(group, names) for group in fitting])
        shown = rows if everything else rows[:FEW_MUSCLES]
        explaining = explaining or (shown[0].counted if shown else [])
        left = self.left_over(areas, explaining)
        named = {muscle_of(point.instance) for row in shown for point in row.points}
        hidden = {group[0].muscle for group in groups} - named
        said = self._left_words(areas, left, explaining)
        here = tuple(self.local.muscles(wanted))
        return Ranking(tuple(shown), tuple(self.flags(areas)), said, rest, len(hidden), here)

    # --- muscles and points -----------------------------------------------------------------------------------------

    def _groups(self, found: Sequence[Found]) -> list[list[Found]]:
        """The points of each muscle on each side, the best group first; of equal sides the right one."""
        groups: dict[tuple[str, str], list[Found]] = {}
        for match in found:
            groups.setdefault((match.muscle, split_side(match.point)[1]), []).append(match)
        # Of muscles that fit alike the one that is thought of most often comes first.
        return sorted(groups.values(), key=lambda group: (-group[0].score, -self._thought_of[group[0].muscle]))

    def _row(self, group: Sequence[Found], names: Sequence[str]) -> RankedMuscle:
        best = group[0]
        points = tuple(self._point(match, names) for match in group if match.score >= ALIKE_SHARE * best.score)
        name, several = self.atlas.muscle(best.muscle).name, len(names) > 1
        return RankedMuscle(best.muscle, name, points[0].side, points, best.score, (), several, best.fit)

    @cached_property
    def _thought_of(self) -> Counter[str]:
        """In how many conditions each muscle is considered."""
        return Counter(muscle for condition in self.atlas.conditions.values() for muscle in condition.muscles)

    def _point(self, match: Found, names: Sequence[str]) -> RankedPoint:
        point, muscle = self.atlas.point(match.point), self.atlas.muscle(muscle_of(match.point))
        why = f"Not pain: {match.felt}" if match.felt else reason(match.reaches, names)
        return RankedPoint(match.point, muscle.name, point.label, split_side(match.point)[1], point.depth == "deep", why)

    def names(self, areas: Sequence[Area]) -> list[str]:
        """What the areas are called in a sentence; with the side where two would be called alike."""
        names = [area.name or self.easel.name_of(area) for area in areas]
        return [
            in_a_sentence(sided(name, self.easel.side_of(area)) if names.count(name) > 1 else name)
            for area, name in zip(areas, names, strict=True)
        ]

    def _reaches(self, instance: str, areas: Sequence[Area]) -> bool:
        """Whether a point is one of this atlas and its zones reach an area."""
        left = self.finder.unexplained(areas, [instance]) if instance in self.finder.instances else areas
        return any(len(rest.vertices) < len(area.vertices) for rest, area in zip(left, areas, strict=True))

    # --- what is left -----------------------------------------------------------------------------------------------

    def left_over(self, areas: Sequence[Area], explaining: Sequence[str]) -> list[Area]:
        """What of the areas no zone of the explaining points covers; shreds are left aside."""
        if not explaining:
            return list(areas)
        skin = self.easel.skin
        left = self.finder.unexplained(areas, explaining)
        none = np.zeros(0, np.int64)
        enough = [
            skin[rest.vertices].sum() >= REST_SHARE * skin[area.vertices].sum() for area, rest in zip(areas, left, strict=True)
        ]
        return [rest if worth else replace(rest, vertices=none) for rest, worth in zip(left, enough, strict=True)]

    def _left_words(self, areas: Sequence[Area], left: Sequence[Area], explaining: Sequence[str]) -> str:
        """What remains, as a sentence; "" where nothing is to be said."""
        if not areas or not explaining:
            return ""
        who = " and ".join(dict.fromkeys(self.atlas.muscle(muscle_of(instance)).name for instance in explaining))
        skin = self.easel.skin
        rests = []
        for area, rest, name in zip(areas, left, self.names(areas), strict=True):
            share = float(skin[rest.vertices].sum()) / max(float(skin[area.vertices].sum()), 1e-6)
            if share > 0:
                rests.append(name if share > 0.97 else f"{percent(share)} of {name}")
        if not rests:
            return f"The zones of {who} cover what was shown."
        return f"Not covered by {who}: {_listed(rests)}."

    # --- red flags --------------------------------------------------------------------------------------------------

    def flags(self, areas: Sequence[Area]) -> list[Flag]:
        """The red flags that go with the areas and their words: the most urgent first, then what fits most of the skin."""
        if not areas:
            return []
        shares = [self.easel.regions_of(area) for area in areas]
        said = {area.word for area in areas}
        ranked = []
        for order, (name, caution) in enumerate(self.atlas.cautions.items()):
            if caution.kind != "red flag":
                continue
            held = max(sum(share for region, share in area.items() if region in caution.regions) for area in shares)
            spoken = bool(said & set(caution.words))
            # A flag of no place, that pain does not behave like muscle pain, goes with every place, last.
            if held >= FLAG_SHARE or spoken or name == ANYWHERE:
                urgency = URGENCIES.index(caution.urgency)
                ranked.append((urgency, not spoken, -round(held, 1), len(caution.regions) or 99, order, name))
        cautions = [(name, self.atlas.cautions[name]) for *_, name in sorted(ranked)]
        return [Flag(f"caution/{name}", caution.name, caution.do, caution.urgency) for name, caution in cautions]


def merged(muscles: Sequence[RankedMuscle]) -> list[RankedMuscle]:
    """Rows that say the same made one: a muscle's two sides, then muscles that the charts do not tell apart."""
    sides: list[RankedMuscle] = []
    for muscle in muscles:
        at = next((number for number, row in enumerate(sides) if row.muscle == muscle.muscle), -1)
        if at >= 0 and sides[at].side != "both sides" and muscle.score >= TWIN_SHARE * sides[at].score:
            first, second = (sides[at], muscle) if sides[at].side == "right" else (muscle, sides[at])
            sides[at] = replace(sides[at], side="both sides", points=(*first.points, *second.points))
        else:
            sides.append(muscle)
    rows: list[RankedMuscle] = []
    for muscle in sides:
        at = next((number for number, row in enumerate(rows) if _alike(row, muscle)), -1)
        if at >= 0:
            rows[at] = replace(rows[at], points=(*rows[at].points, *muscle.points), alike=(*rows[at].alike, muscle.name))
        else:
            rows.append(muscle)
    return rows


def _alike(row: RankedMuscle, other: RankedMuscle) -> bool:
    return row.fit == other.fit > 0 and row.side == other.side and row.points[0].why == other.points[0].why


def reason(reaches: Sequence[Reach], names: Sequence[str]) -> str:
    """Why a point is listed: ``Essential zone covers 80 % of the temple; spillover reaches the jaw (15 %)``."""
    essential = {reach.area: reach.share for reach in reaches if reach.kind == "essential"}
    # Spillover is worth a word where it adds much to what the essential zone covers there.
    spilling = {
        reach.area: reach.share
        for reach in reaches
        if reach.kind == "spillover"
        and (reach.area not in essential or essential[reach.area] + 0.1 < reach.share)
        and essential.get(reach.area, 0) < 0.5
    }
    said, room = [], MOST_REASONS
    for what, shares in (("essential zone", essential), ("spillover", spilling)):
        best = sorted(shares.items(), key=lambda item: -item[1])[:room]
        room -= len(best)
        covers = [f"{percent(share)} of {names[area]}" for area, share in best if share >= COVERS_SHARE]
        # A twentieth is worth no word beside more.
        few = 0.075 if covers else 0.0
        touches = [f"{names[area]} ({percent(share)})" for area, share in best if few <= share < COVERS_SHARE]
        if covers:
            said.append(f"{what} covers {_listed(covers)}" + (f", reaches {_listed(touches)}" if touches else ""))
        elif touches:
            said.append(f"{what} reaches {_listed(touches)}")
    text = "; ".join(said)
    return text[:1].upper() + text[1:]


def percent(share: float) -> str:
    """A share in round figures, as someone would say it; what is stated though hardly painted is a trace."""
    whole = share * 100
    if whole < 2.5:
        return "a trace"
    if whole >= 97.5:
        return "all"
    return f"{max(5, round(whole / 5) * 5)}\N{NO-BREAK SPACE}%"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
