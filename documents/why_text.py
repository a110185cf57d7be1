"""Why something is as it is → lines in one language: the proof, the smallest changes, and every way with its obstacles."""

from __future__ import annotations

from collections.abc import Iterator

from documents.case_words import CaseWords
from engine.adviser import Advice, Adviser
from engine.case.changes import UNKNOWN
from engine.explaining.why import BlockEntry, MoveEntry, ProofEntry, WayEntry, Why
from engine.wording import cite
from knowledge.citations import resolve
from knowledge.models import Lang, Origin
from rules.models import Rule

__all__ = ["explain_lines"]

INDENT = "  "


def explain_lines(adviser: Adviser, advice: Advice, why: Why, lang: Lang) -> list[str]:
    """The heading, the proof of what was concluded, what would open it, and what is in each way."""
    writer = _Writer(adviser, advice, lang)
    return [writer.heading(why), *writer.proofs(why), *writer.opens(why), *writer.ways(why)]


class _Writer:
    def __init__(self, adviser: Adviser, advice: Advice, lang: Lang) -> None:
        self.adviser, self.advice, self.lang = adviser, advice, lang
        self.knowledge = adviser.knowledge
        self.words = CaseWords(self.knowledge, advice, lang)
        self.say, self.of = self.words.say, self.words.of

    def rule(self, rule_id: str) -> Rule:
        rule = self.adviser.rulebase.get(rule_id)
        assert rule
        return rule

    def heading(self, why: Why) -> str:
        if why.state:
            state = self.say(f"why-state-{why.state}")
            opens = f" {self.say('why-opens-on', day=why.opens_on)}" if why.opens_on else ""
            return f"{self.words.channel(why.target)} ({why.target}): {state}{opens}"
        told = self.say("why-step", rank=why.rank) if why.rank else self.say("why-no-step")
        return f"{self.of(self.knowledge.actions[why.target].title)} ({why.target}): {told}"

    def proofs(self, why: Why) -> Iterator[str]:
        for proof in why.proofs:
            yield ""
            yield from self.proof(proof, 0)

    def proof(self, proof: ProofEntry, depth: int) -> Iterator[str]:
        pad = INDENT * depth
        if proof.fact:
            value = self.words.value(proof.fact, proof.value)
            yield f"{pad}- {self.words.label(proof.fact)} = {value}  ({self.origin(proof)})"
        if proof.contact:
            yield f"{pad}{INDENT}{self.contact(proof)}"
        if proof.rule:
            yield f"{pad}{INDENT}{proof.conclusion}  [{proof.rule}]"
            if proof.because:
                yield f"{pad}{INDENT}{proof.because[self.lang]}"
            yield from (f"{pad}{INDENT}{line}" for line in self.grounds(proof))
        for part in proof.parts:
            yield from self.proof(part, depth + 1)

    def contact(self, proof: ProofEntry) -> str:
        channel, _, rest = str(proof.contact).partition("=")
        outcome, _, day = rest.partition("@")
        told = {"channel": self.words.channel(channel), "day": day, "outcome": self.say(f"outcome-{outcome}")}
        undated = "why-contact-presumed" if proof.presumed else "why-contact-undated"
        key = undated if day == UNKNOWN else "why-contact"
        number = self.say("why-reference", reference=proof.reference) if proof.reference else ""
        return self.say(key, **told) + number

    def origin(self, proof: ProofEntry) -> str:
        implied = proof.fact in self.advice.case.implied
        return self.say("why-implied" if implied else f"why-{proof.origin or Origin.ASKED}")

    def grounds(self, proof: ProofEntry) -> Iterator[str]:
        for ref in proof.basis:
            cited = resolve(self.knowledge, ref, self.advice.case.days)
            if cited:
                yield f"§ {cite(cited.statute.title, cited.name, self.lang)}"
        if proof.reason:
            yield f"§ {proof.reason[self.lang]}"

    def opens(self, why: Why) -> Iterator[str]:
        """The smallest sets of changes, each on a line; or that there is none."""
        if why.rank or why.state == "open":
            return
        yield ""
        if why.asks:
            facts = self.say("list-comma").join(map(self.words.label, why.asks))
            yield self.say("why-decided-by", facts=facts)
        yield self.say("reach-title" if why.opens else "reach-none")
        yield from (f"- {self.moves(moves)}" for moves in why.opens)

    def moves(self, moves: tuple[MoveEntry, ...]) -> str:
        return self.say("list-and").join(map(self.words.move, moves))

    def ways(self, why: Why) -> Iterator[str]:
        if why.ways:
            yield ""
            yield self.say("why-not-title")
        for way in why.ways:
            yield from self.way(way)

    def way(self, way: WayEntry) -> Iterator[str]:
        yield f"- {way.title[self.lang]}  [{way.rule}]"
        yield from (f"{INDENT}{self.block(block, self.rule(way.rule))}" for block in way.blocks)
        if way.changes:
            yield f"{INDENT}→ {self.say('why-needs', n=len(way.changes), moves=self.moves(way.changes))}"

    def block(self, block: BlockEntry, rule: Rule) -> str:
        if block.condition:
            condition = next(item for item in rule.when if item.text == block.condition)
            found = self.words.value(condition.fact, block.found)
            return self.say(f"why-{block.kind}", wanted=self.words.condition(condition), found=found)
        assert block.rule
        told = self.say(f"why-{block.kind}", rule=self.of(self.rule(block.rule).entry.title))
        return f"{told} {self.say('why-opens-on', day=block.opens_on)}" if block.opens_on else told
