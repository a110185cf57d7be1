"""A question to the escalation graph → what it says. Ways, dead ends, what a choice closes, where many cases pile up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from commands.shared import (
    DAY,
    explained,
    json_option,
    lang_option,
    load_adviser,
    read_case,
    tell,
    tell_json,
    today,
)
from knowledge.errors import CaseError, Fault, near_names, need

if TYPE_CHECKING:
    from engine.adviser import Adviser
    from engine.analysis import Ways
    from engine.analysis.survey import Survey
    from engine.case import Case
    from knowledge.models import Lang

__all__ = ["graph_"]

Command = TypeVar("Command", bound=Callable[..., Any])


@explained("查升级路径图：路线、死路、谁会堵住谁。")
@click.group("graph")
def graph_() -> None:
    """What the escalation graph says: ways, dead ends, what nobody can avoid, what a choice closes.

    recourse graph reach --case examples/stolen-alipay.yaml
    """


def surveyed(command: Command) -> Command:
    """The options of an analysis: a case, or what is known of one, and how it is told."""
    options = (
        click.option("--case", "case_file", help="这个案件 · Ask for this case."),
        click.option("--provider", help="没有案件时：这个钱包 · Without a case: with this wallet."),
        click.option("--issue", help="没有案件时：这类问题 · Without a case: with this kind of trouble."),
        click.option(
            "--on",
            "day",
            type=DAY,
            help="没有案件时：哪一天，默认今天 · Without a case: the day; default today.",
        ),
        json_option,
        lang_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


@explained("两个渠道之间的所有路线。")
@graph_.command()
@click.argument("start", metavar="FROM")
@click.argument("to", metavar="TO")
@click.option(
    "--longest", default=6, show_default=True, type=click.IntRange(1), help="一条路最多几段 · Legs that a way may have."
)
@click.option(
    "--most", default=10, show_default=True, type=click.IntRange(1), help="最多列几条 · Ways that are listed."
)
@surveyed
def paths(start: str, to: str, longest: int, most: int, **asked: Any) -> int:
    """All ways between two channels, quickest first, with days and conditions.

    recourse graph paths provider-complaint court
    """
    from engine.analysis import find_routes

    return _survey(lambda ways: find_routes(ways, start, to, longest, most), (start, to), **asked)


@explained("还能走到哪些渠道、多快。")
@graph_.command()
@surveyed
def reach(**asked: Any) -> int:
    """The channels that can still be reached, how soon, and the best ways to an outcome that can be enforced.

    recourse graph reach --case examples/stolen-alipay.yaml
    """
    from engine.analysis import find_reach

    return _survey(find_reach, **asked)


@explained("绕不过去的步骤。")
@graph_.command()
@click.option("--from", "start", metavar="CHANNEL", help="只从这个渠道出发 · Begin at this channel only.")
@surveyed
def dominators(start: str | None, **asked: Any) -> int:
    """The steps that no way can avoid.

    recourse graph dominators --case examples/stolen-alipay.yaml
    """
    from engine.analysis import find_unavoidable

    return _survey(lambda ways: find_unavoidable(ways, start), (start,) if start else (), **asked)


@explained("走到头没有结果的渠道。")
@graph_.command("dead-ends")
@surveyed
def dead_ends(**asked: Any) -> int:
    """The channels behind which no outcome can be enforced, and why they end.

    recourse graph dead-ends
    """
    from engine.analysis import find_dead_ends

    return _survey(find_dead_ends, **asked)


@explained("用了一个渠道会堵住什么。")
@graph_.command()
@surveyed
def closes(**asked: Any) -> int:
    """What using a channel closes, and what can no longer be reached then.

    recourse graph closes
    """
    from engine.analysis import find_choices

    return _survey(find_choices, **asked)


@explained("很多案件都卡在哪里。")
@graph_.command("load")
@click.argument("batch_file", metavar="CASES")
@click.option("--by", help="再按这个事实分开 · Also for each answer to this fact.")
@json_option
@lang_option
def load_(batch_file: str, by: str | None, as_json: bool, lang: Lang) -> int:
    """Where the cases of a batch (JSON lines, or a list in YAML or JSON) went, wait, ended and go next.

    recourse graph load tests/cases/real/real_cases.yaml
    """
    from commands.shared.batches import read_batch
    from documents.graph_text import survey_lines
    from engine.analysis import count_load

    adviser = load_adviser()
    need("fact", by, adviser.knowledge.facts)
    cases = list(read_batch(adviser, batch_file))
    if not cases:
        raise CaseError([Fault.told(batch_file, adviser.knowledge.wording["fault-no-cases"], "no-cases")])
    survey = count_load(adviser.knowledge, map(adviser.advise, cases), by)
    return tell_json(survey.to_json()) if as_json else tell(survey_lines(survey, adviser.knowledge, lang))


@explained("两天、两个钱包差在哪里。")
@graph_.command("diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--issue", help="这类问题 · For this kind of trouble.")
@json_option
@lang_option
def diff(before: str, after: str, issue: str | None, as_json: bool, lang: Lang) -> int:
    """What differs between two days, wallets, git revisions or folders of the project.

    recourse graph diff 2026-04-01 2026-05-01
    """
    from commands.shared.sides import read_sides
    from documents.difference_text import difference_lines
    from engine.analysis import compare

    adviser = load_adviser()
    survey = compare(adviser.knowledge.wording, *read_sides(adviser, (before, after), issue))
    return tell_json(survey.to_json()) if as_json else tell(difference_lines(survey, adviser.knowledge, lang))


def _survey(
    find: Callable[[Ways], Survey], channels: tuple[str, ...] = (), *, as_json: bool, lang: Lang, **asked: Any
) -> int:
    """Prints what `find` sees in the ways of the case. Raises CaseError for a channel that there is none of."""
    from documents.graph_text import survey_lines
    from engine.analysis import find_ways

    adviser = load_adviser()
    for channel in channels:
        if channel not in adviser.knowledge.channels:
            raise near_names("channel", channel, adviser.knowledge.channels)
    survey = find(find_ways(adviser.knowledge, adviser.advise(_asked_case(adviser, **asked))))
    return tell_json(survey.to_json()) if as_json else tell(survey_lines(survey, adviser.knowledge, lang))


def _asked_case(
    adviser: Adviser, case_file: str | None, provider: str | None, issue: str | None, day: datetime | None
) -> Case:
    """The case of the file; without one, a case in which nothing else is known."""
    if case_file:
        if provider or issue or day:
            raise click.UsageError(adviser.knowledge.wording["fault-case-alone"].both)
        return read_case(adviser, case_file)
    told = {"provider": provider, "issue": issue}
    return adviser.read(
        {"as_of": day.date() if day else today(), **{name: word for name, word in told.items() if word}}, today()
    )
