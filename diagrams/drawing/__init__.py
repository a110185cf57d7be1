"""What a picture is, whatever it shows and however it is written.

In: what is asked for (`request`, `order`). Out: boxes and arrows (`drawing`), several drawings (`sheet`) or bars over days (`bars`), with
the looks they have (`styles`), the room that texts take (`sizes`) and the places that days have (`scale`).
"""

from diagrams.drawing.bars import Timeline
from diagrams.drawing.drawing import Cluster, Drawing, Edge, Ground, Limit, Look, Node, Sample, Way
from diagrams.drawing.order import LANGUAGES, Order, Picture
from diagrams.drawing.request import Request
from diagrams.drawing.sheet import Sheet, joined

__all__ = [
    "LANGUAGES",
    "Cluster",
    "Drawing",
    "Edge",
    "Ground",
    "Limit",
    "Look",
    "Node",
    "Order",
    "Picture",
    "Request",
    "Sample",
    "Sheet",
    "Timeline",
    "Way",
    "joined",
]
