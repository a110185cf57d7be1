"""The escalation picture: what is shown of the graph, under the law of which day, and where a case stands on it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from diagrams.drawing import Drawing, Edge, Limit, Look, Request, Way
from diagrams.drawing.sizes import clean
from diagrams.formats import write_dot
from diagrams.pictures.crowds import CROWD
from diagrams.pictures.escalation import draw_escalation
from engine.adviser import Advice
from engine.graph import ChannelState, on_ways
from knowledge.citations import Days, resolve
from knowledge.errors import CaseError
from knowledge.limits import find_limit
from knowledge.models import Lang
from knowledge.standing import Standing
from tests.casebook import adviser
from tests.drawings import CASES, DAY

ROOT = Path(__file__).parent.parent
CHANGES = sorted(
    {
        edition.in_force[0]
        for statute in adviser().knowledge.statutes.values()
        for edition in statute.editions[1:]
        if date(2021, 1, 1) < edition.in_force[0] <= DAY
    }
)
"""The days since 2021 on which a statute had a new edition"""
REFUSED = {
    "provider": "alipay", "issue": "unauthorised_payment", "incident_date": "2026-11-03", "counterparty": "merchant",
    "user_type": "consumer",
    "attempts": [
        {"channel": "police", "date": "2026-11-03", "outcome": "pending"},
        {"channel": "provider-complaint", "date": "2026-11-04", "outcome": "refused", "reference": "A-1"},
    ],
}  # fmt: skip


def of_case(data: dict[str, Any], **wishes: Any) -> Drawing:
    return draw_escalation(adviser(), Request(DAY, advice=advised(data), **wishes))


def advised(data: dict[str, Any]) -> Advice:
    return adviser().advise(adviser().read(data, DAY))


def ways(drawing: Drawing) -> list[tuple[str, str]]:
    return [(edge.source, edge.target) for edge in drawing.edges if edge.way is not Way.FORECLOSES]


def as_lines(edge: Edge) -> Edge:
    """The arrow as it is where nothing crowds."""
    return replace(edge, named=False, label=() if edge.way is Way.FORECLOSES else edge.label)


def of_way(drawing: Drawing, way: Way) -> list[Edge]:
    return [edge for edge in drawing.edges if edge.way is way]


# ── what is shown ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("start", "to", "found"),
    [
        ("a", "d", {"a", "b", "c", "d"}),
        ("b", None, {"b", "d"}),
        (None, "c", {"a", "c"}),
        ("d", "a", set()),
        ("e", None, {"e"}),
    ],
)
def test_ways_between(start: str | None, to: str | None, found: set[str]) -> None:
    """What lies between two ends is what the first can reach and the second can be reached from, both ends included."""
    assert on_ways([("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"), ("x", "d")], start, to) == found


def test_only_the_ways_between_two_channels() -> None:
    """Of the graph, exactly the channels on a way from the one to the other; each arrow stands on such a way."""
    whole, part = (
        draw_escalation(adviser(), Request(DAY, start=start, to=to))
        for start, to in ((None, None), ("issuing-bank", "mediation"))
    )
    assert {node.id for node in part.nodes} == on_ways(ways(whole), "issuing-bank", "mediation")
    assert 2 < len(part.nodes) < len(whole.nodes)
    assert set(map(as_lines, part.edges)) <= set(map(as_lines, whole.edges))
    assert {cluster.id for cluster in part.clusters} == {node.cluster for node in part.nodes}


def test_in_a_case_a_shut_door_is_no_way() -> None:
    """With a case, the ways between are those that the case still has: what it cannot pass is not on them."""
    for data in (*CASES, REFUSED):
        drawing = of_case(data, to="court")
        assert {node.id for node in drawing.nodes} == on_ways(ways(of_case(data)), None, "court")


@pytest.mark.parametrize("levels", [("provider",), ("regulator", "judiciary")])
def test_only_certain_levels(levels: tuple[str, ...]) -> None:
    """Every channel of the levels asked for and none of another, with the arrows among them; the notes say so."""
    drawing = draw_escalation(adviser(), Request(DAY, levels=levels))
    channels = adviser().knowledge.channels.values()
    assert {node.id for node in drawing.nodes} == {channel.id for channel in channels if channel.level in levels}
    assert any(all(cluster.title in note for cluster in drawing.clusters) for note in drawing.notes)


@pytest.mark.parametrize("issue", sorted(adviser().knowledge.issues))
def test_what_can_matter_to_such_a_problem(issue: str) -> None:
    """For a wallet and an issue: the channels that a case of just these answers leaves open or undecided."""
    drawing = draw_escalation(adviser(), Request(DAY, provider="alipay", issue=issue))
    states = advised({"provider": "alipay", "issue": issue}).plan.channels
    assert {node.id for node in drawing.nodes} == {
        channel for channel, entry in states.items() if entry.state is not ChannelState.NOT_APPLICABLE
    }
    assert drawing.title != of_case({"provider": "alipay", "issue": issue}).title


def test_nothing_left_to_draw_is_said() -> None:
    """Where no way leads, there is no empty picture but a fault."""
    with pytest.raises(CaseError, match="nothing is left to draw"):
        draw_escalation(adviser(), Request(DAY, start="court", to="police"))


@pytest.mark.parametrize(
    ("wishes", "near"),
    [
        (["--from", "cuort"], "court"),
        (["--to", "medation"], "mediation"),
        (["--level", "regulators"], "regulator"),
        (["--provider", "alipey"], "alipay"),
        (["--issue", "frawd"], "fraud"),
    ],
)
def test_a_wrong_name_gets_the_right_one(wishes: list[str], near: str, tmp_path: Path) -> None:
    """A name that is not there is bad usage, answered by the nearest right one; nothing is written."""
    done = recourse("draw", "escalation", *wishes, "-o", str(tmp_path / "a.svg"))
    assert (done.returncode, near in done.stderr) == (2, True)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["escalatoin", "-o", "a.svg"], "escalation"),
        (["escalation", "-o", "a.gif"], "graphml"),
        (["escalation", "--case", "x.yaml", "--on", "2026-01-01", "-o", "a.svg"], "--case goes without"),
    ],
)
def test_bad_usage(args: list[str], said: str, tmp_path: Path) -> None:
    """An unknown picture, an unknown format, and a case told to be of another day are bad usage."""
    done = recourse("draw", *args, cwd=tmp_path)
    assert (done.returncode, said in done.stderr) == (2, True)


def test_draws_what_it_is_told(tmp_path: Path) -> None:
    """Options reach the picture: the part asked for, in the language and under the law of the day."""
    file = tmp_path / "a.mmd"
    done = recourse("draw", "escalation", "--from", "provider-complaint", "--to", "court", "--level", "judiciary",
                    "--lang", "en", "--on", "2025-03-01", "-o", str(file))  # fmt: skip
    assert done.returncode == 0
    written = file.read_text(encoding="utf-8")
    assert "2025-03-01" in written
    assert "n_court" in written
    assert "n_police" not in written


def recourse(*args: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "cli.py"), *args]
    return subprocess.run(command, capture_output=True, encoding="utf-8", cwd=cwd, check=False)


# ── grounds, limits, and the law of the day ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("day", [*(change - timedelta(days=1) for change in CHANGES[-6:]), *CHANGES[-6:]])
def test_the_law_of_the_day(day: date) -> None:
    """Every ground of every box and arrow is in force on the day, under the number and edition of that day."""
    for part in (*(drawing := draw_escalation(adviser(), Request(day))).nodes, *drawing.edges):
        for ground in part.grounds:
            cited = resolve(adviser().knowledge, ground.citation, Days(day))
            assert cited, f"{ground.citation} is not in force on {day}"
            assert cited.edition.id == ground.edition
            assert ground.name in part.tip


def test_a_day_before_a_statute_changed() -> None:
    """On the day before the market regulator's measures changed the picture cites the old ones, on the next the new."""
    before, after = (draw_escalation(adviser(), Request(day)) for day in (date(2026, 4, 14), date(2026, 4, 15)))
    old, new = ({g.edition for g in grounds(drawing, "samr-complaints")} for drawing in (before, after))
    assert (old, new) == ({"2022-03-24"}, {"2025-12-30"})


def test_a_foreclosure_that_the_law_of_the_day_does_not_know() -> None:
    """A foreclosure is drawn on the days on which one of its articles is in force, and on no other."""
    days = [change + timedelta(days=shift) for change in CHANGES for shift in (-1, 0)]
    drawn = [
        {(e.source, e.target) for e in of_way(draw_escalation(adviser(), Request(day)), Way.FORECLOSES)} for day in days
    ]
    assert len(set(map(frozenset, drawn))) > 1, "no foreclosure has come or gone since 2021: this shows nothing"
    for day, found in zip(days, drawn, strict=True):
        assert found == {
            (channel.id, item.channel)
            for channel in adviser().knowledge.channels.values()
            for item in channel.forecloses
            if any(resolve(adviser().knowledge, ref, Days(day)) for ref in item.basis)
        }


def grounds(drawing: Drawing, statute: str) -> list[Any]:
    parts = (*drawing.nodes, *drawing.edges)
    return [g for part in parts for g in part.grounds if g.citation.startswith(f"{statute}/")]


def test_a_statutory_limit_is_told_from_a_yardstick() -> None:
    """An arrow after silence is a yardstick's if a part of its time is set by no statute; the words and legend say so."""
    knowledge = adviser().knowledge
    drawing = draw_escalation(adviser(), Request(DAY, "en"))
    for edge in drawing.edges:
        reply = next(iter(knowledge.channels[edge.source].reply), None)
        silence = any("no answer in " in line for line in edge.label)
        assert (edge.limit is Limit.YARDSTICK) == any("(yardstick)" in line for line in edge.label)
        assert (edge.limit is not None) == (silence and "in time" not in " ".join(edge.label))
        if edge.limit and reply and not reply.given:
            limits = [find_limit(knowledge, ref, Days(DAY)) for ref in reply.limits]
            assert (edge.limit is Limit.STATUTORY) == all(limit.statutory for limit in limits if limit)
    assert [sample.limit for sample in drawing.legend if sample.limit] == [Limit.YARDSTICK]


def test_the_legend_has_no_yardstick_where_there_is_none() -> None:
    """The legend, and the note on what a yardstick is, fit what is shown."""
    drawing = draw_escalation(adviser(), Request(DAY, "en", levels=("judiciary",)))
    assert not [edge for edge in drawing.edges if edge.limit is Limit.YARDSTICK]
    assert not [sample for sample in drawing.legend if sample.limit]
    assert not [note for note in drawing.notes if "yardstick" in note]


# ── a case ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_way_up_to_now_leads_to_what_is_to_be_done() -> None:
    """A way is taken from a channel whose outcome came about, to one tried after that or one that is due now."""
    for data in (*CASES, REFUSED):
        advice, drawing = advised(data), of_case(data)
        looks = {node.id: node.look for node in drawing.nodes}
        for edge in of_way(drawing, Way.TAKEN):
            here, there = (advice.graph.nodes[name].standing for name in (edge.source, edge.target))
            assert here.attempt
            assert looks[edge.target] is Look.NOW or (there.attempt and there.attempt.date >= here.attempt.date)
    assert ("provider-complaint", "pboc-12363") in [(e.source, e.target) for e in of_way(of_case(REFUSED), Way.TAKEN)]


def test_the_way_ahead_is_the_plan() -> None:
    """The ways advised are those of the first step at each channel that is due now, to where it leads if unresolved."""
    found = 0
    for data in (*CASES, REFUSED):
        advice, drawing = advised(data), of_case(data)
        now = [node for node in drawing.nodes if node.look is Look.NOW]
        steps = {step.rank: step for step in advice.plan.steps}
        for edge in of_way(drawing, Way.AHEAD):
            node = next(node for node in now if node.id == edge.source)
            assert node.rank
            assert edge.target in {onward.channel for onward in steps[node.rank].if_unresolved}
            found += 1
    assert found


def test_silence_has_its_day() -> None:
    """Where an answer is waited for, the arrow of silence bears the day after the last day of the limit."""
    data = {**REFUSED, "attempts": [{"channel": "provider-complaint", "date": "2026-11-20", "outcome": "pending"}]}
    entry = advised(data).plan.channels["provider-complaint"]
    assert entry.standing is Standing.WAITING
    assert entry.reply_due
    opens = entry.reply_due + timedelta(days=1)
    dated = [edge for edge in of_case(data).edges if edge.source == "provider-complaint" and edge.limit]
    assert dated
    for edge in dated:
        assert edge.opens == opens
        assert str(opens) in edge.label[-1]


def test_a_step_due_now_tells_from_when_silence_counts() -> None:
    """At a channel to be asked now, the arrow of silence bears the day that filing today would lead to."""
    plan = advised(REFUSED).plan
    step = next(step for step in plan.steps if step.channel == "pboc-12363")
    assert step.reply_due
    opens = step.reply_due + timedelta(days=1)
    dated = [edge for edge in of_case(REFUSED, lang="en").edges if edge.source == "pboc-12363" and edge.limit]
    assert dated
    assert {edge.opens for edge in dated} == {opens}
    assert all(f"from {opens} if filed today" in edge.label[-1] for edge in dated)


def test_a_day_beyond_the_published_holidays_is_provisional() -> None:
    """A day that working days of a year without a holiday notice lead to is marked so, and no other is."""
    for as_of in ("2026-11-22", "2026-12-30"):
        advice = adviser().advise(adviser().read({**REFUSED, "as_of": as_of}, DAY))
        step = next(step for step in advice.plan.steps if step.channel == "pboc-12363")
        drawing = draw_escalation(adviser(), Request(advice.case.as_of, "en", advice))
        dated = [edge for edge in drawing.edges if edge.source == "pboc-12363" and edge.opens]
        sure = as_of == "2026-11-22"
        assert any(limit.provisional for limit in step.reply_limits) is not sure
        assert dated
        assert all(("provisional" in edge.label[-1]) is not sure for edge in dated)


def test_a_contact_is_told_with_its_number() -> None:
    """A channel that was tried shows the day and the reference number; the box has its beginning, the tip all of it."""
    number = "编号-" + "x" * 190 + '"<&'
    attempts = [{**REFUSED["attempts"][1], "reference": number}]
    node = next(n for n in of_case({**REFUSED, "attempts": attempts}).nodes if n.id == "provider-complaint")
    assert "2026-11-04" in " ".join(node.lines)
    assert number not in " ".join(node.lines)
    assert number[:20] in " ".join(node.lines)
    assert number in node.tip


def test_ranks_are_those_of_the_plan() -> None:
    """Every channel with a step has the place of its first step in the recommended order."""
    for data in (*CASES, REFUSED):
        steps = advised(data).plan.steps
        for node in of_case(data).nodes:
            assert node.rank == min((step.rank for step in steps if step.channel == node.id), default=None)


def test_states_do_not_depend_on_what_is_shown() -> None:
    """Narrowing a picture changes no box and no arrow that is left, only whether its end is a line or a name."""
    whole, part = of_case(REFUSED), of_case(REFUSED, levels=("provider", "regulator"))
    assert set(part.nodes) <= set(whole.nodes)
    assert set(map(as_lines, part.edges)) <= set(map(as_lines, whole.edges))
    assert len(part.nodes) < len(whole.nodes)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_note_that_a_box_names_is_there(lang: Lang) -> None:
    """What is closed says why: under its number, once, and not where its box is left out."""
    data = {"as_of": "2026-11-22", "provider": "paypal_cn", "issue": "unauthorised_payment", "user_type": "business"}
    advice = adviser().advise(adviser().read(data, DAY))
    sign = re.compile(r"[（(](?:注|note) (\d+)[)）]")
    for levels in ((), ("industry",)):
        drawing = draw_escalation(adviser(), Request(DAY, lang, advice, levels=levels))
        named = sorted(int(found) for node in drawing.nodes for line in node.lines for found in sign.findall(line))
        told = [int(found[1]) for note in drawing.notes if (found := re.match(r"(?:注|Note) (\d+)", note))]
        assert named
        assert told == named


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_crowd_of_lines_has_to_be_told_apart(lang: Lang) -> None:
    """In the whole graph no more lines than can be traced arrive at one box, or turn back beside one column; each line that is not
    drawn to its end stands in words with the name of its end, in the row of its box, and its page finds it.
    """
    drawing = draw_escalation(adviser(), Request(DAY, lang))
    column = {node.id: [c.id for c in drawing.clusters].index(node.cluster or "") for node in drawing.nodes}
    drawn, named = ([e for e in drawing.edges if e.named is told] for told in (False, True))
    assert max(Counter(edge.target for edge in drawn).values()) <= CROWD
    turning = Counter(column[e.source] for e in drawn if column[e.target] <= column[e.source])
    assert max(turning.values(), default=0) <= CROWD
    names = {node.id: node.lines[0] for node in drawing.nodes}
    dot = write_dot(drawing)
    for edge in named:
        assert edge.label
        lines = [line for line in dot.splitlines() if f"from-{edge.source}" in line and f"to-{edge.target}" in line]
        words = [re.sub(r"\\\\[ln]|\s", "", line) for line in lines]
        assert any(re.sub(r"\s", "", clean(names[edge.target])) in line for line in words), edge
    assert any(str(CROWD) in note for note in drawing.notes)


def test_a_channel_that_is_late_is_drawn_with_its_sample_in_the_legend() -> None:
    """A box whose corners are cut off may be empty, as in a legend; the picture of every overdue answer has one."""
    late = {"channel": "issuing-bank", "date": "2026-09-10", "outcome": "no_reply"}
    case = {"as_of": "2026-11-22", "issue": "merchant_dispute", "provider": "jd_pay", "attempts": [late]}
    assert write_dot(of_case(case)).count("octagon") >= 2
