"""What all commands have in common: their options and exit codes, how a file becomes a case, how lines reach the terminal.

`options` in, `reading` (files, the day, `sides` for what is compared) on the way, `printing` out.
"""

from commands.shared.exits import BROKEN, DONE, MISUSED, TOO_LITTLE
from commands.shared.options import called, case_argument, explained, json_option, lang_option, on_option
from commands.shared.printing import save, say, show_plan, tell
from commands.shared.reading import load_adviser, read_batch, read_case, read_data, read_json, today
from commands.shared.sides import read_sides, read_version

__all__ = [
    "BROKEN",
    "DONE",
    "MISUSED",
    "TOO_LITTLE",
    "called",
    "case_argument",
    "explained",
    "json_option",
    "lang_option",
    "load_adviser",
    "on_option",
    "read_batch",
    "read_case",
    "read_data",
    "read_json",
    "read_sides",
    "read_version",
    "save",
    "say",
    "show_plan",
    "tell",
    "today",
]
