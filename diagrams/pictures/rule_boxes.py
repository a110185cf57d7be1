"""Rules → boxes and arrows: each rule with its conditions, each with them inside, or each file of rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from diagrams.drawing import Cluster, Drawing, Edge, Look, Node, Request, Sample, Way
from diagrams.pictures.phrases import Phrases
from engine.adviser import Adviser
from engine.wording import FactWords
from knowledge.citations import Days, resolve
from knowledge.models import Origin, name_parts
from rules.models import STAGES, Advise, Bar, Conclude, Conclusion, Condition, Hold, Open, Rule, Stage

__all__ = ["MOST", "ByFile", "ByRule", "Whole", "drawn_by", "file_of"]

FACTS, CHANNELS, ACTIONS, ANSWERS = "facts", "channels", "actions", "answers"
MOST = 40
"""Rules that are drawn one by one; of more, their files"""
WAYS = {Open: Way.OPENS, Bar: Way.BARS, Hold: Way.HOLDS}


def file_of(rule: Rule) -> str:
    """`advice/merchant`"""
    return rule.place.partition(".yaml")[0]


def drawn_by(rule: Rule) -> list[str]:
    return [item.fact for item in rule.then if isinstance(item, Conclude)]


@dataclass(frozen=True)
class _Told:
    """A box and its column, and how it is joined to the rule."""

    node: Node
    way: Way = Way.GIVES


class _Drawer:
    """What both ways of drawing share: boxes and arrows by id, columns in the order of the stages."""

    tall = 8
    """boxes in a column, where a stage may have several"""

    def __init__(
        self, adviser: Adviser, request: Request, rules: list[Rule], left_out: int, whole: bool = False
    ) -> None:
        self.adviser, self.knowledge, self.request = adviser, adviser.knowledge, request
        self.rules, self.left_out, self.whole = rules, left_out, whole
        self.days, self.lang = Days(request.day, request.day), request.lang
        self.phrases = Phrases(adviser.knowledge, request.lang, request.day)
        self.words = FactWords(adviser.knowledge, request.lang, self.days)
        self.nodes: dict[str, Node] = {}
        self.edges: dict[tuple[str, str, Way], Edge] = {}

    def say(self, key: str, **values: object) -> str:
        return self.phrases.say(f"rules-{key}", **values)

    def put(self, node: Node) -> str:
        self.nodes.setdefault(node.id, node)
        return node.id

    def join(self, source: str, target: str, way: Way = Way.GIVES) -> None:
        self.edges.setdefault((source, target, way), Edge(source, target, way))

    def drawing(self) -> Drawing:
        self.collect()
        nodes, edges = tuple(self.nodes.values()), tuple(self.edges.values())
        return Drawing(
            title=(self.title(), self.say("day", day=self.request.day)),
            clusters=tuple(self.clusters()),
            nodes=nodes,
            edges=edges,
            legend=tuple(self.legend(nodes, edges)),
            legend_title=self.phrases.say("draw-legend"),
            notes=tuple(self.notes()),
        )

    def collect(self) -> None:
        raise NotImplementedError

    def title(self) -> str:
        if self.whole:
            return self.say("title-all", n=len(self.rules))
        name = self.request.name or self.request.issue or ""
        named = self.adviser.rulebase.named(name)
        if named:
            return self.say("title-rule", what=named[0].entry.title[self.lang])
        return self.say("title-some", what=self.subject(name), n=len(self.rules))

    def subject(self, name: str) -> str:
        knowledge = self.knowledge
        if name in knowledge.channels:
            return self.phrases.channel(name)
        if name_parts(name)[0] in knowledge.facts:
            return self.words.label(name)
        return knowledge.issues[name].label[self.lang] if name in knowledge.issues else self.topic(name)

    def topic(self, file: str) -> str:
        """The words of a file of rules; its name where it has none."""
        key = f"topic-{file.replace('/', '-')}"
        return self.phrases.say(key) if key in self.knowledge.wording else file

    def clusters(self) -> Iterator[Cluster]:
        used = {node.cluster or "" for node in self.nodes.values()}
        columns = [(FACTS, self.say("column-facts"))]
        for stage in STAGES:
            columns += [(name, self.say(f"stage-{stage}")) for name in sorted(used) if name.startswith(f"{stage}-")]
            columns += [(f"drawn-{stage}", self.phrases.say("proof-column-drawn"))]
        columns += [(CHANNELS, self.say("column-channels")), (ACTIONS, self.say("column-actions"))]
        columns += [(name, self.say("stage-answers")) for name in sorted(used) if name.startswith(ANSWERS)]
        return (Cluster(name, title) for name, title in columns if name in used)

    def legend(self, nodes: tuple[Node, ...], edges: tuple[Edge, ...]) -> Iterator[Sample]:
        ways, looks = {edge.way for edge in edges}, {node.look for node in nodes}
        yield from (Sample(self.phrases.say(f"draw-legend-{way}"), way) for way in Way if way in ways)
        yield from (Sample(self.phrases.say(f"draw-legend-{look}"), look) for look in Look if look in looks)

    def notes(self) -> Iterator[str]:
        if self.left_out:
            yield self.say("note-out", n=self.left_out)

    def column(self, name: str) -> str:
        """The last column of that name, or one more when that is full."""
        return f"{name}-{sum((node.cluster or '').startswith(f'{name}-') for node in self.nodes.values()) // self.tall}"

    def fact(self, name: str, stage: Stage) -> Node:
        return Node(f"fact:{name}", (self.words.label(name),), Look.RESULT, f"drawn-{stage}")


class ByRule(_Drawer):
    """Every condition, rule and conclusion a box of its own."""

    def collect(self) -> None:
        drawn_here = {fact for rule in self.rules for fact in drawn_by(rule)}
        for rule in self.rules:
            box = self.put(self.rule(rule))
            for condition in rule.when:
                tested = condition.text.replace(" ", "")
                source = f"fact:{condition.fact}" if condition.fact in drawn_here else f"if:{tested}"
                if condition.fact not in drawn_here:
                    lines = (self.words.label(condition.fact), f"= {self.words.wanted(condition)}")
                    self.put(Node(source, lines, Look.FACT, FACTS))
                self.join(source, box)
            self.conclusions(rule, box)

    def rule(self, rule: Rule, *conditions: str) -> Node:
        cited = [item for ref in rule.entry.basis if (item := resolve(self.knowledge, ref, self.days))]
        grounds = [f"§ {item.statute.title[self.lang]} {item.name[self.lang]}" for item in cited]
        channels = rule.entry.channel if rule.family != rule.id else ()
        lines = (rule.entry.title[self.lang], *map(self.phrases.channel, channels), *conditions, *grounds[:1])
        return Node(f"rule:{rule.id}", lines, Look.RULE, self.column(rule.stage), tip=" ".join((rule.id, *grounds)))

    def conclusions(self, rule: Rule, box: str) -> None:
        for told in map(self.conclusion, rule.then, [rule] * len(rule.then)):
            self.join(box, self.put(told.node), told.way)

    def conclusion(self, conclusion: Conclusion, rule: Rule) -> _Told:
        match conclusion:
            case Conclude(fact=fact):
                return _Told(self.fact(fact, rule.stage))
            case Advise(action=action):
                title = self.knowledge.actions[action].title[self.lang]
                return _Told(Node(f"do:{action}", (title,), Look.ACTION, ACTIONS))
            case _:
                channel = self.phrases.channel(conclusion.channel)
                return _Told(
                    Node(f"channel:{conclusion.channel}", (channel,), Look.CHANNEL, CHANNELS), WAYS[type(conclusion)]
                )


class Whole(ByRule):
    """Every rule a box with its conditions inside, so that many rules make no tangle."""

    def collect(self) -> None:
        drawn_here = {fact for rule in self.rules for fact in drawn_by(rule)}
        for rule in self.rules:
            inside = [item for item in rule.when if item.fact not in drawn_here and not self.said(item)]
            told = (self.say("when", condition=self.words.condition(item)) for item in inside)
            box = self.put(self.rule(rule, *told))
            for condition in rule.when:
                if condition.fact in drawn_here:
                    self.join(f"fact:{condition.fact}", box)
            self.conclusions(rule, box)

    def said(self, condition: Condition) -> bool:
        """What the title says already."""
        return condition.base == "issue" and (self.request.name or self.request.issue) in condition.values


class ByFile(_Drawer):
    """A box for every file, joined by the facts that files conclude, and to the levels of the channels they decide on."""

    tall = 11

    def collect(self) -> None:
        files: dict[str, list[Rule]] = {}
        for rule in self.rules:
            files.setdefault(file_of(rule), []).append(rule)
        for file, rules in files.items():
            self.file(file, rules)

    def file(self, file: str, rules: list[Rule]) -> None:
        stage = rules[0].stage
        box = self.put(
            Node(f"file:{file}", tuple(self.lines(file, rules)), Look.TOPIC, self.column_of(rules), tip=file)
        )
        for fact in dict.fromkeys(condition.fact for rule in rules for condition in rule.when):
            drawer = self.stage_of(fact)
            if drawer:
                self.join(self.put(self.fact(fact, drawer)), box)
        for fact in dict.fromkeys(fact for rule in rules for fact in drawn_by(rule)):
            self.join(box, self.put(self.fact(fact, stage)))
        for conclusion in (item for rule in rules for item in rule.then):
            if isinstance(conclusion, (Open, Bar, Hold)):
                self.join(box, self.put(self.level(conclusion.channel)), WAYS[type(conclusion)])

    def column_of(self, rules: list[Rule]) -> str:
        """The stage; advice that rests on answers alone, which no arrow leads to, stands apart."""
        joined = any(self.stage_of(condition.fact) for rule in rules for condition in rule.when)
        alone = self.whole and rules[0].stage is Stage.ADVICE and not joined
        return self.column(ANSWERS if alone else rules[0].stage)

    def lines(self, file: str, rules: list[Rule]) -> Iterator[str]:
        """The file's words, how many rules it has, how many facts they test, and what they decide."""
        yield self.topic(file)
        tested = {condition.fact for rule in rules for condition in rule.when}
        yield self.say("list").join((self.say("topic", n=len(rules)), self.say("tests", n=len(tested))))
        conclusions = [item for rule in rules for item in rule.then]
        counts = [
            (key, _channels(conclusions, kind)) for key, kind in (("opens", Open), ("bars", Bar), ("holds", Hold))
        ]
        told = [self.say(f"{key}-n", n=n) for key, n in counts if n]
        actions = len({item.action for item in conclusions if isinstance(item, Advise)})
        if told or actions:
            yield self.say("list").join([*told, *([self.say("advises", n=actions)] if actions else [])])

    def stage_of(self, fact: str) -> Stage | None:
        """The stage that concludes it, if rules do."""
        if self.knowledge.fact(fact).origin is not Origin.CONCLUDED:
            return None
        return next((rule.stage for rule in self.adviser.rulebase.rules if fact in drawn_by(rule)), None)

    def level(self, channel: str) -> Node:
        level = self.knowledge.channels[channel].level
        return Node(f"level:{level}", (self.phrases.say(f"draw-level-{level}"),), Look.CHANNEL, CHANNELS)

    def notes(self) -> Iterator[str]:
        yield self.say("note-whole") if self.whole else self.say("note-topics", n=MOST)
        yield from super().notes()


def _channels(conclusions: Iterable[Conclusion], kind: type[Conclusion]) -> int:
    return len(
        {item.channel for item in conclusions if isinstance(item, kind) and not isinstance(item, (Advise, Conclude))}
    )
