"""A case → all that was worked out for it; that → whether it comes to the same again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.shared import (
    BROKEN,
    DONE,
    case_argument,
    explained,
    lang_option,
    load_adviser,
    read_case,
    read_document,
    tell,
    tell_json,
)

if TYPE_CHECKING:
    from knowledge.models import Lang

__all__ = ["replay", "trace"]


@explained("推理的全过程，可以重放。")
@click.command()
@case_argument
@click.option("-o", "--output", type=click.Path(), help="写进这个文件 · Write it to this file.")
def trace(case_file: str, output: str | None) -> int:
    """All that was worked out for a case. Every rule's verdict, as JSON that can be replayed.

    recourse trace examples/stolen-alipay.yaml -o trace.json
    """
    import engine.explaining.trace
    from storage import write_private_text

    adviser = load_adviser()
    told = engine.explaining.trace.trace(adviser, adviser.advise(read_case(adviser, case_file))).to_json()
    if output is None:
        return tell_json(told)
    write_private_text(told + "\n", Path(output))
    return DONE


@explained("重放一次推理，看结果是否一样。")
@click.command()
@click.argument("trace_file", metavar="TRACE")
@lang_option
def replay(trace_file: str, lang: Lang) -> int:
    """Works the case of a trace out again. Says where it comes to something else.

    recourse replay trace.json
    """
    import engine.explaining.trace
    from knowledge.workdays import calendar_source

    adviser = load_adviser()
    wording = adviser.knowledge.wording
    document = read_document(adviser, trace_file)
    old = engine.explaining.trace.read_trace(document.data, wording, document.name)
    other = []
    if old.calendar and old.calendar != calendar_source():
        other = [wording["replay-other-calendar"].told(lang, before=old.calendar, after=calendar_source())]
    found = engine.explaining.trace.replay(adviser, old)
    if not (found.changes or found.left_out):
        return tell([*other, wording["replay-same"][lang]])
    if old.files != adviser.fingerprint:
        other = [wording["replay-other-files"][lang], *other]
    left_out = [wording["replay-left-out"].told(lang, fault=fault.shown(lang)) for fault in found.left_out]
    lines = [wording["replay-differs"].told(lang, **change.model_dump()) for change in found.changes]
    tell([*other, *left_out, *lines])
    return BROKEN
