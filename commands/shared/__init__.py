"""What all commands have in common: their options and exit codes, how a file becomes a case, how lines reach the terminal.

`options` in; `reading` (files, the day), `batches`, `sides` (what is compared) on the way; `printing`, `faults` and `streams` out.
"""

from commands.shared.exits import BROKEN, DONE, MISUSED, TOO_LITTLE
from commands.shared.faults import asked_lang, usage_words, words_for
from commands.shared.options import COMPLETE, DAY, called, case_argument, explained, json_option, lang_option, on_option
from commands.shared.printing import save, say, show_plan, tell, tell_json
from commands.shared.reading import load_adviser, read_case, read_document, today
from commands.shared.streams import is_text, let_go, prepare

__all__ = [
    "BROKEN",
    "COMPLETE",
    "DAY",
    "DONE",
    "MISUSED",
    "TOO_LITTLE",
    "asked_lang",
    "called",
    "case_argument",
    "explained",
    "is_text",
    "json_option",
    "lang_option",
    "let_go",
    "load_adviser",
    "on_option",
    "prepare",
    "read_case",
    "read_document",
    "save",
    "say",
    "show_plan",
    "tell",
    "tell_json",
    "today",
    "usage_words",
    "words_for",
]
