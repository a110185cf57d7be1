"""Drawing it: what is known and advised → a picture in a file."""

from diagrams.dot import write_dot
from diagrams.drawing import Drawing
from diagrams.escalation import draw_escalation
from diagrams.render import FORMATS, write_picture

__all__ = ["FORMATS", "Drawing", "draw_escalation", "write_dot", "write_picture"]
