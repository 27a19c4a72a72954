"""What the atlas covers and where it is thin, as page, count and report."""

from __future__ import annotations

import json

import msgspec
import pytest

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.atlas.coverage import coverage, gaps
from tpexplorer.cli import run


def test_the_report_lists_what_is_single_sourced_and_missing(atlas: Atlas) -> None:
    muscle = atlas.muscles["soleus"]
    first = muscle.points[0]
    pattern = msgspec.structs.replace(first.pattern, sources=("gray-anatomy",), spillover=None)
    thin = msgspec.structs.replace(
        muscle, ids=type(muscle.ids)(), red_flags=(), points=(msgspec.structs.replace(first, pattern=pattern),)
    )
    found = list(gaps(msgspec.structs.replace(atlas.data, muscles={"soleus": thin})))
    told = {(gap.record, gap.kind, gap.what) for gap in found}
    assert ("soleus.1", "single source", "pattern: gray-anatomy") in told
    assert ("soleus.1", "missing", "no spillover zone is described") in told
    assert ("soleus", "missing", "no red flags") in told
    assert ("soleus", "missing", "no TA2, FMA, UBERON id") in told


def test_two_sources_are_no_gap(atlas: Atlas) -> None:
    for gap in gaps(atlas.data):
        if gap.kind == "single source" and gap.what.startswith("pattern: "):
            assert len(set(atlas.point(gap.record).pattern.sources)) == 1


def test_counts_add_up(atlas: Atlas) -> None:
    known = coverage(atlas.data)
    assert known.points == len(atlas.points) == known.observed + known.book_tradition


def test_check_report_as_table_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--report"]) == 0
    text = capsys.readouterr().out
    assert "RECORD" in text
    assert "single source" in text
    assert run(["check", "--report", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {"record", "kind", "what"} == set(listed[0])
    assert str(len(listed)) in text
