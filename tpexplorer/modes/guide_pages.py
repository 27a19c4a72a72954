"""The pages around the points: techniques, conditions, cautions, background, sources, and the lists of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import TypeVar

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.atlas.schema import Condition, Step
from tpexplorer.body.map import BodyMap
from tpexplorer.errors import UnknownIdError
from tpexplorer.modes.html import References, box, bullets, facts, paragraph, section, source_line
from tpexplorer.modes.interfaces import Page
from tpexplorer.modes.links import anchor, is_web

T = TypeVar("T")
USERS = {"professional": "For practitioners", "self": "For self-care", "both": "For practitioners and self-care"}
KINDS = {
    "red flag": "Red flags: to a doctor first",
    "absolute": "No massage at all",
    "local": "Not on that place",
    "ask first": "Ask or adapt first",
    "endangerment site": "Endangerment sites: keep the hands light",
}
SCOPE = "A massage therapist does not diagnose. These are muscles to consider; what else it could be comes first."


def technique_page(atlas: Atlas, technique_id: str) -> Page:
    """How a technique is done, in what dose, when not, and how good its evidence is."""
    technique, references = _record(atlas.techniques, technique_id, "technique"), References(atlas)
    cite = references.cite(technique.sources)
    muscles = [
        anchor(f"muscle/{name}", muscle.name)
        for name, muscle in atlas.muscles.items()
        if any(use.technique == technique_id for use in (*muscle.treatments, *muscle.self_care))
    ]
    html = "".join(
        (
            paragraph(technique.summary, "lead"),
            box("care", "Not when", bullets(map(escape, technique.not_when))),
            section("How", "<ol>" + "".join(f"<li>{escape(step)}</li>" for step in technique.how) + "</ol>", cite),
            section(
                "Dose and feedback",
                facts(
                    [
                        ("Dose", escape(technique.dose)),
                        ("Feedback", escape(technique.feedback)),
                        ("Stop when", escape(technique.stop_when)),
                    ]
                ),
            ),
            section("How good the evidence is", paragraph(technique.evidence)),
            section("Used for", f"<p>{' · '.join(muscles)}</p>" if muscles else ""),
            section("In a session", _joined("step", atlas.steps, "techniques", technique_id)),
            references.section(),
        )
    )
    subtitle = " · ".join((USERS[technique.users], *technique.also_called))
    return Page(f"technique/{technique_id}", technique.name, subtitle, html)


def condition_page(atlas: Atlas, body_map: BodyMap, condition_id: str) -> Page:
    """What people come with: when not to massage first, then muscles to consider, what else it could be."""
    condition, references = _record(atlas.conditions, condition_id, "condition"), References(atlas)
    cite = references.cite(condition.sources)
    muscles = [anchor(f"muscle/{name}", atlas.muscles[name].name) for name in condition.muscles if name in atlas.muscles]
    regions = {name: body_map.regions[name].everyday for name in condition.regions if name in body_map.regions}
    cautions = {name: atlas.cautions[name].name for name in condition.cautions if name in atlas.cautions}
    html = "".join(
        (
            paragraph(condition.summary, "lead"),
            box("flag", "No massage, or a doctor first, when", bullets(map(escape, condition.not_when))),
            section("What else it could be", bullets(map(escape, condition.could_be)), cite),
            section("Muscles to consider, in this order", bullets(muscles) and bullets(muscles) + paragraph(SCOPE, "evidence")),
            section("How to look", paragraph(condition.look)),
            section("Where it is felt", _links("region", regions)),
            section("Cautions that go with it", _links("caution", cautions)),
            section("How good the evidence is", paragraph(condition.evidence)),
            references.section(),
        )
    )
    return Page(f"condition/{condition_id}", condition.name, ", ".join(condition.also_called), html)


def caution_page(atlas: Atlas, body_map: BodyMap, caution_id: str) -> Page:
    """A contraindication, red flag or endangerment site: what it is, what to do."""
    caution, references = _record(atlas.cautions, caution_id, "caution"), References(atlas)
    cite = references.cite(caution.sources)
    regions = {name: body_map.regions[name].everyday for name in caution.regions if name in body_map.regions}
    kind = "flag" if caution.kind in ("red flag", "absolute") else "care"
    html = "".join(
        (
            box(kind, "What to do", paragraph(caution.do)),
            section("Why", paragraph(caution.text), cite),
            section("What lies beneath", paragraph(caution.beneath)),
            section("Where", _links("region", regions)),
            section("Goes with", _joined("condition", atlas.conditions, "cautions", caution_id)),
            section("In a session", _joined("step", atlas.steps, "cautions", caution_id)),
            references.section(),
        )
    )
    return Page(f"caution/{caution_id}", caution.name, KINDS[caution.kind], html)


def chapter_page(atlas: Atlas, chapter_id: str) -> Page:
    """A background page."""
    chapter, references = _record(atlas.chapters, chapter_id, "background page"), References(atlas)
    text = "".join(f"<p>{escape(claim.text)}{references.cite(claim.sources)}</p>" for claim in chapter.paragraphs)
    others = [anchor(f"chapter/{name}", other.name) for name, other in atlas.chapters.items() if name != chapter_id]
    html = text + section("Read on", bullets(others)) + references.section()
    return Page(f"chapter/{chapter_id}", chapter.name, "Background", html)


def source_page(atlas: Atlas, source_id: str) -> Page:
    """One source: who, when, where it can be read, what it is good for, and which muscles rest on it."""
    source = atlas.source(source_id)
    rows = [
        ("Kind", escape(source.kind)),
        ("By", escape(source.authors)),
        ("Year", str(source.year or "")),
        ("Publisher", escape(source.publisher)),
        ("Read it", anchor(source.url, source.url) if is_web(source.url) else ""),
        ("Note", escape(source.note)),
    ]
    muscles = {name: atlas.muscles[name].name for name in atlas.cited_by.get(source_id, ())}
    html = facts(rows) + section("Cited for", _links("muscle", muscles))
    return Page(f"source/{source_id}", source.title, "Source", html)


def list_page(atlas: Atlas, kind: str) -> Page:
    """All techniques, conditions, cautions, background pages or sources."""
    lists: dict[str, tuple[str, str, Callable[[], str]]] = {
        "techniques": ("Techniques", "How to work, in the order a session uses them", lambda: _techniques(atlas)),
        "conditions": ("Conditions", "What people come with", lambda: _conditions(atlas)),
        "cautions": ("Cautions", "Contraindications, red flags, endangerment sites", lambda: _cautions(atlas)),
        "chapters": ("Background", "What is known, and what is not", lambda: _chapters(atlas)),
        "sources": ("Sources", "What the atlas rests on", lambda: _sources(atlas)),
    }
    if kind not in lists:
        raise UnknownIdError(f"There is no page '{kind}'. The first page shows what there is.")
    title, subtitle, body = lists[kind]
    return Page(kind, title, subtitle, body())


def _techniques(atlas: Atlas) -> str:
    return bullets(
        f"{anchor(f'technique/{name}', technique.name)}<br><span class='small'>{escape(technique.summary)}</span>"
        for name, technique in atlas.techniques.items()
    )


def _conditions(atlas: Atlas) -> str:
    return paragraph(SCOPE, "evidence") + bullets(
        f"{anchor(f'condition/{name}', condition.name)}<br><span class='small'>{escape(condition.summary)}</span>"
        for name, condition in atlas.conditions.items()
    )


def _cautions(atlas: Atlas) -> str:
    groups = []
    for kind, heading in KINDS.items():
        found = [
            f"{anchor(f'caution/{name}', caution.name)}<br><span class='small'>{escape(caution.do)}</span>"
            for name, caution in atlas.cautions.items()
            if caution.kind == kind
        ]
        groups.append(section(heading, bullets(found)))
    return "".join(groups)


def _chapters(atlas: Atlas) -> str:
    return bullets(anchor(f"chapter/{name}", chapter.name) for name, chapter in atlas.chapters.items())


def _sources(atlas: Atlas) -> str:
    ordered = sorted(atlas.sources, key=lambda name: (atlas.sources[name].authors or atlas.sources[name].title).casefold())
    return bullets(source_line(atlas, source) for source in ordered)


def _links(kind: str, names: Mapping[str, str]) -> str:
    """Links to records of a kind, given their names by id, in a row; nothing for none."""
    links = " · ".join(anchor(f"{kind}/{id_}", name) for id_, name in names.items())
    return f"<p>{links}</p>" if links else ""


def _joined(kind: str, table: Mapping[str, Condition | Step], field: str, id_: str) -> str:
    """Links to the records of a table that name an id in a field: the way back of every link."""
    return _links(kind, {name: record.name for name, record in table.items() if id_ in getattr(record, field)})


def _record(table: dict[str, T], id_: str, what: str) -> T:
    if id_ not in table:
        raise UnknownIdError(f"There is no {what} '{id_}'. The search box finds what there is.")
    return table[id_]
