"""The vocabulary → the shape of a case file: which keys it has, what each can be. The reader and the JSON Schema share it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.case.case import NO_ANSWER
from engine.case.forms import COUNT, DAY, MONEY, TEXT, UNKNOWN, UNKNOWN_DAY, Schema, Words, or_unknown
from knowledge.entries import Entries
from knowledge.library import Knowledge
from knowledge.models import Fact, FactKind, Origin
from knowledge.outcome import Outcome
from knowledge.remembered import remembered

__all__ = ["PARTS", "RESERVED", "actions", "asked", "case_schema", "channels", "outcomes", "words"]

RESERVED = ("as_of", "attempts", "days_ago", "note")
PARTS = ("channel", "date", "days_ago", "outcome", "answered", "reference", "action")
ANSWERS = {"yes": True, "no": False}


@remembered(64)
def asked(knowledge: Knowledge) -> dict[str, Fact]:
    """The facts that a person can answer, by id."""
    return {fact.id: fact for fact in knowledge.facts.values() if fact.origin is Origin.ASKED}


@remembered(64)
def words(knowledge: Knowledge) -> Mapping[str, Words]:
    """The words of every fact that is answered by one."""
    facts = asked(knowledge)
    return Entries(facts, lambda name: _words(facts[name], knowledge))


def _words(fact: Fact, knowledge: Knowledge) -> Words:
    if fact.kind is FactKind.YES_NO:
        return Words({spelled: word for word in ANSWERS for spelled in _said(word, knowledge)})
    return Words.of({value.id: value.label for value in fact.values})


def _said(word: str, knowledge: Knowledge) -> Iterator[str | bool]:
    """Every way to write yes or no: as people say it, in small letters, with a capital, in capitals; as JSON has it."""
    told = knowledge.wording[f"said-{word}"]
    for said in (*told.en.split(), *told.zh.split()):
        yield from dict.fromkeys((said, said.capitalize(), said.upper()))
    yield ANSWERS[word]


@remembered(64)
def channels(knowledge: Knowledge) -> Words:
    return Words.of({channel.id: channel.name for channel in knowledge.channels.values()})


@remembered(64)
def outcomes(knowledge: Knowledge) -> Words:
    return Words.of({str(outcome): knowledge.wording.get(f"outcome-{outcome}") for outcome in Outcome})


@remembered(64)
def actions(knowledge: Knowledge) -> Words:
    return Words.of(dict.fromkeys(knowledge.actions))


def case_schema(knowledge: Knowledge) -> Schema:
    """The JSON Schema of a case file (`recourse/case/1`)."""
    facts = {
        fact.id: {**_answer(fact, knowledge), "description": f"{fact.label.zh} / {fact.label.en}"}
        for fact in asked(knowledge).values()
    }
    day = or_unknown(DAY, UNKNOWN_DAY)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "recourse/case/1",
        "type": "object",
        "properties": {
            "as_of": {**day, "description": "the day of the plan; default: today in China"},
            "days_ago": {**or_unknown(COUNT), "description": "when it happened, instead of incident_date"},
            "note": {**or_unknown(TEXT), "description": "for yourself; never read by a rule"},
            "attempts": {
                **or_unknown({"type": "array", "items": _attempt(knowledge)}),
                "description": "contacts already made",
            },
            **facts,
        },
        "additionalProperties": False,
        "not": _known("incident_date", UNKNOWN_DAY, "days_ago", UNKNOWN),
    }


def _attempt(knowledge: Knowledge) -> Schema:
    silent = {"properties": {"outcome": or_unknown({"enum": _spelled(knowledge)})}, "required": ["outcome"]}
    return {
        "type": "object",
        "properties": {
            "channel": channels(knowledge).schema,
            "date": {**or_unknown(DAY, UNKNOWN_DAY), "description": "not known: some day since the incident"},
            "days_ago": or_unknown(COUNT),
            "outcome": or_unknown(outcomes(knowledge).schema),
            "answered": or_unknown(DAY, UNKNOWN_DAY),
            "reference": or_unknown(TEXT),
            "action": or_unknown(actions(knowledge).schema),
        },
        "required": ["channel", "outcome"],
        "additionalProperties": False,
        "not": _known("date", UNKNOWN_DAY, "days_ago", UNKNOWN),
        "if": silent,
        "then": {"properties": {"answered": UNKNOWN_DAY}},
    }


def _spelled(knowledge: Knowledge) -> list[str | bool]:
    """The outcomes, however spelled, after which no answer can have come."""
    return [spelled for spelled, word in outcomes(knowledge).spelled.items() if word in NO_ANSWER]


def _known(first: str, unknown_first: Schema, second: str, unknown_second: Schema) -> Schema:
    return {
        "required": [first, second],
        "properties": {first: {"not": unknown_first}, second: {"not": unknown_second}},
    }


def _answer(fact: Fact, knowledge: Knowledge) -> Schema:
    match fact.kind:
        case FactKind.DATE:
            return or_unknown(DAY, UNKNOWN_DAY)
        case FactKind.AMOUNT:
            return or_unknown(MONEY)
        case _:
            return or_unknown(_words(fact, knowledge).schema)
