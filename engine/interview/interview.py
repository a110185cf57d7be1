"""The questionnaire as a pure machine: what a typed line makes of it, be it a command or an answer. No terminal is touched here.

An interview holds the raw answers as a case file would. Each line leads to a new interview and the lines to show.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date
from typing import Any, Self

from engine.adviser import Adviser
from engine.interview.answering import NONE, Answering
from engine.interview.changed_answer import idle
from engine.interview.choices import is_place
from engine.interview.whom_to_call import with_numbers
from knowledge.models import CONTACTS, Lang

__all__ = ["Interview", "begin"]

BACK, HELP, QUIT, CHANGE = ("b", "返回"), ("?", "帮助"), ("q", "退出", "结束"), ("c", "改")
NO_TEXT = "\ufffd"
"""stands where bytes were typed that are no text"""
ONE_EACH = 6
"""so many answers are listed a line each; more run on, so that the question stays on the screen"""


class Interview(Answering):
    """Takes whatever is typed."""

    def take(self, line: str) -> tuple[Self, list[str]]:
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

    def _change(self, number: str) -> tuple[Self, list[str]]:
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

    def idle(self) -> list[str]:
        """The facts whose answers no longer matter."""
        return idle(self)

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


def begin(adviser: Adviser, today: date, lang: Lang, data: dict[str, Any], *, everything: bool = False) -> Interview:
    """An interview that goes on from what a case file already says; `everything` that can change the plan is asked, or what turns the first step."""
    history = tuple(key for key in data if key in adviser.knowledge.facts or key == CONTACTS)
    return with_numbers(Interview(adviser, today, lang, data, history, everything=everything))[0]
