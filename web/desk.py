"""Where advice is worked out and pages are written: one desk a process. What goes in and comes out can be carried between processes."""

from __future__ import annotations

import gc
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from documents.letter_text import letter_blocks
from documents.letters import form_of
from documents.sheets import ENDINGS, letter_sheet
from documents.sheets.sheet import tables
from engine.adviser import Advice, load_adviser
from engine.interview import Interview, Part, begin, go_on, go_on_later
from knowledge.clock import today
from knowledge.errors import CaseError, Fault, RenderError
from knowledge.handed_in import read_document
from knowledge.models import CONTACTS, Lang
from web.downloads import MEDIA, download, letter_entries, paper_entries
from web.pages import numbers_of, write_page
from web.papers import letter_file, letter_of
from web.plan_view import plan_view
from web.question import answered, card_of, question_of
from web.remembering import RememberingAdviser
from web.talk import Talk, frozen, thawed

__all__ = ["Frame", "Told", "prepare", "today"]

LANGUAGES: tuple[Lang, ...] = ("zh", "en")
LEFT_KEPT = 2000
_LEFT: dict[str, int] = {}
"""how many questions are left at most, by what was told: a number each; many people begin with the same answers"""


@dataclass(frozen=True)
class Told:
    """What became of a form: the talk as it goes on, what to say, and whether it was not understood."""

    talk: Talk
    notes: tuple[str, ...] = ()
    wrong: bool = False


@dataclass(frozen=True)
class Frame:
    """What every page carries beside what it is about."""

    token: str
    notes: tuple[str, ...] = ()
    wrong: bool = False
    typed: str = ""
    kept: str | None = None
    begun: bool = False
    here: str = "/"


@cache
def adviser() -> RememberingAdviser:
    """Of this process."""
    found = RememberingAdviser(load_adviser())
    gc.freeze()  # it lives as long as the process
    return found


def prepare() -> None:
    """Reads everything, where the process that this one was made from has not done so."""
    adviser()


def _interview(talk: Talk) -> Interview:
    return thawed(talk, adviser(), today())


def page(template: str, lang: Lang, frame: Frame, **shown: Any) -> str:
    """A page that is about nobody's case."""
    return write_page(template, adviser().knowledge, lang, _numbers(), frame=frame, **shown)


@cache
def _numbers() -> re.Pattern[str]:
    return numbers_of(adviser().knowledge)


def begun(lang: Lang, answers: Mapping[str, Any] | None = None) -> Talk:
    return frozen(begin(adviser(), today(), lang, dict(answers or {})))


def said(fault: Fault, lang: Lang) -> str:
    """What is wrong, under the name that the page has for the place (`web-place-…`)."""
    wording = adviser().knowledge.wording
    label = wording.get(f"web-place-{fault.place}")
    if fault.line or not fault.text or (fault.place and not label):
        return fault.shown(lang)
    return f"{label[lang]}{wording['list-colon'][lang]}{fault.text[lang]}" if label else fault.text[lang]


def opened(lang: Lang, raw: bytes, name: str) -> Told | list[Fault]:
    """A case file that was handed in; or what is wrong with it."""
    document = read_document(raw, name, adviser().knowledge.wording)
    if document.faults:
        return list(document.faults)
    if not isinstance(document.data, Mapping):
        return [Fault.told("", adviser().knowledge.wording["web-no-case"])]
    try:
        return _going_on(lang, go_on(adviser(), document.data, None, today()))
    except CaseError as error:
        return list(error.faults)


def resumed(lang: Lang, answers: Mapping[str, Any], changed: date) -> Told | list[Fault]:
    """What was kept on this machine."""
    try:
        return _going_on(lang, go_on_later(adviser(), answers, changed, None, today()))
    except CaseError as error:
        return list(error.faults)


def _going_on(lang: Lang, found: Any) -> Told:
    left_out = [f"· {fault.shown(lang)}" for fault in found.left_out]
    notes = [adviser().knowledge.wording["left-out"][lang], *left_out] if left_out else []
    return Told(begun(lang, found.data), tuple(notes))


def spoken(talk: Talk, lang: Lang) -> Talk:
    """The same talk in another language."""
    return replace(talk, lang=lang)


def answer(talk: Talk, sent: Mapping[str, str]) -> Told:
    after, told, wrong = answered(_interview(talk), sent)
    return Told(frozen(after), tuple(told), wrong)


def back(talk: Talk) -> Told:
    interview = _interview(talk)
    return Told(frozen(replace(interview, card=()) if interview.card else replace(interview.back(), over=False)))


def change(talk: Talk, name: str) -> Told:
    """Where the question is asked again. An unknown name changes nothing."""
    interview = _interview(talk)
    if name != CONTACTS and name not in interview.adviser.knowledge.questions:
        return Told(talk)
    return Told(frozen(replace(interview.change(name), over=False, card=())))


def further(talk: Talk) -> Told:
    """On with the questions, though they were ended, six in a row could not be answered, or none that is left turns the first step."""
    interview = replace(_interview(talk), over=False, declined=0)
    return Told(frozen(interview if interview.question() else replace(interview, everything=True, most=None)))


def left(talk: Talk) -> int:
    """At most so many questions; takes up to a fifth of a second where nobody stood there lately."""
    told = talk.told
    place = repr((today(), told["data"], told["history"], told["declined"], told["most"]))
    if place not in _LEFT:
        _LEFT[place] = _interview(talk).bound
        if len(_LEFT) > LEFT_KEPT:
            del _LEFT[next(iter(_LEFT))]
    return _LEFT[place]


def warm() -> None:
    """What everybody begins with is worked out before anybody does."""
    left(begun("zh"))


def question_page(talk: Talk, frame: Frame) -> str | None:
    """None when nothing is asked any more."""
    return _asking(_interview(talk), frame)


def earlier_page(talk: Talk, frame: Frame, place: int) -> str | None:
    """A question that was answered, to answer it otherwise; nothing changes by looking. None for contacts, and where none was."""
    name = talk.asked_at(place)
    if name is None or name == CONTACTS:
        return None
    return _asking(replace(_interview(talk).change(name), card=(), over=False), frame, earlier=True)


def _asking(interview: Interview, frame: Frame, *, earlier: bool = False) -> str | None:
    card, asked = card_of(interview), question_of(interview)
    if asked is None and not card:
        return None
    return page(
        "question.html", interview.lang, frame, card=card, asked=asked, told_count=len(interview.history), most=interview.most,
        draft=len(interview.draft or ()), parts=len(Part), changing=bool(interview.asking), earlier=earlier,
    )  # fmt: skip


def answers_page(talk: Talk, frame: Frame) -> str:
    interview = _interview(talk)
    idle = interview.idle()
    rows = [(name, interview.label(name), interview.shown(name), name in idle) for name in interview.history]
    return page("answers.html", talk.lang, frame, rows=rows)


def plan_page(talk: Talk, frame: Frame, done: frozenset[str]) -> str:
    interview, lang = _interview(talk), talk.lang
    view, advice = plan_view(interview.advice, lang), interview.advice
    more = bool(interview.question() or interview.questions) or interview.tired
    return page(
        "plan.html", lang, frame, plan=view, done=done & {card.key for card in view.cards}, more=more,
        letters=letter_entries(advice, lang), papers=paper_entries(advice, lang),
    )  # fmt: skip


def kept(talk: Talk) -> dict[str, Any]:
    """The answers as a case file holds them."""
    return _interview(talk).kept


def file(talk: Talk, name: str) -> tuple[str, bytes] | str | None:
    """What is taken away: its kind and content; why it cannot be made here; None where there is none of this name."""
    try:
        return download(adviser(), _interview(talk).advice, name, talk.lang)
    except RenderError as error:
        return str(error)


def letter_page(talk: Talk, frame: Frame, rank: int) -> str | None:
    """The letter for a step, what is still blank in it, to whom it goes and why. None where that step has none."""
    advice, lang = _interview(talk).advice, talk.lang
    action = _action(advice, rank)
    if action is None:
        return None
    letter = letter_of(advice, action)
    sheets = {each: list(tables(letter_sheet(letter, advice.knowledge, each).rows)) for each in LANGUAGES}
    notes = letter_blocks(letter, advice.knowledge, lang)
    return page("letter.html", lang, frame, letter=letter, rank=rank, sheets=sheets, notes=notes)


def letter(
    talk: Talk, rank: int, action: str, ending: str, lang: Lang, filled: Mapping[str, str]
) -> tuple[str, bytes] | str | None:
    """The file of the letter, with what the person wrote into its blanks; None where that is not the letter of this step."""
    advice = _interview(talk).advice
    if action != _action(advice, rank) or ending not in ENDINGS:
        return None
    try:
        return MEDIA[ending], letter_file(advice, letter_of(advice, action, filled), ending, lang)
    except RenderError as error:
        return str(error)
    except CaseError as error:
        return error.shown(talk.lang)


def _action(advice: Advice, rank: int) -> str | None:
    """The action of the step, where a letter goes with it."""
    found = (step.action for step in advice.plan.steps if step.rank == rank)
    return next((action for action in found if form_of(action, advice.knowledge)[0]), None)
