"""The pictures of proofs, rules, time, many cases and differences: what is drawn, and that it can be read."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagrams import PICTURES, Request, write_picture
from diagrams.drawing import Drawing, Look, Picture, Sheet, Timeline, Way
from diagrams.drawing.bars import POINTS, Mark
from diagrams.drawing.scale import scale_of
from diagrams.drawing.sizes import width_of
from diagrams.formats import svg_of, write_dot, write_timeline_json, write_timeline_mermaid, write_timeline_svg
from diagrams.formats.attributes import LEGEND, NAME, WORDS
from diagrams.formats.timeline_svg import FILLS
from diagrams.pictures.difference import QUIET, WALLETS
from documents.difference_text import difference_lines
from engine.adviser import Advice
from engine.analysis import Side, compare, count_load, find_dead_ends, find_reach, find_routes, find_ways
from engine.analysis.survey import Change, Shape
from engine.analysis.wallet_difference import WalletOnDay, wallet_changes
from engine.case import Case, foreclosures
from engine.explaining import find_expiries, reached, ways_to
from engine.findings import State
from knowledge.citations import Days
from knowledge.errors import CaseError, RenderError
from knowledge.frozen import replace as changed
from knowledge.loader import parse_yaml
from knowledge.models import Lang, Text
from knowledge.standing import Standing
from rules.models import Advise, Bar, Conclude, Hold, Open
from tests.casebook import TODAY, adviser, random_case
from tests.drawings import HOSTILE, ordered
from tests.test_cli import EXAMPLE, recourse
from tests.test_diagrams import labels

A = adviser()
REAL = {
    item["id"]: item["case"]
    for item in parse_yaml((Path(__file__).parent / "cases/real/real_cases.yaml").read_text(encoding="utf-8"), "").data
}
SOME = ("RC64", "RC31", "RC71", "RC16", "RC48", "RC11", "RC29", "RC49")


def advice_of(case: dict[str, Any]) -> Advice:
    return A.advise(A.read(case, TODAY))


def example() -> Advice:
    return advice_of(parse_yaml(EXAMPLE.read_text(encoding="utf-8"), "").data)


def draw(what: str, advice: Advice | None = None, **asked: Any) -> Drawing:
    drawn = picture(what, advice, **asked)
    assert isinstance(drawn, Drawing)
    return drawn


def picture(what: str, advice: Advice | None = None, **asked: Any) -> Picture:
    return PICTURES[what](A, Request(advice.case.as_of if advice else TODAY, advice=advice, **asked))


def proofs(lang: Any) -> Iterator[Drawing]:
    for name in SOME:
        advice = advice_of(REAL[name])
        for step in advice.plan.steps:
            yield draw("proof", advice, lang=lang, name=step.action)
        for channel in list(A.knowledge.channels)[::4]:
            yield draw("proof", advice, lang=lang, name=channel)


def rule_pictures(lang: Any) -> Iterator[Drawing]:
    """The whole, and one by each kind of name: few rules, more, and so many that files are drawn."""
    channels = [channel.id for channel in A.knowledge.channels.values()][::5]
    rules = [rule.id for rule in A.rulebase.rules][::60]
    files = sorted({rule.place.partition(".yaml")[0] for rule in A.rulebase.rules})[::9]
    for name in (None, *channels, *rules, *files, *list(A.knowledge.facts)[::8], *list(A.knowledge.issues)[::9]):
        yield draw("rules", lang=lang, name=name)


def batch(size: int = 120) -> tuple[Case, ...]:
    return (*(A.read(case, TODAY) for case in REAL.values()), *(A.read(random_case(n), TODAY) for n in range(size)))


def loads(lang: Any) -> Iterator[Drawing]:
    yield draw("load", lang=lang, cases=batch())
    sheet = picture("load", lang=lang, cases=batch(40), by="provider")
    assert isinstance(sheet, Sheet)
    yield from sheet.drawings[:1]


SIDES = {
    "days": (("2026-04-01", None), ("2026-05-01", None)),
    "years": (("2021-06-01", None), ("2026-11-22", None)),
    "wallets": (("2026-11-22", "alipay"), ("2026-11-22", "bank")),
    "same": (("2026-11-22", None), ("2026-11-22", None)),
}


def side(day: str, provider: str | None, issue: str | None = None) -> Side:
    return Side(Text(zh=day, en=day), A, date.fromisoformat(day), provider, issue)


def sides(name: str) -> tuple[Side, Side]:
    before, after = SIDES[name]
    return side(*before), side(*after)


def differences(lang: Any) -> Iterator[Drawing]:
    for name in SIDES:
        yield draw("diff", lang=lang, between=sides(name))


def ways_pictures(lang: Any) -> Iterator[Drawing]:
    yield draw("ways", lang=lang)
    yield draw("ways", lang=lang, start="provider-complaint", to="court")
    for advice in (example(), *(advice_of(REAL[name]) for name in SOME)):
        yield draw("ways", advice, lang=lang)


ALL = {"ways": ways_pictures, "diff": differences, "load": loads, "proof": proofs, "rules": rule_pictures}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("what", ALL)
def test_the_same_twice(what: str, lang: str) -> None:
    """The same knowledge and case give the same DOT text, byte for byte."""
    assert [write_dot(drawing) for drawing in ALL[what](lang)] == [write_dot(drawing) for drawing in ALL[what](lang)]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("what", ALL)
def test_texts_fit_and_nothing_is_left_unsaid(what: str, lang: str) -> None:
    """No line is wider than its box, no placeholder is left, arrows join boxes that there are, each in a cluster there is."""
    for drawing in ALL[what](lang):
        for lines, width, size in labels(write_dot(drawing)):
            assert size in (NAME, WORDS, LEGEND)
            assert max(width_of(line, size) for line in lines) <= width + 0.1, lines
        ids, clusters = {node.id for node in drawing.nodes}, {cluster.id for cluster in drawing.clusters}
        assert len(ids) == len(drawing.nodes)
        assert {end for edge in drawing.edges for end in (edge.source, edge.target)} <= ids
        assert {node.cluster for node in drawing.nodes} == clusters
        told = (*drawing.title, *drawing.notes, *(line for node in drawing.nodes for line in node.lines))
        assert not [text for text in told if re.search(r"\{[a-z_]+\}", text)]


@pytest.mark.parametrize("what", ALL)
def test_the_legend_fits_what_is_shown(what: str) -> None:
    """The legend explains every look and way of the picture, and none that the picture lacks."""
    for drawing in ALL[what]("zh"):
        used = {*(node.look for node in drawing.nodes), *(edge.way for edge in drawing.edges)}
        assert used | {Look.PLAIN} == {sample.look for sample in drawing.legend} | {Look.PLAIN}


@pytest.mark.parametrize("name", SOME)
def test_a_proof_has_every_rule_that_advises_and_all_it_rests_on(name: str) -> None:
    """For each step: every rule that advises it, and an arrow from each fact that the rule tests."""
    advice = advice_of(REAL[name])
    for step in advice.plan.steps:
        drawing = draw("proof", advice, name=step.action)
        arrows = {(edge.source, edge.target) for edge in drawing.edges}
        for finding in reached(advice, step.action):
            assert isinstance(finding.conclusion, Advise)
            assert (f"rule:{finding.rule.id}", f"goal:{step.action}") in arrows
            assert {(f"fact:{fact}", f"rule:{finding.rule.id}") for fact in finding.facts} <= arrows
        assert not {edge.way for edge in drawing.edges} & {Way.WOULD}


def test_a_proof_rests_on_answers() -> None:
    """Whatever a proof shows, its arrows start at answers, dates or defaults, or at rules that ask nothing; none goes round."""
    for drawing in proofs("zh"):
        targets = {edge.target for edge in drawing.edges}
        for node in drawing.nodes:
            if node.id not in targets and len(drawing.nodes) > 1:
                assert node.look in (Look.FACT, Look.MISSING, Look.UNDETERMINED, Look.RULE)
        columns = [cluster.id for cluster in drawing.clusters]
        place = {node.id: columns.index(node.cluster or "") for node in drawing.nodes}
        assert all(place[edge.source] < place[edge.target] for edge in drawing.edges)


def test_what_is_not_advised_shows_what_is_missing() -> None:
    """The nearest ways are drawn, each with every condition that fails or is unknown; the number of others is told."""
    advice = example()
    target = next(
        c for c in A.knowledge.channels if not reached(advice, c) and len(ways_to(advice, A.knowledge, c)) > 1
    )
    drawing = draw("proof", advice, name=target)
    ways = ways_to(advice, A.knowledge, target)
    for way in ways[:3]:
        assert way.blocks
        drawn = {edge.source for edge in drawing.edges if edge.target == f"rule:{way.rule.id}"}
        assert {f"needs:{block.condition.text.replace(' ', '')}" for block in way.blocks if block.condition} <= drawn
        verdict = next(v for v in advice.inference.verdicts if v.rule is way.rule)
        assert verdict.state is not State.FIRED
    assert [n for n in drawing.notes if str(len(ways) - 3) in n] == list(drawing.notes) if len(ways) > 3 else True


def test_a_proof_needs_a_case_and_a_name() -> None:
    """Without a case, or for a name that is neither action nor channel, it is bad input with the nearest right name."""
    with pytest.raises(CaseError, match="near: complain-pboc"):
        draw("proof", example(), name="complain-pbok")
    with pytest.raises(CaseError):
        draw("proof", None, name="complain-pboc")


def timelines(lang: Any) -> Iterator[tuple[Advice, Timeline]]:
    for advice in (example(), *(advice_of(REAL[name]) for name in REAL)):
        found = picture("timeline", advice, lang=lang)
        assert isinstance(found, Timeline)
        yield advice, found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_timeline_is_the_same_twice_and_reads_well(lang: str) -> None:
    """The same bytes in every format; well-formed XML; no placeholder left; the legend explains what occurs and no more."""
    for write in (write_timeline_svg, write_timeline_mermaid, write_timeline_json):
        assert [write(t) for _, t in timelines(lang)] == [write(t) for _, t in timelines(lang)]
    for _, timeline in timelines(lang):
        ElementTree.fromstring(write_timeline_svg(timeline))
        assert json.loads(write_timeline_json(timeline))["schema"] == "recourse/timeline/1"
        assert not re.search(r"\{[a-z_]+\}", write_timeline_json(timeline))
        assert [mark for mark, _ in timeline.legend] == [m for m in Mark if m in {bar.mark for bar in timeline.bars()}]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_words_of_a_timeline_stay_in_their_columns(lang: str) -> None:
    """No line of a label or of the words is wider than its column, and none ends beyond the picture."""
    for _, timeline in timelines(lang):
        svg = ElementTree.fromstring(write_timeline_svg(timeline))
        wide = float(svg.attrib["viewBox"].split()[2])
        for text in svg.iter("{http://www.w3.org/2000/svg}text"):
            size, x = float(text.attrib["font-size"]), float(text.attrib["x"])
            needed = width_of(text.text or "", size) / (2 if text.attrib["text-anchor"] == "middle" else 1)
            assert x + needed <= wide
            assert x - (needed if text.attrib["text-anchor"] == "middle" else 0) >= 0


def test_a_timeline_tells_every_contact_limit_and_opening() -> None:
    """Every contact stands on its day; what runs ends on the day of the plan; who is late is late until today; doors open."""
    for advice, timeline in timelines("zh"):
        points = [bar.first for bar in timeline.bars() if bar.mark is Mark.CONTACT]
        assert sorted(points) == sorted(attempt.date for attempt in advice.case.attempts)
        lates = [standing for standing in advice.inference.standings.values() if standing.standing is Standing.OVERDUE]
        ends = {bar.last for bar in timeline.bars() if bar.mark in (Mark.STATUTORY, Mark.YARDSTICK)}
        assert {standing.due for standing in advice.inference.standings.values() if standing.due} <= ends
        late = [bar for bar in timeline.bars() if bar.mark in (Mark.LATE, Mark.SLOW)]
        assert len(late) == sum(standing.due is not None for standing in lates)
        assert all(bar.last == advice.case.as_of for bar in late)
        opening = {bar.first for bar in timeline.bars() if bar.mark is Mark.OPENS}
        assert opening == {node.opens_on for node in advice.graph.nodes.values() if node.opens_on}


def test_what_expires_is_what_the_rules_compare() -> None:
    """Three years after the day of knowing the limitation ends; a yardstick ends nothing but what holds while it runs."""
    advice = advice_of(
        {"as_of": "2026-11-22", "provider": "alipay", "issue": "payment_error", "aware_date": "2024-01-10"}
    )
    found = {item.limit.ref: item for item in find_expiries(A.knowledge, advice)}
    assert found["civil-code.limitation"].due.last == date(2027, 1, 11), "the 10th is a Sunday"
    for seed in range(60):
        advice = A.advise(A.read(random_case(seed), TODAY))
        for item in find_expiries(A.knowledge, advice):
            assert item.limit.statutory or item.until
            assert item.due.last >= advice.case.as_of or not item.until


def test_advice_that_was_followed_runs_out_for_nobody() -> None:
    """“Report it the same day” has no last day once it was reported; before, it has one."""
    told = {"as_of": "2026-11-22", "provider": "alipay", "issue": "unauthorised_payment", "incident_date": "2026-11-03"}
    police = {"channel": "police", "date": "2026-11-03", "outcome": "pending"}

    def rules(**more: object) -> set[str]:
        return {item.rule.entry.id for item in find_expiries(A.knowledge, advice_of({**told, **more}))}

    assert "police-crime-recent" in rules()
    assert "police-crime-recent" not in rules(attempts=[police])


@given(st.lists(st.dates(date(2020, 1, 1), date(2035, 1, 1)), min_size=1, max_size=12))
def test_a_scale_keeps_days_in_order(days: list[date]) -> None:
    """Later days stand further right, within the width; only stretches without any event are shortened."""
    scale = scale_of(days, 500)
    found = [scale.at(day) for day in sorted(set(days))]
    assert found == sorted(set(found))
    assert 0 <= found[0] <= found[-1] <= scale.width <= 500.01
    for knot in scale.broken:
        assert not [day for day in days if scale.days[knot] < day < scale.days[knot + 1]]


def test_marks_differ_without_colour() -> None:
    """In black and white every two bars differ: by pattern, or by the dashes of their outline."""
    looks = [(fill if fill.startswith("url") else "", dashes) for fill, _, dashes in FILLS.values()]
    assert FILLS.keys() == set(Mark) - POINTS
    assert len(set(looks)) == len(looks)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_in_a_timeline_stay_texts(text: str) -> None:
    """Whatever a text holds, SVG and JSON are well-formed with the same shapes, and Mermaid has the same lines."""
    base = next(timeline for _, timeline in timelines("en"))
    section = base.sections[0]
    rows = (replace(section.rows[0], label=text, words=text), *section.rows[1:])
    spoiled = replace(base, title=(text,), sections=(replace(section, title=text, rows=rows), *base.sections[1:]))
    svg = ElementTree.fromstring(write_timeline_svg(spoiled))
    assert {child.tag.split("}")[1] for child in svg.iter()} <= {
        "svg", "g", "title", "defs", "pattern", "rect", "path", "circle", "text", "line",
    }  # fmt: skip
    assert json.loads(write_timeline_json(spoiled))["sections"][0]["title"] == text
    assert write_timeline_mermaid(spoiled).count("\n") == write_timeline_mermaid(base).count("\n")
    assert all(line.count(":") <= 1 for line in write_timeline_mermaid(spoiled).splitlines())


def test_a_timeline_as_a_file(tmp_path: Path) -> None:
    """SVG, PNG, Mermaid and JSON are written; what cannot be made says what was written instead."""
    timeline = next(timeline for _, timeline in timelines("en"))
    assert write_picture(ordered(timeline), tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    assert write_picture(ordered(timeline), tmp_path / "a.mmd").read_text(encoding="utf-8").startswith("gantt")
    with pytest.raises(RenderError, match=r"\.svg"):
        write_picture(ordered(timeline), tmp_path / "a.gif")
    with pytest.raises(CaseError):
        picture("timeline")


def names(drawing: Drawing, kind: str) -> set[str]:
    return {node.id.removeprefix(f"{kind}:") for node in drawing.nodes if node.id.startswith(f"{kind}:")}


def test_the_whole_has_every_file_of_rules_and_its_name() -> None:
    """Every file with a rule in force is a box with words of its own, and with the number of its rules."""
    days = Days(TODAY, TODAY)
    rules = [rule for rule in A.rulebase.rules if rule.in_force(A.knowledge, days)]
    drawing = draw("rules")
    assert names(drawing, "file") == {rule.place.partition(".yaml")[0] for rule in rules}
    shown = {node.id: node.lines for node in drawing.nodes}
    for file in names(drawing, "file"):
        assert f"topic-{file.replace('/', '-')}" in A.knowledge.wording
        assert str(sum(rule.place.startswith(f"{file}.yaml") for rule in rules)) in shown[f"file:{file}"][1]


def test_rules_by_name_are_those_that_belong_to_it() -> None:
    """A channel's rules open, bar or hold it or advise what is done there; a fact's rules draw or test it."""
    for channel in A.knowledge.channels:
        drawing = draw("rules", name=channel)
        for rule in (A.rulebase.get(name) for name in names(drawing, "rule")):
            assert rule
            done = {A.knowledge.actions[item.action].channel for item in rule.then if isinstance(item, Advise)}
            decided = {item.channel for item in rule.then if isinstance(item, (Open, Bar, Hold))}
            assert channel in done | decided
    for fact in A.knowledge.facts:
        for rule in (A.rulebase.get(name) for name in names(draw("rules", name=fact), "rule")):
            assert rule
            drawn = {item.fact for item in rule.then if isinstance(item, Conclude)}
            assert fact in {condition.base for condition in rule.when} | drawn


def test_one_rule_is_drawn_with_all_its_conditions_and_conclusions() -> None:
    """A box for each condition and conclusion of the rule, with an arrow to or from it; opening, barring and holding differ."""
    for rule in A.rulebase.rules[::25]:
        if not rule.in_force(A.knowledge, Days(TODAY, TODAY)):
            continue
        drawing = draw("rules", name=rule.id)
        if f"rule:{rule.id}" not in {node.id for node in drawing.nodes}:
            continue
        into = [edge for edge in drawing.edges if edge.target == f"rule:{rule.id}"]
        out = [edge for edge in drawing.edges if edge.source == f"rule:{rule.id}"]
        assert len(out) == len(rule.then)
        if any(node.look is Look.FACT for node in drawing.nodes):
            assert len(into) >= len({condition.fact for condition in rule.when})
        kinds = {Open: Way.OPENS, Bar: Way.BARS, Hold: Way.HOLDS}
        assert sorted(edge.way for edge in out) == sorted(kinds.get(type(item), Way.GIVES) for item in rule.then)


def test_an_unknown_name_of_rules() -> None:
    """What is no rule, channel, fact, trouble or file is bad input, with the nearest right names."""
    with pytest.raises(CaseError, match="advice/merchant"):
        draw("rules", name="advice/merchants")


def test_a_batch_is_counted_as_by_hand() -> None:
    """Used, waiting, late by law or slow without one, solved and next at each channel are what a plain count over the plans gives."""
    advices = [A.advise(case) for case in batch()]
    group = count_load(A.knowledge, advices).groups[0]
    for pile in group.piles:
        at = [advice.inference.standings[pile.channel] for advice in advices]
        standings = [item.standing for item in at]
        assert pile.used == sum(standing is not Standing.NOT_TRIED for standing in standings)
        assert pile.waiting == standings.count(Standing.WAITING)
        assert pile.late == sum(item.standing is Standing.OVERDUE and item.statutory for item in at)
        assert pile.late + pile.slow == standings.count(Standing.OVERDUE)
        assert pile.solved == standings.count(Standing.RESOLVED) + standings.count(Standing.SETTLED)
    firsts = [next((step.channel for step in a.plan.steps if step.channel), None) for a in advices]
    assert {pile.channel: pile.next for pile in group.piles if pile.next} == {c: firsts.count(c) for c in firsts if c}
    assert group.nowhere == firsts.count(None)
    assert sum(item.ahead for item in group.passages) <= len(advices)


def test_groups_share_out_the_batch() -> None:
    """Told apart by a fact, every case that answers it is in exactly one group; the most frequent answer comes first."""
    advices = [A.advise(case) for case in batch()]
    whole, *groups = count_load(A.knowledge, advices, "issue").groups
    assert sum(group.cases for group in groups) == sum("issue" in advice.case.answers for advice in advices)
    assert [group.cases for group in groups] == sorted((group.cases for group in groups), reverse=True)
    assert whole.cases == len(advices)


def test_each_group_holds_those_who_gave_its_answer() -> None:
    """By a fact of words: a group for each answer that was given, named by it, of as many cases as gave it."""
    advices = [A.advise(case) for case in batch()]
    for fact in ("issue", "provider"):
        _, *groups = count_load(A.knowledge, advices, fact).groups
        given = Counter(str(advice.case.answers[fact]) for advice in advices if fact in advice.case.answers)
        assert {group.value: group.cases for group in groups} == given


def test_who_went_where_is_counted_as_by_hand() -> None:
    """A way was gone from the last channel before it that leads there, and is ahead where the first step goes on."""
    told = {"channel": "provider-complaint", "date": "2026-09-21", "outcome": "refused"}
    asked = advice_of({"as_of": "2026-11-22", "provider": "alipay", "issue": "topup_failed", "incident_date": "2026-09-20",
                       "attempts": [told, {"channel": "pboc-12363", "date": "2026-09-28", "outcome": "pending"}]})  # fmt: skip
    (one,) = count_load(A.knowledge, [asked]).groups
    assert [(item.source, item.target) for item in one.passages if item.went] == [("provider-complaint", "pboc-12363")]
    advices = [A.advise(case) for case in batch()]
    went, ahead = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for advice in advices:
        contacted = dict.fromkeys(attempt.channel for attempt in advice.case.attempts)
        been = [name for name in contacted if advice.inference.standings[name].standing is not Standing.NOT_TRIED]
        went.update(leg for place, name in enumerate(been) if (leg := _last_leg(been[:place], name)))
        first = next((step.channel for step in advice.plan.steps if step.channel), None)
        ahead.update([leg] if first and first not in been and (leg := _last_leg(been, first)) else [])
    passages = count_load(A.knowledge, advices).groups[0].passages
    assert went
    assert ahead
    assert {(item.source, item.target): item.went for item in passages if item.went} == went
    assert {(item.source, item.target): item.ahead for item in passages if item.ahead} == ahead


def _last_leg(been: list[str], target: str) -> tuple[str, str] | None:
    leading = [name for name in been if any(edge.to == target for edge in A.knowledge.channels[name].next)]
    return (leading[-1], target) if leading else None


def test_lines_are_as_wide_as_what_passes() -> None:
    """Of two ways the one that more cases go is wider, and its number stands on it."""
    for drawing in loads("zh"):
        told = sorted((int(edge.label[0]), edge.width or 0) for edge in drawing.edges)
        assert [width for _, width in told] == sorted(width for _, width in told)
        assert len({n for n, _ in told}) == len({width for _, width in told})
        dot = write_dot(drawing)
        assert len(re.findall(r"^  \"words_", dot, flags=re.MULTILINE)) >= len(drawing.edges)


def test_a_sheet_is_one_picture_with_every_group_inside(tmp_path: Path) -> None:
    """The sheet is well-formed SVG in which no drawing lies over another; an empty batch is bad input."""
    sheet = picture("load", cases=batch(20), by="issue", lang="en")
    assert isinstance(sheet, Sheet)
    root = ElementTree.fromstring(svg_of(sheet))
    tiles = [
        [float(child.attrib[name]) for name in ("x", "y", "width", "height")]
        for child in root
        if child.tag.endswith("svg")
    ]
    assert len(tiles) == len(sheet.drawings)
    for number, (x, y, wide, high) in enumerate(tiles):
        for left, top, broad, tall in tiles[:number]:
            assert x >= left + broad or left >= x + wide or y >= top + tall or top >= y + high
    assert write_picture(ordered(sheet), tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(CaseError):
        picture("load")


def changes(name: str) -> dict[tuple[str, str | None, bool], Change]:
    found = compare(A.knowledge.wording, *sides(name)).changes
    assert len({(c.channel, c.target, c.forecloses) for c in found}) == len(found)
    return {(c.channel, c.target, c.forecloses): c for c in found}


def test_what_the_law_changed_between_two_days() -> None:
    """From April to May 2026 12315's limit changed and mediation ceased to close it; on one day nothing differs."""
    found = changes("days")
    limits = next(item for item in found["samr-12315", None, False].aspects if item.name == "limits")
    assert [text.en for text in (*limits.before, *limits.after)] == [
        "45 working days (statutory)",
        "60 days (statutory)",
    ]
    assert found["mediation", "samr-12315", True].shape is Shape.REMOVED
    assert not changes("same")


@pytest.mark.parametrize("name", SIDES)
def test_edges_that_differ_are_those_of_the_files(name: str) -> None:
    """An edge is added or removed exactly when one side has it and the other has not; the other way round, it is reversed."""
    before, after = sides(name)
    found = changes(name)
    old, new = (
        {(c.id, f.channel) for c in A.knowledge.channels.values() for f in foreclosures(c, s.case.as_of, A.knowledge)}
        for s in (before, after)
    )
    if not before.provider:
        told = {(c.channel, c.target): c.shape for c in found.values() if c.forecloses and c.shape is not Shape.CHANGED}
        assert told == {**dict.fromkeys(old - new, Shape.REMOVED), **dict.fromkeys(new - old, Shape.ADDED)}
    turned = {Shape.ADDED: Shape.REMOVED, Shape.REMOVED: Shape.ADDED, Shape.CHANGED: Shape.CHANGED}
    back = compare(A.knowledge.wording, after, before).changes
    assert {(c.channel, c.target, c.forecloses): turned[c.shape] for c in back} == {
        k: c.shape for k, c in found.items()
    }


def test_what_differs_is_drawn_and_what_is_the_same_is_counted() -> None:
    """Every change is a marked box or arrow; boxes without a mark are ends of arrows; the rest is told as a number."""
    for name in ("days", "years", "wallets"):
        drawing, found = draw("diff", between=sides(name)), changes(name)
        channels = [node for node in drawing.nodes if node.cluster != WALLETS]
        marked = {node.id for node in channels if node.look is not Look.PLAIN}
        assert marked == {channel for channel, target, _ in found if target is None}
        arrows = [change for (_, target, _), change in found.items() if target]
        quiet = [change for change in arrows if {item.name for item in change.aspects} == {"grounds"}]
        moved = {name for name in marked if found[name, None, False].shape is not Shape.CHANGED}
        carried = [c for c in arrows if c.shape is not Shape.CHANGED and {c.channel, c.target} & moved]
        left_out = [len(some) for some in (quiet, carried) if len(some) > QUIET]
        assert len(drawing.edges) == len(arrows) - sum(left_out)
        assert all(any(str(number) in note for note in drawing.notes) for number in left_out)
        ends = {end for edge in drawing.edges for end in (edge.source, edge.target)}
        assert {node.id for node in channels} - marked <= ends


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_two_wallets_differ_in_words(lang: Lang) -> None:
    """Who answers, the hotline, promises and the regulator stand on the picture and in the lines, each with its wallet; no number
    of low confidence, and none of an authority among the hotlines.
    """
    before, after = (side("2026-11-22", name) for name in ("alipay", "ecny"))
    before, after = (changed(item, label=A.knowledge.providers[item.provider or ""].name) for item in (before, after))
    survey, drawing = compare(A.knowledge.wording, before, after), draw("diff", lang=lang, between=(before, after))
    told = {item.name: item for item in survey.wallets[0].aspects}
    assert {"entity", "hotline", "compensation", "regulators"} <= told.keys()
    assert [text[lang] for text in told["hotline"].before] == ["95188"]
    boxes = {node.id: " ".join(node.lines) for node in drawing.nodes}
    lines = "\n".join(difference_lines(survey, A.knowledge, lang))
    for name in ("entity", "hotline", "compensation", "regulators"):
        for text in (*told[name].before, *told[name].after):
            assert text[lang] in boxes[f"wallet-{name}"]
            assert text[lang] in lines
    only = A.knowledge.wording["diff-removed-between"].told(lang, before=before.label)
    assert only in boxes["provider-complaint"]
    low = {e.value for p in A.knowledge.providers.values() for e in p.entrances if not e.is_sure}
    assert not any(
        value in lines
        for value in low - {e.value for p in A.knowledge.providers.values() for e in p.entrances if e.is_sure}
    )


def test_a_wallet_that_changed_is_named_between_two_days_and_two_versions() -> None:
    """On 1 January 2026 the digital yuan became a deposit; in another version a wallet has another operator. Nothing else is told."""
    before, after = side("2025-12-31", None), side("2026-01-01", None)
    found = compare(A.knowledge.wording, before, after).wallets
    assert [(item.after, [a.name for a in item.aspects]) for item in found] == [
        (A.knowledge.providers["ecny"].name, ["is_not"])
    ]
    drawing = draw("diff", lang="en", between=(before, after))
    assert "e-CNY" in next(c.title for c in drawing.clusters if c.id == WALLETS)
    wallet = A.knowledge.providers["alipay"]
    other = wallet.but(entrances=wallet.entrances[1:])
    old, new = (WalletOnDay(A.knowledge, item, TODAY) for item in (wallet, other))
    [item] = wallet_changes([old], [new], same=True)
    assert item.after == wallet.name
    assert [(a.name, [t.zh for t in a.before], a.after) for a in item.aspects] == [("hotline", ["95188"], ())]
    assert [item.shape for item in wallet_changes([old], [], same=True)] == [Shape.REMOVED]


def test_the_difference_of_versions_comes_from_git_or_a_folder() -> None:
    """A folder does not differ from itself; a revision is read through git; an unknown name is bad input, not a traceback."""
    root = str(Path(__file__).parent.parent)
    same = recourse("graph", "diff", root, root, "--json")
    assert json.loads(same.stdout)["changes"] == []
    if shutil.which("git") and (Path(root) / ".git").exists():
        assert recourse("graph", "diff", "HEAD", "HEAD", "--json").stdout.count('"changes": []') == 1
    for name in ("no-such-revision", "--output=x", "; ls"):
        done = recourse("graph", "diff", "--", name, root)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr


def test_what_is_within_reach_is_drawn_with_its_days() -> None:
    """Every door within reach once, with the days of its quickest way; the best way bold; dead ends and what none avoids marked."""
    for advice in (example(), *(advice_of(REAL[name]) for name in SOME)):
        ways, drawing = find_ways(A.knowledge, advice), draw("ways", advice, lang="en")
        survey = find_reach(ways)
        shown = {node.id: node for node in drawing.nodes}
        assert shown.keys() == {door.channel for door in survey.doors}
        for door in survey.doors:
            if door.way.days and not ways.tried(door.channel):
                assert f"in {door.way.days} days at the soonest" in shown[door.channel].lines
        best = survey.best[0].channels if survey.best else ()
        assert {(e.source, e.target) for e in drawing.edges if e.way is Way.BEST} == set(pairwise(best))
        dead = {item.channel for item in find_dead_ends(ways).found}
        assert {node.id for node in drawing.nodes if node.look is Look.DEAD_END} == dead


def test_ways_between_two_channels_are_drawn() -> None:
    """The arrows are exactly the legs of the ways listed; how many more there are is told; a wrong name is bad input."""
    ways = find_ways(A.knowledge, A.advise(Case(TODAY, {})))
    drawing = draw("ways", start="provider-complaint", to="court")
    survey = find_routes(ways, "provider-complaint", "court", 5, 12)
    legs = {(leg.source, leg.target) for route in survey.found for leg in route.legs}
    assert {(edge.source, edge.target) for edge in drawing.edges} == legs
    assert any(str(survey.cut_longer + survey.cut_more) in note for note in drawing.notes)
    with pytest.raises(CaseError, match="near: court"):
        draw("ways", start="provider-complaint", to="cour")
