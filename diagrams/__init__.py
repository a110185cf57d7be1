"""Drawing it: what is known and advised → a picture in a file."""

from diagrams.dot import write_dot
from diagrams.drawing import Drawing
from diagrams.escalation import draw_escalation
from diagrams.pictures import PICTURES, write_file
from diagrams.render import FORMATS, write_picture
from diagrams.request import Request
from diagrams.vector import TIMELINE_FORMATS

__all__ = [
    "FORMATS",
    "PICTURES",
    "TIMELINE_FORMATS",
    "Drawing",
    "Request",
    "draw_escalation",
    "write_dot",
    "write_file",
    "write_picture",
]
