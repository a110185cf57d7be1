"""What is still undecided → the questions that can change the plan, and the one to ask next.

Nobody writes the order of questions. A question is asked when an undecided rule that could change the plan waits for
it, through computed and concluded facts. Danger comes first: a fact that alone decides whether the loss must be stopped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.fitting import channel_of, fits
from engine.graph import ChannelState, Graph
from engine.inference import Inference, Verdict
from engine.unknowns import Unknowns
from knowledge.library import Knowledge
from rules.models import Advise, Bar, Conclusion, Hold, Open, Stage

__all__ = ["OpenQuestion", "open_questions"]


@dataclass(frozen=True)
class OpenQuestion:
    """An unanswered fact, the rules that wait for it, and whether it alone can tell of danger."""

    fact: str
    rules: tuple[str, ...]
    danger: bool


def open_questions(knowledge: Knowledge, inference: Inference, graph: Graph) -> tuple[OpenQuestion, ...]:
    """Every fact that could still change the plan and that the person has not declined to tell, next one first."""
    unknowns = Unknowns(knowledge, inference)
    waiting: dict[str, set[str]] = {}
    for verdict in _relevant(knowledge, inference, graph):
        rules = unknowns.rules_behind(verdict.rule.id)
        for fact in unknowns.behind_rule(verdict.rule.id):
            waiting.setdefault(fact, set()).update(rules)
    dangers = {
        verdict.unknown[0]
        for verdict in unknowns.undecided.values()
        if verdict.rule.stage is Stage.EMERGENCY and len(verdict.rule.when) == 1
    }
    order = list(knowledge.facts)
    found = [
        OpenQuestion(fact, tuple(sorted(rules)), fact in dangers)
        for fact, rules in waiting.items()
        if fact not in inference.case.dont_know
    ]
    effort = {fact: int(question.effort) for fact, question in knowledge.questions.items()}
    found.sort(key=lambda q: (not q.danger, -len(q.rules) / effort.get(q.fact, 1), order.index(q.fact)))
    return tuple(found)


def _relevant(knowledge: Knowledge, inference: Inference, graph: Graph) -> Iterator[Verdict]:
    """The undecided rules whose conclusions would show in the steps."""
    advised = {f.conclusion.action: f.conclusion for f in inference.findings if isinstance(f.conclusion, Advise)}
    undecided = list(inference.undecided())
    possible = {c.action for verdict in undecided for c in verdict.rule.then if isinstance(c, Advise)}
    fitting = {a for a in (*advised, *possible) if fits(knowledge.actions[a], knowledge, inference.case, graph)}
    doors = {channel_of(knowledge.actions[action], knowledge, inference.case) for action in fitting}
    for verdict in undecided:
        if any(_shows(conclusion, verdict, graph, advised, fitting, doors) for conclusion in verdict.rule.then):
            yield verdict


def _shows(
    conclusion: Conclusion,
    verdict: Verdict,
    graph: Graph,
    advised: dict[str, Advise],
    fitting: set[str],
    doors: set[str | None],
) -> bool:
    if isinstance(conclusion, (Open, Bar, Hold)):
        return conclusion.channel in doors and graph.nodes[conclusion.channel].state is ChannelState.UNDETERMINED
    if not isinstance(conclusion, Advise) or conclusion.action not in fitting:
        return False
    known = advised.get(conclusion.action)
    sooner = known is None or known.urgency.order > conclusion.urgency.order
    return sooner or bool(verdict.rule.entry.basis)
