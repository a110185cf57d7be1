"""A file of many cases → a file with the steps of each, by as many processes as there are; and what they come to together."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.shared import DAY, explained, lang_option, load_adviser, tell, today
from commands.shared.documents import refuse_ending
from commands.shared.parquet import need_parquet, write_answers
from commands.shared.printing import with_bar
from commands.shared.reading import STDIN
from commands.shared.records import read_records
from knowledge.errors import CaseError, Fault, need

if TYPE_CHECKING:
    from engine.batch import Done, Order, Record, Totals
    from knowledge.models import Lang

__all__ = ["batch"]

ENDINGS, TABLE, PARQUET = ("jsonl", "ndjson", "csv", "parquet"), "csv", "parquet"
LEAST, MOST, HELD = 300, 2_000, 2_400
"""records that are handed to a process at a time, and after which the journal is written; and by all processes together"""


@explained("一次算很多案件：每条一行结果，断了能接着算。")
@click.command()
@click.argument("source", metavar="CASES")
@click.option(
    "-o",
    "--output",
    "out",
    required=True,
    type=click.Path(path_type=Path),
    help="结果 · The answers: .jsonl, .csv or .parquet.",
)
@click.option(
    "--bad",
    type=click.Path(path_type=Path),
    help="读不懂的写到哪里 · Where bad records go; default beside the answers.",
)
@click.option("--jobs", type=click.IntRange(1, 256), help="几个进程，默认每核一个 · Processes; default one a core.")
@click.option(
    "--engine",
    type=click.Choice(["processes", "ray"]),
    default="processes",
    help="在哪里算 · Who works: processes of this machine, or a cluster of Ray.",
)
@click.option("--address", help="Ray 集群的地址，默认本机 · Of the cluster; default one on this machine.")
@click.option("--resume", is_flag=True, help="接着上次断的地方 · Go on where a run was killed.")
@click.option("--full", is_flag=True, help="每条给整个方案 · The whole plan of each instead of its steps in short.")
@click.option("--by", help="图再按这个事实分开 · The picture also for each answer to this fact.")
@click.option("--picture", type=click.Path(path_type=Path), help="案件堆在哪里的图 · A picture of where cases pile up.")
@click.option("--summary", "summed", type=click.Path(path_type=Path), help="合计写成 JSON · The totals as JSON.")
@click.option("--on", "day", type=DAY, help="没写日期的案件算哪一天 · The day of cases that tell none; default today.")
@lang_option
def batch(source: str, out: Path, day: Any, lang: Lang, **asked: Any) -> int:
    """The steps of every case in a file (JSON lines, CSV or Parquet), one record each, in the order of the file.

    A bad record goes into a file of its own, with its number and why; the others go on. What is counted is told at the end.

    recourse batch cases.jsonl -o steps.jsonl
    """
    from documents.batch_text import summary_lines
    from engine.batch import Order
    from knowledge.library import load_knowledge
    from storage import write_private_text

    _refuse(out, asked)
    knowledge = load_knowledge()
    need("fact", asked["by"], knowledge.facts)
    order = Order(
        today=day.date() if day else today(),
        source="stdin" if source == STDIN else Path(source).name,
        table=_is_table(out),
        whole=asked["full"],
        by=asked["by"],
    )
    totals, bad = _run(order, source, out, asked)
    summary = totals.counts.summary()
    if asked["summed"]:
        write_private_text(summary.model_dump_json(indent=2), asked["summed"])
    if asked["picture"] and totals.tally.cases:
        _draw(order, totals, asked["picture"], lang)
    told = [*summary_lines(summary, knowledge, lang)]
    return tell([*told, knowledge.wording["batch-bad-file"].filled(file=str(bad))[lang]] if summary.bad else told)


def _refuse(out: Path, asked: dict[str, Any]) -> None:
    """What cannot be written is said before anything is worked out."""
    from importlib.util import find_spec

    from storage import THERE, check_writable

    refuse_ending(str(out), ENDINGS)
    if _is_parquet(out):
        need_parquet()
        if out.exists() and not asked["resume"]:
            raise CaseError([Fault.told(str(out), THERE)])
        check_writable(out)
    if asked["full"] and (_is_table(out) or _is_parquet(out)):
        raise click.UsageError("整个方案写不进表格 · a whole plan goes into no table: --full, .jsonl")
    if asked["engine"] == "ray" and find_spec("ray") is None:
        raise click.UsageError("需要：pip install ray · this needs: pip install ray")
    if asked["address"] and asked["engine"] != "ray":
        raise click.UsageError("--address 要和 --engine ray 一起用 · --address goes with --engine ray")
    if asked["picture"]:
        import diagrams

        refuse_ending(str(asked["picture"]), tuple(diagrams.FORMATS), "--picture")


def _is_table(out: Path) -> bool:
    return out.suffix.lower() == f".{TABLE}"


def _is_parquet(out: Path) -> bool:
    return out.suffix.lower() == f".{PARQUET}"


def _run(order: Order, source: str, out: Path, asked: dict[str, Any]) -> tuple[Totals, Path]:
    """Works through the records; what was counted of all, and where the bad ones are."""
    from engine.batch import HEADER, Totals
    from storage import Journal

    # a table of Parquet has its end only when it is whole: until then the answers are lines, so that a killed run goes on
    lines = out.with_name(f"{out.name}.lines") if _is_parquet(out) else out
    journal = Journal(lines, asked["bad"] or out.with_name(f"{out.stem}.bad.jsonl"), _made_of(order, source))
    records = read_records(source)
    first = list(islice(records, 1))  # what cannot be opened is said before a file is made
    journal.begin(asked["resume"], ",".join(HEADER) if order.table else None)
    totals = Totals.of(journal.state, order.by)
    rest = islice(chain(first, records), journal.records, None)
    try:
        found = _answers(order, rest, asked)
        for done in with_bar(found, lambda done: done.records, journal.records, lambda: _count(source)):
            totals.add(done)
            journal.commit(done.answered, done.bad, done.records, totals.state())
    except BaseException:
        journal.close()
        raise
    if lines is not out:
        write_answers(lines, out)
    journal.finish()
    if lines is not out:
        lines.unlink()
    return totals, journal.bad


def _answers(order: Order, records: Iterator[Record], asked: dict[str, Any]) -> Iterator[Done]:
    from engine.batch import answer_all, chunks

    if asked["engine"] == "ray":
        from engine.batch.rays import answer_on_ray

        return answer_on_ray(order, chunks(records, MOST), asked["jobs"], asked["address"])
    jobs = asked["jobs"] or os.cpu_count() or 1
    return answer_all(order, chunks(records, max(LEAST, min(MOST, HELD // jobs))), jobs, load_adviser)


def _made_of(order: Order, source: str) -> str:
    """What the answers hang on: knowledge, options, and the file by its size and beginning."""
    import hashlib

    from knowledge.library import ROOT as KNOWLEDGE
    from knowledge.stamps import fingerprint
    from rules.library import ROOT as RULES

    told = hashlib.sha256(f"{fingerprint(KNOWLEDGE, RULES)}|{order}".encode())
    if source != STDIN:
        with Path(source).open("rb") as file:
            told.update(f"{os.fstat(file.fileno()).st_size}|".encode() + file.read(1_000_000))
    return told.hexdigest()


def _count(source: str) -> int | None:
    """How many records there are; None where they can be read only once."""
    return None if source == STDIN else sum(1 for _ in read_records(source))


def _draw(order: Order, totals: Totals, path: Path, lang: Lang) -> None:
    import diagrams

    adviser = load_adviser()
    load = totals.tally.load(adviser.knowledge)
    request = diagrams.Request(load.as_of, lang=lang, load=load, by=order.by)
    diagrams.write_picture(diagrams.Order(diagrams.PICTURES["load"], adviser, request), path)
    click.echo(path, err=True)
