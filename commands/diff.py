"""Two versions of the files → whose plan changes, and how."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.shared import explained, json_option, lang_option, tell, tell_json, today
from knowledge.errors import CaseError, Fault

if TYPE_CHECKING:
    from engine.adviser import Adviser
    from knowledge.models import Lang

__all__ = ["diff"]

TOLD = Path(__file__).resolve().parent.parent / "tests" / "cases"


@explained("比较两个版本的规则和知识：谁的方案变了。")
@click.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--cases",
    type=click.Path(path_type=Path),
    help="案例：文件或文件夹 · Told cases: a file or a folder; default the project’s own.",
)
@click.option(
    "--generated", type=click.IntRange(0), default=0, help="另外随机抽多少个案件 · And so many cases drawn at random."
)
@click.option("--seed", type=int, default=0, show_default=True, help="从第几个抽起 · The first of them.")
@click.option("--brief", is_flag=True, help="只列变了哪一类 · Of each case only what kind of change it is.")
@json_option
@lang_option
def diff(
    old: str, new: str, cases: Path | None, generated: int, seed: int, brief: bool, as_json: bool, lang: Lang
) -> int:
    """Which cases get another plan from NEW than from OLD: folders with `knowledge` and `rules`, or git revisions.

    recourse diff HEAD~1 HEAD --brief
    """
    from commands.shared.sides import read_version
    from documents.revision_text import revision_lines
    from engine.explaining.revision import compare_versions

    before, after = read_version(old), read_version(new)
    named = _cases(after, cases or TOLD, range(seed, seed + generated))
    revision = compare_versions((old, new), before, after, named, today())
    if not revision.cases:
        raise CaseError([Fault.told(str(cases or TOLD), after.knowledge.wording["fault-no-cases"], "no-cases")])
    if as_json:
        return tell_json(revision.model_dump_json(indent=2))
    return tell(revision_lines(revision, after.knowledge, lang, brief=brief))


def _cases(adviser: Adviser, place: Path, seeds: range) -> Iterator[tuple[str, dict[str, Any]]]:
    """Told cases by file and story, then drawn ones by their number. Raises CaseError for an entry that cannot be used."""
    from engine.casebook import draw_case, read_told

    for item in read_told(place, adviser.knowledge.wording, deep=True):
        yield f"{item['file']}: {item.get('story') or item.get('id', '')}", item["case"]
    yield from ((f"#{seed}", draw_case(adviser, seed, today())) for seed in seeds)
