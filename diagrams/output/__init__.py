"""In: what was ordered and the name of a file. Out: the file.

`formats` is the table of formats by ending; `files` writes, and says what cannot be made on this machine.
"""

from diagrams.output.files import write_picture
from diagrams.output.formats import FORMATS, WRITERS

__all__ = ["FORMATS", "WRITERS", "write_picture"]
