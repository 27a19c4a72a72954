"""Evidence says what it is: where a dose was tested, whose chart is shared, what may be cited, one word for one thing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import pytest

from tpexplorer.atlas.atlas import Atlas
from tpexplorer.atlas.reading import broken_references
from tpexplorer.atlas.schema import AtlasData, Claim, Source, Treatment
from tpexplorer.atlas.source_rules import source_problems
from tpexplorer.cli import run
from tpexplorer.modes.pages import Library
from tpexplorer.search import build_index

DATA = Path(__file__).parents[1] / "assets/data"
CARRIED = "Tested on the upper trapezius, carried over."
DOSE = re.compile(
    r"(up to )?\d+( to \d+)? s an? \w+, discomfort at most \d of 10,"
    r" (once( or twice)?( an? (day|side))?|two or three times a day) \(convention(; [^()]+)?\)"
)
# The word that is not used, and the one that is.
WORDS = {
    r"radiculopath\w+": "nerve root irritation",
    r"prone(?! to)": "face down",
    r"supine": "face up",
    r"(lies?|lying|client) on (the|your) back(?! of)": "face up",
    r"couch": "table",
    r"ischemic|hematoma|edema|tumor|fiber": "the British spelling",
    r"borne|lain upon|('s|medical) leave|can take the sight|as a coin|of a feather": "plain words",
    r"passing water|pass water": "passing urine",
    r"(change|loss|trouble) (of|in|with) sight|blurred sight": "vision",
}
# What therapists, encyclopaedias and shops write for each other is no ground for sending someone to a doctor.
NO_GUIDE = re.compile(
    r"wiki|physio-pedia|webmanmed|integrativeworks|nielasher|thewellnessdigest|verywellhealth|blogspot|triggerpoint|massage"
    r"|painscience|muscle-joint-pain|westsub|myofascialtherapy|aberdeenchiro|\bspa\b"
)
# No guideline on it was found.
ON_A_WIKI = {("adductor-pollicis", "physiopedia-skiers-thumb")}


def treatments(atlas: Atlas) -> Iterator[tuple[str, Treatment]]:
    """Every treatment with its muscle."""
    for name, muscle in atlas.muscles.items():
        for record in (muscle, *muscle.points):
            yield from ((name, treatment) for treatment in (*(record.treatments or ()), *(record.self_care or ())))


def texts(value: object) -> Iterator[str]:
    """Every text of a record that people read; ids of sources, addresses and search words are none."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("sources", "url", "aliases", "misspellings", "also_called"):
                yield from texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value


# --- doses ---------------------------------------------------------------------------------------------------------


def test_a_dose_tested_elsewhere_says_so_each_time(library: Library, atlas: Atlas) -> None:
    assert any("gemmell-2008" in treatment.sources for treatment in atlas.care("soleus.1").treatments)
    assert CARRIED in library.page("point/soleus.1", "right").html
    assert CARRIED in library.page("muscle/soleus", "right").html
    at_home = library.page("muscle/upper-trapezius", "right").html
    assert CARRIED not in at_home and "Tested on the outer calf" in at_home
    for name, treatment in treatments(atlas):
        for source in treatment.sources:
            tested = atlas.sources[source]
            elsewhere = bool(tested.tested_on) and name not in tested.tested_muscles
            assert (tested.tested_on in atlas.carried_over(name, treatment)) == elsewhere or not tested.tested_on


def test_the_command_line_says_it_too(capsys: pytest.CaptureFixture[str]) -> None:
    for asked in ("soleus.1", "soleus"):
        assert run(["show", asked, "--json"]) == 0
        shown = json.loads(capsys.readouterr().out)
        [pressed] = [use for use in shown["treatments"] if use["technique"] == "pressure-release"]
        assert pressed["carried_over"] == CARRIED


def test_doses_of_pressure_have_one_form(atlas: Atlas) -> None:
    usual = {name for name, technique in atlas.techniques.items() if technique.usual_dose or technique.usual_dose_at_home}
    assert usual >= {"pressure-release", "self-massage-ball"}
    doses = {treatment.dose for _, treatment in treatments(atlas) if treatment.technique in usual}
    assert sorted(dose for dose in doses if not DOSE.fullmatch(dose)) == []


def test_a_treatment_without_a_dose_has_the_usual_one_of_its_technique(atlas: Atlas) -> None:
    pressure = atlas.techniques["pressure-release"]
    own = {use.technique: use.dose for use in atlas.muscles["soleus"].treatments}
    at_home = {use.technique: use.dose for use in atlas.muscles["soleus"].self_care}
    assert own["pressure-release"] == pressure.usual_dose
    assert at_home["pressure-release"] == pressure.usual_dose_at_home
    assert all(treatment.dose for _, treatment in treatments(atlas))
    written = (DATA / "muscles/soleus.yaml").read_text(encoding="utf-8")
    assert "dose" not in written.split("technique: pressure-release")[1].split("sources:")[0]


def test_a_dose_that_is_nowhere_is_told(atlas: Atlas) -> None:
    technique = msgspec.structs.replace(atlas.techniques["pressure-release"], usual_dose="")
    muscle = atlas.muscles["soleus"]
    bare = tuple(
        msgspec.structs.replace(use, dose="") if use.technique == "pressure-release" else use for use in muscle.treatments
    )
    data = with_records(
        atlas.data,
        techniques={**atlas.techniques, "pressure-release": technique},
        muscles={**atlas.muscles, "soleus": msgspec.structs.replace(muscle, treatments=bare)},
    )
    [problem] = broken_references(data)
    assert problem.startswith("soleus.yaml: treatments[") and "no usual dose" in problem


def with_records(data: AtlasData, **tables: object) -> AtlasData:
    return msgspec.structs.replace(data, **tables)


# --- charts and names ------------------------------------------------------------------------------------------------


def test_a_shared_chart_is_told_in_one_sentence(library: Library, atlas: Atlas) -> None:
    shared = {name: point.pattern for name, point in atlas.points.items() if point.pattern.shared}
    assert len(shared) > 100
    for name, pattern in shared.items():
        html = unescape(library.page(f"point/{name}", "right").html)
        told = "several points of this muscle one pattern" if pattern.shared == "points" else "and its neighbours one pattern"
        assert told in html and pattern.disagreement in html, name


def test_no_remark_says_in_its_own_words_what_is_a_field(atlas: Atlas) -> None:
    says = re.compile(
        r"(chart|book)s? (gives?|draws?) (all |both |the )?.{0,40}\bone (shared |joint |local |composite )?pattern", re.I
    )
    assert [name for name, point in atlas.points.items() if says.search(point.pattern.disagreement)] == []


def test_misspellings_are_found_and_never_shown(library: Library, atlas: Atlas, capsys: pytest.CaptureFixture[str]) -> None:
    index = build_index(atlas, library.body_map)
    misspelt = {word: name for name, muscle in atlas.muscles.items() for word in muscle.misspellings}
    assert len(misspelt) > 25
    for word, name in misspelt.items():
        assert name in {hit.id for hit in index.find(word, 8)}, word
        assert word not in (*atlas.muscles[name].lay_names, *atlas.muscles[name].aliases)
    assert run(["show", "infraspinatus"]) == 0
    assert "infraspinitus" not in capsys.readouterr().out + library.page("muscle/infraspinatus", "right").html


@pytest.mark.parametrize(("unused", "used"), WORDS.items())
def test_one_word_for_one_thing(atlas: Atlas, unused: str, used: str) -> None:
    wrong = re.compile(rf"\b({unused})", re.IGNORECASE)
    data = msgspec.to_builtins(atlas.data)
    del data["sources"]
    assert [f"{text} → {used}" for text in texts(data) if wrong.search(text)] == []


# --- sources -----------------------------------------------------------------------------------------------------------


def source(**fields: object) -> Source:
    return msgspec.convert({"kind": "paper", "title": "On the referral of pain from muscles", **fields}, Source)


@pytest.mark.parametrize(
    "host",
    [
        "www.scribd.com",
        "id.scribd.com",
        "docplayer.net",
        "c.coek.info",
        "vdocuments.mx",
        "doczz.net",
        "academia.edu",
        "pdfcoffee.com",
    ],
)
def test_copies_are_not_linked(host: str) -> None:
    [problem] = source_problems({"a-paper": source(url=f"https://{host}/document/1")}, {})
    assert problem == f"a-paper.url: '{host}' holds copies; link to the publisher, or write no url"


@pytest.mark.parametrize(
    "host", ["doi.org", "www.nice.org.uk", "researchers.mq.edu.au", "docs.example.org", "www.physio-pedia.com"]
)
def test_other_hosts_may_be(host: str) -> None:
    assert list(source_problems({"a-paper": source(url=f"https://{host}/document/1")}, {})) == []


def test_a_year_its_doi_or_id_denies_is_told() -> None:
    late = source(year=1984, url="https://doi.org/10.1080/1355297X.1993.11719710")
    assert list(source_problems({"rask": late}, {})) == ["rask.year: 1984, but its DOI says 1993"]
    assert list(source_problems({"rask-1993": source(year=1984)}, {})) == ["rask-1993.year: 1984, but its id says 1993"]
    assert (
        list(source_problems({"ajimsha-2015": source(year=2015, url="https://doi.org/10.1016/j.jbmt.2014.06.001")}, {})) == []
    )
    assert list(source_problems({"num-1999": source(year=1999, url="https://doi.org/10.1136/bmj.326.7386.2003")}, {})) == []


def test_the_same_work_twice_is_told() -> None:
    title = {"one": source(), "other": source(url="https://doi.org/10.1000/1")}
    assert list(source_problems(title, {})) == ["other: the same work as 'one'; keep one of them"]
    address = {"one": source(title="Soleus", url="http://www.a.org/x/"), "other": source(title="Calf", url="https://a.org/x")}
    assert list(source_problems(address, {})) == ["other: the same work as 'one'; keep one of them"]
    topics = {"one": source(title="Soleus", publisher="A"), "other": source(title="Soleus", publisher="B")}
    assert list(source_problems(topics, {})) == []


def test_what_was_tested_is_a_muscle_of_the_atlas() -> None:
    [problem] = source_problems({"a": source(tested_on="the calf", tested_muscles=["calf"])}, {"soleus": None})
    assert problem == "a.tested_muscles[0]: there is no muscle 'calf'"


def test_red_flags_do_not_rest_on_wikis_and_shops(atlas: Atlas) -> None:
    flags: list[tuple[str, Claim]] = []
    for name, muscle in atlas.muscles.items():
        for record in (muscle, *muscle.points):
            flags += [(name, claim) for claim in record.red_flags or ()]

    def unfit(cited: tuple[str, ...]) -> bool:
        return all(NO_GUIDE.search(urlsplit(atlas.sources[name].url).hostname or "") for name in cited)

    assert {(name, flag.sources[0]) for name, flag in flags if unfit(flag.sources)} == ON_A_WIKI
    serious = {name: caution for name, caution in atlas.cautions.items() if caution.kind == "red flag"}
    assert [name for name, caution in serious.items() if unfit(caution.sources)] == []


def test_sources_carry_no_notes_to_ourselves(atlas: Atlas) -> None:
    inner = re.compile(r"project|fact sheet|mirror|should be completed|not shown|to do\b", re.IGNORECASE)
    assert [name for name, cited in atlas.sources.items() if inner.search(cited.note)] == []


def test_a_pack_may_cite_a_source_by_what_it_was_called(atlas: Atlas) -> None:
    infraspinatus = atlas.muscle("infraspinatus")
    for name, problems in (("self-release-2019", 0), ("never-heard-of", 1)):
        flag = msgspec.structs.replace(infraspinatus.red_flags[0], sources=(name,))
        changed = msgspec.structs.replace(infraspinatus, red_flags=(flag,))
        data = msgspec.structs.replace(atlas.data, muscles={**atlas.data.muscles, "infraspinatus": changed})
        told = list(broken_references(data))
        assert len(told) == problems
        assert all(name in line for line in told)
