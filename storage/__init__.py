"""What is kept on this machine, and only where it is asked for. In: answers. Out: files that only their owner can read.

`sessions` keeps questionnaires by name, `kept` the answers of one of them, `journal` the results of a long run, `files` writes.
"""

from storage.files import check_writable, write_private, write_private_bytes, write_private_text
from storage.journal import THERE, Journal
from storage.kept import KeptElsewhereError, KeptFile
from storage.sessions import Session, Sessions

__all__ = [
    "THERE",
    "Journal",
    "KeptElsewhereError",
    "KeptFile",
    "Session",
    "Sessions",
    "check_writable",
    "write_private",
    "write_private_bytes",
    "write_private_text",
]
