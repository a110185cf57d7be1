"""The arguments and options that several commands have, each written once."""

from __future__ import annotations

import click

__all__ = ["case_argument", "json_option", "lang_option", "on_option"]

case_argument = click.argument("case_file", metavar="CASE")
json_option = click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
lang_option = click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
on_option = click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day; default today.")
