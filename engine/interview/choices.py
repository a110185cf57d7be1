"""A fact → the lines of its list, in two levels where it is long; what is typed → the words of the fact that it names."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.interview.said import stands_in
from knowledge.frozen import replace
from knowledge.library import Knowledge
from knowledge.models import Aside, Fact, FactKind, Text, Value

__all__ = ["Choice", "is_place", "line_of", "list_choices", "named", "values_of"]

ROOM = 14
"""so many lines fit on a screen with the question, its help and the prompt"""
PLACE = 4
"""digits of the number of a line"""
LEAST = 2
"""letters from which a part of a name is taken for it"""


@dataclass(frozen=True)
class Choice:
    """A line of a list: a word of the fact, or several that stand behind it; or a word of another fact."""

    label: Text
    words: tuple[str, ...]
    aside: Aside | None = None


def is_place(typed: str) -> bool:
    """Whether it is the number of a line: of few digits, and digits only."""
    return typed.isdecimal() and len(typed) <= PLACE


def values_of(fact: Fact, knowledge: Knowledge, answers: Mapping[str, object] | None = None) -> tuple[Value, ...]:
    """Every value with its words, called as it is for whoever gave these answers."""
    values = fact.values
    if fact.kind is FactKind.YES_NO:
        values = tuple(Value(id=word, label=knowledge.wording[f"ask-{word}"]) for word in ("yes", "no"))
    question = knowledge.questions.get(fact.id)
    called = question.labelled(answers) if question and answers else {}
    return tuple(replace(value, label=called[value.id]) if value.id in called else value for value in values)


def list_choices(fact: Fact, values: Collection[Value], shelf: Collection[str]) -> list[Choice]:
    """One level of the list: what stands on the shelf, else what stands on top and, last, the groups.

    Where so few values are left that they fit, all stand on top.
    """
    if shelf:
        return [Choice(value.label, (value.id,)) for value in values if value.id in shelf]
    if len(values) <= ROOM:
        return [Choice(value.label, (value.id,)) for value in values]
    top = [Choice(value.label, (value.id,)) for value in values if value.group is None]
    return [*top, *_groups(fact, values)]


def _groups(fact: Fact, values: Collection[Value]) -> Iterator[Choice]:
    """Each group that has values left; one that is left alone stands for itself."""
    for group in fact.groups:
        inside = [value for value in values if value.group == group.id]
        if inside:
            label = group.label if len(inside) > 1 else inside[0].label
            yield Choice(label, tuple(value.id for value in inside))


def line_of(choices: Sequence[Choice], typed: str) -> Choice | None:
    """The line that is chosen by its number, or by all its words in either language."""
    if is_place(typed):
        return choices[int(typed) - 1] if 1 <= int(typed) <= len(choices) else None
    words = _plain(typed)
    return next((line for line in choices if words in (_plain(line.label.zh), _plain(line.label.en))), None)


def _plain(text: str) -> str:
    """As it may be typed: capitals and full-width signs make no difference."""
    return unicodedata.normalize("NFKC", text).lower()


def named(values: Collection[Value], typed: str) -> tuple[str, ...]:
    """The words that are named: by id or label, else those whose name shares most letters with what was typed."""
    text = typed.lower()
    same = [value.id for value in values if text in (value.id, value.label.zh.lower(), value.label.en.lower())]
    if same or len(text) < LEAST or text.isdigit():
        return tuple(same)
    shared = {value.id: _shared(value, text) for value in values}
    most = max(shared.values(), default=0)
    return tuple(word for word, letters in shared.items() if letters == most) if most else ()


def _shared(value: Value, text: str) -> int:
    """The letters of the longest name or part of a name that stands in the one or the other."""
    parts = [len(text) for label in (value.label.zh, value.label.en) if text in label.lower()]
    for name in (said.lower() for said in value.said):
        parts += [len(name)] if name in text or stands_in(name, text) else [len(text)] if text in name else []
    return max(parts, default=0)
