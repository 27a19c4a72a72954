"""A session step by step: one page that lists the steps, and a page for each."""

from __future__ import annotations

from html import escape

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.errors import UnknownIdError
from tpexplorer.modes.html import References, box, bullets, paragraph, section
from tpexplorer.modes.interfaces import Page
from tpexplorer.modes.links import anchor

CONVENTION = "The order is what schools teach; no trial has tested it as a whole. Each step says what its own evidence is."


def session_page(atlas: Atlas) -> Page:
    """All steps in order."""
    steps = "".join(
        f"<li>{anchor(f'step/{name}', step.name)}<br><span class='small'>{escape(step.summary)}</span></li>"
        for name, step in atlas.steps.items()
    )
    more = " · ".join(anchor(link, text) for link, text in (("techniques", "Techniques"), ("cautions", "Cautions")))
    html = paragraph(CONVENTION, "evidence") + f"<ol>{steps}</ol>" + section("Look up", f"<p>{more}</p>")
    return Page("session", "A session", "From the first question to the advice for home", html)


def step_page(atlas: Atlas, step_id: str) -> Page:
    """One step: cautions first, what to do, what to ask, and the ways on."""
    if step_id not in atlas.steps:
        raise UnknownIdError(f"There is no step '{step_id}'. The page of a session lists them all.")
    step, references = atlas.steps[step_id], References(atlas)
    cite = references.cite(step.sources)
    cautions = [anchor(f"caution/{name}", atlas.cautions[name].name) for name in step.cautions if name in atlas.cautions]
    techniques = [
        anchor(f"technique/{name}", atlas.techniques[name].name) for name in step.techniques if name in atlas.techniques
    ]
    order = list(atlas.steps)
    at = order.index(step_id)
    ways = [
        f"{word}: {anchor(f'step/{order[to]}', atlas.steps[order[to]].name)}"
        for word, to in (("Before this", at - 1), ("After this", at + 1))
        if 0 <= to < len(order)
    ]
    html = "".join(
        (
            paragraph(step.summary, "lead"),
            box("care", "Think of", bullets(cautions)),
            section("What to do", "<ol>" + "".join(f"<li>{escape(line)}</li>" for line in step.do) + "</ol>", cite),
            section("What to ask", bullets(map(escape, step.ask))),
            section("Techniques", f"<p>{' · '.join(techniques)}</p>" if techniques else ""),
            section("How good the evidence is", paragraph(step.evidence)),
            section("The session", bullets([*ways, anchor("session", "All steps")])),
            references.section(),
        )
    )
    return Page(f"step/{step_id}", step.name, f"A session · step {at + 1} of {len(order)}", html)
