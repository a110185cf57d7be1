"""Drawing it: what is known and advised → a picture in a file."""

from diagrams.dot import write_dot
from diagrams.drawing import Drawing
from diagrams.escalation import draw_escalation
from diagrams.pictures import PICTURES
from diagrams.render import FORMATS, write_picture
from diagrams.request import Request

__all__ = ["FORMATS", "PICTURES", "Drawing", "Request", "draw_escalation", "write_dot", "write_picture"]
