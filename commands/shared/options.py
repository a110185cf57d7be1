"""The arguments and options that several commands have, each written once; a command's help in both languages."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable
from inspect import cleandoc
from pathlib import Path
from textwrap import shorten
from typing import Any, TypeVar

import click

from commands.shared.faults import remember_lang

__all__ = ["COMPLETE", "DAY", "called", "case_argument", "explained", "json_option", "lang_option", "on_option"]

C = TypeVar("C", bound=click.Command)

COMPLETE = "_RECOURSE_COMPLETE"
"""by which a shell asks what can be typed next"""
SHORT = 66
"""columns of the line that tells in a list what a command does"""


class Day(click.DateTime):
    """A day on which there was a wallet, and that a limit can still be added to."""

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from engine.case import EARLIEST, LATEST

        found = super().convert(value, param, ctx)
        if not EARLIEST <= found.date() <= LATEST:
            self.fail(f"{EARLIEST} – {LATEST}: {value}", param, ctx)
        return found


DAY = Day()
case_argument = click.argument("case_file", metavar="CASE")
json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON · JSON instead of text.")
lang_option = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    is_eager=True,
    callback=remember_lang,
    help="语言 · Language.",
)

on_option = click.option("--on", "day", type=DAY, help="哪一天，默认今天 · The day; default today.")


def explained(chinese: str) -> Callable[[C], C]:
    """A command whose help says what it does in Chinese, too; the last line of its docstring is the example to be pasted."""

    def explain(command: C) -> C:
        english, _, example = cleandoc(command.help or "").rpartition("\n\nrecourse ")
        command.short_help = f"{chinese}\n{shorten(english.partition('. ')[0], SHORT, placeholder=' …')}"
        command.help = f"{chinese}\n\n{english}"
        command.epilog = f"\b\n例 · Example:\n  {called()} {example}"
        return command

    return explain


def called() -> str:
    """How the program was called, so that a command that is shown can be pasted."""
    if told := os.environ.get("RECOURSE_CALLED"):
        return shlex.quote(told)
    program = Path(sys.argv[0])
    return f"python {shlex.quote(sys.argv[0])}" if program.suffix == ".py" else "recourse"
