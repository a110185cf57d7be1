"""In: a typed line. Out: the next state of the questionnaire and what is said. Touches no terminal.

`interview` leads, `contact` takes a contact part by part, `told_day` keeps one of the days that people can mean, `remaining` tells how many
questions may be left.
"""

from engine.interview.interview import Interview, begin
from engine.interview.remaining import questions_left

__all__ = ["Interview", "begin", "questions_left"]
