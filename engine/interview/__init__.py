"""In: a typed line. Out: the next state of the questionnaire and what is said. Touches no terminal.

An interview is built in four storeys, each of which knows those below it: `state` (what was told, and where the talk stands), `screen`
(what the person reads), `answering` (what a typed answer tells), `interview` (commands, and how one begins). `contact` takes a contact part by
part, `told_day` keeps one of the days that people can mean, `told_sum` the sum, `whom_to_call` tells numbers as soon as there are some,
`changed_answer` what another answer does, `remaining` how many questions may be left, `going_on` makes the answers fit that were kept before.
"""

from engine.interview.contact_draft import Part
from engine.interview.going_on import go_on, go_on_later
from engine.interview.interview import Interview, begin
from engine.interview.remaining import questions_left

__all__ = ["Interview", "Part", "begin", "go_on", "go_on_later", "questions_left"]
