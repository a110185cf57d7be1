"""A line of a rule file → a comparison or a conclusion, checked against the vocabulary.

The grammar is closed on purpose: `fact op value` and `conclude | open | bar | hold | advise`. What needs more becomes
a computed fact, not more grammar.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable

from knowledge.library import Knowledge
from knowledge.limits import has_limit
from knowledge.models import Fact, FactKind, Origin
from rules.models import Advise, Bar, Conclude, Conclusion, Condition, Hold, Op, Open, Urgency

__all__ = ["GrammarError", "parse_conclusion", "parse_condition"]

CONDITION = re.compile(r"(?P<fact>[a-z0-9_]+)(\((?P<of>[a-z0-9-]+)\))? (?P<op>=|!=|<=|>=|<|>|in) (?P<value>\S.*)")
CONCLUDE = re.compile(r"conclude (?P<fact>[a-z0-9_]+) = (?P<value>[a-z0-9_-]+)")
CHANNEL = re.compile(r"(?P<verb>open|bar|hold) (?P<channel>[a-z0-9-]+)")
ADVISE = re.compile(
    r"advise (?P<action>[a-z0-9-]+) ((?P<urgency>now|today|this-week|when-useful)|by (?P<limit>[a-z0-9.-]+)"
    r" from (?P<event>[a-z_]+)(\((?P<of>[a-z0-9-]+)\))?)"
)

VERBS: dict[str, Callable[[str], Conclusion]] = {"open": Open, "bar": Bar, "hold": Hold}
ALLOWED = {
    FactKind.CHOICE: {Op.EQ, Op.NE, Op.IN},
    FactKind.YES_NO: {Op.EQ, Op.NE},
    FactKind.AMOUNT: {Op.LT, Op.LE, Op.GT, Op.GE},
    FactKind.ELAPSED: {Op.LT, Op.LE, Op.GT, Op.GE},
    FactKind.DATE: set[Op](),
}


class GrammarError(ValueError):
    """The line is not in the grammar, or names something that is not there."""


def nearest(word: str, words: Iterable[str]) -> str:
    """`; did you mean “x”?`, or nothing when no word is near."""
    found = difflib.get_close_matches(word, list(words), n=1, cutoff=0.6)
    return f"; did you mean “{found[0]}”?" if found else ""


def parse_condition(line: str, knowledge: Knowledge) -> Condition:
    """`respondent = bank` → Condition. Raises GrammarError with the nearest right word."""
    found = CONDITION.fullmatch(line)
    if not found:
        raise GrammarError(f"“{line}” is not `fact op value` with op one of = != < <= > >= in")
    fact = _fact(found["fact"], knowledge)
    name = _full_name(fact, found["of"], knowledge)
    op, values = Op(found["op"]), tuple(part.strip() for part in found["value"].split(","))
    if op not in ALLOWED[fact.kind]:
        raise GrammarError(f"“{name}” is a {fact.kind} fact: `{op}` cannot compare it")
    if op is not Op.IN and len(values) != 1:
        raise GrammarError(f"“{line}”: only `in` takes several values")
    for value in values:
        _check_value(fact, value, knowledge)
    return Condition.of(name, op, values)


def parse_conclusion(line: str, knowledge: Knowledge) -> Conclusion:
    """`open pboc-12363` → Open. Raises GrammarError with the nearest right word."""
    if found := CONCLUDE.fullmatch(line):
        fact = _fact(found["fact"], knowledge)
        if fact.origin is not Origin.CONCLUDED:
            raise GrammarError(f"“{fact.id}” is {fact.origin}: a rule cannot conclude it")
        _check_value(fact, found["value"], knowledge)
        return Conclude(fact.id, found["value"])
    if found := CHANNEL.fullmatch(line):
        channel = found["channel"]
        if channel not in knowledge.channels:
            raise GrammarError(f"there is no channel “{channel}”{nearest(channel, knowledge.channels)}")
        return VERBS[found["verb"]](channel)
    if found := ADVISE.fullmatch(line):
        return _advice(found, knowledge)
    raise GrammarError(
        f"“{line}” is not `conclude FACT = VALUE`, `open|bar|hold CHANNEL` or "
        "`advise ACTION now|today|this-week|by LIMIT from EVENT|when-useful`"
    )


def _advice(found: re.Match[str], knowledge: Knowledge) -> Advise:
    action, limit = found["action"], found["limit"]
    if action not in knowledge.actions:
        raise GrammarError(f"there is no action “{action}”{nearest(action, knowledge.actions)}")
    if limit is None:
        return Advise(action, Urgency(found["urgency"]))
    if not has_limit(knowledge, limit):
        raise GrammarError(f"there is no limit “{limit}”")
    event = _fact(found["event"], knowledge)
    if event.kind is not FactKind.ELAPSED:
        raise GrammarError(f"“{event.id}” is no event: a limit is counted from the event that its article names")
    return Advise(action, Urgency.BY, limit, _full_name(event, found["of"], knowledge))


def _fact(name: str, knowledge: Knowledge) -> Fact:
    if name not in knowledge.facts:
        raise GrammarError(f"there is no fact “{name}”{nearest(name, knowledge.facts)}")
    return knowledge.facts[name]


def _full_name(fact: Fact, of: str | None, knowledge: Knowledge) -> str:
    if fact.per is None:
        if of:
            raise GrammarError(f"“{fact.id}” is not told per channel")
        return fact.id
    if of is None or of not in knowledge.channels:
        raise GrammarError(f"“{fact.id}” needs a channel in brackets{nearest(of or '', knowledge.channels)}")
    return f"{fact.id}({of})"


def _check_value(fact: Fact, value: str, knowledge: Knowledge) -> None:
    if fact.kind is FactKind.ELAPSED:
        if not has_limit(knowledge, value):
            raise GrammarError(f"“{value}” is no named limit: a rule names the statute's limit or a yardstick")
    elif fact.kind is FactKind.AMOUNT:
        if not re.fullmatch(r"\d+(\.\d{1,2})?", value):
            raise GrammarError(f"“{value}” is not an amount in CNY")
    else:
        allowed = ["yes", "no"] if fact.kind is FactKind.YES_NO else [item.id for item in fact.values]
        if value not in allowed:
            raise GrammarError(f"“{value}” is no value of {fact.id}{nearest(value, allowed)}")
