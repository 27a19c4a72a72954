"""From where things are seen best: a point with its pattern, a muscle, a drawn site, the whole body."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from tpexplorer.body.body import Body, Form, SurfacePoint
from tpexplorer.body.paint import Field
from tpexplorer.body.views import STANDARD_VIEWS, Pose, View, pose_for, view_of, whole_body
from tpexplorer.ids import on_side
from tpexplorer.patterns.patterns import Patterns

# A place is seen when its skin looks so much toward the eye; a picture is taken to be at least so wide as high.
FACING, ACROSS = 0.2, 0.7


@dataclass(frozen=True)
class Poses:
    """Where the camera should stand, given the form of the body in use."""

    body: Body
    patterns: Patterns

    def of_all(self, form: str) -> Pose:
        """The whole body from the front."""
        return whole_body(self.body.form(form), STANDARD_VIEWS["front"])

    def of_point(self, instance: str, form: str) -> Pose:
        """A point with its zones, from its best view."""
        paint = self.patterns.paint(instance)
        zones = [zone for zone in (paint.essential, paint.spillover) if zone is not None]
        place, view = self.patterns.marker(instance), self.patterns.view(instance)
        return pose_for(place, zones, self._form(form), self.body.vertex_areas, view)

    def of_muscle(self, owner: str, first_point: str, form: str) -> Pose:
        """A muscle (with a side), seen from where its first point is."""
        extent = self.patterns.zone(owner, "extent")
        place = self.patterns.marker(first_point)
        return pose_for(place, [] if extent is None else [extent], self._form(form), self.body.vertex_areas)

    def of_points(self, instances: Iterable[str], form: str, view: View) -> Pose:
        """Some points together, from the side one looks from."""
        places = np.array([self.patterns.marker(instance).on(self._form(form)) for instance in instances])
        low, high = places.min(axis=0), places.max(axis=0)
        x, y, z = (float(value) for value in (low + high) / 2)
        height = float(max(high[2] - low[2], (high[0] - low[0]) * 1.2)) * 1.2 + 120
        return Pose(view, (x, y, z), min(max(height, 320.0), self._form(form).height * 1.1))

    def of_site(self, site: str, side: str, form: str) -> Pose | None:
        """A drawn site on a side; None where it is not drawn."""
        field: Field | None = self.patterns.zone(on_side(site, "left" if side == "left" else "right"), "site")
        return None if field is None else self.of_field(field, form)

    def of_field(self, field: Field, form: str) -> Pose:
        """A place on the skin (`field` (n,) mm), as large as the picture takes it."""
        deepest = int(np.argmin(field))
        place = SurfacePoint((deepest, deepest, deepest), (1.0, 0.0, 0.0))
        return pose_for(place, [field], self._form(form), self.body.vertex_areas)

    def carried(self, pose: Pose, before: str, form: str) -> Pose:
        """The pose that shows on one form of the body what another showed on the form before."""
        old, new = self._form(before), self._form(form)
        if pose == whole_body(old, pose.view):
            return whole_body(new, pose.view)
        nearest = int(np.argmin(((old.vertices - np.array(pose.target)) ** 2).sum(axis=1)))
        x, y, z = (float(value) for value in np.array(pose.target) + new.vertices[nearest] - old.vertices[nearest])
        return Pose(pose.view, (x, y, z), pose.height_mm * new.height / old.height)

    def that_shows(self, field: Field, form: str, pose: Pose) -> Pose:
        """A pose that shows a place (`field` (n,) mm): the given one where it does; else turned, and far enough away."""
        shape = self._form(form)
        inside = np.flatnonzero(field < 0)
        facing = float((shape.normals[inside] @ pose.view.axes[2]).mean())
        view = pose.view if facing > FACING else view_of(field, shape, self.body.vertex_areas)
        right, up, _ = view.axes
        offset = shape.vertices[inside].astype(float).mean(axis=0) - np.array(pose.target)
        away = max(abs(float(offset @ right)) / ACROSS, abs(float(offset @ up)))
        if away > pose.height_mm * 0.45:
            return whole_body(shape, view)
        return Pose(view, pose.target, pose.height_mm)

    def _form(self, name: str) -> Form:
        return self.body.form(name)
