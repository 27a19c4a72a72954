"""Parts that point and muscle pages share: cautions first, what people say, how it is treated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from types import MappingProxyType

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.atlas.schema import Caution, Claim, Claims, Muscle, Treatment
from tpexplorer.modes.html import References, box, bullets, facts, section
from tpexplorer.modes.links import anchor

NO_SITES: Mapping[str, Caution] = MappingProxyType({})


def safety(
    red_flags: Sequence[Claim], cautions: Sequence[Claim], references: References, sites: Mapping[str, Caution] = NO_SITES
) -> str:
    """Red flags and cautions, to stand before anything is done; first the endangerment `sites` the place lies on."""
    here = [
        f"<b>Endangerment site</b>: {anchor(f'caution/{name}', site.name)}. {escape(site.do)}" for name, site in sites.items()
    ]
    careful = bullets([*here, *_claims(cautions, references)])
    return box("flag", "Red flags: to a doctor first", bullets(_claims(red_flags, references))) + box(
        "care", "Careful here", careful
    )


def _claims(claims: Iterable[Claim], references: References) -> list[str]:
    return [escape(claim.text) + references.cite(claim.sources) for claim in claims]


def claims_section(heading: str, claims: Claims, references: References) -> str:
    """A list of short statements with their sources."""
    return section(heading, bullets(map(escape, claims.items)), references.cite(claims.sources))


def treatments_section(heading: str, muscle: str, treatments: Sequence[Treatment], atlas: Atlas, references: References) -> str:
    """Techniques with their dose and where it was tested; each name leads to the technique's own page."""
    blocks = []
    for treatment in treatments:
        technique = atlas.techniques.get(treatment.technique)
        name = anchor(f"technique/{treatment.technique}", technique.name if technique else treatment.technique)
        dose, carried_over = treatment.dose, atlas.carried_over(muscle, treatment)
        if carried_over:
            dose = f"{dose.rstrip('.')}. {carried_over}"
        blocks.append(
            f'<p class="technique"><b>{name}</b>{references.cite(treatment.sources)}<br>{escape(treatment.how)}<br>'
            f'<span class="dose"><b>Dose:</b> {escape(dose)}</span></p>'
        )
    return section(heading, "".join(blocks))


def anatomy_section(muscle: Muscle, atlas: Atlas, references: References) -> str:
    """Origin, insertion, action, innervation, who it works with, and its numbers in open vocabularies."""
    anatomy, unit, ids = muscle.anatomy, muscle.functional_unit, muscle.ids
    numbers = [f"TA2 {ids.ta2}" if ids.ta2 else "", ids.fma, ids.uberon]
    rows = [
        ("Latin", f"<i>{escape(muscle.latin)}</i>"),
        ("Also called", escape(", ".join(muscle.lay_names))),
        ("Origin", escape(anatomy.origin)),
        ("Insertion", escape(anatomy.insertion)),
        ("Action", escape(anatomy.action)),
        ("Innervation", escape(anatomy.innervation)),
        ("Works with", _muscles(unit.synergists, atlas)),
        ("Works against", _muscles(unit.antagonists, atlas)),
        ("Ids", escape(" · ".join(number for number in numbers if number))),
    ]
    return section("The muscle", facts(rows), references.cite((*anatomy.sources, *unit.sources)))


def _muscles(names: Iterable[str], atlas: Atlas) -> str:
    """Names of muscles, those that the atlas has as links."""
    known = {name: atlas.named(name) for name in names}
    return ", ".join(anchor(f"muscle/{id_}", name) if id_ else escape(name) for name, id_ in known.items())
