"""The arguments and options that several commands have, each written once."""

from __future__ import annotations

from typing import Any

import click

from commands.shared.faults import remember_lang

__all__ = ["DAY", "case_argument", "json_option", "lang_option"]


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
json_option = click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
lang_option = click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, is_eager=True, callback=remember_lang
)
