"""The dose of a treatment that writes none: the usual one of its technique."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from tpexplorer.atlas.schema import Muscle, Technique, Treatment


def with_usual_doses(muscle: Muscle, techniques: Mapping[str, Technique]) -> Muscle:
    """A muscle whose treatments all say their dose, its points' own included."""

    def dosed(treatments: tuple[Treatment, ...], at_home: bool) -> tuple[Treatment, ...]:
        return tuple(_dosed(treatment, techniques.get(treatment.technique), at_home) for treatment in treatments)

    points = tuple(
        msgspec.structs.replace(
            point,
            treatments=None if point.treatments is None else dosed(point.treatments, at_home=False),
            self_care=None if point.self_care is None else dosed(point.self_care, at_home=True),
        )
        for point in muscle.points
    )
    treatments, self_care = dosed(muscle.treatments, at_home=False), dosed(muscle.self_care, at_home=True)
    return msgspec.structs.replace(muscle, points=points, treatments=treatments, self_care=self_care)


def _dosed(treatment: Treatment, technique: Technique | None, at_home: bool) -> Treatment:
    if treatment.dose or technique is None:
        return treatment
    usual = technique.usual_dose_at_home if at_home else technique.usual_dose
    return msgspec.structs.replace(treatment, dose=usual)
