"""Drawing it: what is known and advised → a picture in a file."""

from diagrams.drawing import Drawing
from diagrams.files import write_picture
from diagrams.formats import FORMATS
from diagrams.order import Order
from diagrams.pictures import PICTURES
from diagrams.request import Request

__all__ = ["FORMATS", "PICTURES", "Drawing", "Order", "Request", "write_picture"]
