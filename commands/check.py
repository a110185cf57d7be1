"""Our own files → whether they hold together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.shared import (
    BROKEN,
    DONE,
    asked_lang,
    explained,
    json_option,
    lang_option,
    load_adviser,
    tell,
    tell_json,
    today,
)

if TYPE_CHECKING:
    from engine.adviser import Adviser
    from knowledge.models import Lang

__all__ = ["check"]

OLDEST = 10
TOLD = Path(__file__).resolve().parent.parent / "tests"


@explained("检查知识和规则文件。")
@click.command()
@click.option(
    "--stale",
    type=click.IntRange(0, 100_000),
    default=180,
    show_default=True,
    help="列出多少天没核对过的 · List what was last checked more than DAYS ago.",
)
@click.option(
    "--thin",
    is_flag=True,
    help="四个事实够不够 · What four facts are enough for: every trouble, wallet and state of contacts.",
)
@click.option(
    "--doubts", is_flag=True, help="每处存疑牵连多少方案 · How many plans on four facts hang on each doubt, by trouble."
)
@click.option(
    "--next",
    "ahead",
    is_flag=True,
    help="接下来该核对什么 · What to look at next: calendar, what changes soon, doubts, oldest checks.",
)
@click.option(
    "--sources",
    is_flag=True,
    help="只有一份来源、只有副本的 · What rests on one source, on copies, on unnamed ones; the oldest checks.",
)
@click.option(
    "--coverage",
    is_flag=True,
    help="案例用到了哪些规则、渠道、条文 · What the told cases exercise of rules, channels and law, and what none does.",
)
@json_option
@lang_option
def check(
    stale: int, thin: bool, doubts: bool, ahead: bool, sources: bool, coverage: bool, as_json: bool, lang: Lang
) -> int:
    """Lint of knowledge and rules: faults, counts, doubts and whose plans hang on them, and what has not been checked for long.

    recourse check
    """
    from engine.review import outlook, review

    if as_json and not (sources or coverage):
        raise click.UsageError("--json 和 --sources 或 --coverage 一起用 · --json goes with --sources or --coverage")
    adviser = load_adviser()
    if coverage:
        return _coverage(adviser, lang, as_json=as_json)
    if ahead:
        from documents.outlook_text import outlook_lines

        return tell(outlook_lines(outlook(adviser, today(), OLDEST), adviser.knowledge, lang))
    if doubts:
        from engine.analysis import plans_in_doubt

        for doubt, plans in plans_in_doubt(adviser, today()).items():
            click.echo(f"{doubt}: {', '.join(f'{issue} {count}' for issue, count in plans.items())}")
        return DONE
    if thin:
        from documents.thin_text import thin_lines
        from engine.analysis import find_thin

        cells = list(find_thin(adviser, today()))
        click.echo("\n".join(thin_lines(cells)))
        return BROKEN if any(cell.thin for cell in cells) else DONE
    if sources:
        return _sources(adviser, lang, as_json=as_json)
    from documents.letters import check_letters
    from rules.guarantees import check_guarantees

    also = [
        *check_letters(adviser.knowledge),
        *check_guarantees(adviser.knowledge, adviser.rulebase, adviser.folders[1]),
    ]
    report = review(adviser, today(), stale, asked_lang() or "en", also)
    click.echo("\n".join(report.lines))
    return BROKEN if report.faults else DONE


def _coverage(adviser: Adviser, lang: Lang, *, as_json: bool) -> int:
    from documents.coverage_text import coverage_lines, fitting_letters
    from engine.coverage import cover, proposed, read_all

    found = cover(adviser, read_all(adviser, TOLD), fitting_letters, today())
    if as_json:
        tell_json(found.model_dump_json(by_alias=True, indent=2))
    else:
        bare = [item.id for kind, item in found.missing if kind == "condition"]
        near_misses = dict(proposed(adviser, bare, today(), OLDEST))
        tell(list(coverage_lines(found, near_misses, adviser.knowledge, lang)))
    return BROKEN if found.missing else DONE


def _sources(adviser: Adviser, lang: Lang, *, as_json: bool) -> int:
    from documents.sourcing_text import sourcing_lines
    from engine.sourcing import sourcing

    found = sourcing(adviser)
    if as_json:
        return tell_json(found.model_dump_json(by_alias=True, indent=2))
    return tell(list(sourcing_lines(found, adviser.knowledge, lang)))
