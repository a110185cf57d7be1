"""The arguments and options that several commands have, each written once."""

from __future__ import annotations

import click

from commands.shared.faults import remember_lang

__all__ = ["case_argument", "json_option", "lang_option"]

case_argument = click.argument("case_file", metavar="CASE")
json_option = click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
lang_option = click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, is_eager=True, callback=remember_lang
)
