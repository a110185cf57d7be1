"""The rules → a program for CLIPS: what is known, what may be, the law of the day and the stages, all as rules of its own.

A condition holds (`holds`) or fails (`fails`) once its fact is closed, or neither. A rule whose conditions all hold is
`fired`; one of which none fails is `open`. When a stage is through, every fact that it can conclude is closed: `sure`
words are true, `may` words may be. Nothing of this is taken from the engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from knowledge.citations import find_article
from knowledge.library import Knowledge
from knowledge.models import FactKind
from rules.models import STAGES, Conclude, Condition, Op, Rule, Rulebase

__all__ = ["cents", "export", "symbol"]

TEMPLATES = """
(deftemplate phase (slot n (type INTEGER)))
(deftemplate day (slot of (type SYMBOL)) (slot n (type INTEGER)))
(deftemplate text (slot ref (type SYMBOL)) (slot of (type SYMBOL)) (slot from (type INTEGER)) (slot until (type INTEGER)))
(deftemplate law (slot ref (type SYMBOL)))
(deftemplate force (slot rule (type SYMBOL)))
(deftemplate is (slot fact (type SYMBOL)) (slot word (type SYMBOL)))
(deftemplate sure (slot fact (type SYMBOL)) (slot word (type SYMBOL)))
(deftemplate may (slot fact (type SYMBOL)) (slot word (type SYMBOL)))
(deftemplate sum (slot fact (type SYMBOL)) (slot cents (type INTEGER)))
(deftemplate event (slot fact (type SYMBOL)) (slot first (type INTEGER)) (slot last (type INTEGER)))
(deftemplate bound (slot limit (type SYMBOL)) (slot on (type INTEGER)) (slot after (type INTEGER)))
(deftemplate lapsed (slot limit (type SYMBOL)))
(deftemplate closed (slot fact (type SYMBOL)))
(deftemplate holds (slot condition (type SYMBOL)))
(deftemplate fails (slot condition (type SYMBOL)))
(deftemplate drawn (slot fact (type SYMBOL)) (slot word (type SYMBOL)))
(deftemplate maybe (slot fact (type SYMBOL)) (slot word (type SYMBOL)))
(deftemplate fired (slot rule (type SYMBOL)))
(deftemplate open (slot rule (type SYMBOL)))
(defrule in-force (declare (salience 50))
  (text (ref ?ref) (of ?day) (from ?from) (until ?until)) (day (of ?day) (n ?n&:(<= ?from ?n ?until)))
  => (assert (law (ref ?ref))))
(defrule known (declare (salience 30)) (is (fact ?f) (word ?w))
  => (assert (sure (fact ?f) (word ?w)) (may (fact ?f) (word ?w)) (closed (fact ?f))))
(defrule next (declare (salience -30)) ?now <- (phase (n ?n&:(< ?n 4))) => (retract ?now) (assert (phase (n (+ ?n 1)))))
"""
FOR_EVER = 9_999_999
"""the last day of an edition that is still in force"""
SIDES = {Op.GT: ("before", "on"), Op.GE: ("before", "after"), Op.LE: ("since", "on"), Op.LT: ("since", "after")}
"""`>` a limit: the event lies before the first day whose period still ends on the day asked about; `>=`: on the day after"""


def export(knowledge: Knowledge, rulebase: Rulebase) -> list[str]:
    """One construct a text, in an order in which CLIPS can build them; the phases begin at 0 and end by themselves."""
    conditions = list(dict.fromkeys(c for rule in rulebase.rules for c in rule.when))
    named = {condition: f"c{number}" for number, condition in enumerate(conditions)}
    constructs = [f"({part}" for part in TEMPLATES.replace("\n  ", " ").strip().removeprefix("(").split("\n(")]
    constructs += [text for condition in conditions for text in _condition(condition, named[condition], knowledge)]
    for phase, stage in enumerate(STAGES):
        for rule in rulebase.of(stage):
            constructs += [*_force(rule), *_rule(rule, phase, [named[condition] for condition in rule.when])]
        constructs += [text for fact in _concluded(rulebase.of(stage)) for text in _closing(fact, phase, knowledge)]
    return [*constructs, f"(deffacts always {' '.join(_always(knowledge, rulebase))})"]


def symbol(text: str) -> str:
    """`standing(court)` as CLIPS can write it."""
    return text.replace("(", "@").replace(")", "")


def cents(amount: Decimal) -> int:
    return int(amount * 100)


def _condition(condition: Condition, name: str, knowledge: Knowledge) -> Iterator[str]:
    fact = symbol(condition.fact)
    holds, fails = (f"(assert ({truth} (condition {name})))" for truth in ("holds", "fails"))
    if condition.op in SIDES and knowledge.fact(condition.fact).kind is FactKind.AMOUNT:
        test = f"({condition.op} ?x {cents(Decimal(condition.values[0]))})"
        yield f"(defrule {name}-holds (declare (salience 20)) (sum (fact {fact}) (cents ?x&:{test})) => {holds})"
        yield f"(defrule {name}-fails (declare (salience 20)) (sum (fact {fact}) (cents ?x&:(not {test}))) => {fails})"
    elif condition.op in SIDES:
        yield from _elapsed(condition, name, holds, fails)
    else:
        yield from _words(condition, name, *((fails, holds) if condition.op is Op.NE else (holds, fails)))


def _words(condition: Condition, name: str, among: str, apart: str) -> Iterator[str]:
    """Whatever the fact turns out to be, one of its words is among those of the condition; or none is."""
    fact, head = symbol(condition.fact), f"(declare (salience 20)) (closed (fact {symbol(condition.fact)}))"
    these, others = "|".join(condition.values), "&".join(f"~{word}" for word in condition.values)
    yield f"(defrule {name}-sure {head} (exists (sure (fact {fact}) (word {these}))) => {among})"
    yield (
        f"(defrule {name}-only {head} (not (sure (fact {fact}))) (exists (may (fact {fact})))"
        f" (not (may (fact {fact}) (word {others}))) => {among})"
    )
    yield (
        f"(defrule {name}-none {head} (exists (may (fact {fact}))) (not (may (fact {fact}) (word {these}))) => {apart})"
    )


def _elapsed(condition: Condition, name: str, holds: str, fails: str) -> Iterator[str]:
    """Every day on which the event may have been lies on the same side of the day that the limit reaches back to."""
    fact, limit = symbol(condition.fact), condition.values[0]
    side, slot = SIDES[condition.op]
    before, since = (holds, fails) if side == "before" else (fails, holds)
    head = f"(declare (salience 20)) (bound (limit {limit}) ({slot} ?b))"
    yield f"(defrule {name}-before {head} (event (fact {fact}) (last ?d&:(< ?d ?b))) => {before})"
    yield f"(defrule {name}-since {head} (event (fact {fact}) (first ?d&:(>= ?d ?b))) => {since})"
    yield (f"(defrule {name}-lapsed (declare (salience 20)) (lapsed (limit {limit})) (event (fact {fact})) => {fails})")


def _force(rule: Rule) -> Iterator[str]:
    """In force: a ground of its own, or one of its articles; and no later law that it yields to."""
    yields = f"(not (law (ref {_any(rule.entry.yields_to)})))" if rule.entry.yields_to else ""
    rests = "" if not rule.entry.basis or rule.entry.reason else f"(exists (law (ref {_any(rule.entry.basis)})))"
    yield (
        f"(defrule law-{rule.id} (declare (salience 40)) (phase (n 0)) {rests} {yields}"
        f" => (assert (force (rule {rule.id}))))"
    )


def _rule(rule: Rule, phase: int, names: list[str]) -> Iterator[str]:
    head, concluded = f"(phase (n {phase})) (force (rule {rule.id}))", [c for c in rule.then if isinstance(c, Conclude)]
    hold = " ".join(f"(holds (condition {name}))" for name in names)
    not_fail = " ".join(f"(not (fails (condition {name})))" for name in names)
    drawn, maybe = (
        " ".join(f"({kind} (fact {symbol(c.fact)}) (word {c.value}))" for c in concluded) for kind in ("drawn", "maybe")
    )
    yield (f"(defrule {rule.id} (declare (salience 10)) {head} {hold} => (assert (fired (rule {rule.id})) {drawn}))")
    yield f"(defrule open-{rule.id} {head} (not (fired (rule {rule.id}))) {not_fail} => (assert (open (rule {rule.id})) {maybe}))"


def _closing(fact: str, phase: int, knowledge: Knowledge) -> Iterator[str]:
    """What was drawn is sure; what may be drawn may be, beside it only where several words can be true; else `otherwise`."""
    name, entry = symbol(fact), knowledge.facts[fact]
    head = f"(declare (salience -10)) (phase (n {phase}))"
    alone = "" if entry.many else f"(not (drawn (fact {name})))"
    otherwise = f"(fact {name}) (word {entry.otherwise})"
    yield (
        f"(defrule {name}-drawn {head} (drawn (fact {name}) (word ?w))"
        f" => (assert (sure (fact {name}) (word ?w)) (may (fact {name}) (word ?w))))"
    )
    yield f"(defrule {name}-maybe {head} (maybe (fact {name}) (word ?w)) {alone} => (assert (may (fact {name}) (word ?w))))"
    yield f"(defrule {name}-else {head} (not (drawn (fact {name}))) => (assert (may {otherwise})))"
    yield (
        f"(defrule {name}-settled {head} (not (drawn (fact {name}))) (not (maybe (fact {name})))"
        f" => (assert (sure {otherwise})))"
    )
    yield f"(defrule {name}-closed (declare (salience -20)) (phase (n {phase})) => (assert (closed (fact {name}))))"


def _always(knowledge: Knowledge, rulebase: Rulebase) -> Iterator[str]:
    """The first phase, and every text of a cited article with the days on which it is in force."""
    yield "(phase (n 0))"
    for ref in dict.fromkeys(ref for rule in rulebase.rules for ref in (*rule.entry.basis, *rule.entry.yields_to)):
        found = find_article(knowledge, ref)
        assert found, ref
        statute, article = found
        for edition in statute.editions:
            if not article.editions or edition.id in article.editions:
                start, end = edition.in_force
                last = end.toordinal() if end else FOR_EVER
                told = f"(of {article.applies}) (from {start.toordinal()}) (until {last})"
                yield f"(text (ref {symbol(ref)}) {told})"


def _concluded(rules: Iterable[Rule]) -> list[str]:
    return list(dict.fromkeys(c.fact for rule in rules for c in rule.then if isinstance(c, Conclude)))


def _any(refs: Iterable[str]) -> str:
    return "|".join(map(symbol, refs))
