"""In: an adviser and a request. Out: a drawing, a sheet or a timeline: one module a picture, and the table of them.

`escalation` draws with `all_channels` or `case_channels`, `arrow_labels`, `narrowing`, `states` and `legend`; `rules` with `rule_boxes`. `phrases` turns ids into words.
"""

from diagrams.pictures.all_channels import LEVELS, AllChannels
from diagrams.pictures.phrases import Phrases
from diagrams.pictures.pictures import PICTURES
from diagrams.pictures.states import States

__all__ = ["LEVELS", "PICTURES", "AllChannels", "Phrases", "States"]
