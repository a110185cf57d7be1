"""In: a plan, its case, the knowledge, an action. Out: the letter by which that step is done, with what is missing in it.

`letter` is the shape; `templates` the one door of Jinja2; `words` what a template may name; `parties` to whom and against whom;
`writer` puts them together; `check` holds the forms against the rest of the knowledge.
"""

from documents.letters.check import check_letters
from documents.letters.letter import Letter, LetterList
from documents.letters.templates import clean
from documents.letters.words import written_day
from documents.letters.writer import form_of, letters_of, write_letter

__all__ = ["Letter", "LetterList", "check_letters", "clean", "form_of", "letters_of", "write_letter", "written_day"]
