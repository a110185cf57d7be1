"""Why, why not, what if, how it was counted, what is kept: the commands as people run them."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
import yaml

from documents.day_by_day import day_lines
from engine.case.changes import read_change
from engine.explaining.difference import Difference
from engine.explaining.remedies import Remedies
from engine.explaining.trace import Trace
from engine.explaining.why import Reachable, Why, explain, reach_of
from engine.findings import holds
from engine.schema import OUTPUTS
from knowledge.errors import CaseError
from knowledge.limits import Due, add, count
from knowledge.models import Duration, read_duration
from rules.models import Condition, Op
from storage import Sessions
from tests.casebook import TODAY, adviser
from tests.test_cli import EXAMPLE, recourse

LATE = {
    "as_of": "2026-11-22",
    "provider": "alipay",
    "issue": "topup_failed",
    "incident_date": "2026-09-20",
    "user_type": "consumer",
    "counterparty": "none",
    "attempts": [
        {"channel": "provider-complaint", "date": "2026-09-21", "outcome": "refused"},
        {"channel": "pboc-12363", "date": "2026-09-28", "outcome": "pending"},
    ],
}


def _explain(data: dict[str, object], target: str) -> Why:
    return explain(adviser(), adviser().advise(adviser().read(data, TODAY)), target)


def _reach(data: dict[str, object], target: str) -> Reachable:
    return reach_of(adviser(), adviser().advise(adviser().read(data, TODAY)), target)


def test_a_proof_goes_from_the_persons_answers_to_the_step() -> None:
    """As JSON: the rule with its sentence and citations, concluded facts with their own rule, answers as its leaves."""
    told = Why.model_validate_json(recourse("why", str(EXAMPLE), "complain-pboc", "--json").stdout, strict=False)
    assert told.rank
    assert not told.opens
    proof = told.proofs[0]
    assert proof.rule
    assert proof.because
    assert proof.basis
    leaves, inner = [], list(told.proofs)
    while inner:
        part = inner.pop()
        inner += part.parts
        leaves += [part] if not part.parts else []
    assert any(leaf.contact == "provider-complaint=refused@2026-11-04" for leaf in leaves)
    assert any(leaf.origin == "asked" for leaf in leaves)


def test_why_not_says_what_another_authority_closed_and_that_it_cannot_be_undone() -> None:
    """The central bank has the matter: 12315 is closed, and nothing the person can do opens it."""
    told = _explain({**LATE, "issue": "merchant_dispute", "counterparty": "merchant"}, "samr-12315")
    assert told.state == "closed"
    assert told.opens == ()
    nearest = told.ways[0]
    assert any(block.kind == "barred" for block in nearest.blocks)
    assert [(move.key, move.values, move.kind) for move in nearest.changes or ()] == [
        ("pboc-12363", ("none",), "fixed")
    ]


def test_ways_stand_by_the_number_of_changes_they_need() -> None:
    """The way with the fewest changes comes first; those for which no short set was found come last."""
    for channel in adviser().knowledge.channels:
        needs = [len(way.changes) if way.changes else 99 for way in _explain(LATE, channel).ways]
        assert needs == sorted(needs)


def test_a_wait_is_offered_with_its_day() -> None:
    """A complaint is under way: the next door opens on the day after its limit, or earlier on a refusal."""
    data = {**LATE, "attempts": [{"channel": "provider-complaint", "date": "2026-11-20", "outcome": "pending"}]}
    kinds = {tuple(move.kind for move in moves) for moves in _reach(data, "pboc-12363").sets}
    assert ("wait",) in kinds
    assert ("contact",) in kinds
    wait = next(moves[0] for moves in _reach(data, "pboc-12363").sets if moves[0].kind == "wait")
    node = adviser().advise(adviser().read(data, TODAY)).graph.nodes["pboc-12363"]
    assert wait.values == (str(node.opens_on),)


def test_reach_names_what_to_find_out_and_what_if_takes_it() -> None:
    """The sets of `--reach` are given in the words that `what-if` takes, and lead where they say."""
    data = {"provider": "alipay", "issue": "merchant_dispute", "days_ago": 9, "as_of": "2026-11-22", "attempts": []}
    found = _reach(data, "samr-12315")
    assert not found.there
    typed = yaml.safe_dump(data)
    shown = recourse("what-if", "-", "--reach", "samr-12315", "--lang", "en", typed=typed).stdout
    words = [line.split("… ")[1].split() for line in shown.splitlines() if "what-if …" in line]
    assert len(words) == len(found.sets)
    told = recourse("what-if", "-", *words[0], "--json", typed=typed).stdout
    difference = Difference.model_validate_json(told, strict=False)
    assert any(item.channel == "samr-12315" and item.after == "open" for item in difference.channels)


def test_what_leads_to_an_action_makes_it_a_step() -> None:
    """A fraud of nine days ago: the wallet is frozen where money is at risk or the number is lost, and then it is a step."""
    told = {"provider": "alipay", "issue": "fraud", "days_ago": 9, "attempts": [], "as_of": "2026-11-22"}
    assert "freeze-wallet" not in _steps(told)
    found = _reach(told, "freeze-wallet")
    assert not found.there
    alone = {(moves[0].key, moves[0].values) for moves in found.sets if len(moves) == 1}
    assert {("money_at_risk", ("yes",)), ("phone_number_lost", ("yes",))} <= alone
    for key, words in alone:
        assert "freeze-wallet" in _steps({**told, key: words[0]})


def _steps(data: dict[str, object]) -> set[str]:
    return {step.action for step in adviser().advise(adviser().read(data, TODAY)).plan.steps}


def test_a_trouble_is_also_ruled_out_by_what_narrows_it_down() -> None:
    """Money that is there, or a stranger: each answer that is offered instead of the trouble itself rules those troubles out."""
    told = {"provider": "alipay"}
    advice = adviser().advise(adviser().read(told, TODAY))
    troubles = ("topup_failed", "refund_not_received")
    remedies = Remedies(adviser(), advice.case, advice.inference, advice.graph)
    changes = list(remedies.to(Condition.of("issue", Op.IN, troubles), wanted=False))
    assert {change.key for change in changes} == {"issue", "money_missing", "done_by", "locked_out"}
    for change in changes:
        if change.key == "issue":
            assert change.value not in troubles
        else:
            case = adviser().read({**told, change.key: change.value}, TODAY)
            assert case.ruled_out["issue"] >= set(troubles)


@pytest.mark.parametrize(
    ("op", "mark", "wanted", "words"),
    [
        (Op.GE, "30000", True, {"30000", "30001"}),
        (Op.GE, "30000", False, {"29999"}),
        (Op.LT, "1000", True, {"999"}),
        (Op.LE, "50000", True, {"49999", "50000"}),
        (Op.GT, "0", True, {"1"}),
        (Op.GT, "0", False, {"0"}),
    ],
)
def test_a_sum_is_changed_to_the_nearest_on_its_side_of_the_mark(
    op: Op, mark: str, wanted: bool, words: set[str]
) -> None:
    """The mark, a yuan more or less, whichever makes the comparison come out as wanted; never less than nothing."""
    advice = adviser().advise(adviser().read({"provider": "alipay"}, TODAY))
    remedies = Remedies(adviser(), advice.case, advice.inference, advice.graph)
    changes = list(remedies.to(Condition.of("amount", op, (mark,)), wanted=wanted))
    assert {(change.key, change.value) for change in changes} == {("amount", word) for word in words}


def test_what_stands_in_a_way_are_its_conditions_that_do_not_hold() -> None:
    """One that fails with the value it found, one that is open without any; one that holds does not stand in the way."""
    told = {"provider": "alipay", "issue": "fraud", "days_ago": 9, "attempts": [], "as_of": "2026-11-22"}
    kinds = set()
    for target in ("freeze-wallet", "complain-pboc", "court", "samr-12315"):
        advice = adviser().advise(adviser().read(told, TODAY))
        for way in _explain(told, target).ways:
            rule = adviser().rulebase.get(way.rule)
            assert rule
            found = {block.condition: (block.kind, block.found) for block in way.blocks if block.condition}
            for condition in rule.when:
                value = advice.inference.facts.get(condition.fact)
                truth = holds(condition, value, adviser().knowledge, advice.case.days)
                if value is not None:
                    wanted = None if truth else ("fails", str(value))
                    assert found.get(condition.text) == wanted, (way.rule, condition.text)
                kinds |= {kind for kind, _ in found.values()}
    assert {"fails", "unknown"} <= kinds
    nearest = next(way for way in _explain(told, "freeze-wallet").ways if len(way.blocks) == 1)
    assert nearest.blocks[0].kind == "unknown"


def test_what_if_tells_the_difference_in_both_languages() -> None:
    """A contact that closes a door: the step to it goes, the door shuts."""
    for lang, gone, shut in (("en", "- no longer", "closed"), ("zh", "－ 去掉", "已关闭")):
        told = recourse("what-if", str(EXAMPLE), "samr-12315=pending", "--lang", lang)
        assert told.returncode == 0
        assert gone in told.stdout
        assert shut in told.stdout


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (["nonsense"], "FACT=VALUE"),
        (["colour=red"], "FACT=VALUE"),
        (["payment_source=gold"], "payment_source"),
        (["as_of=2026-13-01"], "as_of"),
        (["provider-complaint=refused@2030-01-01"], "2030"),
        ([], "give changes"),
    ],
)
def test_a_change_that_is_none_is_bad_input(changes: list[str], message: str) -> None:
    """It is said, and the exit code is 2."""
    told = recourse("what-if", str(EXAMPLE), *changes)
    assert told.returncode == 2
    assert message in told.stderr


def test_the_day_of_a_change_can_be_told() -> None:
    """`CHANNEL=OUTCOME@DAY` is a contact of that day; `=none` undoes the contacts there; no value takes an answer back."""
    knowledge = adviser().knowledge
    assert str(read_change("pboc-12363=pending@2026-11-20", knowledge)) == "pboc-12363=pending@2026-11-20"
    assert read_change("amount=", knowledge).value == "unknown"
    with pytest.raises(CaseError):
        read_change("respondent=bank", knowledge)


def test_a_date_is_counted_day_by_day() -> None:
    """Working days step over National Day and count the Saturday made up for it; the law and the calendar are named."""
    lines = day_lines(adviser().knowledge, adviser().advise(adviser().read(LATE, TODAY)), "pboc-12363", "en")
    numbered = [line.split()[0] for line in lines if line[:4] == "  20" and line.split()[2].isdigit()]
    assert numbered[:5] == ["2026-09-29", "2026-09-30", "2026-10-08", "2026-10-09", "2026-10-10"]
    assert sum("National Day, not counted" in line for line in lines) == 7
    assert any("made up for National Day" in line for line in lines)
    assert any("Art. 43" in line for line in lines)
    assert any("chinesecalendar" in line for line in lines)


@pytest.mark.parametrize("length", ["7 working days", "15 days", "48 hours"])
@pytest.mark.parametrize("rolls_over", [False, True])
def test_the_days_counted_add_up_to_the_length(length: str, rolls_over: bool) -> None:
    """The last number is the length, and the last day told is the last day."""
    due = add(TODAY, Duration.model_validate(read_duration(length)), rolls_over)
    counted = count(due)
    assert counted[-1].day.day == due.last
    wanted = due.length.value if due.length.unit != "hours" else 2
    assert [item.number for item in counted if item.number] == list(range(1, wanted + 1))


def test_months_and_years_tell_their_ends() -> None:
    """Nobody counts three years day by day."""
    due: Due = add(TODAY, Duration.model_validate(read_duration("3 years")))
    assert [item.day.day for item in count(due)] == [TODAY, due.last]


def test_a_trace_is_replayed_and_a_changed_one_is_told(tmp_path: Path) -> None:
    """The trace of the example comes out the same; one that says otherwise is shown where; rubbish is bad input."""
    file = tmp_path / "trace.json"
    assert recourse("trace", str(EXAMPLE), "-o", str(file)).returncode == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert recourse("replay", str(file)).returncode == 0
    told = json.loads(file.read_text(encoding="utf-8"))
    told["channels"]["court"] = "closed"
    file.write_text(json.dumps(told), encoding="utf-8")
    replayed = recourse("replay", str(file), "--lang", "en")
    assert replayed.returncode == 1
    assert "channel court" in replayed.stdout
    file.write_text('{"schema": "recourse/trace/2"}', encoding="utf-8")
    assert recourse("replay", str(file)).returncode == 2


def test_every_schema_is_that_of_its_command() -> None:
    """What the commands print as JSON fits the schema they name."""
    example = str(EXAMPLE)
    printed = {
        "plan": ["plan", example, "--json"],
        "why": ["why", example, "samr-12315", "--json"],
        "reach": ["what-if", example, "--reach", "arbitration", "--json"],
        "difference": ["what-if", example, "counterparty=none", "--json"],
        "trace": ["trace", example],
        "next": ["next", example, "--json"],
        "analysis": ["graph", "reach", "--case", example, "--json"],
        "revision": ["diff", ".", ".", "--cases", "docs/order-121/cases.yaml", "--json"],
    }
    assert set(printed) <= set(OUTPUTS)
    for name, command in printed.items():
        document = json.loads(recourse(*command).stdout)
        assert document["schema"] == f"recourse/{name}/{2 if name == 'plan' else 1}"
        schema = json.loads(recourse("schema", name).stdout)
        shapes = [schema, *(schema["$defs"][item["$ref"].rpartition("/")[2]] for item in schema.get("anyOf", ()))]
        assert any(set(document) <= set(shape.get("properties", ())) for shape in shapes)
        if name == "trace":
            Trace.model_validate(document, strict=False)


def test_a_session_is_kept_listed_exported_and_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only where a name is given; for its owner alone; and gone when it is deleted."""
    monkeypatch.setenv("RECOURSE_HOME", str(tmp_path))
    recourse("ask", "--lang", "en", typed="2\n6\nq\n", cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []
    recourse("ask", "--session", "盗刷-1", "--lang", "en", typed="7\n2\nq\n")
    kept = tmp_path / "sessions" / "盗刷-1.yaml"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert "I was deceived into paying" in recourse("sessions", "--lang", "en").stdout
    resumed = recourse("ask", "--session", "盗刷-1", "--lang", "en", typed="1\nq\n").stdout
    assert "What went wrong?" not in resumed
    exported = recourse("sessions", "export", "盗刷-1").stdout
    assert yaml.safe_load(exported) == {"money_at_risk": "no", "issue": "fraud", "provider": "alipay"}
    assert recourse("sessions", "delete", "盗刷-1").returncode == 0
    assert not kept.exists()
    assert recourse("sessions", "delete", "盗刷-1").returncode == 2


@pytest.mark.parametrize("name", ["../x", "a/b", "", "x" * 60, "a.b", "-x"])
def test_a_session_cannot_leave_its_folder(name: str, tmp_path: Path) -> None:
    """A name that is a path is refused."""
    with pytest.raises(CaseError):
        Sessions(tmp_path, adviser().knowledge).path(name)


def test_next_says_why_it_asks_and_what_hangs_on_it() -> None:
    """The question with its help and answers, the rules that wait, the steps and channels that hang on it."""
    told = json.loads(recourse("next", "-", "--json", typed="{issue: fraud, provider: alipay, days_ago: 3}").stdout)
    assert told["complete"] is False
    assert told["ask"]["because"]
    assert told["ask"]["affects"]
    assert told["question"]["help"]["zh"]
    shown = recourse("next", "-", "--lang", "en", typed="{issue: fraud, provider: alipay, days_ago: 3}").stdout
    assert "Why it is asked" in shown
    assert "What hangs on it" in shown
