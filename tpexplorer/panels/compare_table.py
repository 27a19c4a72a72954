"""The words of a comparison as one HTML table: a heading across, then a cell for each point. Knows no Qt."""

from __future__ import annotations

from html import escape

from tpexplorer.modes.compare import Comparison
from tpexplorer.panels.theme import Look

SOURCES = "The sources of all this stand on each point's own page. Charts are a tradition; people differ."


def table(comparison: Comparison) -> str:
    """All rows."""
    count = max(len(comparison.columns), 1)
    lines = []
    for row in comparison.rows:
        remark = f' <span class="remark">{escape(row.remark)}</span>' if row.remark else ""
        kind = row.kind or "plain"
        lines.append(f'<tr><td class="row {kind}-row" colspan="{count}">{escape(row.heading)}{remark}</td></tr>')
        cells = "".join(f'<td class="cell" width="{100 / count:.2f}%">{cell}</td>' for cell in row.cells)
        lines.append(f'<tr valign="top">{cells}</tr>')
    return f'<table width="100%" cellspacing="0" cellpadding="0">{"".join(lines)}</table><p class="evidence">{SOURCES}</p>'


def table_style(look: Look, pt: float, side: int) -> str:
    """The style of the table, its cells kept `side` px apart on either side."""
    return f"""
    .row {{ background-color: {look.raised}; padding: 5px {side}px; font-size: {pt * 1.12:.1f}pt; font-weight: 600; }}
    .plain-row {{ color: {look.ink}; }}
    .care-row {{ color: {look.care}; background-color: {look.care_soft}; }}
    .flag-row {{ color: {look.flag}; background-color: {look.flag_soft}; }}
    .remark {{ color: {look.muted}; font-size: {pt * 0.94:.1f}pt; font-weight: 400; }}
    .cell {{ padding: 4px {side}px 8px {side}px; }}
    .cell p {{ margin: 2px 0 4px 0; }}
    .cell li {{ margin: 1px 0 3px 0; }}
    .evidence {{ margin-left: {side}px; }}
    """
