"""The plan as it is printed: short enough, its lines broken as Chinese and English are, English for who reads no Chinese; what opens."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import pytest
from uniseg.linebreak import line_break_units

from documents.layout import Block, laid_out
from documents.line_breaks import broken, units, width_of
from documents.plan_text import plan_blocks, summary_block
from engine.adviser import Advice
from engine.case import Case
from engine.case.changes import Change, case_data, changed
from engine.graph import ChannelState, Graph
from engine.outcomes import UNRESOLVED
from knowledge.models import Lang
from knowledge.standing import Standing
from tests.casebook import CASES, TODAY, adviser, read_cases

LANGUAGES: tuple[Lang, ...] = ("zh", "en")
COLUMNS, LINES, SCREEN = 80, 60, 24
SPARSE = 7
"""for wording every seventh case of a file is looked at: the others of a trouble say the same"""
WIDTHS = (80, 60, 44, 30)
CHINESE = re.compile(r"[\u3400-\u9fff]")
RUN = re.compile(r"[\u3400-\u9fff][\u3400-\u9fff《》“”（）、，：·→／0-9]*")
FOLLOWED = re.compile(r"[”》]? ?\(+“?[A-Za-z0-9]")
NUMBER = re.compile(r"\+?\d[\d,.-]*\d|\d")

TOLD: dict[str, list[dict[str, Any]]] = {}
for item in (*read_cases(CASES), *read_cases(CASES / "real")):
    TOLD.setdefault(item["file"], []).append(item)

every_told = pytest.mark.parametrize("file", TOLD)


@lru_cache(maxsize=1)
def _advised(file: str) -> list[Advice]:
    return [adviser().advise(adviser().read(told["case"], TODAY)) for told in TOLD[file]]


def _screen(advice: Advice, lang: Lang) -> list[Block]:
    told = (advice.plan, advice.case, adviser().knowledge, lang)
    return [*plan_blocks(*told), *summary_block(*told)]


def _full(advice: Advice, lang: Lang) -> list[Block]:
    return plan_blocks(advice.plan, advice.case, adviser().knowledge, lang, full=True)


def _texts(blocks: list[Block]) -> Iterator[str]:
    for block in blocks:
        yield block.heading
        yield from (text for _, text in block.lines)


@every_told
def test_a_plan_fits_on_sixty_lines_and_what_to_do_first_on_the_first_screen(file: str) -> None:
    """On a terminal of 80 columns, in both languages; number or path of what is due stand on the first 24 lines and on the last."""
    for advice in _advised(file):
        for lang in LANGUAGES:
            lines = list(map(str, laid_out(_screen(advice, lang), COLUMNS)))
            assert len(lines) <= LINES
            assert all(width_of(line) <= COLUMNS for line in lines)
            first, last = _packed(lines[:SCREEN]), _packed(lines[-SCREEN:])
            summary = advice.plan.summary
            due = [*summary.now, *summary.today][:4] or [*summary.this_week, *filter(None, [summary.next])][:1]
            for item in due:
                way = item.entrance
                where = (way.value if lang == "zh" else way.english or way.value) if way else item.title[lang]
                assert _packed([where]) in first
                assert _packed([where]) in last


@every_told
def test_nothing_unknown_is_written_as_a_value(file: str) -> None:
    """A limit whose day is not known says “in time”, and nothing else that is missing shows as the word of the program for it."""
    for advice in _advised(file):
        for lang in LANGUAGES:
            assert not [text for text in _texts(_screen(advice, lang)) if re.search(r"\bNone\b", text)]


def _packed(lines: list[str]) -> str:
    return "".join("".join(lines).split())


@every_told
def test_lines_break_as_chinese_and_english_are_set(file: str) -> None:
    """At any width no number and no word is in two lines, no line begins with a closing mark, none is too wide."""
    texts = {
        text for advice in _advised(file)[::SPARSE] for lang in LANGUAGES for text in _texts(_screen(advice, lang))
    }
    for text in texts:
        for width in WIDTHS:
            lines = broken(text.strip(), width)
            assert _packed(list(lines)) == _packed([text])
            assert all(width_of(line) <= width for line in lines)
            assert not [line for line in lines[1:] if _closes(line[0])], lines
            assert _whole(NUMBER, text) == _whole(NUMBER, *lines), lines
            if not CHINESE.search(text):
                assert text.split() == re.sub(r"(?<=\w-) ", "", " ".join(lines)).split(), lines


def _closes(mark: str) -> bool:
    return unicodedata.category(mark) in ("Pe", "Pf", "Po") and mark not in "《“"


def _whole(pattern: re.Pattern[str], *lines: str) -> list[str]:
    return [found for line in lines for found in pattern.findall(line)]


@every_told
def test_an_english_plan_can_be_read_by_somebody_who_knows_no_chinese(file: str) -> None:
    """Wherever Chinese stands in an English text, short or full, English stands beside it."""
    texts = {
        text for advice in _advised(file)[::SPARSE] for text in _texts([*_screen(advice, "en"), *_full(advice, "en")])
    }
    assert not [told for text in texts for told in _unread(text)]


def _unread(text: str) -> list[str]:
    """The pieces of Chinese that stand neither in brackets after English nor before English in brackets."""
    return [
        found[0]
        for found in RUN.finditer(text)
        if not (_in_brackets(text[: found.start()]) or FOLLOWED.match(text[found.end() :]))
    ]


def _in_brackets(before: str) -> bool:
    """Whether a bracket is open where this ends, with English before it."""
    opened = before.rfind("(")
    return before.count("(") > before.count(")") and re.search("[A-Za-z]", before[:opened]) is not None


@pytest.mark.parametrize("text", ["Call 银行卡背面的客服电话 now", "我的→设置", "App 我的→设置→账号, then 95188"])
def test_chinese_alone_is_found(text: str) -> None:
    """The test above would find a text that somebody who knows no Chinese cannot read."""
    assert _unread(text)


@pytest.mark.parametrize(
    "text", ["Court (人民法院)", "type 安全险理赔 (“claim”)", "App Me → Settings (我的→设置); Phone 95188"]
)
def test_chinese_with_english_beside_it_is_not(text: str) -> None:
    assert not _unread(text)


def test_a_refusal_by_the_bank_opens_12378() -> None:
    """A card charged by a stranger: whatever the bank answers but a solution opens the regulator of banks; before, it is shut."""
    data = {
        "as_of": "2026-11-22",
        "provider": "alipay",
        "issue": "unauthorised_payment",
        "payment_source": "bank_card",
        "incident_date": "2026-11-20",
    }
    plan = adviser().advise(adviser().read(data, TODAY)).plan
    at_bank = next(step for step in plan.steps if step.channel == "issuing-bank" and step.if_unresolved)
    opened = {item.on for item in at_bank.if_unresolved if item.channel == "nfra-12378" and item.opened}
    assert opened == set(UNRESOLVED)
    assert plan.channels["nfra-12378"].state is not ChannelState.OPEN


@pytest.mark.parametrize("place", range(0, 2000, 97))
def test_the_doors_that_an_outcome_leaves_are_those_of_the_case_with_that_outcome(place: int) -> None:
    """Every door told of an answer is open, or hangs on an unanswered question, in the plan of the case with that answer."""
    told = [item for items in TOLD.values() for item in items]
    case = adviser().read(told[place % len(told)]["case"], TODAY)
    plan = adviser().advise(case).plan
    for step in plan.steps:
        for on in {item.on for item in step.if_unresolved} - {Standing.OVERDUE}:
            data = changed(case_data(case), [Change(step.channel or "", on.value)], adviser().knowledge)
            after = adviser().advise(adviser().read(data, TODAY)).plan.channels
            for item in (door for door in step.if_unresolved if door.on is on):
                wanted = ChannelState.UNDETERMINED if item.provided else ChannelState.OPEN
                assert after[item.channel].state is wanted
                assert item.opened is (not item.provided and plan.channels[item.channel].state is not ChannelState.OPEN)


@pytest.mark.parametrize("place", range(0, 2000, 137))
def test_the_doors_of_outcomes_judged_alike_are_those_of_each(place: int) -> None:
    """One graph for all outcomes on which the rules decide the same gives the doors that a graph for each gives."""
    told = [item for items in TOLD.values() for item in items]
    advice = adviser().advise(adviser().read(told[place % len(told)]["case"], TODAY))
    for channel in (adviser().knowledge.channels[step.channel] for step in advice.plan.steps if step.channel):
        shared = advice.outcomes.doors(advice.case, advice.graph, channel)
        apart = (
            item
            for standing in UNRESOLVED
            for item in advice.outcomes.after(advice.case, channel, standing, advice.graph, _alone(advice))
        )
        assert shared == tuple(apart)


def _alone(advice: Advice) -> Callable[[Case], Graph]:
    return lambda case: advice.outcomes.map(advice.outcomes.infer(case))


SIGNS = "一二三，。、；：！？（）《》「」“”‘’()[].,;:!?abZ019\u00a0\u2060→·—…%￥/／-～"


def test_where_it_is_sure_that_a_line_may_end_or_not_nothing_is_looked_up() -> None:
    """Words of all signs that stand in our texts, drawn at random, break as the library says."""
    drawn = random.Random(1)
    for _ in range(5_000):
        word = "".join(drawn.choices(SIGNS, k=drawn.randint(1, 7))) + " " * drawn.randint(0, 2)
        if not word.replace("\u00a0", "").replace("\u2060", "").isascii():
            assert list(units(word)) == list(line_break_units(word)), word


def test_between_ideographs_nothing_has_to_be_looked_up() -> None:
    """What is looked up piece by piece breaks where the whole text does, in every text of a plan's steps."""
    texts = {text.zh for action in adviser().knowledge.actions.values() for text in action.wording}
    words = {word for text in texts for word in text.split() if not word.isascii()}
    assert len(words) > 300
    for word in sorted(words)[::3]:
        assert list(units(word)) == list(line_break_units(word))
