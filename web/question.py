"""An interview → the question as a page shows it; what was sent back → the next state of the interview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from engine.case import is_unknown
from engine.case.changes import UNKNOWN
from engine.interview import Interview, Part
from engine.interview.choices import Choice as Line
from engine.interview.choices import values_of
from engine.steps import Call
from knowledge.models import CONTACTS, FactKind, Lang
from web.step_view import Link, link_of

__all__ = ["Choice", "Question", "answered", "card_of", "question_of"]

NONE = "0"
CARD = "card"
MANY = 14
"""values of which a name can be written as well"""
DAYS_SAID = ("web-today", "web-yesterday", "web-before-yesterday", "web-last-week")


@dataclass(frozen=True)
class Choice:
    """A button: what it sends, and what stands on it."""

    value: str
    label: str
    chosen: bool = False
    """whether it is the answer so far"""
    urgent: bool = False
    """whether it tells what cannot wait, and the question stays"""


@dataclass(frozen=True)
class CardLine:
    """Something that cannot wait, with the numbers for it."""

    title: str
    links: tuple[Link, ...]

    @classmethod
    def of(cls, call: Call, lang: Lang) -> CardLine:
        whose = (f"{way.of[lang]} " if way.of else "" for way in call.ways)
        return cls(
            call.title[lang],
            tuple(Link(w + way.brief[lang], link_of(way)) for w, way in zip(whose, call.ways, strict=True)),
        )


@dataclass(frozen=True)
class Question:
    """One question a page. `fact`, `part` and `count` tell a later answer from one to another question."""

    fact: str
    ask: str
    choices: tuple[Choice, ...] = ()
    none: str = ""
    """what stands on the button for “don’t know”, “nobody else”; none where an answer is needed"""
    part: str = ""
    count: int = 0
    typed: str = ""
    """the label of the field to write in; none where there is nothing to write"""
    hint: str = ""
    said: tuple[str, ...] = ()
    """days as people say them, to be taken by a button"""
    help: tuple[str, ...] = ()
    noted: tuple[str, ...] = ()
    amount: bool = False
    so_far: str = ""
    """the day or sum that was told, where it is asked again"""


def question_of(interview: Interview) -> Question | None:
    """None when nothing is asked any more."""
    name = None if interview.over else interview.question()
    if name is None:
        return None
    return _contact(interview) if name == CONTACTS else _fact(interview, name)


def _fact(interview: Interview, name: str) -> Question:
    fact, say = interview.adviser.knowledge.facts[name], interview.say
    so_far = str(interview.data.get(name))
    choices = tuple(
        Choice(_sent(item), item.label[interview.lang], so_far in item.words, urgent=item.aside is not None)
        for item in interview.choices(fact)
    )
    dated, amount = fact.kind is FactKind.DATE, fact.kind is FactKind.AMOUNT
    many = len(values_of(fact, interview.adviser.knowledge)) > MANY
    label = "web-day" if dated else "web-amount" if amount else "web-or-name" if many else ""
    return Question(
        fact=name,
        ask=interview.asks(fact),
        choices=choices,
        none=say("ask-dont-know"),
        typed=say(label) if label else "",
        hint=say(f"ask-{fact.kind}-form") if dated or amount else "",
        said=tuple(map(say, DAYS_SAID)) if dated else (),
        help=tuple(interview.help()),
        amount=amount,
        so_far=so_far
        if (dated or amount) and isinstance(interview.data.get(name), str) and not is_unknown(so_far)
        else "",
    )


def _sent(line: Line) -> str:
    return f"{line.aside.fact}={line.aside.word}" if line.aside else ",".join(line.words)


def _contact(interview: Interview) -> Question:
    draft, say, told = interview.draft or {}, interview.say, len(interview.contacts)
    part = interview.talk.part(draft)
    label, hint, none = _ways_to_tell(part, listed=bool(draft), told=told)
    return Question(
        fact=CONTACTS,
        ask=interview.talk.asks(part, told),
        choices=tuple(Choice(key, words) for key, words in interview.talk.choices(part, draft)),
        none=say(none) if none else "",
        part=str(part),
        count=told,
        typed=say(label) if label else "",
        hint=say(hint) if hint else "",
        said=tuple(map(say, DAYS_SAID)) if part in (Part.DATE, Part.ANSWERED) else (),
        help=tuple(interview.help()) if part is Part.OFFICE else (),
        noted=tuple(_noted(interview)),
    )


def _ways_to_tell(part: Part | None, *, listed: bool, told: int) -> tuple[str, str, str]:
    """The label of the field, the hint at it, and the button for nothing; `listed`: the second list is shown."""
    match part:
        case Part.OFFICE:
            nobody = "contact-nearer" if listed else "contact-nobody-else" if told else "contact-nobody"
            return "web-in-words", "contact-form", nobody
        case Part.DATE:
            return "web-day", "ask-date-form", "ask-dont-know"
        case Part.ANSWERED:
            return "web-day", "contact-answered-form", "ask-dont-know"
        case Part.REFERENCE:
            return "web-reference", "contact-reference-form", "web-no-reference"
        case Part.ACTION:
            return "", "", ""
        case _:
            return "", "", "ask-dont-know"


def _noted(interview: Interview) -> Sequence[str]:
    """The contacts told so far, a line each."""
    channels, colon = interview.adviser.knowledge.channels, interview.say("list-colon")
    return [
        f"{channels[item['channel']].name[interview.lang]}{colon}"
        f"{interview.say('day-untold') if item['date'] == UNKNOWN else item['date']} · {interview.say('outcome-' + item['outcome'])}"
        for item in interview.contacts
    ]


def answered(interview: Interview, sent: Mapping[str, str]) -> tuple[Interview, list[str], bool]:
    """The next state, what to say, and whether the answer was not understood.

    An answer to an earlier question (the browser went back) changes that answer; any other old form is not taken.
    """
    if interview.card:
        return replace(interview, card=()), [], False
    found = _at(interview, sent)
    if found is None:
        return interview, [interview.say("web-old-form")] if interview.question() else [], True
    if found is not interview and _says_the_same(interview, sent):
        return interview, [], False
    after, told = found.answer(_line(found, sent))
    wrong = after == found and bool(told)
    return (interview, told, True) if wrong else (after, told, False)


def _at(interview: Interview, sent: Mapping[str, str]) -> Interview | None:
    """The interview at the question that was answered; None where that is not to be found any more."""
    asked, fact = question_of(interview), sent.get("fact", "")
    if asked and (asked.fact, asked.part, str(asked.count)) == (fact, sent.get("part", ""), sent.get("count", "")):
        return interview
    known = fact in interview.history and fact in interview.adviser.knowledge.facts
    return interview.change(fact) if known and not interview.contacts and not interview.draft else None


def _says_the_same(interview: Interview, sent: Mapping[str, str]) -> bool:
    """Whether a form came twice."""
    return sent.get("pick") == str(interview.data.get(sent.get("fact", "")))


def _line(interview: Interview, sent: Mapping[str, str]) -> str:
    """The button by its place in the list, else what was written."""
    pick = sent.get("pick")
    if pick is None:
        return sent.get("typed", "")
    asked = question_of(interview)
    places = {item.value: number for number, item in enumerate(asked.choices if asked else (), 1)}
    return str(places.get(pick, NONE if pick == NONE else pick))


def card_of(interview: Interview) -> tuple[CardLine, ...]:
    """What cannot wait, to be read before the next question."""
    return () if interview.over else tuple(CardLine.of(call, interview.lang) for call in interview.card)
