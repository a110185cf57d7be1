"""One case → what it exercises of rules and knowledge, read from what the engine found anyway."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from engine.adviser import Advice
from engine.case.foreclosure import TAKEN
from engine.coverage.wanted import (
    Item,
    channel_refs,
    claim_name,
    condition_name,
    entrance_name,
    urgency_name,
    wording_name,
)
from engine.findings import Inference
from engine.graph import ChannelState
from engine.steps import Step
from engine.steps.steps import Advised, advice_of
from knowledge.channel import Channel
from knowledge.citations import find_article
from knowledge.library import Knowledge
from knowledge.remembered import remembered
from knowledge.standing import Standing
from rules.models import Condition, Urgency
from rules.numbers import bits_of

__all__ = ["Letters", "of_advice", "of_rules"]

Letters = Callable[[Advice], Iterable[str]]
"""The forms of the letters that fit a plan: whoever writes letters tells them."""


def of_rules(inference: Inference) -> Iterator[Item]:
    """Which rules fire and rest, and which rest for the sake of one condition alone."""
    rules, fired, knowledge = inference.numbered.rules, inference.fired, inference.numbered.knowledge
    for number in bits_of(fired):
        yield Item("rule", rules[number].id, "fires")
        yield from _cited(knowledge, rules[number].entry.basis)
    for number in bits_of(inference.in_force & ~fired & ~inference.open):
        yield Item("rule", rules[number].id, "rests")
    yield from _alone(inference)


def _alone(inference: Inference) -> Iterator[Item]:
    """Conditions without which the rule were not in the same state: the only one that fails, or the only one not decided."""
    failing, waiting = _Sole(), _Sole()
    for fact, mark in inference.marks.items():
        for condition, looking in inference.numbered.looked_at(fact) if mark.fails or mark.waits else ():
            truth = mark.truths[condition.text]
            if not truth:
                (waiting if truth is None else failing).add(condition, looking)
    for sole, rules in ((failing, inference.in_force), (waiting, inference.in_force & ~failing.once)):
        for condition, looking in sole.missed:
            for number in bits_of(looking & sole.once & ~sole.twice & rules):
                yield Item("condition", condition_name(inference.numbered.rules[number], condition), "alone")


class _Sole:
    """Conditions of one kind, and the rules that have one of them, and more than one, as bits."""

    def __init__(self) -> None:
        self.once = self.twice = 0
        self.missed: list[tuple[Condition, int]] = []

    def add(self, condition: Condition, looking: int) -> None:
        self.twice |= self.once & looking
        self.once |= looking
        self.missed.append((condition, looking))


def of_advice(advice: Advice, letters: Letters) -> Iterator[Item]:
    """What the plan shows, asks and closes, and whose urgency it could not do without."""
    yield from _channels(advice)
    yield from _asked(advice)
    for item in advice.agenda.items:
        yield Item("action", item.action.id, "step")
        yield from _urgencies(item)
    for step in advice.plan.steps:
        yield from _shown(advice, step)
    yield from _claims(advice)
    yield from (Item("letter", form, "fits") for form in letters(advice))


def _channels(advice: Advice) -> Iterator[Item]:
    nodes = advice.graph.nodes
    for channel in advice.knowledge.channels.values():
        node = nodes[channel.id]
        if node.state is ChannelState.OPEN:
            yield Item("channel", channel.id, "open")
        elif node.state is ChannelState.CLOSED:
            yield Item("channel", channel.id, "closed")
        elif node.state is ChannelState.WAITING and node.standing.standing is Standing.NOT_TRIED:
            yield Item("channel", channel.id, "held")
        if node.standing.standing is not Standing.NOT_TRIED:
            yield from _edges(advice, channel, node.standing.standing)


def _edges(advice: Advice, channel: Channel, standing: Standing) -> Iterator[Item]:
    """Where it led on, and where it did not; what it shut, and what it left open."""
    nodes = advice.graph.nodes
    for edge in channel.next:
        on = nodes[edge.to]
        went = on.state is ChannelState.OPEN or on.standing.standing is not Standing.NOT_TRIED
        if standing in edge.on and went:
            yield Item("edge", f"{channel.id} → {edge.to} on {standing}", "taken")
        elif standing not in edge.on or not went:
            yield Item("edge", f"{channel.id} → {edge.to}", "not-taken")
    for closed in channel.forecloses:
        shut = standing in TAKEN and nodes[closed.channel].state is ChannelState.CLOSED
        yield Item("foreclosure", f"{channel.id} ✕ {closed.channel}", "shut" if shut else "not-shut")


def _asked(advice: Advice) -> Iterator[Item]:
    asked = {ask.fact for ask in advice.ask}
    for fact, question in advice.knowledge.questions.items():
        yield Item("question", fact, "asked" if fact in asked else "not-asked")
        if fact in asked and (wording := question.met(advice.case.answers)):
            yield Item("wording", wording_name(question, wording), "asked")


def _urgencies(item: Advised) -> Iterator[Item]:
    """With another one the plan were another: whatever is not wanted now could be wanted sooner."""
    for finding in item.findings:
        if advice_of(finding).urgency is item.urgency or item.urgency is not Urgency.NOW:
            yield Item("urgency", urgency_name(finding.rule, advice_of(finding)), "needed")


def _shown(advice: Advice, step: Step) -> Iterator[Item]:
    """The articles and ways in of a step."""
    yield from _cited(advice.knowledge, (basis.citation for basis in step.basis))
    yield from _cited(advice.knowledge, (ref for warning in step.warnings for ref in warning.basis))
    limits = (*(item.basis for item in step.reply_limits), step.limit.basis if step.limit else None)
    yield from _cited(advice.knowledge, filter(None, limits))
    if step.channel:
        yield from _cited(advice.knowledge, channel_refs(advice.knowledge.channels[step.channel]))
    provider = advice.case.wallet(advice.knowledge)
    near = {step.channel, provider.id if provider else None}
    for way in step.entrances:
        told = f"{way.value}, {way.press}" if way.press else way.value
        owners = _owners(advice.knowledge).get(told, ())
        yield from (
            Item("entrance", entrance_name(owner, told), "shown") for owner in owners if owner in near or way.of
        )


@remembered(4)
def _owners(knowledge: Knowledge) -> dict[str, list[str]]:
    """Whose each way in is."""
    found: dict[str, list[str]] = {}
    channels = {name: channel.entrances for name, channel in knowledge.channels.items()}
    owners = channels | {name: wallet.entrances for name, wallet in knowledge.providers.items()}
    for name, ways in owners.items():
        for way in ways:
            found.setdefault(way.known_as, []).append(name)
    return found


def _cited(knowledge: Knowledge, refs: Iterable[str]) -> Iterator[Item]:
    for ref in refs:
        if found := find_article(knowledge, ref):
            yield Item("citation", f"{found[0].id}/{found[1].at}", "shown")


def _claims(advice: Advice) -> Iterator[Item]:
    """Of the trouble: those that a step makes, and those that it leaves out where it makes some."""
    issue = advice.knowledge.issues.get(str(advice.case.answers.get("issue")))
    claiming = [s for s in advice.plan.steps if advice.knowledge.actions[s.action].claims_of_issue]
    if issue is None or not claiming:
        return
    made = {claim for step in claiming for claim in step.claims}
    for claim in issue.claims:
        yield Item("claim", claim_name(issue, claim), "made" if claim.text in made else "not-made")
