"""In: findings and graph. Out: what is still open about the steps, and the questions that may settle it, the next one first.

`completions` decides the channels that all answers leave the same (searched in `settling`), `open_steps` tells which steps may come and which rules would change one, `waiting` what those rules wait for, `turning_law` what the day of the matter turns, `pending` lists what is open, `suppose` tries an answer on it,
`questionnaire` chooses the next question.
"""

from engine.questions.completions import Completions
from engine.questions.pending import Pending
from engine.questions.questionnaire import OpenQuestion, Questionnaire
from engine.questions.settling import Search, Seen

__all__ = ["Completions", "OpenQuestion", "Pending", "Questionnaire", "Search", "Seen"]
