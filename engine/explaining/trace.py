"""All that was worked out for a case, as data (`recourse/trace/1`): what went in, every rule's verdict, what came out.

The same case and the same files give the same trace, byte for byte; `replay` shows it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal

from engine.adviser import Advice, Adviser
from engine.case.changes import AS_OF, case_data
from engine.case.leaving_out import fit
from engine.findings import State
from engine.graph import ChannelState
from engine.steps import Entry, Plan
from knowledge.errors import CaseError, Fault
from knowledge.frozen import Frozen, shaped
from knowledge.models import Text
from knowledge.workdays import calendar_source
from rules.models import STAGES, Stage

__all__ = ["Replay", "Trace", "TraceChange", "read_trace", "replay", "trace"]


class VerdictEntry(Entry):
    """What became of one rule: the condition it failed at, or the facts it waits for."""

    rule: str
    state: State
    failed_at: str | None = None
    unknown: tuple[str, ...] = ()


class StageEntry(Entry):
    stage: Stage
    verdicts: tuple[VerdictEntry, ...]


class Conclusion(Entry):
    rule: str
    conclusion: str
    facts: tuple[str, ...]


class Trace(Entry):
    """What went in, every step, what came out. `files` tells the knowledge and rules it was worked out with."""

    schema_: Literal["recourse/trace/1"] = shaped(default="recourse/trace/1", called="schema")
    files: str
    """SHA-256 of every knowledge and rule file"""
    calendar: str = ""
    """the holiday calendar with its version; empty in a trace of before it was kept"""
    case: dict[str, Any]
    stages: tuple[StageEntry, ...]
    facts: dict[str, str | None]
    """every fact that a rule asked for; null: unknown"""
    findings: tuple[Conclusion, ...]
    channels: dict[str, ChannelState]
    dates: dict[str, str] = {}
    """every day that the plan names, by the step or channel it belongs to; marked where it is provisional"""
    plan: str
    """SHA-256 of the plan as JSON, the name of its calendar left out"""

    def to_json(self) -> str:
        return self.model_dump_json(indent=1)


class TraceChange(Entry):
    """One place in which a replay came out otherwise."""

    where: str
    before: str
    after: str


def trace(adviser: Adviser, advice: Advice) -> Trace:
    """The trace of one case."""
    inference = advice.inference
    return Trace(
        files=adviser.fingerprint,
        calendar=calendar_source(),
        case=case_data(advice.case),
        stages=tuple(
            StageEntry(
                stage=stage,
                verdicts=tuple(
                    VerdictEntry(
                        rule=v.rule.id,
                        state=v.state,
                        failed_at=v.failed_at.text if v.failed_at else None,
                        unknown=v.unknown,
                    )
                    for v in inference.verdicts
                    if v.rule.stage is stage
                ),
            )
            for stage in STAGES
        ),
        facts={name: None if value is None else str(value) for name, value in sorted(inference.facts.items())},
        findings=tuple(
            Conclusion(rule=f.rule.id, conclusion=str(f.conclusion), facts=f.facts) for f in inference.findings
        ),
        channels={channel: node.state for channel, node in advice.graph.nodes.items()},
        dates=dict(_dates(advice.plan)),
        plan=_hash(advice.plan),
    )


def _hash(plan: Plan) -> str:
    return hashlib.sha256(plan.but(calendar="").to_json().encode()).hexdigest()


def _dates(plan: Plan) -> Iterator[tuple[str, str]]:
    for step in plan.steps:
        late = any(limit.provisional for limit in step.reply_limits)
        named = (("do_by", step.do_by, step.do_by_provisional), ("reply_due", step.reply_due, late))
        yield from ((f"{name} {step.action}", _day(day, may_move)) for name, day, may_move in named if day)
    for channel, entry in plan.channels.items():
        named = (("reply_due", entry.reply_due, entry.provisional), ("opens_on", entry.opens_on, False))
        yield from ((f"{name} {channel}", _day(day, may_move)) for name, day, may_move in named if day)


def _day(day: date, provisional: bool) -> str:
    return f"{day} (provisional)" if provisional else str(day)


def read_trace(data: Any, wording: Mapping[str, Text], name: str = "trace") -> Trace:
    """Raises CaseError for what is no trace of this schema."""
    try:
        told = Trace.model_validate(data, strict=False)
        date.fromisoformat(str(told.case.get(AS_OF)))
        return told
    except ValueError as error:
        raise CaseError([Fault.told(name, wording["fault-trace"])]) from error


class Replay(Frozen):
    """What became of a trace: the answers that no longer fit, and where the rest comes to something else."""

    left_out: tuple[Fault, ...]
    changes: tuple[TraceChange, ...]


def replay(adviser: Adviser, old: Trace) -> Replay:
    """Nothing in it where working the case out again comes to the same in everything.

    Another calendar under which every date is the same is no change. A trace of before dates were kept is compared without them.
    """
    day = date.fromisoformat(str(old.case[AS_OF]))
    found = fit(old.case, lambda data: adviser.read(data, day))
    new = trace(adviser, adviser.advise(found.case))
    if not old.calendar:
        new = new.but(calendar="", dates={})
    same = new.but(calendar=old.calendar).to_json() == old.to_json()
    return Replay(found.left_out, () if same else tuple(_changes(_flat(old), _flat(new))))


def _flat(told: Trace) -> dict[str, str]:
    """Every place of a trace by name."""
    places = {"files": told.files, "calendar": told.calendar, "plan": told.plan}
    for stage in told.stages:
        places |= {f"rule {v.rule}": v.model_dump_json(exclude={"rule"}) for v in stage.verdicts}
    places |= {f"fact {name}": str(value) for name, value in told.facts.items()}
    places |= {f"date {name}": day for name, day in told.dates.items()}
    places |= {f"channel {name}": state.value for name, state in told.channels.items()}
    return places | {f"case {name}": str(value) for name, value in told.case.items()}


def _changes(before: dict[str, str], after: dict[str, str]) -> list[TraceChange]:
    names = [*before, *(name for name in after if name not in before)]
    return [
        TraceChange(where=name, before=before.get(name, "–"), after=after.get(name, "–"))
        for name in names
        if before.get(name) != after.get(name)
    ]
