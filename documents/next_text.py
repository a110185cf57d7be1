"""Advice → the next question in words: what to ask, how to answer, why it is asked, and what hangs on it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.adviser import Advice, Adviser
from engine.steps.outline import Ask
from engine.wording import phrase
from knowledge.models import Lang

__all__ = ["next_lines"]


def next_lines(advice: Advice, adviser: Adviser, lang: Lang) -> list[str]:
    """In words; one line that says so when no answer can change the plan any more."""
    knowledge = adviser.knowledge
    if not advice.ask:
        return [phrase(knowledge, lang, "ask-done")]
    return list(_lines(advice, adviser, advice.ask[0], lang))


def _lines(advice: Advice, adviser: Adviser, ask: Ask, lang: Lang) -> Iterator[str]:
    knowledge = adviser.knowledge
    question, answers = knowledge.questions[ask.fact], advice.case.answers
    yield f"{ask.fact}: {question.asked(answers)[lang]}"
    yield f"  {question.helped(answers)[lang]}"
    fact = knowledge.facts.get(ask.fact)
    called = question.labelled(answers)
    values = fact.values if fact else ()
    if question.aside and question.aside.fact not in answers:
        yield f"  {question.aside.fact}={question.aside.word}: {question.aside.label[lang]}"
    yield from (f"  {value.id}: {called.get(value.id, value.label)[lang]}" for value in values)
    if ask.because:
        yield phrase(knowledge, lang, "next-why")
    for rule_id in ask.because:
        rule = adviser.rulebase.get(rule_id)
        yield f"  - {rule.entry.title[lang]} ({rule_id})" if rule else f"  - {rule_id}"
    if ask.affects:
        yield phrase(knowledge, lang, "next-affects")
    yield from (f"  - {advice.speaker.name(item)[lang]} ({item})" for item in ask.affects)
