"""The questionnaire as a pure machine: what to show, and what a typed line makes of it. No terminal is touched here.

An interview holds the raw answers as a case file would. Each line leads to a new interview and the lines to show.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from engine.adviser import Advice, Adviser
from engine.case import is_unknown, words_of
from engine.case.forms import LINE, read_money
from engine.case.shape import words
from engine.doors import first_doors
from engine.explaining.difference import compare
from engine.explaining.difference_lines import difference_lines
from engine.interview.choices import Choice, is_place, list_choices, named, values_of
from engine.interview.contact import ContactTalk, Draft, Part
from engine.interview.hearing import Heard, hear, overhear
from engine.interview.order import next_question, questions_of
from engine.interview.remaining import questions_left
from engine.interview.told_day import Bound
from engine.interview.told_sum import read_sum
from engine.steps import Call, calls, urgent_calls
from engine.wording import phrase
from knowledge.errors import CaseError, Fault
from knowledge.models import CONTACTS, Fact, FactKind, Lang, Text, Value

__all__ = ["Interview", "begin"]

BACK, HELP, QUIT, CHANGE = ("b", "返回"), ("?", "帮助"), ("q", "退出", "结束"), ("c", "改")
NONE = "0"
UNKNOWN = "unknown"
NO_TEXT = "\ufffd"
"""stands where bytes were typed that are no text"""
INCIDENT = "incident_date"
NOTE = "note"
ISSUE = "issue"
ENOUGH = 6
"""so many questions in a row that the person could not answer: the plan is worth more than the next question"""
WITHOUT_NUMBER, UNSURE = 3, 2
"""so many answers that brought nobody to call, the last of them known or not: then whom one calls first is told by what happened"""
DOORS = ("first doors",)
"""stands among what was shown once that was"""
NAMED = 3
"""steps that are named where it is told what hangs on a question"""
ONE_EACH = 6
"""so many answers are listed a line each; more run on, so that the question stays on the screen"""


@dataclass(frozen=True)
class Interview:
    """The answers so far, in the order given; `asking` is a fact the person chose to change.

    `behind` is an answer to it that names no matter by itself: what is behind it is asked. `shelf` holds the words of the level of a list that is shown; `card` stands while what cannot wait is to be read; `seen`
    are the numbers shown so far; `at_once` are the parts of the contact that one line told, which are taken back as one; `declined` counts the answers “don't know” in a row, `most` bounds what is shown as left. `everything`: also what changes later steps only is asked.
    """

    adviser: Adviser
    today: date
    lang: Lang
    data: dict[str, Any]
    history: tuple[str, ...] = ()
    asking: str | None = None
    behind: str | None = None
    contacts: tuple[dict[str, Any], ...] = ()
    draft: Draft | None = None
    at_once: frozenset[str] = frozenset()
    over: bool = False
    shelf: tuple[str, ...] = ()
    card: tuple[Call, ...] = ()
    seen: frozenset[tuple[str, ...]] = frozenset()
    declined: int = 0
    most: int | None = None
    everything: bool = False

    @cached_property
    def advice(self) -> Advice:
        return self.adviser.advise(self.adviser.read(self.data, self.today))

    @property
    def talk(self) -> ContactTalk:
        return ContactTalk(self.adviser, self.advice, self.data, self.today, self.lang)

    def say(self, key: str, **values: object) -> str:
        return phrase(self.adviser.knowledge, self.lang, key, **values)

    @property
    def kept(self) -> dict[str, Any]:
        """What a case file should hold, contacts that are being told included, half a contact too: nothing typed is lost."""
        half, note = self.talk.half(self.draft) if self.draft else (None, None)
        contacts = [*self.contacts, half] if half else list(self.contacts)
        told = {**self.data, CONTACTS: contacts} if contacts else self.data
        noted = " ".join(filter(None, (self.data.get(NOTE), note)))
        return {**told, NOTE: noted[:LINE]} if note else told

    @cached_property
    def questions(self) -> list[str]:
        """The facts of which an answer can still change the plan; none once so many in a row could not be answered."""
        return [] if self.tired else questions_of(self.advice, self.history)

    @cached_property
    def _next(self) -> str | None:
        """The fact to ask, unless the person chose one; None once no answer turns the first step, if not all is to be asked."""
        return None if self.tired else next_question(self.advice, self.history, everything=self.everything)

    @property
    def tired(self) -> bool:
        """Whether so many questions in a row could not be answered that no more is asked."""
        return self.declined >= ENOUGH

    def question(self) -> str | None:
        """The fact to ask next (or the contacts); None when there is nothing more to ask."""
        return self.asking or self._next

    def prompt(self) -> list[str]:
        """What to show next: what cannot wait, else the current question; empty when the interview is over."""
        name = None if self.over else self.question()
        if self.card and not self.over:
            return self._card_lines()
        if name is None:
            return []
        if name == CONTACTS:
            return self.talk.prompt(self.draft or {}, len(self.contacts))
        fact = self.adviser.knowledge.facts[name]
        lines = ["", self.asks(fact)]
        lines += [f"  {number}. {choice.label[self.lang]}" for number, choice in enumerate(self.choices(fact), 1)]
        if fact.kind in (FactKind.DATE, FactKind.AMOUNT):
            lines.append(self.say(f"ask-{fact.kind}-form"))
        return [*lines, f"  0. {self.say('ask-dont-know')}{self.say('ask-level-up') if self.shelf else ''}"]

    def asks(self, fact: Fact) -> str:
        """The question; where an answer was given that names no matter by itself, what is behind it."""
        asked = self.adviser.knowledge.questions[fact.id].asked(self.advice.case.answers)
        return (self._again(fact, self.behind) or asked)[self.lang]

    def _card_lines(self) -> list[str]:
        colon = self.say("list-colon")
        told = (
            f"  {number}. {call.title[self.lang]}{colon}{call.words(self.lang)}"
            for number, call in enumerate(self.card, 1)
        )
        return ["", self.say("card-title"), *told, self.say("card-then")]

    def choices(self, fact: Fact) -> list[Choice]:
        """What a person can choose by number on this level of the list."""
        return list_choices(fact, self._open_values(fact), self.shelf)

    def _open_values(self, fact: Fact) -> list[Value]:
        """The values that the other answers leave room for."""
        out = self._ruled_out(fact) | {self.behind}
        return [value for value in self._values(fact) if value.id not in out]

    def _values(self, fact: Fact) -> tuple[Value, ...]:
        """Every value, called as it is in this case."""
        return values_of(fact, self.adviser.knowledge, self.advice.case.answers)

    def _again(self, fact: Fact, word: object) -> Text | None:
        """The words in which it is asked what is behind this answer; None where the answer says it all."""
        return next((value.again for value in fact.values if value.id == word), None)

    def _ruled_out(self, fact: Fact) -> frozenset[str]:
        """The words that the other answers rule out; where this one was told before, as if it had not been."""
        if fact.id not in self.data:
            return self.advice.case.ruled_out.get(fact.id, frozenset())
        others = {key: value for key, value in self.data.items() if key != fact.id}
        case = self.adviser.contradictions.narrow(self.adviser.read(others, self.today))
        return case.ruled_out.get(fact.id, frozenset())

    @cached_property
    def bound(self) -> int:
        """At most so many questions are left, the current one among them; it does not grow unless an answer is changed."""
        left = questions_left(
            self.adviser, self.advice, self.history, ENOUGH - self.declined, everything=self.everything
        )
        return max(1, left if self.most is None else min(left, self.most))

    def left(self) -> str:
        """How much is still to come, in words: questions, and the parts of the contact that is being told."""
        if self.card:
            return self.say("card-enter")
        if self.question() == CONTACTS and self.draft:
            then = self.say("ask-left-then", n=self.bound - 1) if self.bound > 1 else ""
            return self.say("ask-left-parts", part=len(self.draft) + 1, parts=len(Part)) + then
        return self.say("ask-left-one") if self.bound == 1 else self.say("ask-left", n=self.bound)

    def take(self, line: str) -> tuple[Interview, list[str]]:
        """The interview after a typed line (full-width letters and digits count as their plain ones), and what to say."""
        if NO_TEXT in line:
            return self, [self.say("ask-no-text")]
        if self._takes_text():
            return self.answer(line)
        word, name = unicodedata.normalize("NFKC", line).strip(), self.question()
        if word.lower() in QUIT:
            return replace(self, over=True, card=()), [self.say("ask-stopped")]
        if self.card and word.lower() in BACK:
            return replace(self, card=(), seen=self.seen - {call.key for call in self.card}).back(), []
        if self.card:
            return replace(self, card=()), []
        if name is None or self.over:
            return replace(self, over=True), []
        if word.lower() in HELP:
            return self, self.help()
        if word.lower() in BACK:
            return self.back(), []
        if (found := re.fullmatch(rf"(?:{'|'.join(CHANGE)})\s*(\d{{0,4}})", word.lower())) is not None:
            return self._change(found[1])
        return self.answer(word)

    def answer(self, line: str) -> tuple[Interview, list[str]]:
        """The interview after an answer to what is asked, and what to say; no word of it is a command."""
        word, name = (
            line.strip() if self._takes_text() else unicodedata.normalize("NFKC", line).strip(),
            self.question(),
        )
        if name is None:
            return self, []
        heard, rest = hear(self.adviser.knowledge, word) if self._listens() else (None, word)
        if heard and self.data.get(heard.fact) != heard.value:
            return self._heard(heard, word)
        if name == CONTACTS:
            return self._take_contact(rest.strip())
        return self._take_answer(self.adviser.knowledge.facts[name], word)

    def _listens(self) -> bool:
        """Whether a sentence of the person's own can come: to a list, or to whom they have contacted."""
        name = self.question()
        if name == CONTACTS:
            return self.talk.part(self.draft or {}) is Part.OFFICE
        return name is not None and self.adviser.knowledge.facts[name].kind in (FactKind.CHOICE, FactKind.YES_NO)

    def _heard(self, heard: Heard, line: str) -> tuple[Interview, list[str]]:
        """With what the line tells unasked; the question stays unless the line answers it as well. Whom it names there was not contacted."""
        told = self.told(heard.fact, heard.value)
        held = replace(told, asking=self.asking, behind=self.behind, draft=self.draft, shelf=self.shelf)
        noted = self.say("heard", fact=self.label(heard.fact), value=told.shown(heard.fact))
        if self.question() != CONTACTS and not self.asking:
            after, lines = held.answer(line)
            if after.data != held.data or after.shelf != held.shelf:
                return after, [noted, *lines]
        held, lines = held.with_numbers()
        return held, [noted, *lines]

    def _takes_text(self) -> bool:
        """Whether the person's own words are asked for, none of which is a command."""
        told = not (self.over or self.card) and self.question() == CONTACTS and self.draft
        return bool(told) and self.talk.part(self.draft or {}) is Part.REFERENCE

    def _take_answer(self, fact: Fact, word: str) -> tuple[Interview, list[str]]:
        """A number of the list, a name, a day or a sum; a line or a name that stands for several words shows these."""
        if word == NONE or is_unknown(word):
            return self._answer(fact.id, self.behind or UNKNOWN)
        if fact.kind is FactKind.DATE:
            return self._answer_day(fact.id, word)
        if fact.kind is FactKind.AMOUNT and read_money(word) is None and (found := read_sum(word)) is not None:
            return self._taken(fact.id, str(found), [self.say("ask-amount-taken", amount=f"{found:,.2f}")])
        if fact.kind is FactKind.YES_NO and (said := words(self.adviser.knowledge)[fact.id].read(word)):
            return self._answer(fact.id, said)
        choices = self.choices(fact)
        if choices and is_place(word) and 1 <= int(word) <= len(choices):
            meant = choices[int(word) - 1].words
        else:
            meant = named(self._open_values(fact), word)
        if len(meant) > 1:
            return replace(self, shelf=meant), []
        return self._answer(fact.id, meant[0] if meant else word, word)

    def _answer_day(self, name: str, word: str) -> tuple[Interview, list[str]]:
        """A day as it is said, pinned to its date; what it was taken for is told where it was not written out."""
        incident = self.advice.case.answers.get(INCIDENT) if name != INCIDENT else None
        day, told = self.talk.days.read(word, Bound.EARLIEST, incident if isinstance(incident, date) else None)
        if day is None:
            return self, told
        return self._taken(name, day, told)

    def _taken(self, name: str, value: str, told: list[str]) -> tuple[Interview, list[str]]:
        """What was meant, and what it was taken for."""
        after, lines = self._answer(name, value)
        return after, lines if after is self else [*told, *lines]

    def told(self, name: str, value: Any) -> Interview:
        """The interview after this answer, as a case file would hold it. Raises CaseError for one that cannot be."""
        after = self._with({**self.data, name: value}, name)
        self.adviser.read(after.data, self.today)
        return replace(
            after, declined=self.declined + 1 if value == UNKNOWN else 0 if name != CONTACTS else self.declined
        )

    def _answer(self, name: str, value: Any, line: str = "") -> tuple[Interview, list[str]]:
        """With this answer, and what the line in which it was given tells in passing."""
        try:
            after = self.told(name, value)
        except CaseError as error:
            fact = self.adviser.knowledge.facts[name]
            known = not words_of(fact) or value in words_of(fact)
            return self, self._misunderstood(fact.kind, error.faults if known else ())
        if not self.behind and self._again(self.adviser.knowledge.facts[name], value):
            return replace(after, asking=name, behind=str(value)), []
        after, noted = after.overhearing(line)
        after, told = self._after(after, name)
        return after, [*noted, *told]

    def overhearing(self, line: str) -> tuple[Interview, list[str]]:
        """With what the line tells of questions that are still open; each is said, so that it can be taken back."""
        after, noted = self, []
        for heard in overhear(self.adviser.knowledge, line, self.questions if line else ()):
            if heard.value in {value.id for value in self._open_values(self.adviser.knowledge.facts[heard.fact])}:
                after = after.told(heard.fact, heard.value)
                noted.append(self.say("heard", fact=self.label(heard.fact), value=after.shown(heard.fact)))
        return after, noted

    def _after(self, after: Interview, name: str) -> tuple[Interview, list[str]]:
        """What a changed answer does to the plan, and whom can be called now."""
        changed = self._changed(after, name) if self.asking and not self.behind else []
        after, told = after.with_numbers()
        return after, [*changed, *told]

    def with_numbers(self) -> tuple[Interview, list[str]]:
        """With what cannot wait as a card, where a number of it is new; else, where none was shown yet, the first number."""
        plan = self.advice.plan
        if any(call.key not in self.seen for call in urgent_calls(plan)):
            urgent = urgent_calls(plan)
            return replace(self, card=urgent, seen=self.seen | {call.key for call in urgent}), []
        first = None if self.seen - {DOORS} else next(calls(plan), None)
        if first is None:
            return self._with_doors()
        told = self.say("first-number", title=first.title[self.lang], numbers=first.words(self.lang))
        return replace(self, seen=frozenset({first.key})), [told]

    def _with_doors(self) -> tuple[Interview, list[str]]:
        """Where so many answers brought nobody to call and no trouble is named: once, whom one calls first by what happened."""
        told = ISSUE in self.advice.case.answers
        if self.seen or told or len(self.history) < (UNSURE if self.declined else WITHOUT_NUMBER):
            return self, []
        knowledge, case = self.adviser.knowledge, self.advice.case
        doors = first_doors(knowledge, case.as_of, case.wallet(knowledge))
        lines = [
            f"  · {self.say('first-door', given=door.given, numbers=door.call.words(self.lang))}" for door in doors
        ]
        return replace(self, seen=frozenset({DOORS})), [self.say("first-doors"), *lines]

    def _with(self, data: dict[str, Any], name: str) -> Interview:
        history = (*(item for item in self.history if item != name), name)
        most = (
            None if self.asking and not self.behind else self.__dict__.get("bound", self.most)
        )  # what was shown, if it was looked at
        return replace(self, data=data, history=history, asking=None, behind=None, draft=None, shelf=(), most=most)

    def _misunderstood(self, kind: FactKind, faults: Iterable[Fault]) -> list[str]:
        """What an answer of this kind looks like, and what was wrong with this one."""
        exact = [fault.text[self.lang] for fault in faults if fault.text]
        return [self.say("ask-again", message=" ".join(exact or [self.say(f"ask-form-{kind}")]))]

    def _changed(self, after: Interview, name: str) -> list[str]:
        """What a changed answer does to the plan, and which answers no longer matter."""
        label = after.label(name)
        lines = [self.say("changed", fact=label, value=after.shown(name))]
        knowledge = self.adviser.knowledge
        lines += difference_lines(compare(self.advice.plan, after.advice.plan), knowledge, self.lang)
        before = self.idle()
        idle = [item for item in after.idle() if item not in before]
        return lines + ([self.say("ask-now-idle", facts=self._names(idle))] if idle else [])

    def label(self, name: str) -> str:
        """The fact of an answer, or the contacts, by name."""
        knowledge = self.adviser.knowledge
        return self.say("ask-contacts-label") if name == CONTACTS else knowledge.facts[name].label[self.lang]

    def _names(self, facts: list[str]) -> str:
        return self.say("list-comma").join(map(self.label, facts))

    def idle(self) -> list[str]:
        """Facts with an answer that no longer matters: without it, the question would not be asked. They are kept."""
        told = [name for name in self.history if name in self.adviser.knowledge.facts]
        return [name for name in told if not self._matters(name)]

    def _matters(self, name: str) -> bool:
        without = {key: value for key, value in self.data.items() if key != name}
        asks = self.adviser.advise(self.adviser.read(without, self.today)).plan.ask
        return any(item.fact == name for item in asks)

    def back(self) -> Interview:
        """The part of a contact, or else the answer, that was told last, is asked again."""
        name = self.question()
        if self.shelf:
            return replace(self, shelf=())
        if name == CONTACTS and self.draft:
            last = list(self.draft)[-1]
            gone = self.at_once if last in self.at_once else {last}
            return replace(self, draft={key: self.draft[key] for key in self.draft if key not in gone} or None)
        if name == CONTACTS and self.contacts:
            return replace(self, contacts=self.contacts[:-1])
        if not self.behind and (self.asking or not self.history):
            return replace(self, asking=None)
        last = self.history[-1]
        data = {key: value for key, value in self.data.items() if key != last}
        again = tuple(self.data[last] or ()) if last == CONTACTS else ()
        return replace(
            self,
            data=data,
            history=self.history[:-1],
            asking=None,
            behind=None,
            contacts=again,
            declined=0,
            most=None,
        )

    def change(self, name: str) -> Interview:
        """Where this question is asked again; all other answers stay, and contacts are added to those that are known."""
        known = tuple(self.data.get(CONTACTS) or ()) if name == CONTACTS else ()
        return replace(self, asking=name, behind=None, contacts=known, draft=None, shelf=(), declined=0)

    def _change(self, number: str) -> tuple[Interview, list[str]]:
        """Without a number: the answers so far. With one: ask that question again; all other answers stay."""
        if number and 1 <= int(number) <= len(self.history):
            return self.change(self.history[int(number) - 1]), []
        idle = self.idle()
        colon = self.say("list-colon")
        told = ((place, self.label(name), self.shown(name)) for place, name in enumerate(self.history, 1))
        lines = [f"  c {place}. {label}{colon}{value}" for place, label, value in told]
        note = self.say("ask-idle")
        marked = [line + note if name in idle else line for line, name in zip(lines, self.history, strict=True)]
        if len(marked) > ONE_EACH:
            return self, [self.say("list-semicolon").join(line.strip() for line in marked)]
        return self, marked or [self.say("ask-nothing-told")]

    def declines(self, typed: str) -> bool:
        """Whether it says no to an offer: in words, by the number of “no”, or by ending the talk."""
        word = unicodedata.normalize("NFKC", typed).strip().lower()
        return word in (NONE, *QUIT) or word in self._said("said-no")

    def names_nothing(self, typed: str) -> bool:
        """Whether it is a yes or the number of a line, where a name is asked for."""
        word = unicodedata.normalize("NFKC", typed).strip().lower()
        return is_place(word) or word in self._said("said-yes")

    def _said(self, key: str) -> list[str]:
        told = self.adviser.knowledge.wording[key]
        return f"{told.zh} {told.en}".split()

    def shown(self, name: str) -> str:
        """An answer as the person reads it."""
        value = self.data[name]
        if name == CONTACTS:
            return self.say("ask-contacts-shown", n=len(value or ()))
        values = self._values(self.adviser.knowledge.facts[name])
        labels = {value.id: value.label[self.lang] for value in values}
        if isinstance(value, dict):
            return self.say("ask-days-ago", n=value["days_ago"])
        return self.say("ask-dont-know") if value in (UNKNOWN, None) else labels.get(str(value), str(value))

    def ending(self, command: str) -> list[str]:
        """Why nothing more is asked, and what stayed open; the command asks that, too."""
        if self.tired:
            return [self.say("ask-tired")]
        if not self.questions:
            return [self.say("ask-done")]
        facts = self.say("list-semicolon").join(map(self._asked_about, self.questions))
        return [self.say("ask-first-stands", facts=facts, command=command)]

    def _asked_about(self, name: str) -> str:
        """The question, as it is asked in this case, without its mark."""
        return self.adviser.knowledge.questions[name].asked(self.advice.case.answers)[self.lang].rstrip("？?")

    def help(self) -> list[str]:
        """What is meant by the question and where the answer is found, and what may hang on it."""
        name = self.question()
        if name is None:
            return []
        found = next((item for item in self.advice.ask if item.fact == name), None)
        told = self.adviser.knowledge.questions[name].helped(self.advice.case.answers)[self.lang]
        affected = found.affects if found else ()
        there = {item.action.id for item in self.advice.agenda.items}
        return [told, *self._affects(tuple(item for item in affected if item in there) or affected)]

    def _affects(self, ids: tuple[str, ...]) -> list[str]:
        named = [self.advice.speaker.name(item)[self.lang] for item in ids]
        return [self.say("ask-affects", steps=self.say("list-semicolon").join(named[:NAMED]))] if named else []

    def _take_contact(self, word: str) -> tuple[Interview, list[str]]:
        """One part of a contact; nobody (else) ends the list."""
        draft = self.draft or {}
        if not draft and (word == NONE or is_unknown(word) or self.talk.says_nobody(word)):
            return self._answer_contacts()
        after, told = self.talk.take(draft, word)
        new = frozenset(after.keys() - draft.keys())
        if after is draft or not after or self.talk.part(after):
            at_once = new if len(new) > 1 else self.at_once if draft else frozenset()
            return replace(self, draft=after or None, at_once=at_once), told
        noted = replace(self, contacts=(*self.contacts, self.talk.entry(after)), draft=None)
        return noted, [*told, self.say("contact-noted")]

    def _answer_contacts(self) -> tuple[Interview, list[str]]:
        after = replace(self.told(CONTACTS, list(self.contacts)), contacts=())
        return self._after(after, CONTACTS)


def begin(adviser: Adviser, today: date, lang: Lang, data: dict[str, Any], *, everything: bool = False) -> Interview:
    """An interview that goes on from what a case file already says; `everything` that can change the plan is asked, or what turns the first step."""
    history = tuple(key for key in data if key in adviser.knowledge.facts or key == CONTACTS)
    return Interview(adviser, today, lang, data, history, everything=everything).with_numbers()[0]
