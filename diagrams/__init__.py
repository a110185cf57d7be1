"""Drawing it: what is known and advised → a picture in a file."""

from diagrams.drawing import Drawing, Order, Request
from diagrams.output import FORMATS, write_picture
from diagrams.pictures import PICTURES

__all__ = ["FORMATS", "PICTURES", "Drawing", "Order", "Request", "write_picture"]
