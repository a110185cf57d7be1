"""One action or channel of a case → the drawing of its proof: answers at the left, rules with their articles, conclusion.

What is not advised or open shows its nearest ways instead, with what stands in each.
"""

from __future__ import annotations

from collections.abc import Iterator

from diagrams.drawing import Cluster, Drawing, Edge, Look, Node, Request, Sample, Way
from diagrams.pictures.phrases import Phrases
from engine.adviser import Advice, Adviser
from engine.explaining import Block, Obstacle, Proof, explain, prove, prove_fact, reached, ways_to
from engine.findings import Finding
from engine.graph import ChannelState
from engine.steps import channel_of
from engine.wording import FactWords, Speaker, cite
from knowledge.citations import resolve
from knowledge.errors import near_names
from knowledge.models import Origin
from rules.models import STAGES, Advise, Bar, Conclude, Hold, Open, Rule

__all__ = ["draw_proof"]

FACTS, GOAL = "facts", "goal"
NEAREST = 3
"""Ways that are drawn of what is not advised"""


def draw_proof(adviser: Adviser, request: Request) -> Drawing:
    """The proof of `request.name` in the case of `request.advice`. Raises CaseError without them, or for no such id."""
    known = (*adviser.knowledge.actions, *adviser.knowledge.channels)
    if request.advice is None or request.name not in known:
        raise near_names("ID", request.name or "", known)
    return _Proof(adviser, request.advice, request.name, request).drawing()


class _Proof:
    """Collects boxes and arrows by id, so that a fact that two rules test stands once."""

    def __init__(self, adviser: Adviser, advice: Advice, target: str, request: Request) -> None:
        self.knowledge, self.advice, self.target = adviser.knowledge, advice, target
        self.phrases = Phrases(adviser.knowledge, request.lang, request.day)
        self.say, self.lang = self.phrases.say, request.lang
        self.words = FactWords(adviser.knowledge, request.lang, advice.case.days)
        self.speaker = Speaker(adviser.knowledge, advice.case)
        self.nodes: dict[str, Node] = {}
        self.edges: dict[tuple[str, str], Edge] = {}
        self.left_out = 0

    def drawing(self) -> Drawing:
        found = [*reached(self.advice, self.target), *self.opening()]
        goal = self.goal()
        for finding in found:
            self.finding(finding, goal)
        if not any(isinstance(finding.conclusion, (Advise, Open)) for finding in found):
            self.blocked(goal)
        self.unsettled(goal)
        nodes, edges = tuple(self.nodes.values()), tuple(self.edges.values())
        return Drawing(
            title=(self.title(), self.phrases.case_line(self.advice.case)),
            clusters=tuple(self.clusters()),
            nodes=nodes,
            edges=edges,
            legend=tuple(self.legend()),
            legend_title=self.say("draw-legend"),
            notes=tuple(self.notes()),
        )

    def opening(self) -> list[Finding]:
        """What opens the channel at which an advised action is done."""
        action = self.knowledge.actions.get(self.target)
        channel = channel_of(action, self.knowledge, self.advice.case) if action else None
        rules = self.advice.graph.nodes[channel].because if channel and reached(self.advice, self.target) else ()
        found = reached(self.advice, channel) if channel else []
        return [item for item in found if item.rule.id in rules and isinstance(item.conclusion, Open)]

    @property
    def advised(self) -> bool:
        return any(isinstance(item.conclusion, Advise) for item in reached(self.advice, self.target))

    def title(self) -> str:
        action = self.knowledge.actions.get(self.target)
        if action is None:
            state = self.say(f"why-state-{self.advice.graph.nodes[self.target].state}")
            return self.say("proof-title-channel", channel=self.phrases.channel(self.target), state=state)
        key = "proof-title-why" if self.advised else "proof-title-why-not"
        return self.say(key, action=self.speaker.fill(action.title)[self.lang])

    def goal(self) -> str:
        action = self.knowledge.actions.get(self.target)
        name = self.speaker.fill(action.title)[self.lang] if action else self.phrases.channel(self.target)
        step = next((step for step in self.advice.plan.steps if step.action == self.target), None)
        told = self.say("proof-step", rank=step.rank) if step else self.state(action is None)
        look = Look.RESULT if step or (not action and self.open) else Look.MISSING
        return self.put(Node(f"goal:{self.target}", (name, told), look, GOAL, double=True))

    @property
    def open(self) -> bool:
        return any(isinstance(item.conclusion, Open) for item in reached(self.advice, self.target))

    def state(self, channel: bool) -> str:
        if not channel:
            return self.say("why-no-step")
        return self.say(f"why-state-{self.advice.graph.nodes[self.target].state}")

    def put(self, node: Node) -> str:
        self.nodes.setdefault(node.id, node)
        return node.id

    def join(self, source: str, target: str, way: Way = Way.GIVES) -> None:
        self.edges.setdefault((source, target), Edge(source, target, way))

    def finding(self, finding: Finding, goal: str) -> None:
        """The rule with all that it rests on, and an arrow to the goal; through the channel, where it opens one."""
        rule = self.proven(prove(self.advice, self.knowledge, finding))
        conclusion = finding.conclusion
        if isinstance(conclusion, Open) and conclusion.channel != self.target:
            door = Node(
                f"open:{conclusion.channel}",
                (self.say("proof-open", channel=self.phrases.channel(conclusion.channel)),),
                Look.RESULT,
                _drawn(finding.rule),
            )
            self.join(rule, self.put(door))
            self.join(door.id, goal)
        else:
            self.join(rule, goal, Way.STOPS if isinstance(conclusion, (Bar, Hold)) else Way.GIVES)

    def proven(self, proof: Proof) -> str:
        """The rule of a proof, behind the facts it rests on, and these behind the rules that drew them."""
        assert proof.finding
        rule = self.put(self.rule(proof.finding.rule))
        for part in proof.parts:
            self.join(self.fact(part), rule)
        return rule

    def fact(self, proof: Proof) -> str:
        name = proof.fact or ""
        if proof.finding is None:
            return self.put(self.known(name, proof))
        drawn = Node(f"fact:{name}", self.told(name), Look.RESULT, _drawn(proof.finding.rule))
        self.put(drawn)
        self.join(self.proven(proof), drawn.id)
        return drawn.id

    def told(self, name: str) -> tuple[str, ...]:
        return self.words.label(name), f"= {self.words.value(name, self.advice.inference.facts.get(name))}"

    def known(self, name: str, proof: Proof) -> Node:
        """A fact that no rule concluded, with whence it is: the answers it was computed from, or the contact."""
        origin = self.knowledge.fact(name).origin
        column = FACTS if origin is not Origin.CONCLUDED else self.stage_of(name)
        word = () if origin is Origin.CONCLUDED else (f"({self.say(f'proof-{origin}')})",)
        return Node(f"fact:{name}", (*self.told(name), *self.sources(proof), *word), Look.FACT, column)

    def sources(self, proof: Proof) -> tuple[str, ...]:
        if proof.contact:
            number = self.say("why-reference", reference=proof.contact.reference) if proof.contact.reference else ""
            unsaid = self.say("day-presumed" if proof.contact.presumed else "day-untold")
            return (f"{proof.contact.date or unsaid}{number}",)
        told = (
            (self.words.label(part.fact), self.words.value(part.fact, part.value)) for part in proof.parts if part.fact
        )
        return tuple(self.say("proof-from", fact=label, value=value) for label, value in told)

    def stage_of(self, name: str) -> str:
        """The column of a fact that a rule could have concluded."""
        drawing = (v.rule for v in self.advice.inference.verdicts for c in v.rule.then if _draws(c, name))
        rule = next(drawing, None)
        return _drawn(rule) if rule else FACTS

    def rule(self, rule: Rule, look: Look = Look.RULE, *more: str) -> Node:
        found = (resolve(self.knowledge, ref, self.advice.case.days) for ref in rule.entry.basis)
        cited = [item for item in found if item]
        grounds = [cite(item.statute.title, item.name, self.lang) for item in cited]
        title, because = (self.speaker.fill(text)[self.lang] for text in (rule.entry.title, rule.entry.because))
        tip = " ".join((because, *grounds, *([rule.entry.reason[self.lang]] if rule.entry.reason else [])))
        shown = [f"§ {item.statute.title[self.lang]} {item.name[self.lang]}" for item in cited[:1]] or [f"({rule.id})"]
        return Node(f"rule:{rule.id}", (title, *shown, *more), look, f"rules-{rule.stage}", tip=tip)

    def blocked(self, goal: str) -> None:
        """The nearest ways to what was not reached: what holds, what does not, what is unknown, what bars the channel."""
        ways = ways_to(self.advice, self.knowledge, self.target)
        self.left_out = max(0, len(ways) - NEAREST)
        for way in ways[:NEAREST]:
            self.way(way, goal)

    def unsettled(self, goal: str) -> None:
        """Of a channel that is not settled: the answers that are missing, and the rules that wait for them."""
        node = self.advice.graph.nodes.get(self.target)
        if node is None or node.state is not ChannelState.UNDETERMINED:
            return
        waiting = {item.rule.id: item for item in self.advice.inference.undecided()}
        rules = [waiting[name].rule for name in node.because if name in waiting]
        self.left_out = max(self.left_out, len(rules) - NEAREST)
        needed = {name.partition(":")[2] for name in self.nodes if name.startswith("needs:")}
        missing = [fact for fact in node.asks if not any(item.startswith(fact) for item in needed)]
        asked = [self.put(self.unanswered(fact)) for fact in missing]
        for rule in rules[:NEAREST]:
            stops = any(isinstance(item, (Bar, Hold)) and item.channel == self.target for item in rule.then)
            box = self.put(self.rule(rule, Look.UNDETERMINED))
            self.join(box, goal, Way.STOPS if stops else Way.WOULD)
            for name in asked:
                self.join(name, box, Way.WOULD)

    def unanswered(self, fact: str) -> Node:
        """A question that was not answered, as it is asked."""
        question = self.knowledge.questions.get(fact)
        told = (question.asked(self.advice.case.answers)[self.lang],) if question else ()
        return Node(
            f"asks:{fact}", (self.words.label(fact), *told, self.say("proof-unanswered")), Look.UNDETERMINED, FACTS
        )

    def way(self, way: explain.Way, goal: str) -> None:
        missing = {block.condition.fact for block in way.blocks if block.condition}
        off = any(block.kind is Obstacle.OUT_OF_FORCE for block in way.blocks)
        more = (self.say("proof-out-of-force"),) if off else ()
        rule = self.put(self.rule(way.rule, Look.RULE if not (missing or off) else Look.MISSING, *more))
        self.join(rule, goal, Way.WOULD if missing or off else Way.GIVES)
        for condition in way.rule.when:
            if condition.fact not in missing:
                self.join(self.fact(prove_fact(self.advice, self.knowledge, condition.fact)), rule)
        for block in way.blocks:
            self.block(block, rule, goal)

    def block(self, block: Block, rule: str, goal: str) -> None:
        if block.condition:
            obstacle = self.put(self.obstacle(block))
            self.join(obstacle, rule, Way.STOPS)
            proof = prove_fact(self.advice, self.knowledge, block.condition.fact)
            if proof.finding:
                self.join(self.proven(proof), obstacle)
        elif block.rule and block.kind is not Obstacle.OUT_OF_FORCE:
            stop = next(item for item in self.advice.inference.findings if item.rule is block.rule)
            barring = self.proven(prove(self.advice, self.knowledge, stop))
            self.join(barring, self.put(self.stopped(stop, block)), Way.GIVES)
            self.join(f"stop:{block.rule.id}", goal, Way.STOPS)

    def stopped(self, stop: Finding, block: Block) -> Node:
        assert isinstance(stop.conclusion, (Bar, Hold))
        channel = self.phrases.channel(stop.conclusion.channel)
        key = "proof-barred" if block.kind is Obstacle.BARRED else "proof-held"
        told = self.say(f"{key}-until" if block.opens_on else key, channel=channel, day=block.opens_on)
        return Node(f"stop:{stop.rule.id}", (told,), Look.MISSING, _drawn(stop.rule))

    def obstacle(self, block: Block) -> Node:
        """A condition that does not hold, or whose fact is unknown: what is needed, and what is."""
        assert block.condition
        wanted = self.words.wanted(block.condition)
        label = self.words.label(block.condition.fact)
        column = self.stage_of(block.condition.fact)
        name = f"needs:{block.condition.text.replace(' ', '')}"
        if block.kind is Obstacle.UNKNOWN:
            return Node(name, (label, self.say("proof-unknown", wanted=wanted)), Look.UNDETERMINED, column)
        found = self.words.value(block.condition.fact, block.value)
        told = (self.say("proof-wanted", wanted=wanted), self.say("proof-fails", found=found))
        return Node(name, (label, *told), Look.MISSING, column)

    def clusters(self) -> Iterator[Cluster]:
        """Answers first, then for each stage its rules and what they conclude, the goal last; only those with a box."""
        used = {node.cluster for node in self.nodes.values()}
        columns = [(FACTS, self.say("proof-column-facts"))]
        for stage in STAGES:
            name = self.say(f"rules-stage-{stage}")
            columns += [(f"rules-{stage}", name), (f"drawn-{stage}", self.say("proof-column-drawn"))]
        columns.append((GOAL, self.say("proof-column-goal")))
        return (Cluster(name, title) for name, title in columns if name in used)

    def legend(self) -> Iterator[Sample]:
        ways, looks = ({edge.way for edge in self.edges.values()}, {node.look for node in self.nodes.values()})
        yield from (Sample(self.say(f"draw-legend-{way}"), way) for way in Way if way in ways)
        yield from (Sample(self.say(f"draw-legend-{look}"), look) for look in Look if look in looks)

    def notes(self) -> Iterator[str]:
        if len(self.nodes) == 1:
            yield self.say("proof-none")
        if self.left_out:
            yield self.say("proof-more", n=NEAREST, more=self.left_out)


def _drawn(rule: Rule) -> str:
    """The column of what the rules of its stage conclude."""
    return f"drawn-{rule.stage}"


def _draws(conclusion: object, fact: str) -> bool:
    return isinstance(conclusion, Conclude) and conclusion.fact == fact
