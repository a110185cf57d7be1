"""In: findings and graph. Out: what is still open about the steps, and the questions that may settle it, the next one first.

`pending` lists what is open, `suppose` tries an answer on it, `questionnaire` chooses the next question.
"""

from engine.questions.pending import Pending
from engine.questions.questionnaire import Questionnaire

__all__ = ["Pending", "Questionnaire"]
