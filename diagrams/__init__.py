"""Drawing it: what is known and advised → a picture in a file."""

from diagrams.drawing import Drawing
from diagrams.formats import FORMATS
from diagrams.pictures import PICTURES
from diagrams.render import write_picture
from diagrams.request import Request

__all__ = ["FORMATS", "PICTURES", "Drawing", "Request", "write_picture"]
